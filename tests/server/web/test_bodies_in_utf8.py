"""Nobody names the encoding in which the server reads, or sends a form in parts; it is refused before it is read."""

import asyncio
import encodings
import socket
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx
import pytest
from centre_under_test import copy_database
from fastapi import Request
from held_clock import HeldClock
from staff_pages import PASSWORD, RunningServer, SessionClient, running, session_of
from starlette.types import Message

from server.actions.web_sessions import token_hash
from server.db.queries.people import staff_of_web_session
from server.errors import Unprocessable
from server.web.access.staff_session import LoggedInStaff
from server.web.bodies_in_utf8 import LONGEST_CONTENT_TYPE
from server.web.posted_forms import posted_form

FORM = "application/x-www-form-urlencoded"
REFUSED = (
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "MultiPart/Form-Data; boundary=x; charset=utf-8",
    "multipart/form-data=; boundary=x; charset=punycode",
    "multipart/mixed; boundary=x",
    f"{FORM}; charset=punycode",
    f"{FORM};charset=utf-16",
    f'{FORM}; charset="utf-7"',
    f"{FORM}; charset='utf-8'",
    f'{FORM}; charset="utf-8',
    f"{FORM}; charset=utf-8; charset=utf-7",
    f"{FORM}; charset*=utf-8''utf-7",
    f"{FORM}; charset*0=utf-; charset*1=7",
    f"{FORM}; charset=",
    "application/json; charset=latin-1",
    "application/json; charset=utf-8, multipart/form-data; boundary=x",
    f"{FORM}; {' ' * LONGEST_CONTENT_TYPE}charset=utf-8",
    "x" * (LONGEST_CONTENT_TYPE + 1),
)
TAKEN = (
    FORM,
    f"{FORM}; charset=UTF-8",
    f'{FORM};charset="utf-8"',
    f"{FORM} ; charset = utf-8",
    f"{FORM};",
)
LOG_IN = f"login=gd01&password={PASSWORD}"


@pytest.fixture(scope="module")
def server(memory_folder: Path, staffed_database: Path) -> Iterator[RunningServer]:
    """One for all: what is refused changes nothing."""
    with running(copy_database(staffed_database, memory_folder / "utf8.db"), HeldClock()) as server:
        yield server


def status_without_the_body(server: RunningServer, path: str, content_type: str) -> int:
    """What is answered to a head whose body never comes; who reads it first says nothing and hangs up."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n"
        f"Content-Type: {content_type}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(head.encode())
        heard = line.recv(65536)
    return int(heard.split(b" ", 2)[1]) if heard else 0


@pytest.mark.parametrize("content_type", REFUSED)
def test_what_is_not_plainly_utf_8_is_refused_before_it_is_read(server: RunningServer, content_type: str) -> None:
    for path in ("/console/logout", "/console/login", "/language", "/people/add", "/api/v1/tickets"):
        assert status_without_the_body(server, path, content_type) == 415, path


@pytest.mark.parametrize("content_type", TAKEN)
def test_a_plain_form_is_taken_as_ever(anybody: httpx.Client, content_type: str) -> None:
    answer = anybody.post("/console/login", content=LOG_IN, headers={"Content-Type": content_type})
    assert answer.status_code == 303
    assert anybody.get("/api/v1/console/me").status_code == 200


@pytest.mark.parametrize("content_type", ["application/json", 'application/json; charset="UTF-8"'])
def test_json_is_taken_as_ever(server: RunningServer, content_type: str) -> None:
    officer = SessionClient(server, "cb01")
    headers = {"Content-Type": content_type, "Idempotency-Key": uuid.uuid4().hex, "X-CSRF-Token": officer.csrf}
    with officer.client as client:
        answer = client.post("/api/v1/console/sign-on", content='{"counter_id": "Q1"}', headers=headers)
    assert answer.status_code == 200


def test_the_second_of_two_types_counts_as_well(server: RunningServer) -> None:
    two = f"{FORM}\r\nContent-Type: multipart/form-data; boundary=x"
    assert status_without_the_body(server, "/console/logout", two) == 415


@pytest.mark.parametrize(
    ("language", "title"), [("vi", "Không nhận nội dung kiểu này"), ("en", "A body of this kind is not taken")]
)
def test_it_is_said_as_every_refusal(anybody: httpx.Client, language: str, title: str) -> None:
    anybody.cookies.set("bocso_language", language)
    answer = anybody.post("/console/logout", files={"csrf_token": (None, "x")})
    assert answer.status_code == 415
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (answer.json()["code"], answer.json()["title"]) == ("body_kind", title)
    assert "multipart" in answer.json()["detail"]


def test_made_up_names_of_encodings_fill_no_memory(anybody: httpx.Client) -> None:
    """Python keeps each name for ever, whether there is such an encoding or not."""
    for n in range(20):
        for kind in ("multipart/form-data; boundary=x", FORM, "application/json"):
            content_type = f"{kind}; charset=made-up-{n}-{kind[-4:]}"
            anybody.post("/console/logout", content=b"--x--\r\n", headers={"Content-Type": content_type})
    known: Iterable[str] = vars(encodings)["_cache"]
    assert [name for name in known if "made" in name] == []


@pytest.mark.parametrize(("name", "value"), [("words", "+2AA-"), ("+2AA-", "words")])
def test_half_a_letter_comes_out_of_no_form(server: RunningServer, name: str, value: str) -> None:
    """Should one be let in one day that is read otherwise: what reads the forms of all pages refuses it by itself."""
    session = session_of(server, "gd01")
    known = staff_of_web_session(server.house.read(), token_hash(session.token))
    assert known is not None
    who = LoggedInStaff(known[1], known[0])
    body = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n--x--\r\n'.encode()

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    headers = [(b"content-type", b"multipart/form-data; boundary=x; charset=utf-7")]
    scope = {"type": "http", "method": "POST", "path": "/people/add", "query_string": b"", "headers": headers}
    with pytest.raises(Unprocessable, match="malformed"):
        asyncio.run(posted_form(Request(scope, receive), who, session.csrf_token))
