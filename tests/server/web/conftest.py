"""What the tests of the web pages share: a server that runs, and people who log in to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from centre_under_test import copy_database
from held_clock import HeldClock
from staff_pages import Behind, RunningServer, StaffClient, prepare_centre, running


@pytest.fixture(scope="session")
def staffed_database(memory_folder: Path, empty_database: Path) -> Path:
    """A centre with staff, devices and an open day. Only for copying."""
    database = copy_database(empty_database, memory_folder / "staffed.db")
    prepare_centre(database)
    return database


@pytest.fixture
def server(folder: Path, staffed_database: Path, clock: HeldClock) -> Iterator[RunningServer]:
    """The real server on loopback, its time held still."""
    with running(copy_database(staffed_database, folder / "centre.db"), clock) as server:
        yield server


@pytest.fixture
def behind(server: RunningServer) -> Behind:
    """The centre behind the server."""
    return server.centre


@pytest.fixture
def anybody(server: RunningServer) -> Iterator[httpx.Client]:
    """A client that is not logged in."""
    with httpx.Client(base_url=server.address, timeout=20) as client:
        yield client


@pytest.fixture
def log_in(server: RunningServer) -> Iterator[Callable[[str], StaffClient]]:
    """Log in by login name; each call is a browser of its own."""
    clients: list[httpx.Client] = []

    def enter(login: str) -> StaffClient:
        client = httpx.Client(base_url=server.address, timeout=20)
        clients.append(client)
        return StaffClient(client, login)

    yield enter
    for client in clients:
        client.close()
