"""Reads the Markdown documents: their sections, tables and code blocks."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

_HEADING = re.compile(r"(#{1,6}) (.+?)\s*")
_FENCE = re.compile(r"```(.*)")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, up to the next heading of any level."""

    title: str
    level: int
    lines: tuple[str, ...]

    def rows(self) -> list[list[str]]:
        """The cells of all table rows, head rows left out."""
        found = []
        for at, line in enumerate(self.lines):
            is_head = at + 1 < len(self.lines) and re.fullmatch(r"[|\s:-]+", self.lines[at + 1] or "x")
            if line.startswith("|") and not is_head and not re.fullmatch(r"[|\s:-]+", line):
                found.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        return found


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A fenced block; `label` is what follows the language, such as `KioskSettings`."""

    language: str
    label: str
    text: str


def read(name: str) -> str:
    """A document by its path below the root of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def sections(name: str) -> list[Section]:
    found: list[Section] = []
    lines: list[str] = []
    title, level, is_code = "", 0, False
    for line in read(name).splitlines():
        if _FENCE.match(line):
            is_code = not is_code
        heading = None if is_code else _HEADING.fullmatch(line)
        if heading is None:
            lines.append(line)
            continue
        found.append(Section(title, level, tuple(lines)))
        level, title, lines = len(heading[1]), heading[2], []
    found.append(Section(title, level, tuple(lines)))
    return found


def section(name: str, title: str) -> Section:
    """The one section of that title; inline code marks of the title do not matter."""
    matching = [one for one in sections(name) if one.title.replace("`", "") == title]
    assert len(matching) == 1, f"{name} has {len(matching)} sections '{title}'"
    return matching[0]


def code_blocks(name: str) -> list[CodeBlock]:
    found = []
    fence: str | None = None
    lines: list[str] = []
    for line in read(name).splitlines():
        if fence is None and (begin := _FENCE.match(line)):
            fence, lines = begin[1], []
        elif fence is not None and line == "```":
            language, _, label = fence.partition(" ")
            found.append(CodeBlock(language, label, "\n".join(lines)))
            fence = None
        else:
            lines.append(line)
    return found


def code_block(name: str, label: str) -> str:
    matching = [block.text for block in code_blocks(name) if block.label == label]
    assert len(matching) == 1, f"{name} has {len(matching)} code blocks labelled '{label}'"
    return matching[0]


def code(cell: str) -> str:
    """What stands in the cell's one pair of backticks."""
    found = re.findall(r"`([^`]+)`", cell)
    assert len(found) == 1, f"one `name` expected in '{cell}'"
    return str(found[0])


def anchors(name: str) -> set[str]:
    """The anchors that the headings make, as Markdown viewers derive them."""
    return {re.sub(r"[^\w\- ]", "", one.title.lower()).replace(" ", "-") for one in sections(name) if one.title}
