"""A reserved place and a code from a slip: once each, on paper or written down, and never lost on the way."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from broker_fixture import wait_for
from kiosk_stub import NO_PAPER, Kiosk, StringPrinter, TicketDesk
from stub_server import answer_with, hang, hang_up, refuse

from hardware.printer.printer import SlipOutcome
from kiosk.intents import IntentStore, Wish, WishKind, moment
from kiosk.issuing import Stage
from messaging.clock import SteppedClock, SystemClock

StartKiosk = Callable[..., Kiosk]
PLACE = Wish("A", "elderly", "vi", WishKind.PLACE)
CLAIM = Wish("", None, "en", WishKind.CLAIM, "482913")


def test_a_place_is_reserved_printed_and_kept_from_the_reports(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    kiosk = start_kiosk()
    assert kiosk.issuing.begin(PLACE)
    view = kiosk.wait_for(Stage.PRINTED)
    assert view.ticket is None
    assert view.place is not None
    assert view.place.code == "482913"
    assert len(kiosk.printer.slips) == 1
    assert kiosk.issuing.leave()
    kiosk.wait_for(Stage.IDLE)
    assert kiosk.store.owed() == []
    assert desk.server.asked[0].body["priority_group"] == "elderly"
    assert [asked.path for asked in desk.server.asked] == ["/api/v1/places"]


@pytest.mark.parametrize("trouble", ["lost answer", "hang up", "503"])
def test_a_place_is_asked_for_with_one_id_until_it_is_answered(
    start_kiosk: StartKiosk, desk: TicketDesk, trouble: str
) -> None:
    desk.next_times.extend(
        {
            "lost answer": [desk.keep_place_and_hang_up, desk.keep_place_and_hang_up],
            "hang up": [hang_up, hang],
            "503": [answer_with(503, {})],
        }[trouble]
    )
    kiosk = start_kiosk()
    kiosk.issuing.begin(PLACE)
    kiosk.wait_for(Stage.PRINTED)
    assert len(desk.places) == 1
    assert len({asked.body["intent_id"] for asked in desk.server.asked}) == 1
    assert len(desk.server.asked) >= 2


def test_without_paper_the_code_is_written_down(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    printer = StringPrinter()
    printer.now, printer.outcome = NO_PAPER, SlipOutcome.NOT_PRINTED
    kiosk = start_kiosk(printer=printer)
    kiosk.issuing.begin(PLACE)
    view = kiosk.wait_for(Stage.NOT_PRINTED)
    assert view.place is not None
    assert kiosk.issuing.note_written_down()
    kiosk.wait_for(Stage.IDLE)
    assert desk.cancelled == []
    assert kiosk.store.unfinished() == []


def test_a_place_that_nobody_took_note_of_is_given_back(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    printer = StringPrinter()
    printer.outcome = SlipOutcome.NOT_PRINTED
    kiosk = start_kiosk(printer=printer)
    kiosk.issuing.begin(PLACE)
    kiosk.wait_for(Stage.NOT_PRINTED)
    assert kiosk.issuing.leave()
    kiosk.wait_for(Stage.IDLE)
    wait_for(lambda: desk.cancelled == list(desk.places), what="the place to be given back")


def test_a_place_whose_answer_was_lost_is_cancelled_on_record_after_90_s(
    start_kiosk: StartKiosk, desk: TicketDesk
) -> None:
    clock = SteppedClock()
    desk.next_times.extend([desk.keep_place_and_hang_up, *[hang_up] * 1000])
    desk.reports_fail = True
    kiosk = start_kiosk(clock=clock)
    kiosk.issuing.begin(PLACE)
    wait_for(lambda: len(desk.server.asked) >= 2, what="a second try")
    clock.step(timedelta(seconds=91))
    assert kiosk.wait_for(Stage.GAVE_UP).problem == "timeout"
    desk.reports_fail = False
    wait_for(lambda: desk.cancelled == list(desk.places), what="the cancellation to arrive")
    assert len(desk.places) == 1
    assert kiosk.printer.slips == []
    wait_for(lambda: len(kiosk.outbox) == 0, what="the outbox to clear")


def test_a_place_survives_a_restart_and_is_shown_again(
    start_kiosk: StartKiosk, desk: TicketDesk, tmp_path: Path
) -> None:
    kiosk = start_kiosk()
    kiosk.stop()
    store = IntentStore(tmp_path / "kiosk" / "intents.db")
    intent = store.want(PLACE, moment(SystemClock()))
    store.close()
    kiosk = start_kiosk()
    view = kiosk.wait_for(Stage.PRINTED)
    assert view.place is not None
    assert list(desk.places) == [str(intent.intent_id)]
    late = start_kiosk(clock=SteppedClock(lead=timedelta(seconds=91)))
    late.wait_for(Stage.IDLE)
    assert len(desk.places) == 1


def test_a_code_becomes_a_ticket_with_slip_and_report(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    desk.codes["482913"] = "B"
    kiosk = start_kiosk()
    kiosk.issuing.begin(CLAIM)
    view = kiosk.wait_for(Stage.PRINTED)
    assert view.ticket is not None
    assert (view.ticket.number, view.ticket.language) == ("B001", "en")
    wait_for(lambda: desk.outcomes == [(1, "printed")], what="the outcome to be reported")
    assert kiosk.store.highest_numbers() == {("2026-11-21", "B"): 1}


@pytest.mark.parametrize(("status", "code"), [(404, "code_not_found"), (409, "place_later"), (409, "service_closed")])
def test_a_code_that_is_not_taken_says_why_and_leaves_nothing(
    start_kiosk: StartKiosk, desk: TicketDesk, status: int, code: str
) -> None:
    desk.next_times.append(refuse(status, code))
    kiosk = start_kiosk()
    kiosk.issuing.begin(CLAIM)
    view = kiosk.wait_for(Stage.REFUSED)
    assert (view.problem, view.detail) == (code, "no")
    assert kiosk.issuing.leave()
    kiosk.wait_for(Stage.IDLE)
    assert kiosk.store.unfinished() == []
    assert kiosk.store.owed() == []
    assert kiosk.printer.slips == []


def test_no_code_stays_on_the_disk_once_it_is_used_or_refused(
    start_kiosk: StartKiosk, desk: TicketDesk, tmp_path: Path
) -> None:
    desk.codes["482913"] = "B"
    kiosk = start_kiosk()
    for wish in (CLAIM, Wish("", None, "vi", WishKind.CLAIM, "000000"), PLACE):
        kiosk.issuing.begin(wish)
        kiosk.wait_for(Stage.PRINTED, Stage.REFUSED)
        kiosk.issuing.leave()
        kiosk.wait_for(Stage.IDLE)
    kiosk.stop()
    rows = sqlite3.connect(tmp_path / "kiosk" / "intents.db")
    try:
        assert rows.execute("SELECT code, place FROM intent").fetchall() == [(None, None)] * 3
    finally:
        rows.close()
    start_kiosk()


def test_a_file_of_the_first_release_is_read_on(tmp_path: Path) -> None:
    path = tmp_path / "intents.db"
    IntentStore(path).close()
    rows = sqlite3.connect(path)
    for column in ("kind", "code", "place"):
        rows.execute(f"ALTER TABLE intent DROP COLUMN {column}")
    rows.execute(
        "INSERT INTO intent (intent_id, service, language, born_at, born_boot, born_s, state)"
        " VALUES ('7d0e2a0e-4d0b-4f35-9a53-1f9c4a3c0001', 'A', 'vi', '2026-11-21T01:15:00+00:00', 'x', 1.0, 'wanted')"
    )
    rows.commit()
    rows.close()
    store = IntentStore(path)
    assert [intent.wish for intent in store.unfinished()] == [Wish("A", None, "vi")]
    store.close()
