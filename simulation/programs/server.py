"""The server as the simulation starts it."""

from messaging.settings import read_settings
from server.app import build
from server.settings import ServerSettings
from simulation.programs.starting import read_start, stop_on_signals


def main() -> None:
    start = read_start("server")
    program = build(read_settings(ServerSettings, start.settings), clock=start.clock)
    stop_on_signals(program.stop)
    program.run()


if __name__ == "__main__":
    main()
