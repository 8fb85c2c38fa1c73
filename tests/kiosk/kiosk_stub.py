"""What stands around a kiosk in its tests: a server's ticket desk, a printer on a string, a whole issuing flow."""

import json
import threading
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from broker_fixture import wait_for
from PIL import Image
from stub_server import Asked, Behaviour, StubHandler, StubServer

from hardware.printer.printer import Paper, PrinterStatus, Readiness, SlipOutcome
from kiosk.emergency import WithoutServer
from kiosk.intents import IntentStore
from kiosk.issuing import Issuing, IssuingView, Stage
from kiosk.printer_watch import PrinterWatch
from kiosk.reporting import Reports
from messaging.clock import SteppedClock
from messaging.outbox import Outbox
from messaging.server_client import ServerClient
from messaging.settings import ServerAddress
from messaging.slips import TestSlip
from messaging.snapshots import DeviceSnapshot, Job, JobKind
from simulation.screens.sample_kiosk import kiosk_snapshot

SERVER_NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
WELL = PrinterStatus(Readiness.READY, Paper.PLENTY)
NO_PAPER = PrinterStatus(Readiness.READY, Paper.OUT)


class TicketDesk:
    """The server's part: one ticket for each intent, however often it is asked; keeps what it is told.

    `next_times` says how the next ticket requests go; afterwards all goes well.
    """

    def __init__(self) -> None:
        self.server = StubServer(self._behave)
        self.next_times: deque[Behaviour] = deque()
        self.tickets: dict[str, dict[str, Any]] = {}
        self.outcomes: list[tuple[int, str]] = []
        self.cancelled: list[str] = []
        self.own_words: list[tuple[str, str]] = []
        """What holders of numbers said at the kiosk."""
        self.ratings: dict[str, dict[str, Any]] = {}
        """What was rated on the way out, each once."""
        self.ratings_fail = False
        self.never_taken_away: list[str] = []
        """The kiosk's own numbers that were cancelled."""
        self.places: dict[str, dict[str, Any]] = {}
        self.codes: dict[str, str] = {}
        """Codes that are good, with the service they are for."""
        self.merged: list[dict[str, Any]] = []
        """The kiosk's own numbers, as they were taken, each once."""
        self.is_day_closed = False
        self.jobs: dict[str, dict[str, Any]] = {}
        """What `GET /api/v1/jobs/{job_id}` answers."""
        self.jobs_ended: list[tuple[str, str]] = []
        self.reports_fail = False
        self.next_reports: deque[Behaviour] = deque()
        self._lock = threading.Lock()
        self._report_ids: set[str] = set()

    @property
    def asked_for(self) -> list[str]:
        """The intents of all ticket requests, in order."""
        return [asked.body["intent_id"] for asked in self.server.asked if asked.path == "/api/v1/tickets"]

    def commit(self, asked: Asked) -> dict[str, Any]:
        with self._lock:
            return self.tickets.setdefault(asked.body["intent_id"], _ticket(len(self.tickets) + 1, asked.body))

    def _behave(self, handler: StubHandler, asked: Asked) -> None:
        if asked.path == "/api/v1/tickets":
            assert asked.headers["idempotency-key"] == asked.body["intent_id"]
            behave = self.next_times.popleft() if self.next_times else self.give
            behave(handler, asked)
        elif asked.path == "/api/v1/places":
            assert asked.headers["idempotency-key"] == asked.body["intent_id"]
            behave = self.next_times.popleft() if self.next_times else self.give_place
            behave(handler, asked)
        elif asked.path == "/api/v1/claims":
            assert asked.headers["idempotency-key"] == asked.body["intent_id"]
            behave = self.next_times.popleft() if self.next_times else self.give_for_code
            behave(handler, asked)
        elif asked.path == "/api/v1/own-numbers":
            self._tell_own(handler, asked)
        elif asked.path == "/api/v1/own-ratings":
            self._take_rating(handler, asked)
        elif asked.path == "/api/v1/emergency-tickets":
            self._merge(handler, asked)
        elif asked.path.endswith("/outcome"):
            with self._lock:
                if asked.body["report_id"] not in self._report_ids:
                    self._report_ids.add(asked.body["report_id"])
                    self.jobs_ended.append((asked.path.split("/")[4], asked.body["outcome"]))
            handler.answer(204, b"")
        elif self.reports_fail:
            handler.answer(503, {})
        elif self.next_reports:
            self.next_reports.popleft()(handler, asked)
        elif asked.path.endswith("/print-outcomes"):
            with self._lock:
                if asked.body["report_id"] not in self._report_ids:
                    self._report_ids.add(asked.body["report_id"])
                    self.outcomes.append((int(asked.path.split("/")[4]), asked.body["outcome"]))
            handler.answer(200, {})
        else:
            intent_id = asked.path.split("/")[4]
            with self._lock:
                if intent_id not in self.cancelled:
                    self.cancelled.append(intent_id)
                    self.never_taken_away += [own for own in [asked.body.get("emergency")] if own]
            number = self.tickets.get(intent_id, {}).get("number")
            handler.answer(200, {"intent_id": intent_id, "number": number})

    def _tell_own(self, handler: StubHandler, asked: Asked) -> None:
        """Any number whose three digits are 047 waits, with 052 it was served; what its holder says is kept."""
        word = asked.body["word"]
        is_served = asked.body["check"] == "052"
        if asked.body["check"] != "047" and not is_served:
            problem = {"title": "no", "status": 404, "code": "own_number_not_found", "detail": "Chưa đúng."}
            handler.answer(404, problem, "application/problem+json")
            return
        with self._lock:
            self.own_words += [] if word is None else [(asked.body["number"], word)]
        late_at = (SERVER_NOW + timedelta(minutes=15)).isoformat()
        told = {
            "number": asked.body["number"],
            "state": "finished" if is_served else "cancelled" if word == "give_back" else "waiting",
            "may_rate": is_served and asked.body["number"] not in self.rated_numbers,
            "service_name": "Chứng thực",
            "service_name_en": "Certification",
            "people_ahead": 3,
            "is_confirmed": word == "present",
            "postponed_until": late_at if word == "late" else None,
        }
        handler.answer(200, told)

    @property
    def rated_numbers(self) -> list[str]:
        return [rating["number"] for rating in self.ratings.values()]

    def _take_rating(self, handler: StubHandler, asked: Asked) -> None:
        assert asked.headers["idempotency-key"] == asked.body["rating_id"]
        if self.ratings_fail:
            handler.answer(503, {})
            return
        with self._lock:
            known = self.ratings.setdefault(asked.body["rating_id"], asked.body)
        assert known == asked.body, "the same id with other words"
        handler.answer(200, {"rating_id": asked.body["rating_id"]})

    def _merge(self, handler: StubHandler, asked: Asked) -> None:
        assert asked.headers["idempotency-key"] == f"emergency-{asked.body['intent_id']}"
        if self.is_day_closed:
            problem = {"title": "no day", "status": 409, "code": "day_closed"}
            handler.answer(409, problem, "application/problem+json")
            return
        if self.next_reports:
            self.next_reports.popleft()(handler, asked)
            return
        self.keep_merged(asked)
        given = self.tickets.get(asked.body["intent_id"])
        taken = {
            "ticket_id": 1000 + asked.body["number"],
            "number": asked.body["shown"],
            "superseded": given and given["number"],
        }
        handler.answer(200, taken)

    def keep_merged(self, asked: Asked) -> None:
        with self._lock:
            if asked.body["intent_id"] not in [merged["intent_id"] for merged in self.merged]:
                self.merged.append(asked.body)

    def merge_and_hang_up(self, handler: StubHandler, asked: Asked) -> None:
        self.keep_merged(asked)
        handler.close_connection = True

    def give(self, handler: StubHandler, asked: Asked) -> None:
        if asked.body["intent_id"] in self.cancelled:
            problem = {"title": "cancelled", "status": 410, "code": "intent_cancelled"}
            handler.answer(410, problem, "application/problem+json")
            return
        handler.answer(201, self.commit(asked))

    def give_place(self, handler: StubHandler, asked: Asked) -> None:
        with self._lock:
            place = self.places.setdefault(asked.body["intent_id"], _place(len(self.places) + 1, asked.body))
        handler.answer(201, place)

    def keep_place_and_hang_up(self, handler: StubHandler, asked: Asked) -> None:
        with self._lock:
            self.places.setdefault(asked.body["intent_id"], _place(len(self.places) + 1, asked.body))
        handler.close_connection = True

    def give_for_code(self, handler: StubHandler, asked: Asked) -> None:
        service = self.codes.get(asked.body["code"])
        if service is None:
            problem = {"title": "no", "status": 404, "code": "code_not_found", "detail": "Mã không đúng."}
            handler.answer(404, problem, "application/problem+json")
            return
        wanted = asked.body | {"service": service, "priority_group": None}
        with self._lock:
            ticket = self.tickets.setdefault(asked.body["intent_id"], _ticket(len(self.tickets) + 1, wanted))
        handler.answer(201, ticket)

    def commit_and_hang_up(self, handler: StubHandler, asked: Asked) -> None:
        self.commit(asked)
        handler.close_connection = True

    def commit_and_hang(self, handler: StubHandler, asked: Asked) -> None:
        self.commit(asked)
        self.server.release.wait(60)
        handler.close_connection = True


def _ticket(ticket_id: int, request: dict[str, Any]) -> dict[str, Any]:
    group = request["priority_group"]
    return {
        "ticket_id": ticket_id,
        "number": f"{request['service']}{ticket_id:03d}",
        "service": request["service"],
        "service_name": "Chứng thực",
        "service_name_en": "Certification",
        "people_ahead": 3,
        "counters": [1, 6],
        "priority_group": group,
        "priority_name": "Người từ 60 tuổi" if group else None,
        "priority_name_en": "People aged 60 or over" if group else None,
        "issued_at": datetime(2026, 11, 21, 1, 15, tzinfo=UTC).isoformat(),
        "timezone": "Asia/Ho_Chi_Minh",
        "centre_name": "Trung tâm Phục vụ hành chính công xã Mẫu",
        "url": "http://127.0.0.1/t/x",
        "language": request["language"],
    }


def a_test_job(job_id: str) -> Job:
    slip = TestSlip(
        centre_name="Trung tâm Phục vụ hành chính công xã Mẫu",
        device_name="Máy lấy số",
        asked_at=datetime(2026, 11, 21, 1, 15, tzinfo=UTC),
        timezone="Asia/Ho_Chi_Minh",
    )
    return Job(job_id=job_id, kind=JobKind.TEST_SLIP, payload={"slip": slip.model_dump_json(), "language": "vi"})


def _place(place_id: int, request: dict[str, Any]) -> dict[str, Any]:
    return {
        "place_id": place_id,
        "code": f"{482912 + place_id}",
        "service": request["service"],
        "service_name": "Chứng thực",
        "service_name_en": "Certification",
        "at": datetime(2026, 11, 23, 1, 15, tzinfo=UTC).isoformat(),
        "timezone": "Asia/Ho_Chi_Minh",
        "centre_name": "Trung tâm Phục vụ hành chính công xã Mẫu",
        "language": request["language"],
    }


class StringPrinter:
    """A printer that says and does what the test sets; `hold` keeps it in the middle of a slip."""

    width_dots = 384

    def __init__(self) -> None:
        self.now = WELL
        self.outcome = SlipOutcome.PRINTED
        self.slips: list[Image.Image] = []
        self.hold = threading.Event()
        self.hold.set()

    def status(self) -> PrinterStatus:
        return self.now

    def print_slip(self, slip: Image.Image) -> SlipOutcome:
        self.slips.append(slip)
        assert self.hold.wait(60)
        return self.outcome

    def note_broken_slip(self) -> None:
        """Strings do not break."""


class Kiosk:
    """A kiosk without a screen, over real sockets and real files; `stop` and a new one is a restart."""

    def __init__(
        self,
        folder: Path,
        desk: TicketDesk,
        *,
        printer: Any = None,
        clock: SteppedClock | None = None,
        emergency_after_s: float = 3.0,
    ) -> None:
        folder.mkdir(exist_ok=True)
        credential = folder / "credential"
        credential.write_text("secret")
        self.desk = desk
        self.printer = printer or StringPrinter()
        self.clock = clock or SteppedClock()
        self.store = IntentStore(folder / "intents.db")
        self.outbox = Outbox(folder / "reports.db")
        self.client = ServerClient(ServerAddress(url=desk.server.url, credential_file=credential), timeout_s=0.4)
        self.reports = Reports(store=self.store, outbox=self.outbox, server=self.client, clock=self.clock)
        self.without = WithoutServer(store=self.store, server=self.client, clock=self.clock, after_s=emergency_after_s)
        self.seen: list[Stage] = []
        self.issuing = Issuing(
            store=self.store,
            reports=self.reports,
            server=self.client,
            printer=PrinterWatch(self.printer, on_change=lambda: None),
            clock=self.clock,
            on_change=self._note,
            without_server=self.without,
        )

    def _note(self) -> None:
        self.seen.append(self.issuing.view.stage)

    def start(self) -> "Kiosk":
        self.without.start()
        self.reports.start()
        self.issuing.start()
        return self

    def hear(self, *, kiosk_number: int | None = 2, is_live: bool = True, **changes: Any) -> None:
        """What the broker brings from a living server."""
        own = DeviceSnapshot(
            epoch=1,
            revision=1,
            device_id="kiosk-2",
            kind="kiosk",
            counter_id=None,
            zone=None,
            settings_revision=1,
            jobs=[],
            kiosk_number=kiosk_number,
        )
        self.without.hear(snapshot=kiosk_snapshot(**changes), own=own, server_now=SERVER_NOW, is_live=is_live)

    def stop(self) -> None:
        self.issuing.stop()
        self.reports.stop()
        self.without.stop()
        self.store.close()
        self.outbox.close()
        self.client.close()

    def wait_for(self, *stages: Stage) -> IssuingView:
        wait_for(lambda: self.issuing.view.stage in stages, what=f"the kiosk to be {stages}")
        return self.issuing.view


def bodies(outbox: Outbox) -> list[dict[str, Any]]:
    return [json.loads(entry.body) for entry in outbox.oldest(100)]


def intent_ids(kiosk: Kiosk) -> set[UUID]:
    return {intent.intent_id for intent in kiosk.store.unfinished()}
