"""The pad's buttons and lights through gpiozero.

gpiozero's own debouncing is not used (`bounce_time=None`): it can drop presses or stick when pulses are
shorter than its time (gpiozero issues 550 and 1039). Edges go out raw; the debouncing is a rule of the pad.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gpiozero import LED, PWMLED, Button, Buzzer
from gpiozero.exc import GPIOZeroError

from hardware.gpio.pad_board import Edge, PadBoardUnusable

_MOST_KEPT_EDGES = 1000  # a loose wire may fire thousands; the levels are read anyway


class GpiozeroPadBoard:
    """Buttons to ground with the Pi's pull-ups; lights and buzzer that are on when the pin is high.

    `pin_factory` is gpiozero's (lgpio on a Pi, the mock in simulation). Pins are BCM numbers in the pad's
    order, the best level first.
    """

    def __init__(
        self,
        pin_factory: Any,
        *,
        button_pins: Sequence[int],
        light_pins: Sequence[int],
        buzzer_pin: int | None = None,
        dims_lights: bool = True,
    ) -> None:
        """Raises PadBoardUnusable when a pin does not exist or is in use."""
        self.button_count = len(button_pins)
        self._edges: deque[Edge] = deque(maxlen=_MOST_KEPT_EDGES)
        self._wake: Callable[[], None] = _do_nothing
        self._devices: list[Any] = []
        self._shown: tuple[float, ...] = ()
        self._buzzes = False
        light_kind = PWMLED if dims_lights else LED
        try:
            self._lights = [self._kept(light_kind(pin, pin_factory=pin_factory)) for pin in light_pins]
            self._buzzer = None if buzzer_pin is None else self._kept(Buzzer(buzzer_pin, pin_factory=pin_factory))
            self._buttons = [
                self._kept(Button(pin, pull_up=True, bounce_time=None, pin_factory=pin_factory)) for pin in button_pins
            ]
        except GPIOZeroError as error:
            self.close()
            raise PadBoardUnusable(f"the pad's pins cannot be used: {error}; check the pin settings") from error
        for place, button in enumerate(self._buttons):
            button.when_pressed = self._enqueue(place, is_down=True)
            button.when_released = self._enqueue(place, is_down=False)

    def buttons_down(self) -> tuple[bool, ...]:
        return tuple(bool(button.is_pressed) for button in self._buttons)

    def take_edges(self) -> list[Edge]:
        edges = []
        while self._edges:
            edges.append(self._edges.popleft())
        return edges

    def when_changed(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def show(self, lights: Sequence[float], *, buzzer: bool) -> None:
        if tuple(lights) != self._shown:
            self._shown = tuple(lights)
            for light, brightness in zip(self._lights, lights, strict=True):
                if isinstance(light, PWMLED):
                    light.value = brightness
                else:
                    light.value = brightness > 0
        if self._buzzer is not None and buzzer is not self._buzzes:
            self._buzzes = buzzer
            self._buzzer.value = buzzer

    def close(self) -> None:
        """Closing a gpiozero output turns it off first."""
        while self._devices:
            self._devices.pop().close()

    def _kept(self, device: Any) -> Any:
        self._devices.append(device)
        return device

    def _enqueue(self, place: int, *, is_down: bool) -> Callable[[], None]:
        def enqueue() -> None:
            self._edges.append(Edge(place, is_down, time.monotonic()))
            self._wake()

        return enqueue


def open_native_board(
    *,
    button_pins: Sequence[int],
    light_pins: Sequence[int],
    buzzer_pin: int | None,
    dims_lights: bool,
    scratch_folder: Path,
) -> GpiozeroPadBoard:
    """The board on this Pi's own pins, through lgpio.

    lgpio keeps small files in its working folder, which is `scratch_folder` unless LG_WD names another.
    Raises PadBoardUnusable.
    """
    os.environ.setdefault("LG_WD", str(scratch_folder))
    try:
        from gpiozero.pins.lgpio import LGPIOFactory

        pin_factory = LGPIOFactory()
    except ImportError as error:
        raise PadBoardUnusable(
            "lgpio is missing: run 'apt install python3-lgpio' and make the environment with "
            "'python3 -m venv --system-site-packages'"
        ) from error
    except Exception as error:  # lgpio raises an error class of its own, which may not be importable here
        raise PadBoardUnusable(
            f"the pins of this machine cannot be opened ({error}); the pad needs a Raspberry Pi and "
            "a user in the group 'gpio'"
        ) from error
    return GpiozeroPadBoard(
        pin_factory,
        button_pins=button_pins,
        light_pins=light_pins,
        buzzer_pin=buzzer_pin,
        dims_lights=dims_lights,
    )


def _do_nothing() -> None:
    """Nobody asked to be woken yet."""
