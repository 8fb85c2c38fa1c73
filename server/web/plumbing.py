"""What all routes share: the house, idempotent actions, problem details, and a limit on bodies."""

import json
import logging
from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import Depends, FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from look.language import SOURCE_LANGUAGE, translator
from messaging.failpoints import reach
from messaging.requests import Problem
from procedures.reading import LARGEST_FILE_BYTES
from server.actions.board_pictures import UPLOAD_LIMIT_BYTES
from server.db.answers import Asked, answer_once
from server.db.work import CentreNotSetUp, Work
from server.errors import ActionRefused, Unavailable
from server.house import House
from server.web.page_language import OwnNames, answer_in_language, in_language, language_of
from server.web.refusal_log import RefusalLog, note_refusal
from server.web.request_faults import faults_in_words

log = logging.getLogger(__name__)

BODY_LIMIT_BYTES = 64 * 1024
"""No request of ours comes near it; whoever sends more is lost or hostile."""
LONGER_BODIES = {"/api/v1/setup/procedures": LARGEST_FILE_BYTES, "/api/v1/setup/pictures": UPLOAD_LIMIT_BYTES}
"""But for files, by the address that takes them: nothing of a body is read before staff have proved who they are."""


def _within_reach(day: date) -> date:
    if not 2000 <= day.year <= 2999:
        raise ValueError("no date of a centre")
    return day


AskedDate = Annotated[date, AfterValidator(_within_reach)]
"""A date in an address: the first and the last years of all have days that begin before or end after any time."""


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
    reach("server.request_received", asked.route)
    answer = await house.write(lambda work: answer_once(work, asked, action, status=status), actor=principal)
    reach("server.answer_ready", asked.route)
    headers = {"Idempotency-Replayed": "true"} if answer.is_repeat else {}
    language = language_of(request)
    body = answer_in_language(language, answer.body, await _own_names(house, language))
    return Response(body, status_code=answer.status, media_type="application/json", headers=headers)


async def _own_names(house: House, language: str) -> OwnNames:
    """The centre's names that a sentence may hold; none for Vietnamese, or before there is a centre."""
    if language == SOURCE_LANGUAGE:
        return ()
    try:
        return (await run_in_threadpool(house.centre)).english_names
    except CentreNotSetUp:
        return ()


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
    app.state.refusal_log = RefusalLog()

    @app.exception_handler(ActionRefused)
    async def _refused(request: Request, refusal: ActionRefused) -> Response:
        language = language_of(request)
        if _is_attempt(request, refusal):
            note_refusal(request, refusal.code)
        own = await _own_names(house_of(request), language)
        title, detail = in_language(language, refusal.title), in_language(language, refusal.detail, own)
        return problem(refusal.status, refusal.code, title, detail)

    @app.exception_handler(CentreNotSetUp)
    async def _no_centre(_request: Request, _error: CentreNotSetUp) -> Response:
        refusal = Unavailable("Máy chủ chưa được thiết lập. Cán bộ kỹ thuật: bocso centre load FILE --database DB")
        return problem(refusal.status, "centre_not_set_up", refusal.title, refusal.detail)

    @app.exception_handler(RequestValidationError)
    async def _malformed(request: Request, error: RequestValidationError) -> Response:
        language, is_device = language_of(request), "authorization" in request.headers
        faults = faults_in_words(error.errors(), language)
        # A device's log names the field of the message; a page names it as it stands there.
        detail = " ".join(f"{fault.where if is_device else fault.label}: {fault.what}" for fault in faults)
        errors = [{"where": fault.where, "label": fault.label, "what": fault.what} for fault in faults]
        return problem(422, "malformed", in_language(language, "Yêu cầu không đúng định dạng"), detail, errors)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 400:  # a body that is no text at all: said as any other that cannot be read
            return problem(422, "malformed", in_language(language_of(request), "Yêu cầu không đúng định dạng"))
        return problem(error.status_code, f"http_{error.status_code}", str(error.detail))

    @app.exception_handler(Exception)
    async def _bug(request: Request, error: Exception) -> Response:
        # The route and not the address: a ticket's address is a secret.
        route = getattr(request.scope.get("route"), "path", "")
        log.error("%s %s failed", request.method, route, exc_info=error)
        say = translator(language_of(request))
        return problem(500, "bug", say("Lỗi máy chủ"), say("Vui lòng thử lại; nếu vẫn lỗi, báo cán bộ kỹ thuật."))


def _is_attempt(request: Request, refusal: ActionRefused) -> bool:
    """Whether somebody asked for what is not theirs, or showed what proves nothing. Sessions end: that is none."""
    return refusal.status == 403 or (refusal.status == 401 and "authorization" in request.headers)


class BodyLimit:
    """Refuse bodies above the limit, announced or not. Pure ASGI: it leaves live streams alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = LONGER_BODIES.get(scope["path"], BODY_LIMIT_BYTES)
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not announced.isdigit() or int(announced) > most:
            await self._refuse(scope, receive, send)
            return
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(413, "body too large")
            return message

        await self._app(scope, limited, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        await problem(413, "body_too_large", "Yêu cầu quá lớn")(scope, receive, send)
