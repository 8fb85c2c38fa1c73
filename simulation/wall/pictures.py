"""Takes the pictures of the documents: `python -m simulation.wall.pictures` writes them to docs/pictures.

It starts a sample centre in a scratch folder, on the morning of the next working day, lets people come for a
while, walks one visit through the wall's page, and keeps what a visitor sees. It needs the tests' environment
(playwright and Chromium).
"""

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as TimeOfDay  # noqa: N812 -- two modules call something `time`
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from messaging.clock import real_monotonic_s
from simulation.centre_folder import BOARD, KIOSK, CentreFolder
from simulation.control_client import ControlClient, ControlRefused, NoControl
from simulation.ports import free_ports
from simulation.sample_centre import ROOT
from simulation.wall.monkey import CHROMIUM, CHROMIUM_OPTIONS

ZONE = "Asia/Ho_Chi_Minh"
MORNING = TimeOfDay(9, 5)
PEOPLE_FOR_S = 45.0
"""At 60x: three quarters of an hour of the centre's time."""
PATIENCE_S = 120.0
TOUCH_AGAIN_S = 2.0
FINENESS = 1.5
"""Dots per CSS pixel: sharp on fine screens, and still a small file."""


def take_pictures(out: Path) -> None:
    """Write wall.png, kiosk.png, board.png and slip.png to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bocso-pictures-") as scratch:
        folder = CentreFolder(Path(scratch) / "centre")
        begin_in_the_morning(folder)
        wall_port, port = free_ports(2)
        options = ("--data", str(folder.path), "--port", str(port), "--wall-port", str(wall_port), "--empty")
        demo = subprocess.Popen([sys.executable, "-m", "simulation.demo", *options], cwd=ROOT)
        try:
            _wait_until(lambda: _is_complete(folder), "the centre does not come up")
            _take(folder, f"http://127.0.0.1:{wall_port}/", out)
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(PATIENCE_S)


def begin_in_the_morning(folder: CentreFolder) -> None:
    """Let the centre's clock be ahead: at night a full hall would look odd."""
    zone = ZoneInfo(ZONE)
    now = datetime.now(zone)
    day = now.date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    lead = datetime.combine(day, MORNING, zone).astimezone(UTC) - now.astimezone(UTC)
    folder.path.mkdir(parents=True)
    (folder.path / "held").touch()
    folder.keep_lead(lead.total_seconds())


def _is_complete(folder: CentreFolder) -> bool:
    running = folder.running()
    return running is not None and len(running["programs"]) >= 10 and not running["ended"]


def _take(folder: CentreFolder, wall: str, out: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=FINENESS)
        page.goto(wall)
        page.wait_for_selector("body[data-ready]")
        page.wait_for_selector('[data-device="counter-Q2"][data-state="live"]')
        page.locator('[data-speed="60"]').click()
        time.sleep(PEOPLE_FOR_S)
        page.locator('[data-speed="0"]').click()
        kiosk = ControlClient(folder.control_socket(KIOSK.device_id))
        _wait_until(lambda: _is_at_home(kiosk), "the kiosk does not come home")
        page.reload()  # what the page says at the top begins with this visit
        page.wait_for_selector("body[data-ready]")
        _keep_screen(kiosk, out / "kiosk.png", 540)
        _walk_a_visit(page, kiosk)
        page.mouse.move(1275, 60)
        time.sleep(2)  # the yellow rests after three pulses
        page.screenshot(path=out / "wall.png")
        _shrink_colours(out / "wall.png")
        _keep_screen(ControlClient(folder.control_socket(BOARD.device_id)), out / "board.png", 960)
        shutil.copyfile(max(folder.slips.glob("*.png")), out / "slip.png")
        browser.close()


def _is_at_home(kiosk: ControlClient) -> bool:
    """Whether it offers its services; a kiosk that nobody has touched for a while is touched first."""
    shown = {one.text: one for one in kiosk.texts()}
    if "Chạm vào màn hình để lấy số" in shown:
        kiosk.touch(*shown["Chạm vào màn hình để lấy số"].centre)
    return "Ông/Bà cần làm việc gì?" in shown


def _walk_a_visit(page: Page, kiosk: ControlClient) -> None:
    """Take a number and have it called."""
    slips = page.locator(".slips button").first.get_attribute("data-name")
    _touch(kiosk, "Chứng thực", until="Không, tiếp tục")
    _touch(kiosk, "Không, tiếp tục", until="Số thứ tự của Ông/Bà")
    _wait_until(
        lambda: page.locator(".slips button").first.get_attribute("data-name") != slips, "the slip does not come"
    )
    number = next(text for text in _texts(kiosk) if text.startswith("A") and text[1:].isdigit())
    desk = page.locator('[data-counter="Q1"]')

    def is_called() -> bool:
        desk.locator('[data-deed="next"]').click()
        page.wait_for_timeout(1500)
        # Ten seconds later Next means the next one, not the same call again.
        if number in desk.locator(".now").inner_text():
            return True
        page.wait_for_timeout(9500)
        return False

    _wait_until(is_called, f"{number} is not called")
    page.wait_for_timeout(4500)


def _touch(kiosk: ControlClient, text: str, *, until: str) -> None:
    """Touch a text, and again, like a person, if nothing happens: a page that has just come takes no touch."""
    touched_s = 0.0

    def has_changed() -> bool:
        nonlocal touched_s
        shown = {one.text: one for one in kiosk.texts()}
        if text in shown and until not in shown and real_monotonic_s() - touched_s > TOUCH_AGAIN_S:
            kiosk.touch(*shown[text].centre)
            touched_s = real_monotonic_s()
        return until in shown

    _wait_until(has_changed, f"'{text}' does not lead to '{until}'")


def _keep_screen(control: ControlClient, path: Path, width: int) -> None:
    control.picture(path)
    with Image.open(path) as whole:
        small = whole.reduce(round(whole.width / width))
    small.save(path, optimize=True)


def _shrink_colours(path: Path) -> None:
    """To 256 of them: the page has few, and the file shrinks to a third."""
    with Image.open(path) as whole:
        few = whole.convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def _texts(control: ControlClient) -> set[str]:
    try:
        return {shown.text for shown in control.texts()}
    except (NoControl, ControlRefused):
        return set()


def _wait_until(is_so: Callable[[], bool], otherwise: str) -> None:
    give_up_s = real_monotonic_s() + PATIENCE_S
    while not is_so():
        if real_monotonic_s() > give_up_s:
            raise SystemExit(otherwise)
        time.sleep(0.1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulation.wall.pictures")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "docs" / "pictures", help="folder to write to (default: docs/pictures)"
    )
    take_pictures(parser.parse_args().out)


if __name__ == "__main__":
    main()
