"""The wall in a real browser, on a real demo: a whole visit by hand, everything broken and healed, a monkey."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from running_demo import PATIENCE_S, ROOT, RunningDemo, lives, wait_until

from simulation.centre_folder import CentreFolder
from simulation.officer import Officer
from simulation.wall.monkey import CHROMIUM, CHROMIUM_OPTIONS, broken_promises, heal

MONKEY_S = "30"
PROGRAMS = {
    "mosquitto",
    "printer",
    "server",
    "phones",
    "wall",
    "kiosk-1",
    "board-1",
    "counter-Q1",
    "counter-Q2",
    "pad-Q1",
    "pad-Q2",
}
PATIENCE_MS = PATIENCE_S * 1000
_LARGER = [(820, 1180), (1920, 1080)]
WINDOWS = [(1280, 800), (390, 844), *(pytest.param(*size, marks=pytest.mark.exhaustive) for size in _LARGER)]

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    running = RunningDemo(tmp_path_factory.mktemp("centre") / "demo", "--empty")
    try:
        yield running.wait_until_complete()
    finally:
        running.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*CHROMIUM_OPTIONS, "--autoplay-policy=user-gesture-required"]
        )
        yield browser
        browser.close()


@pytest.fixture
def wall(demo: RunningDemo) -> Iterator[str]:
    """The wall's address; each test begins and ends with everything well."""
    address = str(demo.running()["wall"])
    before = len(demo.said)
    heal(address)
    wait_until(lambda: broken_promises(demo_folder(demo)) == [], "the centre is not well")
    yield address
    heal(address)
    # Tests kill with SIGKILL; whatever else ends a program is a fault of its own.
    assert [line for line in demo.said[before:] if " ended (" in line and "(SIGKILL)" not in line] == []


@pytest.fixture
def page(browser: Browser, wall: str) -> Iterator[Page]:
    """The wall as a visitor opens it; whatever the page complains of fails the test."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    opened(page, wall)
    yield page
    context.close()
    assert faults == []


def opened(page: Page, wall: str) -> Page:
    page.goto(wall)
    page.wait_for_selector("body[data-ready]")
    expect(screen(page, "kiosk-1")).to_have_attribute("data-state", "live")
    expect(page.locator("#journal tr").first).to_be_visible()
    return page


def demo_folder(demo: RunningDemo) -> CentreFolder:
    return CentreFolder(demo.folder)


def screen(page: Page, device: str) -> Locator:
    return page.locator(f'.screen[data-device="{device}"]')


def frame_of(page: Page, device: str) -> int:
    return int(screen(page, device).get_attribute("data-frame") or 0)


def wait_for_another_frame(page: Page, device: str, than: int) -> None:
    page.wait_for_function(
        "([device, frame]) => Number(document.querySelector(`[data-device='${device}']`).dataset.frame) > frame",
        arg=[device, than],
    )


def click_text(
    page: Page, demo: RunningDemo, text: str, *, until: str | None, by_finger: bool = False, device: str = "kiosk-1"
) -> None:
    """Click, or tap, where a device shows a text, on its picture, and again like a person when nothing happens.

    `until`: what it shows then; None: anything but that text.
    """
    clicked = 0.0

    def has_changed() -> bool:
        nonlocal clicked
        shown = {one.text: one for one in demo.screen(device).texts()}
        if until in shown or (until is None and clicked and text not in shown):
            return True
        if text in shown and time.monotonic() - clicked > 2:
            x, y = shown[text].centre
            # To the middle: at the lower edge the bar of faults lies over the picture, with a switch that unplugs it.
            screen(page, device).evaluate("picture => picture.scrollIntoView({ block: 'center' })")
            left, top = on_page(page, device, x, y)
            if not is_picture_of(page, device, left, top):
                return False  # something opens or closes just now
            if by_finger:
                page.touchscreen.tap(left, top)
            else:
                page.mouse.click(left, top, delay=60)
            clicked = time.monotonic()
        return False

    wait_until(has_changed, f"clicking '{text}' does not lead to '{until}'")


def is_picture_of(page: Page, device: str, left: float, top: float) -> bool:
    """Whether a click there would meet the device's picture, and nothing that lies over it."""
    return bool(
        page.evaluate(
            "([device, x, y]) => document.elementFromPoint(x, y)?.closest('[data-device]')?.dataset.device === device",
            [device, left, top],
        )
    )


SIZES = {"kiosk-1": (1080, 1920), "pad-Q2": (800, 480)}


def on_page(page: Page, device: str, x: float, y: float) -> tuple[float, float]:
    """Where a pixel of a device's screen lies on the page; asked in one go, for pictures come and go."""
    left, top, width, height = page.evaluate(
        """(device) => {
          const box = document.querySelector(`[data-device='${device}'] img`).getBoundingClientRect();
          return [box.left, box.top, box.width, box.height];
        }""",
        device,
    )
    across, down = SIZES[device]
    return left + x / across * width, top + y / down * height


def go_home(page: Page, demo: RunningDemo) -> None:
    shown = demo.texts("kiosk-1")
    for way in ("Xong", "Quay lại", "Tôi đã ghi số", "Chạm vào màn hình để lấy số"):
        if way in shown:
            click_text(page, demo, way, until="Ông/Bà cần làm việc gì?")
    wait_until(lambda: "Ông/Bà cần làm việc gì?" in demo.texts("kiosk-1"), "the kiosk does not come home")


def take_number(page: Page, demo: RunningDemo, service: str = "Chứng thực") -> str:
    go_home(page, demo)
    click_text(page, demo, service, until="Không, tiếp tục")
    click_text(page, demo, "Không, tiếp tục", until="Số thứ tự của Ông/Bà")
    return next(text for text in demo.texts("kiosk-1") if re.fullmatch(r"[A-Z]\d{3}", text))


def turn(page: Page, fault: str, *, is_on: bool) -> None:
    switch = page.locator(f'[data-fault="{fault}"]')
    expect(switch).to_have_attribute("aria-checked", str(not is_on).lower())
    switch.click()
    expect(switch).to_have_attribute("aria-checked", str(is_on).lower())


def newest_row(page: Page) -> int:
    """The number of the newest row of the journal on the page; what comes later has a higher one."""
    return int(page.locator("#journal").get_attribute("data-newest") or 0)


def wait_for_row(page: Page, kind: str, *, after: int) -> str:
    """The words of the first row of a kind that is newer; older ones leave the page as others come."""
    found: list[str] = []

    def is_there() -> bool:
        rows: list[str] = page.locator(f'#journal tr[data-kind="{kind}"]').evaluate_all(
            "(rows, after) => rows.filter(row => Number(row.cells[0].textContent) > after)"
            ".sort((one, other) => Number(one.cells[0].textContent) - Number(other.cells[0].textContent))"
            ".map(row => row.innerText)",
            after,
        )
        found[:] = rows
        return bool(rows)

    wait_until(is_there, f"no new row of {kind}")
    return found[0]


def post(wall: str, path: str, body: dict[str, Any]) -> httpx.Response:
    return httpx.post(wall + path, json=body, headers={"Origin": wall.rstrip("/")}, timeout=30)


def test_the_demo_prints_the_wall_before_any_other_address(demo: RunningDemo) -> None:
    addresses = [found for line in demo.said for found in re.findall(r"http://\S+", line)]
    assert addresses[0] == demo.running()["wall"]


def test_a_whole_visit_by_clicks_alone(page: Page, demo: RunningDemo) -> None:
    expect(page.locator("#lead")).to_contain_text("Chạm vào kiosk, chọn Chứng thực")
    slips = page.locator(".slips button").count()
    number = take_number(page, demo)

    expect(page.locator(".slips button")).to_have_count(min(10, slips + 1))
    newest = page.locator(".slips img").first
    expect(newest).to_have_js_property("naturalWidth", 576)
    expect(page.locator("#lead")).to_contain_text(f"Số {number} đã cấp")

    board = frame_of(page, "board-1")
    desk = page.locator('[data-counter="Q1"]')
    desk.locator('[data-deed="next"]').click()
    expect(desk.locator(".now.is-called")).to_contain_text(number)
    wait_for_another_frame(page, "board-1", board)
    wait_until(lambda: number in demo.texts("counter-Q1"), "the counter's display does not show the call")
    expect(page.locator("#spoken")).to_contain_text("Xin mời công dân có số thứ tự A")

    desk.locator('[data-deed="start"]').click()
    desk.locator('[data-deed="finish"]').click()
    best = desk.locator('[data-pin="0"]')
    expect(best).not_to_have_attribute("data-light", "0")
    before = newest_row(page)
    best.click(delay=120)
    press = wait_for_row(page, "press_recorded", after=before)
    expect(page.locator("#steps .is-done")).to_have_count(4)
    assert number not in press


def test_the_officers_number_pad_runs_the_desk(page: Page, demo: RunningDemo) -> None:
    """Through the display's own keypad: whatever the console shows, and the display says what came of each key."""
    desk = page.locator('[data-counter="Q1"]')
    desk.locator('[data-deed="next"]').click()  # the officer signs on, and nobody waits any more
    expect(desk.locator(".now.is-unstaffed")).to_have_count(0)
    number = take_number(page, demo)
    for key, state, word in (
        ("next", "called", f"Đang gọi {number} đến Quầy 1"),
        ("recall", "called", f"Gọi lại {number} đến Quầy 1"),
        ("came", "serving", f"Đang phục vụ {number}"),
        ("finish", "free", f"Đã hoàn tất {number}"),
    ):
        desk.locator(f'[data-key="{key}"]').click()
        wait_until(lambda word=word: word in demo.texts("counter-Q1"), f"the display does not say '{word}'")
        expect(desk.locator(f".now.is-{state}")).to_be_visible()


def test_a_desk_that_pauses_says_why_and_next_goes_on(page: Page, demo: RunningDemo) -> None:
    desk = page.locator('[data-counter="Q1"]')
    desk.locator('[data-deed="next"]').click()  # the officer signs on, and nobody waits
    expect(desk.locator(".now.is-free")).to_be_visible()
    login = next(login for login in demo_folder(demo).logins() if login.counter == "Q1")
    officer = Officer(demo.address, login)
    try:
        officer.act("pause", reason="break")
    finally:
        officer.close()
    expect(desk.locator(".now.is-paused")).to_contain_text("Tạm nghỉ: Nghỉ giải lao")
    wait_until(lambda: "Tạm dừng – mời Ông/Bà chờ" in demo.texts("counter-Q1"), "the display shows no pause")
    desk.locator('[data-deed="next"]').click()
    expect(desk.locator(".now.is-free")).to_be_visible()


def test_a_slip_opens_large_enough_to_read_its_code(page: Page, demo: RunningDemo) -> None:
    take_number(page, demo)
    page.locator(".slips button").first.click()
    box = page.locator("#zoom-picture").bounding_box()
    assert box is not None
    assert box["width"] >= 400  # the whole slip is shown, with the code of the Wi-Fi too
    page.keyboard.press("Escape")
    expect(page.locator("#zoom")).to_be_hidden()


def test_the_voice_is_silent_until_it_is_switched_on_and_then_plays(page: Page, demo: RunningDemo) -> None:
    played: list[str] = []
    page.on("request", lambda request: played.append(request.url) if request.url.endswith(".wav") else None)
    take_number(page, demo)
    page.locator('[data-counter="Q1"] [data-deed="next"]').click()
    expect(page.locator('[data-counter="Q1"] .now.is-called')).to_be_visible()
    expect(page.locator("#spoken")).to_contain_text("Xin mời")
    assert played == []
    page.locator("#sound").click()
    wait_until(lambda: played or page.wait_for_timeout(50), "nothing was played")
    expect(page.locator("#sound")).to_have_attribute("aria-pressed", "true")
    before = newest_row(page)
    page.locator('[data-counter="Q1"] [data-deed="absent"]').click()
    wait_for_row(page, "turn_marked_absent", after=before)


def test_no_paper_is_shown_and_healed(page: Page, demo: RunningDemo) -> None:
    go_home(page, demo)
    turn(page, "no_paper", is_on=True)
    expect(page.locator("#printer-state")).to_have_text("Hết giấy")
    turn(page, "near_end", is_on=True)
    wait_until(lambda: "Máy hết giấy in phiếu" in demo.texts("kiosk-1"), "the kiosk does not notice")
    turn(page, "no_paper", is_on=False)
    faults = demo.screen("printer").ask("state")["faults"]
    assert set(faults) == {"near_end"}, "healing one fault leaves the other"
    turn(page, "near_end", is_on=False)
    expect(page.locator("#printer-state")).to_have_text("Sẵn sàng")
    slips = page.locator(".slips button").first.get_attribute("data-name")
    take_number(page, demo)
    wait_until(
        lambda: page.locator(".slips button").first.get_attribute("data-name") != slips, "no slip after the healing"
    )


def test_a_stopped_server_stays_stopped_and_comes_back(page: Page, demo: RunningDemo) -> None:
    pid = demo.pids()["server"]
    before = newest_row(page)
    turn(page, "server", is_on=True)
    wait_until(lambda: not lives(pid), "what is switched off goes on")
    wait_until(lambda: "server" not in demo.pids(), "the server is not said to be held")
    page.locator('[data-counter="Q1"] [data-deed="next"]').click()
    expect(page.locator('[data-counter="Q1"] .said')).to_contain_text("Máy chủ không trả lời")
    wait_until(
        lambda: any(text.startswith("Máy đang mất kết nối với hệ thống.") for text in demo.texts("kiosk-1")),
        "the kiosk does not say that its numbers are temporary",
    )
    go_home(page, demo)
    click_text(page, demo, "Chứng thực", until="Không, tiếp tục")
    click_text(page, demo, "Không, tiếp tục", until="Số tạm của Ông/Bà")
    assert any(text.startswith("X1-") for text in demo.texts("kiosk-1"))
    turn(page, "server", is_on=False)
    wait_until(lambda: httpx_works(f"{demo.address}/health"), "the server does not come back")
    wait_for_row(page, "emergency_merged", after=before)
    assert not [line for line in demo.said if "server ended" in line], "nobody takes it for a crash"


def httpx_works(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.HTTPError:
        return False


def test_a_stopped_broker_and_back(page: Page, demo: RunningDemo) -> None:
    pid = demo.pids()["mosquitto"]
    turn(page, "broker", is_on=True)
    wait_until(lambda: not lives(pid), "what is switched off goes on")
    turn(page, "broker", is_on=False)
    wait_until(lambda: demo.pids().get("mosquitto", pid) != pid, "no new broker is there")
    take_number(page, demo)
    desk = page.locator('[data-counter="Q1"]')
    desk.locator('[data-deed="next"]').click()
    expect(desk.locator(".now.is-called")).to_be_visible()
    number = desk.locator(".now b").inner_text()
    wait_until(lambda: number in demo.texts("board-1"), "the board does not hear of calls any more")


def test_an_unplugged_pad_is_dark_and_grey_and_comes_back(page: Page, demo: RunningDemo) -> None:
    pid = demo.pids()["pad-Q1"]
    pad = page.locator('[data-pad="pad-Q1"]')
    turn(page, "pad-Q1", is_on=True)
    wait_until(lambda: not lives(pid), "what is switched off goes on")
    expect(pad).to_have_class(re.compile("is-away"))
    expect(pad).to_contain_text("Đã rút dây")
    expect(pad.locator("button").first).to_be_disabled()
    turn(page, "pad-Q1", is_on=False)
    expect(pad).not_to_have_class(re.compile("is-away"))


def test_a_pad_with_a_touch_screen_takes_clicks_and_survives_being_unplugged(page: Page, demo: RunningDemo) -> None:
    pad, pid = screen(page, "pad-Q2"), demo.pids()["pad-Q2"]
    turn(page, "pad-Q2", is_on=True)
    wait_until(lambda: not lives(pid), "what is switched off goes on")
    expect(pad).to_contain_text("Đã rút dây")
    turn(page, "pad-Q2", is_on=False)
    expect(pad).to_have_attribute("data-state", "live")
    take_number(page, demo, "Hộ tịch (khai sinh, kết hôn, khai tử…)")
    desk = page.locator('[data-counter="Q2"]')
    desk.locator('[data-deed="next"]').click()
    for deed in ("start", "finish"):
        desk.locator(f'[data-deed="{deed}"]').click()
    wait_until(lambda: "Rất hài lòng" in demo.texts("pad-Q2"), "the pad asks nothing")
    before = newest_row(page)
    click_text(page, demo, "Không hài lòng", until="Chờ đợi lâu", device="pad-Q2")
    click_text(page, demo, "Chờ đợi lâu", until=None, device="pad-Q2")  # the thanks are over in three seconds
    wait_for_row(page, "press_recorded", after=before)
    wait_for_row(page, "rating_reason_given", after=before)


def test_a_doubled_touch_gives_one_number(page: Page, demo: RunningDemo) -> None:
    go_home(page, demo)
    before = issued(demo)
    turn(page, "doubled", is_on=True)
    take_number(page, demo)
    turn(page, "doubled", is_on=False)
    assert issued(demo) == before + 1


def issued(demo: RunningDemo) -> int:
    import sqlite3
    from contextlib import closing

    from server.db.connections import open_for_reading

    with closing(open_for_reading(CentreFolder(demo.folder).database)) as connection:
        assert isinstance(connection, sqlite3.Connection)
        return int(connection.execute("SELECT count(*) FROM journal WHERE kind = 'ticket_issued'").fetchone()[0])


@contextlib.contextmanager
def nothing_starts_again(demo: RunningDemo) -> Iterator[None]:
    """What dies stays away, however late somebody looks: who would start it again is held up."""
    demo.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        demo.process.send_signal(signal.SIGCONT)


def test_a_device_that_dies_is_shown_dead_and_then_alive(page: Page, demo: RunningDemo) -> None:
    board = screen(page, "board-1")
    with nothing_starts_again(demo):
        os.kill(demo.pids()["board-1"], signal.SIGKILL)
        expect(board).to_have_attribute("data-state", "starts_again")
        expect(board).to_contain_text("Đã dừng, đang khởi động lại")
    before = frame_of(page, "board-1")
    expect(board).to_have_attribute("data-state", "live")
    wait_for_another_frame(page, "board-1", before - 1)


@pytest.mark.parametrize("program", ["server", "mosquitto", "printer", "phones"])
def test_a_program_without_a_screen_that_hangs_or_dies_is_told_in_words(
    page: Page, demo: RunningDemo, program: str
) -> None:
    told = page.locator(f'[data-program="{program}"]')
    expect(told).to_have_attribute("data-state", "live")
    pid = demo.pids()[program]
    os.kill(pid, signal.SIGSTOP)
    try:
        expect(told).to_contain_text("không trả lời")
        if program == "printer":
            expect(page.locator("#printer-state")).to_contain_text("Không trả lời")
            expect(page.locator('[data-fault="no_paper"]')).to_be_disabled()
    finally:
        os.kill(pid, signal.SIGCONT)
    expect(told).to_have_attribute("data-state", "live")
    with nothing_starts_again(demo):
        os.kill(pid, signal.SIGKILL)
        expect(told).to_contain_text("đã dừng, đang khởi động lại")
    expect(told).to_contain_text("đã dừng, đã chạy lại")
    expect(page.locator("#printer-state")).to_have_text("Sẵn sàng")


def test_the_switch_of_a_server_that_died_is_on_until_it_is_back(page: Page, demo: RunningDemo) -> None:
    switch = page.locator('[data-fault="server"]')
    expect(page.locator('[data-program="server"]')).to_have_attribute("data-state", "live")
    with nothing_starts_again(demo):
        os.kill(demo.pids()["server"], signal.SIGKILL)
        expect(switch).to_have_attribute("aria-checked", "true")
    expect(switch).to_have_attribute("aria-checked", "false")


def test_kiosk_board_and_switches_are_seen_together(page: Page) -> None:
    """At 1280x800: one breaks something to see what the devices make of it."""
    bar = page.locator(".faults").bounding_box()
    board = screen(page, "board-1").bounding_box()
    kiosk = screen(page, "kiosk-1").bounding_box()
    assert bar is not None
    assert board is not None
    assert kiosk is not None
    assert bar["y"] + bar["height"] <= 800
    assert board["y"] + board["height"] <= bar["y"]
    assert bar["y"] - kiosk["y"] > 0.9 * kiosk["height"]


def test_a_device_that_hangs_is_shown_as_silent(page: Page, demo: RunningDemo) -> None:
    pid = demo.pids()["counter-Q2"]
    os.kill(pid, signal.SIGSTOP)
    try:
        expect(screen(page, "counter-Q2")).to_have_attribute("data-state", "silent")
        expect(screen(page, "kiosk-1")).to_have_attribute("data-state", "live")
    finally:
        os.kill(pid, signal.SIGCONT)
    expect(screen(page, "counter-Q2")).to_have_attribute("data-state", "live")


def test_the_wall_itself_comes_back_and_the_page_with_it(page: Page, demo: RunningDemo) -> None:
    with nothing_starts_again(demo):
        os.kill(demo.pids()["wall"], signal.SIGKILL)
        expect(page.locator("#outage")).to_be_visible()
    expect(page.locator("#outage")).to_be_hidden()
    expect(screen(page, "kiosk-1")).to_have_attribute("data-state", "live")


def test_nobody_watching_means_no_pictures(page: Page, wall: str, demo: RunningDemo) -> None:
    page.close()
    address = f"{wall}screens/kiosk-1.png"

    kiosk = demo.screen("kiosk-1")

    def rests() -> bool:
        """No new picture although the kiosk draws something new: its other language."""
        before, frame = httpx.get(address).content, kiosk.ask("frame")["frame"]
        seen = []
        for language in ("English", "Tiếng Việt"):
            shown = {one.text: one for one in kiosk.texts()}
            kiosk.touch(*shown[language].centre)
            time.sleep(1)
            seen.append(httpx.get(address).content)
        assert kiosk.ask("frame")["frame"] != frame
        return seen == [before, before]

    wait_until(rests, "pictures are taken although nobody watches")


@pytest.mark.long
def test_a_browser_that_never_reads_costs_nothing_and_holds_up_nobody(page: Page, wall: str, demo: RunningDemo) -> None:
    host, port = wall.removeprefix("http://").rstrip("/").split(":")
    lazy = [socket.create_connection((host, int(port))) for _ in range(5)]
    try:
        for one in lazy:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            one.sendall(f"GET /api/stream HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        number = take_number(page, demo)
        expect(page.locator("#lead")).to_contain_text(number)
    finally:
        for one in lazy:
            one.close()
    take_number(page, demo)


def test_streams_are_limited(wall: str) -> None:
    open_streams = []
    try:
        statuses = set()
        for _ in range(40):
            host, port = wall.removeprefix("http://").rstrip("/").split(":")
            one = socket.create_connection((host, int(port)))
            open_streams.append(one)
            one.sendall(f"GET /api/stream HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
            statuses.add(one.recv(64).split(b" ")[1])
        assert b"429" in statuses
    finally:
        for one in open_streams:
            one.close()

    def is_free_again() -> bool:
        with urllib.request.urlopen(f"{wall}api/about", timeout=10):
            pass
        with httpx.stream("GET", f"{wall}api/stream", timeout=10) as stream:
            return stream.status_code == 200

    wait_until(is_free_again, "streams that were closed are still counted")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("api/touch", {"device": "kiosk-1", "finger": "f", "phase": "down", "x": 1.5, "y": 0}, 422),
        ("api/touch", {"device": "ghost", "finger": "f", "phase": "down", "x": 0.5, "y": 0}, 409),
        ("api/touch", {"device": "kiosk-1", "finger": "f" * 65, "phase": "down", "x": 0.5, "y": 0}, 422),
        ("api/pin", {"device": "pad-Q1", "button": 9, "is_low": True}, 409),
        ("api/pin", {"device": "kiosk-1", "button": 1, "is_low": True}, 409),
        ("api/desk", {"counter_id": "Q9", "deed": "next"}, 409),
        ("api/desk", {"counter_id": "Q1", "deed": "close-day"}, 422),
        ("api/key", {"device": "kiosk-1", "key": "next"}, 409),
        ("api/key", {"device": "counter-Q1", "key": "F1"}, 422),
        ("api/fault", {"fault": "wall", "is_on": True}, 409),
        ("api/people", {"speed": 61}, 422),
    ],
)
def test_nonsense_is_refused(wall: str, path: str, body: dict[str, Any], status: int) -> None:
    assert post(wall, path, body).status_code == status


def test_only_slips_and_calls_can_be_fetched(wall: str) -> None:
    for path in ("slips/..%2Fcentre.json", "slips/slip-0001.bin", "calls/%2e%2e%2fcentre.json", "static/..%2fapp.py"):
        assert httpx.get(wall + path).status_code == 404, path


def test_other_pages_change_nothing(wall: str, demo: RunningDemo) -> None:
    body = {"fault": "server", "is_on": True}
    assert httpx.post(f"{wall}api/fault", json=body, headers={"Origin": "http://other.example"}).status_code == 403
    assert httpx.post(f"{wall}api/fault", json=body).status_code == 403
    assert httpx.get(wall, headers={"Host": "rebound.example"}).status_code == 421
    assert "server" in demo.pids()


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_it_fits_every_window(browser: Browser, wall: str, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    opened(page, wall)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.locator("button:visible, nav a:visible").evaluate_all(
        "nodes => nodes.filter(n => n.getBoundingClientRect().height < 43.5).map(n => n.outerHTML.slice(0, 80))"
    )
    assert small == []
    page.close()


def test_a_finger_on_a_phone_touches_and_a_swipe_scrolls(browser: Browser, wall: str, demo: RunningDemo) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = opened(context.new_page(), wall)
    go_home(page, demo)
    shown = {one.text: one for one in demo.screen("kiosk-1").texts()}
    x, y = on_page(page, "kiosk-1", *shown["Chứng thực"].centre)
    swipe_up(page, x, y)
    page.wait_for_function("window.scrollY > 50")
    assert "Ông/Bà cần làm việc gì?" in demo.texts("kiosk-1"), "a swipe is taken for a touch"
    click_text(page, demo, "Chứng thực", until="Không, tiếp tục", by_finger=True)
    go_home(page, demo)
    context.close()


def swipe_up(page: Page, x: float, y: float) -> None:
    """A thumb that scrolls the page on, as the browser gets it from a touch screen."""
    panel = page.context.new_cdp_session(page)
    panel.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for at in range(1, 11):
        moved = {"x": x, "y": y - 20 * at}
        panel.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [moved]})
    panel.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_people_come_and_go_home(page: Page, demo: RunningDemo) -> None:
    page.locator('[data-speed="60"]').click()
    expect(page.locator('[data-speed="60"]')).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#people-came")).not_to_have_text("0")
    page.locator('[data-speed="0"]').click()
    expect(page.locator('[data-speed="0"]')).to_be_disabled()
    expect(page.locator("#people-said")).to_have_text("")


@pytest.mark.long
def test_a_monkey_breaks_no_promise(wall: str, demo: RunningDemo) -> None:
    monkey = subprocess.run(
        [
            sys.executable,
            "-m",
            "simulation.wall.monkey",
            "--data",
            str(demo.folder),
            "--seconds",
            MONKEY_S,
            "--seed",
            "7",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE_S,
    )
    assert monkey.returncode == 0, monkey.stdout + monkey.stderr
    found = re.match(r"(\d+) clicks: ", monkey.stdout)
    assert found is not None
    assert int(found.group(1)) > 20, "it has slept"
    assert set(demo.pids()) == PROGRAMS, "nothing hangs, nothing is missing"


def test_with_lan_the_wall_wants_its_key(tmp_path: Path) -> None:
    demo = RunningDemo(tmp_path / "demo", "--empty", "--lan")
    try:
        demo.wait_until_complete()
        said = "".join(demo.said)
        assert "without a password" in said
        address = re.search(r"from another machine +(http://\S+)", said)
        assert address is not None
        with httpx.Client(follow_redirects=True) as visitor:
            bare = address.group(1).split("?")[0]
            assert visitor.get(bare).status_code == 403
            assert "Chạm vào kiosk" in visitor.get(address.group(1)).text
            assert visitor.get(bare).status_code == 200
        server = demo.address.rsplit(":", 1)[1]
        lan_host = bare.split("/")[2].rsplit(":", 1)[0]
        assert httpx.get(f"http://{lan_host}:{server}/health").status_code == 200
        settings = (demo.folder / "settings" / "server.toml").read_text()
        phones = demo.phones_address.rsplit(":", 1)[1]
        assert json.dumps(f"http://{lan_host}:{phones}") in settings, "the slips' codes lead there"
        assert httpx.get(f"http://{lan_host}:{phones}/thu-tuc").status_code == 200
    finally:
        demo.close()
