"""Draws every page of the web in Chromium, wide and on a phone: `python -m simulation.screens.web_drawing FOLDER`.

FOLDER/SIZE/LANGUAGE gets a PNG of each page and `seen.json`, what is wrong with it. Needs the tests' environment
(playwright and Chromium).
"""

import argparse
import contextlib
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from messaging.requests import IssuedTicket
from simulation.centre_folder import PEOPLES_KIOSK
from simulation.officer import ConsoleRefused, Officer
from simulation.screens.seen import FILE
from simulation.screens.web_centre import WebCentre, running_centre
from simulation.screens.web_scenes import (
    CONSOLE_STATES,
    DESKTOP,
    HEAD,
    LANGUAGES,
    OFFICER,
    PAIRING_STATES,
    PHONE,
    PROCEDURE_STATES,
    SIZES,
    START_STATES,
    TECHNICIAN,
    TICKET_STATES,
    staff_pages,
)
from simulation.stopping import StopAsked, stop_on_signals
from simulation.wall.monkey import CHROMIUM, CHROMIUM_OPTIONS

PATIENCE_MS = 20_000
REST_MS = 250
"""What a script still draws after its page is there."""
COOKIE = "bocso_language"
FAULTS = """
() => {
    const found = [];
    if (document.documentElement.scrollWidth > window.innerWidth + 1) found.push("wider than the screen");
    for (const node of document.querySelectorAll("body *")) {
        if (!node.checkVisibility() || node.closest("svg, .unseen")) continue;
        const style = getComputedStyle(node);
        const isCut = style.overflowX === "hidden" || style.overflowX === "clip" || style.textOverflow === "ellipsis";
        const hasText = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
        const words = `${node.tagName.toLowerCase()}#${node.id} "${node.textContent.trim().slice(0, 50)}"`;
        if (hasText && isCut && node.clientWidth > 1 && node.scrollWidth > node.clientWidth + 1)
            found.push(`cut: ${words}`);
        const isNamed = /^(BUTTON|LABEL|H1|H2|P|LI|A)$/.test(node.tagName) && style.display !== "inline";
        if (hasText && isNamed && node.clientWidth > 1 && node.scrollWidth > node.clientWidth + 2)
            found.push(`sticks out: ${words}`);
    }
    return found;
}
"""


@dataclass(slots=True)
class Camera:
    """Keeps pages as pictures, in each size, and what is wrong with them; of unwanted ones nothing."""

    folder: Path
    wanted: frozenset[str]
    faults: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def wants(self, *names: str) -> bool:
        return not self.wanted or any(name in self.wanted for name in names)

    def take(self, page: Page, name: str, language: str, sizes: tuple[tuple[int, int], ...] = SIZES) -> None:
        if not self.wants(name):
            return
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(REST_MS)
            folder = self.folder / f"{width}x{height}" / language
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{name}.png", full_page=True)
            self.faults.setdefault(f"{width}x{height}/{language}", {})[name] = page.evaluate(FAULTS)
        page.set_viewport_size({"width": sizes[0][0], "height": sizes[0][1]})

    def keep_faults(self) -> None:
        for place, faults in self.faults.items():
            path = self.folder / place / FILE
            known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            path.write_text(json.dumps(known | faults, ensure_ascii=False), encoding="utf-8")


def draw(folder: Path, names: frozenset[str]) -> None:
    """Start a centre and draw its pages."""
    camera = Camera(folder, names)
    failed: list[str] = []
    with (
        tempfile.TemporaryDirectory(prefix="bocso-screens-") as scratch,
        running_centre(Path(scratch)) as centre,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        try:
            for nth, language in enumerate(LANGUAGES):
                for wanted, walk in (
                    (START_STATES, _walk_first_start),
                    (tuple(page.name for page in staff_pages()), _walk_staff_pages),
                    (PROCEDURE_STATES, _walk_procedures),
                    (TICKET_STATES, _walk_tickets),
                    (PAIRING_STATES, _walk_pairing),
                    (CONSOLE_STATES, partial(_walk_console, nth=nth)),
                ):
                    if not camera.wants(*wanted):
                        continue
                    try:
                        walk(camera, browser, centre, language)
                    except (BrowserError, ConsoleRefused) as fault:  # the other pages are drawn all the same
                        failed.append(f"{wanted[0]} and what follows, in {language}: {fault}")
        finally:
            browser.close()
            camera.keep_faults()
    if failed:
        raise SystemExit("\n".join(failed))


def _opened(browser: Browser, address: str, language: str, size: tuple[int, int] = DESKTOP) -> BrowserContext:
    # Without transitions: a colour on its way is neither the one nor the other.
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": COOKIE, "value": language, "url": address}])
    return context


def _log_in(page: Page, centre: WebCentre, role: str, nth: int = 0) -> None:
    login = centre.login_of(role, nth)
    page.goto(f"{centre.address}/console/login")
    page.fill("#login", login.login)
    page.fill("#password", login.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/login"))


def _walk_staff_pages(camera: Camera, browser: Browser, centre: WebCentre, language: str) -> None:
    of_roles: dict[str | None, list[Any]] = {}
    for wanted in staff_pages():
        of_roles.setdefault(wanted.role, []).append(wanted)
    for role, pages in of_roles.items():
        if not camera.wants(*(wanted.name for wanted in pages)):
            continue
        with _opened(browser, centre.address, language) as context:
            page = context.new_page()
            if role is not None:
                _log_in(page, centre, role)
            for wanted in pages:
                page.goto(f"{centre.address}{wanted.path}")
                if wanted.filled:
                    page.wait_for_selector(wanted.filled)
                camera.take(page, wanted.name, language)


def _walk_pairing(camera: Camera, browser: Browser, centre: WebCentre, language: str) -> None:
    waiting, used = PAIRING_STATES
    with _opened(browser, centre.address, language) as context:
        page = context.new_page()
        _log_in(page, centre, TECHNICIAN)
        page.goto(f"{centre.address}/setup/devices")
        # Not the one that gives the numbers here: its own credential would end.
        page.locator(f'.device:has-text("{PEOPLES_KIOSK.device_id}") [data-deed="invite"]:enabled').first.click()
        code = page.locator(".pairing-code").inner_text()
        camera.take(page, waiting, language)
        asked = {"code": code, "kind": "kiosk", "attempt_id": str(uuid4())}
        page.request.post(f"{centre.address}/api/v1/enrolment", data=asked)
        page.wait_for_selector(".pairing.is-good")
        camera.take(page, used, language)


def _walk_first_start(camera: Camera, browser: Browser, centre: WebCentre, language: str) -> None:
    code, choice, *steps = START_STATES
    with _opened(browser, centre.fresh, language) as context:
        page = context.new_page()
        page.goto(f"{centre.fresh}/setup/start")
        page.wait_for_selector("#code-form button:enabled")
        camera.take(page, code, language)
        page.fill("#code", centre.code)
        page.click("#code-form button[type=submit]")
        page.wait_for_selector("#own:visible")
        camera.take(page, choice, language)
        page.click("#own")
        for nth, step in enumerate(steps):
            page.wait_for_selector(f"[data-step={step.removeprefix('start_')}]:visible")
            if nth == 0:
                page.locator("[data-step=name] [data-key=name] input").fill("Trung tâm xã Mẫu")
            camera.take(page, step, language)
            if nth < len(steps) - 1:
                page.click("[data-next]:visible")


def _walk_console(camera: Camera, browser: Browser, centre: WebCentre, language: str, *, nth: int) -> None:
    """One officer's visit; each language has a counter of its own."""

    def panel(key: str, name: str) -> None:
        page.click(f"#now [data-panel={key}]:visible")
        page.wait_for_selector("#panel:visible")
        camera.take(page, name, language)
        page.click("#panel-close")
        page.wait_for_selector("#panel", state="hidden")

    with _opened(browser, centre.address, language) as context:
        page = context.new_page()
        _log_in(page, centre, OFFICER, nth=3 + nth)
        page.wait_for_selector("#choosing:visible")
        camera.take(page, "console_choosing", language)
        page.click(f"[data-key=Q{4 + nth}]")
        page.wait_for_selector("#next:visible")
        for service in ("A", "B", "C", "E", "G", "H", "K"):
            centre.give(service, "elderly" if service == "E" else None)
        page.wait_for_function("Number(document.querySelector('#waiting').textContent) > 1")
        camera.take(page, "console_free", language)
        for key, name in (("named", "named"), ("quick", "quick"), ("note", "note"), ("pause", "break")):
            panel(key, f"console_{name}")
        page.click("#next")
        page.wait_for_selector("#hero.is-called")
        camera.take(page, "console_called", language)
        page.click("[data-deed=start]")
        page.wait_for_selector("#hero.is-serving")
        camera.take(page, "console_serving", language)
        for key in ("hold", "transfer", "second", "finish"):
            panel(key, f"console_{key}")
        page.click("#now [data-panel=finish]:visible")
        page.click("#panel .choice[data-id=supplement]")
        page.wait_for_selector("#panel-missing:visible")
        camera.take(page, "console_missing", language)
        page.click("#panel-close")
        page.keyboard.press("w")
        camera.take(page, "console_all", language)
        # Nobody rests while somebody is served: the number is put on hold before.
        for key, then in (
            ("h", "#panel:visible"),
            ("4", "#held li"),
            ("p", "#panel:visible"),
            ("1", "#hero.is-paused"),
        ):
            page.wait_for_selector("#next:enabled")  # what was done before has been answered
            page.keyboard.press(key)
            page.wait_for_selector(then)
        camera.take(page, "console_paused", language)
        page.keyboard.press("?")
        page.wait_for_selector("#keys:visible")
        camera.take(page, "console_keys", language)
    with _opened(browser, centre.address, language) as context:
        page = context.new_page()
        _log_in(page, centre, HEAD)
        page.goto(f"{centre.address}/console")
        page.wait_for_selector("#choosing:visible, #working:visible")
        camera.take(page, "console_head", language)


def _walk_procedures(camera: Camera, browser: Browser, centre: WebCentre, language: str) -> None:
    words = "giay doc than" if language == "vi" else "marriage"
    asked = f"?lang={language}"
    with _opened(browser, centre.phones, language, PHONE) as context:
        page = context.new_page()

        def see(path: str, name: str) -> None:
            page.goto(f"{centre.phones}{path}")
            camera.take(page, name, language, (PHONE, DESKTOP))

        see("/", "front")
        see(f"/thu-tuc{asked}", "procedures")
        see(f"/thu-tuc{asked}&q=zzzz", "procedures_none")
        see(f"/thu-tuc/0123456789{asked}", "procedure_unknown")
        see(f"/thu-tuc{asked}&q={words.replace(' ', '+')}", "procedures_found")
        page.locator("#found a").first.click()
        page.wait_for_selector("h1")
        camera.take(page, "procedure", language, (PHONE, DESKTOP))


def _walk_tickets(camera: Camera, browser: Browser, centre: WebCentre, language: str) -> None:
    """Numbers of one service in all their stages; an officer calls and serves them."""
    asked = f"?lang={language}"
    with _opened(browser, centre.phones, language, PHONE) as context:
        page = context.new_page()

        def see(ticket: IssuedTicket, name: str, then: str = "", *, says: Callable[[], None] | None = None) -> None:
            page.goto(f"{centre.page_of(ticket)}{asked}{then}")
            if says is not None:
                says()
            camera.take(page, name, language, (PHONE, DESKTOP))

        def tap(*buttons: str) -> None:
            for button in buttons:
                page.click(f"#{button}")
                page.wait_for_timeout(REST_MS)

        officer = Officer(centre.address, centre.login_of(OFFICER, nth=1))
        with contextlib.suppress(ConsoleRefused):  # nobody is served there just now
            officer.finish()
        try:
            given = [centre.give("B", language=language) for _ in range(6)]
            waits = given[-1]
            see(waits, "ticket_waiting")
            see(waits, "ticket_ask_late", "&ask=late")
            see(waits, "ticket_ask_give_back", "&ask=give_back")
            see(waits, "ticket_present", says=lambda: tap("present"))
            see(waits, "ticket_late", says=lambda: tap("late", "late-30"))
            see(given[-2], "ticket_given_back", says=lambda: tap("give-back", "give-back-now"))
            see(centre.give("B", language=language, outcome=None), "ticket_unprinted")
            called = _call(officer, given[:3])
            see(given[1], "ticket_near")
            see(called, "ticket_called")
            officer.start()
            see(called, "ticket_serving")
            officer.finish()
            see(called, "ticket_over")
        finally:
            officer.close()
        page.goto(f"{centre.phones}/t/Zx3kQ9vT0aYb7LmN2pRs4w{asked}")
        camera.take(page, "ticket_unknown", language, (PHONE, DESKTOP))


def _call(officer: Officer, given: list[IssuedTicket]) -> IssuedTicket:
    """Call the first of these, in front of whoever waits."""
    officer.act("call-number", number=given[0].number, reason="Đi cùng người khuyết tật")
    return given[0]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m simulation.screens.web_drawing")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--names", default="")
    said = parser.parse_args()
    stop_on_signals()
    try:
        draw(said.folder, frozenset(said.names.split(",")) - {""})
    except StopAsked:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
