"""Reads a file of procedures, CSV or JSON, whole or not at all; every fault is named by its line and field.

What a spreadsheet makes is taken as it comes: a byte order mark, UTF-16, semicolons or tabs, any order of the
columns, Vietnamese or plain headings, line breaks inside a cell. What would be a guess is a fault.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from procedures.errors import Fault, FaultyProcedures
from procedures.folding import folded
from procedures.model import FIELDS, Procedure, ProcedureList

LARGEST_FILE_BYTES = 4 * 1024 * 1024
MOST_ROWS = 5000
MOST_FAULTS = 200
"""More of them are of one kind, and nobody reads them."""

HEADINGS = {
    "code": "Mã thủ tục",
    "name": "Tên thủ tục",
    "name_en": "Tên tiếng Anh",
    "everyday": "Từ thường gọi",
    "service": "Lĩnh vực",
    "submit": "Giấy tờ nộp",
    "show": "Giấy tờ xuất trình",
    "not_needed": "Giấy tờ không cần",
    "time_limit": "Thời hạn",
    "fee": "Phí, lệ phí",
    "exempt": "Đối tượng miễn, giảm",
    "portal_only": "Chỉ nộp phí trên Cổng",
    "written_for": "Cán bộ viết hộ",
    "legal_basis": "Căn cứ pháp lý",
    "source": "Nguồn",
    "as_of": "Ngày dữ liệu",
    "effective_from": "Hiệu lực từ",
    "effective_to": "Hiệu lực đến",
    "is_sample": "Dữ liệu mẫu",
}
"""The columns of a CSV file; a field's own name (`code`) is taken as well."""

_LONGEST = {
    "code": 64,
    "name": 300,
    "name_en": 300,
    "service": 1,
    "time_limit": 400,
    "fee": 600,
    "legal_basis": 600,
    "source": 300,
}
_ITEMS = {"everyday": (60, 80), "submit": (40, 300), "show": (40, 300), "not_needed": (40, 300), "exempt": (30, 300)}
"""How many, and how long each."""
_SEPARATORS = {"everyday": re.compile(r"[\n|;,]"), "exempt": re.compile(r"[\n|;]")}
_BETWEEN_PAPERS = re.compile(r"[\n|]")
_YES, _NO = frozenset({"co", "x", "1", "yes", "true", "dung"}), frozenset({"", "khong", "0", "no", "false", "sai"})
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), "")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\t"), " ") | dict.fromkeys(map(ord, "\v\f\u2028\u2029"), "\n")


@dataclass(frozen=True, slots=True)
class _Row:
    """One procedure as the file has it: texts, and from JSON also lists and truth values."""

    line: int
    values: Mapping[str, object]


def read_procedures(content: bytes, *, services: Collection[str] | None = None) -> ProcedureList:
    """The procedures of a file's bytes. `services` are the letters that the centre has; None: any letter may stand.

    Raises:
        FaultyProcedures: with every fault; nothing of the file may be used then.
    """
    if len(content) > LARGEST_FILE_BYTES:
        _refuse(Fault(0, "", "Tệp lớn hơn {value} MB.", str(LARGEST_FILE_BYTES // 1024 // 1024)))
    text = _text_of(content)
    is_json = text.lstrip().startswith(("{", "["))
    columns, rows, odd = _json_rows(text) if is_json else _csv_rows(text)
    if not rows and not odd:
        _refuse(Fault(0, "", "Tệp không có thủ tục nào."))
    if len(rows) > MOST_ROWS:
        _refuse(Fault(0, "", "Tệp có quá {value} thủ tục.", str(MOST_ROWS)))
    reader = _RowReader(columns, services)
    found = [reader.procedure(row) for row in rows]
    if faults := [*odd, *reader.faults]:
        raise FaultyProcedures(sorted(faults, key=lambda fault: fault.line)[:MOST_FAULTS])
    return ProcedureList(tuple(procedure for procedure in found if procedure is not None))


def _refuse(fault: Fault) -> None:
    raise FaultyProcedures([fault])


def _text_of(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = 0 if encoding == "utf-16" else content.count(b"\n", 0, error.start) + 1
        raise FaultyProcedures(
            [Fault(line, "", "Tệp không phải UTF-8. Trong bảng tính, chọn lưu dạng “CSV UTF-8”.")]
        ) from None


# --- CSV ---------------------------------------------------------------------------------------------------------


def _csv_rows(text: str) -> tuple[dict[str, str], list[_Row], list[Fault]]:
    """The heading of each field as the file writes it, the rows, and what in them has no field."""
    records = _records(text, _delimiter_of(text))
    first = next(records, None)
    if first is None:
        return {}, [], []
    at_line, headings = first
    fields = _fields_of(at_line, headings)
    rows, faults = [], []
    for line, cells in records:
        beyond = [cell for cell in cells[len(fields) :] if cell.strip()]
        if beyond:
            faults.append(Fault(line, "", "Dòng có nhiều ô hơn dòng tiêu đề: “{value}”.", beyond[0][:60]))
        rows.append(_Row(line, dict(zip(fields, cells, strict=False))))
    return {field: heading.strip() for field, heading in zip(fields, headings, strict=True)}, rows, faults


def _delimiter_of(text: str) -> str:
    """The sign that makes the first line into the most known headings."""
    head = text.lstrip("\r\n").partition("\n")[0]
    return max(",;\t", key=lambda sign: sum(_heading(cell) in _KNOWN for cell in head.split(sign)))


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not empty, with the line it begins at."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise FaultyProcedures(
                [Fault(line, "", "Dấu nháy kép không khớp; ô có dấu nháy phải viết thành hai dấu nháy.")]
            ) from None
        if any(cell.strip() for cell in cells):
            yield line, cells


def _heading(cell: str) -> str:
    return re.sub(r"[^a-z0-9_]+", " ", folded(cell.strip().strip('"'))).strip()


_KNOWN = {_heading(heading): field for field, heading in HEADINGS.items()} | {field: field for field in HEADINGS}


def _fields_of(line: int, headings: list[str]) -> list[str]:
    fields = [_KNOWN.get(_heading(heading), "") for heading in headings]
    faults = [
        Fault(line, heading.strip(), "Không có cột tên “{value}”.", heading.strip()[:60])
        for heading, field in zip(headings, fields, strict=True)
        if not field and heading.strip()
    ]
    faults += [Fault(line, HEADINGS[field], "Cột này có hai lần.") for field in HEADINGS if fields.count(field) > 1]
    if "name" not in fields:
        faults.append(Fault(line, HEADINGS["name"], "Thiếu cột này. Dòng đầu của tệp phải là tên các cột."))
    if faults:
        raise FaultyProcedures(faults)
    return fields


# --- JSON --------------------------------------------------------------------------------------------------------


def _json_rows(text: str) -> tuple[dict[str, str], list[_Row], list[Fault]]:
    """Like `_csv_rows`. What stands beside the list (`source`, `as_of`) holds for every row that does not say it."""
    try:
        around, found = _located(text)
    except json.JSONDecodeError as error:
        raise FaultyProcedures([Fault(error.lineno, "", "Không phải JSON đúng: {value}.", error.msg)]) from None
    except RecursionError:
        raise FaultyProcedures([Fault(0, "", "Không phải JSON đúng: {value}.", "too deep")]) from None
    faults = [
        Fault(1, key, "Không có trường tên “{value}”.", key[:60]) for key in around if key not in (*FIELDS, "format")
    ]
    rows = []
    for line, value in found:
        if not isinstance(value, dict):
            faults.append(Fault(line, "", "Mỗi thủ tục phải là một đối tượng {value}.", "{…}"))
            continue
        faults += [Fault(line, key, "Không có trường tên “{value}”.", key[:60]) for key in value if key not in FIELDS]
        rows.append(_Row(line, {**around, **value}))
    return {field: field for field in FIELDS}, rows, faults


def _located(text: str) -> tuple[dict[str, object], list[tuple[int, object]]]:
    """The object's values but for `procedures`, and that list's values with the line each begins at."""
    decode = json.JSONDecoder().raw_decode
    around: dict[str, object] = {}
    at = _skipped(text, 0)
    if text[at] == "[":
        found, at = _located_list(text, at)
        _require_end(text, at)
        return {}, found
    found = []
    at = _skipped(text, at + 1)
    while text[at : at + 1] != "}":
        if text[at : at + 1] != '"':
            raise json.JSONDecodeError("a name in double quotes is missing", text, at)
        key, at = decode(text, at)
        at = _skipped(text, at)
        if text[at : at + 1] != ":":
            raise json.JSONDecodeError("a colon is missing", text, at)
        at = _skipped(text, at + 1)
        if key == "procedures" and text[at : at + 1] == "[":
            found, at = _located_list(text, at)
        else:
            around[key], at = decode(text, at)
        at = _after_comma(text, at, "}")
    _require_end(text, at + 1)
    return around, found


def _located_list(text: str, at: int) -> tuple[list[tuple[int, object]], int]:
    decode = json.JSONDecoder().raw_decode
    found: list[tuple[int, object]] = []
    line, counted = 1, 0
    at = _skipped(text, at + 1)
    while text[at : at + 1] != "]":
        line, counted = line + text.count("\n", counted, at), at
        value, at = decode(text, at)
        found.append((line, value))
        at = _after_comma(text, at, "]")
    return found, at + 1


def _after_comma(text: str, at: int, end: str) -> int:
    at = _skipped(text, at)
    if text[at : at + 1] == end:
        return at
    if text[at : at + 1] != ",":
        raise json.JSONDecodeError(f"a comma or {end} is missing", text, at)
    at = _skipped(text, at + 1)
    if text[at : at + 1] == end:
        raise json.JSONDecodeError("a comma too many", text, at)
    return at


def _skipped(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _require_end(text: str, at: int) -> None:
    at = _skipped(text, at)
    if at < len(text):
        raise json.JSONDecodeError("more text behind the end", text, at)


# --- one row -----------------------------------------------------------------------------------------------------


class _RowReader:
    """Makes rows into procedures and collects what is wrong, over the whole file."""

    def __init__(self, columns: Mapping[str, str], services: Collection[str] | None) -> None:
        self.faults: list[Fault] = []
        self._columns = columns
        self._services = services
        self._seen: dict[tuple[str, str], list[tuple[int, Procedure]]] = {}

    def procedure(self, row: _Row) -> Procedure | None:
        """None when the row has a fault."""
        before = len(self.faults)
        as_of = self._day(row, "as_of", is_required=True)
        effective_from = self._day(row, "effective_from") or as_of
        effective_to = self._day(row, "effective_to")
        texts = {name: self._text(row, name) for name in _LONGEST}
        items = {name: self._items(row, name) for name in _ITEMS}
        portal_only, written_for, is_sample = (
            self._yes(row, name) for name in ("portal_only", "written_for", "is_sample")
        )
        for name in ("name", "source"):
            if not texts[name] and not self._has_fault(before, row, name):
                self._fault(row, name, "Chưa có nội dung.")
        self._check_service(row, texts["service"])
        if effective_from and effective_to and effective_to < effective_from:
            self._fault(row, "effective_to", "Ngày hết hiệu lực trước ngày bắt đầu.")
        if len(self.faults) > before or as_of is None or effective_from is None:
            return None
        procedure = Procedure(
            code=texts["code"],
            name=texts["name"],
            name_en=texts["name_en"],
            everyday=items["everyday"],
            service=texts["service"],
            submit=items["submit"],
            show=items["show"],
            not_needed=items["not_needed"],
            time_limit=texts["time_limit"],
            fee=texts["fee"],
            exempt=items["exempt"],
            legal_basis=texts["legal_basis"],
            source=texts["source"],
            portal_only=portal_only,
            written_for=written_for,
            is_sample=is_sample,
            as_of=as_of,
            effective_from=effective_from,
            effective_to=effective_to,
        )
        self._check_twice(row, procedure)
        return procedure

    def _has_fault(self, since: int, row: _Row, name: str) -> bool:
        where = self._columns.get(name, HEADINGS[name])
        return any(fault.field == where and fault.line == row.line for fault in self.faults[since:])

    def _fault(self, row: _Row, name: str, sentence: str, value: str = "") -> None:
        shown = value if len(value) <= 60 else f"{value[:60]}…"
        self.faults.append(Fault(row.line, self._columns.get(name, HEADINGS[name]), sentence, shown))

    def _check_service(self, row: _Row, letter: str) -> None:
        if not letter:
            return
        if self._services is not None and letter not in self._services:
            self._fault(row, "service", "Trung tâm không có lĩnh vực “{value}”.", letter)
        elif not (letter.isascii() and letter.isupper()):
            self._fault(row, "service", "“{value}” không phải là chữ cái của một lĩnh vực.", letter)

    def _check_twice(self, row: _Row, procedure: Procedure) -> None:
        """One case may have several rows, each for a time of its own."""
        same = self._seen.setdefault((procedure.code, folded(procedure.name)), [])
        for line, other in same:
            ends = [end for end in (procedure.effective_to, other.effective_to) if end is not None]
            if max(procedure.effective_from, other.effective_from) <= min(ends, default=date.max):
                self._fault(row, "name", "Thủ tục này đã có ở dòng {value} trong cùng thời gian hiệu lực.", str(line))
                return
        same.append((row.line, procedure))

    def _text(self, row: _Row, name: str) -> str:
        value = row.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._fault(row, name, "Phải là một đoạn chữ.")
            return ""
        words = " ".join(self._cleaned(row, name, value).split())
        if len(words) > _LONGEST[name]:
            self._fault(row, name, "Dài quá {value} chữ.", str(_LONGEST[name]))
        return words

    def _items(self, row: _Row, name: str) -> tuple[str, ...]:
        value = row.values.get(name)
        if value is None:
            return ()
        given = [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, str)]
        if len(given) != (len(value) if isinstance(value, list) else 1):
            self._fault(row, name, "Phải là một đoạn chữ hoặc danh sách các đoạn chữ.")
            return ()
        separator = _SEPARATORS.get(name, _BETWEEN_PAPERS)
        parts = [part for whole in given for part in separator.split(self._cleaned(row, name, whole))]
        found = tuple(dict.fromkeys(words for words in (" ".join(part.split()) for part in parts) if words))
        most, longest = _ITEMS[name]
        if len(found) > most:
            self._fault(row, name, "Nhiều quá {value} mục.", str(most))
        too_long = next((words for words in found if len(words) > longest), None)
        if too_long is not None:
            self._fault(row, name, "Mục quá dài: “{value}”.", too_long)
        return found

    def _yes(self, row: _Row, name: str) -> bool:
        value = row.values.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        if isinstance(value, str):
            word = folded(self._cleaned(row, name, value).strip())
            if word in _YES or word in _NO:
                return word in _YES
        self._fault(row, name, "Chỉ viết “có” hoặc “không”, không phải “{value}”.", str(value))
        return False

    def _day(self, row: _Row, name: str, *, is_required: bool = False) -> date | None:
        value = row.values.get(name)
        if value is not None and not isinstance(value, str):
            self._fault(row, name, "“{value}” không phải là ngày; viết ngày/tháng/năm.", str(value))
            return None
        words = self._cleaned(row, name, value or "").strip()
        if not words:
            if is_required:
                self._fault(row, name, "Chưa có nội dung.")
            return None
        try:
            if match := _DAY.fullmatch(words):
                day, month, year = map(int, match.groups())
                return date(year, month, day)
            if match := _ISO_DAY.fullmatch(words):
                return date(*map(int, match.groups()))
        except ValueError:
            pass
        self._fault(row, name, "“{value}” không phải là ngày; viết ngày/tháng/năm.", words)
        return None

    def _cleaned(self, row: _Row, name: str, text: str) -> str:
        """In NFC, with ordinary spaces and line breaks; other signs that control something are a fault."""
        ordinary = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN).translate(_SPACES)
        for sign in ordinary:
            if sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn"):
                self._fault(row, name, "Có ký tự điều khiển {value}.", f"U+{ord(sign):04X}")
                return ""
        return unicodedata.normalize("NFC", ordinary)
