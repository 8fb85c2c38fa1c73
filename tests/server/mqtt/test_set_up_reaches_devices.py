"""A saved change of the set-up is on kiosk and boards at once, and the first set-up begins the publishing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from broker_fixture import Listener, RunningBroker, wait_for
from centre_under_test import copy_database, small_centre
from held_clock import HeldClock
from served_centre import ServedCentre, make_served_database

from messaging import topics
from messaging.snapshots import BoardSnapshot, CounterSnapshot, KioskSnapshot
from server.actions.change_set_up import change_set_up
from server.actions.desk_session import sign_off
from server.actions.devices import retire_device
from server.actions.first_set_up import first_set_up
from server.db.queries.set_up import current_set_up
from server.db.work import Work

Listen = Callable[..., Listener]
KIOSK, BOARD = topics.kiosk("TEST-1"), topics.board("TEST-1")


@pytest.fixture
def served(broker: RunningBroker, folder: Path, empty_database: Path) -> Iterator[ServedCentre]:
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, folder / "c.db", clock), clock, broker=broker.settings)
    yield centre
    centre.stop()


def write(served: ServedCentre, action: object) -> None:
    """On the running server's own writer, as its pages do."""
    house = served.server._uvicorn.config.app.state.house  # type: ignore[union-attr]  # it is our FastAPI
    house._writer.submit(action, actor="staff:KT01").result(20)


def last_kiosk(listener: Listener) -> KioskSnapshot | None:
    said = listener.payloads(KIOSK)
    return KioskSnapshot.model_validate_json(said[-1]) if said else None


def test_a_change_is_on_every_device_without_a_restart(served: ServedCentre, listen: Listen) -> None:
    listener = listen("bocso/v1/TEST-1/#")
    wait_for(lambda: last_kiosk(listener) is not None, what="the kiosk's first snapshot")

    def change(work: Work) -> None:
        set_up = current_set_up(work.connection)
        assert set_up is not None
        services = [row | {"name": f"{row['name']} mới"} for row in set_up.values["services"]]
        counters = [row | {"name": "Quầy mang tên mới"} for row in set_up.values["counters"]]
        changes = {"services": services, "counters": counters, "centre.notice": "Nghỉ lễ từ ngày mai"}
        change_set_up(work, seen=set_up.revision, changes=changes)

    write(served, change)
    wait_for(lambda: _names(listener) == ["Chứng thực mới", "Hộ tịch mới", "Đất đai mới"], what="the new names")
    kiosk = last_kiosk(listener)
    assert kiosk is not None
    assert kiosk.notice == "Nghỉ lễ từ ngày mai"
    board = BoardSnapshot.model_validate_json(listener.payloads(BOARD)[-1])
    assert [service.name for service in board.waiting] == _names(listener)
    counter = CounterSnapshot.model_validate_json(listener.payloads(topics.counter("TEST-1", "Q1"))[-1])
    assert counter.counter_name == "Quầy mang tên mới"


def _names(listener: Listener) -> list[str]:
    kiosk = last_kiosk(listener)
    return [] if kiosk is None else [service.name for service in kiosk.services]


def test_the_first_set_up_begins_the_publishing(
    broker: RunningBroker, folder: Path, empty_database: Path, listen: Listen
) -> None:
    listener = listen("bocso/v1/#")
    served = ServedCentre(copy_database(empty_database, folder / "new.db"), HeldClock(), broker=broker.settings)
    try:
        assert listener.payloads(KIOSK) == []
        write(served, lambda work: first_set_up(work, file=small_centre(), people=[]))
        wait_for(lambda: last_kiosk(listener) is not None, what="the kiosk to be told")
        wait_for(lambda: listener.payloads(topics.server_presence("TEST-1")), what="the server's presence")
    finally:
        served.stop()


def test_what_is_retained_of_a_counter_or_a_device_that_is_gone_is_taken_back(
    served: ServedCentre, listen: Listen
) -> None:
    listener = listen("bocso/v1/TEST-1/#")
    counter, pad = topics.counter("TEST-1", "Q3"), topics.device("TEST-1", "pad-Q2")
    wait_for(lambda: listener.payloads(counter) and listener.payloads(pad), what="their first snapshots")

    def change(work: Work) -> None:
        retire_device(work, device_id="pad-Q2")
        sign_off(work, officer_id="CB03")
        set_up = current_set_up(work.connection)
        assert set_up is not None
        counters = [row for row in set_up.values["counters"] if row["id"] != "Q3"]
        change_set_up(work, seen=set_up.revision, changes={"counters": counters})

    write(served, change)
    wait_for(lambda: listener.payloads(counter)[-1] == b"", what="the counter's topic to be empty")
    wait_for(lambda: listener.payloads(pad)[-1] == b"", what="the pad's topic to be empty")
    late = listen("bocso/v1/TEST-1/#", client_id="late")
    wait_for(lambda: late.payloads(KIOSK), what="what is retained")
    assert late.payloads(counter) == late.payloads(pad) == []
