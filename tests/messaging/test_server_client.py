"""What the devices' HTTP client makes of a server that answers, refuses, crawls, babbles or is not there."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from broker_fixture import free_port
from stub_server import (
    Behaviour,
    StubServer,
    answer_with,
    hang,
    hang_up,
    keep_press,
    refuse,
    trickle,
    trickle_body,
)

from messaging.clock import real_monotonic_s
from messaging.requests import (
    IntentCancellation,
    PressReceipt,
    PressReport,
    PrintOutcome,
    PrintReport,
    TicketRequest,
)
from messaging.server_client import RequestRefused, ServerClient, ServerUnreachable
from messaging.settings import InvalidSettings, ServerAddress

TICKET = {
    "ticket_id": 7,
    "number": "A025",
    "service": "A",
    "service_name": "Hộ tịch",
    "service_name_en": "Civil status",
    "people_ahead": 3,
    "counters": [1, 2],
    "priority_group": None,
    "priority_name": None,
    "priority_name_en": None,
    "issued_at": "2026-03-02T01:00:00.000Z",
    "timezone": "Asia/Ho_Chi_Minh",
    "centre_name": "Trung tâm",
    "url": None,
    "language": "vi",
    "something_new": "of a later version",
}


@pytest.fixture
def server() -> Iterator[StubServer]:
    stub = StubServer()
    stub.start()
    yield stub
    stub.stop()


@pytest.fixture
def credential_file(tmp_path: Path) -> Path:
    path = tmp_path / "credential"
    path.write_text("s3cret\n")
    return path


@pytest.fixture
def client(server: StubServer, credential_file: Path) -> Iterator[ServerClient]:
    client = ServerClient(ServerAddress(url=server.url, credential_file=credential_file), timeout_s=1)
    yield client
    client.close()


def press() -> PressReport:
    return PressReport(press_id=uuid4(), boot_id=uuid4(), n=1, level=5, window_id=None, age_ms=12)


def test_a_ticket_is_asked_for_with_credential_and_intent(server: StubServer, client: ServerClient) -> None:
    server.behave = answer_with(201, TICKET)
    request = TicketRequest(intent_id=uuid4(), service="A")
    ticket = client.issue_ticket(request)
    assert (ticket.number, ticket.people_ahead, ticket.counters) == ("A025", 3, [1, 2])
    (asked,) = server.asked
    assert asked.path == "/api/v1/tickets"
    assert asked.headers["authorization"] == "Bearer s3cret"
    assert asked.headers["idempotency-key"] == str(request.intent_id)
    assert asked.headers["content-type"] == "application/json"
    assert TicketRequest.model_validate(asked.body) == request


@pytest.mark.parametrize("answer", [b"", b"{}", b'{"turn": "voided"}'])
def test_a_print_report_takes_any_success(server: StubServer, client: ServerClient, answer: bytes) -> None:
    server.behave = answer_with(200, answer)
    client.report_print(7, PrintReport(report_id=uuid4(), outcome=PrintOutcome.PRINTED))
    assert server.asked[0].path == "/api/v1/tickets/7/print-outcomes"
    server.behave = answer_with(200, b"<html>Welcome to the hotel</html>")
    with pytest.raises(ServerUnreachable):
        client.report_print(7, PrintReport(report_id=uuid4(), outcome=PrintOutcome.PRINTED))


def test_an_intent_is_cancelled(server: StubServer, client: ServerClient) -> None:
    intent = UUID(int=5)
    server.behave = answer_with(200, {"intent_id": str(intent), "number": None})
    cancellation = IntentCancellation(cancellation_id=uuid4())
    assert client.cancel_intent(intent, cancellation).number is None
    assert server.asked[0].path == f"/api/v1/intents/{intent}/cancellation"
    assert server.asked[0].headers["idempotency-key"] == str(cancellation.cancellation_id)
    with pytest.raises(ServerUnreachable, match="another intent"):
        client.cancel_intent(UUID(int=6), cancellation)


def test_many_presses_go_over_and_each_has_its_receipt(server: StubServer, client: ServerClient) -> None:
    presses = [press() for _ in range(20)]
    receipts = [client.report_press(one) for one in presses]
    assert receipts == [PressReceipt(press_id=one.press_id) for one in presses]
    assert list(server.kept) == [str(one.press_id) for one in presses]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 422])
def test_a_refusal_carries_the_servers_code(server: StubServer, client: ServerClient, status: int) -> None:
    server.behave = refuse(status, "some_code")
    with pytest.raises(RequestRefused) as refusal:
        client.report_press(press())
    assert (refusal.value.status, refusal.value.code, refusal.value.detail) == (status, "some_code", "no")


@pytest.mark.parametrize(
    "behaviour",
    [
        refuse(500, "internal"),
        refuse(503, "busy"),
        refuse(408, "late"),
        refuse(425, "early"),
        refuse(429, "too_many"),
        answer_with(404, {"detail": "Not Found"}),
        answer_with(403, b"<html>Forbidden by the proxy</html>"),
        answer_with(200, b"<html>Welcome to the hotel</html>"),
        answer_with(200, b""),
        answer_with(200, b"\xff"),
        answer_with(200, {"press_id": str(UUID(int=1)), "kept": True}),
        answer_with(200, {"press_id": "no id", "kept": True}),
        answer_with(200, b"x" * 2_000_000),
        hang_up,
    ],
)
def test_an_answer_that_makes_no_sense_leaves_the_outcome_unknown(
    server: StubServer, client: ServerClient, behaviour: Behaviour
) -> None:
    server.behave = behaviour
    with pytest.raises(ServerUnreachable):
        client.report_press(press())
    server.behave = keep_press
    client.report_press(press())


def test_a_redirect_is_not_followed(server: StubServer, client: ServerClient) -> None:
    def redirect(handler: object, asked: object) -> None:
        from stub_server import StubHandler

        assert isinstance(handler, StubHandler)
        handler.send_response(307)
        handler.send_header("Location", f"{server.url}/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    server.behave = redirect
    with pytest.raises(ServerUnreachable):
        client.report_press(press())
    assert [asked.path for asked in server.asked] == ["/api/v1/presses"]


@pytest.mark.parametrize("behaviour", [hang, trickle, trickle_body])
def test_a_slow_server_costs_no_more_than_the_timeout(
    server: StubServer, client: ServerClient, behaviour: Behaviour
) -> None:
    server.behave = behaviour
    began_s = real_monotonic_s()
    with pytest.raises(ServerUnreachable):
        client.report_press(press())
    assert real_monotonic_s() - began_s < 10  # the timeout is 1 s; trickling would go on for 100


def test_a_server_that_is_not_there_and_comes_is_logged_once_each(
    credential_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = StubServer()
    client = ServerClient(ServerAddress(url=server.url, credential_file=credential_file))
    for _ in range(3):
        with pytest.raises(ServerUnreachable):
            client.report_press(press())
    server.start()
    client.report_press(press())
    client.report_press(press())
    words = [r.getMessage() for r in caplog.records]
    assert len([w for w in words if "no answer from the server" in w]) == 1
    assert len([w for w in words if "answers again after" in w]) == 1
    assert len(words) == 2
    server.stop()
    client.close()


def test_a_restarted_server_is_found_again_although_the_old_connection_is_dead(
    server: StubServer, client: ServerClient
) -> None:
    client.report_press(press())
    server.stop()
    with pytest.raises(ServerUnreachable):
        client.report_press(press())
    server.start()
    client.report_press(press())
    assert len(server.kept) == 2


def test_a_port_that_accepts_nobody_costs_no_more_than_the_timeout(credential_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        callers = [socket.socket() for _ in range(4)]
        for caller in callers:
            caller.settimeout(0)
            caller.connect_ex(("127.0.0.1", port))
        client = ServerClient(
            ServerAddress(url=f"http://127.0.0.1:{port}", credential_file=credential_file), timeout_s=0.5
        )
        with pytest.raises(ServerUnreachable):
            client.report_press(press())
        client.close()
        for caller in callers:
            caller.close()


def test_a_resolver_that_hangs_costs_no_more_than_the_timeout(
    credential_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    def hang_resolver(*args: object, **named: object) -> list[object]:
        release.wait(60)
        return []

    monkeypatch.setattr("messaging.bounded_network.socket.getaddrinfo", hang_resolver)
    client = ServerClient(
        ServerAddress(url=f"http://server.test:{free_port()}", credential_file=credential_file), timeout_s=0.3
    )
    for _ in range(2):
        with pytest.raises(ServerUnreachable, match="was not found in time"):
            client.report_press(press())
    release.set()
    client.close()


def test_without_a_readable_credential_it_says_so_and_sends_nothing(
    server: StubServer, client: ServerClient, credential_file: Path
) -> None:
    credential_file.write_text("two\nlines")
    with pytest.raises(RequestRefused, match="holds no credential"):
        client.report_press(press())
    credential_file.unlink()
    with pytest.raises(RequestRefused, match="cannot be read") as refusal:
        client.report_press(press())
    assert refusal.value.status == 401
    assert not server.asked
    credential_file.write_text("new")
    client.report_press(press())


@pytest.mark.parametrize("url", ["", "server:8080", "ftp://server", "http://"])
def test_an_address_that_is_none_is_said_at_the_start(url: str, credential_file: Path) -> None:
    with pytest.raises(InvalidSettings, match=r"server\.url"):
        ServerClient(ServerAddress(url=url, credential_file=credential_file))
