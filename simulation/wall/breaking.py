"""The switches that break something: each acts on the real printer port, process or touch, and heals it again."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulation.centre_folder import KIOSK, PADS, CentreFolder
from simulation.supervisor_door import DOOR
from simulation.wall.asking import ask
from simulation.wall.errors import NotPossible
from simulation.wall.fingers import Fingers
from simulation.wall.signs_of_life import BROKER, PRINTER, SERVER, SignsOfLife
from simulation.wall.standing import STARTS_AGAIN

PRINTER_FAULTS = ("no_paper", "near_end", "silent")
STOPPED = {"broker": BROKER, "server": SERVER}
UNPLUGGED = {pad.device_id: pad.device_id for pad in PADS}
DOUBLED = "doubled"
FAULTS = (*PRINTER_FAULTS, DOUBLED, *STOPPED, *UNPLUGGED)

STOPPING_PATIENCE_S = 15.0
"""A program gets 5 s to end in order; on a busy machine more passes until that is told."""


class Running:
    """What the demo has written down of the programs that run: `running.json`, read when it changes."""

    def __init__(self, path: Path, on_death: Callable[[str], None]) -> None:
        """`on_death` is told of each program that ended by itself, also of one that has long been started again."""
        self._path = path
        self._on_death = on_death
        self._seen_ns = -1
        self._deaths: dict[str, int] | None = None
        self.ended: dict[str, str] = {}
        """The programs that do not run: `held`, or `starts_again`."""

    def look(self) -> bool:
        """Whether something has changed."""
        try:
            changed_ns = self._path.stat().st_mtime_ns
            if changed_ns == self._seen_ns:
                return False
            running = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # the demo is just ending
            return False
        self._seen_ns = changed_ns
        self.ended = running.get("ended", {})
        before, self._deaths = self._deaths, running.get("deaths", {})
        if before is not None:  # what was before the wall is no news
            for program, deaths in self._deaths.items():
                if deaths > before.get(program, 0):
                    self._on_death(program)
        return True


class Breaking:
    """Turns faults on and off; what is on is asked of those that have it."""

    def __init__(self, folder: CentreFolder, running: Running, fingers: dict[str, Fingers], signs: SignsOfLife) -> None:
        self._folder = folder
        self._running = running
        self._fingers = fingers
        self._signs = signs
        self._lock = asyncio.Lock()

    def now(self) -> dict[str, bool]:
        """What is broken; a program that died by itself is as little there as one that was switched off, until it is
        back."""
        return {
            **{fault: fault in self._signs.printer_faults for fault in PRINTER_FAULTS},
            DOUBLED: self._fingers[KIOSK.device_id].is_doubled,
            **{fault: pad in self._running.ended for fault, pad in UNPLUGGED.items()},
            **{
                fault: program in self._running.ended or self._signs.standings[program] == STARTS_AGAIN
                for fault, program in STOPPED.items()
            },
        }

    async def turn(self, fault: str, *, is_on: bool) -> None:
        """
        Raises:
            NotPossible: there is no such fault.
            NoControl, ControlRefused: what is to be broken is not there.
        """
        async with self._lock:
            if fault in PRINTER_FAULTS:
                await self._turn_printer(fault, is_on=is_on)
            elif fault == DOUBLED:
                self._fingers[KIOSK.device_id].is_doubled = is_on
            elif fault in STOPPED:
                await self._ask_supervisor("hold" if is_on else "release", STOPPED[fault])
            elif fault in UNPLUGGED:
                await self._ask_supervisor("unplug" if is_on else "release", UNPLUGGED[fault])
            else:
                raise NotPossible(f"Không có lỗi nào tên '{fault}'.")

    async def _turn_printer(self, fault: str, *, is_on: bool) -> None:
        socket = self._folder.control_socket(PRINTER)
        await self._signs.look_at_printer()
        if is_on:
            await ask(socket, "fail", fault=fault)
        elif fault in self._signs.printer_faults:
            # It can only be made well altogether; what is still to be wrong is broken again.
            await ask(socket, "heal")
            for other in self._signs.printer_faults - {fault}:
                await ask(socket, "fail", fault=other)
        await self._signs.look_at_printer()

    async def _ask_supervisor(self, do: str, program: str) -> dict[str, Any]:
        answer = await ask(self._folder.control_socket(DOOR), do, program=program, patience_s=STOPPING_PATIENCE_S)
        self._running.look()
        return answer
