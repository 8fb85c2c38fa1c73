"""A pad without metal: gpiozero's mock pins, which a test or the demo pulls from outside.

It does not imitate contact bounce (pull the pin several times for that), the time an edge takes through
the kernel, or lamps that fail.
"""

from collections.abc import Sequence

from gpiozero.pins.mock import MockFactory, MockPWMPin

from hardware.gpio.gpiozero_board import GpiozeroPadBoard


class _HeldPin(MockPWMPin):  # type: ignore[misc]  # gpiozero ships no types
    """A contact that is closed already: it wins over the pull-up that is switched on at the opening."""

    def _set_pull(self, value: str) -> None:
        super()._set_pull(value)
        self.drive_low()


class SimulatedPadBoard(GpiozeroPadBoard):
    """The real adapter on mock pins."""

    def __init__(
        self,
        *,
        button_pins: Sequence[int],
        light_pins: Sequence[int],
        buzzer_pin: int | None = None,
        dims_lights: bool = True,
        held: Sequence[int] = (),
    ) -> None:
        """`held`: buttons (by place) that are down already when the board opens."""
        self._pins = MockFactory(pin_class=MockPWMPin)
        self.lit_alone = [0] * len(light_pins)
        """How often each light has burned alone and in full: a blink is over before one has looked twice."""
        self._button_pins = tuple(button_pins)
        self._light_pins = tuple(light_pins)
        self._buzzer_pin = buzzer_pin
        for place in held:
            self._pins.pin(self._button_pins[place], pin_class=_HeldPin)
        super().__init__(
            self._pins,
            button_pins=button_pins,
            light_pins=light_pins,
            buzzer_pin=buzzer_pin,
            dims_lights=dims_lights,
        )

    def show(self, lights: Sequence[float], *, buzzer: bool) -> None:
        before = self._shown
        super().show(lights, buzzer=buzzer)
        if self._shown != before and sum(lights) == max(lights) == 1:
            self.lit_alone[list(lights).index(1)] += 1

    def push(self, place: int) -> None:
        """A finger closes the contact of the button at `place`."""
        self._pins.pin(self._button_pins[place]).drive_low()

    def let_go(self, place: int) -> None:
        self._pins.pin(self._button_pins[place]).drive_high()

    def lights(self) -> tuple[float, ...]:
        """What a person in front of the pad sees: the brightness of each light, 0 to 1."""
        return tuple(float(self._pins.pin(pin).state) for pin in self._light_pins)

    def buzzes(self) -> bool:
        return self._buzzer_pin is not None and bool(self._pins.pin(self._buzzer_pin).state)
