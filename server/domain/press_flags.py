"""What is odd about a rating when it arrives, and by which channel it came. Pure.

A rating is always kept. Its flags are decided once, from what was known then, and never change; some keep it from being
counted, the others are counted and shown as shares. Thresholds and reasons: docs/ratings.md.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.domain.instant import SECOND_MS, Instant
from server.domain.rating_window import GRACE_MS, Window

EARLY_MS = SECOND_MS
"""Nobody reads a question and answers it in less."""
BURST_MS = 3 * SECOND_MS
BURST_PRESSES = 4
"""So many of one device within that time: a child at the buttons, or somebody who collects presses."""

SLOW_MS = 30 * SECOND_MS
"""So long may a press be on its way, which makes it look younger than it is: longer than any client waits."""


class Channel(StrEnum):
    """By what a rating came."""

    PAD = "pad"
    """Buttons at the desk."""
    TOUCH = "touch"
    """A touch screen at the desk."""
    PAGE = "page"
    """The ticket's own page on a phone."""
    KIOSK = "kiosk"
    """The kiosk on the way out, with the three digits of the slip."""


class Series(StrEnum):
    """Ratings that may be counted together. The two are never mixed in one percentage."""

    DESK = "desk"
    """Given at the desk, before the officer's eyes."""
    AWAY = "away"
    """Given elsewhere."""


_SERIES = {
    Channel.PAD: Series.DESK,
    Channel.TOUCH: Series.DESK,
    Channel.PAGE: Series.AWAY,
    Channel.KIOSK: Series.AWAY,
}
CHANNELS_OF = {series: tuple(channel for channel in Channel if _SERIES[channel] is series) for series in Series}


def series_of(channel: str) -> str:
    """The series of a channel.

    Raises:
        ValueError: there is no such channel.
    """
    return _SERIES[Channel(channel)].value


class Flag(StrEnum):
    REPEAT = "repeat"
    """Its window had a rating of the same series already."""
    BURST = "burst"
    """At least the fourth of one device within three seconds."""
    EARLY = "early"
    """Less than a second after its window opened."""
    IMPOSSIBLE = "impossible"
    """What the device says of its time or its order cannot be."""
    NO_WINDOW = "no_window"
    """It belongs to no turn."""
    STAFF_ADDRESS = "staff_address"
    """It came from an address from which staff worked in the last twelve hours."""
    SAME_BROWSER = "same_browser"
    """The same browser has rated another ticket's turn today."""


UNCOUNTED = frozenset({Flag.IMPOSSIBLE, Flag.NO_WINDOW, Flag.STAFF_ADDRESS, Flag.SAME_BROWSER})
"""Kept, shown as a share, and in no score."""


def counts(flags: Iterable[str]) -> bool:
    """Whether a rating with these flags is in the scores."""
    return UNCOUNTED.isdisjoint(flags)


@dataclass(frozen=True, slots=True)
class EarlierPress:
    """A press of the same device that arrived before."""

    boot_id: str
    pressed_at: Instant | None
    """None: its age was not known."""


@dataclass(frozen=True, slots=True)
class ArrivingPress:
    boot_id: str
    n: int
    """Counts the presses of that boot of the device."""
    age_ms: int | None
    """By the device's monotonic clock; None after a reboot or across a clock jump."""
    received_at: Instant

    @property
    def pressed_at(self) -> Instant | None:
        return None if self.age_ms is None else self.received_at - self.age_ms


def flags_of_press(
    press: ArrivingPress,
    *,
    window: Window | None,
    window_seen: Window | None,
    is_rated: bool,
    highest_n: int | None,
    earlier: Sequence[EarlierPress],
) -> tuple[str, ...]:
    """What is odd about a press of a pad, in the order of the alphabet.

    Args:
        window: that it belongs to.
        window_seen: that the pad says it showed; None also when there is no such window at its counter.
        is_rated: the window has a counted press of the desk already.
        highest_n: the highest count of that boot of the device that arrived before; None: there was none.
        earlier: the last presses of the device that arrived before, newest first: `BURST_PRESSES` - 1 of them when
            there are so many.
    """
    found = {
        Flag.NO_WINDOW: window is None,
        Flag.REPEAT: window is not None and is_rated,
        Flag.EARLY: _is_early(press, window),
        Flag.BURST: _ends_a_burst(press, earlier),
        Flag.IMPOSSIBLE: _cannot_be(press, window_seen, highest_n, earlier),
    }
    return in_order(flag for flag, is_so in found.items() if is_so)


def flags_of_answer(*, is_rated: bool, is_staff_address: bool, has_rated_another: bool) -> tuple[str, ...]:
    """What is odd about an answer that was given away from the desk, in the order of the alphabet."""
    found = {
        Flag.REPEAT: is_rated,
        Flag.STAFF_ADDRESS: is_staff_address,
        Flag.SAME_BROWSER: has_rated_another,
    }
    return in_order(flag for flag, is_so in found.items() if is_so)


def in_order(flags: Iterable[Flag]) -> tuple[str, ...]:
    return tuple(sorted(flag.value for flag in flags))


def share_of(flag: Flag, presses: Collection[Iterable[str]]) -> float | None:
    """How many of some presses, each given by its flags, carry a flag; None without presses."""
    return sum(flag in flags for flags in presses) / len(presses) if presses else None


def _is_early(press: ArrivingPress, window: Window | None) -> bool:
    return window is not None and press.pressed_at is not None and press.pressed_at < window.opened_at + EARLY_MS


def _ends_a_burst(press: ArrivingPress, earlier: Sequence[EarlierPress]) -> bool:
    """By when they were pressed, never by when they arrived: a pad that was cut off sends hours in seconds."""
    pressed_at = press.pressed_at
    if pressed_at is None:
        return False
    near = (one for one in earlier if one.boot_id == press.boot_id and one.pressed_at is not None)
    within = sum(0 <= pressed_at - (one.pressed_at or 0) <= BURST_MS for one in near)
    return within >= BURST_PRESSES - 1


def _cannot_be(
    press: ArrivingPress, window_seen: Window | None, highest_n: int | None, earlier: Sequence[EarlierPress]
) -> bool:
    if press.age_ms is not None and press.age_ms < 0:
        return True
    if highest_n is not None and press.n <= highest_n:
        return True  # a device sends in order, and each press once
    pressed_at = press.pressed_at
    if pressed_at is None:
        return False
    if window_seen is not None and pressed_at < window_seen.opened_at - GRACE_MS:
        return True  # it shows no window that is not yet open
    has_started_again = earlier and earlier[0].boot_id != press.boot_id
    if has_started_again and any(one.boot_id == press.boot_id for one in earlier):
        return True  # it cannot know an age from before its last start
    # Presses come in the order in which they were made, also over a start of the device.
    return any(one.pressed_at is not None and pressed_at < one.pressed_at - SLOW_MS for one in earlier)
