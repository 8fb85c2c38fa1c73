"""`bocso language template` and `bocso language check`: adding a language of the screens and slips."""

from pathlib import Path

import typer

from bocso.faults import CommandFailed
from hardware.audio.clips import ClipPackFault, LanguagePack
from look.catalogue_check import check_folder, write_templates


def template(folder: Path) -> None:
    """Write what is to be translated; a file that is there stays as it is."""
    for path in write_templates(folder):
        typer.echo(str(path))


def check(folder: Path) -> None:
    """Name each message that is missing, overlong, unknown, or has lost a name in braces, and each missing clip."""
    if not folder.is_dir():
        raise CommandFailed(f"{folder}: no folder")
    faults = check_folder(folder)
    for program in faults:
        for fault, texts in (
            ("missing", program.missing),
            ("overlong", program.overlong),
            ("wrong names in braces", program.wrong_slots),
            ("unknown", program.unknown),
        ):
            for text in texts:
                typer.echo(f"{program.program}.po\t{fault}\t{text}")
    unspoken = _unspoken(folder)
    for line in unspoken:
        typer.echo(line)
    if unspoken or not all(program.is_good for program in faults):
        raise CommandFailed(
            "not complete yet: until then its screens are not offered, and its citizens read Vietnamese"
        )
    typer.echo(f"{folder}: complete")


def _unspoken(folder: Path) -> list[str]:
    """What keeps a call from being said in the language."""
    try:
        pack = LanguagePack(folder / "voice")
    except ClipPackFault as fault:
        return [f"voice\tmissing\t{fault}"]
    if pack.manifest.language != folder.name:
        return [f"voice\tof another language\t{pack.manifest.language}"]
    return [f"voice\tmissing\t{name}.wav" for name in pack.missing()]
