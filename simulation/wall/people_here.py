"""The simulated people of `simulation.people`, let in and sent home by the page's buttons."""

import asyncio
import contextlib
import json
from typing import Any
from zoneinfo import ZoneInfo

from messaging.settings import BrokerSettings
from simulation.centre_clock import CentreClock
from simulation.centre_folder import DEVICES, CentreFolder, Device
from simulation.control_client import ControlClient
from simulation.people.engine import FASTEST, SLOWEST, People
from simulation.wall.errors import NotPossible

SERVER, PHONES = "server", "phones"


class CentreFromOutside:
    """A centre that another process runs, as `simulation.people` needs it: all is found in its folder."""

    def __init__(self, folder: CentreFolder, address: str) -> None:
        self.folder = folder
        self.address = address
        self.clock = CentreClock(folder, (SERVER, *(device.device_id for device in DEVICES), PHONES))

        self._file = json.loads(folder.centre_file.read_text(encoding="utf-8"))["centre"]
        self._zone = ZoneInfo(self._file["timezone"])

    @property
    def code(self) -> str:
        return str(self._file["code"])

    def local_time(self) -> str:
        """What the clocks on the walls show, `HH:MM`."""
        return self.clock.now().astimezone(self._zone).strftime("%H:%M")

    def control(self, device: Device) -> ControlClient:
        return ControlClient(self.folder.control_socket(device.device_id))

    def broker_settings(self, user: str) -> BrokerSettings:
        running = self.folder.running()
        if running is None:
            raise NotPossible("Trung tâm đang dừng.")
        return BrokerSettings(
            port=running["broker_port"], username=user, password_file=self.folder.secret_file(f"{user}.broker")
        )


class PeopleHere:
    """Made on the event loop; the people themselves live on threads of their own."""

    def __init__(self, folder: CentreFolder, address: str) -> None:
        self._centre = CentreFromOutside(folder, address)
        self._people = People(self._centre)

    async def be_ready(self) -> None:
        """Connect the people's own kiosk and pads, so that no page calls them missing before anybody comes."""
        with contextlib.suppress(NotPossible):  # the centre is just ending
            await asyncio.to_thread(self._people.open)

    async def come(self, speed: float) -> None:
        """Let people come at `speed` times real time, or send them home with 0.

        Raises:
            NotPossible: that speed is none.
        """
        if speed == 0:
            self._people.stop()
        elif SLOWEST <= speed <= FASTEST:
            await asyncio.to_thread(self._people.start, speed)
        else:
            raise NotPossible(f"Tốc độ từ {SLOWEST:.0f} đến {FASTEST:.0f}.")

    def let_a_person_act(self) -> None:
        """Somebody at the page acts among them."""
        self._people.let_a_person_act()

    def now(self) -> dict[str, Any]:
        status = self._people.status()
        return {
            "is_running": status.is_running,
            "speed": status.speed,
            "came": status.came,
            "waiting": status.waiting,
            "served": status.served,
            "absent": status.absent,
            "rated": status.rated,
            "turned_away": status.turned_away,
            "clock": self._centre.local_time(),
            "trouble": status.trouble,
            "waits_for_a_person": status.waits_for_a_person,
        }

    async def close(self) -> None:
        await asyncio.to_thread(self._people.close)
