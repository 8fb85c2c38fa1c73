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
    ignore_hours: bool = False
    """Open a service day at once and at each midnight, whatever the centre's hours say (for the demo)."""
    trust_clock: Literal["auto", "always"] = "auto"
    """`auto` asks the system whether its clock is synchronised; `always` takes its word."""
    broker: BrokerSettings = BrokerSettings()
