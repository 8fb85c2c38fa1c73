"""One damaged recording of a further language takes that language away, and not the call."""

import shutil
import wave
from pathlib import Path

import pytest
from broker_fixture import wait_for

from counter_display.speaking import Utterance, Voice
from hardware.audio.clips import read_wav
from hardware.audio.player import RecordingPlayer
from simulation.screens.sample_boards import call


def _spoken(pack: Path, into: Path, language: str) -> tuple[int, frozenset[str]]:
    """How long the call is, in samples, and what the voice reports of itself."""
    voice = Voice(RecordingPlayer(into, pace=0), pack)
    voice.start()
    try:
        voice.speak(Utterance(call(1, "A025", 3, language=language)))
        wait_for(lambda: voice.is_idle, what="the call to be spoken")
        faults = voice.faults
    finally:
        voice.stop()
    return sum(len(read_wav(kept)) for kept in into.glob("*.wav")), faults


@pytest.mark.parametrize("damage", ["stereo", "no recording"])
def test_a_call_is_said_in_vietnamese_alone(clip_pack: Path, tmp_path: Path, damage: str) -> None:
    pack = tmp_path / "clips"
    shutil.copytree(clip_pack, pack)
    in_vietnamese, _ = _spoken(pack, tmp_path / "vi", "vi")
    in_both, _ = _spoken(pack, tmp_path / "both", "en")
    assert in_both > in_vietnamese
    clip = pack / "en" / "digit_2.wav"
    if damage == "stereo":
        with wave.open(str(clip), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(44_100)
            file.writeframes(bytes(4_000))
    else:
        clip.write_bytes(b"RIFF")
    assert _spoken(pack, tmp_path / "damaged", "en") == (in_vietnamese, frozenset())
