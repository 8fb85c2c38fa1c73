"""The address that the page of devices shows is the one that a technician types, with the keys that a kiosk has."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from centre_under_test import copy_database
from console_browser import ARGUMENTS, CHROMIUM, PATIENCE_MS, log_in_by_keyboard
from playwright.sync_api import Page, sync_playwright
from staff_pages import RunningServer, running, wait_until

from kiosk.pairing import KEYS, Field, Pairing, Stage
from messaging.clock import SteppedClock
from server.tls.certificates import CA, SERVER, SERVER_KEY, make
from simulation.ports import free_ports

HOST = "trung-tam.lan"
"""As a neighbour in the network knows this machine: what is found by its loopback address alone is shown to nobody."""


@dataclass(frozen=True)
class Centre:
    server: RunningServer
    plain_port: int
    encrypted_port: int


@pytest.fixture
def centre(folder: Path, staffed_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Centre]:
    make(tmp_path / "tls", names=(HOST,), centre="Trung tâm mẫu", now=datetime.now(UTC))
    plain, encrypted = free_ports(2)
    settings = {
        "port": plain,
        "tls_certificate": tmp_path / "tls" / SERVER,
        "tls_key": tmp_path / "tls" / SERVER_KEY,
        "tls_ca": tmp_path / "tls" / CA,
        "tls_port": encrypted,
    }
    ask = socket.getaddrinfo

    def resolve(host: Any, *more: Any, **hints: Any) -> Any:
        return ask("127.0.0.1" if host == HOST else host, *more, **hints)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    database = copy_database(staffed_database, folder / "centre.db")
    with running(database, SteppedClock(), ignore_hours=True, **settings) as server:
        yield Centre(server, plain, encrypted)


@pytest.fixture
def page(centre: Centre) -> Iterator[Page]:
    """The page of devices, at the encrypted door to which browsers are led."""
    with sync_playwright() as playwright:
        known = f"--host-resolver-rules=MAP {HOST} 127.0.0.1"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, known])
        page = browser.new_page(ignore_https_errors=True, viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(PATIENCE_MS)
        address = f"https://{HOST}:{centre.encrypted_port}"
        log_in_by_keyboard(page, address, "kt01")
        page.wait_for_url(lambda url: "login" not in url)
        page.goto(f"{address}/setup/devices")
        yield page
        browser.close()


def invite(page: Page) -> tuple[str, str, str]:
    """Press for a kiosk's code; code, address and digits, as they stand on the page."""
    device = page.locator(".device", has_text="kiosk-1")
    device.locator('[data-deed="invite"]').click()
    code = device.locator(".pairing-code").inner_text()
    step = device.locator(".pairing-steps li", has_text="Địa chỉ máy chủ").inner_text()
    return code, step.partition(": ")[2], device.locator(".pairing-digits").inner_text()


def type_all(pairing: Pairing, words: str) -> None:
    for letter in words.upper():
        assert letter in KEYS, f"the kiosk has no key for {letter}"
        pairing.type(letter)


@pytest.mark.parametrize("is_led_address", [False, True], ids=["the address of the page", "the browser's own"])
def test_a_kiosk_is_paired_by_what_the_page_of_devices_shows(
    centre: Centre, page: Page, tmp_path: Path, is_led_address: bool
) -> None:
    code, shown, digits = invite(page)
    assert shown == f"{HOST}:{centre.plain_port}"
    pairing = Pairing(tmp_path / "data", server_url="", on_change=lambda: None)
    assert pairing.view.field is Field.ADDRESS
    # The browser's line of the address names the door to which it was led.
    type_all(pairing, f"{HOST}:{centre.encrypted_port}" if is_led_address else shown)
    pairing.choose(Field.CODE)
    type_all(pairing, code.replace("-", ""))
    pairing.send()
    wait_until(lambda: pairing.view.stage is not Stage.ASKING, "somebody answers")
    assert (pairing.view.stage, pairing.view.digits) == (Stage.COMPARING, digits), pairing.view.words
    told = centre.server.centre.one("SELECT tries, used_at FROM enrolments WHERE device_id = 'kiosk-1'")
    assert tuple(told) == (0, None), "nothing is told before a person has compared"
    pairing.say_whether_same(is_same=True)
    wait_until(lambda: pairing.view.stage is not Stage.ASKING, "the code is traded")
    assert pairing.view.stage is Stage.PAIRED, pairing.view.words
