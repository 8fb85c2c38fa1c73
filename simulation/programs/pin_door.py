"""The control commands of a program with pins: a rating pad's buttons pressed, its lights read.

They pull gpiozero's simulated pins; what those do not imitate is said in `hardware.gpio.simulated_board`.
"""

import threading
from typing import Any

from hardware.gpio.pad_board import PadBoard
from hardware.gpio.simulated_board import SimulatedPadBoard
from messaging.clock import real_monotonic_s
from simulation.programs.control_socket import Command, Refused

LOOK_EVERY_S = 0.05
"""The pad's shortest light lasts three times as long."""
LONGEST_WATCH_S = 30.0


def pin_commands(board: PadBoard) -> dict[str, Command]:
    if not isinstance(board, SimulatedPadBoard):
        raise TypeError("only simulated pins can be pulled from outside")

    def pin(request: dict[str, Any]) -> dict[str, Any]:
        button, level = int(request["button"]), request["level"]
        if not 0 <= button < board.button_count:
            raise Refused(f"there is no button {button}: 0 (the best level) to {board.button_count - 1}")
        if level == "low":
            board.push(button)
        elif level == "high":
            board.let_go(button)
        else:
            raise Refused(f"level '{level}': low (pressed) or high")
        return {}

    def lights(request: dict[str, Any]) -> dict[str, Any]:
        """The lights as soon as they are others than `since`, or after `wait_s`; how often each burned alone."""
        give_up_s = real_monotonic_s() + min(LONGEST_WATCH_S, float(request.get("wait_s", 0)))
        pause = threading.Event()  # never set: only this command's own thread waits here
        while (now := list(board.lights())) == request.get("since") and real_monotonic_s() < give_up_s:
            pause.wait(LOOK_EVERY_S)
        return {"lights": now, "lit_alone": board.lit_alone}

    return {"pin": pin, "lights": lights}
