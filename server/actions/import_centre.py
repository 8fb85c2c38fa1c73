"""Take over a whole centre from a file: its set-up, its devices, its people; all of it or nothing.

Credentials and passwords are in no file: a device that is new gets its credential from the set-up page or
`bocso device add`, a person that is new gets a password from the head or `bocso staff password`.
"""

from dataclasses import dataclass

from server.actions.change_set_up import record_set_up
from server.actions.devices import change_device
from server.actions.set_up import voice_of_new_device
from server.centre_file import CentreFile, DevicePart, OfficerPart
from server.db.queries.devices_in_use import device_in_use, devices_in_use
from server.db.queries.people import (
    add_profile,
    all_staff,
    device_by_id,
    set_display_name,
    staff_by_login,
    staff_member,
)
from server.db.work import Work
from server.errors import Conflict
from server.journal.events import DeviceAdded, StaffAdded, StaffChanged

MATCHES_NOTHING = "!"
"""No hash: whatever is typed does not fit it."""


@dataclass(frozen=True, slots=True)
class Imported:
    set_up_changed: bool
    devices: int
    """Added or changed."""
    people: int
    """Added or changed."""
    left_alone: tuple[str, ...]
    """Devices and people of this database that the file does not name."""


def import_centre(work: Work, *, file: CentreFile) -> Imported:
    """Make the centre what the file says. What the file does not name stays as it is.

    Raises:
        Conflict: the database belongs to another centre, or an id or a login is somebody else's.
        SetUpRefused: somebody would be stranded, or a rating scheme would change its meaning.
    """
    if work.centre_or_none is not None and work.centre_or_none.code != file.centre.code:
        raise Conflict("another_centre", f"Dữ liệu này thuộc trung tâm {work.centre_or_none.code}.")
    changed = record_set_up(work, file)
    # Who falls silent makes room for who begins to speak.
    in_order = sorted(file.devices, key=lambda device: device.speaks is not False)
    devices = sum(_take_device(work, device) for device in in_order)
    people = sum(_take_person(work, person) for person in file.officers)
    named = {device.id for device in file.devices}, {person.id for person in file.officers}
    left = [one.device_id for one in devices_in_use(work.connection) if one.device_id not in named[0]]
    left += [one.staff_id for one in all_staff(work.connection) if one.staff_id not in named[1]]
    return Imported(changed.is_new, devices, people, tuple(left))


def _take_device(work: Work, part: DevicePart) -> bool:
    zone = part.zone or None
    if device_by_id(work.connection, part.id) is None:
        speaks = voice_of_new_device(work, device_id=part.id, kind=part.kind, zone=zone, speaks=part.speaks)
        work.record(
            DeviceAdded(
                device_id=part.id,
                device_kind=part.kind,
                counter_id=part.counter,
                zone=zone,
                name=part.name,
                speaks=speaks,
            )
        )
        return True
    known = device_in_use(work.connection, part.id)
    if known is None:
        raise Conflict("device_retired", f"'{part.id}' is retired; its history keeps that id, take another one")
    if known.kind != part.kind:
        raise Conflict("device_taken", f"'{part.id}' is already a {known.kind}")
    return change_device(
        work, device_id=part.id, name=part.name, counter_id=part.counter, zone=zone, speaks=part.speaks
    )


def _take_person(work: Work, part: OfficerPart) -> bool:
    login = part.login or part.id.lower()
    expires_on = None if part.expires_on is None else part.expires_on.isoformat()
    known = staff_member(work.connection, part.id)
    owner = staff_by_login(work.connection, login)
    if owner is not None and owner[0].staff_id != part.id:
        raise Conflict("login_taken", f"the login '{login}' is taken by {owner[0].staff_id}")
    if known is None:
        work.record(StaffAdded(staff_id=part.id, role=part.role, languages=list(part.languages), expires_on=expires_on))
        add_profile(
            work.connection,
            staff_id=part.id,
            login=login,
            display_name=part.display_name,
            password_hash=MATCHES_NOTHING,
        )
        if not part.active:
            _change(work, part, expires_on)
        return True
    if known.login != login:
        raise Conflict("login_taken", f"'{part.id}' has the login '{known.login}' here; a login is not changed")
    stands = (known.role, known.languages, known.is_active, known.expires_on)
    is_changed = stands != (part.role, tuple(part.languages), part.active, part.expires_on)
    if is_changed:
        _change(work, part, expires_on)
    if known.display_name != part.display_name:
        set_display_name(work.connection, part.id, part.display_name)
    return is_changed or known.display_name != part.display_name


def _change(work: Work, part: OfficerPart, expires_on: str | None) -> None:
    work.record(
        StaffChanged(
            staff_id=part.id,
            role=part.role,
            languages=list(part.languages),
            is_active=part.active,
            expires_on=expires_on,
        )
    )
