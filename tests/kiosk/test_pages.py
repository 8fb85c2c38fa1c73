"""Which page is shown, how tiles are laid out, what the printer's state means."""

import pytest

from hardware.printer.printer import Paper, PrinterStatus, Readiness
from kiosk.issuing import IDLE, IssuingView, Stage
from kiosk.pages import MOST_TILES, Page, grid_for, page_for, tiles_on
from kiosk.standing import Heard, Standing, faults, standing
from simulation.screens.sample_kiosk import kiosk_snapshot

WELL = PrinterStatus(Readiness.READY, Paper.PLENTY)


def status(readiness: Readiness, paper: Paper = Paper.PLENTY) -> PrinterStatus:
    return PrinterStatus(readiness, paper)


@pytest.mark.parametrize(
    ("heard", "printer", "now"),
    [
        (Heard(None, 0.5), None, Standing.STARTING),
        (Heard(None, 4), None, Standing.NO_CONNECTION),
        (Heard(kiosk_snapshot(), None), WELL, Standing.ISSUING),
        (Heard(kiosk_snapshot(), None), None, Standing.ISSUING),
        (Heard(kiosk_snapshot(), 2.9), WELL, Standing.ISSUING),
        (Heard(kiosk_snapshot(), 3.1), WELL, Standing.ISSUING),  # the broker alone is away
        (Heard(kiosk_snapshot(), 3.1, is_away=True), WELL, Standing.ISSUING),  # it helps itself
        (Heard(None, None, is_away=True), WELL, Standing.NO_CONNECTION),  # it cannot
        (Heard(kiosk_snapshot(day="closed"), None), WELL, Standing.CLOSED),
        (Heard(kiosk_snapshot(day="closed"), None), status(Readiness.READY, Paper.OUT), Standing.CLOSED),
        (Heard(kiosk_snapshot(day="tickets_stopped"), None), WELL, Standing.TICKETS_STOPPED),
        (Heard(kiosk_snapshot(), None), status(Readiness.READY, Paper.OUT), Standing.NO_PAPER),
        (Heard(kiosk_snapshot(), None), status(Readiness.COVER_OPEN), Standing.PRINTER_FAULT),
        (Heard(kiosk_snapshot(), None), status(Readiness.OFFLINE, Paper.UNKNOWN), Standing.PRINTER_FAULT),
        (Heard(kiosk_snapshot(), None), status(Readiness.UNKNOWN, Paper.UNKNOWN), Standing.ISSUING),
        (Heard(kiosk_snapshot(), None), status(Readiness.READY, Paper.NEAR_END), Standing.ISSUING),
    ],
)
def test_standing(heard: Heard, printer: PrinterStatus | None, now: Standing) -> None:
    assert standing(heard, printer) is now


@pytest.mark.parametrize(
    ("printer", "codes"),
    [
        (None, set()),
        (WELL, set()),
        (status(Readiness.READY, Paper.OUT), {"paper_out"}),
        (status(Readiness.READY, Paper.NEAR_END), {"paper_near_end"}),
        (status(Readiness.UNKNOWN, Paper.UNKNOWN), {"printer_silent"}),
        (status(Readiness.OFFLINE, Paper.UNKNOWN), {"printer_offline"}),
        (status(Readiness.COVER_OPEN, Paper.OUT), {"printer_cover_open", "paper_out"}),
        (status(Readiness.FAULT), {"printer_fault"}),
    ],
)
def test_faults_in_the_presence(printer: PrinterStatus | None, codes: set[str]) -> None:
    assert faults(printer) == codes


@pytest.mark.parametrize("now", list(Standing))
def test_nobody_is_interrupted_on_the_way_to_a_number(now: Standing) -> None:
    shown = {
        stage: page_for(IssuingView(stage, asked_s=0), now, asks=None, now_s=1)
        for stage in Stage
        if stage is not Stage.IDLE
    }
    assert shown == {
        Stage.ASKING: Page.ASKING,
        Stage.STOPPING: Page.ASKING,
        Stage.PRINTING: Page.NUMBER,
        Stage.PRINTED: Page.NUMBER,
        Stage.UNCONFIRMED: Page.NUMBER,
        Stage.NOT_PRINTED: Page.NOT_PRINTED,
        Stage.REFUSED: Page.REFUSED,
        Stage.GAVE_UP: Page.GAVE_UP,
    }


def test_waiting_is_excused_from_the_third_second() -> None:
    view = IssuingView(Stage.ASKING, asked_s=100)
    assert page_for(view, Standing.ISSUING, asks=None, now_s=102.9) is Page.ASKING
    assert page_for(view, Standing.ISSUING, asks=None, now_s=103) is Page.SLOW


def test_the_question_gives_way_when_nothing_can_be_issued() -> None:
    assert page_for(IDLE, Standing.ISSUING, asks=Page.PRIORITY, now_s=0) is Page.PRIORITY
    assert page_for(IDLE, Standing.NO_PAPER, asks=Page.PRIORITY, now_s=0) is Page.NO_PAPER


@pytest.mark.parametrize("is_portrait", [True, False])
@pytest.mark.parametrize("count", range(41))
def test_every_service_has_its_place_on_one_page(count: int, is_portrait: bool) -> None:
    grid = grid_for(count, is_portrait=is_portrait)
    placed = [position for page in range(grid.pages) for position in tiles_on(page, count, grid)]
    assert placed == list(range(count))
    for page in range(grid.pages):
        assert len(tiles_on(page, count, grid)) <= min(MOST_TILES, grid.columns * grid.rows)
    assert grid.pages == max(1, -(-count // MOST_TILES))
