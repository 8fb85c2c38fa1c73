"""Devices of the centre: renamed, bound elsewhere, replaced, retired. `set_up.add_device` adds them."""

from server.actions.credentials import give_credential
from server.actions.set_up import boards_speaking_with, check_binding, check_device_name, require_one_voice
from server.db.queries.devices_in_use import DeviceInUse, device_in_use
from server.db.queries.enrolments import drop_credentials, drop_invitation
from server.db.queries.jobs import open_jobs_of
from server.db.work import Work
from server.errors import NotFound
from server.journal.events import DeviceChanged, DeviceRetired, JobEnded


def change_device(
    work: Work, *, device_id: str, name: str, counter_id: str | None, zone: str | None, speaks: bool | None = None
) -> bool:
    """Give a device another name, another place or a voice; False when it has all of them already.

    `speaks` None leaves the voice as it is.

    Raises:
        NotFound: no such device in use.
        Unprocessable: a name too long, an unknown counter or zone, or a counter missing.
        Conflict: another board speaks in the room already.
    """
    device = require_in_use(work, device_id)
    check_device_name(name)
    check_binding(work, kind=device.kind, counter_id=counter_id, zone=zone)
    speaks = device.speaks if speaks is None else speaks
    is_heard_anew = speaks and not (device.speaks and device.zone == zone)
    if device.kind == "board" and is_heard_anew:
        require_one_voice(boards_speaking_with(work, device_id, zone))
    if (device.name, device.counter_id, device.zone, device.speaks) == (name, counter_id, zone, speaks):
        return False
    work.record(DeviceChanged(device_id=device_id, counter_id=counter_id, zone=zone, name=name, speaks=speaks))
    return True


def renew_credential(work: Work, *, device_id: str, credential_hash: str) -> None:
    """Another piece of hardware takes the device's place: the former credential ends at once.

    Raises:
        NotFound: no such device in use.
    """
    require_in_use(work, device_id)
    give_credential(work, device_id=device_id, credential_hash=credential_hash, by="hand")


def retire_device(work: Work, *, device_id: str) -> None:
    """Take a device out of service: its credential ends, what it was still to do is withdrawn.

    Raises:
        NotFound: no such device in use.
    """
    require_in_use(work, device_id)
    for job in open_jobs_of(work.connection, device_id):
        work.record(JobEnded(job_id=job.job_id, outcome="withdrawn"))
    work.record(DeviceRetired(device_id=device_id))
    drop_credentials(work.connection, device_id)
    drop_invitation(work.connection, device_id)


def require_in_use(work: Work, device_id: str) -> DeviceInUse:
    """
    Raises:
        NotFound: no such device in use.
    """
    device = device_in_use(work.connection, device_id)
    if device is None:
        raise NotFound("device", f"Không có thiết bị '{device_id}' đang dùng.")
    return device
