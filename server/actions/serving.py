"""The steps of serving that several actions share: start, finish, call, and the rating window at every end."""

from collections.abc import Sequence
from typing import Any

from server.db.queries.holds import served_last_by
from server.db.queries.queue import Turn, turn_by_id
from server.db.queries.ratings import open_windows
from server.db.work import Work
from server.domain.centre import Counter
from server.domain.instant import SECOND_MS, Instant
from server.domain.next_ticket import Choice
from server.domain.rating_window import closes_at, shortened
from server.domain.turns import TurnState
from server.errors import Conflict
from server.journal.events import (
    GraceEnded,
    TurnCalled,
    TurnCancelled,
    TurnExpired,
    TurnFinished,
    TurnStarted,
    WindowClosed,
    WindowOpened,
    WindowShortened,
)

FRESH_MS = 10 * SECOND_MS
"""A call so young, nobody having come yet, may be a key pressed twice: no other call ends it."""


def start_turn(work: Work, turn: Turn, officer_id: str, *, is_inferred: bool) -> None:
    """The citizen is at the desk: earlier rating windows of the counter run out sooner."""
    work.record(TurnStarted(turn_id=turn.turn_id, officer_id=officer_id, is_inferred=is_inferred))
    assert turn.counter_id is not None
    shorten_windows(work, turn.counter_id)


def shorten_windows(work: Work, counter_id: str) -> None:
    """Somebody else sits at the counter now: the rating windows of those before run out sooner."""
    for window in open_windows(work.connection, counter_id):
        new_end = shortened(window, work.now, work.centre.scheme)
        if new_end < window.closes_at:
            work.record(WindowShortened(window_id=window.window_id, closes_at=new_end))
        if new_end <= work.now:
            work.record(WindowClosed(window_id=window.window_id))


def finish_turn(
    work: Work, turn: Turn, officer_id: str, outcome: str, *, is_inferred: bool, ticks: Sequence[str] = ()
) -> None:
    """End a turn and open its rating window; one that was never started is started by inference first.

    A turn keeps its own officer, also when another took the counter over meanwhile.
    """
    if turn.state is TurnState.CALLED:
        start_turn(work, turn, turn.officer_id or officer_id, is_inferred=True)
        is_inferred = True
    work.record(TurnFinished(turn_id=turn.turn_id, outcome=outcome, is_inferred=is_inferred, ticks=list(ticks)))
    open_window(work, turn, officer_id)


def is_freshly_called(turn: Turn, now: Instant) -> bool:
    """Whether the turn was called, or called again, less than ten seconds ago and nobody has come."""
    return turn.state is TurnState.CALLED and turn.called_last_at is not None and now - turn.called_last_at < FRESH_MS


def finish_whoever_is_here(work: Work, here: Turn | None, officer_id: str) -> list[Turn]:
    """Before another is called: finish the turn open at the counter, if any, with the default outcome; the turn as
    it was, or nothing.

    Raises:
        Conflict: it was called a moment ago and nobody has come: that citizen would be finished unseen.
    """
    if here is None:
        return []
    if is_freshly_called(here, work.now):
        left_s = -(-(FRESH_MS - (work.now - (here.called_last_at or 0))) // SECOND_MS)
        raise Conflict(
            "just_called",
            f"Vừa gọi số {here.number}, chưa ai đến. Nếu gọi nhầm, vui lòng bấm Hoàn tác; "
            f"nếu không, vui lòng đợi {left_s} giây rồi gọi lại.",
        )
    finish_turn(work, here, officer_id, work.centre.default_outcome, is_inferred=here.state is TurnState.CALLED)
    return [here]


def end_forgotten_turn(work: Work, turn: Turn) -> None:
    """End a turn that a former day left at its counter. Nobody stands there: its window counts in coverage and
    takes no press."""
    officer_id = turn.officer_id or ""
    if turn.state is TurnState.CALLED:
        start_turn(work, turn, officer_id, is_inferred=True)
    work.record(TurnFinished(turn_id=turn.turn_id, outcome=work.centre.default_outcome, is_inferred=True))
    window_id = _open_window(work, turn, officer_id, until=work.now)
    work.record(WindowClosed(window_id=window_id))


def expire_turn(work: Work, turn_id: int) -> None:
    """The day closes over a turn that waits, is called or on hold."""
    turn = turn_after(work, turn_id)
    work.record(TurnExpired(turn_id=turn_id))
    count_in_coverage(work, turn)


def give_back_turn(work: Work, turn_id: int) -> None:
    """Its holder waits no longer; whoever was served before, and was to come back, counts."""
    turn = turn_after(work, turn_id)
    work.record(TurnCancelled(turn_id=turn_id, reason="given_back"))
    count_in_coverage(work, turn)


def end_grace(work: Work, turn_id: int) -> None:
    """A turn that did not come in time is a no-show for good: only now has it ended."""
    work.record(GraceEnded(turn_id=turn_id))
    count_in_coverage(work, turn_after(work, turn_id))


def count_in_coverage(work: Work, turn: Turn) -> None:
    """The window of a turn that ended away from the desk. Service had begun, so it counts in coverage; whoever
    presses there now is somebody else, so it takes no press."""
    if turn.arrived_at is None:
        return
    server = served_last_by(work.connection, turn.turn_id)
    if server is None:  # it arrived, so it was called: only an older program's journal could lack it
        return
    window_id = work.record(
        WindowOpened(
            turn_id=turn.turn_id,
            counter_id=server.counter_id,
            officer_id=server.officer_id,
            scheme_id=work.centre.scheme.scheme_id,
            closes_at=work.now,
        )
    )
    work.record(WindowClosed(window_id=window_id))


def open_window(work: Work, turn: Turn, officer_id: str) -> None:
    """Open the rating window of a turn that ended at its desk."""
    _open_window(work, turn, officer_id, until=closes_at(work.now, work.centre.scheme))


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


def call_chosen(work: Work, counter: Counter, officer_id: str, choice: Choice, *, to_seat: bool = False) -> Turn:
    """Call the turn that the rules chose, with the reason on record: the rule, what was compared, whom it passed."""
    reason: dict[str, Any] = {
        "rule": choice.rule.value,
        "line": choice.line,
        "weights_ms": choice.weights_ms,
        "passed": list(choice.overtakes),
    }
    work.record(
        TurnCalled(
            turn_id=choice.turn_id,
            counter_id=counter.counter_id,
            officer_id=officer_id,
            call_kind="next",
            reason=reason,
            overtaken=list(choice.overtakes),
            to_seat=to_seat,
        )
    )
    return turn_after(work, choice.turn_id)


def turn_after(work: Work, turn_id: int) -> Turn:
    """A turn as it is now, inside the action."""
    turn = turn_by_id(work.connection, turn_id)
    assert turn is not None
    return turn
