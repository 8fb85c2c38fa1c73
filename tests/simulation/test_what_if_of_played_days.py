"""Days of the sample centre, lived through by simulated people: played again they come out as they were."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lived_days import Lived, live

from server.db.connections import open_for_reading
from server.db.queries.arrivals_of_day import ArrivalsOfDay, arrivals_of_day, days_to_replay, version_of_day
from server.domain.day_figures import day_figures, faith_of
from server.domain.instant import SECOND_MS
from server.domain.what_if import Changes, MoreDesks, as_it_was, changed, play


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return live(tmp_path_factory.mktemp("what-if") / "centre.db", days=2)


@pytest.fixture(scope="module")
def days(lived: Lived) -> Iterator[list[ArrivalsOfDay]]:
    connection = open_for_reading(Path(lived.database))
    found = [arrivals_of_day(connection, day) for day in days_to_replay(connection, at_most=10)]
    yield [day for day in found if day is not None]
    connection.close()


def test_every_closed_day_is_offered_the_newest_first(lived: Lived) -> None:
    connection = open_for_reading(lived.database)
    offered = days_to_replay(connection, at_most=10)
    assert offered == [day.isoformat() for day in reversed(lived.days)]
    assert days_to_replay(connection, at_most=1) == offered[:1]
    assert version_of_day(connection, offered[0]) is not None
    assert version_of_day(connection, "2001-01-01") is None and arrivals_of_day(connection, "2001-01-01") is None
    connection.close()


def test_an_unchanged_replay_does_what_the_day_did(lived: Lived, days: list[ArrivalsOfDay]) -> None:
    assert sum(len([turn for turn in day.past.turns if turn.from_turn is None]) for day in days) <= lived.people
    for day in days:
        past = day.past
        faith = faith_of(past, as_it_was(past), play(past))
        assert faith.people > 100
        assert faith.off_ms < SECOND_MS and not faith.is_poor
        really, again = (day_figures(past, past.desks, which) for which in (as_it_was(past), play(past)))
        assert really.all.p90_ms is not None and again.all.p90_ms is not None
        assert abs(really.all.p90_ms - again.all.p90_ms) < 60 * SECOND_MS


def test_a_desk_more_where_people_waited_longest_shortens_their_waits(days: list[ArrivalsOfDay]) -> None:
    for day in days:
        past = day.past
        before = day_figures(past, past.desks, play(past))
        longest = max(before.services, key=lambda code: before.services[code].p90_ms or 0)
        opens_at, closes_at = (
            min(desk.opens_at for desk in past.desks),
            max(desk.closes_at for desk in past.desks),
        )
        more = changed(past, Changes(more=(MoreDesks(longest, 1, opens_at, closes_at),)))
        after = day_figures(more, more.desks, play(more))
        then, now = before.services[longest].p90_ms, after.services[longest].p90_ms
        assert then is not None and now is not None and now < then
        assert after.all.called >= before.all.called
