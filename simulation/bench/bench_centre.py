"""The centre that is loaded: 64 counters with an officer signed on at each, made in code, with or without history."""

import json
import secrets
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from server.actions.desk_session import sign_on
from server.actions.service_day import open_service_day
from server.actions.set_up import add_device, add_staff, load_centre
from server.actions.web_sessions import log_in
from server.centre_file import CentreFile, check_centre
from server.db.connections import open_for_writing
from server.db.schema import prepare_database
from server.db.work import Work, keep_head, read_head
from server.domain.instant import MINUTE_MS, instant, local_date
from server.web.devices.api import credential_hash
from simulation.bench.history import first_day, write_history
from simulation.centre_folder import BOARD, DISPLAYS, KIOSK, PADS, SAMPLE_CENTRE

COUNTERS = 64
"""One for each client of the heaviest load."""
CENTRE = "BENCH-0001"
BENCH_DEVICES = (KIOSK, BOARD, DISPLAYS[0], PADS[0])
"""One of each program; those of a counter stand at the first."""
_ACTOR = "set-up"
_HEAD = "head"
_NO_HASH = "none"
"""Nobody logs in with a password: the sessions are begun here."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer who is logged in and signed on: as whom the load client sends."""

    counter_id: str
    staff_id: str
    token: str
    """Of the session's cookie."""
    csrf_token: str


@dataclass(frozen=True, slots=True)
class BenchCentre:
    """A database made ready, and who may ask it for what; every copy of the file knows the same people."""

    database: Path
    credentials: dict[str, str]
    """Of the devices, by id."""
    services: tuple[str, ...]
    desks: tuple[Desk, ...]
    head: Desk
    """The head, who is logged in and sits at no counter."""

    def copied_to(self, database: Path) -> "BenchCentre":
        """The same centre in a file of its own; nobody may have this one open."""
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.database, database)
        return replace(self, database=database)


def make_centre(database: Path, *, past_tickets: int) -> BenchCentre:
    """Make a centre that issued `past_tickets` tickets on the days before today, and open today."""
    now = datetime.now(UTC)
    file = bench_centre_file(now)
    today = local_date(instant(now), file.centre.timezone)
    credentials = {device.device_id: secrets.token_urlsafe(32) for device in BENCH_DEVICES}
    prepare_database(database)
    connection = open_for_writing(database)
    try:
        # Nobody else has the file yet, and what a power cut spoils is made anew.
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        set_up_at = instant(datetime.combine(first_day(today, past_tickets), time(0), UTC)) - 24 * 60 * MINUTE_MS
        work = Work(connection, None, set_up_at, read_head(connection), _ACTOR)
        _set_up(work, file, credentials)
        write_history(work, past_tickets, kiosk=KIOSK.device_id, today=today)
        work.now, work.actor = instant(now), _ACTOR
        open_service_day(work, clock_is_trusted=True)
        desks = tuple(_desk(work, counter.counter_id) for counter in work.centre.counters)
        session = log_in(work, staff_id=_HEAD, former_token=None)
        head = Desk("", _HEAD, session.token, session.csrf_token)
        keep_head(connection, work.head)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()
    return BenchCentre(database, credentials, tuple(service.code for service in work.centre.services), desks, head)


def bench_centre_file(now: datetime) -> CentreFile:
    """The sample centre's services and rules with 64 counters that serve all of them.

    Its zone is one in which it is morning: a bench that runs over midnight would meet the closing of the day.
    """
    values: dict[str, Any] = json.loads(SAMPLE_CENTRE.read_text(encoding="utf-8"))
    east_h = (8 - now.hour + 11) % 24 - 11  # between -11 and +12; at eight, the day's schedule is long done
    # The signs of these zones are the other way round (tz database, file etcetera).
    values["centre"] |= {"code": CENTRE, "timezone": f"Etc/GMT{-east_h:+d}" if east_h else "Etc/GMT"}
    services = [service["code"] for service in values["services"]]
    values["counters"] = [
        {"id": f"Q{number}", "number": number, "name": f"Quầy số {number}", "services": services}
        for number in range(1, COUNTERS + 1)
    ]
    for service in values["services"]:
        del service["counters"]  # those of the sample centre
    values["officers"] = []
    # The shortest there is: the windows of hundreds of turns a second would pile up at their counters.
    values["rating"]["window_seconds"] = 20
    return check_centre(values)


def _set_up(work: Work, file: CentreFile, credentials: dict[str, str]) -> None:
    load_centre(work, file=file)
    for device in BENCH_DEVICES:
        add_device(
            work,
            device_id=device.device_id,
            kind=device.kind,
            counter_id=device.counter_id,
            credential_hash=credential_hash(credentials[device.device_id]),
        )
    add_staff(work, staff_id=_HEAD, role="head", login=_HEAD, display_name="Giám đốc Trung tâm", password_hash=_NO_HASH)
    for counter in work.centre.counters:
        add_staff(
            work,
            staff_id=_officer_of(counter.counter_id),
            role="officer",
            login=counter.counter_id.lower(),
            display_name=f"Cán bộ quầy {counter.number}",
            password_hash=_NO_HASH,
        )


def _desk(work: Work, counter_id: str) -> Desk:
    officer = _officer_of(counter_id)
    work.actor = f"staff:{officer}"
    sign_on(work, counter_id=counter_id, officer_id=officer)
    session = log_in(work, staff_id=officer, former_token=None)
    return Desk(counter_id, officer, session.token, session.csrf_token)


def _officer_of(counter_id: str) -> str:
    return f"officer-{counter_id}"
