"""Words to drive staff's pages in a real Chromium."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright
from staff_pages import PASSWORD

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 20_000

Open = Callable[..., Page]

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def log_in_by_keyboard(page: Page, address: str, login: str) -> None:
    page.goto(f"{address}/console/login")
    expect(page.locator("#login")).to_be_focused()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def press(page: Page, key: str) -> None:
    """Press a key as a person would: when the deed before has been answered."""
    expect(page.locator("#next")).to_be_enabled()
    page.keyboard.press(key)


def deeds_sent(page: Page) -> list[str]:
    """The deeds that the page sends from now on; grows while the test goes on."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url.rsplit("/", 1)[1]) if request.method == "POST" else None)
    return sent
