"""The steps of serving that several actions share: start, finish with its rating window, call."""

from collections.abc import Sequence
from typing import Any

from server.db.queries.queue import Turn, turn_by_id
from server.db.queries.ratings import open_windows
from server.db.work import Work
from server.domain.centre import Counter
from server.domain.instant import Instant
from server.domain.next_ticket import Choice
from server.domain.rating_window import closes_at, shortened
from server.domain.turns import TurnState
from server.journal.events import (
    TurnCalled,
    TurnFinished,
    TurnStarted,
    WindowClosed,
    WindowOpened,
    WindowShortened,
)


def start_turn(work: Work, turn: Turn, officer_id: str, *, is_inferred: bool) -> None:
    """The citizen is at the desk: earlier rating windows of the counter run out sooner."""
    work.record(TurnStarted(turn_id=turn.turn_id, officer_id=officer_id, is_inferred=is_inferred))
    assert turn.counter_id is not None
    for window in open_windows(work.connection, turn.counter_id):
        new_end = shortened(window, work.now, work.centre.scheme)
        if new_end < window.closes_at:
            work.record(WindowShortened(window_id=window.window_id, closes_at=new_end))
        if new_end <= work.now:
            work.record(WindowClosed(window_id=window.window_id))


def finish_turn(
    work: Work, turn: Turn, officer_id: str, outcome: str, *, is_inferred: bool, ticks: Sequence[str] = ()
) -> None:
    """End a turn and open its rating window; one that was never started is started by inference first."""
    if turn.state is TurnState.CALLED:
        start_turn(work, turn, officer_id, is_inferred=True)
        is_inferred = True
    work.record(TurnFinished(turn_id=turn.turn_id, outcome=outcome, is_inferred=is_inferred, ticks=list(ticks)))
    _open_window(work, turn, officer_id, until=closes_at(work.now, work.centre.scheme))


def end_forgotten_turn(work: Work, turn: Turn) -> None:
    """End a turn that a former day left at its counter. Nobody stands there: its window counts in coverage and
    takes no press."""
    officer_id = turn.officer_id or ""
    if turn.state is TurnState.CALLED:
        start_turn(work, turn, officer_id, is_inferred=True)
    work.record(TurnFinished(turn_id=turn.turn_id, outcome=work.centre.default_outcome, is_inferred=True))
    window_id = _open_window(work, turn, officer_id, until=work.now)
    work.record(WindowClosed(window_id=window_id))


def _open_window(work: Work, turn: Turn, officer_id: str, *, until: Instant) -> int:
    assert turn.counter_id is not None
    return work.record(
        WindowOpened(
            turn_id=turn.turn_id,
            counter_id=turn.counter_id,
            officer_id=turn.officer_id or officer_id,
            scheme_id=work.centre.scheme.scheme_id,
            closes_at=until,
        )
    )


def call_chosen(work: Work, counter: Counter, officer_id: str, choice: Choice) -> Turn:
    """Call the turn that the rules chose, with the reason on record."""
    reason: dict[str, Any] = {"rule": choice.rule.value, "weights_ms": choice.weights_ms}
    work.record(
        TurnCalled(
            turn_id=choice.turn_id,
            counter_id=counter.counter_id,
            officer_id=officer_id,
            call_kind="next",
            reason=reason,
            overtaken=list(choice.overtakes),
        )
    )
    return turn_after(work, choice.turn_id)


def turn_after(work: Work, turn_id: int) -> Turn:
    """A turn as it is now, inside the action."""
    turn = turn_by_id(work.connection, turn_id)
    assert turn is not None
    return turn
