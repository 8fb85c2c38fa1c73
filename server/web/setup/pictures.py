"""Pictures of the set-up pages, drawn as the kiosk draws them. Needs Pillow: imported when one is asked for."""

import io
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from look import colours, icons
from look.slip_layout import Slip, draw_slip
from server.domain.centre import Centre
from server.domain.instant import Instant, as_datetime
from server.domain.numbering import shown_number
from server.web.setup.slip import SAMPLE_COUNT

LONGEST_LINE = 200
ICON_PX = 72


@lru_cache(maxsize=64)
def icon_png(name: str) -> bytes:
    """An icon in ink on nothing; an unknown name gets the plain one."""
    picture = Image.new("RGBA", (ICON_PX, ICON_PX), (0, 0, 0, 0))
    mask = icons.icon_mask(name if icons.is_known(name) else "neutral", ICON_PX)
    ImageDraw.Draw(picture).bitmap((0, 0), mask, fill=colours.INK)
    into = io.BytesIO()
    picture.save(into, "PNG")
    return into.getvalue()


def slip_png(centre: Centre, asked: Mapping[str, str], language: str, width_dots: int, now: Instant) -> bytes:
    """The picture (PNG, black and white), `width_dots` wide."""
    service = centre.services[0]
    is_english = language == "en"
    footer = asked.get("footer_en" if is_english else "footer", "")[:LONGEST_LINE]
    slip = Slip(
        centre_name=centre.name_en if is_english else centre.name,
        service_name=service.name_en if is_english else service.name,
        number=shown_number(service.code, SAMPLE_COUNT),
        issued_at_local=as_datetime(now).astimezone(ZoneInfo(centre.timezone)),
        people_ahead=6 if asked.get("shows_people_ahead") == "1" else None,
        counters=[counter.number for counter in centre.counters_of(service.code)]
        if asked.get("shows_counters") == "1"
        else [],
        priority_label=None,
        url="http://10.0.0.2:8080/t/mau-xem-truoc-khong-dung-duoc",
        language=language,
        wait_min=(15, 25) if asked.get("shows_waiting_time") == "1" else None,
        special_day=_promise(centre, is_english=is_english),
        footer=footer,
    )
    into = io.BytesIO()
    draw_slip(slip, width_dots).save(into, "PNG")
    return into.getvalue()


def _promise(centre: Centre, *, is_english: bool) -> str:
    """The first of the special days, so that its line can be judged too."""
    if not centre.special_days:
        return ""
    day = centre.special_days[0]
    return day.sentence_en if is_english else day.sentence
