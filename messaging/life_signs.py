"""Tells the service manager that a program is up and does its work: systemd's notify protocol (sd_notify(3)).

Whoever calls `works` has just done the program's real work: the server a commit, a screen a turn of its drawing loop,
a pad a look at its buttons. A program that hangs therefore stops calling, and systemd starts it anew. Started by hand
or in the demo there is no service manager, and nothing is sent.
"""

import asyncio
import contextlib
import os
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping

from messaging.clock import real_monotonic_s

_UNWATCHED_PAUSE_S = 3.0
"""Between two probes of a program that has a service manager and no watchdog: only the first matters."""


STARTING_SAID_EVERY_S = 30.0
STARTING_FOR_S = 120
"""So long the manager waits for the next word of a program that starts."""
STARTING_AT_MOST_S = 3600.0
"""A start that takes longer hangs: the manager is left to end it."""


class LifeSigns:
    """One program's line to its service manager. Calls come from one thread and are cheap."""

    def __init__(self, address: str, every_s: float | None) -> None:
        """`address` as in NOTIFY_SOCKET, "" for nobody; `every_s`: how often at least, None when nobody waits."""
        # A leading @ stands for the zero byte of a name in Linux's abstract namespace (sd_notify(3)).
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._every_s = every_s
        self._told_at_s: float | None = None
        self._is_up = False

    @property
    def every_s(self) -> float | None:
        """How often `works` is waited for, a third of the watchdog's time; None when nobody waits."""
        return self._every_s if self._address else None

    def works(self) -> None:
        """The program has just done its work; the first call says that it is up. Call it as often as you like."""
        if not self._address:
            return
        now_s = real_monotonic_s()
        if not self._is_up:
            self._is_up = True
            self._told_at_s = now_s
            self._send("READY=1\nWATCHDOG=1")
        elif self._every_s is not None and (self._told_at_s is None or now_s - self._told_at_s >= self._every_s / 2):
            self._told_at_s = now_s
            self._send("WATCHDOG=1")

    @contextlib.contextmanager
    def starting(
        self, *, every_s: float = STARTING_SAID_EVERY_S, at_most_s: float = STARTING_AT_MOST_S
    ) -> Iterator[None]:
        """What is done in here may take longer than the manager allows for a start; a thread says that it goes on."""
        if not self._address:
            yield
            return
        is_over = threading.Event()

        def say() -> None:
            until_s = real_monotonic_s() + at_most_s
            while real_monotonic_s() < until_s:
                self._send(f"EXTEND_TIMEOUT_USEC={STARTING_FOR_S * 1_000_000}")
                if is_over.wait(every_s):
                    return

        saying = threading.Thread(target=say, name="starting", daemon=True)
        saying.start()
        try:
            yield
        finally:
            is_over.set()
            saying.join()

    def stops(self) -> None:
        """The program was asked to end and does so."""
        self._send("STOPPING=1")

    async def feed(self, answers: Callable[[], Awaitable[bool]]) -> None:
        """Ask again and again whether the program answers, and say so when it does; until cancelled."""
        if not self._address:
            return
        pause_s = _UNWATCHED_PAUSE_S if self._every_s is None else self._every_s / 2
        while True:
            if await answers():
                self.works()
            await asyncio.sleep(pause_s)

    def _send(self, message: str) -> None:
        if not self._address:
            return
        # A manager that does not listen must not end the program: it would take that for a crash and start it again.
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.settimeout(0.0)
            sender.sendto(message.encode(), self._address)


def life_signs(environment: Mapping[str, str] = os.environ) -> LifeSigns:
    """As the service manager asked of this very process in NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID."""
    every_s: float | None = None
    time_us = environment.get("WATCHDOG_USEC", "")
    own_pid = str(os.getpid())
    if time_us.isdecimal() and int(time_us) > 0 and environment.get("WATCHDOG_PID", own_pid) == own_pid:
        every_s = int(time_us) / 1_000_000 / 3
    return LifeSigns(environment.get("NOTIFY_SOCKET", ""), every_s)
