"""The real server process, killed between any two steps: nothing is lost, nothing is given twice."""

import json
import socket
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from broker_fixture import Listener, RunningBroker, wait_for
from held_clock import HeldClock
from served_centre import make_served_database
from server_process import ServerProcess

from messaging import topics
from messaging.snapshots import BoardSnapshot, ServerPresence
from server.db.connections import open_for_reading
from server.journal.verify import verify


@pytest.fixture
def database(folder: Path, empty_database: Path) -> Path:
    return make_served_database(empty_database, folder / "centre.db", HeldClock())


@pytest.fixture
def process(folder: Path, database: Path, broker: RunningBroker) -> Iterator[ServerProcess]:
    running = ServerProcess(folder, database, broker_port=broker.port)
    running.start()
    yield running
    running.kill()


def rows(database: Path, query: str, *values: object) -> list[sqlite3.Row]:
    connection = open_for_reading(database)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def body_of(intent: str) -> bytes:
    return json.dumps({"intent_id": intent, "service": "A"}).encode()


def ask(process: ServerProcess, intent: str, by: httpx.Client | None = None) -> httpx.Response:
    headers = {"Content-Type": "application/json", **process.headers(intent)}
    post = httpx.post if by is None else by.post
    return post(f"{process.url}/api/v1/tickets", content=body_of(intent), headers=headers, timeout=30)


def ask_and_never_listen(process: ServerProcess, intent: str) -> socket.socket:
    """Send the request whole and leave the answer where it is."""
    body = body_of(intent)
    lines = [f"{name}: {value}" for name, value in process.headers(intent).items()]
    lines += ["Host: x", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    head = "\r\n".join(["POST /api/v1/tickets HTTP/1.1", *lines, "", ""])
    raw = socket.create_connection(("127.0.0.1", process.port), timeout=30)
    raw.sendall(head.encode() + body)
    return raw


def test_killed_after_the_commit_and_before_the_answer_a_retry_gets_the_same_number(
    process: ServerProcess, database: Path
) -> None:
    intent = str(uuid.uuid4())
    with ask_and_never_listen(process, intent):
        wait_for(lambda: rows(database, "SELECT 1 FROM tickets"), what="the commit")
        process.kill()
    committed = rows(database, "SELECT shown, ticket_id FROM tickets")
    process.start()
    answer = ask(process, intent)
    assert answer.status_code == 201
    assert [(answer.json()["number"], answer.json()["ticket_id"])] == [tuple(row) for row in committed]
    assert answer.headers["idempotency-replayed"] == "true"
    assert ask(process, str(uuid.uuid4())).json()["number"] == "A002"
    assert verify(database).fault is None


def test_killed_before_the_commit_a_retry_gets_the_first_number(process: ServerProcess, database: Path) -> None:
    holder = sqlite3.connect(database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")  # the server cannot commit now
    intent = str(uuid.uuid4())
    with ask_and_never_listen(process, intent):
        process.kill()
    holder.execute("ROLLBACK")
    holder.close()
    process.start()
    assert rows(database, "SELECT 1 FROM tickets") == []
    assert ask(process, intent).json()["number"] == "A001"


def test_killed_again_and_again_under_load_no_number_is_lost_or_given_twice(
    process: ServerProcess, database: Path
) -> None:
    """Six kiosks that retry as ours do, and a server that dies three times."""
    got: dict[str, str] = {}
    done = threading.Event()

    def kiosk() -> None:
        with httpx.Client() as http:
            while not done.is_set():
                intent = str(uuid.uuid4())
                while intent not in got:
                    try:
                        answer = ask(process, intent, http)
                    except httpx.TransportError:
                        time.sleep(0.05)  # a kiosk's retry is slower still; the server must find time to start
                        continue
                    if answer.status_code == 201:
                        got[intent] = answer.json()["number"]

    kiosks = [threading.Thread(target=kiosk) for _ in range(6)]
    for thread in kiosks:
        thread.start()
    for kills in range(3):
        wait_for(lambda want=(kills + 1) * 10: len(got) >= want, what="tickets", within_s=60)  # type: ignore[misc]
        process.kill()
        process.start()
    done.set()
    for thread in kiosks:
        thread.join(60)
    issued = {row[0]: row[1] for row in rows(database, "SELECT intent_id, shown FROM tickets")}
    assert issued == got, "each intent has the one ticket that it was told of"
    assert sorted(got.values()) == [f"A{n:03d}" for n in range(1, len(got) + 1)]
    assert verify(database).fault is None


def test_a_press_whose_answer_was_lost_counts_once(process: ServerProcess, database: Path) -> None:
    press = {"press_id": str(uuid.uuid4()), "boot_id": str(uuid.uuid4()), "n": 1, "level": 4}
    press |= {"window_id": None, "age_ms": 5}
    for _ in range(2):
        headers = process.headers(str(press["press_id"]), "pad-Q1")
        assert httpx.post(f"{process.url}/api/v1/presses", json=press, headers=headers, timeout=30).status_code == 200
        process.kill()
        process.start()
    assert [row[0] for row in rows(database, "SELECT level FROM presses")] == [4]


def test_devices_learn_of_the_death_and_of_the_return(
    process: ServerProcess, database: Path, listen: Callable[..., Listener]
) -> None:
    board, presence = topics.board("TEST-1"), topics.server_presence("TEST-1")
    listener = listen(board, presence)

    def last_said() -> bool | None:
        said = listener.payloads(presence)
        return ServerPresence.model_validate_json(said[-1]).online if said else None

    wait_for(lambda: last_said() is True, what="the server to say that it lives")
    process.kill()
    wait_for(lambda: last_said() is False, what="the broker to say that the server is gone")
    process.start()
    wait_for(lambda: last_said() is True, what="the server to say that it lives again")
    assert ask(process, str(uuid.uuid4())).status_code == 201
    revision = rows(database, "SELECT seq FROM journal_head")[0][0]
    wait_for(
        lambda: BoardSnapshot.model_validate_json(listener.payloads(board)[-1]).revision == revision,
        what="the board to hear of the ticket",
    )


def test_asked_to_end_it_ends_with_everything_in_one_file(process: ServerProcess, database: Path) -> None:
    ask(process, str(uuid.uuid4()))
    assert process.stop() == 0
    assert not database.with_name(database.name + "-wal").exists() or (
        database.with_name(database.name + "-wal").stat().st_size == 0
    )
    assert verify(database).fault is None
    assert "Traceback" not in process.log.read_text()
