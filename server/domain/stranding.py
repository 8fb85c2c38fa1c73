"""Whom a change of the set-up would leave standing: people who wait, sit, hold a place, or a device that is bound."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from server.domain.centre import Centre
from server.domain.rooms import PlacedBoard, rooms_with_two_voices


@dataclass(frozen=True, slots=True)
class OpenTurn:
    """A turn that has not ended."""

    number: str
    service: str
    rate: str
    counter_id: str | None
    for_counter: str | None
    may_be_called: bool
    """Waiting, or absent and may return: some counter must be able to call it."""
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Papers that people hold for a service: how many, and the last date on which one counts."""

    count: int
    until: str


@dataclass(frozen=True, slots=True)
class BoundDevice:
    device_id: str
    counter_id: str | None
    zone: str | None
    is_voice: bool = False
    """A board that calls by voice."""


@dataclass(frozen=True, slots=True)
class InUse:
    """All that leans on the set-up now."""

    turns: Sequence[OpenTurn] = ()
    officers: Mapping[str, str] = field(default_factory=dict)
    """Who is signed on, by counter."""
    pauses: Mapping[str, str] = field(default_factory=dict)
    """Who pauses, by reason."""
    places: Mapping[str, Held] = field(default_factory=dict)
    """Reserved places to come, by service."""
    supplements: Mapping[str, Held] = field(default_factory=dict)
    """Return slips still valid, by service."""
    devices: Sequence[BoundDevice] = ()


@dataclass(frozen=True, slots=True)
class Stranded:
    part: str
    """Of the centre file: `services`, `counters`..."""
    kind: str
    """As in `centre_faults.SENTENCES`."""
    gaps: Mapping[str, object]


SHOWN = 5
"""Numbers named as examples."""


def stranded(before: Centre, after: Centre, use: InUse) -> list[Stranded]:
    """Everybody whom the change from `before` to `after` would leave standing; empty: nobody."""
    return [*_services(before, after, use), *_counters(before, after, use), *_others(before, after, use)]


def _services(before: Centre, after: Centre, use: InUse) -> Iterator[Stranded]:
    for service in (known.code for known in before.services):
        turns = [turn for turn in use.turns if turn.service == service]
        if after.service(service) is None:
            if turns:
                yield Stranded("services", "people_wait", {"service": service, **_people(turns)})
            for held, kind in ((use.places, "places_reserved"), (use.supplements, "supplements_open")):
                if service in held:
                    gaps = {"service": service, "count": held[service].count, "until": held[service].until}
                    yield Stranded("services", kind, gaps)
            continue
        waiting = [turn for turn in turns if turn.may_be_called and turn.for_counter is None]
        if waiting and before.counters_of(service) and not after.counters_of(service):
            yield Stranded("counters", "no_counter_left", {"service": service, **_people(waiting)})
            continue
        for purpose in sorted({turn.purpose for turn in waiting if turn.purpose is not None}):
            cut_off = [turn for turn in waiting if turn.purpose == purpose]
            if _takes(before, service, purpose) and not _takes(after, service, purpose):
                gaps = {"service": service, "purpose": purpose, **_people(cut_off)}
                yield Stranded("counters", "no_counter_for_purpose", gaps)


def _takes(centre: Centre, service: str, purpose: str) -> bool:
    return any(counter.takes(purpose) for counter in centre.counters_of(service))


def _counters(before: Centre, after: Centre, use: InUse) -> Iterator[Stranded]:
    for counter in before.counters:
        if after.counter(counter.counter_id) is not None:
            continue
        here = counter.counter_id
        if here in use.officers:
            yield Stranded("counters", "officer_sits", {"counter": counter.name, "officer": use.officers[here]})
        for kind, turns in (
            ("turn_at_counter", [turn for turn in use.turns if turn.counter_id == here]),
            ("turn_for_counter", [turn for turn in use.turns if turn.for_counter == here]),
        ):
            if turns:
                yield Stranded("counters", kind, {"counter": counter.name, **_people(turns)})
        for device in use.devices:
            if device.counter_id == here:
                gaps = {"counter": counter.name, "device": device.device_id}
                yield Stranded("counters", "device_at_counter", gaps)


def _others(before: Centre, after: Centre, use: InUse) -> Iterator[Stranded]:
    kept = {zone.zone for zone in after.zones}
    for device in use.devices:
        if device.zone and device.zone not in kept and any(zone.zone == device.zone for zone in before.zones):
            yield Stranded("zones", "device_in_zone", {"zone": device.zone, "device": device.device_id})
    boards = [PlacedBoard(device.device_id, device.zone, speaks=True) for device in use.devices if device.is_voice]
    had = {tuple(pair) for pair in rooms_with_two_voices(before.zones, boards).values()}
    for one, other, *_ in rooms_with_two_voices(after.zones, boards).values():
        if not any({one, other} <= set(known) for known in had):
            yield Stranded("zones", "two_voices", {"device": other, "other": one})
    for rate in before.queue.rates:
        turns = [turn for turn in use.turns if turn.rate == rate]
        if rate not in after.queue.rates and turns:
            yield Stranded("ticketing.priority_rule.rates", "rate_in_use", {"rate": rate, **_people(turns)})
    reasons = {reason.reason for reason in after.pause_reasons}
    for reason in before.pause_reasons:
        if reason.reason not in reasons and reason.reason in use.pauses:
            gaps = {"reason": reason.name, "officer": use.pauses[reason.reason]}
            yield Stranded("pause_reasons", "reason_in_use", gaps)


def _people(turns: Sequence[OpenTurn]) -> dict[str, object]:
    return {"count": len(turns), "numbers": ", ".join(turn.number for turn in turns[:SHOWN])}
