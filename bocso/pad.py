"""`bocso pad labels`: the labels of a button pad as a print sheet to scale."""

from pathlib import Path

import typer

from bocso.database import reading
from bocso.faults import CommandFailed
from look.fonts import FontsMissing
from look.pad_labels import LabelWords, label_sheet
from server.db.work import CentreNotSetUp, read_centre

USUAL = {
    5: (
        LabelWords("Rất hài lòng", "Very satisfied"),
        LabelWords("Hài lòng", "Satisfied"),
        LabelWords("Bình thường", "Neutral"),
        LabelWords("Không hài lòng", "Dissatisfied"),
        LabelWords("Rất không hài lòng", "Very dissatisfied"),
    ),
    4: (
        LabelWords("Rất hài lòng", "Very satisfied"),
        LabelWords("Hài lòng", "Satisfied"),
        LabelWords("Bình thường", "Neutral"),
        LabelWords("Không hài lòng", "Dissatisfied"),
    ),
    3: (
        LabelWords("Hài lòng", "Satisfied"),
        LabelWords("Bình thường", "Neutral"),
        LabelWords("Không hài lòng", "Dissatisfied"),
    ),
}
"""The usual names, for who builds a pad before there is a centre."""


def labels(out: Path, *, database: Path | None, levels: int | None) -> None:
    """Write the sheet to a file that does not exist yet: of the centre's scheme, or with the usual names."""
    if out.exists():
        raise CommandFailed(f"{out} exists already; choose another name")
    if (database is None) is (levels is None):
        raise CommandFailed("name the centre's database, or how many levels the pad has (--levels 3, 4 or 5)")
    words, title = _of_centre(database) if database is not None else _usual(levels)
    try:
        sheet = label_sheet(words, title=title)
    except FontsMissing as error:
        raise CommandFailed(str(error)) from None
    with out.open("x", encoding="utf-8") as to:
        to.write(sheet)
    typer.echo(f"{len(words)} labels written to {out}; print it at 100 % and check its ruler")


def _of_centre(database: Path) -> tuple[tuple[LabelWords, ...], str]:
    with reading(database) as connection:
        try:
            centre = read_centre(connection)
        except CentreNotSetUp as error:
            raise CommandFailed(str(error)) from None
    scheme = centre.scheme
    return tuple(LabelWords(level.name, level.name_en) for level in scheme.levels), f"{centre.name} – {scheme.question}"


def _usual(levels: int | None) -> tuple[tuple[LabelWords, ...], str]:
    words = USUAL.get(levels or 0)
    if words is None:
        raise CommandFailed(f"a pad has 3, 4 or 5 levels, not {levels}")
    return words, "Ông/Bà có hài lòng với việc phục vụ không?"
