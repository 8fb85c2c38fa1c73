"""Named places between two steps, at which the simulation may end the program, to see what is left.

Each place lies at a boundary: before or behind a write, a commit, something sent or received, a slip. `reach` does
nothing but look whether somebody wants to know; only the simulation's entry points ever do (docs/decisions). Every name
is reached somewhere in the source and killed at in tests/faults/test_failpoints.py; a test compares the three.
"""

from collections.abc import Callable

NAMES: dict[str, str] = {
    "server.request_received": "a device's or a desk's request is read; nothing of it is done",
    "server.begun": "the writer's transaction is open and empty",
    "server.recorded": "one event is in the journal and the tables, in the open transaction",
    "server.decided": "everything of the group is written and not committed",
    "server.committed": "it is committed and nobody knows",
    "server.told": "whoever asked is told, the boards are not",
    "server.answer_ready": "the answer stands ready to be sent",
    "server.publishing": "a snapshot is about to go to the broker",
    "server.published": "a snapshot was handed to the broker's client",
    "backup.written": "a copy of the database is whole and checked, under another name",
    "backup.placed": "the copy bears its name",
    "migration.begun": "the migration's transaction is open",
    "migration.upgraded": "all tables are changed and not committed",
    "migration.committed": "the new schema is committed, the server has not begun",
    "client.sending": "a device is about to send a request",
    "client.answered": "the answer is there and nothing is done with it",
    "link.received": "a snapshot is there and not looked at",
    "outbox.appending": "a message is about to be stored",
    "outbox.appended": "a message is stored",
    "outbox.removing": "the server has acknowledged a message that still stands in the outbox",
    "outbox.removed": "the message is gone from the outbox",
    "outbox.refusing": "the server has refused for good a message that still stands in the outbox",
    "outbox.refused": "the message is out of the line, on record with the reason",
    "damaged.rescued": "what can be read of a damaged file is whole in a new one beside it; each has its own name",
    "damaged.aside": "the damaged file is set aside and the new one has not its name",
    "damaged.replaced": "the new file bears the name of the damaged one",
    "kiosk.writing": "a step of a citizen's wish is written and not committed",
    "kiosk.written": "a step of a citizen's wish is committed",
    "job.writing": "a step of what the server ordered here is written and not committed",
    "job.written": "a step of what the server ordered here is committed",
    "job.done": "what the server ordered is done, a slip is out or it is known why not; it is not stored",
    "kiosk.slip_out": "the printer has said what became of the slip; it is not stored",
    "pad.pressed": "a press is known and not stored",
    "pad.kept": "a press is stored and not thanked for",
}
"""Each place, and what is true there."""

Plan = Callable[[str, object], None]
"""Told each place as it is reached, and what it is about there (events, a path, a step; a topic and its revision)."""

_plan: Plan | None = None


def reach(name: str, about: object = None) -> None:
    """Say that the program is at this place."""
    if _plan is not None:
        _plan(name, about)


def install(plan: Plan) -> None:
    """For the simulation's entry points alone, before or while the program runs."""
    global _plan
    _plan = plan
