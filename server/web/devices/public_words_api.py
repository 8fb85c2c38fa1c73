"""What citizens say of their numbers on the phone, passed on by the program that serves phones, and by no other."""

import hashlib
import hmac
import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from messaging.requests import AwayRating, AwayWords, OwnNumberTold, OwnTicketWord, RatingTaken, WordsTaken
from server.actions.own_number import Said, say_with_token
from server.actions.rate_away import Answer, rate_with_token, say_why_with_token
from server.db.work import Work
from server.domain.instant import local_date
from server.domain.press_flags import Channel
from server.errors import NotSignedIn
from server.web.devices.session import require_key
from server.web.plumbing import IdempotencyKey, act_once

router = APIRouter(prefix="/api/v1/public", tags=["phones"])

PRINCIPAL = "phones"


async def _from_our_own(request: Request, authorization: Annotated[str, Header()] = "") -> None:
    scheme, _, secret = authorization.partition(" ")
    known: str = request.app.state.public_secret
    if scheme.lower() != "bearer" or not secrets.compare_digest(secret.strip().encode(), known.encode()):
        raise NotSignedIn("Chương trình chưa có khóa truy cập hợp lệ.")


@router.post("/tickets/{token}/words", response_model=OwnNumberTold, dependencies=[Depends(_from_our_own)])
async def post_word(request: Request, token: str, body: OwnTicketWord, idempotency_key: IdempotencyKey) -> Response:
    """What the holder of a slip's address says of the number, or asks."""
    require_key(idempotency_key, body.word_id)

    def action(work: Work) -> OwnNumberTold:
        return say_with_token(work, token=token, said=Said(body.word, body.late_minutes, "phone"))

    return await act_once(request, principal=PRINCIPAL, key=idempotency_key, action=action)


@router.post("/tickets/{token}/ratings", response_model=RatingTaken, dependencies=[Depends(_from_our_own)])
async def post_rating(
    request: Request,
    token: str,
    body: AwayRating,
    idempotency_key: IdempotencyKey,
    visitor: Annotated[str, Header(alias="Bocso-Visitor", max_length=64)] = "",
) -> Response:
    """The holder of a slip's address rates a served turn. `Bocso-Visitor` is the address of the phone: only the program
    that serves phones is believed, and it has proved itself."""
    require_key(idempotency_key, body.rating_id)
    secret: str = request.app.state.public_secret

    def action(work: Work) -> RatingTaken:
        answer = Answer(
            str(body.rating_id),
            body.level,
            Channel.PAGE,
            address=visitor or None,
            browser=None if body.browser is None else _keyed(secret, work, body.browser),
        )
        asks_reason = rate_with_token(work, token=token, answer=answer)
        return RatingTaken(rating_id=body.rating_id, asks_reason=asks_reason)

    return await act_once(request, principal=PRINCIPAL, key=idempotency_key, action=action)


@router.post("/tickets/{token}/rating-words", response_model=WordsTaken, dependencies=[Depends(_from_our_own)])
async def post_rating_words(request: Request, token: str, body: AwayWords, idempotency_key: IdempotencyKey) -> Response:
    """What a rating was about, and the citizen's own words."""
    require_key(idempotency_key, body.answer_id)

    def action(work: Work) -> WordsTaken:
        say_why_with_token(work, token=token, reasons=body.reasons, words=body.words)
        return WordsTaken(answer_id=body.answer_id)

    return await act_once(request, principal=PRINCIPAL, key=idempotency_key, action=action)


def _keyed(secret: str, work: Work, browser: str) -> str:
    """How a browser's id is kept: another each day, so that nobody can be followed from one to the next."""
    today = local_date(work.now, work.centre.timezone).isoformat()
    return hmac.new(secret.encode(), f"{today}/{browser}".encode(), hashlib.sha256).hexdigest()
