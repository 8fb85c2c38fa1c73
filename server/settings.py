"""The server's settings: one TOML file, environment variables of prefix `BOCSO_SERVER_` over it."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from messaging.settings import BrokerSettings, ProgramSettings


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
    ignore_hours: bool = False
    """Open a service day at once and at each midnight, whatever the centre's hours say (for the demo)."""
    trust_clock: Literal["auto", "always"] = "auto"
    """`auto` asks the system whether its clock is synchronised; `always` takes its word."""
    keep_dossier_codes_days: Annotated[int, Field(ge=1, le=3650)] = 365
    """Dossier codes that officers note at a finish are forgotten so many days after the service day."""
    keep_comments_days: Annotated[int, Field(ge=1, le=3650)] = 90
    """Citizens' own words beside a rating are forgotten so many days after the service day."""
    broker: BrokerSettings = BrokerSettings()

    @property
    def public_secret(self) -> Path:
        return self.public_secret_file or self.database.with_name(f"{self.database.name}.public-secret")
