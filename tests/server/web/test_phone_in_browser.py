"""The page of a number in a real Chromium of a phone's size: follows, rings, says, survives outages; and its syntax."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from centre_under_test import copy_database
from phones import Phones, phones_beside
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect
from staff_pages import Behind, RunningServer, running, wait_until

from messaging.clock import SteppedClock
from messaging.requests import PrintOutcome
from server.actions.issue_ticket import Issued
from server.actions.recall import recall
from server.public_pages.rendering import HERE

SIZES = ((390, 844), (360, 640))
EVERY_DAY_ONE = [pytest.param(SIZES[0], marks=pytest.mark.exhaustive), SIZES[1]]
"""The smaller one: what fits there fits the larger."""
MOST_BYTES = 50_000

OpenPhone = Callable[..., Page]


@pytest.fixture
def phones(live: RunningServer) -> Iterator[Phones]:
    with phones_beside(live) as phones:
        yield phones


@pytest.fixture
def behind_live(live: RunningServer) -> Behind:
    return live.centre


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def open_phone(browser: Browser, phones: Phones, contexts: list[BrowserContext]) -> Iterator[OpenPhone]:
    faults: list[str] = []

    def enter(issued: Issued, query: str = "", size: tuple[int, int] = SIZES[0]) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, has_touch=True, is_mobile=True, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        page.goto(f"{phones.address}/t/{issued.token}{query}")
        expect(page.locator("[data-live]")).to_have_text({"": "Trang tự cập nhật"}.get(query, re.compile(".+")))
        return page

    yield enter
    assert faults == []


def hurry(page: Page, shown: str) -> None:
    """Let the page's own clock run ahead until something is shown: its patience is half a minute long."""
    wait_until(lambda: page.locator(shown).is_visible() or page.clock.run_for(1000), f"the page shows {shown}")


def printed(behind: Behind, group: str | None = None, **more: str) -> Issued:
    issued = behind.issue("A", group, **more)
    behind.report_print(issued.ticket.ticket_id, PrintOutcome.PRINTED)
    return issued


def test_all_that_a_phone_loads_is_small(phones: Phones, behind_live: Behind, browser: Browser) -> None:
    issued, context = printed(behind_live), browser.new_context(viewport={"width": 390, "height": 844})
    page, sizes = context.new_page(), {}

    def note(response: Response) -> None:
        taken = response.request.sizes()
        sizes[response.url.split("?")[0]] = taken["responseBodySize"] + taken["responseHeadersSize"]

    page.on("requestfinished", lambda request: note(request.response()))
    page.goto(f"{phones.address}/t/{issued.token}")
    wait_until(lambda: len(sizes) >= 4 or page.wait_for_timeout(50), "page, styles and script are there")
    page.wait_for_timeout(500)
    assert any(url.endswith("phone.js") for url in sizes) and any(url.endswith("phone.css") for url in sizes)
    assert sum(sizes.values()) < MOST_BYTES, sizes
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


def test_a_call_changes_the_whole_screen_and_rings(
    open_phone: OpenPhone, live: RunningServer, behind_live: Behind
) -> None:
    behind_live.sign_on("Q1", "CB01")
    issued = printed(behind_live)
    page = open_phone(issued)
    expect(page.locator("#sound")).to_have_text("Bật chuông khi đến lượt")
    page.evaluate(
        "() => { window.tones = 0;"
        "const make = AudioContext.prototype.createOscillator;"
        "AudioContext.prototype.createOscillator = function () { window.tones += 1; return make.call(this); } }"
    )
    page.tap("#sound")
    expect(page.locator("#sound")).to_contain_text("Sẽ có chuông")
    wait_until(lambda: page.evaluate("window.tones") == 2, "the trial chime is played")
    behind_live.next("Q1")
    expect(page.locator("body")).to_have_class(re.compile("is-called"))
    expect(page.locator(".first")).to_have_text("Mời Ông/Bà đến quầy số 1".replace("quầy số 1", "quầy\u00a0số\u00a01"))
    expect(page.locator(".counter")).to_have_text("1")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 199, 44)"
    assert page.evaluate("window.tones") == 2 + 8, "four times, two tones"
    assert page.title().startswith("A001 → Mời Ông/Bà đến")
    live.clock.step(timedelta(seconds=5))  # sooner it would be a doubled key
    behind_live.act(recall, counter_id="Q1", officer_id="CB01")
    wait_until(lambda: page.evaluate("window.tones") == 2 + 16, "a recall rings again")
    behind_live.start("Q1")
    expect(page.locator("body")).to_have_class("is-serving")


def test_what_one_says_is_done_and_shown(open_phone: OpenPhone, behind_live: Behind) -> None:
    behind_live.sign_on("Q1", "CB01")
    first, second = printed(behind_live), printed(behind_live)
    page = open_phone(first)
    page.tap("#present")
    expect(page.locator(".confirmed")).to_have_text("✓ Ông/Bà đã báo có mặt")
    expect(page.locator(".said")).to_contain_text("Đã ghi nhận")
    page.tap("#late")
    expect(page.locator(".question")).to_have_text("Ông/Bà đến muộn khoảng bao lâu?")
    page.tap("#language")
    expect(page.locator(".question")).to_have_text("About how late will you be?")
    page.tap("#late-15")
    expect(page.locator("body")).to_have_class("is-postponed")
    expect(page.locator(".first")).to_contain_text("You come later: called from")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert behind_live.next_number("Q1") == second.ticket.shown
    page.tap("#give-back")
    expect(page.locator(".question")).to_have_text("Give back number A001?")
    page.tap("#back")
    page.tap("#give-back")
    page.tap("#give-back-now")
    expect(page.locator("body")).to_have_class("is-given_back")
    page.reload()
    expect(page.locator(".first")).to_have_text("This number was given back")


def test_the_page_lives_through_the_end_of_the_phones_program(
    live: RunningServer, browser: Browser, behind_live: Behind
) -> None:
    behind_live.sign_on("Q1", "CB01")
    issued = printed(behind_live)
    phones = Phones(live.house.settings.database, live.clock, live.address)
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.clock.install()
    page.goto(f"{phones.address}/t/{issued.token}")
    port = phones.port
    phones.stop()
    hurry(page, "#lost")
    expect(page.locator("#lost")).to_contain_text(re.compile(r"Mất kết nối từ \d\d:\d\d"))
    expect(page.locator(".number")).to_have_text("A001")
    page.click("#present")
    hurry(page, "#unsent")
    behind_live.next("Q1")
    phones = Phones(live.house.settings.database, live.clock, live.address, listen_port=port)
    hurry(page, "body.is-called")
    expect(page.locator("#lost")).to_be_hidden()
    context.close()
    phones.stop()


def test_the_page_lives_through_the_end_of_the_server(folder: Path, staffed_database: Path, browser: Browser) -> None:
    database, clock = copy_database(staffed_database, folder / "centre.db"), SteppedClock()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.clock.install()
    with running(database, clock, ignore_hours=True) as server:
        wait_until(lambda: server.centre.issue("A"), "the day is open")
        issued, port = printed(server.centre), server.port
        phones = Phones(database, clock, server.address)
        page.goto(f"{phones.address}/t/{issued.token}")
        expect(page.locator(".number")).to_have_text(issued.ticket.shown)
    hurry(page, ".band:has-text('Máy chủ đang tạm ngắt')")
    page.click("#present")
    hurry(page, ".said:has-text('Chưa gửi được')")
    with running(database, clock, ignore_hours=True, port=port) as server:
        hurry(page, "body:not(:has(.band:has-text('Máy chủ đang tạm ngắt')))")
        page.click("#present")
        expect(page.locator(".confirmed")).to_be_visible()
        server.centre.sign_on("Q2", "CB02")
        server.centre.call(issued.ticket.shown, "Q2")
        hurry(page, "body.is-called")
        context.close()
        phones.stop()


@pytest.mark.parametrize("size", EVERY_DAY_ONE, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_is_cut_and_every_button_can_be_touched(
    open_phone: OpenPhone, behind_live: Behind, size: tuple[int, int], language: str
) -> None:
    behind_live.sign_on("Q1", "CB01")
    first, waiting = printed(behind_live), printed(behind_live)
    behind_live.next("Q1")
    for issued, query in ((waiting, ""), (waiting, "&ask=late"), (waiting, "&ask=give_back"), (first, "")):
        page = open_phone(issued, f"?lang={language}{query}", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert (
            page.evaluate(
                "[...document.querySelectorAll('button, .button, .language, p')].filter(node => !node.hidden"
                " && node.offsetParent && node.scrollWidth > node.clientWidth + 1).map(node => node.textContent)"
            )
            == []
        )
        assert (
            page.evaluate(
                "[...document.querySelectorAll('button, .button, .language, footer a')].filter(node =>"
                " node.offsetParent && node.getBoundingClientRect().height < 44).map(node => node.textContent)"
            )
            == []
        )
    above_fold = page.locator(".first").bounding_box()
    assert above_fold is not None and above_fold["y"] + above_fold["height"] < size[1], "one's call needs no scrolling"


def test_without_a_script_the_page_tells_and_takes_the_same(
    browser: Browser, phones: Phones, behind_live: Behind
) -> None:
    issued = printed(behind_live)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{phones.address}/t/{issued.token}")
    expect(page.locator(".number")).to_have_text("A001")
    expect(page.locator("#sound")).to_be_hidden()
    page.click("#late")
    page.click("#late-30")
    expect(page.locator("main")).to_contain_text("Ông/Bà đến muộn: được gọi từ")
    context.close()


NEWER_THAN_2018 = {
    "optional chaining": r"\?\.(?!\d)",
    "nullish coalescing": r"\?\?",
    "logical assignment": r"(&&|\|\|)=",
    "exponent": r"\*\*",
    "catch without a name": r"catch\s*\{",
    "spread or rest of objects": r"\{\s*\.\.\.|,\s*\.\.\.\w+\s*\}",
    "private fields": r"\.#\w|^\s*#\w+",
    "big integers": r"\b\d+n\b",
    "numeric separators": r"\b\d+_\d",
    "asynchronous loops": r"for await",
    "modules": r"\b(import|export)\b",
    "later functions": r"\.(at|flat|flatMap|matchAll|replaceAll|fromEntries|allSettled|any|finally|trimStart|trimEnd"
    r"|replaceChildren|toSorted|randomUUID)\(|AbortSignal|globalThis|structuredClone|queueMicrotask|\.submitter",
}
NEWER_STYLES = (
    r":is\(|:where\(|:has\(|clamp\(|\bmin\(|\bmax\(|\binset\b|aspect-ratio|@layer|@container|[^-]gap:|\bd?svh\b"
)


@pytest.mark.parametrize("name", sorted(path.name for path in (HERE / "static").glob("*.js")))
def test_scripts_are_written_for_browsers_of_2018(name: str) -> None:
    source = (HERE / "static" / name).read_text(encoding="utf-8")
    code = re.sub(r'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', '""', source, flags=re.DOTALL)
    assert {what: found for what, rule in NEWER_THAN_2018.items() if (found := re.findall(rule, code, re.M))} == {}


@pytest.mark.parametrize("name", sorted(path.name for path in (HERE / "static").glob("*.css")))
def test_styles_are_written_for_browsers_of_2018(name: str) -> None:
    source = (HERE / "static" / name).read_text(encoding="utf-8")
    assert re.findall(NEWER_STYLES, re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)) == []
