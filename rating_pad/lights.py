"""What the pad shows, pure: which light burns how brightly, and whether the buzzer sounds.

Dark: nothing to rate. All softly lit: please rate. The pressed one blinking: thank you, it is kept.
"""

from collections.abc import Collection
from dataclasses import dataclass

DARK = 0.0
SOFT = 0.35
FULL = 1.0

BLINKS = 3
BLINK_S = 0.3
"""Half of it on, half of it off."""
THANKS_S = BLINKS * BLINK_S
BEEP_S = 0.12


@dataclass(frozen=True, slots=True)
class Thanks:
    """The press that is being thanked for; `at_s` is when it was safely stored."""

    button: int
    at_s: float


@dataclass(frozen=True, slots=True)
class PadLook:
    lights: tuple[float, ...]
    buzzer: bool


def pad_look(
    now_s: float,
    *,
    buttons: int,
    is_window_open: bool,
    thanks: Thanks | None,
    out_of_order: Collection[int],
    can_keep_presses: bool,
) -> PadLook:
    """The look at this moment.

    Args:
        now_s: on the same clock as `thanks`.
        out_of_order: the buttons that hang; they stay dark, so that nobody tries them.
        can_keep_presses: False when a press would be lost; then the pad invites nobody.
    """
    since_s = THANKS_S if thanks is None else now_s - thanks.at_s
    if thanks is not None and 0 <= since_s < THANKS_S:
        brightness = FULL if since_s % BLINK_S < BLINK_S / 2 else DARK
        lights = tuple(brightness if button == thanks.button else DARK for button in range(buttons))
        return PadLook(lights, buzzer=since_s < BEEP_S)
    invites = is_window_open and can_keep_presses
    return PadLook(
        tuple(SOFT if invites and button not in out_of_order else DARK for button in range(buttons)),
        buzzer=False,
    )
