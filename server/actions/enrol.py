"""Devices are paired: invited with a code, given a credential for it, given another from time to time, shut out."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from server.actions.credentials import give_credential
from server.actions.devices import require_in_use
from server.db.queries import enrolments as stored
from server.db.queries.devices_in_use import DeviceInUse, device_in_use
from server.db.work import Work
from server.domain.enrolment_code import VALID_MS, Standing, standing
from server.domain.instant import MINUTE_MS, Instant
from server.errors import Conflict
from server.journal.events import (
    DeviceInvited,
    DeviceRevoked,
    DeviceRotated,
    DeviceRotationAsked,
)

OVERLAP_MS = 24 * 60 * MINUTE_MS
"""So long the former credential holds once the device has shown the new one."""
UNUSED_OVERLAP_MS = 30 * OVERLAP_MS
"""So long it holds beside one that the device has not shown: it may have lost the answer, and have been switched off
over the holidays before it could ask again."""

HashOf = Callable[[str], str]
"""By a device's id, the hash of the credential it gets."""


class NotPaired(Enum):
    """Why a code gave nothing."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    WORN_OUT = "worn_out"
    OTHER_KIND = "other_kind"
    """The code is right, and for a device of another kind: it stays good."""


_NOT_OPEN = {
    Standing.USED: NotPaired.USED,
    Standing.EXPIRED: NotPaired.EXPIRED,
    Standing.WORN_OUT: NotPaired.WORN_OUT,
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A code that gave nothing; the device it was made for is told only to whoever knows the code."""

    why: NotPaired
    kind: str = ""
    """Of the device that the code is for, when it is another kind."""


def invite(work: Work, *, device_id: str, half_hash: str, code_hash: str) -> Instant:
    """Make a code good for pairing a device; until when it is. A former one is good no more.

    Raises:
        NotFound: no such device in use.
    """
    require_in_use(work, device_id)
    stored.put_invitation(
        work.connection,
        device_id=device_id,
        half_hash=half_hash,
        code_hash=code_hash,
        made_at=work.now,
        made_by=work.actor,
    )
    work.record(DeviceInvited(device_id=device_id))
    return work.now + VALID_MS


def trade(work: Work, *, half_hash: str, code_hash: str, kind: str, credential_hash: HashOf) -> DeviceInUse | Wrong:
    """Give the device that a code was made for its credential, the only one from now on.

    A repeat of the attempt that used the code is answered again while the code would be valid. A wrong second half is
    counted, so this commits also when it gives nothing.
    """
    found = stored.invitations_of_half(work.connection, half_hash)
    meant = next((one for one in found if one.code_hash == code_hash), None)
    if meant is None:
        stored.count_wrong(work.connection, half_hash)
        return Wrong(NotPaired.UNKNOWN)
    device = device_in_use(work.connection, meant.device_id)
    if device is None:
        return Wrong(NotPaired.UNKNOWN)
    given, now = credential_hash(device.device_id), work.now
    stands = standing(meant.invitation, now)
    is_repeat = stands is Standing.USED and now - meant.invitation.made_at < VALID_MS
    if is_repeat and stored.has_credential(work.connection, device.device_id, given, now):
        return device
    if stands is not Standing.OPEN:
        return Wrong(_NOT_OPEN[stands])
    if device.kind != kind:
        return Wrong(NotPaired.OTHER_KIND, device.kind)
    stored.use_invitation(work.connection, device.device_id, now)
    give_credential(work, device_id=device.device_id, credential_hash=given, by="code")
    return require_in_use(work, device.device_id)


def ask_rotation(work: Work, *, device_id: str) -> None:
    """Have a device fetch another credential by itself, as soon as it hears of it.

    Raises:
        NotFound: no such device in use.
        Conflict: it has no credential with which it could ask for another, or one that somebody carried there.
    """
    require_in_use(work, device_id)
    given = stored.newest_given(work.connection).get(device_id)
    if given is None:
        raise Conflict("device_not_paired", "Thiết bị chưa ghép nên chưa có khóa để đổi. Vui lòng ghép thiết bị.")
    if given.by_hand:
        raise Conflict("device_by_hand", "Khóa của thiết bị này cấp bằng tệp nên thiết bị không tự đổi được.")
    work.record(DeviceRotationAsked(device_id=device_id))


def rotate(work: Work, *, device_id: str, credential_hash: str, shown_hash: str) -> DeviceInUse:
    """A device takes another credential; the former holds for a day more once this one is shown, and for thirty days
    if it never is. A repeat of the attempt changes nothing.

    Args:
        shown_hash: of the credential with which it asks.

    Raises:
        NotFound: no such device in use.
        Conflict: the device has shown a newer credential than the one with which it asks: whoever has only the former,
            a thief perhaps, must not go on with it for ever.
    """
    device = require_in_use(work, device_id)
    if stored.has_credential(work.connection, device_id, credential_hash, work.now):
        return device
    if stored.is_replaced(work.connection, shown_hash, unused_ms=UNUSED_OVERLAP_MS):
        raise Conflict("credential_replaced", "Thiết bị này đã có khóa mới hơn. Vui lòng ghép lại thiết bị.")
    stored.end_credentials(work.connection, device_id, work.now + UNUSED_OVERLAP_MS)
    stored.add_credential(
        work.connection, device_id=device_id, credential_hash=credential_hash, at=work.now, by_hand=False
    )
    work.record(DeviceRotated(device_id=device_id))
    return require_in_use(work, device_id)


def is_first_shown(connection: sqlite3.Connection, *, device_id: str, credential_hash: str, now: Instant) -> bool:
    """Whether this credential is the device's newest and its former ones do not know that yet."""
    return stored.has_longer_former(connection, device_id, newest_hash=credential_hash, until=now + OVERLAP_MS)


def note_shown(work: Work, *, device_id: str, credential_hash: str) -> None:
    """The device has its newest credential, so the former ones hold for a day more."""
    if is_first_shown(work.connection, device_id=device_id, credential_hash=credential_hash, now=work.now):
        stored.shorten_former(work.connection, device_id, until=work.now + OVERLAP_MS)


def revoke_device(work: Work, *, device_id: str) -> None:
    """Shut a device out at once: no credential of it holds and no code lets it in. It may be paired again.

    Raises:
        NotFound: no such device in use.
    """
    require_in_use(work, device_id)
    stored.drop_credentials(work.connection, device_id)
    stored.drop_invitation(work.connection, device_id)
    work.record(DeviceRevoked(device_id=device_id))


def forget_unusable(work: Work) -> None:
    """Credentials and codes that hold no more; a used code is shown as used for as long as it would have held."""
    stored.forget_ended(work.connection, now=work.now, invitations_before=work.now - OVERLAP_MS)
