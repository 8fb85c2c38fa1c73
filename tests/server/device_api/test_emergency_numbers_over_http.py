"""Numbers that a kiosk gave by itself while the server was away, and how the queue takes them."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from held_clock import HeldClock
from served_centre import ServedCentre, make_served_database

from messaging.requests import EmergencyTicketTaken, IssuedTicket
from server.actions.head_day import close_service
from server.actions.service_day import stop_tickets
from server.domain.instant import instant, rfc3339
from server.journal.verify import verify

MINUTE_MS = 60_000


@pytest.fixture
def served(folder: Path, empty_database: Path) -> Iterator[ServedCentre]:
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, folder / "served.db", clock), clock)
    yield centre
    centre.stop()
    assert verify(folder / "served.db").fault is None


def merge(
    served: ServedCentre,
    number: int,
    *,
    intent: str | None = None,
    device: str = "kiosk-1",
    age_ms: int | None = 0,
    **more: Any,
) -> httpx.Response:
    intent = intent or str(uuid.uuid4())
    body = {
        "intent_id": intent,
        "number": number,
        "shown": f"X{device[-1]}-{number:03d}",
        "service": "A",
        "age_ms": age_ms,
        **more,
    }
    return served.post("/api/v1/emergency-tickets", body, device=device, key=f"emergency-{intent}")


def merged(served: ServedCentre, number: int, **more: Any) -> EmergencyTicketTaken:
    answer = merge(served, number, **more)
    assert answer.status_code == 200, answer.text
    return EmergencyTicketTaken.model_validate(answer.json())


def take(served: ServedCentre, intent: str | None = None) -> IssuedTicket:
    return IssuedTicket.model_validate(served.ask_ticket(intent).json())


def the_next(served: ServedCentre, counter_id: str = "Q1") -> str | None:
    counters = served.counters()
    number = counters.next_number(counter_id)
    counters.stop()
    return number


def state_of(served: ServedCentre, number: str) -> str:
    query = "SELECT state FROM turns JOIN tickets USING (ticket_id) WHERE shown = ? ORDER BY turn_id DESC"
    return str(served.rows(query, number)[0][0])


def test_kiosks_have_numbers_of_their_own(served: ServedCentre) -> None:
    assert served.rows("SELECT device_id, kiosk_number FROM devices WHERE kind = 'kiosk' ORDER BY 1") == [
        ("kiosk-1", 1),
        ("kiosk-2", 2),
    ]
    assert merged(served, 1).number == "X1-001"
    assert merged(served, 1, device="kiosk-2").number == "X2-001"
    refused = merge(served, 2, shown="X2-002")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_number")


def test_a_printed_number_ranks_by_when_it_was_printed(served: ServedCentre) -> None:
    served.report(take(served).ticket_id, "printed")
    served.clock.pass_s(600)
    served.report(take(served).ticket_id, "printed")
    merged(served, 1, age_ms=5 * MINUTE_MS)
    merged(served, 2, age_ms=4 * MINUTE_MS)
    merged(served, 3, age_ms=None)
    called = []
    for _ in range(5):
        called.append(the_next(served))
        served.clock.pass_s(11)
    assert called == ["A001", "X1-001", "X1-002", "A002", "X1-003"]


def test_a_repeat_is_answered_alike_although_it_is_older_by_then(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    first = merged(served, 1, intent=intent, age_ms=1000)
    assert merged(served, 1, intent=intent, age_ms=61_000) == first
    assert merged(served, 1, intent=intent, age_ms=None) == first
    assert len(served.rows("SELECT 1 FROM tickets")) == 1


def test_the_number_nobody_saw_gives_way_to_the_printed_one(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    unseen = take(served, intent)
    served.clock.pass_s(30)
    served.report(take(served).ticket_id, "printed")
    taken = merged(served, 7, intent=intent, age_ms=1000)
    assert (taken.ticket_id, taken.number, taken.superseded) == (unseen.ticket_id, "X1-007", "A001")
    assert served.rows("SELECT shown, ticket_id FROM superseded_numbers") == [("A001", unseen.ticket_id)]
    assert the_next(served) == "X1-007", "it keeps the rank it had"
    assert merged(served, 7, intent=intent).superseded == "A001"


def test_it_counts_as_printed(served: ServedCentre) -> None:
    merged(served, 1)
    counters = served.counters()
    counters.wait(200)
    counters.stop()
    assert state_of(served, "X1-001") == "waiting"


@pytest.mark.parametrize("fate", ["voided", "called", "no_show", "cancelled"])
def test_whatever_became_of_the_unseen_number_the_holder_of_the_printed_one_waits(
    served: ServedCentre, fate: str
) -> None:
    intent = str(uuid.uuid4())
    unseen = take(served, intent)
    counters = served.counters()
    if fate == "voided":
        counters.wait(91)
    elif fate == "cancelled":
        served.cancel(intent)
    else:
        counters.next("Q1")
        if fate == "no_show":
            counters.absent("Q1")
    counters.stop()
    assert state_of(served, unseen.number) == fate
    merged(served, 1, intent=intent, age_ms=2000)
    assert state_of(served, "X1-001") == "waiting"
    assert the_next(served, "Q2") == "X1-001"


def test_who_was_served_under_the_unseen_number_stays_served(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    take(served, intent)
    counters = served.counters()
    counters.serve("Q1")
    counters.stop()
    merged(served, 1, intent=intent)
    assert state_of(served, "X1-001") == "finished"


def test_the_counter_that_had_called_the_unseen_number_is_free(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    take(served, intent)
    the_next(served)
    merged(served, 1, intent=intent, age_ms=60_000)
    counters = served.counters()
    counters.clock.pass_s(30)
    assert counters.next_number("Q1") == "X1-001"
    counters.stop()


def test_neither_stopped_tickets_nor_a_closed_service_turn_a_number_away(served: ServedCentre) -> None:
    counters = served.counters()
    counters.act(close_service, service="A", reason="Cán bộ nghỉ")
    counters.act(stop_tickets)
    counters.stop()
    assert merged(served, 1, priority_group="gone", purpose="gone").number == "X1-001"


def test_a_number_of_yesterday_is_on_record_and_is_not_called(served: ServedCentre) -> None:
    counters = served.counters()
    yesterday = counters.one("SELECT max(day) FROM service_days")[0]
    counters.close_day()
    counters.clock.pass_s(16 * 3600)
    counters.open_day(confirmed=True)
    counters.staff_all()
    counters.stop()
    merged(served, 1, age_ms=16 * 3600 * 1000 + MINUTE_MS)
    told = rfc3339(instant(served.clock.now() - timedelta(hours=17)))
    merged(served, 2, age_ms=None, printed_at=told)
    merged(served, 3, age_ms=None)
    rows = served.rows("SELECT shown, tickets.day = ?, state FROM tickets JOIN turns USING (ticket_id)", yesterday)
    assert rows == [("X1-001", 1, "expired"), ("X1-002", 1, "expired"), ("X1-003", 0, "waiting")]
    assert the_next(served) == "X1-003"


def test_while_no_day_is_open_a_number_of_the_closed_day_is_taken_and_another_waits(served: ServedCentre) -> None:
    counters = served.counters()
    counters.close_day()
    counters.stop()
    assert merged(served, 1, age_ms=MINUTE_MS).number == "X1-001"
    assert state_of(served, "X1-001") == "expired"
    refused = merge(served, 2, age_ms=None)
    assert (refused.status_code, refused.json()["code"]) == (409, "day_closed")


def test_one_number_is_not_two_people(served: ServedCentre) -> None:
    merged(served, 1)
    assert merge(served, 1).json()["code"] == "number_used"


def test_another_kiosk_s_intent_is_refused(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    take(served, intent)
    assert merge(served, 1, intent=intent, device="kiosk-2").json()["code"] == "not_your_intent"


def test_the_first_request_asked_again_names_the_printed_number(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    take(served, intent)
    merged(served, 1, intent=intent)
    assert take(served, intent).number == "X1-001"


def test_boards_and_consoles_call_it_as_it_is_printed(served: ServedCentre) -> None:
    merged(served, 12)
    counters = served.counters()
    assert counters.call("X1-012", "Q1").number == "X1-012"
    counters.stop()


def own(served: ServedCentre, number: str, check: str, word: str | None = None) -> httpx.Response:
    body = {"word_id": str(uuid.uuid4()), "number": number, "check": check, "word": word}
    return served.post("/api/v1/own-numbers", body, key=body["word_id"])


def test_its_holder_says_a_word_with_the_digits_that_were_printed_before_the_server_knew(served: ServedCentre) -> None:
    assert own(served, "X1-001", "047").json()["code"] == "own_number_not_found"
    merged(served, 1, check="047")
    told = own(served, "x1-001", "047", "present").json()
    assert (told["number"], told["state"], told["is_confirmed"]) == ("X1-001", "waiting", True)
    assert own(served, "X1-001", "048").status_code == 404
    assert own(served, "X1-001", "047", "give_back").json()["state"] == "cancelled"


def test_the_printed_digits_hold_where_the_server_had_given_another_number(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    unseen = take(served, intent)
    check = "512" if unseen.check != "512" else "513"
    merged(served, 1, intent=intent, check=check)
    assert own(served, "X1-001", check).json()["state"] == "waiting"
    assert own(served, "X1-001", unseen.check).status_code == 404
    assert take(served, intent).check == check, "the answer asked for again carries what is on the paper"


def test_a_number_that_nobody_took_away_has_its_fate_on_record(served: ServedCentre) -> None:
    for device, shown, status in (("kiosk-2", "X1-005", 403), ("kiosk-1", "X1-005", 200)):
        key = str(uuid.uuid4())
        body = {"cancellation_id": key, "emergency": shown}
        told = served.post(f"/api/v1/intents/{uuid.uuid4()}/cancellation", body, device=device, key=key)
        assert told.status_code == status, told.text
    ended = "SELECT json_extract(body, '$.emergency') FROM journal WHERE kind = 'intent_cancelled'"
    assert served.rows(ended) == [("X1-005",)]
