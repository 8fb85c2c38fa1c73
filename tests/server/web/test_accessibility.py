"""axe-core finds nothing serious or critical on the login and the console, in every state, in both languages."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from console_browser import Open, press
from playwright.sync_api import Page, expect
from staff_pages import PASSWORD, RunningServer

SERIOUS = ("serious", "critical")
LANGUAGES = ["vi", pytest.param("en", marks=pytest.mark.exhaustive)]
"""Every day one; a page differs between them in its words."""

axe = Axe()


def faults_of(page: Page) -> list[str]:
    """What axe calls serious or critical: the rule, and where."""
    violations = axe.run(page).response["violations"]
    return [
        f"{found['id']}: {', '.join(str(node['target']) for node in found['nodes'])}"
        for found in violations
        if found["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_console_in_each_state(open_console: Open, live: RunningServer, language: str) -> None:
    page = open_console(language=language, counter=None)
    found = {"choosing": faults_of(page)}
    page.click("[data-key=Q2]")
    expect(page.locator("#next")).to_be_visible()
    for group in (None, "elderly", None, None):
        live.centre.number("A", group)
    live.centre.note("A001", "Đi xe lăn")
    live.centre.number("C")
    expect(page.locator("#waiting")).to_have_text("4")
    found["free"] = faults_of(page)
    for key in ("g", "u", "m", "q", "p"):
        press(page, key)
        expect(page.locator("#panel")).to_be_visible()
        found[f"panel {key}"] = faults_of(page)
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_be_hidden()
    press(page, "n")
    expect(page.locator("#hero")).to_have_class("hero is-called")
    expect(page.locator("#next")).to_be_enabled()
    found["called"] = faults_of(page)
    press(page, "v")
    expect(page.locator("#absent li")).to_have_count(1)
    press(page, "n")
    expect(page.locator("#hero")).to_have_class("hero is-called")
    press(page, "c")
    expect(page.locator("#hero")).to_have_class("hero is-serving")
    expect(page.locator("#next")).to_be_enabled()
    found["serving"] = faults_of(page)
    for key in ("f", "h", "t", "a"):
        press(page, key)
        expect(page.locator("#panel")).to_be_visible()
        found[f"panel {key}"] = faults_of(page)
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_be_hidden()
    press(page, "3")
    expect(page.locator("#panel-missing")).to_be_focused()
    found["missing"] = faults_of(page)
    page.keyboard.press("Escape")
    press(page, "h")
    page.keyboard.press("4")
    expect(page.locator("#held li")).to_have_count(1)
    press(page, "w")
    expect(page.locator("#queue")).to_contain_text("C001")
    found["whole centre"] = faults_of(page)
    press(page, "p")
    page.keyboard.press("1")
    expect(page.locator("#hero")).to_have_class("hero is-paused")
    page.click("#menu summary")
    found["paused, menu"] = faults_of(page)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    found["keys"] = faults_of(page)
    live.stop()
    expect(page.locator("#outage")).to_be_visible()
    found["outage"] = faults_of(page)
    assert found == {state: [] for state in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_console_on_a_phone_and_who_only_looks(open_console: Open, live: RunningServer, language: str) -> None:
    page = open_console(language=language, width=390, height=844)
    live.centre.number("A", "elderly")
    expect(page.locator("#waiting")).to_have_text("1")
    assert faults_of(page) == []
    looking = open_console("gd01", counter=None, language=language)
    assert faults_of(looking) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_login(open_console: Open, live: RunningServer, language: str) -> None:
    page = open_console(language=language)
    page.context.clear_cookies(name="bocso_session")
    page.goto(f"{live.address}/console/login")
    assert faults_of(page) == []
    page.fill("#login", "cb01")
    page.fill("#password", "sai")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_be_visible()
    assert faults_of(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scores(open_console: Open, live: RunningServer, language: str) -> None:
    live.centre.sign_on("Q1", "CB01")
    for level in (5, 5, 4, 4, 5, 3, 2, 5, 5, 1, 5, 5):
        number = live.centre.number("A")
        assert live.centre.next_number("Q1") == number
        live.centre.start("Q1")
        live.centre.finish("Q1")
        live.centre.press(level, live.centre.window_of(number))
    live.clock.step(timedelta(minutes=5))  # type: ignore[attr-defined] # a stepped clock: the windows run out
    live.centre.number("B")
    page = open_console("gd01", counter=None, language=language)
    page.goto(f"{live.address}/scores")
    expect(page.locator("h1")).to_have_text(
        {"vi": "Đánh giá của công dân", "en": "How citizens rated the service"}[language]
    )
    expect(page.locator(".summary")).to_contain_text(
        {"vi": "hài lòng trong 10 đánh giá", "en": "satisfied in 10"}[language]
    )
    assert faults_of(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_account_and_who_is_logged_in(open_console: Open, live: RunningServer, language: str) -> None:
    page = open_console("gd01", counter=None, language=language)
    found = {}
    for address in ("/account", "/security"):
        page.goto(f"{live.address}{address}")
        expect(page.locator(".sessions li").first).to_be_visible()
        found[address] = faults_of(page)
    page.goto(f"{live.address}/account")
    page.fill("#password", PASSWORD)
    page.click("#second-factor button")
    expect(page.locator(".factor-picture")).to_be_visible()
    found["scanning"] = faults_of(page)
    assert found == {"/account": [], "/security": [], "scanning": []}
