"""Every figure that is published of two weeks, computed once more from `bocso journal` alone, and equal."""

import csv
import io
import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from a_rated_fortnight import Fortnight, live
from centre_under_test import WITHOUT_TLS
from journal_figures import Its, Journal, Scores, Turn, day_cells
from journal_reports import Report
from openpyxl import load_workbook
from staff_pages import RunningServer, StaffClient, running

ROOT = Path(__file__).parents[3]
LATER = timedelta(hours=2)


@pytest.fixture(scope="module")
def fortnight(tmp_path_factory: pytest.TempPathFactory) -> Fortnight:
    return live(tmp_path_factory.mktemp("fortnight") / "centre.db")


@pytest.fixture(scope="module")
def journal(fortnight: Fortnight) -> Journal:
    """What `bocso journal` says of it, and nothing else."""
    said = subprocess.run(
        [sys.executable, "-m", "bocso", "journal", "--database", str(fortnight.database)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return Journal(said.stdout.splitlines())


@pytest.fixture(scope="module")
def server(fortnight: Fortnight) -> Iterator[RunningServer]:
    fortnight.clock.move_to(fortnight.clock.now() + LATER)
    with running(fortnight.database, fortnight.clock) as server:
        yield server


@pytest.fixture(scope="module")
def head(server: RunningServer) -> Iterator[StaffClient]:
    with httpx.Client(base_url=server.address, timeout=60, verify=WITHOUT_TLS) as client:
        yield StaffClient(client, "cb09")


@pytest.fixture(scope="module")
def now_ms(fortnight: Fortnight, server: RunningServer) -> int:
    del server  # it has moved the clock
    return round(fortnight.clock.now().timestamp() * 1000)


def periods(fortnight: Fortnight) -> list[tuple[str, str]]:
    """All, each week, a day, and one that ends in the middle."""
    days = [day.isoformat() for day in fortnight.days]
    return [(days[0], days[-1]), (days[0], days[4]), (days[5], days[-1]), (days[3], days[3]), (days[2], days[7])]


def scheme_of(journal: Journal) -> str:
    return next(iter(journal.windows.values())).scheme


def asked(head: StaffClient, path: str, **query: str) -> Any:
    answer = head.client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_fortnight_has_something_of_everything(journal: Journal, now_ms: int, fortnight: Fortnight) -> None:
    first, last = periods(fortnight)[0]
    scores = Scores(journal, scheme_of(journal), first, last, now_ms)
    row = scores.row(Its())
    assert row["published"] >= 300 and row["away"]["published"] >= 200
    assert row["set_aside"] == 1
    assert len(row["reasons"]) == 5 and len(row["endings"]) >= 4 and row["flags"]
    assert any(scores.row(Its(officer=officer))["adjusted"] for officer in scores.officers())


def test_scores_of_everybody_in_every_period(
    head: StaffClient, journal: Journal, now_ms: int, fortnight: Fortnight
) -> None:
    for first, last in periods(fortnight):
        (told,) = asked(head, "/api/v1/scores", **{"from": first, "to": last})["schemes"]
        scores = Scores(journal, told["scheme_id"], first, last, now_ms)
        assert [row["id"] for row in told["officers"]] == scores.officers()
        assert [row["id"] for row in told["counters"]] == scores.counters()
        compare(told["total"], scores.row(Its()), (first, last))
        same(told["centre"], scores.row(Its())["score"], (first, last, "centre"))
        for row in told["officers"]:
            compare(row, scores.row(Its(officer=row["id"])), (first, last, row["id"]))
        for row in told["counters"]:
            compare(row, scores.row(Its(counter=row["id"])), (first, last, row["id"]))
        for name, of in (("services", lambda r: r.service), ("hours", lambda r: str(r.hour))):
            told_cells = {cell["id"]: cell["score"] for cell in told[name]}
            same(told_cells, dict.fromkeys(told_cells) | scores.cells(of), (first, last, name))
            asked_cells = {cell["id"]: [cell["windows"], cell["rated"]] for cell in told[name] if cell["windows"]}
            assert asked_cells == scores.coverage_of_cells()[name], (first, last, name)


def test_scores_of_one_officer_and_of_one_counter_are_those_of_their_row(
    head: StaffClient, journal: Journal, now_ms: int, fortnight: Fortnight
) -> None:
    first, last = periods(fortnight)[0]
    scores = Scores(journal, scheme_of(journal), first, last, now_ms)
    for officer in scores.officers():
        (told,) = asked(head, "/api/v1/scores", **{"from": first, "to": last, "officer": officer})["schemes"]
        compare(told["officers"][0], scores.row(Its(officer=officer)), officer)
    for counter in scores.counters():
        (told,) = asked(head, "/api/v1/scores", **{"from": first, "to": last, "counter": counter})["schemes"]
        compare(told["counters"][0], scores.row(Its(counter=counter)), counter)


def test_scores_by_day(head: StaffClient, journal: Journal, now_ms: int, fortnight: Fortnight) -> None:
    first, last = periods(fortnight)[0]
    (told,) = asked(head, "/api/v1/scores", **{"from": first, "to": last})["schemes"]
    for row in told["officers"]:
        for day in row["days"]:
            of_day = Scores(journal, told["scheme_id"], day["day"], day["day"], now_ms).row(Its(officer=row["id"]))
            same(
                (day["windows"], day["rated"], day["score"]),
                (of_day["windows"], of_day["rated"], of_day["score"]),
                (row["id"], day["day"]),
            )


def test_the_report_of_a_period(head: StaffClient, journal: Journal, now_ms: int, fortnight: Fortnight) -> None:
    for first, last in periods(fortnight):
        told = asked(head, "/api/v1/reports/period", **{"from": first, "to": last})
        found = Report(journal, scheme_of(journal), first, last, now_ms).whole()
        told["stages"] = {one.pop("stage"): one for one in told["stages"]}
        told["promises"] = {one.pop("name"): one for one in told["promises"]}
        for what in found:
            if what == "stages":
                for one in told[what].values():
                    del one["name"]
            same(told[what], found[what], (first, last, what))
    assert found["figures"]["waiting"]["n"] > 100


def test_reports_by_day_service_counter_officer_and_hour(
    head: StaffClient, journal: Journal, now_ms: int, fortnight: Fortnight
) -> None:
    for first, last in periods(fortnight)[:2]:
        report = Report(journal, scheme_of(journal), first, last, now_ms)
        times = report.times()
        for by in ("day", "service", "counter", "officer", "hour"):
            rows = asked(head, f"/api/v1/reports/by/{by}", **{"from": first, "to": last})["rows"]
            assert len(rows) > 1
            if by == "hour":
                assert {row["id"] for row in rows} == report.weekdays_and_hours()
                assert sum(row["rated"] for row in rows) == report.scores.row(Its())["rated"] > 100
            for row in rows:
                same(row, expected_row(report, times, by, row["id"]) | {"name": row["name"]}, (first, last, by))


def expected_row(report: Report, times: dict[str, dict[str, tuple[int, int]]], by: str, key: str) -> dict[str, Any]:
    of_turn: dict[str, Callable[[Turn], str | None]] = {
        "day": lambda turn: turn.day,
        "service": lambda turn: turn.service,
        "counter": lambda turn: turn.counter,
        "officer": lambda turn: turn.officer,
        "hour": report.weekday_and_hour,
    }
    row = report.figures([turn for turn in report.turns.values() if of_turn[by](turn) == key], None)
    its = Its(**{by: key}) if by in ("counter", "officer") else None
    asked, rated = 0, 0
    if by == "service":
        asked, rated = report.asked_of_service(key)
    elif by == "hour":
        asked, rated = report.asked_in_hour(key)
    elif by == "day":
        of_day = Scores(report.journal, report.scores.scheme, key, key, report.now).row(Its())
        asked, rated = of_day["windows"], of_day["rated"]
    elif its is not None:
        of_its = report.scores.row(its)
        asked, rated = of_its["windows"], of_its["rated"]
    row |= {"id": key, "asked": asked, "rated": rated, "coverage": rated / asked if asked else None}
    spells = None
    if by == "day":
        spells = list(times[key].values())
    elif by == "counter":
        spells = [of_day[key] for of_day in times.values() if key in of_day]
    row["open_ms"] = None if spells is None else sum(open_ms for open_ms, _ in spells)
    row["idle_ms"] = None if spells is None else sum(idle_ms for _, idle_ms in spells)
    row["rating"] = None if its is None else report.rating(its)
    return row


def test_what_goes_to_the_province(head: StaffClient, journal: Journal, now_ms: int, fortnight: Fortnight) -> None:
    for first, last in periods(fortnight):
        rows = asked(head, "/api/v1/reports/province", **{"from": first, "to": last})
        scores = Scores(journal, scheme_of(journal), first, last, now_ms)
        cells = day_cells(scores)
        assert [(row["day"], row["service"], row["procedure"] or "") for row in rows] == sorted(cells)
        for row in rows:
            found = scores.score(cells[row["day"], row["service"], row["procedure"] or ""])
            assert found is not None
            same(row["levels"], found["distribution"], row)
            for what in ("n", "satisfied", "share", "low", "high"):
                same(row[what], found[what], (row, what))
            named = row["procedure"] and "Thủ tục {} của {}".format(*row["procedure"].split("."))
            assert row["procedure_name"] == (named or "")
    rows = asked(head, "/api/v1/reports/province", **{"from": fortnight.days[0], "to": fortnight.days[-1]})
    assert {row["procedure"] is None for row in rows} == {True, False}, "some are told apart, some stay together"


def test_files_say_what_the_api_says(head: StaffClient, journal: Journal, now_ms: int, fortnight: Fortnight) -> None:
    first, last = periods(fortnight)[0]
    report = Report(journal, scheme_of(journal), first, last, now_ms)
    answer = head.client.get("/reports/export/counter.csv", params={"from": first, "to": last})
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    names = {counter["name"]: counter["id"] for counter in journal.rules["counters"]}
    for row in table:
        its = Its(counter=names[row["Quầy"]])
        turns = [turn for turn in report.turns.values() if turn.counter == its.counter]
        figures, rating = report.figures(turns, its), report.rating(its)
        told = [row[name] for name in ("Lượt", "Đã phục vụ", "Vắng mặt", "Lượt mời đánh giá", "Đã công bố (n)")]
        found = [figures["turns"], figures["served"], figures["no_shows"], figures["asked"], rating["n"]]
        assert told == list(map(str, found))
    workbook = load_workbook(
        io.BytesIO(head.client.get("/reports/export.xlsx", params={"from": first, "to": last}).content)
    )
    cells = [cell for sheet in workbook for row in sheet.iter_rows(values_only=True) for cell in row]
    for its in (*(Its(counter=one) for one in names.values()), *(Its(officer=one) for one in report.scores.officers())):
        share = report.rating(its)["share"]
        assert share is None or any(isinstance(cell, float) and math.isclose(cell, share) for cell in cells), its


def compare(told: dict[str, Any], found: dict[str, Any], where: object) -> None:
    """A row of the API with one of ours, but for what only names things."""
    same(told["adjusted"] is None, found["adjusted"] is None, (where, "adjusted"))
    for name, exact in (found["adjusted"] or {}).items():
        shown = told["adjusted"][name]
        assert round(shown * 100, 6).is_integer(), (where, name, "is said to a hundredth")
        assert abs(shown - exact) <= 0.005 + 1e-9, (where, name, shown, exact)
    for what in ("windows", "rated", "coverage", "published", "set_aside", "standing", "score"):
        same(told[what], found[what], (where, what))
    without = found["without_outside"]
    if without is not None:  # its levels are not published
        without = {what: without[what] for what in ("n", "satisfied", "share", "low", "high")}
    same(told["without_outside"], without, (where, "without_outside"))
    same(told["shortest_from"], found["shortest_from"], (where, "shortest_from"))
    same({one["reason"]: one["count"] for one in told["reasons"]}, found["reasons"], (where, "reasons"))
    endings = {one["ending"]: (one["windows"], one["rated"]) for one in told["endings"]}
    same(endings, found["endings"], (where, "endings"))
    same({one["flag"]: one["presses"] for one in told["flags"]}, found["flags"], (where, "flags"))
    same(told["away"], found["away"], (where, "away"))


def same(told: Any, found: Any, where: object) -> None:
    """Equal, numbers with fractions within a billionth."""
    if isinstance(told, dict) and isinstance(found, dict):
        assert told.keys() == found.keys(), where
        for key in told:
            same(told[key], found[key], (where, key))
    elif isinstance(told, list | tuple) and isinstance(found, list | tuple):
        assert len(told) == len(found), where
        for one, other in zip(told, found, strict=True):
            same(one, other, where)
    elif isinstance(told, float) and isinstance(found, float | int):
        assert math.isclose(told, found, rel_tol=1e-9, abs_tol=1e-9), (where, told, found)
    else:
        assert told == found, (where, told, found)
