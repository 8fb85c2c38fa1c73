"""A keypad that is there, pulled out, put back, shared or wrong: through a pipe, with the reader of the real one."""

import time
from pathlib import Path

import pytest
from plugged_keypad import Plugged, until

from hardware.keypad.event_keypad import EventKeypad
from hardware.keypad.keypad import KeypadUnusable, PadKey
from hardware.keypad.simulated_keypad import PipeKeypad, hold, let_go, plug_in, push, unplug


def test_pushed_keys_come_in_order_with_their_time(plugged: Plugged) -> None:
    before_s = time.monotonic()
    push(plugged.path, PadKey.ONE)
    let_go(plugged.path, PadKey.ONE)
    push(plugged.path, PadKey.ENTER)
    heard = plugged.hears(3)
    assert [(change.key, change.is_down) for change in heard] == [
        (PadKey.ONE, True),
        (PadKey.ONE, False),
        (PadKey.ENTER, True),
    ]
    stamps = [change.at_s for change in heard]
    assert before_s - 0.001 <= stamps[0] <= stamps[1] <= stamps[2] <= time.monotonic()
    assert plugged.wakes


def test_the_repeat_of_a_held_key_is_nothing(plugged: Plugged) -> None:
    push(plugged.path, PadKey.PLUS)
    for _ in range(30):
        hold(plugged.path, PadKey.PLUS)
    let_go(plugged.path, PadKey.PLUS)
    assert [change.is_down for change in plugged.hears(2)] == [True, False]


def test_a_keypad_that_is_pulled_out_and_put_back_works_again(
    plugged: Plugged, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        unplug(plugged.path)
        until(lambda: not plugged.keypad.is_there)
        plug_in(plugged.path)
        until(lambda: plugged.keypad.is_there)
    push(plugged.path, PadKey.DOT)
    assert [change.key for change in plugged.hears(1)] == [PadKey.DOT]
    told = [record for record in caplog.records if record.message.startswith("no number pad")]
    assert len(told) == 2, "each absence is told once"


def test_a_keypad_that_was_never_there_is_missing_and_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keypad = EventKeypad(tmp_path / "by-id" / "usb-number-pad-event-kbd")
    keypad.start()
    until(lambda: caplog.records)
    keypad.close()
    assert not keypad.is_there
    (told,) = [record.message for record in caplog.records]
    assert "plug it in" in told
    assert "'input'" in told


def test_a_file_is_no_keypad(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "pad").write_text("Enter")
    with pytest.raises(KeypadUnusable, match="is no pipe"):
        PipeKeypad(tmp_path / "pad")
    keypad = EventKeypad(tmp_path / "pad")
    keypad.start()
    until(lambda: caplog.records)
    keypad.close()
    assert "is no input device" in caplog.records[0].message


def test_a_device_that_cannot_be_grabbed_is_no_keypad(caplog: pytest.LogCaptureFixture) -> None:
    """A character device that knows nothing of input events: the kernel says so at the grab."""
    keypad = EventKeypad(Path("/dev/null"))
    keypad.start()
    until(lambda: caplog.records)
    keypad.close()
    assert not keypad.is_there


def test_a_key_without_anybody_who_listens_is_felt_by_nobody(tmp_path: Path) -> None:
    plug_in(tmp_path / "pad")
    with pytest.raises(OSError, match="No such device"):
        push(tmp_path / "pad", PadKey.ENTER)


def test_the_pipe_is_its_owners_alone_and_goes_with_the_keypad(tmp_path: Path) -> None:
    keypad = PipeKeypad(tmp_path / "pad")
    keypad.start()
    until(lambda: keypad.is_there)
    assert (tmp_path / "pad").stat().st_mode & 0o777 == 0o600
    open_before = len(list(Path("/proc/self/fd").iterdir()))
    keypad.close()
    assert not (tmp_path / "pad").exists()
    assert len(list(Path("/proc/self/fd").iterdir())) < open_before


def test_a_storm_of_keys_keeps_only_the_newest(plugged: Plugged) -> None:
    for _ in range(400):
        push(plugged.path, PadKey.ENTER)
    push(plugged.path, PadKey.DOT)
    seen: list[object] = []
    until(lambda: seen.extend(plugged.keypad.take()) or (seen and seen[-1].key is PadKey.DOT))
    assert len(seen) <= 401
