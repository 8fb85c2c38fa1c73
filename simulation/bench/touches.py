"""`python -m simulation.bench.touches`: from the touch to the slip's last byte, at rest and in the rush before Tết.

The unchanged kiosk with board, counter display and pad beside it, drawn offscreen and touched through its control
socket, prints to a printer that keeps time. In the rush twelve counters work besides without a pause, and as many
numbers are taken elsewhere. Before that: how long the kiosk takes from its start to a first page that can be touched.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvloop

from hardware.printer.simulated_printer import SimulatedPrinter
from messaging.clock import real_monotonic_s
from simulation.bench.bench_centre import BENCH_DEVICES
from simulation.bench.counters_at_work import counters_at_work
from simulation.bench.devices import DevicePrograms
from simulation.bench.figures import median, percentile
from simulation.bench.ground import START_PATIENCE_S, Ground, NotStarted
from simulation.bench.load_client import LoadFailed
from simulation.bench.touching import Touching
from simulation.broker_files import BrokerMissing
from simulation.centre_folder import KIOSK
from simulation.control_client import ControlRefused, NoControl
from simulation.people.at_the_kiosk import HOME
from simulation.stopping import StopAsked, ignore_signals, say, stop_on_signals
from simulation.supervisor import Supervisor

COUNTERS = 12
CITIZENS_A_SECOND = 2.0
"""The profile `tet` has 400 people before nine o'clock: this is more than twenty times as many."""
AT_REST_MS, IN_THE_RUSH_MS, START_S = 400.0, 800.0, 3.0
"""What is aimed at."""


def main(words: Sequence[str] | None = None) -> int:
    arguments = _arguments(words)
    stop_on_signals()
    scratch = Path(tempfile.mkdtemp(prefix="bocso-touches-"))
    scratch.chmod(0o711)  # the broker runs as a user of its own
    supervisor = Supervisor(lambda line: say(line, to_errors=True))
    try:
        result = _measured(scratch, supervisor, touches=arguments.touches, starts=arguments.starts)
    except StopAsked:
        say("Stopped.", to_errors=True)
        return 1
    except (BrokerMissing, NotStarted, LoadFailed) as fault:
        say(f"It stopped: {fault}", to_errors=True)
        return 1
    finally:
        ignore_signals()
        supervisor.close()
        shutil.rmtree(scratch, ignore_errors=True)
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    say(table(result))
    return 0 if is_reached(result) else 1


def table(result: dict[str, list[float]]) -> str:
    """What was measured, as a person reads it."""
    lines = [f"{'':37}{'p50':>8}{'p99':>8}{'most':>8}{'n':>5}"]
    for name, unit, values in (
        ("kiosk's start to a page to touch", "s", result["starts_s"]),
        ("touch to last byte, at rest", "ms", result["rest_ms"]),
        ("touch to last byte, in the rush", "ms", result["rush_ms"]),
    ):
        if values:
            ascending = sorted(values)
            digits = 2 if unit == "s" else 0
            told = (median(values), percentile(ascending, 0.99), ascending[-1])
            figures = "".join(f"{one:>8.{digits}f}" for one in told)
            lines.append(f"{name + ', ' + unit:<37}{figures}{len(values):>5}")
    return "\n".join(lines)


def is_reached(result: dict[str, list[float]]) -> bool:
    """Whether each p99 is below what is aimed at."""
    aims = (("starts_s", START_S), ("rest_ms", AT_REST_MS), ("rush_ms", IN_THE_RUSH_MS))
    return all(percentile(sorted(result[name]), 0.99) < most for name, most in aims if result[name])


def _measured(scratch: Path, supervisor: Supervisor, *, touches: int, starts: int) -> dict[str, list[float]]:
    printer = SimulatedPrinter()
    printer.start()
    try:
        ground = Ground(scratch, supervisor, "touches", past_tickets=20_000)
        say("making the centre …", to_errors=True)
        ground.make()
        ground.start()
        devices = DevicePrograms(ground, supervisor)
        devices.write_settings(printer.port)
        say(f"{starts} starts of the kiosk …", to_errors=True)
        starts_s = [_start_s(devices, supervisor) for _ in range(starts)]
        for device in BENCH_DEVICES:
            devices.launch(device)
        for device in BENCH_DEVICES:
            devices.wait_for(device)
        touching = Touching(ground, devices, printer)
        touching.visits(2)  # the first of a run pays for what is read once
        say(f"{touches} touches at rest …", to_errors=True)
        rest_s = touching.visits(touches)
        say(f"{touches} touches in the rush …", to_errors=True)
        with _rush(ground):
            rush_s = touching.visits(touches)
        supervisor.stop(*(device.device_id for device in BENCH_DEVICES))
        ground.stop()
    finally:
        printer.stop()
    return {
        "starts_s": starts_s,
        "rest_ms": [one * 1000 for one in rest_s],
        "rush_ms": [one * 1000 for one in rush_s],
    }


def _start_s(devices: DevicePrograms, supervisor: Supervisor) -> float:
    """From the start of the program to the first page whose services can be touched."""
    began_s = real_monotonic_s()
    devices.launch(KIOSK)
    control = devices.control(KIOSK)
    while True:
        try:
            if any(one.text.replace("\n", " ").startswith(HOME) for one in control.texts()):
                break
        except (NoControl, ControlRefused):  # not there yet
            pass
        if real_monotonic_s() - began_s > START_PATIENCE_S or supervisor.crashes:
            raise NotStarted("the kiosk does not come to its first page")
        supervisor.tend(0.02)
    took_s = real_monotonic_s() - began_s
    devices.stop(KIOSK)
    return took_s


@contextmanager
def _rush(ground: Ground) -> Iterator[None]:
    """Twelve counters at work on a thread of their own."""
    over = threading.Event()
    faults: list[LoadFailed] = []

    def work() -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            rest_s = 1 / CITIZENS_A_SECOND
            try:
                runner.run(counters_at_work(ground, counters=COUNTERS, rest_s=rest_s, is_over=over.is_set, first=1))
            except LoadFailed as fault:
                faults.append(fault)

    thread = threading.Thread(target=work, name="counters")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if faults:
        raise faults[0]


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulation.bench.touches", description=__doc__)
    parser.add_argument("--touches", type=int, default=100, help="how many at rest, and as many in the rush")
    parser.add_argument("--starts", type=int, default=5, help="how often the kiosk is started")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
