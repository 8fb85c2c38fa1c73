"""The second page: whether the citizen belongs to a priority group, in their own words and without papers."""

from collections.abc import Callable, Sequence
from functools import partial

from kiosk.screens.chosen import put_chosen_service
from kiosk.screens.frame import Language, footer_height
from kiosk.screens.home import GAP
from kiosk.screens.parts import PLAIN, SMALL, TITLE, Sheet, Touchable, put_button
from kiosk.screens.tiles import QUIET, put_group_tile
from kiosk.touch_guard import TouchGuard
from look.language import Translate
from messaging.snapshots import KioskPriorityGroup, KioskService, PriorityRule

_TALLEST_TILE = 250


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
        top = self._put_question(service, language, tr)
        bottom = self.design_height - footer_height(self) - (40 if self.is_portrait else 28)
        height = 180 if self.is_portrait else 130
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
        bottom -= GAP + (0 if rule else 12)
        if rule is not None:
            rule_height = 88 if self.is_portrait else 44
            bottom -= rule_height
            words = rule_words(rule, language, tr)
            self.text(words, self.margin, bottom, self.inner_width, rule_height, letters=SMALL, colour=QUIET)
            bottom -= 20
        self.groups: dict[str, Touchable] = {}
        for group, box in zip(groups, self._boxes(len(groups), top, bottom), strict=False):
            self.groups[group.group] = put_group_tile(
                self,
                group,
                box,
                language=language,
                guard=guard,
                on_chosen=partial(on_group, group.group),
            )

    def _put_question(self, service: KioskService, language: Language, tr: Translate) -> float:
        """What was chosen, and the question; returns where the answers begin."""
        y = put_chosen_service(self, service, language)
        question = tr("Ông/Bà có thuộc diện ưu tiên không?")
        cue = tr("Nếu có, chạm vào hình phù hợp. Không cần giấy tờ.")
        if self.is_portrait:
            self.text(question, self.margin, y, self.inner_width, 84, letters=TITLE, bold=True, most_lines=2)
            self.text(cue, self.margin, y + 86, self.inner_width, 54, letters=PLAIN + 2, colour=QUIET)
            return y + 176
        self.text(question, self.margin, y, self.inner_width, 70, letters=TITLE, bold=True)
        self.text(cue, self.margin, y + 70, self.inner_width, 50, letters=PLAIN, colour=QUIET)
        return y + 140

    def _boxes(self, count: int, top: float, bottom: float) -> list[tuple[float, float, float, float]]:
        upright = 1 if count <= 6 else 2
        lying = 2 if count in (2, 4) else 3
        columns = upright if self.is_portrait else lying
        rows = max(1, -(-count // columns))
        width = (self.inner_width - GAP * (columns - 1)) / columns
        height = min(_TALLEST_TILE, (bottom - top - GAP * (rows - 1)) / rows)
        return [
            (self.margin + column * (width + GAP), top + row * (height + GAP), width, height)
            for row in range(rows)
            for column in range(columns)
        ]


def rule_words(rule: PriorityRule, language: Language, tr: Translate) -> str:
    """The centre's rule of priority in one sentence."""
    rate = f"{rule.rate:g}" if language == "en" else f"{rule.rate:g}".replace(".", ",")
    words = tr(
        "Người ưu tiên được tính thời gian chờ gấp {rate} lần; không ai bị vượt quá {turns} lượt hoặc {minutes} phút."
    )
    return words.format(rate=rate, turns=rule.overtaken_at_most, minutes=rule.extra_wait_at_most_minutes)
