"""Wires the kiosk: settings in, a program that runs and can be stopped out."""

import gc
import logging
import shutil
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Protocol

from hardware.audio.player import AplayPlayer, RecordingPlayer
from hardware.printer import open_printer
from kiosk.emergency import WithoutServer
from kiosk.issuing import Issuing, Stage
from kiosk.jobs import PrintedJobs
from kiosk.known_numbers import KnownNumbersTold
from kiosk.languages import LanguagesRead
from kiosk.local_time import FALLBACK, zone_of
from kiosk.lookup import Checklists, LookUpCounter, ProcedureBook
from kiosk.own_numbers import OwnNumbers
from kiosk.own_ratings import OwnRatings
from kiosk.paper_roll import PaperRoll
from kiosk.printer_watch import PrinterWatch
from kiosk.reporting import Reports
from kiosk.settings import KioskSettings
from kiosk.slips import slip_wishes
from kiosk.standing import PATIENCE_S, Heard, faults, standing
from kiosk.storage import Kept, StorageWatch, require_room
from kiosk.voice.speaking import Speaker
from kiosk.without_storage import DISK_FAULTS, NoNumbers, Told, Waiting, spare_folder
from look.kivy_touch_window import prepare_touch_window
from messaging import topics
from messaging.clock import Clock, SystemClock, real_monotonic_s
from messaging.device_jobs import DeviceJobs
from messaging.device_link import DeviceLink
from messaging.life_signs import life_signs
from messaging.rotating import Rotation
from messaging.server_client import ServerClient
from messaging.snapshots import DeviceSnapshot, KioskSnapshot, SlipOptions

if TYPE_CHECKING:
    from kiosk.screens.kiosk_screen import KioskScreen, Patience, Surroundings

log = logging.getLogger(__name__)

_KIVY = "kivy"
_TITLE = "Bốc Số – Lấy số"
_FRAMES_PER_S = 30  # a press is answered within 33 ms; more frames only warm the Pi
_LOOK_AROUND_S = 0.25  # how soon news of the link and the minute are shown


class _Part(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


class Program:
    """A kiosk that is wired and not yet running. `screen` is Kivy's root widget."""

    def __init__(self, app: Any, screen: "KioskScreen", parts: list[_Part], closing: list[Any]) -> None:
        self.screen = screen
        self._app = app
        self._parts = parts
        self._closing = closing
        self._is_stopping = threading.Event()
        self._life = life_signs()

    def run(self) -> None:
        """Draw and serve until stopped; on the main thread."""
        from kivy.clock import Clock as KivyClock

        # A stop that came before the loop began is taken by the loop's first turn.
        KivyClock.schedule_interval(lambda _dt: self._turn(), 0.1)
        # What is there now stays: the collections that follow each change of the page need not look at it.
        gc.collect()
        gc.freeze()
        for part in self._parts:
            part.start()
        try:
            self._app.run()
        finally:
            for part in reversed(self._parts):
                part.stop()
            for file in self._closing:
                file.close()

    def stop(self) -> None:
        """End `run`, from any thread or a signal handler."""
        self._is_stopping.set()

    def _turn(self) -> None:
        self._life.works()
        if self._is_stopping.is_set():
            self._life.stops()
            self._app.stop()


def build(settings: KioskSettings, *, clock: Clock | None = None) -> Program:
    """Prepare Kivy and wire the parts; nothing runs yet. Call it on the main thread, before Kivy is imported.

    With a disk that is full, read-only or broken it is a kiosk that gives no numbers, says so, and waits for the disk.

    Raises:
        FontsMissing: Noto Sans is not installed.
        StorageUnusable: nothing on the whole machine can be written.
        InvalidSettings: the server's address is none, the data folder cannot be used, the credential is missing.
    """
    try:
        require_room(settings.data_dir)
        settings.require_data_dir()
        settings.require_credential()
        kept = Kept(settings.data_dir)
        (settings.data_dir / _KIVY).mkdir(exist_ok=True)
    except (*DISK_FAULTS, OSError) as fault:
        settings.require_credential()
        log.error("the kiosk gives no numbers until its disk takes them: %s", fault)
        return _build_without_storage(settings)
    return _build(settings, kept, clock or SystemClock())


def _build_without_storage(settings: KioskSettings) -> Program:
    spare = ExitStack()
    home = spare_folder()
    spare.callback(shutil.rmtree, home, ignore_errors=True)
    prepare_touch_window(settings, title=_TITLE, home=home, frames_per_second=_FRAMES_PER_S)
    from kiosk.screens.kiosk_screen import KioskScreen

    link = DeviceLink(settings, version=_version())
    told = Told(settings, link)
    screen = KioskScreen(issuing=NoNumbers(), patience=_patience(settings))
    app, _ = _kivy_app(screen, told.surroundings)
    parts: list[_Part] = [link]
    program = Program(app, screen, parts, [spare])
    parts.append(Waiting(settings.data_dir, on_well=program.stop))
    return program


def _build(settings: KioskSettings, kept: Kept, clock: Clock) -> Program:
    prepare_touch_window(settings, title=_TITLE, home=settings.data_dir / _KIVY, frames_per_second=_FRAMES_PER_S)
    from kivy.clock import Clock as KivyClock

    from kiosk.screens.kiosk_screen import KioskScreen

    look_around: Callable[[], None]
    look_soon = KivyClock.create_trigger(lambda _dt: look_around())
    store, outbox = kept.intents, kept.reports
    storage = StorageWatch(kept, on_change=lambda: note_storage())
    server = ServerClient(settings.server)
    link = DeviceLink(settings, version=_version())
    printer = PrinterWatch(open_printer(settings.printer), on_change=look_soon, roll=PaperRoll(store))
    reports = Reports(store=store, outbox=outbox, server=server, clock=clock, when_changed=look_soon)
    without = WithoutServer(
        store=store, server=server, clock=clock, after_s=settings.emergency_after_s, on_change=look_soon
    )
    known = _Known(without)
    issuing = Issuing(
        store=store,
        reports=reports,
        server=server,
        printer=printer,
        clock=clock,
        on_change=look_soon,
        slip_options=known.slip_options,
        without_server=without,
    )

    def note_storage() -> None:
        look_soon()
        if storage.takes_words:
            issuing.keep_what_is_left()

    printed_jobs = PrintedJobs(
        server=server,
        printer=printer,
        store=store,
        is_free=lambda: issuing.view.stage is Stage.IDLE,
        slip_options=known.slip_options,
    )
    jobs = DeviceJobs(
        settings.data_dir / "jobs.db",
        doing=printed_jobs.doing(),
        report=server.report_job,
        when_changed=look_soon,
    )
    speaker = _speaker(settings)
    own = OwnNumbers(server, on_change=look_soon)
    ratings = OwnRatings(server, store=store, outbox=kept.ratings, on_change=look_soon)
    highest = KnownNumbersTold(store, server)
    book = ProcedureBook(settings.data_dir / "procedures.json", server=server, on_change=look_soon)
    checklists = Checklists(printer, on_change=look_soon)
    screen = KioskScreen(
        issuing=issuing,
        patience=_patience(settings),
        look_up=LookUpCounter(book, checklists),
        speaker=speaker,
        own=own,
        ratings=ratings,
    )
    watching = _Watching(settings, link, printer, jobs, reports, known, without, book, server, kept, storage, highest)

    def surroundings() -> "Surroundings":
        around = watching.surroundings()
        watching.note_stage(issuing.view.stage)
        return around

    app, look_around = _kivy_app(screen, surroundings)
    parts: list[_Part] = [link, without, printer, reports, issuing, jobs, book, checklists, own, ratings, highest]
    parts += [LanguagesRead(), storage, Rotation(settings, link=link, server=server)]
    if speaker is not None:
        parts.append(speaker)
    return Program(app, screen, parts, [kept, server])


def _kivy_app(screen: "KioskScreen", surroundings: "Callable[[], Surroundings]") -> tuple[Any, Callable[[], None]]:
    """The app around the screen, and what brings the newest onto it at once."""
    from kivy.app import App
    from kivy.clock import Clock as KivyClock

    from kiosk.screens.loop_edge import LoopEdge

    edge = LoopEdge(screen.recover)

    def look_around() -> None:
        try:
            around = surroundings()
        except Exception as fault:  # one message that shows a bug must not take the kiosk away
            edge.note(fault)
            return
        try:
            screen.show(around)
        except Exception as fault:
            edge.go_on(fault)

    class KioskApp(App):
        use_kivy_settings = False

        def build(self) -> "KioskScreen":
            self.title = _TITLE
            edge.watch()
            KivyClock.schedule_interval(lambda _dt: look_around(), _LOOK_AROUND_S)
            look_around()
            return screen

        def open_settings(self, *_: object) -> bool:
            return False  # Kivy's own F1 panel is no place for a citizen

    return KioskApp(), look_around


def _patience(settings: KioskSettings) -> "Patience":
    from kiosk.screens.kiosk_screen import Patience

    return Patience(
        question_s=settings.return_home_s,
        printed_s=settings.printed_home_s,
        not_printed_s=settings.not_printed_home_s,
        problem_s=settings.problem_home_s,
        idle_s=settings.idle_s,
    )


class _Known:
    """What the threads beside the screen's may ask of the newest snapshot."""

    def __init__(self, without: WithoutServer) -> None:
        self.snapshot: KioskSnapshot | None = None
        self._without = without

    def slip_options(self) -> SlipOptions:
        """How the centre wants its slips; as it was before the last restart until its first word."""
        snapshot = self.snapshot
        return self._without.slip_options if snapshot is None else slip_wishes(snapshot)


class _Watching:
    """Gathers what the screen has to know, on the screen's thread; none of it waits for anything."""

    def __init__(
        self,
        settings: KioskSettings,
        link: DeviceLink,
        printer: PrinterWatch,
        jobs: DeviceJobs,
        reports: Reports,
        known: _Known,
        without: WithoutServer,
        book: ProcedureBook,
        server: ServerClient,
        kept: Kept,
        storage: StorageWatch,
        highest: KnownNumbersTold,
    ) -> None:
        self._server = server
        self._highest = highest
        self._kept = kept
        self._storage = storage
        self._reports = reports
        self._without = without
        self._book = book
        self._link = link
        self._printer = printer
        self._jobs = jobs
        self._known = known
        self._own: DeviceSnapshot | None = None
        self._stage = Stage.IDLE
        link.follow(topics.kiosk(settings.centre), KioskSnapshot)

    def surroundings(self) -> "Surroundings":
        from kiosk.screens.kiosk_screen import Surroundings

        for update in self._link.take():
            if isinstance(update.snapshot, KioskSnapshot):
                self._known.snapshot = update.snapshot
                self._highest.hear(update.snapshot.epoch)
            elif isinstance(update.snapshot, DeviceSnapshot):
                self._own = update.snapshot
                self._jobs.hear(update.snapshot)
        lost_s = self._link.state().not_live_since_s
        silent_s = None if lost_s is None else real_monotonic_s() - lost_s
        status = self._printer.latest
        ails = faults(status, slips_left=self._printer.slips_left)
        self._link.report_faults(
            ails
            | self._jobs.faults
            | self._reports.faults
            | self._server.faults
            | self._kept.faults
            | self._storage.faults
        )
        self._without.hear(
            snapshot=self._known.snapshot,
            own=self._own,
            server_now=self._link.server_now(),
            is_live=silent_s is None,
        )
        snapshot, local_now = self._known.snapshot, self._local_now()
        is_away = self._without.away_s() >= PATIENCE_S
        if is_away:
            snapshot = self._without.snapshot() if self._without.away_s() >= self._without.after_s else None
        elif silent_s is not None and silent_s > PATIENCE_S:
            snapshot = snapshot or self._without.last_snapshot
        self._book.hear(
            None if snapshot is None else snapshot.procedures_revision, None if local_now is None else local_now.date()
        )
        return Surroundings(
            snapshot=snapshot,
            standing=standing(
                Heard(snapshot, silent_s, is_away=is_away), status, takes_words=self._storage.takes_words
            ),
            is_without_server=is_away,
            local_now=local_now,
            knows_queue=silent_s is None or silent_s <= PATIENCE_S,
        )

    def note_stage(self, stage: Stage) -> None:
        """A job that was put off for a citizen is done as soon as they have gone."""
        if stage is not self._stage and stage is Stage.IDLE and self._own is not None and self._own.jobs:
            self._jobs.hear(self._own)
        self._stage = stage

    def _local_now(self) -> datetime | None:
        now = self._link.server_now()
        if now is None:
            return None
        return now.astimezone(zone_of(self._known.snapshot.timezone if self._known.snapshot else FALLBACK))


def _speaker(settings: KioskSettings) -> Speaker | None:
    folder = settings.data_dir / "voice"
    if settings.sound == "speaker":
        return Speaker(folder, AplayPlayer(settings.sound_device))
    if settings.sound == "record":
        return Speaker(folder, RecordingPlayer(settings.data_dir / "spoken", pace=0))
    return None


def _version() -> str:
    try:
        return version("bocso")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
