"""What stands on each slip, in the citizen's language and the centre's time, from what the server gave. Pure."""

from dataclasses import replace
from datetime import datetime

from kiosk.intents import EmergencyNumber
from kiosk.local_time import zone_of
from look.day_slip import DaySlipFacts, DaySlipLine
from look.place_slip import PlaceSlipFacts
from look.printer_test_slip import PrinterTestFacts
from look.return_slip import ReturnSlipFacts
from look.slip_layout import COPY_MARK, Slip
from messaging.requests import IssuedTicket, ReservedPlace
from messaging.slips import DaySlip, PlaceSlip, ReturnSlip, TestSlip, TicketSlip
from messaging.snapshots import KioskSnapshot, SlipOptions, WifiAccess


class SlipWishes(SlipOptions):
    """What of a number's slip the centre chooses, and the hall's Wi-Fi that it names."""

    wifi: WifiAccess | None = None


def slip_wishes(snapshot: KioskSnapshot) -> SlipWishes:
    """The centre's wishes as the kiosk's snapshot has them."""
    return SlipWishes(**snapshot.slip.model_dump(), wifi=snapshot.wifi)


def ordered_slip_of(slip: TicketSlip, *, options: SlipOptions) -> Slip:
    """The slip of a number that staff took for a citizen, or a second print: of a number that waits no more it says
    where it is."""
    drawn = slip_of(slip.ticket, is_copy=slip.is_copy, options=options)
    if slip.now is None:
        return drawn
    return replace(
        drawn,
        people_ahead=None,
        counters=[],
        wait_min=None,
        not_before_local=None,
        today_unlikely=False,
        turn_now=(slip.now.value, slip.counter_number),
    )


def slip_of(ticket: IssuedTicket, *, is_copy: bool, options: SlipOptions) -> Slip:
    """The slip of a number; `options` say what of it the centre wants."""
    is_english = ticket.language == "en"
    priority = (ticket.priority_name_en if is_english else ticket.priority_name) or ""
    shows_wait = options.shows_waiting_time and ticket.not_before is None
    wifi = options.wifi if isinstance(options, SlipWishes) else None
    return Slip(
        centre_name=ticket.centre_name,
        service_name=ticket.service_name_en if is_english else ticket.service_name,
        number=ticket.number,
        issued_at_local=_local(ticket.issued_at, ticket.timezone),
        people_ahead=ticket.people_ahead if options.shows_people_ahead and ticket.not_before is None else None,
        counters=ticket.counters if options.shows_counters else [],
        priority_label=priority if ticket.priority_group else None,
        url=ticket.url,
        language=ticket.language,
        copy_mark=COPY_MARK if is_copy else None,
        wait_min=_range(ticket) if shows_wait else None,
        wait_low_min=ticket.wait_low_min,
        not_before_local=None if ticket.not_before is None else _local(ticket.not_before, ticket.timezone),
        today_unlikely=ticket.today_unlikely and ticket.not_before is None,
        special_day=ticket.special_day,
        footer=(options.footer_en or options.footer) if is_english else options.footer,
        check=ticket.check,
        wifi_name="" if wifi is None else wifi.name,
        wifi_password="" if wifi is None else wifi.password,
    )


def emergency_slip_of(number: EmergencyNumber, *, is_copy: bool, options: SlipOptions) -> Slip:
    """The slip of a number that the kiosk gives by itself: nothing on it that only the server could promise."""
    is_english = number.language == "en"
    priority = number.priority_name_en if is_english else number.priority_name
    return Slip(
        centre_name=number.centre_name,
        service_name=number.service_name_en if is_english else number.service_name,
        number=number.shown,
        issued_at_local=None if number.at is None else _local(number.at, number.timezone),
        people_ahead=None,
        counters=number.counters if options.shows_counters else [],
        priority_label=priority,
        url=None,
        language=number.language,
        copy_mark=COPY_MARK if is_copy else None,
        is_temporary=True,
        check=number.check,
        footer=(options.footer_en or options.footer) if is_english else options.footer,
    )


def place_slip_of(
    place: ReservedPlace, *, is_copy: bool, from_number: str | None = None, late_minutes: int | None = None
) -> PlaceSlipFacts:
    """The slip of a reserved place."""
    return PlaceSlipFacts(
        centre_name=place.centre_name,
        service_name=place.service_name_en if place.language == "en" else place.service_name,
        at_local=_local(place.at, place.timezone),
        code=place.code,
        language=place.language,
        from_number=from_number,
        late_minutes=place.late_minutes if late_minutes is None else late_minutes,
        copy_mark=COPY_MARK if is_copy else None,
    )


def ordered_place_slip_of(slip: PlaceSlip) -> PlaceSlipFacts:
    """The slip of a place that staff took for a citizen, or that the centre gave at closing."""
    return place_slip_of(slip.place, is_copy=slip.is_copy, from_number=slip.from_number, late_minutes=slip.late_minutes)


def return_slip_of(slip: ReturnSlip, *, language: str) -> ReturnSlipFacts:
    """The slip of somebody who has to bring something."""
    return ReturnSlipFacts(
        centre_name=slip.centre_name,
        service_name=slip.service_name_en if language == "en" else slip.service_name,
        number=slip.number,
        counter_number=slip.counter_number,
        missing=slip.missing,
        valid_until=slip.valid_until,
        code=slip.code,
        people_before=slip.people_before,
        asked_at_local=_local(slip.asked_at, slip.timezone),
        language=language,
        copy_mark=COPY_MARK if slip.is_copy else None,
    )


def day_slip_of(slip: DaySlip) -> DaySlipFacts:
    """The end of the day on paper."""
    return DaySlipFacts(
        centre_name=slip.centre_name,
        day=slip.day,
        closed_at_local=_local(slip.closed_at, slip.timezone),
        lines=[
            DaySlipLine(
                service=line.service,
                name=line.name,
                issued=line.issued,
                without_number=line.without_number,
                joined=line.joined,
                served=line.served,
                no_show=line.no_show,
                passed_on=line.passed_on,
                expired=line.expired,
                moved=line.moved,
                being_served=line.being_served,
                other=line.other,
                wait_median_min=line.wait_median_min,
                wait_p90_min=line.wait_p90_min,
            )
            for line in slip.services
        ],
        head_seq=slip.head_seq,
        head_hash=slip.head_hash,
        copy_mark=COPY_MARK if slip.is_copy else None,
    )


def printer_test_of(slip: TestSlip) -> PrinterTestFacts:
    """A technician's test."""
    return PrinterTestFacts(
        centre_name=slip.centre_name,
        device_name=slip.device_name,
        asked_at_local=_local(slip.asked_at, slip.timezone),
    )


def _range(ticket: IssuedTicket) -> tuple[int, int] | None:
    low, high = ticket.wait_low_min, ticket.wait_high_min
    return None if low is None or high is None else (low, high)


def _local(at: datetime, timezone: str) -> datetime:
    return at.astimezone(zone_of(timezone))
