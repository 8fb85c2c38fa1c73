"""A server without a centre: only whoever reads its log sets it up, once, and then it works like any other."""

import asyncio
import json
import logging
import re
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from held_clock import HeldClock
from playwright.sync_api import Browser, Page, expect
from staff_pages import RunningServer, StaffClient, running, settings_for

from server.app import DatabaseMissing, build
from server.domain.instant import local_date
from server.errors import ActionRefused, NotAllowed
from server.web.setup import first_start

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "mat-khau-dau-tien"
NAME = "Trung tâm Phục vụ hành chính công xã Mới"


class Log(logging.Handler):
    """What the server has written to its log about the first start."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def code(self) -> str:
        return str(re.findall(r"\d{4} \d{4}", self.lines[-1])[-1])


@pytest.fixture
def log() -> Iterator[Log]:
    kept = Log()
    first_start.log.addHandler(kept)
    yield kept
    first_start.log.removeHandler(kept)


@pytest.fixture
def fresh(folder: Path, clock: HeldClock, log: Log) -> Iterator[RunningServer]:
    """A server started in an empty folder."""
    with running(folder / "centre.db", clock) as server:
        yield server


def start(server: RunningServer, body: dict[str, Any], **headers: str) -> httpx.Response:
    return httpx.post(f"{server.address}/api/v1/setup/start", json=body, headers=headers, timeout=30)


def test_every_page_leads_to_the_wizard(fresh: RunningServer) -> None:
    for page in ("/", "/console", "/console/login", "/setup", "/setup/services", "/floor", "/people"):
        answer = httpx.get(fresh.address + page)
        assert (answer.status_code, answer.headers.get("location")) == (303, "/setup/start"), page
    assert httpx.get(f"{fresh.address}/setup/start").status_code == 200
    assert httpx.get(f"{fresh.address}/health").json()["parts"]["centre"] == "not_set_up"


def test_the_log_names_an_address_that_a_browser_opens(folder: Path, clock: HeldClock, log: Log) -> None:
    for listen, public, opened in (
        ("0.0.0.0", "http://10.0.0.2:8090", "http://10.0.0.2:"),
        ("0.0.0.0", "https://so.example.vn", "http://0.0.0.0:"),
        ("0.0.0.0", "http://[fd00::2]:8090", "http://[fd00::2]:"),
        ("127.0.0.1", "http://10.0.0.2:8090", "http://127.0.0.1:"),
    ):
        with running(folder / "centre.db", clock, listen_host=listen, public_url=public):
            assert f"open {opened}" in log.lines[-1]


def test_without_the_code_nobody_gets_in(fresh: RunningServer, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_start, "WRONG_TRY_COSTS_S", 0.0)
    first = log.code()
    for wrong in ("", "0000", "x" * 40, "１２３４５６７８", first[::-1] + "1"):
        assert start(fresh, {"code": wrong, "sample": True}).status_code == 403
    assert start(fresh, {"code": first, "sample": True}, Origin="http://elsewhere.example").status_code == 403
    monkeypatch.setattr(first_start, "TRIES_PER_CODE", 10)
    for _ in range(10):
        httpx.post(f"{fresh.address}/api/v1/setup/start/code", json={"code": "1"})
    assert log.code() != first
    assert start(fresh, {"code": first, "sample": True}).status_code == 403
    assert start(fresh, {"code": log.code(), "sample": True}).status_code == 200


@pytest.mark.parametrize(
    "told_in", ["docs/install/install.md", "docs/install/cai-dat.md", "docs/set-up.md", "installer"]
)
def test_the_line_that_people_are_told_shows_the_code_that_opens(
    folder: Path, clock: HeldClock, log: Log, monkeypatch: pytest.MonkeyPatch, told_in: str
) -> None:
    """Behind codes of former starts, and one that was worn out by somebody in the network."""
    monkeypatch.setattr(first_start, "WRONG_TRY_COSTS_S", 0.0)
    monkeypatch.setattr(first_start, "TRIES_PER_CODE", 10)
    told = (ROOT / {"installer": "deploy/steps/telling.sh"}.get(told_in, told_in)).read_text(encoding="utf-8")
    lines = re.findall(r"sudo journalctl -u bocso-server ([^`\"\n]*)", told)
    assert lines
    for _ in range(2):
        with running(folder / "centre.db", clock) as server:
            for _ in range(13):
                assert start(server, {"code": "1", "sample": True}).status_code == 403
            journal = "".join(f"Nov 23 07:00:01 may-chu python[7]: {line}\n" for line in [*log.lines, "phones come"])
            for line in lines:
                shown = subprocess.run(
                    ["bash", "-c", f"cat {line}"], input=journal, capture_output=True, text=True, check=True
                )
                (code,) = re.findall(r"\d{4} \d{4}", shown.stdout)
                answer = httpx.post(f"{server.address}/api/v1/setup/start/code", json={"code": code})
                assert answer.status_code == 200, shown.stdout


def test_whoever_sends_wrong_codes_does_not_wear_out_the_one_that_is_being_typed(
    fresh: RunningServer, log: Log
) -> None:
    """One a second is heeded: for ten minutes, which the test does not wait for."""
    read, door = log.code(), fresh._server._uvicorn.config.app.state.first_start
    for _ in range(600):
        door._count_wrong()
    assert start(fresh, {"code": read, "sample": True}).status_code == 200


def test_wrong_codes_of_one_machine_do_not_queue_and_delay_nobody_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_start, "WRONG_TRY_COSTS_S", 0.01)

    async def asked() -> tuple[list[int], BaseException | None]:
        door = first_start.FirstStart(is_needed=True)
        wrong = [door.require("0", "10.0.0.9") for _ in range(100)]
        *answers, right = await asyncio.gather(
            *wrong, door.require(door._code or "", "10.0.0.2"), return_exceptions=True
        )
        with pytest.raises(NotAllowed):
            await door.require("0", "10.0.0.9")  # a place that is free is given again
        return [answer.status for answer in answers if isinstance(answer, ActionRefused)], right

    statuses, right = asyncio.run(asked())
    few = first_start.WAITING_OF_ADDRESS_AT_MOST
    assert sorted(statuses) == [403] * few + [429] * (100 - few)
    assert right is None, "the right code of another machine passes"


def test_wrong_codes_of_many_machines_do_not_queue_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_start, "WRONG_TRY_COSTS_S", 0.0)

    async def asked() -> list[int]:
        door = first_start.FirstStart(is_needed=True)
        answers = await asyncio.gather(*[door.require("0", f"10.0.0.{n}") for n in range(100)], return_exceptions=True)
        return [answer.status for answer in answers if isinstance(answer, ActionRefused)]

    assert asyncio.run(asked()).count(403) == first_start.WAITING_IN_ALL_AT_MOST


def test_who_asks_while_codes_of_that_machine_wait_is_told_to_come_again(fresh: RunningServer, log: Log) -> None:
    waiting = fresh._server._uvicorn.config.app.state.first_start._waiting
    waiting["127.0.0.1"] = first_start.WAITING_OF_ADDRESS_AT_MOST
    refused = start(fresh, {"code": log.code(), "sample": True})
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_codes")
    del waiting["127.0.0.1"]
    assert start(fresh, {"code": log.code(), "sample": True}).status_code == 200


def test_the_sample_centre_stands_with_one_press_and_only_once(fresh: RunningServer, log: Log) -> None:
    made = start(fresh, {"code": log.code(), "sample": True}).json()
    assert start(fresh, {"code": log.code(), "sample": True}).status_code == 409
    head = next(account for account in made["accounts"] if "Giám đốc" in account["role"])
    with httpx.Client(base_url=fresh.address) as client:
        StaffClient(client, head["login"], head["password"])
        assert "Dữ liệu mẫu" in client.get("/setup").text
    assert head["password"] not in str([tuple(row) for row in fresh.centre.rows("SELECT * FROM journal")])
    assert fresh.centre.one("SELECT count(*) FROM procedures")[0] >= 500, "the sample list of procedures is there"
    assert fresh.centre.verdict().fault is None


def test_a_bad_beginning_is_refused_whole_with_every_fault(fresh: RunningServer, log: Log) -> None:
    body = {
        "code": log.code(),
        "centre": {"name": "", "code": "xã mới"},
        "services": [{"code": "A", "name": "Một", "name_en": "One", "colour": "#000000"}] * 2,
        "counters": [{"id": "Q1", "number": 1, "name": "Quầy 1", "services": ["B"]}],
        "people": [{"role": "officer", "display_name": " ", "login": "Cán Bộ", "password": "ngắn"}],
    }
    answer = start(fresh, body)
    assert answer.status_code == 422
    places = {error["where"] for error in answer.json()["errors"]}
    assert places >= {
        "centre.name",
        "centre.code",
        "services.1.code",
        "counters.0.services",
        "people",
        "people.0.display_name",
        "people.0.login",
        "people.0.password",
    }
    assert fresh.centre.rows("SELECT 1 FROM journal") == []


def test_going_back_and_pressing_enter_makes_no_centre(fresh: RunningServer, log: Log, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{fresh.address}/setup/start")
    page.locator("#code").fill(log.code())
    page.keyboard.press("Enter")
    step(page, "choice")
    page.locator("#own").click()
    page.locator('[data-step="name"] [data-key="name"] input').fill(NAME)
    for name in ("name", "hours", "services", "counters"):
        step(page, name)
        page.locator(f'[data-step="{name}"] [data-next]').click()
    step(page, "people")
    people = page.locator('[data-block="people"] [data-rows] > [data-row]')
    people.last.locator("[data-drop]").click()
    people.first.locator('[data-key="display_name"] input').fill("Giám đốc 01")
    people.first.locator('[data-key="password"] input').fill(PASSWORD)
    for _ in range(4):
        page.locator(".start-step:not([hidden]) [data-back]").click()
    step(page, "name")
    page.locator('[data-step="name"] [data-key="name"] input').press("Enter")
    step(page, "hours")
    assert fresh.centre.rows("SELECT 1 FROM journal") == []
    page.close()


def test_a_server_started_anew_asks_its_new_code_and_keeps_what_was_entered(
    fresh: RunningServer, log: Log, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_start, "WRONG_TRY_COSTS_S", 0.0)
    page = browser.new_page()
    page.goto(f"{fresh.address}/setup/start")
    page.locator("#code").fill(log.code())
    page.keyboard.press("Enter")
    step(page, "choice")
    page.locator("#own").click()
    page.locator('[data-step="name"] [data-key="name"] input').fill(NAME)
    monkeypatch.setattr(first_start, "TRIES_PER_CODE", 10)
    for _ in range(10):  # as good as a restart: the log has another code
        httpx.post(f"{fresh.address}/api/v1/setup/start/code", json={"code": "1"})
    page.locator('[data-step="name"] [data-next]').click()
    step(page, "code")
    page.locator("#code").fill(log.code())
    page.keyboard.press("Enter")
    step(page, "name")
    expect(page.locator('[data-step="name"] [data-key="name"] input')).to_have_value(NAME)
    page.close()


def test_a_database_is_made_only_where_none_can_be_meant(folder: Path, clock: HeldClock) -> None:
    (folder / "centre.db").write_bytes(b"SQLite format 3\0" + b"\0" * 100)
    with pytest.raises(DatabaseMissing, match=r"centre\.db stands beside it"):
        build(settings_for(folder / "center.db"), clock=clock)
    with pytest.raises(DatabaseMissing, match="no such database"):
        build(settings_for(folder / "mistyped" / "centre.db"), clock=clock)
    assert [file.name for file in folder.iterdir()] == ["centre.db"]


def serious(page: Page) -> list[tuple[str, str]]:
    """What axe calls serious or critical on the page as it is."""
    found = Axe().run(page).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in found if fault["impact"] in ("serious", "critical")]


def step(page: Page, name: str) -> None:
    expect(page.locator(f'[data-step="{name}"]')).to_be_visible()


def test_from_an_empty_folder_to_the_first_ticket(fresh: RunningServer, log: Log, browser: Browser) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(fresh.address)
    page.locator("#code").fill(log.code())
    expect(page.locator("#code-form button")).to_be_enabled()
    assert serious(page) == []
    page.keyboard.press("Enter")
    step(page, "choice")
    page.locator("#own").click()
    page.locator('[data-step="name"] [data-next]').click()
    expect(page.locator('[data-step="name"] .fault-here')).to_have_count(1)
    page.locator('[data-step="name"] [data-key="name"] input').fill(NAME)
    expect(page.locator('[data-key="code"] input')).to_have_attribute("placeholder", "XA-MOI")
    page.keyboard.press("Enter")
    step(page, "hours")
    monday = page.locator('[data-step="hours"] [data-day="mon"]')
    monday.locator("[data-opens]").first.fill("7h15")
    page.locator('[data-step="hours"] [data-day="tue"] [data-closes]').first.fill("07:00")
    page.locator('[data-step="hours"] [data-day="wed"] [data-closes]').first.fill("")
    page.locator('[data-step="hours"] [data-next]').click()
    for day in ("tue", "wed"):
        expect(page.locator(f'[data-step="hours"] [data-day="{day}"] .fault-here')).to_be_visible()
        page.locator(f'[data-step="hours"] [data-day="{day}"] [data-closes]').first.fill("11h30")
    page.locator('[data-step="hours"] [data-next]').click()
    step(page, "services")
    services = page.locator('[data-block="services"] [data-rows] > [data-row]')
    for _ in range(6):
        services.last.locator("[data-drop]").click()
    expect(services).to_have_count(2)
    page.locator('[data-step="services"] [data-next]').click()
    step(page, "counters")
    counters = page.locator('[data-block="counters"] [data-rows] > [data-row]')
    counters.last.locator("[data-drop]").click()
    expect(counters.first.locator("[data-serves]")).to_have_count(2)
    page.locator('[data-step="counters"] [data-next]').click()
    page.locator("#finish").click()
    expect(page.locator(".fault-here").first).to_be_visible()
    assert serious(page) == []
    people = page.locator('[data-block="people"] [data-rows] > [data-row]')
    people.last.locator("[data-drop]").click()
    people.first.locator('[data-key="display_name"] input').fill("Giám đốc 01")
    page.locator('form.language button[type="submit"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    step(page, "people")
    expect(people).to_have_count(1)
    expect(people.first.locator('[data-key="display_name"] input')).to_have_value("Giám đốc 01")
    served = page.locator('[data-block="counters"] .serve').first
    assert "Chứng thực" not in (served.text_content() or ""), "a page in English says the English names"
    people.first.locator('[data-key="password"] input').fill(PASSWORD)
    page.locator("#finish").click()
    step(page, "done")

    page.locator('a[href="/setup/devices"]').click()
    page.locator("#add-id").fill("kiosk-1")
    page.locator('#add-device button[type="submit"]').click()
    page.locator('#d-kiosk-1 [data-deed="invite"]').click()
    code = page.locator("#d-kiosk-1 .pairing-code").inner_text()
    expect(page.locator("#d-kiosk-1 .pairing-left")).to_have_text(re.compile(r"(10:00|9:\d\d)"))
    asked = {"code": code, "kind": "kiosk", "attempt_id": str(uuid.uuid4())}
    credential = httpx.post(f"{fresh.address}/api/v1/enrolment", json=asked).json()["credential"]
    expect(page.locator("#d-kiosk-1 .pairing.is-good .pairing-state")).to_be_visible()  # the page heard of it
    assert faults == []
    page.close()

    centre = json.loads(fresh.centre.one("SELECT centre FROM set_up")[0])
    assert (centre["centre"]["name"], centre["centre"]["hours"]["mon"][0]) == (NAME, ["07:15", "11:30"])
    assert (centre["centre"]["code"], centre["wifi"], centre["special_days"]) == ("XA-MOI", None, []), (
        "nothing of the sample's that nobody has entered"
    )
    with httpx.Client(base_url=fresh.address) as client:
        head = StaffClient(client, "giamdoc", PASSWORD)
        head.do("open-day", {"confirmed": False})
    intent = str(uuid.uuid4())
    ticket = httpx.post(
        f"{fresh.address}/api/v1/tickets",
        json={"intent_id": intent, "service": centre["services"][0]["code"]},
        headers={"Authorization": f"Bearer {credential}", "Idempotency-Key": intent},
    )
    assert ticket.status_code in (200, 201), ticket.text
    assert ticket.json()["number"] == f"{centre['services'][0]['code']}001"
    assert ticket.json()["centre_name"] == NAME
    day = fresh.centre.one("SELECT day FROM service_days")[0]
    assert day == local_date(fresh.clock.instant, "Asia/Ho_Chi_Minh").isoformat()  # type: ignore[attr-defined]  # a HeldClock
