"""The settings of a rating pad."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import SettingsConfigDict

from messaging.settings import DeviceSettings

Pin = Annotated[int, Field(ge=0, le=27)]
"""BCM number of a pin of the Pi's header."""

FEWEST_BUTTONS = 3
"""As few levels as a scheme may have."""


class PadSettings(DeviceSettings):
    """One pad at one counter; see docs/settings.md and docs/pad.md."""

    model_config = SettingsConfigDict(env_prefix="BOCSO_PAD_", env_nested_delimiter="__", frozen=True, extra="forbid")

    counter_id: str
    screen: Literal["buttons", "touch"] = "buttons"
    pin_factory: Literal["native", "mock"] = "native"
    """`native`: this Pi's pins through lgpio; `mock`: simulated ones."""
    button_pins: list[Pin] = Field(default=[], max_length=5)
    """In the order of the buttons, the best level first."""
    light_pins: list[Pin] = Field(default=[])
    """One per button, in the same order."""
    buzzer_pin: Pin | None = None
    buzzer: Literal["on", "off"] = "on"
    """`off` keeps a buzzer that is wired silent."""
    lights: Literal["dimmable", "on_off"] = "dimmable"
    width: Annotated[int, Field(ge=320, le=3840)] = 800
    height: Annotated[int, Field(ge=240, le=3840)] = 480
    """The picture of a touch screen as people see it, upright, in pixels; `rotation` turns it onto the panel."""
    rotation: Literal[0, 90, 180, 270] = 0
    fullscreen: bool = True

    @model_validator(mode="after")
    def _pins_fit_together(self) -> Self:
        if self.screen == "touch":
            return self
        if len(self.button_pins) < FEWEST_BUTTONS:
            raise PydanticCustomError(
                "too_few_buttons",
                "button_pins names {buttons} pins: a pad has 3 to 5 buttons, one for each level of the "
                'rating scheme; a pad with a touch screen says screen = "touch"',
                {"buttons": len(self.button_pins)},
            )
        if len(self.light_pins) != len(self.button_pins):
            raise PydanticCustomError(
                "lights_not_as_buttons",
                "light_pins names {lights} pins and button_pins {buttons}: each button has one light",
                {"lights": len(self.light_pins), "buttons": len(self.button_pins)},
            )
        used = [*self.button_pins, *self.light_pins]
        if self.buzzer_pin is not None:
            used.append(self.buzzer_pin)
        twice = sorted({pin for pin in used if used.count(pin) > 1})
        if twice:
            raise PydanticCustomError("pin_twice", "pin {pin} is used twice", {"pin": twice[0]})
        return self
