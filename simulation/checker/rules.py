"""The centre's regulation as its set-up stands in the journal, and the fixed numbers of the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

SECOND_MS = 1000
MINUTE_MS = 60 * SECOND_MS
PRINT_DUE_MS = 90 * SECOND_MS
UNDO_MS = 10 * SECOND_MS
FRESH_MS = 10 * SECOND_MS
"""A call so young to which nobody has come may be a key pressed twice."""
SECOND_THOUGHTS_MS = 5 * SECOND_MS
PRESS_GRACE_MS = 2 * SECOND_MS
WINDOW_LOOK_BACK_MS = 15 * MINUTE_MS
RESTORED_WITHIN = 50_000
"""Events after a restore: so long may an id be that of something that was lost."""
QUICK = "+"
"""The series of those who are served at once, without a number."""
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Rules:
    zone: ZoneInfo
    hours: dict[str, list[tuple[time, time]]]
    holidays: frozenset[str]
    swap_days: dict[str, str]
    """Dates with the hours of another weekday."""
    first_services: dict[str, frozenset[str]]
    """By counter: those it serves before all others."""
    second_services: dict[str, frozenset[str]]
    """By counter: those it serves while nobody waits for its first ones."""
    kept_for: dict[str, frozenset[str]]
    """By counter: the only purposes whose numbers it calls; none: all."""
    purposes: frozenset[str]
    group_rates: dict[str, str]
    rates: dict[str, float]
    overtaken_at_most: int
    overtaken_for_at_most_ms: int
    grace_ms: int
    cool_down_ms: int
    scheme_id: str
    levels: tuple[int, ...]
    satisfied: frozenset[int]
    window_ms: int
    shortest_window_ms: int
    outcomes: frozenset[str]
    ticks: frozenset[str]
    pause_reasons: frozenset[str]
    recall_limit: int
    recall_gap_ms: int
    late_ms: int
    """How long after its time a reserved place still has the rank of that time."""
    places_in_a_slot: int

    def has_counter(self, counter: str) -> bool:
        return counter in self.first_services

    def services_at(self, counter: str) -> frozenset[str]:
        return self.first_services.get(counter, frozenset()) | self.second_services.get(counter, frozenset())

    def counters_of(self, service: str) -> list[str]:
        return [counter for counter in self.first_services if service in self.services_at(counter)]

    def takes(self, counter: str, purpose: str | None) -> bool:
        kept_for = self.kept_for.get(counter)
        return not kept_for or purpose is None or purpose in kept_for

    def rate_of(self, group: str | None) -> str:
        return "ordinary" if group is None else self.group_rates.get(group, "ordinary")

    def open_ms(self, start: int, end: int) -> int:
        """The time from `start` to `end` without the breaks between the spans of a day."""
        total = end - start
        day, last = (datetime.fromtimestamp(at / 1000, self.zone).date() for at in (start, end))
        while day <= last:
            weekday = self.swap_days.get(day.isoformat(), WEEK[day.weekday()])
            spans = [] if day.isoformat() in self.holidays else self.hours.get(weekday, [])
            for (_, closes), (opens, _) in pairwise(spans):
                pause_start = int(datetime.combine(day, closes, self.zone).timestamp() * 1000)
                pause_end = int(datetime.combine(day, opens, self.zone).timestamp() * 1000)
                total -= max(0, min(end, pause_end) - max(start, pause_start))
            day += timedelta(days=1)
        return max(0, total)


def rules_of(centre: Mapping[str, Any]) -> Rules:
    """The rules of a set-up as the journal holds it."""
    ticketing, rating = centre["ticketing"], centre["rating"]
    priority = ticketing["priority_rule"]
    return Rules(
        zone=ZoneInfo(centre["centre"]["timezone"]),
        hours={
            day: [(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in spans]
            for day, spans in centre["centre"]["hours"].items()
        },
        holidays=frozenset(centre["centre"].get("holidays", ())),
        swap_days=dict(centre["centre"].get("swap_days", {})),
        first_services={counter["id"]: frozenset(counter["services"]) for counter in centre["counters"]},
        second_services={
            counter["id"]: frozenset(counter.get("second_services", ())) for counter in centre["counters"]
        },
        kept_for={counter["id"]: frozenset(counter.get("purposes", ())) for counter in centre["counters"]},
        purposes=frozenset(purpose["id"] for purpose in centre.get("purposes", ())),
        group_rates={group["id"]: group["rate"] for group in centre["priority_groups"]},
        rates=dict(priority["rates"]),
        overtaken_at_most=priority["overtaken_at_most"],
        overtaken_for_at_most_ms=priority["extra_wait_at_most_minutes"] * MINUTE_MS,
        grace_ms=ticketing["no_show_grace_minutes"] * MINUTE_MS,
        cool_down_ms=ticketing["cool_down_seconds"] * SECOND_MS,
        scheme_id=rating["policy_id"],
        levels=tuple(level["value"] for level in rating["levels"]),
        satisfied=frozenset(level["value"] for level in rating["levels"] if level["satisfied"] is True),
        window_ms=rating["window_seconds"] * SECOND_MS,
        shortest_window_ms=rating["never_shorter_than_seconds"] * SECOND_MS,
        outcomes=frozenset(outcome["id"] for outcome in centre["outcomes"]),
        ticks=frozenset(tick["id"] for tick in centre.get("finish_ticks", ())),
        pause_reasons=frozenset(reason["id"] for reason in centre.get("pause_reasons", ({"id": "break"},))),
        recall_limit=ticketing.get("recall_limit", 3),
        recall_gap_ms=ticketing.get("recall_gap_seconds", 40) * SECOND_MS,
        late_ms=centre.get("places", {}).get("late_minutes", 30) * MINUTE_MS,
        places_in_a_slot=centre.get("places", {}).get("per_slot", 2),
    )


def in_ms(at: str) -> int:
    """Milliseconds since 1970 of a journal stamp."""
    return (datetime.fromisoformat(at) - _EPOCH) // timedelta(milliseconds=1)
