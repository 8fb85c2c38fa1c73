"""Each route of the devices with a credential of each kind: a device does what its own kind does, and nothing else."""

import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from held_clock import HeldClock
from served_centre import ServedCentre, credential_of, make_served_database

from server.web.roles import DEVICE, OPERATIONS

KINDS = {"kiosk-1": "kiosk", "board-1": "board", "counter-Q1": "counter", "pad-Q1": "pad"}
ONE = "00000000-0000-4000-8000-000000000001"
NUMBER = {"number": "A001", "check": "123"}

ROUTES: dict[str, tuple[frozenset[str], dict[str, object]]] = {
    # route: the kinds that may, and a body that is well formed
    "POST /api/v1/tickets": (frozenset({"kiosk"}), {"intent_id": ONE, "service": "A"}),
    "POST /api/v1/tickets/{ticket_id}/print-outcomes": (
        frozenset({"kiosk"}),
        {"report_id": ONE, "outcome": "printed"},
    ),
    "POST /api/v1/intents/{intent_id}/cancellation": (frozenset({"kiosk"}), {"cancellation_id": ONE}),
    "POST /api/v1/presses": (
        frozenset({"pad"}),
        {"press_id": ONE, "boot_id": ONE, "n": 1, "level": 5, "window_id": None, "age_ms": 0},
    ),
    "POST /api/v1/rating-reasons": (
        frozenset({"pad"}),
        {"answer_id": ONE, "press_id": ONE, "reasons": ["slow"], "after_ms": 1},
    ),
    "POST /api/v1/places": (frozenset({"kiosk"}), {"intent_id": ONE, "service": "A"}),
    "POST /api/v1/claims": (frozenset({"kiosk"}), {"intent_id": ONE, "code": "000000"}),
    "POST /api/v1/own-numbers": (frozenset({"kiosk"}), {"word_id": ONE, **NUMBER}),
    "POST /api/v1/own-ratings": (frozenset({"kiosk"}), {"rating_id": ONE, "level": 5, **NUMBER}),
    "POST /api/v1/emergency-tickets": (
        frozenset({"kiosk"}),
        {"intent_id": ONE, "number": 1, "shown": "X1-001", "service": "A", "age_ms": 1},
    ),
    "POST /api/v1/known-numbers": (frozenset({"kiosk"}), {"report_id": ONE, "numbers": []}),
    "POST /api/v1/desk-keys": (frozenset({"counter"}), {"press_id": ONE, "key": "next", "age_ms": 0}),
    "GET /api/v1/procedures": (frozenset({"kiosk"}), {}),
    "GET /api/v1/pictures/{picture_id}": (frozenset({"board"}), {}),
    "POST /api/v1/device/rotate": (frozenset(KINDS.values()), {"attempt_id": ONE}),
}
OF_ONE_DEVICE = {"GET /api/v1/jobs/{job_id}", "POST /api/v1/jobs/{job_id}/outcome"}
"""Whose job it is decides, whatever its kind: tests/server/device_api shows it of each."""


@pytest.fixture(scope="module")
def served(memory_folder: Path, empty_database: Path) -> Iterator[ServedCentre]:
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, memory_folder / "which-device.db", clock), clock)
    yield centre
    centre.stop()


def routes_of_devices() -> set[str]:
    listed = {route for operation in OPERATIONS if DEVICE in operation.who for route in operation.routes}
    return {route for route in listed if "/public/" not in route}  # of the program that serves phones


def test_every_route_of_devices_is_asked() -> None:
    assert set(ROUTES) | OF_ONE_DEVICE == routes_of_devices()


def ask(served: ServedCentre, route: str, body: Mapping[str, object], credential: str) -> tuple[int, str]:
    method, path = route.split(" ")
    path = path.format(ticket_id=1, intent_id=ONE, picture_id=1)
    key = f"emergency-{ONE}" if "emergency" in path else next((str(value) for name, value in body.items()), ONE)
    answer = served.http.request(
        method,
        path,
        json=dict(body) if method == "POST" else None,
        headers={"Authorization": f"Bearer {credential}", "Idempotency-Key": key},
    )
    is_problem = answer.headers.get("content-type") == "application/problem+json"
    return answer.status_code, answer.json()["code"] if is_problem else ""


@pytest.mark.parametrize("route", ROUTES)
def test_a_device_does_what_its_kind_does(served: ServedCentre, route: str) -> None:
    may, body = ROUTES[route]
    for device_id, kind in KINDS.items():
        status, code = ask(served, route, body, credential_of(device_id))
        if kind in may:
            assert (status, code) not in {(401, "not_signed_in"), (403, "wrong_device_kind"), (422, "malformed")}
            assert status < 500
        else:
            assert (status, code) == (403, "wrong_device_kind"), device_id


@pytest.mark.parametrize("route", sorted(routes_of_devices()))
def test_whoever_is_no_device_gets_nothing(served: ServedCentre, route: str) -> None:
    _, body = ROUTES.get(route, (frozenset(), {"report_id": ONE, "outcome": "done"}))
    for credential in ("-", "made-up", uuid.uuid4().hex, "credential-of-nobody"):
        status, code = ask(served, route.replace("{job_id}", "1"), body, credential)
        assert (status, code) == (401, "not_signed_in")


def test_a_devices_credential_opens_no_page_of_staff(served: ServedCentre) -> None:
    """Rows of the table that neither devices nor anybody may use, asked with each kind's credential."""
    for operation in OPERATIONS:
        if DEVICE in operation.who or "anybody" in operation.who:
            continue
        for route in operation.routes:
            method, path = route.split(" ")
            if "{" in path:
                continue
            headers = {"Authorization": f"Bearer {credential_of('kiosk-1')}", "Idempotency-Key": ONE}
            answer = served.http.request(method, path, json={}, headers=headers, follow_redirects=False)
            assert answer.status_code in (303, 401, 403, 422), route
            if answer.status_code == 303:
                assert answer.headers["location"].startswith("/console/login"), route
