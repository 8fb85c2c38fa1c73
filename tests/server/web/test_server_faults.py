"""What ails the server itself: told to head and technician on the floor, in numbers on /health, to nobody else."""

import os
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from broker_fixture import wait_for
from staff_pages import RunningServer, StaffClient

from server import app, disk_room, house
from server.jobs import back_up

LogIn = Callable[[str], StaffClient]


def alarms(who: StaffClient) -> dict[str, str]:
    return {alarm["fault"]: alarm["sentence"] for alarm in who.view()["alarms"]}


def test_a_disk_that_fills_up_alarms_and_health_says_how_much_is_left(
    server: RunningServer, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    technician, officer = log_in("kt01"), log_in("cb01")
    monkeypatch.setattr(disk_room, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(os, "statvfs", lambda _folder: SimpleNamespace(f_bavail=70, f_frsize=1, f_blocks=1000))
    assert alarms(technician)["disk_low:7"] == "Ổ đĩa của máy chủ chỉ còn trống 7 %."
    assert "disk_low:7" not in alarms(officer)
    health = technician.client.get("/health").json()
    assert health["parts"]["disk"] == "low"
    assert health["disk"] == {"free_bytes": 70, "total_bytes": 1000, "days_left": 0}
    assert health["backup"] == {
        "newest_at": None,
        "newest_seq": None,
        "last_attempt": "not_yet",
        "second_place": "not_set",
    }
    monkeypatch.setattr(os, "statvfs", lambda _folder: SimpleNamespace(f_bavail=10, f_frsize=1, f_blocks=1000))
    assert "đã ngừng cấp số" in alarms(technician)["disk_full"]


def test_a_copy_that_fails_alarms_until_one_succeeds(
    server: RunningServer, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    technician = log_in("kt01")
    parts = server.house
    monkeypatch.setattr(parts.back_ups, "_outcome", back_up.Outcome("no_room", "absent"))
    said = alarms(technician)
    assert said["backup_failed:no_room"].endswith("ổ đĩa hết chỗ.")
    assert said["backup_second_failed:absent"].startswith("Không thấy nơi cất bản sao thứ hai")
    assert "backup_one_place" in said
    assert technician.client.get("/health").json()["backup"]["last_attempt"] == "no_room"
    monkeypatch.setattr(parts.back_ups, "_outcome", back_up.Outcome(None, None))
    wait_for(lambda: set(alarms(technician)) & {"backup_failed:no_room"} == set(), what="the alarm to end")


def test_staff_are_told_of_a_clock_that_leapt_and_of_a_journal_that_is_ahead(
    server: RunningServer, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    technician, officer = log_in("kt01"), log_in("cb01")
    monkeypatch.setattr(app, "clock_is_trusted", lambda _trust: False)
    right = server.clock.now()
    server.clock.set_wall(right + timedelta(hours=7))
    assert "7 giờ trong lúc làm việc" in alarms(technician)["clock_leapt:7"]
    assert "clock_leapt:7" not in alarms(officer)
    server.clock.set_wall(right)
    assert not any(fault.startswith("clock_leapt") for fault in alarms(technician))
    monkeypatch.setattr(app, "clock_is_trusted", lambda _trust: True)
    server.clock.set_wall(right + timedelta(hours=30))
    server.centre.act(lambda _work: None)
    server.clock.set_wall(right)
    technician = log_in("kt01")  # thirty hours are longer than a session
    assert "không xóa dữ liệu cũ" in alarms(technician)["journal_ahead:30"]


def test_staff_are_told_that_nobody_confirms_the_clock(
    server: RunningServer, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    technician, officer = log_in("kt01"), log_in("cb01")
    assert "clock_unsure" not in alarms(technician), "the tests' settings trust the clock"
    monkeypatch.setattr(house, "clock_is_trusted", lambda _trust: False)

    assert "dữ liệu cũ chưa được xóa" in alarms(technician)["clock_unsure"]
    assert "clock_unsure" not in alarms(officer)
