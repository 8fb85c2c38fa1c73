"""What all routes share: the house, idempotent actions, problem details, and a limit on bodies."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from messaging.requests import Problem
from server.db.answers import Asked, answer_once
from server.db.work import CentreNotSetUp, Work
from server.errors import ActionRefused, Unavailable
from server.house import House
from server.web.page_language import answer_in_language, in_language, language_of

log = logging.getLogger(__name__)

BODY_LIMIT_BYTES = 64 * 1024
"""No request of ours comes near it; whoever sends more is lost or hostile."""


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house


async def _house(request: Request) -> House:
    """A dependency that is no coroutine is run on another thread, which costs more than all that it does."""
    return house_of(request)


HouseDep = Annotated[House, Depends(_house)]
IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=64)]


async def act_once(
    request: Request,
    *,
    principal: str,
    key: str,
    action: Callable[[Work], BaseModel | None],
    status: int = 200,
    same: bytes | None = None,
) -> Response:
    """Run an action under an idempotency key and answer with what was committed, or was before.

    `same` is what two requests of one key must agree in, where that is not the whole body.
    """
    asked = Asked(principal, key, request.scope["path"], await request.body() if same is None else same)
    house = house_of(request)
    answer = await house.write(lambda work: answer_once(work, asked, action, status=status), actor=principal)
    headers = {"Idempotency-Replayed": "true"} if answer.is_repeat else {}
    body = answer_in_language(language_of(request), answer.body)
    return Response(body, status_code=answer.status, media_type="application/json", headers=headers)


def problem(
    status: int, code: str, title: str, detail: str = "", errors: list[dict[str, str]] | None = None
) -> Response:
    """An RFC 9457 answer. What it repeats of a request may hold half letters; they are written as escapes."""
    body = Problem(title=title, status=status, detail=detail, code=code, errors=errors or [])
    headers = {"Retry-After": "1"} if status == 503 else {}
    content = json.dumps(body.model_dump(), ensure_ascii=False).encode(errors="backslashreplace")
    return Response(content, status_code=status, media_type="application/problem+json", headers=headers)


def add_error_answers(app: FastAPI) -> None:
    """Every failure leaves as problem details; none as a traceback."""

    @app.exception_handler(ActionRefused)
    async def _refused(request: Request, refusal: ActionRefused) -> Response:
        language = language_of(request)
        title, detail = in_language(language, refusal.title), in_language(language, refusal.detail)
        return problem(refusal.status, refusal.code, title, detail)

    @app.exception_handler(CentreNotSetUp)
    async def _no_centre(_request: Request, _error: CentreNotSetUp) -> Response:
        refusal = Unavailable("Máy chủ chưa được thiết lập. Cán bộ kỹ thuật: bocso centre load FILE --database DB")
        return problem(refusal.status, "centre_not_set_up", refusal.title, refusal.detail)

    @app.exception_handler(RequestValidationError)
    async def _malformed(_request: Request, error: RequestValidationError) -> Response:
        faults = [_fault(fault) for fault in error.errors()]
        detail = "; ".join(f"{fault['where']}: {fault['what']}" for fault in faults)
        return problem(422, "malformed", "Yêu cầu không đúng định dạng", detail, faults)

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> Response:
        return problem(error.status_code, f"http_{error.status_code}", str(error.detail))

    @app.exception_handler(Exception)
    async def _bug(request: Request, error: Exception) -> Response:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return problem(500, "bug", "Lỗi máy chủ", "Vui lòng thử lại; nếu vẫn lỗi, báo cán bộ kỹ thuật.")


def _fault(fault: Mapping[str, Any]) -> dict[str, str]:
    """Where a request is wrong, and how."""
    if fault["type"] == "json_invalid":
        where, offset = fault["loc"]
        return {"where": str(where), "what": f"không phải JSON, sai ở ký tự thứ {offset + 1}"}
    return {"where": ".".join(str(part) for part in fault["loc"]), "what": str(fault["msg"])}


class BodyLimit:
    """Refuse bodies above the limit, announced or not. Pure ASGI: it leaves live streams alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not announced.isdigit() or int(announced) > BODY_LIMIT_BYTES:
            await self._refuse(scope, receive, send)
            return
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > BODY_LIMIT_BYTES:
                raise HTTPException(413, "body too large")
            return message

        await self._app(scope, limited, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        await problem(413, "body_too_large", "Yêu cầu quá lớn")(scope, receive, send)
