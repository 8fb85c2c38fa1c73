"""Looks at a language's recordings, makes them alike, and names what is missing, silent, clipped or too long."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from hardware.audio import vocabulary
from hardware.audio.clips import (
    MANIFEST,
    SAMPLE_RATE_HZ,
    Clip,
    ClipPackFault,
    LanguagePack,
    Manifest,
    read_wav,
    write_manifest,
    write_wav,
)
from hardware.audio.evening import is_clipped, is_level, is_silent, levelled, read_any_wav, trimmed
from hardware.audio.vocabulary import Language

ORIGINALS = "originals"
"""Where each recording is kept as it came, before it is changed for the first time."""
_EDGES_S = 0.02


@dataclass(frozen=True, slots=True)
class PackReport:
    """What `check_pack` found and did. `seconds` is how long each overlong clip is."""

    language: Language
    clips: int
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    overlong: dict[str, float]
    silent: tuple[str, ...]
    clipped: tuple[str, ...]
    """Recorded too loud: their waves are cut flat."""
    unusable: tuple[str, ...]
    """Why, one line each."""

    @property
    def is_good(self) -> bool:
        return not (self.missing or self.overlong or self.silent or self.clipped or self.unusable)


def check_pack(folder: Path, *, language: Language | None = None) -> PackReport:
    """Trim and even each recording in place and report; a folder without a manifest gets one, of `language`.

    Raises:
        ClipPackFault: no manifest and no `language`, or a manifest that cannot be read.
    """
    if not (folder / MANIFEST).exists():
        if language is None:
            raise ClipPackFault(f"{folder}: no {MANIFEST} here; say with --language which language was recorded")
        write_manifest(folder, Manifest(language=language, clips={}))
    manifest = _with_dropped_files(LanguagePack(folder).manifest, folder)
    report = PackReport(manifest.language, len(manifest.clips), (), (), {}, (), (), ())
    for name, clip in sorted(manifest.clips.items()):
        report = _with_clip(report, name, folder / clip.file, manifest.loudness_dbfs)
    write_manifest(folder, manifest)
    return replace(report, missing=tuple(LanguagePack(folder).missing()))


def words_of(language: Language) -> dict[str, str]:
    """What is to be read for each clip; of a language without words here, the Vietnamese ones to be said in it."""
    texts = vocabulary.spoken_texts(language if language in vocabulary.MADE else "vi")
    return {name: texts[name] for name in vocabulary.needed_clips(language)}


def _with_dropped_files(manifest: Manifest, folder: Path) -> Manifest:
    """Every `NAME.wav` that was put here is a clip of that name."""
    words = words_of(manifest.language)
    found = {
        name: Clip(file=f"{name}.wav", words=words[name])
        for name in words
        if name not in manifest.clips and (folder / f"{name}.wav").is_file()
    }
    return manifest.model_copy(update={"clips": manifest.clips | found})


def _with_clip(report: PackReport, name: str, path: Path, loudness_dbfs: float) -> PackReport:
    if not path.is_file():
        return report  # named among the missing
    try:
        samples = read_any_wav(path)
    except ClipPackFault as fault:
        return replace(report, unusable=(*report.unusable, str(fault)))
    if is_silent(samples):
        return replace(report, silent=(*report.silent, name))
    evened = levelled(trimmed(samples), loudness_dbfs)
    length_s = len(evened) / SAMPLE_RATE_HZ
    if length_s > vocabulary.longest_s(name):
        report = replace(report, overlong=report.overlong | {name: length_s})
    if is_clipped(evened):
        report = replace(report, clipped=(*report.clipped, name))
    if _is_as_it_should_be(path, loudness_dbfs):
        return report
    originals = path.parent / ORIGINALS
    originals.mkdir(exist_ok=True)
    if not (originals / path.name).exists():
        shutil.copyfile(path, originals / path.name)
    unfinished = path.with_suffix(".part")
    write_wav(unfinished, evened)
    unfinished.replace(path)
    return replace(report, changed=(*report.changed, name))


def _is_as_it_should_be(path: Path, loudness_dbfs: float) -> bool:
    try:
        kept = read_wav(path)
    except ClipPackFault:
        return False
    # A faded edge is cut a little further each time: that alone is no reason to write it anew.
    return is_level(kept, loudness_dbfs) and len(kept) - len(trimmed(kept)) <= _EDGES_S * SAMPLE_RATE_HZ
