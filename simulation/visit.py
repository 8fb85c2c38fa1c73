"""`scripts/demo --visit`: one visit through the real programs, from the kiosk's touch to the officer's score.

Each step is looked for at its far end: on the paper, on a screen, in the air, in the score. Nothing is
believed because the step before it said so.
"""

import json
import shutil
import sqlite3
import tempfile
import wave
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
from PIL import Image

from messaging.clock import real_monotonic_s
from messaging.requests import PressReport, PrintOutcome, PrintReport, TicketRequest
from messaging.server_client import RequestRefused, ServerClient, ServerUnreachable
from messaging.settings import ServerAddress
from server.db.connections import open_for_reading
from server.journal.verify import verify
from simulation.broker_files import BrokerMissing
from simulation.centre_folder import BOARD, DISPLAYS, KIOSK, PADS, CentreFolder, FolderFault, Login
from simulation.control_client import ControlClient, ControlRefused, NoControl
from simulation.officer import ConsoleRefused, Officer, ScoreSeen
from simulation.people.at_the_kiosk import STILL_TODAY
from simulation.ports import free_ports
from simulation.sample_centre import NotReady, SampleCentre, StartOptions, set_up
from simulation.slip_reading import shows_number
from simulation.stopping import StopAsked, ignore_signals, say, stop_on_signals
from simulation.supervisor import ProgramFailed, Supervisor

START_PATIENCE_S = 60.0
STEP_PATIENCE_S = 10.0
"""Every step takes a second or two; this is for a machine that is busy with something else."""

REST_PATIENCE_S = 4.0
"""A new call pulses for 3 s."""
TOUCH_AGAIN_S = 0.7
"""A kiosk's screen that has just changed takes no touch for 0.6 s, so that a double tap does no harm."""

SERVICE, SERVICE_NAME = "A", "Chứng thực"
NO_PRIORITY, NUMBER_TITLE = "Không, tiếp tục", "Số thứ tự của Ông/Bà"
COUNTER, COUNTER_NUMBER = "Q1", 1
EARLIER_LEVELS = (5, 5, 4, 5, 3, 5, 4, 5, 2)
"""Seven of nine satisfied."""
VISITOR_LEVEL = 5
EXPECTED_PERCENT = 80
"""Eight of ten, in per cent."""
SETTLED_AFTER_S = 75.0
"""Rating windows stay open for 60 s, undo is possible for 10 s after the end, a second press for 5 s."""

KEPT = ("kiosk.png", "slip.png", "slip.bin", "board.png", "counter.png", "call.wav", "centre.db")
"""What `--keep` leaves in its folder."""


class NotSeen(Exception):
    """Something that should be there is not; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    walk: Callable[[], str]
    """Does the step and looks for it; what was seen, in a few words."""
    keep: Callable[[], None] = lambda: None
    """Takes what is to be kept, in its own time: pictures are nicest when nothing moves any more."""


def run_visit(*, as_json: bool, keep: Path | None) -> int:
    """Walk the visit in a scratch folder; 0 only when every step was seen."""
    stop_on_signals()
    scratch = Path(tempfile.mkdtemp(prefix="bocso-visit-"))
    tell = _tell_as_json if as_json else _tell_as_text
    failure: str | None = "stopped"
    began_s = real_monotonic_s()
    try:
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            _clear(keep)
        failure = _walk(CentreFolder(scratch), keep, tell)
    except StopAsked:
        failure = "stopped"
    except OSError as error:
        failure = f"{keep or scratch}: {error.strerror}"
    finally:
        ignore_signals()
        shutil.rmtree(scratch, ignore_errors=True)
    took_ms = round((real_monotonic_s() - began_s) * 1000)
    if as_json:
        say(json.dumps({"visit": failure or "ok", "ms": took_ms}, ensure_ascii=False))
    else:
        say(f"visit: {failure or 'ok'} ({took_ms / 1000:.1f} s)")
    return 0 if failure is None else 1


def _clear(keep: Path) -> None:
    """Take away what an earlier visit kept there, so that nothing of it is taken for this one's."""
    for name in KEPT:
        (keep / name).unlink(missing_ok=True)
    if (keep / "failure").exists():
        shutil.rmtree(keep / "failure")


def _walk(folder: CentreFolder, keep: Path | None, tell: Callable[[str, int, str], None]) -> str | None:
    """Take the steps one after another; the first failure, or None."""
    with _standing(folder) as (centre, supervisor):
        visit = _Visit(folder, centre, keep)
        for step in visit.steps():
            began_s = real_monotonic_s()
            try:
                seen = step.walk()
                took_ms = round((real_monotonic_s() - began_s) * 1000)
                step.keep()
                supervisor.tend(0)
                if supervisor.crashes:
                    raise NotSeen(supervisor.crashes[0])
            except _FAULTS as fault:
                _keep_evidence(centre, keep)
                return f"{step.name}: {fault}"
            tell(step.name, took_ms, seen)
        return None


def _keep_evidence(centre: SampleCentre, keep: Path | None) -> None:
    """After a failure: what every program said, and what every screen shows now."""
    if keep is None:
        say("what the programs said goes with the scratch folder; --keep DIR keeps it", to_errors=True)
        return
    evidence = keep / "failure"
    shutil.copytree(centre.folder.logs, evidence, dirs_exist_ok=True)
    for device in (KIOSK, BOARD, *DISPLAYS):
        with suppress(NoControl, ControlRefused):
            centre.control(device).picture(evidence / f"{device.device_id}.png")
    say(f"logs and screens at that moment are in {evidence}", to_errors=True)


_FAULTS = (
    NotSeen,
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


@contextmanager
def _standing(folder: CentreFolder) -> Iterator[tuple[SampleCentre, Supervisor]]:
    """A centre that is not started yet and that is ended whatever happens."""
    supervisor = Supervisor(lambda line: say(line, to_errors=True))
    with folder.held():
        # Nobody listens: the calls of the nine earlier turns need not be waited for.
        options = StartOptions(port=free_ports(1)[0], voice_pace=0.0, forgives_crashes=False)
        centre = SampleCentre(folder, supervisor, options)
        try:
            yield centre, supervisor
        finally:
            centre.stop()
            supervisor.close()


class _Visit:
    """The steps, and what one hands to the next."""

    def __init__(self, folder: CentreFolder, centre: SampleCentre, keep: Path | None) -> None:
        self._folder = folder
        self._centre = centre
        self._keep = keep
        self._kiosk = centre.control(KIOSK)
        self._board = centre.control(BOARD)
        self._display = centre.control(DISPLAYS[0])
        self._pad = centre.control(PADS[0])
        self._officer: Officer | None = None
        self._number = ""

    def steps(self) -> list[Step]:
        return [
            Step("set-up", self._set_up),
            Step("open", self._open),
            Step("history", self._serve_nine),
            Step("touch", self._touch_kiosk),
            Step("slip", self._read_slip, lambda: self._take_picture(self._kiosk, "kiosk.png")),
            Step("next", self._call_next),
            Step("board", self._look_at_board),
            Step("voice", self._listen),
            Step("counter", self._look_at_display, self._take_pictures_of_call),
            Step("serve", self._serve),
            Step("press", self._press_pad),
            Step("score", self._read_score),
            Step("journal", self._check_journal),
        ]

    # --- before the visit -----------------------------------------------------------------------------

    def _set_up(self) -> str:
        set_up(self._folder, START_PATIENCE_S)
        return "database, devices, staff and the clips of the voice"

    def _open(self) -> str:
        self._centre.start()
        self._centre.start_desks()
        self._centre.wait_until_open(START_PATIENCE_S)
        self._centre.wait_until_complete(START_PATIENCE_S)
        return f"server at {self._centre.address}, broker, printer, kiosk, hall board, two displays, two pads"

    def _serve_nine(self) -> str:
        """Nine people before the visitor, by the same requests that kiosk, console and pad send."""
        officer = self._at_desk()
        kiosk, pad = self._client(KIOSK.device_id), self._client(PADS[0].device_id)
        boot_id = uuid4()
        with closing(kiosk), closing(pad):
            for n, level in enumerate(EARLIER_LEVELS, start=1):
                ticket = kiosk.issue_ticket(TicketRequest(intent_id=uuid4(), service=SERVICE))
                printed = PrintReport(report_id=uuid4(), outcome=PrintOutcome.PRINTED)
                kiosk.report_print(ticket.ticket_id, printed)
                called = officer.call_next()
                if called != ticket.number:
                    raise NotSeen(f"{ticket.number} should have been called, not {called}")
                officer.start()
                officer.finish()
                pad.report_press(
                    PressReport(press_id=uuid4(), boot_id=boot_id, n=n, level=level, window_id=None, age_ms=0)
                )
        self._centre.step(SETTLED_AFTER_S)
        return f"{len(EARLIER_LEVELS)} turns called, served and rated at counter {COUNTER_NUMBER}"

    # --- the visit ------------------------------------------------------------------------------------

    def _touch_kiosk(self) -> str:
        self._touch_text(self._kiosk, SERVICE_NAME, until=NO_PRIORITY)
        self._touch_text(self._kiosk, NO_PRIORITY, until=NUMBER_TITLE)
        self._centre.wait_until(
            lambda: bool(self._ticket_number()), "the kiosk shows no number", STEP_PATIENCE_S, log=KIOSK.device_id
        )
        self._number = self._ticket_number()
        return f"{self._number} on the kiosk's screen"

    def _read_slip(self) -> str:
        slips: list[Path] = []

        def is_printed() -> bool:
            slips[:] = sorted(self._folder.slips.glob("*.png"))
            return bool(slips)

        self._centre.wait_until(is_printed, "the printer has cut no slip", STEP_PATIENCE_S, log="printer")
        slip = slips[-1]
        with Image.open(slip) as paper:
            if not shows_number(paper, self._number):
                raise NotSeen(f"the slip does not show {self._number}")
            size = paper.size
        raw = slip.with_suffix(".bin")
        self._keep_file(slip, "slip.png")
        self._keep_file(raw, "slip.bin")
        self._wait_for_texts(self._kiosk, KIOSK.device_id, self._number, "Mời Ông/Bà lấy phiếu")
        return f"{self._number} on paper of {size[0]} x {size[1]} dots, {raw.stat().st_size} bytes"

    def _call_next(self) -> str:
        called = self._at_desk().call_next()
        if called != self._number:
            raise NotSeen(f"the console called {called}, not {self._number}")
        return f"{called} called to counter {COUNTER_NUMBER} by the console"

    def _look_at_board(self) -> str:
        self._wait_for_texts(self._board, BOARD.device_id, self._number, str(COUNTER_NUMBER))
        return f"{self._number} and counter {COUNTER_NUMBER} on the hall board"

    def _listen(self) -> str:
        spoken: list[Path] = []

        def is_spoken() -> bool:
            spoken[:] = self._folder.calls.glob(f"*-{self._number}-*.wav")
            return bool(spoken)

        self._centre.wait_until(is_spoken, f"{self._number} was not spoken", STEP_PATIENCE_S, log=BOARD.device_id)
        with wave.open(str(spoken[0])) as call:
            length_s = call.getnframes() / call.getframerate()
            if not any(call.readframes(call.getnframes())):
                raise NotSeen(f"the call of {self._number} is silence")
        self._keep_file(spoken[0], "call.wav")
        return f"{length_s:.1f} s of voice for {self._number}"

    def _look_at_display(self) -> str:
        name = self._login("officer").display_name
        self._wait_for_texts(self._display, DISPLAYS[0].device_id, self._number, name)
        return f"{self._number} and {name} on the display of counter {COUNTER_NUMBER}"

    def _serve(self) -> str:
        officer = self._at_desk()
        officer.start()
        officer.finish()
        self._wait_for_texts(self._display, DISPLAYS[0].device_id, "Mời Ông/Bà đánh giá")
        self._centre.wait_until(
            lambda: any(self._pad.lights()), "the pad stays dark", STEP_PATIENCE_S, log=PADS[0].device_id
        )
        return "the display asks for a rating and the pad is lit"

    def _press_pad(self) -> str:
        button = 5 - VISITOR_LEVEL  # the best level is button 0
        before = self._pad.lit_alone()[button]
        self._pad.pin(button, is_low=True)
        self._centre.wait_until(
            lambda: self._pad.lit_alone()[button] > before,
            "the pad gives no thanks",
            STEP_PATIENCE_S,
            log=PADS[0].device_id,
        )
        self._pad.pin(button, is_low=False)
        self._centre.wait_until(
            lambda: _count_presses(self._folder.database) == len(EARLIER_LEVELS) + 1,
            "the press has not reached the server",
            STEP_PATIENCE_S,
            log=PADS[0].device_id,
        )
        return f"thanks on the button of level {VISITOR_LEVEL}, the press in the journal"

    def _read_score(self) -> str:
        """The score counts a rating once nothing can change it any more."""
        self._centre.step(SETTLED_AFTER_S)
        officer = self._login("officer")
        with closing(Officer(self._centre.address, self._login("head"))) as head:
            seen: list[ScoreSeen] = []

            def has_tenth() -> bool:
                seen[:] = [head.score_of(officer.staff_id)]
                return seen[0].rated == len(EARLIER_LEVELS) + 1

            self._centre.wait_until(
                has_tenth, "the tenth rating is not in the score", STEP_PATIENCE_S, log=PADS[0].device_id, every_s=0.2
            )
            page = head.page("/scores")
        share = seen[0].share
        if share is None or round(share * 100) != EXPECTED_PERCENT:
            raise NotSeen(f"the score says {share}, not {EXPECTED_PERCENT} %")
        if f"{EXPECTED_PERCENT}" not in page or officer.display_name not in page:
            raise NotSeen(f"the page of scores does not show {EXPECTED_PERCENT} % for {officer.display_name}")
        return f"{EXPECTED_PERCENT} % satisfied of {seen[0].rated} ratings for {officer.display_name}, read as head"

    def _check_journal(self) -> str:
        """Close the centre, then check the file it leaves behind."""
        if self._officer is not None:
            self._officer.close()
        self._centre.stop()
        _close_database(self._folder.database)
        verdict = verify(self._folder.database)
        if verdict.fault is not None:
            raise NotSeen(f"the journal does not hold: {verdict.fault}")
        self._keep_file(self._folder.database, "centre.db")
        return f"{verdict.head.seq} events, chain and tables hold"

    # --- what the steps are made of -------------------------------------------------------------------

    def _login(self, role: str) -> Login:
        return next(login for login in self._folder.logins() if login.role == role)

    def _at_desk(self) -> Officer:
        if self._officer is None:
            self._officer = Officer(self._centre.address, self._login("officer"))
            self._officer.sign_on(COUNTER)
        return self._officer

    def _client(self, device_id: str) -> ServerClient:
        credential = self._folder.secrets / f"{device_id}.credential"
        return ServerClient(ServerAddress(url=self._centre.address, credential_file=credential))

    def _touch_text(self, screen: ControlClient, text: str, *, until: str) -> None:
        """Touch the middle of a text as soon as it is there, and again, like a person, if nothing happens."""
        touched_s: list[float] = []

        def has_changed() -> bool:
            texts = {shown.text: shown for shown in screen.texts()}
            if until in texts:
                return True
            place = texts.get(STILL_TODAY) or texts.get(text)
            if place is not None and (not touched_s or real_monotonic_s() - touched_s[-1] > TOUCH_AGAIN_S):
                screen.touch(*place.centre)
                touched_s.append(real_monotonic_s())
            return False

        self._centre.wait_until(
            has_changed, f"touching '{text}' does not lead to '{until}'", STEP_PATIENCE_S, log=screen.path.stem
        )

    def _ticket_number(self) -> str:
        texts = [shown.text for shown in self._kiosk.texts()]
        if NUMBER_TITLE not in texts:
            return ""
        return next((text for text in texts if text.startswith(SERVICE) and text[1:].isdigit()), "")

    def _wait_for_texts(self, screen: ControlClient, program: str, *wanted: str) -> None:
        def are_there() -> bool:
            shown = [one.text for one in screen.texts()]
            return all(any(text == part or text.startswith(part) for part in shown) for text in wanted)

        self._centre.wait_until(
            are_there, f"{program} does not show {' and '.join(wanted)}", STEP_PATIENCE_S, log=program
        )

    def _take_pictures_of_call(self) -> None:
        self._take_picture(self._board, "board.png")
        self._take_picture(self._display, "counter.png")

    def _take_picture(self, screen: ControlClient, name: str) -> None:
        """Keep the screen as it is once nothing moves, or after a few seconds as it is then."""
        picture = self._folder.path / name
        give_up_s = real_monotonic_s() + REST_PATIENCE_S
        before = b""
        while True:
            screen.picture(picture)
            now = picture.read_bytes()
            if now == before or real_monotonic_s() > give_up_s:
                break
            before = now
        with Image.open(picture) as shown:
            if len(shown.resize((64, 64)).getcolors() or ()) == 1:
                raise NotSeen(f"{name} shows nothing at all")
        self._keep_file(picture, name)

    def _keep_file(self, path: Path, name: str) -> None:
        if self._keep is not None:
            shutil.copyfile(path, self._keep / name)


def _count_presses(database: Path) -> int:
    with closing(open_for_reading(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM journal WHERE kind = 'press_recorded'").fetchone()[0])


def _close_database(database: Path) -> None:
    """Fold the write-ahead log into the file, so that the file alone is everything."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")


def _tell_as_text(step: str, ms: int, seen: str) -> None:
    say(f"{step:<9}{ms / 1000:6.2f} s  {seen}")


def _tell_as_json(step: str, ms: int, seen: str) -> None:
    say(json.dumps({"step": step, "ms": ms, "seen": seen}, ensure_ascii=False))
