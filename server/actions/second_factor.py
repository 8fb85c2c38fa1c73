"""The second factor of a login: a code of six digits that changes every 30 s (RFC 6238), and recovery codes.

Codes go by the wall clock, as the telephone's do: the journal's time stays ahead of it after a clock that was wrong.
"""

import secrets
import sqlite3
from collections.abc import Mapping

import pyotp

from server.db.queries.logins import (
    SecondFactor,
    confirm_second_factor,
    forget_second_factor,
    put_recovery_codes,
    put_second_factor,
    recovery_codes_of,
    second_factor_of,
    take_step,
    use_recovery_code,
)
from server.db.queries.people import StaffMember, staff_member
from server.db.work import Work
from server.domain.instant import SECOND_MS, Instant
from server.errors import Conflict, NotFound
from server.journal.events import AccessChanged

STEP_S = 30
STEPS_ASIDE = 1
"""A telephone's clock may be half a minute wrong, either way."""
RECOVERY_CODES = 8
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 3, 4
ISSUER = "Bốc Số"


def new_recovery_codes() -> dict[int, str]:
    """Codes to be written down, by their number, which is their first digit: `3-abcd-efgh-jkmn`, 59 random bits."""
    return {n: "-".join([str(n), *(_group() for _ in range(_GROUPS))]) for n in range(1, RECOVERY_CODES + 1)}


def _group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH))


def is_recovery_code(typed: str) -> bool:
    """Whether what was typed is no code of six digits but one of the others."""
    return any(letter.isalpha() for letter in typed)


def written_plainly(typed: str) -> str:
    """A recovery code as it was hashed, however it was typed."""
    kept = "".join(letter for letter in typed.lower() if letter.isascii() and letter.isalnum())
    groups = [kept[1:][at : at + _GROUP_LENGTH] for at in range(0, len(kept) - 1, _GROUP_LENGTH)]
    return "-".join([kept[:1], *groups])


def address_of_secret(secret: str, login: str, centre: str) -> str:
    """What the QR code holds: an authenticator reads it."""
    return pyotp.TOTP(secret, interval=STEP_S).provisioning_uri(name=login, issuer_name=f"{ISSUER} {centre}")


def begin_second_factor(work: Work, *, staff_id: str) -> str:
    """A new secret, which counts for nothing before a code of it was typed.

    Raises:
        Conflict: there is one already; it is ended first.
    """
    known = second_factor_of(work.connection, staff_id)
    if known is not None and known.confirmed_at is not None:
        raise Conflict("second_factor_on", "Mã xác thực đã bật.")
    secret = pyotp.random_base32()
    put_second_factor(work.connection, staff_id, secret)
    return secret


def confirm(work: Work, *, staff_id: str, code: str, code_hashes: Mapping[int, str], wall: Instant) -> bool:
    """Switch the second factor on, with a first code as the proof that it works; False: the code is wrong.

    `wall`: when it was typed, by the wall clock.
    """
    if not _take(work, _begun(work.connection, staff_id), code, wall):
        return False
    confirm_second_factor(work.connection, staff_id, work.now)
    put_recovery_codes(work.connection, staff_id, dict(code_hashes))
    work.record(AccessChanged(staff_id=staff_id, deed="second_factor_on"))
    return True


def would_confirm(connection: sqlite3.Connection, *, staff_id: str, code: str, wall: Instant) -> bool:
    """Whether `confirm` would take the code; for who has to make recovery codes before, which takes seconds."""
    return _step_of(_begun(connection, staff_id), code, wall) is not None


def _begun(connection: sqlite3.Connection, staff_id: str) -> SecondFactor:
    known = second_factor_of(connection, staff_id)
    if known is None or known.confirmed_at is not None:
        raise Conflict("no_second_factor", "Vui lòng bắt đầu lại từ bước quét mã.")
    return known


def forget_begun(work: Work, *, staff_id: str) -> None:
    """A secret that was never confirmed, and for which it is too late; one that is on stays."""
    known = second_factor_of(work.connection, staff_id)
    if known is not None and known.confirmed_at is None:
        forget_second_factor(work.connection, staff_id)


def take_code(work: Work, *, staff_id: str, code: str, wall: Instant) -> bool:
    """Whether the code was right at `wall`, of the wall clock; none is right twice. Who has no factor needs none."""
    known = second_factor_of(work.connection, staff_id)
    if known is None or known.confirmed_at is None:
        return True
    return _take(work, known, code, wall)


def take_recovery_code(work: Work, *, staff_id: str, n: int, code_hash: str) -> bool:
    """Use up a recovery code that was found right; False: it has been used meanwhile."""
    if recovery_codes_of(work.connection, staff_id).get(n) != code_hash:
        return False
    use_recovery_code(work.connection, staff_id, n)
    work.record(AccessChanged(staff_id=staff_id, deed="recovery_code_used"))
    return True


def renew_recovery_codes(work: Work, *, staff_id: str, code_hashes: Mapping[int, str]) -> None:
    """New ones; the former are worth nothing."""
    known = second_factor_of(work.connection, staff_id)
    if known is None or known.confirmed_at is None:
        raise Conflict("no_second_factor", "Mã xác thực chưa bật.")
    put_recovery_codes(work.connection, staff_id, dict(code_hashes))
    work.record(AccessChanged(staff_id=staff_id, deed="recovery_codes_renewed"))


def end_own_second_factor(work: Work, *, staff_id: str) -> None:
    """Switch one's own off; a repeat is harmless."""
    _end(work, staff_id, "second_factor_off")


def reset_second_factor(work: Work, *, staff_id: str) -> StaffMember:
    """Take somebody else's away, who has lost the telephone: the password alone lets them in again.

    Raises:
        NotFound: no such person, or none to take away.
    """
    member = staff_member(work.connection, staff_id)
    if member is None:
        raise NotFound("staff", "Không có người này.")
    if not _end(work, staff_id, "second_factor_reset"):
        raise NotFound("second_factor", "Người này không bật mã xác thực.")
    return member


def _end(work: Work, staff_id: str, deed: str) -> bool:
    known = second_factor_of(work.connection, staff_id)
    forget_second_factor(work.connection, staff_id)
    if known is None or known.confirmed_at is None:
        return False
    work.record(AccessChanged(staff_id=staff_id, deed=deed))
    return True


def _take(work: Work, factor: SecondFactor, code: str, wall: Instant) -> bool:
    step = _step_of(factor, code, wall)
    if step is None:
        return False
    take_step(work.connection, factor.staff_id, step)
    return True


def _step_of(factor: SecondFactor, code: str, wall: Instant) -> int | None:
    """The 30 s to which the code belongs, if it is near `wall` and newer than the last that was taken."""
    typed = "".join(letter for letter in code if letter in "0123456789")
    totp, this = pyotp.TOTP(factor.secret, interval=STEP_S), wall // SECOND_MS // STEP_S
    found = None
    for step in range(this - STEPS_ASIDE, this + STEPS_ASIDE + 1):
        if secrets.compare_digest(totp.generate_otp(step), typed) and step > factor.last_step:
            found = step
    return found
