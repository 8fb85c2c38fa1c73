"""A centre that comes into being beside a running server: its boards hear of it without a restart."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from broker_fixture import Listener, RunningBroker, wait_for
from server_process import ROOT, ServerProcess


def test_a_centre_loaded_by_another_program_is_published_by_the_server_that_runs(
    tmp_path: Path, broker: RunningBroker, listen: Callable[..., Listener]
) -> None:
    folder = tmp_path / "centre"
    folder.mkdir()
    server = ServerProcess(folder, folder / "centre.db", broker_port=broker.port)
    server.start()
    try:
        board = listen("bocso/v1/DEMO-0001/board")
        assert board.payloads("bocso/v1/DEMO-0001/board") == []
        sample = str(ROOT / "server/sample_centre.json")
        load = [sys.executable, "-m", "bocso", "centre", "load", sample, "--database", str(folder / "centre.db")]
        subprocess.run(load, check=True, cwd=ROOT, capture_output=True)
        wait_for(lambda: board.payloads("bocso/v1/DEMO-0001/board"), what="the board's snapshot")
    finally:
        server.stop()
