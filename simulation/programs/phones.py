"""The program that serves phones, as the simulation starts it."""

from messaging.settings import read_settings
from server.public_app import build, give_way
from server.public_pages.settings import PhoneSettings
from simulation.programs.starting import read_start, stop_on_signals


def main() -> None:
    start = read_start("phones")
    program = build(read_settings(PhoneSettings, start.settings), clock=start.clock)
    give_way()
    stop_on_signals(program.stop)
    program.run()


if __name__ == "__main__":
    main()
