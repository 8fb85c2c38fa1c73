"""The voice's packs: a folder of short recordings and a manifest per language, replaceable by human voices.

`DIR/chime.wav`, and `DIR/vi/manifest.json` with its WAV files beside it; one such folder per language. The files a
board plays are WAV, mono, 16 bit, 22.05 kHz; see `vocabulary` for the names a pack needs.
"""

import sys
import wave
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hardware.audio import vocabulary
from hardware.audio.vocabulary import Language, Sentences
from hardware.errors import HardwareError

SAMPLE_RATE_HZ = 22_050
MANIFEST = "manifest.json"
CHIME_FILE = "chime.wav"
LOUDNESS_DBFS = -17.7
"""Root mean square, against full scale."""


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
    words: str
    """What is said in it."""


class Manifest(BaseModel):
    """One language's pack."""

    model_config = ConfigDict(frozen=True)

    format: int = Field(default=2, ge=2, le=2)
    language: Language = Field(pattern=r"^[a-z]{2,3}$")
    sample_rate_hz: int = SAMPLE_RATE_HZ
    loudness_dbfs: float = LOUDNESS_DBFS
    """What all clips were evened to."""
    highest_counter: int = Field(default=vocabulary.HIGHEST_COUNTER, ge=1, le=vocabulary.HIGHEST_COUNTER)
    """A call to a higher one is said in Vietnamese alone."""
    sentences: Sentences | None = None
    """The order of the words; None: as in Vietnamese, or in English that of English."""
    clips: dict[str, Clip]

    @model_validator(mode="after")
    def _names_only_clips_it_has(self) -> Self:
        if self.sentences is None:
            return self
        for part in ("call", "recall", "temporary", "temporary_recall", "place", "short", "short_place"):
            for name in getattr(self.sentences, part):
                if name not in self.clips and name not in vocabulary.SLOTS:
                    raise ValueError(f"sentences.{part}: '{name}' is no clip of this pack")
        return self

    @property
    def order(self) -> Sentences:
        return self.sentences or vocabulary.SENTENCES.get(self.language, vocabulary.VIETNAMESE)


class LanguagePack:
    """One language's folder; clips are read from disk once, when first spoken."""

    def __init__(self, folder: Path) -> None:
        """
        Raises:
            ClipPackFault: there is no readable manifest in `folder`.
        """
        self.folder = folder
        self.manifest = _read_manifest(folder)
        self._samples: dict[str, array[int]] = {}

    def missing(self) -> list[str]:
        """The clip names that calls need and this pack has not (no entry or no file)."""
        clips = self.manifest.clips
        return [
            name
            for name in vocabulary.needed_clips(self.manifest.language, self.manifest.highest_counter)
            if name not in clips or not (self.folder / clips[name].file).is_file()
        ]

    def samples(self, name: str) -> "array[int]":
        """The samples of one clip, 16 bit, mono.

        Raises:
            ClipPackFault: the pack has no such clip, or its file cannot be used.
        """
        clip = self.manifest.clips.get(name)
        if clip is None:
            raise ClipPackFault(f"{self.folder}: no clip '{name}'. {_cure(self.folder.parent)}")
        if name not in self._samples:
            self._samples[name] = read_wav(self.folder / clip.file)
        return self._samples[name]


class ClipPack:
    """The voice of a board: the chime, and a pack for each language it speaks."""

    def __init__(self, folder: Path, *, further: Iterable[Path] = ()) -> None:
        """`further` are packs of languages that lie elsewhere; one in `folder` itself goes first.

        Raises:
            ClipPackFault: there is no pack of Vietnamese in `folder`. Another language's that cannot be read is
                left out: its calls are said in Vietnamese.
        """
        self._folder = folder
        self._chime: array[int] | None = None
        self.languages: dict[Language, LanguagePack] = {"vi": LanguagePack(folder / "vi")}
        for manifest in (*sorted(folder.glob(f"*/{MANIFEST}")), *(place / MANIFEST for place in further)):
            try:
                pack = LanguagePack(manifest.parent)
            except ClipPackFault:
                continue
            self.languages.setdefault(pack.manifest.language, pack)
        self._complete = {tag for tag, pack in self.languages.items() if not pack.missing()}

    def speaks(self, language: Language, counter_number: int = 1) -> bool:
        """Whether each call to that counter can be said whole in a language; else it is not begun."""
        pack = self.languages.get(language)
        return pack is not None and language in self._complete and counter_number <= pack.manifest.highest_counter

    def order(self, language: Language) -> Sentences:
        pack = self.languages.get(language)
        return vocabulary.VIETNAMESE if pack is None else pack.manifest.order

    def chime(self) -> "array[int]":
        if self._chime is None:
            self._chime = read_wav(self._folder / CHIME_FILE)
        return self._chime

    def samples(self, language: Language, name: str) -> "array[int]":
        """The samples of one clip, 16 bit, mono.

        Raises:
            ClipPackFault: the pack has no such clip, or its file cannot be used.
        """
        pack = self.languages.get(language)
        if pack is None:
            raise ClipPackFault(f"{self._folder}: no pack of '{language}'. {_cure(self._folder)}")
        return pack.samples(name)


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
        raise ClipPackFault(f"{path}: cannot be read ({error}). {_cure(path.parent.parent)}") from error
    if form != (1, 2, SAMPLE_RATE_HZ):
        raise ClipPackFault(
            f"{path}: must be mono, 16 bit, {SAMPLE_RATE_HZ} Hz; `bocso voice check {path.parent}` makes it so"
        )
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


def write_manifest(folder: Path, manifest: Manifest) -> None:
    unfinished = folder / f".{MANIFEST}.part"
    unfinished.write_text(manifest.model_dump_json(indent=1, exclude_none=True) + "\n", encoding="utf-8")
    unfinished.replace(folder / MANIFEST)


def _read_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ClipPackFault(f"{folder}: no clip pack here. {_cure(folder.parent)}") from None
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise ClipPackFault(f"{path}: no valid manifest ({error}). {_cure(folder.parent)}") from None


def _cure(folder: Path) -> str:
    return f"Make one: python -m hardware.audio.make_clips --out {folder}"
