"""`scripts/torture --steps`: the stateful properties of tests/properties, batch after batch in two processes.

A batch is some histories of one machine, made from the seed and its own number: the same two do the same again.
"""

import importlib
import logging
import multiprocessing
import os
import sys
import tempfile
import traceback
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from messaging.clock import real_monotonic_s
from simulation.stopping import say

ROOT = Path(__file__).resolve().parents[2]
_PROCESSES = 2
_BATCHES_OF_A_PROCESS = 40
"""Then another begins: what a process has gathered is gone with it."""
_PROGRESS_EVERY_S = 15.0
_SEEDS_APART = 1_000_003


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a batch has come to."""

    batch: int
    machine: str
    steps: int
    fault: str | None
    """What did not hold, and the history that led there."""


def run(*, steps: int, seed: int, start: int = 0) -> int:
    """Take at least `steps` steps, from batch `start` on; the exit status: 0 when everything held."""
    began_s = told_s = real_monotonic_s()
    of_machines: Counter[str] = Counter()
    finished: set[int] = set()
    say(f"{steps:,} steps from seed {seed}, batch {start}, in {_PROCESSES} processes")
    batches = count(start)
    processes = ProcessPoolExecutor(
        _PROCESSES,
        mp_context=multiprocessing.get_context("spawn"),  # each its own hypothesis, threads and clocks
        max_tasks_per_child=_BATCHES_OF_A_PROCESS,
    )
    try:
        under_way: set[Future[_Taken]] = set()
        # Whatever was begun is judged as well: the batch that is to be repeated may not be the first to end.
        while of_machines.total() < steps or under_way:
            while len(under_way) < _PROCESSES and of_machines.total() < steps:
                under_way.add(processes.submit(_take, next(batches), seed))
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                taken = future.result()
                of_machines[taken.machine] += taken.steps
                finished.add(taken.batch)
                if taken.fault is not None:
                    _tell_of_the_fault(taken, seed)
                    return 1
            if real_monotonic_s() - told_s >= _PROGRESS_EVERY_S:
                told_s = real_monotonic_s()
                _tell(of_machines, steps, told_s - began_s, _first_not(finished, start))
        _tell(of_machines, steps, real_monotonic_s() - began_s, _first_not(finished, start))
    except KeyboardInterrupt:
        _tell(of_machines, steps, real_monotonic_s() - began_s, _first_not(finished, start))
        say(f"stopped; go on with: scripts/torture --steps N --seed {seed} --from {_first_not(finished, start)}")
        return 130
    finally:
        processes.shutdown(wait=False, cancel_futures=True)
    say("every property held: " + ", ".join(f"{name} {taken:,}" for name, taken in sorted(of_machines.items())))
    return 0


def _first_not(finished: set[int], start: int) -> int:
    """The first batch that is not finished yet: from there on one may go on."""
    return next(batch for batch in count(start) if batch not in finished)


def _tell(of_machines: Counter[str], steps: int, took_s: float, next_batch: int) -> None:
    taken = of_machines.total()
    say(f"  {taken:,} of {steps:,} steps, {taken / max(took_s, 0.001):.0f} a second; next batch {next_batch}")


def _tell_of_the_fault(taken: _Taken, seed: int) -> None:
    say(str(taken.fault))
    say(f"NOT HELD: {taken.machine}, batch {taken.batch} of seed {seed}")
    say(f"repeat it: scripts/torture --steps 1 --seed {seed} --from {taken.batch}")


def _take(batch: int, seed: int) -> _Taken:
    """One batch, in a process of its own."""
    machines = _machines()
    machine = machines.machine_of(batch)
    try:
        steps = machines.run(machine, machine.histories, seeded_with=seed * _SEEDS_APART + batch)
    except Exception as fault:
        return _Taken(batch, machine.name, 0, "".join(traceback.format_exception(fault)))
    return _Taken(batch, machine.name, steps, None)


def _machines() -> Any:
    """tests/properties/all_machines.py, which is no part of what is installed."""
    for folder in ("tests/server", "tests/properties"):
        if str(ROOT / folder) not in sys.path:
            sys.path.append(str(ROOT / folder))
            logging.disable(logging.CRITICAL)  # faults on purpose, thousands of them
    # What it notes for itself is of no use here, and has no place where one happens to stand.
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(Path(tempfile.gettempdir()) / "bocso-hypothesis")
    return importlib.import_module("all_machines")
