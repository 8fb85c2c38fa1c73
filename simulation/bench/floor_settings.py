"""What a floor is started with: `python -m simulation.bench.first_floor --settings FILE`, like the programs."""

import argparse
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from pydantic_settings import SettingsConfigDict

from messaging.settings import BrokerSettings, ProgramSettings, read_settings
from simulation.ports import LOOPBACK


class FloorSettings(ProgramSettings):
    model_config = SettingsConfigDict(env_prefix="BOCSO_FLOOR_", frozen=True, extra="forbid")

    database: Path
    port: int
    topic: str = ""
    """Where the first floor publishes."""
    broker: BrokerSettings | None = None


def settings_asked_for() -> FloorSettings:
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    return read_settings(FloorSettings, parser.parse_args().settings)


def serve(app: FastAPI, port: int) -> None:
    """Run on the same event loop and HTTP parser as the server."""
    uvicorn.run(app, host=LOOPBACK, port=port, loop="uvloop", http="httptools", access_log=False, log_level="warning")
