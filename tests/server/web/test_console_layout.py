"""The console's layout: with any panel open, on every screen of staff, nothing is cut and every deed is in reach.

The centre is the sample one: its names are as long as real ones.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from centre_under_test import copy_database
from console_browser import Open, press
from playwright.sync_api import Page, expect
from staff_pages import RunningServer, prepare_centre, running

from messaging.clock import SteppedClock
from server.centre_file import read_centre_file
from server.web.setup.start import SAMPLE

SIZES = [(1280, 720), (1366, 768), (1366, 820), (1024, 768), (1920, 1080), (390, 844)]

CUT = """
() => {
    const faults = [];
    const isPhone = window.innerWidth < 821;  // there the page scrolls
    const style = (node) => getComputedStyle(node);
    const scrolls = (node) => /auto|scroll/.test(style(node).overflowY);
    const cuts = (node) => style(node).overflowX !== "visible" || style(node).overflowY !== "visible";
    const isTooSmall = (node) => node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1;
    const name = (node) => `${node.tagName.toLowerCase()}#${node.id} "${node.textContent.trim().slice(0, 40)}"`;
    const isWithin = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1
        && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
    const boxOf = (text) => {
        const range = document.createRange();
        range.selectNode(text);
        return range.getBoundingClientRect();
    };
    const isNamed = (node) => /^(BUTTON|LABEL|H1|H2|P|LI)$/.test(node.tagName) && style(node).display !== "inline";
    const look = (node) => {
        const isField = /^(INPUT|TEXTAREA|BUTTON)$/.test(node.tagName);
        if (cuts(node) && !scrolls(node) && !/^(INPUT|PROGRESS)$/.test(node.tagName) && isTooSmall(node))
            faults.push(`its text is cut: ${name(node)}`);
        if (isNamed(node) && node.scrollWidth > node.clientWidth + 1) faults.push(`its text sticks out: ${name(node)}`);
        const texts = [...node.childNodes].filter((child) => child.nodeType === 3 && child.textContent.trim());
        for (const box of isField ? [node.getBoundingClientRect()] : texts.map(boxOf)) {
            if (box.left < -1 || box.right > window.innerWidth + 1) faults.push(`beside the screen: ${name(node)}`);
            if (!isPhone && (box.top < -1 || box.bottom > window.innerHeight + 1))
                faults.push(`above or below the screen: ${name(node)}`);
            for (let outer = node.parentElement; outer; outer = outer.parentElement)
                if (cuts(outer) && !isWithin(box, outer.getBoundingClientRect()))
                    faults.push(`cut by ${outer.tagName}#${outer.id}: ${name(node)}`);
        }
        if (!isField || isPhone) return;
        const box = node.getBoundingClientRect();
        const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        if (there && !node.contains(there)) faults.push(`covered by ${name(there)}: ${name(node)}`);
    };
    for (const node of document.querySelectorAll(".bar *, #now *"))
        if (node.checkVisibility() && !node.closest(".unseen")) look(node);
    if (document.documentElement.scrollWidth > window.innerWidth) faults.push("the page is wider than the screen");
    if (!isPhone && document.documentElement.scrollHeight > window.innerHeight + 1)
        faults.push("the page is longer than the screen");
    return faults;
}
"""


@pytest.fixture(scope="session")
def sample_database(memory_folder: Path, empty_database: Path) -> Path:
    """The sample centre with staff of ours and an open day. Only for copying."""
    database = copy_database(empty_database, memory_folder / "sample.db")
    prepare_centre(database, file=read_centre_file(SAMPLE), names={"CB01": "Nguyễn Thị Phương Thảo"})
    return database


@pytest.fixture
def live(folder: Path, sample_database: Path) -> Iterator[RunningServer]:
    with running(copy_database(sample_database, folder / "sample.db"), SteppedClock(), ignore_hours=True) as server:
        yield server


def faults_now(page: Page, what: str) -> list[str]:
    """What is cut, covered or out of reach at this moment, on each of the screens."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        faults = page.evaluate(CUT)
        number = page.locator("#hero-number")
        if number.is_visible():
            box = number.bounding_box()
            assert box is not None
            if box["y"] < 0 or box["y"] + box["height"] > height:
                faults.append("the number is not wholly in view")
        found += [f"{width}x{height} {what}: {fault}" for fault in faults]
    return found


def with_panel(page: Page, key: str, what: str) -> list[str]:
    """Open a panel by its button, as somebody without the keys would, and look."""
    page.click(f"#now [data-panel={key}]")
    expect(page.locator("#panel")).to_be_visible()
    return faults_now(page, what)


def close(page: Page) -> None:
    page.click("#panel-close")
    expect(page.locator("#panel")).to_be_hidden()


def refused(page: Page, what: str) -> list[str]:
    """The panel says what it lacks."""
    page.click("#panel [type=submit]")
    expect(page.locator("#panel-fault")).to_be_visible()
    return faults_now(page, f"{what}, refused")


def desk_in_the_sample(open_console: Open, live: RunningServer, language: str) -> Page:
    page = open_console(counter="Q6", language=language)
    live.centre.sign_on("Q1", "CB02")
    for service, group in (("B", None), ("A", "pregnant"), ("K", None), ("A", None), ("E", None), ("B", "merit")):
        live.centre.number(service, group)
    expect(page.locator("#waiting")).to_have_text("5")
    return page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_panel_cuts_anything(open_console: Open, live: RunningServer, language: str) -> None:
    page = desk_in_the_sample(open_console, live, language)
    found = faults_now(page, "free")
    for panel in ("named", "quick", "note", "pause"):
        found += with_panel(page, panel, f"free, {panel}")
        if panel != "pause":
            found += refused(page, f"free, {panel}")
        close(page)
    page.click("#next")
    expect(page.locator("#hero")).to_have_class("hero is-called")
    number = page.locator("#hero-number").inner_text()
    live.centre.note(number, "Đi xe lăn, con gái đi cùng; đã nộp bản sao hôm thứ Hai")
    expect(page.locator("#hero-notes li")).to_have_count(1)
    found += faults_now(page, "called")
    for panel in ("hold", "transfer", "second", "named", "note"):
        found += with_panel(page, panel, f"called, {panel}")
        close(page)
    page.click("[data-deed=start]")
    expect(page.locator("#hero")).to_have_class("hero is-serving")
    found += faults_now(page, "serving")
    found += with_panel(page, "transfer", "serving, transfer to a service")
    for at, target in enumerate(("counter", "officer"), start=1):
        page.locator("#panel .tabs button").nth(at).click()
        found += faults_now(page, f"serving, transfer to {target}")
    close(page)
    page.click("#now [data-panel=named]")
    page.locator("#panel .tabs button").nth(1).click()
    found += faults_now(page, "serving, priority")
    found += refused(page, "serving, priority")
    page.locator("#panel .tabs button").nth(3).click()
    found += faults_now(page, "serving, print again")
    close(page)
    found += with_panel(page, "finish", "serving, finish")
    page.click("#panel .choice[data-id=supplement]")
    expect(page.locator("#panel-missing")).to_be_focused()
    found += faults_now(page, "serving, what is missing")
    found += refused(page, "serving, what is missing")
    assert found == []


def test_a_long_queue_scrolls_in_itself(open_console: Open, live: RunningServer) -> None:
    page = desk_in_the_sample(open_console, live, "en")
    for nth in range(40):
        live.centre.number("ABCE"[nth % 4])
    press(page, "w")
    expect(page.locator("#queue tr").nth(40)).to_be_attached()
    assert faults_now(page, "whole centre") == []
