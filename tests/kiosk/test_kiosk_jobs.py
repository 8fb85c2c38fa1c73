"""What the server orders at a kiosk: the right slip for each kind, and never before a citizen's own."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from kiosk_stub import NO_PAPER, WELL, StringPrinter, a_test_job
from PIL import Image

from hardware.printer.printer import SlipOutcome
from kiosk.intents import IntentStore
from kiosk.jobs import PrintedJobs
from kiosk.printer_watch import PrinterWatch
from messaging.device_jobs import NotNow
from messaging.requests import IssuedTicket, JobOutcome, ReservedPlace
from messaging.server_client import RequestRefused, ServerUnreachable
from messaging.slips import DaySlip, DaySlipService, PlaceSlip, ReturnSlip, TicketSlip
from messaging.snapshots import Job, JobKind, Message, SlipOptions

AT = datetime(2026, 11, 21, 1, 15, tzinfo=UTC)
CENTRE = "Trung tâm Phục vụ hành chính công xã Mẫu"
ZONE = "Asia/Ho_Chi_Minh"
TICKET = IssuedTicket(
    ticket_id=7,
    number="A025",
    service="A",
    service_name="Chứng thực",
    service_name_en="Certification",
    people_ahead=3,
    counters=[1, 2, 3],
    priority_group=None,
    priority_name=None,
    priority_name_en=None,
    issued_at=AT,
    timezone=ZONE,
    centre_name=CENTRE,
    url=None,
    language="vi",
)
RETURN = ReturnSlip(
    centre_name=CENTRE,
    number="A025",
    service_name="Chứng thực",
    service_name_en="Certification",
    counter_number=3,
    missing="Bản sao\nẢnh 3x4",
    valid_until=date(2026, 12, 5),
    code="004217",
    people_before=2,
    asked_at=AT,
    timezone=ZONE,
)
PLACE = PlaceSlip(
    place=ReservedPlace(
        place_id=7,
        code="482913",
        service="A",
        service_name="Chứng thực",
        service_name_en="Certification",
        at=AT,
        timezone=ZONE,
        centre_name=CENTRE,
        language="vi",
    ),
    late_minutes=15,
)
DAY = DaySlip(
    centre_name=CENTRE,
    day=date(2026, 11, 21),
    closed_at=AT,
    timezone=ZONE,
    services=[
        DaySlipService(
            service="A",
            name="Chứng thực",
            issued=5,
            served=4,
            no_show=1,
            expired=0,
            moved=0,
            other=0,
            wait_median_min=None,
            wait_p90_min=None,
        )
    ],
    head_seq=10,
    head_hash=" ".join(["3f2a"] * 16),
)


def a_job(kind: JobKind, slip: Message, *, language: str = "vi") -> Job:
    return Job(job_id="9", kind=kind, payload={"slip": slip.model_dump_json(), "language": language})


class Server:
    """Gives the job whole, or what `fault` says."""

    def __init__(self) -> None:
        self.whole: Job | None = None
        self.fault: Exception | None = None

    def job(self, job_id: str) -> Job:
        if self.fault is not None:
            raise self.fault
        if self.whole is None:
            raise ServerUnreachable("away")
        return self.whole


class Corner:
    """The kiosk's corner of the jobs."""

    def __init__(self, folder: Path) -> None:
        self.server, self.printer = Server(), StringPrinter()
        self.store = IntentStore(folder / "intents.db")
        self.is_free = True
        self.options = SlipOptions()
        self.jobs = PrintedJobs(
            server=self.server,
            printer=PrinterWatch(self.printer, on_change=lambda: None),
            store=self.store,
            is_free=lambda: self.is_free,
            slip_options=lambda: self.options,
        )

    def printed(self, job: Job) -> Image.Image:
        assert self.jobs.doing()[job.kind](job) is JobOutcome.DONE
        return self.printer.slips[-1]


@pytest.fixture
def corner(tmp_path: Path) -> Iterator[Corner]:
    corner = Corner(tmp_path)
    yield corner
    corner.store.close()


def test_each_kind_has_a_slip_of_its_own(corner: Corner) -> None:
    jobs = [
        a_job(JobKind.TICKET_SLIP, TicketSlip(ticket=TICKET)),
        a_job(JobKind.RETURN_SLIP, RETURN),
        a_job(JobKind.RETURN_SLIP, RETURN, language="en"),
        a_job(JobKind.PLACE_SLIP, PLACE),
        a_job(JobKind.DAY_SLIP, DAY),
        a_test_job("9"),
    ]
    pictures = [corner.printed(job).tobytes() for job in jobs]
    assert len(set(pictures)) == len(jobs)
    assert all(slip.width == corner.printer.width_dots for slip in corner.printer.slips)


def test_a_second_print_looks_like_one(corner: Corner) -> None:
    for kind, slip in (
        (JobKind.TICKET_SLIP, TicketSlip(ticket=TICKET)),
        (JobKind.RETURN_SLIP, RETURN),
        (JobKind.PLACE_SLIP, PLACE),
        (JobKind.DAY_SLIP, DAY),
    ):
        first = corner.printed(a_job(kind, slip))
        again = corner.printed(a_job(kind, slip.model_copy(update={"is_copy": True})))
        assert again.height > first.height, kind


def test_the_address_of_a_tickets_page_is_fetched_for_the_slip(corner: Corner) -> None:
    job = a_job(JobKind.TICKET_SLIP, TicketSlip(ticket=TICKET))
    without = corner.printed(job)
    whole = TicketSlip(ticket=TICKET.model_copy(update={"url": "http://127.0.0.1/t/x"}))
    corner.server.whole = a_job(JobKind.TICKET_SLIP, whole)
    assert corner.printed(job).height > without.height


def test_the_centres_choice_for_slips_is_obeyed(corner: Corner) -> None:
    job = a_job(JobKind.TICKET_SLIP, TicketSlip(ticket=TICKET))
    usual = corner.printed(job)
    corner.options = SlipOptions(shows_people_ahead=False, shows_counters=False, shows_waiting_time=False)
    bare = corner.printed(job)
    corner.options = SlipOptions(footer="Đường dây nóng: 1022")
    assert bare.height < usual.height < corner.printed(job).height


def test_a_number_of_staff_is_remembered_as_the_highest(corner: Corner) -> None:
    corner.printed(a_job(JobKind.TICKET_SLIP, TicketSlip(ticket=TICKET)))
    assert corner.store.highest_numbers() == {("2026-11-21", "A"): 25}


def test_a_citizen_goes_first_and_paper_is_waited_for(corner: Corner) -> None:
    corner.is_free = False
    with pytest.raises(NotNow):
        corner.jobs.do(a_test_job("9"))
    corner.is_free = True
    corner.printer.now = NO_PAPER
    with pytest.raises(NotNow):
        corner.jobs.do(a_test_job("9"))
    assert corner.printer.slips == []
    corner.printer.now = WELL
    corner.printed(a_test_job("9"))


@pytest.mark.parametrize(
    ("outcome", "told"), [(SlipOutcome.UNKNOWN, JobOutcome.UNKNOWN), (SlipOutcome.NOT_PRINTED, JobOutcome.FAILED)]
)
def test_what_the_printer_says_is_told(corner: Corner, outcome: SlipOutcome, told: JobOutcome) -> None:
    corner.printer.outcome = outcome
    assert corner.jobs.do(a_test_job("9")) is told


def test_what_cannot_be_read_or_is_no_longer_wanted_fails_on_record(corner: Corner) -> None:
    unreadable = Job(job_id="9", kind=JobKind.RETURN_SLIP, payload={"slip": "{}"})
    assert corner.jobs.do(unreadable) is JobOutcome.FAILED
    assert corner.jobs.do(Job(job_id="9", kind=JobKind.DAY_SLIP, payload={})) is JobOutcome.FAILED
    corner.server.fault = RequestRefused(status=404, code="job_not_found", detail="")
    assert corner.jobs.do(a_job(JobKind.TICKET_SLIP, TicketSlip(ticket=TICKET))) is JobOutcome.FAILED
    assert corner.printer.slips == []
    assert JobKind.TEST_SOUND not in corner.jobs.doing()
