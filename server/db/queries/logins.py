"""What a login asks beside the password: browsers known from former ones, second factors, recovery codes."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import Instant

_BROWSER = t.known_browsers.c.browser_hash == bindparam("of_browser")
_FACTOR = t.second_factors.c.staff_id == bindparam("of_staff")
_CODES = t.recovery_codes.c.staff_id == bindparam("of_staff")

KNOWN_BROWSER = Statement(select(t.known_browsers.c.staff_id).where(_BROWSER))
PUT_BROWSER = Statement(
    upsert(t.known_browsers)
    .values({column.name: bindparam(column.name) for column in t.known_browsers.columns})
    .on_conflict_do_update(index_elements=["browser_hash", "staff_id"], set_={"seen_at": bindparam("seen_at")})
)
DROP_BROWSERS = Statement(delete(t.known_browsers).where(t.known_browsers.c.staff_id == bindparam("of_staff")))
FORGET_BROWSERS = Statement(delete(t.known_browsers).where(t.known_browsers.c.seen_at <= bindparam("seen_before")))
FACTOR = Statement(select(t.second_factors).where(_FACTOR))
WITH_FACTOR = Statement(select(t.second_factors.c.staff_id).where(t.second_factors.c.confirmed_at.is_not(None)))
PUT_FACTOR = Statement(
    upsert(t.second_factors)
    .values(staff_id=bindparam("staff_id"), secret=bindparam("secret"), confirmed_at=None, last_step=0)
    .on_conflict_do_update(
        index_elements=["staff_id"], set_={"secret": bindparam("secret"), "confirmed_at": None, "last_step": 0}
    )
)
CONFIRM_FACTOR = Statement(update(t.second_factors).where(_FACTOR).values(confirmed_at=bindparam("now")))
TAKE_STEP = Statement(update(t.second_factors).where(_FACTOR).values(last_step=bindparam("step")))
DROP_FACTOR = Statement(delete(t.second_factors).where(_FACTOR))
CODES = Statement(select(t.recovery_codes.c.n, t.recovery_codes.c.code_hash).where(_CODES))
ADD_CODE = Statement(
    insert(t.recovery_codes).values({column.name: bindparam(column.name) for column in t.recovery_codes.columns})
)
DROP_CODE = Statement(delete(t.recovery_codes).where(_CODES, t.recovery_codes.c.n == bindparam("of_n")))
DROP_CODES = Statement(delete(t.recovery_codes).where(_CODES))


@dataclass(frozen=True, slots=True)
class SecondFactor:
    staff_id: str
    secret: str
    confirmed_at: Instant | None
    """None: shown, and not asked for yet."""
    last_step: int
    """The newest 30 s whose code was taken."""


def staff_known_in(connection: sqlite3.Connection, browser_hash: str) -> set[str]:
    """Who has logged in with this browser before."""
    return {row[0] for row in KNOWN_BROWSER.all(connection, of_browser=browser_hash)}


def know_browser(connection: sqlite3.Connection, browser_hash: str, staff_id: str, now: Instant) -> None:
    PUT_BROWSER.run(connection, browser_hash=browser_hash, staff_id=staff_id, seen_at=now)


def forget_browsers_of(connection: sqlite3.Connection, staff_id: str) -> None:
    DROP_BROWSERS.run(connection, of_staff=staff_id)


def forget_browsers(connection: sqlite3.Connection, *, seen_before: Instant) -> None:
    FORGET_BROWSERS.run(connection, seen_before=seen_before)


def second_factor_of(connection: sqlite3.Connection, staff_id: str) -> SecondFactor | None:
    """Somebody's, also one that is not confirmed yet."""
    row = FACTOR.first(connection, of_staff=staff_id)
    return None if row is None else SecondFactor(**dict(row))


def staff_with_second_factor(connection: sqlite3.Connection) -> set[str]:
    """Who is asked for a code."""
    return {row[0] for row in WITH_FACTOR.all(connection)}


def put_second_factor(connection: sqlite3.Connection, staff_id: str, secret: str) -> None:
    """One that is not confirmed yet, in place of any other."""
    PUT_FACTOR.run(connection, staff_id=staff_id, secret=secret)


def confirm_second_factor(connection: sqlite3.Connection, staff_id: str, now: Instant) -> None:
    CONFIRM_FACTOR.run(connection, of_staff=staff_id, now=now)


def take_step(connection: sqlite3.Connection, staff_id: str, step: int) -> None:
    TAKE_STEP.run(connection, of_staff=staff_id, step=step)


def forget_second_factor(connection: sqlite3.Connection, staff_id: str) -> None:
    """With its recovery codes."""
    DROP_FACTOR.run(connection, of_staff=staff_id)
    DROP_CODES.run(connection, of_staff=staff_id)


def recovery_codes_of(connection: sqlite3.Connection, staff_id: str) -> dict[int, str]:
    """The hashes of those that are left, by number."""
    return {row[0]: row[1] for row in CODES.all(connection, of_staff=staff_id)}


def put_recovery_codes(connection: sqlite3.Connection, staff_id: str, hashes: dict[int, str]) -> None:
    """In place of all former ones."""
    DROP_CODES.run(connection, of_staff=staff_id)
    for n, code_hash in hashes.items():
        ADD_CODE.run(connection, staff_id=staff_id, n=n, code_hash=code_hash)


def use_recovery_code(connection: sqlite3.Connection, staff_id: str, n: int) -> None:
    DROP_CODE.run(connection, of_staff=staff_id, of_n=n)
