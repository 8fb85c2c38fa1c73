"""The wall behind its page: follows the devices while somebody watches, and does what the page's buttons say."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from messaging.clock import real_monotonic_s
from simulation.centre_folder import BOARD, COUNTERS, DEVICES, DISPLAYS, KIOSK, PADS, CentreFolder
from simulation.control_client import ControlRefused, NoControl
from simulation.wall.books import Books
from simulation.wall.breaking import Breaking, Running
from simulation.wall.desks import DeskButtons
from simulation.wall.errors import NotPossible
from simulation.wall.fingers import Fingers
from simulation.wall.keypads import push_key
from simulation.wall.live_state import LiveState
from simulation.wall.pads import Pad
from simulation.wall.people_here import PeopleHere
from simulation.wall.recent_deaths import RecentDeaths
from simulation.wall.screens import Screen
from simulation.wall.signs_of_life import SignsOfLife
from simulation.wall.standing import HELD, LIVE

_log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.25
LOOK_AT_PEOPLE_EVERY_S = 0.5
PICTURE_WIDTHS = {KIOSK.device_id: 540, BOARD.device_id: 960, **{display.device_id: 640 for display in DISPLAYS}}
"""About twice what a page of 1280 shows, for screens with fine dots and for larger windows."""
PAD_PICTURE_WIDTH = 800
"""A rating pad's own: its smallest words are to be read."""


class Wall:
    """Made and used on one event loop."""

    def __init__(self, folder: CentreFolder, server_address: str) -> None:
        self.folder = folder
        self.live = LiveState(self._watched)
        self._running = Running(folder.running_file, self._note_death)
        self._deaths = RecentDeaths()
        self._touch_pads = [pad.device_id for pad in PADS if folder.has_touch_screen(pad)]
        self.screens = {
            device: Screen(device, folder.control_socket(device), width, self._show_screens)
            for device, width in (PICTURE_WIDTHS | dict.fromkeys(self._touch_pads, PAD_PICTURE_WIDTH)).items()
        }
        self._pads = {
            pad.device_id: Pad(pad.device_id, folder.control_socket(pad.device_id), self._show_pads)
            for pad in PADS
            if pad.device_id not in self._touch_pads
        }
        self._fingers = {device: Fingers(folder.control_socket(device)) for device in self.screens}
        self._signs = SignsOfLife(folder, server_address, self._show_programs)
        self._breaking = Breaking(folder, self._running, self._fingers, self._signs)
        self._logins = {login.counter: login for login in folder.logins() if login.counter is not None}
        self._desks = {counter: DeskButtons(server_address, login, counter) for counter, login in self._logins.items()}
        self._books = Books(folder, self._logins)
        self._people = PeopleHere(folder, server_address)
        self._tasks: list[asyncio.Task[None]] = []
        # Also while nobody watches: whoever closed the page with a finger down does not come back to lift it.
        self._lifting = [
            asyncio.create_task(_logged(_again_and_again(lift)))
            for lift in (
                *(fingers.lift_forgotten for fingers in self._fingers.values()),
                *(pad.let_go_forgotten for pad in self._pads.values()),
            )
        ]

    def about(self) -> dict[str, Any]:
        """What does not change while the wall stands."""
        centre = self._books.centre()
        return {
            "centre": centre.name,
            "devices": {device.device_id: device.kind for device in DEVICES},
            "counters": list(COUNTERS),
            "touch_pads": self._touch_pads,
            "logins": [
                {
                    "login": login.login,
                    "password": login.password,
                    "role": login.role,
                    "name": login.display_name,
                    "counter": login.counter,
                }
                for login in self.folder.logins()
            ],
            "levels": [
                {"value": level.value, "name": level.name, "name_en": level.name_en}
                for level in sorted(centre.scheme.levels, key=lambda level: -level.value)
            ],
        }

    async def touch(self, device: str, finger: str, phase: str, x_share: float, y_share: float) -> None:
        """
        Raises:
            NotPossible: no such screen, nothing drawn yet, or too many fingers.
            NoControl, ControlRefused: the screen did not take it.
        """
        screen = self.screens.get(device)
        if screen is None or screen.picture is None:
            raise NotPossible("Màn hình chưa sẵn sàng.")
        width, height = screen.picture.width, screen.picture.height
        at = (min(x_share * width, width - 1), min(y_share * height, height - 1))
        self._people.let_a_person_act()
        await self._fingers[device].put(finger, phase, at)

    async def pin(self, device: str, button: int, *, is_low: bool) -> None:
        """
        Raises:
            NotPossible: no such pad.
            NoControl, ControlRefused: it is not there, or has no such button.
        """
        pad = self._pads.get(device)
        if pad is None:
            raise NotPossible("Không có bộ nút này.")
        self._people.let_a_person_act()
        await pad.pin(button, is_low=is_low)

    async def press_desk(self, counter_id: str, deed: str) -> str:
        """
        Raises:
            NotPossible: no such desk, or the console refused.
        """
        desk = self._desks.get(counter_id)
        if desk is None:
            raise NotPossible("Không có quầy này.")
        return await desk.press(deed)

    async def push_key(self, device: str, key: str) -> None:
        """
        Raises:
            NotPossible: no such display, or its number pad is not there.
        """
        if device not in {display.device_id for display in DISPLAYS}:
            raise NotPossible("Không có màn hình này.")
        await push_key(self.folder.control_socket(device), key)

    async def turn_fault(self, fault: str, *, is_on: bool) -> None:
        """
        Raises:
            NotPossible: there is no such fault.
            NoControl, ControlRefused: what is to be broken is not there.
        """
        try:
            await self._breaking.turn(fault, is_on=is_on)
        finally:
            self._show_programs()

    async def let_people_come(self, speed: float) -> None:
        """
        Raises:
            NotPossible: that speed is none.
        """
        await self._people.come(speed)
        self.live.put("people", self._people.now())

    async def close(self) -> None:
        """Let everybody go and let go of everything."""
        self.live.end()
        self._watched(is_watched=False)
        for task in self._lifting:
            task.cancel()
        await self._signs.close()
        await self._people.close()
        for desk in self._desks.values():
            desk.close()
        self._books.close()

    # --- following --------------------------------------------------------------------------------------

    def _watched(self, is_watched: bool) -> None:
        """Follow everything while somebody watches, nothing while nobody does."""
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        if is_watched:
            follows: list[Coroutine[Any, Any, None]] = [
                *(screen.follow() for screen in self.screens.values()),
                *(pad.follow() for pad in self._pads.values()),
                self._look_around(),
                *self._signs.follows(),
                self._watch_people(),
                *(desk.be_ready() for desk in self._desks.values()),
            ]
            self._tasks = [asyncio.create_task(_logged(follow)) for follow in follows]

    async def _look_around(self) -> None:
        while True:
            for section, value in (await asyncio.to_thread(self._books.look)).items():
                self.live.put(section, value)
            if self._running.look():
                self._show_programs()
            self._show_who_died()
            await asyncio.sleep(LOOK_EVERY_S)

    async def _watch_people(self) -> None:
        await self._people.be_ready()
        while True:
            self.live.put("people", self._people.now())
            await asyncio.sleep(LOOK_AT_PEOPLE_EVERY_S)

    def _show_programs(self) -> None:
        self.live.put("faults", self._breaking.now())
        self.live.put(
            "programs", {name: self._state_of(name, standing) for name, standing in self._signs.standings.items()}
        )
        self._show_who_died()
        self._show_screens()
        self._show_pads()

    def _show_who_died(self) -> None:
        """The programs that died a short while ago; how it stands with them now is told beside it."""
        states = {name: self._state_of(name, standing) for name, standing in self._signs.standings.items()}
        away = {name for name, state in states.items() if state not in (LIVE, HELD)}
        self.live.put("died", self._deaths.told(away, now_s=real_monotonic_s()))

    def _note_death(self, program: str) -> None:
        self._deaths.note(program, now_s=real_monotonic_s())
        self._signs.note_death(program)

    def _show_screens(self) -> None:
        self.live.put(
            "screens",
            {
                screen.device_id: {
                    "state": self._state_of(screen.device_id, screen.standing),
                    "frame": 0 if screen.picture is None else screen.picture.frame,
                }
                for screen in self.screens.values()
            },
        )

    def _show_pads(self) -> None:
        self.live.put(
            "pads",
            {
                pad.device_id: {
                    "state": self._state_of(pad.device_id, pad.standing),
                    "lights": pad.lights,
                }
                for pad in self._pads.values()
            },
        )

    def _state_of(self, program: str, standing: str) -> str:
        """What the supervisor knows of it (`held`, `starts_again`) before what one sees of it."""
        return self._running.ended.get(program, standing)


async def _again_and_again(do: Callable[[], Awaitable[None]]) -> None:
    while True:
        with contextlib.suppress(NoControl, ControlRefused):  # the device has gone: its next life has no finger on it
            await do()
        await asyncio.sleep(LOOK_EVERY_S)


async def _logged(follow: Coroutine[Any, Any, None]) -> None:
    """A bug in one follower is told and leaves the others following."""
    try:
        await follow
    except Exception:
        _log.exception("one thing is followed no more")
