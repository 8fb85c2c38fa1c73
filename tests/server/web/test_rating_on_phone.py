"""The rating on the ticket's own page: the same question, one answer, reasons and words after it; no cookie."""

import re
from collections.abc import Iterator

import pytest
from held_clock import HeldClock
from phones import Phones, phones_beside
from staff_pages import Behind, RunningServer

from server.actions.issue_ticket import Issued
from server.public_app import CONTENT_SECURITY_POLICY

LARGEST_PAGE_BYTES = 50_000


@pytest.fixture
def phones(server: RunningServer) -> Iterator[Phones]:
    with phones_beside(server) as phones:
        yield phones


@pytest.fixture
def served(behind: Behind) -> Issued:
    behind.sign_on("Q1", "CB01")
    issued = behind.issue("A")
    behind.serve("Q1")
    return issued


def test_who_was_served_is_asked_once_and_may_say_why(
    phones: Phones, behind: Behind, served: Issued, clock: HeldClock
) -> None:
    asked = phones.sees(served, "Ông/Bà có hài lòng không?", "quầy số 1")
    assert re.findall(r'id="rate-(\d)"', asked) == ["5", "4", "3", "2", "1"]
    assert asked.count("<svg") == 5
    answer = phones.say(served, "rate", level="2", browser="0123456789abcdef0123")
    assert (answer.status_code, answer.headers["X-Said"]) == (200, "rated")
    assert "Điều gì chưa tốt?" in answer.text and "rate-5" not in answer.text
    answer = phones.say(served, "explain", **{"reason-wait": "1", "words": "Chờ hơi lâu"})
    assert answer.headers["X-Said"] == "explained"
    assert "Cảm ơn Ông/Bà đã đánh giá" in answer.text and "Điều gì" not in answer.text
    row = behind.one("SELECT channel, level, flags FROM presses")
    assert tuple(row) == ("page", 2, "")
    assert behind.one("SELECT reason FROM rating_reasons")[0] == "wait"
    assert tuple(behind.one("SELECT text, tone FROM comments")) == ("Chờ hơi lâu", "low")
    clock.pass_s(300)
    assert "rate-5" not in phones.page(served) and "Điều gì" not in phones.page(served)


def test_a_second_answer_is_told_that_there_is_one(phones: Phones, behind: Behind, served: Issued) -> None:
    phones.say(served, "rate", level="5")
    assert phones.say(served, "rate", level="1").headers["X-Said"] == "already_rated"
    assert len(behind.rows("SELECT * FROM presses")) == 1


def test_in_english_too(phones: Phones, served: Issued) -> None:
    page = phones.sees(served, "Are you satisfied?", "Very satisfied", query="?lang=en")
    assert "Served at counter 1" in page
    said = phones.say(served, "rate", level="1", lang="en")
    assert "What was not good?" in said.text and "Long wait" in said.text


def test_nobody_is_asked_while_waiting(phones: Phones, behind: Behind) -> None:
    issued = behind.issue("A")
    assert "rate-5" not in phones.page(issued)
    assert phones.say(issued, "rate", level="5").headers["X-Said"] == "too_late"


@pytest.mark.parametrize("fields", [{"level": "9"}, {"level": "x"}, {}, {"level": "5", "browser": "short"}])
def test_what_the_page_cannot_have_sent_is_refused(phones: Phones, served: Issued, fields: dict[str, str]) -> None:
    assert phones.say(served, "rate", **fields).status_code == 422


def test_a_second_ticket_from_the_same_browser_is_kept_uncounted(
    phones: Phones, behind: Behind, served: Issued
) -> None:
    other = behind.issue("A")
    behind.serve("Q1")
    for issued in (served, other):
        phones.say(issued, "rate", level="5", browser="0123456789abcdef0123")
    assert [row[0] for row in behind.rows("SELECT flags FROM presses ORDER BY seq")] == ["", "same_browser"]
    stored = [row[0] for row in behind.rows("SELECT DISTINCT browser FROM rating_browsers")]
    assert len(stored) == 1 and "0123456789abcdef0123" not in stored[0]


def test_the_page_stays_small_strict_and_without_a_cookie(phones: Phones, served: Issued) -> None:
    phones.sees(served, "rate-5")
    page = phones.client.get(f"/t/{served.token}")
    assert len(page.content) < LARGEST_PAGE_BYTES
    assert page.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert " style=" not in page.text and "<script>" not in page.text
    rated = phones.say(served, "rate", level="5")
    assert not phones.client.cookies and "set-cookie" not in rated.headers
    loaded = [len(phones.client.get(link).content) for link in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)]
    assert len(page.content) + sum(loaded) < LARGEST_PAGE_BYTES, "with all that it loads"


def test_words_of_five_hundred_letters_fit(phones: Phones, behind: Behind, served: Issued) -> None:
    phones.say(served, "rate", level="5")
    answer = phones.say(served, "explain", words="ỗ" * 500)
    assert answer.headers["X-Said"] == "explained"
    assert behind.one("SELECT text FROM comments")[0] == "ỗ" * 500
