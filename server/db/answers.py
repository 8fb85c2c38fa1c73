"""Idempotency: the stored answer to a (principal, key), written in the action's own savepoint.

A repeat with the same body gets the stored answer; the same key with another body is refused. Only answers
of success are kept, for thirty days; the unique intent and press columns stand for ever.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel
from sqlalchemy import bindparam, delete, insert, select

from server.db import tables as t
from server.db.statements import Statement
from server.db.work import Work
from server.domain.instant import Instant
from server.errors import Unprocessable

KEPT_MS = 30 * 24 * 3600 * 1000

STORED = Statement(
    select(t.idempotency.c.route, t.idempotency.c.body_sha256, t.idempotency.c.status, t.idempotency.c.body).where(
        t.idempotency.c.principal == bindparam("of_principal"), t.idempotency.c.key == bindparam("of_key")
    )
)
STORE = Statement(insert(t.idempotency).values({c.name: bindparam(c.name) for c in t.idempotency.columns}))
ANSWERS_TO = Statement(
    select(t.idempotency.c.principal, t.idempotency.c.body).where(t.idempotency.c.key == bindparam("of_key"))
)
FORGET_KEY = Statement(delete(t.idempotency).where(t.idempotency.c.key == bindparam("of_key")))
FORGET = Statement(delete(t.idempotency).where(t.idempotency.c.created_at < bindparam("before")))


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that carries an idempotency key."""

    principal: str
    key: str
    route: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str
    """JSON."""
    is_repeat: bool


def answer_once(work: Work, asked: Asked, action: Callable[[Work], BaseModel | None], *, status: int = 200) -> Answer:
    """Run `action` unless this request was answered before; the answer, new or stored.

    Raises:
        Unprocessable: the key was used with another body or on another route.
        ActionRefused: what the action refuses; a refusal is not stored.
    """
    digest = hashlib.sha256(asked.body).hexdigest()
    stored = STORED.first(work.connection, of_principal=asked.principal, of_key=asked.key)
    if stored is not None:
        if (stored["route"], stored["body_sha256"]) != (asked.route, digest):
            raise Unprocessable("key_reused", "Idempotency-Key đã dùng cho một yêu cầu khác.")
        return Answer(stored["status"], stored["body"], is_repeat=True)
    result = action(work)
    body = "{}" if result is None else result.model_dump_json()
    STORE.run(
        work.connection,
        principal=asked.principal,
        key=asked.key,
        route=asked.route,
        body_sha256=digest,
        status=status,
        body=body,
        created_at=work.now,
    )
    return Answer(status, body, is_repeat=False)


def answers_to(work: Work, *, key: str) -> list[tuple[str, str]]:
    """What was answered to the requests of a key: (principal, JSON body)."""
    return [(row["principal"], row["body"]) for row in ANSWERS_TO.all(work.connection, of_key=key)]


def forget_answers_of(work: Work, *, key: str) -> None:
    """Drop the stored answer of a request that was taken back on record since."""
    FORGET_KEY.run(work.connection, of_key=key)


def forget_old_answers(work: Work) -> None:
    before: Instant = work.now - KEPT_MS
    FORGET.run(work.connection, before=before)
