"""A kiosk without a screen in a process of its own, that kills itself at a chosen step: nothing is tidied up.

`python kiosk_process.py FOLDER SERVER_URL PRINTER_PORT TOUCH|WAIT STEP BEFORE|AFTER`

What it knows of the centre is on its disk; it gives numbers of its own after half a second without an answer.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hardware.printer import PrinterSettings, open_printer
from kiosk.emergency import WithoutServer
from kiosk.intents import IntentStore, Wish
from kiosk.issuing import ENDINGS, Issuing
from kiosk.printer_watch import PrinterWatch
from kiosk.reporting import Reports
from messaging.clock import SystemClock
from messaging.outbox import Outbox
from messaging.server_client import ServerClient
from messaging.settings import ServerAddress


def main() -> None:
    folder, url, port, touch, step, when = sys.argv[1:]
    credential = Path(folder) / "credential"
    credential.parent.mkdir(exist_ok=True)
    credential.write_text("secret")
    store = IntentStore(Path(folder) / "intents.db")
    outbox = Outbox(Path(folder) / "reports.db")
    client = ServerClient(ServerAddress(url=url, credential_file=credential), timeout_s=1)
    printer = PrinterWatch(
        open_printer(PrinterSettings(host="127.0.0.1", port=int(port), width_dots=384)), on_change=lambda: None
    )
    for owner in (store, outbox, client, printer):
        if hasattr(owner, step):
            setattr(owner, step, _deadly(getattr(owner, step), when))
    clock = SystemClock()
    reports = Reports(store=store, outbox=outbox, server=client, clock=clock)
    without = WithoutServer(store=store, server=client, clock=clock, after_s=0.5)
    issuing = Issuing(
        store=store,
        reports=reports,
        server=client,
        printer=printer,
        clock=clock,
        on_change=lambda: None,
        without_server=without,
    )
    without.start()
    reports.start()
    issuing.start()
    if touch == "TOUCH":
        issuing.begin(Wish("A", None, "vi", procedure="2.000815"))
    while issuing.view.stage not in ENDINGS:
        time.sleep(0.01)
    while store.owed() or len(outbox):
        time.sleep(0.01)


def _deadly(step: Callable[..., Any], when: str) -> Callable[..., Any]:
    def die(*values: Any, **named: Any) -> Any:
        if when == "AFTER":
            step(*values, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)

    return die


if __name__ == "__main__":
    main()
