"""From the touch to the paper: a running kiosk touched through its control socket, and a printer that keeps time."""

import asyncio
import time

from hardware.printer.simulated_printer import SimulatedPrinter
from kiosk.fair_hand import HONEST_S
from messaging.clock import real_monotonic_s
from simulation.bench.devices import DevicePrograms
from simulation.bench.ground import Ground, NotStarted
from simulation.bench.load_client import LoadClient
from simulation.centre_folder import KIOSK
from simulation.people.at_the_kiosk import DONE, HOME, NO_PRIORITY, STILL_TODAY, TAKE_SLIP

SERVICE = "Chứng thực"
PATIENCE_S = 15.0
_GUARD_S = 0.7
"""A screen that has just changed takes no touch for 0.6 s."""
_LOOK_EVERY_S = 0.05


class Touching:
    """A kiosk that runs, and its printer. Each visit is followed by a call, so that nobody waits for long."""

    def __init__(self, ground: Ground, devices: DevicePrograms, printer: SimulatedPrinter) -> None:
        self._ground = ground
        self._kiosk = devices.control(KIOSK)
        self._printer = printer

    def visits(self, count: int) -> list[float]:
        """The seconds from the last touch to the slip's last byte at the printer, of each of `count` visits.

        Raises:
            NotStarted: the kiosk does not lead to a slip.
        """
        took_s = []
        for _ in range(count):
            begun_s = real_monotonic_s()
            took_s.append(self._visit())
            asyncio.run(self._call())
            # As fast as a line of people: the kiosk slows a hand that takes more.
            time.sleep(max(0.0, begun_s + HONEST_S - real_monotonic_s()))
        return took_s

    def _visit(self) -> float:
        self._wait_for(HOME)
        time.sleep(_GUARD_S)
        self._touch(SERVICE)
        self._wait_for(STILL_TODAY, NO_PRIORITY)
        if self._place_of(STILL_TODAY) is not None:  # the centre is behind: the number is taken all the same
            time.sleep(_GUARD_S)
            self._touch(STILL_TODAY)
            self._wait_for(NO_PRIORITY)
        time.sleep(_GUARD_S)
        place = self._place_of(NO_PRIORITY)
        slips = self._printer.slip_count
        assert place is not None
        touched_s = real_monotonic_s()
        self._kiosk.touch(*place)
        slip = self._printer.wait_for_slip(slips + 1, PATIENCE_S)
        self._wait_for(TAKE_SLIP)
        time.sleep(_GUARD_S)
        self._touch(DONE)
        return slip.received_s - touched_s

    async def _call(self) -> None:
        """The officer calls, serves and finishes, so that boards, displays and pads have work as well."""
        desk, server = self._ground.desks[0], self._ground.server
        async with LoadClient(server.port, 1) as console:
            for deed in ("next", "start", "finish"):
                await console.send([iter([server.deed(deed, desk)])], status=200)

    def _touch(self, text: str) -> None:
        place = self._place_of(text)
        if place is None:
            raise NotStarted(f"the kiosk shows no '{text}'")
        self._kiosk.touch(*place)

    def _wait_for(self, *texts: str) -> None:
        """Until one of them is there."""
        give_up_s = real_monotonic_s() + PATIENCE_S
        while all(self._place_of(text) is None for text in texts):
            if real_monotonic_s() > give_up_s:
                raise NotStarted(f"the kiosk does not come to '{texts[-1]}'; it shows {self._texts()}")
            time.sleep(_LOOK_EVERY_S)

    def _place_of(self, text: str) -> tuple[float, float] | None:
        shown = next((one for one in self._kiosk.texts() if one.text.replace("\n", " ").startswith(text)), None)
        return None if shown is None else shown.centre

    def _texts(self) -> list[str]:
        return [one.text for one in self._kiosk.texts()]
