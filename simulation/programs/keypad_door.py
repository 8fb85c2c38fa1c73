"""The control commands of a counter display with a number pad: its keys pushed, its plug pulled.

They go through the pipe of the simulated keypad; what that does not imitate is said in
`hardware.keypad.simulated_keypad`.
"""

from typing import Any

from hardware.keypad.keypad import Keypad, PadKey
from hardware.keypad.simulated_keypad import PipeKeypad, let_go, plug_in, push, unplug
from simulation.programs.control_socket import Command, Refused


def keypad_commands(keypad: Keypad | None) -> dict[str, Command]:
    """None: the display has no number pad, and no command for one."""
    if keypad is None:
        return {}
    if not isinstance(keypad, PipeKeypad):
        raise TypeError("only a simulated number pad can be pushed from outside")
    pipe = keypad.pipe

    def key(request: dict[str, Any]) -> dict[str, Any]:
        """Push and let go of a key, named by what is printed on it; `phase` "down" or "up" does only the one."""
        try:
            pushed = PadKey(request["key"])
        except ValueError:
            raise Refused(f"there is no key '{request['key']}': {' '.join(known for known in PadKey)}") from None
        phase = request.get("phase", "tap")
        if phase not in ("tap", "down", "up"):
            raise Refused(f"phase '{phase}': tap, down or up")
        try:
            if phase != "up":
                push(pipe, pushed)
            if phase != "down":
                let_go(pipe, pushed)
        except OSError as error:
            raise Refused(f"the number pad is not plugged in ({error.strerror})") from None
        return {}

    def plug(request: dict[str, Any]) -> dict[str, Any]:
        """Pull the keypad's plug, or put it back."""
        if request["is_in"]:
            plug_in(pipe)
        else:
            unplug(pipe)
        return {}

    return {"key": key, "plug": plug}
