"""Keeps programs running: starts them, starts them again when they end by themselves, and leaves none behind.

A program dies with whoever started it, also when that is killed with SIGKILL: Linux does that at our
request (prctl(2), PR_SET_PDEATHSIG). The request is tied to the thread that starts the program, so one
supervisor belongs to one thread, the main one.
"""

import ctypes
import os
import selectors
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from messaging.clock import real_monotonic_s

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None, use_errno=True)

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 10.0
STEADY_AFTER_S = 30.0
"""A program that ran for so long and then ended is started again without the growing pause."""
_LOOK_AGAIN_S = 0.1
STOP_PATIENCE_S = 5.0
"""What a program gets to end by itself; then it is killed. Nothing is lost by that: all commit first."""


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    command: tuple[str, ...]
    log: Path
    """Its output; what an earlier start of the centre left is kept beside it as `.1`."""
    environment: dict[str, str] = field(default_factory=dict)
    """Added to the supervisor's own."""
    account: tuple[int, int] | None = None
    """User and group id to run as, for a supervisor that is root."""
    folder: Path | None = None
    """Where it stands; None is where the supervisor does."""


@dataclass(slots=True)
class _Running:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    pidfd: int | None = None
    started_s: float = 0.0
    ended_in_a_row: int = 0
    deaths: int = 0
    start_again_s: float | None = None
    is_wanted: bool = True


class Supervisor:
    """Use it from the main thread only. `tell` gets one line for each program that ended by itself."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("programs die with the thread that starts them: use the main thread")
        self._tell = tell
        self.crashes: list[str] = []
        """What was told of programs that ended by themselves."""
        self.on_change: Callable[[], None] = lambda: None
        """Called after programs started or ended."""
        self._running: dict[str, _Running] = {}
        self._endings = selectors.DefaultSelector()

    def start(self, program: Program) -> None:
        """Start a program and keep it running.

        Raises:
            OSError: it cannot be started at all.
        """
        _keep_old_log(program.log)
        running = _Running(program)
        self._running[program.name] = running
        self._launch(running)

    def pids(self) -> dict[str, int]:
        """The programs that run now."""
        return {name: running.process.pid for name, running in self._running.items() if running.process is not None}

    def tend(self, patience_s: float | None) -> None:
        """Wait until a program ends, one is to be started again, or `patience_s` has passed; see to it."""
        waits = [
            running.start_again_s - real_monotonic_s()
            for running in self._running.values()
            if running.start_again_s is not None
        ]
        if patience_s is not None:
            waits.append(patience_s)
        for key, _ in self._endings.select(max(0.0, min(waits)) if waits else None):
            if isinstance(key.data, str):
                self._note_end(self._running[key.data])
            else:
                key.data()
        for running in self._running.values():
            if running.start_again_s is not None and running.start_again_s <= real_monotonic_s():
                self._launch(running)

    def listen(self, door: socket.socket, knock: Callable[[], None]) -> None:
        """Call `knock` from `tend`, so on the main thread, whenever `door` can be read."""
        self._endings.register(door, selectors.EVENT_READ, knock)

    def no_longer_listen(self, door: socket.socket) -> None:
        self._endings.unregister(door)

    def hold(self, name: str, *, is_unplugged: bool = False) -> None:
        """End a program and leave it ended until `release`; unplugged, it gets no time to end in order.

        Raises:
            KeyError: no such program was ever started.
        """
        running = self._running[name]
        if is_unplugged and running.process is not None:
            running.is_wanted = False
            running.process.kill()
        self.stop(name)

    def release(self, name: str) -> None:
        """Start a program that is held; one that runs, or starts again anyway, is left alone.

        Raises:
            KeyError: no such program was ever started.
        """
        running = self._running[name]
        if running.is_wanted:
            return
        running.is_wanted = True
        running.ended_in_a_row = 0
        self._launch(running)

    def ended(self) -> dict[str, str]:
        """The programs that do not run now: `held`, or `starts_again`."""
        return {
            name: "starts_again" if running.is_wanted else "held"
            for name, running in self._running.items()
            if running.process is None
        }

    def deaths(self) -> dict[str, int]:
        """How often each program has ended by itself; one that never did is not named."""
        return {name: running.deaths for name, running in self._running.items() if running.deaths}

    def stop(self, *names: str, patience_s: float = STOP_PATIENCE_S) -> None:
        """Ask programs to end, all at once, and kill those that do not within `patience_s`."""
        stopping = [self._running[name] for name in names if name in self._running]
        for running in stopping:
            running.is_wanted = False
            running.start_again_s = None
            if running.process is not None:
                running.process.terminate()
        give_up_s = real_monotonic_s() + patience_s
        for running in stopping:
            if running.process is None:
                continue
            try:
                running.process.wait(max(0.0, give_up_s - real_monotonic_s()))
            except subprocess.TimeoutExpired:
                self._tell(f"{running.program.name} did not end when asked and was killed")
                running.process.kill()
                running.process.wait()
            self._forget_process(running)
        self.on_change()

    def close(self) -> None:
        """Kill whatever still runs."""
        self.stop(*self._running, patience_s=0.5)
        self._endings.close()

    def _launch(self, running: _Running) -> None:
        running.start_again_s = None
        running.process = _launched(running.program)
        running.started_s = real_monotonic_s()
        running.pidfd = os.pidfd_open(running.process.pid)
        self._endings.register(running.pidfd, selectors.EVENT_READ, running.program.name)
        self.on_change()

    def _note_end(self, running: _Running) -> None:
        if running.process is None:
            return
        status = running.process.wait()
        self._forget_process(running)
        if not running.is_wanted:
            return
        running.deaths += 1
        lived_s = real_monotonic_s() - running.started_s
        running.ended_in_a_row = 1 if lived_s > STEADY_AFTER_S else running.ended_in_a_row + 1
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (running.ended_in_a_row - 1))
        running.start_again_s = real_monotonic_s() + pause_s
        line = (
            f"{running.program.name} ended ({_status_words(status)}) and starts again in {pause_s:.1f} s; "
            f"see {running.program.log}"
        )
        self.crashes.append(line)
        self._tell(line)
        self.on_change()

    def _forget_process(self, running: _Running) -> None:
        if running.pidfd is not None:
            self._endings.unregister(running.pidfd)
            os.close(running.pidfd)
        running.pidfd = None
        running.process = None


class ProgramFailed(Exception):
    """A program that was to do its work and end well did not; the message has its last words."""


def run_together(
    programs: Iterable[Program],
    patience_s: float,
    *,
    at_once: int | None = None,
    on_end: Callable[[Program], None] = lambda _program: None,
) -> None:
    """Run programs that end by themselves, side by side, and wait for all.

    `at_once` is how many run at a time; None is all. `on_end` is told of each that ended well.

    Raises:
        ProgramFailed: one of them ended with another status than 0, or not in time.
    """
    waiting = list(programs)
    running: list[tuple[Program, subprocess.Popen[bytes]]] = []
    give_up_s = real_monotonic_s() + patience_s
    try:
        while waiting or running:
            while waiting and (at_once is None or len(running) < at_once):
                program = waiting.pop(0)
                _keep_old_log(program.log)
                running.append((program, _launched(program)))
            running.sort(key=lambda one: one[1].poll() is None)  # who has ended first
            program, process = running[0]
            try:
                status = process.wait(_LOOK_AGAIN_S)
            except subprocess.TimeoutExpired:
                if real_monotonic_s() > give_up_s:
                    raise ProgramFailed(f"{program.name} took longer than {patience_s:.0f} s") from None
                continue
            running.pop(0)
            if status != 0:
                words = program.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-5:]
                raise ProgramFailed("\n".join((f"{program.name} failed ({_status_words(status)}):", *words)))
            on_end(program)
    finally:
        for _, process in running:
            if process.poll() is None:
                process.kill()
                process.wait()


def _launched(program: Program) -> subprocess.Popen[bytes]:
    parent = os.getpid()

    def die_with_parent() -> None:
        # Between fork and exec: nothing here may take locks, allocate much, or log.
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it was killed before we asked
            os._exit(1)

    user, group = program.account or (None, None)
    with program.log.open("ab") as log:
        return subprocess.Popen(
            program.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=os.environ | program.environment,
            cwd=program.folder,
            user=user,
            group=group,
            extra_groups=None if group is None else [],
            start_new_session=True,  # Ctrl-C reaches us alone, and we end the others in order
            preexec_fn=die_with_parent,
        )


def _keep_old_log(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_name(log.name + ".1"))
    log.touch(mode=0o600)


def _status_words(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"
