"""Ten thousand presses while nobody answers, the pad killed on the way: each is delivered once, in order."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from broker_fixture import wait_for
from pad_in_a_centre import stored_presses
from stub_server import StubServer

PRESSES = 10_000
BEFORE_THE_KILL = 6_000
ROOT = Path(__file__).parents[2]


class Pad:
    """The keeping of one pad's presses, as a process."""

    def __init__(self, folder: Path, url: str, first: int, last: int) -> None:
        self._process = subprocess.Popen(
            [
                sys.executable,
                str(Path(__file__).with_name("pressing_process.py")),
                str(folder),
                url,
                str(first),
                str(last),
            ],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        )

    def kept(self, count: int) -> list[str]:
        """The next presses that it said are kept."""
        assert self._process.stdout is not None
        return [self._process.stdout.readline().strip() for _ in range(count)]

    def kill(self) -> list[str]:
        """Those too that it had said when it died; a line that was not finished says nothing."""
        self._process.kill()
        rest, _ = self._process.communicate()
        return [line for line in rest.split("\n")[:-1] if line]

    def end(self) -> None:
        self._process.communicate(timeout=120)
        assert self._process.returncode == 0


@pytest.fixture
def server() -> Iterator[StubServer]:
    server = StubServer()
    yield server
    server.stop()


def test_ten_thousand_presses_without_the_server_are_delivered_once_each_in_order(
    tmp_path: Path, server: StubServer
) -> None:
    first = Pad(tmp_path, server.url, 1, PRESSES)
    kept = first.kept(BEFORE_THE_KILL) + first.kill()
    on_disk = stored_presses(tmp_path / "pad")
    # The last one may lie on the disk and its light not have come on yet.
    assert len(kept) <= on_disk <= len(kept) + 1 < PRESSES

    second = Pad(tmp_path, server.url, on_disk + 1, PRESSES)
    more = second.kept(PRESSES - on_disk)
    assert stored_presses(tmp_path / "pad") == PRESSES

    server.start()
    wait_for(lambda: len(server.kept) > PRESSES // 3, what="a third of the presses", within_s=120)
    second.kill()
    third = Pad(tmp_path, server.url, 1, 0)
    wait_for(lambda: len(server.kept) == PRESSES, what="all presses", within_s=120)
    third.end()

    delivered = list(server.kept)
    assert delivered[: len(kept)] == kept
    assert delivered[on_disk:] == more
    assert len(server.asked) - PRESSES <= 1  # the one that was on its way when the pad was killed
    assert [body["n"] for body in server.kept.values()] == [*range(1, on_disk + 1), *range(1, len(more) + 1)]
    assert stored_presses(tmp_path / "pad") == 0
