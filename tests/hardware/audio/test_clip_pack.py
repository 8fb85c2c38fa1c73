"""The clip pack: complete for every call, even in loudness, and clear when something is wrong."""

import math
import shutil
import wave
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from counter_display.phrases import Manner, announcement
from hardware.audio import make_clips, vocabulary
from hardware.audio.clips import (
    MANIFEST,
    SAMPLE_RATE_HZ,
    ClipPack,
    ClipPackFault,
    LanguagePack,
    Sentence,
    read_wav,
    write_wav,
)
from hardware.audio.splice import splice


def test_pack_has_a_clip_for_every_ticket_and_counter(clip_pack: Path) -> None:
    have = {tag: set(pack.manifest.clips) for tag, pack in ClipPack(clip_pack).languages.items()}
    manners = [
        Manner(is_whole, zero, is_short)
        for is_whole in (True, False)
        for zero in ("linh", "lẻ")
        for is_short in (True, False)
    ]
    for prefix in "ABCEGHKLMNPRSTV":
        for number in (*range(1000), *range(1000, 10_000, 7), 9999):
            for sentence in announcement(
                f"{prefix}{number:03d}",
                1 + number % 99,
                "en",
                is_recall=number % 2 == 0,
                manner=manners[number % len(manners)],
            ):
                missing = {clip for clip in sentence.clips if clip != vocabulary.COMMA} - have[sentence.language]
                assert not missing, (prefix, number, missing)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_clip_is_heard_and_equally_loud(clip_pack: Path, language: vocabulary.Language) -> None:
    pack = ClipPack(clip_pack)
    assert pack.languages[language].missing() == []
    assert pack.speaks(language, 99)
    for name in vocabulary.spoken_texts(language):
        samples = pack.samples(language, name)
        loudness = math.sqrt(sum(value * value for value in samples) / len(samples)) / 32767
        peak = max(abs(value) for value in samples) / 32767
        assert 0.1 < len(samples) / SAMPLE_RATE_HZ < 4, name
        assert peak <= 0.951, name
        # Short hard sounds reach the peak before the loudness: they may be a little softer.
        assert 0.085 < loudness < 0.14, (name, loudness)


def test_clips_begin_and_end_without_silence(clip_pack: Path) -> None:
    for clip in LanguagePack(clip_pack / "vi").manifest.clips.values():
        samples = read_wav(clip_pack / "vi" / clip.file)
        loud = [index for index, value in enumerate(samples) if abs(value) > 0.004 * 32767]
        assert loud[0] < 0.05 * SAMPLE_RATE_HZ, clip
        assert len(samples) - loud[-1] < 0.05 * SAMPLE_RATE_HZ, clip


def test_completing_a_pack_keeps_the_recordings_of_human_voices(clip_pack: Path, tmp_path: Path) -> None:
    """A pack of an earlier version has no words for a citizen who stays seated; its voices are a person's."""
    pack = tmp_path / "clips"
    shutil.copytree(clip_pack, pack)
    human = array("h", [1000, -1000] * 5000)
    write_wav(pack / "vi" / "introduction.wav", human)
    write_wav(pack / "chime.wav", human)
    (pack / "vi" / "to_seat.wav").unlink()
    (pack / "en" / "digit_7.wav").write_bytes(b"torn")
    assert make_clips.make_pack(pack)
    assert read_wav(pack / "vi" / "introduction.wav") == human
    assert ClipPack(pack).chime() == human
    assert ClipPack(pack).samples("vi", vocabulary.TO_SEAT) == ClipPack(clip_pack).samples("vi", vocabulary.TO_SEAT)
    assert make_clips.make_pack(pack) is False
    assert make_clips.make_pack(pack, is_forced=True)
    assert read_wav(pack / "vi" / "introduction.wav") != human


def test_chime_is_two_tones_of_seven_tenths_of_a_second(clip_pack: Path) -> None:
    chime = ClipPack(clip_pack).chime()
    assert len(chime) / SAMPLE_RATE_HZ == pytest.approx(0.7, abs=0.001)
    assert 0.3 < max(abs(value) for value in chime) / 32767 < 0.95
    assert _crossings(chime[: SAMPLE_RATE_HZ // 5]) > 1.2 * _crossings(chime[-SAMPLE_RATE_HZ // 5 :])


def _crossings(samples: "array[int]") -> int:
    """How often the sound passes zero: about twice its pitch."""
    return sum(1 for one, two in pairwise(samples) if (one < 0) != (two < 0))


def test_spliced_call_is_as_long_as_its_parts_and_not_silent(clip_pack: Path, tmp_path: Path) -> None:
    pack = ClipPack(clip_pack)
    sentences = announcement("A025", 3, "vi", is_recall=False)
    length_s = splice(pack, sentences, tmp_path / "call.wav")
    parts_s = (
        sum(len(pack.samples("vi", name)) for name in sentences[0].clips if name != vocabulary.COMMA) / SAMPLE_RATE_HZ
    )
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22_050)
        assert file.getnframes() / 22_050 == pytest.approx(length_s)
    assert parts_s + 0.7 < length_s < parts_s + 0.7 + 2
    assert length_s <= 8  # a hall hears one call after the other
    samples = read_wav(tmp_path / "call.wav")
    quiet = longest = 0
    for value in samples:
        quiet = quiet + 1 if abs(value) < 200 else 0
        longest = max(longest, quiet)
    assert longest / SAMPLE_RATE_HZ < 0.9


def test_english_follows_vietnamese_in_one_sound(clip_pack: Path, tmp_path: Path) -> None:
    pack = ClipPack(clip_pack)
    vietnamese_s = splice(pack, announcement("A025", 3, "vi", is_recall=False), tmp_path / "vi.wav")
    both_s = splice(pack, announcement("A025", 3, "en", is_recall=False), tmp_path / "both.wav")
    assert both_s > vietnamese_s + 2
    assert list(tmp_path.glob("*.part")) == []


def test_missing_clip_names_itself_and_the_cure(clip_pack: Path, tmp_path: Path) -> None:
    with pytest.raises(ClipPackFault, match=r"letter_Z.*make_clips"):
        splice(ClipPack(clip_pack), [Sentence("vi", ("letter_Z",))], tmp_path / "call.wav")
    assert not (tmp_path / "call.wav").exists()


@pytest.mark.parametrize("content", [None, "", "{", '{"clips": 1}', "ÿ"])
def test_folder_without_valid_manifest_says_how_to_make_one(tmp_path: Path, content: str | None) -> None:
    (tmp_path / "vi").mkdir()
    if content is not None:
        (tmp_path / "vi" / MANIFEST).write_text(content, encoding="latin-1")
    with pytest.raises(ClipPackFault, match=r"python -m hardware\.audio\.make_clips --out"):
        ClipPack(tmp_path)


def test_recording_of_another_form_is_refused_by_name(clip_pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shutil.copytree(clip_pack, folder)
    with wave.open(str(folder / "vi" / "digit_0.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(bytes(400))
    with pytest.raises(ClipPackFault, match=r"digit_0\.wav: must be mono"):
        ClipPack(folder).samples("vi", "digit_0")
    (folder / "vi" / "digit_1.wav").write_bytes(b"RIFF")
    with pytest.raises(ClipPackFault, match=r"digit_1\.wav"):
        ClipPack(folder).samples("vi", "digit_1")


def test_complete_pack_is_left_and_an_incomplete_one_completed(clip_pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    shutil.copytree(clip_pack, folder)
    own_voice = read_wav(folder / "vi" / "digit_1.wav")
    write_wav(folder / "vi" / "digit_0.wav", own_voice)
    assert make_clips.make_pack(folder) is False
    assert read_wav(folder / "vi" / "digit_0.wav") == own_voice
    (folder / "en" / "counter_7.wav").unlink()
    assert make_clips.make_pack(folder) is True
    assert LanguagePack(folder / "en").missing() == []
    assert read_wav(folder / "vi" / "digit_0.wav") == own_voice
    assert [path.name for path in tmp_path.iterdir()] == ["clips"]


def test_without_espeak_the_cure_is_named_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    with pytest.raises(make_clips.EspeakMissing, match="apt-get install espeak-ng"):
        make_clips.make_pack(tmp_path / "clips")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "một"), (5, "năm"), (10, "mười"), (11, "mười một"), (14, "mười bốn"), (15, "mười lăm"),
        (20, "hai mươi"), (21, "hai mươi mốt"), (24, "hai mươi tư"), (25, "hai mươi lăm"), (99, "chín mươi chín"),
    ],
)  # fmt: skip
def test_counters_are_whole_numbers(number: int, words: str) -> None:
    assert vocabulary.spoken_texts("vi")[vocabulary.counter(number)] == words


def test_english_counters() -> None:
    texts = vocabulary.spoken_texts("en")
    assert [texts[vocabulary.counter(number)] for number in (3, 12, 20, 21, 99)] == [
        "three", "twelve", "twenty", "twenty-one", "ninety-nine",
    ]  # fmt: skip


def test_half_as_loud_is_half_of_every_sample(clip_pack: Path, tmp_path: Path) -> None:
    pack, said = ClipPack(clip_pack), announcement("A025", 3, "vi", is_recall=False)
    splice(pack, said, tmp_path / "loud.wav")
    splice(pack, said, tmp_path / "soft.wav", percent=50)
    loud, soft = max(read_wav(tmp_path / "loud.wav")), max(read_wav(tmp_path / "soft.wav"))
    assert soft == pytest.approx(loud / 2, abs=1)


def test_another_language_s_pack_is_used_only_when_it_can_say_every_call(clip_pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    shutil.copytree(clip_pack, folder)
    shutil.copytree(clip_pack / "vi", folder / "rad")
    manifest = folder / "rad" / MANIFEST
    manifest.write_text(manifest.read_text().replace('"language": "vi"', '"language": "rad"'))
    assert ClipPack(folder).speaks("rad", 99)
    manifest.write_text(manifest.read_text().replace('"highest_counter": 99', '"highest_counter": 6'))
    for number in range(7, 100):
        (folder / "rad" / f"counter_{number}.wav").unlink()
    assert ClipPack(folder).speaks("rad", 6)
    assert not ClipPack(folder).speaks("rad", 7)
    (folder / "rad" / "digit_7.wav").unlink()
    assert not ClipPack(folder).speaks("rad")
    assert not ClipPack(folder).speaks("jra")
    (folder / "rad" / MANIFEST).write_text("{")
    assert ClipPack(folder).speaks("vi")
    assert make_clips.make_pack(folder, is_forced=True)
    assert (folder / "rad" / "digit_1.wav").is_file(), "the machine's voice leaves another language alone"


def test_a_language_s_pack_may_lie_in_its_own_folder(clip_pack: Path, tmp_path: Path) -> None:
    shutil.copytree(clip_pack / "vi", tmp_path / "rad" / "voice")
    manifest = tmp_path / "rad" / "voice" / MANIFEST
    manifest.write_text(manifest.read_text().replace('"language": "vi"', '"language": "rad"'))
    assert ClipPack(clip_pack, further=[tmp_path / "rad" / "voice"]).speaks("rad")
