"""The pages of scores in Chromium: no wider than a phone, nothing against the page's policy, and axe agrees."""

import pytest
from playwright.sync_api import Browser, expect
from staff_pages import RunningServer, session_of
from test_accessibility import faults_of
from test_score_pages import MONDAY, comment, rate, suspect

from server.web.access.staff_session import COOKIE

PERIOD = f"from={MONDAY}&to={MONDAY}"
PAGES = (
    ("gd01", f"/scores?{PERIOD}"),
    ("gd01", f"/scores?{PERIOD}&officer=CB01"),
    ("cb01", f"/scores?{PERIOD}"),
    ("gd01", "/scores/findings"),
    ("cb01", "/scores/findings"),
    ("gd01", "/scores/corrections?officer=CB01"),
    ("gd01", "/scores/comments"),
    ("ks01", "/scores/looks"),
)


@pytest.mark.parametrize(("language", "width"), [("vi", 1280), ("en", 390)])
def test_every_page_of_scores(browser: Browser, server: RunningServer, language: str, width: int) -> None:
    centre = server.centre
    suspect(centre)
    rate(centre, 12, counter="Q2", level=2)
    rate(centre, 12, counter="Q1")
    comment(centre, "Chờ lâu quá")
    centre.close_day()
    found: dict[str, list[str]] = {}
    for login, path in PAGES:
        context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
        context.add_cookies(
            [
                {"name": "bocso_language", "value": language, "url": server.address},
                {"name": COOKIE, "value": session_of(server, login).token, "url": server.address},
            ]
        )
        page, said = context.new_page(), []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.goto(f"{server.address}{path}")
        expect(page.locator(".score-places [aria-current]")).to_have_count(1)
        page.locator("main details").evaluate_all("every => every.forEach(one => { one.open = true; })")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            said.append("wider than the screen")
        found[f"{login} {path}"] = said + faults_of(page)
        context.close()
    assert found == {page: [] for page in found}


def test_an_officer_answers_by_keyboard(browser: Browser, server: RunningServer) -> None:
    suspect(server.centre)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": COOKIE, "value": session_of(server, "cb01").token, "url": server.address}])
    page = context.new_page()
    page.goto(f"{server.address}/scores/findings")
    page.get_by_label("Giải trình của Ông/Bà").fill("Loa hỏng cả buổi, công dân không nghe gọi.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_have_text("Đã gửi giải trình.")
    expect(page.locator("blockquote")).to_have_text("Loa hỏng cả buổi, công dân không nghe gọi.")
    context.close()
