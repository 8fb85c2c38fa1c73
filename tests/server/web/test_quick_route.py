"""The short way answers every request as the usual one does, and the API is described the same."""

from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Header, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from server.web.plumbing import BodyLimit, add_error_answers
from server.web.quick_route import QuickRoute

KEY = {"Idempotency-Key": "0123456789", "X-CSRF-Token": "right", "Authorization": "Bearer here"}
ASKED = b'{"service": "A", "count": 2}'


class Wish(BaseModel):
    service: Annotated[str, Field(max_length=1)]
    count: int = 1


async def who_asks(request: Request, authorization: Annotated[str, Header()] = "") -> str:
    if not authorization.startswith("Bearer "):
        raise HTTPException(401, "nobody")
    return f"{authorization[7:]} at {request.url.path}"


async def from_our_page(
    who: Annotated[str, Depends(who_asks)], csrf_token: Annotated[str, Header(alias="X-CSRF-Token")] = ""
) -> str:
    if csrf_token != "right":
        raise HTTPException(403, "elsewhere")
    return who


def app_of(route_class: type[APIRoute]) -> FastAPI:
    app = FastAPI()
    app.add_middleware(BodyLimit)
    add_error_answers(app)
    router = APIRouter(prefix="/api", route_class=route_class)

    @router.post("/wishes", status_code=201, response_model=Wish)
    async def _post_wish(
        wish: Wish,
        who: Annotated[str, Depends(from_our_page)],
        key: Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=64)],
    ) -> Response:
        return Response(f"{who} {key} {wish.service} {wish.count}", status_code=201)

    @router.post("/wishes/{number}")
    async def _post_again(wish: Wish, number: int) -> Response:
        return Response(f"{number} {wish.service}")

    @router.post("/counts")
    async def _post_count(wish: Wish) -> int:
        return wish.count

    @router.get("/wishes")
    def _get_wishes(who: Annotated[str, Depends(who_asks)]) -> str:
        return who

    app.include_router(router)
    return app


async def answer(app: FastAPI, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str, str]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://centre") as client:
        said = await client.request(method, path, headers=headers, content=body)
    return said.status_code, said.text, said.headers.get("content-type", "")


def without(name: str) -> dict[str, str]:
    return {known: value for known, value in KEY.items() if known != name}


JSON = {"Content-Type": "application/json"}


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        ("/api/wishes", KEY | JSON, ASKED, 201),
        ("/api/wishes", KEY | JSON, b'{"service": "A"}', 201),
        ("/api/wishes", KEY | {"Content-Type": "application/json; charset=utf-8"}, ASKED, 201),
        ("/api/wishes", KEY | {"Content-Type": "application/problem+json"}, ASKED, 201),
        ("/api/wishes", KEY, ASKED, 422),
        ("/api/wishes", KEY | {"Content-Type": "text/plain"}, ASKED, 422),
        ("/api/wishes", KEY | JSON, b"", 422),
        ("/api/wishes", KEY | JSON, b"{", 422),
        ("/api/wishes", KEY | JSON, b"[]", 422),
        ("/api/wishes", KEY | JSON, b'{"service": "AA"}', 422),
        ("/api/wishes", KEY | JSON, b'{"service": "\xff"}', 422),
        ("/api/wishes", KEY | JSON | {"Idempotency-Key": "short"}, ASKED, 422),
        ("/api/wishes", KEY | JSON | {"Idempotency-Key": "x" * 65}, ASKED, 422),
        ("/api/wishes", without("Idempotency-Key") | JSON, ASKED, 422),
        ("/api/wishes", without("X-CSRF-Token") | JSON, ASKED, 403),
        ("/api/wishes", without("Authorization") | JSON, ASKED, 401),
        ("/api/wishes", without("Authorization") | JSON, b"{", 422),
        ("/api/wishes", KEY | JSON, b'{"service": "A", "count": ' + b" " * 70_000 + b"2}", 413),
        ("/api/wishes/7", JSON, ASKED, 200),
        ("/api/wishes/seven", JSON, ASKED, 422),
        ("/api/counts", JSON, ASKED, 200),
    ],
)
async def test_both_ways_answer_the_same(path: str, headers: dict[str, str], body: bytes, status: int) -> None:
    usual = await answer(app_of(APIRoute), "POST", path, headers, body)
    assert await answer(app_of(QuickRoute), "POST", path, headers, body) == usual
    assert usual[0] == status


def test_the_api_is_described_the_same() -> None:
    assert app_of(QuickRoute).openapi() == app_of(APIRoute).openapi()


@pytest.mark.anyio
async def test_who_may_ask_for_all_of_a_router_is_asked_on_the_short_way_too() -> None:
    async def nobody() -> None:
        raise HTTPException(403, "closed")

    for route_class in (APIRoute, QuickRoute):
        app = FastAPI()
        router = APIRouter(route_class=route_class, dependencies=[Depends(nobody)])

        @router.post("/counts")
        async def _post_count(wish: Wish) -> Response:
            return Response(str(wish.count))

        app.include_router(router)
        assert (await answer(app, "POST", "/counts", JSON, ASKED))[0] == 403


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
