"""Forms of the staff's pages as an office's computer posts them: over plain HTTP, from an address that is not its own.

There a browser sends no Sec-Fetch-Site, and its Origin hangs on the page's Referrer-Policy: what passes on the server's
own machine may be refused to everybody else.
"""

from collections.abc import Iterator

import pytest
from console_browser import ARGUMENTS, CHROMIUM, log_in_by_keyboard
from playwright.sync_api import Browser, expect, sync_playwright
from staff_pages import RunningServer

NAME = "centre.example"


@pytest.fixture
def office_computer() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        finds = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, finds])
        yield browser
        browser.close()


def test_login_and_logout_from_another_machine(office_computer: Browser, live: RunningServer) -> None:
    page = office_computer.new_page()
    sent: list[dict[str, str]] = []
    page.on("request", lambda request: sent.append(request.all_headers()) if request.method == "POST" else None)
    address = live.address.replace("127.0.0.1", NAME)
    log_in_by_keyboard(page, address, "cb01")
    expect(page.locator("#login")).to_have_count(0)
    assert "/console" in page.url
    assert "login" not in page.url
    assert all("sec-fetch-site" not in headers for headers in sent), "this is the machine itself after all"
    page.goto(f"{address}/account")
    expect(page.locator("h1")).to_be_visible()
    assert "login" not in page.url
