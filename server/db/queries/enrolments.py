"""Pairing codes by device, and the credentials that devices prove themselves with: hashes only."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from server.db import tables as t
from server.db.statements import Statement
from server.domain.enrolment_code import Invitation
from server.domain.instant import Instant

_INVITATION = select(t.enrolments.c.made_at, t.enrolments.c.tries, t.enrolments.c.used_at)
INVITATION_OF = Statement(_INVITATION.where(t.enrolments.c.device_id == bindparam("of_device")))
BY_HALF = Statement(
    _INVITATION.add_columns(t.enrolments.c.device_id, t.enrolments.c.code_hash).where(
        t.enrolments.c.half_hash == bindparam("of_half")
    )
)
PUT_INVITATION = Statement(
    upsert(t.enrolments)
    .values({c.name: bindparam(c.name) for c in t.enrolments.columns})
    .on_conflict_do_update(
        index_elements=["device_id"],
        set_={c.name: bindparam(c.name) for c in t.enrolments.columns if c.name != "device_id"},
    )
)
COUNT_WRONG = Statement(
    update(t.enrolments).where(t.enrolments.c.half_hash == bindparam("of_half")).values(tries=t.enrolments.c.tries + 1)
)
USE_INVITATION = Statement(
    update(t.enrolments).where(t.enrolments.c.device_id == bindparam("of_device")).values(used_at=bindparam("at"))
)
DROP_INVITATION = Statement(delete(t.enrolments).where(t.enrolments.c.device_id == bindparam("of_device")))
FORGET_INVITATIONS = Statement(delete(t.enrolments).where(t.enrolments.c.made_at < bindparam("before")))

_credentials = t.device_credentials
_IN_FORCE = or_(_credentials.c.valid_until.is_(None), _credentials.c.valid_until > bindparam("now"))
HAS_CREDENTIAL = Statement(
    select(_credentials.c.credential_hash).where(
        _credentials.c.device_id == bindparam("of_device"),
        _credentials.c.credential_hash == bindparam("of_hash"),
        _IN_FORCE,
    )
)
NEWEST_GIVEN = Statement(
    select(_credentials.c.device_id, _credentials.c.given_at, _credentials.c.by_hand).where(
        _credentials.c.valid_until.is_(None)
    )
)
ADD_CREDENTIAL = Statement(insert(_credentials).values({c.name: bindparam(c.name) for c in _credentials.columns}))
END_OTHERS = Statement(
    update(_credentials)
    .where(_credentials.c.device_id == bindparam("of_device"), _credentials.c.valid_until.is_(None))
    .values(valid_until=bindparam("until"))
)
_LONGER_FORMER = (_credentials.c.device_id == bindparam("of_device"), _credentials.c.valid_until > bindparam("until"))
_newest = _credentials.alias("newest")
HAS_LONGER_FORMER = Statement(
    select(_credentials.c.device_id).where(
        *_LONGER_FORMER,
        exists().where(
            _newest.c.credential_hash == bindparam("newest_hash"),
            _newest.c.device_id == _credentials.c.device_id,
            _newest.c.valid_until.is_(None),
        ),
    )
)
_later = _credentials.alias("later")
IS_REPLACED = Statement(
    select(_credentials.c.device_id).where(
        _credentials.c.credential_hash == bindparam("of_hash"),
        _credentials.c.valid_until.is_not(None),
        # Its end is no more the one that it got when the next one was given: that one, or a later one, has been shown.
        ~exists().where(
            _later.c.device_id == _credentials.c.device_id,
            _later.c.given_at + bindparam("unused_ms") == _credentials.c.valid_until,
        ),
    )
)
SHORTEN_FORMER = Statement(update(_credentials).where(*_LONGER_FORMER).values(valid_until=bindparam("until")))
DROP_CREDENTIALS = Statement(delete(_credentials).where(_credentials.c.device_id == bindparam("of_device")))
FORGET_ENDED = Statement(delete(_credentials).where(_credentials.c.valid_until <= bindparam("now")))


@dataclass(frozen=True, slots=True)
class FoundInvitation:
    device_id: str
    code_hash: str
    invitation: Invitation


@dataclass(frozen=True, slots=True)
class GivenCredential:
    at: Instant
    """0: before that was kept."""
    by_hand: bool
    """Carried to the device as a file."""


def put_invitation(
    connection: sqlite3.Connection, *, device_id: str, half_hash: str, code_hash: str, made_at: Instant, made_by: str
) -> None:
    """A device has one invitation: the former is gone."""
    PUT_INVITATION.run(
        connection,
        device_id=device_id,
        half_hash=half_hash,
        code_hash=code_hash,
        made_at=made_at,
        made_by=made_by,
        tries=0,
        used_at=None,
    )


def invitation_of(connection: sqlite3.Connection, device_id: str) -> Invitation | None:
    row = INVITATION_OF.first(connection, of_device=device_id)
    return None if row is None else Invitation(*tuple(row))


def invitations_of_half(connection: sqlite3.Connection, half_hash: str) -> list[FoundInvitation]:
    rows = BY_HALF.all(connection, of_half=half_hash)
    return [FoundInvitation(row[3], row[4], Invitation(*tuple(row)[:3])) for row in rows]


def count_wrong(connection: sqlite3.Connection, half_hash: str) -> None:
    COUNT_WRONG.run(connection, of_half=half_hash)


def use_invitation(connection: sqlite3.Connection, device_id: str, at: Instant) -> None:
    USE_INVITATION.run(connection, of_device=device_id, at=at)


def drop_invitation(connection: sqlite3.Connection, device_id: str) -> None:
    DROP_INVITATION.run(connection, of_device=device_id)


def has_credential(connection: sqlite3.Connection, device_id: str, credential_hash: str, now: Instant) -> bool:
    return HAS_CREDENTIAL.first(connection, of_device=device_id, of_hash=credential_hash, now=now) is not None


def newest_given(connection: sqlite3.Connection) -> dict[str, GivenCredential]:
    """Of each device that has a credential, the one in force."""
    return {row[0]: GivenCredential(row[1], bool(row[2])) for row in NEWEST_GIVEN.all(connection)}


def add_credential(
    connection: sqlite3.Connection, *, device_id: str, credential_hash: str, at: Instant, by_hand: bool
) -> None:
    """Beside the ones it has."""
    ADD_CREDENTIAL.run(
        connection,
        device_id=device_id,
        credential_hash=credential_hash,
        given_at=at,
        by_hand=int(by_hand),
        valid_until=None,
    )


def put_credential(
    connection: sqlite3.Connection, device_id: str, credential_hash: str, at: Instant, *, by_hand: bool
) -> None:
    """The only one of the device from now on."""
    drop_credentials(connection, device_id)
    add_credential(connection, device_id=device_id, credential_hash=credential_hash, at=at, by_hand=by_hand)


def end_credentials(connection: sqlite3.Connection, device_id: str, until: Instant) -> None:
    """Those that have no end yet hold until then."""
    END_OTHERS.run(connection, of_device=device_id, until=until)


def has_longer_former(connection: sqlite3.Connection, device_id: str, *, newest_hash: str, until: Instant) -> bool:
    """Whether the device has former credentials that hold for longer, beside the newest with this hash."""
    row = HAS_LONGER_FORMER.first(connection, of_device=device_id, newest_hash=newest_hash, until=until)
    return row is not None


def is_replaced(connection: sqlite3.Connection, credential_hash: str, *, unused_ms: int) -> bool:
    """Whether the device has shown another credential that it got after this one.

    Args:
        unused_ms: how long a former one holds while none after it was shown.
    """
    return IS_REPLACED.first(connection, of_hash=credential_hash, unused_ms=unused_ms) is not None


def shorten_former(connection: sqlite3.Connection, device_id: str, *, until: Instant) -> None:
    """Those that hold for longer, the newest apart, hold until then."""
    SHORTEN_FORMER.run(connection, of_device=device_id, until=until)


def drop_credentials(connection: sqlite3.Connection, device_id: str) -> None:
    """The device is let in no more."""
    DROP_CREDENTIALS.run(connection, of_device=device_id)


def forget_ended(connection: sqlite3.Connection, *, now: Instant, invitations_before: Instant) -> None:
    """Credentials that hold no more, and codes that nobody can use any more."""
    FORGET_ENDED.run(connection, now=now)
    FORGET_INVITATIONS.run(connection, before=invitations_before)
