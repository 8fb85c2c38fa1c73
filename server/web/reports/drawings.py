"""The charts of reports: waits and people over time, and waits by service; the same figures stand in the tables."""

from collections.abc import Callable

from look.language import translator
from server.domain.instant import MINUTE_MS
from server.domain.report_figures import Step
from server.web.reports.charts import Series, bar_chart, line_chart
from server.web.reports.figures import Breakdown, By, ReportRow

CHARTS: dict[str, By] = {"waits": By.DAY, "people": By.DAY, "services": By.SERVICE}
"""What each chart tells apart, by the chart's name in its address."""


def drawn(name: str, told: Breakdown, language: str) -> bytes:
    """An SVG picture of one of `CHARTS`."""
    say, rows = translator(language), told.rows
    if name == "people":
        return bar_chart(
            [_label(told, row) for row in rows],
            [
                Series(say("Đã phục vụ"), [row.served for row in rows]),
                Series(say("Vắng mặt"), [row.no_shows for row in rows]),
            ],
            y_title=say("Lượt"),
            x_title=_course(told, say),
        )
    series = [
        Series(say("Chờ trung vị"), [_minutes(row.waiting.p50_ms) for row in rows]),
        Series(say("Chờ p90"), [_minutes(row.waiting.p90_ms) for row in rows]),
    ]
    y_title = say("phút")
    if name == "services":
        labels = [f"{row.id} (n = {row.waiting.n})" for row in rows]
        return bar_chart(labels, series, y_title=y_title, x_title=say("Lĩnh vực"))
    return line_chart([_label(told, row) for row in rows], series, y_title=y_title, x_title=_course(told, say))


def _label(told: Breakdown, row: ReportRow) -> str:
    """Its month with the year, of which there are several; its first day otherwise."""
    year, month, day = row.id.split("-")
    return f"{month}/{year}" if told.step is Step.MONTH else f"{day}/{month}"


def _course(told: Breakdown, say: Callable[[str], str]) -> str:
    return say({Step.DAY: "Ngày", Step.WEEK: "Tuần bắt đầu ngày", Step.MONTH: "Tháng"}[told.step])


def _minutes(ms: int | None) -> float | None:
    return None if ms is None else round(ms / MINUTE_MS, 1)
