"""A keypad's pipe in a folder of the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from plugged_keypad import Plugged


@pytest.fixture
def plugged(tmp_path: Path) -> Iterator[Plugged]:
    plugged = Plugged(tmp_path / "keypad")
    yield plugged
    plugged.keypad.close()
