"""Somebody sees to a device's alarm: it is quiet for a while, on record with who and when."""

from server.db.queries.devices_in_use import device_in_use
from server.db.work import Work
from server.domain.instant import MINUTE_MS, Instant
from server.errors import NotFound, Unprocessable
from server.journal.events import AlarmAcknowledged

QUIET_MIN = (15, 30, 60, 240)
"""Minutes that can be chosen: long enough to fetch paper, short enough that nothing is forgotten over night."""
FAULT_LIMIT = 64


def acknowledge_alarm(work: Work, *, device_id: str, fault: str, staff_id: str, for_minutes: int) -> Instant:
    """Keep an alarm quiet for so many minutes; until when.

    Raises:
        NotFound: no such device.
        Unprocessable: a time that cannot be chosen, or no fault.
    """
    if device_in_use(work.connection, device_id) is None:
        raise NotFound("device", f"Không có thiết bị '{device_id}'.")
    if for_minutes not in QUIET_MIN or not fault or len(fault) > FAULT_LIMIT:
        raise Unprocessable("bad_duration", "Thời gian tạm tắt báo động chưa đúng.")
    until_at = work.now + for_minutes * MINUTE_MS
    work.record(AlarmAcknowledged(device_id=device_id, fault=fault, staff_id=staff_id, until_at=until_at))
    return until_at
