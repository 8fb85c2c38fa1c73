"""The whole API asked what it says it answers, by every role, every kind of device and nobody.

Of each operation a few cases a day (always the same), each sent by everybody; a hundred in the long run, each sent by
one who may and one who may not: no answer is a 5xx, none is outside the description, none but a refusal comes to whom
the table of roles does not name.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from centre_under_test import copy_database
from held_clock import HeldClock
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy, just, sampled_from, tuples
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from staff_pages import STAFF, RunningServer, prepare_centre, running

from server.actions.web_sessions import log_in
from server.public_secret import read_public_secret
from server.web.access.staff_session import COOKIE
from server.web.roles import DEVICE, OPERATIONS, ROLES, operation_of

A_DAY, LONG = 2, 100
DEVICES = ("kiosk-1", "board-1", "counter-Q1", "pad-Q1")
PHONES = "the program that serves phones"
NOBODY = "nobody"
ASKERS = (NOBODY, *ROLES, *DEVICES, PHONES)
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
ENDLESS = {"GET /api/v1/console/stream", "GET /api/v1/floor/stream"}
"""Streams are read elsewhere (test_console_shared.py)."""
OF_OWN_PAGES = {
    "POST /api/v1/setup/procedures",
    "POST /api/v1/setup/pictures",
    "POST /api/v1/setup/pictures/remove",
}
"""Files that our own pages send: fuzzed in test_parsers_fuzzed.py."""
FIRST_START = "POST /api/v1/setup/start"
"""Only a server without a centre answers there."""
DESCRIBED = sorted(
    route
    for operation in OPERATIONS
    for route in operation.routes
    if not (route in OF_OWN_PAGES or route.startswith(FIRST_START))
    and route.split()[1].startswith(("/api/v1/", "/health", "/reports/daily", "/reports/export"))
)
ROUTES = [route for route in DESCRIBED if route not in ENDLESS]


class Askers:
    """A line to the server for each who asks, with what proves who it is."""

    def __init__(self, server: RunningServer) -> None:
        self._server = server
        self._headers: dict[str, dict[str, str]] = {NOBODY: {}}
        for role in ROLES:
            person = next(staff_id for staff_id, (of, _, _) in STAFF.items() if of == role)
            session = server.centre.act(log_in, staff_id=person, former_token=None)
            self._headers[role] = {"Cookie": f"{COOKIE}={session.token}", "X-CSRF-Token": session.csrf_token}
        for device in DEVICES:
            self._headers[device] = {"Authorization": f"Bearer {device}"}
        secret = read_public_secret(server.house.settings.public_secret)
        self._headers[PHONES] = {"Authorization": f"Bearer {secret}"}
        self._lines = {asker: requests.Session() for asker in self._headers}

    def ask(self, asker: str, case: schemathesis.Case) -> schemathesis.Response:
        # What was made up for these would only prove nothing.
        for header in ("Authorization", "X-CSRF-Token", "Cookie"):
            case.headers.pop(header, None)
        case.cookies.clear()
        return case.call(
            base_url=self._server.address, headers=self._headers[asker], session=self._lines[asker], timeout=30
        )

    def close(self) -> None:
        for line in self._lines.values():
            line.close()


@pytest.fixture(scope="module")
def served(memory_folder: Path, empty_database: Path) -> Iterator[RunningServer]:
    database = copy_database(empty_database, memory_folder / "described.db")
    prepare_centre(database)
    with pytest.MonkeyPatch.context() as patch, running(database, HeldClock(), ignore_hours=True) as server:
        # Who guesses codes waits, some minutes in all; here an hour goes by between two tries.
        hours = itertools.count(step=3600.0)
        patch.setattr("server.web.devices.enrol_api.real_monotonic_s", lambda: next(hours))
        yield server


@pytest.fixture(scope="module")
def description(served: RunningServer) -> dict[str, Any]:
    answer = requests.get(f"{served.address}/openapi.json", timeout=20)
    described: dict[str, Any] = answer.json()
    return described


@pytest.fixture(scope="module")
def schema(description: dict[str, Any]) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_dict(description)


@pytest.fixture(scope="module")
def askers(served: RunningServer) -> Iterator[Askers]:
    askers = Askers(served)
    yield askers
    askers.close()


def may(asker: str, route: str) -> bool:
    operation = operation_of(*route.split())
    assert operation is not None
    return (
        operation.who == ("anybody",)
        or asker in operation.who
        or (DEVICE in operation.who and asker in (*DEVICES, PHONES))
    )


def test_every_operation_is_described_with_who_may(description: dict[str, Any]) -> None:
    told = {
        f"{method.upper()} {path}": operation
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    }
    assert [route for route in DESCRIBED if route not in told] == []
    for route, operation in told.items():
        assert operation["x-who"], route
        assert bool(operation.get("security")) is (operation["x-who"] != ["anybody"]), route
        assert "4XX" in operation["responses"] and "422" not in operation["responses"], route


@pytest.mark.parametrize("asker", [asker for asker in ASKERS if asker != PHONES])  # who only sends
def test_everybody_who_asks_is_known_to_the_server(asker: str, schema: schemathesis.BaseSchema, askers: Askers) -> None:
    """Who is taken for a stranger would only show that strangers are kept out."""
    route = next(route for route in ROUTES if may(asker, route) and route.startswith("GET ") and "{" not in route)
    method, path = route.split()
    answer = askers.ask(asker, schema[path][method].Case())
    assert answer.status_code in (200, 403), f"{route}: {answer.text}"  # 403: a device of another kind


def one_who_may_and_one_who_may_not(route: str) -> SearchStrategy[tuple[str, ...]]:
    sides: dict[bool, list[str]] = {True: [], False: []}
    for asker in ASKERS:
        sides[may(asker, route)].append(asker)
    return tuples(*(sampled_from(side) for side in sides.values() if side))


def _try(
    route: str,
    examples: int,
    schema: schemathesis.BaseSchema,
    askers: Askers,
    who_asks: SearchStrategy[tuple[str, ...]],
) -> None:
    method, path = route.split()
    operation = schema[path][method]

    # Half of what is asked is wrong on purpose.
    right, wrong = (
        operation.as_strategy(generation_mode=mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )

    @given(case=right | wrong, asked_by=who_asks)
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: schemathesis.Case, asked_by: tuple[str, ...]) -> None:
        for asker in asked_by:
            answer = askers.ask(asker, case)
            case.validate_response(answer, checks=list(CHECKS))
            if not may(asker, route):
                assert answer.status_code in (401, 403, 413, 422), f"{asker}: {answer.status_code} {answer.text}"

    asked()


@pytest.mark.parametrize("route", ROUTES)
def test_an_operation_answers_as_it_is_described(route: str, schema: schemathesis.BaseSchema, askers: Askers) -> None:
    _try(route, A_DAY, schema, askers, just(ASKERS))


@pytest.mark.long
@pytest.mark.parametrize("route", ROUTES)
def test_an_operation_answers_a_hundred_requests_as_it_is_described(
    route: str, schema: schemathesis.BaseSchema, askers: Askers
) -> None:
    _try(route, LONG, schema, askers, one_who_may_and_one_who_may_not(route))
