"""A small centre on a real database with the real writer, and the words to drive it in tests."""

import copy
import shutil
import sqlite3
import ssl
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from held_clock import HeldClock

from messaging.requests import PrintOutcome
from server.actions.add_note import add_note
from server.actions.call_next import Called, call_next
from server.actions.call_number import call_number
from server.actions.cancel_intent import cancel_intent
from server.actions.change_priority import change_priority
from server.actions.desk_session import sign_off, sign_on
from server.actions.expire_due import expire_due
from server.actions.finish import finish
from server.actions.hold import hold
from server.actions.issue_ticket import Issued, issue_ticket
from server.actions.mark_absent import mark_absent
from server.actions.pause import pause_desk, resume_desk
from server.actions.quick_serve import quick_serve
from server.actions.recall import recall
from server.actions.record_press import record_press
from server.actions.release import release
from server.actions.report_print import report_print
from server.actions.resume import resume
from server.actions.return_to_queue import return_to_queue
from server.actions.second_service import second_service
from server.actions.service_day import close_service_day, open_service_day
from server.actions.set_up import load_centre
from server.actions.settle_ratings import settle_ratings
from server.actions.start import start
from server.actions.transfer import Target, transfer
from server.actions.undo import undo
from server.centre_file import CentreFile, check_centre
from server.db.connections import open_for_reading
from server.db.queries.people import Device
from server.db.queries.queue import Turn, turn_by_id, turn_by_number
from server.db.work import Work
from server.db.writer import Writer
from server.journal.events import Event
from server.journal.verify import Verdict, verify

T = TypeVar("T")

ANSWER_TIMEOUT_S = 30.0

WITHOUT_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients on loopback, which never use it: else each would read all of the machine's certificates for 40 ms."""

SMALL_CENTRE: dict[str, Any] = {
    "centre": {
        "code": "TEST-1",
        "name": "Trung tâm Thử nghiệm",
        "name_en": "Test Centre",
        "timezone": "Asia/Ho_Chi_Minh",
        "hours": {day: [["07:30", "11:30"], ["13:30", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    },
    "ticketing": {"priority_rule": {"rates": {"ordinary": 1, "priority": 3}}},
    "priority_groups": [
        {"id": "elderly", "name": "Người cao tuổi", "name_en": "Elderly", "rate": "priority"},
        {"id": "guide", "name": "Người hướng dẫn", "name_en": "Guide", "rate": "ordinary"},
    ],
    "services": [
        {"code": "A", "name": "Chứng thực", "name_en": "Certification", "colour": "#114488"},
        {"code": "B", "name": "Hộ tịch", "name_en": "Civil status", "colour": "#884411"},
        {"code": "C", "name": "Đất đai", "name_en": "Land", "colour": "#448811"},
    ],
    "counters": [
        {"id": "Q1", "number": 1, "name": "Quầy số 1", "services": ["A"]},
        {"id": "Q2", "number": 2, "name": "Quầy số 2", "services": ["A", "B"]},
        {"id": "Q3", "number": 3, "name": "Quầy số 3", "services": ["B", "C"]},
    ],
    "rating": {
        "policy_id": "five-levels-1",
        "question": "Ông/Bà có hài lòng không?",
        "question_en": "Are you satisfied?",
        "levels": [
            {"value": 5, "name": "Rất hài lòng", "en": "Very satisfied", "satisfied": True},
            {"value": 4, "name": "Hài lòng", "en": "Satisfied", "satisfied": True},
            {"value": 3, "name": "Bình thường", "en": "Neutral", "satisfied": None},
            {"value": 2, "name": "Không hài lòng", "en": "Dissatisfied", "satisfied": False},
            {"value": 1, "name": "Rất không hài lòng", "en": "Very dissatisfied", "satisfied": False},
        ],
        "reasons": [
            {"id": "attitude", "name": "Thái độ phục vụ", "name_en": "Attitude"},
            {"id": "wait", "name": "Chờ lâu", "name_en": "Long wait", "outside": True},
            {"id": "fee", "name": "Phí, lệ phí", "name_en": "Fee", "outside": True},
        ],
    },
    "outcomes": [
        {"id": "done", "name": "Đã tiếp nhận", "default": True},
        {"id": "more_papers", "name": "Cần bổ sung"},
        {"id": "supplement", "name": "Cần bổ sung, in phiếu", "kind": "supplement"},
    ],
    "finish_ticks": [{"id": "written", "name": "Viết hộ"}, {"id": "digitised", "name": "Đã số hóa"}],
    "pause_reasons": [{"id": "break", "name": "Nghỉ giải lao"}, {"id": "meeting", "name": "Họp"}],
}

OFFICERS = {"Q1": "CB01", "Q2": "CB02", "Q3": "CB03"}


def small_centre(change: Callable[[dict[str, Any]], None] | None = None) -> CentreFile:
    """The small centre's file, after `change` has altered its JSON."""
    values = copy.deepcopy(SMALL_CENTRE)
    if change is not None:
        change(values)
    return check_centre(values)


class CentreUnderTest:
    """The centre with its writer running. Each word is one committed action."""

    def __init__(
        self,
        database: Path,
        clock: HeldClock,
        on_commit: Callable[[int, list[Event]], None] | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self._on_commit = on_commit
        self.clock_is_trusted = True
        """Whether something vouches for the wall clock."""
        self.writer = self._started()
        self._reading: sqlite3.Connection | None = None
        self.presses: dict[str, int] = {}
        """How often each pad was pressed."""

    def act(self, action: Callable[..., T], *, actor: str = "test", **arguments: Any) -> T:
        return self.writer.submit(lambda work: action(work, **arguments), actor=actor).result(ANSWER_TIMEOUT_S)

    # --- the centre's life -----------------------------------------------------------------------------

    def set_up(self, file: CentreFile | None = None) -> bool:
        return self.act(load_centre, file=file or small_centre())

    def open_day(self, *, clock_is_trusted: bool = True, confirmed: bool = False) -> str:
        return self.act(open_service_day, clock_is_trusted=clock_is_trusted, confirmed=confirmed)

    def close_day(self) -> str:
        return self.act(close_service_day).day

    def staff_all(self) -> None:
        """Every counter gets its officer."""
        for counter_id, officer_id in OFFICERS.items():
            self.act(sign_on, counter_id=counter_id, officer_id=officer_id)

    def sign_on(self, counter_id: str, officer_id: str | None = None, *, take_over: bool = False) -> int:
        return self.act(
            sign_on, counter_id=counter_id, officer_id=officer_id or OFFICERS[counter_id], take_over=take_over
        )

    def sign_off(self, officer_id: str) -> None:
        self.act(sign_off, officer_id=officer_id)

    # --- at the kiosk ----------------------------------------------------------------------------------

    def issue(
        self,
        service: str = "A",
        group: str | None = None,
        *,
        intent_id: str | None = None,
        device_id: str = "kiosk-1",
        language: str = "vi",
        purpose: str | None = None,
        procedure: str | None = None,
    ) -> Issued:
        return self.act(
            issue_ticket,
            intent_id=intent_id or str(uuid.uuid4()),
            service=service,
            priority_group=group,
            language=language,
            device_id=device_id,
            purpose=purpose,
            procedure=procedure,
        )

    def number(self, service: str = "A", group: str | None = None, **more: Any) -> str:
        """Issue a ticket, printed as it should; its number."""
        issued = self.issue(service, group, **more)
        self.report_print(issued.ticket.ticket_id, PrintOutcome.PRINTED)
        return issued.ticket.shown

    def report_print(self, ticket_id: int, outcome: PrintOutcome, *, device_id: str = "kiosk-1") -> None:
        self.act(report_print, ticket_id=ticket_id, outcome=outcome, device_id=device_id)

    def cancel(self, intent_id: str, *, device_id: str = "kiosk-1") -> str | None:
        kiosk = Device(device_id, "kiosk", None, None, 0, kiosk_number=1)
        return self.act(cancel_intent, intent_id=intent_id, device=kiosk)

    # --- at a counter ----------------------------------------------------------------------------------

    def next(self, counter_id: str = "Q1", officer_id: str | None = None) -> Called:
        return self.act(call_next, counter_id=counter_id, officer_id=officer_id or OFFICERS[counter_id])

    def next_number(self, counter_id: str = "Q1") -> str | None:
        turn = self.next(counter_id).turn
        return None if turn is None else turn.number

    def call(self, number: str, counter_id: str = "Q1", reason: str = "Người nhà đang chờ") -> Turn:
        return self.act(
            call_number, counter_id=counter_id, officer_id=OFFICERS[counter_id], number=number, reason=reason
        )

    def recall(self, counter_id: str = "Q1", *, to_seat: bool = False, after_s: float = 3) -> Turn:
        """Recall after the seconds in which a press is a doubled key."""
        self.clock.pass_s(after_s)
        return self._at(recall, counter_id, to_seat=to_seat)

    def start(self, counter_id: str = "Q1") -> Turn:
        return self._at(start, counter_id)

    def finish(self, counter_id: str = "Q1", outcome: str | None = None, **more: Any) -> Turn:
        return self._at(finish, counter_id, outcome=outcome, **more)

    def hold(self, counter_id: str = "Q1", *, minutes: int | None = None) -> Turn:
        return self._at(hold, counter_id, minutes=minutes)

    def release(self, number: str, counter_id: str = "Q1") -> Turn:
        return self._at(release, counter_id, number=number)

    def resume(self, number: str, counter_id: str = "Q1") -> Turn:
        return self._at(resume, counter_id, number=number)

    def transfer(self, to: str, target: str, counter_id: str = "Q1", **more: Any) -> Turn:
        """To a `service`, `counter` or `officer`; the turn that goes on."""
        return self._at(transfer, counter_id, to=Target(to), target=target, **more)

    def second_service(self, service: str, counter_id: str = "Q1") -> Turn:
        return self._at(second_service, counter_id, service=service)

    def quick_serve(self, service: str, counter_id: str = "Q1", *, reason: str = "Đóng dấu bổ sung") -> Turn:
        return self._at(quick_serve, counter_id, intent_id=str(uuid.uuid4()), service=service, reason=reason)

    def pause(self, counter_id: str = "Q1", reason: str = "break") -> None:
        self._at(pause_desk, counter_id, reason=reason)

    def go_on(self, counter_id: str = "Q1") -> None:
        self._at(resume_desk, counter_id)

    def change_priority(
        self, number: str, group: str | None, counter_id: str = "Q1", *, reason: str = "Có thẻ người cao tuổi"
    ) -> Turn:
        return self._at(change_priority, counter_id, number=number, group=group, reason=reason)

    def note(self, number: str, text: str, staff_id: str = "CB01") -> Turn:
        return self.act(add_note, staff_id=staff_id, number=number, text=text)

    def absent(self, counter_id: str = "Q1") -> Turn:
        return self._at(mark_absent, counter_id)

    def back(self, counter_id: str = "Q1", number: str | None = None) -> Turn:
        return self.act(return_to_queue, counter_id=counter_id, officer_id=OFFICERS[counter_id], number=number)

    def undo(self, counter_id: str = "Q1") -> list[str]:
        return self._at(undo, counter_id)

    def serve(self, counter_id: str = "Q1", *, service_s: float = 60) -> str:
        """Next, came, and finish after `service_s`; the number served."""
        number = self.next_number(counter_id)
        assert number is not None
        self.start(counter_id)
        self.clock.pass_s(service_s)
        self.finish(counter_id)
        return number

    def _at(self, action: Callable[..., T], counter_id: str, **more: Any) -> T:
        return self.act(action, counter_id=counter_id, officer_id=OFFICERS[counter_id], **more)

    # --- at the pad ------------------------------------------------------------------------------------

    def press(
        self,
        level: int,
        window_seen: int | None,
        *,
        counter_id: str | None = "Q1",
        age_ms: int | None = 0,
        press_id: str | None = None,
        n: int | None = None,
        channel: str = "pad",
        pad: str | None = None,
    ) -> str:
        """`n` None: the next of the pad, which counts its presses. `pad` None: the one named after the counter."""
        press_id = press_id or str(uuid.uuid4())
        pad = pad or f"pad-{counter_id}"
        self.presses[pad] = n or self.presses.get(pad, 0) + 1
        self.act(
            record_press,
            press_id=press_id,
            device_id=pad,
            counter_id=counter_id,
            boot_id="9f1a",
            n=self.presses[pad],
            level=level,
            window_seen=window_seen,
            age_ms=age_ms,
            channel=channel,
        )
        return press_id

    def window_of(self, number: str) -> int:
        """The window that the number's finish opened, undone ones left out."""
        row = self.one(
            "SELECT window_id FROM windows JOIN turns USING (turn_id) JOIN tickets USING (ticket_id) "
            "WHERE shown = ? AND NOT undone ORDER BY window_id DESC",
            number,
        )
        return int(row[0])

    # --- time and looking ------------------------------------------------------------------------------

    def wait(self, duration_s: float) -> int:
        """Time passes and everything due expires, as the server's rounds see to; how much did."""
        self.clock.pass_s(duration_s)
        expired = self.act(expire_due, actor="schedule")
        self.settle()
        return expired

    def settle(self) -> None:
        """What can no longer change goes into its block of ten."""
        while self.act(settle_ratings, actor="schedule"):
            pass

    def turn(self, number: str) -> Turn:
        day = self.one("SELECT max(day) FROM service_days")[0]
        turn = turn_by_number(self.read(), day, number)
        assert turn is not None
        return turn

    def turn_by_id(self, turn_id: int) -> Turn:
        turn = turn_by_id(self.read(), turn_id)
        assert turn is not None
        return turn

    def read(self) -> sqlite3.Connection:
        if self._reading is None:
            self._reading = open_for_reading(self.database)
        return self._reading

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        return self.read().execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> sqlite3.Row:
        row: sqlite3.Row | None = self.read().execute(query, values).fetchone()
        assert row is not None, f"nothing found: {query} {values}"
        return row

    def kinds(self) -> list[str]:
        """The kinds of all events, in order."""
        return [row[0] for row in self.rows("SELECT kind FROM journal ORDER BY seq")]

    def verdict(self) -> Verdict:
        return verify(self.database)

    # --- power -----------------------------------------------------------------------------------------

    def restart(self, at: datetime | None = None) -> None:
        """The writer ends and a new one begins on the same file, perhaps with another wall clock."""
        self.writer.stop()
        if at is not None:
            self.clock.set_wall(at)
        self.writer = self._started()

    def stop(self) -> None:
        self.writer.stop()
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def _started(self) -> Writer:
        writer = Writer(self.database, self.clock, self._on_commit, clock_is_trusted=lambda: self.clock_is_trusted)
        writer.start()
        return writer


def copy_database(source: Path, target: Path) -> Path:
    """A copy of a closed database."""
    shutil.copyfile(source, target)
    return target


__all__ = ["OFFICERS", "SMALL_CENTRE", "CentreUnderTest", "HeldClock", "Work", "copy_database", "small_centre"]
