"""Whom a counter may call, from the tables: second services, languages, people sent somewhere, busy tickets, places."""

import json
import uuid
from typing import Any

import pytest
from centre_under_test import CentreUnderTest, small_centre

from server.actions.call_number import call_number
from server.actions.issue_ticket import issue_ticket
from server.db.queries.open_desks import desks_now
from server.db.queries.queue import candidates_for, people_ahead_of_ticket, waiting_for
from server.db.work import Work, read_centre
from server.errors import Conflict
from server.journal.events import DeskPaused, StaffAdded, TicketIssued, TurnAdded, TurnTransferred


@pytest.fixture
def here(bare: CentreUnderTest) -> CentreUnderTest:
    """Q1 serves A; Q2 A and B; Q3 B first and A second. CB02 speaks English."""

    def change(values: dict[str, Any]) -> None:
        values["counters"][2]["services"] = ["B"]
        values["counters"][2]["second_services"] = ["A"]
        values["services"] = values["services"][:2]

    bare.set_up(small_centre(change))
    bare.open_day()
    for officer, languages in (("CB01", []), ("CB02", ["en"]), ("CB03", [])):
        bare.act(_record, event=StaffAdded(staff_id=officer, role="officer", languages=languages))
    bare.staff_all()
    return bare


def _record(work: Work, *, event: Any) -> int:
    return work.record(event)


def number(here: CentreUnderTest, service: str = "A", *, language: str = "vi") -> str:
    issued = here.act(
        issue_ticket,
        intent_id=str(uuid.uuid4()),
        service=service,
        priority_group=None,
        language=language,
        device_id="kiosk-1",
    )
    return issued.ticket.shown


def send(here: CentreUnderTest, shown: str, *, counter: str | None = None, officer: str | None = None) -> str:
    """The number goes on as a turn for one counter or officer."""
    turn = here.turn(shown)

    def transfer(work: Work) -> None:
        work.record(TurnTransferred(turn_id=turn.turn_id))
        work.record(
            TurnAdded(
                ticket_id=turn.ticket_id,
                from_turn=turn.turn_id,
                origin="transferred",
                service=turn.service,
                rate=turn.rate,
                ranked_at=turn.ranked_at,
                arrival=turn.arrival,
                for_counter=counter,
                for_officer=officer,
            )
        )

    here.act(transfer)
    return shown


def queue(here: CentreUnderTest, counter_id: str) -> list[str]:
    """The numbers whom the counter may call, in order of rank; the heads are among them."""
    counter = read_centre(here.read()).counter(counter_id)
    assert counter is not None
    day = here.one("SELECT max(day) FROM service_days")[0]
    everybody = waiting_for(here.read(), day, counter)
    heads = candidates_for(here.read(), day, counter)
    assert {turn.turn_id for turn in heads} <= {turn.turn_id for turn in everybody}
    assert bool(heads) == bool(everybody)
    return [here.turn_by_id(turn.turn_id).number for turn in everybody]


def test_second_services_are_marked_and_called_last(here: CentreUnderTest) -> None:
    first = number(here, "A")
    here.clock.pass_s(60)
    second = number(here, "B")
    assert queue(here, "Q3") == [first, second]
    assert here.next_number("Q3") == second
    reason = json.loads(here.one("SELECT reason FROM calls ORDER BY call_id DESC")[0])
    assert reason["passed"] == [here.turn(first).turn_id] and reason["line"] == "B/ordinary"
    assert here.turn(first).overtaken == 1
    here.clock.pass_s(60)
    assert here.next_number("Q3") == first
    assert json.loads(here.one("SELECT reason FROM calls ORDER BY call_id DESC")[0])["line"] == "A/ordinary/second"


def test_english_is_left_to_who_speaks_it_and_to_anybody_when_they_pause(here: CentreUnderTest) -> None:
    foreigner, neighbour = number(here, language="en"), number(here)
    assert queue(here, "Q1") == [neighbour] and queue(here, "Q3") == [neighbour]
    assert queue(here, "Q2") == [foreigner, neighbour]
    assert here.next_number("Q1") == neighbour, "behind a head that is not for here"
    session = here.one("SELECT session_id FROM desk_sessions WHERE officer_id = 'CB02'")[0]
    here.act(_record, event=DeskPaused(session_id=session, reason="break"))
    assert queue(here, "Q1") == [foreigner]
    assert desks_now(here.read()).staffed[1].is_paused


def test_whoever_was_sent_to_a_counter_waits_for_it_alone(here: CentreUnderTest) -> None:
    sent = send(here, number(here, "B"), counter="Q1")
    assert (queue(here, "Q1"), queue(here, "Q2"), queue(here, "Q3")) == ([sent], [], [])
    with pytest.raises(Conflict, match="Quầy số 1"):
        here.act(call_number, counter_id="Q2", officer_id="CB02", number=sent, reason="Đang vội")
    here.sign_off("CB01")
    assert queue(here, "Q2") == [sent], "nobody sits where it was sent: whoever has the service calls it"
    assert queue(here, "Q3") == [sent]
    called = here.next("Q2").turn
    assert called is not None and called.number == sent


def test_whoever_waits_for_an_officer_follows_that_officer(here: CentreUnderTest) -> None:
    sent = send(here, number(here, "A"), officer="CB03")
    assert (queue(here, "Q1"), queue(here, "Q3")) == ([], [sent])
    here.sign_off("CB03")
    assert queue(here, "Q1") == [sent] and queue(here, "Q2") == [sent]


def test_the_second_turn_of_a_ticket_that_is_at_a_counter_waits_until_it_is_free(here: CentreUnderTest) -> None:
    shown, other = number(here, "A"), number(here, "B")
    here.next("Q1")
    turn = here.turn(shown)
    here.act(
        _record,
        event=TurnAdded(
            ticket_id=turn.ticket_id,
            from_turn=turn.turn_id,
            origin="second_service",
            service="B",
            rate="ordinary",
            ranked_at=turn.ranked_at - 1,
            arrival=turn.arrival,
            for_counter=None,
            for_officer=None,
        ),
    )
    assert queue(here, "Q3") == [other]
    assert here.next_number("Q3") == other, "behind a head whose ticket is busy"
    assert here.turn(shown).turn_id == turn.turn_id, "the ticket shows the turn at the counter"
    here.start("Q1")
    here.finish("Q1")
    assert queue(here, "Q3") == [shown]


def test_a_reserved_place_is_no_candidate_before_its_time_and_then_ranks_by_it(here: CentreUnderTest) -> None:
    now = here.writer.now()
    here.act(
        _record,
        event=TicketIssued(
            intent_id="place",
            day=here.one("SELECT max(day) FROM service_days")[0],
            prefix="A",
            number=90,
            shown="A090",
            service="A",
            priority_group=None,
            rate="ordinary",
            language="vi",
            device_id="kiosk-1",
            print_due_at=None,
            origin="place",
            ranked_at=now + 120_000,
            not_before=now + 120_000,
        ),
    )
    assert queue(here, "Q1") == [] and here.next_number("Q1") is None
    here.wait(121)
    later = number(here)
    assert queue(here, "Q1") == ["A090", later]


def test_people_ahead_are_those_whom_the_same_counter_may_call(here: CentreUnderTest) -> None:
    sent_away = send(here, number(here), counter="Q3")
    number(here)
    last = here.issue("A")
    assert last.people_ahead == 2, "Q3 has A as a second service: one waits while the other is called"
    here.sign_off("CB03")
    ahead = people_ahead_of_ticket(here.read(), last.ticket.ticket_id)
    assert ahead == 2, f"{sent_away} is called by whoever has the service while nobody sits at Q3"
