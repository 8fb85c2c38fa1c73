"""The citizen's ticket page: the truth about one number, in the ticket's language, and a secret address."""

import logging
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from held_clock import HeldClock
from staff_pages import Behind

from look.language import translator
from messaging.requests import PrintOutcome
from server.actions.issue_ticket import Issued, issue_ticket
from server.web import call_reasons, ticket_page

Page = Callable[[Issued], str]


@pytest.fixture
def page(anybody: httpx.Client) -> Page:
    def read(issued: Issued) -> str:
        answer = anybody.get(f"/t/{issued.token}")
        assert answer.status_code == 200
        return answer.text

    return read


def test_the_page_follows_the_ticket_from_waiting_to_the_end(page: Page, behind: Behind, clock: HeldClock) -> None:
    behind.sign_on("Q1", "CB01")
    first, second, third = (behind.issue("A") for _ in range(3))
    assert "Còn 2 người phía trước" in page(third) and "2 people ahead of you" in page(third)
    assert "Còn 1 người phía trước" in page(second)
    assert "Sắp đến lượt Ông/Bà" in page(first)
    behind.next("Q1")
    assert "Mời Ông/Bà đến quầy số 1" in page(first) and "is-called" in page(first)
    assert "Sắp đến lượt Ông/Bà" in page(second)
    behind.start("Q1")
    assert "Đang được phục vụ tại quầy số 1" in page(first)
    clock.pass_s(60)
    behind.next("Q1")
    assert "Đã phục vụ xong" in page(first)
    behind.absent("Q1")
    assert "Vui lòng đến quầy số 1 để được gọi lại" in page(second)
    behind.wait(31 * 60)
    assert "Số này không còn hiệu lực" in page(second)


def test_an_english_ticket_speaks_english_first(page: Page, behind: Behind) -> None:
    issued = behind.act(
        issue_ticket, intent_id="e" * 32, service="A", priority_group=None, language="en", device_id="kiosk-1"
    )
    text = page(issued)
    assert '<html lang="en">' in text
    assert text.index("You are next") < text.index("Sắp đến lượt Ông/Bà")
    assert "Test Centre" in text and "Certification" in text


def test_a_wrong_an_old_and_a_strange_token_get_the_same_page(
    anybody: httpx.Client, behind: Behind, clock: HeldClock
) -> None:
    issued = behind.issue("A")
    assert anybody.get(f"/t/{issued.token}").status_code == 200
    behind.close_day()
    answers = [
        anybody.get(f"/t/{token}")
        for token in (issued.token, "a" * 22, "a", "%00", "%F0%9F%8E%AB", "'%20OR%201=1", "x" * 3000)
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    clock.pass_s(24 * 3600)
    behind.open_day()
    assert anybody.get(f"/t/{issued.token}").text == answers[0].text


def test_the_page_is_small_private_and_needs_no_script(anybody: httpx.Client, behind: Behind) -> None:
    answer = anybody.get(f"/t/{behind.issue('A').token}")
    sheets = [anybody.get(f"/static/{name}").content for name in ("colours.css", "ticket.css", "icon.svg")]
    assert len(answer.content) + sum(map(len, sheets)) < 50_000
    assert "set-cookie" not in answer.headers
    assert "<script" not in answer.text
    assert 'http-equiv="refresh" content="15"' in answer.text
    assert answer.headers["x-robots-tag"].startswith("noindex") and "noindex" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_every_sentence_of_the_page_is_translated() -> None:
    said = set(re.findall(r'say\("([^"]+)"\)', Path(ticket_page.__file__).read_text(encoding="utf-8")))
    assert len(said) >= 15
    english = translator("en")
    assert {sentence for sentence in said if english(sentence) == sentence} == set()


class Kept(logging.Handler):
    """What a program's own log would hold: whatever reaches the root logger."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(("httpx", "httpcore")):  # the test's own client
            self.lines.append(f"{record.name}: {record.getMessage()}")


def test_the_token_is_in_no_log(anybody: httpx.Client, behind: Behind, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, root = Kept(), logging.getLogger()
    monkeypatch.setattr(root, "handlers", [*root.handlers, kept])
    monkeypatch.setattr(root, "level", logging.DEBUG)
    logging.getLogger("server.web").info("the log is kept")
    token = behind.issue("A").token
    assert anybody.get(f"/t/{token}").status_code == 200
    assert anybody.get(f"/t/{token}x").status_code == 404
    assert "server.web: the log is kept" in kept.lines
    assert token not in "\n".join(kept.lines)


def printed(behind: Behind, group: str | None = None) -> Issued:
    issued = behind.issue("A", group)
    behind.report_print(issued.ticket.ticket_id, PrintOutcome.PRINTED)
    return issued


def test_the_page_says_how_long_it_may_last_and_who_went_first_and_why(
    page: Page, behind: Behind, clock: HeldClock
) -> None:
    behind.sign_on("Q1", "CB01")
    first, second = printed(behind), printed(behind)
    assert "phút nữa" in page(second) and re.search(r"(In|Within) about [0-9–]+ minutes", page(second))
    clock.pass_s(300)
    elderly = printed(behind, "elderly")
    clock.pass_s(300)
    assert behind.next("Q1").turn is not None and "is-called" in page(elderly)
    assert "Ưu tiên: chờ 5 phút, tính gấp 3" in page(elderly)
    assert f"Gọi trước {first.ticket.shown}, {second.ticket.shown}, đến sớm hơn" in page(elderly)
    waiting = page(first)
    assert f"{elderly.ticket.shown} được gọi trước · Ưu tiên: chờ 5 phút, tính gấp 3" in waiting
    assert "Đến nay 1 lượt được gọi trước Ông/Bà, nhiều nhất 5 lượt" in waiting
    assert f"{elderly.ticket.shown} was called before you · Priority: waited 5 min, counted 3 times" in waiting
    behind.start("Q1")
    clock.pass_s(60)
    behind.next("Q1")
    assert "phút nữa" not in page(first), "whoever is called waits no longer"


def test_a_named_call_says_so_and_not_what_the_officer_wrote(page: Page, behind: Behind) -> None:
    behind.sign_on("Q1", "CB01")
    first, second = behind.issue("A"), behind.issue("A")
    behind.call(second.ticket.shown, "Q1", "Người nhà đang chờ")
    text = page(second)
    assert "Cán bộ gọi đích danh, có ghi lý do" in text and f"Gọi trước {first.ticket.shown}" in text
    assert "Người nhà" not in text


def test_nothing_is_said_about_the_time_while_nobody_is_there(page: Page, behind: Behind) -> None:
    issued = behind.issue("A")
    assert "phút nữa" not in page(issued) and "Sắp đến lượt" in page(issued)


def test_every_reason_of_a_call_is_translated() -> None:
    source = Path(call_reasons.__file__).read_text(encoding="utf-8")
    said = set(re.findall(r'say\("([^"]+)"\)', source))
    assert len(said) >= 10
    english = translator("en")
    assert {sentence for sentence in said if english(sentence) == sentence} == set()
