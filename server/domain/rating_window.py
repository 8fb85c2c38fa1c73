"""The rating window: to which turn a press belongs, and which press of a turn counts.

Every turn in which serving began opens a window when it ends, whatever its end. All presses are kept;
one that belongs to no window is kept uncounted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.domain.centre import RatingScheme
from server.domain.instant import SECOND_MS, Instant

GRACE_MS = 2 * SECOND_MS
"""A press that left the finger just outside the window still belongs to it: clocks and cables need time."""

SECOND_THOUGHTS_MS = 5 * SECOND_MS
"""The last press within this time of the first is the turn's score."""

UNDO_MS = 10 * SECOND_MS
"""How long an action can be undone (design part 4, Undo); a rating settles after it."""


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


def score_of_turn(presses: Sequence[Press]) -> Press | None:
    """The press that counts for a turn: the last within five seconds of the first.

    A press that arrives after the rating has settled is kept uncounted: a published block of ten never changes.
    """
    if not presses:
        return None
    settled_at = settles_at(presses)
    in_time = (press for press in presses if press.received_at < settled_at)
    in_order = sorted(in_time, key=lambda press: (press.pressed_at, press.arrival))
    first = in_order[0]
    return [p for p in in_order if p.pressed_at - first.pressed_at <= SECOND_THOUGHTS_MS][-1]


def settles_at(presses: Sequence[Press]) -> Instant:
    """When the rating of a turn can no longer change, though it has at least one press.

    Reckoned from the first press to arrive, never from when it was pressed, so that ratings settle in the order
    of rating and blocks of ten only grow at their end. By then second thoughts are over, and the finish, which
    came before any press could arrive, cannot be undone.
    """
    first = min(presses, key=lambda press: press.arrival)
    return first.received_at + max(UNDO_MS, SECOND_THOUGHTS_MS)
