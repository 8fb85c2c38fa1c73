"""Whom a board speaks to, and how loudly."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from counter_display.hearing import is_spoken_here, volume_percent
from messaging.snapshots import VoiceRules, VolumeSpan
from simulation.screens.sample_boards import board, call

HCM = ZoneInfo("Asia/Ho_Chi_Minh")
ROOMS = {"left": "big", "right": "big"}


@pytest.mark.parametrize(
    ("board_zone", "call_zone", "is_heard"),
    [
        (None, "left", True),
        (None, "", True),
        ("left", "left", True),
        ("left", "right", True),
        ("left", "cellar", False),
        ("left", "", False),
        ("cellar", "cellar", True),
        ("cellar", "left", False),
        ("big", "left", False),
    ],
)
def test_a_board_speaks_for_all_zones_of_its_room(board_zone: str | None, call_zone: str, is_heard: bool) -> None:
    snapshot = board(call(1, zone=call_zone), rooms=ROOMS)
    assert is_spoken_here(snapshot.calls[0], snapshot, board_zone) == is_heard


@pytest.mark.parametrize(("utc_hour", "percent"), [(0, 60), (4, 100), (5, 20), (6, 100), (15, 0), (17, 0), (23, 60)])
def test_volume_follows_the_centre_s_own_hours(utc_hour: int, percent: int) -> None:
    rules = VoiceRules(
        percent=100,
        volumes=[
            VolumeSpan(opens="06:00", closes="07:30", percent=60),
            VolumeSpan(opens="12:00", closes="13:00", percent=20),
            VolumeSpan(opens="22:00", closes="05:00", percent=0),
        ],
    )
    assert volume_percent(rules, datetime(2026, 11, 23, utc_hour, tzinfo=UTC), HCM) == percent


def test_a_span_nobody_can_read_and_an_unknown_time_leave_the_ordinary_volume() -> None:
    rules = VoiceRules(percent=80, volumes=[VolumeSpan(opens="early", closes="late", percent=0)])
    assert volume_percent(rules, datetime(2026, 11, 23, 3, tzinfo=UTC), HCM) == 80
    assert volume_percent(rules, None, HCM) == 80
