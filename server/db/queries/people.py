"""Staff and devices: roles and bindings from the journal, names and secrets from beside it."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from server.db import tables as t
from server.db.statements import Statement

_STAFF = select(t.staff.c.staff_id, t.staff.c.role, t.staff_profiles.c.login, t.staff_profiles.c.display_name).join(
    t.staff_profiles, t.staff_profiles.c.staff_id == t.staff.c.staff_id
)
ALL_STAFF = Statement(_STAFF.order_by(t.staff.c.staff_id))
STAFF_BY_ID = Statement(_STAFF.where(t.staff.c.staff_id == bindparam("of_staff")))
STAFF_BY_LOGIN = Statement(
    _STAFF.add_columns(t.staff_profiles.c.password_hash).where(t.staff_profiles.c.login == bindparam("of_login"))
)
ADD_PROFILE = Statement(insert(t.staff_profiles).values({c.name: bindparam(c.name) for c in t.staff_profiles.columns}))
SET_PASSWORD = Statement(
    update(t.staff_profiles)
    .where(t.staff_profiles.c.staff_id == bindparam("of_staff"))
    .values(password_hash=bindparam("password_hash"))
)
_DEVICE = select(
    t.devices.c.device_id,
    t.devices.c.kind,
    t.devices.c.counter_id,
    t.devices.c.zone,
    t.devices.c.settings_revision,
)
ALL_DEVICES = Statement(_DEVICE.order_by(t.devices.c.device_id))
DEVICE_BY_ID = Statement(_DEVICE.where(t.devices.c.device_id == bindparam("of_device")))
DEVICE_BY_CREDENTIAL = Statement(
    _DEVICE.join(t.device_credentials, t.device_credentials.c.device_id == t.devices.c.device_id).where(
        t.device_credentials.c.credential_hash == bindparam("of_hash")
    )
)
PUT_CREDENTIAL = Statement(
    upsert(t.device_credentials)
    .values(device_id=bindparam("device_id"), credential_hash=bindparam("credential_hash"))
    .on_conflict_do_update(index_elements=["device_id"], set_={"credential_hash": bindparam("credential_hash")})
)


@dataclass(frozen=True, slots=True)
class StaffMember:
    staff_id: str
    role: str
    login: str
    display_name: str


@dataclass(frozen=True, slots=True)
class Device:
    device_id: str
    kind: str
    counter_id: str | None
    zone: str | None
    settings_revision: int


def all_staff(connection: sqlite3.Connection) -> list[StaffMember]:
    return [StaffMember(*row) for row in ALL_STAFF.all(connection)]


def staff_member(connection: sqlite3.Connection, staff_id: str) -> StaffMember | None:
    row = STAFF_BY_ID.first(connection, of_staff=staff_id)
    return None if row is None else StaffMember(*row)


def staff_by_login(connection: sqlite3.Connection, login: str) -> tuple[StaffMember, str] | None:
    """The member of staff and the hash of the password, by login name."""
    row = STAFF_BY_LOGIN.first(connection, of_login=login)
    return None if row is None else (StaffMember(*tuple(row)[:4]), row["password_hash"])


def add_profile(
    connection: sqlite3.Connection, *, staff_id: str, login: str, display_name: str, password_hash: str
) -> None:
    ADD_PROFILE.run(connection, staff_id=staff_id, login=login, display_name=display_name, password_hash=password_hash)


def set_password_hash(connection: sqlite3.Connection, staff_id: str, password_hash: str) -> None:
    SET_PASSWORD.run(connection, of_staff=staff_id, password_hash=password_hash)


def all_devices(connection: sqlite3.Connection) -> list[Device]:
    return [Device(*row) for row in ALL_DEVICES.all(connection)]


def device_by_id(connection: sqlite3.Connection, device_id: str) -> Device | None:
    row = DEVICE_BY_ID.first(connection, of_device=device_id)
    return None if row is None else Device(*row)


def device_by_credential(connection: sqlite3.Connection, credential_hash: str) -> Device | None:
    row = DEVICE_BY_CREDENTIAL.first(connection, of_hash=credential_hash)
    return None if row is None else Device(*row)


def put_credential(connection: sqlite3.Connection, device_id: str, credential_hash: str) -> None:
    PUT_CREDENTIAL.run(connection, device_id=device_id, credential_hash=credential_hash)
