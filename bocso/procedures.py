"""`bocso procedures check` and `bocso procedures load`: the centre's list of procedures from a file."""

import hashlib
from collections.abc import Collection
from pathlib import Path

import typer

from bocso.database import reading, run_action
from bocso.faults import CommandFailed
from procedures.errors import FaultyProcedures
from procedures.model import ProcedureList
from procedures.reading import LARGEST_FILE_BYTES, read_procedures
from server.actions.import_procedures import import_procedures
from server.db.work import CentreNotSetUp, read_centre


def check(file: Path, database: Path | None) -> None:
    """Read a file as `load` would, and change nothing."""
    services = None if database is None else _services_of(database)
    found, _ = _read(file, services)
    typer.echo(f"{file}: {_summary(found)}, no fault")


def load(database: Path, file: Path) -> None:
    """Make a file's procedures the centre's."""
    found, sha256 = _read(file, _services_of(database))
    done = run_action(database, lambda work: import_procedures(work, procedures=found, sha256=sha256))
    typer.echo(f"{_summary(found)} {'loaded' if done.is_new else 'stand so already'}")


def _services_of(database: Path) -> Collection[str]:
    with reading(database) as connection:
        try:
            return {service.code for service in read_centre(connection).services}
        except CentreNotSetUp as error:
            raise CommandFailed(str(error)) from None


def _read(file: Path, services: Collection[str] | None) -> tuple[ProcedureList, str]:
    with file.open("rb") as opened:
        content = opened.read(LARGEST_FILE_BYTES + 1)  # no more than it takes to refuse it
    try:
        return read_procedures(content, services=services), hashlib.sha256(content).hexdigest()
    except FaultyProcedures as faulty:
        raise CommandFailed(f"{file}: nothing was loaded\n{faulty}") from None


def _summary(found: ProcedureList) -> str:
    return f"{len(found.procedures)} procedures as of {found.as_of:%d/%m/%Y}"
