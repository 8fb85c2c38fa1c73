"""How good forecasts were: how many waits fell inside the range, how wide it was, how far off three estimates were."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from server.domain.instant import MINUTE_MS
from server.domain.waiting_estimate import MARGINS, Margins, WaitRange, bounds, shown_range
from simulation.backtest.watched_days import Wait


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
    error_min: float
    """Median of how far the middle of the range was off."""
    queue_length_error_min: float
    last_to_enter_error_min: float


def score(waits: Sequence[Wait], margins: Margins = MARGINS) -> Score:
    """
    Raises:
        StatisticsError: nothing was forecast to anybody.
    """
    said = [(wait, shown) for wait in waits if (shown := range_of(wait, margins)) is not None]
    known = [far_off for wait, _ in said if (far_off := _far_off(wait)) is not None]
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
        error_min=median(ours for ours, _, _ in known) / MINUTE_MS,
        queue_length_error_min=median(length for _, length, _ in known) / MINUTE_MS,
        last_to_enter_error_min=median(last for _, _, last in known) / MINUTE_MS,
    )


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
