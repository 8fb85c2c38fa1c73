"""The second floor: the rows of a ticket and of a call, written by hand in raw sqlite3.

The endpoints are the server's own to the outside: same paths, same credentials, same bodies, same rows in the
same tables, sealed in the same chain. What they leave out is everything that makes it a product: the rules of
who is next, of days, states and cancelled wishes, refusals in words, undo, other devices and roles.
"""

import hashlib
import json
import secrets
import sqlite3
from dataclasses import dataclass
from time import time_ns
from typing import Annotated, Any

from fastapi import FastAPI, Header, HTTPException, Request, Response
from pydantic import BaseModel

from server.db.connections import open_for_reading
from server.domain.instant import rfc3339
from server.journal.chain import seal
from simulation.bench.floor_settings import FloorSettings, serve, settings_asked_for
from simulation.bench.floor_writer import FloorWriter

Bearer = Annotated[str, Header(alias="Authorization")]
Key = Annotated[str, Header(alias="Idempotency-Key")]
CsrfToken = Annotated[str, Header(alias="X-CSRF-Token")]

_DEVICE = (
    "SELECT d.device_id FROM devices d JOIN device_credentials c ON c.device_id = d.device_id"
    " WHERE c.credential_hash = ?"
)
_STAFF = (
    "SELECT w.token_hash, w.csrf_token, s.staff_id, s.role FROM web_sessions w"
    " JOIN staff s ON s.staff_id = w.staff_id WHERE w.token_hash = ?"
)
_DAY = "SELECT day FROM service_days ORDER BY day DESC LIMIT 1"
_STORED = "SELECT status, body, body_sha256 FROM idempotency WHERE principal = ? AND key = ?"
_STORE = "INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?, ?)"
_SERIES = (
    "INSERT INTO series VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET last_number = last_number + 1 RETURNING last_number"
)
_APPEND = "INSERT INTO journal VALUES (?, ?, ?, 1, ?, ?, ?)"
_KEEP_HEAD = "UPDATE journal_head SET seq = ?, hash = ? WHERE id = 1"
_TICKET = (
    "INSERT INTO tickets (ticket_id, intent_id, day, prefix, number, shown, service, language, device_id, issued_at,"
    " origin, print_due_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'vi', ?, ?, 'kiosk', ?)"
)
_TURN = (
    "INSERT INTO turns (turn_id, ticket_id, day, service, rate, state, ranked_at, arrival, waiting_since, overtaken,"
    " call_count, arrival_inferred, end_inferred, origin, ticks, touched_seq)"
    " VALUES (?1, ?1, ?2, ?3, 'ordinary', 'waiting', ?4, ?1, ?4, 0, 0, 0, 0, 'issued', '[]', ?1)"
)
_LINK = "INSERT INTO ticket_links VALUES (?, ?)"
_AHEAD = (
    "SELECT count(*) FROM turns WHERE state = 'waiting' AND ended_at IS NULL AND cool_down_until IS NULL"
    " AND day = ? AND service = ? AND (ranked_at, arrival) < (?, ?)"
)
_COUNTER = "SELECT counter_id FROM desk_sessions WHERE officer_id = ? AND signed_off_at IS NULL"
_FIRST = (
    "SELECT turns.*, shown FROM turns JOIN tickets USING (ticket_id) WHERE state = 'waiting' AND ended_at IS NULL"
    " AND cool_down_until IS NULL AND turns.day = ? ORDER BY ranked_at, arrival LIMIT 1"
)
_CALL = (
    "INSERT INTO calls (call_id, turn_id, day, counter_id, officer_id, kind, to_seat, reason, called_at, undone)"
    " VALUES (?, ?, ?, ?, ?, 'next', 0, ?, ?, 0)"
)
_CALLED = (
    "UPDATE turns SET state = 'called', counter_id = ?, officer_id = ?, call_id = ?, called_first_at = ?4,"
    " called_last_at = ?4, call_count = call_count + 1, touched_seq = ?3 WHERE turn_id = ?5"
)
_PRINT_KNOWN = "UPDATE tickets SET print_due_at = NULL WHERE ticket_id = ?"
_UNDO = (
    "INSERT INTO undo_points VALUES (?1, ?2, ?2, ?3, ?4)"
    " ON CONFLICT DO UPDATE SET first_seq = ?2, last_seq = ?2, made_at = ?3, before = ?4"
)
_SEEN = "UPDATE web_sessions SET seen_at = ? WHERE token_hash = ?"


class Wish(BaseModel):
    intent_id: str
    service: str


class Nothing(BaseModel):
    pass


@dataclass(slots=True)
class _Head:
    seq: int
    hash: str


def create_app(settings: FloorSettings) -> FastAPI:
    app = FastAPI(openapi_url=None)
    reading = open_for_reading(settings.database)
    head = _Head(*reading.execute("SELECT seq, hash FROM journal_head").fetchone())
    writer = FloorWriter(settings.database)

    @app.get("/health")
    async def _health() -> dict[str, dict[str, str]]:
        return {"parts": {"broker": "ok"}}

    @app.post("/api/v1/tickets")
    async def _post_ticket(request: Request, wish: Wish, authorization: Bearer, key: Key) -> Response:
        device = reading.execute(_DEVICE, (_sha256(authorization.removeprefix("Bearer ")),)).fetchone()
        if device is None:
            raise HTTPException(401)
        asked = _Asked(f"device:{device[0]}", key, request.url.path, _sha256(await request.body()), 201)
        body = await writer.write(lambda db: _once(db, asked, lambda: _issue(db, head, wish, device[0])))
        return Response(body, status_code=201, media_type="application/json")

    @app.post("/api/v1/console/next")
    async def _post_next(request: Request, _body: Nothing, csrf_token: CsrfToken, key: Key) -> Response:
        staff = reading.execute(_STAFF, (_sha256(request.cookies.get("bocso_session", "")),)).fetchone()
        if staff is None or not secrets.compare_digest(csrf_token, staff["csrf_token"]):
            raise HTTPException(401)
        asked = _Asked(f"staff:{staff['staff_id']}", key, request.url.path, _sha256(await request.body()), 200)
        body = await writer.write(lambda db: _once(db, asked, lambda: _call(db, head, staff)))
        return Response(body, media_type="application/json")

    return app


@dataclass(frozen=True, slots=True)
class _Asked:
    principal: str
    key: str
    route: str
    body_sha256: str
    status: int


def _once(db: sqlite3.Connection, asked: _Asked, action: Any) -> str:
    stored = db.execute(_STORED, (asked.principal, asked.key)).fetchone()
    if stored is not None:
        return str(stored["body"])
    body = json.dumps(action(), ensure_ascii=False)
    db.execute(
        _STORE, (asked.principal, asked.key, asked.route, asked.body_sha256, asked.status, body, time_ns() // 1_000_000)
    )
    return body


def _issue(db: sqlite3.Connection, head: _Head, wish: Wish, device_id: str) -> dict[str, Any]:
    now = time_ns() // 1_000_000
    day = db.execute(_DAY).fetchone()[0]
    number = db.execute(_SERIES, (day, wish.service)).fetchone()[0]
    shown = f"{wish.service}{number:03d}"
    due = now + 90_000
    event = {
        "intent_id": wish.intent_id,
        "day": day,
        "prefix": wish.service,
        "number": number,
        "shown": shown,
        "service": wish.service,
        "priority_group": None,
        "rate": "ordinary",
        "language": "vi",
        "device_id": device_id,
        "print_due_at": due,
    }
    seq = _append(db, head, now, "ticket_issued", f"device:{device_id}", event)
    values = (seq, wish.intent_id, day, wish.service, number, shown, wish.service, device_id, now, due)
    db.execute(_TICKET, values)
    db.execute(_TURN, (seq, day, wish.service, now))
    token = secrets.token_urlsafe(16)
    db.execute(_LINK, (seq, token))
    ahead = db.execute(_AHEAD, (day, wish.service, now, seq)).fetchone()[0]
    return {"ticket_id": seq, "number": shown, "people_ahead": ahead, "issued_at": rfc3339(now), "url": token}


def _call(db: sqlite3.Connection, head: _Head, staff: sqlite3.Row) -> dict[str, Any]:
    now = time_ns() // 1_000_000
    officer_id = staff["staff_id"]
    day = db.execute(_DAY).fetchone()[0]
    counter_id = db.execute(_COUNTER, (officer_id,)).fetchone()[0]
    turn = db.execute(_FIRST, (day,)).fetchone()
    reason = {"rule": "only_group", "weights_ms": {f"{turn['service']}/ordinary": now - turn["ranked_at"]}}
    event = {
        "turn_id": turn["turn_id"],
        "counter_id": counter_id,
        "officer_id": officer_id,
        "call_kind": "next",
        "reason": reason,
        "overtaken": [],
    }
    seq = _append(db, head, now, "turn_called", f"staff:{officer_id}", event)
    db.execute(_CALL, (seq, turn["turn_id"], day, counter_id, officer_id, json.dumps(reason), now))
    db.execute(_CALLED, (counter_id, officer_id, seq, now, turn["turn_id"]))
    db.execute(_PRINT_KNOWN, (turn["ticket_id"],))
    db.execute(_UNDO, (counter_id, seq, now, json.dumps([dict(turn)])))
    db.execute(_SEEN, (now, staff["token_hash"]))
    return {"number": turn["shown"], "state": "called", "counter_id": counter_id}


def _append(db: sqlite3.Connection, head: _Head, now: int, kind: str, actor: str, event: dict[str, Any]) -> int:
    """Append an event to the chain and keep its head; a floor never fails, so it never goes back."""
    seq, at = head.seq + 1, rfc3339(now)
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    sealed = seal(head.hash, seq, at, kind, 1, actor, body)
    db.execute(_APPEND, (seq, at, kind, actor, body, sealed))
    db.execute(_KEEP_HEAD, (seq, sealed))
    head.seq, head.hash = seq, sealed
    return seq


def _sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


if __name__ == "__main__":
    asked_for = settings_asked_for()
    serve(create_app(asked_for), asked_for.port)
