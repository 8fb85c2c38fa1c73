"""The players: a call is heard, kept, or its silence is told; nothing ever hangs."""

import stat
import threading
from array import array
from pathlib import Path

import pytest
from broker_fixture import wait_for

from hardware.audio.clips import SAMPLE_RATE_HZ, write_wav
from hardware.audio.player import AplayPlayer, NoSound, RecordingPlayer, recording_name


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "call-000001-A025-quay-3.wav"
    write_wav(path, array("h", [1000, -1000] * (SAMPLE_RATE_HZ // 20)))
    return path


def _aplay(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An aplay of our own in front of the system's."""
    program = folder / "bin" / "aplay"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


def test_aplay_gets_the_device_and_the_file(tmp_path: Path, sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _aplay(tmp_path, f'echo "$@" > {tmp_path}/said', monkeypatch)
    AplayPlayer("hw:1").play(sound)
    assert (tmp_path / "said").read_text().split() == ["--quiet", "--device", "hw:1", str(sound)]


def test_busy_device_is_told_with_its_reason(tmp_path: Path, sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _aplay(tmp_path, "echo 'audio open error: Device or resource busy' >&2; exit 1", monkeypatch)
    with pytest.raises(NoSound, match="Device or resource busy"):
        AplayPlayer().play(sound)
    with pytest.raises(NoSound):
        AplayPlayer().check()


def test_missing_aplay_is_told(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoSound, match="alsa-utils"):
        AplayPlayer().check()


def test_damaged_sound_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF")
    with pytest.raises(NoSound, match="cannot be played"):
        AplayPlayer().play(broken)


def test_stop_ends_what_plays_at_once(tmp_path: Path, sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _aplay(tmp_path, f"touch {tmp_path}/playing; exec sleep 60", monkeypatch)
    player = AplayPlayer()
    thread = threading.Thread(target=player.play, args=(sound,))
    thread.start()
    wait_for((tmp_path / "playing").exists, what="aplay to start")
    player.stop()
    thread.join(20)
    assert not thread.is_alive()
    player.play(sound)  # after stop nothing is played any more, and nothing hangs


def test_recordings_are_whole_and_named_after_the_call(tmp_path: Path, sound: Path) -> None:
    kept = tmp_path / "kept"
    RecordingPlayer(kept, pace=0).play(sound)
    assert [path.name for path in kept.iterdir()] == [sound.name]
    assert (kept / sound.name).read_bytes() == sound.read_bytes()


def test_recording_takes_its_time_and_ends_when_stopped(tmp_path: Path, sound: Path) -> None:
    long = tmp_path / "long.wav"
    write_wav(long, array("h", bytes(2 * 60 * SAMPLE_RATE_HZ)))
    player = RecordingPlayer(tmp_path / "kept")
    thread = threading.Thread(target=player.play, args=(long,))
    thread.start()
    wait_for((tmp_path / "kept" / "long.wav").exists, what="the recording")
    assert thread.is_alive()
    player.stop()
    thread.join(20)
    assert not thread.is_alive()


def test_recording_that_cannot_be_kept_is_told(tmp_path: Path, sound: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    with pytest.raises(NoSound, match="cannot be kept"):
        RecordingPlayer(tmp_path / "kept", pace=0).play(sound)


def test_recording_name_is_a_plain_file_name() -> None:
    assert recording_name(12, "X2-001", 3) == "call-000012-X2-001-quay-3.wav"
    assert recording_name(12, "A025", 3, is_recall=True, to_seat=True) == "call-000012-A025-quay-3-goi-lai-tai-cho.wav"
    assert "/" not in recording_name(1, "../A", 3)


def test_aplay_gives_way_to_a_newer_sound_and_plays_on(
    tmp_path: Path, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _aplay(tmp_path, f"echo x >> {tmp_path}/playing; exec sleep 60", monkeypatch)
    player, cuts = AplayPlayer(), [threading.Event(), threading.Event()]
    for nth, cut in enumerate(cuts):
        playing = threading.Thread(target=player.play, args=(sound,), kwargs={"cut": cut})
        playing.start()
        wait_for(lambda begun=nth + 1: _lines(tmp_path / "playing") == begun, what="the sound")
        cut.set()
        playing.join(timeout=10)
        assert not playing.is_alive()
    player.play(sound, cut=cuts[0])
    assert _lines(tmp_path / "playing") == 2, "what was cut before it began is not heard"


def test_a_sound_that_may_be_cut_short_tells_its_faults_too(
    tmp_path: Path, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _aplay(tmp_path, "echo 'audio open error: Device or resource busy' >&2; exit 1", monkeypatch)
    with pytest.raises(NoSound, match="Device or resource busy"):
        AplayPlayer().play(sound, cut=threading.Event())


def test_a_recording_gives_way_too(tmp_path: Path) -> None:
    long = tmp_path / "long.wav"
    write_wav(long, array("h", [1000, -1000] * (SAMPLE_RATE_HZ * 20)))
    cut, kept = threading.Event(), tmp_path / "kept" / "long.wav"
    playing = threading.Thread(target=RecordingPlayer(kept.parent).play, args=(long,), kwargs={"cut": cut})
    playing.start()
    wait_for(kept.exists, what="the recording")
    cut.set()
    playing.join(timeout=10)
    assert not playing.is_alive()


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines()) if path.exists() else 0
