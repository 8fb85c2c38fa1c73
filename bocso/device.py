"""`bocso device add`: a device and its credential."""

import secrets
from pathlib import Path

import typer

from bocso.database import run_action
from bocso.secret_file import secret_in_place_after
from server.actions.set_up import add_device
from server.web.device_api import credential_hash

CREDENTIAL_BYTES = 32  # 256 bits


def add(database: Path, *, device_id: str, kind: str, counter_id: str | None, credential_file: Path) -> None:
    credential = secrets.token_urlsafe(CREDENTIAL_BYTES)
    with secret_in_place_after(credential_file, credential):
        run_action(
            database,
            lambda work: add_device(
                work,
                device_id=device_id,
                kind=kind,
                counter_id=counter_id,
                credential_hash=credential_hash(credential),
            ),
        )
    typer.echo(f"{device_id} added; its credential is in {credential_file}")
