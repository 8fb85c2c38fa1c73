"""Slips and time limits that the printer's tests share."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import Image

from hardware.printer.escpos_printer import EscposPrinter
from look.slip_layout import Slip, draw_slip

URL = "http://192.168.1.10:8080/t/Zx3kQ9vT0aYb7LmN2pRs4w"
IN_NO_TIME = {"paper_mm_per_s": 1e6, "cut_s": 0.0}
"""The simulated printer needs no time for its paper."""

Driver = Callable[..., EscposPrinter]


def a_slip(number: str = "A025", width_dots: int = 576) -> Image.Image:
    return draw_slip(
        Slip(
            centre_name="Trung tâm Phục vụ hành chính công xã Mẫu",
            service_name="Chứng thực",
            number=number,
            issued_at_local=datetime(2026, 11, 21, 7, 45, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
            people_ahead=7,
            counters=[1, 6],
            priority_label="Người từ 60 tuổi",
            url=URL,
            language="vi",
        ),
        width_dots,
    )
