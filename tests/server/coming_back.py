"""Words for tests about people who come back: codes from slips, reserved places, jobs of kiosks."""

import json
import sqlite3
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from centre_under_test import CentreUnderTest

from messaging.requests import JobOutcome, PrintOutcome
from messaging.slips import SLIPS, ReturnSlip
from messaging.snapshots import DeviceSnapshot, Job, JobKind, KioskService, KioskSnapshot, Message
from server.actions.claim import claim
from server.actions.finish import finish
from server.actions.issue_ticket import Issued
from server.actions.report_job import report_job
from server.actions.reserve_place import Reserved, reserve_place
from server.actions.service_day import open_service_day
from server.actions.set_up import add_device
from server.db.queries.supplements import visits_alone, visits_of_chains
from server.domain.supplements import trips_of_cases
from server.mqtt import snapshots

OFFICERS = {"Q1": "CB01", "Q2": "CB02", "Q3": "CB03"}


def local(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """A moment of 2026 in the centre's zone (UTC+7, no summer time)."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def at(centre: CentreUnderTest, moment: datetime) -> None:
    """Time passes until `moment`, and what is due by then expires."""
    centre.wait((moment - centre.clock.now()).total_seconds())


def add_kiosks(centre: CentreUnderTest, *names: str) -> None:
    for name in names or ("kiosk-1",):
        centre.act(add_device, device_id=name, kind="kiosk", counter_id=None, credential_hash=f"hash of {name}")


def next_day(centre: CentreUnderTest, moment: datetime) -> None:
    """The centre closes if it is open, and opens again at `moment` with everybody at the desks."""
    if centre.rows("SELECT 1 FROM service_days WHERE state != 'closed'"):
        centre.close_day()
    at(centre, moment)
    centre.act(open_service_day, clock_is_trusted=True)
    centre.staff_all()


def send_home(centre: CentreUnderTest, counter_id: str = "Q1", missing: str = "Bản sao giấy khai sinh") -> str:
    """The next one is called, comes, and lacks something; the code of the return slip."""
    centre.next(counter_id)
    centre.start(counter_id)
    centre.act(finish, counter_id=counter_id, officer_id=OFFICERS[counter_id], outcome="supplement", missing=missing)
    return str(centre.one("SELECT code FROM claim_codes WHERE kind = 'supplement' ORDER BY ref_id DESC")[0])


def come_back(centre: CentreUnderTest, code: str, *, device_id: str = "kiosk-1", printed: bool = True) -> Issued:
    issued = centre.act(claim, intent_id=str(uuid.uuid4()), code=code, language="vi", device_id=device_id)
    if printed:
        centre.report_print(issued.ticket.ticket_id, PrintOutcome.PRINTED, device_id=device_id)
    return issued


def reserve(centre: CentreUnderTest, service: str = "A", group: str | None = None) -> Reserved:
    return centre.act(reserve_place, intent_id=str(uuid.uuid4()), service=service, priority_group=group, language="vi")


def local_time(centre: CentreUnderTest, at_ms: int) -> str:
    """An instant as the hall's clock shows it, `23/11 08:00`."""
    return (datetime.fromtimestamp(at_ms / 1000, UTC) + timedelta(hours=7)).strftime("%d/%m %H:%M")


def kiosk(centre: CentreUnderTest) -> KioskSnapshot:
    with snapshots.moment(centre.read(), centre.writer.now()) as moment:
        return snapshots.kiosk(moment)


def offered(centre: CentreUnderTest, service: str = "A") -> KioskService:
    return next(of for of in kiosk(centre).services if of.service == service)


def device(centre: CentreUnderTest, device_id: str = "kiosk-1") -> DeviceSnapshot:
    with snapshots.moment(centre.read(), centre.writer.now()) as moment:
        known = next(known for known in snapshots.devices(moment) if known.device_id == device_id)
        return snapshots.device(moment, known)


def jobs(centre: CentreUnderTest, device_id: str = "kiosk-1") -> list[Job]:
    return device(centre, device_id).jobs


def slips(centre: CentreUnderTest, kind: JobKind, device_id: str = "kiosk-1") -> list[Any]:
    """What the open jobs of a kind say, read as the kiosk reads it."""
    return [slip_of(job) for job in jobs(centre, device_id) if job.kind == kind]


def slip_of(job: Job) -> Message:
    return SLIPS[JobKind(job.kind)].model_validate_json(job.payload["slip"])


def return_slip(centre: CentreUnderTest) -> ReturnSlip:
    slip = slips(centre, JobKind.RETURN_SLIP)[-1]
    assert isinstance(slip, ReturnSlip)
    return slip


def report(centre: CentreUnderTest, job: Job, outcome: str = "done", device_id: str = "kiosk-1") -> None:
    centre.act(report_job, job_id=int(job.job_id), outcome=JobOutcome(outcome), device_id=device_id)


def journal_text(centre: CentreUnderTest) -> str:
    """Everything the journal says, in one string: what must not be there is looked for in it."""
    return json.dumps([tuple(row) for row in centre.rows("SELECT kind, actor, body FROM journal")])


def days(*of_november: int) -> list[date]:
    return [date(2026, 11, day) for day in of_november]


def trips_told(connection: sqlite3.Connection, first_day: str, last_day: str) -> list[int]:
    """How many visits each ended case of the days took, as pages and reports read them."""
    alone = sum(count for _, _, count in visits_alone(connection, first_day, last_day))
    return [*trips_of_cases(visits_of_chains(connection, first_day, last_day)), *[1] * alone]
