"""One navigation on all pages of staff: the same links in the same order, the page one is on marked, both languages."""

import re
from collections.abc import Callable

import pytest
from console_browser import Open
from playwright.sync_api import expect
from staff_pages import STAFF, RunningServer, StaffClient

from server.web.navigation import places_of
from server.web.page_language import in_language

LINK = re.compile(r'<li><a href="([^"]+)"( aria-current="page")?>([^<]+)</a></li>')
NAVIGATION = re.compile(r'<nav [^>]*aria-label="(?:Các trang|Pages)">(.*?)</nav>', re.DOTALL)


def links_on(page: str) -> list[tuple[str, str, bool]]:
    """(address, name, is it marked) of the page's navigation."""
    navigation = NAVIGATION.search(page)
    assert navigation is not None
    return [(address, name, bool(here)) for address, here, name in LINK.findall(navigation.group(1))]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("login", ["cb01", "gd01", "kt01", "hd01", "ks01"])
def test_every_page_of_a_role_has_the_same_links_with_its_own_marked(
    log_in: Callable[[str], StaffClient], login: str, language: str
) -> None:
    who = log_in(login)
    who.client.cookies.set("bocso_language", language)
    role = next(role for role, of, _name in STAFF.values() if of == login)
    places = [(place.address, in_language(language, place.name)) for place in places_of(role, "/")]
    assert places
    for address, _name in places:
        answer = who.client.get(address)
        assert answer.status_code == 200, address
        assert links_on(answer.text) == [(other, name, other == address) for other, name in places], address


def test_a_page_inside_the_set_up_marks_the_set_up(log_in: Callable[[str], StaffClient]) -> None:
    marked = [address for address, _name, here in links_on(log_in("kt01").client.get("/setup/hours").text) if here]
    assert marked == ["/setup"]


def test_where_a_role_may_not_go_the_ways_it_may_are_shown(log_in: Callable[[str], StaffClient]) -> None:
    for login, address in (("cb01", "/setup"), ("hd01", "/scores"), ("ks01", "/people")):
        answer = log_in(login).client.get(address)
        assert answer.status_code == 403
        assert links_on(answer.text), (login, address)


def test_the_links_are_walked_by_keyboard(open_console: Open, live: RunningServer) -> None:
    page = open_console("gd01", counter=None)
    page.focus("#menu summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#menu a[aria-current=page]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#menu a[href='/floor']")).to_be_focused()
    page.goto(f"{live.address}/scores")
    page.focus("header form button >> nth=-1")  # the way out; the links come next
    for place in places_of("head", "/scores"):
        page.keyboard.press("Tab")
        expect(page.locator(f"nav.places a[href='{place.address}']")).to_be_focused()
