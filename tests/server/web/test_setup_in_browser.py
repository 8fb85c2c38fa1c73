"""The set-up pages in a real Chromium: a change saved, a refusal beside its field, two people at once, and axe."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from centre_under_test import small_centre
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from staff_pages import RunningServer, session_of, wait_until

from server.actions.set_up import add_device
from server.web.access.staff_session import COOKIE
from server.web.setup.fields import PAGES

Enter = Callable[..., Page]
SERIOUS = {"serious", "critical"}
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture
def enter(browser: Browser, server: RunningServer) -> Iterator[Enter]:
    """A browser of its own for each person, logged in, on a page of the set-up."""
    contexts: list[BrowserContext] = []

    def open_page(login: str = "kt01", path: str = "/setup", size: dict[str, int] = DESK, language: str = "vi") -> Page:
        context = browser.new_context(viewport={"width": size["width"], "height": size["height"]})
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.add_cookies(
            [
                {"name": "bocso_language", "value": language, "url": server.address},
                {"name": COOKIE, "value": session_of(server, login).token, "url": server.address},
            ]
        )
        page = context.new_page()
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


def test_what_citizens_meet_at_the_kiosk_is_saved(enter: Enter, server: RunningServer) -> None:
    page = enter(path="/setup/kiosk")
    page.locator('[data-key="help_service"] select').select_option("C")
    wifi = page.locator('[data-key="wifi"]')
    wifi.locator("[data-add-sub]").click()
    wifi.locator('[data-column="name"]').fill("TTHCC Công dân")
    wifi.locator('[data-column="password"]').fill("muoi-hai")
    page.locator('[data-block="purposes"] [data-add]').click()
    row(page, "purposes", 0).locator('[data-key="name"] input').fill("Nhận kết quả")
    page.locator('[data-key="by_rule"] input').check()
    page.locator('[data-key="ends_below"] input').fill("50")
    save(page)
    expect(page.locator(".fault-here")).to_contain_text("Giờ đông bắt đầu từ 40 số")
    page.locator('[data-key="ends_below"] input').fill("15")
    save(page)
    expect(page.locator("#said")).to_contain_text("Đã lưu.")
    now = values(server)
    assert now["help_service"] == "C"
    assert now["wifi"] == {"name": "TTHCC Công dân", "password": "muoi-hai"}
    assert [(one["id"], one["name"]) for one in now["purposes"]] == [("nhan-ket-qua", "Nhận kết quả")]
    assert now["rush"] == {"by_rule": True, "starts_at": 40, "ends_below": 15}


def test_a_counter_is_kept_for_a_purpose_and_what_was_set_can_be_taken_back(
    enter: Enter, server: RunningServer
) -> None:
    server.centre.set_up(
        small_centre(
            lambda values: values.update(
                purposes=[{"id": "submit", "name": "Nộp"}], help_service="C", wifi={"name": "TTHCC"}
            )
        )
    )
    page = enter(path="/setup/counters")
    row(page, "counters", 0).locator("summary").click()
    row(page, "counters", 0).locator('[data-checks="submit"]').check()
    save(page)
    expect(page.locator("#said")).to_contain_text("Đã lưu.")
    assert values(server)["counters"][0]["purposes"] == ["submit"]
    page.goto(f"{server.address}/setup/kiosk")
    page.locator('[data-key="help_service"] select').select_option("")
    page.locator('[data-key="wifi"] [data-drop-sub]').click()
    save(page)
    expect(page.locator("#said")).to_contain_text("Đã lưu.")
    assert (values(server)["help_service"], values(server)["wifi"]) == (None, None)


def test_voice_by_the_hour_and_pictures_for_the_boards(enter: Enter, server: RunningServer) -> None:
    page = enter(path="/setup/boards")
    page.locator('[data-key="zero_word"] select').select_option("lẻ")
    volumes = page.locator('[data-key="volumes"]')
    for at, (opens, closes, percent) in enumerate([("6h", "7h30", "40"), ("7:00", "9:00", "60")]):
        volumes.locator("[data-add-sub]").click()
        for column, text in (("opens", opens), ("closes", closes), ("percent", percent)):
            volumes.locator(f'[data-column="{column}"]').nth(at).fill(text)
    page.locator('[data-key="shows_figures"] input').uncheck()
    save(page)
    expect(page.locator(".fault-here")).to_contain_text("Các khoảng giờ phải nối tiếp nhau")
    volumes.locator('[data-column="opens"]').nth(1).fill("7h30")
    save(page)
    expect(page.locator("#said")).to_contain_text("Đã lưu.")
    now = values(server)
    assert now["voice"]["volumes"] == [["06:00", "07:30", 40], ["07:30", "09:00", 60]]
    assert (now["voice"]["zero_word"], now["shows_figures"]) == ("lẻ", False)
    picture = io.BytesIO()
    Image.new("RGB", (320, 180), "#166B3F").save(picture, "PNG")
    expect(page.locator("#picture-file")).to_be_enabled()
    page.locator("#picture-file").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    )
    expect(page.locator("#pictures img")).to_have_count(1)
    page.locator("#pictures [data-picture]").click()
    page.locator("#pictures .asking .primary").click()
    expect(page.locator("#pictures img")).to_have_count(0)
    expect(page.locator("#picture-file")).to_be_enabled()  # the page has come anew and listens
    page.locator("#picture-file").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.locator("#pictures .device-said")).to_contain_text("không phải ảnh PNG hoặc JPEG")


def speaking(server: RunningServer) -> list[str]:
    boards = server.centre.rows("SELECT device_id FROM devices WHERE kind = 'board' AND speaks ORDER BY device_id")
    return [row["device_id"] for row in boards]


def test_of_two_boards_in_one_room_one_speaks(enter: Enter, server: RunningServer) -> None:
    server.centre.act(add_device, device_id="board-2", kind="board", counter_id=None, credential_hash="board-2")
    page = enter(path="/setup/devices")
    second = page.locator('[data-device="board-2"]')
    expect(second.locator('[name="speaks"]')).not_to_be_checked()
    second.locator('[name="speaks"]').check()
    second.locator('button[type="submit"]').click()
    expect(second.locator(".device-said")).to_contain_text("Mỗi phòng chỉ một bảng đọc")
    first = page.locator('[data-device="board-1"]')
    first.locator('[name="speaks"]').uncheck()
    first.locator('button[type="submit"]').click()
    wait_until(lambda: speaking(server) == [], "the first board is silent")  # the words go with the page, soon after
    page.reload()
    expect(first.locator('[name="speaks"]')).not_to_be_checked()
    second.locator('[name="speaks"]').check()
    second.locator('button[type="submit"]').click()
    wait_until(lambda: speaking(server) == ["board-2"], "the second board speaks")


LOOK = """() => {
    const said = document.querySelector(".fault-here").getBoundingClientRect();
    const focused = document.activeElement.getBoundingClientRect();
    const isSeen = ({ top, bottom, height }) => height > 0 && top >= 0 && bottom <= innerHeight;
    const isOnForm = document.querySelector("#setup").contains(document.activeElement);
    return [isSeen(said), isSeen(focused) && isOnForm, Math.abs(focused.top - said.top) < innerHeight / 2];
}"""


def of_a_list(page: Page) -> None:
    """A letter is changed while people hold it: the fault is the list's."""
    row(page, "services", 0).locator(".letter-choice").select_option("P")


def of_a_field_of_the_first_row(page: Page) -> None:
    row(page, "services", 0).locator('[data-key="name"] input').fill("")


def of_a_row_s_field_far_down(page: Page) -> None:
    row(page, "services", 2).locator('[data-key="name"] input').fill("")


@pytest.mark.parametrize("wrong", [of_a_list, of_a_field_of_the_first_row, of_a_row_s_field_far_down])
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_refusal_is_on_the_screen_and_has_the_focus_near(
    enter: Enter, server: RunningServer, wrong: Callable[[Page], None], size: dict[str, int]
) -> None:
    server.centre.number("A")
    page = enter(path="/setup/services", size=size)
    wrong(page)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    save(page)
    expect(page.locator(".fault-here").first).to_be_visible()
    assert page.evaluate(LOOK) == [True, True, True]


def test_a_row_that_the_file_could_not_carry_is_refused_and_never_lost(enter: Enter, server: RunningServer) -> None:
    before = values(server)
    page = enter(path="/setup/hours")
    days = page.locator('[data-key="swap_days"]')
    for date in ("02/01/2027", "2/1/2027"):
        days.locator("[data-add-sub]").click()
        days.locator("[data-sub-row] input").last.fill(date)
    save(page)
    expect(days.locator("[data-sub-row]").nth(1).locator(".fault-here")).to_contain_text("đã có ở trên")
    days.locator("[data-sub-row] input").last.fill("31/02/2027")
    save(page)
    expect(days.locator("[data-sub-row]").nth(1).locator(".fault-here")).to_contain_text("'31/02/2027' không phải")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{server.address}/setup/priority")
    rates = page.locator('[data-key="rates"]')
    for name, rate in (("priority", "9"), ("", "4")):
        rates.locator("[data-add-sub]").click()
        rates.locator("[data-sub-row]").last.locator("input").first.fill(name)
        rates.locator("[data-sub-row]").last.locator("input").last.fill(rate)
    save(page)
    expect(rates.locator(".fault-here")).to_have_text(["'priority' đã có ở trên.", "Vui lòng điền mục này."])
    assert values(server) == before


@pytest.mark.parametrize("width", [1280, 1024])
def test_a_name_is_read_whole_in_its_field(enter: Enter, width: int) -> None:
    for path in ("/setup/centre", "/setup/services", "/setup/counters"):
        page = enter(path=path, size={"width": width, "height": 768})
        name = page.locator('[data-key="name"] input').first
        name.fill("Trung tâm Phục vụ hành chính công xã Ea Đrăng")
        assert name.evaluate("field => field.scrollWidth <= field.clientWidth"), path


def test_reasons_after_a_low_rating_are_set_without_a_file(enter: Enter, server: RunningServer) -> None:
    page = enter(path="/setup/rating")
    count = len(values(server)["rating"]["reasons"])
    page.locator('[data-block="rating.reasons"] [data-add]').click()
    fresh = row(page, "rating.reasons", count)
    fresh.locator('[data-key="name"] input').fill("Máy in hỏng")
    fresh.locator('[data-key="outside"] input').check()
    fresh.locator('[data-key="icon"] select').select_option("facility")
    save(page)
    expect(page.locator("#said")).to_contain_text("Đã lưu.")
    assert values(server)["rating"]["reasons"][count] == {
        "id": "may-in-hong",
        "name": "Máy in hỏng",
        "name_en": "",
        "icon": "facility",
        "outside": True,
    }
    page.goto(f"{server.address}/setup/calling")
    page.locator('[data-key="moves_at_closing"] input').check()
    save(page)
    expect(page.locator("#said")).to_contain_text("Đã lưu.")
    assert values(server)["places"]["moves_at_closing"] is True


def test_the_special_days_page_is_english_in_english(enter: Enter, server: RunningServer) -> None:
    def promise(file: dict[str, Any]) -> None:
        file["finish_ticks"][1]["name_en"] = "Made digital"
        day = {"weekday": "tue", "kind": "write_for", "tick": "written", "name": "Ngày thứ Ba không viết"}
        named = {"name_en": "Tuesday: no writing", "sentence": "Hôm nay viết giúp.", "sentence_en": "We write today."}
        file["special_days"] = [day | named]

    server.centre.set_up(small_centre(promise))
    page = enter(path="/setup/special-days", language="en")
    promised = row(page, "special_days", 0)
    expect(promised.locator("[data-row-title]")).to_have_text("Promise 1 · Tuesday: no writing")
    expect(promised.locator('[data-key="tick"] option')).to_have_text(["Written for the citizen", "Made digital"])
    expect(page.locator(".kept-line b")).to_have_text("Tuesday: no writing")
    promised.locator('[data-key="name_en"] input').fill("")
    expect(promised.locator("[data-row-title]")).to_have_text("Promise 1 · Ngày thứ Ba không viết")
