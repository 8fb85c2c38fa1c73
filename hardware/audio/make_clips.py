"""Makes a clip pack with espeak-ng: `python -m hardware.audio.make_clips --out DIR`.

Its voice is a machine's. A centre replaces any file, or the whole folder, by recordings of its own.
"""

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
from array import array
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hardware.audio import vocabulary
from hardware.audio.clips import (
    CHIME_FILE,
    SAMPLE_RATE_HZ,
    Clip,
    ClipPackFault,
    LanguagePack,
    Manifest,
    read_wav,
    write_manifest,
    write_wav,
)
from hardware.audio.evening import levelled, trimmed
from hardware.audio.vocabulary import Language

VOICES: dict[Language, str] = {"vi": "vi", "en": "en-gb"}

_WORDS_PER_MINUTE = 140  # unhurried: it is heard across a hall, by old people too
_ESPEAK_TIMEOUT_S = 20.0  # one clip takes 15 ms; a busy Pi at set-up more

_CHIME_S = 0.7
_CHIME_HZ = (783.99, 587.33)  # G5 then D5: a falling fourth
_CHIME_LOUDNESS = 0.42


class EspeakMissing(ClipPackFault):
    """espeak-ng is not installed or does not work."""


def make_pack(folder: Path, *, voices: dict[Language, str] = VOICES, is_forced: bool = False) -> bool:
    """Make complete packs in `folder`, or leave complete ones as they are; True when something was made.

    Clips that are there stay, recordings of human voices among them, and so does any further language's folder; only
    with `is_forced` the clips of `voices` are all made anew.

    The folder is replaced in one step, so that a half-made pack is never found.

    Raises:
        EspeakMissing: espeak-ng is not installed or fails; nothing is changed.
    """
    if not is_forced and _is_complete(folder):
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        fresh = Path(scratch) / "fresh"
        fresh.mkdir()
        _fill(fresh, voices, folder, is_forced=is_forced)
        if folder.exists():
            folder.rename(Path(scratch) / "former")
        fresh.rename(folder)
    return True


def chime() -> "array[int]":
    """Two falling bell tones of together 0.7 s."""
    length = round(_CHIME_S * SAMPLE_RATE_HZ)
    second_at = round(0.28 * SAMPLE_RATE_HZ)
    samples = array("h", bytes(2 * length))
    for index in range(length):
        value = _bell(index / SAMPLE_RATE_HZ, _CHIME_HZ[0])
        if index >= second_at:
            value += _bell((index - second_at) / SAMPLE_RATE_HZ, _CHIME_HZ[1])
        ending = min(1.0, (length - index) / (0.06 * SAMPLE_RATE_HZ))
        samples[index] = round(32767 * _CHIME_LOUDNESS * value * ending)
    return samples


def _bell(age_s: float, pitch_hz: float) -> float:
    attack = min(1.0, age_s / 0.006)
    tone = math.sin(2 * math.pi * pitch_hz * age_s) + 0.25 * math.sin(4 * math.pi * pitch_hz * age_s)
    return attack * math.exp(-5.5 * age_s) * tone


def _is_complete(folder: Path) -> bool:
    try:
        return (folder / CHIME_FILE).is_file() and not any(LanguagePack(folder / tag).missing() for tag in VOICES)
    except ClipPackFault:
        return False


def _fill(fresh: Path, voices: dict[Language, str], former: Path, *, is_forced: bool) -> None:
    espeak = shutil.which("espeak-ng")
    if espeak is None:
        raise EspeakMissing("espeak-ng is missing; install it: sudo apt-get install espeak-ng")
    own_chime = None if is_forced else _usable(former / CHIME_FILE)
    write_wav(fresh / CHIME_FILE, own_chime or chime())
    for language, voice in voices.items():
        _fill_language(fresh / language, former / language, language, (espeak, "-v", voice), is_forced=is_forced)
    for other in former.iterdir() if former.is_dir() else ():
        if other.is_dir() and other.name not in voices:
            shutil.copytree(other, fresh / other.name)


def _fill_language(fresh: Path, former: Path, language: Language, espeak: tuple[str, ...], *, is_forced: bool) -> None:
    fresh.mkdir()
    known = Manifest(language=language, clips={}) if is_forced else _manifest_in(former, language)
    clips, new = dict(known.clips), []
    for name, words in vocabulary.spoken_texts(language).items():
        clip = clips.setdefault(name, Clip(file=f"{name}.wav", words=words))
        kept = None if is_forced else _usable(former / clip.file)
        if kept is None:
            clips[name] = clip = Clip(file=f"{name}.wav", words=words)
            new.append(clip)
        else:
            write_wav(fresh / clip.file, kept)
    with ThreadPoolExecutor(max_workers=2) as threads:
        for _ in threads.map(lambda clip: _speak(espeak, clip.words, fresh / clip.file), new):
            pass
    write_manifest(fresh, known.model_copy(update={"clips": clips}))


def _manifest_in(folder: Path, language: Language) -> Manifest:
    """What the former pack says of itself; of a folder without a manifest only the files are taken over."""
    try:
        return LanguagePack(folder).manifest
    except ClipPackFault:
        return Manifest(language=language, clips={})


def _usable(path: Path) -> "array[int] | None":
    try:
        return read_wav(path)
    except ClipPackFault:
        return None  # missing or unusable: it is made anew


def _speak(espeak: tuple[str, ...], words: str, target: Path) -> None:
    try:
        subprocess.run(
            [*espeak, "-s", str(_WORDS_PER_MINUTE), "-w", str(target), "--", words],
            check=True,
            capture_output=True,
            timeout=_ESPEAK_TIMEOUT_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EspeakMissing(f"espeak-ng could not say '{words}' ({' '.join(espeak[1:])}): {error}") from error
    write_wav(target, levelled(trimmed(read_wav(target))))


def main() -> None:
    """The command line of set-up."""
    parser = argparse.ArgumentParser(prog="python -m hardware.audio.make_clips", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the clip pack")
    parser.add_argument("--voice-vi", default=VOICES["vi"], help="espeak-ng voice, such as vi or vi-vn-x-south")
    parser.add_argument("--voice-en", default=VOICES["en"], help="espeak-ng voice, such as en-gb or en-us")
    parser.add_argument("--again", action="store_true", help="make it again even when it is complete")
    chosen = parser.parse_args()
    try:
        is_new = make_pack(chosen.out, voices={"vi": chosen.voice_vi, "en": chosen.voice_en}, is_forced=chosen.again)
    except (ClipPackFault, OSError) as error:
        sys.exit(str(error))
    sys.stdout.write(f"{chosen.out}: {'made' if is_new else 'complete, left as it is'}{os.linesep}")


if __name__ == "__main__":
    main()
