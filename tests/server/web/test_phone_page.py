"""The page behind the slip's QR, served by the phones' own program: the truth about one number, and nothing more."""

import asyncio
import contextlib
import logging
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from centre_under_test import CentreUnderTest, small_centre
from held_clock import HeldClock
from phones import Phones, phones_beside
from staff_pages import Behind, RunningServer, wait_until

from look.language import catalogue, translator
from messaging.clock import SteppedClock
from messaging.requests import PrintOutcome
from server.actions.close_into_places import close_into_places
from server.actions.issue_ticket import Issued
from server.db.connections import open_for_reading
from server.public_pages import number_view
from server.public_pages.hall import Hall
from server.public_pages.rendering import HERE
from server.public_pages.ticket_page import MOST_FIELDS
from server.web.console import call_reasons

ENGLISH = "?lang=en"


@pytest.fixture
def phones(server: RunningServer) -> Iterator[Phones]:
    with phones_beside(server) as phones:
        yield phones


def printed(behind: Behind, group: str | None = None, **more: str) -> Issued:
    issued = behind.issue("A", group, **more)
    behind.report_print(issued.ticket.ticket_id, PrintOutcome.PRINTED)
    return issued


def test_the_page_follows_the_number_from_waiting_to_the_end(phones: Phones, behind: Behind, clock: HeldClock) -> None:
    behind.sign_on("Q1", "CB01")
    first, second, third = (printed(behind) for _ in range(3))
    phones.sees(third, "Còn 2 người phía trước")
    phones.sees(third, "2 people ahead of you", query=ENGLISH)
    phones.sees(second, "Còn 1 người phía trước", "Vui lòng ngồi gần khu vực quầy")
    phones.sees(first, "Sắp đến lượt Ông/Bà")
    behind.next("Q1")
    called = phones.sees(first, 'data-stage="called"')
    assert "Mời Ông/Bà\u00a0" not in called, "only the end of the sentence is kept together"
    assert "Mời Ông/Bà đến quầy số 1" in called.replace("\u00a0", " ")
    assert '<p class="counter" aria-hidden="true">1</p>' in called
    phones.sees(second, "Sắp đến lượt Ông/Bà")
    behind.start("Q1")
    phones.sees(first, "Đang được phục vụ tại quầy số 1")
    clock.pass_s(60)
    behind.next("Q1")
    phones.sees(first, "Đã phục vụ xong")
    behind.absent("Q1")
    phones.sees(second, "Đã gọi số này", "Vui lòng đến quầy số 1 trước 08:31 để được gọi lại", "Tôi đã có mặt")
    behind.wait(31 * 60)
    phones.sees(second, "Số này không còn hiệu lực")


def test_holding_and_transfer_and_the_break_are_told(phones: Phones, behind: Behind, clock: HeldClock) -> None:
    behind.staff_all()
    held, moved, waiting = (printed(behind) for _ in range(3))
    behind.next("Q1")
    behind.start("Q1")
    behind.hold("Q1")
    phones.sees(held, "Đang tạm chờ", "Khi xong, vui lòng trở lại quầy số 1")
    behind.next("Q1")
    behind.start("Q1")
    behind.transfer("service", "B")
    phones.sees(moved, "Hộ tịch", "Số này được chuyển sang lĩnh vực trên, thứ tự giữ nguyên")
    clock.pass_s(4 * 3600)
    phones.sees(waiting, "Đang nghỉ, gọi tiếp lúc 13:30")


def test_a_number_of_another_language_is_told_in_vietnamese_whole(phones: Phones, behind: Behind) -> None:
    behind.set_up(small_centre(lambda values: values["centre"].update(languages=["vi", "en", "rad"])))
    assert '<html lang="vi">' in phones.sees(printed(behind, language="rad"), "Sắp đến lượt Ông/Bà")
    english = phones.sees(printed(behind, language="en"), "person ahead of you", "Test Centre", "Certification")
    assert '<html lang="en">' in english
    assert "Ông/Bà" not in english and "Còn" not in english


def test_a_wrong_and_an_old_and_a_strange_address_get_the_same_page(
    phones: Phones, behind: Behind, clock: HeldClock
) -> None:
    issued = printed(behind)
    assert phones.client.get(f"/t/{issued.token}").status_code == 200
    behind.close_day()
    phones.sees(issued, "Ngày làm việc đã kết thúc")
    clock.pass_s(24 * 3600)
    behind.open_day()
    wait_until(lambda: phones.client.get(f"/t/{issued.token}").status_code == 404, "the old number is forgotten")
    tokens = (issued.token, "a" * 22, "a", "%00", "%F0%9F%8E%AB", "'%20OR%201=1", "é" * 22, "x" * 3000)
    answers = [phones.client.get(f"/t/{token}") for token in tokens]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({frozenset(answer.headers.items() - {("date", answer.headers["date"])}) for answer in answers}) == 1
    said = {phones.client.post(f"/t/{token}", data={"word": "present"}).content for token in tokens}
    assert said == {answers[0].content}


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data; boundary=x; charset=punycode", "text/plain; charset=utf-7", ""]
)
def test_a_word_is_read_as_utf_8_whatever_its_sender_calls_it(
    phones: Phones, behind: Behind, content_type: str
) -> None:
    issued, headers = printed(behind), {"Content-Type": content_type, "X-Part": "1"}

    def said(body: str) -> httpx.Response:
        return phones.client.post(f"/t/{issued.token}", content=body, headers=headers)

    assert said("word=present").headers["X-Said"] == "present"
    for body in (
        "word=%ED%A0%80",
        "word=+2AA-",
        "word=explain&words=%ED%A0%80&word_id=x",
        "--x\r\n\r\nabc-!\r\n--x--\r\n",
    ):
        assert said(body).status_code == 422, body


def test_a_form_with_more_fields_than_any_word_is_refused(phones: Phones, behind: Behind) -> None:
    issued = printed(behind)
    assert phones.say(issued, "present", **{f"reason-{n}": "1" for n in range(MOST_FIELDS)}).status_code == 413


def test_a_number_that_became_a_reserved_place_tells_when_to_come(
    phones: Phones, behind: Behind, clock: HeldClock
) -> None:
    issued = printed(behind)
    moved = behind.act(close_into_places, service="A")
    phones.sees(issued, "Số đặt trước: 07:30, 24/11/2026", moved.places[0].code)
    behind.close_day()
    phones.sees(issued, "Số đặt trước: 07:30, 24/11/2026")


def test_the_page_says_who_went_first_and_why(phones: Phones, behind: Behind, clock: HeldClock) -> None:
    behind.sign_on("Q1", "CB01")
    first, second = printed(behind), printed(behind)
    phones.sees(second, "Dự kiến chờ")
    clock.pass_s(300)
    elderly = printed(behind, "elderly")
    clock.pass_s(300)
    assert behind.next("Q1").turn is not None
    phones.sees(
        elderly,
        "Ưu tiên: chờ 5 phút, tính gấp 3",
        f"Gọi trước {first.ticket.shown}, {second.ticket.shown}, đến sớm hơn",
    )
    phones.sees(
        first,
        f"{elderly.ticket.shown} được gọi trước · Ưu tiên: chờ 5 phút, tính gấp 3",
        "Đến nay 1 lượt được gọi trước Ông/Bà, nhiều nhất 5 lượt",
    )
    phones.sees(
        first, f"{elderly.ticket.shown} was called before you · Priority: waited 5 min, counted 3 times", query=ENGLISH
    )


def test_a_named_call_says_so_and_not_what_the_officer_wrote(phones: Phones, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    first, second = printed(behind), printed(behind)
    behind.call(second.ticket.shown, "Q1", "Người nhà đang chờ")
    text = phones.sees(second, "Cán bộ gọi đích danh, có ghi lý do", f"Gọi trước {first.ticket.shown}")
    assert "Người nhà" not in text


def test_what_is_said_of_a_number_reaches_the_server_and_the_page(phones: Phones, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    first, second = printed(behind), printed(behind)
    answer = phones.say(first, "present")
    assert answer.status_code == 200 and answer.headers["x-said"] == "present"
    assert "Đã ghi nhận: Ông/Bà đã có mặt." in answer.text and "✓ Ông/Bà đã báo có mặt" in answer.text
    answer = phones.say(first, "late", late_minutes="30")
    assert "Ông/Bà đến muộn: được gọi từ 08:30" in answer.text
    phones.sees(second, "Sắp đến lượt Ông/Bà")
    assert "Sắp đến lượt Ông/Bà" in phones.say(first, "present").text, "here after all"
    answer = phones.say(first, "give_back")
    assert "Số này đã được trả lại" in answer.text and 'id="present"' not in answer.text
    assert phones.say(first, "give_back").headers["x-said"] == "too_late"
    assert behind.next_number("Q1") == second.ticket.shown
    late = phones.say(second, "late", late_minutes="15", lang="en")
    assert late.headers["x-said"] == "too_late" and "Not possible now" in late.text


def test_without_a_script_a_form_does_the_same(phones: Phones, behind: Behind) -> None:
    issued = printed(behind)
    asking = phones.page(issued, "?ask=late&lang=en")
    assert 'name="late_minutes" value="30"' in asking and "About how late will you be?" in asking
    answer = phones.client.post(f"/t/{issued.token}", data={"word": "late", "late_minutes": "30", "lang": "en"})
    assert answer.status_code == 303 and answer.headers["location"] == "?lang=en&said=late"
    phones.sees(issued, "Noted: you come later", "You come later: called from 08:30", query="?lang=en&said=late")


@pytest.mark.parametrize(
    "form",
    [
        {"word": "dance"},
        {},
        {"word": "late", "late_minutes": "4"},
        {"word": "late", "late_minutes": "x"},
        {"word": "present", "word_id": "no"},
    ],
)
def test_a_form_that_the_page_cannot_have_sent_is_refused(phones: Phones, behind: Behind, form: dict[str, str]) -> None:
    assert phones.client.post(f"/t/{printed(behind).token}", data=form).status_code == 422


def test_a_body_longer_than_any_word_is_refused(phones: Phones, behind: Behind) -> None:
    assert phones.client.post(f"/t/{printed(behind).token}", content=b"x" * 9000).status_code == 413


def test_one_number_is_heard_so_often_and_no_oftener(phones: Phones, behind: Behind) -> None:
    one, other = printed(behind), printed(behind)
    said = [phones.say(one, "present").headers["x-said"] for _ in range(8)]
    assert said[:6] == ["present"] * 6 and said[-1] == "too_often"
    assert phones.say(other, "present").headers["x-said"] == "present"


def test_what_is_said_while_the_server_is_away_is_owned_up_to(server: RunningServer, behind: Behind) -> None:
    issued = printed(behind)
    with phones_beside(server, server_url="http://127.0.0.1:9") as phones:
        answer = phones.say(issued, "present")
        assert answer.status_code == 200 and answer.headers["x-said"] == "away"
        assert "Chưa gửi được: máy chủ đang tạm ngắt." in answer.text
        assert "Máy chủ đang tạm ngắt. Thông tin bên dưới có thể đã cũ" in phones.page(issued)
        assert "The server is away." in phones.page(issued, ENGLISH)


def test_a_part_that_has_not_changed_is_not_sent_again(phones: Phones, behind: Behind) -> None:
    issued = printed(behind)
    part = f"/t/{issued.token}/part"
    first = phones.client.get(part)
    again = phones.client.get(part, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first.headers["etag"] in phones.page(issued).replace("&#34;", '"'), "the page knows what it holds"
    behind.sign_on("Q1", "CB01")
    behind.next("Q1")
    wait_until(
        lambda: phones.client.get(part, headers={"If-None-Match": first.headers["etag"]}).status_code == 200,
        "the call changes the part",
    )


def test_the_page_is_private_and_the_browser_is_told_so(phones: Phones, behind: Behind) -> None:
    issued = printed(behind)
    answers = [
        phones.client.get(f"/t/{issued.token}"),
        phones.client.get(f"/t/{issued.token}/part"),
        phones.say(issued, "present"),
        phones.client.post(f"/t/{issued.token}", data={"word": "present"}),
        phones.client.get("/t/nobody"),
        phones.client.get("/"),
        phones.client.get("/nowhere"),
        phones.client.delete("/"),
    ]
    for answer in answers:
        headers = answer.headers
        assert "set-cookie" not in headers and "server" not in headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["x-content-type-options"] == "nosniff"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self';" in policy and "style-src 'self';" in policy
        assert "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert 'name="robots" content="noindex' in answers[0].text
    assert issued.token not in answers[0].text, "not even in a link"
    assert phones.client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_the_templates_hold_no_inline_code_and_load_nothing_from_elsewhere() -> None:
    paths = [path for folder in ("templates", "static") for path in (HERE / folder).iterdir()]
    assert len(paths) >= 8
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|@import|url\(|//[a-z]+\.", text), path.name
        assert not re.search(r"\sstyle=|\son[a-z]+=|<script>|<style|\beval\(|new Function", text), path.name
        # The part is made of escaped texts already, and a face is our own drawing.
        assert "| safe" not in text.replace("level.face | safe", "") or path.name == "ticket.html"


class Kept(logging.Handler):
    """What a program's own log would hold: whatever reaches the root logger."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()} {record.exc_text or ''}")


def test_the_token_is_in_no_log(server: RunningServer, behind: Behind, monkeypatch: pytest.MonkeyPatch) -> None:
    issued = printed(behind)
    kept, root = Kept(), logging.getLogger()
    monkeypatch.setattr(root, "handlers", [*root.handlers, kept])
    monkeypatch.setattr(root, "level", logging.INFO)
    logging.getLogger("server.public_pages").info("the log is kept")
    with phones_beside(server) as phones:
        phones.page(issued)
        phones.say(issued, "present")
        phones.client.get(f"/t/{issued.token}x")
        phones.client.post(f"/t/{issued.token}", content=b"x" * 5000)
    with phones_beside(server, server_url="http://127.0.0.1:9") as phones:
        phones.say(issued, "present")
    assert any(line.startswith("server.public_pages: the log is kept") for line in kept.lines)
    assert any("does not answer" in line for line in kept.lines)
    assert issued.token not in "\n".join(kept.lines)


def test_the_program_cannot_write_the_database(server: RunningServer, behind: Behind) -> None:
    database = server.house.settings.database
    hall = Hall(database, server.clock)
    connection = hall._connected()
    for statement in (
        "UPDATE turns SET state = 'finished'",
        "DELETE FROM journal",
        "CREATE TABLE mine (x)",
        "PRAGMA user_version = 5",
    ):
        with pytest.raises(sqlite3.OperationalError, match=r"readonly|read-only"):
            connection.execute(statement)
    connection.execute("PRAGMA query_only = OFF")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM journal")
    hall.close()


def test_a_restored_database_is_read_instead_of_the_old_one(centre: CentreUnderTest, folder: Path) -> None:
    token = centre.issue("A").token
    hall, at = Hall(centre.database, centre.clock), folder / "restored.db"
    assert asyncio.run(hall.ask(lambda hall: hall.number(token, None))).number == "A001"
    source, target = open_for_reading(centre.database), sqlite3.connect(at)
    source.backup(target)
    target.execute("UPDATE tickets SET shown = 'A777'")
    target.commit()
    source.close()
    target.close()
    centre.stop()
    for companion in ("-wal", "-shm"):
        centre.database.with_name(centre.database.name + companion).unlink(missing_ok=True)
    at.replace(centre.database)
    assert asyncio.run(hall.ask(lambda hall: hall.number(token, None, is_news=True))).number == "A777"
    hall.close()


def test_a_database_that_is_not_there_yet_is_waited_for(server: RunningServer, folder: Path) -> None:
    phones = Phones(folder / "later.db", SteppedClock(), server.address)
    try:
        answer = phones.client.get(f"/t/{'a' * 22}")
        assert answer.status_code == 503 and "Hệ thống chưa sẵn sàng." in answer.text
        assert answer.headers["retry-after"]
    finally:
        phones.stop()


def test_an_address_that_asks_beyond_a_crowd_is_slowed(server: RunningServer) -> None:
    with phones_beside(server, requests_a_second=10) as phones:
        statuses = [phones.client.get("/robots.txt").status_code for _ in range(60)]
    assert statuses[:40] == [200] * 40
    assert statuses[-1] == 429


def test_connections_that_ask_nothing_leave_room_for_others(server: RunningServer) -> None:
    with phones_beside(server, connections_at_most=20) as phones:
        held = [httpx.Client(base_url=phones.address) for _ in range(30)]
        answered = 0
        for client in held:
            with contextlib.suppress(httpx.TransportError):
                answered += client.get("/robots.txt").status_code == 200
        assert 10 <= answered <= 15, "one address holds three quarters at most"
        for client in held:
            client.close()
        wait_until(lambda: _answers(phones.address), "those who left make room")


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/robots.txt").status_code == 200
    except httpx.TransportError:
        return False


IN_TEMPLATE = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")


def test_every_sentence_is_translated() -> None:
    said = {
        sentence
        for module in (number_view, call_reasons)
        for sentence in re.findall(r'say\(\s*"([^"]+)"', Path(module.__file__ or "").read_text(encoding="utf-8"))
    }
    said |= {
        double or single
        for path in (HERE / "templates").iterdir()
        for double, single in IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(said) > 50
    assert said - catalogue("en").keys() == set()
    assert translator("en")("Tôi đã có mặt") == "I am here"


def test_a_sample_centre_says_so_on_every_page(phones: Phones, behind: Behind) -> None:
    issued = printed(behind)
    for address in (f"/t/{issued.token}", "/t/nobody"):
        assert "sample-mark" not in phones.client.get(address).text
    behind.set_up(small_centre(lambda values: values["centre"].update(sample=True)))
    phones.sees(issued, "sample-mark", "Dữ liệu mẫu")
    phones.sees(issued, "sample-mark", "Sample data", query=ENGLISH)
    assert "sample-mark" in phones.client.get("/t/nobody").text
