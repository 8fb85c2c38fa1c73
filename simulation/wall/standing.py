"""How it stands with a device, as the page tells it."""

from simulation.wall.asking import NoAnswer

LIVE = "live"
STARTING = "starting"
"""It has not been there yet."""
STARTS_AGAIN = "starts_again"
"""It was there and has ended; the supervisor starts it again."""
SILENT = "silent"
"""It runs and does not answer."""

HELD = "held"
"""Somebody has switched it off."""


def standing_after(fault: Exception, *, was_there: bool) -> str:
    """What it means that a device could not be asked."""
    if isinstance(fault, NoAnswer):
        return SILENT
    return STARTS_AGAIN if was_there else STARTING
