"""A real Firefox, driven by its own remote control: WebDriver BiDi over a WebSocket on loopback.

Playwright, which the other tests use, drives Firefox builds of its own only, and its way to an ordinary Firefox asks
for commands (emulation.setMediaFeaturesOverride) that Debian's does not know. What is spoken here is the W3C's
protocol (w3.org/TR/webdriver-bidi) in text frames (RFC 6455), one command at a time.
"""

import base64
import contextlib
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIREFOX = "/usr/bin/firefox-esr"
START_PATIENCE_S = 90.0
ANSWER_PATIENCE_S = 60.0
_PREFERENCES = {
    # It shall ask nothing outside: no pings, no updates, no captive portals, no lists of bad addresses.
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.update.enabled": False,
    "media.autoplay.default": 1,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.prefetch-next": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


class FirefoxFailed(Exception):
    """Firefox refused a command, or a script in the page threw; the message is its own."""


class Tab:
    """One page in Firefox, as large as was asked for."""

    def __init__(self, firefox: "Firefox", context: str) -> None:
        self._firefox = firefox
        self._context = context

    def resize(self, width: int, height: int) -> None:
        viewport = {"width": width, "height": height}
        self._firefox.command("browsingContext.setViewport", context=self._context, viewport=viewport)

    def open(self, address: str) -> None:
        self._firefox.command("browsingContext.navigate", context=self._context, url=address, wait="interactive")

    def evaluate(self, script: str) -> Any:
        """The value of a script's expression, which must be such as JSON can carry."""
        answer = self._firefox.command(
            "script.evaluate",
            expression=f"JSON.stringify({script})",
            target={"context": self._context},
            awaitPromise=False,
        )
        if answer["type"] != "success":
            raise FirefoxFailed(f"{script}: {answer['exceptionDetails']['text']}")
        return json.loads(answer["result"]["value"]) if "value" in answer["result"] else None

    def click(self, x: float, y: float, *, by_finger: bool = False) -> None:
        """Press and let go at a place of the page, in CSS pixels from the upper left of what is seen."""
        kind = "touch" if by_finger else "mouse"
        actions: list[dict[str, Any]] = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pause", "duration": 60},
            {"type": "pointerUp", "button": 0},
        ]
        pointer = {"type": "pointer", "id": kind, "parameters": {"pointerType": kind}, "actions": actions}
        self._firefox.command("input.performActions", context=self._context, actions=[pointer])

    def picture(self) -> bytes:
        """What is seen of the page, as a PNG."""
        answer = self._firefox.command("browsingContext.captureScreenshot", context=self._context)
        return base64.b64decode(answer["data"])

    def close(self) -> None:
        self._firefox.command("browsingContext.close", context=self._context)


class Firefox:
    """A running Firefox; `complaints` are the errors that its pages have thrown or written to their console."""

    def __init__(self, port: int) -> None:
        self.complaints: list[str] = []
        self._socket = _WebSocket(port, "/session")
        self._last_id = 0
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=["log.entryAdded"])

    def tab(self, width: int, height: int) -> Tab:
        tab = Tab(self, self.command("browsingContext.create", type="tab")["context"])
        tab.resize(width, height)
        return tab

    def command(self, method: str, **parameters: Any) -> Any:
        """Raises: FirefoxFailed: it says why it did not do this."""
        self._last_id += 1
        self._socket.send(json.dumps({"id": self._last_id, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.receive())
            if message["type"] == "event":
                self._note(message["params"])
            elif message["id"] == self._last_id:
                if message["type"] == "error":
                    raise FirefoxFailed(f"{method}: {message['error']}: {message['message']}")
                return message["result"]

    def close(self) -> None:
        self._socket.close()

    def _note(self, entry: dict[str, Any]) -> None:
        if entry.get("level") == "error":
            self.complaints.append(str(entry.get("text")))


class _WebSocket:
    """The client's side of a WebSocket to a program on this machine."""

    def __init__(self, port: int, path: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=ANSWER_PATIENCE_S)
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            (
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
            ).encode()
        )
        self._stream = self._socket.makefile("rb")
        status = self._stream.readline()
        if b" 101 " not in status:
            raise FirefoxFailed(f"no WebSocket on port {port}: {status!r}")
        while self._stream.readline() not in (b"\r\n", b""):
            continue  # the other heads say nothing that is needed

    def send(self, text: str) -> None:
        self._send_frame(0x1, text.encode())

    def receive(self) -> str:
        """The next text; pings are answered on the way."""
        parts = []
        while True:
            first, second = self._read(2)
            length = second & 0x7F
            if length == 126:
                (length,) = struct.unpack("!H", self._read(2))
            elif length == 127:
                (length,) = struct.unpack("!Q", self._read(8))
            payload, opcode, is_last = self._read(length), first & 0x0F, bool(first & 0x80)
            if opcode == 0x8:
                raise FirefoxFailed("Firefox has hung up")
            if opcode == 0x9:
                self._send_frame(0xA, payload)
            elif opcode in (0x0, 0x1):
                parts.append(payload)
                if is_last:
                    return b"".join(parts).decode()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._send_frame(0x8, b"")
        self._stream.close()
        self._socket.close()

    def _send_frame(self, opcode: int, payload: bytes) -> None:
        if len(payload) < 126:
            head = struct.pack("!BB", 0x80 | opcode, 0x80 | len(payload))
        elif len(payload) < 1 << 16:
            head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, len(payload))
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, len(payload))
        mask = os.urandom(4)  # a client must mask, and Firefox takes a mask of zeros for none
        self._socket.sendall(head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload)))

    def _read(self, length: int) -> bytes:
        data = self._stream.read(length)
        if len(data) < length:
            raise FirefoxFailed("Firefox has gone away")
        return data


@contextlib.contextmanager
def running_firefox() -> Iterator[Firefox]:
    """A Firefox without a window, with a profile of its own that is thrown away."""
    profile = Path(tempfile.mkdtemp(prefix="bocso-firefox-"))
    (profile / "user.js").write_text(
        "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in _PREFERENCES.items())
    )
    process = subprocess.Popen(
        [FIREFOX, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"],
        # A home of its own: Firefox refuses one that belongs to somebody else, and leaves things in it.
        env=os.environ | {"HOME": str(profile), "MOZ_CRASHREPORTER_DISABLE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    said: list[str] = []
    reader = threading.Thread(target=_listen, args=(process, said), daemon=True)
    reader.start()
    try:
        firefox = Firefox(_port(process, said))
        try:
            yield firefox
        finally:
            firefox.close()
    finally:
        process.terminate()
        try:
            process.wait(START_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join()
        if process.stderr is not None:
            process.stderr.close()
        shutil.rmtree(profile, ignore_errors=True)


def _listen(process: "subprocess.Popen[str]", said: list[str]) -> None:
    assert process.stderr is not None
    said.extend(process.stderr)


def _port(process: "subprocess.Popen[str]", said: list[str]) -> int:
    give_up = time.monotonic() + START_PATIENCE_S
    while time.monotonic() < give_up:
        for line in list(said):
            found = re.search(r"WebDriver BiDi listening on ws://[^:]+:(\d+)", line)
            if found:
                return int(found[1])
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise FirefoxFailed("Firefox does not start; it says:\n" + "".join(said))
