"""One clip pack by espeak-ng for all tests of a run: making it takes two seconds."""

from pathlib import Path

import pytest

from hardware.audio.make_clips import make_pack

_made: list[Path] = []


@pytest.fixture(scope="session")
def clip_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a complete pack; do not change it."""
    if not _made:
        folder = tmp_path_factory.mktemp("voice") / "clips"
        make_pack(folder)
        _made.append(folder)
    return _made[0]
