"""Writes a list of procedures: as JSON for devices and to keep, as CSV for a spreadsheet. `reading` takes both back."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import date

from procedures.model import Procedure
from procedures.reading import HEADINGS
from procedures.values import as_values

_BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know UTF-8."""
_FORMULA = ("=", "+", "-", "@")


def as_json(procedures: Iterable[Procedure]) -> str:
    """One procedure to a line, so that faults are found again by their line."""
    lines = ",\n".join(json.dumps(as_values(procedure), ensure_ascii=False) for procedure in procedures)
    return f'{{"format": "bocso-procedures/1", "procedures": [\n{lines}\n]}}\n'


def as_csv(procedures: Iterable[Procedure]) -> str:
    """For a spreadsheet: all columns with their Vietnamese headings, several papers below each other in a cell."""
    sheet = io.StringIO(newline="")
    sheet.write(_BYTE_ORDER_MARK)
    writer = csv.writer(sheet)
    writer.writerow(HEADINGS.values())
    for procedure in procedures:
        writer.writerow([_cell(getattr(procedure, name)) for name in HEADINGS])
    return sheet.getvalue()


def _cell(value: object) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "có"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = "\n".join(value) if isinstance(value, tuple) else str(value)
    # A spreadsheet would take it for a formula; the reader drops the space again.
    return f" {text}" if text.startswith(_FORMULA) else text
