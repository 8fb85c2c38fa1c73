"""A real centre on a memory disk, copied ready-made for each example, that a model is held against step by step.

A machine says what it expects before it asks; the checker of the simulation reads every journal row as it comes.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from centre_under_test import CentreUnderTest, copy_database, small_centre
from held_clock import HeldClock
from hypothesis.stateful import RuleBasedStateMachine, invariant

from server.actions.desk_session import sign_on
from server.actions.service_day import open_service_day
from server.actions.set_up import add_device, add_staff, load_centre
from server.db.schema import prepare_database
from server.errors import ActionRefused
from simulation.checker import Findings, Story, check_database
from simulation.checker.tables import rows_of
from simulation.checker.telling import tell

MEMORY_DISK = Path("/dev/shm")
"""fsync costs nothing here; durability is asked elsewhere."""

TICK_MS = 125
"""An eighth of a second: sums of it are exact in the seconds of a monotonic clock, and so are the model's bounds."""

DESKS = {"Q1": "CB01", "Q2": "CB02", "Q3": "CB03"}
STAFF = {**dict.fromkeys(("CB01", "CB02", "CB03", "CB09"), "officer"), "GD01": "head", "GD02": "head"}
KIOSKS = ("kiosk-1", "kiosk-2")


def folder_in_memory(prefix: str) -> Path:
    """A folder that is gone when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Stepping(RuleBasedStateMachine):
    """Counts what is done, over all examples of the process."""

    steps: ClassVar[int] = 0

    @invariant()
    def holds(self) -> None:
        """After each step; one invariant of hypothesis, so that a failing history is short to read."""
        Stepping.steps += 1
        self.check()

    def check(self) -> None:
        """What must be true after each step."""


class CentreMachine(Stepping):
    """A small centre: its staff and devices known, its day open, an officer at each of three counters."""

    _templates: ClassVar[dict[type, Path]] = {}

    def __init__(self) -> None:
        super().__init__()
        template = self._template()
        self.folder = Path(tempfile.mkdtemp(dir=template.parent))
        self.centre = CentreUnderTest(copy_database(template, self.folder / "centre.db"), HeldClock())
        self._findings = Findings()
        self._story = Story(self._findings)
        self._told = 0

    @classmethod
    def change(cls, values: dict[str, Any]) -> None:
        """What this machine's centre has otherwise than the small centre, in its file's words."""

    @classmethod
    def prepare(cls, centre: CentreUnderTest) -> None:
        """What has happened before each example; the same for all."""

    @classmethod
    def _template(cls) -> Path:
        if cls not in cls._templates:
            database = folder_in_memory("bocso-properties-") / "ready.db"
            prepare_database(database)
            centre = CentreUnderTest(database, HeldClock())
            centre.act(load_centre, file=small_centre(cls.change))
            for staff_id, role in STAFF.items():
                named = {"staff_id": staff_id, "login": staff_id.lower(), "display_name": staff_id}
                centre.act(add_staff, role=role, password_hash="x", **named)
            for kiosk in KIOSKS:
                centre.act(add_device, device_id=kiosk, kind="kiosk", counter_id=None, credential_hash=kiosk)
            for counter_id in DESKS:
                pad = f"pad-{counter_id}"
                centre.act(add_device, device_id=pad, kind="pad", counter_id=counter_id, credential_hash=pad)
            centre.act(open_service_day, clock_is_trusted=True)
            for counter_id, officer_id in DESKS.items():
                centre.act(sign_on, counter_id=counter_id, officer_id=officer_id, actor=f"staff:{officer_id}")
            cls.prepare(centre)
            centre.stop()
            cls._templates[cls] = database
        return cls._templates[cls]

    @property
    def now(self) -> int:
        """The journal's time, in milliseconds; the clock stands still between the steps."""
        return self.centre.writer.now()

    def tick(self) -> None:
        """No two deeds are in the same millisecond, as in life."""
        self.centre.clock.pass_ms(TICK_MS)

    def do(self, allowed: bool, action: Callable[..., Any], *, actor: str, **arguments: Any) -> Any:
        """Act, and be refused exactly when the model says so; None when refused. A refusal leaves no trace."""
        before = self.head()
        try:
            result = self.centre.act(action, actor=actor, **arguments)
        except ActionRefused as refusal:
            assert not allowed, f"{action.__name__} was refused, the model allows it: {refusal}"
            left = self.head() - before
            assert left == 0, f"refused {action.__name__} left {left} rows behind"
            return None
        assert allowed, f"{action.__name__} {arguments} was done, the model refuses it"
        return result

    def head(self) -> int:
        return int(self.centre.one("SELECT seq FROM journal_head")[0])

    def did(self, action: Callable[..., Any], *, actor: str, **arguments: Any) -> Any:
        """As `do`, of what the model always allows."""
        allowed = True
        return self.do(allowed, action, actor=actor, **arguments)

    def check(self) -> None:
        """Every new row of the journal against the checker's own rules (I1, I2, I4 to I7, I9, I13 to I15, I21)."""
        found = self.centre.rows(
            "SELECT seq, at, kind, version, actor, body, hash FROM journal WHERE seq > ? ORDER BY seq", self._told
        )
        for row in found:
            tell(self._story, dict(row))
            self._told = row["seq"]
        assert not self._findings.all, "; ".join(map(str, self._findings.all))
        self.tick()

    def teardown(self) -> None:
        try:
            _, broken = check_database(self.centre.read())
            assert not broken, "; ".join(map(str, broken[:5]))
        finally:
            self.centre.stop()
            shutil.rmtree(self.folder)

    def journal(self) -> list[dict[str, Any]]:
        return rows_of(self.centre.read())[0]
