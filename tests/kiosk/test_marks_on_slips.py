"""What no slip may be without: a second print says so, a test says so, a number of the kiosk's own says so.

Read from the dots that the printer gets: the band with the words stands in them, whole and at the top.
"""

import pytest
from PIL import Image
from test_kiosk_jobs import AT, CENTRE, DAY, PLACE, RETURN, TICKET, ZONE

from kiosk.intents import EmergencyNumber
from kiosk.slips import day_slip_of, emergency_slip_of, ordered_place_slip_of, printer_test_of, return_slip_of, slip_of
from look.day_slip import draw_day_slip
from look.place_slip import draw_place_slip
from look.printer_test_slip import draw_printer_test
from look.return_slip import draw_return_slip
from look.slip_layout import draw_slip
from look.slip_parts import COPY_MARK, band, black_and_white, sizes_for
from messaging.slips import TestSlip
from messaging.snapshots import SlipOptions

TEST_MARK, TEMPORARY_MARK = "IN THỬ", "PHIẾU TẠM"
OPTIONS = SlipOptions()
OWN = EmergencyNumber(
    kiosk_number=2,
    number=1,
    shown="X2-001",
    service="A",
    service_name="Chứng thực",
    service_name_en="Certification",
    priority_name=None,
    priority_name_en=None,
    counters=[1, 6],
    centre_name=CENTRE,
    timezone="Asia/Ho_Chi_Minh",
    at=None,
    server_at=None,
    language="vi",
)

KINDS = ("number", "return", "place", "day", "temporary")
TEST = TestSlip(centre_name=CENTRE, device_name="Máy lấy số", asked_at=AT, timezone=ZONE)


def drawn(kind: str, width: int, *, is_copy: bool = False) -> Image.Image:
    marked = {"is_copy": is_copy}
    match kind:
        case "number":
            return draw_slip(slip_of(TICKET, is_copy=is_copy, options=OPTIONS), width)
        case "return":
            return draw_return_slip(return_slip_of(RETURN.model_copy(update=marked), language="vi"), width)
        case "place":
            return draw_place_slip(ordered_place_slip_of(PLACE.model_copy(update=marked)), width)
        case "day":
            return draw_day_slip(day_slip_of(DAY.model_copy(update=marked)), width)
    return draw_slip(emergency_slip_of(OWN, is_copy=is_copy, options=OPTIONS), width)


def says(paper: Image.Image, mark: str) -> bool:
    """Whether the band with this mark stands in the dots."""
    wanted = black_and_white(band(mark, paper.width, sizes_for(paper.width).counters))
    needle = [wanted.crop((0, y, wanted.width, y + 1)).tobytes() for y in range(wanted.height)]
    rows = [paper.crop((0, y, paper.width, y + 1)).tobytes() for y in range(paper.height // 2)]
    return any(rows[at : at + len(needle)] == needle for at in range(len(rows) - len(needle) + 1))


@pytest.mark.parametrize("width", [384, 576])
@pytest.mark.parametrize("kind", KINDS)
def test_a_second_print_says_so_and_a_first_does_not(kind: str, width: int) -> None:
    assert says(drawn(kind, width, is_copy=True), COPY_MARK)
    assert not says(drawn(kind, width), COPY_MARK)


@pytest.mark.parametrize("width", [384, 576])
def test_a_test_print_says_so_and_nothing_else_does(width: int) -> None:
    assert says(draw_printer_test(printer_test_of(TEST), width), TEST_MARK)
    assert not [kind for kind in KINDS if says(drawn(kind, width), TEST_MARK)]


@pytest.mark.parametrize("width", [384, 576])
def test_only_a_number_of_the_kiosks_own_is_temporary(width: int) -> None:
    assert [kind for kind in KINDS if says(drawn(kind, width), TEMPORARY_MARK)] == ["temporary"]
    assert says(drawn("temporary", width, is_copy=True), TEMPORARY_MARK), "a second print of it too"
