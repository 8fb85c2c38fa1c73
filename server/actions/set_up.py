"""Set the centre up: its file, its devices, its staff."""

import re

from server.actions.change_set_up import record_set_up
from server.actions.credentials import give_credential
from server.centre_agreement import BOUND_TO_COUNTER
from server.centre_file import CentreFile
from server.db.queries.devices_in_use import device_in_use, devices_in_use
from server.db.queries.enrolments import put_credential
from server.db.queries.logins import forget_browsers_of
from server.db.queries.people import (
    add_profile,
    device_by_id,
    mark_password_own,
    set_password_hash,
    staff_by_login,
    staff_member,
)
from server.db.queries.sessions import end_sessions_of
from server.db.work import Work
from server.domain.rooms import PlacedBoard, room_of, speakers_in
from server.domain.typed_text import one_line
from server.errors import Conflict, NotFound, Unprocessable
from server.journal.events import AccessChanged, DeviceAdded, StaffAdded

DEVICE_KINDS = ("kiosk", "board", "counter", "pad")
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
ROLES = ("officer", "head", "technician", "greeter", "auditor")
LONGEST_DEVICE_NAME = 80


def load_centre(work: Work, *, file: CentreFile) -> bool:
    """Make `file` the centre's set-up; False when it already is. Staff and devices of the file are not loaded here.

    Raises:
        Conflict: the database belongs to another centre.
        SetUpRefused: a known rating scheme was altered, or somebody would be stranded.
    """
    if work.centre_or_none is not None and work.centre_or_none.code != file.centre.code:
        raise Conflict("another_centre", f"Dữ liệu này thuộc trung tâm {work.centre_or_none.code}.")
    return record_set_up(work, file).is_new


def add_device(
    work: Work,
    *,
    device_id: str,
    kind: str,
    counter_id: str | None,
    credential_hash: str | None,
    zone: str | None = None,
    name: str = "",
    speaks: bool | None = None,
) -> None:
    """Add a device, or give a known one of the same kind and counter a new credential.

    `credential_hash` None: it has none before it is paired with a code.
    `speaks` None: a board speaks unless another one of its room does already.

    Raises:
        Unprocessable: an id that cannot stand in a topic, a name that is none, unknown kind, counter or zone, or a
            counter missing.
        Conflict: the id is taken by another device, or was one's that is retired; another board speaks in the room.
    """
    _require_identifier("device", device_id)
    if kind not in DEVICE_KINDS:
        raise Unprocessable("unknown_device_kind", f"'{kind}' is none of {', '.join(DEVICE_KINDS)}")
    check_device_name(name)
    check_binding(work, kind=kind, counter_id=counter_id, zone=zone)
    known = device_by_id(work.connection, device_id)
    if known is not None and device_in_use(work.connection, device_id) is None:
        raise Conflict("device_retired", f"'{device_id}' is retired; its history keeps that id, take another one")
    if known is not None and (known.kind, known.counter_id) != (kind, counter_id):
        raise Conflict("device_taken", f"'{device_id}' is already a {known.kind} of {known.counter_id or 'the hall'}")
    if known is None:
        speaks = voice_of_new_device(work, device_id=device_id, kind=kind, zone=zone, speaks=speaks)
        work.record(
            DeviceAdded(
                device_id=device_id, device_kind=kind, counter_id=counter_id, zone=zone, name=name, speaks=speaks
            )
        )
        if credential_hash is not None:
            put_credential(work.connection, device_id, credential_hash, work.now, by_hand=True)
    elif credential_hash is not None:
        give_credential(work, device_id=device_id, credential_hash=credential_hash, by="hand")


def check_device_name(name: str) -> None:
    """
    Raises:
        Unprocessable: a name too long, or more than a line of visible letters.
    """
    if len(name) > LONGEST_DEVICE_NAME or name != one_line(name):
        raise Unprocessable("device_name", f"Tên thiết bị là một dòng, nhiều nhất {LONGEST_DEVICE_NAME} ký tự.")


def voice_of_new_device(work: Work, *, device_id: str, kind: str, zone: str | None, speaks: bool | None) -> bool:
    """Whether it will call by voice. `speaks` None: a board does unless another one of its room does already.

    Raises:
        Conflict: it is to speak, and another board of the room does.
    """
    others = boards_speaking_with(work, device_id, zone) if kind == "board" else []
    if speaks:
        require_one_voice(others)
    return not others if speaks is None else speaks


def boards_speaking_with(work: Work, device_id: str, zone: str | None) -> list[str]:
    """The other boards that speak in the room of `zone`."""
    boards = [
        PlacedBoard(known.device_id, known.zone, known.speaks)
        for known in devices_in_use(work.connection)
        if known.kind == "board" and known.device_id != device_id
    ]
    return speakers_in(work.centre.zones, boards, room_of(work.centre.zones, zone))


def require_one_voice(others: list[str]) -> None:
    """Two boards in one room must not speak over each other.

    Raises:
        Conflict: another board speaks there.
    """
    if others:
        raise Conflict("room_has_a_voice", f"Trong phòng này bảng '{others[0]}' đã đọc số. Mỗi phòng chỉ một bảng đọc.")


def check_binding(work: Work, *, kind: str, counter_id: str | None, zone: str | None) -> None:
    """Whether a device of that kind may stand there.

    Raises:
        Unprocessable: an unknown counter or zone, or a counter missing.
    """
    if (counter_id is not None) != (kind in BOUND_TO_COUNTER):
        raise Unprocessable("device_binding", f"a {kind} {'needs' if counter_id is None else 'has no'} --counter")
    if counter_id is not None and work.centre.counter(counter_id) is None:
        raise Unprocessable("unknown_counter", f"the centre has no counter '{counter_id}'")
    if zone is not None and all(known.zone != zone for known in work.centre.zones):
        raise Unprocessable("unknown_zone", f"the centre has no zone '{zone}'")


def add_staff(work: Work, *, staff_id: str, role: str, login: str, display_name: str, password_hash: str) -> None:
    """Add a member of staff. Name, login and password stay out of the journal.

    Raises:
        Unprocessable: unknown role, or an id that is none.
        Conflict: the id or the login is taken.
    """
    _require_identifier("staff", staff_id)
    if role not in ROLES:
        raise Unprocessable("unknown_role", f"'{role}' is none of {', '.join(ROLES)}")
    if staff_member(work.connection, staff_id) is not None:
        raise Conflict("staff_taken", f"'{staff_id}' is already known")
    if staff_by_login(work.connection, login) is not None:
        raise Conflict("login_taken", f"the login '{login}' is taken")
    work.record(StaffAdded(staff_id=staff_id, role=role))
    add_profile(
        work.connection,
        staff_id=staff_id,
        login=login,
        display_name=display_name,
        password_hash=password_hash,
    )


def set_password(work: Work, *, login: str, password_hash: str) -> None:
    """Give a member of staff a new password and end their web sessions. That it was done stands in the journal.

    Raises:
        NotFound: nobody has that login.
    """
    known = staff_by_login(work.connection, login)
    if known is None:
        raise NotFound("staff", f"nobody has the login '{login}'")
    set_password_hash(work.connection, known[0].staff_id, password_hash)
    mark_password_own(work.connection, known[0].staff_id)
    end_sessions_of(work.connection, known[0].staff_id)
    forget_browsers_of(work.connection, known[0].staff_id)
    work.record(AccessChanged(staff_id=known[0].staff_id, deed="password_reset"))


def _require_identifier(what: str, name: str) -> None:
    """Ids stand in topics and in the journal: one that MQTT cannot carry would silence every board."""
    if not IDENTIFIER.fullmatch(name):
        raise Unprocessable(f"bad_{what}_id", f"'{name}' is no id: use letters, digits, '.', '_' or '-', at most 64")
