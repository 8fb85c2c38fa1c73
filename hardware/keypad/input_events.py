"""The kernel's input events as bytes, read and written; pure.

`struct input_event` of linux/input.h on a 64-bit system: seconds, microseconds, type, code, value. The numbers are
those of linux/input-event-codes.h, which never change.
"""

import struct
from dataclasses import dataclass

from hardware.keypad.keypad import PadKey

_EVENT = struct.Struct("@qqHHi")
EVENT_BYTES = _EVENT.size

EV_SYN, EV_KEY = 0x00, 0x01
SYN_REPORT, SYN_DROPPED = 0, 3
_UP, _DOWN, _HELD = 0, 1, 2

KEY_CODES: dict[int, PadKey] = {
    96: PadKey.ENTER,  # KEY_KPENTER
    28: PadKey.ENTER,  # KEY_ENTER: pads that pretend to be a part of a keyboard
    78: PadKey.PLUS,  # KEY_KPPLUS
    79: PadKey.ONE,  # KEY_KP1
    2: PadKey.ONE,  # KEY_1
    107: PadKey.ONE,  # KEY_END: what some pads send for 1 while their own Num Lock is off
    82: PadKey.ZERO,  # KEY_KP0
    11: PadKey.ZERO,  # KEY_0
    110: PadKey.ZERO,  # KEY_INSERT: as above, for 0
    83: PadKey.DOT,  # KEY_KPDOT
    121: PadKey.DOT,  # KEY_KPCOMMA
    52: PadKey.DOT,  # KEY_DOT
    111: PadKey.DOT,  # KEY_DELETE: as above, for the dot
}
"""Which of our keys a code is. The digits' own codes do not change with Num Lock; it is other software's matter."""

USUAL_CODES: dict[PadKey, int] = {
    PadKey.ENTER: 96,
    PadKey.PLUS: 78,
    PadKey.ONE: 79,
    PadKey.ZERO: 82,
    PadKey.DOT: 83,
}
"""What an ordinary number pad sends."""


@dataclass(frozen=True, slots=True)
class ReadChange:
    """A key of ours that went down or up. `stamp_s` is the time in the event, on whatever clock it is."""

    key: PadKey
    is_down: bool
    stamp_s: float


class EventReader:
    """Takes bytes as they come, in whatever pieces, and gives the changes of our keys.

    After SYN_DROPPED (the kernel had to drop events) everything up to the next SYN_REPORT is incomplete and
    ignored, as the kernel's event-codes documentation asks.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._is_incomplete = False

    def read(self, piece: bytes) -> list[ReadChange]:
        waiting = self._rest + piece
        whole = len(waiting) - len(waiting) % EVENT_BYTES
        self._rest = waiting[whole:]
        changes = []
        for seconds, microseconds, kind, code, value in _EVENT.iter_unpack(waiting[:whole]):
            if kind == EV_SYN:
                self._is_incomplete = code == SYN_DROPPED or (self._is_incomplete and code != SYN_REPORT)
            elif kind == EV_KEY and not self._is_incomplete and value != _HELD and code in KEY_CODES:
                changes.append(ReadChange(KEY_CODES[code], value == _DOWN, seconds + microseconds / 1e6))
        return changes


def key_bytes(code: int, value: int, at_s: float) -> bytes:
    """One key event and the report that ends it, as a keyboard sends them. `value`: 0 up, 1 down, 2 held."""
    seconds, rest_s = divmod(at_s, 1)
    stamp = (int(seconds), int(rest_s * 1e6))
    return _EVENT.pack(*stamp, EV_KEY, code, value) + _EVENT.pack(*stamp, EV_SYN, SYN_REPORT, 0)


def change_bytes(key: PadKey, *, is_down: bool, at_s: float) -> bytes:
    """What an ordinary number pad sends when a finger pushes a key, or lets it go."""
    return key_bytes(USUAL_CODES[key], _DOWN if is_down else _UP, at_s)
