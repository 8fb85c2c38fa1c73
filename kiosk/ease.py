"""How a visitor wants to see and hear the kiosk, for this visit only. Pure."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Self


class Letters(Enum):
    """How large the letters are; each with its factor."""

    NORMAL = 1.0
    LARGE = 1.25
    LARGEST = 1.5


_SIZES = tuple(Letters)


@dataclass(frozen=True, slots=True)
class Ease:
    """Nothing chosen is how the next visitor finds the kiosk."""

    letters: Letters = Letters.NORMAL
    is_contrasty: bool = False
    """Black, white and yellow."""
    is_low: bool = False
    """What is touched stands in the lower half: from a wheelchair, or for who is small."""
    is_loud: bool = False
    """The first touch says the name, the second does it."""

    def with_next_letters(self) -> "Ease":
        """One size larger; after the largest the normal one again."""
        return replace(self, letters=_SIZES[(_SIZES.index(self.letters) + 1) % len(_SIZES)])

    def with_other_contrast(self) -> "Ease":
        return replace(self, is_contrasty=not self.is_contrasty)

    def with_other_reach(self) -> "Ease":
        return replace(self, is_low=not self.is_low)

    def with_other_sound(self) -> "Ease":
        return replace(self, is_loud=not self.is_loud)


class Room(tuple[float, float]):
    """A window's width and height in pixels, with how its visitor wants to see what is in it."""

    ease: Ease

    def __new__(cls, width: float, height: float, ease: Ease = Ease()) -> Self:
        room = super().__new__(cls, (width, height))
        room.ease = ease
        return room


def ease_of(window: tuple[float, float]) -> Ease:
    """What is chosen in a window; nothing when it is only a size."""
    return window.ease if isinstance(window, Room) else Ease()
