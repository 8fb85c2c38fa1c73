"""Where the letters come from: Noto Sans of the system, which has every Vietnamese and Êđê letter."""

from pathlib import Path

_NOTO = Path("/usr/share/fonts/truetype/noto")  # Debian package fonts-noto-core


class FontsMissing(Exception):
    """Noto Sans is not installed: `apt-get install fonts-noto-core`."""

    def __init__(self) -> None:
        super().__init__("Noto Sans is missing; install it: sudo apt-get install fonts-noto-core")


def regular() -> Path:
    return _existing("NotoSans-Regular.ttf")


def bold() -> Path:
    return _existing("NotoSans-Bold.ttf")


def _existing(name: str) -> Path:
    path = _NOTO / name
    if not path.exists():
        raise FontsMissing
    return path
