"""What a citizen does in the look-up: types, turns pages, opens a procedure, prints its checklist. Holds no widgets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kiosk.lookup import ChecklistStage, ChecklistView, Shelf, WantedChecklist
from kiosk.screens.frame import Language
from kiosk.screens.lookup_procedure import ProcedurePage
from kiosk.screens.lookup_search import ERASE, Results, Row, SearchPage, rows_in
from kiosk.screens.tiles import is_touchable
from look import colours
from look.language import Translate
from look.touch_guard import TouchGuard
from messaging.snapshots import KioskService, KioskSnapshot
from procedures.checklist import checklist_of
from procedures.model import Procedure

LONGEST_TYPED = 40
"""Letters: more than the field shows, and than anybody types standing."""
LONGEST_IN_ROW = 96

GiveNumber = Callable[[KioskService, str | None], None]
"""Of a service, for the procedure with that code; None: its code is not known."""


class LookUpDesk(Protocol):
    """The kiosk's procedures and their checklists, as the screen uses them."""

    @property
    def shelf(self) -> Shelf | None: ...

    @property
    def view(self) -> ChecklistView: ...

    def begin(self, wanted: WantedChecklist) -> bool: ...

    def leave(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Scene:
    """What the look-up's pages are drawn for."""

    window: tuple[float, float]
    language: Language
    tr: Translate
    guard: TouchGuard
    snapshot: KioskSnapshot | None
    local_now: datetime | None
    gives_numbers: bool


class LookUp:
    """One visit to the look-up. `on_change` asks for the screen to be drawn again."""

    def __init__(self, desk: LookUpDesk, *, on_change: Callable[[], None], on_close: Callable[[], None]) -> None:
        self._desk = desk
        self._on_change = on_change
        self._on_close = on_close
        self.typed = ""
        self._page = 0
        self._opened: Procedure | None = None
        self._part = 0
        self._found: tuple[Procedure, ...] = ()
        self._holds_all = True
        self._searched: tuple[object, ...] = ()
        self._scene: Scene | None = None
        self._rows = 1
        """Of results on a page, as the page was drawn last."""

    @property
    def is_there(self) -> bool:
        """Whether there is anything to look up."""
        return self._desk.shelf is not None

    @property
    def opened(self) -> Procedure | None:
        return self._opened

    @property
    def key(self) -> tuple[object, ...]:
        """What the page is built from; what it only updates is left out. First what makes it another page."""
        return (self._opened.key if self._opened else None, self._part)

    def built_from(self, scene: Scene) -> tuple[object, ...]:
        """What else of the world a page is built from: the list, and whether its service gives numbers."""
        service = None if self._opened is None else _service_of(self._opened, scene.snapshot)
        may_take = service is not None and is_touchable(service, gives_numbers=scene.gives_numbers)
        return (self._desk.shelf is None, service and (service.name, service.name_en), may_take)

    @property
    def moment(self) -> tuple[object, ...]:
        """Changes with everything a citizen does: the way home begins anew."""
        return (self.typed, self._page, *self.key, self._stage)

    @property
    def _stage(self) -> ChecklistStage:
        """How the checklist of the open procedure goes."""
        view = self._desk.view
        is_this = self._opened is not None and view.key == self._opened.key
        return view.stage if is_this else ChecklistStage.IDLE

    def forget(self) -> None:
        """For the next citizen."""
        self.typed, self._page, self._opened, self._part = "", 0, None, 0
        self._desk.leave()

    # What citizens do.

    def type(self, key: str) -> None:
        self.typed = self.typed[:-1] if key == ERASE else (self.typed + key).lstrip()[:LONGEST_TYPED]
        self._page = 0
        self._on_change()

    def turn(self, by: int) -> None:
        self._page = max(0, self._page + by)
        self._on_change()

    def open(self, row: int) -> None:
        at = self._page * self._rows + row
        if at < len(self._found):
            self._opened, self._part = self._found[at], 0
        self._on_change()

    def read_on(self, by: int) -> None:
        self._part = max(0, self._part + by)
        self._on_change()

    def back(self) -> None:
        if self._opened is None:
            self.forget()
            self._on_close()
            return
        self._opened = None
        self._desk.leave()
        self._on_change()

    # What is shown.

    def page(self, scene: Scene, on_number: GiveNumber | None) -> SearchPage | ProcedurePage:
        """The page of now, new; `on_number` gives a number of a service for a procedure, None where none is given."""
        self._scene = scene
        if self._opened is None:
            search = SearchPage(
                window=scene.window,
                language=scene.language,
                tr=scene.tr,
                guard=scene.guard,
                on_key=self.type,
                on_row=self.open,
                on_turn=self.turn,
                on_back=self.back,
            )
            search.update(self._results(scene))
            return search
        return self._procedure_page(self._opened, scene, on_number)

    def update(self, page: object, scene: Scene) -> None:
        self._scene = scene
        if isinstance(page, SearchPage):
            page.update(self._results(scene))
        elif isinstance(page, ProcedurePage):
            page.update(self._stage)

    def _procedure_page(self, procedure: Procedure, scene: Scene, on_number: GiveNumber | None) -> ProcedurePage:
        service = _service_of(procedure, scene.snapshot)
        number: Callable[[], None] | None = None
        is_given = service is not None and is_touchable(service, gives_numbers=scene.gives_numbers)
        if service is not None and is_given and on_number is not None:
            give = on_number

            def number(chosen: KioskService = service) -> None:
                give(chosen, procedure.code or None)

        made = ProcedurePage(
            window=scene.window,
            told=checklist_of(procedure, scene.language, scene.tr),
            service=_service_words(service, scene),
            page=self._part,
            tr=scene.tr,
            guard=scene.guard,
            on_print=lambda: self._print(procedure),
            on_number=number,
            on_turn=self.read_on,
            on_back=self.back,
        )
        made.update(self._stage)
        return made

    def _print(self, procedure: Procedure) -> None:
        scene = self._scene
        if scene is None:
            return
        shelf, snapshot = self._desk.shelf, scene.snapshot
        is_english = scene.language == "en"
        centre = "" if snapshot is None else snapshot.centre_name_en if is_english else snapshot.centre_name
        wanted = WantedChecklist(
            procedure=procedure,
            centre_name=centre,
            service_name=_service_words(_service_of(procedure, snapshot), scene),
            url=None if shelf is None else shelf.page_of(procedure),
            at_local=scene.local_now,
            language=scene.language,
        )
        self._desk.begin(wanted)
        self._on_change()

    def _results(self, scene: Scene) -> Results:
        tr, shelf = scene.tr, self._desk.shelf
        if shelf is not None and (shelf, self.typed) != self._searched:
            self._searched = (shelf, self.typed)
            if self.typed.strip():
                found = shelf.search(self.typed)
                self._found = tuple(one.procedure for one in found)
                self._holds_all = bool(found) and found[0].holds_all
            else:
                self._found, self._holds_all = shelf.listed, True
        self._rows = rows_in(scene.window)
        first = self._page * self._rows
        rows = tuple(_row(procedure, scene) for procedure in self._found[first : first + self._rows])
        advice = "" if rows else tr("Không thấy thủ tục nào. Mời Ông/Bà thử ít chữ hơn, hoặc hỏi người hướng dẫn.")
        return Results(
            typed=self.typed.upper(),
            status=self._status(tr) if rows else "",
            rows=rows,
            advice=advice,
            has_earlier=self._page > 0,
            has_later=first + self._rows < len(self._found),
        )

    def _status(self, tr: Translate) -> str:
        pages = -(-len(self._found) // self._rows)
        if not self.typed.strip():
            words = tr("{n} thủ tục · chạm vào một dòng để xem giấy tờ cần mang")
        elif self._holds_all:
            words = tr("{n} thủ tục phù hợp · trang {page} / {pages}")
        else:
            words = tr("Không có thủ tục đủ các chữ này; gần nhất · trang {page} / {pages}")
        return words.format(n=len(self._found), page=self._page + 1, pages=pages)


def _service_of(procedure: Procedure, snapshot: KioskSnapshot | None) -> KioskService | None:
    services = snapshot.services if snapshot else []
    return next((service for service in services if service.service == procedure.service), None)


def _service_words(service: KioskService | None, scene: Scene) -> str:
    if service is None:
        return ""
    return f"{service.service} · {service.name_en if scene.language == 'en' else service.name}"


def _row(procedure: Procedure, scene: Scene) -> Row:
    service = _service_of(procedure, scene.snapshot)
    name = (procedure.name_en if scene.language == "en" else "") or procedure.name
    return Row(_shortened(name), procedure.service, colours.BLUE if service is None else service.colour)


def _shortened(name: str) -> str:
    """As much of a long name as a row shows in letters that can be read; its own page has it whole."""
    if len(name) <= LONGEST_IN_ROW:
        return name
    return f"{name[: LONGEST_IN_ROW - 1].rsplit(' ', 1)[0].rstrip(' ,;:(')}…"
