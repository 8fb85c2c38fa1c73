"""How good forecasts were: how many waits fell inside the range, how wide it was, how far off three estimates were."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from server.domain.instant import MINUTE_MS
from server.domain.waiting_estimate import MARGINS, Margins, WaitRange, bounds, shown_range
from simulation.backtest.watched_days import Wait

QUEUED_MS = MINUTE_MS
"""Whoever waited longer found no free desk: what is easy to foretell is left out."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Median of how far off each estimate was, in minutes."""

    ours: float
    queue_length: float
    last_to_enter: float


@dataclass(frozen=True, slots=True)
class Score:
    """Over many waits. Minutes; shares of 1."""

    waits: int
    not_called: int
    unsaid: int
    """Nothing was forecast: left out of all that follows."""
    inside: float
    """Share of the waits inside the shown range; not called: the range has to reach closing."""
    median_width_min: float
    median_wait_min: float
    narrow: float
    """Share of ranges at most 15 minutes, or 60 % of the wait, wide."""
    errors: Errors
    queued: int
    """How many waited more than a minute."""
    queued_errors: Errors
    """Of those alone."""


def score(waits: Sequence[Wait], margins: Margins = MARGINS) -> Score:
    """
    Raises:
        StatisticsError: nothing was forecast to anybody, or nobody waited for a minute.
    """
    said = [(wait, shown) for wait in waits if (shown := range_of(wait, margins)) is not None]
    known = [(wait, far_off) for wait, _ in said if (far_off := _far_off(wait)) is not None]
    queued = [far_off for wait, far_off in known if (wait.waited_ms or 0) > QUEUED_MS]
    widths = [shown.high_min - shown.low_min for _, shown in said]
    return Score(
        waits=len(waits),
        not_called=sum(wait.waited_ms is None for wait in waits),
        unsaid=len(waits) - len(said),
        inside=sum(is_inside(wait, shown) for wait, shown in said) / len(said),
        median_width_min=median(widths),
        median_wait_min=median(wait.waited_ms for wait, _ in said if wait.waited_ms is not None) / MINUTE_MS,
        narrow=sum(
            width <= 15 or (wait.waited_ms is not None and width * MINUTE_MS <= 0.6 * wait.waited_ms)
            for width, (wait, _) in zip(widths, said, strict=True)
        )
        / len(said),
        errors=_medians([far_off for _, far_off in known]),
        queued=len(queued),
        queued_errors=_medians(queued),
    )


def _medians(far_off: Sequence[tuple[float, float, float]]) -> Errors:
    ours, length, last = (median(one) / MINUTE_MS for one in zip(*far_off, strict=True))
    return Errors(ours, length, last)


def _far_off(wait: Wait) -> tuple[float, float, float] | None:
    """How far off the middle of the range, the queue length and the last to enter were; None where one of them says
    nothing: the three are compared on the same people."""
    seen = wait.seen
    if wait.waited_ms is None or seen.ours is None or seen.queue_length_ms is None or seen.last_to_enter_ms is None:
        return None
    ours = seen.forecasts.middle_of(seen.ours)
    waited = wait.waited_ms
    return abs(ours - waited), abs(seen.queue_length_ms - waited), abs(seen.last_to_enter_ms - waited)


def range_of(wait: Wait, margins: Margins = MARGINS) -> WaitRange | None:
    """The range that was shown; None when nothing was."""
    if wait.seen.ours is None:
        return None
    return shown_range(*bounds(wait.seen.ours, margins), wait.seen.open_time)


def is_inside(wait: Wait, shown: WaitRange) -> bool:
    if wait.waited_ms is None:
        to_closing = wait.seen.open_time.wall_at(wait.seen.left_ms) - wait.seen.open_time.now
        return shown.high_min * MINUTE_MS >= to_closing
    return shown.low_min * MINUTE_MS <= wait.waited_ms <= shown.high_min * MINUTE_MS
