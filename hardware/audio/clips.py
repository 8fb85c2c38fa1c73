"""The clip pack: a folder of short recordings and its manifest, replaceable by human voices.

`manifest.json` maps language and clip name to a file and the words it says. All files are WAV, mono,
16 bit, 22.05 kHz; see `vocabulary` for the names a pack needs.
"""

import sys
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from hardware.audio import vocabulary
from hardware.audio.vocabulary import Language
from hardware.errors import HardwareError

SAMPLE_RATE_HZ = 22_050
MANIFEST = "manifest.json"


class ClipPackFault(HardwareError):
    """The clip pack is missing or incomplete; the message says how to make it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said in one language: clip names, with `vocabulary.COMMA` where the voice rests."""

    language: Language
    clips: tuple[str, ...]


class Clip(BaseModel):
    model_config = ConfigDict(frozen=True)

    file: str
    text: str


class Manifest(BaseModel):
    model_config = ConfigDict(frozen=True)

    format: int = 1
    sample_rate_hz: int = SAMPLE_RATE_HZ
    chime: str
    languages: dict[str, dict[str, Clip]]


class ClipPack:
    """An opened pack; clips are read from disk once, when first spoken."""

    def __init__(self, folder: Path) -> None:
        """
        Raises:
            ClipPackFault: there is no readable manifest in `folder`.
        """
        self._folder = folder
        self.manifest = _read_manifest(folder)
        self._samples: dict[str, array[int]] = {}

    def missing(self, language: Language) -> list[str]:
        """The clip names that calls in `language` need and this pack has not (no entry or no file)."""
        clips = self.manifest.languages.get(language, {})
        return [
            name
            for name in vocabulary.spoken_texts(language)
            if name not in clips or not (self._folder / clips[name].file).is_file()
        ]

    def chime(self) -> "array[int]":
        return self._read(self.manifest.chime)

    def samples(self, language: Language, name: str) -> "array[int]":
        """The samples of one clip, 16 bit, mono.

        Raises:
            ClipPackFault: the pack has no such clip, or its file cannot be used.
        """
        clip = self.manifest.languages.get(language, {}).get(name)
        if clip is None:
            raise ClipPackFault(f"{self._folder}: no clip '{name}' for '{language}'. {_cure(self._folder)}")
        return self._read(clip.file)

    def _read(self, file: str) -> "array[int]":
        if file not in self._samples:
            self._samples[file] = read_wav(self._folder / file)
        return self._samples[file]


def read_wav(path: Path) -> "array[int]":
    """The samples of a WAV file.

    Raises:
        ClipPackFault: missing, damaged, or not mono, 16 bit, 22.05 kHz.
    """
    try:
        with wave.open(str(path), "rb") as file:
            form = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            frames = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise ClipPackFault(f"{path}: cannot be read ({error}). {_cure(path.parent)}") from error
    if form != (1, 2, SAMPLE_RATE_HZ):
        raise ClipPackFault(f"{path}: must be mono, 16 bit, {SAMPLE_RATE_HZ} Hz")
    samples = array("h", frames)
    if sys.byteorder == "big":
        samples.byteswap()  # WAV is little-endian
    return samples


def write_wav(path: Path, samples: "array[int]") -> None:
    """Write samples as mono, 16 bit, 22.05 kHz."""
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(samples.tobytes())


def _read_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ClipPackFault(f"{folder}: no clip pack here. {_cure(folder)}") from None
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise ClipPackFault(f"{path}: no valid manifest ({error}). {_cure(folder)}") from None


def _cure(folder: Path) -> str:
    return f"Make one: python -m hardware.audio.make_clips --out {folder}"
