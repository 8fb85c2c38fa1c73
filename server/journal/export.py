"""The journal as JSON Lines, and the check of such an export away from the centre.

A line holds one row of the journal in the one way that `line_of` writes it: a line that reads the same and is written
otherwise is a changed line. What is opaque in the journal is opaque here: the export holds nothing beside its rows.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from server.journal.chain import EMPTY, Head, seal

COLUMNS = {"seq": int, "at": str, "kind": str, "version": int, "actor": str, "body": str, "hash": str}
"""The keys of a line in their order, and their types."""

FEWEST_DIGITS = 16
"""One printed line of a head, 64 bits: fewer could be met by trying chains out."""

ALL_DIGITS = 64

_HEAD = re.compile(rf"(?:([0-9]{{1,18}}):)?([0-9a-f]{{{FEWEST_DIGITS},{ALL_DIGITS}}})")


class NoHead(ValueError):
    """What was typed or written is no head of a journal."""


class _NoLine(Exception):
    """The bytes are no line that `line_of` writes."""


@dataclass(frozen=True, slots=True)
class PrintedHead:
    """A head as a day slip or a notice prints it."""

    seq: int | None
    """None: only the digits are known; the line they belong to is looked for."""
    digits: str
    """At least the first 16 of the 64 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found."""

    last: Head
    """The last line that holds."""
    fault: str | None
    bad_line: int | None = None
    """The first line at which something is wrong, where one can be named."""
    covered: int = 0
    """The last line that a given head vouches for; 0: none was given."""
    digits: int = ALL_DIGITS
    """How many digits were compared, of the head that had fewest."""


def line_of(row: Mapping[str, object]) -> str:
    """One row as a line, without its end.

    Raises:
        TypeError: a column holds bytes that were never sealed.
    """
    return json.dumps({name: row[name] for name in COLUMNS}, ensure_ascii=False)


def verify_export(lines: Iterable[bytes], heads: Sequence[PrintedHead] = ()) -> Checked:
    """Check an export from its first line; every line ends with a line feed.

    Each head has to be the seal of a line: of the one it names, else of any.
    """
    found = Checked(EMPTY, None, digits=min((len(head.digits) for head in heads), default=ALL_DIGITS))
    open_heads = list(heads)
    for number, line in enumerate(lines, 1):
        try:
            row = _row_of(line)
        except _NoLine:
            return replace(found, fault="this is no line of an exported journal", bad_line=number)
        fault = _fault_of(row, found.last)
        if fault is not None:
            return replace(found, fault=fault, bad_line=number)
        last = Head(number, row.hash)
        found = replace(found, last=last)
        for head in open_heads[:]:
            if head.seq == number and not last.hash.startswith(head.digits):
                return replace(found, fault=_another_chain(head, last), bad_line=None)
            if head.seq in (None, number) and last.hash.startswith(head.digits):
                open_heads.remove(head)
                found = replace(found, covered=number)
    if found.last == EMPTY:
        return replace(found, fault="the file holds no line")
    if open_heads:
        return replace(found, fault=_head_not_met(open_heads[0], found.last))
    return found


def read_head(typed: str) -> PrintedHead:
    """`812:3f2a 91bc ...` or the digits alone; spaces, line ends and capitals do not matter.

    Raises:
        NoHead: too few digits, or letters that are none.
    """
    matched = _HEAD.fullmatch("".join(typed.split()).lower())
    if matched is None:
        raise NoHead(
            f"'{typed}' is no head: SEQUENCE:DIGITS, or the digits alone, {FEWEST_DIGITS} to {ALL_DIGITS} of 0-9 a-f"
        )
    return PrintedHead(None if matched[1] is None else int(matched[1]), matched[2])


def read_heads(text: str) -> list[PrintedHead]:
    """Heads copied from day slips: on each line the sequence, a space and the digits; `#` begins a remark.

    Raises:
        NoHead: a line holds something else, or none holds a head.
    """
    heads = list(_heads_in(text))
    if not heads:
        raise NoHead("there is no head in it")
    return heads


def _heads_in(text: str) -> Iterator[PrintedHead]:
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition("#")[0].strip()
        if not said:
            continue
        seq, _, digits = said.partition(" ")
        try:
            yield read_head(f"{seq.rstrip(':')}:{digits}")
        except NoHead:
            raise NoHead(f"line {number} is no head: a sequence, a space and {FEWEST_DIGITS} digits or more") from None


@dataclass(frozen=True, slots=True)
class _Row:
    seq: int
    at: str
    kind: str
    version: int
    actor: str
    body: str
    hash: str

    def seal_after(self, before: Head) -> str:
        return seal(before.hash, self.seq, self.at, self.kind, self.version, self.actor, self.body)


def _row_of(line: bytes) -> _Row:
    try:
        row = json.loads(line)
        if not isinstance(row, dict) or {name: type(value) for name, value in row.items()} != COLUMNS:
            raise _NoLine
        if (line_of(row) + "\n").encode() != line:
            raise _NoLine
    except (ValueError, RecursionError):
        raise _NoLine from None
    return _Row(**row)


def _fault_of(row: _Row, before: Head) -> str | None:
    due = before.seq + 1
    if row.seq != due:
        fault = f"sequence {row.seq} stands where {due} belongs"
        if before == EMPTY:
            fault += "; an export is checked from sequence 1 (bocso journal without --after)"
        return fault
    return (
        None
        if row.seal_after(before) == row.hash
        else "it does not carry the seal of its content and of the lines before it"
    )


def _another_chain(head: PrintedHead, last: Head) -> str:
    return (
        f"the head printed for sequence {last.seq} begins with {head.digits[:FEWEST_DIGITS]}, this file's with "
        f"{last.hash[:FEWEST_DIGITS]}: something up to that line was changed and the chain made anew, "
        "or the head is of another centre"
    )


def _head_not_met(head: PrintedHead, last: Head) -> str:
    if head.seq is not None:
        return f"the head of sequence {head.seq} is not reached: the file ends at {last.seq}, its tail was cut off"
    return (
        f"no line carries the head that begins with {head.digits[:FEWEST_DIGITS]}: the chain was made anew, "
        "lines up to that head were cut off, or the head is of another centre"
    )
