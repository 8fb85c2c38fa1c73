"""How large the demo's windows may be on the screen of this machine."""

import os
from dataclasses import dataclass
from pathlib import Path

_DRM = Path("/sys/class/drm")
_CAUTIOUS = (1280, 800)
"""When the machine does not tell its screen's size."""
_SHARE_OF_WIDTH = 0.42
_SHARE_OF_HEIGHT = 0.80
"""Kiosk and board side by side, with room for title bars and the desktop's own panel."""


class NoDesktop(Exception):
    def __init__(self) -> None:
        super().__init__("--windows needs a desktop, and DISPLAY is not set; leave it out to draw unseen")


@dataclass(frozen=True, slots=True)
class WindowSizes:
    """Room for one window, in pixels."""

    width: int
    height: int

    def fitted(self, width: int, height: int) -> tuple[int, int]:
        """A picture's size, shrunk in proportion until it fits."""
        factor = min(1.0, self.width / width, self.height / height)
        return round(width * factor), round(height * factor)


def window_sizes() -> WindowSizes:
    """
    Raises:
        NoDesktop: there is no desktop to open windows on.
    """
    if not os.environ.get("DISPLAY"):
        raise NoDesktop
    width, height = _screen()
    return WindowSizes(round(width * _SHARE_OF_WIDTH), round(height * _SHARE_OF_HEIGHT))


def _screen() -> tuple[int, int]:
    """The mode the first connected screen prefers, as the kernel lists it."""
    for connector in sorted(_DRM.glob("card*-*")):
        try:
            if (connector / "status").read_text().strip() != "connected":
                continue
            width, height = (connector / "modes").read_text().split()[0].split("x")
            return int(width), int(height.rstrip("i"))
        except (OSError, ValueError, IndexError):
            continue
    return _CAUTIOUS
