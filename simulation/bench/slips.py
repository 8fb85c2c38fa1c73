"""How long a slip takes to be drawn, and to be turned into what a printer understands."""

from datetime import datetime
from time import perf_counter
from zoneinfo import ZoneInfo

from hardware.printer.escpos_bytes import slip_bytes
from look.slip_layout import Slip, draw_slip


def draw_and_encode_ms(times: int, width_dots: int = 576) -> tuple[list[float], list[float]]:
    """Milliseconds of drawing, and of encoding, of each of `times` slips after a first that is not counted."""
    drawing, encoding = [], []
    slip = Slip(
        centre_name="Trung tâm Phục vụ hành chính công xã Mẫu",
        service_name="Chính sách xã hội, người có công, bảo trợ",
        number="C025",
        issued_at_local=datetime(2026, 11, 23, 8, 15, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
        people_ahead=12,
        counters=(3, 6),
        priority_label="Người từ 60 tuổi",
        url="http://127.0.0.1:8080/t/0123456789abcdefghijkl",
        language="vi",
    )
    slip_bytes(draw_slip(slip, width_dots))
    for _ in range(times):
        began_s = perf_counter()
        picture = draw_slip(slip, width_dots)
        drawn_s = perf_counter()
        slip_bytes(picture)
        drawing.append((drawn_s - began_s) * 1000)
        encoding.append((perf_counter() - drawn_s) * 1000)
    return drawing, encoding
