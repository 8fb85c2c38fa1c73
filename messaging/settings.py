"""Settings that every program shares, and how a settings file is read.

A settings file is TOML, named with `--settings`. Each key can be overridden by an environment variable
with the program's prefix (`BOCSO_KIOSK_DEVICE_ID`, nested: `BOCSO_KIOSK_BROKER__PORT`).
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsError

from messaging.enrolled_files import SETTINGS, enrolled_folder
from messaging.plain_faults import parts_of_faults, plain_faults
from messaging.private_files import NotPrivate, keep_private


@dataclass(frozen=True, slots=True)
class SettingFault:
    """One thing that is wrong in a settings file, for a program that says it in words of its own."""

    place: str
    """The key with its tables, such as `broker.port`; of a file that is no TOML the line; else empty."""
    kind: str
    """pydantic's type of the fault (`extra_forbidden`, `missing` ...), a rule's own, or one of the constants below."""
    words: str = ""
    """What is wrong, in English."""
    values: Mapping[str, object] = field(default_factory=dict)
    """What a rule's own words name: a pin, an address."""


NO_FILE, UNREADABLE, NO_TOML, IN_ENVIRONMENT, NO_USE = "no_file", "unreadable", "no_toml", "in_environment", "no_use"


class InvalidSettings(Exception):
    """A settings file that cannot be used; the message names file, key and reason."""

    def __init__(self, message: str, *faults: SettingFault) -> None:
        super().__init__(message)
        self.faults = faults


class BrokerSettings(BaseModel):
    """Where mosquitto listens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 1883
    username: str | None = None
    password_file: Path | None = None
    """A file of mode 600 that holds the password and nothing else."""
    ca_file: Path | None = None
    """The centre's certificate (ca.pem): all is encrypted, and only a broker is trusted that it vouches for."""

    def password(self) -> str | None:
        return None if self.password_file is None else self.password_file.read_text(encoding="utf-8").strip()


class ServerAddress(BaseModel):
    """Where a device finds the server, and with what it proves who it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = "http://127.0.0.1:8080"
    credential_file: Path
    """A file of mode 600 that holds the device's bearer credential and nothing else."""
    ca_file: Path | None = None
    """The centre's certificate (ca.pem): only a server is trusted that it vouches for. None: whom the system trusts."""
    fingerprint: str = ""
    """The first digits of the certificate's SHA-256, for a device that is still to be paired: nobody is asked then."""

    def credential(self) -> str:
        return self.credential_file.read_text(encoding="utf-8").strip()


class HelpSettings(BaseModel):
    """Whom staff call when this device cannot start; its screen then says so (deploy/help_screen.py)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    telephone: str = ""


class ProgramSettings(BaseSettings):
    """Base of each program's settings: frozen, no unknown keys, environment over file."""

    model_config = ConfigDict(frozen=True, extra="forbid")  # type: ignore[assignment]  # SettingsConfigDict in each program adds its prefix

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del settings_cls, dotenv_settings, file_secret_settings  # passed by name, and no sources of ours
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
    help: HelpSettings = HelpSettings()

    def require_data_dir(self) -> None:
        """Make the device's folder when it is missing.

        Raises:
            InvalidSettings: it cannot be made or written.
        """
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            reason = "it is a file"
        except OSError as error:
            reason = str(error.strerror)
        else:
            if os.access(self.data_dir, os.W_OK | os.X_OK):
                return
            reason = "it may not be written"
        raise InvalidSettings(
            f"data_dir: {self.data_dir} cannot be used ({reason}); name a folder that the program may write"
        )

    def require_credential(self) -> None:
        """Files that others could read, the broker's password too, are closed to them.

        Raises:
            InvalidSettings: the file with the device's credential is missing, empty or cannot be read; or others
                may read it, and it is not ours to close.
        """
        require_private(self.server.credential_file, self.broker.password_file)
        path = self.server.credential_file
        try:
            reason = "" if self.server.credential() else "it is empty"
        except OSError as error:
            reason = str(error.strerror)
        except UnicodeDecodeError:
            reason = "it is no text"
        if reason:
            raise InvalidSettings(
                f"server.credential_file: {path} cannot be read ({reason}); bocso device add makes the file"
            )


def require_private(*files: Path | None) -> None:
    """Close files with secrets to others.

    Raises:
        InvalidSettings: others may read one, and it is not ours to close.
    """
    try:
        for file in files:
            if file is not None:
                keep_private(file)
    except NotPrivate as error:
        raise InvalidSettings(str(error)) from None


class NotPaired(InvalidSettings):
    """The settings of a device that does not know yet who it is; everything else in them is right."""

    def __init__(self, path: Path, settings: "DeviceSettings", server_url: str, fingerprint: str) -> None:
        super().__init__(
            f"{path}: this device is not paired; run it with --enrol CODE --server URL, or name centre, device_id and "
            "server there by hand"
        )
        self.settings = settings
        """Who it is and where the server is are stand-ins; the rest is what runs once it is paired."""
        self.server_url = server_url
        """The server's address, if whoever installed the device named it; else empty."""
        self.fingerprint = fingerprint
        """Of the centre's certificate; as its address."""


S = TypeVar("S", bound=BaseSettings)

_LINE = re.compile(r"at line (\d+)")
"""What tomllib says of the place."""


def read_settings(kind: type[S], path: Path) -> S:
    """Read and check a settings file. What a device was given when it was paired goes over it.

    Raises:
        NotPaired: all of it is right, but a device's file does not say who it is, and it was never paired.
        InvalidSettings: the file is missing, is no TOML, or a value is wrong; nothing is half read.
    """
    values = _toml_in(path)
    if issubclass(kind, DeviceSettings):
        values = _as_paired(kind, path, values)
    return _checked(kind, path, values)


def _toml_in(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InvalidSettings(f"{path}: no such settings file", SettingFault("", NO_FILE)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSettings(f"{path}: cannot be read ({error})", SettingFault("", UNREADABLE)) from None
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        fault = SettingFault(line[1] if line else "", NO_TOML)
        raise InvalidSettings(f"{path}: not valid TOML: {error}", fault) from None


def _as_paired(kind: type[DeviceSettings], path: Path, values: dict[str, Any]) -> dict[str, Any]:
    """
    Raises:
        NotPaired, InvalidSettings: as `read_settings`.
    """
    data_dir = os.environ.get(f"{kind.model_config.get('env_prefix')}DATA_DIR", values.get("data_dir"))
    if not isinstance(data_dir, str):
        return values
    paired = enrolled_folder(Path(data_dir)) / SETTINGS
    if paired.exists():
        given = _toml_in(paired)
        broker = given.get("broker", {})
        # A broker whose users somebody keeps by hand: what they wrote in the file goes over what the server knows.
        by_hand = {} if "username" in broker else values.get("broker", {})
        return values | given | {"broker": broker | by_hand}
    names_nobody = not {"centre", "device_id"} & set(values) and "credential_file" not in values.get("server", {})
    if not names_nobody or f"{kind.model_config.get('env_prefix')}DEVICE_ID" in os.environ:
        return values
    stand_ins: dict[str, Any] = {"centre": "-", "device_id": "-", "server": {"credential_file": "-"}}
    if "counter_id" in kind.model_fields:
        stand_ins["counter_id"] = "-"
    settings = _checked(kind, path, values | stand_ins)
    raise NotPaired(path, settings, *(_text_in(values.get("server"), key) for key in ("url", "fingerprint")))


def _text_in(table: object, key: str) -> str:
    found = table.get(key, "") if isinstance(table, dict) else ""
    return found if isinstance(found, str) else ""


def _checked(kind: type[S], path: Path, values: dict[str, Any]) -> S:
    try:
        return kind(**values)
    except ValidationError as error:
        faults = (SettingFault(*parts) for parts in parts_of_faults(error))
        raise InvalidSettings(f"{path}: {'; '.join(plain_faults(error))}", *faults) from None
    except SettingsError as error:  # a nested key in the environment that is no JSON
        raise InvalidSettings(f"{path}: {error}", SettingFault("", IN_ENVIRONMENT)) from None
