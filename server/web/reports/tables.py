"""Reports as tables: the same rows on a page, in a spreadsheet and as CSV; a column's unit stands in its heading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from look.language import translator
from server.db.queries.settled_ratings import LEVELS
from server.domain.instant import MINUTE_MS
from server.web.reports.closed_days import HOUR_MS
from server.web.reports.figures import Breakdown, By, PeriodReport, ReportRow
from server.web.reports.province import ProvinceRow
from server.web.reports.words import DEFINITIONS, forgotten, more_figures, number, other_scheme, period_tiles, share


class Kind(StrEnum):
    TEXT = "text"
    COUNT = "count"
    MINUTES = "minutes"
    SHARE = "share"
    """0 to 1."""
    NOTE = "note"
    """A number and what it is of, in words."""


Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    """In file names."""
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()
    """What has to be known to read it, in sentences."""


BY_TITLES = {
    By.DAY: "Theo thời gian",
    By.SERVICE: "Theo lĩnh vực",
    By.COUNTER: "Theo quầy",
    By.OFFICER: "Theo cán bộ",
    By.HOUR: "Theo giờ và thứ",
}
BY_HEADINGS = {
    By.DAY: "Ngày",
    By.SERVICE: "Lĩnh vực",
    By.COUNTER: "Quầy",
    By.OFFICER: "Cán bộ",
    By.HOUR: "Thứ, giờ",
}
HAS_RATINGS = frozenset({By.COUNTER, By.OFFICER})
HAS_TIMES = frozenset({By.DAY, By.COUNTER})


@dataclass(frozen=True, slots=True)
class _Told:
    """One column of a breakdown: its heading in Vietnamese, its kind, and what of a row stands in it."""

    heading: str
    kind: Kind
    value: Callable[[ReportRow], Value]


_ALL = (
    _Told("Lượt", Kind.COUNT, lambda row: row.turns),
    _Told("Đã phục vụ", Kind.COUNT, lambda row: row.served),
    _Told("Được gọi (n)", Kind.COUNT, lambda row: row.waiting.n),
    _Told("Chờ trung vị (phút)", Kind.MINUTES, lambda row: _minutes(row.waiting.p50_ms)),
    _Told("Chờ p90 (phút)", Kind.MINUTES, lambda row: _minutes(row.waiting.p90_ms)),
    _Told("Trong cam kết", Kind.SHARE, lambda row: row.service_level),
    _Told("Vắng mặt", Kind.COUNT, lambda row: row.no_shows),
    _Told("Tỷ lệ vắng mặt", Kind.SHARE, lambda row: row.no_show_rate),
    _Told("Phục vụ trung vị (phút)", Kind.MINUTES, lambda row: _minutes(row.service.p50_ms)),
    _Told("Phục vụ p90 (phút)", Kind.MINUTES, lambda row: _minutes(row.service.p90_ms)),
    _Told("Phục vụ (n)", Kind.COUNT, lambda row: row.service.n),
)
_COVERAGE = (
    _Told("Lượt mời đánh giá", Kind.COUNT, lambda row: row.asked),
    _Told("Có đánh giá", Kind.COUNT, lambda row: row.rated),
    _Told("Tỷ lệ đánh giá", Kind.SHARE, lambda row: row.coverage),
)
_RATINGS = (
    _Told("Đã công bố (n)", Kind.COUNT, lambda row: row.rating.n if row.rating else None),
    _Told("Hài lòng", Kind.SHARE, lambda row: row.rating.share if row.rating else None),
    _Told("Khoảng 95 %, từ", Kind.SHARE, lambda row: row.rating.low if row.rating else None),
    _Told("Khoảng 95 %, đến", Kind.SHARE, lambda row: row.rating.high if row.rating else None),
)
_FOR_EYES = (*_ALL[1:3], *_ALL[3:6])
_AT_DESK = _ALL[8:10]
_TIMES = (
    _Told("Mở quầy (phút)", Kind.MINUTES, lambda row: _minutes(row.open_ms)),
    _Told("Rảnh khi có người chờ (phút)", Kind.MINUTES, lambda row: _minutes(row.idle_ms)),
)


def table_of(told: Breakdown, language: str) -> Table:
    by = told.by
    columns = (
        *_ALL,
        *_COVERAGE,
        *(_RATINGS if by in HAS_RATINGS else ()),
        *(_TIMES if by in HAS_TIMES else ()),
    )
    return _table(told, columns, language)


def shown_table(told: Breakdown, language: str) -> Table:
    """The same for eyes: a share stands with its n and its interval in one column, so that it fits a page."""
    say, by = translator(language), told.by

    def asked(row: ReportRow) -> str:
        return "–" if row.coverage is None else f"{row.rated}/{row.asked} · {share(row.coverage)}"

    def rated(row: ReportRow) -> str:
        if row.rating is None or row.rating.low is None or row.rating.high is None:
            return say("chưa đủ 10 đánh giá")
        low, high = f"{row.rating.low * 100:.0f}", share(row.rating.high)
        return f"{share(row.rating.share)} ({low}–{high}), n = {row.rating.n}"

    def idle(row: ReportRow) -> str:
        idle_h, open_h = (number((ms or 0) / HOUR_MS, language) for ms in (row.idle_ms, row.open_ms))
        return say("{idle} / {open} giờ").format(idle=idle_h, open=open_h)

    columns = (
        *_FOR_EYES,
        _Told("Vắng mặt", Kind.NOTE, lambda row: f"{row.no_shows} · {share(row.no_show_rate)}"),
        *(_AT_DESK if by is not By.HOUR else ()),
        _Told("Tỷ lệ đánh giá", Kind.NOTE, asked),
        *((_Told("Hài lòng, khoảng 95 %", Kind.NOTE, rated),) if by in HAS_RATINGS else ()),
        *((_Told("Rảnh khi có người chờ / mở", Kind.NOTE, idle),) if by in HAS_TIMES else ()),
    )
    return _table(told, columns, language)


def summary_table(report: PeriodReport, language: str) -> Table:
    """The figures of the centre as they stand on the dashboard, each with its n and its definition."""
    say = translator(language)
    headings = (say("Chỉ số"), say("Giá trị"), say("Tính trên"), say("Cách tính"))
    tiles = [*period_tiles(report, language), *more_figures(report, language)]
    return Table(
        name="summary",
        title=say("Tổng hợp"),
        columns=[Column(heading, Kind.TEXT) for heading in headings],
        rows=[[tile.name, tile.told, tile.behind, tile.definition] for tile in tiles],
        notes=_some(forgotten(report.kept_since, language), other_scheme(report.rated_otherwise_until, language)),
    )


def stages_table(report: PeriodReport, language: str) -> Table:
    say = translator(language)
    return Table(
        name="stages",
        title=say("Vắng mặt theo chặng"),
        columns=[
            Column(say("Chặng"), Kind.TEXT),
            Column(say("Đã phục vụ"), Kind.COUNT),
            Column(say("Vắng mặt"), Kind.COUNT),
            Column(say("Tỷ lệ vắng mặt"), Kind.SHARE),
        ],
        rows=[[stage.name, stage.served, stage.no_shows, stage.no_show_rate] for stage in report.stages],
    )


def promises_table(report: PeriodReport, language: str) -> Table:
    say = translator(language)
    return Table(
        name="promises",
        title=say(DEFINITIONS["promises"][0]),
        columns=[
            Column(say("Ngày đặc biệt"), Kind.TEXT),
            Column(say("Số ngày"), Kind.COUNT),
            Column(say("Lượt hoàn tất"), Kind.COUNT),
            Column(say("Làm đúng"), Kind.COUNT),
            Column(say("Tỷ lệ"), Kind.SHARE),
        ],
        rows=[[one.name, one.days, one.promised, one.kept, one.share] for one in report.promises],
    )


def province_table(rows: Sequence[ProvinceRow], language: str) -> Table:
    """Ratings per procedure and day; codes stand beside names, so that a program can join them.

    Levels stand by their number, for each scheme has names of its own, and whose they are stands last.
    """
    say = translator(language)
    return Table(
        name="province",
        title=say("Theo thủ tục và ngày"),
        columns=[
            Column(say("Ngày công bố"), Kind.TEXT),
            Column(say("Mã lĩnh vực"), Kind.TEXT),
            Column(say("Lĩnh vực"), Kind.TEXT),
            Column(say("Mã thủ tục"), Kind.TEXT),
            Column(say("Thủ tục"), Kind.TEXT),
            Column(say("Đã công bố (n)"), Kind.COUNT),
            *(Column(say("Mức {value}").format(value=value), Kind.COUNT) for value in LEVELS),
            Column(say("Hài lòng"), Kind.SHARE),
            Column(say("Khoảng 95 %, từ"), Kind.SHARE),
            Column(say("Khoảng 95 %, đến"), Kind.SHARE),
            Column(say("Mã thang đánh giá"), Kind.TEXT),
        ],
        rows=[
            [
                row.day,
                row.service,
                row.name,
                row.procedure or "",
                row.procedure_name,
                row.n,
                # A level that the scheme does not have is none, and not nobody's.
                *(row.levels.get(value) for value in LEVELS),
                row.share,
                row.low,
                row.high,
                row.scheme_id,
            ]
            for row in rows
        ],
    )


def _table(told: Breakdown, columns: Sequence[_Told], language: str) -> Table:
    say = translator(language)
    by_end = say("Tỷ lệ đánh giá theo giờ kết thúc lượt, các cột khác theo giờ bắt đầu chờ.")
    return Table(
        name=told.by.value,
        title=say(BY_TITLES[told.by]),
        columns=[
            Column(say(BY_HEADINGS[told.by]), Kind.TEXT),
            *(Column(say(column.heading), column.kind) for column in columns),
        ],
        rows=[[row.name, *(column.value(row) for column in columns)] for row in told.rows],
        notes=_some(
            by_end if told.by is By.HOUR else "",
            forgotten(told.kept_since, language),
            other_scheme(told.rated_otherwise_until, language) if told.by in HAS_RATINGS else "",
        ),
    )


def _some(*notes: str) -> list[str]:
    return [note for note in notes if note]


def _minutes(ms: int | None) -> float | None:
    return None if ms is None else round(ms / MINUTE_MS, 2)
