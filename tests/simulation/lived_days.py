"""A few days of the sample centre lived through by simulated people, for tests that look at what is left of them."""

import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from messaging.requests import EmergencyTicket, OwnWord
from server.actions.answer_finding import answer_finding
from server.actions.call_next import call_next
from server.actions.call_number import call_number
from server.actions.correct_ratings import agree_to_correction, ask_correction, decline_correction
from server.actions.desk_session import sign_on
from server.actions.expire_due import expire_due
from server.actions.finish import finish
from server.actions.issue_ticket import Issued, issue_ticket
from server.actions.merge_emergency import merge_emergency
from server.actions.note_restore import note_restore
from server.actions.own_number import Said, say_with_token
from server.actions.quick_serve import quick_serve
from server.actions.rate_away import Answer, rate_with_token, say_why_with_token
from server.actions.record_press import record_press
from server.actions.rush import switch_rush
from server.actions.service_day import close_service_day, open_service_day
from server.actions.set_up import add_device, add_staff, load_centre
from server.actions.settle_ratings import settle_ratings
from server.actions.start import start
from server.actions.undo import undo
from server.actions.web_sessions import note_whence
from server.centre_file import centre_of, read_centre_file
from server.db.connections import open_for_reading
from server.db.queries.people import device_by_id
from server.db.queries.ratings import open_windows
from server.db.schema import prepare_database
from server.db.work import Work
from server.db.writer import Writer
from server.domain.press_flags import Channel
from server.mqtt.snapshots import moment
from server.web.ratings.score_report import EVERYBODY, Period, Whose, score_report
from simulation.centre_folder import SAMPLE_CENTRE
from simulation.history import History, days_before, open_in_haste, settle, start_of
from simulation.people.standing_clock import StandingClock

A_SATURDAY = date(2026, 11, 21)
KIOSKS = ("kiosk-1", "kiosk-2")


@dataclass(frozen=True, slots=True)
class Lived:
    database: Path
    days: list[date]
    people: int

    def rows(self) -> list[dict[str, Any]]:
        """The journal as `bocso journal` writes it."""
        with closing(sqlite3.connect(self.database)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute("SELECT * FROM journal ORDER BY seq")]

    def head(self) -> tuple[int, str]:
        with closing(sqlite3.connect(self.database)) as connection:
            seq, sealed = connection.execute("SELECT seq, hash FROM journal_head").fetchone()
            return seq, sealed

    def report(self, of_officer: str | None = None) -> dict[str, Any]:
        """The scores of all these days, long after them."""
        period = Period(self.days[0].isoformat(), (self.days[-1] + timedelta(days=7)).isoformat())
        connection = open_for_reading(self.database)
        try:
            later = 4_000_000_000_000
            with moment(connection, later) as at:
                whose = EVERYBODY if of_officer is None else Whose(officer_id=of_officer, is_own=True)
                return score_report(at, period, whose).model_dump(mode="json")
        finally:
            connection.close()


def live(database: Path, *, days: int, seed: str = "test", with_a_bad_morning: bool = False) -> Lived:
    """Live through the last `days` service days before a Saturday, in a new database."""
    file = read_centre_file(SAMPLE_CENTRE)
    prepare_database(database)
    dates = days_before(A_SATURDAY, centre_of(file), days)
    clock = StandingClock(start_of(dates, centre_of(file)))
    history = History(clock, file, seed=seed)
    writer = Writer(database, clock, history.note, open_database=open_in_haste)
    writer.start()
    try:
        writer.submit(partial(load_centre, file=file), actor="set-up").result()
        for kiosk in KIOSKS:
            _add(writer, kiosk, "kiosk", None)
        for counter in file.counters:
            _add(writer, f"pad-{counter.id}", "pad", counter.id)
        for officer in file.officers:
            named = {"staff_id": officer.id, "role": officer.role, "login": officer.id, "password_hash": "x"}
            joined = partial(add_staff, **named, display_name=officer.display_name)
            writer.submit(joined, actor="set-up").result()
        people = history.live_through(writer, dates)
        if with_a_bad_morning:
            _live_through_a_bad_morning(writer, clock)
        clock.move_to(clock.now() + timedelta(minutes=1))
        while writer.submit(settle_ratings, actor="schedule").result():
            pass
    finally:
        writer.stop()
    settle(database)
    return Lived(database, dates, people)


def _live_through_a_bad_morning(writer: Writer, clock: StandingClock) -> None:
    """What well-behaved people never do: an undo, a named call, a press that sees no window, a closing over people."""

    def at_desk(action: Any, **values: Any) -> Any:
        clock.move_to(clock.now() + timedelta(seconds=3))
        return writer.submit(partial(action, counter_id="Q1", officer_id="CB01", **values), actor="staff:CB01").result()

    def issue(n: int, group: str | None = None) -> None:
        clock.move_to(clock.now() + timedelta(seconds=20))
        wish = partial(
            issue_ticket,
            intent_id=f"00000000-0000-4000-8000-{n:012d}",
            service="A",
            priority_group=group,
            language="vi",
            device_id="kiosk-2",
        )
        writer.submit(wish, actor="device:kiosk-2").result()

    def press(work: Work) -> None:
        assert open_windows(work.connection, "Q1")
        record_press(
            work,
            press_id="00000000-0000-4000-8000-00000000aaaa",
            device_id="pad-Q1",
            counter_id="Q1",
            boot_id="00000000-0000-4000-8000-00000000bbbb",
            n=1,
            level=4,
            window_seen=None,
            age_ms=500,
        )

    clock.move_to(clock.now() + timedelta(hours=14))
    writer.submit(partial(open_service_day, clock_is_trusted=True), actor="schedule").result()
    for n in range(6):
        issue(n, "elderly" if n == 3 else None)
    at_desk(sign_on)
    at_desk(call_next)
    at_desk(undo)
    at_desk(call_next)
    at_desk(start)
    at_desk(call_number, number="A005", reason="đau chân")
    clock.move_to(clock.now() + timedelta(seconds=5))
    writer.submit(press, actor="device:pad-Q1").result()
    at_desk(start)
    clock.move_to(clock.now() + timedelta(minutes=4))
    at_desk(call_next)
    at_desk(start)
    clock.move_to(clock.now() + timedelta(seconds=40))
    at_desk(finish)
    at_desk(quick_serve, intent_id="no number taken", service="A", reason="chỉ đóng dấu")
    at_desk(undo)
    at_desk(call_next)
    clock.move_to(clock.now() + timedelta(seconds=12))
    at_desk(call_next)  # whoever was called before came and went, as far as anybody can tell
    at_desk(start)
    clock.move_to(clock.now() + timedelta(seconds=40))
    _live_through_what_citizens_say(writer, clock)
    _live_through_what_becomes_of_ratings(writer, clock)
    writer.submit(close_service_day, actor="schedule").result()
    known = {(f"{clock.now():%Y-%m-%d}", "A"): 900}
    restored = partial(note_restore, epoch=4_000_000_000, today=None, known=known)
    writer.submit(restored, actor="command-line").result()


def _live_through_what_citizens_say(writer: Writer, clock: StandingClock) -> None:
    """Late, there after all, lost and there, given back; and numbers that a kiosk had printed by itself."""

    def take(n: int) -> Issued:
        clock.move_to(clock.now() + timedelta(seconds=20))
        wish = partial(
            issue_ticket,
            intent_id=f"00000000-0000-4000-8000-00000001{n:04d}",
            service="A",
            priority_group=None,
            language="vi",
            device_id="kiosk-2",
        )
        return writer.submit(wish, actor="device:kiosk-2").result()

    def say(token: str, word: OwnWord, actor: str = "phones") -> None:
        clock.move_to(clock.now() + timedelta(seconds=90))
        said = Said(word, 20 if word is OwnWord.LATE else None, "phone")
        writer.submit(partial(say_with_token, token=token, said=said), actor=actor).result()

    def merge(number: int, intent_id: str) -> None:
        asked = EmergencyTicket(
            intent_id=uuid.UUID(intent_id), number=number, shown=f"X2-{number:03d}", service="A", age_ms=30_000
        )

        def merged(work: Work) -> None:
            kiosk = device_by_id(work.connection, "kiosk-2")
            assert kiosk is not None
            merge_emergency(work, asked=asked, device=kiosk)

        clock.move_to(clock.now() + timedelta(seconds=5))
        writer.submit(merged, actor="device:kiosk-2").result()

    first = take(1)
    for word in (OwnWord.LATE, OwnWord.PRESENT, OwnWord.GIVE_BACK):
        say(first.token, word, "device:kiosk-2")
    lost = take(2)
    clock.move_to(clock.now() + timedelta(seconds=95))
    writer.submit(expire_due, actor="schedule").result()
    say(lost.token, OwnWord.PRESENT)
    merge(1, take(3).ticket.intent_id)
    merge(2, "00000000-0000-4000-8000-0000000200aa")
    for is_on in (True, False):
        clock.move_to(clock.now() + timedelta(seconds=5))
        writer.submit(partial(switch_rush, is_on=is_on), actor="staff:CB09").result()


def _live_through_what_becomes_of_ratings(writer: Writer, clock: StandingClock) -> None:
    """An answer by phone with its reason, one from staff's address, a block set aside and put back by two people."""

    def rate(work: Work, *, level: int, address: str) -> None:
        served = work.connection.execute(
            "SELECT token FROM ticket_links JOIN turns USING (ticket_id) JOIN windows USING (turn_id)"
            " WHERE windows.day = (SELECT max(day) FROM service_days) AND NOT undone ORDER BY window_id DESC"
        ).fetchone()[0]
        answer = Answer(str(uuid.uuid4()), level, Channel.PAGE, address=address)
        rate_with_token(work, token=served, answer=answer)
        say_why_with_token(work, token=served, reasons=["wait"], words="Chờ hơi lâu")

    def correct(work: Work, *, deed: str) -> int:
        of = work.connection.execute(
            "SELECT scheme_id, series, officer_id, counter_id, block FROM settled_ratings"
            " GROUP BY 1, 2, 3, 4, 5 HAVING count(*) = 10 ORDER BY 3, 4, 5"
        ).fetchone()
        named = dict(zip(("scheme_id", "series", "officer_id", "counter_id", "block"), of, strict=True))
        return ask_correction(work, deed=deed, reason="other", words="Kiểm tra lại khối này", asked_by="GD01", **named)

    writer.submit(partial(note_whence, address="10.0.0.9"), actor="staff:CB01").result()
    for level, address in ((5, "10.0.0.9"), (2, "10.0.0.10")):
        clock.move_to(clock.now() + timedelta(seconds=5))
        writer.submit(partial(rate, level=level, address=address), actor="phones").result()
    while writer.submit(settle_ratings, actor="schedule").result():
        pass
    for deed in ("set_aside", "put_back"):
        asked = writer.submit(partial(correct, deed=deed), actor="staff:GD01").result()
        agreed = partial(agree_to_correction, correction_id=asked, agreed_by="KS01")
        writer.submit(agreed, actor="staff:KS01").result()
    asked = writer.submit(partial(correct, deed="set_aside"), actor="staff:GD01").result()
    declined = partial(decline_correction, correction_id=asked, declined_by="KS01")
    writer.submit(declined, actor="staff:KS01").result()
    answered = partial(answer_finding, finding_key="padding:CB01:2026-11-09", officer_id="CB01", text="Hôm đó đông")
    writer.submit(answered, actor="staff:CB01").result()


def _add(writer: Writer, device_id: str, kind: str, counter_id: str | None) -> None:
    added = partial(
        add_device, device_id=device_id, kind=kind, counter_id=counter_id, credential_hash=f"hash of {device_id}"
    )
    writer.submit(added, actor="set-up").result()
