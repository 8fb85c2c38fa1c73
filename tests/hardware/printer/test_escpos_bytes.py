"""The very bytes that go to a printer, and what loading their maker leaves behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from printer_samples import a_slip

from hardware.printer.escpos_bytes import recovery_bytes, slip_bytes

INITIALISE = b"\x1b@"
FEED_AND_CUT = b"\x1dVB\x00"


def raster(rows: list[bytes]) -> bytes:
    """GS v 0, normal size, by the manual: bytes across, dots down, both low byte first."""
    across = len(rows[0])
    header = b"\x1dv0\x00" + across.to_bytes(2, "little") + len(rows).to_bytes(2, "little")
    return header + b"".join(rows)


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("height", [1, 254, 255, 256, 600])
def test_a_picture_goes_out_in_bands_of_at_most_255_rows(width: int, height: int) -> None:
    rows = [bytes((row * 7 + column) % 256 for column in range(width // 8)) for row in range(height)]
    black_is_zero = bytes(byte ^ 0xFF for byte in b"".join(rows))
    bands = b"".join(raster(rows[at : at + 255]) for at in range(0, height, 255))
    picture = Image.frombytes("1", (width, height), black_is_zero)
    assert slip_bytes(picture) == INITIALISE + bands + FEED_AND_CUT


def test_the_feed_before_the_cut_is_a_setting() -> None:
    picture = Image.new("1", (576, 1), 1)
    assert slip_bytes(picture, feed_lines=4).endswith(b"\x1bd\x04" + FEED_AND_CUT)
    assert b"\x1bd" not in slip_bytes(picture)


def test_after_a_broken_slip_the_rest_of_a_band_is_filled_before_anything_else() -> None:
    assert recovery_bytes(width_dots=576) == bytes(255 * 72) + INITIALISE + FEED_AND_CUT


def test_building_bytes_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    slip_bytes(a_slip())
    assert capfd.readouterr() == ("", "")


def test_loading_the_library_changes_neither_logging_nor_the_temporary_folder(tmp_path: Path) -> None:
    looked = "import logging, hardware.printer.escpos_bytes; assert not logging.root.handlers"
    subprocess.run([sys.executable, "-c", looked], env=os.environ | {"TMPDIR": str(tmp_path)}, check=True)
    assert list(tmp_path.iterdir()) == []


def test_naming_a_printer_does_not_load_the_library() -> None:
    looked = "import sys, hardware.printer; assert 'escpos' not in sys.modules"
    subprocess.run([sys.executable, "-c", looked], check=True)
