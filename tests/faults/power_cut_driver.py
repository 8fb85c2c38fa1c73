"""What writes while the power is cut: the real server, a kiosk's store of wishes, or a pad's outbox.

`python power_cut_driver.py KIND FOLDER [--careless]` says on standard output what it has acknowledged, one line each,
as it would have shown, printed or lit it. `--careless` sets synchronous=NORMAL against the product's will: the harness
must then find losses, or it proves nothing.
"""

import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from messaging.requests import EmergencyTicketTaken, IntentCancelled
from messaging.server_client import ServerUnreachable


class CarelessConnection(sqlite3.Connection):
    """Does not bring a commit to the disk."""

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        careless = sql.replace("synchronous=FULL", "synchronous=NORMAL")
        careless = careless.replace("synchronous = FULL", "synchronous = NORMAL")
        return super().execute(careless, *parameters)


def be_careless() -> None:
    connect = sqlite3.connect

    def careless(*args: Any, **more: Any) -> sqlite3.Connection:
        return connect(*args, factory=CarelessConnection, **more)

    sqlite3.connect = careless


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def serve(folder: Path) -> None:
    """The server itself; its answers are its acknowledgements."""
    from messaging.clock import SystemClock
    from messaging.settings import BrokerSettings
    from server.app import build
    from server.settings import ServerSettings

    settings = ServerSettings(
        database=folder / "centre.db",
        listen_port=0,
        trust_clock="always",
        ignore_hours=True,
        broker=BrokerSettings(host="127.0.0.1", port=1),
    )
    server = build(settings, clock=SystemClock())
    say(str(server.port))
    server.run()


class Away:
    """The server, which nobody reaches."""

    def report_print(self, *_what: object) -> None:
        raise ServerUnreachable("away")

    def cancel_intent(self, *_what: object) -> IntentCancelled:
        raise ServerUnreachable("away")

    def merge_emergency(self, _ticket: object) -> EmergencyTicketTaken:
        raise ServerUnreachable("away")


def wish(folder: Path) -> None:
    """A kiosk without its server: wish, own number, print, outcome, and its way from one file into the other."""
    from kiosk.intents import EmergencyFacts, IntentStore, Wish, moment
    from kiosk.reporting import Reports
    from messaging.clock import SystemClock
    from messaging.outbox import Outbox
    from messaging.requests import PrintOutcome

    clock, store = SystemClock(), IntentStore(folder / "intents.db")
    reports = Reports(store=store, outbox=Outbox(folder / "reports.db"), server=Away(), clock=clock)
    reports.start()
    facts = EmergencyFacts(
        kiosk_number=1,
        service_name="Chứng thực",
        service_name_en="Certification",
        priority_name=None,
        priority_name_en=None,
        counters=[1],
        centre_name="Trung tâm",
        timezone="Asia/Ho_Chi_Minh",
        at=datetime.now(UTC),
        server_at=None,
    )
    while True:
        wanted = Wish(service="A", priority_group=None, language="vi")
        intent = store.want(wanted, moment(clock))
        given = store.give_emergency(intent.intent_id, wanted, facts, moment(clock))
        say(f"given {intent.intent_id} {given.shown}")
        store.begin_print(intent.intent_id)
        store.settle(intent.intent_id, PrintOutcome.PRINTED)
        reports.something_is_owed()
        say(f"settled {intent.intent_id} {given.shown}")


def press(folder: Path) -> None:
    """A pad whose server is away: each press is stored, then thanked for."""
    from messaging.outbox import Outbox

    outbox = Outbox(folder / "presses.db")
    while True:
        key = str(uuid4())
        outbox.append(key, '{"level": 5}')
        say(key)


if __name__ == "__main__":
    if "--careless" in sys.argv:
        be_careless()
    {"server": serve, "kiosk": wish, "pad": press}[sys.argv[1]](Path(sys.argv[2]))
