"""Devices believe the centre's own certificate alone: another authority, another name, an old one are refused."""

import http.server
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from broker_fixture import Listener, wait_for
from mqtt_callers import PATIENCE_S

from messaging.broker import lets_in
from messaging.server_client import ServerClient, ServerUnreachable
from messaging.settings import BrokerSettings, InvalidSettings, ServerAddress
from server.tls.certificates import CA, SERVER, SERVER_KEY, make
from simulation.broker_files import broker_command
from simulation.ports import free_ports

NOW = datetime.now(UTC)
HERE = ("127.0.0.1",)

pytestmark = pytest.mark.filterwarnings(
    # paho 2.2 leaves the line of a failed handshake to the collector (Client._ssl_wrap_socket).
    "ignore:Exception ignored in. <ssl.SSLSocket:pytest.PytestUnraisableExceptionWarning",
    "ignore:unclosed <ssl.SSLSocket:ResourceWarning",
)


def made(folder: Path, *, names: tuple[str, ...] = HERE, now: datetime = NOW) -> Path:
    make(folder, names=names, centre="", now=now)
    return folder


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("centre"))


@pytest.fixture(scope="module")
def another_centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("another"))


@pytest.fixture(scope="module")
def wrong_name(centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _of_the_same_authority(centre, tmp_path_factory.mktemp("name"), names=("192.168.77.7",), now=NOW)


@pytest.fixture(scope="module")
def expired(centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _of_the_same_authority(centre, tmp_path_factory.mktemp("old"), names=HERE, now=NOW - timedelta(days=366))


def _of_the_same_authority(centre: Path, folder: Path, *, names: tuple[str, ...], now: datetime) -> Path:
    for file in ("ca.pem", "ca.key"):
        (folder / file).write_bytes((centre / file).read_bytes())
    return made(folder, names=names, now=now)


def well(asked: list[str | None]) -> type[http.server.BaseHTTPRequestHandler]:
    """Says yes to everybody, and keeps the credentials it was shown."""

    class Well(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("Authorization"))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_words: object) -> None:
            """It says nothing."""

    return Well


class EncryptedServer:
    """Answers everybody with 200, and remembers the credentials it was shown."""

    def __init__(self, certificates: Path) -> None:
        self.asked: list[str | None] = []
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), well(self.asked))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates / SERVER, certificates / SERVER_KEY)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join(PATIENCE_S)
        self._server.server_close()


def client_of(server: EncryptedServer, ca: Path | None, folder: Path, host: str = "127.0.0.1") -> ServerClient:
    credential = folder / "credential"
    credential.write_text("a-credential", encoding="ascii")
    address = ServerAddress(url=f"https://{host}:{server.port}", credential_file=credential, ca_file=ca)
    return ServerClient(address)


@pytest.mark.parametrize(
    ("shown", "is_believed"),
    [("centre", True), ("another_centre", False), ("wrong_name", False), ("expired", False)],
)
def test_a_device_shows_its_credential_to_its_own_server_alone(
    request: pytest.FixtureRequest, centre: Path, tmp_path: Path, shown: str, is_believed: bool
) -> None:
    server = EncryptedServer(request.getfixturevalue(shown))
    client = client_of(server, centre / CA, tmp_path)
    try:
        assert client.is_working() is is_believed
        assert server.asked == (["Bearer a-credential"] if is_believed else [])
    finally:
        client.close()
        server.stop()


def test_without_the_centres_certificate_its_server_is_a_stranger(centre: Path, tmp_path: Path) -> None:
    server = EncryptedServer(centre)
    client = client_of(server, None, tmp_path)
    try:
        with pytest.raises(ServerUnreachable, match="CERTIFICATE_VERIFY_FAILED"):
            client._get("/health")
        assert server.asked == []
    finally:
        client.close()
        server.stop()


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_a_certificate_file_that_is_none_is_named(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content, encoding="ascii")
    with pytest.raises(InvalidSettings, match=r"server\.ca_file"):
        ServerClient(ServerAddress(url="https://10.0.0.2:8443", credential_file=tmp_path / "c", ca_file=file))


@pytest.mark.parametrize(
    ("shown", "is_believed"),
    [("centre", True), ("another_centre", False), ("wrong_name", False), ("expired", False)],
)
def test_a_device_logs_in_at_its_own_broker_alone(
    request: pytest.FixtureRequest, centre: Path, tmp_path: Path, shown: str, is_believed: bool
) -> None:
    (port,) = free_ports(1)
    with _encrypted_broker(tmp_path, request.getfixturevalue(shown), port):
        settings = BrokerSettings(host="127.0.0.1", port=port, ca_file=centre / CA)
        assert lets_in(settings, username="kiosk-1", password="x") is (True if is_believed else None)
        listener = Listener(settings)
        if is_believed:
            listener.start().stop()
            return
        listener.connection.start()
        log = tmp_path / "mosquitto.log"
        wait_for(lambda: "OpenSSL Error" in log.read_text(encoding="utf-8"), what="the broker to be refused")
        assert not listener.connection.is_connected
        listener.stop()
        assert "New client connected" not in log.read_text(encoding="utf-8")


@contextmanager
def _encrypted_broker(folder: Path, certificates: Path, port: int) -> Iterator[None]:
    (folder / "mosquitto.conf").write_text(
        f"listener {port} 127.0.0.1\ncertfile {certificates / SERVER}\nkeyfile {certificates / SERVER_KEY}\n"
        f"allow_anonymous true\npersistence false\nuser root\nlog_dest file {folder / 'mosquitto.log'}\n",
        encoding="ascii",
    )
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(broker_command(folder), stdout=said, stderr=said)
    try:
        wait_for(lambda: _listens(port), what="mosquitto to listen")
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_device_speaks_no_plain_word_to_a_broker_that_should_be_encrypted(centre: Path) -> None:
    """Who takes the broker's place and offers no encryption gets no password."""
    with socket.create_server(("127.0.0.1", 0)) as thief:
        settings = BrokerSettings(host="127.0.0.1", port=thief.getsockname()[1], ca_file=centre / CA)
        asking = threading.Thread(target=lambda: lets_in(settings, username="kiosk-1", password="a-password"))
        asking.start()
        line, _ = thief.accept()
        first = line.recv(4096)
        line.close()
        asking.join(PATIENCE_S)
    assert first[:1] == b"\x16", "a TLS handshake (RFC 8446 5.1)"
    assert b"a-password" not in first
    assert b"kiosk-1" not in first
