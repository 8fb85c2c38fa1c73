"""What a report says in words: each figure with its definition and its n, and the day's summary for a chat group."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from look.language import translator
from server.domain.instant import MINUTE_MS
from server.web.ratings.score_report import percent, written
from server.web.reports.closed_days import HOUR_MS
from server.web.reports.figures import WEEKDAYS, PeriodReport, RatingTold, SpreadTold, TodayReport
from server.web.reports.what_if_view import minutes

Say = Callable[[str], str]

DEFINITIONS: dict[str, tuple[str, str]] = {
    "waiting": (
        "Đang chờ",
        "Số người trong các hàng chờ lúc này. Không tính người đã báo đến muộn.",
    ),
    "served": (
        "Đã phục vụ",
        "Số lượt đã hoàn tất. Một phiếu được chuyển quầy hoặc làm thêm lĩnh vực thứ hai có nhiều lượt.",
    ),
    "p50": (
        "Chờ trung vị",
        (
            "Một nửa số lượt được gọi chờ không quá mức này: từ lúc bắt đầu chờ (hoặc giờ hẹn) đến lần gọi đầu tiên. "
            "n: lượt đã được gọi; không tính lượt phục vụ không lấy số và lượt có đồng hồ bị chỉnh trong lúc chờ."
        ),
    ),
    "p90": ("Chờ p90", "Chín trong mười lượt được gọi chờ không quá mức này, tính trên cùng các lượt ấy."),
    "service_level": (
        "Gọi trong thời gian cam kết",
        (
            "Phần số lượt được gọi mà chờ không quá thời gian cam kết của lĩnh vực. n: lượt đã được gọi, "
            "trừ lượt của lĩnh vực không còn trong thiết lập."
        ),
    ),
    "no_show": (
        "Vắng mặt",
        "Lượt vắng mặt chia cho tổng lượt vắng mặt và lượt hoàn tất. Lượt còn chờ, đã trả số hoặc hết giờ không tính.",
    ),
    "coverage": (
        "Tỷ lệ đánh giá",
        "Lượt có đánh giá tại quầy chia cho lượt có mời đánh giá, ở bất kỳ mức nào.",
    ),
    "satisfied": (
        "Hài lòng",
        (
            "Đánh giá ở các mức được coi là hài lòng chia cho mọi đánh giá đã công bố: các khối 10 đánh giá trọn vẹn "
            "trong kỳ, tại quầy, theo thang đánh giá hiện hành. Khoảng 95 % tính theo Wilson."
        ),
    ),
    "away": (
        "Hài lòng, đánh giá ngoài quầy",
        "Như trên, nhưng là đánh giá trên trang của phiếu hoặc ở ki-ốt; không cộng chung với đánh giá tại quầy.",
    ),
    "idle": (
        "Quầy rảnh khi có người chờ",
        (
            "Cộng thời gian của mọi quầy đang mở, không có ai, trong lúc có người chờ đúng lĩnh vực của quầy; "
            "chia cho thời gian mở quầy. Giờ nghỉ giữa buổi và lúc tạm nghỉ có ghi nhận không tính."
        ),
    ),
    "trips": (
        "Số lần đến mỗi hồ sơ",
        "Trung bình số lần công dân phải đến, tính trên hồ sơ đã xong trong kỳ; ít nhất 10 hồ sơ. Tốt nhất là 1.",
    ),
    "promises": (
        "Giữ lời hứa ngày đặc biệt",
        "Trong các lượt hoàn tất vào ngày đó, phần số lượt cán bộ đánh dấu đã làm đúng lời hứa.",
    ),
    "walk": (
        "Đi đến quầy",
        (
            "Từ lần gọi cuối đến lúc có mặt ở quầy. Không tính lượt mà giờ có mặt do hệ thống suy ra và lượt được "
            "gọi lại sau khi tạm chờ."
        ),
    ),
    "service": (
        "Phục vụ tại quầy",
        "Từ lúc có mặt đến lúc hoàn tất, trừ thời gian tạm chờ. Không tính lượt có giờ do hệ thống suy ra.",
    ),
    "in_centre": (
        "Ở trung tâm",
        "Từ lúc lấy số đến lúc xong lượt cuối, tính trên phiếu mà mọi lượt đều hoàn tất.",
    ),
    "numbers": (
        "Số đã cấp",
        (
            "Phiếu đã cấp, kể cả số cấp tại ki-ốt khi mất mạng; không tính lượt phục vụ không lấy số và phiếu "
            "không in được đã bị hủy."
        ),
    ),
}
"""Name and definition of each figure, in Vietnamese; docs/reports.md says the same."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure as it stands on the dashboard."""

    key: str
    name: str
    value: str
    unit: str
    """Stands smaller beside the value; empty: it has none."""
    behind: str
    """What it is made of: its n."""
    definition: str

    @property
    def told(self) -> str:
        """The value with its unit."""
        return f"{self.value} {self.unit}".rstrip()


LONG_MS = 3 * HOUR_MS
"""From here on a time is told in hours."""


def today_tiles(today: TodayReport, language: str) -> list[Tile]:
    say = translator(language)
    longest = ""
    if today.longest_wait_ms is not None:
        longest = say("lâu nhất {wait}").format(wait=minutes(today.longest_wait_ms, language))
    waiting = _tile(say, "waiting", str(today.waiting), longest or say("không có ai chờ"))
    return [waiting, *period_tiles(today.report, language)]


def period_tiles(report: PeriodReport, language: str) -> list[Tile]:
    """The figures of a period, those of the wait first."""
    say = translator(language)
    figures = report.figures

    ended = figures.served + figures.no_shows
    tiles = [
        _tile(say, "served", str(figures.served), say("{n} số đã cấp").format(n=report.numbers)),
        _time_tile(say, "p50", figures.waiting.p50_ms, _n(figures.waiting), language),
        _time_tile(say, "p90", figures.waiting.p90_ms, _n(figures.waiting), language),
        _tile(
            say,
            "service_level",
            share(figures.service_level),
            say("{count} trong {n} lượt được gọi").format(count=figures.within, n=figures.within_of),
        ),
        _tile(
            say,
            "no_show",
            share(figures.no_show_rate),
            say("{count} trong {n} lượt").format(count=figures.no_shows, n=ended),
        ),
        _tile(
            say,
            "coverage",
            share(figures.coverage),
            say("{count} trong {n} lượt mời").format(count=figures.rated, n=figures.asked),
        ),
        _tile(say, "satisfied", share(report.rating.share), _behind_rating(report, report.rating, language)),
        _time_tile(
            say,
            "idle",
            report.idle_ms,
            say("{share} của {hours} giờ mở quầy").format(
                share=share(report.idle_share), hours=number(report.open_ms / HOUR_MS, language)
            ),
            language,
        ),
        _tile(
            say,
            "trips",
            "–" if report.trips.mean is None else number(report.trips.mean, language, 2),
            say("{n} hồ sơ đã xong").format(n=report.trips.cases),
        ),
    ]
    promises = report.promises
    promised, kept = sum(one.promised for one in promises), sum(one.kept for one in promises)
    if promises:
        behind = say("{count} trong {n} lượt").format(count=kept, n=promised)
        tiles.append(_tile(say, "promises", share(kept / promised if promised else None), behind))
    return tiles


def more_figures(report: PeriodReport, language: str) -> list[Tile]:
    """Those that stand below, in a table."""
    say = translator(language)
    found = [
        _tile(say, key, _both(spread, language), _n(spread))
        for key, spread in (
            ("walk", report.figures.walk),
            ("service", report.figures.service),
            ("in_centre", report.in_centre),
        )
    ]
    return [
        _tile(say, "numbers", str(report.numbers), say("{n} ngày làm việc").format(n=report.days)),
        *found,
        _tile(say, "away", share(report.away.share), _behind_rating(report, report.away, language)),
    ]


def headline(report: PeriodReport, language: str) -> str:
    """What happened, in a sentence."""
    say, figures = translator(language), report.figures
    when = period_words(report.first_day, report.last_day, language)
    if not figures.turns:
        return say("{when}: chưa có ai đến.").format(when=when)
    if not figures.waiting.n:
        return say("{when}: {n} số đã cấp, chưa ai được gọi.").format(when=when, n=report.numbers)
    return say(
        "{when}: phục vụ {served} lượt; một nửa số người chờ không quá {p50}, chín trong mười người không quá {p90}; "
        "{level} được gọi trong thời gian cam kết."
    ).format(
        when=when,
        served=figures.served,
        p50=minutes(figures.waiting.p50_ms, language),
        p90=minutes(figures.waiting.p90_ms, language),
        level=share(figures.service_level),
    )


def daily_summary(centre_name: str, report: PeriodReport, language: str) -> str:
    """A day in lines that stand in a chat group; plain text, no level of one turn, nobody's name."""
    say = translator(language)
    on = date.fromisoformat(report.first_day)
    lines = [centre_name, f"{say(WEEKDAYS[on.weekday()])}, {on:%d/%m/%Y}"]
    tiles = [*period_tiles(report, language), *more_figures(report, language)]
    lines += [f"- {tile.name}: {tile.told}" + (f" ({tile.behind})" if tile.behind else "") for tile in tiles]
    return "\n".join(lines) + "\n"


def period_words(first_day: str, last_day: str, language: str) -> str:
    say = translator(language)
    if first_day == last_day:
        return say("Ngày {day}").format(day=written(first_day))
    return say("Từ {first} đến {last}").format(first=written(first_day), last=written(last_day))


def interval(rating: RatingTold, language: str) -> str:
    """The interval of a share and its n; of too few, that they are."""
    say = translator(language)
    if rating.low is None or rating.high is None:
        return say("chưa đủ 10 đánh giá")
    return say("khoảng 95 %: {low}–{high}; n = {n}").format(
        low=f"{rating.low * 100:.0f}", high=percent(rating.high), n=rating.n
    )


def other_scheme(until: str | None, language: str) -> str:
    """That ratings of the period up to a day (ISO) are under another scheme, and are not told here; empty: none are."""
    if until is None:
        return ""
    return translator(language)(
        "Đến ngày {day} dùng thang đánh giá khác: tỷ lệ hài lòng ở đây không gồm các đánh giá ấy, xem trang Đánh giá."
    ).format(day=written(until))


def forgotten(since: str | None, language: str) -> str:
    """That ratings of the period before a day (ISO) are forgotten; empty: none are."""
    if since is None:
        return ""
    return translator(language)(
        "Đánh giá trước ngày {day} đã hết hạn lưu: tỷ lệ đánh giá và tỷ lệ hài lòng chỉ tính từ ngày ấy."
    ).format(day=written(since))


def _behind_rating(report: PeriodReport, rating: RatingTold, language: str) -> str:
    told = interval(rating, language)
    if report.rated_otherwise_until is None:
        return told
    day = written(report.rated_otherwise_until)
    return f"{told}; {translator(language)('thang khác đến {day}').format(day=day)}"


def share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def number(value: float, language: str, digits: int = 1) -> str:
    shown = f"{value:.{digits}f}"
    return shown if language == "en" else shown.replace(".", ",")


def _tile(say: Say, key: str, value: str, behind: str, unit: str = "") -> Tile:
    name, definition = DEFINITIONS[key]
    return Tile(key, say(name), value, unit, behind, say(definition))


def _time_tile(say: Say, key: str, ms: int | None, behind: str, language: str) -> Tile:
    """A time in the unit that keeps it short; it is read from across a room."""
    if ms is None:
        return _tile(say, key, "–", behind)
    if ms < MINUTE_MS:
        return _tile(say, key, "< 1" if ms else "0", behind, say("phút"))
    if ms < LONG_MS:
        minutes_long = ms / MINUTE_MS
        value = number(minutes_long, language, 0 if minutes_long >= 10 else 1)
        return _tile(say, key, value, behind, say("phút"))
    return _tile(say, key, number(ms / HOUR_MS, language), behind, say("giờ"))


def _n(spread: SpreadTold) -> str:
    return f"n = {spread.n}"


def _both(spread: SpreadTold, language: str) -> str:
    if spread.p50_ms is None:
        return "–"
    return f"{minutes(spread.p50_ms, language)} · p90 {minutes(spread.p90_ms, language)}"
