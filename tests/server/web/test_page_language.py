"""Staff's pages in two languages: every text has its English, filled sentences are recognised, the choice is kept."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from babel.messages.pofile import read_po
from staff_pages import StaffClient

from look.language import catalogue
from server.web.console import words as console_words
from server.web.page_language import STATIC, in_language, said_in_script
from server.web.request_faults import FIELDS

WEB = STATIC.parent
CATALOGUES = Path(__file__).parents[3] / "look" / "catalogues"
IN_TEMPLATE = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")

FAULTS = (
    "paper_out",
    "paper_near_end",
    "printer_silent",
    "printer_offline",
    "printer_cover_open",
    "printer_fault",
    "no_sound",
    "keypad_missing",
    "jobs_unwritable",
    "button_stuck",
    "buttons_mismatch",
    "credential_refused",
    "presses_refused",
    "outbox_unwritable",
    "outbox_damaged",
    "intents_damaged",
    "storage_unwritable",
    "of_a_newer_device",
)

TEMPLATES = sorted(path.name for path in (WEB / "templates").iterdir())
SCRIPTS = sorted(path.name for path in STATIC.glob("*.js"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_text_of_a_template_has_its_english(name: str) -> None:
    source = (WEB / "templates" / name).read_text(encoding="utf-8")
    texts = {double or single for double, single in IN_TEMPLATE.findall(source)}
    assert texts - catalogue("en").keys() == set()


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_text_of_a_script_has_its_english(name: str) -> None:
    assert set(said_in_script(name)) - catalogue("en").keys() == set()


@pytest.mark.parametrize(
    "name",
    ["console.html", "login.html", "no_entry.html", "staff_frame.html", "staff_places.html", "language_switch.html"],
)
def test_a_template_says_nothing_past_the_translator(name: str) -> None:
    source = (WEB / "templates" / name).read_text(encoding="utf-8")
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", source)
    words = set(re.findall(r"\w*[^\W\d_a-zA-Z]\w*", bare))  # a word with a Vietnamese letter
    assert words <= {"Bốc", "Số", "Tiếng", "Việt"}


@pytest.mark.parametrize("name", [name for name in SCRIPTS if name.startswith("console")])
def test_a_script_says_nothing_past_the_translator(name: str) -> None:
    source = re.sub(r"//.*", "", (STATIC / name).read_text(encoding="utf-8"))
    strings = re.findall(r'(?<!\bt\()"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`', source)
    words = {word for pair in strings for word in re.findall(r"\w*[^\W\d_a-zA-Z]\w*", " ".join(pair))}
    assert words - {word for text in said_in_script(name) for word in re.findall(r"\w+", text)} <= {"Bốc", "Số"}


def test_every_device_and_fault_has_its_english() -> None:
    said = {*console_words.DEVICE_KINDS.values(), *(console_words.fault(code) for code in FAULTS)}
    assert {words for words in said if in_language("en", words) == words} == set()


def test_every_deed_that_can_be_undone_has_its_english() -> None:
    for kind in ("quick_served", "turn_transferred", "turn_added", "turn_held", "priority_changed", "turn_called"):
        what = console_words.what_was_done({kind}, "A001")
        assert what.endswith(" A001") and in_language("en", what) != what, what


def test_every_field_of_a_request_has_its_english() -> None:
    assert set(FIELDS.values()) - catalogue("en").keys() == set()


ONE_TEXT_TWO_MEANINGS: frozenset[str] = frozenset()
"""Vietnamese texts that may have two English ones, each with its reason beside it."""


def test_no_text_has_two_different_english_ones() -> None:
    """All catalogues are read together: of two texts the last would win, by the alphabet."""
    english: dict[str, set[str]] = {}
    for path in CATALOGUES.glob("*.en.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id:
                    english.setdefault(str(message.id), set()).add(str(message.string))
    several = {said: words for said, words in english.items() if len(words) > 1}
    assert several.keys() == ONE_TEXT_TWO_MEANINGS, several


OWN = (("Quầy số 5 – Kinh doanh, văn hóa", "Counter 5 – Business, culture"), ("Đã tiếp nhận", "Accepted"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Đã vào Quầy số 5 – Kinh doanh, văn hóa", "Signed on at Counter 5 – Business, culture"),
        (
            "Quầy số 5 – Kinh doanh, văn hóa đang có cán bộ khác.",
            "Another officer is at Counter 5 – Business, culture.",
        ),
        ("Đã tiếp nhận", "Accepted"),
        ("Đã vào Quầy số 7", "Signed on at Counter 7"),
    ],
)
def test_the_centre_s_own_english_names_fill_a_sentence(said: str, words: str) -> None:
    assert in_language("en", said, OWN) == words
    assert in_language("vi", said, OWN) == said


def test_every_gap_of_a_text_is_in_its_english() -> None:
    gaps = re.compile(r"\{[a-z_]+\}")
    for path in CATALOGUES.glob("*.en.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id:
                    said, words = str(message.id), str(message.string)
                    assert words, f"{path.name}: {said}"
                    assert set(gaps.findall(words)) <= set(gaps.findall(said)), f"{path.name}: {said}"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Đang gọi A002 → Quầy 12", "Calling A002 → counter 12"),
        ("Đã vào Quầy số 5 – Kinh doanh, văn hóa", "Signed on at Counter 5 – Kinh doanh, văn hóa"),
        ("Hôm nay không có số B777.", "There is no number B777 today."),
        ("Vai trò cán bộ không được thực hiện việc này.", "The role officer may not do this."),
        ("Đã hoàn tất A001. Không còn ai chờ", "Finished A001. Nobody is waiting"),
        ("A001 tạm chờ 30 phút", "A001 is on hold for 30 min"),
        ("gọi A005", "call of A005"),
        ("Gọi đích danh: {không} {phải} chỗ trống", "Called by number: {không} {phải} chỗ trống"),
        ("Một câu không ai dịch trong 5 phút", "Một câu không ai dịch trong 5 phút"),
        ("", ""),
    ],
)
def test_a_filled_sentence_is_recognised_by_its_pattern(said: str, words: str) -> None:
    assert in_language("en", said) == words
    assert in_language("vi", said) == said


def test_the_choice_is_kept_in_a_cookie_and_leads_back(anybody: httpx.Client) -> None:
    answer = anybody.post("/language", data={"language": "en", "back": "/console/login?x=1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/login?x=1")
    page = anybody.get("/console/login").text
    assert '<html lang="en">' in page and "Log in" in page and "Đăng nhập" not in page
    anybody.post("/language", data={"language": "vi", "back": "/"})
    assert "Đăng nhập" in anybody.get("/console/login").text


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/a\r\nb: c"]
)
def test_only_our_own_pages_are_led_back_to(anybody: httpx.Client, back: str) -> None:
    assert anybody.post("/language", data={"language": "en", "back": back}).headers["location"] == "/"


def test_an_unknown_language_is_not_kept_and_another_site_may_not_choose(anybody: httpx.Client) -> None:
    anybody.post("/language", data={"language": "xx", "back": "/"})
    assert "bocso_language" not in anybody.cookies
    refused = anybody.post("/language", data={"language": "en"}, headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403


def test_a_repeated_deed_is_answered_in_the_language_asked_now(log_in: Callable[[str], StaffClient]) -> None:
    officer = log_in("cb01")
    first = officer.post("sign-on", {"counter_id": "Q2"}, key="same-press-1")
    officer.client.cookies.set("bocso_language", "en")
    again = officer.post("sign-on", {"counter_id": "Q2"}, key="same-press-1")
    assert (first.json()["message"], again.json()["message"]) == ("Đã vào Quầy số 2", "Signed on at Counter 2")
    assert officer.view()["counter"]["name"] == "Counter 2"
    assert officer.post("recall").json()["detail"] == "No number is called or served at the counter."
