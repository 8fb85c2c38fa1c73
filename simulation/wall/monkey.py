"""A monkey at the wall: `python -m simulation.wall.monkey --data .demo --seconds 300 --seed 1`.

It clicks at random on everything that a visitor can click, in a real browser, on a demo that runs; then it
makes everything well again and looks whether the centre has kept its promises: journal, tables, boards and scores
agree with the rules, no program died by itself, none wrote a traceback to its log. It needs the tests' environment
(playwright and Chromium); the same seed clicks in the same order, though what a click meets depends on time.
"""

import argparse
import contextlib
import json
import random
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, sync_playwright

from messaging.clock import real_monotonic_s
from server.journal.verify import verify
from simulation.centre_folder import DEVICES, KIOSK, CentreFolder
from simulation.control_client import ControlClient, ControlRefused, NoControl
from simulation.wall.breaking import FAULTS
from simulation.wall.promises import broken_since, noted

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_OPTIONS = [
    "--no-sandbox",  # it opens our own page only, and often runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEALING_PATIENCE_S = 90.0
"""A program that was ended often waits up to 10 s before it starts again, and screens take a few to draw."""
CLICK_PATIENCE_MS = 1000
PAGE_PATIENCE_MS = 30_000
KIOSK_SCREEN = f'.screen[data-device="{KIOSK.device_id}"]'
SMALL_PX = 54
"""How wide a picture is asked for whose size alone is wanted."""
AIMED = 0.8
"""How often a touch of the kiosk goes where words stand: else it would hardly ever get as far as a number."""
TARGETS = {
    KIOSK_SCREEN: 35,
    ".screen": 8,
    "[data-deed]:enabled": 20,
    "[data-key]": 10,
    "[data-pin]:enabled": 15,
    "[data-fault]": 12,
    "[data-speed]:enabled": 8,
    ".slips button": 5,
    "#sound": 2,
    ".logins button": 3,
}
"""What it reaches for, and how often: the devices most, a switch that breaks something now and then."""


@dataclass(slots=True)
class Outing:
    """What a monkey did and what was wrong afterwards."""

    clicks: Counter[str] = field(default_factory=Counter)
    page_errors: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def run_monkey(folder: CentreFolder, *, seconds: float, seed: int) -> Outing:
    """Let the monkey loose on the demo that runs in `folder`, then heal and check.

    What was wrong before it came is not held against it, but for what stands in the journal.
    """
    running = folder.running()
    if running is None or not running.get("wall"):
        raise SystemExit(f"no demo runs in {folder.path}")
    outing = Outing()
    before = noted(folder)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.on("pageerror", lambda error: outing.page_errors.append(str(error)))
        page.goto(running["wall"])
        page.wait_for_selector("body[data-ready]")
        page.set_default_timeout(CLICK_PATIENCE_MS)
        _click_about(page, random.Random(seed), seconds, outing, ControlClient(folder.control_socket(KIOSK.device_id)))
        browser.close()
    heal(running["wall"])
    outing.faults = broken_promises(folder) or broken_since(folder, before)
    return outing


def heal(wall: str) -> None:
    """Turn every fault off and send the people home."""
    for path, body in [
        ("api/people", {"speed": 0}),
        *(("api/fault", {"fault": fault, "is_on": False}) for fault in FAULTS),
    ]:
        request = urllib.request.Request(  # noqa: S310 -- the address of a demo on this machine
            wall + path,
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Origin": wall.rstrip("/")},
        )
        with urllib.request.urlopen(request, timeout=30):  # noqa: S310 -- as above
            pass


def broken_promises(folder: CentreFolder) -> list[str]:
    """What is not as it must be once everything is well again; waits until it is."""
    give_up_s = real_monotonic_s() + HEALING_PATIENCE_S
    while faults := _not_well(folder):
        if real_monotonic_s() > give_up_s:
            return faults
        time.sleep(0.5)
    verdict = verify(folder.database)
    return [] if verdict.fault is None else [f"the journal does not hold: {verdict.fault}"]


def _not_well(folder: CentreFolder) -> list[str]:
    running: dict[str, Any] = folder.running() or {}
    faults = [f"{name}: {how}" for name, how in running.get("ended", {"the demo": "gone"}).items()]
    for device in DEVICES:
        try:
            control = ControlClient(folder.control_socket(device.device_id))
            has_lights = device.kind == "pad" and not folder.has_touch_screen(device)
            control.ask("lights" if has_lights else "frame", patience_s=5)
        except (NoControl, ControlRefused) as fault:
            faults.append(str(fault))
    for name, address in (("server", f"{running.get('address')}/health"), ("wall", f"{running.get('wall')}api/about")):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 -- of this machine
                pass
        except (OSError, ValueError) as fault:
            faults.append(f"{name}: {fault}")
    return faults


def _click_about(page: Page, chance: random.Random, seconds: float, outing: Outing, kiosk: ControlClient) -> None:
    end_s = real_monotonic_s() + seconds
    while real_monotonic_s() < end_s:
        with contextlib.suppress(BrowserError):  # what it reached for has just gone
            _do_something(page, chance, outing, kiosk)


def _do_something(page: Page, chance: random.Random, outing: Outing, kiosk: ControlClient) -> None:
    whim = chance.random()
    if whim < 0.01:
        outing.clicks["reload"] += 1
        page.reload(timeout=PAGE_PATIENCE_MS)
        page.wait_for_selector("body[data-ready]", timeout=PAGE_PATIENCE_MS)
    elif whim < 0.03:
        outing.clicks["second page"] += 1
        other = page.context.new_page()
        other.goto(page.url, timeout=PAGE_PATIENCE_MS)
        other.close()
    elif page.locator("dialog[open]").count():
        outing.clicks["close slip"] += 1
        page.keyboard.press("Escape")
    else:
        (kind,) = chance.choices(list(TARGETS), list(TARGETS.values()))
        targets = page.locator(f"{kind} >> visible=true")
        count = targets.count()
        if count == 0:
            return
        target = targets.nth(chance.randrange(count))
        box = target.bounding_box()
        if box is None:
            return
        across, down = chance.random(), chance.random()
        if kind == KIOSK_SCREEN and chance.random() < AIMED:
            across, down = _where_words_stand(kiosk, chance) or (across, down)
        outing.clicks[_name_of(str(target.evaluate("e => e.cloneNode(false).outerHTML")))] += 1
        target.click(
            position={"x": across * box["width"], "y": down * box["height"]},
            click_count=chance.choice((1, 1, 1, 2)),
            delay=chance.choice((0, 30, 200)),
            force=True,
        )


def _where_words_stand(kiosk: ControlClient, chance: random.Random) -> tuple[float, float] | None:
    """A place on the screen, as shares of its width and height; None while it does not say."""
    try:
        screen = kiosk.ask("picture", width=SMALL_PX)
        texts = kiosk.texts()
    except (NoControl, ControlRefused):
        return None
    if not texts:
        return None
    x, y = chance.choice(texts).centre
    return x / screen["width"], y / screen["height"]


def _name_of(html: str) -> str:
    """What a target is, from its own markup."""
    for name in ("data-device", "data-fault", "data-deed", "data-key", "data-pin", "data-speed", "data-name"):
        if f'{name}="' in html.split(">", 1)[0]:
            value = html.split(f'{name}="', 1)[1].split('"', 1)[0]
            return "slip" if name == "data-name" else f"{name.removeprefix('data-')} {value}"
    return "sound" if 'id="sound"' in html else "login"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m simulation.wall.monkey")
    parser.add_argument("--data", type=Path, required=True, help="folder of a demo that runs")
    parser.add_argument("--seconds", type=float, default=300, help="how long it clicks (default: 300)")
    parser.add_argument("--seed", type=int, default=1, help="another one clicks in another order (default: 1)")
    asked = parser.parse_args()
    outing = run_monkey(CentreFolder(asked.data), seconds=asked.seconds, seed=asked.seed)
    print(f"{outing.clicks.total()} clicks: " + ", ".join(f"{n}x {what}" for what, n in outing.clicks.most_common()))
    for fault in [*outing.page_errors, *outing.faults]:
        print(f"BROKEN: {fault}", file=sys.stderr)
    return 1 if outing.page_errors or outing.faults else 0


if __name__ == "__main__":
    sys.exit(main())
