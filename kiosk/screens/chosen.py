"""The service that was chosen, at the top of the questions about it."""

from kiosk.screens.frame import Language, header_height
from kiosk.screens.parts import CORNER, PLAIN, Sheet, readable_under_white
from kiosk.screens.tiles import QUIET
from look import colours
from messaging.snapshots import KioskService


def put_chosen_service(sheet: Sheet, service: KioskService, language: Language) -> float:
    """Its letter and name; returns where the question begins."""
    y = header_height(sheet) + (32 if sheet.is_portrait else 20)
    badge = 76 if sheet.is_portrait else 60
    sheet.panel(sheet.margin, y, badge, badge, fill=readable_under_white(service.colour), radius=CORNER)
    sheet.number(service.service, sheet.margin, y, badge, badge, colour=colours.PAPER, fill=0.5)
    sheet.text(
        service.name_en if language == "en" else service.name,
        sheet.margin + badge + 24,
        y,
        sheet.inner_width - badge - 24,
        badge,
        letters=PLAIN + 3,
        bold=True,
        colour=QUIET,
        most_lines=2,
    )
    return y + badge + (28 if sheet.is_portrait else 12)
