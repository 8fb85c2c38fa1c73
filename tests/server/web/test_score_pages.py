"""The pages beside the scores: signs and answers, blocks set aside, citizens' words, who looked, own data."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from staff_pages import Behind, StaffClient

from server.actions.forget_scores import forget_scores
from server.web.ratings.findings_page import fortnight_of

LogIn = Callable[[str], StaffClient]
MONDAY = "2026-11-23"


def page(who: StaffClient, path: str) -> str:
    answer = who.client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def post(who: StaffClient, path: str, **fields: str) -> httpx.Response:
    body = {"csrf_token": who.csrf, "intent": f"intent-{who.csrf[:8]}-{len(fields)}-{hash(str(fields))}", **fields}
    return who.client.post(path, data=body, follow_redirects=True)


def rate(behind: Behind, count: int, *, counter: str = "Q1", service: str = "A", level: int = 5) -> None:
    for _ in range(count):
        behind.number(service)
        behind.press(level, behind.window_of(behind.serve(counter, service_s=30)), counter_id=counter)
        behind.clock.pass_s(12)
    behind.settle()


# --- signs -------------------------------------------------------------------------------------------------------


def suspect(behind: Behind) -> None:
    """CB01 marks every second citizen as absent, CB02 nobody."""
    for counter, officer in (("Q1", "CB01"), ("Q2", "CB02")):
        behind.sign_on(counter, officer)
        for n in range(60):
            behind.number("A")
            if counter == "Q1" and n % 2:
                behind.next("Q1")
                behind.clock.pass_s(20)
                behind.absent("Q1")
            else:
                behind.serve(counter, service_s=120)
            behind.wait(30)
    behind.wait(600)


@pytest.fixture
def suspected(behind: Behind) -> Behind:
    suspect(behind)
    return behind


def test_the_head_reads_the_evidence_and_the_officer_answers(log_in: LogIn, suspected: Behind) -> None:
    head, officer, other = log_in("gd01"), log_in("cb01"), log_in("cb02")
    said = page(head, "/scores/findings")
    assert "Có thể công dân bị cản trở đánh giá" in said and "Cán bộ 01" in said
    assert "30/60 lượt được gọi bị ghi vắng mặt" in said and "chưa giải trình" in said
    assert "· Quầy số 1" in said, "when and where the turns were"
    assert not re.search(r"\bA0\d\d\b", said), "and no number"
    own = page(officer, "/scores/findings")
    assert "30/60 lượt được gọi bị ghi vắng mặt" in own
    assert "Không có dấu hiệu nào" in page(other, "/scores/findings")
    key = re.search(r'name="key" value="([^"]+)"', own)
    assert key is not None
    words = "Hôm đó <b>loa</b> hỏng, công dân không nghe gọi."
    answer = post(officer, "/scores/findings/answers", key=key.group(1), words=words)
    assert answer.status_code == 200 and "Đã gửi giải trình." in answer.text
    told = page(log_in("ks01"), "/scores/findings")
    assert "Hôm đó &lt;b&gt;loa&lt;/b&gt; hỏng" in told and "đã giải trình" in told
    assert "Hôm đó" not in page(other, "/scores/findings")
    assert suspected.verdict().fault is None


def test_only_the_own_signs_are_answered(log_in: LogIn, suspected: Behind) -> None:
    first, last = fortnight_of(datetime(2026, 11, 23, tzinfo=UTC).date())
    key = f"suppression.CB01.{first}.{last}"
    other = post(log_in("cb02"), "/scores/findings/answers", key=key, words="Tôi trả lời thay")
    assert other.status_code == 404 and "không phải của Ông/Bà" in other.text
    empty = post(log_in("cb01"), "/scores/findings/answers", key=key, words="   ")
    assert empty.status_code == 422 and 'role="alert"' in empty.text
    assert post(log_in("ks01"), "/scores/findings/answers", key=key, words="x").status_code == 403
    assert suspected.rows("SELECT * FROM answered_findings") == []


def test_fortnights_are_fixed_weeks_without_gap() -> None:
    first, last = fortnight_of(datetime(2026, 11, 23, tzinfo=UTC).date())
    assert (first.weekday(), last.weekday(), (last - first).days) == (0, 6, 13)
    assert {fortnight_of(day) for day in (first, last)} == {(first, last)}
    assert fortnight_of(last.fromordinal(last.toordinal() + 1))[0].toordinal() == last.toordinal() + 1


# --- blocks ------------------------------------------------------------------------------------------------------


def test_two_people_set_a_block_aside_on_the_page(log_in: LogIn, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    rate(behind, 14)
    head, auditor = log_in("gd01"), log_in("ks01")
    shown = page(head, "/scores/corrections?officer=CB01")
    values = re.findall(r'name="block" value="([^"]+)"', shown)
    assert values == ["set_aside|desk|1|Q1|CB01|five-levels-1"], "whole blocks only"
    assert "Rất hài lòng" not in shown, "and no word of what is in them"
    fields = {"officer": "CB01", "block": values[0], "reason": "test_presses", "words": "Kỹ thuật viên thử nút"}
    asked = post(head, "/scores/corrections/ask", **fields)
    assert "cần một người khác đồng ý" in asked.text and "Rút yêu cầu" in asked.text
    number = behind.one("SELECT correction_id FROM corrections")[0]
    own = post(head, f"/scores/corrections/{number}/agree")
    assert own.status_code == 403 and "Cần một người khác" in own.text
    again = post(auditor, "/scores/corrections/ask", **fields)
    assert again.status_code == 409 and "chờ người thứ hai" in again.text
    assert "Kỹ thuật viên thử nút" in page(auditor, "/scores/corrections")
    assert "Đã thực hiện." in post(auditor, f"/scores/corrections/{number}/agree").text
    assert "1 khối trong kỳ đã được hai người đồng ý loại" in page(head, f"/scores?from={MONDAY}&to={MONDAY}")
    assert "put_back|desk|1|Q1|CB01" in page(auditor, "/scores/corrections?officer=CB01")
    assert behind.verdict().fault is None
    bad = post(head, "/scores/corrections/ask", block="set_aside|desk|x", reason="other", words="Một hai ba")
    assert bad.status_code == 422
    looks = len(behind.rows("SELECT * FROM score_views WHERE what = 'corrections'"))
    for block in ("9" * 30, "²", "0", "-1"):
        value = f"set_aside|desk|{block}|Q1|CB01|five-levels-1"
        words = f"Khối {block} không có"
        bad = post(head, "/scores/corrections/ask", block=value, reason="other", words=words)
        assert bad.status_code in (404, 422), block
    refused = post(head, "/scores/corrections/ask", **fields | {"words": "Thêm một lần", "block": values[0]})
    assert refused.status_code == 409 and "Kỹ thuật viên thử nút" in refused.text
    after = len(behind.rows("SELECT * FROM score_views WHERE what = 'corrections'"))
    assert after > looks, "a refused form shows the same page: it is a look too"
    assert log_in("cb01").client.get("/scores/corrections").status_code == 403


# --- words -------------------------------------------------------------------------------------------------------


def comment(behind: Behind, text: str, *, service: str = "A", tone: str = "low") -> int:
    def add(work: Any) -> int:
        sql = "INSERT INTO comments(day, service, tone, text, state, received_at) VALUES (?, ?, ?, ?, 'new', ?)"
        added: int = work.connection.execute(sql, (MONDAY, service, tone, text, work.now)).lastrowid
        return added

    return behind.act(add)


def test_words_wait_for_the_closing_and_for_ten_people_and_for_the_head(log_in: LogIn, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    number = comment(behind, "Chờ lâu <script>quá</script>")
    comment(behind, "Một mình tôi", service="B")
    rate(behind, 10)
    head, officer = log_in("gd01"), log_in("cb01")
    assert "Chờ lâu" not in page(head, "/scores/comments"), "the day is open"
    assert post(head, f"/scores/comments/{number}/moderate", state="shown").status_code == 404
    behind.close_day()
    shown = page(head, "/scores/comments")
    assert "Chờ lâu &lt;script&gt;" in shown and "10 người đã đánh giá" in shown and "chưa duyệt" in shown
    assert "Một mình tôi" not in shown, "nobody else rated there"
    assert "Chờ lâu" not in page(officer, "/scores/comments")
    assert post(officer, f"/scores/comments/{number}/moderate", state="shown").status_code == 403
    assert post(log_in("ks01"), f"/scores/comments/{number}/moderate", state="shown").status_code == 403
    assert post(head, f"/scores/comments/{number}/moderate", state="new").status_code == 422
    assert "cán bộ được đọc" in post(head, f"/scores/comments/{number}/moderate", state="shown").text
    assert "Chờ lâu" in page(officer, "/scores/comments") and "Giám đốc 01" not in _main(
        page(officer, "/scores/comments")
    )
    assert "đã ẩn" in post(head, f"/scores/comments/{number}/moderate", state="hidden").text
    assert "Chờ lâu" not in page(officer, "/scores/comments") and "Giám đốc 01" in page(
        log_in("ks01"), "/scores/comments"
    )
    assert behind.one("SELECT moderated_by FROM comments WHERE comment_id = ?", number)[0] == "GD01"


def test_older_words_are_on_further_pages_and_officers_read_all_that_are_shown(
    log_in: LogIn, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.web.ratings.comments_page.SHOWN_AT_ONCE", 3)
    behind.sign_on("Q1", "CB01")
    numbers = [comment(behind, f"Lời thứ {n}.") for n in range(7)]
    rate(behind, 10)
    behind.close_day()
    head, officer = log_in("gd01"), log_in("cb01")
    pages = [page(head, f"/scores/comments?page={n}") for n in (1, 2, 3)]
    assert [[n for n in range(7) if f"Lời thứ {n}." in one] for one in pages] == [[0, 1, 2], [3, 4, 5], [6]]
    assert all("7 lời chưa duyệt" in one for one in pages)
    ways = [re.findall(r'href="/scores/comments\?page=(\d)"', one) for one in pages]
    assert ways == [["2"], ["1", "3"], ["2"]]
    moderated = post(head, f"/scores/comments/{numbers[6]}/moderate", state="shown", page="3")
    assert moderated.url.params["page"] == "3" and "6 lời chưa duyệt" in moderated.text
    assert "Lời thứ 6." in page(officer, "/scores/comments"), "those not shown before it take no place of it"
    for nonsense in ("²", "9" * 40, "-1", "x"):
        page(head, f"/scores/comments?page={nonsense}")


def _main(text: str) -> str:
    return text[text.index("<main>") :]


# --- looks -------------------------------------------------------------------------------------------------------


def test_an_officer_reads_who_looked_at_the_own_scores(log_in: LogIn, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    rate(behind, 10)
    head, officer, other = log_in("gd01"), log_in("cb01"), log_in("cb02")
    period = f"from={MONDAY}&to={MONDAY}"
    page(head, f"/scores?{period}&officer=CB01")
    page(head, f"/scores?{period}&officer=CB02")
    page(head, "/scores/findings")
    page(officer, f"/scores?{period}")
    page(other, f"/scores?{period}")
    own = _main(page(officer, "/scores/looks"))
    assert "Điểm của Cán bộ 01" in own and "Dấu hiệu cần xem, mọi cán bộ" in own and "Giám đốc 01" in own
    assert "Cán bộ 02" not in own and "chính mình" not in own
    every = _main(page(log_in("ks01"), "/scores/looks"))
    assert every.count("Điểm của chính mình") == 2 and "Điểm của Cán bộ 02" in every and "23/11/2026" in every
    assert log_in("kt01").client.get("/scores/looks").status_code == 403


def test_an_officer_and_a_counter_are_never_asked_for_at_once(log_in: LogIn, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    rate(behind, 10)
    head = log_in("gd01")
    asked = {"from": MONDAY, "to": MONDAY, "officer": "CB01", "counter": "Q1"}
    assert head.client.get("/api/v1/scores", params=asked).status_code == 404
    of_counter = head.client.get("/api/v1/scores", params=asked | {"officer": ""}).json()["schemes"][0]
    assert (of_counter["officers"], [row["id"] for row in of_counter["counters"]]) == ([], ["Q1"])
    assert (of_counter["services"], of_counter["hours"]) == ([], [])
    of_officer = log_in("cb01").client.get("/api/v1/scores", params=asked | {"officer": "CB02"}).json()
    assert of_officer["is_own"] and of_officer["schemes"][0]["officers"] == [], "the own ones, whatever is asked for"


def test_services_and_hours_are_of_the_whole_centre(log_in: LogIn, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    behind.sign_on("Q2", "CB02")
    rate(behind, 20, counter="Q1")
    head = log_in("gd01")
    asked = {"from": MONDAY, "to": MONDAY}
    alone = head.client.get("/api/v1/scores", params=asked).json()["schemes"][0]
    assert [(row["id"], row["score"]) for row in alone["services"]] == [("A", None)], "it would be CB01's figure"
    rate(behind, 20, counter="Q2", level=1)
    both = head.client.get("/api/v1/scores", params=asked).json()["schemes"][0]
    assert [(row["id"], row["score"]["n"], row["score"]["share"]) for row in both["services"]] == [("A", 30, 2 / 3)], (
        "the last ten stand beside nobody's yet"
    )
    assert sum(row["score"]["n"] for row in both["hours"] if row["score"]) <= 40


def test_a_service_and_an_hour_tell_their_coverage_also_where_no_level_may_be_told(
    log_in: LogIn, behind: Behind
) -> None:
    behind.sign_on("Q1", "CB01")
    rate(behind, 3)
    behind.number("A")
    behind.serve("Q1")
    head = log_in("gd01")
    told = head.client.get("/api/v1/scores", params={"from": MONDAY, "to": MONDAY}).json()["schemes"][0]
    [service], [hour] = told["services"], told["hours"]
    for row in (service, hour):
        assert (row["score"], row["windows"], row["rated"], row["coverage"]) == (None, 4, 3, 0.75)
    page = head.client.get("/scores", params={"from": MONDAY, "to": MONDAY}).text
    assert page.count('<td class="n">4</td><td class="n">3</td><td class="n">75\u00a0%</td><td class="n">–</td>') == 2


def test_coverage_by_ending_and_flags_are_told_apart(log_in: LogIn, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    rate(behind, 3)
    behind.number("A")
    behind.serve("Q1")
    behind.number("A")
    window = behind.window_of(behind.serve("Q1"))
    behind.clock.pass_s(2)
    for _ in range(2):
        behind.press(4, window)
        behind.clock.pass_s(2)
    behind.wait(90)
    behind.press(2, None)
    behind.wait(20)
    asked = {"from": MONDAY, "to": MONDAY}
    row = log_in("gd01").client.get("/api/v1/scores", params=asked).json()["schemes"][0]["officers"][0]
    assert [(one["ending"], one["windows"], one["rated"]) for one in row["endings"]] == [("done", 5, 4)]
    flags = {one["flag"]: (one["presses"], one["is_counted"]) for one in row["flags"]}
    assert flags["repeat"] == (1, True) and "no_window" not in flags
    counter = log_in("gd01").client.get("/api/v1/scores", params=asked).json()["schemes"][0]["counters"][0]
    assert {one["flag"]: one["presses"] for one in counter["flags"]}["no_window"] == 1


def test_what_became_of_a_turn_is_told_as_a_state_in_english_too(log_in: LogIn, behind: Behind) -> None:
    """The words of buttons that do the same ("Move", "Hold") say something else of a row of figures."""
    behind.sign_on("Q1", "CB01")
    behind.number("A")
    behind.next("Q1")
    behind.start("Q1")
    behind.transfer("service", "B")
    head = log_in("gd01")
    head.client.cookies.set("bocso_language", "en")
    assert '<th scope="row">Transferred to another counter</th>' in page(head, f"/scores?from={MONDAY}&to={MONDAY}")


# --- what is held ------------------------------------------------------------------------------------------------


def test_everything_held_about_oneself_and_nothing_of_others(log_in: LogIn, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    behind.sign_on("Q2", "CB02")
    rate(behind, 12)
    rate(behind, 10, counter="Q2", level=1)
    behind.note("A001", "Mang thiếu bản sao", staff_id="CB01")
    head, officer = log_in("gd01"), log_in("cb01")
    page(head, f"/scores?from={MONDAY}&to={MONDAY}")
    open_day = officer.client.get("/scores/own-data.json").json()
    assert open_day["blocks_of_ten"] == [], "closed days only"
    behind.close_day()
    answer = officer.client.get("/scores/own-data.json")
    assert 'filename="CB01-2026-11-23.json"' in answer.headers["content-disposition"]
    held = answer.json()
    assert held["person"][0]["display_name"] == "Cán bộ 01" and len(held["turns"]) == 12
    assert [one["levels"] for one in held["blocks_of_ten"]] == [{"5": 10}]
    assert held["scores"]["schemes"][0]["officers"][0]["score"]["n"] == 10
    assert [one["note"] for one in held["notes_written"]] == ["Mang thiếu bản sao"]
    assert [one["who"] for one in held["looks_of_others"]] == ["GD01"]
    assert held["desk_sessions"] and held["calls"] and held["logins"]
    text = json.dumps(held)
    assert "CB02" not in text and "password" not in text and "A001" not in text
    looks = [tuple(row) for row in behind.rows("SELECT staff_id, what FROM score_views WHERE what = 'own_data'")]
    assert looks == [("CB01", "own_data")] * 2


def test_old_looks_and_ratings_are_forgotten_and_the_journal_holds(log_in: LogIn, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    rate(behind, 25)
    page(log_in("gd01"), f"/scores?from={MONDAY}&to={MONDAY}")
    behind.number("A")
    behind.serve("Q1")
    behind.close_day()
    assert behind.act(forget_scores, keep_ratings_days=366, keep_looks_days=30) == 0
    asked = {"from": MONDAY, "to": MONDAY}
    before = log_in("gd01").client.get("/api/v1/scores", params=asked).json()
    assert before["kept_since"] is None and before["schemes"][0]["total"]["coverage"] == 25 / 26
    assert len(behind.rows("SELECT * FROM score_views")) == 2
    behind.clock.pass_s(430 * 24 * 3600)
    assert behind.act(forget_scores, keep_ratings_days=366, keep_looks_days=30) == 20
    assert behind.rows("SELECT * FROM score_views") == []
    assert [row[0] for row in behind.rows("SELECT block FROM settled_ratings")] == [3] * 5
    after = log_in("gd01").client.get("/api/v1/scores", params=asked).json()
    assert after["kept_since"] == "2027-01-01" and after["schemes"][0]["total"] is None, "not five of 26"
    assert "trước ngày 01/01/2027 đã hết thời hạn lưu giữ" in page(log_in("gd01"), f"/scores?from={MONDAY}&to={MONDAY}")
    assert len(behind.rows("SELECT * FROM presses")) == 25, "as sealed in the journal"
    assert behind.verdict().fault is None
