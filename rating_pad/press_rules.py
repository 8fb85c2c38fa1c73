"""When the contacts of a button make a press, pure: bounces, two at once, a button that hangs, too soon again.

Times are seconds of one monotonic clock. Edges and polled levels are reported alike; the last report of a
button is its level, so an edge that was missed is made good by the next poll.
"""

from dataclasses import dataclass

SETTLE_S = 0.03
"""A level counts once it has held for this long: good switches bounce for 1 to 10 ms, worn ones longer."""
CHORD_S = 0.06
"""Buttons that go down within this time are one hand on two buttons, and no opinion."""
STUCK_S = 10.0
"""Nobody presses this long: the button hangs."""
LOCKOUT_S = 0.3
"""After a press nothing counts for this long: a finger that slips, a drumming hand, a late bounce."""


@dataclass(frozen=True, slots=True)
class Press:
    button: int
    at_s: float
    """When the contact closed for good."""


@dataclass(slots=True)
class _Contact:
    is_down: bool
    """As reported last."""
    changed_s: float
    settled_down: bool
    settled_since_s: float
    was_down_at_start: bool
    is_stuck: bool = False

    def can_be_meant(self) -> bool:
        """A finger may be holding it down; one that hangs must not spoil the others."""
        return self.settled_down and not self.is_stuck and not self.was_down_at_start


class PressRules:
    """Judges the contacts of all buttons of one pad.

    A button that is down at the start was pressed by nobody we know of: it counts after it has been up.
    """

    def __init__(self, buttons_down: tuple[bool, ...], *, now_s: float) -> None:
        self._contacts = [
            _Contact(
                is_down=down,
                changed_s=now_s,
                settled_down=down,
                settled_since_s=now_s,
                was_down_at_start=down,
            )
            for down in buttons_down
        ]
        self._undecided: list[Press] = []
        self._last_press_s: float | None = None

    def report(self, button: int, *, is_down: bool, at_s: float) -> None:
        """A contact was seen down or up; reports come in the order of their times, or nearly."""
        self._settle(at_s)
        contact = self._contacts[button]
        if contact.is_down is not is_down:
            contact.is_down = is_down
            contact.changed_s = at_s

    def presses(self, now_s: float) -> list[Press]:
        """The presses that are certain by now; each is given once, SETTLE_S + CHORD_S after it began."""
        self._settle(now_s)
        decided = [press for press in self._undecided if now_s - press.at_s >= SETTLE_S + CHORD_S]
        presses = []
        for press in decided:
            self._undecided.remove(press)
            if self._last_press_s is None or press.at_s - self._last_press_s >= LOCKOUT_S:
                self._last_press_s = press.at_s
                presses.append(press)
        return presses

    def stuck(self) -> tuple[int, ...]:
        """The buttons that hang, as of the last judgement."""
        return tuple(button for button, contact in enumerate(self._contacts) if contact.is_stuck)

    def is_judging(self) -> bool:
        """True while something is undecided: ask again soon."""
        return bool(self._undecided) or any(contact.is_down is not contact.settled_down for contact in self._contacts)

    def _settle(self, now_s: float) -> None:
        in_order = sorted(range(len(self._contacts)), key=lambda button: self._contacts[button].changed_s)
        for button in in_order:
            contact = self._contacts[button]
            if contact.is_down is not contact.settled_down and now_s - contact.changed_s >= SETTLE_S:
                contact.settled_down = contact.is_down
                contact.settled_since_s = contact.changed_s
                contact.was_down_at_start = False
                contact.is_stuck = False
                if contact.is_down:
                    self._weigh(button)
            if contact.settled_down and now_s - contact.settled_since_s >= STUCK_S:
                contact.is_stuck = True

    def _weigh(self, button: int) -> None:
        """A button has gone down: alone it may become a press, with another one nothing does."""
        at_s = self._contacts[button].settled_since_s
        others = [other for other, contact in enumerate(self._contacts) if other != button and contact.can_be_meant()]
        if not others:
            self._undecided.append(Press(button, at_s))
            return
        self._undecided = [
            press for press in self._undecided if press.button not in others or at_s - press.at_s > CHORD_S
        ]
