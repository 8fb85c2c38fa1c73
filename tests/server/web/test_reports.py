"""Reports from outside: a morning lived by hand, its figures on pages and in files, who may see them, what is noted."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from centre_under_test import small_centre
from journal_figures import Journal
from journal_reports import Report
from openpyxl import load_workbook
from staff_pages import Behind, RunningServer, StaffClient, one_hash
from test_scores import Ratings
from test_what_if_pages import live_through_a_morning

from bocso.journal import write_journal
from messaging.requests import PrintOutcome
from procedures.model import Procedure, ProcedureList
from server.actions.import_procedures import import_procedures
from server.actions.set_up import add_staff
from server.db.queries.arrivals_of_day import arrivals_of_day
from server.db.queries.report_turns import TurnsWanted
from server.db.queries.settled_ratings import forget_old_blocks
from server.domain.day_figures import day_figures
from server.domain.scores import wilson_interval
from server.domain.what_if import as_it_was
from server.web.reports import downloads
from server.web.reports.figures import Days
from server.web.reports.files import harmless

LogIn = Callable[[str], StaffClient]
MONDAY, TUESDAY = "2026-11-23", "2026-11-24"
PERIOD = {"from": MONDAY, "to": MONDAY}
MINUTE = 60_000
COPIES = Procedure(
    name="Bản sao",
    code="2.000815",
    service="A",
    source="thử",
    as_of=date(2026, 11, 1),
    effective_from=date(2026, 11, 1),
)
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
    assert [(one["id"], one["turns"], one["asked"]) for one in hours] == [("0 8", 6, 4), ("0 9", 0, 2)], (
        "asked at the end"
    )


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
    assert [line[:6] for line in listed[1:]] == [[MONDAY, "A", "Chứng thực", "", "", "30"]]


def test_the_province_gets_procedures_that_were_looked_up(head: StaffClient, behind: Behind) -> None:
    behind.act(import_procedures, procedures=ProcedureList((COPIES, replace(COPIES, name="Bản sao khác"))), sha256="0")
    ratings = Ratings(behind)
    behind.sign_on("Q1", "CB01")
    behind.sign_on("Q2", "CB02")
    for level, procedure in ((5, COPIES.code), (3, None)):
        for counter in ("Q1", "Q2"):
            ratings.rate(*[level] * 10, counter=counter, procedure=procedure)
    [published, other] = sorted(told(head, "province"), key=lambda one: str(one["procedure"]))

    assert (published["procedure"], published["procedure_name"], published["n"]) == (COPIES.code, COPIES.name, 20)
    assert published["levels"] == {"1": 0, "2": 0, "3": 0, "4": 0, "5": 20}
    assert (other["service"], other["procedure"], other["n"], other["levels"]["3"]) == ("A", None, 20, 20)
    listed = read_csv(head.client.get("/reports/export/province.csv", params=PERIOD))
    assert listed[0][1:6] == ["Mã lĩnh vực", "Lĩnh vực", "Mã thủ tục", "Thủ tục", "Đã công bố (n)"]
    assert [MONDAY, "A", "Chứng thực", COPIES.code, COPIES.name, "20"] in [line[:6] for line in listed]
    behind.act(import_procedures, procedures=ProcedureList((replace(COPIES, code="9"),)), sha256="1")
    names = {one["procedure"]: one["procedure_name"] for one in told(head, "province")}
    assert names == {COPIES.code: "", None: ""}, "the ratings stay those of the code when the list has it no longer"


def test_a_rare_procedure_is_put_together_with_its_service(head: StaffClient, behind: Behind) -> None:
    behind.act(import_procedures, procedures=ProcedureList((COPIES,)), sha256="0")
    ratings = Ratings(behind)
    behind.sign_on("Q1", "CB01")
    behind.sign_on("Q2", "CB02")
    ratings.rate(*[5] * 9, procedure=COPIES.code)
    ratings.rate(3)
    ratings.rate(*[4] * 10, counter="Q2")
    [published] = told(head, "province")
    assert (published["procedure"], published["n"]) == (None, 20)


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


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a;=1+1", "a;'=1+1"),
        ('a"=1', "a\"'=1"),
        ("a\n=1", "a\n'=1"),
        ("a;\u00a0@x", "a;'\u00a0@x"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\uff1d1", "'\uff1d1"),
        ("\uff0d1", "'\uff0d1"),
        ("\u3000\uff201", "'\u3000\uff201"),
        ("Nguyễn-Văn = A", "Nguyễn-Văn = A"),
        ("01/11/2026–30/11/2026", "01/11/2026–30/11/2026"),
        (-3, -3),
    ],
)
def test_nothing_that_a_spreadsheet_may_take_for_the_beginning_of_a_cell_begins_a_formula(
    text: str | int, kept: str | int
) -> None:
    assert harmless(text) == kept


@pytest.mark.parametrize("name", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "\uff1d1"])
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
    assert 'class="parent"' not in page, "none is named in the set-up"
    behind.set_up(small_centre(lambda values: values["centre"].update(parent="Ủy ban nhân dân xã Mẫu")))
    page = head.client.get("/reports/print", params=PERIOD, headers={"Accept-Language": "en"}).text
    name = behind.one("SELECT json_extract(centre, '$.centre.name') FROM set_up")[0]
    assert f'<p class="parent">Ủy ban nhân dân xã Mẫu</p><p class="organ">{name}</p>' in page


@pytest.mark.parametrize("path", ["/reports/by/level", "/reports/chart/x.svg", "/reports/export/presses.csv"])
def test_what_there_is_not(head: StaffClient, path: str) -> None:
    assert head.client.get(path, params=PERIOD).status_code == 404


def test_a_period_that_is_none(head: StaffClient) -> None:
    backwards = {"from": TUESDAY, "to": MONDAY}
    assert head.client.get("/api/v1/reports/period", params=backwards).json()["code"] == "bad_period"
    assert "phải trước hoặc bằng" in head.client.get("/reports", params=backwards).text
    long = {"from": "2026-01-01", "to": "2026-11-23"}
    assert head.client.get("/reports/export/turns.csv", params=long).json()["code"] == "bad_period"
    page = head.client.get("/reports/turns", params=long).text
    assert "turns.csv" not in page, "no button that leads to a refusal"


def test_who_is_called_back_from_a_hold_has_walked_before(
    head: StaffClient, behind: Behind, capsys: pytest.CaptureFixture[str]
) -> None:
    behind.sign_on("Q1", "CB01")
    behind.number("A")
    behind.number("A")
    behind.next("Q1")
    behind.clock.pass_s(20)
    behind.start("Q1")
    behind.clock.pass_s(60)
    behind.hold("Q1")
    behind.next("Q1")
    behind.clock.pass_s(30)
    behind.start("Q1")
    behind.clock.pass_s(240)
    behind.finish("Q1")
    behind.resume("A001", "Q1")
    behind.clock.pass_s(10)
    behind.start("Q1")
    behind.clock.pass_s(80)
    behind.finish("Q1")
    figures = told(head, "period")["figures"]

    assert figures["walk"] == {"n": 1, "p50_ms": 30_000, "p90_ms": 30_000, "longest_ms": 30_000}
    assert (figures["service"]["n"], figures["service"]["p50_ms"]) == (2, 140_000), "the hold is taken out"
    capsys.readouterr()
    write_journal(behind.database, 0)
    journal = Journal(capsys.readouterr().out.splitlines())
    now = round(behind.clock.now().timestamp() * 1000)
    again = Report(journal, "five-levels-1", MONDAY, MONDAY, now).whole()["figures"]
    assert {name: figures[name] for name in again} == again


def test_a_slip_that_never_came_is_no_number_and_nobody(head: StaffClient, behind: Behind) -> None:
    lost = behind.issue("A")
    behind.report_print(lost.ticket.ticket_id, PrintOutcome.NOT_PRINTED)
    assert behind.one("SELECT state FROM turns")[0] == "voided"
    report = told(head, "period")
    assert (report["numbers"], report["days"], report["figures"]["turns"]) == (0, 0, 0)
    behind.number("A")
    report = told(head, "period")
    assert (report["numbers"], report["days"], report["figures"]["turns"]) == (1, 1, 1)


def test_a_service_that_is_gone_has_no_target_to_miss(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    behind.sign_on("Q3", "CB03")
    for service, counter in (("A", "Q1"), ("C", "Q3"), ("A", "Q1")):
        behind.number(service)
        behind.serve(counter)
    assert told(head, "period")["figures"]["service_level"] == 1
    behind.set_up(small_centre(_without_c))
    figures = told(head, "period")["figures"]
    assert (figures["waiting"]["n"], figures["within"], figures["within_of"], figures["service_level"]) == (3, 2, 2, 1)
    of_c = row(head, "service", "C")
    assert (of_c["waiting"]["n"], of_c["within_of"], of_c["service_level"]) == (1, 0, None)
    assert "2 trong 2 lượt được gọi" in head.client.get("/reports", params=PERIOD).text


def _without_c(values: dict[str, Any]) -> None:
    values["services"] = [service for service in values["services"] if service["code"] != "C"]
    for counter in values["counters"]:
        for which in ("services", "second_services"):
            counter[which] = [code for code in counter.get(which, []) if code != "C"]


def test_coverage_by_hour_is_that_of_the_turns_that_ended_in_it(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    Ratings(behind).rate(5, None, 3, None)
    behind.clock.pass_s(3600)
    Ratings(behind).rate(1)
    hours = [(one["id"], one["asked"], one["rated"], one["coverage"]) for one in told(head, "by/hour")["rows"]]
    assert hours == [("0 8", 4, 2, 0.5), ("0 9", 1, 1, 1)]
    listed = read_csv(head.client.get("/reports/export/hour.csv", params=PERIOD))
    assert [dict(zip(listed[0], line, strict=True))["Tỷ lệ đánh giá"] for line in listed[1:]] == ["0.5", "1.0"]
    page = head.client.get("/reports", params={**PERIOD, "heat": "coverage"}).text
    assert "<b>50</b><small>n = 4</small>" in page and "n: lượt mời đánh giá" in page


def test_ratings_under_another_scheme_are_told_of_and_go_to_the_province(head: StaffClient, behind: Behind) -> None:
    def another(values: dict[str, Any]) -> None:
        values["rating"]["policy_id"] = "other-words"
        values["rating"]["levels"][0]["name"] = "Tuyệt vời"

    ratings = Ratings(behind)
    behind.sign_on("Q1", "CB01")
    behind.sign_on("Q2", "CB02")
    for _ in range(10):
        ratings.rate(5)
        ratings.rate(4, counter="Q2")
    assert told(head, "period")["rated_otherwise_until"] is None
    before = told(head, "province")
    assert "thang đánh giá khác" not in head.client.get("/reports/print", params=PERIOD).text
    behind.set_up(small_centre(another))

    report = told(head, "period")
    assert (report["rating"]["n"], report["rated_otherwise_until"]) == (0, MONDAY)
    for path in ("/reports", "/reports/print", "/reports/by/officer", "/reports/by/counter"):
        assert "Đến ngày 23/11/2026 dùng thang đánh giá khác" in head.client.get(path, params=PERIOD).text, path
    assert "thang khác đến 23/11/2026" in head.client.get("/reports", params=PERIOD).text
    assert told(head, "province") == before and before[0]["scheme_id"] == "five-levels-1"
    listed = read_csv(head.client.get("/reports/export/province.csv", params=PERIOD))
    assert (listed[0][-1], listed[1][-1]) == ("Mã thang đánh giá", "five-levels-1")
    sheet = load_workbook(io.BytesIO(head.client.get("/reports/export.xlsx", params=PERIOD).content))["Theo cán bộ"]
    assert "dùng thang đánh giá khác" in str(sheet["A3"].value)


def test_a_list_of_turns_repeats_none_while_numbers_are_given(
    behind: Behind, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "LIST_AT_ONCE", 3)
    for _ in range(7):
        behind.number("A")
    house = server.house
    rows = downloads.turn_rows(house, Days(date(2026, 11, 23), date(2026, 11, 23)), TurnsWanted())
    found = [next(rows)[1] for _ in range(3)]
    behind.number("A")
    found += [line[1] for line in rows]
    assert found == ["A007", "A006", "A005", "A004", "A003", "A002", "A001"]


@pytest.mark.parametrize("after", ["²", "٣", "-1", "1e3", "9" * 30])
def test_a_place_that_is_no_number_is_the_first_or_beyond_the_last(head: StaffClient, after: str) -> None:
    assert head.client.get("/reports/turns", params={**PERIOD, "after": after}).status_code == 200


def test_a_long_course_says_that_its_steps_are_months(head: StaffClient, behind: Behind) -> None:
    live_through_a_morning(behind)
    chart = head.client.get("/reports/chart/waits.svg", params={"from": "2025-01-01", "to": MONDAY}).text
    assert "Tháng" in chart and "11/2026" in chart and "Tuần bắt đầu" not in chart
    chart = head.client.get("/reports/chart/waits.svg", params={"from": "2026-06-01", "to": MONDAY}).text
    assert "Tuần bắt đầu ngày" in chart and "23/11" in chart
    chart = head.client.get("/reports/chart/waits.svg", params=PERIOD).text
    assert "Tuần bắt đầu" not in chart and "Tháng" not in chart


def test_a_day_on_which_desks_were_open_for_nobody_is_a_row(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    behind.clock.pass_s(600)
    [of_day] = told(head, "by/day")["rows"]
    assert (of_day["id"], of_day["turns"], of_day["open_ms"]) == (MONDAY, 0, 10 * MINUTE)
    assert told(head, "period")["open_ms"] == 10 * MINUTE


def test_the_centre_is_one_officer_where_only_one_was_rated(head: StaffClient, behind: Behind) -> None:
    def looks() -> list[str]:
        return [one["what"] for one in behind.rows("SELECT what FROM score_views WHERE staff_id = 'GD01'")]

    paths = ("/reports", "/reports/today", "/api/v1/reports/today", "/api/v1/reports/period", "/reports/daily.txt")
    behind.sign_on("Q1", "CB01")
    ratings = Ratings(behind)
    ratings.rate(*[5] * 9)
    for path in paths:
        head.client.get(path, params=PERIOD)
    assert looks() == [], "nothing is published"
    ratings.rate(5)
    for count, path in enumerate(paths, 1):
        behind.clock.pass_s(3700)
        assert head.client.get(path, params=PERIOD).status_code == 200
        assert looks() == [f"report {MONDAY}..{MONDAY}"] * count, path
    head.client.get("/reports/today", params=PERIOD)
    assert len(looks()) == len(paths), "a wall asks every half minute, and is put down once an hour"
    behind.sign_on("Q2", "CB02")
    ratings.rate(*[4] * 10, counter="Q2")
    behind.clock.pass_s(3700)
    head.client.get("/reports", params=PERIOD)
    assert len(looks()) == len(paths), "nobody's alone"


def test_every_row_and_hour_leads_to_its_turns(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    behind.number("A")
    behind.clock.pass_s(3600)
    behind.number("A")
    behind.serve("Q1")
    query = f"/reports/turns?from={MONDAY}&amp;to={MONDAY}&amp;weekday=0&amp;hour=8"
    for path in ("/reports", "/reports/by/hour"):
        assert f'<a href="{query}">' in head.client.get(path, params=PERIOD).text, path

    def found(**asked: str) -> list[str]:
        listed = read_csv(head.client.get("/reports/export/turns.csv", params={**PERIOD, **asked}))
        page = head.client.get("/reports/turns", params={**PERIOD, **asked}).text
        numbers = [line[1] for line in listed[1:]]
        assert all((f'<th scope="row">{one}</th>' in page) is (one in numbers) for one in ("A001", "A002"))
        return numbers

    assert found(weekday="0", hour="8") == ["A001"]
    assert (found(hour="9"), found(weekday="0"), found(weekday="1")) == (["A002"], ["A002", "A001"], [])
    assert found(weekday="7", hour="x") == ["A002", "A001"], "that is no hour"


def test_who_was_held_and_never_called_back_was_at_the_desk_until_then(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    behind.number("A")
    behind.next("Q1")
    behind.start("Q1")
    behind.number("A")
    behind.clock.pass_s(300)
    behind.hold("Q1")
    behind.clock.pass_s(120)
    behind.close_day()
    report = told(head, "period")
    assert (report["open_ms"], report["idle_ms"]) == (7 * MINUTE, 2 * MINUTE), "free only after the hold began"


def test_coverage_is_told_from_the_day_on_from_which_ratings_are_kept(head: StaffClient, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    Ratings(behind).rate(*[5] * 20)
    assert (told(head, "period")["figures"]["coverage"], told(head, "period")["kept_since"]) == (1, None)
    behind.act(lambda work: forget_old_blocks(work.connection, before="2026-12-01"))
    later = {"from": MONDAY, "to": "2026-12-31"}
    report = told(head, "period", **later)
    assert (report["figures"]["asked"], report["figures"]["rated"], report["figures"]["coverage"]) == (0, 0, None)
    assert (report["kept_since"], report["rating"]["n"], report["figures"]["served"]) == ("2026-12-01", 0, 20)
    for by in ("day", "service", "counter", "officer", "hour"):
        rows = told(head, f"by/{by}", **later)["rows"]
        assert rows and all((one["asked"], one["coverage"]) == (0, None) for one in rows), by
        assert (
            "Đánh giá trước ngày 01/12/2026 đã hết hạn lưu" in head.client.get(f"/reports/by/{by}", params=later).text
        )
    for path in ("/reports", "/reports/print"):
        assert "Đánh giá trước ngày 01/12/2026 đã hết hạn lưu" in head.client.get(path, params=later).text, path
