"""What is noted of every program and of the database at one moment."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ProgramNow:
    """One process."""

    pid: int
    memory_mb: float
    """Resident."""
    handles: int
    """Open files, but for fonts."""
    threads: int
    fonts: int
    """Files of fonts that are open: Kivy keeps one for each size of letters it has drawn, the last 64 of them."""


@dataclass(frozen=True, slots=True)
class DatabaseNow:
    """The centre's database and how much is in it."""

    file_mb: float
    wal_mb: float
    journal: int
    """The last sequence."""
    tickets: int


@dataclass(frozen=True, slots=True)
class Sample:
    at_s: float
    """Since the centre was whole; real time."""
    programs: dict[str, ProgramNow]
    database: DatabaseNow


def program_now(pid: int) -> ProgramNow:
    """
    Raises:
        OSError: the process has ended.
    """
    process = Path("/proc", str(pid))
    lines = (process / "status").read_text(encoding="ascii", errors="replace").splitlines()
    status = dict(line.split(":", 1) for line in lines if ":" in line)
    if "VmRSS" not in status:  # it has ended, and nobody has taken notice yet
        raise ProcessLookupError(f"process {pid} has ended")
    open_files = [_target(handle) for handle in (process / "fd").iterdir()]
    fonts = sum(1 for file in open_files if file.endswith((".ttf", ".otf")))
    return ProgramNow(
        pid=pid,
        memory_mb=round(int(status["VmRSS"].split()[0]) / 1024, 1),
        handles=len(open_files) - fonts,
        threads=int(status["Threads"]),
        fonts=fonts,
    )


def _target(handle: Path) -> str:
    try:
        return str(handle.readlink())
    except FileNotFoundError:  # closed since it was listed
        return ""


def database_now(database: Path) -> DatabaseNow:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
        (journal,) = connection.execute("SELECT seq FROM journal_head").fetchone()
        (tickets,) = connection.execute("SELECT count(*) FROM tickets").fetchone()
    wal = database.with_name(database.name + "-wal")
    return DatabaseNow(
        file_mb=round(database.stat().st_size / 2**20, 2),
        wal_mb=round(wal.stat().st_size / 2**20, 2) if wal.exists() else 0.0,
        journal=journal,
        tickets=tickets,
    )
