"""A disk that fills up: numbers stop at 2 %, everything else goes on, and everybody is told in plain words."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from broker_fixture import wait_for
from held_clock import HeldClock
from served_centre import ServedCentre, make_served_database

from server import disk_room
from server.disk_room import DiskRoom, Room, days_left
from server.settings import ServerSettings
from server.web.devices.faults import cure_of


class Disk:
    """As statvfs(3) tells of it; per mille of it are free."""

    free = 500

    def ask(self, _folder: object) -> SimpleNamespace:
        return SimpleNamespace(f_bavail=self.free, f_frsize=1, f_blocks=1000)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(disk_room, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(os, "statvfs", disk.ask)
    return disk


@pytest.fixture
def served(folder: Path, empty_database: Path, disk: Disk) -> Iterator[ServedCentre]:
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, folder / "c.db", clock), clock)
    yield centre
    centre.stop()


def test_below_2_percent_no_number_is_given_and_every_other_deed_goes_on(served: ServedCentre, disk: Disk) -> None:
    intent = "00000000-0000-4000-8000-000000000001"
    number = served.ask_ticket(intent).json()["number"]
    ticket_id = served.ask_ticket(intent).json()["ticket_id"]
    disk.free = 19
    refused = served.ask_ticket()
    assert (refused.status_code, refused.json()["code"]) == (409, "disk_full")
    assert "hết chỗ lưu" in refused.json()["detail"]
    assert served.ask_ticket(intent).json()["number"] == number, "a repeat gets the number it has"
    assert served.report(ticket_id, "printed").status_code == 204
    assert served.press().status_code == 200
    emergency = {
        "intent_id": "00000000-0000-4000-8000-000000000002",
        "number": 1,
        "shown": "X1-001",
        "service": "A",
        "age_ms": 1000,
    }
    key = f"emergency-{emergency['intent_id']}"
    assert served.post("/api/v1/emergency-tickets", emergency, key=key).status_code == 200, "it is printed already"
    place = {"intent_id": "00000000-0000-4000-8000-000000000003", "service": "A"}
    assert served.post("/api/v1/places", place).json()["code"] == "disk_full"
    assert served.http.get("/health").json()["parts"]["disk"] == "full"
    disk.free = 50
    assert served.ask_ticket().status_code == 201
    assert served.http.get("/health").json()["parts"]["disk"] == "low"
    disk.free = 500
    wait_for(lambda: served.http.get("/health").json()["parts"]["disk"] == "ok", what="health to say so")


def test_what_the_alarms_say(disk: Disk, tmp_path: Path) -> None:
    room = DiskRoom(tmp_path / "centre.db")
    said = []
    for free in (500, 100, 99, 20, 19, 0):
        disk.free = free
        said.append(room.fault())
    assert said == [None, None, "disk_low:9", "disk_low:2", "disk_full", "disk_full"]
    assert cure_of("disk_low:9")[0].sentence.format(part="9") == "Ổ đĩa của máy chủ chỉ còn trống 9 %."
    assert cure_of("disk_full")[0].is_alarm


def test_a_disk_that_cannot_be_asked_stops_nothing(tmp_path: Path) -> None:
    assert DiskRoom(tmp_path / "none" / "centre.db").has_room()


def test_days_left_by_the_days_so_far(tmp_path: Path) -> None:
    settings = ServerSettings(database=tmp_path / "centre.db", backup_folder=Path("/dev/shm/none"))
    (tmp_path / "centre.db").write_bytes(bytes(1000))
    room = Room(free_bytes=12_000, total_bytes=100_000)
    assert days_left(settings, room, service_days=0) is None
    assert days_left(settings, room, service_days=10) == 100, "10 000 above the 2 %, 100 a day"
    beside = settings.model_copy(update={"backup_folder": tmp_path})
    assert days_left(beside, room, service_days=10) == 25, "three copies grow with it"
    assert days_left(settings, Room(1000, 100_000), service_days=10) == 0
