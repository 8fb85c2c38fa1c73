"""How many people are ahead of a number: as many as Next really calls before it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from centre_under_test import CentreUnderTest, small_centre
from coming_back import come_back, send_home
from hypothesis import given, settings
from hypothesis import strategies as some

from server.actions.own_number import told_own_number
from server.db.queries import people_ahead as asked
from server.db.queries.people_ahead import PeopleAhead, people_ahead
from server.db.queries.tickets import ticket_by_id
from server.db.work import Work


@pytest.fixture
def desk(bare: CentreUnderTest) -> CentreUnderTest:
    """One counter, which serves A and B; an officer sits at it."""

    def change(values: dict[str, Any]) -> None:
        values["services"] = values["services"][:2]
        values["counters"] = values["counters"][:1]
        values["counters"][0]["services"] = ["A", "B"]

    bare.set_up(small_centre(change))
    bare.open_day()
    bare.sign_on("Q1")
    return bare


def told(centre: CentreUnderTest, number: str) -> int:
    return people_ahead(centre.read(), centre.turn(number), centre.writer.now())


def called_at_once(centre: CentreUnderTest) -> list[str]:
    """Next again and again, with no time between."""
    order: list[str] = []
    while (number := centre.next_number("Q1")) is not None:
        centre.start("Q1")
        order.append(number)
    return order


def test_who_comes_back_with_priority_is_told_to_be_the_first(desk: CentreUnderTest) -> None:
    desk.number("A", "elderly")
    code = send_home(desk)
    for _ in range(5):
        desk.clock.pass_s(30)
        desk.number("A")  # A002 to A006
    desk.clock.pass_s(600)
    back = come_back(desk, code)
    assert back.people_ahead == 0, "it stands behind two, and its rate brings it before them"
    assert desk.next_number("Q1") == back.ticket.shown


def test_who_has_waited_less_with_a_higher_rate_is_ahead(desk: CentreUnderTest) -> None:
    first = desk.number("A")
    desk.clock.pass_s(60)
    second = desk.number("A")
    elder = desk.issue("A", "elderly")
    assert elder.people_ahead == 2, "who has just come has waited no time that could be weighed"
    desk.clock.pass_s(60)
    assert (told(desk, first), told(desk, elder.ticket.shown), told(desk, second)) == (1, 0, 2)
    kiosk = desk.act(_told_at_kiosk, ticket_id=desk.turn(second).ticket_id)
    assert kiosk == 2, "the kiosk's own look at a number says the same"


def _told_at_kiosk(work: Work, *, ticket_id: int) -> int:
    ticket = ticket_by_id(work.connection, ticket_id)
    assert ticket is not None
    return told_own_number(work, ticket).people_ahead


def test_people_of_another_service_are_not_counted(desk: CentreUnderTest) -> None:
    desk.number("B")
    desk.number("B", "elderly")
    desk.clock.pass_s(60)
    assert told(desk, desk.number("A")) == 0


def test_a_line_is_played_once_however_many_of_it_ask(desk: CentreUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = come(desk, [(None, 20), ("elderly", 20), (None, 20), ("elderly", 20), (None, 20)])
    desk.clock.pass_s(60)
    expected = [told(desk, number) for number in numbers]
    played: list[int] = []
    play = asked.calls_one_after_another

    def counted(*line: Any) -> Any:
        played.append(1)
        return play(*line)

    monkeypatch.setattr(asked, "calls_one_after_another", counted)
    at_once = PeopleAhead(desk.read(), desk.writer.now())
    assert [at_once.of(desk.turn(number)) for number in numbers] == expected
    assert len(played) == 1


COMING = some.lists(
    some.tuples(some.sampled_from([None, None, "elderly"]), some.sampled_from([0, 20, 90, 400])),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25)
@given(coming=COMING, called_before=some.integers(0, 4), more=COMING, late_s=some.sampled_from([0, 300, 1500]))
def test_everybody_is_told_how_many_next_really_calls_before(
    another_centre: Callable[[], AbstractContextManager[CentreUnderTest]],
    coming: list[tuple[str | None, int]],
    called_before: int,
    more: list[tuple[str | None, int]],
    late_s: int,
) -> None:
    """Also when some were overtaken already and a bound shifts the order."""
    with another_centre() as centre:
        numbers = come(centre, coming)
        for _ in range(called_before):
            if (called := centre.next_number("Q1")) is not None:
                numbers.remove(called)
                centre.start("Q1")
        numbers += come(centre, more)
        centre.clock.pass_s(late_s)
        said = {number: told(centre, number) for number in numbers}
        at_once = PeopleAhead(centre.read(), centre.writer.now())
        assert {number: at_once.of(centre.turn(number)) for number in reversed(numbers)} == said
        assert said == {number: place for place, number in enumerate(called_at_once(centre))}


def come(centre: CentreUnderTest, people: list[tuple[str | None, int]]) -> list[str]:
    numbers = []
    for group, after_s in people:
        centre.clock.pass_s(after_s)
        numbers.append(centre.number("A", group))
    return numbers
