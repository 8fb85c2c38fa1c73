"""Raw event bytes as a USB number pad sends them on a 64-bit Linux; no input device is needed for these tests.

They are what the kernel writes, field by field (linux/input.h). A device of the kernel's own: test_virtual_pad.py.
"""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.keypad.input_events import (
    EVENT_BYTES,
    KEY_CODES,
    USUAL_CODES,
    EventReader,
    ReadChange,
    change_bytes,
    key_bytes,
)
from hardware.keypad.keypad import PadKey

ENTER_PUSHED_AND_LET_GO = bytes.fromhex(
    # 12.345678 s: EV_MSC MSC_SCAN 0x70058, EV_KEY KEY_KPENTER 1, SYN_REPORT;
    # 12.6 s: held (the kernel repeats it), SYN_REPORT with value 1 as for repeats;
    # 12.7 s: let go.
    """
    0c00000000000000 4e46050000000000 0400 0400 58000700
    0c00000000000000 4e46050000000000 0100 6000 01000000
    0c00000000000000 4e46050000000000 0000 0000 00000000
    0c00000000000000 c027090000000000 0100 6000 02000000
    0c00000000000000 c027090000000000 0000 0000 01000000
    0c00000000000000 60ae0a0000000000 0400 0400 58000700
    0c00000000000000 60ae0a0000000000 0100 6000 00000000
    0c00000000000000 60ae0a0000000000 0000 0000 00000000
    """
)
DROPPED = struct.pack("@qqHHi", 13, 0, 0, 3, 0)
REPORT = struct.pack("@qqHHi", 13, 0, 0, 0, 0)


def change(key: PadKey, at_s: float, *, is_down: bool = True) -> ReadChange:
    return ReadChange(key, is_down, pytest.approx(at_s))


def test_one_push_is_down_and_up_whatever_else_the_kernel_says() -> None:
    assert EventReader().read(ENTER_PUSHED_AND_LET_GO) == [
        change(PadKey.ENTER, 12.345678),
        change(PadKey.ENTER, 12.7, is_down=False),
    ]


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (96, PadKey.ENTER),
        (28, PadKey.ENTER),
        (78, PadKey.PLUS),
        (79, PadKey.ONE),
        (107, PadKey.ONE),
        (82, PadKey.ZERO),
        (110, PadKey.ZERO),
        (83, PadKey.DOT),
        (111, PadKey.DOT),
        (121, PadKey.DOT),
    ],
)
def test_a_key_is_the_same_with_num_lock_on_and_off(code: int, key: PadKey) -> None:
    assert [seen.key for seen in EventReader().read(key_bytes(code, 1, 1.0))] == [key]


@pytest.mark.parametrize("code", [69, 98, 55, 74, 71, 72, 73, 75, 76, 77, 80, 81, 14, 30, 103, 0x110])
def test_other_keys_are_nothing(code: int) -> None:
    assert EventReader().read(key_bytes(code, 1, 1.0) + key_bytes(code, 0, 1.1)) == []


def test_what_the_kernel_dropped_is_not_guessed() -> None:
    reader = EventReader()
    dropped = DROPPED + key_bytes(96, 1, 13.0)  # the report behind it ends what is incomplete
    assert reader.read(dropped) == []
    assert [seen.key for seen in reader.read(key_bytes(79, 1, 13.1))] == [PadKey.ONE]
    assert reader.read(DROPPED) == []
    assert reader.read(REPORT + key_bytes(78, 1, 13.2)) == [change(PadKey.PLUS, 13.2)]


@given(st.lists(st.integers(1, 3 * EVENT_BYTES), max_size=20))
def test_the_pieces_in_which_bytes_come_do_not_matter(sizes: list[int]) -> None:
    reader, found, at = EventReader(), [], 0
    for size in [*sizes, len(ENTER_PUSHED_AND_LET_GO)]:
        found += reader.read(ENTER_PUSHED_AND_LET_GO[at : at + size])
        at += size
    assert found == EventReader().read(ENTER_PUSHED_AND_LET_GO)


@given(st.binary(max_size=500))
def test_noise_does_not_stop_the_reader(noise: bytes) -> None:
    reader = EventReader()
    reader.read(noise)
    reader.read(bytes(-len(noise) % EVENT_BYTES) + REPORT)
    assert reader.read(key_bytes(96, 1, 1.0)) == [change(PadKey.ENTER, 1.0)]


def test_the_simulator_sends_what_an_ordinary_pad_sends() -> None:
    assert {KEY_CODES[code] for code in USUAL_CODES.values()} == set(PadKey)
    for key in PadKey:
        sent = change_bytes(key, is_down=True, at_s=5.25) + change_bytes(key, is_down=False, at_s=5.5)
        assert EventReader().read(sent) == [change(key, 5.25), change(key, 5.5, is_down=False)]
