"""The number pads on the desks: each key pushed through the pipe of the display's own simulated keypad."""

from pathlib import Path

from simulation.control_client import ControlRefused, NoControl
from simulation.wall.asking import ask
from simulation.wall.errors import NotPossible

KEYS = {"next": "Enter", "recall": "+", "came": "1", "absent": "0", "finish": "."}
"""What the wall's small keypad says, and the key of the real one."""


async def push_key(control: Path, key: str) -> None:
    """Push a key of the display behind the control socket; what comes of it is seen on the display.

    Raises:
        NotPossible: the display or its keypad is not there.
    """
    try:
        await ask(control, "key", key=KEYS[key])
    except ControlRefused:
        raise NotPossible("Bàn phím số chưa cắm.") from None
    except NoControl:
        raise NotPossible("Màn hình quầy không trả lời.") from None
