"""Every kind of slip, drawn as the very dots of paper 80 and 58 mm wide. No window is needed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image

from kiosk.slips import SlipWishes, emergency_slip_of, slip_of
from look.checklist_slip import ChecklistSlipFacts, draw_checklist_slip
from look.day_slip import DaySlipFacts, DaySlipLine, draw_day_slip
from look.place_slip import PlaceSlipFacts, draw_place_slip
from look.printer_test_slip import PrinterTestFacts, draw_printer_test
from look.return_slip import ReturnSlipFacts, draw_return_slip
from look.slip_layout import COPY_MARK, draw_slip
from messaging.snapshots import WifiAccess
from procedures.reading import read_procedures
from simulation.screens.kiosk_scenes import (
    LONGEST,
    MORNING,
    SPECIAL,
    SPECIAL_EN,
    WIFI,
    emergency_number,
    sample_ticket,
)
from simulation.screens.sample_kiosk import CENTRE, GROUPS, SERVICES

WIDTHS = {"80mm": 576, "58mm": 384}
"""Dots across, by the paper's width."""
URL = "http://192.168.10.5:8090/t/Zx3kQ9vT0aYb7LmN2pRs4w"
_LIST = Path(__file__).resolve().parents[2] / "server" / "sample_procedures.json"

Drawing = Callable[[int], Image.Image]
"""From the dots across to the slip."""


def slips(language: str) -> dict[str, Drawing]:
    """Each kind by its name; the day's slip and the printer's test are for staff and Vietnamese only."""
    is_english = language == "en"
    service = SERVICES[3][2 if is_english else 1]
    procedures = read_procedures(_LIST.read_bytes()).procedures
    place = PlaceSlipFacts(
        centre_name=CENTRE, service_name=service, at_local=MORNING, code="482913", language=language, late_minutes=15
    )
    back = ReturnSlipFacts(
        centre_name=CENTRE,
        service_name=service,
        number="E012",
        counter_number=4,
        missing="Bản sao có chứng thực giấy chứng nhận quyền sử dụng đất; 02 ảnh 4×6",
        valid_until=date(2026, 12, 5),
        code="004217",
        people_before=2,
        asked_at_local=MORNING,
        language=language,
    )
    checklist = ChecklistSlipFacts(
        centre_name=CENTRE,
        procedure=procedures[0],
        service_name=f"E · {service}",
        printed_at_local=MORNING,
        url="http://192.168.10.5:8090/thu-tuc/0123456789",
        language=language,
    )
    made = {
        **_tickets(language),
        "place": _drawn(draw_place_slip, place),
        "place_from_closing": _drawn(draw_place_slip, replace(place, from_number="E045", copy_mark=COPY_MARK)),
        "return": _drawn(draw_return_slip, back),
        "return_copy": _drawn(draw_return_slip, replace(back, copy_mark=COPY_MARK)),
        "checklist": _drawn(draw_checklist_slip, checklist),
        "checklist_longest": _drawn(draw_checklist_slip, replace(checklist, procedure=LONGEST, url=None)),
    }
    return made if is_english else made | _of_staff()


def _tickets(language: str) -> dict[str, Drawing]:
    is_english = language == "en"
    plain = SlipWishes()
    wishes = SlipWishes(
        wifi=WifiAccess.model_validate(WIFI),
        footer="Gần dân – Sát dân – Phục vụ dân",
        footer_en="Close to the people, serving the people",
    )
    group = GROUPS[2]
    waiting = {"people_ahead": 7, "wait_low_min": 10, "wait_high_min": 25, "url": URL, "check": "042"}
    full = sample_ticket(
        "C1003",
        2,
        language,
        **waiting,
        priority_group=group[0],
        priority_name=group[1],
        priority_name_en=group[2],
        special_day=SPECIAL_EN if is_english else SPECIAL,
    )
    usual = sample_ticket("A025", 0, language, **waiting)
    tickets = {
        "ticket": slip_of(usual, is_copy=False, options=plain),
        "ticket_copy": slip_of(usual, is_copy=True, options=plain),
        "ticket_full": slip_of(full, is_copy=False, options=wishes),
        "ticket_without_phone": slip_of(sample_ticket("B001", 1, language), is_copy=False, options=plain),
        "ticket_unlikely": slip_of(
            sample_ticket("G121", 4, language, people_ahead=43, today_unlikely=True, check="815"),
            is_copy=False,
            options=plain,
        ),
        "temporary": emergency_slip_of(emergency_number(language), is_copy=False, options=plain),
        "test": replace(slip_of(usual, is_copy=False, options=wishes), is_test=True),
    }
    return {name: _drawn(draw_slip, slip) for name, slip in tickets.items()}


def _of_staff() -> dict[str, Drawing]:
    day = DaySlipFacts(
        centre_name=CENTRE,
        day=date(2026, 11, 21),
        closed_at_local=MORNING,
        lines=[
            DaySlipLine(
                service=letter,
                name=name,
                issued=45 - at * 3,
                joined=at,
                served=38 - at * 3,
                no_show=2,
                passed_on=1,
                expired=1,
                moved=2,
                being_served=0,
                other=1,
                wait_median_min=12 if at < 6 else None,
                wait_p90_min=31 if at < 6 else None,
            )
            for at, (letter, name, *_) in enumerate(SERVICES[:7])
        ],
        head_seq=10423,
        head_hash="3f2a 91bc 00d4 77e1 aa10 5c3e 9b22 f00d 1234 5678 9abc def0 0a1b 2c3d 4e5f 6789",
    )
    test = PrinterTestFacts(centre_name=CENTRE, device_name="Máy lấy số", asked_at_local=MORNING)
    return {
        "day": _drawn(draw_day_slip, day),
        "day_copy": _drawn(draw_day_slip, replace(day, copy_mark=COPY_MARK)),
        "printer_test": _drawn(draw_printer_test, test),
    }


def _drawn(draw: Callable[[Any, int], Image.Image], slip: Any) -> Drawing:
    return lambda width_dots: draw(slip, width_dots)
