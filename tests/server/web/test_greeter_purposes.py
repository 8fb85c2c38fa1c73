"""Where the centre asks what people come for, the greeter does too, beside the kiosks."""

import uuid
from collections.abc import Iterator

import pytest
from centre_under_test import small_centre
from staff_pages import Behind, RunningServer, SessionClient

API = "/api/v1/greeter/"


@pytest.fixture
def greeter(server: RunningServer, behind: Behind) -> Iterator[SessionClient]:
    purposes = [{"id": "submit", "name": "Nộp hồ sơ", "name_en": "Hand in"}, {"id": "ask", "name": "Hỏi"}]
    behind.set_up(small_centre(lambda values: values.update(purposes=purposes)))
    who = SessionClient(server, "hd01")
    yield who
    who.client.close()


def test_purposes_are_offered_and_kept_on_the_ticket(greeter: SessionClient, behind: Behind) -> None:
    offered = greeter.client.get(f"{API}view").json()["purposes"]
    assert [(one["value"], one["name"]) for one in offered] == [("submit", "Nộp hồ sơ"), ("ask", "Hỏi")]
    for purpose, status in (("submit", 201), (None, 201), ("fly", 422)):
        intent = str(uuid.uuid4())
        headers = {"Idempotency-Key": intent, "X-CSRF-Token": greeter.csrf}
        body = {"intent_id": intent, "service": "A", "purpose": purpose}
        answer = greeter.client.post(f"{API}tickets", json=body, headers=headers)
        assert answer.status_code == status, answer.text
    assert [row[0] for row in behind.rows("SELECT purpose FROM tickets ORDER BY ticket_id")] == ["submit", None]
