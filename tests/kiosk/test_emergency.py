"""Numbers that the kiosk gives by itself while the server is away: one each, in order, taken over once."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from broker_fixture import wait_for
from kiosk_stub import SERVER_NOW, Kiosk, TicketDesk
from stub_server import hang, hang_up, refuse

from hardware.printer import PrinterSettings, open_printer
from hardware.printer.printer import SlipOutcome
from hardware.printer.simulated_printer import SimulatedPrinter
from kiosk.emergency import LastKnown, WithoutServer, believed, snapshot_without_server
from kiosk.intents import LAST_EMERGENCY_NUMBER, IntentStore, Moment, Wish, WishKind, moment
from kiosk.issuing import Stage
from kiosk.reporting import REFUSED_NUMBERS, OwnSeries
from kiosk.slips import emergency_slip_of
from messaging.clock import SteppedClock
from messaging.requests import EmergencyTicket
from messaging.snapshots import DayState, SlipOptions
from simulation.screens.sample_kiosk import kiosk_snapshot

HERE = Path(__file__).parent
AWAY_S = 0.4
"""In place of three seconds, so that the tests are quick."""
StartKiosk = Callable[..., Kiosk]


def give(kiosk: Kiosk, service: str = "A", **wish: Any) -> str:
    """A citizen's visit while the server is away; the number on paper."""
    assert kiosk.issuing.begin(Wish(service, wish.pop("group", None), wish.pop("language", "vi"), **wish))
    view = kiosk.wait_for(Stage.PRINTED, Stage.UNCONFIRMED)
    assert view.emergency is not None
    assert view.ticket is None
    kiosk.issuing.leave()
    kiosk.wait_for(Stage.IDLE)
    return view.emergency.shown


def knowing(start_kiosk: StartKiosk, **options: Any) -> Kiosk:
    kiosk = start_kiosk(emergency_after_s=AWAY_S, **options)
    kiosk.hear()
    return kiosk


def numbers(desk: TicketDesk) -> list[str]:
    return [merged["shown"] for merged in desk.merged]


def test_numbers_of_an_outage_are_taken_over_in_order_with_their_ages(
    desk: TicketDesk, start_kiosk: StartKiosk
) -> None:
    kiosk = knowing(start_kiosk)
    desk.server.stop()
    elder = {"group": "elderly", "language": "en", "purpose": "ask", "procedure": "1.0"}
    given = [give(kiosk), give(kiosk, "B", **elder), give(kiosk, "C")]
    assert given == ["X2-001", "X2-002", "X2-003"]
    kiosk.clock.step(timedelta(minutes=10))
    desk.server.start()
    wait_for(lambda: numbers(desk) == given, what="the numbers to be taken over, in order")
    wait_for(lambda: not len(kiosk.outbox) and not kiosk.store.owed(), what="nothing to be owed")
    first, second, third = desk.merged
    assert (second["procedure"], "procedure" in third) == ("1.0", False)
    assert 600_000 <= first["age_ms"] < 700_000
    assert first["age_ms"] > second["age_ms"]
    assert (second["service"], second["priority_group"], second["purpose"], second["language"]) == (
        *("B", "elderly", "ask", "en"),
    )
    assert desk.tickets == {}
    assert desk.outcomes == []
    assert desk.cancelled == []


def test_with_a_server_again_the_kiosk_takes_its_numbers_from_there(desk: TicketDesk, start_kiosk: StartKiosk) -> None:
    kiosk = knowing(start_kiosk)
    desk.server.stop()
    give(kiosk)
    desk.server.start()
    wait_for(lambda: kiosk.without.away_s() == 0.0, what="the server to be found")
    assert kiosk.issuing.begin(Wish("A", None, "vi"))
    view = kiosk.wait_for(Stage.PRINTED)
    assert view.ticket is not None
    assert view.emergency is None
    desk.server.stop()
    kiosk.issuing.leave()
    kiosk.wait_for(Stage.IDLE)
    assert give(kiosk) == "X2-002", "the series runs on"
    desk.server.start()


def test_a_server_that_commits_and_stays_silent_gave_a_number_that_nobody_saw(
    desk: TicketDesk, start_kiosk: StartKiosk
) -> None:
    kiosk = knowing(start_kiosk)
    desk.next_times.append(desk.commit_and_hang)
    assert give(kiosk) == "X2-001"
    (intent_id,) = desk.tickets
    wait_for(lambda: numbers(desk) == ["X2-001"], what="the number to be taken over")
    assert desk.merged[0]["intent_id"] == intent_id, "the same wish: the server knows which number to supersede"
    assert desk.outcomes == []


@pytest.mark.parametrize("lost", ["before", "after"])
def test_a_lost_answer_to_the_take_over_is_asked_for_again(
    desk: TicketDesk, start_kiosk: StartKiosk, lost: str
) -> None:
    kiosk = knowing(start_kiosk)
    desk.server.stop()
    give(kiosk)
    give(kiosk)
    desk.next_reports.extend([hang_up, hang_up] if lost == "before" else [desk.merge_and_hang_up])
    desk.server.start()
    wait_for(lambda: numbers(desk) == ["X2-001", "X2-002"], what="both to be taken over")
    wait_for(lambda: not len(kiosk.outbox), what="nothing to be owed")
    assert numbers(desk) == ["X2-001", "X2-002"]


def test_a_number_waits_until_a_day_is_open(desk: TicketDesk, start_kiosk: StartKiosk) -> None:
    kiosk = knowing(start_kiosk)
    desk.server.stop()
    give(kiosk)
    desk.is_day_closed = True
    desk.server.start()
    wait_for(
        lambda: sum(one.path == "/api/v1/emergency-tickets" for one in desk.server.asked) >= 2,
        what="the number to be offered again",
    )
    assert len(kiosk.outbox) == 1
    desk.is_day_closed = False
    wait_for(lambda: numbers(desk) == ["X2-001"], what="the number to be taken over")


def test_a_number_that_is_refused_for_good_is_told_to_staff(desk: TicketDesk, start_kiosk: StartKiosk) -> None:
    kiosk = knowing(start_kiosk)
    desk.server.stop()
    give(kiosk)
    give(kiosk)
    desk.next_reports.append(refuse(409, "number_used"))
    desk.server.start()
    wait_for(lambda: numbers(desk) == ["X2-002"], what="the other one to be taken over")
    assert kiosk.reports.faults == {REFUSED_NUMBERS}
    assert [entry.reason for entry in kiosk.outbox.refused(5)] == ["409 number_used: no"]


@pytest.mark.parametrize(
    ("heard", "wish"),
    [
        ({"kiosk_number": None}, Wish("A", None, "vi")),
        ({}, Wish("V", None, "vi")),
        ({}, Wish("", None, "vi", WishKind.CLAIM, "482913")),
        ({}, Wish("A", None, "vi", WishKind.PLACE)),
    ],
    ids=["no series", "unknown service", "code", "place"],
)
def test_what_only_the_server_can_give_is_waited_for(
    desk: TicketDesk, start_kiosk: StartKiosk, heard: dict[str, Any], wish: Wish
) -> None:
    kiosk = start_kiosk(emergency_after_s=AWAY_S)
    kiosk.hear(**heard)
    desk.server.stop()
    assert kiosk.issuing.begin(wish)
    wait_for(lambda: kiosk.without.away_s() > AWAY_S, what="the kiosk to know that the server is away")
    assert kiosk.issuing.view.stage is Stage.ASKING
    kiosk.clock.step(timedelta(seconds=91))
    assert kiosk.wait_for(Stage.GAVE_UP).problem == "timeout"
    assert kiosk.printer.slips == []
    desk.server.start()


def test_what_is_known_survives_a_restart_without_a_server(desk: TicketDesk, start_kiosk: StartKiosk) -> None:
    kiosk = knowing(start_kiosk)
    wait_for(lambda: kiosk.store.remembered("centre") is not None, what="the centre to be kept")
    desk.server.stop()
    kiosk = start_kiosk(emergency_after_s=AWAY_S)
    assert kiosk.without.snapshot() is not None
    assert give(kiosk) == "X2-001"
    kiosk = start_kiosk(emergency_after_s=AWAY_S)
    assert give(kiosk) == "X2-002", "the counter goes on"
    desk.server.start()
    wait_for(lambda: numbers(desk) == ["X2-001", "X2-002"], what="both to be taken over")
    assert all(merged["printed_at"] is None for merged in desk.merged), "the server was not heard since the start"


def test_after_the_last_number_comes_the_first(tmp_path: Path) -> None:
    store = IntentStore(tmp_path / "intents.db")
    facts = _facts(tmp_path)
    now = moment(SteppedClock())
    given = []
    for _ in range(LAST_EMERGENCY_NUMBER + 1):
        wish = Wish("A", None, "vi")
        given.append(store.give_emergency(store.want(wish, now).intent_id, wish, facts, now).shown)
    assert given[-2:] == ["X2-999", "X2-001"]
    assert len(set(given)) == LAST_EMERGENCY_NUMBER
    store.close()


def test_a_slip_that_did_not_come_out_and_nobody_noted_leaves_no_ghost(
    desk: TicketDesk, start_kiosk: StartKiosk
) -> None:
    kiosk = knowing(start_kiosk)
    desk.server.stop()
    kiosk.printer.outcome = SlipOutcome.NOT_PRINTED
    for is_noted in (False, True):
        assert kiosk.issuing.begin(Wish("A", None, "vi"))
        kiosk.wait_for(Stage.NOT_PRINTED)
        (kiosk.issuing.note_written_down if is_noted else kiosk.issuing.leave)()
        kiosk.wait_for(Stage.IDLE)
    desk.server.start()
    wait_for(lambda: numbers(desk) == ["X2-002"], what="the noted number to be taken over")
    wait_for(lambda: len(desk.cancelled) == 1, what="the other wish to be cancelled on record")
    assert desk.never_taken_away == ["X2-001"], "and its number ends there"


def test_the_slip_of_its_own_number_has_the_digits_that_the_server_is_told(
    desk: TicketDesk, start_kiosk: StartKiosk
) -> None:
    kiosk = knowing(start_kiosk)
    desk.server.stop()
    assert kiosk.issuing.begin(Wish("A", None, "vi"))
    kiosk.wait_for(Stage.PRINTED)
    emergency = kiosk.issuing.view.emergency
    assert emergency is not None
    assert emergency_slip_of(emergency, is_copy=False, options=SlipOptions()).check == emergency.check
    desk.server.start()
    wait_for(lambda: bool(desk.merged), what="the number to be taken over")
    assert desk.merged[0]["check"] == emergency.check
    assert len(emergency.check) == 3


def test_an_age_is_not_known_after_a_reboot() -> None:
    clock = SteppedClock()
    given = moment(clock)
    ticket = EmergencyTicket(
        intent_id=uuid4(), number=1, shown="X2-001", service="A", age_ms=None, printed_at=SERVER_NOW
    )
    entry = OwnSeries(ticket=ticket, given_at=given.at, given_boot=given.boot_id, given_s=given.monotonic_s)
    clock.step(timedelta(seconds=60))
    same_boot = entry.aged(moment(clock)).age_ms
    assert same_boot is not None
    assert 60_000 <= same_boot < 90_000
    rebooted = Moment(given.at + timedelta(hours=1), "another boot", 30.0)
    assert entry.aged(rebooted).age_ms is None
    assert entry.aged(rebooted).printed_at == SERVER_NOW


# What is offered without a server

EVENING = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # Monday, 18:00 at the centre


@pytest.mark.parametrize(
    ("day", "heard_at", "now", "offers"),
    [
        ("open", SERVER_NOW, SERVER_NOW + timedelta(hours=1), "open"),
        ("open", SERVER_NOW, EVENING, "open"),  # nobody has closed it
        ("tickets_stopped", SERVER_NOW, SERVER_NOW + timedelta(hours=1), "tickets_stopped"),
        ("closed", SERVER_NOW, SERVER_NOW + timedelta(hours=1), "closed"),  # closed within the hours, by somebody
        ("closed", SERVER_NOW - timedelta(hours=1), SERVER_NOW, "open"),  # heard at 7:15, before the hours
        ("closed", EVENING, EVENING + timedelta(hours=14), "open"),  # 8:00 on the next day
        ("closed", EVENING, EVENING + timedelta(hours=10), "closed"),  # 4:00
        ("open", SERVER_NOW, EVENING + timedelta(hours=10), "closed"),
        ("tickets_stopped", SERVER_NOW, EVENING + timedelta(hours=14), "open"),
        ("closed", EVENING, None, "open"),  # it cannot know the time: whoever stands here is inside
    ],
)
def test_what_the_day_is_without_a_server(day: str, heard_at: datetime, now: datetime | None, offers: str) -> None:
    heard = kiosk_snapshot(day=day, closed=("B",))
    known = LastKnown(kiosk_number=2, snapshot=heard, heard_at=heard_at, usual_hours=heard.hours_today)
    offered = snapshot_without_server(known, now)
    assert offered is not None
    assert offered.day is DayState(offers)


def test_a_service_that_had_ended_is_offered_on_the_next_day() -> None:
    heard = kiosk_snapshot(closed=("B",))
    known = LastKnown(kiosk_number=2, snapshot=heard, heard_at=SERVER_NOW, usual_hours=heard.hours_today)
    for later, is_open in ((timedelta(hours=1), False), (timedelta(days=1), True)):
        offered = snapshot_without_server(known, SERVER_NOW + later)
        assert offered is not None
        assert offered.services[1].is_open is is_open


@pytest.mark.parametrize(
    ("own_now", "is_believed"),
    [
        (SERVER_NOW + timedelta(hours=3), True),
        (SERVER_NOW + timedelta(days=30), True),
        (SERVER_NOW - timedelta(seconds=1), False),
        (datetime(1970, 1, 1, tzinfo=UTC), False),
        (SERVER_NOW + timedelta(days=32), False),
    ],
)
def test_a_clock_without_a_battery_is_not_believed(own_now: datetime, is_believed: bool) -> None:
    assert (believed(own_now, SERVER_NOW) is not None) == is_believed
    assert believed(own_now, None) is None


# kill -9


@pytest.fixture
def paper() -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter(width_dots=384)
    printer.start()
    yield printer
    printer.stop()


def know_the_centre(folder: Path) -> None:
    store = IntentStore(folder / "intents.db")
    known = LastKnown(kiosk_number=2, snapshot=kiosk_snapshot(), heard_at=SERVER_NOW)
    store.remember("centre", known.model_dump_json())
    store.close()


def touch_and_die(folder: Path, desk: TicketDesk, paper: SimulatedPrinter, step: str, when: str) -> None:
    know_the_centre(folder)
    environment = os.environ | {"PYTHONPATH": str(HERE.parent.parent)}
    command = [str(HERE / "kiosk_process.py"), str(folder), desk.server.url, str(paper.port), "TOUCH", step, when]
    ended = subprocess.run([sys.executable, *command], env=environment, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL, "the kiosk did not reach the step"


STEPS = [
    # step, when, slips once the kiosk has come back with the server still away
    ("want", "AFTER", 1),
    ("give_emergency", "BEFORE", 1),
    ("give_emergency", "AFTER", 1),
    ("begin_print", "AFTER", 1),
    ("print_slip", "AFTER", 2),
    ("settle", "BEFORE", 2),
    ("settle", "AFTER", 1),
    ("append", "AFTER", 1),
    ("merge_emergency", "AFTER", 1),
]


@pytest.mark.parametrize(("step", "when", "slips"), STEPS)
def test_killed_at_any_step_a_touch_makes_one_number_that_is_taken_over_once(
    tmp_path: Path,
    desk: TicketDesk,
    paper: SimulatedPrinter,
    start_kiosk: StartKiosk,
    step: str,
    when: str,
    slips: int,
) -> None:
    if step == "merge_emergency":
        desk.next_times.append(hang)  # there only when the number is taken over
    else:
        desk.server.stop()
    touch_and_die(tmp_path / "kiosk", desk, paper, step, when)
    if step == "merge_emergency":
        desk.server.stop()
    printer = open_printer(PrinterSettings(host="127.0.0.1", port=paper.port, width_dots=384))
    kiosk = start_kiosk(printer=printer, emergency_after_s=AWAY_S)
    wait_for(lambda: not kiosk.store.unfinished() and not kiosk.store.owed(), what="what was begun to be finished")
    assert paper.slip_count == slips
    may_be_second = step in ("begin_print", "print_slip") or (step, when) == ("settle", "BEFORE")
    assert kiosk.issuing.view.is_copy == may_be_second
    desk.server.start()
    wait_for(lambda: numbers(desk) == ["X2-001"], what="the number to be taken over")
    wait_for(lambda: not len(kiosk.outbox), what="nothing to be owed")
    assert [(one["shown"], one["procedure"]) for one in desk.merged] == [("X2-001", "2.000815")]
    assert desk.tickets == {}
    assert desk.cancelled == []


@pytest.mark.parametrize(
    ("step", "taken_over", "cancelled"), [("give_emergency", [], 1), ("print_slip", ["X2-001"], 0)]
)
def test_after_90_s_only_a_slip_that_may_be_in_somebodys_hand_counts(
    tmp_path: Path,
    desk: TicketDesk,
    paper: SimulatedPrinter,
    start_kiosk: StartKiosk,
    step: str,
    taken_over: list[str],
    cancelled: int,
) -> None:
    desk.server.stop()
    touch_and_die(tmp_path / "kiosk", desk, paper, step, "AFTER")
    desk.server.start()
    kiosk = start_kiosk(clock=SteppedClock(lead=timedelta(seconds=91)), emergency_after_s=AWAY_S)
    kiosk.wait_for(Stage.IDLE)
    wait_for(lambda: numbers(desk) == taken_over and len(desk.cancelled) == cancelled, what="the server to be told")
    assert kiosk.printer.slips == []


# The next person while the slip still feeds


def test_the_next_citizen_is_served_while_the_slip_feeds(desk: TicketDesk, start_kiosk: StartKiosk) -> None:
    kiosk = start_kiosk()
    kiosk.printer.hold.clear()
    assert kiosk.issuing.begin(Wish("A", None, "vi"))
    kiosk.wait_for(Stage.PRINTING)
    assert kiosk.issuing.make_way()
    assert kiosk.issuing.view.stage is Stage.IDLE
    assert kiosk.issuing.begin(Wish("B", None, "vi"))
    kiosk.printer.hold.set()
    view = kiosk.wait_for(Stage.PRINTED)
    assert view.ticket is not None
    assert view.ticket.service == "B"
    wait_for(lambda: [outcome for _, outcome in desk.outcomes] == ["printed", "printed"], what="both outcomes")
    assert not kiosk.issuing.make_way(), "its slip is out already"


def test_a_slip_that_fails_behind_the_next_citizen_is_shown_after_all(
    desk: TicketDesk, start_kiosk: StartKiosk
) -> None:
    kiosk = start_kiosk()
    kiosk.printer.hold.clear()
    kiosk.printer.outcome = SlipOutcome.NOT_PRINTED
    assert kiosk.issuing.begin(Wish("A", None, "vi"))
    kiosk.wait_for(Stage.PRINTING)
    assert kiosk.issuing.make_way()
    assert kiosk.issuing.begin(Wish("B", None, "vi"))
    kiosk.printer.hold.set()
    view = kiosk.wait_for(Stage.NOT_PRINTED)
    assert view.ticket is not None
    assert view.ticket.service == "A"
    kiosk.issuing.note_written_down()
    kiosk.wait_for(Stage.IDLE)
    wait_for(lambda: desk.outcomes == [(1, "shown")], what="the outcome")
    assert len(desk.tickets) == 1, "the touch that came between is made again"


def _facts(folder: Path) -> Any:
    know_the_centre(folder)
    store = IntentStore(folder / "intents.db")

    class Nobody:
        away_since_s = None

        def is_working(self) -> bool:
            return False

    facts = WithoutServer(store=store, server=Nobody(), clock=SteppedClock(), after_s=3).facts(Wish("A", None, "vi"))
    store.close()
    assert facts is not None
    return facts
