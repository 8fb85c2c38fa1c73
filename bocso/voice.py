"""`bocso voice script` and `bocso voice check`: recording a person's voice for the calls."""

from pathlib import Path

import typer

from bocso.faults import CommandFailed
from hardware.audio.clips import ClipPackFault
from hardware.audio.pack_check import PackReport, check_pack, words_of
from hardware.audio.vocabulary import MADE, longest_s


def script(language: str) -> None:
    """Print each line to be read, with the file it becomes and how long it may be."""
    say = "words" if language in MADE else "say this in your language"
    typer.echo(f"# file\tat most\t{say}")
    for name, words in words_of(language).items():
        typer.echo(f"{name}.wav\t{longest_s(name):.1f} s\t{words}")


def check(folder: Path, language: str | None) -> None:
    """Trim and even the recordings of a folder, and say what is not right yet."""
    if not folder.is_dir():
        raise CommandFailed(f"{folder}: no folder")
    try:
        report = check_pack(folder, language=language)
    except ClipPackFault as fault:
        raise CommandFailed(str(fault)) from None
    for line in _lines(report):
        typer.echo(line)
    typer.echo(f"{folder}: {report.language}, {report.clips} clips, {len(report.changed)} trimmed or evened")
    if not report.is_good:
        raise CommandFailed("not complete yet: whatever cannot be said whole is said in Vietnamese")


def _lines(report: PackReport) -> list[str]:
    words = words_of(report.language)
    return [
        *(f"missing\t{name}.wav\t{words[name]}" for name in report.missing),
        *(
            f"overlong\t{name}\t{length_s:.1f} s, at most {longest_s(name):.1f} s"
            for name, length_s in report.overlong.items()
        ),
        *(f"silent\t{name}\tnothing is heard in it" for name in report.silent),
        *(f"clipped\t{name}\trecorded too loud; record it again, softer" for name in report.clipped),
        *(f"unusable\t{why}" for why in report.unusable),
    ]
