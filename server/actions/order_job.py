"""Order a device to do something once: print a slip, sound a test."""

import sqlite3

from messaging.snapshots import JobKind, Message
from server.db.queries.devices_in_use import DeviceInUse, device_in_use, kiosks_in_use
from server.db.queries.jobs import add_payload
from server.db.queries.sightings import last_heard
from server.db.work import Work
from server.errors import Conflict, NotFound
from server.journal.events import JobOrdered


def order_job(work: Work, *, device_id: str, kind: str, payload: dict[str, str], subject_id: int | None = None) -> int:
    """Order a job; its id. The payload stands beside the journal, for it may hold words of staff.

    Args:
        kind: one of `messaging.snapshots.JobKind`.
        payload: of a slip, see `messaging/slips.py`.
        subject_id: the ticket, supplement or place that is printed.

    Raises:
        NotFound: no such device in use.
        Conflict: the device cannot do that.
    """
    device = device_in_use(work.connection, device_id)
    if device is None:
        raise NotFound("device", f"Không có thiết bị '{device_id}' đang dùng.")
    if not can_do(device, JobKind(kind)):
        raise Conflict("device_cannot", f"Thiết bị '{device_id}' không làm được việc này.")
    job_id = work.record(JobOrdered(device_id=device_id, job_kind=kind, subject_id=subject_id))
    add_payload(work.connection, job_id, payload)
    return job_id


def order_slip(
    work: Work,
    *,
    kind: JobKind,
    slip: Message,
    language: str,
    subject_id: int | None,
    chosen: str | None,
    rather: str | None = None,
) -> int | None:
    """Order a slip; the job's id, None when no kiosk is in use.

    Args:
        chosen: the kiosk that somebody chose; it gets the job as long as it is in use.
        rather: without one, the kiosk that shall print if it is there.
    """
    device_id = printing_kiosk(work.connection, chosen=chosen, rather=rather)
    if device_id is None:
        return None
    payload = {"slip": slip.model_dump_json(), "language": language}
    return order_job(work, device_id=device_id, kind=kind.value, payload=payload, subject_id=subject_id)


def printing_kiosk(
    connection: sqlite3.Connection, *, chosen: str | None = None, rather: str | None = None
) -> str | None:
    """The kiosk that prints for somebody: the chosen one, else the one that would rather be used, else any.

    Unless it was chosen, one that was away when others were last heard (never installed, or switched off) only prints
    when all are away.
    """
    heard, kiosks = last_heard(connection), kiosks_in_use(connection)
    if chosen in [kiosk.device_id for kiosk in kiosks]:
        return chosen
    newest = max((heard.get(kiosk.device_id, 0) for kiosk in kiosks), default=0)
    present = [kiosk.device_id for kiosk in kiosks if heard.get(kiosk.device_id, 0) == newest]
    return rather if rather in present else next(iter(present), None)


def can_do(device: DeviceInUse, kind: JobKind) -> bool:
    """Kiosks print; the hall board speaks."""
    if kind is JobKind.TEST_SOUND:
        return device.kind == "board"
    return device.kind == "kiosk"
