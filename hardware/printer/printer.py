"""What the rest of the house knows of a printer: its state in words, and a slip in, an outcome out."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # a machine without a printer reads these words too, and has nothing that draws
    from PIL import Image


class Paper(Enum):
    PLENTY = "plenty"
    NEAR_END = "near_end"
    OUT = "out"
    UNKNOWN = "unknown"
    """The printer did not say: silence is never read as paper."""


class Readiness(Enum):
    READY = "ready"
    COVER_OPEN = "cover_open"
    FAULT = "fault"
    """Cutter, overheating or another error the printer itself reports."""
    OFFLINE = "offline"
    """It cannot be reached at all."""
    UNKNOWN = "unknown"
    """It can be reached and does not answer."""


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    readiness: Readiness
    paper: Paper

    @property
    def can_print(self) -> bool:
        """True when the printer says that it can, or cannot say (a device file): then the slip is tried."""
        return self.readiness in CAN_PRINT and self.paper is not Paper.OUT


CAN_PRINT = frozenset({Readiness.READY, Readiness.UNKNOWN})


class SlipOutcome(Enum):
    PRINTED = "printed"
    """The printer answered after the cut that it is well and has paper."""
    UNKNOWN = "unknown"
    """All bytes were sent; the printer did not answer afterwards."""
    NOT_PRINTED = "not_printed"


class Printer(Protocol):
    """Blocking; call it from a thread of its own, never from the screen's."""

    width_dots: int

    def status(self) -> PrinterStatus:
        """Ask the printer; never raises for a printer that is away or silent."""
        ...

    def print_slip(self, slip: "Image.Image") -> SlipOutcome:
        """Print and cut one slip (mode "1", `width_dots` wide), then ask again before saying "printed"."""
        ...

    def note_broken_slip(self) -> None:
        """An earlier run of the program died while it printed: the next slip must not join what it left."""
        ...
