"""Simulated people on a demo that runs: they come, a real person acts among them, they stop when told."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from running_demo import RunningDemo, wait_until

from messaging.settings import BrokerSettings
from simulation.centre_clock import CentreClock
from simulation.centre_folder import DEVICES, CentreFolder, Device, read_lead_s
from simulation.checker import check_database
from simulation.control_client import ControlClient
from simulation.officer import ConsoleRefused, Officer
from simulation.people.engine import People, PeopleStatus


class CentreOfTheDemo:
    """What People need of a centre, from outside the process that runs it."""

    def __init__(self, demo: RunningDemo) -> None:
        self.folder = CentreFolder(demo.folder)
        self.address = demo.address
        self.clock = CentreClock(self.folder, ("server", *(device.device_id for device in DEVICES), "phones"))
        self._broker_port = demo.running()["broker_port"]

    @property
    def code(self) -> str:
        return str(json.loads(self.folder.centre_file.read_text(encoding="utf-8"))["centre"]["code"])

    def control(self, device: Device) -> ControlClient:
        return ControlClient(self.folder.control_socket(device.device_id))

    def broker_settings(self, user: str) -> BrokerSettings:
        secret = self.folder.secret_file(f"{user}.broker")
        return BrokerSettings(port=self._broker_port, username=user, password_file=secret)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    demo = RunningDemo(tmp_path_factory.mktemp("people") / "centre")
    try:
        yield demo.wait_until_complete()
    finally:
        demo.close()


@pytest.fixture
def people(demo: RunningDemo) -> Iterator[People]:
    # Counter 1 is left to the test.
    people = People(CentreOfTheDemo(demo), leave=("Q1",))
    try:
        yield people
    finally:
        people.close()


def until(people: People, is_so: str, at_least: int) -> PeopleStatus:
    wait_until(lambda: getattr(people.status(), is_so) >= at_least or people.status().trouble, f"nobody {is_so}")
    status = people.status()
    assert not status.trouble
    return status


def test_people_come_and_are_served_and_a_real_person_acts_among_them(demo: RunningDemo, people: People) -> None:
    assert not people.status().is_running
    people.start(speed=60)
    until(people, "came", 4)

    login = next(login for login in CentreFolder(demo.folder).logins() if login.counter == "Q1")
    with closing(Officer(demo.address, login)) as officer:
        officer.sign_on("Q1")
        called: list[str] = []

        def has_called() -> bool:
            number = officer.call_next()
            called.extend([number] if number else [])
            return bool(called)

        wait_until(has_called, "nobody comes to counter 1")
        officer.start()
        officer.finish()
        until(people, "served", 2)

        people.stop()
        wait_until(lambda: not people.status().is_running, "people do not stop")
        people.close()
        stopped = people.status()
        lead_s = read_lead_s(CentreFolder(demo.folder).clock_file)

        # Everybody stands still, and the real officer works on.
        try:
            officer.call_next()
        except ConsoleRefused as refused:
            pytest.fail(str(refused))
    assert people.status().came == stopped.came
    assert read_lead_s(CentreFolder(demo.folder).clock_file) == lead_s
    assert lead_s > 60, "time has run ahead"


def test_the_clock_goes_at_real_time_while_a_real_person_acts(demo: RunningDemo, people: People) -> None:
    def lead_s() -> float:
        return read_lead_s(CentreFolder(demo.folder).clock_file)

    people.start(speed=60)
    begun_s = lead_s()
    wait_until(lambda: lead_s() > begun_s + 300, "five minutes do not go by at 60 times real time")
    people.let_a_person_act()
    assert people.status().waits_for_a_person
    time.sleep(1.0)  # a step may be under way
    standing_s = lead_s()
    time.sleep(3.0)
    assert lead_s() == standing_s, "time ran ahead under a person's hands"
    wait_until(lambda: lead_s() > standing_s, "time stands still after the person has gone")
    assert not people.status().waits_for_a_person


def test_they_go_on_where_they_were_and_keep_every_promise(demo: RunningDemo, people: People) -> None:
    people.set_speed(1000)
    assert people.status().speed == 60
    people.start()
    until(people, "came", 2)
    people.set_speed(1)
    people.close()

    database = Path(demo.folder) / "server" / "centre.db"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.execute("BEGIN")
        story, broken = check_database(connection)
    assert broken == []
    devices = {ticket["device_id"] for ticket in story.tickets.values()}
    assert devices <= {"kiosk-1", "kiosk-2"}
    assert "kiosk-1" in devices, "somebody has touched the kiosk's screen"


def test_a_centre_without_stand_ins_says_so(demo: RunningDemo, tmp_path: Path) -> None:
    class Bare(CentreOfTheDemo):
        def __init__(self) -> None:
            super().__init__(demo)
            self.folder = CentreFolder(tmp_path)

    people = People(Bare())
    people.start()
    assert "begin anew with --fresh" in people.status().trouble
    assert not people.status().is_running
