"""A person's recordings: made alike, and what is wrong with them named."""

import math
import shutil
import wave
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from hardware.audio.clips import MANIFEST, SAMPLE_RATE_HZ, ClipPackFault, LanguagePack, read_wav, write_wav
from hardware.audio.evening import read_any_wav, resampled
from hardware.audio.pack_check import ORIGINALS, check_pack


def _tone(
    length_s: float, *, rate_hz: int = SAMPLE_RATE_HZ, amplitude: int = 3000, pitch_hz: float = 440
) -> "array[int]":
    return array(
        "h",
        (round(amplitude * math.sin(2 * math.pi * pitch_hz * at / rate_hz)) for at in range(round(length_s * rate_hz))),
    )


def _write(path: Path, samples: "array[int]", *, rate_hz: int, channels: int = 1, width: int = 2) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate_hz)
        frames = bytearray()
        for value in samples:
            wide = value << (8 * (width - 2)) if width > 1 else (value >> 8) + 128
            frames += wide.to_bytes(width, "little", signed=width > 1) * channels
        file.writeframes(bytes(frames))


def _loudness(samples: "array[int]") -> float:
    return 20 * math.log10(math.sqrt(sum(value * value for value in samples) / len(samples)) / 32767)


@pytest.fixture
def pack(clip_pack: Path, tmp_path: Path) -> Path:
    shutil.copytree(clip_pack / "vi", tmp_path / "vi")
    return tmp_path / "vi"


def test_a_good_pack_is_good_and_is_not_touched(pack: Path) -> None:
    before = {path.name: path.read_bytes() for path in pack.glob("*.wav")}
    report = check_pack(pack)
    assert report.is_good
    assert report.changed == ()
    assert {path.name: path.read_bytes() for path in pack.glob("*.wav")} == before
    assert not (pack / ORIGINALS).exists()


@pytest.mark.parametrize(
    ("rate_hz", "channels", "width"), [(44_100, 2, 2), (48_000, 1, 3), (16_000, 1, 2), (22_050, 1, 1)]
)
def test_a_recording_of_any_form_becomes_one_that_is_played(
    pack: Path, rate_hz: int, channels: int, width: int
) -> None:
    quiet = array("h", bytes(2 * rate_hz))
    recorded = quiet + _tone(0.5, rate_hz=rate_hz) + quiet
    _write(pack / "digit_1.wav", recorded, rate_hz=rate_hz, channels=channels, width=width)
    original = (pack / "digit_1.wav").read_bytes()
    report = check_pack(pack)
    assert report.changed == ("digit_1",)
    evened = read_wav(pack / "digit_1.wav")
    assert len(evened) / SAMPLE_RATE_HZ == pytest.approx(0.5, abs=0.05), "the silence around it is gone"
    assert _loudness(evened) == pytest.approx(-17.7, abs=0.8)
    assert (pack / ORIGINALS / "digit_1.wav").read_bytes() == original
    assert check_pack(pack).changed == (), "what was evened once stays"


def test_what_is_missing_overlong_silent_or_unusable_is_named(pack: Path) -> None:
    (pack / "digit_2.wav").unlink()
    write_wav(pack / "letter_A.wav", _tone(1.9))
    write_wav(pack / "digit_3.wav", array("h", bytes(20_000)))
    (pack / "digit_4.wav").write_bytes(b"RIFF")
    report = check_pack(pack)
    assert not report.is_good
    assert report.missing == ("digit_2",)
    assert list(report.overlong) == ["letter_A"]
    assert report.overlong["letter_A"] == pytest.approx(1.9, abs=0.05)
    assert report.silent == ("digit_3",)
    assert "digit_3" not in report.clipped
    assert len(report.unusable) == 1
    assert "digit_4.wav" in report.unusable[0]


def test_a_recording_that_was_too_loud_is_named_each_time(pack: Path) -> None:
    """Overdriven at another rate than a board's, as a recorder leaves it."""
    voice = resampled(read_wav(pack / "introduction.wav"), SAMPLE_RATE_HZ, 44_100)
    top = max(abs(value) for value in voice)
    too_loud = array("h", (max(-32768, min(32767, round(value * 2.5 * 32767 / top))) for value in voice))
    _write(pack / "introduction.wav", too_loud, rate_hz=44_100)
    for _ in range(2):
        report = check_pack(pack)
        assert report.clipped == ("introduction",)
        assert not report.is_good


def test_files_alone_become_a_pack(pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "rad"
    folder.mkdir()
    with pytest.raises(ClipPackFault, match="--language"):
        check_pack(folder)
    for path in pack.glob("*.wav"):
        shutil.copyfile(path, folder / path.name)
    assert check_pack(folder, language="rad").is_good
    manifest = LanguagePack(folder).manifest
    assert (folder / MANIFEST).is_file()
    assert manifest.language == "rad"
    assert manifest.clips["digit_1"].file == "digit_1.wav"


def test_a_manifest_may_name_a_sentence_only_of_clips_it_has(pack: Path) -> None:
    text = (pack / MANIFEST).read_text()
    (pack / MANIFEST).write_text(
        text.replace('"clips": {', '"sentences": {"call": ["introduction", "hello"]}, "clips": {', 1)
    )
    with pytest.raises(ClipPackFault, match="'hello' is no clip"):
        LanguagePack(pack)


def test_resampling_keeps_the_pitch_and_drops_what_cannot_be_carried(tmp_path: Path) -> None:
    low = resampled(_tone(0.3, rate_hz=48_000, pitch_hz=1000), 48_000, SAMPLE_RATE_HZ)
    crossings = sum(1 for one, two in pairwise(low) if (one < 0) != (two < 0))
    assert crossings == pytest.approx(600, abs=3)
    assert _loudness(low[500:-500]) == pytest.approx(_loudness(_tone(0.3)), abs=0.2)
    high = resampled(_tone(0.3, rate_hz=48_000, pitch_hz=15_000), 48_000, SAMPLE_RATE_HZ)
    assert _loudness(high[500:-500]) < _loudness(_tone(0.3)) - 30


def test_a_file_that_is_no_wav_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "voice.wav").write_bytes(b"ID3")
    with pytest.raises(ClipPackFault, match="save it as WAV"):
        read_any_wav(tmp_path / "voice.wav")
    _write(tmp_path / "empty.wav", array("h"), rate_hz=44_100)
    with pytest.raises(ClipPackFault, match="nothing is recorded"):
        read_any_wav(tmp_path / "empty.wav")
