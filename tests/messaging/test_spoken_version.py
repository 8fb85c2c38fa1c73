"""A device and a server of different versions: nothing is lost, and both say in plain words who is to be updated."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from stub_server import StubServer, keep_press, refuse

from messaging.requests import EmergencyTicket, PressReport, TicketRequest
from messaging.server_client import RequestRefused, ServerClient, ServerUnreachable, SpeaksOtherwise
from messaging.settings import ServerAddress
from messaging.spoken_version import HEADER, SPOKEN

ONE_OF_ITS_OWN = EmergencyTicket(intent_id=uuid4(), number=1, shown="X1-001", service="A", age_ms=None)


@pytest.fixture
def server() -> Iterator[StubServer]:
    stub = StubServer()
    stub.start()
    yield stub
    stub.stop()


@pytest.fixture
def client(server: StubServer, tmp_path: Path) -> Iterator[ServerClient]:
    (tmp_path / "credential").write_text("s3cret\n")
    client = ServerClient(ServerAddress(url=server.url, credential_file=tmp_path / "credential"), timeout_s=5)
    yield client
    client.close()


def press() -> PressReport:
    return PressReport(press_id=uuid4(), boot_id=uuid4(), n=1, level=5, window_id=None, age_ms=12)


def test_every_request_says_the_version(server: StubServer, client: ServerClient) -> None:
    client.report_press(press())
    (asked,) = server.asked
    assert {name.lower(): value for name, value in asked.headers.items()}[HEADER.lower()] == str(SPOKEN)
    assert client.faults == frozenset()


@pytest.mark.parametrize("code", ["needs_update", "server_needs_update"])
def test_a_refused_version_is_no_refusal_of_what_was_said(server: StubServer, client: ServerClient, code: str) -> None:
    """It counts as no answer: what waits in an outbox goes on waiting."""
    server.behave = refuse(426, code)
    with pytest.raises(SpeaksOtherwise):
        client.report_press(press())
    with pytest.raises(ServerUnreachable):
        client.issue_ticket(TicketRequest(intent_id=uuid4(), service="A"))
    assert client.faults == {code}
    server.behave = keep_press
    client.report_press(press())
    assert client.faults == frozenset(), "one of the two was updated"


def test_an_address_that_an_older_server_does_not_have_is_its_version(server: StubServer, client: ServerClient) -> None:
    server.behave = refuse(404, "http_404")
    with pytest.raises(SpeaksOtherwise):
        client.report_press(press())
    assert client.faults == {"server_needs_update"}


def test_what_is_not_found_is_refused_as_ever(server: StubServer, client: ServerClient) -> None:
    server.behave = refuse(404, "ticket_not_found")
    with pytest.raises(RequestRefused):
        client.report_press(press())
    assert client.faults == frozenset()


def test_a_server_from_before_procedures_is_asked_as_ever(server: StubServer, client: ServerClient) -> None:
    """It refuses fields that it does not know: only a request that names a procedure has the field."""
    server.behave = refuse(503, "busy")
    for wish in (TicketRequest(intent_id=uuid4(), service="A"), ONE_OF_ITS_OWN):
        asks = client.issue_ticket if isinstance(wish, TicketRequest) else client.merge_emergency
        for procedure in (None, "1.001193"):
            with pytest.raises(ServerUnreachable):
                asks(wish.model_copy(update={"procedure": procedure}))
            assert server.asked[-1].body.get("procedure", "left out") == (procedure or "left out")
