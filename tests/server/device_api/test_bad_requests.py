"""Whatever a network can deliver: the answer says what is wrong and where, and it is never the server's fault."""

import json
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from held_clock import HeldClock
from hypothesis import given, settings
from hypothesis import strategies as some
from served_centre import ServedCentre, credential_of, make_served_database

from server.journal.verify import verify
from server.web.plumbing import BODY_LIMIT_BYTES


@pytest.fixture(scope="module")
def served(memory_folder: Path, empty_database: Path) -> Iterator[ServedCentre]:
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, memory_folder / "badly-asked.db", clock), clock)
    before = centre.rows("SELECT seq FROM journal_head")
    yield centre
    changed = centre.rows("SELECT kind FROM journal WHERE seq > ?", before[0][0])
    centre.stop()
    assert changed == [], "a bad request changed something"
    assert verify(centre.database).fault is None


def refused(answer: httpx.Response) -> dict[str, object]:
    """The problem details; never a 5xx."""
    assert 400 <= answer.status_code < 500, f"{answer.status_code} {answer.text}"
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = answer.json()
    assert body["code"]
    assert body["status"] == answer.status_code
    return body


def a_ticket_request(**changes: object) -> dict[str, object]:
    return {"intent_id": str(uuid.uuid4()), "service": "A", **changes}


def a_press(**changes: object) -> dict[str, object]:
    press = {"press_id": str(uuid.uuid4()), "boot_id": str(uuid.uuid4()), "n": 1, "level": 5}
    return {**press, "window_id": None, "age_ms": 0, **changes}


@pytest.mark.parametrize(
    ("path", "device", "body", "where"),
    [
        ("/api/v1/tickets", "kiosk-1", a_ticket_request(service="X"), "body.service"),
        ("/api/v1/tickets", "kiosk-1", a_ticket_request(service="AA"), "body.service"),
        ("/api/v1/tickets", "kiosk-1", a_ticket_request(service=None), "body.service"),
        ("/api/v1/tickets", "kiosk-1", a_ticket_request(service=["A"]), "body.service"),
        ("/api/v1/tickets", "kiosk-1", a_ticket_request(intent_id="abc"), "body.intent_id"),
        ("/api/v1/tickets", "kiosk-1", a_ticket_request(language="vi-VN"), "body.language"),
        ("/api/v1/tickets", "kiosk-1", a_ticket_request(priority_group="x" * 65), "body.priority_group"),
        ("/api/v1/tickets", "kiosk-1", a_ticket_request(priority_group="\ud800"), "body.priority_group"),
        ("/api/v1/tickets", "kiosk-1", {"service": "A"}, "body.intent_id"),
        ("/api/v1/presses", "pad-Q1", a_press(level=0), "body.level"),
        ("/api/v1/presses", "pad-Q1", a_press(level=6), "body.level"),
        ("/api/v1/presses", "pad-Q1", a_press(level="5 stars"), "body.level"),
        ("/api/v1/presses", "pad-Q1", a_press(n=0), "body.n"),
        ("/api/v1/presses", "pad-Q1", a_press(n=10**30), "body.n"),
        ("/api/v1/presses", "pad-Q1", a_press(age_ms=-1), "body.age_ms"),
        ("/api/v1/presses", "pad-Q1", a_press(age_ms=10**30), "body.age_ms"),
        ("/api/v1/presses", "pad-Q1", a_press(age_ms=2**63 - 1), "body.age_ms"),
        ("/api/v1/presses", "pad-Q1", a_press(window_id=10**30), "body.window_id"),
        ("/api/v1/presses", "pad-Q1", a_press(window_id=1.5), "body.window_id"),
        ("/api/v1/presses", "pad-Q1", a_press(boot_id=""), "body.boot_id"),
        ("/api/v1/tickets/1/print-outcomes", "kiosk-1", {"report_id": str(uuid.uuid4())}, "body.outcome"),
        (
            f"/api/v1/tickets/{10**30}/print-outcomes",
            "kiosk-1",
            {"report_id": str(uuid.uuid4()), "outcome": "printed"},
            "path.ticket_id",
        ),
        (
            "/api/v1/tickets/one/print-outcomes",
            "kiosk-1",
            {"report_id": str(uuid.uuid4()), "outcome": "printed"},
            "path.ticket_id",
        ),
        (
            "/api/v1/intents/none/cancellation",
            "kiosk-1",
            {"cancellation_id": str(uuid.uuid4())},
            "path.intent_id",
        ),
    ],
)
def test_a_wrong_field_is_named_with_its_place(
    served: ServedCentre, path: str, device: str, body: dict[str, object], where: str
) -> None:
    problem = refused(served.post(path, body, device=device, key=str(uuid.uuid4())))
    assert (problem["status"], problem["code"]) == (422, "malformed")
    places = [fault["where"] for fault in problem["errors"]]  # type: ignore[attr-defined]  # a list of objects
    assert places == [where]
    assert where in str(problem["detail"])
    assert all(fault["what"] for fault in problem["errors"])  # type: ignore[attr-defined]  # as above


NO_OBJECT = [
    b"",
    b"nonsense",
    b"{",
    b'{"intent_id": ',
    b"[]",
    b"null",
    b"42",
    b'"text"',
    b"NaN",
    b"\xff\xfe",
    b'{"a": "\xff"}',
    b"\x00" * 100,
    b"[" * 30_000,
    b'{"a":' * 10_000,
    b'{"n": ' + b"9" * 5000 + b"}",
    b'{"n": 1e999}',
    b'{"\\ud800": 1}',
    b'{"intent_id": "\\ud800"}',
    "{“intent_id”: 1}".encode(),
]


@pytest.mark.parametrize("body", NO_OBJECT, ids=[repr(body[:12]) for body in NO_OBJECT])
@pytest.mark.parametrize(
    ("path", "device"),
    [
        ("/api/v1/tickets", "kiosk-1"),
        ("/api/v1/presses", "pad-Q1"),
        ("/api/v1/tickets/1/print-outcomes", "kiosk-1"),
        (f"/api/v1/intents/{uuid.UUID(int=5)}/cancellation", "kiosk-1"),
    ],
)
def test_what_is_no_json_object_is_refused(served: ServedCentre, path: str, device: str, body: bytes) -> None:
    refused(served.post(path, body, device=device, key=str(uuid.uuid4())))


def test_what_is_no_json_is_called_so_with_its_place(served: ServedCentre) -> None:
    problem = refused(served.post("/api/v1/tickets", b'{"intent_id": ?}', key=str(uuid.uuid4())))
    assert problem["detail"] == "body: Không phải JSON, sai ở ký tự thứ 15."


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/json; charset=utf-16", "nonsense", ""])
def test_another_content_type_is_refused_or_read_as_json(served: ServedCentre, kind: str) -> None:
    answer = served.post("/api/v1/tickets", a_ticket_request(service="X"), **{"Content-Type": kind})
    refused(answer)


def test_a_body_above_the_limit_is_refused_before_it_is_read(served: ServedCentre) -> None:
    big = json.dumps(a_ticket_request(wish="x" * BODY_LIMIT_BYTES)).encode()
    assert refused(served.post("/api/v1/tickets", big, key=str(uuid.uuid4())))["status"] == 413


def test_a_body_that_does_not_say_how_long_it_is_is_cut_at_the_limit(served: ServedCentre) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 4096

    headers = {"Authorization": f"Bearer {credential_of('kiosk-1')}", "Content-Type": "application/json"}
    answer = served.http.post("/api/v1/tickets", content=endless(), headers=headers)
    assert refused(answer)["status"] == 413


@pytest.mark.parametrize("length", ["-1", "x", "9999999999999999999999", "1e3"])
def test_a_nonsense_length_is_refused(served: ServedCentre, length: str) -> None:
    with socket.create_connection(("127.0.0.1", served.server.port), timeout=30) as raw:
        head = f"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        raw.sendall(head.encode() + b"{}")
        answer = raw.recv(65536)
    assert answer.split(b" ")[1] in (b"400", b"413")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/tickets", 405),
        ("DELETE", "/api/v1/tickets", 405),
        ("PUT", "/api/v1/presses", 405),
        ("POST", "/api/v1/../../etc/passwd", 404),
        ("GET", "/openapi.yaml", 404),
    ],
)
def test_unknown_places_and_methods_are_problems_too(served: ServedCentre, method: str, path: str, status: int) -> None:
    assert refused(served.http.request(method, path))["status"] == status


def test_the_api_describes_itself(served: ServedCentre) -> None:
    paths = served.http.get("/openapi.json").json()["paths"]
    assert {path for path in paths if path.startswith("/api/v1/")} >= {
        "/api/v1/tickets",
        "/api/v1/tickets/{ticket_id}/print-outcomes",
        "/api/v1/intents/{intent_id}/cancellation",
        "/api/v1/presses",
    }


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)
FIELDS = ["service", "priority_group", "language", "level", "n", "window_id", "age_ms", "boot_id", "outcome", "más"]


@settings(max_examples=80)
@given(
    path=some.sampled_from(["/api/v1/tickets", "/api/v1/presses", "/api/v1/tickets/1/print-outcomes"]),
    body=some.dictionaries(some.sampled_from(FIELDS), JSON, max_size=6),
    drop=some.booleans(),
)
def test_no_body_makes_the_server_fail(served: ServedCentre, path: str, body: dict[str, object], drop: bool) -> None:
    """Arbitrary values in the fields we know, always with one too many so that nothing can be accepted."""
    device = "pad-Q1" if "presses" in path else "kiosk-1"
    name = {"/api/v1/tickets": "intent_id", "/api/v1/presses": "press_id"}.get(path, "report_id")
    key = str(uuid.UUID(int=7))
    full = body if drop else {name: key, "too_many": 1, **body}
    content = json.dumps(full).encode(errors="surrogatepass")
    refused(served.post(path, content, device=device, key=key))
