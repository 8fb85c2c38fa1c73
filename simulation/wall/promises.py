"""Holds a centre that runs against its promises: journal, tables, boards and scores, its programs and their logs."""

import json
import sqlite3
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from messaging import topics
from messaging.broker import Arrival, BrokerConnection
from messaging.clock import real_monotonic_s
from messaging.settings import BrokerSettings
from simulation.broker_files import ONLOOKER_USER
from simulation.centre_clock import CentreClock
from simulation.centre_folder import CentreFolder
from simulation.checker import Sighting, check_database
from simulation.officer import Officer

REST_S = 2.0
"""So long after the last row every board has been told of it."""
PATIENCE_S = 60.0
_TRACEBACK = "Traceback (most recent call last)"
_KIVY = "[ERROR  ] "
"""Kivy writes it before every line of a traceback."""


@dataclass(frozen=True, slots=True)
class SoFar:
    """What had gone wrong before: only what comes later is held against whoever is watched."""

    restarts: int
    log_bytes: Mapping[str, int]


def noted(folder: CentreFolder) -> SoFar:
    return SoFar(len(_restarts(folder)), {log.name: log.stat().st_size for log in _logs(folder)})


def broken_since(folder: CentreFolder, before: SoFar) -> list[str]:
    """What a centre that has come to rest has broken since then."""
    found = [f"a program died: {line}" for line in _restarts(folder)[before.restarts :]]
    for log in _logs(folder):
        found += [f"{log.name}: {words}" for words in tracebacks(log, from_byte=before.log_bytes.get(log.name, 0))]
    return found + broken_in_books(folder)


def tracebacks(log: Path, *, from_byte: int) -> list[str]:
    """The last line of each traceback that a log holds after `from_byte`: what was raised."""
    text = log.read_bytes()[from_byte:].decode(errors="replace")
    found = []
    for part in text.split(_TRACEBACK)[1:]:
        lines = (line.removeprefix(_KIVY) for line in part.splitlines()[1:])
        ends = (line for line in lines if line.strip() and not line.startswith(" "))
        found.append(f"traceback, {next(ends, 'cut off')}")
    return found


def broken_in_books(folder: CentreFolder) -> list[str]:
    """What the checker finds in journal and tables of a running centre, and in what boards and scores say of them."""
    eyes = _Eyes(folder)
    eyes.open()
    try:
        reports, settled_by_ms = _scores(folder)
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(scratch) / "copy.db"
            seq = _copied_at_rest(folder, copy)
            if seq is None:
                return [f"the centre does not come to rest within {PATIENCE_S:.0f} s"]
            sighting = eyes.seen(seq)
            if sighting is None:
                return ["the boards are told nothing"]
            with closing(sqlite3.connect(copy)) as connection:
                _, broken = check_database(
                    connection, sightings=[sighting], reports=reports, settled_by_ms=settled_by_ms
                )
    finally:
        eyes.close()
    return [str(one) for one in broken]


class _Eyes:
    """Sees what every board is told."""

    def __init__(self, folder: CentreFolder) -> None:
        centre = json.loads(folder.centre_file.read_text(encoding="utf-8"))
        code = centre["centre"]["code"]
        self._root = f"{topics.ROOT}/{code}/"
        self._topics = [topics.board(code), topics.kiosk(code)]
        self._topics += [topics.counter(code, counter["id"]) for counter in centre["counters"]]
        self._newest: dict[str, bytes] = {}
        running = folder.running() or {}
        self._connection = BrokerConnection(
            BrokerSettings(
                port=running["broker_port"],
                username=ONLOOKER_USER,
                password_file=folder.secret_file(f"{ONLOOKER_USER}.broker"),
            ),
            client_id="checker",
            on_arrival=self._keep,
            on_link=lambda _is_linked: None,
        )

    def open(self) -> None:
        for topic in self._topics:
            self._connection.follow(topic)
        self._connection.start()

    def close(self) -> None:
        self._connection.stop()

    def seen(self, seq: int) -> Sighting | None:
        """What all boards show; None when one of them has not been told within `PATIENCE_S`."""
        give_up_s = real_monotonic_s() + PATIENCE_S
        while len(self._newest) < len(self._topics):
            if real_monotonic_s() > give_up_s:
                return None
            time.sleep(0.1)
        return Sighting(seq, {topic.removeprefix(self._root): json.loads(said) for topic, said in self._newest.items()})

    def _keep(self, arrival: Arrival) -> None:
        self._newest[arrival.topic] = arrival.payload


def _scores(folder: CentreFolder) -> tuple[list[dict[str, Any]], int]:
    """The scores of all days as the head reads them, and the centre's time in milliseconds when they were read."""
    head = next(login for login in folder.logins() if login.role == "head")
    with closing(sqlite3.connect(f"file:{folder.database}?mode=ro", uri=True)) as books:
        first, last = books.execute("SELECT min(day), max(day) FROM service_days").fetchone()
    now_ms = round(CentreClock(folder, ()).now().timestamp() * 1000)
    if first is None:
        return [], now_ms
    with closing(Officer(str((folder.running() or {})["address"]), head)) as browser:
        return [browser.read(f"/api/v1/scores?from={first}&to={last}")], now_ms


def _copied_at_rest(folder: CentreFolder, copy: Path) -> int | None:
    """Copy the database while nothing has happened for `REST_S`; its last sequence, or None if that never comes."""
    give_up_s = real_monotonic_s() + PATIENCE_S
    with closing(sqlite3.connect(f"file:{folder.database}?mode=ro", uri=True)) as books:
        while real_monotonic_s() < give_up_s:
            before = _last_seq(books)
            time.sleep(REST_S)
            with closing(sqlite3.connect(copy)) as target:
                books.backup(target)
                if _last_seq(target) == before:
                    return before
    return None


def _last_seq(books: sqlite3.Connection) -> int:
    found: tuple[int] = books.execute("SELECT seq FROM journal_head").fetchone()
    return found[0]


def _restarts(folder: CentreFolder) -> list[str]:
    return list((folder.running() or {}).get("crashes", ()))


def _logs(folder: CentreFolder) -> list[Path]:
    return sorted(folder.logs.glob("*.log"))
