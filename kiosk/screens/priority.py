"""The second page: whether the citizen belongs to a priority group, in their own words and without papers; or what
they come for, with the groups as pictures beside."""

from collections.abc import Callable, Sequence
from functools import partial

from kiosk.screens.chosen import put_chosen_service
from kiosk.screens.frame import Language, controls_top, footer_height
from kiosk.screens.home import GAP
from kiosk.screens.lanes import lane_height, put_lanes
from kiosk.screens.parts import PLAIN, SMALL, TITLE, Sheet, Touchable, even_out, put_button
from kiosk.screens.tiles import QUIET, put_group_tile
from look.language import Translate
from look.touch_guard import TouchGuard
from messaging.snapshots import KioskPriorityGroup, KioskPurpose, KioskService, PriorityRule

_TALLEST_TILE = 250
_LEAST_TILE = 120


class PriorityPage(Sheet):
    def __init__(
        self,
        *,
        window: tuple[float, float],
        service: KioskService,
        groups: Sequence[KioskPriorityGroup],
        rule: PriorityRule | None,
        language: Language,
        tr: Translate,
        guard: TouchGuard,
        on_group: Callable[[str | None], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        top = max(
            controls_top(self),
            put_question(
                self,
                service,
                tr("Ông/Bà có thuộc diện ưu tiên không?"),
                tr("Nếu có, chạm vào hình phù hợp. Không cần giấy tờ."),
                language,
            ),
        )
        bottom = self.design_height - footer_height(self) - (28 if self.is_portrait else 20)
        height = 160 if self.is_portrait and not self.ease.is_low else 112
        bottom -= height
        back_width = self.inner_width * (0.34 if self.is_portrait else 0.24)
        self.back: Touchable = put_button(
            self,
            tr("Quay lại"),
            self.margin,
            bottom,
            back_width,
            height,
            guard=guard,
            on_chosen=on_back,
            is_primary=False,
            icon="arrow-left",
            letters=PLAIN + 5,
        )
        self.skip: Touchable = put_button(
            self,
            tr("Không, tiếp tục"),
            self.margin + back_width + GAP,
            bottom,
            self.inner_width - back_width - GAP,
            height,
            guard=guard,
            on_chosen=lambda: on_group(None),
            icon="arrow-right",
            icon_is_behind=True,
            letters=TITLE,
        )
        bottom -= 28
        if rule is not None:
            bottom = put_rule(self, rule, bottom, language, tr)
        self.groups: dict[str, Touchable] = {}
        names = []
        for group, box in zip(groups, answer_boxes(self, len(groups), top, bottom), strict=False):
            self.groups[group.group], name = put_group_tile(
                self,
                group,
                box,
                language=language,
                guard=guard,
                on_chosen=partial(on_group, group.group),
            )
            names.append(name)
        even_out(names)


class PurposePage(Sheet):
    """What the citizen comes for: a touch is the last one. Priority is a picture that is touched before it."""

    def __init__(
        self,
        *,
        window: tuple[float, float],
        service: KioskService,
        purposes: Sequence[KioskPurpose],
        groups: Sequence[KioskPriorityGroup],
        chosen_group: str | None,
        rule: PriorityRule | None,
        language: Language,
        tr: Translate,
        guard: TouchGuard,
        on_purpose: Callable[[str], None],
        on_group: Callable[[str | None], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(window=window)
        question = tr("Ông/Bà đến để làm gì?")
        top = max(controls_top(self), put_question(self, service, question, "", language))
        bottom = self.design_height - footer_height(self) - (28 if self.is_portrait else 20)
        height = 120 if self.is_portrait and not self.ease.is_low else 100
        bottom -= height
        self.back: Touchable = put_button(
            self,
            tr("Quay lại"),
            self.margin,
            bottom,
            self.inner_width * (0.4 if self.is_portrait else 0.24),
            height,
            guard=guard,
            on_chosen=on_back,
            is_primary=False,
            icon="arrow-left",
            letters=PLAIN + 5,
        )
        bottom -= 28
        if groups:
            if rule is not None and not self.ease.is_low:
                bottom = put_rule(self, rule, bottom, language, tr)
            bottom -= lane_height(self)
            self.lanes = put_lanes(
                self,
                groups,
                chosen_group,
                y=bottom,
                language=language,
                tr=tr,
                guard=guard,
                on_group=on_group,
            )
            bottom -= 28
        self.purposes: dict[str, Touchable] = {}
        names = []
        boxes = answer_boxes(self, len(purposes), top, bottom)
        for purpose, box in zip(purposes, boxes, strict=False):
            self.purposes[purpose.purpose], name = put_group_tile(
                self,
                purpose,
                box,
                language=language,
                guard=guard,
                on_chosen=partial(on_purpose, purpose.purpose),
            )
            names.append(name)
        even_out(names)


def put_question(sheet: Sheet, service: KioskService, question: str, cue: str, language: Language) -> float:
    """What was chosen, and the question; returns where the answers begin."""
    y = put_chosen_service(sheet, service, language)
    room, line = (92.0, 60.0) if sheet.is_portrait else (70.0, 48.0)
    room *= min(1.25, sheet.growth)
    sheet.text(question, sheet.margin, y, sheet.inner_width, room, letters=TITLE, bold=True, most_lines=2)
    y += room
    if cue:
        sheet.text(cue, sheet.margin, y, sheet.inner_width, line, letters=PLAIN + 2, colour=QUIET, most_lines=2)
        y += line
    return y + 20


def put_rule(sheet: Sheet, rule: PriorityRule, bottom: float, language: Language, tr: Translate) -> float:
    """The centre's rule, ending at `bottom`; returns where it begins."""
    height = 88.0 if sheet.is_portrait else 44.0
    y = bottom - height
    words = rule_words(rule, language, tr)
    sheet.text(words, sheet.margin, y, sheet.inner_width, height, letters=SMALL, colour=QUIET)
    return y - 16


def answer_boxes(sheet: Sheet, count: int, top: float, bottom: float) -> list[tuple[float, float, float, float]]:
    """Equal ones, broad where there is room for them below each other."""
    gap = 28 if sheet.ease.is_low else GAP
    lying = 2 if count in (2, 4) else 3
    upright = 1 if (bottom - top + gap) / max(1, count) - gap >= _LEAST_TILE * sheet.growth else 2
    columns = upright if sheet.is_portrait else lying
    rows = max(1, -(-count // columns))
    width = (sheet.inner_width - gap * (columns - 1)) / columns
    height = min(_TALLEST_TILE * sheet.growth, (bottom - top - gap * (rows - 1)) / rows)
    return [
        (sheet.margin + column * (width + gap), top + row * (height + gap), width, height)
        for row in range(rows)
        for column in range(columns)
    ]


def rule_words(rule: PriorityRule, language: Language, tr: Translate) -> str:
    """The centre's rule of priority in one sentence."""
    bounds = {"turns": rule.overtaken_at_most, "minutes": rule.extra_wait_at_most_minutes}
    if rule.least_rate is None:
        words = tr(
            "Người ưu tiên được tính thời gian chờ gấp {rate} lần; "
            "không ai bị vượt quá {turns} lượt hoặc {minutes} phút."
        )
        return words.format(rate=_times(rule.rate, language), **bounds)
    words = tr(
        "Người ưu tiên được tính thời gian chờ gấp {least} đến {most} lần tùy nhóm; "
        "không ai bị vượt quá {turns} lượt hoặc {minutes} phút."
    )
    return words.format(least=_times(rule.least_rate, language), most=_times(rule.rate, language), **bounds)


def _times(rate: float, language: Language) -> str:
    return f"{rate:.3g}" if language == "en" else f"{rate:.3g}".replace(".", ",")
