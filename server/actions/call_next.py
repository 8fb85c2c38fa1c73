"""The big Next: finish what is open at the counter and call whoever is next."""

from dataclasses import dataclass, replace
from functools import partial

from server.actions.at_desk import day_in_service, desk
from server.actions.serving import call_chosen, finish_whoever_is_here, is_freshly_called, turn_after
from server.actions.undoing import keep_undo_point
from server.db.queries.queue import Turn, candidates_for, passed_over, turn_at_counter
from server.db.work import Work
from server.domain.centre import Counter
from server.domain.next_ticket import Choice, next_ticket
from server.domain.service_day import open_ms_between


@dataclass(frozen=True, slots=True)
class Called:
    turn: Turn | None
    """The turn that is called now; None when nobody waits."""
    is_repeat: bool
    finished: str | None
    """The number that Next finished on the way."""


def call_next(work: Work, *, counter_id: str, officer_id: str, to_seat: bool = False) -> Called:
    """Call the next person to the counter; a desk that pauses goes on.

    While serving, the turn is finished with the default outcome first. While called and not started: within
    ten seconds the same call is the answer; later start and finish are inferred. `to_seat`: the officer goes to
    where the citizen sits.

    Raises:
        NotFound, Conflict: as `at_desk` says.
    """
    counter = desk(work, counter_id, officer_id, resumes=True)
    day = day_in_service(work)
    here = turn_at_counter(work.connection, counter_id)
    if here is not None and is_freshly_called(here, work.now):
        return Called(here, is_repeat=True, finished=None)
    first_seq = work.head.seq + 1
    before = finish_whoever_is_here(work, here, officer_id)
    choice = _choice(work, day.day, counter)
    called = None
    if choice is not None:
        before.append(turn_after(work, choice.turn_id))
        called = call_chosen(work, counter, officer_id, choice, to_seat=to_seat)
    if before:
        keep_undo_point(work, counter_id, first_seq, before)
    return Called(called, is_repeat=False, finished=None if here is None else here.number)


def _choice(work: Work, day: str, counter: Counter) -> Choice | None:
    """Who is next; the whole queue is read only when somebody in it is overtaken."""
    candidates = candidates_for(work.connection, day, counter)
    choice = next_ticket(
        candidates, work.now, work.centre.queue, partial(open_ms_between, work.centre.hours, work.centre.timezone)
    )
    if choice is None or not choice.overtakes:
        return choice
    chosen = next(turn for turn in candidates if turn.turn_id == choice.turn_id)
    return replace(choice, overtakes=passed_over(work.connection, day, counter, chosen))
