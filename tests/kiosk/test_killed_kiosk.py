"""kill -9 between any two steps: at most one ticket for a touch, and its citizen is not lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from broker_fixture import wait_for
from kiosk_stub import Kiosk, TicketDesk

from hardware.printer import PrinterSettings, open_printer
from hardware.printer.simulated_printer import SimulatedPrinter
from kiosk.intents import IntentStore, Moment, Wish
from kiosk.issuing import Stage
from messaging.clock import SteppedClock

HERE = Path(__file__).parent
StartKiosk = Callable[..., Kiosk]


@pytest.fixture
def paper() -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter(width_dots=384)
    printer.start()
    yield printer
    printer.stop()


def touch_and_die(folder: Path, desk: TicketDesk, paper: SimulatedPrinter, step: str, when: str) -> None:
    folder.mkdir(exist_ok=True)
    environment = os.environ | {"PYTHONPATH": str(HERE.parent.parent)}
    command = [str(HERE / "kiosk_process.py"), str(folder), desk.server.url, str(paper.port), "TOUCH", step, when]
    ended = subprocess.run([sys.executable, *command], env=environment, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL, "the kiosk did not reach the step"


STEPS = [
    # step, when, tickets, slips and reports once the kiosk has come back
    ("want", "BEFORE", 0, 0, []),
    ("want", "AFTER", 1, 1, ["printed"]),
    ("issue_ticket", "AFTER", 1, 1, ["printed"]),
    ("answer", "AFTER", 1, 1, ["printed"]),
    ("begin_print", "AFTER", 1, 1, ["printed"]),
    ("print_slip", "AFTER", 1, 2, ["printed"]),
    ("settle", "BEFORE", 1, 2, ["printed"]),
    ("settle", "AFTER", 1, 1, ["printed"]),
    ("append", "AFTER", 1, 1, ["printed"]),
    ("report_print", "AFTER", 1, 1, ["printed"]),
]


@pytest.mark.parametrize(("step", "when", "tickets", "slips", "outcomes"), STEPS)
def test_a_kiosk_killed_at_any_step_finishes_after_its_restart(
    tmp_path: Path,
    desk: TicketDesk,
    paper: SimulatedPrinter,
    start_kiosk: StartKiosk,
    step: str,
    when: str,
    tickets: int,
    slips: int,
    outcomes: list[str],
) -> None:
    touch_and_die(tmp_path / "kiosk", desk, paper, step, when)
    printer = open_printer(PrinterSettings(host="127.0.0.1", port=paper.port, width_dots=384))
    kiosk = start_kiosk(printer=printer)
    wait_for(lambda: not kiosk.store.unfinished() and not kiosk.store.owed(), what="what was begun to be finished")
    wait_for(lambda: [outcome for _, outcome in desk.outcomes] == outcomes, what=f"the outcomes {outcomes}")
    wait_for(lambda: len(kiosk.outbox) == 0, what="the outbox to clear")
    assert len(desk.tickets) == tickets
    assert paper.slip_count == slips
    assert len(set(desk.asked_for)) == tickets
    assert all(one.body["procedure"] == "2.000815" for one in desk.server.asked if one.path == "/api/v1/tickets")
    may_be_second = step in ("begin_print", "print_slip") or (step, when) == ("settle", "BEFORE")
    assert kiosk.issuing.view.is_copy == may_be_second, "a slip is marked when another may be in somebody's hand"


def test_an_interrupted_number_is_shown_again_to_the_citizen_who_waits(
    tmp_path: Path, desk: TicketDesk, paper: SimulatedPrinter, start_kiosk: StartKiosk
) -> None:
    touch_and_die(tmp_path / "kiosk", desk, paper, "answer", "AFTER")
    kiosk = start_kiosk()
    view = kiosk.wait_for(Stage.PRINTED)
    assert view.ticket is not None
    assert view.ticket.number == "A001"
    assert not kiosk.issuing.begin(Wish("B", None, "vi"))
    kiosk.issuing.leave()
    kiosk.wait_for(Stage.IDLE)
    assert kiosk.issuing.begin(Wish("B", None, "vi"))
    kiosk.wait_for(Stage.PRINTED)
    assert len(desk.tickets) == 2


@pytest.mark.parametrize(
    ("step", "when", "cancelled", "outcomes"),
    [
        ("issue_ticket", "AFTER", 1, []),
        ("answer", "AFTER", 0, ["not_printed"]),
        # the slip may be in somebody's hand: the turn must not be voided
        ("print_slip", "AFTER", 0, ["unknown"]),
    ],
)
def test_after_90_s_nobody_waits_any_more_and_the_server_is_told(
    tmp_path: Path,
    desk: TicketDesk,
    paper: SimulatedPrinter,
    start_kiosk: StartKiosk,
    step: str,
    when: str,
    cancelled: int,
    outcomes: list[str],
) -> None:
    touch_and_die(tmp_path / "kiosk", desk, paper, step, when)
    slips = paper.slip_count
    kiosk = start_kiosk(clock=SteppedClock(lead=timedelta(seconds=91)))
    kiosk.wait_for(Stage.IDLE)
    wait_for(
        lambda: [outcome for _, outcome in desk.outcomes] == outcomes and len(desk.cancelled) == cancelled,
        what="the server to be told",
    )
    assert kiosk.printer.slips == []
    assert paper.slip_count == slips
    assert len(desk.tickets) == 1


def test_only_the_newest_interrupted_wish_goes_on(tmp_path: Path, desk: TicketDesk, start_kiosk: StartKiosk) -> None:
    (tmp_path / "kiosk").mkdir()
    store = IntentStore(tmp_path / "kiosk" / "intents.db")
    clock = SteppedClock()
    now = Moment(clock.now(), _boot_id(), clock.monotonic_s())
    older, newer = store.want(Wish("A", None, "vi"), now), store.want(Wish("B", None, "en"), now)
    store.close()
    kiosk = start_kiosk(clock=clock)
    view = kiosk.wait_for(Stage.PRINTED)
    assert view.ticket is not None
    assert (view.ticket.service, view.ticket.language) == ("B", "en")
    assert desk.asked_for == [str(newer.intent_id)]
    wait_for(lambda: desk.cancelled == [str(older.intent_id)], what="the older one to be cancelled")


def _boot_id() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
