"""A citizen's hands at the kiosk's screen: finds what is written there and touches it, as people do."""

import re
import time
from collections.abc import Collection
from contextlib import suppress

from messaging.clock import real_monotonic_s
from simulation.centre_clock import CentreClock
from simulation.control_client import ControlClient, ControlRefused, NoControl, ShownText
from simulation.people.planning import Citizen

HOME = "Ông/Bà cần làm việc gì?"
AT_REST = "Chạm vào màn hình để lấy số"
"""What a kiosk says that nobody has touched for a minute."""
NO_PRIORITY = "Không, tiếp tục"
STILL_TODAY = "Vẫn lấy số hôm nay"
TITLES = ("Số thứ tự của Ông/Bà", "Số tạm của Ông/Bà")
"""Above a number of the server's, and above one that the kiosk gives while the server is away."""
TAKE_SLIP = "Mời Ông/Bà lấy phiếu"
"""Also how the words begin when the printer has not confirmed the slip."""
WRITTEN_DOWN = "Tôi đã ghi số"
DONE = "Xong"

TOUCH_AGAIN_S = 0.7
"""A screen that has just changed takes no touch for 0.6 s."""
LOOK_EVERY_S = 0.06
PATIENCE_S = 12.0
"""From one page to the next; on a busy machine the slip takes some seconds."""


class KioskNotFree(Exception):
    """Somebody else stands there, or it gives no numbers now."""


class AtTheKiosk:
    def __init__(
        self,
        kiosk: ControlClient,
        clock: CentreClock,
        *,
        services: dict[str, str],
        groups: dict[str, str],
        only: Collection[Citizen] | None = None,
    ) -> None:
        """`services` and `groups`: what stands on their tiles. `only`: who comes here; None is everybody."""
        self._kiosk = kiosk
        self._clock = clock
        self._services = services
        self._groups = groups
        self._only = None if only is None else frozenset(only)

    def can_take(self, citizen: Citizen) -> bool:
        is_invited = self._only is None or citizen in self._only
        return is_invited and citizen.language == "vi" and citizen.service in self._services

    def take_number(self, citizen: Citizen) -> str:
        """Touch the service and the priority group, and wait for the slip; the number on the screen.

        Raises:
            KioskNotFree: it is not at its first page, or did not lead to a number.
        """
        try:
            resting = _find(self._kiosk.texts(), AT_REST)
            if resting is not None:
                self._touch(AT_REST, HOME)
                time.sleep(TOUCH_AGAIN_S)
            if not any(shown.text == HOME for shown in self._kiosk.texts()):
                raise KioskNotFree("the kiosk is not at its first page")
            self._touch(self._services[citizen.service], NO_PRIORITY)
            group = citizen.priority_group
            time.sleep(TOUCH_AGAIN_S)
            # From the wish to the slip the kiosk counts on the clock: nobody else's waiting may fall in between.
            with self._clock.held():
                self._touch(NO_PRIORITY if group is None else self._groups[group], *TITLES)
                number = self._number(citizen.service)
        except (NoControl, ControlRefused) as fault:
            raise KioskNotFree(str(fault)) from None
        return number

    def leave(self) -> None:
        """Touch "Xong" for the next one. A screen that does not answer goes home by itself."""
        with suppress(NoControl, ControlRefused, KioskNotFree):
            self._touch(DONE, HOME)

    def _touch(self, text: str, *until: str) -> None:
        """Touch a text until one of the others is there; again after a moment when nothing happens."""
        give_up_s = real_monotonic_s() + PATIENCE_S
        touched_s = -TOUCH_AGAIN_S
        while True:
            shown = self._kiosk.texts()
            if any(_find(shown, wanted) is not None for wanted in until):
                return
            # Who is told that today is unlikely insists: the day's plan has them come today.
            target = _find(shown, STILL_TODAY) or _find(shown, text)
            now_s = real_monotonic_s()
            if target is not None and now_s - touched_s >= TOUCH_AGAIN_S:
                self._kiosk.touch(*target.centre)
                touched_s = now_s
            if now_s > give_up_s:
                raise KioskNotFree(f"touching '{text}' does not lead to '{until[0]}'")
            time.sleep(LOOK_EVERY_S)

    def _number(self, service: str) -> str:
        """The number, once the slip is out or was written down."""
        give_up_s = real_monotonic_s() + PATIENCE_S
        while real_monotonic_s() < give_up_s:
            shown = self._kiosk.texts()
            number = next(
                (one.text for one in shown if re.fullmatch(rf"{service}\d{{3,}}|X\d+-\d{{3}}", one.text)), None
            )
            unprinted = _find(shown, WRITTEN_DOWN)
            if unprinted is not None:
                self._kiosk.touch(*unprinted.centre)
            elif number is not None and _find(shown, TAKE_SLIP) is not None:
                return number
            time.sleep(LOOK_EVERY_S)
        raise KioskNotFree("the kiosk shows no number")


def _find(shown: list[ShownText], text: str) -> ShownText | None:
    return next((one for one in shown if one.text.replace("\n", " ").startswith(text)), None)
