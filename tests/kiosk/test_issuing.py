"""One touch makes one ticket, one slip and one report, whatever server and printer do."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from broker_fixture import wait_for
from kiosk_stub import NO_PAPER, Kiosk, StringPrinter, TicketDesk
from stub_server import Asked, StubHandler, answer_with, hang, hang_up, refuse

from hardware.printer import PrinterSettings, open_printer
from hardware.printer.printer import SlipOutcome
from hardware.printer.simulated_printer import SimulatedPrinter
from kiosk.errors import IntentsUnusable
from kiosk.intents import Wish
from kiosk.issuing import Stage
from messaging.clock import SteppedClock

StartKiosk = Callable[..., Kiosk]
WISH = Wish("A", None, "vi")


def test_a_touch_gives_a_number_a_slip_and_a_report(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    kiosk = start_kiosk()
    assert kiosk.issuing.begin(Wish("A", "elderly", "en"))
    view = kiosk.wait_for(Stage.PRINTED)
    assert view.ticket is not None
    assert (view.ticket.number, view.ticket.people_ahead, view.is_copy) == ("A001", 3, False)
    assert len(kiosk.printer.slips) == 1
    assert kiosk.printer.slips[0].width == kiosk.printer.width_dots
    wait_for(lambda: desk.outcomes == [(1, "printed")], what="the outcome to be reported")
    assert desk.server.asked[0].body["priority_group"] == "elderly"
    assert kiosk.issuing.leave()
    kiosk.wait_for(Stage.IDLE)
    assert kiosk.store.unfinished() == []


def test_a_zone_that_nobody_knows_keeps_no_number_from_its_citizen(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    def give_of_another_world(handler: StubHandler, asked: Asked) -> None:
        desk.commit(asked)["timezone"] = "Mars/Olympus"
        desk.give(handler, asked)

    desk.next_times.append(give_of_another_world)
    kiosk = start_kiosk()
    kiosk.issuing.begin(WISH)
    kiosk.wait_for(Stage.PRINTED)
    assert len(kiosk.printer.slips) == 1


def test_the_number_is_shown_while_the_slip_still_prints(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    printer = StringPrinter()
    printer.hold.clear()
    kiosk = start_kiosk(printer=printer)
    kiosk.issuing.begin(WISH)
    view = kiosk.wait_for(Stage.PRINTING)
    assert view.ticket is not None
    assert view.ticket.number == "A001"
    assert desk.outcomes == []
    printer.hold.set()
    kiosk.wait_for(Stage.PRINTED)


def test_a_second_touch_while_one_is_under_way_is_nothing(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    printer = StringPrinter()
    printer.hold.clear()
    kiosk = start_kiosk(printer=printer)
    begun = [kiosk.issuing.begin(Wish(service, None, "vi")) for service in "ABCE"]
    kiosk.wait_for(Stage.PRINTING)
    assert begun == [True, False, False, False]
    assert not kiosk.issuing.begin(WISH)
    printer.hold.set()
    kiosk.wait_for(Stage.PRINTED)
    assert not kiosk.issuing.begin(WISH), "the number of the last citizen is still on the screen"
    assert len(desk.tickets) == 1


@pytest.mark.parametrize("trouble", ["lost answer", "answer that never comes", "503", "hang up", "no server's answer"])
def test_the_same_intent_is_asked_again_until_it_is_answered(
    start_kiosk: StartKiosk, desk: TicketDesk, trouble: str
) -> None:
    desk.next_times.extend(
        {
            "lost answer": [desk.commit_and_hang_up, desk.commit_and_hang_up],
            "answer that never comes": [desk.commit_and_hang],
            "503": [answer_with(503, {}), answer_with(503, {})],
            "hang up": [hang_up, hang],
            "no server's answer": [answer_with(200, b"<html>Hotel WiFi</html>")],
        }[trouble]
    )
    kiosk = start_kiosk()
    kiosk.issuing.begin(WISH)
    view = kiosk.wait_for(Stage.PRINTED)
    assert view.ticket is not None
    assert len(set(desk.asked_for)) == 1
    assert len(desk.asked_for) >= 2
    assert [ticket["number"] for ticket in desk.tickets.values()] == [view.ticket.number] == ["A001"]
    assert len(kiosk.printer.slips) == 1


@pytest.mark.parametrize(
    ("status", "code", "stage"),
    [
        (409, "day_closed", Stage.REFUSED),
        (422, "unknown_service", Stage.REFUSED),
        (410, "intent_cancelled", Stage.GAVE_UP),
        (401, "not_signed_in", Stage.GAVE_UP),
    ],
)
def test_a_refusal_is_shown_and_not_tried_again(
    start_kiosk: StartKiosk, desk: TicketDesk, status: int, code: str, stage: Stage
) -> None:
    desk.next_times.append(refuse(status, code))
    kiosk = start_kiosk()
    kiosk.issuing.begin(WISH)
    assert kiosk.wait_for(stage).problem == code
    kiosk.issuing.leave()
    kiosk.wait_for(Stage.IDLE)
    assert len(desk.asked_for) == 1
    assert kiosk.printer.slips == []
    assert kiosk.store.unfinished() == []
    kiosk.issuing.begin(WISH)
    kiosk.wait_for(Stage.PRINTED)


def test_after_90_s_the_intent_is_cancelled_on_record_also_when_the_server_is_away(
    start_kiosk: StartKiosk, desk: TicketDesk
) -> None:
    clock = SteppedClock()
    desk.next_times.append(desk.commit_and_hang_up)
    desk.next_times.extend([hang_up] * 1000)
    desk.reports_fail = True
    kiosk = start_kiosk(clock=clock)
    kiosk.issuing.begin(WISH)
    wait_for(lambda: len(desk.asked_for) >= 2, what="a second try")
    clock.step(timedelta(seconds=80))
    tries = len(desk.asked_for)
    wait_for(lambda: len(desk.asked_for) > tries, what="still trying after 80 s")
    clock.step(timedelta(seconds=11))
    assert kiosk.wait_for(Stage.GAVE_UP).problem == "timeout"
    desk.next_times.clear()
    tries = len(desk.asked_for)
    desk.reports_fail = False
    wait_for(lambda: desk.cancelled == [desk.asked_for[0]], what="the cancellation to arrive")
    assert len(desk.asked_for) == tries
    assert kiosk.printer.slips == []
    wait_for(lambda: len(kiosk.outbox) == 0, what="the outbox to clear")


def test_a_citizen_who_will_not_wait_calls_it_off(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    desk.next_times.extend([desk.commit_and_hang_up] * 1000)
    kiosk = start_kiosk()
    kiosk.issuing.begin(WISH)
    wait_for(lambda: desk.asked_for, what="a first try")
    assert kiosk.issuing.call_off()
    kiosk.wait_for(Stage.IDLE)
    wait_for(lambda: desk.cancelled == [desk.asked_for[0]], what="the cancellation to arrive")
    assert kiosk.printer.slips == []


def test_calling_off_comes_too_late_once_the_number_is_there(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    printer = StringPrinter()
    printer.hold.clear()
    kiosk = start_kiosk(printer=printer)
    kiosk.issuing.begin(WISH)
    kiosk.wait_for(Stage.PRINTING)
    assert not kiosk.issuing.call_off()
    printer.hold.set()
    kiosk.wait_for(Stage.PRINTED)
    assert desk.cancelled == []


def test_without_paper_no_number_is_asked_for(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    kiosk = start_kiosk()
    kiosk.printer.now = NO_PAPER
    kiosk.issuing.begin(WISH)
    kiosk.wait_for(Stage.IDLE)
    assert desk.asked_for == []
    assert kiosk.store.unfinished() == []


def test_an_unprinted_number_that_was_written_down_is_reported_as_shown(
    start_kiosk: StartKiosk, desk: TicketDesk
) -> None:
    kiosk = start_kiosk()
    kiosk.printer.outcome = SlipOutcome.NOT_PRINTED
    kiosk.issuing.begin(WISH)
    kiosk.wait_for(Stage.NOT_PRINTED)
    assert desk.outcomes == []
    assert kiosk.issuing.note_written_down()
    assert not kiosk.issuing.leave(), "what was written down is not reported as lost"
    kiosk.wait_for(Stage.IDLE)
    wait_for(lambda: desk.outcomes == [(1, "shown")], what="the outcome to be reported")


def test_an_unprinted_number_left_untouched_is_reported_as_not_printed(
    start_kiosk: StartKiosk, desk: TicketDesk
) -> None:
    kiosk = start_kiosk()
    kiosk.printer.outcome = SlipOutcome.NOT_PRINTED
    kiosk.issuing.begin(WISH)
    kiosk.wait_for(Stage.NOT_PRINTED)
    kiosk.issuing.leave()
    wait_for(lambda: desk.outcomes == [(1, "not_printed")], what="the outcome to be reported")


def test_an_unanswering_printer_leaves_the_turn_and_says_unknown(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    kiosk = start_kiosk()
    kiosk.printer.outcome = SlipOutcome.UNKNOWN
    kiosk.issuing.begin(WISH)
    kiosk.wait_for(Stage.UNCONFIRMED)
    wait_for(lambda: desk.outcomes == [(1, "unknown")], what="the outcome to be reported")


def test_reports_wait_for_the_server_and_arrive_once_each_in_order(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    desk.reports_fail = True
    kiosk = start_kiosk()
    for _ in range(3):
        kiosk.issuing.begin(WISH)
        kiosk.wait_for(Stage.PRINTED)
        kiosk.issuing.leave()
        kiosk.wait_for(Stage.IDLE)
    wait_for(lambda: len(kiosk.outbox) == 3, what="three reports in the outbox")
    desk.reports_fail = False
    wait_for(lambda: len(kiosk.outbox) == 0, what="the outbox to clear")
    assert desk.outcomes == [(1, "printed"), (2, "printed"), (3, "printed")]


def test_a_report_refused_for_good_is_set_aside_and_does_not_hold_up_the_others(
    start_kiosk: StartKiosk, desk: TicketDesk
) -> None:
    desk.next_reports.append(refuse(403, "not_your_ticket"))
    kiosk = start_kiosk()
    for _ in range(2):
        kiosk.issuing.begin(WISH)
        kiosk.wait_for(Stage.PRINTED)
        kiosk.issuing.leave()
        kiosk.wait_for(Stage.IDLE)
    wait_for(lambda: desk.outcomes == [(2, "printed")], what="the second report")
    assert ["not_your_ticket" in entry.reason for entry in kiosk.outbox.refused(10)] == [True]


def test_a_former_server_that_refuses_what_it_does_not_know_is_told_the_rest(
    start_kiosk: StartKiosk, desk: TicketDesk
) -> None:
    said: list[set[str]] = []

    def refuse_new_fields(handler: StubHandler, asked: Asked) -> None:
        said.append(set(asked.body))
        refuse(422, "malformed")(handler, asked)

    desk.next_reports.append(refuse_new_fields)
    kiosk = start_kiosk()
    kiosk.issuing.begin(WISH)
    wait_for(lambda: desk.outcomes == [(1, "printed")], what="the report in a former server's words")
    assert said == [{"report_id", "outcome", "intent_id"}]
    last = [asked for asked in desk.server.asked if asked.path.endswith("print-outcomes")][-1]
    assert set(last.body) == {"report_id", "outcome"}
    assert kiosk.outbox.refused(10) == []


def test_a_report_outlives_a_credential_that_is_wrong_for_a_while(start_kiosk: StartKiosk, desk: TicketDesk) -> None:
    desk.next_reports.extend([refuse(401, "not_signed_in")] * 2)
    kiosk = start_kiosk()
    kiosk.issuing.begin(WISH)
    wait_for(lambda: desk.outcomes == [(1, "printed")], what="the report after the credential was set right")


def test_the_highest_number_of_each_series_is_kept(start_kiosk: StartKiosk) -> None:
    kiosk = start_kiosk()
    for service in "ABA":
        kiosk.issuing.begin(Wish(service, None, "vi"))
        kiosk.wait_for(Stage.PRINTED)
        kiosk.issuing.leave()
        kiosk.wait_for(Stage.IDLE)
    kiosk = start_kiosk()
    assert kiosk.store.highest_numbers() == {("2026-11-21", "A"): 3, ("2026-11-21", "B"): 2}


@pytest.mark.parametrize(
    ("fault", "amount", "stage", "outcome"),
    [
        (None, None, Stage.PRINTED, "printed"),
        ("silent", None, Stage.UNCONFIRMED, "unknown"),
        ("no_paper", 200, Stage.NOT_PRINTED, "shown"),
        ("dies_after", 3000, Stage.NOT_PRINTED, "shown"),
    ],
)
def test_over_a_real_printer_port(
    start_kiosk: StartKiosk, desk: TicketDesk, fault: str | None, amount: int | None, stage: Stage, outcome: str
) -> None:
    paper = SimulatedPrinter(width_dots=576)
    paper.start()
    with contextlib.closing(_Stopping(paper)):
        printer = open_printer(PrinterSettings(host="127.0.0.1", port=paper.port))
        kiosk = start_kiosk(printer=printer)
        if fault is not None:
            paper.fail(fault, amount)
        kiosk.issuing.begin(WISH)
        kiosk.wait_for(stage)
        if stage is Stage.NOT_PRINTED:
            kiosk.issuing.note_written_down()
        wait_for(lambda: desk.outcomes == [(1, outcome)], what="the outcome to be reported")
        if fault is None:
            assert paper.wait_for_slip(1).image.width == 576
            assert paper.slip_count == 1


class _Stopping:
    def __init__(self, paper: SimulatedPrinter) -> None:
        self._paper = paper

    def close(self) -> None:
        self._paper.stop()


def refuse_words(*_words: object) -> None:
    raise IntentsUnusable(Path("intents.db"), OSError("full"))


def test_a_slip_that_came_out_before_the_disk_was_full_is_told_when_it_is_well(
    start_kiosk: StartKiosk, desk: TicketDesk
) -> None:
    kiosk = start_kiosk()
    with pytest.MonkeyPatch.context() as full:
        full.setattr(kiosk.store, "settle", refuse_words)
        kiosk.issuing.begin(WISH)
        kiosk.wait_for(Stage.PRINTED)
        kiosk.issuing.leave()
        kiosk.wait_for(Stage.IDLE)
    assert desk.outcomes == []
    kiosk.issuing.keep_what_is_left()
    wait_for(lambda: desk.outcomes == [(1, "printed")], what="the outcome to be reported")
    assert kiosk.store.unfinished() == []
    assert len(kiosk.printer.slips) == 1


@pytest.mark.parametrize("refused", [("answer", "begin_print", "settle"), ("begin_print", "settle")])
def test_no_slip_comes_out_that_the_disk_would_forget_and_the_number_is_shown(
    start_kiosk: StartKiosk, desk: TicketDesk, refused: tuple[str, ...]
) -> None:
    """Killed then, the next start would print the number again as if it were the first time."""
    kiosk = start_kiosk()
    with pytest.MonkeyPatch.context() as full:
        for step in refused:
            full.setattr(kiosk.store, step, refuse_words)
        kiosk.issuing.begin(WISH)
        shown = kiosk.wait_for(Stage.NOT_PRINTED)
        assert shown.ticket is not None
        assert kiosk.printer.slips == []
        kiosk.issuing.note_written_down()
        kiosk.wait_for(Stage.IDLE)
    assert desk.outcomes == []
    kiosk.issuing.keep_what_is_left()
    wait_for(lambda: desk.outcomes == [(1, "shown")], what="the outcome to be reported")
    assert kiosk.store.unfinished() == []


def test_an_answer_that_the_disk_takes_a_moment_later_is_kept_before_its_slip(
    start_kiosk: StartKiosk, desk: TicketDesk
) -> None:
    kiosk = start_kiosk()
    keep, tries = kiosk.store.answer, []

    def refuse_the_first(*words: Any) -> None:
        tries.append(words)
        if len(tries) == 1:
            refuse_words()
        keep(*words)

    with pytest.MonkeyPatch.context() as full:
        full.setattr(kiosk.store, "answer", refuse_the_first)
        full.setattr(kiosk.store, "settle", refuse_words)
        kiosk.issuing.begin(WISH)
        kiosk.wait_for(Stage.PRINTED)
    (on_disk,) = kiosk.store.unfinished()
    assert on_disk.ticket is not None
    assert on_disk.print_began
    assert len(kiosk.printer.slips) == 1


def test_a_wish_that_a_full_disk_broke_off_is_cancelled_when_it_is_well(
    start_kiosk: StartKiosk, desk: TicketDesk
) -> None:
    desk.next_times.append(refuse(409, "no_numbers"))
    kiosk = start_kiosk()
    with pytest.MonkeyPatch.context() as full:
        full.setattr(kiosk.store, "refuse", refuse_words)
        kiosk.issuing.begin(WISH)
        kiosk.wait_for(Stage.GAVE_UP)
    kiosk.issuing.keep_what_is_left()
    wait_for(lambda: kiosk.store.unfinished() == [], what="the wish to end")
    assert desk.outcomes == []
