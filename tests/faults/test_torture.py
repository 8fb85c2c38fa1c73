"""The torturer: that it finds what is broken, shown on histories made by hand and on a careless server, and that the
product holds, as far as there is time for on this day."""

import errno
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from broker_fixture import wait_for
from real_centre import ROOT

from hardware.printer.simulated_printer import SimulatedPrinter
from simulation.centre_folder import CentreFolder
from simulation.sample_centre import set_up
from simulation.torture.centre import faked_time, write_clock_offset
from simulation.torture.disks import MountedDisk, hide_mounts
from simulation.torture.happenings import Deed, NumberSeen, Outcome, Press
from simulation.torture.history import History
from simulation.torture.plan import FAULTS_PER_HISTORY, KIOSK_LINE, SERVER, Fault, Kind, plan_of
from simulation.torture.troubled_lines import TroubledLines, packet_length
from simulation.torture.verdict import Evidence, Piece, fits, judge

OFFICER = "staff:CB01"
PAD, KIOSK = "pad-Q1", "kiosk-1"
A_BOOT, ANOTHER_BOOT = "boot-1", "boot-2"


# --- the verdict ------------------------------------------------------------------------------------------------


class Made:
    """A history in which everything held; each test breaks one thing in it."""

    def __init__(self) -> None:
        self.journal: list[dict[str, Any]] = []
        self.tickets: list[dict[str, Any]] = []
        self.happenings: list[Any] = []
        self.wishes: list[dict[str, Any]] = []
        self.paper: list[Piece] = []
        self.now_s = 0.0
        self._greeted("A001")
        self._printed("A002")
        self._own_number("X1-001")
        for what, turn in (("next", 1), ("start", 1), ("finish", 1), ("next", 2)):
            self.did(what, turn)
        for n, level in enumerate((5, 1, 4), start=1):
            self.pressed(level, A_BOOT, n)

    def broken(self) -> set[str]:
        evidence = Evidence(
            happenings=self.happenings,
            journal=self.journal,
            tickets=self.tickets,
            wishes={KIOSK: self.wishes},
            paper={KIOSK: self.paper},
        )
        return {one.promise for one in judge(evidence)}

    def event(self, kind: str, actor: str = OFFICER, **body: Any) -> int:
        self.journal.append({"seq": len(self.journal) + 1, "kind": kind, "actor": actor, "body": json.dumps(body)})
        return len(self.journal)

    def deed(self, what: str, key: str, outcome: Outcome = Outcome.OK, **answer: Any) -> None:
        self.now_s += 1
        self.happenings.append(Deed(OFFICER, what, key, self.now_s, self.now_s + 0.5, outcome, answer))

    def did(self, what: str, turn_id: int, outcome: Outcome = Outcome.OK) -> None:
        event = {"next": "turn_called", "start": "turn_started", "finish": "turn_finished"}[what]
        seq = self.event(event, turn_id=turn_id)
        self.deed(what, f"{what}-{seq}", outcome, number=f"A00{turn_id}", turn_id=turn_id)

    def pressed(self, level: int, boot: str, n: int, *, is_thanked: bool = True, is_kept: bool = True) -> None:
        self.now_s += 1
        self.happenings.append(Press(PAD, level, self.now_s, is_thanked))
        if is_kept:
            self.event("press_recorded", f"device:{PAD}", device_id=PAD, boot_id=boot, n=n, level=level)

    def ticket(self, intent_id: str, shown: str, kind: str, **more: Any) -> int:
        seq = self.event(
            kind, **{"intent_id": intent_id, "shown": shown, "device_id": KIOSK, "helped_by": None, **more}
        )
        self.tickets.append({"ticket_id": seq, "intent_id": intent_id, "shown": shown, "day": "2026-01-05"})
        return seq

    def _greeted(self, shown: str) -> None:
        self.ticket(f"of-{shown}", shown, "ticket_issued", helped_by="CB11")
        self.deed("ticket", f"of-{shown}", ticket={"number": shown})

    def _printed(self, shown: str) -> None:
        ticket_id = self.ticket(f"of-{shown}", shown, "ticket_issued")
        self._wish(shown, ticket=json.dumps({"ticket_id": ticket_id, "number": shown}))

    def _own_number(self, shown: str) -> None:
        self.ticket(f"of-{shown}", shown, "emergency_merged")
        self._wish(shown, emergency=json.dumps({"shown": shown}))

    def _wish(self, shown: str, **given: str) -> None:
        wish = {"intent_id": f"of-{shown}", "state": "settled", "outcome": "printed", "kind": "number"}
        self.wishes.append(wish | {"ticket": None, "emergency": None} | given)
        self.paper.append(Piece(f"slip-{shown}", shown))
        self.happenings.append(NumberSeen(KIOSK, shown, self.now_s))


def lose_a_ticket(made: Made) -> None:
    made.journal = [row for row in made.journal if "A001" not in row["body"]]


def double_a_ticket(made: Made) -> None:
    made.ticket("of-A001", "A003", "ticket_issued")


def answer_with_another_number(made: Made) -> None:
    made.happenings[0] = replace(made.happenings[0], answer={"ticket": {"number": "A009"}})


def do_what_was_refused(made: Made) -> None:
    made.did("next", 3, Outcome.FAILED)


def do_a_deed_twice(made: Made) -> None:
    made.event("turn_finished", turn_id=1)


def do_what_is_unknown_twice(made: Made) -> None:
    made.did("next", 3, Outcome.UNKNOWN)
    made.event("turn_called", turn_id=3)


def lose_a_deed(made: Made) -> None:
    made.journal = [row for row in made.journal if row["kind"] != "turn_finished"]


def lose_a_start(made: Made) -> None:
    made.journal = [row for row in made.journal if row["kind"] != "turn_started"]


def call_another_than_was_said(made: Made) -> None:
    made.deed("next", "a-call", number="A007", turn_id=7)
    made.event("turn_called", turn_id=8)


def swap_two_deeds(made: Made) -> None:
    calls = [row for row in made.journal if row["kind"] == "turn_called"]
    calls[0]["body"], calls[1]["body"] = calls[1]["body"], calls[0]["body"]


def lose_a_press(made: Made) -> None:
    made.pressed(3, A_BOOT, 4, is_kept=False)


def double_a_press(made: Made) -> None:
    made.event("press_recorded", f"device:{PAD}", device_id=PAD, boot_id=ANOTHER_BOOT, n=1, level=4)


def bring_presses_in_another_order(made: Made) -> None:
    kept = [row for row in made.journal if row["kind"] == "press_recorded"]
    kept[0]["body"], kept[2]["body"] = kept[2]["body"], kept[0]["body"]


def print_one_number_twice(made: Made) -> None:
    made.paper.append(Piece("slip-again", "A002"))


def print_a_number_of_nobody(made: Made) -> None:
    made.paper.append(Piece("slip-of-nobody", "A044"))


def print_less_than_is_said(made: Made) -> None:
    made.paper.clear()


def give_a_kiosk_another_number(made: Made) -> None:
    made.tickets[1]["shown"] = "A012"


def forget_a_wish(made: Made) -> None:
    del made.wishes[0]


def take_an_own_number_over_twice(made: Made) -> None:
    made.ticket("of-X1-001", "X1-001", "emergency_merged")


def forget_an_own_number(made: Made) -> None:
    made.journal = [row for row in made.journal if row["kind"] != "emergency_merged"]


def show_a_number_of_nobody(made: Made) -> None:
    made.happenings.append(NumberSeen(KIOSK, "A099", made.now_s))


@pytest.mark.parametrize(
    ("breaks", "promise"),
    [
        (lose_a_ticket, "once"),
        (double_a_ticket, "once"),
        (answer_with_another_number, "tickets"),
        (do_what_was_refused, "once"),
        (do_a_deed_twice, "once"),
        (do_what_is_unknown_twice, "once"),
        (lose_a_deed, "once"),
        (lose_a_start, "once"),
        (call_another_than_was_said, "once"),
        (swap_two_deeds, "real time"),
        (lose_a_press, "presses"),
        (double_a_press, "presses"),
        (bring_presses_in_another_order, "presses"),
        (print_one_number_twice, "paper"),
        (print_a_number_of_nobody, "paper"),
        (print_less_than_is_said, "paper"),
        (give_a_kiosk_another_number, "tickets"),
        (forget_a_wish, "tickets"),
        (take_an_own_number_over_twice, "emergency"),
        (forget_an_own_number, "emergency"),
        (show_a_number_of_nobody, "tickets"),
    ],
)
def test_the_verdict_finds_what_is_broken(breaks: Callable[[Made], None], promise: str) -> None:
    made = Made()
    assert made.broken() == set()
    breaks(made)
    assert promise in made.broken()


def keep_what_is_unknown(made: Made) -> None:
    made.did("next", 3, Outcome.UNKNOWN)


def lose_what_is_unknown(made: Made) -> None:
    made.deed("finish", "lost", Outcome.UNKNOWN)


def refuse_something(made: Made) -> None:
    made.deed("start", "refused", Outcome.FAILED, status=409, code="nobody_here")


def call_nobody(made: Made) -> None:
    made.deed("next", "nobody", number=None)


def press_without_thanks(made: Made) -> None:
    made.pressed(2, A_BOOT, 4, is_thanked=False, is_kept=False)
    made.pressed(3, ANOTHER_BOOT, 1, is_thanked=False)


def print_a_copy(made: Made) -> None:
    made.paper.append(Piece("slip-copy", "A002", is_copy=True))


def cut_off_a_broken_piece(made: Made) -> None:
    made.paper.insert(0, Piece("slip-broken", None))


@pytest.mark.parametrize(
    "goes_well",
    [
        keep_what_is_unknown,
        lose_what_is_unknown,
        refuse_something,
        call_nobody,
        press_without_thanks,
        print_a_copy,
        cut_off_a_broken_piece,
    ],
)
def test_the_verdict_lets_pass_what_may_be(goes_well: Callable[[Made], None]) -> None:
    made = Made()
    goes_well(made)
    assert made.broken() == set()


def test_presses_fit_only_in_their_order() -> None:
    thanked, unsure = Press(PAD, 5, 0, is_thanked=True), Press(PAD, 2, 1, is_thanked=False)
    assert fits([thanked, unsure, thanked], [5, 5])
    assert fits([thanked, unsure, thanked], [5, 2, 5])
    assert not fits([thanked, unsure, thanked], [5, 5, 2])
    assert not fits([thanked, unsure, thanked], [5, 2])


# --- the plan ---------------------------------------------------------------------------------------------------


def test_a_seed_is_always_the_same_plan() -> None:
    assert plan_of(7, 3) == plan_of(7, 3) != plan_of(8, 3)
    plans = [fault for nth in range(30) for fault in plan_of(1, nth)]
    assert [fault.number for fault in plans] == list(range(1, 30 * FAULTS_PER_HISTORY + 1))
    assert {fault.kind for fault in plans} == set(Kind), "in three hundred faults each kind comes up"


# --- the lines --------------------------------------------------------------------------------------------------


class Echo:
    """Answers each message with itself, and remembers what came over which connection."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.heard: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                end, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(end,), daemon=True).start()

    def _answer(self, end: socket.socket) -> None:
        with end:
            try:
                while said := end.recv(4096):
                    self.heard.append(said)
                    end.sendall(said)
            except OSError:
                return

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def echo() -> Iterator[Echo]:
    echo = Echo()
    yield echo
    echo.close()


@pytest.fixture
def lines() -> Iterator[TroubledLines]:
    lines = TroubledLines()
    yield lines
    lines.close()


def said(port: int, words: bytes, *, patience_s: float = 20) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=patience_s) as end:
        end.sendall(words)
        return end.recv(4096)


def test_a_line_doubles_a_request(lines: TroubledLines, echo: Echo) -> None:
    port = lines.add(KIOSK_LINE, echo.port)
    lines.trouble(KIOSK_LINE, Kind.DOUBLED, 0.0)
    assert said(port, b"POST /x HTTP/1.1\r\n\r\n") == b"POST /x HTTP/1.1\r\n\r\n"
    wait_for(lambda: len(echo.heard) == 2, what="the second of two")
    assert echo.heard[0] == echo.heard[1]


def test_a_line_doubles_a_publication(lines: TroubledLines, echo: Echo) -> None:
    port = lines.add("boards - broker", echo.port, is_mqtt=True)
    lines.trouble("boards - broker", Kind.DOUBLED, 0.0)
    publish, ping = b"\x30\x04\x00\x01ab", b"\xc0\x00"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as end:
        end.sendall(publish[:3])
        end.sendall(publish[3:] + ping)
        wait_for(lambda: b"".join(echo.heard) == publish + publish + ping, what="what was published, twice")
        heard = b""
        while heard.count(publish) < 4:  # each of both comes back twice
            heard += end.recv(4096)


def test_what_is_on_a_line_that_is_cut_is_lost(lines: TroubledLines, echo: Echo) -> None:
    port = lines.add(KIOSK_LINE, echo.port)
    lines.trouble(KIOSK_LINE, Kind.NO_ANSWERS, 0)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as end:
        end.sendall(b"ask")
        wait_for(lambda: echo.heard == [b"ask"], what="the question to arrive")
        lines.heal(KIOSK_LINE, Kind.NO_ANSWERS)
        with pytest.raises(ConnectionError):
            end.recv(4096)
    assert said(port, b"again") == b"again"


@pytest.mark.parametrize("kind", [Kind.SLOW, Kind.DRIP])
def test_a_slow_line_loses_nothing(lines: TroubledLines, echo: Echo, kind: Kind) -> None:
    port = lines.add(KIOSK_LINE, echo.port)
    lines.trouble(KIOSK_LINE, kind, 0.02)
    words = bytes(range(256)) * 4
    with socket.create_connection(("127.0.0.1", port), timeout=20) as end:
        end.sendall(words)
        heard = b""
        while len(heard) < len(words):
            heard += end.recv(4096)
    assert heard == words


@pytest.mark.parametrize("kind", [Kind.DOWN, Kind.HALF_OPEN, Kind.SILENT])
def test_a_line_that_is_down_comes_back(lines: TroubledLines, echo: Echo, kind: Kind) -> None:
    port = lines.add(KIOSK_LINE, echo.port)
    lines.trouble(KIOSK_LINE, kind, 0)
    wait_for(lambda: is_unanswered(port), what=f"{kind} to begin")
    lines.heal(KIOSK_LINE, kind)
    assert said(port, b"again") == b"again"


def test_a_line_that_takes_nobody_lets_go_of_who_was_connected(lines: TroubledLines, echo: Echo) -> None:
    """A broker's client is connected for hours: it would notice nothing else."""
    port = lines.add("boards - broker", echo.port)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as end:
        end.sendall(b"ask")
        assert end.recv(4096) == b"ask"
        lines.trouble("boards - broker", Kind.HALF_OPEN, 0)
        with pytest.raises(ConnectionError):
            end.recv(4096)


def is_unanswered(port: int) -> bool:
    try:
        return said(port, b"ask", patience_s=0.3) == b""
    except OSError:
        return True


def test_packets_are_as_long_as_they_say() -> None:
    assert packet_length(b"\x30") is None
    assert packet_length(b"\x30\x04ab") == 6
    assert packet_length(b"\x30\x80\x01") == 131


# --- disks ------------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_a_power_cut_loses_what_was_not_brought_to_the_disk() -> None:
    """Were it not so, no durability would be proved by surviving it."""
    require_root()
    with tempfile.TemporaryDirectory() as folder:
        disk = MountedDisk(Path(folder, "disk.img"), Path(folder, "disk"))
        try:
            assert [rows_after_a_power_cut(disk, how) for how in ("FULL", "OFF")] == [20, 0]
        finally:
            disk.close()


def require_root() -> None:
    if os.geteuid() != 0:
        pytest.fail("power cuts need root, to mount a file system: sudo scripts/test --whole, or leave this file out")
    hide_mounts()  # they end with this process, also when it is killed


def rows_after_a_power_cut(disk: MountedDisk, synchronous: str) -> int:
    path = disk.place / f"{synchronous}.db"
    rows = sqlite3.connect(path, isolation_level=None)
    rows.execute("PRAGMA journal_mode=WAL")
    rows.execute(f"PRAGMA synchronous={synchronous}")
    rows.execute("CREATE TABLE kept (n)")
    disk.settle()
    for n in range(20):
        rows.execute("INSERT INTO kept VALUES (?)", (n,))
    disk.cut_power()
    rows.close()
    disk.mend()
    rows = sqlite3.connect(path)
    try:
        return int(rows.execute("SELECT count(*) FROM kept").fetchone()[0])
    finally:
        rows.close()


@pytest.mark.long
def test_a_disk_that_is_full_or_failed_takes_nothing_and_then_everything_again() -> None:
    require_root()
    with tempfile.TemporaryDirectory() as folder:
        disk = MountedDisk(Path(folder, "disk.img"), Path(folder, "disk"))
        try:
            disk.fill(None)
            assert refused_with(disk) == errno.ENOSPC
            disk.empty(None)
            assert refused_with(disk) is None
            disk.refuse_writes(None)
            assert refused_with(disk) == errno.EROFS
            disk.mend()
            assert refused_with(disk) is None
        finally:
            disk.close()


def refused_with(disk: MountedDisk) -> int | None:
    """What the disk says to 64 KB; None: it takes them."""
    try:
        (disk.place / "some").write_bytes(bytes(1 << 16))
    except OSError as fault:
        return fault.errno
    return None


# --- clock and paper --------------------------------------------------------------------------------------------

CLOCKS = "import sys, time\nfor _ in sys.stdin:\n    print(time.time(), time.monotonic(), flush=True)\n"


@pytest.mark.parametrize("off_s", [-400 * 86400, 3600])
def test_a_wall_clock_is_off_and_the_monotonic_one_goes_on(tmp_path: Path, off_s: int) -> None:
    offset = tmp_path / "offset"
    write_clock_offset(offset, 0)
    environment = os.environ | faked_time(offset)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", CLOCKS], env=environment, text=True, **pipes) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        asking, answers = program.stdin, program.stdout

        def off_by() -> tuple[float, float]:
            asking.write("\n")
            asking.flush()
            wall, monotonic = map(float, answers.readline().split())
            return wall - time.time(), monotonic - time.monotonic()

        assert all(abs(off) < 10 for off in off_by())
        write_clock_offset(offset, off_s)
        wait_for(lambda: abs(off_by()[0] - off_s) < 10, what="the wall clock to be off")
        assert abs(off_by()[1]) < 10
        write_clock_offset(offset, 0)
        wait_for(lambda: abs(off_by()[0]) < 10, what="the wall clock to be right again")
        asking.close()


def test_the_printer_knows_every_way_of_failing() -> None:
    """What it is told over its socket is told to nobody in between: a fault that it does not know would be none."""
    plans = [fault for nth in range(200) for fault in plan_of(1, nth)]
    ways = {fault.words for fault in plans if fault.kind is Kind.PAPER}
    assert len(ways) == 9
    printer = SimulatedPrinter(port=0, width_dots=384)
    printer.start()
    try:
        for way in ways:
            name, _, amount = way.partition(" ")
            printer.fail(name, int(amount) if amount else None)
            printer.heal()
    finally:
        printer.stop()


# --- a spoiled server -------------------------------------------------------------------------------------------

CARELESS = """
import sys
sys.path.append({faults!r})
import power_cut_driver
power_cut_driver.be_careless()
"""
FORGETFUL = """
import sqlite3
connect = sqlite3.connect

class Forgetful(sqlite3.Connection):
    commits = rows = 0

    def execute(self, sql, *parameters):
        if sql == "COMMIT" and self.total_changes > self.rows:
            self.rows = self.total_changes
            Forgetful.commits += 1
            if Forgetful.commits % 8 == 0:
                sql = "ROLLBACK"
        return super().execute(sql, *parameters)

def forgetful(*arguments, **more):
    return connect(*arguments, factory=Forgetful, **more)

sqlite3.connect = forgetful
"""
"""Every eighth commit that brings something is not made: on a slow machine a history has some fifty."""


def judged_with(tmp_path: Path, sitecustomize: str, *faults: Fault) -> list[str]:
    """What is found of a server that is spoiled so."""
    template, spoiled = CentreFolder(tmp_path / "set-up"), tmp_path / "spoiled"
    template.path.mkdir()
    set_up(template, with_people=True, with_voice=False)
    spoiled.mkdir()
    faults_folder = str(Path(__file__).parent)
    (spoiled / "sitecustomize.py").write_text(sitecustomize.format(faults=faults_folder), encoding="utf-8")
    history = History(tmp_path / "history", template.path, tmp_path, "spoiled", faults, spoiled=spoiled, patience_s=30)
    try:
        return history.live().broken
    finally:
        history.close()


@pytest.mark.long
def test_a_server_that_brings_nothing_to_the_disk_is_found_out(tmp_path: Path) -> None:
    require_root()
    power_cut = Fault(1, Kind.POWER_CUT, SERVER, begins_s=5, lasts_s=0.2)
    broken = judged_with(tmp_path, CARELESS, power_cut)
    assert any(words.startswith("once") for words in broken), broken


@pytest.mark.long
def test_a_server_that_forgets_a_commit_is_found_out(tmp_path: Path) -> None:
    wait = Fault(1, Kind.CUT, KIOSK_LINE, begins_s=5, lasts_s=0.2)
    broken = judged_with(tmp_path, FORGETFUL, wait)
    assert broken


# --- the product ------------------------------------------------------------------------------------------------


def tortured(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "simulation.torture", *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_centre_holds_through_twenty_faults() -> None:
    done = tortured("--faults", "20", "--seed", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "HELD" in done.stdout


@pytest.mark.long
def test_the_centre_holds_through_two_hundred_faults() -> None:
    done = tortured("--faults", "200", "--seed", "2")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
def test_the_steps_go_on_where_they_are_told() -> None:
    """Two batches, one in each process: an outbox and a journal."""
    done = tortured("--steps", "1", "--seed", "1", "--from", "8")
    assert done.returncode == 0, done.stdout + done.stderr
    held = re.search(r"every property held: journal ([\d,]+), outbox ([\d,]+)\n", done.stdout)
    assert held is not None, done.stdout
    assert "next batch 10" in done.stdout
