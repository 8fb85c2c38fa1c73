"""The wall in a real Firefox, at a laptop's and at a phone's size: live pictures, a fault, a number from the kiosk."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from firefox import Firefox, Tab, running_firefox
from running_demo import RunningDemo, wait_until

from simulation.centre_folder import CentreFolder
from simulation.wall.monkey import broken_promises, heal

pytestmark = pytest.mark.exhaustive

SCREENS = {"kiosk-1", "board-1", "counter-Q1", "counter-Q2", "pad-Q2"}
AGAIN_S = 1.2
"""A person touches again after that long when nothing has happened."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    running = RunningDemo(tmp_path_factory.mktemp("centre") / "demo", "--empty")
    try:
        yield running.wait_until_complete()
    finally:
        running.close()


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    with running_firefox() as firefox:
        yield firefox


@pytest.fixture
def open_wall(firefox: Firefox, demo: RunningDemo) -> Iterator[Callable[[int, int], Tab]]:
    """The wall as a visitor opens it, once all its pictures live; what its script complains of fails the test."""
    address = str(demo.running()["wall"])
    firefox.complaints.clear()
    tabs: list[Tab] = []

    def enter(width: int, height: int) -> Tab:
        tab = firefox.tab(width, height)
        tabs.append(tab)
        tab.open(address)
        wait_until(lambda: live_screens(tab) == SCREENS, "the wall in Firefox shows no live pictures")
        return tab

    yield enter
    for tab in tabs:
        tab.close()
    heal(address)
    assert broken_promises(CentreFolder(demo.folder)) == []
    assert firefox.complaints == []


def live_screens(tab: Tab) -> set[str]:
    """The devices whose picture has arrived and is not an empty one."""
    found = tab.evaluate(
        """[...document.querySelectorAll(".screen")]
          .filter((box) => box.dataset.state === "live" && box.querySelector("img")?.naturalWidth > 100)
          .map((box) => box.dataset.device)"""
    )
    return set(found)


def test_a_visit_by_kiosk_desk_and_pad(open_wall: Callable[[int, int], Tab], demo: RunningDemo) -> None:
    tab = open_wall(1280, 800)
    number = take_number(tab, demo)
    click(tab, "[data-counter=Q1] [data-deed=next]")
    wait_until(lambda: number in words(tab, "[data-counter=Q1] .now"), "the desk does not show the call")
    wait_until(lambda: number in demo.texts("counter-Q1"), "the counter's display does not show the call")
    wait_until(lambda: "Xin mời công dân có số thứ tự A" in words(tab, "#spoken"), "the voice's words do not come")
    click(tab, "[data-counter=Q1] [data-deed=start]")
    click(tab, "[data-counter=Q1] [data-deed=finish]")
    click(tab, "[data-counter=Q1] [data-pin='0']")
    wait_until(lambda: "Bấm nút đánh giá" in words(tab, "#journal"), "the press on the pad is not in the journal")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)], ids=["laptop", "phone"])
def test_a_touch_brings_a_slip_and_a_switch_takes_the_paper(
    open_wall: Callable[[int, int], Tab], demo: RunningDemo, width: int, height: int
) -> None:
    tab = open_wall(width, height)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    before = newest_slip(tab)
    take_number(tab, demo)
    wait_until(lambda: newest_slip(tab) not in (None, before), "no slip comes out")
    wait_until(lambda: tab.evaluate("document.querySelector('.slips img').naturalWidth") == 576, "the slip is empty")

    click(tab, "[data-fault=no_paper]")
    wait_until(lambda: words(tab, "#printer-state") == "Hết giấy", "the page does not show that paper is out")
    assert "no_paper" in demo.screen("printer").ask("state")["faults"], "the switch acts on the page alone"
    click(tab, "[data-fault=no_paper]")
    wait_until(lambda: words(tab, "#printer-state") == "Sẵn sàng", "it does not heal")


def take_number(tab: Tab, demo: RunningDemo) -> str:
    """Touch the pictures of the kiosk as a visitor does; the number it shows."""
    wait_until(lambda: at_home(tab, demo), "the kiosk does not come home")
    touch_text(tab, demo, "Chứng thực", until="Không, tiếp tục")
    touch_text(tab, demo, "Không, tiếp tục", until="Số thứ tự của Ông/Bà")
    return next(text for text in demo.texts("kiosk-1") if re.fullmatch(r"A\d{3}", text))


def at_home(tab: Tab, demo: RunningDemo) -> bool:
    for way in ("Xong", "Chạm vào màn hình để lấy số"):
        if way in demo.texts("kiosk-1"):
            touch_text(tab, demo, way, until="Ông/Bà cần làm việc gì?")
    return "Ông/Bà cần làm việc gì?" in demo.texts("kiosk-1")


def touch_text(tab: Tab, demo: RunningDemo, text: str, *, until: str) -> None:
    touched = 0.0

    def has_changed() -> bool:
        nonlocal touched
        shown = {one.text: one for one in demo.screen("kiosk-1").texts()}
        if until in shown:
            return True
        if text in shown and time.monotonic() - touched > AGAIN_S:
            x, y = shown[text].centre
            tab.click(*place(tab, "[data-device='kiosk-1'] img", x / 1080, y / 1920))
            touched = time.monotonic()
        return False

    wait_until(has_changed, f"touching '{text}' does not lead to '{until}'")


def click(tab: Tab, selector: str) -> None:
    """Click the middle of what is there, once it takes clicks."""
    wait_until(lambda: tab.evaluate(f"document.querySelector({selector!r})?.disabled === false"), f"{selector} rests")
    tab.click(*place(tab, selector, 0.5, 0.5))


def place(tab: Tab, selector: str, across: float, down: float) -> tuple[float, float]:
    """Scroll a share of an element's box to the middle of the window; where it is then."""
    x, y = tab.evaluate(
        f"""(() => {{
          const at = () => {{
            const box = document.querySelector({selector!r}).getBoundingClientRect();
            return [box.left + {across} * box.width, box.top + {down} * box.height];
          }};
          scrollBy({{ top: at()[1] - innerHeight / 2, behavior: "instant" }});
          return at();
        }})()"""
    )
    return x, y


def newest_slip(tab: Tab) -> object:
    return tab.evaluate("document.querySelector('.slips button')?.dataset.name ?? null")


def words(tab: Tab, selector: str) -> str:
    return str(tab.evaluate(f"document.querySelector({selector!r}).innerText"))
