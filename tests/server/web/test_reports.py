"""Reports from outside: a morning lived by hand, its figures on pages and in files, who may see them, what is noted."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook
from staff_pages import Behind, StaffClient, one_hash
from test_scores import Ratings
from test_what_if_pages import live_through_a_morning

from server.actions.set_up import add_staff
from server.db.queries.arrivals_of_day import arrivals_of_day
from server.domain.day_figures import day_figures
from server.domain.scores import wilson_interval
from server.domain.what_if import as_it_was

LogIn = Callable[[str], StaffClient]
MONDAY, TUESDAY = "2026-11-23", "2026-11-24"
PERIOD = {"from": MONDAY, "to": MONDAY}
MINUTE = 60_000
PAGES = (
    *("/reports", "/reports/today", "/reports/turns", "/reports/print", "/reports/daily.txt"),
    *(f"/reports/by/{by}" for by in ("day", "service", "counter", "officer", "hour")),
    *(f"/reports/chart/{name}.svg" for name in ("waits", "people", "services")),
    *(f"/reports/export/{name}.csv" for name in ("summary", "province", "turns", "day", "service", "officer", "hour")),
    *("/reports/export.xlsx", "/reports/export/counter.csv"),
    *("/api/v1/reports/today", "/api/v1/reports/period", "/api/v1/reports/province", "/api/v1/reports/by/service"),
)


def told(who: StaffClient, path: str, **asked: str) -> Any:
    answer = who.client.get(f"/api/v1/reports/{path}", params={**PERIOD, **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()


def row(who: StaffClient, by: str, row_id: str, **asked: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in told(who, f"by/{by}", **asked)["rows"] if one["id"] == row_id)
    return found


def read_csv(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf"), "a spreadsheet sees by it that the letters are UTF-8"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def head(log_in: LogIn) -> StaffClient:
    return log_in("gd01")


def test_the_figures_of_a_morning(head: StaffClient, behind: Behind) -> None:
    live_through_a_morning(behind)  # six of A come every two minutes, ten minutes each, at one counter
    report = told(head, "period")
    figures = report["figures"]

    # Called at 12, 22, ... 62 minutes; came at 0, 2, ... 10.
    assert figures["waiting"] == {"n": 6, "p50_ms": 28 * MINUTE, "p90_ms": 52 * MINUTE, "longest_ms": 52 * MINUTE}
    assert (figures["turns"], figures["served"], figures["no_shows"], figures["no_show_rate"]) == (6, 6, 0, 0)
    assert (figures["within"], figures["service_level"]) == (2, pytest.approx(2 / 6))
    assert figures["service"] == {"n": 6, "p50_ms": 10 * MINUTE, "p90_ms": 10 * MINUTE, "longest_ms": 10 * MINUTE}
    assert (figures["asked"], figures["rated"], figures["coverage"]) == (6, 0, 0)
    assert (report["numbers"], report["days"], report["in_centre"]["n"]) == (6, 1, 6)
    assert report["in_centre"]["longest_ms"] == 62 * MINUTE
    # Twelve minutes in which nobody was called though people waited.
    assert (report["idle_ms"], report["open_ms"]) == (12 * MINUTE, 72 * MINUTE)
    assert report["rating"]["share"] is None and report["trips"] == {"cases": 6, "mean": None}
    for by, row_id in (("service", "A"), ("counter", "Q1"), ("officer", "CB01"), ("day", MONDAY)):
        assert row(head, by, row_id)["waiting"] == figures["waiting"], by
    hours = told(head, "by/hour")["rows"]
    assert [(one["id"], one["turns"]) for one in hours] == [("0 8", 6)]


def test_idle_time_is_that_of_the_replayed_day(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    behind.sign_on("Q2", "CB02")
    clock = behind.clock
    for service in "AABAC":
        behind.number(service)
        clock.pass_s(50)
    behind.next("Q1")
    behind.start("Q1")
    clock.pass_s(200)
    behind.hold("Q1")
    clock.pass_s(70)
    number = behind.next_number("Q1")
    clock.pass_s(30)
    behind.recall("Q1")
    behind.start("Q1")
    clock.pass_s(100)
    behind.finish("Q1")
    behind.resume("A001", "Q1")
    clock.pass_s(60)
    behind.finish("Q1")
    behind.next("Q2")
    clock.pass_s(20)
    behind.absent("Q2")
    clock.pass_s(90)
    behind.pause("Q2")
    clock.pass_s(300)
    behind.go_on("Q2")
    behind.quick_serve("A", "Q1")
    clock.pass_s(40)
    behind.close_day()
    assert number is not None
    arrivals = arrivals_of_day(behind.read(), MONDAY)
    assert arrivals is not None
    past = arrivals.past
    again = day_figures(past, past.desks, as_it_was(past))
    report = told(head, "period")

    assert report["idle_ms"] == again.idle_ms > 0
    assert report["figures"]["waiting"]["p50_ms"] == again.all.p50_ms
    assert report["figures"]["service_level"] == again.all.within


def test_inferred_stamps_and_changes_of_the_clock_are_left_out(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    for _ in range(3):
        behind.number("A")
    behind.next("Q1")
    behind.clock.pass_s(60)
    behind.next("Q1")  # nobody pressed Came: start and finish are inferred
    behind.start("Q1")
    behind.clock.pass_s(120)
    behind.finish("Q1")
    figures = told(head, "period")["figures"]
    assert (figures["served"], figures["service"]["n"], figures["walk"]["n"]) == (2, 1, 1)
    assert (figures["waiting"]["n"], told(head, "period")["in_centre"]["n"]) == (2, 1)
    behind.clock.set_wall(behind.clock.now() + timedelta(hours=1))
    behind.clock.pass_s(1)
    behind.next("Q1")
    behind.start("Q1")
    behind.clock.pass_s(60)
    behind.finish("Q1")
    assert "clock_jumped" in behind.kinds()
    figures = told(head, "period")["figures"]
    assert (figures["served"], figures["waiting"]["n"], figures["service"]["n"]) == (3, 2, 2), "its wait is unsure"


def test_ratings_come_in_whole_blocks_of_ten_and_nothing_shows_one(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    ratings = Ratings(behind)
    seen: dict[tuple[int, int | None], None] = {}
    levels = (5, 5, 5, 4, 4, 3, 2, 1, 5, 1, *([5] * 11))
    for level in levels:
        ratings.rate(level)
        rating = row(head, "officer", "CB01")["rating"]
        assert rating == row(head, "counter", "Q1")["rating"] == told(head, "period")["rating"]
        seen[rating["n"], rating["satisfied"]] = None
    assert list(seen) == [(0, 0), (10, 6), (20, 16)]
    low, high = wilson_interval(16, 20)
    rating = row(head, "officer", "CB01")["rating"]
    assert (rating["share"], rating["low"], rating["high"]) == (0.8, pytest.approx(low), pytest.approx(high))
    assert all(one["rating"] is None for by in ("service", "day", "hour") for one in told(head, f"by/{by}")["rows"])
    assert row(head, "service", "A")["rated"] == row(head, "officer", "CB01")["rated"] == 21, "n and coverage are live"
    assert told(head, "province") == [], "one officer stands behind all of it"
    turns = head.client.get("/reports/turns", params=PERIOD).text
    listed = read_csv(head.client.get("/reports/export/turns.csv", params=PERIOD))
    assert len(listed) == 1 + 21 and listed[1][1] == "A021"
    assert not {"level", "rated", "rating", "satisfied", "dossier"} & set(listed[0])
    assert "Rất hài lòng" not in turns and "chưa đủ 10" not in turns


def test_the_province_gets_services_behind_which_several_stand(head: StaffClient, behind: Behind) -> None:
    ratings = Ratings(behind)
    behind.sign_on("Q1", "CB01")
    behind.sign_on("Q2", "CB02")
    for _ in range(10):
        ratings.rate(5, 4)
        ratings.rate(3, counter="Q2")
    ratings.rate(1, 1, 1)
    [published] = told(head, "province")

    assert (published["day"], published["service"], published["n"]) == (MONDAY, "A", 30)
    assert published["levels"] == {"1": 0, "2": 0, "3": 10, "4": 10, "5": 10}
    assert published["share"] == pytest.approx(20 / 30)
    listed = read_csv(head.client.get("/reports/export/province.csv", params=PERIOD))
    assert [line[:4] for line in listed[1:]] == [[MONDAY, "A", "Chứng thực", "30"]]


def test_who_may_see_reports(log_in: LogIn, anybody: httpx.Client, behind: Behind) -> None:
    live_through_a_morning(behind)
    for login, status in (("cb01", 403), ("kt01", 403), ("hd01", 403), ("ks01", 200), ("gd01", 200)):
        who = log_in(login)
        for path in PAGES:
            assert who.client.get(path, params=PERIOD).status_code == status, (login, path)
    for path in PAGES:
        assert anybody.get(path, params=PERIOD).status_code in (303, 401), path


def test_each_look_at_named_figures_is_on_record(head: StaffClient, behind: Behind) -> None:
    live_through_a_morning(behind)
    for path in PAGES:
        head.client.get(path, params=PERIOD)
    told(head, "by/officer")

    looks = [one["what"] for one in behind.rows("SELECT what FROM score_views WHERE staff_id = 'GD01'")]
    week = f"{MONDAY}..{MONDAY}"
    assert set(looks) == {
        *(f"report {week}", f"turns {week}"),
        *(f"export {name} {week}" for name in ("xlsx", "turns", "counter", "officer")),
        *(f"export {name} {week}" for name in ("summary", "province", "day", "service", "hour")),
    }
    assert looks.count(f"report {week}") == 4, "by counter, by officer, on paper, and by officer for a program"


def test_the_workbook_holds_what_the_pages_say(head: StaffClient, behind: Behind) -> None:
    live_through_a_morning(behind)
    answer = head.client.get("/reports/export.xlsx", params=PERIOD)
    assert answer.headers["content-disposition"] == f'attachment; filename="bao-cao-{MONDAY}-{MONDAY}.xlsx"'
    book = load_workbook(io.BytesIO(answer.content))

    assert book.sheetnames[:1] == ["Tổng hợp"] and "Theo cán bộ" in book.sheetnames
    sheet = book["Theo lĩnh vực"]
    headings = [cell.value for cell in sheet[4]]
    values = dict(zip(headings, [cell.value for cell in sheet[5]], strict=True))
    assert values["Lĩnh vực"] == "A · Chứng thực"
    assert (values["Đã phục vụ"], values["Chờ trung vị (phút)"], values["Trong cam kết"]) == (
        6,
        28,
        pytest.approx(1 / 3),
    )
    assert sheet["A2"].value == "Theo lĩnh vực · Ngày 23/11/2026"
    listed = read_csv(head.client.get("/reports/export/service.csv", params=PERIOD))
    assert listed[0] == headings
    assert [float(one) for one in listed[1][1:8]] == pytest.approx([cell.value for cell in sheet[5]][1:8], abs=1e-6)


@pytest.mark.parametrize("name", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0"])
def test_no_name_becomes_a_formula(head: StaffClient, behind: Behind, name: str) -> None:
    behind.act(add_staff, staff_id="CB09", role="officer", login="cb09", display_name=name, password_hash=one_hash())
    behind.sign_on("Q1", "CB09")
    behind.number("A")
    behind.next("Q1", "CB09")
    listed = read_csv(head.client.get("/reports/export/officer.csv", params=PERIOD))
    assert listed[1][0] == f"'{name}"
    book = load_workbook(io.BytesIO(head.client.get("/reports/export.xlsx", params=PERIOD).content))
    cell = book["Theo cán bộ"]["A5"]
    assert (cell.data_type, cell.value) == ("s", name), "a text, whatever it begins with"


def test_the_page_says_what_each_figure_is_made_of(head: StaffClient, behind: Behind) -> None:
    live_through_a_morning(behind)
    page = head.client.get("/reports", params=PERIOD).text

    assert "một nửa số người chờ không quá 28 phút" in page and "2 trong 6 lượt được gọi" in page
    assert page.count("<details><summary>Cách tính") >= 20
    assert 'class="heat-4"' in page and "n = 6" in page
    assert "CB01" not in page and "Cán bộ 01" not in page, "the dashboard names nobody"
    assert "chưa đủ 10 đánh giá" in page
    text = head.client.get("/reports/daily.txt", params={"day": MONDAY}).text
    assert "Thứ Hai, 23/11/2026" in text and "- Chờ trung vị: 28 phút (n = 6)" in text
    head.client.cookies.set("bocso_language", "en")
    assert "Half of the turns that were called" in head.client.get("/reports", params=PERIOD).text


def test_what_waits_now_is_today(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    behind.number("A")
    behind.clock.pass_s(300)
    behind.number("B")
    behind.clock.pass_s(60)
    today = told(head, "today")

    assert (today["day"], today["is_open"], today["waiting"]) == (MONDAY, True, 2)
    assert today["longest_wait_ms"] == 6 * MINUTE
    behind.next("Q1")
    assert told(head, "today")["waiting"] == 1
    assert told(head, "today")["report"]["figures"]["waiting"]["n"] == 1


def test_turns_are_found_and_paged(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    behind.number("B")
    for _ in range(101):
        behind.number("A")
    behind.serve("Q1")
    page = head.client.get("/reports/turns", params=PERIOD).text
    assert "A101" in page and ">B001<" not in page and "Cũ hơn" in page
    assert ">B001<" in head.client.get("/reports/turns", params={**PERIOD, "after": "100"}).text
    served = head.client.get("/reports/turns", params={**PERIOD, "state": "finished"}).text
    assert served.count('<th scope="row">') == 1
    assert head.client.get("/reports/turns", params={**PERIOD, "service": "C"}).text.count('<th scope="row">') == 0


def test_the_printed_page_has_the_official_header(head: StaffClient, behind: Behind) -> None:
    live_through_a_morning(behind)
    page = head.client.get("/reports/print", params=PERIOD).text

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page and "Độc lập - Tự do - Hạnh phúc" in page
    assert "Cán bộ 01" in page and "ngày 23 tháng 11 năm 2026" in page


@pytest.mark.parametrize("path", ["/reports/by/level", "/reports/chart/x.svg", "/reports/export/presses.csv"])
def test_what_there_is_not(head: StaffClient, path: str) -> None:
    assert head.client.get(path, params=PERIOD).status_code == 404


def test_a_period_that_is_none(head: StaffClient) -> None:
    backwards = {"from": TUESDAY, "to": MONDAY}
    assert head.client.get("/api/v1/reports/period", params=backwards).json()["code"] == "bad_period"
    assert "phải trước hoặc bằng" in head.client.get("/reports", params=backwards).text
    long = {"from": "2026-01-01", "to": "2026-11-23"}
    assert head.client.get("/reports/export/turns.csv", params=long).json()["code"] == "bad_period"
