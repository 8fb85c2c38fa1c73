"""What an ESC/POS printer draws from its bytes: commands in, pieces of paper out (pure; no line, no clock).

Knows ESC @, ESC a, ESC d, ESC J, ESC 2, ESC 3, GS v 0, GS ( k (QR), GS V, LF and NUL; DLE EOT between
commands has been answered by the line already and is passed over. Everything else, text included, is kept
as a fault in `unknown_commands`, so that a test sees it. It does not imitate: print speed and heat, page
mode, fonts, the way from head to cutter (a real slip begins with that piece of blank paper, and GS V 0 cuts
above the last lines), margins of the paper beside the head.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import segno
from PIL import Image

_ESC, _GS, _DLE, _LF, _NUL = 0x1B, 0x1D, 0x10, 0x0A, 0x00
_EOT = 0x04
_LINE_DOTS = 30
"""Height of a line after ESC @ (1/6 inch is 34 on some makes)."""
_LONGEST_KEPT = 20
"""Unknown commands remembered; a wrong stream has thousands."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One cut or torn piece of paper."""

    image: Image.Image
    """Mode "1", as wide as the head."""
    raw: bytes = field(repr=False)
    """The bytes that made it, cut included, real-time questions left out: sent again, they print it again."""
    qr_texts: tuple[str, ...]
    """What GS ( k was told; a code inside a picture is left to a reader of pictures."""


@dataclass(slots=True)
class _QrSymbol:
    module_dots: int = 3
    error: str = "L"
    text: str = ""


@dataclass(slots=True)
class _Sheet:
    """The paper since the last cut."""

    rows: list[bytes] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    qr_texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Band:
    """A GS v 0 whose rows are still coming in."""

    row_bytes: int
    rows_left: int
    wider: int
    higher: int


class PaperDecoder:
    """Takes bytes in any portions; rows are on the paper as soon as they are complete."""

    def __init__(self, width_dots: int, *, rows_until_paper_ends: int | None = None) -> None:
        self.unknown_commands: list[str] = []
        self.rows_until_paper_ends = rows_until_paper_ends
        """Dots of paper left on the roll; None for a roll without end."""
        self._width_bytes = width_dots // 8
        self._waiting = bytearray()
        self._sheet = _Sheet()
        self._band: _Band | None = None
        self._qr = _QrSymbol()
        self._line_dots = _LINE_DOTS
        self._alignment = 0

    @property
    def is_out_of_paper(self) -> bool:
        return self.rows_until_paper_ends == 0

    def take(self, portion: bytes) -> list[Piece]:
        """Work through the bytes; returns the pieces that were cut off.

        Stops in the middle when the paper ends: what follows waits, as in a printer's memory.
        """
        self._waiting += portion
        pieces: list[Piece] = []
        while self._waiting and not self.is_out_of_paper:
            used = self._band_rows() if self._band else self._command(pieces.append)
            if used == 0:
                break
        return pieces

    def tear_off(self) -> Piece | None:
        """End the sheet where it is, uncut, and forget what waits and what was begun: power off, roll changed."""
        self._waiting.clear()
        self._band = None
        return self._ended_sheet()

    def _band_rows(self) -> int:
        band = self._band
        if band is None or len(self._waiting) < band.row_bytes:
            return 0
        row = self._consumed(band.row_bytes)
        for _ in range(band.higher):
            self._put_row(_doubled(row) if band.wider == 2 else row)
        band.rows_left -= 1
        if band.rows_left == 0:
            self._band = None
        return band.row_bytes

    def _command(self, cut_off: Callable[[Piece], None]) -> int:
        """Carry out the next command when it is whole; returns its length, 0 while bytes are missing."""
        waiting = self._waiting
        first = waiting[0]
        if first in {_NUL, _LF}:
            self._consumed(1)
            if first == _LF:
                self._feed(self._line_dots)
            return 1
        if first not in {_ESC, _GS, _DLE}:
            self._unknown(1)
            return 1
        if len(waiting) < 2:
            return 0
        if first == _DLE:
            return self._real_time()
        if first == _ESC:
            return self._escape(waiting[1])
        return self._group(waiting[1], cut_off)

    def _real_time(self) -> int:
        if len(self._waiting) < 3:
            return 0
        if self._waiting[1] != _EOT:
            self._unknown(2)
            return 2
        del self._waiting[:3]  # not kept in `raw`: it never enters a printer's memory
        return 3

    def _escape(self, command: int) -> int:
        length = {"@": 2, "2": 2, "3": 3, "a": 3, "d": 3, "J": 3}.get(chr(command))
        if length is None:
            self._unknown(2)
            return 2
        if len(self._waiting) < length:
            return 0
        value = self._consumed(length)[-1]
        match chr(command):
            case "@":
                self._line_dots, self._alignment, self._qr = _LINE_DOTS, 0, _QrSymbol()
            case "2":
                self._line_dots = _LINE_DOTS
            case "3":
                self._line_dots = value
            case "a":
                self._alignment = value % 48
            case "d":
                self._feed(value * self._line_dots)
            case "J":
                self._feed(value)
        return length

    def _group(self, command: int, cut_off: Callable[[Piece], None]) -> int:
        match chr(command):
            case "v":
                return self._begin_band()
            case "V":
                return self._cut(cut_off)
            case "(":
                return self._function()
        self._unknown(2)
        return 2

    def _begin_band(self) -> int:
        """GS v 0 m xL xH yL yH"""
        if len(self._waiting) < 8:
            return 0
        _, _, zero, mode, x_low, x_high, y_low, y_high = self._waiting[:8]
        row_bytes, rows = x_low + 256 * x_high, y_low + 256 * y_high
        if zero != ord("0") or mode % 48 > 3 or row_bytes == 0 or rows == 0:
            self._unknown(3)
            return 3
        self._consumed(8)
        wider, higher = 1 + (mode & 1), 1 + (mode >> 1 & 1)
        if row_bytes * wider > self._width_bytes:
            self._complain(f"GS v 0 of {row_bytes * wider * 8} dots on {self._width_bytes * 8}")
        self._band = _Band(row_bytes, rows, wider, higher)
        return 8

    def _cut(self, cut_off: Callable[[Piece], None]) -> int:
        """GS V m, or GS V m n which feeds n dots more."""
        if len(self._waiting) < 3:
            return 0
        mode = self._waiting[2]
        length = 3 if mode in {0, 1, 48, 49} else 4
        if mode not in {0, 1, 48, 49, 65, 66}:
            self._unknown(2)
            return 2
        if len(self._waiting) < length:
            return 0
        used = self._consumed(length)
        if length == 4:
            self._feed(used[3])
        piece = self._ended_sheet()
        if piece is not None:
            cut_off(piece)
        return length

    def _function(self) -> int:
        """GS ( k pL pH 49 fn ...: the QR code's functions."""
        if len(self._waiting) < 5:
            return 0
        length = 5 + self._waiting[3] + 256 * self._waiting[4]
        if len(self._waiting) < length:
            return 0
        if self._waiting[2] != ord("k") or length < 8 or self._waiting[5] != 49:
            self._unknown(length)
            return length
        parameters = self._consumed(length)[6:]
        self._qr_function(parameters[0], parameters[1:])
        return length

    def _qr_function(self, function: int, values: bytes) -> None:
        match function:
            case 65:
                pass  # which model; drawn as model 2, the one everybody reads
            case 67:
                self._qr.module_dots = values[0]
            case 69:
                self._qr.error = "LMQH"[(values[0] - 48) % 4]
            case 80:
                self._qr.text = values[1:].decode("utf-8", errors="replace")
            case 81:
                self._draw_qr()
            case _:
                self._complain(f"GS ( k function {function}")

    def _draw_qr(self) -> None:
        if not self._qr.text:
            return
        size, scale = segno.make_qr(self._qr.text, error=self._qr.error), self._qr.module_dots
        for modules in size.matrix:
            bits = "".join(("1" if dark else "0") * scale for dark in modules)
            bits += "0" * (-len(bits) % 8)
            row = int(bits, 2).to_bytes(len(bits) // 8, "big")
            for _ in range(scale):
                self._put_row(row)
        self._sheet.qr_texts.append(self._qr.text)

    def _put_row(self, row: bytes) -> None:
        spare = max(0, self._width_bytes - len(row))
        left = {1: spare // 2, 2: spare}.get(self._alignment, 0)
        self._add(bytes(left) + row[: self._width_bytes] + bytes(spare - left))

    def _feed(self, dots: int) -> None:
        for _ in range(dots):
            self._add(bytes(self._width_bytes))

    def _add(self, row: bytes) -> None:
        if self.is_out_of_paper:
            return
        self._sheet.rows.append(row)
        if self.rows_until_paper_ends is not None:
            self.rows_until_paper_ends -= 1

    def _ended_sheet(self) -> Piece | None:
        """The sheet as a piece, None when nothing is printed on it; a new sheet begins."""
        sheet, self._sheet = self._sheet, _Sheet()
        content = b"".join(sheet.rows)
        if not any(content):
            return None
        inverted = bytes(byte ^ 0xFF for byte in content)  # a set bit is black for the printer, white for Pillow
        image = Image.frombytes("1", (self._width_bytes * 8, len(sheet.rows)), inverted)
        return Piece(image, bytes(sheet.raw), tuple(sheet.qr_texts))

    def _consumed(self, count: int) -> bytes:
        used = bytes(self._waiting[:count])
        del self._waiting[:count]
        self._sheet.raw += used
        return used

    def _unknown(self, count: int) -> None:
        self._complain(self._consumed(count).hex(" "))

    def _complain(self, fault: str) -> None:
        if len(self.unknown_commands) < _LONGEST_KEPT:
            self.unknown_commands.append(fault)


def _doubled(row: bytes) -> bytes:
    bits = "".join(bit * 2 for byte in row for bit in f"{byte:08b}")
    return int(bits, 2).to_bytes(2 * len(row), "big")
