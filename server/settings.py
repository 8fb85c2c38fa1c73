"""The server's settings: one TOML file, environment variables of prefix `BOCSO_SERVER_` over it."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import SettingsConfigDict

from messaging.settings import BrokerSettings, ProgramSettings
from server.domain.instant import MINUTE_MS
from server.domain.session_limits import SessionLimits


class ServerSettings(ProgramSettings):
    model_config = SettingsConfigDict(
        env_prefix="BOCSO_SERVER_", env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    database: Path
    """The centre's database, one SQLite file."""
    listen_host: str = "127.0.0.1"
    listen_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """0 takes a free port; the one taken is printed."""
    public_url: str | None = None
    """What phones reach us by, such as `http://10.0.0.2:8080`; without it slips carry no QR."""
    public_secret_file: Path | None = None
    """With what the program that serves phones proves itself; None: a file of mode 600 beside the database. The server
    makes it when it is not there."""
    broker_key_file: Path | None = None
    """From what the devices' passwords at the broker are made; None: a file of mode 600 beside the database. The server
    makes it when it is not there."""
    ignore_hours: bool = False
    """Open a service day at once and at each midnight, whatever the centre's hours say (for the demo)."""
    trust_clock: Literal["auto", "always"] = "auto"
    """`auto` asks the system whether its clock is synchronised; `always` takes its word."""
    keep_dossier_codes_days: Annotated[int, Field(ge=1, le=3650)] = 365
    """Dossier codes that officers note at a finish are forgotten so many days after the service day."""
    keep_comments_days: Annotated[int, Field(ge=1, le=3650)] = 90
    """Citizens' own words beside a rating are forgotten so many days after the service day."""
    keep_ratings_days: Annotated[int, Field(ge=366, le=3650)] = 1830
    """Scores reach back so many days; older ratings are forgotten a month at a time, whole blocks only. The journal's
    sealed lines of them stay: they name no citizen."""
    keep_looks_days: Annotated[int, Field(ge=30, le=3650)] = 730
    """Who looked at whose scores is forgotten so many days later."""
    session_idle_minutes: Annotated[int, Field(ge=5, le=24 * 60)] = 12 * 60
    """Staff who do nothing for so long are logged out; a working day, for an officer whose work stands still."""
    session_hours: Annotated[int, Field(ge=1, le=7 * 24)] = 24
    """However busy, staff log in again after so long."""
    connections_at_most: Annotated[int, Field(ge=20, le=20_000)] = 1000
    """Open at once; one address holds three quarters of them at most."""
    backup_folder: Path | None = None
    """Where a verified copy of the database is put each hour; None: the folder `backups` beside the database."""
    second_backup_folder: Path | None = None
    """A folder on another disk (a stick, a network share), into which each copy is put a second time."""
    tls_certificate: Path | None = None
    """The machine's certificate (server.pem). With it the server listens encrypted too, and without encryption it only
    shows the way there. None: nothing is encrypted."""
    tls_key: Path | None = None
    """Its key, a file of mode 600."""
    tls_ca: Path | None = None
    """The centre's authority (ca.pem): what the page /trust gives away, and devices are told to trust."""
    tls_port: Annotated[int, Field(ge=0, le=65535)] = 8443
    """Where the server listens encrypted; 0 takes a free port."""
    devices_without_tls: bool = False
    """Let devices in at the port without encryption that were paired before there was a certificate."""
    broker_tls_port: Annotated[int, Field(ge=1, le=65535)] = 8883
    """Where the broker listens encrypted: what devices are told when they are paired."""
    broker: BrokerSettings = BrokerSettings()
    broker_admin: BrokerSettings | None = None
    """As whom the server gives each device its own user and rights at the broker; None: somebody does so by hand."""

    @model_validator(mode="after")
    def _whole_certificate(self) -> "ServerSettings":
        given = (self.tls_certificate, self.tls_key, self.tls_ca)
        if any(given) and not all(given):
            raise PydanticCustomError(
                "tls_incomplete", "tls_certificate, tls_key and tls_ca go together: bocso certificates make"
            )
        return self

    @property
    def session_limits(self) -> SessionLimits:
        return SessionLimits(self.session_idle_minutes * MINUTE_MS, self.session_hours * 60 * MINUTE_MS)

    @property
    def secret_files(self) -> tuple[Path | None, ...]:
        """What nobody else may read: the database holds password hashes and secrets of second factors."""
        admin = () if self.broker_admin is None else (self.broker_admin.password_file,)
        return (
            *self.database_files,
            self.public_secret,
            self.broker_key,
            self.broker.password_file,
            *admin,
            self.tls_key,
        )

    @property
    def database_files(self) -> tuple[Path, ...]:
        """The database and what SQLite keeps beside it: empty after a checkpoint, gone while nobody has it open."""
        return (self.database, *(self.database.with_name(f"{self.database.name}{end}") for end in ("-wal", "-shm")))

    @property
    def public_secret(self) -> Path:
        return self.public_secret_file or self.database.with_name(f"{self.database.name}.public-secret")

    @property
    def broker_key(self) -> Path:
        return self.broker_key_file or self.database.with_name(f"{self.database.name}.broker-key")

    @property
    def backups(self) -> Path:
        return self.backup_folder or backups_beside(self.database)

    @property
    def all_backups(self) -> list[Path]:
        return [self.backups, *([self.second_backup_folder] if self.second_backup_folder else [])]


def backups_beside(database: Path) -> Path:
    """Where a database's copies are kept unless a setting says otherwise."""
    return database.with_name("backups")
