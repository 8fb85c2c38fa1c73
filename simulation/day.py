"""`scripts/demo --day`: a whole day on the stepped clock, its figures, and whether every promise was kept."""

import json
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

import httpx

from messaging.clock import real_monotonic_s
from messaging.server_client import RequestRefused, ServerUnreachable
from simulation.broker_files import BrokerMissing
from simulation.centre_folder import BOARD, DISPLAYS, KIOSK, CentreFolder, FolderFault
from simulation.checker import rows_of
from simulation.control_client import ControlClient, ControlRefused, NoControl
from simulation.kpi_table import Figures, figures_of, table
from simulation.officer import ConsoleRefused
from simulation.people.sample_day import Profile, profile
from simulation.played_day import NotAsPromised, PlayedDay
from simulation.sample_centre import NotReady
from simulation.stopping import StopAsked, ignore_signals, say, stop_on_signals
from simulation.supervisor import ProgramFailed, Supervisor

BROKEN_AT_MOST = 20
"""So many broken promises are named; more of them say no more."""

_FAULTS = (
    NotAsPromised,
    NotReady,
    NoControl,
    ControlRefused,
    ConsoleRefused,
    ServerUnreachable,
    RequestRefused,
    ProgramFailed,
    BrokerMissing,
    FolderFault,
    httpx.HTTPError,
)


def run_day(name: str, *, seed: str, as_json: bool, keep: Path | None) -> int:
    """Play a day of a profile in a scratch folder; 0 only when nothing that was promised is broken."""
    stop_on_signals()
    scratch = Path(tempfile.mkdtemp(prefix="bocso-day-"))
    teller = _JsonTeller() if as_json else _TextTeller()
    failure: str | None = "stopped"
    began_s = real_monotonic_s()
    try:
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
        failure = _play(CentreFolder(scratch), profile(name), seed, keep, teller)
    except StopAsked:
        failure = "stopped"
    except OSError as error:
        failure = f"{keep or scratch}: {error.strerror}"
    finally:
        ignore_signals()
        shutil.rmtree(scratch, ignore_errors=True)
    teller.end(failure, real_monotonic_s() - began_s)
    return 0 if failure is None else 1


def _play(folder: CentreFolder, of: Profile, seed: str, keep: Path | None, teller: "_Teller") -> str | None:
    """The first thing that went wrong, or None."""
    supervisor = Supervisor(lambda line: say(line, to_errors=True))
    with folder.held():
        day = PlayedDay(folder, supervisor, of, seed=seed, tell=teller.say)
        try:
            day.open()
            day.live()
            day.close()
            story, broken = day.check()
            figures = figures_of(story, day.date)
            teller.figures(figures)
            if keep is not None:
                _keep_day(folder, figures, keep)
            for fault in broken[:BROKEN_AT_MOST]:
                teller.say("broken", str(fault))
            if broken:
                raise NotAsPromised(f"{len(broken)} broken promises, the first: {broken[0]}")
            _require_in_time(of, figures)
            teller.say("agree", f"{story.seq} events: journal, tables, boards, scores and slips; no promise is broken")
        except _FAULTS as fault:
            _keep_evidence(folder, keep)
            return str(fault)
        finally:
            ignore_signals()
            day.part()
            supervisor.close()
    return None


def _require_in_time(of: Profile, figures: Figures) -> None:
    doors = of.day.doors
    if doors is not None and figures.issuing_min * 60_000 > doors.issued_within_ms:
        within_min = doors.issued_within_ms // 60_000
        raise NotAsPromised(f"the numbers took {figures.issuing_min} minutes to issue, not {within_min}")


def _keep_day(folder: CentreFolder, figures: Figures, keep: Path) -> None:
    """The database, the journal as `bocso journal` writes it, and the figures."""
    shutil.copyfile(folder.database, keep / "centre.db")
    with closing(sqlite3.connect(folder.database)) as connection, (keep / "journal.jsonl").open("w") as file:
        for row in rows_of(connection)[0]:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    (keep / "kpi.json").write_text(json.dumps(figures.as_json(), ensure_ascii=False, indent=1) + "\n")


def _keep_evidence(folder: CentreFolder, keep: Path | None) -> None:
    """After a failure: what every program said, the database, and what every screen shows now."""
    if keep is None:
        say("what the programs said goes with the scratch folder; --keep DIR keeps it", to_errors=True)
        return
    evidence = keep / "failure"
    evidence.mkdir(exist_ok=True)
    for part in (folder.logs, folder.server_data):
        with suppress(OSError):  # it failed before there was any, or the server writes on meanwhile
            shutil.copytree(part, evidence / part.name, dirs_exist_ok=True)
    for device in (KIOSK, BOARD, *DISPLAYS):
        with suppress(NoControl, ControlRefused):
            ControlClient(folder.control_socket(device.device_id)).picture(evidence / f"{device.device_id}.png")
    say(f"logs and screens at that moment are in {evidence}", to_errors=True)


class _TextTeller:
    """One line a step."""

    def say(self, step: str, words: str) -> None:
        say(f"{step:<9}{words}")

    def figures(self, figures: Figures) -> None:
        say(f"\n{table(figures)}\n")

    def end(self, failure: str | None, took_s: float) -> None:
        say(f"day: {failure or 'ok'} ({took_s:.1f} s)")


class _JsonTeller:
    """One JSON object a line."""

    def say(self, step: str, words: str) -> None:
        say(json.dumps({"step": step, "seen": words}, ensure_ascii=False))

    def figures(self, figures: Figures) -> None:
        say(json.dumps({"kpi": figures.as_json()}, ensure_ascii=False))

    def end(self, failure: str | None, took_s: float) -> None:
        say(json.dumps({"day": failure or "ok", "ms": round(took_s * 1000)}, ensure_ascii=False))


_Teller = _TextTeller | _JsonTeller
