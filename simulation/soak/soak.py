"""The soak itself: a whole centre in a scratch folder, people who come, a look every minute, and the books."""

import argparse
import contextlib
import json
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

from messaging.clock import real_monotonic_s
from server.journal.verify import verify
from simulation.centre_folder import TOUCH_PADS, CentreFolder
from simulation.checker import check_database
from simulation.control_client import ControlClient, ControlRefused, NoControl
from simulation.people.engine import People
from simulation.people.sample_day import monday_factor, sample_day
from simulation.ports import free_ports
from simulation.sample_centre import SampleCentre, StartOptions, set_up
from simulation.screen_room import WindowSizes
from simulation.soak.consoles import HeldConsoles
from simulation.soak.judging import faults_of_database, verdicts
from simulation.soak.sample import Sample, database_now, program_now
from simulation.soak.telling import table
from simulation.stopping import say
from simulation.supervisor import Program, Supervisor

START_PATIENCE_S = 120.0
SCREENS = WindowSizes(720, 720)
"""Drawn smaller than in a hall: a growth shows all the same, and the cores are left to the work."""
VOICE_PACE = 0.05
"""The voice is spoken into files, faster than people speak: at speed its calls would outlast the hour."""
FEWEST_LOOKS, LOOK_EVERY_S = 16, 60.0
TENDED_EVERY_S = 0.5
BROKEN_AT_MOST = 20
PLANTED = {"memory_mb": 3, "handles": 3, "threads": 1}
"""What a program keeps at each look when it is asked to."""
FOLLOWING = "following"


class Soak:
    """One run, from the empty folder to the verdict. Used from the main thread."""

    def __init__(self, scratch: Path, supervisor: Supervisor, arguments: argparse.Namespace) -> None:
        self._folder = CentreFolder(scratch)
        self._supervisor = supervisor
        self._wanted = arguments
        self._length_s: float = arguments.minutes * 60
        self._samples: list[Sample] = []
        self._centre: SampleCentre | None = None
        self._people: People | None = None
        self._consoles: HeldConsoles | None = None

    def run(self) -> list[str]:
        """Everything; what was wrong, in words. Empty when nothing was.

        Raises:
            BrokerMissing, FolderFault, NotReady, ProgramFailed: the centre could not be started.
        """
        with self._folder.held():
            try:
                self._start()
                self._live()
                faults = self._part()
            finally:
                self._let_go()
            return [*faults, *self._judge(), *self._check_books()]

    # --- the hour -------------------------------------------------------------------------------------

    def _start(self) -> None:
        say("making the centre …", to_errors=True)
        set_up(self._folder, START_PATIENCE_S, with_people=True)
        options = StartOptions(
            port=free_ports(1)[0],
            voice_pace=VOICE_PACE,
            drawn_within=SCREENS,
            has_pixels=self._wanted.pixels,
            forgives_crashes=False,
            touch_pads=TOUCH_PADS,
        )
        centre = self._centre = SampleCentre(self._folder, self._supervisor, options)
        centre.start()
        centre.wait_until_open(START_PATIENCE_S)
        centre.start_desks()
        centre.wait_until_complete(START_PATIENCE_S)
        usual = sample_day()
        busy = replace(usual, tickets=round(usual.tickets * monday_factor()))
        self._people = People(centre, seed="soak", speed=self._wanted.speed, day=busy)
        self._people.start()
        centre.wait_until(self._somebody_came, "nobody takes a number", START_PATIENCE_S, log="server")
        officers = [login for login in self._folder.logins() if login.counter]
        self._consoles = HeldConsoles(centre.address, officers, self._wanted.consoles)
        self._consoles.start()
        self._supervisor.start(self._phones(centre))

    def _somebody_came(self) -> bool:
        return database_now(self._folder.database).tickets > 0

    def _phones(self, centre: SampleCentre) -> Program:
        port = centre.phones_address.rpartition(":")[2]
        command = (
            *(sys.executable, "-P", "-m", "simulation.bench.following", "--port", port),
            *("--database", str(self._folder.database), "--phones", str(self._wanted.phones)),
            *("--said", str(self._folder.path / "followed.json")),
        )
        root = str(Path(__file__).resolve().parents[2])
        return Program(FOLLOWING, command, self._folder.log(FOLLOWING), {"PYTHONPATH": root})

    def _live(self) -> None:
        """Let them live, and look at all programs now and then."""
        began_s = real_monotonic_s()
        every_s = min(LOOK_EVERY_S, self._length_s / FEWEST_LOOKS)
        while (passed_s := real_monotonic_s() - began_s) <= self._length_s:
            if passed_s >= len(self._samples) * every_s:
                self._look(passed_s)
                self._plant()
            self._supervisor.tend(min(TENDED_EVERY_S, every_s / 4))
            if self._supervisor.crashes or self._busy_people.status().trouble:
                return  # `_part` says so; to wait out the hour tells no more

    def _look(self, at_s: float) -> None:
        programs = {}
        for name, pid in self._supervisor.pids().items():
            if name != FOLLOWING:  # the phones are not the centre's
                self._let_give_back(name)
                with contextlib.suppress(ProcessLookupError, FileNotFoundError):
                    programs[name] = program_now(pid)
        sample = Sample(round(at_s, 1), programs, database_now(self._folder.database))
        self._samples.append(sample)
        status, views = self._busy_people.status(), 0 if self._consoles is None else self._consoles.views
        memory = "  ".join(f"{name} {now.memory_mb:.0f}" for name, now in sorted(programs.items()))
        say(
            f"{at_s / 60:5.1f} min  {status.clock}  {sample.database.tickets} tickets, {status.served} served, "
            f"{status.rated} rated, {views} views, journal {sample.database.journal}, "
            f"database {sample.database.file_mb:.1f} MB; MB: {memory}",
            to_errors=True,
        )

    def _let_give_back(self, program: str) -> None:
        """What C's allocator has freed and keeps for later comes and goes by some hundred megabytes where something is
        drawn, and hides what is in use."""
        with contextlib.suppress(NoControl, ControlRefused):  # broker and printer have no such door
            ControlClient(self._folder.control_socket(program)).ask("give_back")

    def _plant(self) -> None:
        if self._wanted.plant is not None:
            with contextlib.suppress(NoControl, ControlRefused):
                ControlClient(self._folder.control_socket(self._wanted.plant)).ask("hoard", **PLANTED)

    @property
    def _busy_people(self) -> People:
        if self._people is None:
            raise RuntimeError("nobody has come yet")
        return self._people

    def _part(self) -> list[str]:
        """Let people and consoles go while the centre still runs; what went wrong with them or with a program."""
        status = self._busy_people.status()
        faults = list(self._supervisor.crashes)
        if status.trouble:
            faults.append(f"the simulated people stopped: {status.trouble}")
        if self._consoles is not None and self._consoles.views == 0:
            faults.append("the consoles were told nothing")
        return faults

    def _let_go(self) -> None:
        """Let everybody go and end all programs; a repeat is harmless."""
        if self._people is not None:
            self._people.close()
        if self._consoles is not None:
            self._consoles.stop()
        self._supervisor.stop(FOLLOWING)
        if self._centre is not None:
            self._centre.stop()

    # --- the verdict ----------------------------------------------------------------------------------

    def _judge(self) -> list[str]:
        try:
            of_programs, faults = verdicts(self._samples), faults_of_database(self._samples)
        except ValueError as too_few:
            return [str(too_few)]
        first, last = self._samples[0].database, self._samples[-1].database
        say(table(of_programs))
        say(
            f"{last.tickets - first.tickets} tickets and {last.journal - first.journal} events in "
            f"{self._samples[-1].at_s / 60:.1f} minutes; database from {first.file_mb:.1f} to {last.file_mb:.1f} MB, "
            f"its log at most {max(sample.database.wal_mb for sample in self._samples):.1f} MB; "
            f"{0 if self._consoles is None else self._consoles.views} views at {self._wanted.consoles} consoles, "
            f"{self._followed()} looks of {self._wanted.phones} phones"
        )
        if self._wanted.json is not None:
            kept = {"samples": [asdict(one) for one in self._samples], "verdicts": [asdict(one) for one in of_programs]}
            self._wanted.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        return [*faults, *(f"{one.program}: {words}" for one in of_programs for words in one.grew)]

    def _followed(self) -> int:
        said = self._folder.path / "followed.json"
        return int(json.loads(said.read_text(encoding="utf-8"))["asked"]) if said.exists() else 0

    def _check_books(self) -> list[str]:
        """Journal, tables and every promise, as the checker that knows nothing of the server finds them."""
        if self._wanted.keep is not None:
            self._wanted.keep.mkdir(parents=True, exist_ok=True)
            shutil.copytree(self._folder.logs, self._wanted.keep / "logs", dirs_exist_ok=True)
            shutil.copytree(self._folder.server_data, self._wanted.keep / "server", dirs_exist_ok=True)
        with closing(sqlite3.connect(self._folder.database)) as connection:
            story, broken = check_database(connection)
        faults = [f"broken promise: {one}" for one in broken[:BROKEN_AT_MOST]]
        verdict = verify(self._folder.database)
        if verdict.fault is not None:
            faults.append(f"the journal does not verify: {verdict.fault}")
        if not faults:
            say(f"books: {story.seq} events and {len(story.tickets)} tickets agree; no promise is broken")
        return faults


def told(faults: Sequence[str], minutes: float) -> str:
    """The last line."""
    return f"soak: flat for {minutes:g} minutes" if not faults else "soak: NOT as promised\n  " + "\n  ".join(faults)
