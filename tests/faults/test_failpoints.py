"""The real program dies at every named place between two steps, starts again, and nothing is lost, doubled or made up.

What is asked afterwards is asked from outside: the journal and its tables by `verify` and by the checker, which knows
nothing of the server; each device's own file; the paper.
"""

import ast
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
from broker_fixture import free_port, wait_for
from damaged_disk import damage_an_index
from mqtt_callers import YES, Caller
from PIL import Image, ImageChops
from rating_by_touch import REASONS, come_to_the_question, journal
from real_centre import (
    BOARD,
    DISPLAY,
    HOME,
    KIOSK,
    PAD,
    PATIENCE_S,
    QUESTION,
    ROOT,
    SERVER,
    SKIP,
    RealCentre,
    eventually,
    new_key,
    place_of,
    running_centre,
)

from kiosk.intents import EmergencyNumber
from kiosk.slips import emergency_slip_of
from look.slip_layout import draw_slip
from messaging import topics
from messaging.device_jobs import KEPT_ENDED
from messaging.failpoints import NAMES
from messaging.requests import EmergencyTicket, PressReport, TicketRequest
from messaging.server_client import ServerClient, ServerUnreachable
from messaging.settings import ServerAddress
from messaging.snapshots import BoardSnapshot, DayState, KioskSnapshot, SlipOptions
from server.backup.copies import copies_in
from server.db.schema import needs_upgrade
from server.journal.verify import verify
from simulation.broker_files import ONLOOKER_USER
from simulation.checker import check_database
from simulation.control_client import ControlRefused, NoControl
from simulation.people.at_the_kiosk import STILL_TODAY
from simulation.slip_reading import shows_number

PRODUCT = ("bocso", "counter_display", "hardware", "kiosk", "look", "messaging", "procedures", "rating_pad", "server")
FORMER_CENTRE = ROOT / "tests" / "server" / "db" / "a_centre_before_the_centres_day.sql"

NO_LONGER = "Không chờ nữa"

long = pytest.mark.long


@pytest.fixture(scope="module")
def one_centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCentre]:
    yield from running_centre(tmp_path_factory, "failpoints")


@pytest.fixture
def centre(one_centre: RealCentre) -> Iterator[RealCentre]:
    """Everything runs, the day is open, nobody is at counter 1."""
    for name in (SERVER, KIOSK, PAD, BOARD):
        if not one_centre.runs(name):
            one_centre.start(name)
    if not one_centre.rows("SELECT 1 FROM service_days WHERE state = 'open'"):
        one_centre.console("head").act("open-day", confirmed=True)
    one_centre.console("officer").sign_on("Q1")
    one_centre.console("officer").clear_desk()
    one_centre.wait_for_jobs()
    # What the kiosk and the pad still hand over would meet the places that the test means for its own deed.
    for device, file in ((KIOSK, "reports.db"), (PAD, "presses.db")):
        eventually(lambda device=device, file=file: not one_centre.undelivered(device, file), f"{file} to be empty")
    yield one_centre
    check(one_centre)


def check(centre: RealCentre) -> None:
    """What must be true whatever died, asked of the books by two programs that share no code."""
    centre.check_books()
    connection = sqlite3.connect(f"file:{centre.folder.database}?mode=ro", uri=True, timeout=10)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("BEGIN")
        _story, broken = check_database(connection)
    finally:
        connection.close()
    assert broken == []
    assert centre.ends_by_themselves() == []


# --- the server: each deed, at each place ------------------------------------------------------------------------


@dataclass
class Deed:
    """Something asked of the server under one key, which may be asked again."""

    centre: RealCentre
    key: str = field(default_factory=new_key)
    event = ""
    """The event that it makes."""
    path = ""
    """Part of the address that it is sent to."""
    shows = ""
    """Part of a topic on which it is seen."""

    def prepare(self) -> None:
        """What has to be before it."""

    def be_alone(self) -> None:
        """Wait until nothing but the deed will be shown on its topic."""

    def ask(self) -> None:
        """
        Raises:
            httpx.HTTPError, ServerUnreachable: nobody has answered.
        """
        raise NotImplementedError

    def settle(self) -> None:
        """What is to be done after it, for the next test."""

    def officer(self, deed: str) -> None:
        answer = self.centre.console("officer").send(deed, key=self.key)
        assert answer.status_code == 200, answer.text


class Issue(Deed):
    event, path, shows = "ticket_issued", "/api/v1/tickets", "/kiosk"

    def ask(self) -> None:
        with self.centre.kiosk_client() as kiosk:
            number = kiosk.issue_ticket(TicketRequest(intent_id=UUID(self.key), service="A")).number
        (row,) = self.centre.rows("SELECT shown FROM tickets WHERE intent_id = ?", self.key)
        assert row["shown"] == number


class Call(Deed):
    event, path, shows = "turn_called", "/api/v1/console/next", "/board"

    def prepare(self) -> None:
        self.centre.give_number()

    def ask(self) -> None:
        self.officer("next")

    def settle(self) -> None:
        self.centre.wait_for_boards()


OPEN_AT_Q1 = "counter_id = 'Q1' AND closed_at IS NULL"


class Finish(Deed):
    event, path, shows = "turn_finished", "/api/v1/console/finish", "/counter/Q1"

    def prepare(self) -> None:
        self.centre.give_number()
        self.centre.console("officer").call_next()
        self.centre.console("officer").act("start")

    def be_alone(self) -> None:
        # The former citizen's rating window ends by the clock.
        eventually(lambda: not self.centre.count(f"windows WHERE {OPEN_AT_Q1}"), "the former windows to end")

    def ask(self) -> None:
        self.officer("finish")


class Press(Deed):
    event, path = "press_recorded", "/api/v1/presses"

    def prepare(self) -> None:
        self.centre.give_number()
        officer = self.centre.console("officer")
        number = officer.call_next()
        assert number is not None
        officer.serve(number)
        self.window_id = self.centre.rows("SELECT max(window_id) FROM windows")[0][0]

    def ask(self) -> None:
        credential = self.centre.folder.secrets / f"{PAD}.credential"
        pad = ServerClient(ServerAddress(url=self.centre.address, credential_file=credential))
        report = PressReport(
            press_id=UUID(self.key), boot_id=UUID(int=7), n=1, level=5, window_id=self.window_id, age_ms=10
        )
        with contextlib.closing(pad):
            pad.report_press(report)


class CloseDay(Deed):
    event, path, shows = "day_closed", "/api/v1/console/close-day", "/board"

    def ask(self) -> None:
        answer = self.centre.console("head").send("close-day", key=self.key)
        assert answer.status_code == 200, answer.text

    def settle(self) -> None:
        self.centre.console("head").act("open-day", confirmed=True)
        self.centre.console("officer").sign_on("Q1")


class OpenDay(Deed):
    event, path, shows = "day_opened", "/api/v1/console/open-day", "/board"

    def prepare(self) -> None:
        self.centre.console("head").act("close-day")

    def ask(self) -> None:
        answer = self.centre.console("head").send("open-day", key=self.key, confirmed=True)
        assert answer.status_code == 200, answer.text

    def settle(self) -> None:
        self.centre.console("officer").sign_on("Q1")


class Merge(Deed):
    event, path = "emergency_merged", "/api/v1/emergency-tickets"

    def prepare(self) -> None:
        (row,) = self.centre.rows("SELECT kiosk_number FROM devices WHERE device_id = ?", KIOSK)
        self.kiosk_number = row[0]
        self.number = self.centre.count("tickets WHERE prefix LIKE 'X%'") + 1

    def ask(self) -> None:
        printed = EmergencyTicket(
            intent_id=UUID(self.key),
            number=self.number,
            shown=f"X{self.kiosk_number}-{self.number:03d}",
            service="A",
            age_ms=2000,
        )
        with self.centre.kiosk_client() as kiosk:
            kiosk.merge_emergency(printed)


def revision(centre: RealCentre) -> int:
    """Of what has been done so far; a snapshot of something newer has a higher one."""
    return int(centre.rows("SELECT seq FROM journal_head")[0][0])


def wait_until_told(centre: RealCentre) -> None:
    """Until board and kiosk are told what the books say: a day that is closed and opened again in between two looks of
    the server is as it was, and nothing is published of it.
    """
    onlooker = Caller(centre.broker_port, ONLOOKER_USER, centre.folder.secret(f"{ONLOOKER_USER}.broker"))
    board, kiosk = topics.board(centre.code), topics.kiosk(centre.code)

    def is_told() -> bool:
        newest = dict(onlooker.heard)
        if not newest.get(board) or not newest.get(kiosk):
            return False
        is_open = bool(centre.rows("SELECT 1 FROM service_days WHERE state = 'open'"))
        waiting = centre.count("turns WHERE state = 'waiting'")
        hall, offer = BoardSnapshot.model_validate_json(newest[board]), KioskSnapshot.model_validate_json(newest[kiosk])
        days = {hall.day is DayState.OPEN, offer.day is DayState.OPEN}
        return days == {is_open} and sum(service.waiting for service in offer.services) == waiting

    try:
        for topic in (board, kiosk):
            assert onlooker.may_follow(topic) == YES
        eventually(is_told, "board and kiosk to be told")
    finally:
        onlooker.close()


BEFORE_THE_COMMIT = ("server.request_received", "server.begun", "server.recorded", "server.decided")
BEHIND_IT = ("server.committed", "server.told", "server.answer_ready")
SHOWN = ("server.publishing", "server.published")
DEEDS = (Issue, Call, Finish, Press, CloseDay, OpenDay, Merge)

# Every place every day, and every deed; all deeds at all places where there is time.
EVERY_DAY = {
    (Issue, "server.decided"),
    (Issue, "server.committed"),
    (Issue, "server.answer_ready"),
    (Call, "server.begun"),
    (Call, "server.published"),
    (Finish, "server.told"),
    (Finish, "server.publishing"),
    (Press, "server.committed"),
    (Press, "server.request_received"),
    (CloseDay, "server.recorded"),
    (OpenDay, "server.decided"),
    (Merge, "server.committed"),
}
SERVER_CASES = [
    pytest.param(deed, place, id=f"{deed.__name__}-{place}", marks=[] if (deed, place) in EVERY_DAY else [long])
    for deed in DEEDS
    for place in (*BEFORE_THE_COMMIT, *BEHIND_IT, *(SHOWN if deed.shows else ()))
]


@pytest.mark.parametrize(("kind", "place"), SERVER_CASES)
def test_the_server_dies_at_a_deed(centre: RealCentre, kind: type[Deed], place: str) -> None:
    deed = kind(centre)
    deed.prepare()
    if place in SHOWN:
        deed.be_alone()
        wait_until_told(centre)
    last = revision(centre)

    def done() -> int:
        return int(centre.rows("SELECT count(*) FROM journal WHERE seq > ? AND kind = ?", last, deed.event)[0][0])

    about = {
        "server.request_received": deed.path,
        "server.answer_ready": deed.path,
        "server.begun": "",
        **dict.fromkeys(SHOWN, deed.shows),
    }.get(place, deed.event)
    centre.die_at(SERVER, place, about, after=last if place in SHOWN else None)
    with contextlib.suppress(httpx.HTTPError, ServerUnreachable):
        deed.ask()
    centre.bury(SERVER)
    if place in BEFORE_THE_COMMIT:
        assert done() == 0, "what was not committed is not there"
    else:
        assert done() == 1, "what was committed is there"
    centre.start(SERVER)
    deed.ask()
    assert done() == 1, "asked again it is done once"
    deed.settle()


# --- the kiosk: from the touch to the slip and its report --------------------------------------------------------


@dataclass(frozen=True)
class AtKiosk:
    place: str
    about: str
    tickets: int
    slips: tuple[int, ...]
    """How many may lie in the tray: a second one is marked as a copy."""
    is_copy: bool = False

    def __str__(self) -> str:
        return f"{self.place}-{self.about.rpartition('/')[2]}"


KIOSK_CASES = [
    AtKiosk("kiosk.writing", "want", 0, (0,)),
    AtKiosk("kiosk.written", "want", 1, (1,)),
    AtKiosk("client.sending", "/tickets", 1, (1,)),
    AtKiosk("client.answered", "/tickets", 1, (1,)),
    AtKiosk("kiosk.writing", "answer", 1, (1,)),
    AtKiosk("kiosk.written", "answer", 1, (1,)),
    AtKiosk("kiosk.writing", "begin_print", 1, (1,)),
    AtKiosk("kiosk.written", "begin_print", 1, (1,), is_copy=True),
    AtKiosk("kiosk.slip_out", "", 1, (2,), is_copy=True),
    AtKiosk("kiosk.writing", "settle", 1, (2,), is_copy=True),
    AtKiosk("kiosk.written", "settle", 1, (1,)),
    AtKiosk("outbox.appending", "", 1, (1,)),
    AtKiosk("outbox.appended", "", 1, (1,)),
    AtKiosk("kiosk.writing", "handed_over", 1, (1,)),
    AtKiosk("kiosk.written", "handed_over", 1, (1,)),
    AtKiosk("client.sending", "/print-outcomes", 1, (1,)),
    AtKiosk("client.answered", "/print-outcomes", 1, (1,)),
    AtKiosk("outbox.removing", "", 1, (1,)),
    AtKiosk("outbox.removed", "", 1, (1,)),
]
KIOSKS_EVERY_DAY = {"kiosk.writing-answer", "kiosk.written-begin_print", "kiosk.slip_out-", "client.answered-tickets"}


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=str(case), marks=[] if str(case) in KIOSKS_EVERY_DAY else [long]) for case in KIOSK_CASES],
)
def test_the_kiosk_dies_on_the_way_to_a_slip(centre: RealCentre, case: AtKiosk) -> None:
    tickets, slips, wishes = centre.count("tickets"), len(centre.slips()), len(centre.intents())
    centre.go_home()
    centre.touch("Chứng thực", QUESTION)
    centre.die_at(KIOSK, case.place, case.about)
    touch_until_dead(centre)
    centre.start(KIOSK)
    if case.place == "kiosk.writing" and case.about == "want":
        assert len(centre.intents()) == wishes, "what was not committed was never asked for"
    else:
        eventually(lambda: is_at_an_end(centre), "the wish to come to its end")
    assert centre.count("tickets") - tickets == case.tickets
    assert len(centre.slips()) - slips in case.slips
    if case.tickets:
        number = centre.rows("SELECT shown FROM tickets ORDER BY ticket_id DESC LIMIT 1")[0]["shown"]
        centre.wait_for_outcome(number, "printed")
        centre.check_slip(number, centre.slips()[-1], is_copy=case.is_copy)


def touch_until_dead(centre: RealCentre, *also: str) -> None:
    """Answer the question, and touch what `also` names; whoever sees nothing happen touches again."""
    touch_until(centre, lambda: centre.is_dead(KIOSK), *also, what="the kiosk to die")
    centre.bury(KIOSK)


def touch_until(centre: RealCentre, is_so: Callable[[], bool], *also: str, what: str) -> None:
    def is_over() -> bool:
        if is_so():
            return True
        with contextlib.suppress(NoControl, ControlRefused):
            texts = centre.control(KIOSK).texts()
            # A day that opens anew, or somebody slow, has led back to the first page meanwhile.
            words = (SKIP, STILL_TODAY, "Chứng thực") if centre.sees(KIOSK, HOME) else (SKIP, STILL_TODAY, *also)
            place = next((shown.centre for shown in texts if shown.text in words), None)
            if place is not None:
                centre.control(KIOSK).touch(*place)
        return False

    wait_for(is_over, what=what, within_s=PATIENCE_S)


def is_at_an_end(centre: RealCentre) -> bool:
    newest = centre.intents()[-1]
    is_told = not newest["is_owed"] and not centre.undelivered(KIOSK, "reports.db")
    return newest["state"] in ("settled", "cancelled", "refused") and is_told


@pytest.fixture(scope="module")
def hasty_centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCentre]:
    """Its kiosk gives numbers of its own after two seconds."""
    yield from running_centre(tmp_path_factory, "failpoints-alone", emergency_after_s=2)


# The number, its slip, and its way into the queue: how many slips may lie in the tray, and whether the last is a copy.
OWN_CASES = [
    AtKiosk("kiosk.writing", "give_emergency", 1, (1,)),
    AtKiosk("kiosk.written", "give_emergency", 1, (1,)),
    AtKiosk("kiosk.writing", "begin_print", 1, (1,)),
    AtKiosk("kiosk.written", "begin_print", 1, (1,), is_copy=True),
    AtKiosk("kiosk.slip_out", "", 1, (2,), is_copy=True),
    AtKiosk("kiosk.writing", "settle", 1, (2,), is_copy=True),
    AtKiosk("kiosk.written", "settle", 1, (1,)),
    AtKiosk("outbox.appending", "", 1, (1,)),
    AtKiosk("outbox.appended", "", 1, (1,)),
    AtKiosk("kiosk.writing", "handed_over", 1, (1,)),
    AtKiosk("kiosk.written", "handed_over", 1, (1,)),
    AtKiosk("client.sending", "/emergency-tickets", 1, (1,)),
    AtKiosk("client.answered", "/emergency-tickets", 1, (1,)),
    AtKiosk("outbox.removing", "", 1, (1,)),
    AtKiosk("outbox.removed", "", 1, (1,)),
]
WITH_THE_SERVER_BACK = ("client.answered", "outbox.removing", "outbox.removed")


@long
@pytest.mark.parametrize("case", OWN_CASES, ids=str)
def test_the_kiosk_dies_on_the_way_of_a_number_of_its_own(hasty_centre: RealCentre, case: AtKiosk) -> None:
    centre = hasty_centre
    slips, tickets = len(centre.slips()), centre.count("tickets")
    merged = centre.count("tickets WHERE prefix LIKE 'X%'")
    centre.go_home()
    centre.touch("Chứng thực", QUESTION)
    centre.kiosk_to_server.take_down()
    centre.die_at(KIOSK, case.place, case.about)
    if case.place in WITH_THE_SERVER_BACK:
        touch_until(centre, lambda: len(centre.slips()) > slips, what="the slip")
        centre.kiosk_to_server.let_through()
        centre.bury(KIOSK)
    else:
        touch_until_dead(centre)
    centre.start(KIOSK)
    eventually(lambda: len(centre.slips()) == slips + max(case.slips), "the slip")
    centre.kiosk_to_server.let_through()
    eventually(lambda: is_at_an_end(centre), "the number to reach the server")
    assert centre.count("tickets") == tickets + case.tickets
    assert centre.count("tickets WHERE prefix LIKE 'X%'") == merged + 1
    number = centre.rows("SELECT shown FROM tickets ORDER BY ticket_id DESC LIMIT 1")[0]["shown"]
    for slip in centre.slips()[slips:]:
        with Image.open(slip) as paper:
            assert shows_number(paper, number)
    assert says_copy(centre.slips()[-1], centre.intents()[-1]["emergency"]) is case.is_copy
    check(centre)


def says_copy(slip: Path, given: str) -> bool:
    """Whether it is, dot by dot, the slip of that number which says that it is a copy."""
    number = EmergencyNumber.model_validate_json(given)
    drawn = [draw_slip(emergency_slip_of(number, is_copy=is_copy, options=SlipOptions()), 384) for is_copy in (0, 1)]
    with Image.open(slip) as paper:
        likeness = [ink(paper) == ink(picture) for picture in drawn]
    assert any(likeness), f"{slip} is no slip of {number.shown}"
    return likeness[1]


def ink(paper: Image.Image) -> bytes:
    """The dots without the white around them."""
    grey = paper.convert("L").point(lambda light: 0 if light < 128 else 255)
    return grey.crop(ImageChops.invert(grey).getbbox()).tobytes()


CALLED_OFF = [
    AtKiosk("kiosk.writing", "cancel", 1, (1,)),
    AtKiosk("kiosk.written", "cancel", 0, (0,)),
    AtKiosk("outbox.appended", "", 0, (0,)),
    AtKiosk("client.sending", "/cancellation", 0, (0,)),
    AtKiosk("client.answered", "/cancellation", 0, (0,)),
]


@long
@pytest.mark.parametrize("case", CALLED_OFF, ids=str)
def test_the_kiosk_dies_as_a_citizen_does_not_want_to_wait(centre: RealCentre, case: AtKiosk) -> None:
    tickets, slips = centre.count("tickets"), len(centre.slips())
    centre.go_home()
    centre.touch("Chứng thực", QUESTION)
    centre.kiosk_to_server.take_down()
    if case.place == "client.answered":
        touch_until(centre, lambda: centre.sees(KIOSK, NO_LONGER), what="the kiosk to say that it takes long")
        centre.die_at(KIOSK, case.place, case.about)
        touch_until(centre, lambda: centre.intents()[-1]["state"] == "cancelled", NO_LONGER, what="the end of the wish")
        centre.kiosk_to_server.let_through()
        centre.bury(KIOSK)
    else:
        centre.die_at(KIOSK, case.place, case.about)
        touch_until_dead(centre, NO_LONGER)
    centre.kiosk_to_server.let_through()
    centre.start(KIOSK)
    eventually(lambda: is_at_an_end(centre), "the wish to come to its end")
    assert centre.count("tickets") == tickets + case.tickets, "given up and known to be, or still wished for"
    assert len(centre.slips()) - slips in case.slips
    if not case.tickets:
        intent = centre.intents()[-1]["intent_id"]
        eventually(lambda: centre.rows("SELECT 1 FROM cancelled_intents WHERE intent_id = ?", intent), "the server")


HEARS_NO = [AtKiosk("kiosk.writing", "refuse", 1, (1,)), AtKiosk("kiosk.written", "refuse", 0, (0,))]


@long
@pytest.mark.parametrize("case", HEARS_NO, ids=str)
def test_the_kiosk_dies_as_it_hears_no(centre: RealCentre, case: AtKiosk) -> None:
    tickets, slips = centre.count("tickets"), len(centre.slips())
    credential = centre.folder.secrets / f"{KIOSK}.credential"
    kept = credential.read_bytes()
    centre.go_home()
    centre.touch("Chứng thực", QUESTION)
    centre.die_at(KIOSK, case.place, case.about)
    try:
        credential.write_bytes(b"")
        touch_until_dead(centre)
    finally:
        credential.write_bytes(kept)
    centre.start(KIOSK)
    eventually(lambda: is_at_an_end(centre), "the wish to come to its end")
    assert centre.count("tickets") - tickets == case.tickets
    assert len(centre.slips()) - slips in case.slips


# --- the kiosk: a rating on the way out --------------------------------------------------------------------------


@dataclass(frozen=True)
class AtRating:
    place: str
    about: str
    touched: str
    """What is touched as it dies: the face, or what sends the reasons with it."""
    presses: int
    reasons: int

    def __str__(self) -> str:
        return f"{self.place}-{self.about.rpartition('/')[2]}-{'face' if self.touched == FACE else 'send'}"


FACE, WHY, SEND = "Không hài lòng", "Chờ đợi lâu", "Gửi"
RATING_CASES = [
    AtRating("kiosk.writing", "own_rating", FACE, 0, 0),
    AtRating("kiosk.written", "own_rating", FACE, 1, 0),
    AtRating("outbox.appending", "ratings.db", SEND, 1, 0),
    AtRating("outbox.appended", "ratings.db", SEND, 1, 1),
    AtRating("kiosk.writing", "own_rating", SEND, 1, 1),
    AtRating("kiosk.written", "own_rating", SEND, 1, 1),
    AtRating("client.sending", "/own-ratings", SEND, 1, 1),
    AtRating("client.answered", "/own-ratings", SEND, 1, 1),
    AtRating("outbox.removing", "ratings.db", SEND, 1, 1),
    AtRating("outbox.removed", "ratings.db", SEND, 1, 1),
]
RATINGS_EVERY_DAY = {"kiosk.written-own_rating-face", "outbox.appended-ratings.db-send"}


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=str(case), marks=[] if str(case) in RATINGS_EVERY_DAY else [long]) for case in RATING_CASES],
)
def test_the_kiosk_dies_at_a_rating(centre: RealCentre, case: AtRating) -> None:
    """What was acknowledged counts once, with its reasons if they were on the disk; what was not is not made up."""
    number, officer = centre.give_number(), centre.console("officer")
    # By name: who waits since an earlier test may have a kiosk's own number, and no digits to rate by.
    officer.act("call-number", number=number, reason="for a rating")
    officer.serve(number)
    come_to_the_question(centre, number)
    if case.touched == SEND:
        centre.touch(FACE, REASONS)
        centre.touch(WHY, SEND)
    centre.die_at(KIOSK, case.place, case.about)
    touch_alone_until_dead(centre, case.touched)
    centre.start(KIOSK)
    eventually(lambda: not is_rating_kept(centre), "the rating to leave the kiosk")
    assert len(journal(centre, number, "press_recorded")) == case.presses
    assert [press["level"] for press in journal(centre, number, "press_recorded")] == [2] * case.presses
    assert [given["reasons"] for given in journal(centre, number, "rating_reason_given")] == [["wait"]] * case.reasons
    if not case.presses:
        come_to_the_question(centre, number)  # it was never thanked for, and can still be given
        centre.touch(FACE, REASONS)
        centre.go_home()
        eventually(lambda: journal(centre, number, "press_recorded"), "the rating in the journal")


def touch_alone_until_dead(centre: RealCentre, words: str) -> None:
    """A page that has just come takes no touch for a moment."""

    def is_dead() -> bool:
        if not centre.is_dead(KIOSK):
            with contextlib.suppress(NoControl, ControlRefused):
                place = place_of(centre.control(KIOSK).texts(), words)
                if place is not None:
                    centre.control(KIOSK).touch(*place)
        return centre.is_dead(KIOSK)

    eventually(is_dead, "the kiosk to die")
    centre.bury(KIOSK)


def is_rating_kept(centre: RealCentre) -> bool:
    """Whether the kiosk still has one that the server has not taken."""
    file = centre.folder.path / KIOSK / "intents.db"
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as intents:
        words = intents.execute("SELECT words FROM remembered WHERE name = 'own_rating'").fetchone()
    return bool(words and words[0]) or bool(centre.undelivered(KIOSK, "ratings.db"))


# --- the kiosk: what the server orders there ---------------------------------------------------------------------


class Order:
    """A slip that nobody at the kiosk has asked for, and the job that it is."""

    def __init__(self, centre: RealCentre) -> None:
        self.centre = centre
        self.job_id = 0

    def give(self) -> None:
        last = self._newest()
        self._ask()
        self.job_id = self._newest()
        assert self.job_id > last, "a job was made of it"

    def _ask(self) -> None:
        raise NotImplementedError

    def _newest(self) -> int:
        return int(self.centre.rows("SELECT coalesce(max(job_id), 0) FROM jobs")[0][0])

    def came_to(self) -> str:
        """How the job ended; waits for it."""
        eventually(lambda: self._row()["ended_at"] is not None, "the job to come to its end")
        return str(self._row()["outcome"])

    def _row(self) -> sqlite3.Row:
        return self.centre.rows("SELECT * FROM jobs WHERE job_id = ?", self.job_id)[0]

    def check(self, slips: list[Path], outcome: str) -> None:
        """What is on the paper, and what is said of it."""

    def settle(self) -> None:
        """What is to be done after it, for the next test."""


class GreetersNumber(Order):
    """The greeter has taken a number for somebody; the kiosk prints it."""

    def _ask(self) -> None:
        key = new_key()
        answer = self.centre.console("greeter").send(
            "tickets", key=key, part="greeter", intent_id=key, service="A", device_id=KIOSK
        )
        assert answer.status_code == 201, answer.text
        self.number = answer.json()["ticket"]["number"]

    def check(self, slips: list[Path], outcome: str) -> None:
        for slip in slips:
            with Image.open(slip) as paper:
                assert shows_number(paper, self.number)
        assert self.centre.ticket(self.number)["print_outcome"] == {"done": "printed", "unknown": "unknown"}[outcome]


class DaysSlip(Order):
    """The head closes the day."""

    def _ask(self) -> None:
        self.centre.console("head").act("close-day")

    def settle(self) -> None:
        self.centre.console("head").act("open-day", confirmed=True)
        self.centre.console("officer").sign_on("Q1")


@dataclass(frozen=True)
class AtJob:
    place: str
    about: str
    slips: int
    """In the tray at the end: never two, for neither would say that it is a copy."""
    outcome: str
    """`unknown` where it cannot be known whether the slip is out: staff look, and have it printed as a copy."""

    def __str__(self) -> str:
        return f"{self.place}-{self.about.rpartition('/')[2]}"


JOB_CASES = [
    AtJob("job.writing", "begin", 1, "done"),
    AtJob("job.written", "begin", 0, "unknown"),
    AtJob("job.done", "", 1, "unknown"),
    AtJob("job.writing", "end", 1, "unknown"),
    AtJob("job.written", "end", 1, "done"),
    AtJob("client.sending", "/outcome", 1, "done"),
    AtJob("client.answered", "/outcome", 1, "done"),
    AtJob("job.writing", "told", 1, "done"),
    AtJob("job.written", "told", 1, "done"),
]
JOBS_EVERY_DAY = {(GreetersNumber, "job.written-begin"), (GreetersNumber, "job.done-"), (DaysSlip, "job.writing-end")}


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        pytest.param(
            kind, case, id=f"{kind.__name__}-{case}", marks=[] if (kind, str(case)) in JOBS_EVERY_DAY else [long]
        )
        for kind in (GreetersNumber, DaysSlip)
        for case in JOB_CASES
    ],
)
def test_the_kiosk_dies_on_the_way_of_a_slip_that_staff_ordered(
    centre: RealCentre, kind: type[Order], case: AtJob
) -> None:
    centre.go_home()
    order, slips = kind(centre), len(centre.slips())
    centre.die_at(KIOSK, case.place, case.about)
    order.give()
    centre.bury(KIOSK)
    centre.start(KIOSK)
    came_to(order, case, slips)


def came_to(order: Order, case: AtJob, slips: int) -> None:
    """The end of a job, and the time in which a second slip would come."""
    assert order.came_to() == case.outcome
    order.check(order.centre.slips()[slips:], case.outcome)
    order.settle()
    other = GreetersNumber(order.centre)
    other.give()
    assert other.came_to() == "done", "the next one goes on"
    assert len(order.centre.slips()) - slips == case.slips + 1


PUT_OFF_CASES = [AtJob("job.writing", "put_off", 0, "unknown"), AtJob("job.written", "put_off", 1, "done")]


@long
@pytest.mark.parametrize("case", PUT_OFF_CASES, ids=str)
def test_the_kiosk_dies_as_it_puts_an_ordered_slip_off(centre: RealCentre, case: AtJob) -> None:
    centre.go_home()
    order, slips = DaysSlip(centre), len(centre.slips())
    centre.die_at(KIOSK, case.place, case.about)
    centre.tell_printer("fail", fault="no_paper")
    try:
        order.give()
        centre.bury(KIOSK)
    finally:
        centre.tell_printer("heal")
    centre.start(KIOSK)
    came_to(order, case, slips)


LEFT_CASES = [AtJob("job.writing", "settle_left", 1, "unknown"), AtJob("job.written", "settle_left", 1, "unknown")]


@long
@pytest.mark.parametrize("case", LEFT_CASES, ids=str)
def test_the_kiosk_dies_again_as_it_finds_a_slip_that_it_had_begun(centre: RealCentre, case: AtJob) -> None:
    centre.go_home()
    order, slips = GreetersNumber(centre), len(centre.slips())
    centre.die_at(KIOSK, "job.done")
    order.give()
    centre.bury(KIOSK)
    centre.start_and_die_at(KIOSK, case.place)  # the first that it writes of its jobs
    centre.start(KIOSK)
    came_to(order, case, slips)


LOST_CASES = [
    AtJob("damaged.rescued", "", 1, "unknown"),
    AtJob("damaged.aside", "", 1, "unknown"),
    AtJob("damaged.replaced", "", 1, "unknown"),
    AtJob("job.writing", "settle_lost", 1, "unknown"),
    AtJob("job.written", "settle_lost", 1, "unknown"),
]


@long
@pytest.mark.parametrize("case", LOST_CASES, ids=str)
def test_the_kiosk_dies_as_it_finds_that_it_has_forgotten_its_jobs(centre: RealCentre, case: AtJob) -> None:
    centre.go_home()
    order, slips = GreetersNumber(centre), len(centre.slips())
    centre.die_at(KIOSK, "client.sending", "/outcome")
    order.give()
    centre.bury(KIOSK)
    for part in (centre.folder.path / KIOSK).glob("jobs.db*"):
        part.write_bytes(b"\xa5" * part.stat().st_size)
    centre.start_and_die_at(KIOSK, case.place)  # the first that it writes of its jobs
    centre.start(KIOSK)
    came_to(order, case, slips)


FORGET_CASES = [AtJob("job.writing", "forget", 1, "done"), AtJob("job.written", "forget", 1, "done")]


@long
@pytest.mark.parametrize("case", FORGET_CASES, ids=str)
def test_the_kiosk_dies_as_it_forgets_jobs_of_long_ago(centre: RealCentre, case: AtJob) -> None:
    centre.go_home()
    order, slips = GreetersNumber(centre), len(centre.slips())
    long_ago = [(f"{case}-{number}",) for number in range(KEPT_ENDED + 1)]
    with contextlib.closing(sqlite3.connect(centre.folder.path / KIOSK / "jobs.db", timeout=10)) as jobs, jobs:
        told = "INSERT INTO job (job_id, kind, state, outcome, told_epoch) VALUES (?, 'test_slip', 'told', 'done', 1)"
        jobs.executemany(told, long_ago)
    centre.die_at(KIOSK, case.place, case.about)
    order.give()
    centre.bury(KIOSK)
    centre.start(KIOSK)
    came_to(order, case, slips)


# --- pad and board ----------------------------------------------------------------------------------------------


PAD_CASES = [
    ("pad.pressed", "", 0),
    ("outbox.appending", "", 0),
    ("outbox.appended", "", 1),
    ("pad.kept", "", 1),
    ("client.sending", "/presses", 1),
    ("client.answered", "/presses", 1),
    ("outbox.removing", "", 1),
    ("outbox.removed", "", 1),
]


@pytest.mark.parametrize(("place", "about", "counted"), PAD_CASES, ids=[case[0] for case in PAD_CASES])
def test_the_pad_dies_at_a_press(centre: RealCentre, place: str, about: str, counted: int) -> None:
    centre.give_number()
    officer = centre.console("officer")
    number = officer.call_next()
    assert number is not None
    officer.serve(number)
    centre.wait_for_invitation()
    presses = centre.count("presses")
    centre.die_at(PAD, place, about)
    centre.control(PAD).pin(0, is_low=True)
    centre.bury(PAD)
    if counted:
        assert centre.undelivered(PAD, "presses.db") + centre.count("presses") - presses >= 1, "it is kept somewhere"
    centre.start(PAD)
    eventually(lambda: not centre.undelivered(PAD, "presses.db"), "the press to be delivered")
    assert centre.count("presses") - presses == counted, "stored is counted once, unstored never"


@pytest.mark.parametrize(
    ("name", "place", "about"),
    [
        pytest.param(PAD, "link.received", "/counter/", id="pad"),
        pytest.param(BOARD, "link.received", "/board", id="board", marks=long),
        pytest.param(DISPLAY, "link.received", "/counter/", id="display", marks=long),
        pytest.param(KIOSK, "link.received", "/kiosk", id="kiosk", marks=long),
    ],
)
def test_a_device_dies_as_it_hears_of_a_call(centre: RealCentre, name: str, place: str, about: str) -> None:
    centre.give_number()
    wait_until_told(centre)  # else one more and one less is, to a kiosk, as it was
    centre.die_at(name, place, about, after=revision(centre))
    centre.console("officer").call_next()
    centre.bury(name)
    centre.start(name)
    centre.wait_for_boards()
    if name == PAD:
        officer = centre.console("officer")
        officer.clear_desk()
        centre.wait_for_invitation()


@pytest.mark.parametrize("place", ["outbox.refusing", "outbox.refused"])
def test_the_pad_dies_as_it_sets_aside_what_nobody_takes(centre: RealCentre, place: str) -> None:
    """Out of the line once, and what stands behind it arrives."""
    file = centre.folder.path / PAD / "presses.db"
    presses, key = centre.count("presses"), new_key()
    with contextlib.closing(sqlite3.connect(file, timeout=10)) as outbox, outbox:
        outbox.execute("INSERT INTO waiting (key, body) VALUES (?, ?)", (key, "of no version"))
    centre.die_at(PAD, place)
    centre.control(PAD).pin(0, is_low=True)
    centre.bury(PAD)
    assert centre.undelivered(PAD, "presses.db") == (2 if place == "outbox.refusing" else 1)
    centre.start(PAD)
    eventually(lambda: not centre.undelivered(PAD, "presses.db"), "the line to empty")
    assert centre.count("presses") == presses + 1
    with contextlib.closing(sqlite3.connect(file, timeout=10)) as outbox:
        assert outbox.execute("SELECT count(*) FROM refused WHERE key = ?", (key,)).fetchone() == (1,)


@pytest.mark.parametrize("place", ["damaged.rescued", "damaged.aside", "damaged.replaced"])
def test_the_pad_dies_as_it_replaces_a_damaged_file(centre: RealCentre, place: str) -> None:
    """What waited in it is neither lost nor counted twice."""
    file = centre.folder.path / PAD / "presses.db"
    centre.give_number()
    officer = centre.console("officer")
    number = officer.call_next()
    assert number is not None
    officer.serve(number)
    centre.wait_for_invitation()
    presses = centre.count("presses")
    centre.pad_to_server.take_down()
    centre.press()
    centre.kill(PAD)
    assert centre.undelivered(PAD, "presses.db") == 1
    with contextlib.closing(sqlite3.connect(file, timeout=10)) as outbox:
        outbox.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what stands in the log would heal the file
    damage_an_index(file)
    centre.start_and_die_at(PAD, place)
    assert file.exists() is (place != "damaged.aside")
    assert bool(list(file.parent.glob("presses.db.damaged-*"))) is (place != "damaged.rescued")
    centre.pad_to_server.let_through()
    centre.start(PAD)
    eventually(lambda: not centre.undelivered(PAD, "presses.db"), "the press to be delivered")
    assert centre.count("presses") == presses + 1
    aside = list(file.parent.glob("presses.db.damaged-*"))
    assert aside, "it is kept"
    for one in aside:
        one.unlink()


# --- a new day ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def centre_of_days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCentre]:
    """Its time runs ahead day by day; nobody is at a counter."""
    yield from running_centre(tmp_path_factory, "failpoints-days")


@long
@pytest.mark.parametrize(
    ("place", "about"),
    [
        ("server.begun", ""),
        ("server.recorded", "day_closed"),
        ("server.recorded", "day_opened"),
        ("server.decided", "day_opened"),
        ("server.committed", "day_opened"),
        ("server.told", "day_opened"),
        ("server.publishing", "/board"),
        ("server.published", "/board"),
    ],
)
def test_the_server_dies_at_midnight(centre_of_days: RealCentre, place: str, about: str) -> None:
    """Nobody asks for the new day: the server's own round makes it, exactly once, and its numbers begin at 1 once."""
    centre = centre_of_days
    for name in (SERVER, KIOSK):
        if not centre.runs(name):
            centre.start(name)
    centre.give_number()
    centre.give_number()
    wait_until_told(centre)
    (old,) = centre.rows("SELECT max(day) FROM service_days")[0]
    last = revision(centre)
    centre.die_at(SERVER, place, about, after=last if place in SHOWN else None)
    centre.step(seconds_to_midnight(centre))
    centre.bury(SERVER)
    is_done = place not in BEFORE_THE_COMMIT
    opened = "SELECT json_extract(body, '$.day') FROM journal WHERE seq > ? AND kind = 'day_opened'"
    assert len(centre.rows(opened, last)) == int(is_done), "all of the change or nothing"
    centre.start(SERVER)
    eventually(lambda: centre.rows(opened, last), "the new day")
    ((new,),) = centre.rows(opened, last)
    assert new > old
    closed = centre.rows("SELECT json_extract(body, '$.day') FROM journal WHERE seq > ? AND kind = 'day_closed'", last)
    assert [row[0] for row in closed] == [old]
    assert not centre.rows("SELECT 1 FROM turns WHERE day = ? AND state = 'waiting'", old)
    centre.give_number()
    assert [row[0] for row in centre.rows("SELECT number FROM tickets WHERE day = ?", new)] == [1]
    check(centre)


def seconds_to_midnight(centre: RealCentre) -> float:
    """By the centre's clock, and a little beyond."""
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")) + timedelta(seconds=centre.folder.lead_s())
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    return (midnight - now).total_seconds() + 2


# --- migration ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", ["backup.written", "backup.placed", "migration.begun", "migration.upgraded", "migration.committed"]
)
def test_the_server_dies_in_the_middle_of_an_upgrade(tmp_path: Path, place: str) -> None:
    database = tmp_path / "centre.db"
    connection = sqlite3.connect(database)
    connection.executescript(FORMER_CENTRE.read_text(encoding="utf-8"))
    events = connection.execute("SELECT count(*) FROM journal").fetchone()[0]
    connection.close()
    port = free_port()
    settings = tmp_path / "server.toml"
    settings.write_text(f'database = "{database}"\nlisten_port = {port}\n[broker]\nport = 1\n')
    (tmp_path / "lead").write_text("0")

    def started(*more: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "simulation.programs.server", "--settings", str(settings)]
        command += ["--control", str(tmp_path / "control.sock"), "--clock", str(tmp_path / "lead"), *more]
        log = (tmp_path / "log").open("ab")
        with log:
            return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)

    dying = started("--die-at", place)
    try:
        assert dying.wait(3 * PATIENCE_S) == -signal.SIGKILL, (tmp_path / "log").read_text()
    finally:
        dying.kill()
        dying.wait()
    assert needs_upgrade(database) is (place != "migration.committed"), "all of it or nothing"
    backups = tmp_path / "backups"
    is_way_back = place != "backup.written"
    assert bool(copies_in(backups, database)) is is_way_back, "there is a way back before anything is changed"
    again = started()
    try:
        wait_for(lambda: answers(port), what="the server to answer", within_s=PATIENCE_S)
    finally:
        again.terminate()
        again.wait(30)
    assert not needs_upgrade(database)
    assert copies_in(backups, database)
    assert not list(backups.glob("*.partial")), "what was half a copy is gone"
    verdict = verify(database)
    assert verdict.fault is None
    assert verdict.head.seq >= events


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health", timeout=5, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


# --- nothing is forgotten ----------------------------------------------------------------------------------------


def calls_of(function: str) -> Iterator[tuple[str, ast.Call]]:
    for package in PRODUCT:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function:
                    yield str(path.relative_to(ROOT)), node


def test_every_name_is_reached_in_the_source_and_none_is_reached_that_is_not_named() -> None:
    reached = [node.args[0].value for _, node in calls_of("reach") if isinstance(node.args[0], ast.Constant)]
    assert set(reached) == set(NAMES)
    assert len(reached) == len(list(calls_of("reach"))), "a name is written where it is reached"


@dataclass(frozen=True)
class Kill:
    """What a test of this file dies at."""

    place: str
    about: str
    is_daily: bool


def kills() -> Iterator[Kill]:
    """By the lists that the tests are run with, and by nothing that is said a second time.

    A test that dies at a place takes it as `place`, and what it is about as `about`, or both in a `case`.
    """
    for name, test in list(globals().items()):
        marks = getattr(test, "pytestmark", []) if name.startswith("test_") else []
        is_long_test = any(mark.name == "long" for mark in marks)
        for mark in (mark for mark in marks if mark.name == "parametrize"):
            names, cases = mark.args
            for case in cases:
                is_long = is_long_test or any(one.name == "long" for one in getattr(case, "marks", ()))
                plain = (case,) if isinstance(names, str) else case
                values = case.values if hasattr(case, "marks") else plain
                given = dict(zip((names,) if isinstance(names, str) else names, values, strict=True))
                place = given.get("place") or getattr(given.get("case"), "place", None)
                if place is not None:
                    yield Kill(place, given.get("about") or getattr(given.get("case"), "about", ""), not is_long)


def not_killed_at(names: Iterable[str], *, every_day: bool = False) -> set[str]:
    return set(names) - {kill.place for kill in kills() if kill.is_daily or not every_day}


def test_every_name_is_killed_at() -> None:
    assert not_killed_at(NAMES) == set()
    assert {kill.place for kill in kills()} <= set(NAMES)


def test_every_name_is_killed_at_every_day_too() -> None:
    assert not_killed_at(NAMES, every_day=True) == set()


@pytest.mark.parametrize("every_day", [False, True])
@pytest.mark.parametrize(
    "new", ["migration.half", "backup.half", "outbox.half", "link.half", "damaged.half", "job.half"]
)
def test_a_new_name_that_no_test_visits_is_found(new: str, every_day: bool) -> None:
    assert not_killed_at([*NAMES, new], every_day=every_day) == {new}


BY_THE_WAY = {
    "note_number": "the highest number of a slip that staff took; the next one is higher",
    "answer_with_place": "as `answer`, of a place on a later day",
    "remember": "each name is looked at by itself",
}
"""Steps of a kiosk's file that are none on the way of a number."""

REMEMBERED_BY_THE_WAY = {
    "centre": "what the kiosk was told of the centre; it is told again",
    "paper roll": "how many slips a roll gave: a guess, for staff",
    "tried": "nothing; whether the disk takes it",
}
"""What a kiosk remembers and could forget; a citizen's rating lies there too."""


def test_every_step_of_a_wish_is_killed_at_before_and_behind_its_commit() -> None:
    """One name stands for many commits: each of them is asked for."""
    steps = steps_of("kiosk/intents.py", "self._transaction")
    remembered = set(names_remembered())
    for place in ("kiosk.writing", "kiosk.written"):
        killed = {kill.about for kill in kills() if kill.place == place}
        assert killed - remembered == steps - set(BY_THE_WAY)
        assert killed & remembered == remembered - set(REMEMBERED_BY_THE_WAY)
    assert set(BY_THE_WAY) <= steps
    assert set(REMEMBERED_BY_THE_WAY) <= remembered


def test_every_step_of_a_job_is_killed_at_before_and_behind_its_commit() -> None:
    steps = steps_of("messaging/device_jobs.py", "self._transaction", "_committed")
    assert steps
    for place in ("job.writing", "job.written"):
        assert {kill.about for kill in kills() if kill.place == place} == steps


def steps_of(path: str, *functions: str) -> set[str]:
    """The words with which these functions are called in a file."""
    source = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(source) if isinstance(node, ast.Call) and ast.unparse(node.func) in functions]
    return {word.value for call in calls for word in call.args if isinstance(word, ast.Constant)}


def names_remembered() -> Iterator[str]:
    """The names under which the kiosk's modules have the store remember something."""
    for path in sorted((ROOT / "kiosk").rglob("*.py")):
        source = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            node.targets[0].id: node.value.value
            for node in source.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            if isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(source):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "remember":
                assert isinstance(node.args[0], ast.Name), f"{path}: a name of its own for what is remembered"
                yield constants[node.args[0].id]


def test_the_product_has_no_door_to_them() -> None:
    """Without a plan a place does nothing, and nobody but the simulation can give one."""
    installing = [
        str(path.relative_to(ROOT))
        for package in PRODUCT
        for path in (ROOT / package).rglob("*.py")
        if "install" in path.read_text(encoding="utf-8") and "failpoints import install" in path.read_text("utf-8")
    ]
    assert installing == []
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    said = subprocess.run(
        [sys.executable, "-c", "from messaging import failpoints; print(failpoints._plan)"],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert said.stdout.strip() == "None"
