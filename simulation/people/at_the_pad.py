"""A citizen's finger on a rating pad: waits for the lights, presses, and lets go when thanked."""

import time
from collections.abc import Callable

from messaging.clock import real_monotonic_s
from simulation.centre_clock import CentreClock
from simulation.control_client import ControlClient

LIGHTS_S = 1.0
"""So long people wait for the lights before they press all the same."""
THANKS_S = 1.5
LOOK_EVERY_S = 0.02
BETWEEN_S = 0.4
"""A pad takes a press within 0.3 s of the one before for a slip of the finger, on real time."""


class AtThePad:
    def __init__(self, pad: ControlClient, clock: CentreClock, *, levels: int) -> None:
        self._pad = pad
        self._clock = clock
        self._levels = levels
        self._pressed_s = -BETWEEN_S

    def press(self, level: int) -> None:
        """Press the button of a level.

        Raises:
            NoControl: the pad is not there.
        """
        button = self._levels - level  # the best level is button 0
        with self._clock.held():
            time.sleep(max(0.0, self._pressed_s + BETWEEN_S - real_monotonic_s()))
            self._wait(lambda lights: max(lights) > 0, LIGHTS_S)
            lit = self._pad.lights()
            self._pad.pin(button, is_low=True)
            try:
                self._wait(lambda lights: lights != lit, THANKS_S)
            finally:
                self._pad.pin(button, is_low=False)
                self._pressed_s = real_monotonic_s()

    def _wait(self, is_so: Callable[[list[float]], bool], patience_s: float) -> None:
        give_up_s = real_monotonic_s() + patience_s
        while not is_so(self._pad.lights()) and real_monotonic_s() < give_up_s:
            time.sleep(LOOK_EVERY_S)
