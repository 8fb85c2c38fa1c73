"""Every route of the program asked by every role and by nobody, against the one table of who may do what."""

from collections.abc import Iterator

import httpx
import pytest
from centre_under_test import copy_database
from fastapi.routing import iter_route_contexts
from held_clock import HeldClock
from staff_pages import STAFF, RunningServer, prepare_centre, running

from server.actions.web_sessions import log_in
from server.web.access.staff_session import COOKIE, home_of
from server.web.roles import ANYBODY, DEVICE, OPERATIONS, ROLES, operation_of

PERSON_OF = {role: staff_id for staff_id, (role, _, _) in STAFF.items()}
FILLED = {
    "token": "x" * 22,
    "staff_id": "CB02",
    "ticket_id": "1",
    "job_id": "1",
    "intent_id": "1" * 32,
    "slug": "services",
}


@pytest.fixture(scope="module")
def served(memory_folder, empty_database) -> Iterator[RunningServer]:
    database = copy_database(empty_database, memory_folder / "roles.db")
    prepare_centre(database)
    with running(database, HeldClock(), ignore_hours=True) as server:
        yield server


@pytest.fixture(scope="module")
def routes(served: RunningServer) -> list[tuple[str, str]]:
    """(method, path) of all that the program answers, static files apart."""
    contexts = iter_route_contexts(served._server._uvicorn.config.app.routes)
    return [(method, of.path) for of in contexts for method in sorted(of.methods or ()) if method != "HEAD"]


def ask(served: RunningServer, method: str, path: str, role: str | None) -> httpx.Response:
    """One request with a session of its own: a body that nothing can be done with, but a valid token."""
    address = path.format_map(Filled())
    headers = {"Idempotency-Key": "0123456789abcdef"}
    if role is not None:
        session = served.centre.act(log_in, staff_id=PERSON_OF[role], former_token=None)
        headers["Cookie"] = f"{COOKIE}={session.token}"
        headers["X-CSRF-Token"] = session.csrf_token
    body = {"json": {}} if method == "POST" and address.startswith("/api/") else {}
    if method == "POST" and not body:
        body = {"data": {"intent": "0123456789abcdef"}}
    with (
        httpx.Client(base_url=served.address, timeout=20, verify=False) as client,  # noqa: S501 - loopback, no TLS
        client.stream(method, address, headers=headers, **body) as answer,
    ):
        if "event-stream" not in answer.headers.get("content-type", ""):
            answer.read()
        return answer


class Filled(dict):
    def __missing__(self, name: str) -> str:
        return FILLED.get(name, "x")


def asks_to_log_in(answer: httpx.Response) -> bool:
    return answer.status_code == 401 or answer.headers.get("location", "").startswith("/console/login")


def is_refused(answer: httpx.Response, role: str, path: str) -> bool:
    """Whether the role was the reason: a refusal in JSON, the page that says so, or the way home."""
    if answer.status_code == 403:
        is_json = "json" in answer.headers["content-type"]
        assert not is_json or answer.json()["code"] == "wrong_role", answer.text
        return True
    goes_home = answer.status_code == 303 and answer.headers["location"] == home_of(role)
    return goes_home and path == "/console"


def test_every_route_stands_in_the_table(routes: list[tuple[str, str]]) -> None:
    unknown = [f"{method} {path}" for method, path in routes if operation_of(method, path) is None]

    assert unknown == [], "server/web/roles.py says nothing of them"


def test_no_row_of_the_table_is_about_nothing(routes: list[tuple[str, str]]) -> None:
    there = {f"{method} {path}" for method, path in routes}
    rows = [route for operation in OPERATIONS for route in operation.routes]

    assert [route for route in rows if route not in there] == []
    assert len(rows) == len(set(rows)), "a route in two rows"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_the_table_says_and_no_more(
    served: RunningServer, routes: list[tuple[str, str]], role: str
) -> None:
    wrong = []
    for method, path in routes:
        operation = operation_of(method, path)
        assert operation is not None
        if operation.who in ((ANYBODY,), (DEVICE,)):
            continue
        answer = ask(served, method, path, role)
        assert not asks_to_log_in(answer), f"{method} {path}: {answer.status_code}"
        assert answer.status_code < 500, f"{method} {path}: {answer.text}"
        if is_refused(answer, role, path) is (role in operation.who):
            wrong.append(f"{method} {path}: {answer.status_code}, the table says {', '.join(operation.who)}")

    assert wrong == []


def test_nobody_gets_what_asks_for_somebody(served: RunningServer, routes: list[tuple[str, str]]) -> None:
    for method, path in routes:
        operation = operation_of(method, path)
        assert operation is not None
        answer = ask(served, method, path, None)
        is_open = ANYBODY in operation.who
        assert is_open or asks_to_log_in(answer), f"{method} {path}: {answer.status_code} {answer.text[:200]}"


def test_a_session_of_staff_is_no_credential_of_a_device(served: RunningServer, routes: list[tuple[str, str]]) -> None:
    for method, path in routes:
        operation = operation_of(method, path)
        if operation is not None and DEVICE in operation.who:
            assert ask(served, method, path, "head").status_code == 401, f"{method} {path}"


def test_a_credential_of_a_device_is_no_session_of_staff(served: RunningServer) -> None:
    with httpx.Client(base_url=served.address, headers={"Authorization": "Bearer kiosk-1"}) as client:
        for path in ("/api/v1/console/view", "/api/v1/floor/view", "/api/v1/greeter/view", "/api/v1/scores"):
            assert client.get(path).status_code == 401


def test_an_auditor_changes_nothing_alone(served: RunningServer, routes: list[tuple[str, str]]) -> None:
    allowed = [
        f"{method} {path}"
        for method, path in routes
        for operation in [operation_of(method, path)]
        if operation is not None and "auditor" in operation.who and method != "GET"
    ]
    # A correction needs a second person; a what-if only reckons.
    by_two = {path for path in allowed if path.startswith(("POST /api/v1/corrections", "POST /scores/corrections"))}
    reckons = {"POST /api/v1/reports/what-if"}

    own = {path for path in allowed if path.startswith("POST /account/")}

    assert set(allowed) - by_two - reckons == own, "how they get in themselves, and nothing else"
