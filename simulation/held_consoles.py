"""`python -m simulation.held_consoles`: many consoles held open while a centre works; whether the server stays slim.

Every console is a live stream of its own session, read as slowly as a browser would. Meanwhile people take numbers
and are served at every counter. Once a minute memory, threads and file handles of the server are written down; at
the end it says whether they stayed flat.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from messaging.clock import real_monotonic_s
from simulation.bench.bench_centre import Desk
from simulation.bench.ground import Ground, NotStarted
from simulation.bench.load_client import LoadClient, LoadFailed
from simulation.bench.officers_at_work import views_of
from simulation.broker_files import BrokerMissing
from simulation.stopping import StopAsked, ignore_signals, say, stop_on_signals
from simulation.supervisor import Supervisor

ROUND_S = 2.0
"""Between two citizens of one counter: thirty times as busy as a real one."""
WARM_SHARE = 0.25
"""Of the time: caches fill, connections open. Growth is counted after it."""
FLAT_MB = 8.0
FLAT_HANDLES = 4
CREATED, OK = 201, 200


@dataclass(frozen=True, slots=True)
class Sample:
    """The server at one moment."""

    at_s: float
    memory_mb: float
    threads: int
    handles: int
    views: int
    """How many views the consoles had received by then, all together."""


def main(words: Sequence[str] | None = None) -> int:
    arguments = _arguments(words)
    stop_on_signals()
    scratch = Path(tempfile.mkdtemp(prefix="bocso-consoles-"))
    scratch.chmod(0o711)  # the broker runs as a user of its own
    supervisor = Supervisor(lambda line: say(line, to_errors=True))
    samples: list[Sample] = []
    try:
        ground = Ground(scratch, supervisor, "held", past_tickets=0)
        ground.make()
        ground.start()
        holding = _Holding(ground, arguments.consoles, samples)
        asyncio.run(holding.hold(arguments.minutes * 60, every_s=min(60.0, arguments.minutes * 60 / 8)))
        ground.stop()
    except StopAsked:
        say("Stopped.", to_errors=True)
        return 1
    except (BrokerMissing, NotStarted, LoadFailed, httpx.HTTPError) as fault:
        say(f"It stopped: {fault}", to_errors=True)
        return 1
    finally:
        ignore_signals()
        supervisor.close()
        shutil.rmtree(scratch, ignore_errors=True)
    if arguments.json is not None:
        arguments.json.write_text(json.dumps([asdict(sample) for sample in samples], indent=1) + "\n")
    grown = growth(samples)
    say(f"{arguments.consoles} consoles for {arguments.minutes:g} minutes: {grown or 'flat'}")
    return 0 if grown is None else 1


def growth(samples: Sequence[Sample]) -> str | None:
    """What grew after the warm part, in words; None when everything stayed flat.

    Raises:
        ValueError: there are too few samples to say.
    """
    if len(samples) < 4:
        raise ValueError("too few samples")
    warm = samples[max(1, round(WARM_SHARE * len(samples))) :]
    first, last = warm[0], warm[-1]
    if last.memory_mb - first.memory_mb > FLAT_MB:
        return f"memory grew from {first.memory_mb:.0f} to {last.memory_mb:.0f} MB"
    if last.handles - first.handles > FLAT_HANDLES:
        return f"file handles grew from {first.handles} to {last.handles}"
    if last.threads > first.threads:
        return f"threads grew from {first.threads} to {last.threads}"
    if last.views <= first.views:
        return "the consoles were told nothing any more"
    return None


class _Holding:
    def __init__(self, ground: Ground, consoles: int, samples: list[Sample]) -> None:
        self._ground = ground
        self._desks = [ground.desks[n % len(ground.desks)] for n in range(consoles)]
        self._samples = samples
        self._views = 0

    async def hold(self, length_s: float, *, every_s: float) -> None:
        """Hold the streams for so long; sample the server now and then.

        Raises:
            LoadFailed, httpx.HTTPError: a deed or a stream failed.
        """
        began_s = real_monotonic_s()
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._console(desk)) for desk in self._desks]
            tasks.append(group.create_task(self._work()))
            while (passed_s := real_monotonic_s() - began_s) < length_s:
                self._samples.append(self._sample(passed_s))
                last = self._samples[-1]
                say(
                    f"{passed_s / 60:6.1f} min  {last.memory_mb:6.1f} MB  {last.threads:3} threads  "
                    f"{last.handles:4} handles  {last.views:7} views",
                    to_errors=True,
                )
                await asyncio.sleep(min(every_s, length_s - passed_s))
            self._samples.append(self._sample(real_monotonic_s() - began_s))
            for task in tasks:
                task.cancel()

    async def _console(self, desk: Desk) -> None:
        """One page."""
        async for _ in views_of(self._ground, desk):
            self._views += 1

    async def _work(self) -> None:
        """Somebody takes a number, is called, comes and goes, counter after counter, for as long as it lasts."""
        server = self._ground.server
        async with LoadClient(server.port, 1) as console:
            while True:
                for desk in self._ground.desks[:6]:
                    await console.send([server.wishes(1)], status=CREATED)
                    for deed in ("next", "start", "finish"):
                        await console.send([iter([server.deed(deed, desk)])], status=OK)
                    await asyncio.sleep(ROUND_S / 6)

    def _sample(self, at_s: float) -> Sample:
        process = Path("/proc") / str(self._ground.pid(self._ground.server))
        status = dict(
            line.split(":", 1) for line in (process / "status").read_text(encoding="ascii").splitlines() if ":" in line
        )
        return Sample(
            at_s=at_s,
            memory_mb=int(status["VmRSS"].split()[0]) / 1024,
            threads=int(status["Threads"]),
            handles=len(list((process / "fd").iterdir())),
            views=self._views,
        )


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulation.held_consoles", description=__doc__)
    parser.add_argument("--consoles", type=int, default=50, help="how many are held open (default 50)")
    parser.add_argument("--minutes", type=float, default=60.0, help="for how long (default 60)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample there")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
