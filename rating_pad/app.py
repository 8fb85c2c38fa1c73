"""The rating pad: wires pins, rules, outbox, delivery and link together and runs the one loop that owns them.

Press first, light second: a press is on the disk before its button says thank you.
"""

import logging
import threading
import time
from uuid import UUID, uuid4

from hardware.gpio.gpiozero_board import open_native_board
from hardware.gpio.pad_board import PadBoard
from hardware.gpio.simulated_board import SimulatedPadBoard
from messaging import topics
from messaging.clock import Clock, real_monotonic_s
from messaging.device_link import DeviceLink, Update
from messaging.outbox import Outbox, OutboxUnavailable
from messaging.server_client import ServerClient
from messaging.snapshots import CounterSnapshot
from rating_pad.delivery import Delivery, StoredPress
from rating_pad.errors import PadCannotStore
from rating_pad.lights import THANKS_S, Thanks, pad_look
from rating_pad.press_rules import Press, PressRules
from rating_pad.rating_window import RatingWindow
from rating_pad.settings import PadSettings

_log = logging.getLogger(__name__)

VERSION = "0.1.0"

_BUSY_WAIT_S = 0.02  # while a contact settles
_LIT_WAIT_S = 0.05  # while a light changes
_IDLE_WAIT_S = 0.1  # the levels are read this often when nothing happens: a missed edge is made good
_SHORTEST_TURN_S = 0.01  # a loose wire may wake us thousands of times a second
_STORE_AGAIN_S = 1.0
_LATEST_THANKS_S = 2.0  # a thank-you that comes later would be taken for another press
_MOST_UNSTORED = 1000


def build(settings: PadSettings, *, clock: Clock) -> "RatingPad":
    """Open the pins and the outbox; nothing runs before `run`.

    Raises PadBoardUnusable, PadCannotStore, InvalidSettings.
    """
    pins = {
        "button_pins": settings.button_pins,
        "light_pins": settings.light_pins,
    }
    dims_lights = settings.lights == "dimmable"
    board: PadBoard
    if settings.pin_factory == "mock":
        board = SimulatedPadBoard(**pins, buzzer_pin=settings.buzzer_pin, dims_lights=dims_lights)
    else:
        board = open_native_board(
            **pins,
            buzzer_pin=settings.buzzer_pin,
            dims_lights=dims_lights,
            scratch_folder=settings.data_dir,
        )
    try:
        return RatingPad(settings, clock=clock, board=board)
    except BaseException:
        board.close()
        raise


class RatingPad:
    """The program. `run` blocks until `stop` is called, from any thread."""

    def __init__(self, settings: PadSettings, *, clock: Clock, board: PadBoard) -> None:
        self.board = board
        self._clock = clock
        self._woken = threading.Event()
        self._is_stopping = False
        self._counter_topic = topics.counter(settings.centre, settings.counter_id)
        self._client = ServerClient(settings.server)
        try:
            self._outbox = Outbox(settings.data_dir / "presses.db")
        except OutboxUnavailable as error:
            raise PadCannotStore(f"{error}; make data_dir a folder that the pad may write") from error
        self._link = DeviceLink(settings, version=VERSION, wake=self._woken.set)
        self._link.follow(self._counter_topic, CounterSnapshot)
        self._boot_id = UUID(self._link.boot_id)
        self._delivery = Delivery(
            self._outbox,
            self._client.report_press,
            boot_id=self._boot_id,
            clock=clock,
            when_faults_change=self._woken.set,
        )
        board.when_changed(self._woken.set)
        clock.on_step(self._woken.set)

        self._rules = PressRules(board.buttons_down(), now_s=real_monotonic_s())
        self._window = RatingWindow()
        # Until the server has spoken: as many levels as buttons, the best first.
        self._levels: tuple[int, ...] = tuple(range(board.button_count, 0, -1))
        self._fits = True
        self._presses = 0
        self._thanks: Thanks | None = None
        self._unstored: list[tuple[StoredPress, Press]] = []
        self._store_again_s = 0.0
        self._is_disk_told = False
        self._was_live = False

    def run(self) -> None:
        """Serve until stopped; an error of one turn of the loop is logged and the next one goes on."""
        self._link.start()
        self._delivery.start()
        try:
            while not self._is_stopping:
                self._woken.clear()
                try:
                    wait_s = self._turn()
                except Exception:
                    _log.exception("the pad stumbled; it goes on")
                    wait_s = _STORE_AGAIN_S
                time.sleep(_SHORTEST_TURN_S)
                self._woken.wait(wait_s)
        finally:
            self._delivery.stop()
            self._link.stop()
            self._client.close()
            self._outbox.close()
            self.board.close()

    def stop(self) -> None:
        """End `run` soon; from any thread, and from a signal handler: it takes no lock and wakes nobody."""
        self._is_stopping = True

    def _turn(self) -> float:
        """Look at everything once; returns how long to wait when nothing wakes us (seconds)."""
        self._listen()
        now_s = real_monotonic_s()
        presses = self._read_buttons(now_s)
        for press in presses:
            self._keep(press, now_s)
        self._store(now_s)
        is_thanking = self._show(real_monotonic_s())
        self._link.report_faults(self._faults())
        if self._rules.is_judging():
            return _BUSY_WAIT_S
        return _LIT_WAIT_S if is_thanking else _IDLE_WAIT_S

    def _listen(self) -> None:
        for update in self._link.take():
            if update.topic == self._counter_topic and isinstance(update.snapshot, CounterSnapshot):
                self._learn(update.snapshot, update)
        server_now = self._link.server_now()
        if self._window.waits_for_server_time and server_now is not None:
            self._window.learn_server_time(server_now, now_s=self._clock.monotonic_s())
        is_live = self._link.state().is_live
        if is_live and not self._was_live:
            self._delivery.hurry()
        self._was_live = is_live

    def _learn(self, snapshot: CounterSnapshot, update: Update) -> None:
        on_its_way_s = real_monotonic_s() - update.received_s
        server_now = self._link.server_now()
        now_s = self._clock.monotonic_s()
        if update.retained:
            self._window.take(snapshot.window, was_retained=True, received_s=now_s, server_now=server_now)
        else:
            self._window.take(snapshot.window, was_retained=False, received_s=now_s - on_its_way_s, server_now=None)
        levels = tuple(level.value for level in snapshot.levels)
        fits = len(levels) == self.board.button_count
        if fits:
            self._levels = levels
        elif self._fits:
            _log.error(
                "this pad has %d buttons and the rating scheme %d levels: set button_pins and light_pins "
                "to the scheme, or choose the scheme for the pad",
                self.board.button_count,
                len(levels),
            )
        self._fits = fits

    def _read_buttons(self, now_s: float) -> list[Press]:
        for edge in self.board.take_edges():
            self._rules.report(edge.button, is_down=edge.is_down, at_s=edge.at_s)
        for button, is_down in enumerate(self.board.buttons_down()):
            self._rules.report(button, is_down=is_down, at_s=now_s)
        return self._rules.presses(now_s)

    def _keep(self, press: Press, now_s: float) -> None:
        """Give the press its id and its place in the line; a button that means no level makes none."""
        if not self._fits:
            return
        # The contact closed on the pins' clock; the domain's may be ahead of it in simulation.
        pressed_s = self._clock.monotonic_s() - (now_s - press.at_s)
        window = self._window.open_at(pressed_s)
        self._presses += 1
        stored = StoredPress(
            press_id=uuid4(),
            boot_id=self._boot_id,
            n=self._presses,
            level=self._levels[press.button],
            window_id=None if window is None else window.window_id,
            pressed_s=pressed_s,
        )
        self._unstored.append((stored, press))
        del self._unstored[:-_MOST_UNSTORED]

    def _store(self, now_s: float) -> None:
        """Put what is new on the disk, and only then say thank you."""
        if not self._unstored or now_s < self._store_again_s:
            return
        while self._unstored:
            stored, press = self._unstored[0]
            try:
                self._outbox.append(str(stored.press_id), stored.model_dump_json())
            except OutboxUnavailable as error:
                if not self._is_disk_told:
                    self._is_disk_told = True
                    _log.error("presses cannot be stored and are kept in memory: %s", error)
                self._store_again_s = now_s + _STORE_AGAIN_S
                return
            self._unstored.pop(0)
            stored_s = real_monotonic_s()
            if stored_s - press.at_s < _LATEST_THANKS_S:
                self._thanks = Thanks(press.button, stored_s)
        self._is_disk_told = False
        self._delivery.hurry()

    def _show(self, now_s: float) -> bool:
        """Set the lights; True while they are about to change by themselves."""
        look = pad_look(
            now_s,
            buttons=self.board.button_count,
            is_window_open=self._fits and self._window.open_at(self._clock.monotonic_s()) is not None,
            thanks=self._thanks,
            out_of_order=self._rules.stuck(),
            can_keep_presses=not self._unstored,
        )
        self.board.show(look.lights, buzzer=look.buzzer)
        if self._thanks is not None and now_s - self._thanks.at_s >= THANKS_S:
            self._thanks = None
        return self._thanks is not None

    def _faults(self) -> set[str]:
        faults = {fault.value for fault in self._delivery.faults()}
        faults |= {f"button_stuck:{self._levels[button]}" for button in self._rules.stuck()}
        if not self._fits:
            faults.add("buttons_mismatch")
        if self._unstored:
            faults.add("outbox_unwritable")
        if self._outbox.set_aside:
            faults.add("outbox_damaged")
        return faults
