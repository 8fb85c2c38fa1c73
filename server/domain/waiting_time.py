"""How long people waited, walked, were served and stayed, and how long a free counter let them wait: from raw stamps.

A stamp that was inferred (nobody pressed Came, the day closed over a turn) is left out of what needs it.
Averages hide the long waits: figures are percentiles of raw rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from server.domain.instant import Instant
from server.domain.stretches import in_both_ms, joined


@dataclass(frozen=True, slots=True)
class TurnStamps:
    """The raw stamps of one turn, and of the ticket it belongs to."""

    issued_at: Instant
    """Of its ticket."""
    waiting_since: Instant
    called_first_at: Instant | None
    called_last_at: Instant | None
    """Of the last call or recall."""
    arrived_at: Instant | None
    arrival_inferred: bool
    ended_at: Instant | None
    end_inferred: bool
    is_finished: bool
    is_no_show: bool
    held_ms: int = 0
    """Time on hold."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, its end not included."""

    start: Instant
    end: Instant


def waiting_ms(turn: TurnStamps) -> int | None:
    """From when the turn began to wait to its first call; None when it was never called."""
    return None if turn.called_first_at is None else turn.called_first_at - turn.waiting_since


def walk_ms(turn: TurnStamps) -> int | None:
    """From the last call to the arrival at the desk; None of who was called back from a hold, and was there before."""
    if turn.called_last_at is None or turn.arrived_at is None or turn.arrival_inferred:
        return None
    if turn.called_last_at > turn.arrived_at:
        return None
    return turn.arrived_at - turn.called_last_at


def service_ms(turn: TurnStamps) -> int | None:
    """From the arrival at the desk to the end, holds taken out."""
    if not turn.is_finished or turn.arrived_at is None or turn.ended_at is None:
        return None
    if turn.arrival_inferred or turn.end_inferred:
        return None
    return turn.ended_at - turn.arrived_at - turn.held_ms


def time_in_centre_ms(turns: Sequence[TurnStamps]) -> int | None:
    """From the number to the last end, of all turns of one ticket; None while one of them is not finished."""
    ends = [turn.ended_at for turn in turns if turn.is_finished and not turn.end_inferred]
    if not turns or len(ends) != len(turns):
        return None
    return max(end for end in ends if end is not None) - min(turn.issued_at for turn in turns)


def no_show_rate(turns: Iterable[TurnStamps]) -> float | None:
    """No-shows of all that ended as no-show or finished; None when there are none of either."""
    known = list(turns)
    no_shows = sum(turn.is_no_show for turn in known)
    ended = no_shows + sum(turn.is_finished for turn in known)
    return no_shows / ended if ended else None


def service_level(turns: Iterable[TurnStamps], target_ms: int) -> float | None:
    """The share of those called who were called within the target; None when nobody was called."""
    waits = [wait for turn in turns if (wait := waiting_ms(turn)) is not None]
    return sum(wait <= target_ms for wait in waits) / len(waits) if waits else None


def percentile(values: Iterable[int], share: float) -> int | None:
    """The smallest of the values that at least `share` of them do not exceed (nearest rank); None of nothing."""
    in_order = sorted(values)
    if not in_order:
        return None
    return in_order[place_of(share, len(in_order))]


def place_of(share: float, count: int) -> int:
    """The place (from 0) of that value among `count` in order."""
    return max(0, ceil(share * count) - 1)


def idle_while_waiting_ms(
    free: Mapping[str, Sequence[Span]], serves: Mapping[str, Iterable[str]], waiting: Mapping[str, Sequence[Span]]
) -> int:
    """For how long counters were open and free while somebody waited whom they serve, all counters together.

    Args:
        free: when each counter was open and had nobody.
        serves: the services of each counter.
        waiting: when somebody waited for each service; the spans may overlap.
    """
    idle = 0
    for counter, spans in free.items():
        wanted = joined((span.start, span.end) for service in serves[counter] for span in waiting.get(service, ()))
        idle += sum(in_both_ms([(span.start, span.end)], wanted) for span in spans)
    return idle
