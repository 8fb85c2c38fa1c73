"""A citizen's finger on a rating pad with a touch screen: touches the face, and tells no reason."""

import time
from collections.abc import Mapping

from messaging.clock import real_monotonic_s
from simulation.centre_clock import CentreClock
from simulation.control_client import ControlClient, ControlRefused, ShownText

PATIENCE_S = 3.0
"""So long people wait for the question, or for what comes of a touch, before they go."""
TOUCH_AGAIN_S = 0.7
"""A screen that has just changed takes no touch for 0.6 s."""
LOOK_EVERY_S = 0.05
THANKS = ("Cảm ơn Ông/Bà đã đánh giá", "Thank you for your rating")
SKIP = ("Bỏ qua", "Skip")


class AtTheTouchPad:
    """`names`: what each level is called on the screen, in the languages that it may show."""

    def __init__(self, pad: ControlClient, clock: CentreClock, *, names: Mapping[int, tuple[str, ...]]) -> None:
        self._pad = pad
        self._clock = clock
        self._names = names

    def press(self, level: int) -> None:
        """Touch the face of a level; whoever is not asked goes.

        Raises:
            NoControl: the pad is not there.
        """
        with self._clock.held():
            seen = self._touch(self._names[level], until=(*THANKS, *SKIP))
            if seen in SKIP:
                self._touch(SKIP, until=THANKS)

    def _touch(self, words: tuple[str, ...], *, until: tuple[str, ...]) -> str | None:
        """Touch one of these words, again after a moment when nothing happens; which of `until` came of it."""
        give_up_s = real_monotonic_s() + PATIENCE_S
        touched_s = -TOUCH_AGAIN_S
        while real_monotonic_s() < give_up_s:
            try:
                shown = self._pad.texts()
                then = _first(shown, until) if touched_s > 0 else None
                if then is not None:
                    return then.text
                face = _first(shown, words)
                if face is not None and real_monotonic_s() - touched_s > TOUCH_AGAIN_S:
                    touched_s = real_monotonic_s()
                    self._pad.touch(*face.centre)
            except ControlRefused:
                pass  # the screen was busy: people try again
            time.sleep(LOOK_EVERY_S)
        return None


def _first(shown: list[ShownText], words: tuple[str, ...]) -> ShownText | None:
    return next((one for one in shown if one.text in words), None)
