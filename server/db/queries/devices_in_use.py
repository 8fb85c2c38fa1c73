"""Devices that are in use: known, and not retired."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from server.db import tables as t
from server.db.statements import Statement

_IN_USE = select(
    t.devices.c.device_id,
    t.devices.c.kind,
    t.devices.c.counter_id,
    t.devices.c.zone,
    t.devices.c.name,
    t.devices.c.speaks,
    t.devices.c.kiosk_number,
    t.devices.c.generation,
    t.devices.c.rotation_asked,
).where(t.devices.c.retired_at.is_(None))
ONE = Statement(_IN_USE.where(t.devices.c.device_id == bindparam("of_device")))
ALL = Statement(_IN_USE.order_by(t.devices.c.kind, t.devices.c.device_id))
_CREDENTIAL = select(t.device_credentials.c.device_id).where(t.device_credentials.c.valid_until.is_(None))
LET_IN = Statement(_IN_USE.where(t.devices.c.device_id.in_(_CREDENTIAL)).order_by(t.devices.c.device_id))
KIOSKS = Statement(_IN_USE.where(t.devices.c.kind == "kiosk").order_by(t.devices.c.device_id))


@dataclass(frozen=True, slots=True)
class DeviceInUse:
    device_id: str
    kind: str
    counter_id: str | None
    zone: str | None
    name: str
    speaks: bool
    """Whether it calls by voice."""
    kiosk_number: int | None
    """The 2 of a kiosk's emergency numbers X2-001."""
    generation: int
    """Raised by each pairing, rotation and revocation: its password at the broker is another one then."""
    rotation_asked: bool
    """Somebody wants it to take another credential."""


def _device(row: sqlite3.Row) -> DeviceInUse:
    return DeviceInUse(**dict(row) | {"speaks": bool(row["speaks"]), "rotation_asked": bool(row["rotation_asked"])})


def device_in_use(connection: sqlite3.Connection, device_id: str) -> DeviceInUse | None:
    row = ONE.first(connection, of_device=device_id)
    return None if row is None else _device(row)


def kiosks_in_use(connection: sqlite3.Connection) -> list[DeviceInUse]:
    return [_device(row) for row in KIOSKS.all(connection)]


def devices_in_use(connection: sqlite3.Connection) -> list[DeviceInUse]:
    return [_device(row) for row in ALL.all(connection)]


def devices_with_credential(connection: sqlite3.Connection) -> list[DeviceInUse]:
    """Those that are let in: a revoked one has no credential until it is paired again."""
    return [_device(row) for row in LET_IN.all(connection)]
