"""The way from the phones' program to the server: what citizens say is passed on, and whether the server answers."""

import asyncio
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import httpx
from pydantic import BaseModel, ValidationError

from messaging.clock import real_monotonic_s
from messaging.requests import AwayRating, AwayWords, OwnTicketWord, OwnWord, Problem
from server.public_secret import read_public_secret

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 4.0
"""A commit takes milliseconds; whoever holds a phone is told after that."""
SENT_AT_MOST = 2
"""With one id: a server that starts again between the two does the word once."""
ASKED_EVERY_S = 3.0
"""Whether the server answers; only while phones ask us."""
ALIVE_AT = "/static/icon.svg"
"""Costs the server least of all that it answers: no commit, no look into the database."""


class Fate(StrEnum):
    """What became of a word."""

    DONE = "done"
    TOO_LATE = "too_late"
    """It is called, or over."""
    UNKNOWN_NUMBER = "unknown_number"
    NOT_OPEN = "not_open"
    """No day is open."""
    ALREADY_RATED = "already_rated"
    AWAY = "away"
    """No answer, or none that says what became of it."""
    TOO_OFTEN = "too_often"
    """Said more often than anybody needs to; it was not passed on."""


_FATES = {
    "too_late": Fate.TOO_LATE,
    "own_number_not_found": Fate.UNKNOWN_NUMBER,
    "day_closed": Fate.NOT_OPEN,
    "already_rated": Fate.ALREADY_RATED,
    "not_served": Fate.TOO_LATE,
}


@dataclass(frozen=True, slots=True)
class Word:
    """What the holder of an address says of the number."""

    word_id: uuid.UUID
    word: OwnWord
    late_minutes: int | None = None


class ServerLink:
    """Lives on the event loop; the secret is read at each word, so that it may be made or changed meanwhile."""

    def __init__(self, server_url: str, secret_file: Path) -> None:
        self._secret_file = secret_file
        self._client = httpx.AsyncClient(
            base_url=server_url,
            timeout=ANSWER_WITHIN_S,
            trust_env=False,
            limits=httpx.Limits(max_connections=8, max_keepalive_connections=2),
        )
        self._looked_s = -ASKED_EVERY_S
        self._looking: asyncio.Task[None] | None = None
        self.answers = True
        """Whether the server answered when it was last asked."""

    async def pass_on(self, token: str, word: Word) -> Fate:
        """Pass a word on and wait for what became of it."""
        body = OwnTicketWord(word_id=word.word_id, word=word.word, late_minutes=word.late_minutes)
        return await self._send(f"{token}/words", word.word_id, body)

    async def rate(self, token: str, rating: AwayRating, *, visitor: str) -> Fate:
        """Pass a rating on, with the address of the phone that gave it."""
        return await self._send(f"{token}/ratings", rating.rating_id, rating, {"Bocso-Visitor": visitor})

    async def explain(self, token: str, words: AwayWords) -> Fate:
        """Pass on what a rating was about."""
        return await self._send(f"{token}/rating-words", words.answer_id, words)

    async def _send(self, where: str, key: uuid.UUID, body: BaseModel, more: Mapping[str, str] | None = None) -> Fate:
        try:
            secret = read_public_secret(self._secret_file)
        except OSError as error:
            log.warning("%s cannot be read (%s): nothing that phones say is passed on", self._secret_file, error)
            return Fate.AWAY
        headers = {
            "Authorization": f"Bearer {secret}",
            "Idempotency-Key": str(key),
            "Content-Type": "application/json",
            **(more or {}),
        }
        for _ in range(SENT_AT_MOST):
            try:
                answer = await self._client.post(
                    f"/api/v1/public/tickets/{where}", content=body.model_dump_json(), headers=headers
                )
            except httpx.HTTPError:
                continue
            return _fate(answer)
        self._heard(answers=False)
        return Fate.AWAY

    def look_after(self) -> None:
        """Somebody asks about a number: see now and then whether the server is there. Returns at once."""
        now_s = real_monotonic_s()
        if now_s - self._looked_s >= ASKED_EVERY_S and (self._looking is None or self._looking.done()):
            self._looked_s = now_s
            self._looking = asyncio.get_running_loop().create_task(self._look())

    async def close(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        await self._client.aclose()

    async def _look(self) -> None:
        try:
            answer = await self._client.get(ALIVE_AT)
        except httpx.HTTPError:
            self._heard(answers=False)
        else:
            self._heard(answers=answer.status_code < 500)

    def _heard(self, *, answers: bool) -> None:
        if answers != self.answers:
            log.info("the server answers again") if answers else log.warning("the server does not answer")
        self.answers = answers


def _fate(answer: httpx.Response) -> Fate:
    if answer.is_success:
        return Fate.DONE
    try:
        code = Problem.model_validate_json(answer.content).code
    except ValidationError:
        code = ""
    if code not in _FATES:
        log.warning("the server refused what a phone said: %d %s", answer.status_code, code)
    return _FATES.get(code, Fate.AWAY)
