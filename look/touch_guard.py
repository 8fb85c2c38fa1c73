"""Which finger counts: the first one, until the screen has changed and come to rest. Pure."""

from collections.abc import Callable
from typing import Protocol

SETTLE_S = 0.6
"""A second tap of an unsure hand comes within half a second; it must not land on the next screen."""
LONGEST_PRESS_S = 4.0
"""What rests on the glass longer is a palm or a bag; it neither fires nor keeps others from touching."""
LONGEST_CHANGE_S = 2.0
"""A screen that did not change by then is not going to: it takes touches again rather than never."""


class Touch(Protocol):
    """The part of Kivy's MotionEvent that screens use."""

    uid: int
    pos: tuple[float, float]
    grab_current: object

    def grab(self, widget: object) -> None: ...

    def ungrab(self, widget: object) -> None: ...


class TouchGuard:
    """Lets one touch through at a time. Times are seconds on any one monotonic clock.

    A touch is *held* from the moment it lands on something that can be touched. When it fires, nothing
    more gets through until `screen_changed` and the settling time after it.
    """

    def __init__(self) -> None:
        self._holder: object | None = None
        self._held_since_s = 0.0
        self._is_spent = False
        self._settled_s = 0.0
        self.ask: Callable[[object], bool] | None = None
        """Asked before a touch does anything; a False keeps it from doing it: with sound on, the first touch only
        tells what the second will do."""

    def is_meant(self, touched: object) -> bool:
        """Whether what was touched is to be done now."""
        return self.ask is None or self.ask(touched)

    def may_land(self, touch: object, *, now_s: float) -> bool:
        """Whether this new touch is the one that counts."""
        if now_s < self._settled_s:
            return False
        self._is_spent = False
        if self._holder is not None and now_s - self._held_since_s <= LONGEST_PRESS_S:
            return False
        self._holder = touch
        self._held_since_s = now_s
        return True

    def holds(self, touch: object) -> bool:
        return self._holder is touch

    def may_fire(self, touch: object, *, now_s: float) -> bool:
        """Whether lifting this touch does what it landed on; it lets go of the screen either way."""
        if self._holder is not touch:
            return False
        self._holder = None
        return not self._is_spent and now_s - self._held_since_s <= LONGEST_PRESS_S

    def let_go(self, touch: object) -> None:
        """The touch landed on nothing, or was taken away."""
        if self._holder is touch:
            self._holder = None

    def fired(self, *, now_s: float) -> None:
        """Something was set off that changes the screen: the rest is ignored until it has."""
        self._is_spent = True
        self._settled_s = now_s + LONGEST_CHANGE_S

    def screen_changed(self, *, now_s: float) -> None:
        self._holder = None
        self._is_spent = False
        self._settled_s = now_s + SETTLE_S

    def takes_touches(self, *, now_s: float) -> bool:
        """Whether the screen has come to rest."""
        return now_s >= self._settled_s
