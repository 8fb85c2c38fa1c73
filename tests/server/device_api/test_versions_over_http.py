"""What the server answers to devices of another version: clearly, and without doing anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from held_clock import HeldClock
from served_centre import ServedCentre, make_served_database

from messaging.spoken_version import HEADER, SPOKEN
from server.web.devices import session as device_session
from server.web.devices.faults import UNKNOWN_FAULT, cure_of


@pytest.fixture
def served(folder: Path, empty_database: Path) -> Iterator[ServedCentre]:
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, folder / "c.db", clock), clock)
    yield centre
    centre.stop()


def test_a_newer_device_is_told_that_the_server_is_old(served: ServedCentre) -> None:
    body = {"intent_id": "00000000-0000-4000-8000-000000000001", "service": "A"}
    for version in (str(SPOKEN + 1), "99999"):
        refused = served.post("/api/v1/tickets", body, **{HEADER: version})
        assert (refused.status_code, refused.json()["code"]) == (426, "server_needs_update")
    assert served.rows("SELECT 1 FROM tickets") == []
    for headers in ({}, {HEADER: str(SPOKEN)}):
        assert served.post("/api/v1/tickets", body, **headers).status_code == 201, "none means 1"


def test_what_a_newer_device_says_besides_is_ignored_and_the_rest_holds(served: ServedCentre) -> None:
    body = {"intent_id": "00000000-0000-4000-8000-000000000001", "service": "A", "wish": "a window seat"}
    assert served.post("/api/v1/tickets", body).status_code == 201
    assert len(served.rows("SELECT 1 FROM tickets")) == 1


def test_an_older_device_is_told_to_be_updated(served: ServedCentre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_session, "OLDEST_UNDERSTOOD", SPOKEN + 1)
    refused = served.ask_ticket()
    assert (refused.status_code, refused.json()["code"]) == (426, "needs_update")
    assert "cập nhật thiết bị" in refused.json()["detail"]


@pytest.mark.parametrize("nonsense", ["", "one", "-1", "1.5", "9" * 40])
def test_a_version_that_is_none_is_too_old(served: ServedCentre, nonsense: str) -> None:
    refused = served.post("/api/v1/tickets", {}, **{HEADER: nonsense})
    assert refused.status_code == 426


@pytest.mark.parametrize("fault", ["needs_update", "server_needs_update"])
def test_the_floor_has_words_for_it(fault: str) -> None:
    cure, _ = cure_of(fault)
    assert cure is not UNKNOWN_FAULT
    assert "cập nhật" in cure.sentence
