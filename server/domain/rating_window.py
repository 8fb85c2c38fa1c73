"""The rating window: to which turn a press belongs, and which press of a turn counts.

Every turn in which serving began opens a window when it ends, whatever its end. All presses are kept;
one that belongs to no window is kept uncounted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.domain.centre import RatingScheme
from server.domain.instant import MINUTE_MS, SECOND_MS, Instant

GRACE_MS = 2 * SECOND_MS
"""A press that left the finger just outside the window still belongs to it: clocks and cables need time."""

SECOND_THOUGHTS_MS = 5 * SECOND_MS
"""The last press within this time of the first is the turn's score."""

UNDO_MS = 10 * SECOND_MS
"""How long an action can be undone (design part 4, Undo); a rating settles after it."""

SETTLING_MS = max(UNDO_MS, SECOND_THOUGHTS_MS)
"""So long after its first press a rating can no longer change."""

REASONS_MS = 3 * MINUTE_MS
"""So long after a rating may its reasons be given; what comes later is not kept, for the figures stand by then."""


@dataclass(frozen=True, slots=True)
class Window:
    window_id: int
    counter_id: str
    opened_at: Instant
    closes_at: Instant
    """When it closes, or closed."""

    @property
    def only_counts(self) -> bool:
        """It closed as it opened, for nobody stood at the desk: in coverage, and no press belongs to it."""
        return self.closes_at <= self.opened_at

    def was_open_at(self, at: Instant) -> bool:
        return self.opened_at <= at < self.closes_at

    def takes(self, at: Instant) -> bool:
        """Open at `at`, give or take the grace."""
        return self.opened_at - GRACE_MS <= at <= self.closes_at + GRACE_MS


def closes_at(opened_at: Instant, scheme: RatingScheme) -> Instant:
    return opened_at + scheme.window_ms


def shortened(window: Window, next_start_at: Instant, scheme: RatingScheme) -> Instant:
    """When the window closes once the counter has started its next turn: never below the shortest."""
    return min(window.closes_at, max(next_start_at, window.opened_at + scheme.shortest_window_ms))


def window_of_press(
    windows: Iterable[Window], seen: int | None, age_ms: int | None, received_at: Instant
) -> int | None:
    """The window a press belongs to, among those of its pad's counter, or None.

    `seen` is the window the pad showed as open; `age_ms` the time since the press by the pad's monotonic
    clock, None after a reboot or across a clock jump.
    """
    pressed_at = None if age_ms is None else received_at - age_ms
    if seen is not None:
        window = next((known for known in windows if known.window_id == seen), None)
        if window is None or window.only_counts or (pressed_at is not None and not window.takes(pressed_at)):
            return None
        return window.window_id
    if pressed_at is None:
        return None
    open_then = [window for window in windows if window.was_open_at(pressed_at)]
    return max((window.window_id for window in open_then), default=None)


@dataclass(frozen=True, slots=True)
class Press:
    level: int
    pressed_at: Instant
    received_at: Instant
    """When it was committed: after `pressed_at`, by hours when the pad was cut off."""
    arrival: int
    """The journal sequence: order of arrival, and the tie-break."""
    is_counted: bool = True
    """False: a flag keeps it from being counted (`press_flags.UNCOUNTED`); it is as if it were not there."""


@dataclass(frozen=True, slots=True)
class SettledRating:
    """The rating of a turn in one series, which nothing changes any more."""

    level: int
    order: int
    """Order of rating: the arrival of its first counted press. Never changes."""
    settled_at: Instant


def score_of_turn(presses: Sequence[Press]) -> Press | None:
    """The press that counts for a turn at its desk: the last within five seconds of the first.

    A press that arrives after the rating has settled is kept uncounted: a published block of ten never changes.
    """
    counted = _counted(presses)
    if not counted:
        return None
    settled_at = settles_at(counted)
    in_time = (press for press in counted if press.received_at < settled_at)
    in_order = sorted(in_time, key=lambda press: (press.pressed_at, press.arrival))
    first = in_order[0]
    return [p for p in in_order if p.pressed_at - first.pressed_at <= SECOND_THOUGHTS_MS][-1]


def score_of_answers(answers: Sequence[Press]) -> Press | None:
    """The answer that counts for a turn away from its desk: the first."""
    return min(_counted(answers), key=lambda answer: answer.arrival, default=None)


def settles_at(presses: Sequence[Press]) -> Instant:
    """When the rating of a turn can no longer change, though it has at least one counted press.

    Reckoned from the first press to arrive, never from when it was pressed, so that ratings settle in the order
    of rating and blocks of ten only grow at their end. By then second thoughts are over, and the finish, which
    came before any press could arrive, cannot be undone.
    """
    first = min(_counted(presses), key=lambda press: press.arrival)
    return first.received_at + SETTLING_MS


def settled_rating(
    presses: Sequence[Press], *, is_away: bool, undone_at: Instant | None, now: Instant
) -> SettledRating | None:
    """The rating of a turn in one series, or None while it may change, and for ever when it was undone before.

    Whoever undoes a finish after its rating has settled, as the head may, does not take the rating away.

    Args:
        presses: every press of the series in the turn's window.
        undone_at: when the window was taken back; None: it stands.
    """
    counted = score_of_answers(presses) if is_away else score_of_turn(presses)
    if counted is None:
        return None
    settled_at = settles_at(presses)
    if now < settled_at or (undone_at is not None and undone_at < settled_at):
        return None
    return SettledRating(counted.level, min(press.arrival for press in _counted(presses)), settled_at)


def _counted(presses: Iterable[Press]) -> list[Press]:
    return [press for press in presses if press.is_counted]
