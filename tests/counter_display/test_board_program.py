"""The board as a centre starts it: its own process, a real broker, a picture nobody sees, a voice on disk."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from broker_fixture import Listener, RunningBroker, wait_for

from messaging import topics
from messaging.snapshots import BoardCall, DeviceSnapshot
from simulation.screens.sample_boards import board, call, counter, presence, window

CENTRE = "mau"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def start_program(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(settings: str, name: str = "display") -> subprocess.Popen[str]:
        path = tmp_path / f"{name}.toml"
        path.write_text(settings)
        program = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "counter_display", "--settings", str(path)],
            cwd=ROOT,
            env=os.environ | {"SDL_VIDEODRIVER": "offscreen"},
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(program)
        return program

    yield start
    for program in started:
        if program.poll() is None:
            program.kill()
        program.wait()
        if program.stderr is not None:
            program.stderr.close()


def _settings(
    folder: Path, broker: RunningBroker, mode: str, clips: Path, *, device_id: str = "", pace: float = 0
) -> str:
    return f"""
centre = "{CENTRE}"
device_id = "{device_id or ("board-1" if mode == "hall" else "counter-Q3")}"
data_dir = "{folder}/device"
mode = "{mode}"
counter_id = "Q3"
width = 640
height = 360
[server]
credential_file = "{folder}/credential"
[broker]
port = {broker.port}
[audio]
kind = "record"
record_dir = "{folder}/calls"
record_pace = {pace}
clips_dir = "{clips}"
"""


def _says(server: Listener, topic: str, *, online: bool) -> bool:
    heard = server.payloads(topic)
    return bool(heard) and json.loads(heard[-1])["online"] is online


def test_hall_board_speaks_and_parts_in_peace(
    tmp_path: Path,
    broker: RunningBroker,
    listen: Callable[..., Listener],
    clip_pack: Path,
    start_program: Callable[..., subprocess.Popen[str]],
) -> None:
    said = topics.device_presence(CENTRE, "board-1")
    server = listen(said)
    server.say(topics.server_presence(CENTRE), presence().model_dump_json())
    server.say(topics.board(CENTRE), board(call(1)).model_dump_json())
    program = start_program(_settings(tmp_path, broker, "hall", clip_pack))
    wait_for(lambda: _says(server, said, online=True), what="the board's presence", within_s=60)
    # A board that is up shows what was kept in silence; each further call is spoken.
    calls = [call(1)]
    while not list((tmp_path / "calls").glob("*.wav")):
        assert program.poll() is None, program.communicate()[1]
        assert len(calls) < 15
        calls.append(call(len(calls) + 1, f"B{len(calls):03d}", 2))
        server.say(topics.board(CENTRE), board(*calls, revision=len(calls)).model_dump_json())
        server.say(topics.server_presence(CENTRE), presence().model_dump_json())
        spoken = tmp_path / "calls" / f"call-{len(calls):06d}-B{len(calls) - 1:03d}-quay-2.wav"
        try:
            wait_for(spoken.exists, what="the call in the air", within_s=3)
        except pytest.fail.Exception:
            continue
    assert not list((tmp_path / "calls").glob("*A025*")), "the kept call is not spoken"
    program.send_signal(signal.SIGTERM)
    assert program.wait(30) == 0
    wait_for(lambda: _says(server, said, online=False), what="the board's goodbye")


def test_counter_display_runs_and_stops(
    tmp_path: Path,
    broker: RunningBroker,
    listen: Callable[..., Listener],
    clip_pack: Path,
    start_program: Callable[..., subprocess.Popen[str]],
) -> None:
    said = topics.device_presence(CENTRE, "counter-Q3")
    server = listen(said)
    server.say(topics.counter(CENTRE, "Q3"), counter("free", window=window()).model_dump_json())
    program = start_program(_settings(tmp_path, broker, "counter", clip_pack))
    wait_for(lambda: _says(server, said, online=True), what="the display's presence", within_s=60)
    assert not (tmp_path / "calls").exists(), "a counter display does not speak"
    program.send_signal(signal.SIGINT)
    assert program.wait(30) == 0
    _, errors = program.communicate()
    assert "Traceback" not in errors


def test_wrong_settings_are_told_without_a_traceback(
    tmp_path: Path, start_program: Callable[..., subprocess.Popen[str]]
) -> None:
    program = start_program('centre = "mau"\nmode = "wall"\n')
    _, errors = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "display.toml: " in errors
    assert "mode: Input should be 'hall' or 'counter'" in errors
    assert "Traceback" not in errors


def test_a_data_folder_that_cannot_be_made_is_one_line(start_program: Callable[..., subprocess.Popen[str]]) -> None:
    program = start_program(
        'centre = "mau"\ndevice_id = "board-1"\ndata_dir = "/proc/xx"\nmode = "hall"\n[server]\ncredential_file = "c"\n'
    )
    _, said = program.communicate(timeout=60)
    assert program.returncode == 1
    assert said.startswith("data_dir: /proc/xx cannot be used (")
    assert len(said.splitlines()) == 1


def test_two_boards_of_one_room_never_speak_over_each_other(
    tmp_path: Path,
    broker: RunningBroker,
    listen: Callable[..., Listener],
    clip_pack: Path,
    start_program: Callable[..., subprocess.Popen[str]],
) -> None:
    """Two zones share a room; the board of one speaks for both, the other one is silent."""
    rooms = {"left": "big", "right": "big"}
    names = {"left": "board-1", "right": "board-2"}
    said = [topics.device_presence(CENTRE, name) for name in names.values()]
    server = listen(*said)
    server.say(topics.server_presence(CENTRE), presence().model_dump_json())
    server.say(topics.board(CENTRE), board(rooms=rooms).model_dump_json())
    folders = {zone: tmp_path / zone for zone in names}
    programs = []
    for zone, name in names.items():
        bound = DeviceSnapshot(
            epoch=1,
            revision=1,
            device_id=name,
            kind="board",
            counter_id=None,
            zone=zone,
            settings_revision=1,
            jobs=[],
            speaks=zone == "left",
        )
        server.say(topics.device(CENTRE, name), bound.model_dump_json())
        folders[zone].mkdir()
        settings = _settings(folders[zone], broker, "hall", clip_pack, device_id=name, pace=0.02)
        programs.append(start_program(settings, name))
    for topic in said:
        wait_for(lambda topic=topic: _says(server, topic, online=True), what="both boards", within_s=60)
    spoken = folders["left"] / "calls"
    calls: list[BoardCall] = []
    for revision in range(2, 40):
        server.say(topics.server_presence(CENTRE), presence().model_dump_json())
        if len(calls) < 14:
            zones = ("right", "left")
            calls += [call(len(calls) + at + 1, f"A{len(calls) + at + 1:03d}", zone=zones[at]) for at in range(2)]
        server.say(topics.board(CENTRE), board(*calls, revision=revision, rooms=rooms).model_dump_json())
        try:
            wait_for(lambda: len(list(spoken.glob("*.wav"))) >= 8, what="calls in the air", within_s=2)
            break
        except pytest.fail.Exception:
            assert all(program.poll() is None for program in programs)
    heard = [int(path.name.split("-")[1]) for path in spoken.glob("*.wav")]
    assert {number % 2 for number in heard} == {0, 1}, "calls of both zones"
    assert not list((folders["right"] / "calls").glob("*.wav")), "the other board is silent"
