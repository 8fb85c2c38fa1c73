"""A slip as ESC/POS bytes; the only file that imports python-escpos, and it only builds bytes with it.

Pictures rather than text: Vietnamese code pages lose letters on most printers (docs/decisions). Sending and
asking are our own, because the library's time limits and its reading of the status are not to be relied on.
"""

import logging
import os
import shutil
from pathlib import Path

from PIL import Image

_handlers_before = list(logging.root.handlers)
# Its own list of some hundred printers takes a seventh of a kiosk's start to read; we need what all of them can do.
os.environ.setdefault("ESCPOS_CAPABILITIES_FILE", str(Path(__file__).with_name("printer_profile.json")))
from escpos import capabilities  # noqa: E402  # the lines around it undo what importing it does to a process
from escpos.escpos import Escpos  # noqa: E402  # as above

for _handler in set(logging.root.handlers) - set(_handlers_before):
    # It calls logging.basicConfig(), which would make the program's own set-up of logging do nothing.
    logging.root.removeHandler(_handler)
if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
    # It leaves a new folder with a cache in the temporary files at every start.
    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)

BAND_ROWS = 255
"""Rows of one GS v 0: the largest height whose high byte is 0, which the simplest printers ignore."""


def slip_bytes(slip: Image.Image, *, feed_lines: int = 0) -> bytes:
    """Initialise, print the picture (mode "1") in bands, feed, cut."""
    builder = _Builder(slip.width)
    builder.hw("INIT")
    builder.image(slip, fragment_height=BAND_ROWS)
    return builder.taken() + _feed_and_cut(builder, feed_lines)


def recovery_bytes(*, width_dots: int, feed_lines: int = 0) -> bytes:
    """What goes ahead of a slip when the one before broke off in the middle of its bytes.

    The printer may still wait for the rest of a band: it gets one whole band of zeros, which print white
    and, once it is through, mean nothing. Then the piece of the broken slip is cut off, so that nobody gets
    another's number on his slip.
    """
    builder = _Builder(width_dots)
    builder.hw("INIT")
    rest_of_a_band = bytes(BAND_ROWS * (width_dots // 8))
    return rest_of_a_band + builder.taken() + _feed_and_cut(builder, feed_lines)


def _feed_and_cut(builder: "_Builder", feed_lines: int) -> bytes:
    if feed_lines:
        builder.print_and_feed(feed_lines)
    # GS V 66 0: the printer itself feeds to its cutter first. `feed=True` would waste 6 lines in front.
    builder.cut(feed=False)
    return builder.taken()


class _Builder(Escpos):  # type: ignore[misc]  # the library ships no types
    """Collects the bytes of one job. A new one per job: some of its state outlives an initialise."""

    def __init__(self, width_dots: int) -> None:
        super().__init__()
        media = self.profile.profile_data["media"]
        # A copy with the width filled in: without one the library prints a hint to stdout for each picture.
        self.profile.profile_data = {
            **self.profile.profile_data,
            "media": {**media, "width": {**media["width"], "pixels": width_dots}},
        }
        self._collected = bytearray()

    def _raw(self, msg: bytes) -> None:
        self._collected += msg

    def taken(self) -> bytes:
        """What was collected since it was last taken."""
        collected, self._collected = bytes(self._collected), bytearray()
        return collected
