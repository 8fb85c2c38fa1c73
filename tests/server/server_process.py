"""The real server as a process of its own, `python -m server`, that can be killed at any moment."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from broker_fixture import free_port, wait_for
from served_centre import credential_of

ROOT = Path(__file__).resolve().parents[2]


class ServerProcess:
    """Keeps its port, its settings and its database over restarts."""

    def __init__(self, folder: Path, database: Path, *, broker_port: int = 1) -> None:
        self.folder = folder
        self.database = database
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = folder / "server.toml"
        self._settings.write_text(
            f'database = "{database}"\nlisten_port = {self.port}\ntrust_clock = "always"\nignore_hours = true\n'
            f'public_url = "http://10.0.0.2"\n[broker]\nport = {broker_port}\n'
        )
        self.log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "server", "--settings", str(self._settings)],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                env=os.environ | {"PYTHONWARNINGS": "default"},
            )
        wait_for(self.is_healthy, what=f"the server to answer; its log: {self.log}", within_s=60)

    def is_healthy(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"the server ended: {self.log.read_text()}"
        try:
            return httpx.get(f"{self.url}/health", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """kill -9"""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(30)
        self._process = None
        return code

    def headers(self, intent: str, device: str = "kiosk-1") -> dict[str, str]:
        return {"Authorization": f"Bearer {credential_of(device)}", "Idempotency-Key": intent}
