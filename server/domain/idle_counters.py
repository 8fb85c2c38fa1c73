"""For how long counters were open, and open and free while somebody waited whom they serve: many days at once. Pure.

A counter is open while an officer is signed on and does not pause, the breaks between the centre's hours left out. It
is free while nobody is at it: a stay lasts from a call to the moment at which the desk is free again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from server.domain.instant import Instant
from server.domain.pace import LONGEST_MS
from server.domain.past_day import UNKNOWN_STAY_MS
from server.domain.stretches import Stretch, cut_out, in_both_ms, joined, length_ms
from server.domain.turns import TurnState

_ENDED_AT_A_DESK = frozenset({TurnState.FINISHED.value, TurnState.TRANSFERRED.value, TurnState.NO_SHOW.value})


@dataclass(slots=True)
class DayOfDesks:
    """One day: who sat where, who was there, who waited; in no order, and with overlaps."""

    open_at: dict[str, list[Stretch]] = field(default_factory=lambda: defaultdict(list))
    """By counter: an officer was signed on."""
    off: dict[str, list[Stretch]] = field(default_factory=lambda: defaultdict(list))
    """By counter: a pause, as it was recorded."""
    breaks: list[Stretch] = field(default_factory=list)
    stays: dict[str, list[Stretch]] = field(default_factory=lambda: defaultdict(list))
    """By counter."""
    waits: dict[str, list[Stretch]] = field(default_factory=lambda: defaultdict(list))
    """By service."""


@dataclass(frozen=True, slots=True)
class CounterTime:
    open_ms: int
    idle_ms: int
    """Open and free, while somebody waited whom it serves."""


def counter_times(day: DayOfDesks, serves: Mapping[str, Sequence[str]]) -> dict[str, CounterTime]:
    """The time of each counter that was open, by what each serves."""
    waited = {service: joined(waits) for service, waits in day.waits.items()}
    wanted: dict[tuple[str, ...], list[Stretch]] = {}
    found = {}
    for counter, on in day.open_at.items():
        services = tuple(serves.get(counter, ()))
        if services not in wanted:
            wanted[services] = joined(one for service in services for one in waited.get(service, ()))
        is_open = cut_out(joined(on), joined((*day.off.get(counter, ()), *day.breaks)))
        free = cut_out(is_open, joined(day.stays.get(counter, ())))
        found[counter] = CounterTime(length_ms(is_open), in_both_ms(free, wanted[services]))
    return found


def stays_of_turn(
    calls: Sequence[tuple[Instant, str]], held_at: Iterable[Instant], ended_at: Instant | None, state: str
) -> list[tuple[str, Stretch]]:
    """(counter, stay) of each time a turn was called, recalls left aside; as the replay of a past day reads them.

    Args:
        calls: (when, where), in order.
        held_at: when holds began.
    """
    holds = list(held_at)
    stays = []
    for place, (at, counter) in enumerate(calls):
        after = calls[place + 1][0] if place + 1 < len(calls) else None
        held = [begun for begun in holds if at <= begun and (after is None or begun <= after)]
        if held:
            left = min(held)
        elif after is None:
            left = left_at(at, ended_at, state)
        else:
            left = min(after, at + UNKNOWN_STAY_MS)
        stays.append((counter, (at, left)))
    return stays


def left_at(called_at: Instant, ended_at: Instant | None, state: str) -> Instant:
    """When the desk was free again after the last call of a turn, of which no hold began."""
    if ended_at is not None and state in _ENDED_AT_A_DESK:
        return max(called_at, min(ended_at, called_at + LONGEST_MS))
    return called_at + UNKNOWN_STAY_MS
