"""The pad with buttons: the one loop that owns pins, rules, lights and the keeping of presses.

Press first, light second: a press is on the disk before its button says thank you.
"""

import logging
import threading
import time
from uuid import UUID

from hardware.gpio.pad_board import PadBoard
from messaging.clock import Clock, real_monotonic_s
from messaging.life_signs import life_signs
from messaging.snapshots import CounterSnapshot
from rating_pad.keeping import Keeping
from rating_pad.lights import THANKS_S, Thanks, pad_look
from rating_pad.press_rules import Press, PressRules
from rating_pad.settings import PadSettings

_log = logging.getLogger(__name__)

_BUSY_WAIT_S = 0.02  # while a contact settles
_LIT_WAIT_S = 0.05  # while a light changes
_IDLE_WAIT_S = 0.1  # the levels are read this often when nothing happens: a missed edge is made good
_STUMBLED_WAIT_S = 1.0
_SHORTEST_TURN_S = 0.01  # a loose wire may wake us thousands of times a second
_LATEST_THANKS_S = 2.0  # a thank-you that comes later would be taken for another press


def open_board(settings: PadSettings) -> PadBoard:
    """The pins of the settings.

    Raises:
        PadBoardUnusable: a pin does not exist or is in use, or this machine has none.
    """
    # Only here: a touch pad needs no gpiozero.
    from hardware.gpio.gpiozero_board import open_native_board
    from hardware.gpio.simulated_board import SimulatedPadBoard

    buzzer_pin = settings.buzzer_pin if settings.buzzer == "on" else None
    dims_lights = settings.lights == "dimmable"
    if settings.pin_factory == "mock":
        return SimulatedPadBoard(
            button_pins=settings.button_pins,
            light_pins=settings.light_pins,
            buzzer_pin=buzzer_pin,
            dims_lights=dims_lights,
        )
    return open_native_board(
        button_pins=settings.button_pins,
        light_pins=settings.light_pins,
        buzzer_pin=buzzer_pin,
        dims_lights=dims_lights,
        scratch_folder=settings.data_dir,
    )


class ButtonPad:
    """The program. `run` blocks until `stop` is called, from any thread."""

    def __init__(self, settings: PadSettings, *, clock: Clock, board: PadBoard) -> None:
        self.board = board
        self._clock = clock
        self._woken = threading.Event()
        self._is_stopping = False
        self._life = life_signs()
        self._keeping = Keeping(settings, clock=clock, channel="pad", wake=self._woken.set)
        board.when_changed(self._woken.set)
        clock.on_step(self._woken.set)

        self._rules = PressRules(board.buttons_down(), now_s=real_monotonic_s())
        # Until the server has spoken: as many levels as buttons, the best first.
        self._levels: tuple[int, ...] = tuple(range(board.button_count, 0, -1))
        self._fits = True
        self._thanks: Thanks | None = None
        self._to_thank: dict[UUID, Press] = {}

    def run(self) -> None:
        """Serve until stopped; an error of one turn of the loop is logged and the next one goes on."""
        self._keeping.start()
        try:
            while not self._is_stopping:
                self._woken.clear()
                try:
                    wait_s = self._turn()
                    self._life.works()
                except Exception:
                    _log.exception("the pad stumbled; it goes on")
                    wait_s = _STUMBLED_WAIT_S
                time.sleep(_SHORTEST_TURN_S)
                self._woken.wait(wait_s)
        finally:
            self._life.stops()
            self._keeping.stop()
            self.board.close()

    def stop(self) -> None:
        """End `run` soon; from any thread, and from a signal handler: it takes no lock and wakes nobody."""
        self._is_stopping = True

    def _turn(self) -> float:
        """Look at everything once; returns how long to wait when nothing wakes us (seconds)."""
        if self._keeping.listen() and self._keeping.snapshot is not None:
            self._learn(self._keeping.snapshot)
        now_s = real_monotonic_s()
        for press in self._read_buttons(now_s):
            self._keep(press, now_s)
        self._store()
        is_thanking = self._show(real_monotonic_s())
        self._keeping.report_faults(self._faults())
        if self._rules.is_judging():
            return _BUSY_WAIT_S
        return _LIT_WAIT_S if is_thanking else _IDLE_WAIT_S

    def _learn(self, snapshot: CounterSnapshot) -> None:
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
        """A button that means no level makes no press, nor does one of a pad that stands at no counter."""
        if not self._fits or self._keeping.counter_id is None:
            return
        # The contact closed on the pins' clock; the domain's may be ahead of it in simulation.
        pressed_s = self._clock.monotonic_s() - (now_s - press.at_s)
        kept = self._keeping.add_press(self._levels[press.button], pressed_s=pressed_s)
        self._to_thank[kept.press_id] = press

    def _store(self) -> None:
        """Put what is new on the disk, and only then say thank you."""
        for stored in self._keeping.store():
            press = self._to_thank.pop(stored.press_id, None)
            stored_s = real_monotonic_s()
            if press is not None and stored_s - press.at_s < _LATEST_THANKS_S:
                self._thanks = Thanks(press.button, stored_s)

    def _show(self, now_s: float) -> bool:
        """Set the lights; True while they are about to change by themselves."""
        look = pad_look(
            now_s,
            buttons=self.board.button_count,
            is_window_open=self._fits and self._keeping.window.open_at(self._clock.monotonic_s()) is not None,
            thanks=self._thanks,
            out_of_order=self._rules.stuck(),
            can_keep_presses=self._keeping.keeps_presses,
        )
        self.board.show(look.lights, buzzer=look.buzzer)
        if self._thanks is not None and now_s - self._thanks.at_s >= THANKS_S:
            self._thanks = None
        return self._thanks is not None

    def _faults(self) -> set[str]:
        # Not which one: somebody who holds a button while an officer is rated would tell the level.
        faults = {"button_stuck"} if self._rules.stuck() else set()
        if not self._fits:
            faults.add("buttons_mismatch")
        return faults
