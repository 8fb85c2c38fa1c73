"""When the keys of a number pad make a press, pure: chatter, doubled presses, two at once, keys that are held.

Times are seconds of one monotonic clock.
"""

from dataclasses import dataclass

from hardware.keypad.keypad import KeyChange, PadKey

CHORD_S = 0.05
"""Keys that go down within this time are one hand, or a book, on several keys, and no press."""
DOUBLE_S = 0.8
"""The same key again this soon after a press is the same press: worn contacts chatter within 0.05 s, hurried
fingers double within half a second, and nobody serves a citizen in less."""


@dataclass(frozen=True, slots=True)
class KeyPress:
    """A key that was meant."""

    key: PadKey
    at_s: float
    """When it went down."""


class KeyRules:
    """Judges what the keypad reports, in the order of time.

    Only a key that goes down counts, so one that is held, hangs, or was held when the program began makes no more
    than one press.
    """

    def __init__(self) -> None:
        self._undecided: list[KeyPress] = []
        self._chord_until_s = float("-inf")
        self._last_s: dict[PadKey, float] = {}

    def report(self, change: KeyChange) -> None:
        """A key went down or up."""
        if not change.is_down:
            return
        last_s = self._last_s.get(change.key)
        if last_s is not None and change.at_s - last_s < DOUBLE_S:
            return
        self._last_s[change.key] = change.at_s
        together = [press for press in self._undecided if change.at_s - press.at_s < CHORD_S]
        if together or change.at_s < self._chord_until_s:
            self._undecided = [press for press in self._undecided if press not in together]
            self._chord_until_s = change.at_s + CHORD_S
            return
        self._undecided.append(KeyPress(change.key, change.at_s))

    @property
    def is_judging(self) -> bool:
        """Something will be certain within CHORD_S: ask again soon."""
        return bool(self._undecided)

    def presses(self, now_s: float) -> list[KeyPress]:
        """The presses that are certain by now; each is given once."""
        certain = [press for press in self._undecided if now_s - press.at_s >= CHORD_S]
        self._undecided = [press for press in self._undecided if press not in certain]
        return certain
