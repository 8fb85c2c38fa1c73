"""Priority as a row of pictures, touched before the service or the purpose: one touch more, and no page of its own."""

from collections.abc import Callable, Sequence
from functools import partial

from kiosk.screens.frame import Language
from kiosk.screens.parts import CORNER, SMALL, Sheet, Touchable
from look import colours
from look.language import Translate, translator
from look.touch_guard import TouchGuard
from messaging.snapshots import KioskPriorityGroup

_GAP = 28
_BROADEST = 240.0


def lane_height(sheet: Sheet) -> float:
    """What `put_lanes` takes."""
    height = (108 if sheet.is_portrait else 92) if not sheet.ease.is_low else (96 if sheet.is_portrait else 84)
    return lane_caption(sheet) + height


def put_lanes(
    sheet: Sheet,
    groups: Sequence[KioskPriorityGroup],
    chosen: str | None,
    *,
    y: float,
    language: Language,
    tr: Translate,
    guard: TouchGuard,
    on_group: Callable[[str | None], None],
) -> dict[str, Touchable]:
    """A picture for each group; the chosen one is named above and given up by another touch."""
    caption = lane_caption(sheet)
    taken = next((group for group in groups if group.group == chosen), None)
    words = tr("Thuộc diện ưu tiên? Chạm hình trước")
    if taken is not None:
        # One line, one language: the group's name is in Vietnamese or English whatever the screen speaks.
        is_english = language == "en" and bool(taken.name_en)
        words = f"{translator('en' if is_english else 'vi')('ƯU TIÊN')}: {_name(taken, language)}"
    sheet.text(words, sheet.margin, y, sheet.inner_width, caption - 6, letters=SMALL + 4, bold=True, most_lines=1)
    y += caption
    height = lane_height(sheet) - caption
    width = min(_BROADEST, (sheet.inner_width - _GAP * (len(groups) - 1)) / max(1, len(groups)))
    tiles: dict[str, Touchable] = {}
    for at, group in enumerate(groups):
        is_chosen = group.group == chosen
        x = sheet.margin + at * (width + _GAP)
        tile = Touchable(
            guard=guard,
            on_chosen=partial(on_group, None if is_chosen else group.group),
            changes_page=False,
            says=_name(group, language),
            rest_fill=colours.rgba(colours.BLUE if is_chosen else colours.PAPER),
            rest_line=colours.rgba(colours.BLUE),
            rest_line_px=3 * sheet.scale,
            pressed_line_px=8 * sheet.scale,
            radius_px=CORNER * sheet.scale,
        )
        sheet.put(tile, x, y, width, height)
        side = height * 0.8
        ink = colours.PAPER if is_chosen else colours.BLUE
        sheet.icon(group.icon, x + (width - side) / 2, y + (height - side) / 2, side, colour=ink)
        if is_chosen:
            sheet.icon("check", x + width - 48, y + 8, 40, colour=ink)
        tiles[group.group] = tile
    return tiles


def lane_caption(sheet: Sheet) -> float:
    """The line of words above the pictures; part of `lane_height`."""
    return 46 * min(1.2, sheet.growth)


def _name(group: KioskPriorityGroup, language: Language) -> str:
    return (group.name_en if language == "en" else "") or group.name
