"""Wires a rating pad: settings in, a program that runs and can be stopped out; with buttons, or with a touch screen."""

from typing import TYPE_CHECKING

from messaging.clock import Clock
from rating_pad.button_pad import ButtonPad, open_board
from rating_pad.settings import PadSettings

if TYPE_CHECKING:
    from rating_pad.touch.touch_pad import TouchPad


def build(settings: PadSettings, *, clock: Clock) -> "ButtonPad | TouchPad":
    """Open the pins or prepare the screen, and the outbox; nothing runs before `run`.

    A touch pad is built on the main thread, before Kivy is imported.

    Raises:
        PadBoardUnusable, PadCannotStore, InvalidSettings: with buttons.
        FontsMissing, PadCannotStore, InvalidSettings: with a touch screen.
    """
    if settings.screen == "touch":
        # Only here: a pad with buttons has no Kivy, and Kivy reads its environment at its first import.
        from rating_pad.touch.touch_pad import build_touch_pad

        return build_touch_pad(settings, clock=clock)
    board = open_board(settings)
    try:
        return ButtonPad(settings, clock=clock, board=board)
    except BaseException:
        board.close()
        raise
