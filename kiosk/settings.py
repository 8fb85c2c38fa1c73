"""The kiosk's settings; see docs/settings.md."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from hardware.printer.settings import PrinterSettings
from messaging.settings import DeviceSettings

Seconds = Annotated[float, Field(gt=0, le=600)]


class KioskSettings(DeviceSettings):
    """Everything a kiosk needs to know before it starts."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="BOCSO_KIOSK_", env_nested_delimiter="__")

    printer: PrinterSettings
    width: Annotated[int, Field(ge=160, le=7680)] = 1080
    height: Annotated[int, Field(ge=160, le=7680)] = 1920
    """The picture as people see it, upright, in pixels; `rotation` turns it onto the panel."""
    rotation: Literal[0, 90, 180, 270] = 0
    fullscreen: bool = True
    return_home_s: Seconds = 20
    """An untouched screen with a question on it goes back to the start."""
    printed_home_s: Seconds = 8
    """How long the number stays once the slip is out."""
    not_printed_home_s: Seconds = 45
    """How long an unprinted number waits for "Tôi đã ghi số"; the server gives it up after 90 s."""
    problem_home_s: Seconds = 15
