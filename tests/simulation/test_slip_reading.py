"""A slip's number is read from its dots alone."""

from datetime import UTC, datetime

import pytest
from PIL import Image

from look.slip_layout import Slip, draw_slip
from simulation.slip_reading import shows_number


def slip(number: str, width_dots: int) -> Image.Image:
    return draw_slip(
        Slip(
            centre_name="Trung tâm Phục vụ hành chính công xã Mẫu",
            service_name="Chứng thực",
            number=number,
            issued_at_local=datetime(2026, 11, 23, 8, 5, tzinfo=UTC),
            people_ahead=3,
            counters=[1, 6],
            priority_label="Người từ 60 tuổi",
            url="http://127.0.0.1:8080/t/0123456789abcdef0123456789abcdef",
            language="vi",
        ),
        width_dots,
    )


@pytest.mark.parametrize("width_dots", [576, 384])
@pytest.mark.parametrize("number", ["A025", "B010", "K1000", "T888"])
def test_the_number_on_the_slip_is_found_and_no_other(number: str, width_dots: int) -> None:
    paper = slip(number, width_dots)
    assert shows_number(paper, number)
    for digit in "0123456789":
        other = number[:-1] + digit
        if other != number:
            assert not shows_number(paper, other), other


def test_an_empty_slip_shows_nothing() -> None:
    assert not shows_number(Image.new("1", (576, 700), 1), "A025")
