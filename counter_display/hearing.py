"""Whom a board speaks to, and how loudly: rooms, zones, hours and the centre's rules in, a yes or a volume out."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from messaging.snapshots import BoardCall, BoardSnapshot, VoiceRules


def is_spoken_here(call: BoardCall, snapshot: BoardSnapshot, zone: str | None) -> bool:
    """Whether a board of `zone` that speaks says this call: it does for all zones of its room.

    A board without a zone hangs in the hall, through which everybody comes: it says every call.
    """
    return not zone or room_of(snapshot, call.zone) == room_of(snapshot, zone)


def room_of(snapshot: BoardSnapshot, zone: str) -> tuple[str, str]:
    """A room that several zones share, or the zone that is a room of its own; two of each never have one name."""
    shared = snapshot.rooms.get(zone, "")
    return ("room", shared) if shared else ("zone", zone)


def volume_percent(rules: VoiceRules, server_now: datetime | None, zone: ZoneInfo) -> int:
    """How loud a call is now, by the centre's local time; without a known time as outside the spans."""
    if server_now is None:
        return rules.percent
    now = server_now.astimezone(zone).time()
    for span in rules.volumes:
        if _is_within(now, span.opens, span.closes):
            return span.percent
    return rules.percent


def _is_within(now: time, opens: str, closes: str) -> bool:
    try:
        begin, end = time.fromisoformat(opens), time.fromisoformat("00:00" if closes == "24:00" else closes)
    except ValueError:
        return False  # a span that nobody can read is none
    if begin < end:
        return begin <= now < end
    return now >= begin or now < end  # over midnight
