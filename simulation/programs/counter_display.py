"""A hall board or counter display as the simulation starts it."""

from counter_display.settings import DisplaySettings
from messaging.settings import read_settings
from simulation.programs.keypad_door import keypad_commands
from simulation.programs.starting import read_start, stop_on_signals


def main() -> None:
    start = read_start("counter_display")
    from counter_display.app import build

    program = build(read_settings(DisplaySettings, start.settings), clock=start.clock)
    # Kivy reads its configuration once, when it is first imported; `build` has prepared it.
    from simulation.programs.kivy_door import KivyDoor

    start.control.add(KivyDoor().commands() | keypad_commands(program.keypad))
    stop_on_signals(program.stop)
    program.run()


if __name__ == "__main__":
    main()
