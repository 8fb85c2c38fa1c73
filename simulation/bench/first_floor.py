"""The first floor: a bare FastAPI endpoint that commits one row.

`/commit` is the floor of a ticket and of a call; `/commit-and-publish` also hands a message of QoS 1 to the
broker after the commit, the floor of a call's way to the boards.
"""

import json
import sqlite3
from pathlib import Path
from time import time
from typing import Any

from fastapi import FastAPI

from messaging.broker import BrokerConnection
from server.db.connections import open_for_writing
from simulation.bench.floor_settings import FloorSettings, serve, settings_asked_for
from simulation.bench.floor_writer import FloorWriter

_INSERT = "INSERT INTO ticket (number, service, at) VALUES (?, ?, ?)"


def make_floor(database: Path, *, past_rows: int) -> None:
    """Make the floor's table, with as many rows as the centre beside it has tickets."""
    database.parent.mkdir(parents=True, exist_ok=True)
    connection = open_for_writing(database)
    try:
        connection.execute("CREATE TABLE ticket (id INTEGER PRIMARY KEY, number TEXT, service INTEGER, at REAL)")
        connection.execute("BEGIN")
        connection.executemany(_INSERT, ((f"A{n % 1000:03d}", n % 7, float(n)) for n in range(past_rows)))
        connection.execute("COMMIT")
    finally:
        connection.close()


def create_app(settings: FloorSettings) -> FastAPI:
    app = FastAPI(openapi_url=None)
    broker = None
    if settings.broker is not None:
        broker = BrokerConnection(
            settings.broker, client_id="first-floor", on_arrival=lambda _arrival: None, on_link=lambda _is_up: None
        )
        broker.start()

    def publish(rows: list[Any]) -> None:
        if broker is not None:
            broker.publish(settings.topic, json.dumps({"id": rows[-1]}).encode())

    writer = FloorWriter(settings.database)
    publishing_writer = FloorWriter(settings.database, after_commit=publish)

    @app.post("/commit")
    async def _commit() -> dict[str, int]:
        return {"id": await writer.write(_insert)}

    @app.post("/commit-and-publish")
    async def _commit_and_publish() -> dict[str, int]:
        return {"id": await publishing_writer.write(_insert)}

    @app.get("/health")
    async def _health() -> dict[str, dict[str, str]]:
        return {"parts": {"broker": "ok" if broker is None or broker.is_connected else "away"}}

    return app


def _insert(connection: sqlite3.Connection) -> int | None:
    return connection.execute(_INSERT, ("A001", 1, time())).lastrowid


if __name__ == "__main__":
    asked = settings_asked_for()
    serve(create_app(asked), asked.port)
