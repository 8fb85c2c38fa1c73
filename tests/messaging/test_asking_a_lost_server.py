"""How a device finds out that its server is away and back, and hands over what it did meanwhile."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from stub_server import StubServer, answer_with, hang, refuse

from messaging.requests import EmergencyTicket, TicketRequest
from messaging.server_client import RequestRefused, ServerClient, ServerUnreachable
from messaging.settings import ServerAddress

PRINTED = EmergencyTicket(intent_id=uuid4(), number=7, shown="X2-007", service="A", age_ms=1200)
TAKEN = {"ticket_id": 9, "number": "X2-007", "superseded": "A025"}


@pytest.fixture
def server() -> Iterator[StubServer]:
    stub = StubServer()
    stub.start()
    yield stub
    stub.stop()


@pytest.fixture
def client(server: StubServer, tmp_path: Path) -> Iterator[ServerClient]:
    (tmp_path / "credential").write_text("s3cret")
    client = ServerClient(ServerAddress(url=server.url, credential_file=tmp_path / "credential"), timeout_s=3600)
    yield client
    client.close()


def test_a_server_is_found_away_and_back(server: StubServer, client: ServerClient) -> None:
    assert client.is_working()
    assert client.away_since_s is None
    server.stop()
    assert not client.is_working()
    since_s = client.away_since_s
    assert since_s is not None
    assert not client.is_working()
    assert client.away_since_s == since_s, "the first failure counts"
    server.start()
    assert client.is_working()
    assert client.away_since_s is None


def test_one_call_can_be_shorter_than_the_others(server: StubServer, client: ServerClient) -> None:
    server.behave = hang
    with pytest.raises(ServerUnreachable):  # within this test's time, not within the client's
        client.issue_ticket(TicketRequest(intent_id=uuid4(), service="A"), within_s=0.05)


def test_an_emergency_number_is_handed_over_under_a_key_of_its_own(server: StubServer, client: ServerClient) -> None:
    server.behave = answer_with(200, TAKEN)
    taken = client.merge_emergency(PRINTED)
    assert (taken.number, taken.superseded) == ("X2-007", "A025")
    (asked,) = server.asked
    assert asked.path == "/api/v1/emergency-tickets"
    assert asked.headers["idempotency-key"] == f"emergency-{PRINTED.intent_id}"
    server.behave = answer_with(200, TAKEN | {"number": "X2-008"})
    with pytest.raises(ServerUnreachable):
        client.merge_emergency(PRINTED)
    server.behave = refuse(409, "number_used")
    with pytest.raises(RequestRefused):
        client.merge_emergency(PRINTED)
