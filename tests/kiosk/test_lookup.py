"""The kiosk's own copy of the procedures, and its checklists, without a screen."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from broker_fixture import wait_for
from kiosk_stub import NO_PAPER, StringPrinter
from server_sample import SAMPLE

from hardware.printer.printer import SlipOutcome
from kiosk import lookup
from kiosk.lookup import Checklists, ChecklistStage, ChecklistView, ProcedureBook, Shelf, WantedChecklist
from kiosk.printer_watch import PrinterWatch
from kiosk.screens.lookup_flow import LookUp
from messaging.requests import Procedures
from messaging.server_client import ServerUnreachable
from procedures.model import Procedure
from procedures.search import Index
from procedures.values import as_values

TODAY = date(2026, 11, 21)
PAGE = "http://10.0.0.2:8090/thu-tuc"


class Server:
    """Gives the list, or is away; counts what it gave whole."""

    def __init__(self, *procedures: Procedure, revision: int = 5) -> None:
        self.procedures_given = 0
        self.is_away = False
        self.told = Procedures(revision=revision, page_url=PAGE, procedures=[as_values(one) for one in procedures])

    def procedures(self, known_etag: str) -> tuple[str, Procedures] | None:
        if self.is_away:
            raise ServerUnreachable("away")
        etag = f'"{self.told.revision}"'
        if known_etag == etag:
            return None
        self.procedures_given += 1
        return etag, self.told


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Callable[[Any], ProcedureBook]]:
    """Start a book on the test's file; a second call is a restart."""
    started: list[ProcedureBook] = []

    def start(server: Any) -> ProcedureBook:
        if started:
            started.pop().stop()
        book = ProcedureBook(tmp_path / "procedures.json", server=server, on_change=lambda: None)
        started.append(book)
        book.start()
        return book

    yield start
    for book in started:
        book.stop()


def a_procedure(name: str, **changes: Any) -> Procedure:
    values: dict[str, Any] = {"name": name, "source": "QĐ 1", "as_of": TODAY, "effective_from": TODAY}
    return Procedure(**(values | changes))


def names(book: ProcedureBook, typed: str) -> list[str]:
    assert book.shelf is not None
    return [found.procedure.name for found in book.shelf.search(typed)]


def has_shelf(book: ProcedureBook) -> Callable[[], bool]:
    return lambda: book.shelf is not None


def test_the_list_is_fetched_when_the_server_says_that_there_is_one(books: Any) -> None:
    server = Server(*SAMPLE)
    book = books(server)
    book.hear(5, TODAY)
    wait_for(has_shelf(book), what="the procedures")

    assert names(book, "giay doc than")[0] == "Cấp Giấy xác nhận tình trạng hôn nhân"
    procedure = book.shelf.listed[0]
    assert book.shelf.page_of(procedure) == f"{PAGE}/{procedure.key}"


def test_a_restart_without_a_server_searches_the_kept_copy(books: Any) -> None:
    server = Server(a_procedure("Khai sinh"), a_procedure("Luật mới", effective_from=date(2099, 1, 1)))
    book = books(server)
    book.hear(5, TODAY)
    wait_for(has_shelf(book), what="the procedures")
    server.is_away = True
    book = books(server)  # neither a snapshot nor the time is known yet
    wait_for(has_shelf(book), what="the kept procedures")

    assert names(book, "khai sinh") == ["Khai sinh"]
    assert names(book, "luat moi") == []


def test_a_copy_that_stands_is_not_fetched_again(books: Any) -> None:
    server = Server(a_procedure("Khai sinh"))
    book = books(server)
    book.hear(5, TODAY)
    wait_for(has_shelf(book), what="the procedures")
    book = books(server)
    book.hear(5, TODAY)
    wait_for(has_shelf(book), what="the kept procedures")
    book.stop()
    assert server.procedures_given == 1


def test_another_list_takes_the_place_of_the_copy(books: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "ASK_AGAIN_S", 0.05)
    server = Server(a_procedure("Khai sinh"))
    book = books(server)
    book.hear(5, TODAY)
    wait_for(has_shelf(book), what="the procedures")
    server.told = Server(a_procedure("Kết hôn"), revision=9).told
    server.is_away = True
    book.hear(9, TODAY)
    server.is_away = False
    wait_for(lambda: names(book, "ket hon") == ["Kết hôn"], what="the new list")


def test_what_holds_changes_with_the_date(books: Any) -> None:
    until, since = date(2026, 12, 31), date(2027, 1, 1)
    server = Server(a_procedure("Cách cũ", effective_to=until), a_procedure("Cách mới", effective_from=since))
    book = books(server)
    book.hear(5, until)
    wait_for(has_shelf(book), what="the procedures")
    assert names(book, "cach") == ["Cách cũ"]
    book.hear(5, since)
    wait_for(lambda: names(book, "cach") == ["Cách mới"], what="the new year")


def test_a_centre_without_a_list_has_no_look_up(books: Any) -> None:
    server = Server(a_procedure("Khai sinh"))
    book = books(server)
    book.hear(5, TODAY)
    wait_for(has_shelf(book), what="the procedures")
    book.hear(0, TODAY)
    wait_for(lambda: book.shelf is None, what="the look-up to go")


@pytest.mark.parametrize("kept", ["", "{", '{"etag": "x", "day": null, "told": {}}', '{"etag": 1}', "[]"])
def test_a_broken_copy_is_fetched_anew(books: Any, tmp_path: Path, kept: str) -> None:
    (tmp_path / "procedures.json").write_text(kept)
    book = books(Server(a_procedure("Khai sinh")))
    book.hear(5, TODAY)
    wait_for(has_shelf(book), what="the procedures")


def test_an_answer_that_is_no_list_leaves_the_copy(books: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "ASK_AGAIN_S", 0.05)
    server = Server(a_procedure("Khai sinh"))
    book = books(server)
    book.hear(5, TODAY)
    wait_for(has_shelf(book), what="the procedures")
    good = server.told
    server.told = Procedures(revision=6, page_url=None, procedures=[{"name": 5}])
    book.hear(6, TODAY)
    wait_for(lambda: server.procedures_given > 1, what="the broken answer")
    assert names(book, "khai") == ["Khai sinh"]
    server.told = good.model_copy(update={"revision": 6})
    wait_for(lambda: book.shelf.revision == 6, what="the good answer")


# --- checklists --------------------------------------------------------------------------------------------------


WANTED = WantedChecklist(
    procedure=SAMPLE[0],
    centre_name="Trung tâm Mẫu",
    service_name="A · Chứng thực",
    url=f"{PAGE}/{SAMPLE[0].key}",
    at_local=datetime(2026, 11, 21, 8, 15, tzinfo=UTC),
    language="vi",
)


@pytest.fixture
def printer() -> StringPrinter:
    return StringPrinter()


@pytest.fixture
def checklists(printer: StringPrinter) -> Iterator[Checklists]:
    made = Checklists(PrinterWatch(printer, on_change=lambda: None), on_change=lambda: None)
    made.start()
    yield made
    printer.hold.set()
    made.stop()


def at(checklists: Checklists, stage: ChecklistStage) -> None:
    wait_for(lambda: checklists.view.stage is stage, what=f"{stage}")


def test_a_checklist_is_printed_once_however_often_it_is_touched(
    checklists: Checklists, printer: StringPrinter
) -> None:
    printer.hold.clear()
    assert checklists.begin(WANTED)
    assert not checklists.begin(WANTED)
    printer.hold.set()
    at(checklists, ChecklistStage.PRINTED)
    assert not checklists.begin(WANTED)
    assert len(printer.slips) == 1
    checklists.leave()
    assert checklists.begin(WANTED), "for the next citizen it is printed again"
    at(checklists, ChecklistStage.PRINTED)


def test_another_checklist_is_printed_after_the_one_that_still_feeds(
    checklists: Checklists, printer: StringPrinter
) -> None:
    printer.hold.clear()
    checklists.begin(WANTED)
    checklists.leave()
    assert checklists.view.stage is ChecklistStage.IDLE, "nothing of it for who opens another one, or comes next"
    other = replace(WANTED, procedure=SAMPLE[1])
    assert checklists.begin(other)
    assert not checklists.begin(replace(WANTED, procedure=SAMPLE[2])), "numbers must not wait behind a heap of lists"
    assert checklists.view == ChecklistView(ChecklistStage.PRINTING, SAMPLE[1].key)
    printer.hold.set()
    at(checklists, ChecklistStage.PRINTED)
    assert checklists.view.key == SAMPLE[1].key
    assert len(printer.slips) == 2


def test_a_procedure_shows_how_its_own_checklist_goes_and_no_others() -> None:
    class Desk:
        shelf = Shelf(Index(SAMPLE), 5, PAGE)
        view = ChecklistView(ChecklistStage.PRINTED, SAMPLE[0].key)

        def begin(self, wanted: WantedChecklist) -> bool:
            del wanted
            return True

        def leave(self) -> None:
            """It still feeds."""

    look_up = LookUp(Desk(), on_change=lambda: None, on_close=lambda: None)
    look_up._found = (SAMPLE[0], SAMPLE[1])
    look_up._rows = 2
    shown = []
    for row in (0, 1):
        look_up.open(row)
        shown.append(look_up.moment[-1])
        look_up.back()
    assert shown == [ChecklistStage.PRINTED, ChecklistStage.IDLE]


@pytest.mark.parametrize(
    ("outcome", "stage"),
    [
        (SlipOutcome.UNKNOWN, ChecklistStage.UNCONFIRMED),
        (SlipOutcome.NOT_PRINTED, ChecklistStage.NOT_PRINTED),
    ],
)
def test_what_the_printer_says_is_told(
    checklists: Checklists, printer: StringPrinter, outcome: SlipOutcome, stage: ChecklistStage
) -> None:
    printer.outcome = outcome
    checklists.begin(WANTED)
    at(checklists, stage)


def test_without_paper_nothing_is_sent_and_it_may_be_tried_again(
    checklists: Checklists, printer: StringPrinter
) -> None:
    printer.now = NO_PAPER
    checklists.begin(WANTED)
    at(checklists, ChecklistStage.NOT_PRINTED)
    assert printer.slips == []
    printer.now = StringPrinter().now
    assert checklists.begin(WANTED)
    at(checklists, ChecklistStage.PRINTED)


def test_a_slip_that_cannot_be_drawn_is_told_too(checklists: Checklists, printer: StringPrinter) -> None:
    printer.width_dots = -1
    checklists.begin(WANTED)
    at(checklists, ChecklistStage.NOT_PRINTED)
