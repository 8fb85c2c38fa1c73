"""The server answers what the table of roles names, and nothing besides."""

from collections.abc import Callable

import httpx
import pytest
from staff_pages import StaffClient

LogIn = Callable[[str], StaffClient]

ELSEWHERE = {"Origin": "https://evil.example"}


@pytest.mark.parametrize(
    "address", ["/static/", "/docs", "/redoc", "/metrics", "/.git/config", "/server.toml", "/centre.db"]
)
def test_there_is_nothing_to_look_through(log_in: LogIn, address: str) -> None:
    assert log_in("gd01").client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/static/../roles.py", "/static/%2e%2e/roles.py", "/static/..%2f..%2froles.py", "/static//etc/passwd"]
)
def test_no_way_leads_out_of_the_static_files(anybody: httpx.Client, address: str) -> None:
    assert anybody.get(address).status_code == 404


def test_nothing_is_said_back(anybody: httpx.Client) -> None:
    answer = anybody.request("TRACE", "/console/login", headers={"X-Secret": "canary"})
    assert answer.status_code == 405 and "canary" not in answer.text


@pytest.mark.parametrize("address", ["/console/login", "/health", "/openapi.json", "/api/v1/console/me"])
def test_no_other_site_is_let_read_an_answer(log_in: LogIn, address: str) -> None:
    head = log_in("gd01")
    asked_before = ELSEWHERE | {"Access-Control-Request-Method": "POST"}
    for answer in (
        head.client.get(address, headers=ELSEWHERE),
        head.client.request("OPTIONS", address, headers=asked_before),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
