"""What the tests of the web pages share: a server that runs, and people who log in to it, by HTTP or in a browser."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from centre_under_test import WITHOUT_TLS, copy_database
from console_browser import PATIENCE_MS, Open, launched, log_in_by_keyboard
from held_clock import HeldClock
from playwright.sync_api import Browser, Page, expect
from staff_pages import Behind, RunningServer, StaffClient, prepare_centre, running, session_of

from messaging.clock import SteppedClock
from server.web.access.staff_session import COOKIE


@pytest.fixture(scope="session")
def staffed_database(memory_folder: Path, empty_database: Path) -> Path:
    """A centre with staff, devices and an open day. Only for copying."""
    database = copy_database(empty_database, memory_folder / "staffed.db")
    prepare_centre(database)
    return database


@pytest.fixture
def server(folder: Path, staffed_database: Path, clock: HeldClock) -> Iterator[RunningServer]:
    """The real server on loopback, its time held still."""
    with running(copy_database(staffed_database, folder / "centre.db"), clock) as server:
        yield server


@pytest.fixture
def behind(server: RunningServer) -> Behind:
    """The centre behind the server."""
    return server.centre


@pytest.fixture
def anybody(server: RunningServer) -> Iterator[httpx.Client]:
    """A client that is not logged in."""
    with httpx.Client(base_url=server.address, timeout=20, verify=WITHOUT_TLS) as client:
        yield client


@pytest.fixture
def log_in(server: RunningServer) -> Iterator[Callable[[str], StaffClient]]:
    """Log in by login name; each call is a browser of its own."""
    clients: list[httpx.Client] = []

    def enter(login: str) -> StaffClient:
        client = httpx.Client(base_url=server.address, timeout=20, verify=WITHOUT_TLS)
        clients.append(client)
        return StaffClient(client, login)

    yield enter
    for client in clients:
        client.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def live(folder: Path, staffed_database: Path) -> Iterator[RunningServer]:
    """The server with time that passes, as browsers know it."""
    with running(copy_database(staffed_database, folder / "centre.db"), SteppedClock(), ignore_hours=True) as server:
        yield server


@pytest.fixture
def open_console(browser: Browser, live: RunningServer) -> Iterator[Open]:
    """Be logged in and choose a counter; whatever the page complains of fails the test.

    `by_keyboard`: through the login page, which costs a page more.
    """
    faults: list[str] = []
    with contextlib.ExitStack() as contexts:

        def enter(
            login: str = "cb01",
            counter: str | None = "Q2",
            width: int = 1280,
            height: int = 800,
            language: str = "vi",
            by_keyboard: bool = False,
            before: Callable[[Page], None] = lambda _page: None,
        ) -> Page:
            # Without transitions: a colour on its way is neither the one nor the other.
            context = contexts.enter_context(
                browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
            )
            context.add_cookies([{"name": "bocso_language", "value": language, "url": live.address}])
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
            before(page)
            if by_keyboard:
                log_in_by_keyboard(page, live.address, login)
            else:
                context.add_cookies([{"name": COOKIE, "value": session_of(live, login).token, "url": live.address}])
                page.goto(f"{live.address}/console")
            page.wait_for_selector("#choosing:visible, #working:visible")
            if counter is not None and page.locator("#choosing").is_visible():
                page.click(f"[data-key={counter}]")
                page.wait_for_selector("#next:visible")
                expect(page.locator("#leave")).to_be_enabled()  # the counter's deed has been answered
            expect(page.locator("#link")).to_have_text({"vi": "Trực tuyến", "en": "Live"}[language])
            return page

        yield enter
    assert faults == []
