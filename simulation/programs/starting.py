"""What all simulated programs share: their command line, the stepped clock and the control socket."""

import argparse
import ctypes
import logging
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from messaging.clock import SteppedClock
from messaging.failpoints import install
from simulation.centre_folder import read_lead_s
from simulation.programs.control_socket import ControlSocket
from simulation.programs.dying import DyingAt
from simulation.programs.hoarding import Hoarding


class Start(NamedTuple):
    settings: Path
    clock: SteppedClock
    control: ControlSocket


def read_start(program: str) -> Start:
    """Read the command line, set up the log and open the control socket (for `step` and `who` only)."""
    parser = argparse.ArgumentParser(prog=f"python -m simulation.programs.{program}")
    parser.add_argument("--settings", type=Path, required=True, help="the program's own settings file")
    parser.add_argument("--control", type=Path, required=True, help="where to put the control socket")
    parser.add_argument("--die-at", help="end as by kill -9 at this failpoint (messaging/failpoints.py)")
    parser.add_argument("--clock", type=Path, required=True, help="file that says how far the clock is ahead")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    clock = SteppedClock()
    control = ControlSocket(arguments.control)
    dying = DyingAt()
    if arguments.die_at:
        dying.arm(arguments.die_at)
    install(dying)
    control.add(
        {
            "step": lambda request: _step(clock, float(request["to_s"])),
            "die_at": dying.command,
            "hoard": Hoarding().command,
            "give_back": _give_back,
        }
    )
    # Listening comes first: a step that happens between the two is then either in the file or told.
    control.start()
    _step(clock, read_lead_s(arguments.clock))
    return Start(arguments.settings, clock, control)


def _give_back(_request: dict[str, Any]) -> dict[str, Any]:
    """Give the kernel back what C's allocator has freed and keeps for later (malloc_trim(3)): what stays is in use."""
    return {"given": bool(ctypes.CDLL(None).malloc_trim(0))}


def stop_on_signals(stop: Callable[[], None]) -> None:
    """End in order when asked to, as the programs' own entry points do."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop())


_one_step = threading.Lock()


def _step(clock: SteppedClock, to_s: float) -> dict[str, Any]:
    """Bring the clock's lead to `to_s`; one that is there already, or beyond, stays where it is."""
    with _one_step:
        missing = timedelta(seconds=to_s) - clock.lead
        if missing > timedelta(0):
            clock.step(missing)
        return {"lead_s": clock.lead.total_seconds()}
