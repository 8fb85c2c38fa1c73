"""What a hall board shows while nobody is called: pictures, notices and the centre's own figures, in turns. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from look.language import translator
from messaging.snapshots import BoardSnapshot, CentreFigures

QUIET_S = 8.0
"""So long nobody was called before the first slide: whoever was called last finds the counter first."""
SLIDE_S = 12.0
"""Long enough to read a notice twice."""
BOARD_S = 12.0
"""Between two slides the board itself is seen: who is being served, how many wait."""

APART = " · "
"""Between two notices."""

_vi = translator("vi")
_en = translator("en")
_DECIMAL_SIGNS = {"vi": ",", "en": "."}


@dataclass(frozen=True, slots=True)
class PictureSlide:
    picture_id: int
    sha256: str


@dataclass(frozen=True, slots=True)
class NoticeSlide:
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class FiguresSlide:
    """Each text with the English below it."""

    title: str
    title_en: str
    percent: str
    caption: str
    caption_en: str
    interval: str
    interval_en: str
    basis: str
    """How many ratings stand behind it, and of how many turns."""
    basis_en: str
    waits: str
    """Empty below ten waits."""
    waits_en: str
    period: str
    period_en: str


Slide = PictureSlide | NoticeSlide | FiguresSlide


def slides_of(snapshot: BoardSnapshot, ready: Collection[str]) -> tuple[Slide, ...]:
    """All slides in their order; of the pictures those that are `ready`, by SHA-256."""
    pictures = [PictureSlide(one.picture_id, one.sha256) for one in snapshot.pictures if one.sha256 in ready]
    figures = [] if snapshot.figures is None else [figures_slide(snapshot.figures)]
    return (*pictures, *_notices(snapshot.notice, snapshot.notice_en), *figures)


def slide_at(slides: Sequence[Slide], idle_s: float) -> Slide | None:
    """What is shown after so long without a call; None: the board itself."""
    at_s = idle_s - QUIET_S
    if not slides or at_s < 0:
        return None
    turn, within_s = divmod(at_s, SLIDE_S + BOARD_S)
    return slides[int(turn) % len(slides)] if within_s < SLIDE_S else None


def figures_slide(figures: CentreFigures) -> FiguresSlide:
    return FiguresSlide(
        title=_vi("Công dân đánh giá Trung tâm"),
        title_en=_en("Công dân đánh giá Trung tâm"),
        percent=f"{_decimal(figures.satisfied_percent, 'vi')} %",
        caption=_vi("hài lòng với sự phục vụ"),
        caption_en=_en("hài lòng với sự phục vụ"),
        interval=_interval(figures, "vi"),
        interval_en=_interval(figures, "en"),
        basis=_basis(figures, "vi"),
        basis_en=_basis(figures, "en"),
        waits=_waits(figures, "vi"),
        waits_en=_waits(figures, "en"),
        period=_period(figures, "vi"),
        period_en=_period(figures, "en"),
    )


def _notices(notice: str, notice_en: str) -> list[NoticeSlide]:
    """One slide each; the English belongs to its notice only when there are as many of them."""
    own = [part for part in notice.split(APART) if part]
    english = [part for part in notice_en.split(APART) if part]
    if len(own) != len(english):
        english = [""] * len(own)
    return [NoticeSlide(text, text_en) for text, text_en in zip(own, english, strict=True)]


def _interval(figures: CentreFigures, language: str) -> str:
    return translator(language)("Khoảng tin cậy 95 %: {low} % – {high} %").format(
        low=_decimal(figures.satisfied_low, language), high=_decimal(figures.satisfied_high, language)
    )


def _basis(figures: CentreFigures, language: str) -> str:
    return translator(language)("{rated} lượt đánh giá; {coverage} % số lượt phục vụ được đánh giá").format(
        rated=_grouped(figures.rated, language), coverage=_decimal(figures.coverage_percent, language)
    )


def _waits(figures: CentreFigures, language: str) -> str:
    if figures.wait_p50_min is None or figures.wait_p90_min is None:
        return ""
    words = translator(language)("Một nửa số người chờ không quá {half} phút, 9 trong 10 người không quá {most} phút")
    return words.format(half=figures.wait_p50_min, most=figures.wait_p90_min)


def _period(figures: CentreFigures, language: str) -> str:
    return translator(language)("Từ {since} đến {until}").format(since=_day(figures.since), until=_day(figures.until))


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def _decimal(value: float, language: str) -> str:
    return f"{value:.1f}".replace(".", _DECIMAL_SIGNS[language])


def _grouped(count: int, language: str) -> str:
    """1.240 in Vietnamese, 1,240 in English: the sign that is not the decimal one."""
    return f"{count:,}".replace(",", "." if _DECIMAL_SIGNS[language] == "," else ",")
