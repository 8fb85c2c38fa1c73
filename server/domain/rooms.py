"""Which boards hear each other: of those in one room one alone speaks. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from server.domain.centre import Zone

Room = tuple[str, str]
"""Its kind and its name: the hall, a room that several zones share, or a zone that is a room of its own."""

HALL: Room = ("hall", "")


@dataclass(frozen=True, slots=True)
class PlacedBoard:
    device_id: str
    zone: str | None
    speaks: bool


def room_of(zones: Iterable[Zone], zone: str | None) -> Room:
    """The room of a zone; without one, the hall."""
    if not zone:
        return HALL
    shared = next((known.room for known in zones if known.zone == zone), "")
    return ("room", shared) if shared else ("zone", zone)


def speakers_in(zones: Iterable[Zone], boards: Iterable[PlacedBoard], room: Room) -> list[str]:
    """The boards that speak in a room."""
    known = tuple(zones)
    return [board.device_id for board in boards if board.speaks and room_of(known, board.zone) == room]


def rooms_with_two_voices(zones: Iterable[Zone], boards: Iterable[PlacedBoard]) -> dict[Room, list[str]]:
    """Where more than one board speaks, and which."""
    known, placed = tuple(zones), tuple(boards)
    rooms = {room_of(known, board.zone) for board in placed if board.speaks}
    speaking = {room: speakers_in(known, placed, room) for room in sorted(rooms)}
    return {room: boards_there for room, boards_there in speaking.items() if len(boards_there) > 1}
