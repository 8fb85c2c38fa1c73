"""What can be wrong with a file of procedures: each fault by its line and field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_MOST_SAID = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `line` counts from 1, as the file is seen in an editor; 0 is the file as a whole."""

    line: int
    field: str
    """The column's heading or the field's name, as the file has it; empty: the whole row."""
    sentence: str
    """In Vietnamese, with `{value}` where the value goes; the catalogue has the others."""
    value: str = ""

    def said(self, tr: Callable[[str], str] = str) -> str:
        return tr(self.sentence).format(value=self.value)

    def where(self, tr: Callable[[str], str] = str) -> str:
        if self.line == 0:
            return tr("Cả tệp")
        line = tr("Dòng {line}").format(line=self.line)
        return f"{line} · {self.field}" if self.field else line

    def __str__(self) -> str:
        return f"{self.where()}: {self.said()}"


class FaultyProcedures(Exception):
    """The file cannot be taken; nothing of it was. `faults` in the order of the lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        shown = "\n".join(map(str, self.faults[:_MOST_SAID]))
        more = len(self.faults) - _MOST_SAID
        super().__init__(f"{shown}\n… và {more} lỗi khác" if more > 0 else shown)
