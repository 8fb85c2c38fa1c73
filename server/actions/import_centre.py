"""Take over a whole centre from a file: its set-up, its devices, its people; all of it or nothing.

Credentials and passwords are in no file: a device that is new gets its credential from the set-up page or
`bocso device add`, a person that is new gets a password from the head or `bocso staff password`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from server.actions.change_set_up import SetUpRefused, record_set_up
from server.actions.devices import change_device
from server.actions.set_up import voice_of_new_device
from server.centre_faults import Fault
from server.centre_file import CentreFile, DevicePart, OfficerPart
from server.db.queries.desks import session_of_officer
from server.db.queries.devices_in_use import device_in_use, devices_in_use
from server.db.queries.people import (
    MATCHES_NOTHING,
    StaffMember,
    add_profile,
    all_staff,
    device_by_id,
    has_password,
    set_display_name,
    staff_by_login,
    staff_member,
)
from server.db.work import Work
from server.domain.instant import local_date
from server.errors import Conflict
from server.journal.events import DeviceAdded, StaffAdded, StaffChanged


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
        Conflict: the database belongs to another centre, or two boards of one room would speak.
        SetUpRefused: with every fault: somebody would be stranded, a rating scheme would change its meaning, an id or
            a login is somebody else's, or no head would stay.
    """
    if work.centre_or_none is not None and work.centre_or_none.code != file.centre.code:
        raise Conflict("another_centre", f"Dữ liệu này thuộc trung tâm {work.centre_or_none.code}.")
    faults = [*_faults_of_devices(work, file), *_faults_of_people(work, file)]
    try:
        changed = record_set_up(work, file)
    except SetUpRefused as refused:
        raise SetUpRefused([*refused.faults, *faults]) from None
    if faults:
        raise SetUpRefused(faults)
    # Who falls silent makes room for who begins to speak.
    in_order = sorted(file.devices, key=lambda device: device.speaks is not False)
    devices = sum(_take_device(work, device) for device in in_order)
    people = sum(_take_person(work, person) for person in file.officers)
    named = {device.id for device in file.devices}, {person.id for person in file.officers}
    left = [one.device_id for one in devices_in_use(work.connection) if one.device_id not in named[0]]
    left += [one.staff_id for one in all_staff(work.connection) if one.staff_id not in named[1]]
    return Imported(changed.is_new, devices, people, tuple(left))


def _faults_of_devices(work: Work, file: CentreFile) -> Iterator[Fault]:
    for at, part in enumerate(file.devices):
        if device_by_id(work.connection, part.id) is None:
            continue
        known = device_in_use(work.connection, part.id)
        if known is None:
            yield Fault(("devices", at, "id"), "device_retired", {"device": part.id})
        elif known.kind != part.kind:
            yield Fault(("devices", at, "kind"), "device_is_other", {"device": part.id, "kind": known.kind})


def _faults_of_people(work: Work, file: CentreFile) -> Iterator[Fault]:
    """Whose login is taken, who sits at a counter and could not serve there any more, and whether a head stays."""
    today = None if work.centre_or_none is None else local_date(work.now, work.centre_or_none.timezone)
    # Whoever has no password yet cannot log in, and so not give one to anybody either.
    with_password = {known.staff_id for known in all_staff(work.connection) if has_password(work.connection, known)}
    heads = {known.staff_id for known in all_staff(work.connection) if _may_head(known, is_active=known.is_active)}
    # A head without a password can be given one at the machine: better than none, where nobody else could log in.
    counts = with_password if heads & with_password else {part.id for part in file.officers} | heads
    heads &= counts
    had_one = bool(heads)
    for at, part in enumerate(file.officers):
        login = part.login or part.id.lower()
        known, owner = staff_member(work.connection, part.id), staff_by_login(work.connection, login)
        if owner is not None and owner[0].staff_id != part.id:
            gaps = {"login": login, "other": owner[0].staff_id}
            yield Fault(("officers", at, "login"), "login_taken", gaps)
        elif known is not None and known.login != login:
            yield Fault(("officers", at, "login"), "login_stays", {"login": known.login})
        ends = today is not None and part.expires_on is not None and part.expires_on < today
        may_serve = part.active and not ends and part.role in ("officer", "head")
        if known is not None and not may_serve and session_of_officer(work.connection, part.id) is not None:
            yield Fault(("officers", at), "still_at_counter", {"officer": known.display_name})
        heads.discard(part.id)
        if part.id in counts and _may_head(part, is_active=part.active):
            heads.add(part.id)
    if had_one and not heads:
        yield Fault(("officers",), "last_head")


def _may_head(whom: StaffMember | OfficerPart, *, is_active: bool) -> bool:
    """An account that ends some day does not count: without a head nobody could add one."""
    return whom.role == "head" and is_active and whom.expires_on is None


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
    return change_device(
        work, device_id=part.id, name=part.name, counter_id=part.counter, zone=zone, speaks=part.speaks
    )


def _take_person(work: Work, part: OfficerPart) -> bool:
    login = part.login or part.id.lower()
    expires_on = None if part.expires_on is None else part.expires_on.isoformat()
    known = staff_member(work.connection, part.id)
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
