"""How long reports take in a centre with a large year behind it, and how many times the bare SQL of their figures.

`python -m simulation.bench.year_of_reports` makes 100,000 tickets and 45,000 ratings, asks the real server for each
page and file, and reads the same figures in SQL written by hand. Times are those of a core at work, the best of some:
a busy neighbour does not count. The figures have to agree.
"""

import argparse
import http.client
import json
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum
from pathlib import Path
from time import process_time, thread_time
from typing import Any
from zoneinfo import ZoneInfo

from messaging.clock import SteppedClock
from messaging.settings import BrokerSettings
from server.actions.web_sessions import log_in
from server.app import build
from server.db.connections import open_for_writing
from server.db.work import Work, keep_head, read_head
from server.domain.instant import instant
from server.settings import ServerSettings
from simulation.bench.bare_reports import BareReports
from simulation.bench.year_of_centre import DAYS, HEAD, TICKETS, Year, make_year
from simulation.ports import LOOPBACK

MOST_TIMES = 3.0
"""The bare SQL of the same figure."""
DASHBOARD_MS, REPORT_MS, WORKBOOK_MS = 300.0, 1000.0, 3000.0


class Span(Enum):
    YEAR = "year"
    MONTH = "month"
    """The last one."""
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Asked:
    name: str
    path: str
    allowed_ms: float
    bare: Callable[[BareReports], object] | None
    """None: no few lines of SQL say the same."""
    span: Span = Span.YEAR
    """Of the figures; the month's dashboard shows today as well, which is not in its bare SQL."""


def _by(by: str, *, column: str = "") -> Callable[[BareReports], object]:
    def read(bare: BareReports) -> None:
        bare.told_apart(by)
        if by in ("week", "counter"):
            bare.idle_ms()
        bare.coverage(column or "scheme_id")
        if column in ("counter_id", "officer_id"):
            bare.ratings(column)

    return read


def _dashboard(bare: BareReports) -> None:
    bare.whole()
    bare.told_apart("hour")
    bare.told_apart("service")
    bare.coverage("service")


_TABLES = (
    _by("week", column="day"),
    _by("service", column="service"),
    _by("counter", column="counter_id"),
    _by("officer", column="officer_id"),
    _by("hour"),
)


def _workbook(bare: BareReports) -> None:
    bare.whole()
    for table in _TABLES:
        table(bare)
    bare.province()


def _printed(bare: BareReports) -> None:
    bare.whole()
    for table in _TABLES[1:4]:
        table(bare)


QUESTIONS = (
    Asked("dashboard, this month", "/reports", DASHBOARD_MS, _dashboard, Span.MONTH),
    Asked("today, on the wall", "/reports/today", DASHBOARD_MS, lambda bare: bare.whole(), Span.DAY),
    Asked("dashboard, the year", "/reports?{year}", DASHBOARD_MS, _dashboard),
    Asked("by week", "/reports/by/day?{year}", REPORT_MS, _TABLES[0]),
    Asked("by service", "/reports/by/service?{year}", REPORT_MS, _TABLES[1]),
    Asked("by counter", "/reports/by/counter?{year}", REPORT_MS, _TABLES[2]),
    Asked("by officer", "/reports/by/officer?{year}", REPORT_MS, _TABLES[3]),
    Asked("by hour and weekday", "/reports/by/hour?{year}", REPORT_MS, _TABLES[4]),
    Asked("chart of waits", "/reports/chart/waits.svg?{year}", REPORT_MS, _TABLES[0]),
    Asked("for the province", "/reports/export/province.csv?{year}", REPORT_MS, lambda bare: bare.province()),
    Asked("printed page", "/reports/print?{year}", REPORT_MS, _printed),
    Asked("scores of everybody", "/scores?{year}", REPORT_MS, None),
    Asked("signs of gamed ratings", "/scores/findings?{year}", REPORT_MS, None),
    Asked("own data, JSON", "/scores/own-data.json", WORKBOOK_MS, None),
    Asked("workbook, XLSX", "/reports/export.xlsx?{year}", WORKBOOK_MS, _workbook),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=3, help="how often each is asked; the best counts")
    parser.add_argument("--tickets", type=int, default=TICKETS)
    parser.add_argument("--only", default="", help="of which the name holds this")
    given = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="bocso-reports-"))
    try:
        days = max(1, given.tickets * DAYS // TICKETS)
        year = make_year(scratch / "centre.db", tickets=given.tickets, days=days)
        print(f"{year.tickets:,} tickets, {year.ratings:,} ratings, {days} service days")
        return _measured(year, max(1, given.times), given.only)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _measured(year: Year, times: int, only: str) -> int:
    failed = 0
    with serving(year) as asking:
        compare(year, asking)
        print("The year's figures are those of the bare SQL.")
        print(f"{'':<24}{'ms':>8}{'allowed':>9}{'bare SQL':>10}{'times':>7}")
        for question in QUESTIONS:
            if only not in question.name:
                continue
            path = question.path.format(year=_whole(year))
            took_ms = min(asking.ms(path) for _ in range(times))
            bare_ms = _bare_ms(year, question, min(2, times))
            is_well = took_ms <= question.allowed_ms and (bare_ms is None or took_ms <= MOST_TIMES * bare_ms)
            failed += not is_well
            print(
                f"{question.name:<24}{took_ms:>8.0f}{question.allowed_ms:>9.0f}"
                + (f"{'':>17}" if bare_ms is None else f"{bare_ms:>10.0f}{took_ms / bare_ms:>7.2f}")
                + ("" if is_well else "  too slow"),
                flush=True,
            )
    return 1 if failed else 0


@contextmanager
def serving(year: Year) -> Iterator["Asking"]:
    """The real server on the afternoon of the year's last day, and its head who asks."""
    token = _logged_in(year)
    now = datetime.combine(year.last_day, time(16), ZoneInfo("Asia/Ho_Chi_Minh"))
    settings = ServerSettings(
        database=year.database,
        listen_host=LOOPBACK,
        listen_port=0,
        trust_clock="always",
        broker=BrokerSettings(host=LOOPBACK, port=9),  # nobody listens there
    )
    server = build(settings, clock=SteppedClock(now - datetime.now(now.tzinfo)))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Asking(server.port, token)
    finally:
        server.stop()
        thread.join(20)


def _whole(year: Year) -> str:
    return f"from={year.first_day}&to={year.last_day}"


class Asking:
    def __init__(self, port: int, token: str) -> None:
        self._port, self._headers = port, {"Cookie": f"bocso_session={token}"}

    def get(self, path: str) -> bytes:
        connection = http.client.HTTPConnection(LOOPBACK, self._port, timeout=120)
        try:
            connection.request("GET", path, headers=self._headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {content[:300]!r}")
        return content

    def ms(self, path: str) -> float:
        """Of this whole process, in which nothing else happens: asking and answering."""
        began_s = process_time()
        self.get(path)
        return (process_time() - began_s) * 1000


def _bare_ms(year: Year, question: Asked, times: int) -> float | None:
    if question.bare is None:
        return None
    first = {
        Span.YEAR: year.first_day,
        Span.MONTH: year.last_day.replace(day=1),
        Span.DAY: year.last_day,
    }[question.span]
    connection = sqlite3.connect(year.database)
    try:
        bare = BareReports(connection, first.isoformat(), year.last_day.isoformat(), _serves(connection))
        took_s = []
        for _ in range(times):
            began_s = thread_time()
            question.bare(bare)
            took_s.append(thread_time() - began_s)
        return min(took_s) * 1000
    finally:
        connection.close()


def compare(year: Year, asking: Asking) -> None:
    """The product's figures of the whole year beside those of the bare SQL.

    Raises:
        SystemExit: they differ; the message says which.
    """
    whole = _whole(year)
    connection = sqlite3.connect(year.database)
    bare = BareReports(connection, year.first_day.isoformat(), year.last_day.isoformat(), _serves(connection))
    for by in ("service", "counter", "officer"):
        told: Any = json.loads(asking.get(f"/api/v1/reports/by/{by}?{whole}"))
        expected = bare.told_apart(by)
        for row in told["rows"]:
            mine = (row["turns"], row["waiting"]["n"], row["waiting"]["p50_ms"], row["waiting"]["p90_ms"])
            if mine != expected[row["id"]]:
                raise SystemExit(f"{by} {row['id']}: {mine} is not {expected[row['id']]}")
    period: Any = json.loads(asking.get(f"/api/v1/reports/period?{whole}"))
    [(_, n, yes)] = bare.ratings("'all'")
    if (period["rating"]["n"], period["rating"]["satisfied"]) != (n, yes):
        raise SystemExit(f"ratings: {period['rating']} is not {n}, {yes}")
    [(cases, trips)] = bare.trips()
    if period["trips"]["cases"] != cases or abs(period["trips"]["mean"] - int(str(trips)) / int(str(cases))) > 0.01:
        raise SystemExit(f"trips: {period['trips']} is not {trips} of {cases}")
    # In SQL a stay lasts from the first call to the end; the product takes holds out of it.
    idle = bare.idle_ms()
    if not 0 <= period["idle_ms"] - idle < idle / 50:
        raise SystemExit(f"idle: {period['idle_ms']} is not {idle}")
    connection.close()


def _serves(connection: sqlite3.Connection) -> dict[str, list[str]]:
    [(centre,)] = connection.execute("SELECT centre FROM set_up")
    counters = json.loads(centre)["counters"]
    return {one["id"]: [*one["services"], *one.get("second_services", [])] for one in counters}


def _logged_in(year: Year) -> str:
    """A session of the head."""
    connection = open_for_writing(year.database)
    try:
        connection.execute("BEGIN IMMEDIATE")
        at = instant(datetime.combine(year.last_day, time(15), ZoneInfo("Asia/Ho_Chi_Minh")))
        work = Work(connection, None, at, read_head(connection), "bench")
        token = log_in(work, staff_id=HEAD, former_token=None).token
        keep_head(connection, work.head)
        connection.execute("COMMIT")
    finally:
        connection.close()
    return token


if __name__ == "__main__":
    raise SystemExit(main())
