"""What citizens say of their numbers on the phone, passed on by the program that serves phones, and by no other."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from messaging.requests import OwnNumberTold, OwnTicketWord
from server.actions.own_number import Said, say_with_token
from server.db.work import Work
from server.errors import NotSignedIn
from server.web.device_session import require_key
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
