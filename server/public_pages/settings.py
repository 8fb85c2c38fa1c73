"""Settings of the program that serves phones: a TOML file, environment variables of prefix `BOCSO_PHONES_` over it."""

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from messaging.settings import ProgramSettings


class PhoneSettings(ProgramSettings):
    model_config = SettingsConfigDict(env_prefix="BOCSO_PHONES_", frozen=True, extra="forbid")

    database: Path
    """The centre's database, which is only read."""
    listen_host: str = "127.0.0.1"
    listen_port: Annotated[int, Field(ge=0, le=65535)] = 8090
    """0 takes a free port; the one taken is printed."""
    server_url: str = "http://127.0.0.1:8080"
    """Where what citizens say of their numbers is passed on to."""
    public_secret_file: Path | None = None
    """With what it is passed on; as the server's key of the same name."""
    connections_at_most: Annotated[int, Field(ge=10, le=20_000)] = 1000
    """Open at once; a phone that follows its number holds one or two."""
    requests_a_second: Annotated[int, Field(ge=10, le=10_000)] = 250
    """Of one address. All phones of a hall may share one: 200 that follow their numbers ask 60 times."""

    @property
    def public_secret(self) -> Path:
        return self.public_secret_file or self.database.with_name(f"{self.database.name}.public-secret")
