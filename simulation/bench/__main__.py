"""`scripts/bench`, once everything is installed: measures the server and its floors, and prints how far apart."""

import asyncio
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import uvloop

from hardware.printer.simulated_printer import SimulatedPrinter
from messaging.clock import real_monotonic_s
from simulation.backtest.figures import backtest, table
from simulation.bench.arguments import read_arguments
from simulation.bench.bench_centre import BENCH_DEVICES
from simulation.bench.board_delay import BoardListener, board_delays
from simulation.bench.console_deeds import console_deeds, floor_delays
from simulation.bench.devices import DevicePrograms, memory_mb
from simulation.bench.footprints import SERVER, Footprints
from simulation.bench.ground import Ground, NotStarted
from simulation.bench.load_client import LoadFailed
from simulation.bench.report import Results, tables
from simulation.bench.rounds import run_rounds
from simulation.bench.slips import draw_and_encode_ms
from simulation.bench.touching import Touching
from simulation.broker_files import BrokerMissing
from simulation.control_client import ControlRefused, NoControl
from simulation.stopping import StopAsked, ignore_signals, say, stop_on_signals
from simulation.supervisor import Supervisor


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    past_tickets: int
    rounds: int = 5
    turns: int = 4
    """Of 192 tickets and calls, in each round."""
    clients: tuple[int, ...] = (1, 16, 64)
    deed_rounds: int = 12
    """Of everything that 25 officers do at their consoles."""
    presses: int = 12
    """To the boards, in each round."""
    starts: int = 5
    """Of each program."""
    touches: int = 40
    slips: int = 30


FULL = Sizes(past_tickets=1_000_000)
QUICK = Sizes(past_tickets=100_000, turns=2, presses=8, touches=30, deed_rounds=6)


def main() -> int:
    arguments = read_arguments()
    stop_on_signals()
    scratch = Path(tempfile.mkdtemp(prefix="bocso-bench-", dir=arguments.scratch))
    try:
        results = run_bench(scratch, QUICK if arguments.quick else FULL)
    except StopAsked:
        say("Stopped.", to_errors=True)
        return 1
    except (BrokerMissing, NotStarted, LoadFailed, NoControl, ControlRefused, TimeoutError) as fault:
        say(f"The bench stopped: {fault}", to_errors=True)
        return 1
    finally:
        ignore_signals()
        shutil.rmtree(scratch, ignore_errors=True)
    say(tables(results))
    # The estimate of the waiting time, against days it never saw: the same on any machine.
    say(table(backtest(seeds=1 if arguments.quick else 4, days=5)))
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(results.as_json(), indent=1) + "\n", encoding="utf-8")
    return 0


def run_bench(scratch: Path, sizes: Sizes) -> Results:
    """Measure everything, in `scratch`.

    Raises:
        BrokerMissing, NotStarted, LoadFailed, NoControl, ControlRefused: what is to be measured does not work.
    """
    began_s = real_monotonic_s()
    scratch.chmod(0o711)  # the broker runs as a user of its own
    results = Results(rounds=sizes.rounds, past_tickets=sizes.past_tickets)
    supervisor = Supervisor(lambda line: say(line, to_errors=True))
    try:
        grounds = [
            Ground(scratch, supervisor, "empty", past_tickets=0),
            Ground(scratch, supervisor, "history", past_tickets=sizes.past_tickets),
        ]
        for ground in grounds:
            _tell(began_s, f"making the centre with {ground.past_tickets:,} tickets behind it")
            ground.make()
            ground.start()
        _race(grounds, sizes, results, began_s)
        _start_programs(grounds[0], supervisor, sizes, results, began_s)
        for ground in grounds:
            ground.stop()
    finally:
        supervisor.close()
    _tell(began_s, "drawing slips")
    results.drawing_ms, results.encoding_ms = draw_and_encode_ms(sizes.slips)
    results.took_s = real_monotonic_s() - began_s
    return results


def _race(grounds: list[Ground], sizes: Sizes, results: Results, began_s: float) -> None:
    """Tickets, calls, and the way to the boards."""
    _tell(began_s, f"{sizes.rounds} rounds of tickets and calls")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        results.laps = runner.run(run_rounds(grounds, clients=sizes.clients, rounds=sizes.rounds, turns=sizes.turns))
        _tell(began_s, f"{sizes.rounds} rounds of Next to the boards")
        listeners = {ground.name: BoardListener(ground) for ground in grounds}
        try:
            for listener in listeners.values():
                listener.start()
            for _ in range(sizes.rounds):
                for ground in grounds:
                    delays = runner.run(board_delays(ground, listeners[ground.name], sizes.presses))
                    results.boards.setdefault(ground.name, []).append(delays)
        finally:
            for listener in listeners.values():
                listener.stop()
        _tell(began_s, "25 officers at once, and the head's floor")
        for ground in grounds:
            results.deeds[ground.name] = runner.run(console_deeds(ground, sizes.deed_rounds))
            results.floor_ms[ground.name] = runner.run(floor_delays(ground, sizes.presses))
    for ground in grounds:
        for racer in (ground.server, ground.first_floor, ground.second_floor):
            results.loaded_mb[f"{racer.name}, {ground.name}"] = memory_mb(ground.pid(racer))
    results.loaded_mb[SERVER] = results.loaded_mb[f"{grounds[0].server.name}, {grounds[0].name}"]


def _start_programs(ground: Ground, supervisor: Supervisor, sizes: Sizes, results: Results, began_s: float) -> None:
    """Starts one by one, and then a kiosk that is touched while board, display and pad run beside it."""
    printer = SimulatedPrinter()
    printer.start()
    try:
        devices = DevicePrograms(ground, supervisor)
        devices.write_settings(printer.port)
        if sizes.starts:
            footprints = Footprints(ground, supervisor, devices)
            _tell(began_s, "which libraries each program loads")
            footprints.find_libraries()
            for n in range(sizes.starts):
                _tell(began_s, f"starting each program and a bare one, {n + 1} of {sizes.starts}")
                results.footprints += footprints.round()
        if sizes.touches:
            for device in BENCH_DEVICES:
                devices.launch(device)
            for device in BENCH_DEVICES:
                devices.wait_for(device)
            _tell(began_s, f"{sizes.touches} touches at the kiosk")
            took_s = Touching(ground, devices, printer).visits(sizes.touches)
            results.touches_ms = [one * 1000 for one in took_s]
            for device in BENCH_DEVICES:
                results.loaded_mb[device.device_id] = devices.memory_mb(device)
                devices.stop(device)
    finally:
        printer.stop()


def _tell(began_s: float, what: str) -> None:
    say(f"{real_monotonic_s() - began_s:6.0f} s  {what}", to_errors=True)


if __name__ == "__main__":
    sys.exit(main())
