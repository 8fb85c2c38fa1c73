"""The technician at a terminal: words out, one letter in. Where nobody answers, nothing is taken for a yes."""

import os
import select
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from hardware.self_test import Words, words
from look.language import Translate
from messaging.clock import real_monotonic_s

_YES, _NO, _PASS_OVER = frozenset("cy"), frozenset("kn"), frozenset("bs")
"""Có, không, bỏ qua; yes, no, skip."""
_LOOK_EVERY_S = 0.1
_CHOICES = words("[c = có, k = không, b = bỏ qua] ")


class Terminal:
    """A `Technician` who reads standard output and types on standard input."""

    def __init__(self, translate: Translate) -> None:
        self._translate = translate
        self._typed = b""
        self._is_over = False

    def hear(self, said: Words) -> None:
        typer.echo(said.said(self._translate))

    def judge(self, question: Words) -> bool | None:
        while True:
            typer.echo(f"? {question.said(self._translate)} {_CHOICES.said(self._translate)}", nl=False)
            line = self._line(within_s=None)
            if line is None:
                typer.echo("")
                return None
            letter = line.strip().lower()[:1]
            if letter in _YES:
                return True
            if letter in _NO:
                return False
            if letter in _PASS_OVER:
                return None

    @contextmanager
    def fingers(self, press: Callable[[int], None]) -> Iterator[None]:
        """For simulated buttons: while this lasts, a typed number presses the button of that number."""
        is_over = threading.Event()

        def listen() -> None:
            while not is_over.is_set() and not self._is_over:
                line = self._line(within_s=_LOOK_EVERY_S)
                if line is not None and line.strip().isdecimal():
                    press(int(line.strip()))
                    return

        thread = threading.Thread(target=listen, name="fingers", daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()

    def _line(self, *, within_s: float | None) -> str | None:
        """The next line that is typed; None when none comes in time, or ever again."""
        until_s = None if within_s is None else real_monotonic_s() + within_s
        while b"\n" not in self._typed and not self._is_over:
            left_s = None if until_s is None else max(0.0, until_s - real_monotonic_s())
            if not select.select([sys.stdin], [], [], left_s)[0]:
                return None
            # Past Python's own buffer, of which select knows nothing.
            piece = os.read(sys.stdin.fileno(), 4096)
            self._is_over = not piece
            self._typed += piece
        line, _, self._typed = self._typed.partition(b"\n")
        return line.decode(errors="replace") if line or not self._is_over else None
