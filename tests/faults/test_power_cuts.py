"""The power goes while server, kiosk or pad write: what was acknowledged is there when it comes back.

kill -9 does not ask this: the kernel still writes what a killed program has handed it. Here the data lies on a file
system of its own in a file. At a random moment the program is frozen and that file copied: it holds what the disk
would, and not what only the kernel knew. The copy is mounted and looked at. The harness proves itself: with
synchronous=NORMAL it must find losses.

Needs root, to mount; without it the tests fail and say so.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from broker_fixture import wait_for
from real_centre import PATIENCE_S, ROOT, set_up_once

from kiosk.errors import IntentsUnusable
from kiosk.intents import IntentState, IntentStore
from messaging.outbox import Outbox, OutboxUnavailable
from messaging.requests import TicketRequest
from messaging.server_client import RequestRefused, ServerClient, ServerUnreachable
from messaging.settings import ServerAddress
from server.backup.errors import DatabaseDamaged
from server.backup.start_check import refuse_damaged
from server.journal.verify import NotACentre, verify
from simulation.centre_folder import CentreFolder

pytestmark = pytest.mark.long

DRIVER = Path(__file__).with_name("power_cut_driver.py")
IMAGE_MB = 64
CUTS = 5
MOST_CARELESS_CUTS = 12
"""With synchronous=NORMAL nine cuts of ten lost something where it was measured."""
ASKING = 3
"""At the server at once."""
MEMORY_DISK = Path("/dev/shm")


def run(*command: object) -> None:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"


@pytest.fixture(scope="module")
def ground() -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.fail("power cuts need root, to mount a file system: sudo scripts/test --whole, or leave this file out")
    folder = Path(tempfile.mkdtemp(prefix="bocso-cuts-", dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre's folder after its first start."""
    return set_up_once(tmp_path_factory.getbasetemp())


@contextlib.contextmanager
def mounted(image: Path) -> Iterator[Path]:
    place = image.with_suffix(".mounted")
    place.mkdir()
    run("mount", "-o", "loop", image, place)
    try:
        yield place
    finally:
        run("umount", place)
        place.rmdir()


@pytest.fixture(scope="module")
def base(ground: Path, centre: Path) -> Path:
    """A file system in a file, with a centre's database on it."""
    image = ground / "base.img"
    with image.open("wb") as file:
        file.truncate(IMAGE_MB * 1024 * 1024)
    run("mkfs.ext4", "-q", "-F", image)
    with mounted(image) as place:
        source = sqlite3.connect(f"file:{CentreFolder(centre).database}?mode=ro", uri=True)
        target = sqlite3.connect(place / "centre.db")
        source.backup(target)
        target.close()
        source.close()
    return image


class Acknowledged:
    """What was told to somebody by now, in order."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.is_over = threading.Event()
        self.threads: list[threading.Thread] = []

    def listen(self, process: "subprocess.Popen[str]") -> None:
        """Each line that the driver says."""
        assert process.stdout is not None
        said = process.stdout
        self._start(lambda: self.lines.extend(line.strip() for line in said if line.endswith("\n")))

    def ask(self, process: "subprocess.Popen[str]", centre: Path) -> None:
        """Numbers, of the real server; each that is answered."""
        assert process.stdout is not None
        address = f"http://127.0.0.1:{process.stdout.readline().strip()}"
        where = ServerAddress(url=address, credential_file=centre / "secrets" / "kiosk-1.credential")

        def asking() -> None:
            with contextlib.closing(ServerClient(where, timeout_s=2.0)) as kiosk:
                while not self.is_over.is_set():
                    wish = TicketRequest(intent_id=uuid4(), service="A")
                    try:
                        number = kiosk.issue_ticket(wish).number
                    except (ServerUnreachable, RequestRefused):  # it starts, its day is not open yet, or it is frozen
                        self.is_over.wait(0.05)
                    else:
                        self.lines.append(f"{wish.intent_id} {number}")

        for _ in range(ASKING):
            self._start(asking)

    def _start(self, work: Callable[[], object]) -> None:
        thread = threading.Thread(target=work)
        thread.start()
        self.threads.append(thread)

    def end(self) -> list[str]:
        self.is_over.set()
        for thread in self.threads:
            thread.join()
        return self.lines


@dataclass(frozen=True)
class Cut:
    """What was acknowledged, and what lies on the disk when the power is back."""

    acknowledged: list[str]
    disk: Path


@contextlib.contextmanager
def power_cut(kind: str, base: Path, centre: Path, nth: int, *, is_careless: bool = False) -> Iterator[Cut]:
    # Names are never used twice: an old loop device may still be letting go of its file.
    running, left = base.with_name(f"{kind}-{nth}-{uuid4().hex}.img"), base.with_name(f"{kind}-{nth}-{uuid4().hex}.img")
    shutil.copyfile(base, running)
    command = [sys.executable, str(DRIVER), kind]
    with mounted(running) as place:
        process = subprocess.Popen(
            [*command, str(place), *(["--careless"] if is_careless else [])],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        acknowledged = Acknowledged()
        try:
            if kind == "server":
                acknowledged.ask(process, centre)
            else:
                acknowledged.listen(process)
            wait_for(lambda: len(acknowledged.lines) > 20, what=f"the {kind} at work", within_s=PATIENCE_S)
            time.sleep(random.Random(nth).uniform(0.05, 0.8))
            process.send_signal(signal.SIGSTOP)
            wait_for(lambda: is_stopped(process.pid), what="the driver to stand still", within_s=PATIENCE_S)
            shutil.copyfile(running, left)
        finally:
            process.kill()
            process.wait()
            told = acknowledged.end()
            assert process.stdout is not None
            process.stdout.close()
    with mounted(left) as place:
        yield Cut(told, place)
    running.unlink()
    left.unlink()


def is_stopped(pid: int) -> bool:
    state = Path("/proc", str(pid), "stat").read_text(encoding="utf-8").rpartition(")")[2]
    return state.split()[0] == "T"


def lost_by_server(cut: Cut) -> list[str]:
    """Answered numbers that are not there; everything else about the database has to hold."""
    database = cut.disk / "centre.db"
    refuse_damaged(database, [cut.disk / "backups"])
    assert verify(database).fault is None
    rows = sqlite3.connect(database)
    there = {f"{intent} {number}" for intent, number in rows.execute("SELECT intent_id, shown FROM tickets")}
    given = [row[0] for row in rows.execute("SELECT number FROM tickets ORDER BY number")]
    rows.close()
    assert given == list(range(1, len(given) + 1)), "each number once, none missing"
    return [line for line in cut.acknowledged if line not in there]


def lost_by_kiosk(cut: Cut) -> list[str]:
    """Numbers that were printed and not kept, or outcomes: in the one file until they stand in the other; and none is
    given twice by the next start."""
    store = IntentStore(cut.disk / "intents.db")
    kept = {str(intent.intent_id): intent for intent in (*store.owed(), *store.unfinished())}
    store.close()
    outbox = Outbox(cut.disk / "reports.db")
    told = [json.loads(entry.body)["ticket"] for entry in outbox.oldest(1_000_000)]
    assert outbox.set_aside == [], "the file is whole"
    outbox.close()
    handed_over = {(ticket["intent_id"], ticket["shown"]) for ticket in told}
    assert len(handed_over) == len(told), "each once"
    rows = sqlite3.connect(cut.disk / "intents.db")
    last = rows.execute("SELECT last FROM emergency_series").fetchone()
    rows.close()
    lost = []
    for line in cut.acknowledged:
        step, intent_id, shown = line.split()
        if (intent_id, shown) in handed_over:
            continue
        intent = kept.get(intent_id)
        is_there = intent is not None and intent.emergency is not None and intent.emergency.shown == shown
        if not is_there or (step == "settled" and intent is not None and intent.state is not IntentState.SETTLED):
            lost.append(line)
    highest = max((int(line[-3:]) for line in cut.acknowledged), default=0)
    if len(cut.acknowledged) < 2 * 999 and (last is None or last[0] < highest):
        lost.append(f"the series stands at {last}, {highest} was printed")
    return lost


def lost_by_pad(cut: Cut) -> list[str]:
    """Presses that were thanked for and not kept."""
    outbox = Outbox(cut.disk / "presses.db")
    kept = {entry.key for entry in outbox.oldest(1_000_000)}
    assert outbox.set_aside == [], "the file is whole"
    outbox.close()
    return [line for line in cut.acknowledged if line not in kept]


UNREADABLE = (sqlite3.Error, DatabaseDamaged, NotACentre, IntentsUnusable, OutboxUnavailable, AssertionError)
"""Not even what was there before is left whole: that is a loss as well."""

LOST = {"server": lost_by_server, "kiosk": lost_by_kiosk, "pad": lost_by_pad}


@pytest.mark.parametrize("kind", LOST)
def test_what_was_acknowledged_is_there_after_a_power_cut(base: Path, centre: Path, kind: str) -> None:
    acknowledged = 0
    for nth in range(CUTS):
        with power_cut(kind, base, centre, nth) as cut:
            assert LOST[kind](cut) == []
            acknowledged += len(cut.acknowledged)
    assert acknowledged > CUTS * 20


@pytest.mark.parametrize("kind", LOST)
def test_the_harness_finds_what_a_careless_program_loses(base: Path, centre: Path, kind: str) -> None:
    for nth in range(MOST_CARELESS_CUTS):
        with power_cut(kind, base, centre, nth, is_careless=True) as cut:
            try:
                if LOST[kind](cut):
                    return
            except UNREADABLE:
                return
    pytest.fail(f"{MOST_CARELESS_CUTS} cuts with synchronous=NORMAL lost nothing: this harness sees nothing")
