"""Reports in Chromium: they fit phone and desk, break no policy, axe agrees; today is fetched anew on a wall."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from staff_pages import RunningServer, session_of
from test_accessibility import faults_of
from test_scores import Ratings

from server.web.access.staff_session import COOKIE

PAGES = (
    *("/reports", "/reports/by/day", "/reports/by/officer", "/reports/by/counter", "/reports/by/hour"),
    *("/reports/by/service", "/reports/turns", "/reports/print"),
)


def live_a_little(server: RunningServer) -> None:
    centre = server.centre
    centre.sign_on("Q1", "CB01")
    centre.sign_on("Q2", "CB02")
    Ratings(centre).rate(*([5] * 12))
    centre.clock.pass_s(3600)
    for service in "ABBA":
        centre.number(service)
    centre.clock.pass_s(900)
    centre.serve("Q2")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def context(browser: Browser, server: RunningServer) -> Iterator[BrowserContext]:
    live_a_little(server)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_cookies([{"name": COOKIE, "value": session_of(server, "gd01").token, "url": server.address}])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, said: list[str]) -> Page:
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return page


@pytest.mark.parametrize(("language", "width"), [("vi", 1280), ("en", 390)])
def test_every_report_fits_and_is_accessible(
    page: Page, context: BrowserContext, server: RunningServer, said: list[str], language: str, width: int
) -> None:
    context.add_cookies([{"name": "bocso_language", "value": language, "url": server.address}])
    page.set_viewport_size({"width": width, "height": 844})
    for path in PAGES:
        page.goto(f"{server.address}{path}")
        for chart in page.locator("img.chart").all():
            assert chart.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0, path
        for closed in page.locator("details:not([open]) > summary").all()[:2]:
            closed.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert faults_of(page) == [], path
    assert said == []


def test_today_is_fetched_anew_while_it_stands_on_a_wall(page: Page, server: RunningServer, said: list[str]) -> None:
    page.clock.install()
    page.goto(f"{server.address}/reports")
    waiting = page.locator("#today .tile-waiting .value")
    expect(waiting).to_have_text("3")
    server.centre.number("A")
    page.clock.run_for(31_000)
    expect(waiting).to_have_text("4")
    expect(page.locator("#today h1")).to_contain_text("Hôm nay")
    # Nobody's definition closes under the eyes.
    page.locator("#today details summary").first.click()
    server.centre.number("A")
    page.clock.run_for(31_000)
    page.wait_for_timeout(100)
    expect(waiting).to_have_text("4")
    assert said == []


def test_from_a_service_to_its_turns_and_the_message_for_a_group(page: Page, server: RunningServer) -> None:
    page.goto(f"{server.address}/reports")
    assert "Thứ Hai, 23/11/2026" in page.locator("#daily").input_value()
    page.get_by_role("button", name="Sao chép").click()
    expect(page.locator("#copied")).to_have_text("Đã sao chép")
    page.get_by_role("link", name="A · Chứng thực").click()
    expect(page.locator("h1")).to_have_text("Báo cáo: Từng lượt")
    expect(page.get_by_label("Lĩnh vực")).to_have_value("A")
    expect(page.locator("tbody tr")).to_have_count(14)


def test_on_paper_there_is_the_report_and_nothing_else(page: Page, server: RunningServer) -> None:
    page.goto(f"{server.address}/reports/print")
    page.emulate_media(media="print")
    expect(page.locator(".official .country")).to_be_visible()
    expect(page.locator("header.frame")).to_be_hidden()
    expect(page.locator(".not-printed")).to_be_hidden()
