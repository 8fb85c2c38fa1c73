"""A rating pad as the simulation starts it: on gpiozero's simulated pins, or with its touch screen."""

from messaging.settings import read_settings
from rating_pad.app import build
from rating_pad.button_pad import ButtonPad
from rating_pad.settings import PadSettings
from simulation.programs.pin_door import pin_commands
from simulation.programs.starting import read_start, stop_on_signals


def main() -> None:
    start = read_start("rating_pad")
    program = build(read_settings(PadSettings, start.settings), clock=start.clock)
    if isinstance(program, ButtonPad):
        start.control.add(pin_commands(program.board))
    else:
        # Kivy reads its configuration once, when it is first imported; `build` has prepared it.
        from simulation.programs.kivy_door import KivyDoor

        start.control.add(KivyDoor().commands())
    stop_on_signals(program.stop)
    program.run()


if __name__ == "__main__":
    main()
