"""Who may come in to the wall, and who may change something there."""

import asyncio
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from simulation.wall.doorkeeping import COOKIE, Doorkeeper, host_name

HOST = "127.0.0.1:8000"
KEY = "a-key-nobody-guesses"


def ask(
    method: str = "GET", path: str = "/", *, key: str | None = None, names: set[str] | None = None, **headers: str
) -> httpx.Response:
    """One request to a page behind the doorkeeper; header names with `_` for `-`."""

    async def page(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("the wall")

    app = Doorkeeper(Starlette(routes=[Route("/", page, methods=["GET", "POST"])]), names=names or set(), key=key)

    async def answer() -> httpx.Response:
        sent: dict[str, Any] = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://{HOST}") as client:
            return await client.request(method, path, headers=sent)

    return asyncio.run(answer())


@pytest.mark.parametrize("host", [HOST, "localhost:8000", "localhost", "[::1]:8000", "127.0.0.1:9999"])
def test_this_machine_comes_in_by_any_of_its_own_names(host: str) -> None:
    assert ask(Host=host).text == "the wall"


@pytest.mark.parametrize(
    "host", ["rebound.example", "rebound.example:8000", "10.0.0.5:8000", "", "127.0.0.1.example", "[::"]
)
def test_a_name_that_was_made_to_point_here_is_refused(host: str) -> None:
    assert ask(Host=host).status_code == 421


def test_a_change_from_the_page_itself_is_taken() -> None:
    assert ask("POST", Origin=f"http://{HOST}").text == "the wall"
    assert ask("POST", Origin=f"http://{HOST}", Sec_Fetch_Site="same-origin").text == "the wall"


@pytest.mark.parametrize(
    "origin", ["http://elsewhere.example", "http://127.0.0.1:9999", "http://localhost:8000", "null"]
)
def test_a_change_from_another_page_is_refused(origin: str) -> None:
    assert ask("POST", Origin=origin).status_code == 403


def test_a_change_that_does_not_say_where_it_comes_from_is_refused() -> None:
    assert ask("POST").status_code == 403
    assert ask("POST", Origin=f"http://{HOST}", Sec_Fetch_Site="cross-site").status_code == 403


def test_every_answer_tells_the_browser_to_load_nothing_from_elsewhere() -> None:
    for answer in (ask(), ask(Host="rebound.example")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


def test_with_a_key_nobody_comes_in_without_it() -> None:
    lan = {"names": {"10.0.0.5"}, "key": KEY}
    assert ask(Host="10.0.0.5:8000", **lan).status_code == 403
    assert ask(path="/?key=guessed", Host="10.0.0.5:8000", **lan).status_code == 403
    assert ask(Host=HOST, **lan).status_code == 403
    assert ask("POST", Host=HOST, Origin=f"http://{HOST}", **lan).status_code == 403
    assert ask("POST", f"/?key={KEY}", Host=HOST, Origin=f"http://{HOST}", **lan).status_code == 403


def test_the_key_in_the_address_becomes_a_cookie_and_leaves_the_address() -> None:
    lan = {"names": {"10.0.0.5"}, "key": KEY}
    first = ask(path=f"/?key={KEY}", Host="10.0.0.5:8000", **lan)
    assert first.status_code == 303
    assert first.headers["location"] == "/"
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    held = f"{COOKIE}={KEY}"
    assert ask(Host="10.0.0.5:8000", Cookie=held, **lan).text == "the wall"
    assert ask("POST", Host="10.0.0.5:8000", Origin="http://10.0.0.5:8000", Cookie=held, **lan).text == "the wall"
    assert ask("POST", Host="10.0.0.5:8000", Origin="http://x.example", Cookie=held, **lan).status_code == 403
    assert ask(Host="rebound.example", Cookie=held, **lan).status_code == 421


def test_a_host_header_that_is_nonsense_is_no_name() -> None:
    assert host_name("[::") == ""
    assert host_name("Localhost:1") == "localhost"
