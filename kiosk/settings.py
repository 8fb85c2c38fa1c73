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
    idle_s: Seconds = 60
    """After so long without a touch the first page makes way for hours and notices."""
    sound: Literal["speaker", "record", "off"] = "speaker"
    """The voice that a citizen may switch on: through the sound card, kept as files, not at all."""
    sound_device: str = "default"
    """ALSA's name of the loudspeaker, as `aplay -L` lists it."""
    problem_home_s: Seconds = 15
    emergency_after_s: Seconds = 3
    """So long is the server waited for before the kiosk gives a number of its own; 90 and more is never."""
