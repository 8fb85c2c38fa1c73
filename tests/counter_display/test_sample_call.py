"""The call that a self-test makes up: shown by the real program's ear, spoken by its voice, without any server."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from broker_fixture import wait_for

from counter_display.board_state import RowKind
from counter_display.listening import CounterListening, HallListening
from counter_display.sample_call import SampleLink
from counter_display.settings import DisplaySettings
from messaging.clock import SystemClock
from messaging.settings import ServerAddress


def _settings(folder: Path, mode: str) -> DisplaySettings:
    return DisplaySettings(
        centre="mau",
        device_id="board-1",
        data_dir=folder,
        server=ServerAddress(credential_file=folder / "none"),
        mode=mode,
        counter_id="Q7" if mode == "counter" else None,
    )


def test_a_hall_board_shows_the_made_up_call_as_new(tmp_path: Path) -> None:
    settings = _settings(tmp_path, "hall")
    link = SampleLink(settings, SystemClock())
    hall = HallListening(settings, link, None)
    link.start()
    wait_for(lambda: bool(hall.tick().rows), what="the made-up call")
    view = hall.tick()
    assert [(row.number, row.counter_number, row.kind) for row in view.rows] == [("A025", 3, RowKind.CALLED)]
    assert view.pulsing  # a call that was not there before: it would be spoken
    assert view.warning == ""
    assert view.clock


def test_a_counter_s_display_calls_to_its_own_counter(tmp_path: Path) -> None:
    settings = _settings(tmp_path, "counter")
    link = SampleLink(settings, SystemClock())
    counter = CounterListening(settings, link, SystemClock())
    link.start()
    wait_for(lambda: counter.tick().number == "A025", what="the made-up call")
    assert counter.tick().is_new_call


@pytest.mark.long
def test_the_program_says_it_aloud_and_leaves_the_board_s_own_folder_alone(tmp_path: Path, clip_pack: Path) -> None:
    file, own = tmp_path / "board.toml", tmp_path / "own"
    file.write_text(
        f'centre = "mau"\ndevice_id = "board-1"\ndata_dir = "{own}"\nmode = "hall"\nwidth = 640\nheight = 360\n'
        f'[server]\ncredential_file = "{tmp_path}/none"\n'
        f'[audio]\nkind = "record"\nrecord_pace = 0\nclips_dir = "{clip_pack}"\nrecord_dir = "{tmp_path}/calls"\n'
    )
    program = subprocess.Popen(
        [sys.executable, "-m", "counter_display", "--settings", str(file), "--sample-call"],
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        until_s = time.monotonic() + 90
        while not (spoken := list((tmp_path / "calls").glob("call-*-A025-quay-3.wav"))):
            assert program.poll() is None
            assert time.monotonic() < until_s
            time.sleep(0.2)
        assert spoken[0].stat().st_size > 50_000
    finally:
        program.send_signal(signal.SIGTERM)
        _, complaints = program.communicate(timeout=30)
    assert program.returncode == 0, complaints
    assert "Traceback" not in complaints
    assert not own.exists()
