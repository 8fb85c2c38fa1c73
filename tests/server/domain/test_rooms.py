"""Which boards hear each other."""

from server.domain.centre import Zone
from server.domain.rooms import HALL, PlacedBoard, room_of, rooms_with_two_voices, speakers_in

ZONES = (Zone("left", "", "", room="hall-1"), Zone("right", "", "", room="hall-1"), Zone("up", "", ""))


def board(device_id: str, zone: str) -> PlacedBoard:
    return PlacedBoard(device_id, zone, speaks=True)


def test_zones_of_one_room_share_it_and_a_zone_without_one_is_a_room() -> None:
    assert room_of(ZONES, "left") == room_of(ZONES, "right") == ("room", "hall-1")
    assert room_of(ZONES, "up") == ("zone", "up")
    assert room_of(ZONES, None) == room_of(ZONES, "") == HALL


def test_a_zone_and_a_room_of_the_same_name_are_two() -> None:
    zones = (Zone("a", "", "", room="b"), Zone("b", "", ""))
    assert room_of(zones, "a") != room_of(zones, "b")


def test_silent_boards_disturb_nobody() -> None:
    boards = [board("b1", "left"), PlacedBoard("b2", "right", speaks=False), board("b3", "up")]
    assert speakers_in(ZONES, boards, ("room", "hall-1")) == ["b1"]
    assert rooms_with_two_voices(ZONES, boards) == {}
    boards.append(board("b4", "right"))
    assert rooms_with_two_voices(ZONES, boards) == {("room", "hall-1"): ["b1", "b4"]}
