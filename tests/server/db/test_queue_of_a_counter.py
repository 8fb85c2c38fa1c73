"""Whom a counter may call, from the tables: second services, languages, people sent somewhere, busy tickets, places."""

import json
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
from centre_under_test import CentreUnderTest, small_centre
from hypothesis import given, settings
from hypothesis import strategies as some

from server.actions.call_number import call_number
from server.actions.change_set_up import SetUpRefused
from server.actions.issue_ticket import issue_ticket
from server.db.queries.open_desks import desks_now
from server.db.queries.people_ahead import people_ahead
from server.db.queries.queue import candidates_for, waiting_for
from server.db.work import Work, read_centre
from server.domain.next_ticket import next_ticket
from server.domain.service_day import open_ms_between
from server.errors import Conflict, Unprocessable
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
    ahead = people_ahead(here.read(), here.turn(last.ticket.shown), here.writer.now())
    assert ahead == 2, f"{sent_away} is called by whoever has the service while nobody sits at Q3"


# --- purposes ----------------------------------------------------------------------------------------------------


@pytest.fixture
def lanes(bare: CentreUnderTest) -> CentreUnderTest:
    """Q1 and Q2 serve A; Q2 is kept for those who fetch a result. Q3 serves B."""

    def change(values: dict[str, Any]) -> None:
        values["services"] = values["services"][:2]
        values["counters"][1].update(services=["A"], purposes=["collect"])
        values["counters"][2]["services"] = ["B"]
        values["purposes"] = [{"id": "submit", "name": "Nộp hồ sơ"}, {"id": "collect", "name": "Nhận kết quả"}]

    bare.set_up(small_centre(change))
    bare.open_day()
    bare.staff_all()
    return bare


def test_a_head_of_another_purpose_keeps_nobody_behind_it_from_the_lane(lanes: CentreUnderTest) -> None:
    lanes.number("A", purpose="submit")
    lanes.number("A", purpose="submit")
    lanes.number("A", purpose="collect")
    lanes.number("A")
    assert lanes.next_number("Q2") == "A003"
    lanes.clock.pass_s(11)
    assert lanes.next_number("Q2") == "A004", "who was asked nothing is called anywhere"
    lanes.clock.pass_s(11)
    assert lanes.next("Q2").turn is None
    assert lanes.next_number("Q1") == "A001"


def test_nobody_is_overtaken_by_a_call_of_a_lane_that_was_not_for_them(lanes: CentreUnderTest) -> None:
    lanes.number("A", purpose="submit")
    lanes.number("A", purpose="collect")
    lanes.next("Q2")
    assert lanes.turn("A001").overtaken == 0


def test_people_ahead_are_those_for_whom_one_has_to_wait(lanes: CentreUnderTest) -> None:
    lanes.number("A", purpose="submit")
    lanes.number("A", purpose="collect")
    lanes.number("A")
    lanes.number("A", purpose="collect")
    ahead = {
        shown: people_ahead(lanes.read(), lanes.turn(shown), lanes.writer.now()) for shown in ("A002", "A003", "A004")
    }
    # All of them may be called at Q1, so each waits while another is called there.
    assert ahead == {"A002": 1, "A003": 2, "A004": 3}
    lanes.sign_off("CB01")
    assert people_ahead(lanes.read(), lanes.turn("A004"), lanes.writer.now()) == 2, "the lane is all there is"


def test_a_number_of_another_purpose_is_called_in_the_lane_only_once_it_was_sent_there(lanes: CentreUnderTest) -> None:
    number = lanes.number("A", purpose="submit")
    with pytest.raises(Conflict) as refused:
        lanes.call(number, "Q2")
    assert refused.value.code == "purpose_not_here"
    assert "Nộp hồ sơ" in refused.value.detail
    lanes.next("Q1")
    lanes.transfer("counter", "Q2", "Q1")
    assert lanes.next_number("Q2") == number


def test_a_purpose_that_the_centre_does_not_know_is_refused(lanes: CentreUnderTest) -> None:
    with pytest.raises(Unprocessable) as refused:
        lanes.issue("A", purpose="sing")
    assert refused.value.code == "unknown_purpose"


def test_a_change_that_leaves_a_purpose_to_nobody_names_who_waits(lanes: CentreUnderTest) -> None:
    lanes.number("A", purpose="submit")

    def only_results(values: dict[str, Any]) -> None:
        values["services"] = values["services"][:2]
        values["counters"][0].update(services=["A"], purposes=["collect"])
        values["counters"][1].update(services=["A"], purposes=["collect"])
        values["counters"][2]["services"] = ["B"]
        values["purposes"] = [{"id": "collect", "name": "Nhận kết quả"}]

    with pytest.raises(SetUpRefused) as refused:
        lanes.set_up(small_centre(only_results))
    assert [fault.kind for fault in refused.value.faults] == ["no_counter_for_purpose"]
    assert "A001" in str(refused.value)


@settings(max_examples=25, deadline=None)
@given(
    people=some.lists(
        some.tuples(some.sampled_from("AB"), some.sampled_from([None, None, "submit", "collect"])), max_size=12
    ),
    calls=some.lists(some.sampled_from(["Q1", "Q2", "Q3"]), max_size=8),
)
def test_the_heads_decide_as_everybody_does_with_lanes_too(
    another_centre: Callable[[], AbstractContextManager[CentreUnderTest]],
    people: list[tuple[str, str | None]],
    calls: list[str],
) -> None:
    with another_centre() as centre:

        def change(values: dict[str, Any]) -> None:
            values["counters"][1]["purposes"] = ["collect"]
            values["purposes"] = [{"id": "submit", "name": "Nộp"}, {"id": "collect", "name": "Nhận"}]

        centre.set_up(small_centre(change))
        for service, purpose in people:
            centre.number(service, purpose=purpose)
        for counter_id in calls:
            _decide_alike(centre)
            centre.next(counter_id)
            centre.clock.pass_s(11)
        _decide_alike(centre)


def _decide_alike(centre: CentreUnderTest) -> None:
    now, known = centre.writer.now(), read_centre(centre.read())
    day = centre.one("SELECT max(day) FROM service_days")[0]
    open_ms = partial(open_ms_between, known.hours, known.timezone)
    for counter in known.counters:
        few, all_of_them = (
            next_ticket(look(centre.read(), day, counter), now, known.queue, open_ms)
            for look in (candidates_for, waiting_for)
        )
        assert (few is None) == (all_of_them is None)
        if few is not None and all_of_them is not None:
            assert few.turn_id == all_of_them.turn_id
            chosen = centre.turn_by_id(few.turn_id)
            assert counter.takes(chosen.purpose)
