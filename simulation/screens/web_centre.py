"""A sample centre whose pages are drawn: broker, server, pages for phones, two weeks behind it and a busy morning."""

import re
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from messaging.clock import real_monotonic_s
from messaging.requests import IssuedTicket, PrintOutcome, PrintReport, TicketRequest
from messaging.server_client import ServerClient
from messaging.settings import ServerAddress
from simulation.centre_folder import KIOSK, CentreFolder, Login
from simulation.officer import Officer
from simulation.ports import LOOPBACK, free_ports
from simulation.sample_centre import ROOT, SampleCentre, StartOptions, set_up
from simulation.stopping import say
from simulation.supervisor import Program, Supervisor
from simulation.wall.pictures import begin_in_the_morning

PATIENCE_S = 120.0
_CODE = re.compile(r"\b\d{4} \d{4}\b")
MORNING_NUMBERS = (
    *(("A", None), ("B", None), ("C", None), ("A", None), ("E", None), ("K", None), ("A", None), ("B", "elderly")),
    *(("G", None), ("A", None), ("E", "pregnant"), ("C", None), ("H", None)),
)
"""Who has come before anybody looks, by service and group."""


@dataclass(frozen=True, slots=True)
class WebCentre:
    """Where its pages are, and hands to make something happen on them."""

    address: str
    phones: str
    fresh: str
    """Of a server that has no centre yet."""
    code: str
    """Which opens that one's first page."""
    folder: CentreFolder
    kiosk: ServerClient

    def login_of(self, role: str, nth: int = 0) -> Login:
        return [login for login in self.folder.logins() if login.role == role][nth]

    def give(
        self,
        service: str,
        group: str | None = None,
        *,
        language: str = "vi",
        outcome: PrintOutcome | None = PrintOutcome.PRINTED,
    ) -> IssuedTicket:
        """A number from the kiosk; `outcome` None: its slip still prints."""
        wish = TicketRequest(intent_id=uuid.uuid4(), service=service, priority_group=group, language=language)
        ticket = self.kiosk.issue_ticket(wish)
        if outcome is not None:
            self.kiosk.report_print(ticket.ticket_id, PrintReport(report_id=uuid.uuid4(), outcome=outcome))
        return ticket

    def page_of(self, ticket: IssuedTicket) -> str:
        """Where a phone follows a number."""
        assert ticket.url is not None  # the demo's server names its pages for phones
        return ticket.url


@contextmanager
def running_centre(path: Path) -> Iterator[WebCentre]:
    """Start everything in a new folder on a morning of a working day, and leave nothing running behind."""
    folder = CentreFolder(path / "centre")
    begin_in_the_morning(folder)
    port, fresh_port = free_ports(2)
    supervisor = Supervisor(say)
    with ExitStack() as ends:
        ends.enter_context(folder.held())
        set_up(folder, PATIENCE_S, with_history=True, with_voice=False)
        centre = SampleCentre(folder, supervisor, StartOptions(port=port, has_voice=False, forgives_crashes=False))
        ends.callback(centre.stop)
        centre.start_pages()
        fresh = _fresh_server(path / "fresh", fresh_port)
        supervisor.start(fresh)
        ends.callback(supervisor.stop, fresh.name)
        centre.wait_until(centre.answers, "the server does not answer", PATIENCE_S, log="server")
        centre.wait_until(lambda: _code(fresh.log) != "", "the first start has no code", PATIENCE_S)
        kiosk = ServerClient(ServerAddress(url=centre.address, credential_file=folder.credential_file(KIOSK)))
        ends.callback(kiosk.close)
        made = WebCentre(
            centre.address, centre.phones_address, f"http://{LOOPBACK}:{fresh_port}", _code(fresh.log), folder, kiosk
        )
        _wait_for_day(made)
        _busy_morning(made)
        yield made


def _fresh_server(folder: Path, port: int) -> Program:
    """A server in an empty folder."""
    scratch = CentreFolder(folder)
    (scratch.path / "data").mkdir(parents=True)
    for place in (scratch.control, scratch.logs):
        place.mkdir(parents=True, exist_ok=True)
    settings = scratch.write_settings(
        "fresh", {"database": scratch.path / "data" / "centre.db", "listen_port": port, "trust_clock": "always"}
    )
    command = (
        *(sys.executable, "-P", "-m", "simulation.programs.server", "--settings", str(settings)),
        *("--control", str(scratch.control_socket("fresh")), "--clock", str(scratch.clock_file)),
    )
    return Program("fresh", command, scratch.log("fresh"), {"PYTHONPATH": str(ROOT)})


def _code(log: Path) -> str:
    found = _CODE.findall(log.read_text(encoding="utf-8")) if log.exists() else []
    return str(found[-1]) if found else ""


def _wait_for_day(centre: WebCentre) -> None:
    """The server opens the day by itself, soon after its start."""
    head = Officer(centre.address, centre.login_of("head"))
    give_up_s = real_monotonic_s() + PATIENCE_S
    try:
        while head.read("/api/v1/console/view")["day"]["state"] != "open":
            if real_monotonic_s() > give_up_s:
                raise SystemExit("the centre's day does not open")
    finally:
        head.close()


def _busy_morning(centre: WebCentre) -> None:
    """People wait, two officers work, and one number is on hold."""
    for service, group in MORNING_NUMBERS:
        centre.give(service, group)
    for nth, counter in ((1, "Q2"), (2, "Q3")):
        officer = Officer(centre.address, centre.login_of("officer", nth))
        officer.sign_on(counter)
        if officer.call_next() is not None and nth == 1:
            officer.start()
        officer.close()
