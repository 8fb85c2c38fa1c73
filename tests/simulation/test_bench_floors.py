"""The floors do what they claim: one row, or the very rows of the server, behind the same locks."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from server.journal.verify import verify
from simulation.bench import first_floor, second_floor
from simulation.bench.bench_centre import BenchCentre, Desk, make_centre
from simulation.bench.floor_settings import FloorSettings

T = TypeVar("T")


@pytest.fixture
def centre(tmp_path: Path) -> BenchCentre:
    return make_centre(tmp_path / "centre.db", past_tickets=0)


def played(app: FastAPI, play: Callable[[httpx.AsyncClient], Awaitable[T]]) -> T:
    async def run() -> T:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://floor") as client:
            return await play(client)

    return asyncio.run(run())


def second(centre: BenchCentre) -> FastAPI:
    return second_floor.create_app(FloorSettings(database=centre.database, port=1))


async def ask(
    client: httpx.AsyncClient, centre: BenchCentre, *, intent_id: str | None = None, credential: str = ""
) -> httpx.Response:
    intent_id = intent_id or str(uuid4())
    credential = credential or centre.credentials["kiosk-1"]
    headers = {"Authorization": f"Bearer {credential}", "Idempotency-Key": intent_id}
    return await client.post("/api/v1/tickets", json={"intent_id": intent_id, "service": "A"}, headers=headers)


async def call(client: httpx.AsyncClient, desk: Desk, *, csrf_token: str = "") -> httpx.Response:
    headers = {
        "Cookie": f"bocso_session={desk.token}",
        "X-CSRF-Token": csrf_token or desk.csrf_token,
        "Idempotency-Key": str(uuid4()),
    }
    return await client.post("/api/v1/console/next", json={}, headers=headers)


def test_the_second_floor_writes_a_journal_that_verifies(centre: BenchCentre) -> None:
    """Its rows are the server's own: verify rebuilds the tables from its journal and finds nothing amiss."""

    async def play(client: httpx.AsyncClient) -> list[str]:
        answers = [await ask(client, centre) for _ in range(3)]
        answers += [await call(client, desk) for desk in centre.desks[:2]]
        return [answer.json()["number"] for answer in answers]

    assert played(second(centre), play) == ["A001", "A002", "A003", "A001", "A002"]
    assert verify(centre.database).fault is None


def test_the_second_floor_answers_a_repeat_with_the_same(centre: BenchCentre) -> None:
    async def play(client: httpx.AsyncClient) -> list[tuple[int, object]]:
        intent_id = str(uuid4())
        answers = [await ask(client, centre, intent_id=intent_id) for _ in range(2)]
        return [(answer.status_code, answer.json()) for answer in answers]

    first, again = played(second(centre), play)
    assert first == again
    assert first[0] == 201


def test_the_second_floor_lets_nobody_in_without_credentials(centre: BenchCentre) -> None:
    async def play(client: httpx.AsyncClient) -> list[int]:
        answers = [await ask(client, centre, credential="guessed")]
        answers += [await call(client, centre.desks[0], csrf_token="guessed")]
        return [answer.status_code for answer in answers]

    assert played(second(centre), play) == [401, 401]


def test_the_first_floor_commits_one_row(tmp_path: Path) -> None:
    database = tmp_path / "floor.db"
    first_floor.make_floor(database, past_rows=100)

    async def play(client: httpx.AsyncClient) -> list[int]:
        return [(await client.post("/commit")).json()["id"] for _ in range(3)]

    ids = played(first_floor.create_app(FloorSettings(database=database, port=1)), play)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*), max(id) FROM ticket").fetchone() == (103, ids[-1])
