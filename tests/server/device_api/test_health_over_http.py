"""`GET /health`: 200 when a commit works, 503 when it does not, and the server lives on."""

import sqlite3
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from broker_fixture import wait_for
from held_clock import HeldClock
from served_centre import ServedCentre, make_served_database

from server.db import connections
from server.web import health


@pytest.fixture
def served(folder: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedCentre]:
    monkeypatch.setattr(health, "REMEMBERED_S", 0.0)
    monkeypatch.setattr(health, "PROBE_TIMEOUT_S", 0.2)
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, folder / "c.db", clock), clock)
    yield centre
    centre.stop()


def test_a_healthy_centre_names_its_parts_and_no_details(served: ServedCentre) -> None:
    answer = served.http.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "parts": {"database": "ok", "broker": "away", "centre": "ok", "disk": "ok"},
    }


def test_the_probe_is_a_real_commit_and_no_event(served: ServedCentre) -> None:
    before = served.rows("SELECT seq FROM journal_head")
    served.http.get("/health")
    served.clock.pass_s(5)
    first = served.rows("SELECT probed_at FROM health_probe")
    served.http.get("/health")
    assert served.rows("SELECT probed_at FROM health_probe") > first
    assert served.rows("SELECT seq FROM journal_head") == before


def test_while_no_commit_works_it_says_503_and_afterwards_everything_goes_on(served: ServedCentre) -> None:
    """The probes that gave up must not take the writer with them, nor the request that waited."""
    holder = sqlite3.connect(served.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    answers: list[int] = []
    waiting = threading.Thread(target=lambda: answers.append(served.ask_ticket(str(uuid.UUID(int=9))).status_code))
    waiting.start()
    for _ in range(3):
        answer = served.http.get("/health")
        assert (answer.status_code, answer.json()["parts"]["database"]) == (503, "fails")
    holder.execute("ROLLBACK")
    holder.close()
    waiting.join(30)
    assert answers == [201], "it waited and was served"
    wait_for(lambda: served.http.get("/health").status_code == 200, what="health to come back")
    assert served.ask_ticket().status_code == 201


def test_a_request_that_cannot_be_committed_is_told_to_come_again(
    folder: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT_S", 0.1)
    clock = HeldClock()
    served = ServedCentre(make_served_database(empty_database, folder / "c.db", clock), clock)
    try:
        holder = sqlite3.connect(served.database, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        intent = str(uuid.uuid4())
        answer = served.ask_ticket(intent)
        assert (answer.status_code, answer.headers["retry-after"], answer.json()["code"]) == (503, "1", "unavailable")
        holder.execute("ROLLBACK")
        holder.close()
        assert served.ask_ticket(intent).json()["number"] == "A001"
    finally:
        served.stop()
