"""The machines of this folder, and how much of each is taken: by scripts/test, and by `scripts/torture --steps`."""

from dataclasses import dataclass

from day_machine import DayMachine
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import get_state_machine_test
from journal_machine import JournalMachine
from kiosk_machine import KioskMachine
from outbox_machine import OutboxMachine
from queue_machine import QueueMachine
from ratings_machine import RatingsMachine
from real_centre_machine import Stepping


@dataclass(frozen=True)
class Machine:
    name: str
    kind: type[Stepping]
    histories: int
    """In one batch of `scripts/torture`."""
    steps: int
    """Of each history."""
    of_every_day: int
    """Histories in scripts/test."""


MACHINES = (
    Machine("queue", QueueMachine, histories=30, steps=60, of_every_day=70),
    Machine("day", DayMachine, histories=30, steps=60, of_every_day=60),
    Machine("ratings", RatingsMachine, histories=15, steps=50, of_every_day=20),
    Machine("journal", JournalMachine, histories=8, steps=50, of_every_day=6),
    Machine("outbox", OutboxMachine, histories=30, steps=60, of_every_day=40),
    Machine("kiosk", KioskMachine, histories=30, steps=50, of_every_day=30),
)
ROTA = ("queue", "day", "outbox", "queue", "ratings", "kiosk", "day", "queue", "outbox", "journal")
"""One batch after the other, and then from the start: the number of a batch says whose it is."""


def machine_of(batch: int) -> Machine:
    name = ROTA[batch % len(ROTA)]
    return next(machine for machine in MACHINES if machine.name == name)


def run(machine: Machine, histories: int, seeded_with: int) -> int:
    """How many steps were taken; raises what did not hold, with the history that led there in its notes."""
    before = Stepping.steps
    chosen = settings(
        max_examples=histories,
        stateful_step_count=machine.steps,
        deadline=None,  # a busy machine is no failure
        database=None,  # the same seed does the same everywhere
        phases=[Phase.generate],  # shrinking takes minutes here; a history is short enough to read
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    seed(seeded_with)(get_state_machine_test(machine.kind, settings=chosen))()
    return Stepping.steps - before
