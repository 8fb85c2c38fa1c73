"""The kiosk's own copy of the centre's procedures: fetched, kept on its disk, searched without the server; and their
checklists, printed. No Kivy.

The copy is searched from the moment of the start, whatever the server does. A new list takes its place whole.
"""

import json
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Protocol

from PIL import Image

from hardware.printer.printer import PrinterStatus, SlipOutcome
from look.checklist_slip import ChecklistSlipFacts, draw_checklist_slip
from messaging.requests import Procedures
from messaging.server_client import RequestRefused, ServerUnreachable
from procedures.model import Procedure, in_force
from procedures.search import Found, Index
from procedures.values import as_values, from_values

ASK_AGAIN_S = 15.0
"""After a failed try; no citizen waits for it."""

log = logging.getLogger(__name__)


class TellsProcedures(Protocol):
    """The part of messaging.server_client.ServerClient that has the list."""

    def procedures(self, known_etag: str) -> tuple[str, Procedures] | None: ...


class Prints(Protocol):
    """The part of kiosk.printer_watch.PrinterWatch that is needed here."""

    @property
    def width_dots(self) -> int: ...

    def check_now(self) -> PrinterStatus: ...

    def print_slip(self, slip: Image.Image) -> SlipOutcome: ...


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be looked up now."""

    index: Index
    revision: int
    page_url: str | None
    """Of the page of procedures on a phone."""

    @property
    def listed(self) -> tuple[Procedure, ...]:
        """All in the list's own order, which is that of how often they are asked for."""
        return self.index.procedures

    def search(self, typed: str) -> list[Found]:
        return self.index.search(typed)

    def page_of(self, procedure: Procedure) -> str | None:
        return None if self.page_url is None else f"{self.page_url}/{procedure.key}"


@dataclass(frozen=True, slots=True)
class _Copy:
    etag: str
    revision: int
    page_url: str | None
    procedures: tuple[Procedure, ...]
    day: date | None
    """The last one on which it was looked up: the date that holds until the server tells it."""


class ProcedureBook:
    """Keeps the copy. `hear` and `shelf` are for the screen's thread; all that takes time happens on another."""

    def __init__(self, path: Path, *, server: TellsProcedures, on_change: Callable[[], None]) -> None:
        self._path = path
        self._server = server
        self._on_change = on_change
        self._copy: _Copy | None = None
        self._shelf: Shelf | None = None
        self._wanted_revision: int | None = None
        self._day: date | None = None
        self._shelved: tuple[str | None, date | None] = (None, None)
        self._wake = threading.Event()
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="procedures", daemon=True)

    @property
    def shelf(self) -> Shelf | None:
        """None while there is no list, or it is being read."""
        return self._shelf

    def hear(self, revision: int | None, today: date | None) -> None:
        """What the newest snapshot says of the list (None: none was heard), and the centre's date, if it is known."""
        if (revision, today) != (self._wanted_revision, self._day):
            self._wanted_revision, self._day = revision, today
            self._wake.set()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)  # a fetch that has begun ends within its own deadline

    def _keep(self) -> None:
        self._copy = self._read_copy()
        self._put_on_shelf()
        must_ask = True  # once after each start: the address of the phone's page may be another
        while not self._is_stopping.is_set():
            if self._wanted_revision and (must_ask or self._lacks_newest()):
                must_ask = not self._fetch()
            self._put_on_shelf()
            is_waiting = bool(self._wanted_revision) and (must_ask or self._lacks_newest())
            self._wake.wait(ASK_AGAIN_S if is_waiting else None)
            self._wake.clear()

    def _lacks_newest(self) -> bool:
        return bool(self._wanted_revision) and (self._copy is None or self._wanted_revision != self._copy.revision)

    def _fetch(self) -> bool:
        known = self._copy
        try:
            answer = self._server.procedures("" if known is None else known.etag)
            if answer is None:
                return True
            etag, told = answer
            self._copy = _copy_of(etag, told, self._day)
            self._write(self._copy)
        except ServerUnreachable:
            return False
        except RequestRefused as refused:
            log.warning("the server gives no procedures: %s", refused)
            return False
        except (ValueError, TypeError, KeyError):
            log.exception("the server's procedures are none")
            return False
        log.info("%s procedures, revision %s", len(told.procedures), told.revision)
        return True

    def _put_on_shelf(self) -> None:
        """Make ready what holds today; nothing when the centre says that it has no list."""
        copy = self._copy if self._wanted_revision != 0 else None
        today = self._day or (None if copy is None else copy.day)
        now = (None, None) if copy is None or today is None else (copy.etag, today)
        if now == self._shelved:
            return
        self._shelved = now
        holding = () if copy is None or today is None else in_force(copy.procedures, today)
        self._shelf = None if copy is None or not holding else Shelf(Index(holding), copy.revision, copy.page_url)
        if copy is not None and copy.day != self._day is not None:
            self._copy = replace(copy, day=self._day)
            self._write(self._copy)
        self._on_change()

    def _read_copy(self) -> _Copy | None:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            day = None if kept["day"] is None else date.fromisoformat(kept["day"])
            return _copy_of(str(kept["etag"]), Procedures.model_validate(kept["told"]), day)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as error:
            log.warning("the kept procedures cannot be read, they are fetched anew: %s", error)
            return None

    def _write(self, copy: _Copy) -> None:
        """Whole or not at all; a disk that does not take it costs the look-up after a restart, and nothing else."""
        told = Procedures(
            revision=copy.revision,
            page_url=copy.page_url,
            procedures=[as_values(procedure) for procedure in copy.procedures],
        )
        kept = {"etag": copy.etag, "day": copy.day and copy.day.isoformat(), "told": told.model_dump(mode="json")}
        content = json.dumps(kept, ensure_ascii=False)
        new = self._path.with_suffix(".new")
        try:
            with new.open("w", encoding="utf-8") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        except OSError as error:
            log.warning("the procedures cannot be kept on the disk: %s", error)


def _copy_of(etag: str, told: Procedures, day: date | None) -> _Copy:
    """Raises ValueError, TypeError or KeyError for what is no list of procedures."""
    procedures = tuple(from_values(values) for values in told.procedures)
    return _Copy(etag, told.revision, told.page_url, procedures, day)


class ChecklistStage(Enum):
    IDLE = "idle"
    PRINTING = "printing"
    PRINTED = "printed"
    UNCONFIRMED = "unconfirmed"
    """All bytes were sent, the printer does not answer: the slip is most likely there."""
    NOT_PRINTED = "not_printed"


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """How the last checklist goes. `key` is its procedure's."""

    stage: ChecklistStage
    key: str = ""


@dataclass(frozen=True, slots=True)
class WantedChecklist:
    procedure: Procedure
    centre_name: str
    service_name: str
    url: str | None
    at_local: datetime | None
    language: str


class Checklists:
    """Prints one checklist at a time, off the screen's thread. A checklist is no ticket: it is in no record."""

    def __init__(self, printer: Prints, *, on_change: Callable[[], None]) -> None:
        self._printer = printer
        self._on_change = on_change
        self._view = ChecklistView(ChecklistStage.IDLE)
        self._lock = threading.Lock()
        self._nth = 0
        """Which checklist the view tells of; another one that still feeds is told to nobody."""
        self._printing = threading.Lock()
        self._threads: list[threading.Thread] = []

    @property
    def view(self) -> ChecklistView:
        return self._view

    def begin(self, wanted: WantedChecklist) -> bool:
        """Print it, after the one that still feeds; False when this citizen has it already, or one waits already."""
        key = wanted.procedure.key
        with self._lock:
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            is_again = self._view.key == key and self._view.stage is not ChecklistStage.NOT_PRINTED
            if is_again or len(self._threads) >= _MOST_AT_ONCE:
                return False
            self._nth += 1
            self._view = ChecklistView(ChecklistStage.PRINTING, key)
            thread = threading.Thread(target=self._print, args=(self._nth, wanted), name="checklist", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._on_change()
        return True

    def leave(self) -> None:
        """The citizen has gone, or reads another one: what still feeds is told to nobody, and may be printed again."""
        with self._lock:
            self._nth += 1
            self._view = ChecklistView(ChecklistStage.IDLE)

    def start(self) -> None:
        """Nothing runs before the first checklist."""

    def stop(self) -> None:
        for thread in self._threads:
            thread.join(timeout=30)  # all but a list on a slow line has ended by then

    def _print(self, nth: int, wanted: WantedChecklist) -> None:
        with self._printing:
            stage = self._printed(wanted)
        with self._lock:
            if nth == self._nth:
                self._view = ChecklistView(stage, wanted.procedure.key)
        self._on_change()

    def _printed(self, wanted: WantedChecklist) -> ChecklistStage:
        try:
            if not self._printer.check_now().can_print:
                return ChecklistStage.NOT_PRINTED
            facts = ChecklistSlipFacts(
                centre_name=wanted.centre_name,
                procedure=wanted.procedure,
                service_name=wanted.service_name,
                printed_at_local=wanted.at_local,
                url=wanted.url,
                language=wanted.language,
            )
            outcome = self._printer.print_slip(draw_checklist_slip(facts, self._printer.width_dots))
            log.info("checklist: %s", outcome.value)
            return _STAGE_OF[outcome]
        except Exception:  # a slip that cannot be drawn must not leave "printing" on the screen for ever
            log.exception("a checklist could not be printed")
            return ChecklistStage.NOT_PRINTED


_MOST_AT_ONCE = 2
"""One that feeds and one that waits for it: numbers must not wait behind a heap of lists."""
_STAGE_OF = {
    SlipOutcome.PRINTED: ChecklistStage.PRINTED,
    SlipOutcome.UNKNOWN: ChecklistStage.UNCONFIRMED,
    SlipOutcome.NOT_PRINTED: ChecklistStage.NOT_PRINTED,
}


class LookUpCounter:
    """The copy and the checklists together, as the screen uses them."""

    def __init__(self, book: ProcedureBook, checklists: Checklists) -> None:
        self._book = book
        self._checklists = checklists

    @property
    def shelf(self) -> Shelf | None:
        return self._book.shelf

    @property
    def view(self) -> ChecklistView:
        return self._checklists.view

    def begin(self, wanted: WantedChecklist) -> bool:
        return self._checklists.begin(wanted)

    def leave(self) -> None:
        self._checklists.leave()
