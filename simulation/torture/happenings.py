"""What people did while the centre was tormented, with invocation, outcome and times: all that the verdict goes by."""

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from messaging.clock import real_monotonic_s


class Outcome(StrEnum):
    OK = "ok"
    """Acknowledged: it is in the journal exactly once."""
    FAILED = "failed"
    """Refused, or never sent: it is not in the journal."""
    UNKNOWN = "unknown"
    """No answer, or none that says what became of it: at most once."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody wanted of the server."""

    who: str
    """As the journal's actor is written, such as `staff:CB01`."""
    what: str
    """`ticket`, or the last part of the console's address, such as `next`."""
    key: str
    """The idempotency key; of a ticket, its intent."""
    invoked_s: float
    ended_s: float
    """When it was answered, or given up."""
    outcome: Outcome
    answer: Mapping[str, Any] = field(default_factory=dict)
    """What the server said to an acknowledged one."""


@dataclass(frozen=True, slots=True)
class Press:
    """One finger on a pad's button."""

    pad: str
    level: int
    tried_s: float
    is_thanked: bool
    """The light said thank you: the press is kept and reaches the server once. Else it may, or may not."""


@dataclass(frozen=True, slots=True)
class NumberSeen:
    """A number that a kiosk's screen showed to whoever stood before it."""

    kiosk: str
    number: str
    seen_s: float


Happening = Deed | Press | NumberSeen


class Happenings:
    """Collects from any thread, and writes each down at once: what a broken history is understood from."""

    def __init__(self, path: Path) -> None:
        self.all: list[Happening] = []
        self._lock = threading.Lock()
        self._file = path.open("a", encoding="utf-8")

    def note(self, happening: Happening) -> None:
        with self._lock:
            self.all.append(happening)
            self._write({"kind": type(happening).__name__, **asdict(happening)})

    @property
    def acknowledged(self) -> int:
        """How many deeds were done by now."""
        with self._lock:
            return sum(isinstance(one, Deed) and one.outcome is Outcome.OK for one in self.all)

    def note_fault(self, words: str) -> None:
        """For whoever reads the file: what befell the centre in between."""
        with self._lock:
            self._write({"kind": "Fault", "at_s": real_monotonic_s(), "words": words})

    def close(self) -> None:
        self._file.close()

    def _write(self, line: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()
