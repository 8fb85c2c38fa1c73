"""What a kiosk tells the server of the numbers it has seen: once for each epoch, until it is taken."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from broker_fixture import wait_for

from kiosk import known_numbers
from kiosk.known_numbers import KnownNumbersTold
from messaging.requests import KnownNumbers, KnownNumbersTaken
from messaging.server_client import RequestRefused, ServerUnreachable, SpeaksOtherwise

SEEN = {("2026-11-23", "A"): 57, ("2026-11-22", "B"): 12, ("2026-11-23", "X"): 3}


class Store:
    def highest_numbers(self) -> dict[tuple[str, str], int]:
        return SEEN


class Server:
    """Takes what it is told, but for the faults that a test has put there."""

    def __init__(self) -> None:
        self.faults: list[Exception] = []
        self.told: list[dict[tuple[str, str], int]] = []

    def tell_known_numbers(self, numbers: KnownNumbers) -> KnownNumbersTaken:
        if self.faults:
            raise self.faults.pop(0)
        self.told.append({(one.day.isoformat(), one.prefix): one.highest for one in numbers.numbers})
        return KnownNumbersTaken(report_id=numbers.report_id, skipped=0)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def telling(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[KnownNumbersTold]:
    monkeypatch.setattr(known_numbers, "_PAUSES_S", (0.01,))
    telling = KnownNumbersTold(Store(), server)
    telling.start()
    yield telling
    telling.stop()


def until(server: Server, times: int) -> None:
    wait_for(lambda: len(server.told) == times, what=f"the numbers to be told {times} times")


def test_numbers_are_told_once_for_each_epoch(server: Server, telling: KnownNumbersTold) -> None:
    for _ in range(3):
        telling.hear(100)
    until(server, 1)
    assert server.told[0] == {("2026-11-23", "A"): 57, ("2026-11-22", "B"): 12}, "X is the kiosk's own series"

    telling.hear(200)
    until(server, 2)


def test_they_are_told_until_they_are_taken(server: Server, telling: KnownNumbersTold) -> None:
    server.faults = [
        ServerUnreachable("no answer"),
        RequestRefused(status=401, code="no_credential", detail=str(uuid4())),
        ServerUnreachable("no answer"),
    ]
    telling.hear(100)

    until(server, 1)


@pytest.mark.parametrize(
    "fault", [SpeaksOtherwise("older"), RequestRefused(status=403, code="not_a_kiosk", detail="no")], ids=str
)
def test_a_server_that_will_never_take_them_is_asked_again_at_the_next_epoch_only(
    server: Server, telling: KnownNumbersTold, fault: Exception
) -> None:
    server.faults = [fault]
    telling.hear(100)
    wait_for(lambda: not server.faults, what="the server to be asked")
    telling.hear(200)

    until(server, 1)
