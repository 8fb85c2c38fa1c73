"""Settings that every program shares, and how a settings file is read.

A settings file is TOML, named with `--settings`. Each key can be overridden by an environment variable
with the program's prefix (`BOCSO_KIOSK_DEVICE_ID`, nested: `BOCSO_KIOSK_BROKER__PORT`).
"""

import tomllib
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource


class InvalidSettings(Exception):
    """A settings file that cannot be used; the message names file, key and reason."""


class BrokerSettings(BaseModel):
    """Where mosquitto listens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 1883
    username: str | None = None
    password_file: Path | None = None
    """A file of mode 600 that holds the password and nothing else."""

    def password(self) -> str | None:
        return None if self.password_file is None else self.password_file.read_text(encoding="utf-8").strip()


class ServerAddress(BaseModel):
    """Where a device finds the server, and with what it proves who it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = "http://127.0.0.1:8080"
    credential_file: Path
    """A file of mode 600 that holds the device's bearer credential and nothing else."""

    def credential(self) -> str:
        return self.credential_file.read_text(encoding="utf-8").strip()


class ProgramSettings(BaseSettings):
    """Base of each program's settings: frozen, no unknown keys, environment over file."""

    model_config = ConfigDict(frozen=True, extra="forbid")  # type: ignore[assignment]  # SettingsConfigDict in each program adds its prefix

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings passes these by name
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings


class DeviceSettings(ProgramSettings):
    """What every device program needs."""

    centre: str
    """The centre's code, as in its set-up file; it stands in every topic."""
    device_id: str
    data_dir: Path
    """The device's own folder: outbox, intents, pictures."""
    server: ServerAddress
    broker: BrokerSettings = BrokerSettings()


S = TypeVar("S", bound=BaseSettings)


def read_settings(kind: type[S], path: Path) -> S:
    """Read and check a settings file.

    Raises:
        InvalidSettings: the file is missing, is no TOML, or a value is wrong; nothing is half read.
    """
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InvalidSettings(f"{path}: no such settings file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSettings(f"{path}: cannot be read ({error})") from None
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettings(f"{path}: not valid TOML: {error}") from None
    try:
        return kind(**values)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']) or '(file)'}: {fault['msg']}" for fault in error.errors()
        )
        raise InvalidSettings(f"{path}: {faults}") from None
