"""A damaged file of a device, on a disk that refuses what is written, or whose power goes between any two steps."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from messaging import damaged_files, on_disk

ROOT = Path(__file__).resolve().parent.parent
_LEAF_OF_AN_INDEX = 10
"""The first byte of such a page (SQLite's file format, 1.6)."""
LIMITS = (0, 4096, 20_480, 36_864, 61_440, 102_400)
"""Bytes that a file may have: too few for the tables, for the index of the log (32 kB), for what is carried over."""


class PowerCut(BaseException):
    """Nobody catches it, as nobody catches the other one."""


def damage_an_index(path: Path) -> None:
    """Every row can still be read; the file's own check says no."""
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    pages = [at for at in range(size, len(content), size) if content[at] == _LEAF_OF_AN_INDEX]
    assert pages
    content[pages[-1] : pages[-1] + size] = bytes(size)
    path.write_bytes(content)


@contextmanager
def power_cut_before(step: int) -> Iterator[list[str]]:
    """Cut before the nth step on the disk, from 0; tells the steps that were done."""
    done: list[str] = []

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def one_step(*arguments: Any, **more: Any) -> Any:
            if len(done) == step:
                raise PowerCut
            done.append(name)
            return real(*arguments, **more)

        return one_step

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((Path, "rename"), (Path, "replace"), (Path, "touch"), (Path, "unlink")):
            patch.setattr(owner, name, watched(name, getattr(owner, name)))
        patch.setattr(damaged_files, "to_disk", watched("sync", on_disk.to_disk))
        yield done


def each_power_cut(begin: Callable[[int], Callable[[], None]]) -> Iterator[int]:
    """`begin` makes a damaged file for the nth time and returns how it is opened; yields after each cut, to look."""
    step = 0
    while True:
        opened = begin(step)
        with power_cut_before(step) as done:
            try:
                opened()
            except PowerCut:
                pass
            else:
                assert "replace" in done, "the damaged file was replaced at last"
                return
        yield step
        step += 1


def start_on_a_full_disk(code: str, path: Path, limit: int) -> str:
    """Run a few lines, with `path`, in a program whose files may not grow beyond a size; what it says."""
    first = "import resource, sys\nfrom pathlib import Path\npath, limit = Path(sys.argv[1]), int(sys.argv[2])\n"
    refuse = "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
    done = subprocess.run(
        [sys.executable, "-c", first + refuse + code, str(path), str(limit)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
