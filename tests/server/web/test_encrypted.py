"""With a certificate staff and devices talk to the server encrypted; in the clear there is only the way there."""

import contextlib
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from centre_under_test import WITHOUT_TLS, copy_database
from held_clock import HeldClock
from playwright.sync_api import Error, sync_playwright
from served_centre import ServedCentre, credential_of, make_served_database
from staff_pages import PASSWORD, RunningServer, running
from trusting_browser import trust_in_home

from messaging.clock import SteppedClock
from server.tls import encrypting_server
from server.tls.certificates import CA, SERVER, SERVER_KEY, look, make
from server.tls.encrypting_server import HANDSHAKES_AT_ONCE

NEIGHBOUR = "127.0.0.2"
"""Somebody else in the network, as the server sees it: programs on its own machine need no encryption."""


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    make(folder, names=("127.0.0.1", "localhost"), centre="Trung tâm mẫu", now=datetime.now(UTC))
    return folder


def keys(tls: Path) -> dict[str, object]:
    return {
        "tls_certificate": tls / SERVER,
        "tls_key": tls / SERVER_KEY,
        "tls_ca": tls / CA,
        "tls_port": 0,
    }


@pytest.fixture
def encrypted(folder: Path, staffed_database: Path, tls: Path) -> Iterator[RunningServer]:
    database = copy_database(staffed_database, folder / "centre.db")
    with running(database, SteppedClock(), ignore_hours=True, **keys(tls)) as server:
        yield server


@pytest.fixture
def neighbour(encrypted: RunningServer) -> Iterator[httpx.Client]:
    transport = httpx.HTTPTransport(local_address=NEIGHBOUR)
    with httpx.Client(base_url=encrypted.address, transport=transport, timeout=20) as client:
        yield client


def door(server: RunningServer) -> str:
    return f"https://127.0.0.1:{server._server.tls_port}"


def trusting(tls: Path, server: RunningServer) -> httpx.Client:
    return httpx.Client(base_url=door(server), verify=ssl.create_default_context(cafile=tls / CA), timeout=20)


@pytest.mark.parametrize("path", ["/", "/console/login", "/console", "/scores?from=1", "/setup/devices", "/a%2Fb"])
def test_a_page_in_the_clear_leads_to_the_encrypted_one(
    encrypted: RunningServer, neighbour: httpx.Client, path: str
) -> None:
    answer = neighbour.get(path)

    assert (answer.status_code, answer.headers["location"]) == (307, door(encrypted) + path)
    assert "set-cookie" not in answer.headers
    assert (answer.headers["cache-control"], answer.headers["x-frame-options"]) == ("no-store", "DENY")


def test_a_password_in_the_clear_is_not_even_looked_at(neighbour: httpx.Client) -> None:
    for path in ("/console/login", "/api/v1/console/next", "/api/v1/tickets", "/api/v1/enrolment"):
        answer = neighbour.post(path, data={"login": "cb01", "password": PASSWORD})
        assert (answer.status_code, answer.json()["code"]) == (403, "tls_required"), path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers


def test_what_leads_to_trust_is_open_to_everybody(neighbour: httpx.Client, tls: Path) -> None:
    shown = neighbour.get("/trust")
    taken = neighbour.get("/trust/ca.pem")

    assert neighbour.get("/health").status_code in (200, 503)
    assert look(tls / CA).shown_fingerprint in shown.text
    assert taken.content == (tls / CA).read_bytes()
    assert neighbour.get("/trust/bocso.crt").headers["content-type"] == "application/x-x509-ca-cert"


def test_a_new_centre_s_certificate_is_compared_before_anything_is_typed(folder: Path, tls: Path) -> None:
    """The page is there before there is a centre, and without a warning; the wizard is behind the encrypted door."""
    transport = httpx.HTTPTransport(local_address=NEIGHBOUR)
    with (
        running(folder / "centre.db", SteppedClock(), **keys(tls)) as fresh,
        httpx.Client(base_url=fresh.address, transport=transport, timeout=20) as client,
    ):
        shown = client.get("/trust")
        assert shown.status_code == 200
        assert look(tls / CA).shown_fingerprint in shown.text
        assert client.get("/trust/bocso.crt").status_code == 200
        led = client.get("/setup/start")
        assert (led.status_code, led.headers["location"]) == (307, f"{door(fresh)}/setup/start")


def test_programs_on_the_machine_itself_are_let_in(encrypted: RunningServer) -> None:
    assert httpx.get(f"{encrypted.address}/console/login", verify=WITHOUT_TLS).status_code == 200


def test_encrypted_the_cookie_is_of_this_host_alone_and_the_host_s_other_doors_stay_open(
    encrypted: RunningServer, tls: Path
) -> None:
    with trusting(tls, encrypted) as client:
        answer = client.post("/console/login", data={"login": "cb01", "password": PASSWORD})
        assert answer.status_code == 303
        session, known = answer.headers.get_list("set-cookie")
        for cookie, name in ((session, "__Host-bocso_session="), (known, "__Host-bocso_known=")):
            assert cookie.startswith(name)
            assert "Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie and "Domain" not in cookie
        # With HSTS a browser would ask the phones' pages of the same name by TLS, which they do not speak.
        assert answer.headers["strict-transport-security"] == "max-age=0"
        assert client.get("/api/v1/console/me").status_code == 200
        token = session.partition("=")[2].partition(";")[0]
        assert client.get("/api/v1/console/me").status_code == 200
        client.cookies.clear()
        planted = client.get("/api/v1/console/me", headers={"Cookie": f"bocso_session={token}"})
        assert planted.status_code == 401, "a cookie that a page in the clear could have planted counts for nothing"


def test_without_a_certificate_nothing_is_asked(folder: Path, staffed_database: Path) -> None:
    database = copy_database(staffed_database, folder / "centre.db")
    with running(database, SteppedClock(), ignore_hours=True) as server:
        transport = httpx.HTTPTransport(local_address=NEIGHBOUR)
        with httpx.Client(base_url=server.address, transport=transport, timeout=20) as client:
            assert client.get("/console/login").status_code == 200
            assert client.get("/trust").status_code == 404


@pytest.mark.parametrize("former", [False, True], ids=["all are paired with it", "some are from before"])
def test_devices_from_before_come_in_the_clear_only_where_a_setting_says_so(
    folder: Path, empty_database: Path, tls: Path, former: bool
) -> None:
    clock = HeldClock()
    database = make_served_database(empty_database, folder / "c.db", clock)
    centre = ServedCentre(database, clock, devices_without_tls=former, **keys(tls))
    try:
        transport = httpx.HTTPTransport(local_address=NEIGHBOUR)
        proof = {"Authorization": f"Bearer {credential_of('kiosk-1')}"}
        with httpx.Client(base_url=centre.url, transport=transport, timeout=20, headers=proof) as client:
            assert client.get("/api/v1/procedures").status_code == (200 if former else 403)
            assert client.get("/console/login").status_code == 307, "for staff it opens nothing"
    finally:
        centre.stop()


@pytest.mark.parametrize("trusted", [True, False], ids=["trusted", "not trusted"])
def test_an_officer_logs_in_with_a_browser_that_trusts_the_centre(
    encrypted: RunningServer, tls: Path, tmp_path: Path, trusted: bool
) -> None:
    """And with one that does not, there is no way to the login page without a warning."""
    if trusted:
        trust_in_home(tmp_path, (tls / CA).read_bytes())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox"],
            env={"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        )
        page = browser.new_page()
        page.set_default_timeout(30_000)
        try:
            if not trusted:
                with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
                    page.goto(f"{door(encrypted)}/console/login")
                return
            page.goto(f"{door(encrypted)}/console/login")
            page.fill("#login", "cb01")
            page.fill("#password", PASSWORD)
            page.click("button[type=submit]")
            page.wait_for_url("**/console")
            page.wait_for_selector("#choosing:visible, #working:visible")
            names = {cookie["name"]: cookie["secure"] for cookie in page.context.cookies()}
            assert names["__Host-bocso_session"] is True
            assert "bocso_session" not in names
        finally:
            browser.close()


def test_a_hundred_who_say_nothing_keep_nobody_out(
    encrypted: RunningServer, tls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would hold a place each for as long as a handshake may take; here that is longer than the test lasts."""
    monkeypatch.setattr(encrypting_server, "HANDSHAKE_WITHIN_S", 600.0)
    port = encrypted._server.tls_port
    assert port is not None
    with contextlib.ExitStack() as stack:
        silent = [stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20)) for _ in range(100)]
        with trusting(tls, encrypted) as client:
            answer = client.post("/console/login", data={"login": "cb01", "password": PASSWORD})
            assert answer.status_code == 303
        for line in silent[: 100 - HANDSHAKES_AT_ONCE]:
            assert line.recv(1) == b"", "whoever came first has waited longest and goes first"
        silent[-1].settimeout(0)
        with pytest.raises(BlockingIOError):
            silent[-1].recv(1)
