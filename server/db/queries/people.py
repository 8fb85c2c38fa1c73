"""Staff and devices: roles and bindings from the journal, names and secrets from beside it."""

import json
import sqlite3
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from server.db import tables as t
from server.db.queries.sessions import WebSession
from server.db.statements import Statement
from server.domain.instant import Instant

_STAFF = (
    select(
        t.staff.c.staff_id,
        t.staff.c.role,
        t.staff_profiles.c.login,
        t.staff_profiles.c.display_name,
        t.staff.c.is_active,
        t.staff.c.expires_on,
        t.staff.c.languages,
        t.temporary_passwords.c.set_at,
    )
    .join(t.staff_profiles, t.staff_profiles.c.staff_id == t.staff.c.staff_id)
    .outerjoin(t.temporary_passwords, t.temporary_passwords.c.staff_id == t.staff.c.staff_id)
)
_STAFF_COLUMNS = len(_STAFF.selected_columns)
ALL_STAFF = Statement(_STAFF.order_by(t.staff.c.staff_id))
STAFF_BY_ID = Statement(_STAFF.where(t.staff.c.staff_id == bindparam("of_staff")))
STAFF_BY_LOGIN = Statement(
    _STAFF.add_columns(t.staff_profiles.c.password_hash).where(t.staff_profiles.c.login == bindparam("of_login"))
)
OF_SESSION = Statement(
    _STAFF.add_columns(*(t.web_sessions.c[column.name] for column in fields(WebSession)))
    .join(t.web_sessions, t.web_sessions.c.staff_id == t.staff.c.staff_id)
    .where(t.web_sessions.c.token_hash == bindparam("of_token_hash"))
)
ADD_PROFILE = Statement(insert(t.staff_profiles).values({c.name: bindparam(c.name) for c in t.staff_profiles.columns}))
SET_PASSWORD = Statement(
    update(t.staff_profiles)
    .where(t.staff_profiles.c.staff_id == bindparam("of_staff"))
    .values(password_hash=bindparam("password_hash"))
)
SET_DISPLAY_NAME = Statement(
    update(t.staff_profiles)
    .where(t.staff_profiles.c.staff_id == bindparam("of_staff"))
    .values(display_name=bindparam("display_name"))
)
PUT_TEMPORARY = Statement(
    upsert(t.temporary_passwords)
    .values(staff_id=bindparam("staff_id"), set_at=bindparam("set_at"))
    .on_conflict_do_update(index_elements=["staff_id"], set_={"set_at": bindparam("set_at")})
)
DROP_TEMPORARY = Statement(
    delete(t.temporary_passwords).where(t.temporary_passwords.c.staff_id == bindparam("of_staff"))
)
_DEVICE = select(
    t.devices.c.device_id,
    t.devices.c.kind,
    t.devices.c.counter_id,
    t.devices.c.zone,
    t.devices.c.settings_revision,
    t.devices.c.speaks,
    t.devices.c.kiosk_number,
    t.devices.c.rotation_asked,
)
ALL_DEVICES = Statement(_DEVICE.where(t.devices.c.retired_at.is_(None)).order_by(t.devices.c.device_id))
DEVICE_BY_ID = Statement(_DEVICE.where(t.devices.c.device_id == bindparam("of_device")))
DEVICE_BY_CREDENTIAL = Statement(
    _DEVICE.join(t.device_credentials, t.device_credentials.c.device_id == t.devices.c.device_id).where(
        t.device_credentials.c.credential_hash == bindparam("of_hash"),
        or_(t.device_credentials.c.valid_until.is_(None), t.device_credentials.c.valid_until > bindparam("now")),
    )
)


@dataclass(frozen=True, slots=True)
class StaffMember:
    staff_id: str
    role: str
    login: str
    display_name: str
    is_active: bool = True
    expires_on: date | None = None
    """The last local date on which the account works; volunteers have one."""
    languages: tuple[str, ...] = ()
    """Spoken beside Vietnamese."""
    must_change_password: bool = False
    """Somebody else has set it: nothing else works before it is changed."""

    def may_work_on(self, today: date) -> bool:
        return self.is_active and (self.expires_on is None or today <= self.expires_on)


@dataclass(frozen=True, slots=True)
class Device:
    device_id: str
    kind: str
    counter_id: str | None
    zone: str | None
    settings_revision: int
    speaks: bool = True
    """Whether it calls by voice."""
    kiosk_number: int | None = None
    """The 2 of a kiosk's emergency numbers X2-001."""
    rotation_asked: bool = False
    """Somebody wants it to take another credential."""


def _staff_member(row: sqlite3.Row) -> StaffMember:
    staff_id, role, login, display_name, is_active, expires_on, languages, set_at = tuple(row)[:_STAFF_COLUMNS]
    return StaffMember(
        staff_id,
        role,
        login,
        display_name,
        bool(is_active),
        None if expires_on is None else date.fromisoformat(expires_on),
        tuple(json.loads(languages)),
        set_at is not None,
    )


def _device(row: sqlite3.Row) -> Device:
    return Device(**dict(row) | {"speaks": bool(row["speaks"]), "rotation_asked": bool(row["rotation_asked"])})


def all_staff(connection: sqlite3.Connection) -> list[StaffMember]:
    return [_staff_member(row) for row in ALL_STAFF.all(connection)]


def staff_member(connection: sqlite3.Connection, staff_id: str) -> StaffMember | None:
    row = STAFF_BY_ID.first(connection, of_staff=staff_id)
    return None if row is None else _staff_member(row)


def staff_of_web_session(connection: sqlite3.Connection, token_hash: str) -> tuple[WebSession, StaffMember] | None:
    """A session with whose it is: read together, for every deed of an officer begins with it."""
    row = OF_SESSION.first(connection, of_token_hash=token_hash)
    return None if row is None else (WebSession(*tuple(row)[_STAFF_COLUMNS:]), _staff_member(row))


def staff_by_login(connection: sqlite3.Connection, login: str) -> tuple[StaffMember, str] | None:
    """The member of staff and the hash of the password, by login name."""
    row = STAFF_BY_LOGIN.first(connection, of_login=login)
    return None if row is None else (_staff_member(row), row["password_hash"])


MATCHES_NOTHING = "!"
"""No hash: whatever is typed does not fit it, until somebody sets a password."""


def has_password(connection: sqlite3.Connection, known: StaffMember) -> bool:
    """Whether somebody can log in at all; who was only named in a centre's file cannot."""
    found = staff_by_login(connection, known.login)
    return found is not None and found[1] != MATCHES_NOTHING


def add_profile(
    connection: sqlite3.Connection, *, staff_id: str, login: str, display_name: str, password_hash: str
) -> None:
    ADD_PROFILE.run(connection, staff_id=staff_id, login=login, display_name=display_name, password_hash=password_hash)


def set_password_hash(connection: sqlite3.Connection, staff_id: str, password_hash: str) -> None:
    SET_PASSWORD.run(connection, of_staff=staff_id, password_hash=password_hash)


def set_display_name(connection: sqlite3.Connection, staff_id: str, display_name: str) -> None:
    SET_DISPLAY_NAME.run(connection, of_staff=staff_id, display_name=display_name)


def mark_password_temporary(connection: sqlite3.Connection, staff_id: str, now: Instant) -> None:
    """The next login changes it before anything else."""
    PUT_TEMPORARY.run(connection, staff_id=staff_id, set_at=now)


def mark_password_own(connection: sqlite3.Connection, staff_id: str) -> None:
    DROP_TEMPORARY.run(connection, of_staff=staff_id)


def all_devices(connection: sqlite3.Connection) -> list[Device]:
    """Every device that is not retired."""
    return [_device(row) for row in ALL_DEVICES.all(connection)]


def device_by_id(connection: sqlite3.Connection, device_id: str) -> Device | None:
    row = DEVICE_BY_ID.first(connection, of_device=device_id)
    return None if row is None else _device(row)


def device_by_credential(connection: sqlite3.Connection, credential_hash: str, now: Instant) -> Device | None:
    row = DEVICE_BY_CREDENTIAL.first(connection, of_hash=credential_hash, now=now)
    return None if row is None else _device(row)
