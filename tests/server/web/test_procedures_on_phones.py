"""The look-up on a phone: in a real browser under the strict policy, without script, and how much it weighs."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from centre_under_test import CentreUnderTest, copy_database
from held_clock import HeldClock
from playwright.sync_api import Browser, Page, expect
from staff_pages import wait_until

from procedures.model import ProcedureList
from procedures.reading import read_procedures
from server.actions.import_procedures import import_procedures
from server.public_app import PublicApp, build
from server.public_pages.settings import PhoneSettings

SAMPLE = read_procedures((Path(__file__).parents[3] / "server/sample_procedures.json").read_bytes())
SINGLE = "Cấp Giấy xác nhận tình trạng hôn nhân"
MOST_BYTES = 50_000


@pytest.fixture(scope="module")
def listed_database(memory_folder: Path, staffed_database: Path) -> Path:
    database = copy_database(staffed_database, memory_folder / "listed.db")
    centre = CentreUnderTest(database, HeldClock())
    centre.act(import_procedures, procedures=SAMPLE, sha256="0" * 64)
    centre.stop()
    return database


@pytest.fixture
def phones(folder: Path, listed_database: Path) -> Iterator[str]:
    """The address of the program that serves phones."""
    settings = PhoneSettings(database=copy_database(listed_database, folder / "phones.db"), listen_port=0)
    program: PublicApp = build(settings, clock=HeldClock())
    thread = threading.Thread(target=program.run, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{program.port}"
    wait_until(lambda: httpx.get(f"{address}/health").status_code == 200, "phones are served")
    yield address
    program.stop()
    thread.join(20)


@pytest.fixture
def phone(browser: Browser, phones: str) -> Iterator[Page]:
    """A small phone; whatever its page complains of fails the test."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{phones}/thu-tuc")
    yield page
    context.close()
    assert faults == []


def test_it_is_searched_as_one_types_and_a_procedure_is_read(phone: Page) -> None:
    expect(phone.locator("#found li")).to_have_count(20)
    phone.locator("#q").press_sequentially("giay doc than")
    expect(phone.locator("#found li b").first).to_have_text(SINGLE)
    expect(phone.locator("#status")).to_have_text("3 thủ tục phù hợp")
    assert phone.context.cookies() == []
    phone.locator("#found a").first.click()
    expect(phone.locator("h1")).to_have_text(SINGLE)
    for words in ("NỘP", "XUẤT TRÌNH (xem rồi trả lại)", "KHÔNG CẦN (cán bộ tự tra cứu)"):
        expect(phone.get_by_text(words, exact=True)).to_be_visible()
    expect(phone.get_by_text("Người khuyết tật", exact=False).first).to_be_visible()
    phone.wait_for_load_state()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it is wider than the phone"
    phone.get_by_role("link", name="Tìm thủ tục khác").click()
    expect(phone.locator("#q")).to_have_value("giay doc than")
    expect(phone.locator("#found li b").first).to_have_text(SINGLE)


def test_english_has_its_words(phone: Page) -> None:
    phone.get_by_role("link", name="English").click()
    phone.locator("#q").press_sequentially("marriage")
    expect(phone.locator("#found li b").first).to_have_text("Marriage registration")
    phone.locator("#found a").first.click()
    expect(phone.get_by_text("HAND IN", exact=True)).to_be_visible()


def test_it_works_without_script(phones: str) -> None:
    page = httpx.get(f"{phones}/thu-tuc", params={"q": "so do"}).text
    assert "sổ đỏ" not in page
    first = re.search(r'<a href="(/thu-tuc/[0-9a-f]{10}[^"]*)"><b>([^<]*)', page)
    assert first is not None
    assert first[2].startswith("Đăng ký đất đai, cấp Giấy chứng nhận lần đầu")
    assert first[2] in httpx.get(phones + first[1].replace("&amp;", "&")).text


def test_the_page_with_all_it_needs_is_light_and_under_a_strict_policy(phones: str) -> None:
    page = httpx.get(f"{phones}/thu-tuc")
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    assert "set-cookie" not in page.headers
    assert "<style" not in page.text and " style=" not in page.text and "<script>" not in page.text
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    weight = len(page.content) + sum(len(httpx.get(phones + part).content) for part in parts)
    assert len(parts) >= 4
    assert weight < MOST_BYTES


def test_no_word_typed_becomes_part_of_the_page(phones: str) -> None:
    typed = '"><script>alert(1)</script>'
    for address in ("/thu-tuc", "/thu-tuc/0000000000"):
        assert "<script>alert" not in httpx.get(phones + address, params={"q": typed}).text
    found = httpx.get(f"{phones}/thu-tuc/found", params={"q": typed * 50})
    assert found.status_code == 200


def test_an_address_of_a_former_list_leads_to_the_look_up(phones: str) -> None:
    answer = httpx.get(f"{phones}/thu-tuc/0123456789")
    assert answer.status_code == 404
    assert "Tìm thủ tục khác" in answer.text


def test_a_new_list_is_there_at_once(phones: str, folder: Path) -> None:
    assert httpx.get(f"{phones}/thu-tuc/found").json()["status"] == f"{len(SAMPLE.procedures)} thủ tục"
    centre = CentreUnderTest(folder / "phones.db", HeldClock())
    centre.act(import_procedures, procedures=ProcedureList(SAMPLE.procedures[:7]), sha256="1" * 64)
    centre.stop()
    wait_until(lambda: httpx.get(f"{phones}/thu-tuc/found").json()["status"] == "7 thủ tục", "phones have the new list")
