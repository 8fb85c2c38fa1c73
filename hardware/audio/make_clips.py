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
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hardware.audio import vocabulary
from hardware.audio.clips import (
    MANIFEST,
    SAMPLE_RATE_HZ,
    Clip,
    ClipPack,
    ClipPackFault,
    Manifest,
    read_wav,
    write_wav,
)
from hardware.audio.vocabulary import Language

VOICES: dict[Language, str] = {"vi": "vi", "en": "en-gb"}

_WORDS_PER_MINUTE = 140  # unhurried: it is heard across a hall, by old people too
_LOUDNESS = 0.13  # root mean square of full scale, about -18 dBFS
_PEAK = 0.95
_QUIET = 0.012  # below this share of full scale a clip's ends count as silence
_EDGE_S = 0.008  # kept around the voice, faded, so that joints do not click
_ESPEAK_TIMEOUT_S = 20.0  # one clip takes 15 ms; a busy Pi at set-up more

_CHIME_S = 0.7
_CHIME_HZ = (783.99, 587.33)  # G5 then D5: a falling fourth
_CHIME_LOUDNESS = 0.42


class EspeakMissing(ClipPackFault):
    """espeak-ng is not installed or does not work."""


def make_pack(folder: Path, *, voices: dict[Language, str] = VOICES, is_forced: bool = False) -> bool:
    """Make a complete pack in `folder`, or leave a complete one as it is; True when something was made.

    Clips that are there stay, recordings of human voices among them; only with `is_forced` all are made anew.

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
        _fill(fresh, voices, None if is_forced else _pack_in(folder))
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
    pack = _pack_in(folder)
    if pack is None:
        return False
    return (folder / pack.manifest.chime).is_file() and not any(pack.missing(language) for language in VOICES)


def _pack_in(folder: Path) -> ClipPack | None:
    try:
        return ClipPack(folder)
    except ClipPackFault:
        return None


def _fill(folder: Path, voices: dict[Language, str], former: ClipPack | None) -> None:
    espeak = shutil.which("espeak-ng")
    if espeak is None:
        raise EspeakMissing("espeak-ng is missing; install it: sudo apt-get install espeak-ng")
    write_wav(folder / "chime.wav", chime() if former is None else _kept_or(chime, former.chime))
    languages: dict[str, dict[str, Clip]] = {}
    for language, voice in voices.items():
        (folder / language).mkdir()
        clips = {
            name: Clip(file=f"{language}/{name}.wav", text=text)
            for name, text in vocabulary.spoken_texts(language).items()
        }
        kept = {} if former is None else _keep(former, language, clips, folder)
        new = [clip for name, clip in clips.items() if name not in kept]
        with ThreadPoolExecutor(max_workers=2) as threads:
            for _ in threads.map(lambda clip, voice=voice: _speak(espeak, clip.text, voice, folder / clip.file), new):
                pass
        languages[language] = clips | kept
    manifest = Manifest(chime="chime.wav", languages=languages)
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")


def _kept_or(make: Callable[[], "array[int]"], keep: Callable[[], "array[int]"]) -> "array[int]":
    try:
        return keep()
    except ClipPackFault:
        return make()


def _keep(former: ClipPack, language: Language, clips: dict[str, Clip], folder: Path) -> dict[str, Clip]:
    """Carry over the clips that the former pack has; their words are those that were recorded."""
    kept = {}
    for name, clip in clips.items():
        try:
            samples = former.samples(language, name)
        except ClipPackFault:
            continue  # missing or unusable: it is spoken anew
        write_wav(folder / clip.file, samples)
        kept[name] = clip.model_copy(update={"text": former.manifest.languages[language][name].text})
    return kept


def _speak(espeak: str, text: str, voice: str, target: Path) -> None:
    try:
        subprocess.run(
            [espeak, "-v", voice, "-s", str(_WORDS_PER_MINUTE), "-w", str(target), "--", text],
            check=True,
            capture_output=True,
            timeout=_ESPEAK_TIMEOUT_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EspeakMissing(f"espeak-ng could not say '{text}' with the voice '{voice}': {error}") from error
    write_wav(target, levelled(trimmed(read_wav(target))))


def trimmed(samples: "array[int]") -> "array[int]":
    """Without the silence at both ends, softly faded over the last 8 ms."""
    floor = round(_QUIET * 32767)
    loud = [index for index, value in enumerate(samples) if value > floor or value < -floor]
    if not loud:
        return samples
    edge = round(_EDGE_S * SAMPLE_RATE_HZ)
    kept = samples[max(0, loud[0] - edge) : loud[-1] + edge + 1]
    for index in range(min(edge, len(kept))):
        kept[index] = kept[index] * index // edge
        kept[-1 - index] = kept[-1 - index] * index // edge
    return kept


def levelled(samples: "array[int]") -> "array[int]":
    """As loud as every other clip, without clipping."""
    power = sum(value * value for value in samples) / max(1, len(samples))
    peak = max((abs(value) for value in samples), default=0)
    if power == 0 or peak == 0:
        return samples
    gain = min(_LOUDNESS * 32767 / math.sqrt(power), _PEAK * 32767 / peak)
    return array("h", (round(value * gain) for value in samples))


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
