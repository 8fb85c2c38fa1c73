"""How a day of the sample centre goes on average (`simulation/sample_day.json`): sample data, of no real centre."""

import json
from dataclasses import dataclass
from datetime import time
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parent.parent / "sample_day.json"
HALF_HOUR_MS = 30 * 60 * 1000


class Errand(Enum):
    """What turns up at the desk."""

    PLAIN = "plain"
    FETCHES = "fetches"
    """Goes to copy or fetch something: on hold, and back."""
    ELSEWHERE = "elsewhere"
    """Is at the wrong counter: transferred."""
    TWO_MATTERS = "two_matters"
    """Has another matter, and waits for it on the same ticket."""
    LACKS = "lacks"
    """Something is missing: sent home with a return slip."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Where numbers are given on a day of rush: people queue for one kiosk and some greeters."""

    kiosk_ms: int
    """For one person, with the slip."""
    greeters: int
    greeter_ms: int
    issued_within_ms: int
    """From the first number to the last: what the centre is expected to manage."""


@dataclass(frozen=True, slots=True)
class SampleDay:
    """Shares are of all people of the day; times of day are milliseconds after local midnight."""

    tickets: int
    arrivals: tuple[tuple[int, float], ...]
    """(start, share of the day's people): until the next start, half an hour at most."""
    service_mix: dict[str, float]
    service_minutes: dict[str, float]
    """Mean time at the desk."""
    no_show_rate: float
    late_rate: float
    """Share that misses its call and is back soon after."""
    priority_rate: float
    priority_mix: dict[str, float]
    english_rate: float
    rating_rate: float
    rating_distribution: dict[int, float]
    errand_rates: dict[Errand, float]
    """Shares of those at whose desk something turns up."""
    helped_rate: float
    """Share whose number a greeter takes."""
    doors: Doors | None
    """None: nobody has to queue for a number."""
    second_thought_rate: float
    """Share of the raters who press a second button at once."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A size of centre and day, as `scripts/demo --day --profile` takes it."""

    name: str
    day: SampleDay
    counters: tuple[tuple[str, ...], ...] | None
    """The services of each counter; None: the sample centre's own."""


def sample_day() -> SampleDay:
    return _day_of(_read())


def monday_factor() -> float:
    """How many times more people come on a Monday."""
    return float(_read()["monday_factor"])


def profile_names() -> list[str]:
    return list(_read()["profiles"])


def profile(name: str) -> Profile:
    """
    Raises:
        KeyError: no such profile.
    """
    values = _read()
    own = values["profiles"][name]
    pace = own.get("pace", 1)
    minutes = {service: mean * pace for service, mean in values["service_minutes"].items()}
    counters = own.get("counters")
    return Profile(
        name,
        _day_of(values | own | {"service_minutes": minutes}),
        None if counters is None else tuple(tuple(services) for services in counters),
    )


def _day_of(values: dict[str, Any]) -> SampleDay:
    return SampleDay(
        tickets=values["tickets"],
        arrivals=tuple((_ms(at), share) for at, share in values["arrivals_share_by_half_hour"].items()),
        service_mix=values["service_mix"],
        service_minutes=values["service_minutes"],
        no_show_rate=values["no_show_rate"],
        late_rate=values["late_rate"],
        priority_rate=values["priority_rate"],
        priority_mix=values["priority_mix"],
        english_rate=values["english_rate"],
        rating_rate=values["rating_rate"],
        rating_distribution={int(level): share for level, share in values["rating_distribution"].items()},
        errand_rates={Errand(name): share for name, share in values["errand_rates"].items()},
        helped_rate=values["helped_rate"],
        doors=_doors_of(values["doors"]) if "doors" in values else None,
        second_thought_rate=values["second_thought_rate"],
    )


def _doors_of(values: dict[str, Any]) -> Doors:
    return Doors(
        kiosk_ms=values["kiosk_seconds"] * 1000,
        greeters=values["greeters"],
        greeter_ms=values["greeter_seconds"] * 1000,
        issued_within_ms=values["issued_within_minutes"] * 60_000,
    )


def _ms(clock_time: str) -> int:
    at = time.fromisoformat(clock_time)
    return (at.hour * 60 + at.minute) * 60_000


@cache
def _read() -> dict[str, Any]:
    values: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return values
