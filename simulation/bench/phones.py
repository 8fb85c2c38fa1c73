"""`python -m simulation.bench.phones`: whether a hall full of phones makes staff wait.

A centre works: somebody takes a number, is called, comes and goes, some times a second at six counters. That is timed
with all phones following their numbers and, in turns with it, while their program is stopped: on a machine with
neighbours, only what lies close together in time can be compared. The ratio is told.
"""

import argparse
import asyncio
import http.client
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvloop

from messaging.clock import real_monotonic_s
from simulation.bench.counters_at_work import CREATED, DEEDS, OK, Timed, counters_at_work
from simulation.bench.figures import percentile
from simulation.bench.ground import Ground, NotStarted
from simulation.bench.load_client import LoadClient, LoadFailed
from simulation.broker_files import BrokerMissing
from simulation.ports import LOOPBACK, free_ports
from simulation.stopping import StopAsked, ignore_signals, say, stop_on_signals
from simulation.supervisor import Program, Supervisor

COUNTERS = 6
CITIZENS_A_SECOND = 10.0
"""At most; the deeds themselves take their time besides."""
WITH_S, WITHOUT_S = 150.0, 20.0
"""One turn: so long with phones, then so long while they are stopped."""
SETTLE_S = 6.0
"""After they go on, all of them ask at once; and one who asked just before they were stopped is answered still."""
TOLD_EVERY = 2
"""Turns: whoever waits an hour wants to know how it goes."""
WAITING = 300
"""People in the hall at any time."""


def main(words: Sequence[str] | None = None) -> int:
    arguments = _arguments(words)
    stop_on_signals()
    scratch = Path(tempfile.mkdtemp(prefix="bocso-phones-"))
    scratch.chmod(0o711)  # the broker runs as a user of its own
    supervisor = Supervisor(lambda line: say(line, to_errors=True))
    try:
        bench = _Bench(scratch, supervisor, arguments.phones, rest_s=1 / arguments.pace)
        result = bench.measure(arguments.minutes * 60)
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
    return 0


def table(result: dict[str, Any]) -> str:
    """What was measured, as a person reads it."""
    followed = result["followed"]
    summary = (
        f"{result['phones']} phones for {result['minutes']:g} minutes: {followed['asked']} looks,"
        f" {followed['unchanged']} of them unchanged, {followed['failed']} failed;"
        f" p50 {followed['latencies_ms']['0.5']:.1f} ms, p99 {followed['latencies_ms']['0.99']:.1f} ms;"
        f" their program took {100 * result['phones_cpu']:.1f} % of a core and {result['phones_mb']:.0f} MB"
    )
    return "\n".join([summary, "", *staff_table(result["staff"])])


def staff_table(staff: dict[str, dict[str, float]]) -> list[str]:
    """Each deed's times without phones and with them, and their ratio."""
    heads = f"{'p50 without':>12}{'with':>8}{'ratio':>7}{'p99 without':>14}{'with':>8}{'ratio':>7}{'n':>8}"
    lines = [f"{'staff, ms':<10}{heads}"]
    for deed, of in staff.items():
        lines.append(
            f"{deed:<10}{of['p50_without']:>12.2f}{of['p50_with']:>8.2f}{of['p50_with'] / of['p50_without']:>7.2f}"
            f"{of['p99_without']:>14.2f}{of['p99_with']:>8.2f}{of['p99_with'] / of['p99_without']:>7.2f}{of['n']:>8}"
        )
    return lines


class _Bench:
    def __init__(self, scratch: Path, supervisor: Supervisor, phones: int, *, rest_s: float) -> None:
        self._rest_s = rest_s
        self._supervisor = supervisor
        self._phones = phones
        self._with: Timed = {deed: [] for deed in DEEDS}
        self._without: Timed = {deed: [] for deed in DEEDS}
        self._ground = Ground(scratch, supervisor, "phones", past_tickets=20_000)
        (self._port,) = free_ports(1)
        self._said = scratch / "followed.json"

    def measure(self, length_s: float) -> dict[str, Any]:
        """
        Raises:
            BrokerMissing, NotStarted, LoadFailed: what is to be measured does not work.
        """
        say("making the centre …", to_errors=True)
        self._ground.make()
        self._ground.start()
        self._start_pages()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._fill())
            cpu_before_s = self._cpu_s("pages")
            self._supervisor.start(self._following())
            say(f"{length_s / 60:g} min with {self._phones} phones …", to_errors=True)
            runner.run(self._take_turns(length_s))
            cpu_s = self._cpu_s("pages") - cpu_before_s
            memory_mb = self._memory_mb("pages")
            self._supervisor.stop("following")
        self._supervisor.stop("pages")
        self._ground.stop()
        return {
            "phones": self._phones,
            "minutes": length_s / 60,
            "phones_cpu": cpu_s / length_s,
            "phones_mb": memory_mb,
            "followed": json.loads(self._said.read_text(encoding="utf-8")),
            "staff": self._staff(),
        }

    def _staff(self) -> dict[str, dict[str, float]]:
        """What was measured by now."""
        return {
            deed: {
                **_figures("without", self._without[deed]),
                **_figures("with", self._with[deed]),
                "n": len(self._with[deed]),
            }
            for deed in DEEDS
        }

    async def _take_turns(self, length_s: float) -> None:
        """With phones and without, until they have followed for so long."""
        turns = max(1, round(length_s / WITH_S))
        for turn in range(1, turns + 1):
            await self._work(SETTLE_S)
            _add(self._with, await self._work(length_s / turns - SETTLE_S))
            os.kill(self._supervisor.pids()["following"], signal.SIGSTOP)
            try:
                await self._work(SETTLE_S)
                _add(self._without, await self._work(WITHOUT_S - SETTLE_S))
            finally:
                os.kill(self._supervisor.pids()["following"], signal.SIGCONT)
            if turn % TOLD_EVERY == 0 and turn < turns:
                told = "\n".join(staff_table(self._staff()))
                say(f"after {turn * length_s / turns / 60:.0f} min:\n{told}", to_errors=True)

    def _start_pages(self) -> None:
        folder = self._ground.folder
        settings = folder.write_settings(
            "pages",
            {
                "database": folder.server_data / "centre.db",
                "listen_port": self._port,
                "server_url": f"http://{LOOPBACK}:{self._ground.server.port}",
            },
        )
        command = (sys.executable, "-P", "-m", "server.public_app", "--settings", str(settings))
        self._supervisor.start(Program("pages", command, folder.log("pages"), self._environment()))
        give_up_s = real_monotonic_s() + 30
        while not _answers(self._port):
            if real_monotonic_s() > give_up_s or self._supervisor.crashes:
                raise NotStarted(f"the pages for phones do not answer; see {folder.log('pages')}")
            self._supervisor.tend(0.05)

    def _following(self) -> Program:
        command = (
            *(sys.executable, "-P", "-m", "simulation.bench.following", "--port", str(self._port)),
            *("--database", str(self._ground.folder.server_data / "centre.db")),
            *("--phones", str(self._phones), "--said", str(self._said)),
        )
        return Program("following", command, self._ground.folder.log("following"), self._environment())

    def _environment(self) -> dict[str, str]:
        return self._ground.program("pages", "").environment

    async def _fill(self) -> None:
        async with LoadClient(self._ground.server.port, 1) as kiosk:
            await kiosk.send([self._ground.server.wishes(WAITING)], status=CREATED)

    async def _work(self, length_s: float) -> Timed:
        """Somebody takes a number, is called, comes and goes, counter after counter, for so long."""
        until_s = real_monotonic_s() + length_s
        return await counters_at_work(
            self._ground, counters=COUNTERS, rest_s=self._rest_s, is_over=lambda: real_monotonic_s() >= until_s
        )

    def _cpu_s(self, name: str) -> float:
        fields = (self._process(name) / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100  # utime, stime in ticks (proc(5)); USER_HZ is 100 on Linux

    def _memory_mb(self, name: str) -> float:
        lines = (self._process(name) / "status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))

    def _process(self, name: str) -> Path:
        return Path("/proc") / str(self._supervisor.pids()[name])


def _figures(which: str, values_ms: list[float]) -> dict[str, float]:
    ascending = sorted(values_ms)
    return {f"p50_{which}": percentile(ascending, 0.50), f"p99_{which}": percentile(ascending, 0.99)}


def _add(to: Timed, more: Timed) -> None:
    for deed, values_ms in more.items():
        to[deed] += values_ms


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulation.bench.phones", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="for how long the phones follow (default 60)")
    parser.add_argument("--phones", type=int, default=200, help="how many (default 200)")
    parser.add_argument(
        "--pace",
        type=float,
        default=CITIZENS_A_SECOND,
        metavar="N",
        help=f"how many citizens a second are served at most (default {CITIZENS_A_SECOND:g})",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
