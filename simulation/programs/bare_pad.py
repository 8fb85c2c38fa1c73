"""Nothing but the libraries of the rating pad and a control socket: what the pad cannot be below."""

import threading

from simulation.bench.libraries import load_libraries
from simulation.programs.starting import read_start, stop_on_signals


def main() -> None:
    start = read_start("bare_pad")
    load_libraries()
    start.control.add({"lights": lambda _: {"lights": [0.0]}})
    is_stopping = threading.Event()
    stop_on_signals(is_stopping.set)
    is_stopping.wait()


if __name__ == "__main__":
    main()
