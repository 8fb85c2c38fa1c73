"""Whether the parts of a centre file fit each other. Looks at the raw JSON, so that one bad field hides nothing.

Whatever has the wrong shape is passed over here: the check of the fields names it.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from server.centre_faults import Fault, Place
from server.domain.accounts import LOGIN, NAME_LIMIT
from server.domain.centre import ORDINARY, Zone
from server.domain.rooms import Room, room_of

BOUND_TO_COUNTER = ("counter", "pad")
"""Kinds of devices that belong to one counter."""

LONGEST_LINE = 200
"""Letters of a line that may also be left empty; what has to stand is checked with its field."""
_LINES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("centre", ("name_en", "notice", "notice_en")),
    ("rating", ("question_en",)),
    ("slip", ("footer", "footer_en")),
    ("services", ("icon",)),
    ("zones", ("name_en", "room")),
    ("counters", ("zone",)),
    ("purposes", ("icon",)),
    ("priority_groups", ("name_en", "icon")),
    ("special_days", ("name_en", "sentence_en")),
    ("coming_ratings", ("question_en",)),
)
CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_WIFI_PASSWORD = re.compile(r"[ -~]{8,63}")
"""What WPA takes: printable ASCII."""
_WIFI_NAME_BYTES = 32

Row = tuple[int, dict[str, Any]]


def disagreements(values: Any) -> list[Fault]:
    """Every place where one part contradicts another."""
    if not isinstance(values, dict):
        return []
    checks = (
        _repeats,
        _lines,
        _weeks,
        _languages,
        _counters,
        _services_name_their_counters,
        _groups,
        _special_days,
        _hours,
        _outcomes,
        _help_desk,
        _purposes,
        _rush,
        _wifi,
        _windows,
        _voice,
        _devices,
        _one_voice,
        _people,
    )
    return [fault for check in checks for fault in check(values)]


def _repeats(values: dict[str, Any]) -> Iterator[Fault]:
    for part, key in (
        ("services", "code"),
        ("counters", "id"),
        ("counters", "number"),
        ("priority_groups", "id"),
        ("officers", "id"),
        ("devices", "id"),
        ("outcomes", "id"),
        ("zones", "id"),
        ("finish_ticks", "id"),
        ("pause_reasons", "id"),
        ("purposes", "id"),
        ("special_days", "weekday"),
        ("coming_ratings", "starts_on"),
    ):
        yield from _twice(((part, at, key), row.get(key)) for at, row in _rows(values, part))
    for part in ("rating", "coming_ratings"):
        for place, scheme in _rows_of_schemes(values, part):
            reasons = (((*place, "reasons", at, "id"), row.get("id")) for at, row in _rows(scheme, "reasons"))
            yield from _twice(reasons)
    rating = values.get("rating")
    schemes: list[tuple[Place, object]] = []
    if isinstance(rating, dict):
        schemes.append((("rating", "policy_id"), rating.get("policy_id")))
    schemes += [
        (("coming_ratings", at, "policy_id"), row.get("policy_id")) for at, row in _rows(values, "coming_ratings")
    ]
    yield from _twice(schemes)
    holidays = _of(values, "centre").get("holidays")
    if isinstance(holidays, list):
        yield from _twice((("centre", "holidays", at), day) for at, day in enumerate(holidays))


def wrong_times(spans: Any) -> tuple[str, str] | None:
    """What is wrong with the opening spans of one day: the kind of fault and what was found; None: nothing is."""
    pairs = [span for span in spans if isinstance(span, list | tuple)] if isinstance(spans, list | tuple) else []
    times = [at for span in pairs for at in span if isinstance(at, str)]
    if any("" in span and any(span) for span in pairs):
        return "half_span", " ".join(at or "–" for at in times)
    strange = next((at for at in times if not CLOCK_TIME.fullmatch(at)), None)
    if strange is not None:
        return "no_time", strange[:20]
    if any(before >= after for before, after in pairwise(times)):
        return "falling_hours", " ".join(times)
    return None


def _weeks(values: dict[str, Any]) -> Iterator[Fault]:
    """Each day whose times are none or do not rise, of the centre and of each service."""
    weeks: list[tuple[Place, dict[str, Any]]] = [(("centre", "hours"), _of(_of(values, "centre"), "hours"))]
    weeks += [(("services", at, "hours"), _of(row, "hours")) for at, row in _rows(values, "services")]
    for place, week in weeks:
        for day, spans in week.items():
            wrong = wrong_times(spans)
            if wrong is not None:
                kind, found = wrong
                yield Fault((*place, day), kind, {"found": found})


def _lines(values: dict[str, Any]) -> Iterator[Fault]:
    """A line that may be left empty still has an end: boards and slips have one line for it."""
    for part, keys in _LINES:
        rows: list[tuple[Place, dict[str, Any]]] = [((part, at), row) for at, row in _rows(values, part)]
        rows += [((part,), _of(values, part))]
        for place, row in rows:
            for key in keys:
                text = row.get(key)
                if isinstance(text, str) and len(text) > LONGEST_LINE:
                    yield Fault((*place, key), "too_long", {"most": LONGEST_LINE})


def _languages(values: dict[str, Any]) -> Iterator[Fault]:
    tags = _of(values, "centre").get("languages")
    if not isinstance(tags, list):
        return
    yield from _twice((("centre", "languages", at), tag) for at, tag in enumerate(tags))
    if tags and "vi" not in tags:
        yield Fault(("centre", "languages"), "no_vietnamese")


def _wifi(values: dict[str, Any]) -> Iterator[Fault]:
    """No phone joins a network whose name or password cannot be."""
    name, password = _of(values, "wifi").get("name"), _of(values, "wifi").get("password")
    if isinstance(name, str) and len(name) <= _WIFI_NAME_BYTES < len(name.encode("utf-8", "surrogatepass")):
        yield Fault(("wifi", "name"), "wifi_name")
    if isinstance(password, str) and password and not _WIFI_PASSWORD.fullmatch(password):
        yield Fault(("wifi", "password"), "wifi_password")


def _windows(values: dict[str, Any]) -> Iterator[Fault]:
    for part in ("rating", "coming_ratings"):
        for place, scheme in _rows_of_schemes(values, part):
            most, least = scheme.get("window_seconds", 60), scheme.get("never_shorter_than_seconds", 20)
            if isinstance(most, int) and isinstance(least, int) and least > most:
                gaps = {"least": least, "most": most}
                yield Fault((*place, "never_shorter_than_seconds"), "window_too_short", gaps)


def _people(values: dict[str, Any]) -> Iterator[Fault]:
    """Nobody could log in with a login that two have, or that no keyboard at a counter writes."""
    logins: list[tuple[Place, object]] = []
    for at, row in _rows(values, "officers"):
        written, staff_id, name = row.get("login"), row.get("id"), row.get("display_name")
        login = written or (staff_id.lower() if isinstance(staff_id, str) else None)
        logins.append((("officers", at, "login"), login))
        if isinstance(written, str) and written and not LOGIN.fullmatch(written):
            yield Fault(("officers", at, "login"), "login")
        if isinstance(name, str) and len(name) > NAME_LIMIT:
            yield Fault(("officers", at, "display_name"), "too_long", {"most": NAME_LIMIT})
    yield from _twice(logins)


def _rows_of_schemes(values: dict[str, Any], part: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The scheme of `rating`, or each of `coming_ratings`, with its place."""
    found = values.get(part)
    if isinstance(found, dict):
        yield (part,), found
    for at, scheme in _rows(values, part):
        yield (part, at), scheme


def _twice(named: Iterable[tuple[Place, object]]) -> Iterator[Fault]:
    seen: set[object] = set()
    for place, name in named:
        if not isinstance(name, str | int) or isinstance(name, bool):
            continue
        if name in seen:
            yield Fault(place, "twice", {"name": name})
        seen.add(name)


def _counters(values: dict[str, Any]) -> Iterator[Fault]:
    known = {row.get("code") for _, row in _rows(values, "services") if isinstance(row.get("code"), str)}
    zones = {row.get("id") for _, row in _rows(values, "zones") if isinstance(row.get("id"), str)}
    for at, row in _rows(values, "counters"):
        counter = _named(row)
        first, second = _texts(row.get("services")), _texts(row.get("second_services"))
        for key, codes in (("services", first), ("second_services", second)):
            for code in codes:
                if code not in known:
                    gaps = {"counter": counter, "service": code}
                    yield Fault(("counters", at, key), "unknown_service", gaps)
        if row.get("services") == []:
            yield Fault(("counters", at, "services"), "no_first_service")
        for code in second:
            if code in first:
                gaps = {"counter": counter, "service": code}
                yield Fault(("counters", at, "second_services"), "first_and_second", gaps)
        zone = row.get("zone")
        if isinstance(zone, str) and zone and zone not in zones:
            yield Fault(("counters", at, "zone"), "zone_of_counter", {"counter": counter, "zone": zone})


def _services_name_their_counters(values: dict[str, Any]) -> Iterator[Fault]:
    serving = {
        row["id"]: [*_texts(row.get("services")), *_texts(row.get("second_services"))]
        for _, row in _rows(values, "counters")
        if isinstance(row.get("id"), str)
    }
    for at, row in _rows(values, "services"):
        if not isinstance(row.get("counters"), list):
            continue
        place, service, named = ("services", at, "counters"), str(row.get("code")), _texts(row["counters"])
        for counter in named:
            gaps = {"service": service, "counter": counter}
            if counter not in serving:
                yield Fault(place, "unknown_counter", gaps)
            elif service not in serving[counter]:
                yield Fault(place, "counter_disagrees", gaps)
        for counter, codes in serving.items():
            if service in codes and counter not in named:
                yield Fault(place, "counter_left_out", {"service": service, "counter": counter})


def _groups(values: dict[str, Any]) -> Iterator[Fault]:
    rates = _of(_of(values, "ticketing"), "priority_rule").get("rates")
    if not isinstance(rates, dict):
        return
    for at, row in _rows(values, "priority_groups"):
        rate = row.get("rate")
        if isinstance(rate, str) and rate not in rates:
            yield Fault(("priority_groups", at, "rate"), "unknown_rate", {"group": _named(row), "rate": rate})
    if ORDINARY not in rates:
        yield Fault(("ticketing", "priority_rule", "rates"), "no_ordinary")


def _special_days(values: dict[str, Any]) -> Iterator[Fault]:
    ticks = {row.get("id") for _, row in _rows(values, "finish_ticks") if isinstance(row.get("id"), str)}
    for at, row in _rows(values, "special_days"):
        tick = row.get("tick")
        if isinstance(tick, str) and tick not in ticks:
            gaps = {"weekday": row.get("weekday"), "tick": tick}
            yield Fault(("special_days", at, "tick"), "unknown_tick", gaps)


def _hours(values: dict[str, Any]) -> Iterator[Fault]:
    centre = _of(values, "centre")
    week = _of(centre, "hours")
    for at, row in _rows(values, "services"):
        for day, spans in _of(row, "hours").items():
            if wrong_times(spans) or wrong_times(week.get(day)):
                continue  # it is told of itself
            for opens, closes in _spans(spans):
                if not any(start <= opens and closes <= end for start, end in _spans(week.get(day))):
                    gaps = {"day": day, "span": f"{opens}–{closes}"}
                    yield Fault(("services", at, "hours", day), "hours_outside", gaps)
    holidays = set(_texts(centre.get("holidays")))
    for day in _of(centre, "swap_days"):
        if day in holidays:
            yield Fault(("centre", "swap_days", day), "holiday_and_swap", {"day": day})


def _outcomes(values: dict[str, Any]) -> Iterator[Fault]:
    defaults = [at for at, row in _rows(values, "outcomes") if row.get("default") is True]
    yield from (Fault(("outcomes", at, "default"), "two_defaults") for at in defaults[1:])


def _help_desk(values: dict[str, Any]) -> Iterator[Fault]:
    service = values.get("help_service")
    if not isinstance(service, str):
        return
    if all(row.get("code") != service for _, row in _rows(values, "services")):
        yield Fault(("help_service",), "unknown_help_service", {"service": service})
    elif all(service not in _served(row) for _, row in _rows(values, "counters")):
        yield Fault(("help_service",), "help_not_served", {"service": service})


def _purposes(values: dict[str, Any]) -> Iterator[Fault]:
    """Every service takes every purpose somewhere, or the kiosk would send people to nobody."""
    purposes = [str(row["id"]) for _, row in _rows(values, "purposes") if isinstance(row.get("id"), str)]
    counters = _rows(values, "counters")
    for at, row in counters:
        for purpose in _texts(row.get("purposes")):
            if purpose not in purposes:
                gaps = {"counter": _named(row), "purpose": purpose}
                yield Fault(("counters", at, "purposes"), "unknown_purpose", gaps)
    for _, service in _rows(values, "services"):
        code = service.get("code")
        serving = [row for _, row in counters if isinstance(code, str) and code in _served(row)]
        for at, purpose in enumerate(purposes):
            kept_for = [_texts(row.get("purposes")) for row in serving]
            if serving and not any(not kept or purpose in kept for kept in kept_for):
                yield Fault(("purposes", at, "id"), "purpose_unserved", {"purpose": purpose, "service": code})


def _served(counter: dict[str, Any]) -> list[str]:
    return [*_texts(counter.get("services")), *_texts(counter.get("second_services"))]


def _rush(values: dict[str, Any]) -> Iterator[Fault]:
    rush = _of(values, "rush")
    starts, ends = rush.get("starts_at", 40), rush.get("ends_below", 20)
    if isinstance(starts, int) and isinstance(ends, int) and ends >= starts:
        yield Fault(("rush", "ends_below"), "rush_never_ends", {"starts": starts, "ends": ends})


def _voice(values: dict[str, Any]) -> Iterator[Fault]:
    """The spans of a day follow each other."""
    spans = _of(values, "voice").get("volumes")
    before = ""
    for at, span in enumerate(spans if isinstance(spans, list | tuple) else []):
        times = _texts(list(span))[:2] if isinstance(span, list | tuple) else []
        if len(times) == 2:
            opens, closes = times
            if opens >= closes or opens < before:
                yield Fault(("voice", "volumes", at), "falling_volumes", {"found": f"{opens}–{closes}"})
            before = max(before, closes)


def _one_voice(values: dict[str, Any]) -> Iterator[Fault]:
    """Two boards of one room must not speak over each other."""
    zones = [
        Zone(str(row["id"]), "", "", room=str(row.get("room") or ""))
        for _, row in _rows(values, "zones")
        if isinstance(row.get("id"), str)
    ]
    speaking: dict[Room, str] = {}
    for at, row in _rows(values, "devices"):
        if row.get("kind") != "board" or row.get("speaks") is not True:
            continue
        zone = row.get("zone")
        room = room_of(zones, zone if isinstance(zone, str) else None)
        if room in speaking:
            gaps = {"device": _named(row), "other": speaking[room]}
            yield Fault(("devices", at, "speaks"), "two_voices", gaps)
        speaking.setdefault(room, _named(row))


def _devices(values: dict[str, Any]) -> Iterator[Fault]:
    counters = {row.get("id") for _, row in _rows(values, "counters") if isinstance(row.get("id"), str)}
    zones = {row.get("id") for _, row in _rows(values, "zones") if isinstance(row.get("id"), str)}
    for at, row in _rows(values, "devices"):
        device, counter, zone = _named(row), row.get("counter"), row.get("zone")
        is_at_counter = row.get("kind") in BOUND_TO_COUNTER
        if isinstance(counter, str) and counter not in counters:
            gaps = {"device": device, "counter": counter}
            yield Fault(("devices", at, "counter"), "unknown_device_counter", gaps)
        elif is_at_counter and counter is None:
            yield Fault(("devices", at, "counter"), "device_needs_counter", {"device": device})
        elif counter is not None and not is_at_counter:
            yield Fault(("devices", at, "counter"), "device_has_no_counter", {"device": device})
        if isinstance(zone, str) and zone and zone not in zones:
            yield Fault(("devices", at, "zone"), "unknown_device_zone", {"device": device, "zone": zone})


def _rows(values: dict[str, Any], part: str) -> list[Row]:
    rows = values.get(part)
    return [(at, row) for at, row in enumerate(rows) if isinstance(row, dict)] if isinstance(rows, list) else []


def _of(values: dict[str, Any], key: str) -> dict[str, Any]:
    inner = values.get(key)
    return inner if isinstance(inner, dict) else {}


def _texts(values: Any) -> list[str]:
    return [text for text in values if isinstance(text, str)] if isinstance(values, list) else []


def _spans(spans: Any) -> list[tuple[str, str]]:
    pairs = [span for span in spans if isinstance(span, list | tuple)] if isinstance(spans, list | tuple) else []
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2 and all(isinstance(at, str) for at in pair)]


def _named(row: dict[str, Any]) -> str:
    return str(row.get("id"))
