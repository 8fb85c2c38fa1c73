"""What the doctor says of one matter: well, to be watched, or wrong, and then what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from look.language import Translate

Words = Callable[[Translate], str]


class Verdict(Enum):
    WELL = "✓"
    WATCH = "!"
    WRONG = "✗"
    ASIDE = "·"
    """Not looked at, and why: neither good nor bad."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` and `deed` are made in the reader's language when they are told."""

    verdict: Verdict
    what: Words
    deed: Words | None = None

    def lines(self, translate: Translate) -> list[str]:
        said = [f"{self.verdict.value} {self.what(translate)}"]
        if self.deed is not None:
            said.append(f"    → {self.deed(translate)}")
        return said


def well(text: str, **values: object) -> Finding:
    return Finding(Verdict.WELL, _filled(text, values))


def watch(text: str, deed: str, **values: object) -> Finding:
    return Finding(Verdict.WATCH, _filled(text, values), _filled(deed, values))


def wrong(text: str, deed: str, **values: object) -> Finding:
    return Finding(Verdict.WRONG, _filled(text, values), _filled(deed, values))


def aside(text: str, **values: object) -> Finding:
    return Finding(Verdict.ASIDE, _filled(text, values))


def _filled(text: str, values: dict[str, object]) -> Words:
    return lambda translate: translate(text).format(**values)
