"""The settings of a hall board or counter display."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import SettingsConfigDict

from messaging.settings import DeviceSettings


class AudioSettings(BaseModel):
    """How a hall board speaks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["aplay", "record", "none"] = "aplay"
    """Through the sound card; kept as files (demo and tests); not at all."""
    clips_dir: Path | None = None
    """The clip pack, made by `python -m hardware.audio.make_clips`."""
    device: str = "default"
    """ALSA's name of the sound device, as `aplay -L` lists it."""
    record_dir: Path | None = None
    record_pace: Annotated[float, Field(ge=0, le=1)] = 1.0
    """How long a kept call takes, as a share of its real length."""

    @model_validator(mode="after")
    def _names_its_folders(self) -> Self:
        if self.kind != "none" and self.clips_dir is None:
            raise PydanticCustomError("clips_dir_missing", 'clips_dir is needed to speak; or set kind = "none"')
        if self.kind == "record" and self.record_dir is None:
            raise PydanticCustomError("record_dir_missing", 'record_dir is needed with kind = "record"')
        return self


class KeypadSettings(BaseModel):
    """The number pad on the desk, plugged into the machine of the counter's display."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["none", "evdev", "pipe"] = "none"
    """None; a real one, read from the kernel; a named pipe (demo and tests)."""
    path: Path | None = None
    """The input device, best `/dev/input/by-id/...-event-kbd`, which stays the same; or where the pipe is made."""

    @model_validator(mode="after")
    def _names_its_device(self) -> Self:
        if self.kind != "none" and self.path is None:
            raise PydanticCustomError("keypad_path_missing", 'path is needed to read a keypad; or set kind = "none"')
        return self


class DisplaySettings(DeviceSettings):
    model_config = SettingsConfigDict(
        env_prefix="BOCSO_DISPLAY_", env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    mode: Literal["hall", "counter"]
    counter_id: str | None = None
    """The counter whose display this is; only in mode "counter"."""
    width: Annotated[int, Field(ge=320, le=7680)] = 1920
    height: Annotated[int, Field(ge=240, le=4320)] = 1080
    fullscreen: bool = True
    audio: AudioSettings = AudioSettings(kind="none")
    """Only a hall board speaks."""
    keypad: KeypadSettings = KeypadSettings()
    """Only in mode "counter"."""

    @model_validator(mode="after")
    def _knows_its_counter(self) -> Self:
        if self.mode == "counter" and not self.counter_id:
            raise PydanticCustomError("counter_id_missing", 'counter_id is needed with mode = "counter"')
        if self.mode == "hall" and self.keypad.kind != "none":
            raise PydanticCustomError(
                "keypad_in_hall", 'keypad belongs to a counter: set keypad.kind = "none" with mode = "hall"'
            )
        return self
