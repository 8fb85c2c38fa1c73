"""A whole centre of real programs, acted on from outside only: touches, pins, HTTP, and the kill.

Between the programs lie `CuttableLine`s. What the tests look at is the paper, the screens, the voice's files,
the server's database and each device's own, and the processes.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest
from broker_fixture import wait_for
from cuttable_line import CuttableLine
from PIL import Image, ImageChops

from look.slip_layout import COPY_MARK, Slip, draw_slip
from messaging.requests import PrintOutcome, PrintReport, TicketRequest
from messaging.server_client import ServerClient
from messaging.settings import ServerAddress
from server.journal.verify import verify
from server.mqtt.broker_accounts import ADMIN_USER, SERVER_USER
from server.ticket_told import check_of
from simulation.broker_files import accounts_of, broker_command, write_broker_files
from simulation.centre_folder import BUTTON_PINS, LIGHT_PINS, SAMPLE_CENTRE, CentreFolder, Device
from simulation.control_client import ControlClient, ControlRefused, NoControl, ShownText, short_path
from simulation.people.at_the_kiosk import STILL_TODAY
from simulation.ports import LOOPBACK, free_ports
from simulation.sample_centre import set_up
from simulation.slip_reading import shows_number
from simulation.supervisor import Program, Supervisor, run_together

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 40.0
"""For what should come at once or within a few seconds; the machine may be busy with other things."""

BROKER, SERVER, PRINTER, PHONES = "mosquitto", "server", "printer", "phones"
KIOSK, SECOND_KIOSK = "kiosk-1", "kiosk-2"
BOARD, SECOND_BOARD = "board-1", "board-2"
DISPLAY, PAD = "counter-Q1", "pad-Q1"
ALWAYS = (BROKER, PRINTER, SERVER, KIOSK, BOARD, DISPLAY, PAD)
_ADDED = ((SECOND_KIOSK, "kiosk"), (SECOND_BOARD, "board"))
"""Devices that the sample centre does not have."""

_KNOWN = (
    *((device_id, kind, None) for device_id, kind in (("kiosk-1", "kiosk"), ("board-1", "board"), *_ADDED)),
    *((device_id, kind, "Q1") for device_id, kind in ((DISPLAY, "counter"), (PAD, "pad"))),
)
"""Those that log in at the broker."""

HOME = "Ông/Bà cần làm việc gì?"
QUESTION = "Ông/Bà có thuộc diện ưu tiên không?"
SKIP = "Không, tiếp tục"
ASKING = "Đang lấy số cho Ông/Bà…"
ASKING_AGAIN = "Đang kết nối lại…"
NUMBER_TITLE = "Số thứ tự của Ông/Bà"
OWN_NUMBER_TITLE = "Số tạm của Ông/Bà"
"""Of a number that the kiosk gives by itself."""
TAKE_SLIP = "Mời Ông/Bà lấy phiếu"
MAYBE_SLIP = "Mời Ông/Bà lấy phiếu. Nếu chưa thấy phiếu, vui lòng ghi lại số này."
NO_SLIP = "Máy chưa in được phiếu"
WRITTEN_DOWN = "Tôi đã ghi số"
_RESTING = "Chạm vào màn hình để lấy số"
_WAYS_HOME = ("Xong", "Done", "Về trang đầu", "Back to start", "Quay lại", "Back", _RESTING)
_STILL_TODAY = (STILL_TODAY, "Take a number today anyway")
"""Asked by a kiosk that finds the day too short for all who wait: the hour at which the tests run decides."""
NO_CONNECTION = "Máy đang mất kết nối"
INVITATION = "Mời Ông/Bà đánh giá"

_NUMBER = re.compile(r"[A-Z]\d{3,}|X\d{1,2}-\d{3}")
_THANKS_OVER_S = 1.2
_BETWEEN_TOUCHES_S = 0.7
"""A kiosk's screen that has just changed takes no touch for 0.6 s."""

_SAMPLE = json.loads(SAMPLE_CENTRE.read_text(encoding="utf-8"))

_set_up_folders: dict[Path, Path] = {}


def set_up_once(base: Path) -> Path:
    """A centre's folder after its first start, made once for a whole run of pytest and copied from then on."""
    if base not in _set_up_folders:
        folder = CentreFolder(base / "set-up-centre")
        folder.path.mkdir(exist_ok=True)
        set_up(folder)
        run_together(
            [
                Program(
                    f"add-{device_id}",
                    (
                        *(sys.executable, "-m", "bocso", "device", "add", "--database", str(folder.database)),
                        *("--id", device_id, "--kind", kind),
                        *("--credential-file", str(folder.secrets / f"{device_id}.credential")),
                    ),
                    folder.log(f"add-{device_id}"),
                    {"PYTHONPATH": str(ROOT)},
                )
                for device_id, kind in _ADDED
            ],
            PATIENCE_S,
        )
        _set_up_folders[base] = folder.path
    return _set_up_folders[base]


class RealCentre:
    """Use it from the main thread: programs die with the thread that started them."""

    def __init__(self, path: Path, clips: Path, *, emergency_after_s: float) -> None:
        self._emergency_after_s = emergency_after_s
        self.folder = CentreFolder(path)
        self.folder.control.mkdir(mode=0o700)
        self._clips = clips
        self._supervisor = Supervisor(lambda _line: None)
        ports = free_ports(5)
        self._server_port, self.broker_port, self._printer_port, self._second_printer_port, self._phones_port = ports
        self._lead_s = 0.0
        self._thanked_s = -_THANKS_OVER_S
        self._is_used: set[str] = set()
        self._pad_is_touch = False
        self.code = str(_SAMPLE["centre"]["code"])
        self.address = f"http://{LOOPBACK}:{self._server_port}"
        self.phones_address = f"http://{LOOPBACK}:{self._phones_port}"
        self.kiosk_to_server = CuttableLine(self._server_port)
        self.kiosk_to_printer = CuttableLine(self._printer_port)
        self.pad_to_server = CuttableLine(self._server_port)
        self.display_to_server = CuttableLine(self._server_port)
        """The keys of the desk's number pad."""
        self.desk_to_server = CuttableLine(self._server_port)
        """The officers' browsers."""
        self.server_to_broker = CuttableLine(self.broker_port)
        self.board_to_broker = CuttableLine(self.broker_port)
        self.second_board_to_broker = CuttableLine(self.broker_port)
        self.lines = (
            self.kiosk_to_server,
            self.kiosk_to_printer,
            self.pad_to_server,
            self.display_to_server,
            self.desk_to_server,
            self.server_to_broker,
            self.board_to_broker,
            self.second_board_to_broker,
        )
        self.staff: dict[str, Console] = {}
        self._write_settings()

    # --- programs -------------------------------------------------------------------------------------

    def start(self, *names: str) -> None:
        """Start programs side by side and wait until each does its work."""
        for name in names:
            self._supervisor.start(self._program(name))
            self._is_used.add(name)
        for name in names:
            wait_for(lambda name=name: self._is_ready(name), what=f"{name} to be ready", within_s=PATIENCE_S)

    def kill(self, name: str) -> None:
        """kill -9."""
        os.kill(self._supervisor.pids()[name], signal.SIGKILL)
        self._supervisor.stop(name)

    def die_at(self, name: str, failpoint: str, about: str = "", *, nth: int = 1, after: int | None = None) -> None:
        """Let a program kill itself when it reaches a place (messaging/failpoints.py).

        `after`: of a snapshot, only at one of a later revision; one of what was done before may still be under way.
        """
        try:
            self.control(name).ask("die_at", name=failpoint, about=about, nth=nth, after=after)
        except NoControl:
            # It may be at that place just then, and die before it has answered.
            wait_for(lambda: self.is_dead(name), what=f"{name} to answer, or to die", within_s=PATIENCE_S)

    def start_and_die_at(self, name: str, failpoint: str) -> None:
        """Start a program that kills itself when its start comes to a place, and bury it."""
        program = self._program(name)
        self._supervisor.start(replace(program, command=(*program.command, "--die-at", failpoint)))
        self._is_used.add(name)
        self.bury(name)

    def is_dead(self, name: str) -> bool:
        """Whether a program has ended by itself; it is not started again until `bury`."""
        state = Path("/proc", str(self._supervisor.pids()[name]), "stat").read_text(encoding="utf-8").rpartition(")")[2]
        return state.split()[0] == "Z"

    def bury(self, name: str) -> None:
        """Take notice of a death that was ordered: it is no crash."""
        wait_for(lambda: self.is_dead(name), what=f"{name} to die", within_s=PATIENCE_S)
        self._supervisor.stop(name)

    def restart(self, *names: str) -> None:
        for name in names:
            self.kill(name)
        self.start(*names)

    def give_pad(self, *, with_touch_screen: bool) -> None:
        """Start the pad of counter 1 again, with buttons or with a touch screen."""
        self.kill(PAD)
        self._pad_is_touch = with_touch_screen
        self.start(PAD)

    def freeze(self, name: str) -> None:
        """It is there and does nothing any more."""
        os.kill(self._supervisor.pids()[name], signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        os.kill(self._supervisor.pids()[name], signal.SIGCONT)

    def runs(self, name: str) -> bool:
        return name in self._supervisor.pids()

    def ends_by_themselves(self) -> list[str]:
        """Programs that nobody ended and that ended all the same."""
        self._supervisor.tend(0)
        return self._supervisor.crashes

    def stop(self) -> None:
        """End what runs, whatever state it is in, and leave nothing."""
        try:
            for console in self.staff.values():
                console.close()
            for name, pid in self._supervisor.pids().items():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)
                assert name in self._is_used
            self._supervisor.stop(KIOSK, SECOND_KIOSK, BOARD, SECOND_BOARD, DISPLAY, PAD, PRINTER, "printer-2")
            self._supervisor.stop(SERVER, PHONES)
        finally:
            self._supervisor.close()
            for line in self.lines:
                line.close()
        assert self.processes() == [], "a program was left behind"

    def processes(self) -> list[str]:
        """Command lines of processes that name this centre's folder."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                words = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if str(self.folder.path) in words and path.parent.name != str(os.getpid()):
                    found.append(words)
        return found

    def step(self, seconds: float) -> None:
        """Let the centre's time, but not the network's, run ahead, in all programs together."""
        self._lead_s += seconds
        self.folder.keep_lead(self._lead_s)
        for name in self._supervisor.pids():
            if name in (BROKER, PRINTER, "printer-2"):
                continue
            try:
                self.control(name).step(self._lead_s)
            except NoControl:
                # The step itself may be its death (`die_at`); when it starts again it reads the lead.
                wait_for(lambda name=name: self.is_dead(name), what=f"{name} to answer, or to die", within_s=PATIENCE_S)

    def log_of(self, name: str) -> str:
        """What a program has said since its last start."""
        log = self.folder.log(name)
        return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""

    # --- what people do and see -----------------------------------------------------------------------

    def control(self, name: str) -> ControlClient:
        return ControlClient(self.folder.control_socket(name))

    def texts(self, name: str) -> list[str]:
        """What a screen says now; nothing while the program is away."""
        try:
            return [shown.text for shown in self.control(name).texts()]
        except (NoControl, ControlRefused):
            return []

    def sees(self, name: str, *words: str) -> bool:
        """Whether each of the words begins some text on the screen."""
        texts = self.texts(name)
        return all(any(text.startswith(word) for text in texts) for word in words)

    def wait_to_see(self, name: str, *words: str, within_s: float = PATIENCE_S) -> None:
        try:
            wait_for(lambda: self.sees(name, *words), what=f"{name} to show {words}", within_s=within_s)
        except BaseException:
            sys.stderr.write(f"{name} shows {self.texts(name)}; logs in {self.folder.logs}\n")
            raise

    def touch(self, words: str, *then: str, kiosk: str = KIOSK) -> None:
        """Touch what begins with `words` until the screen shows any of `then`, as a person would.

        A person who is told that it may get late takes the number all the same.
        """
        control = self.control(kiosk)
        touched_s = 0.0

        def has_changed() -> bool:
            nonlocal touched_s
            try:
                texts = control.texts()
                if any(shown.text.startswith(word) for shown in texts for word in then):
                    return True
                place = place_of(texts, *_STILL_TODAY) or place_of(texts, words)
                if place is not None and time.monotonic() - touched_s > _BETWEEN_TOUCHES_S:
                    touched_s = time.monotonic()
                    control.touch(*place)
            except (NoControl, ControlRefused):
                return False
            return False

        try:
            wait_for(has_changed, what=f"{then} on {kiosk} after touching '{words}'", within_s=PATIENCE_S)
        except BaseException:
            sys.stderr.write(f"{kiosk} shows {self.texts(kiosk)}; logs in {self.folder.logs}\n")
            raise

    def go_home(self, kiosk: str = KIOSK) -> None:
        """Touch what leads back to the first page, like one who has taken the slip and walks away."""
        control = self.control(kiosk)
        touched_s = 0.0

        def is_home() -> bool:
            nonlocal touched_s
            try:
                texts = control.texts()
                if any(shown.text == HOME for shown in texts):
                    return True
                place = next((shown.centre for shown in texts if shown.text in _WAYS_HOME), None)
                if place is not None and time.monotonic() - touched_s > _BETWEEN_TOUCHES_S:
                    touched_s = time.monotonic()
                    control.touch(*place)
            except (NoControl, ControlRefused):
                return False
            return False

        wait_for(is_home, what=f"{kiosk} to be at its first page", within_s=PATIENCE_S)

    def ask_for_number(self, service: str = "Chứng thực", answer: str = SKIP, *, kiosk: str = KIOSK) -> None:
        """Touch a service and an answer to the priority question; returns once the kiosk is at work."""
        self.go_home(kiosk)
        self.touch(service, QUESTION, kiosk=kiosk)
        self.touch(answer, ASKING, ASKING_AGAIN, NUMBER_TITLE, NO_SLIP, kiosk=kiosk)

    def number_on(self, kiosk: str = KIOSK, *, title: str = NUMBER_TITLE) -> str:
        """The number that a kiosk shows; waits for it."""
        seen: list[str] = []

        def is_shown() -> bool:
            texts = self.texts(kiosk)
            if title in texts:
                seen[:] = [text for text in texts if _NUMBER.fullmatch(text)]
            return bool(seen)

        try:
            wait_for(is_shown, what=f"{kiosk} to show a number", within_s=PATIENCE_S)
        except BaseException:
            sys.stderr.write(f"{kiosk} shows {self.texts(kiosk)}; logs in {self.folder.logs}\n")
            raise
        return seen[0]

    def take_number(self, service: str = "Chứng thực", answer: str = SKIP, *, kiosk: str = KIOSK) -> str:
        """A whole visit to the kiosk, until the slip is out and known to be."""
        self.ask_for_number(service, answer, kiosk=kiosk)
        number = self.number_on(kiosk)
        self.wait_for_outcome(number, "printed")
        return number

    def give_number(self, service: str = "A") -> str:
        """A number as a kiosk gets it, without the touching and the paper."""
        with self.kiosk_client() as kiosk:
            ticket = kiosk.issue_ticket(TicketRequest(intent_id=uuid4(), service=service))
            kiosk.report_print(ticket.ticket_id, PrintReport(report_id=uuid4(), outcome=PrintOutcome.PRINTED))
        return ticket.number

    def kiosk_client(self) -> contextlib.closing[ServerClient]:
        """The first kiosk's own client, straight to the server."""
        credential = self.folder.secrets / f"{KIOSK}.credential"
        return contextlib.closing(ServerClient(ServerAddress(url=self.address, credential_file=credential)))

    def wait_for_outcome(self, number: str, outcome: str) -> None:
        """What the database says of a number's slip."""
        wait_for(
            lambda: self.ticket(number)["print_outcome"] == outcome,
            what=f"the slip of {number} to be '{outcome}' on record",
            within_s=PATIENCE_S,
        )

    def press(self, button: int = 0) -> None:
        """A finger on a button of the pad, 0 the best level, until it says thank you."""
        self.wait_until_pad_rests()
        control = self.control(PAD)
        before = control.lit_alone()[button]
        control.pin(button, is_low=True)
        try:
            # It blinks for less than a second: seen or not, it has been.
            wait_for(
                lambda: control.lit_alone()[button] > before, what="the light to say thank you", within_s=PATIENCE_S
            )
            self._thanked_s = time.monotonic()
        finally:
            control.pin(button, is_low=False)

    def wait_until_pad_rests(self) -> None:
        """Until the thank-you for the last press is over: it blinks, and in between all is dark."""
        wait_for(
            lambda: time.monotonic() - self._thanked_s > _THANKS_OVER_S and 1.0 not in self.control(PAD).lights(),
            what="the thank-you to end",
            within_s=PATIENCE_S,
        )

    def invites(self) -> bool:
        """Whether the pad's lights ask for a rating."""
        try:
            lights = self.control(PAD).lights()
        except (NoControl, ControlRefused):
            return False
        return bool(lights) and all(0 < light < 1 for light in lights)

    def wait_for_invitation(self) -> None:
        wait_for(self.invites, what="the pad to ask for a rating", within_s=PATIENCE_S)

    def spoken(self, number: str, board: str = BOARD) -> list[str]:
        """The files of the calls of a number that a board spoke."""
        return sorted(path.name for path in self.calls(board).glob(f"call-*-{number}-*.wav"))

    def calls(self, board: str = BOARD) -> Path:
        return self.folder.path / f"calls-{board}"

    # --- paper ----------------------------------------------------------------------------------------

    def tell_printer(self, do: str, **details: Any) -> dict[str, Any]:
        """Speak to the simulated printer's control socket."""
        with short_path(self.folder.control_socket(PRINTER)) as path, socket.socket(socket.AF_UNIX) as line:
            line.settimeout(10)
            line.connect(path)
            line.sendall(json.dumps({"do": do, **details}).encode() + b"\n")
            answer: dict[str, Any] = json.loads(line.makefile("rb").readline())
        assert answer["ok"], answer
        return answer

    def slips(self, printer: str = PRINTER) -> list[Path]:
        """Pictures of the slips that were cut off, oldest first."""
        return sorted((self.folder.slips / printer).glob("slip-*.png"))

    # --- the books ------------------------------------------------------------------------------------

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """What the server's database says, read beside the running server."""
        return _rows(self.folder.database, query, *values)

    def ticket(self, number: str) -> sqlite3.Row:
        """The newest ticket of this number, with its turn's state and counter."""
        return self.rows(
            "SELECT t.*, u.state, u.counter_id, u.turn_id, u.call_id, u.call_count FROM tickets t"
            " JOIN turns u USING (ticket_id) WHERE t.shown = ? ORDER BY t.ticket_id DESC, u.turn_id DESC LIMIT 1",
            number,
        )[0]

    def state_of(self, number: str) -> str:
        return str(self.ticket(number)["state"])

    def wait_for_state(self, number: str, state: str) -> None:
        wait_for(lambda: self.state_of(number) == state, what=f"{number} to be {state}", within_s=PATIENCE_S)

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])

    def intents(self, kiosk: str = KIOSK) -> list[sqlite3.Row]:
        """What a kiosk has stored, oldest first."""
        return _rows(self.folder.path / kiosk / "intents.db", "SELECT * FROM intent ORDER BY rowid")

    def undelivered(self, device: str, file: str) -> int:
        """Entries that wait in a device's outbox (`reports.db` of a kiosk, `presses.db` of a pad)."""
        return int(_rows(self.folder.path / device / file, "SELECT count(*) FROM waiting")[0][0])

    @contextlib.contextmanager
    def database_held(self) -> Iterator[None]:
        """Another program writes into the database: the server can commit nothing."""
        connection = sqlite3.connect(self.folder.database, isolation_level=None, timeout=10)
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield
        finally:
            connection.close()

    def check_books(self) -> None:
        """What must be true at every moment, whatever was killed."""
        assert verify(self.folder.database).fault is None
        for day, prefix, last in self.rows("SELECT day, prefix, last_number FROM series"):
            numbers = self.rows(
                "SELECT number FROM tickets WHERE day = ?1 AND prefix = ?2 UNION ALL"
                " SELECT CAST(substr(shown, 2) AS INTEGER) FROM superseded_numbers"
                " WHERE day = ?1 AND shown GLOB ?2 || '*'",
                day,
                prefix,
            )
            assert sorted(row[0] for row in numbers) == list(range(1, last + 1)), "each number once, none missing"
        tickets = {row["intent_id"]: row for row in self.rows("SELECT * FROM tickets")}
        for kiosk in self._is_used & {KIOSK, SECOND_KIOSK}:
            for intent in self.intents(kiosk):
                if intent["ticket"] is not None:
                    told = json.loads(intent["ticket"])
                    known = tickets[intent["intent_id"]]
                    assert (told["ticket_id"], told["number"]) == (known["ticket_id"], known["shown"])
                elif intent["emergency"] is not None and intent["state"] == "settled":
                    if not self.undelivered(kiosk, "reports.db"):
                        assert json.loads(intent["emergency"])["shown"] == tickets[intent["intent_id"]]["shown"]
                else:
                    assert intent["intent_id"] not in tickets or intent["state"] in ("wanted", "cancelled")
        busy = self.rows("SELECT counter_id FROM turns WHERE state IN ('called', 'serving')")
        assert len({row[0] for row in busy}) == len(busy), "one citizen at a counter"

    def check_slip(self, number: str, slip: Path, *, is_copy: bool = False) -> None:
        """Every dot on the paper is what the database says of this number."""
        ticket = self.ticket(number)
        (token,) = self.rows("SELECT token FROM ticket_links WHERE ticket_id = ?", ticket["ticket_id"])[0]
        (told,) = (json.loads(one["ticket"]) for one in self.intents() if one["intent_id"] == ticket["intent_id"])
        name = "name_en" if ticket["language"] == "en" else "name"
        groups = {group["id"]: group[name] for group in _SAMPLE["priority_groups"]}
        service = next(one for one in _SAMPLE["services"] if one["code"] == ticket["service"])
        numbers = {counter["id"]: counter["number"] for counter in _SAMPLE["counters"]}
        expected = draw_slip(
            Slip(
                centre_name=_SAMPLE["centre"]["name"],
                service_name=service[name],
                number=ticket["shown"],
                issued_at_local=datetime.fromtimestamp(ticket["issued_at"] / 1000, ZoneInfo("Asia/Ho_Chi_Minh")),
                people_ahead=told["people_ahead"],
                counters=sorted(numbers[counter] for counter in service["counters"]),
                priority_label=groups.get(ticket["priority_group"]),
                url=f"{self.phones_address}/t/{token}",
                language=ticket["language"],
                copy_mark=COPY_MARK if is_copy else None,
                wait_min=None if told["wait_low_min"] is None else (told["wait_low_min"], told["wait_high_min"]),
                # Before the counters open whoever is first still waits for long: it depends on the hour of the test.
                wait_low_min=told["wait_low_min"],
                today_unlikely=told["today_unlikely"],
                special_day=told["special_day"],
                check=check_of(token),
                wifi_name=_SAMPLE.get("wifi", {}).get("name", ""),
                wifi_password=_SAMPLE.get("wifi", {}).get("password", ""),
            ),
            384,
        )
        with Image.open(slip) as paper:
            assert shows_number(paper, number), f"{slip} does not show {number}"
            assert _ink(paper) == _ink(expected), f"{slip} is not the slip of {number}"

    def wait_for_boards(self) -> None:
        """Wait until screens show what the database says: who is called where, and who waits for nobody."""
        called = self.rows(
            "SELECT t.shown, u.counter_id FROM turns u JOIN tickets t USING (ticket_id)"
            " WHERE u.state IN ('called', 'serving')"
        )
        for number, counter_id in called:
            self.wait_to_see(BOARD, number)
            if counter_id == "Q1":
                self.wait_to_see(DISPLAY, number)
        for board in (BOARD, DISPLAY):
            wait_for(lambda board=board: not self.says_stale(board), what=f"{board} to be live", within_s=PATIENCE_S)

    def says_stale(self, board: str) -> bool:
        texts = self.texts(board)
        return not texts or any("Chưa kết nối" in text for text in texts)

    def ready_for_the_next_test(self) -> None:
        """Everything well again and running, nobody waiting, the kiosk at its first page.

        The second board is left as it is: its outage goes on through several tests.
        """
        for line in self.lines:
            if line is not self.second_board_to_broker:
                line.let_through()
        for name, pid in self._supervisor.pids().items():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
            assert name
        crashed = self.ends_by_themselves()
        assert not crashed, crashed
        for name in ALWAYS:
            if not self.runs(name):
                self.start(name)
        wait_for(self.answers, what="the server to answer", within_s=PATIENCE_S)
        self.tell_printer("heal")
        if not self.rows("SELECT 1 FROM service_days WHERE state = 'open'"):
            self.console("head").act("open-day", confirmed=True)
        if self.rows("SELECT 1 FROM turns WHERE state IN ('waiting', 'called', 'serving', 'on_hold')"):
            self.console("officer").sign_on("Q1")
            self.console("officer").clear_desk()
            self.console("head").act("close-day")
            self.console("head").act("open-day", confirmed=True)
        self.console("officer").sign_on("Q1")
        self.go_home()
        wait_for(
            lambda: not self.undelivered(KIOSK, "reports.db") and not self.undelivered(PAD, "presses.db"),
            what="the outboxes to clear",
            within_s=PATIENCE_S,
        )
        self.wait_for_boards()
        self.wait_for_jobs()

    def wait_for_jobs(self) -> None:
        """Closing orders the slip of the day: it is on the paper before anybody counts slips."""
        wait_for(
            lambda: not self.rows("SELECT 1 FROM jobs WHERE ended_at IS NULL"),
            what="the kiosk's jobs to end",
            within_s=PATIENCE_S,
        )

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health", timeout=5, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def console(self, who: str) -> "Console":
        """A member of staff at the console: `officer`, `other officer` (of counter 2), `head`."""
        if who not in self.staff:
            logins = [login for login in self.folder.logins() if login.role == who.split()[-1]]
            login = logins[1 if who.startswith("other") else 0]
            address = self.address if login.role == "head" else f"http://{LOOPBACK}:{self.desk_to_server.port}"
            self.staff[who] = Console(address, login.login, login.password)
        return self.staff[who]

    # --- settings -------------------------------------------------------------------------------------

    def _is_ready(self, name: str) -> bool:
        pid = self._supervisor.pids().get(name)
        crashed = self.ends_by_themselves()
        assert not crashed, (crashed, self.log_of(name)[-2000:])
        if pid is None:
            return False
        try:
            if name == BROKER:
                return _listens(self.broker_port)
            if name.startswith(PRINTER):
                return _listens(self._printer_port if name == PRINTER else self._second_printer_port)
            if name == SERVER:
                return self.answers()
            if name == PHONES:
                return _listens(self._phones_port)
            if name == PAD and not self._pad_is_touch:
                return bool(self.control(name).lights())
            return self.control(name).has_drawn()
        except (NoControl, ControlRefused):
            return False

    def _program(self, name: str) -> Program:
        folder, log = self.folder, self.folder.log(name)
        if name == BROKER:
            return Program(name, broker_command(folder.broker), log)
        environment = {
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "SDL_VIDEODRIVER": "offscreen",
            "SDL_AUDIODRIVER": "dummy",
        }
        if name == PAD and self._pad_is_touch:
            touch = {"SCREEN": "touch", "FULLSCREEN": "false", "WIDTH": "480", "HEIGHT": "320"}
            environment |= {f"BOCSO_PAD_{key}": value for key, value in touch.items()}
        if name.startswith(PRINTER):
            port = self._printer_port if name == PRINTER else self._second_printer_port
            (folder.slips / name).mkdir(parents=True, exist_ok=True)
            command = (
                *(sys.executable, "-m", "hardware.printer.simulated_printer", "--width", "384"),
                *("--port", str(port), "--pictures", str(folder.slips / name), "--control", f"{name}.sock"),
            )
            return Program(name, command, log, environment, folder=folder.control)
        module = next(
            module
            for start, module in {
                SERVER: "server",
                PHONES: "phones",
                "kiosk": "kiosk",
                "board": "counter_display",
                "counter": "counter_display",
                "pad": "rating_pad",
            }.items()
            if name.startswith(start)
        )
        command = (
            *(sys.executable, "-m", f"simulation.programs.{module}", "--settings", str(folder.settings_file(name))),
            *("--control", str(folder.control_socket(name)), "--clock", str(folder.clock_file)),
        )
        return Program(name, command, log, environment)

    def _write_settings(self) -> None:
        folder = self.folder
        centre = self.code
        devices = {
            KIOSK: (self.broker_port, self.kiosk_to_server.port, self._kiosk(self.kiosk_to_printer.port)),
            SECOND_KIOSK: (self.broker_port, self._server_port, self._kiosk(self._second_printer_port)),
            BOARD: (self.board_to_broker.port, self._server_port, self._hall(BOARD)),
            SECOND_BOARD: (self.second_board_to_broker.port, self._server_port, self._hall(SECOND_BOARD)),
            DISPLAY: (
                self.broker_port,
                self.display_to_server.port,
                _screen(640, 400)
                | {
                    "mode": "counter",
                    "counter_id": "Q1",
                    "keypad": {"kind": "pipe", "path": folder.path / DISPLAY / "keypad"},
                },
            ),
            PAD: (
                self.broker_port,
                self.pad_to_server.port,
                {
                    "counter_id": "Q1",
                    "pin_factory": "mock",
                    "button_pins": BUTTON_PINS,
                    "light_pins": LIGHT_PINS,
                },
            ),
        }
        write_broker_files(
            folder.broker,
            port=self.broker_port,
            accounts=accounts_of(folder, centre, (Device(*known, "") for known in _KNOWN)),
        )
        folder.write_settings(
            SERVER,
            {
                "database": folder.database,
                "listen_host": LOOPBACK,
                "listen_port": self._server_port,
                "public_url": self.phones_address,
                "ignore_hours": True,
                "trust_clock": "always",
                "broker": self._broker_login(SERVER_USER, self.server_to_broker.port),
                "broker_admin": self._broker_login(ADMIN_USER, self.server_to_broker.port),
            },
        )
        folder.write_settings(
            PHONES,
            {"database": folder.database, "listen_port": self._phones_port, "server_url": self.address},
        )
        for device_id, (broker_port, server_port, own) in devices.items():
            folder.write_settings(
                device_id,
                {
                    "device_id": device_id,
                    "centre": centre,
                    "data_dir": folder.path / device_id,
                    "server": {
                        "url": f"http://{LOOPBACK}:{server_port}",
                        "credential_file": folder.secrets / f"{device_id}.credential",
                    },
                    "broker": self._broker_login(device_id, broker_port),
                    **own,
                },
            )

    def _broker_login(self, user: str, port: int) -> dict[str, object]:
        password = self.folder.secret_file(f"{user}.broker")
        return {"host": LOOPBACK, "port": port, "username": user, "password_file": password}

    def _kiosk(self, printer_port: int) -> dict[str, object]:
        # An untouched number that was not printed is given up sooner than in a hall: a test waits for it. What a test
        # has to see and to touch stays long enough for a busy machine.
        patience = {"return_home_s": 15, "printed_home_s": 15, "not_printed_home_s": 10, "problem_home_s": 15}
        patience["emergency_after_s"] = self._emergency_after_s
        printer = {"kind": "network", "host": LOOPBACK, "port": printer_port, "width_dots": 384}
        return _screen(540, 960) | patience | {"printer": printer}

    def _hall(self, name: str) -> dict[str, object]:
        return _screen(960, 540) | {
            "mode": "hall",
            "audio": {
                "kind": "record",
                "record_dir": self.calls(name),
                "clips_dir": self._clips,
                "record_pace": 0.05,
            },
        }


class Console:
    """A member of staff, logged in. Each deed carries an id; who names it can send the same deed again."""

    def __init__(self, address: str, login: str, password: str) -> None:
        self._browser = httpx.Client(base_url=address, timeout=30, trust_env=False)
        answer = self._browser.post("/console/login", data={"login": login, "password": password})
        assert answer.status_code == 303, answer.text
        self._csrf_token = self.read("/api/v1/console/me")["csrf_token"]

    def close(self) -> None:
        self._browser.close()

    def send(self, deed: str, *, key: str, timeout_s: float = 30, part: str = "console", **body: Any) -> httpx.Response:
        """One deed, as the page of that part sends it; raises httpx.HTTPError when nobody answers."""
        return self._browser.post(
            f"/api/v1/{part}/{deed}",
            json=body,
            headers={"X-CSRF-Token": self._csrf_token, "Idempotency-Key": key},
            timeout=timeout_s,
        )

    def act(self, deed: str, **body: Any) -> dict[str, Any]:
        """A deed that must be done."""
        answer = self.send(deed, key=new_key(), **body)
        assert answer.status_code == 200, answer.text
        content: dict[str, Any] = answer.json()
        return content

    def sign_on(self, counter_id: str) -> None:
        self.act("sign-on", counter_id=counter_id, take_over=True)

    def call_next(self) -> str | None:
        number: str | None = self.act("next")["number"]
        return number

    def serve(self, number: str) -> None:
        """Whoever was called comes, and is done."""
        assert self.act("start")["number"] == number
        assert self.act("finish")["number"] == number

    def clear_desk(self) -> None:
        """Finish whoever is at the counter."""
        self.send("start", key=new_key())
        self.send("finish", key=new_key())

    def read(self, path: str) -> dict[str, Any]:
        answer = self._browser.get(path)
        assert answer.status_code == 200, answer.text
        content: dict[str, Any] = answer.json()
        return content

    def page(self, path: str) -> str:
        answer = self._browser.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text


def place_of(texts: list[ShownText], *words: str) -> tuple[float, float] | None:
    """The middle of the first text that begins with any of the words."""
    return next((shown.centre for shown in texts if shown.text.startswith(words)), None)


def new_key() -> str:
    return str(uuid4())


def bocso(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a technician does."""
    return subprocess.run(
        [sys.executable, "-m", "bocso", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def running_centre(
    tmp_path_factory: pytest.TempPathFactory, name: str, *, emergency_after_s: float = 90
) -> Iterator[RealCentre]:
    """For fixtures: a centre with everything in it running; at the end, its books are checked and nothing is left.

    Its kiosks wait for the server as long as a citizen does, unless the file is about the numbers that they give by
    themselves: a slow machine must not turn one into the other.
    """
    ready = set_up_once(tmp_path_factory.getbasetemp())
    path = tmp_path_factory.mktemp(name)
    shutil.copytree(ready, path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("clips", "logs"))
    centre = RealCentre(path, ready / "clips", emergency_after_s=emergency_after_s)
    try:
        centre.start(*ALWAYS)
        assert len(centre.processes()) == len(ALWAYS), "who looks for what is left behind must find what runs"
        yield centre
        centre.check_books()
        assert centre.ends_by_themselves() == []
    finally:
        centre.stop()
    verdict = bocso("verify", "--database", str(centre.folder.database))
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def _ink(paper: Image.Image) -> tuple[tuple[int, int], bytes]:
    """The dots of a slip without the white around them."""
    grey = paper.convert("L").point(lambda light: 0 if light < 128 else 255)
    black = grey.crop(ImageChops.invert(grey).getbbox())
    return black.size, black.tobytes()


def _rows(database: Path, query: str, *values: object) -> list[sqlite3.Row]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def _listens(port: int) -> bool:
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False


def _screen(width: int, height: int) -> dict[str, object]:
    return {"width": width, "height": height, "fullscreen": False}


def eventually(condition: Callable[[], object], what: str) -> None:
    """Wait, with this file's patience."""
    wait_for(condition, what=what, within_s=PATIENCE_S)
