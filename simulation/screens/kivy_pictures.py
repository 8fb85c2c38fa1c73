"""A Kivy widget as a PNG. Kivy's own way turns the rows one by one in Python and takes most of the time."""

from pathlib import Path
from typing import Any

from PIL import Image


def keep_picture(widget: Any, path: Path, *, scale: float) -> None:
    """Write `widget` as it would be drawn now."""
    texture = widget.export_as_image(scale=scale).texture
    picture = Image.frombytes("RGBA", texture.size, texture.pixels).convert("RGB")
    # A picture is looked at a few times: packing it well is not worth the wait.
    picture.save(path, compress_level=3)
