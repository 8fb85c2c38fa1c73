"""The set-up pages in a real Chromium: a change saved, a refusal beside its field, two people at once, and axe."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from console_browser import launched
from playwright.sync_api import Browser, BrowserContext, Page, expect
from staff_pages import PASSWORD, RunningServer

from server.web.setup_fields import PAGES

Enter = Callable[..., Page]
SERIOUS = {"serious", "critical"}
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture
def enter(browser: Browser, server: RunningServer) -> Iterator[Enter]:
    """A browser of its own for each person, logged in, on a page of the set-up."""
    contexts: list[BrowserContext] = []

    def open_page(login: str = "kt01", path: str = "/setup", size: dict[str, int] = DESK, language: str = "vi") -> Page:
        context = browser.new_context(viewport={"width": size["width"], "height": size["height"]})
        contexts.append(context)
        context.set_default_timeout(20_000)
        cookie = {"name": "bocso_language", "value": language, "url": server.address}
        context.add_cookies([cookie])  # type: ignore[list-item]  # a cookie as Playwright describes it
        page = context.new_page()
        page.goto(f"{server.address}/console/login")
        page.locator("#login").fill(login)
        page.locator("#password").fill(PASSWORD)
        page.locator("main button.primary").click()
        page.wait_for_url(lambda address: "login" not in address)
        page.goto(server.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def values(server: RunningServer) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(server.centre.one("SELECT centre FROM set_up")[0])
    return stored


def row(page: Page, block: str, at: int) -> Any:
    return page.locator(f'[data-block="{block}"] [data-rows] > [data-row]').nth(at)


def save(page: Page) -> None:
    page.locator("#save").click()


def test_a_service_is_added_served_and_saved(enter: Enter, server: RunningServer) -> None:
    page = enter(path="/setup/services")
    page.locator('[data-block="services"] [data-add]').click()
    fresh = row(page, "services", 3)
    fresh.locator(".letter-choice").select_option("P")
    expect(fresh.locator("[data-alike]")).to_contain_text("B")
    fresh.locator('[data-key="name"] input').fill("Lĩnh vực mới")
    fresh.locator('[data-key="name_en"] input').fill("New service")
    fresh.locator('[data-serves="Q3"]').select_option("second")
    fresh.locator("[data-up]").click()
    save(page)
    expect(page.locator("#said")).to_contain_text("Đã lưu.")
    kept = values(server)
    assert [(one["code"], one["order"]) for one in kept["services"]] == [("A", 1), ("B", 2), ("P", 3), ("C", 4)]
    assert kept["services"][2]["name"] == "Lĩnh vực mới"
    assert kept["counters"][2]["second_services"] == ["P"]


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(enter: Enter, server: RunningServer) -> None:
    before = values(server)
    page = enter(path="/setup/hours")
    tuesday = page.locator('[data-day="tue"]')
    tuesday.locator("[data-closes]").first.fill("16:00")
    page.locator('[data-key="holidays"] [data-add-sub]').click()
    page.locator('[data-key="holidays"] input').fill("31/02/2027")
    save(page)
    expect(tuesday.locator(".fault-here")).to_contain_text("tăng dần")
    expect(page.locator('[data-key="holidays"] .fault-here')).to_be_visible()
    expect(tuesday.locator("[data-closes]").first).to_have_value("16:00")
    assert values(server) == before

    tuesday.locator("[data-closes]").first.fill("11h45")
    page.locator('[data-key="holidays"] input').fill("2/9/2027")
    save(page)
    expect(page.locator("#said")).to_contain_text("Đã lưu.")
    assert values(server)["centre"]["hours"]["tue"][0] == ["07:30", "11:45"]
    assert values(server)["centre"]["holidays"] == ["2027-09-02"]


def test_two_technicians_at_once(enter: Enter, server: RunningServer) -> None:
    one, other = enter("kt01", "/setup/centre"), enter("gd01", "/setup/centre")
    one.locator('[data-key="name"] input').fill("Tên của một người")
    save(one)
    expect(one.locator("#said")).to_contain_text("Đã lưu.")
    other.locator('[data-key="name"] input').fill("Tên của người kia")
    save(other)
    expect(other.locator("#said")).to_contain_text("Kỹ thuật 01")
    expect(other.locator('[data-key="name"] input')).to_have_value("Tên của người kia")
    assert values(server)["centre"]["name"] == "Tên của một người"


def test_a_new_scheme_for_a_date(enter: Enter, server: RunningServer) -> None:
    page = enter(path="/setup/rating")
    page.locator('[data-block="coming_ratings"] [data-add]').click()
    fresh = row(page, "coming_ratings", 0)
    fresh.locator('[data-key="starts_on"] input').fill("01/01/2027")
    fresh.locator("[data-levels-count]").select_option("3")
    expect(fresh.locator("[data-level]")).to_have_count(3)
    save(page)
    expect(page.locator("#said")).to_contain_text("Đã lưu.")
    coming = values(server)["coming_ratings"][0]
    assert (coming["starts_on"], [level["value"] for level in coming["levels"]]) == ("2027-01-01", [3, 2, 1])
    assert coming["policy_id"] != values(server)["rating"]["policy_id"]


def test_the_preview_follows_what_is_ticked(enter: Enter) -> None:
    page = enter(path="/setup/slip")
    picture = page.locator("#slip-picture")
    before = picture.get_attribute("src")
    page.locator('[data-key="shows_people_ahead"] input').uncheck()
    expect(picture).not_to_have_attribute("src", before or "")
    assert "shows_people_ahead=0" in (picture.get_attribute("src") or "")
    expect(picture).to_have_js_property("complete", True)  # noqa: FBT003 - a property's value
    assert picture.evaluate("node => node.naturalWidth") == 576


def test_every_page_passes_axe_and_fits_the_screen(enter: Enter) -> None:
    axe, complaints = Axe(), []
    for language, size in (("vi", DESK), ("en", PHONE)):
        page = enter(size=size, language=language)
        for one in PAGES:
            page.goto(page.url.split("/setup")[0] + one.address)
            page.evaluate("() => { for (const more of document.querySelectorAll('details')) more.open = true; }")
            found = axe.run(page).response["violations"]
            complaints += [
                (one.slug, fault["id"], fault["nodes"][0]["html"]) for fault in found if fault["impact"] in SERIOUS
            ]
            wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                complaints.append((one.slug, "wider than the screen", str(wide)))
    assert complaints == []
