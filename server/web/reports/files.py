"""Tables as files to take home: XLSX and CSV, neither of which can make a spreadsheet run anything."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import xlsxwriter

from server.web.reports.tables import Kind, Table, Value

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"
"""By which a spreadsheet sees that the letters are UTF-8."""
_BLANKS = r"\s\u200b-\u200f\u2060\ufeff"
_FORMULA = re.compile(
    # Where a cell begins, in one spreadsheet or another: also after what it may take for a separator, or a quote.
    rf"(^|[;,\t\r\n\"])([{_BLANKS}\"]*)(?=[=+\-@\u2212\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b])|^(?=[\t\r\n])"
)
"""What makes a cell of a CSV a formula (OWASP, CSV Injection), full-width signs included."""
_FORMATS = {Kind.COUNT: "0", Kind.MINUTES: "0.0", Kind.SHARE: "0.0%"}
_WIDEST = 60


def as_csv(table: Table) -> bytes:
    """RFC 4180 with a byte order mark; numbers with a point, shares 0 to 1, times in minutes, nothing for unknown."""
    return "".join(csv_lines([column.heading for column in table.columns], table.rows)).encode()


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The same line by line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield BOM
    for row in chain((headings,), rows):
        writer.writerow([harmless(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def harmless(value: Value) -> Value:
    """A cell of which no spreadsheet makes a formula: an apostrophe before what would begin one. Numbers are none."""
    if isinstance(value, float):
        return round(value, 6)
    return _FORMULA.sub(r"\1'\2", value) if isinstance(value, str) else value


def as_xlsx(tables: Sequence[Table], *, title: str, subtitle: str) -> bytes:
    """One sheet for each table, below the title; texts are texts, whatever they begin with."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title, "comments": subtitle})
    letters = {"font_name": "Noto Sans", "font_size": 10}
    large = book.add_format({**letters, "font_size": 14, "bold": True})
    plain = book.add_format({**letters, "text_wrap": True, "valign": "top"})
    heading = book.add_format({**letters, "bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3EEF9"})
    formats = {kind: book.add_format({**letters, "num_format": code}) for kind, code in _FORMATS.items()}
    for table in tables:
        sheet = book.add_worksheet(_sheet_name(table.title))
        sheet.write_string(0, 0, title, large)
        sheet.write_string(1, 0, f"{table.title} · {subtitle}", book.add_format(letters))
        sheet.write_string(2, 0, " ".join(table.notes), book.add_format(letters))
        for place, column in enumerate(table.columns):
            sheet.write_string(3, place, column.heading, heading)
            widths = [len(str(row[place])) for row in table.rows[:200] if column.kind is Kind.TEXT]
            sheet.set_column(place, place, min(_WIDEST, max([12, *widths])))
            for line, row in enumerate(table.rows, 4):
                value = row[place]
                if value is None:
                    continue
                if isinstance(value, str):
                    sheet.write_string(line, place, value, plain)
                else:
                    sheet.write_number(line, place, value, formats[column.kind])
        sheet.freeze_panes(4, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)  # A4
    book.close()
    return target.getvalue()


def _sheet_name(title: str) -> str:
    """At most 31 letters, without those that Excel forbids in a sheet's name."""
    return "".join(letter for letter in title if letter not in r"[]:*?/\'")[:31] or "Sheet"
