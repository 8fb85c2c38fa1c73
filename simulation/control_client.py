"""Speaks to a program's control socket: touches, pictures, pins, texts and steps of its clock."""

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ANSWER_PATIENCE_S = 10.0
"""A picture of a large screen on a busy machine takes a second or two."""


class NoControl(Exception):
    """The program is not there, or does not answer."""


class ControlRefused(Exception):
    """The program understood the command and did not do it; the message says why."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text on a screen and its box, in pixels from the picture's upper left corner."""

    text: str
    left: float
    top: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


class ControlClient:
    """One program's control socket; each command is one connection, so a restarted program is no matter."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ask(self, do: str, *, patience_s: float = ANSWER_PATIENCE_S, **details: Any) -> dict[str, Any]:
        """Send one command and return the answer.

        Raises:
            NoControl: nobody listens, or no answer came in `patience_s`.
            ControlRefused: the program said no.
        """
        request = json.dumps({"do": do, **details}) + "\n"
        try:
            with short_path(self.path) as path, socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(patience_s)
                connection.connect(path)
                connection.sendall(request.encode())
                with connection.makefile("rb") as lines:
                    line = lines.readline()
        except OSError as error:
            raise NoControl(f"{self.path.name}: {error}") from None
        if not line:
            raise NoControl(f"{self.path.name}: ended without an answer")
        answer: dict[str, Any] = json.loads(line)
        if not answer.pop("ok"):
            raise ControlRefused(f"{self.path.name}: {answer['error']}")
        return answer

    def touch(self, x: float, y: float, phase: str = "tap", finger: int = 0) -> None:
        """Touch the screen at a pixel of its picture; `phase` is "tap", "down", "move" or "up"."""
        self.ask("touch", x=x, y=y, phase=phase, finger=finger)

    def picture(self, path: Path) -> None:
        """Write the next drawn frame as a PNG file."""
        self.ask("picture", path=str(path.absolute()))

    def texts(self) -> list[ShownText]:
        """The texts on the screen now, from top to bottom."""
        return [ShownText(**shown) for shown in self.ask("texts")["texts"]]

    def has_drawn(self) -> bool:
        """Whether the program has shown its first frame."""
        return bool(self.ask("drawn")["drawn"])

    def pin(self, button: int, *, is_low: bool) -> None:
        """Pull the pin of a pad's button low (pressed) or let it go; 0 is the best level."""
        self.ask("pin", button=button, level="low" if is_low else "high")

    def lights(self) -> list[float]:
        """The brightness of a pad's lights, 0 to 1, the best level first."""
        return [float(light) for light in self.ask("lights")["lights"]]

    def lit_alone(self) -> list[int]:
        """How often each of a pad's lights has burned alone and in full, as it does to say thank you."""
        return [int(times) for times in self.ask("lights")["lit_alone"]]

    def key(self, key: str) -> None:
        """Push a key of a desk's number pad and let it go, named by what is printed on it: `Enter + 1 0 .`."""
        self.ask("key", key=key)

    def plug(self, *, is_in: bool) -> None:
        """Pull the plug of a desk's number pad, or put it back."""
        self.ask("plug", is_in=is_in)

    def step(self, to_s: float) -> None:
        """Bring the program's clock to be `to_s` seconds ahead of the machine's; it never goes back."""
        self.ask("step", to_s=to_s)


@contextlib.contextmanager
def short_path(path: Path) -> Iterator[str]:
    """Another name of a socket file that fits the 107 bytes a Unix address has (unix(7))."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
