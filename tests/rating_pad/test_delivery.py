"""The outbox empties in order, once each, through a server that comes and goes."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from broker_fixture import wait_for
from stub_server import StubServer

from messaging.clock import SystemClock
from messaging.outbox import Outbox
from messaging.server_client import ServerClient
from messaging.settings import ServerAddress
from rating_pad.delivery import Delivery, DeliveryFault, StoredPress

BOOT = uuid4()


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    outbox = Outbox(tmp_path / "presses.db")
    yield outbox
    outbox.close()


@pytest.fixture
def server() -> Iterator[StubServer]:
    server = StubServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def delivery(outbox: Outbox, server: StubServer, tmp_path: Path) -> Iterator[Delivery]:
    credential = tmp_path / "credential"
    credential.write_text("secret")
    client = ServerClient(ServerAddress(url=server.url, credential_file=credential))
    delivery = Delivery(outbox, client, boot_id=BOOT, clock=SystemClock())
    yield delivery
    delivery.stop()
    client.close()


def add(outbox: Outbox, n: int) -> None:
    press = StoredPress(press_id=uuid4(), boot_id=BOOT, n=n, level=5, window_id=None, pressed_s=0)
    outbox.append(str(press.press_id), press.model_dump_json())


def test_hundreds_of_presses_arrive_in_order_through_an_outage(
    outbox: Outbox, server: StubServer, delivery: Delivery
) -> None:
    for n in range(1, 601):
        add(outbox, n)
    delivery.start()
    wait_for(lambda: len(server.kept) > 200, what="the first ones")
    server.stop()
    for n in range(601, 651):
        add(outbox, n)
    server.start()
    delivery.hurry()
    wait_for(lambda: len(outbox) == 0, what="the outbox to clear")
    assert [body["n"] for body in server.kept.values()] == list(range(1, 651))


def test_an_entry_that_cannot_be_read_is_kept_aside_and_does_not_block(
    outbox: Outbox, server: StubServer, delivery: Delivery
) -> None:
    outbox.append("broken", '{"press_id": ')
    add(outbox, 1)
    delivery.start()
    wait_for(lambda: len(outbox) == 0, what="the outbox to clear")
    assert [body["n"] for body in server.kept.values()] == [1]
    assert [(r.key, r.reason) for r in outbox.refused(5)] == [("broken", "unreadable")]
    assert delivery.faults() == {DeliveryFault.PRESSES_REFUSED}


def test_a_credential_that_is_gone_makes_the_presses_wait(
    outbox: Outbox, server: StubServer, delivery: Delivery, tmp_path: Path
) -> None:
    (tmp_path / "credential").unlink()
    add(outbox, 1)
    delivery.start()
    wait_for(lambda: delivery.faults() == {DeliveryFault.CREDENTIAL_REFUSED}, what="the fault")
    assert len(outbox) == 1
    (tmp_path / "credential").write_text("secret")
    wait_for(lambda: len(outbox) == 0, what="the delivery")
    assert delivery.faults() == frozenset()
