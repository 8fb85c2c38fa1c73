"""`bocso device add` and `bocso device code`: a device with its credential, or a code for which it takes one itself."""

import secrets
from pathlib import Path

import typer

from bocso.database import require_database, run_action
from bocso.faults import CommandFailed
from bocso.secret_file import secret_in_place_after
from server.actions.enrol import invite
from server.actions.set_up import add_device
from server.broker_key import make_broker_key
from server.db.connections import open_for_reading
from server.db.queries.devices_in_use import device_in_use
from server.domain.broker_password import broker_password, code_fingerprint
from server.domain.enrolment_code import HALF, LETTERS, VALID_MS, code_of, shown_code
from server.domain.instant import MINUTE_MS
from server.web.devices.api import credential_hash

CREDENTIAL_BYTES = 32  # 256 bits


def add(
    database: Path,
    *,
    device_id: str,
    kind: str,
    counter_id: str | None,
    credential_file: Path,
    broker_password_file: Path | None = None,
    broker_key_file: Path | None = None,
) -> None:
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
    if broker_password_file is not None:
        key = make_broker_key(broker_key_file or database.with_name(f"{database.name}.broker-key"))
        with secret_in_place_after(
            broker_password_file, broker_password(key, device_id, _generation(database, device_id))
        ):
            pass
    typer.echo(f"{device_id} added; its credential is in {credential_file}")


def _generation(database: Path, device_id: str) -> int:
    connection = open_for_reading(database)
    try:
        device = device_in_use(connection, device_id)
    finally:
        connection.close()
    if device is None:
        raise CommandFailed(f"{device_id} is not in use")
    return device.generation


def code(database: Path, *, device_id: str, broker_key_file: Path | None) -> None:
    """Print a code for pairing, as the page of devices does; a former one is good no more."""
    made = code_of(secrets.randbelow(2 ** (5 * LETTERS)))
    require_database(database)
    key = make_broker_key(broker_key_file or database.with_name(f"{database.name}.broker-key"))
    run_action(
        database,
        lambda work: invite(
            work,
            device_id=device_id,
            half_hash=code_fingerprint(key, made[:HALF]),
            code_hash=code_fingerprint(key, made),
        ),
    )
    typer.echo(shown_code(made))
    typer.echo(f"for {device_id}, once, within {VALID_MS // MINUTE_MS} minutes", err=True)
