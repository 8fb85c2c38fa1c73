"""The control commands of a program with pins: a rating pad's buttons pressed, its lights read.

They pull gpiozero's simulated pins; what those do not imitate is said in `hardware.gpio.simulated_board`.
"""

from typing import Any

from hardware.gpio.pad_board import PadBoard
from hardware.gpio.simulated_board import SimulatedPadBoard
from simulation.programs.control_socket import Command, Refused


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

    return {"pin": pin, "lights": lambda _: {"lights": list(board.lights())}}
