"""The slips that the server orders here: drawn and printed when no citizen stands in the middle of something."""

import logging
from collections.abc import Callable
from typing import Protocol

from PIL import Image
from pydantic import ValidationError

from hardware.printer.printer import PrinterStatus, SlipOutcome
from kiosk.errors import IntentsUnusable
from kiosk.intents import IntentStore
from kiosk.slips import day_slip_of, ordered_place_slip_of, ordered_slip_of, printer_test_of, return_slip_of
from look.day_slip import draw_day_slip
from look.place_slip import draw_place_slip
from look.printer_test_slip import draw_printer_test
from look.return_slip import draw_return_slip
from look.slip_layout import draw_slip
from messaging.device_jobs import Doing, NotNow
from messaging.requests import JobOutcome
from messaging.server_client import RequestRefused, ServerUnreachable
from messaging.slips import SLIPS, DaySlip, PlaceSlip, ReturnSlip, TestSlip, TicketSlip
from messaging.snapshots import Job, JobKind, Message, SlipOptions

log = logging.getLogger(__name__)

_OUTCOMES = {
    SlipOutcome.PRINTED: JobOutcome.DONE,
    SlipOutcome.UNKNOWN: JobOutcome.UNKNOWN,
    SlipOutcome.NOT_PRINTED: JobOutcome.FAILED,
}


class TellsJobs(Protocol):
    """The part of messaging.server_client.ServerClient that gives a job whole."""

    def job(self, job_id: str) -> Job: ...


class PrintsJobs(Protocol):
    """The part of kiosk.printer_watch.PrinterWatch that is needed here."""

    @property
    def width_dots(self) -> int: ...

    def check_now(self) -> PrinterStatus: ...

    def print_slip(self, slip: Image.Image) -> SlipOutcome: ...


class PrintedJobs:
    """How each kind of job is done. `is_free` tells that no citizen is being served by the kiosk right now."""

    def __init__(
        self,
        *,
        server: TellsJobs,
        printer: PrintsJobs,
        store: IntentStore,
        is_free: Callable[[], bool],
        slip_options: Callable[[], SlipOptions],
    ) -> None:
        self._server = server
        self._printer = printer
        self._store = store
        self._is_free = is_free
        self._slip_options = slip_options

    def doing(self) -> dict[str, Doing]:
        """For messaging.device_jobs.DeviceJobs. A job of another kind is told as failed."""
        return {kind.value: self.do for kind in SLIPS}

    def do(self, job: Job) -> JobOutcome:
        """Print the slip of a job, once; on the jobs' own thread.

        Raises:
            NotNow: a citizen goes first, or the printer cannot print; nothing was done.
        """
        self._require_turn()
        try:
            slip = self._drawn(self._whole(job))
        except RequestRefused as refusal:
            log.warning("job %s is no longer wanted: %s", job.job_id, refusal)
            return JobOutcome.FAILED
        except (ValidationError, ValueError, KeyError):
            log.exception("job %s (%s) cannot be drawn", job.job_id, job.kind)
            return JobOutcome.FAILED
        self._require_turn()
        outcome = self._printer.print_slip(slip)
        log.info("slip of job %s (%s): %s", job.job_id, job.kind, outcome.value)
        return _OUTCOMES[outcome]

    def _require_turn(self) -> None:
        if not self._is_free() or not self._printer.check_now().can_print:
            raise NotNow

    def _whole(self, job: Job) -> Job:
        """With the address of a ticket's page, which no snapshot carries; without an answer, as it is."""
        if job.kind != JobKind.TICKET_SLIP:
            return job
        try:
            return self._server.job(job.job_id)
        except ServerUnreachable:
            return job

    def _drawn(self, job: Job) -> Image.Image:
        """Raises ValidationError, ValueError or KeyError for a payload that is no slip."""
        slip: Message = SLIPS[JobKind(job.kind)].model_validate_json(job.payload["slip"])
        language = "en" if job.payload.get("language") == "en" else "vi"
        width = self._printer.width_dots
        match slip:
            case TicketSlip():
                self._remember(slip)
                return draw_slip(ordered_slip_of(slip, options=self._slip_options()), width)
            case ReturnSlip():
                return draw_return_slip(return_slip_of(slip, language=language), width)
            case PlaceSlip():
                return draw_place_slip(ordered_place_slip_of(slip), width)
            case DaySlip():
                return draw_day_slip(day_slip_of(slip), width)
            case TestSlip():
                return draw_printer_test(printer_test_of(slip), width)
        raise ValueError(f"no drawing for a {type(slip).__name__}")

    def _remember(self, slip: TicketSlip) -> None:
        """The kiosk knows the highest numbers, for a server that is restored from a backup."""
        try:
            self._store.note_number(slip.ticket)
        except IntentsUnusable:
            log.exception("the kiosk could not remember a number that it prints")
