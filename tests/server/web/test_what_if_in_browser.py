"""What if in Chromium: a desk more is asked for in the form; nothing breaks the page's policy, and axe agrees."""

import pytest
from playwright.sync_api import Browser, expect
from staff_pages import RunningServer, session_of
from test_accessibility import faults_of
from test_what_if_pages import live_through_a_morning

from server.web.access.staff_session import COOKIE


@pytest.mark.parametrize(("language", "width"), [("vi", 1280), ("en", 390)])
def test_somebody_asks_for_one_desk_more(browser: Browser, server: RunningServer, language: str, width: int) -> None:
    live_through_a_morning(server.centre)
    context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    context.add_cookies(
        [
            {"name": "bocso_language", "value": language, "url": server.address},
            {"name": COOKIE, "value": session_of(server, "gd01").token, "url": server.address},
        ]
    )
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{server.address}/reports/what-if")
    expect(page.locator(".summary")).to_contain_text(
        {"vi": "Chưa có thay đổi nào", "en": "Nothing is changed"}[language]
    )
    page.get_by_label({"vi": "Số quầy thêm: Chứng thực", "en": "Desks more: Certification"}[language]).fill("1")
    page.get_by_role("button", name={"vi": "Tính lại", "en": "Calculate"}[language]).click()
    expect(page.locator(".summary")).to_contain_text({"vi": "không đổi: 28 phút", "en": "unchanged: 28 min"}[language])
    page.wait_for_load_state()  # the words stand there before the style sheet does
    chart = page.locator("img.chart")
    expect(chart).to_be_visible()
    assert chart.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults_of(page) == []
    assert said == []
    context.close()
