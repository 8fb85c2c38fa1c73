"""The short way of the deeds that are asked most: a well-formed request goes straight to its endpoint.

FastAPI finds out anew for every request what its endpoint wants, which took a third of a ticket's time on the event
loop. Here that is found out once. Whatever is not plainly in order takes the usual way, which says what is wrong;
route, checks, answers and OpenAPI are the same on both.
"""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import cache
from inspect import Parameter, iscoroutinefunction, signature
from typing import Annotated, Any, get_args, get_origin

from fastapi import Request, Response
from fastapi.params import Depends, Header
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect

_Answer = Callable[[Request], Coroutine[Any, Any, Response]]
_Reading = Callable[[Request, bytes], Awaitable[Any]]
"""One argument of an endpoint, from the request and its whole body."""

JSON = "application/json"


class QuickRoute(APIRoute):
    """For a router's `route_class`. An endpoint has a short way when it is a coroutine that gives a ready response and
    asks for nothing but the request, one JSON body, headers, and coroutines that ask for no more than that."""

    def get_route_handler(self) -> _Answer:
        usual = super().get_route_handler()
        if self.dependencies or signature(self.endpoint).return_annotation is not Response:
            return usual
        endpoint = _arguments_read(self.endpoint)
        return usual if endpoint is None else _with_short_way(endpoint, usual)


class _NotPlain(Exception):
    """The request is to take the usual way."""


def _with_short_way(endpoint: _Reading, usual: _Answer) -> _Answer:
    async def answer(request: Request) -> Response:
        if request.headers.get("content-type") == JSON:
            with suppress(_NotPlain, ClientDisconnect):
                body = await request.body()  # kept by the request, should the usual way read it again
                response: Response = await endpoint(request, body)
                return response
        return await usual(request)

    return answer


@cache  # who asks is found out in one way by many endpoints
def _arguments_read(of: Callable[..., Any]) -> _Reading | None:
    """`of` called with what it asks for; None when it asks for something that only the usual way knows."""
    if not iscoroutinefunction(of):
        return None
    readings = {name: _reading_of(asked) for name, asked in signature(of).parameters.items()}
    known = [(name, reading) for name, reading in readings.items() if reading is not None]
    if len(known) < len(readings):
        return None
    # The body first: nobody is let in, and nothing is refused, for a request that is none.
    known.sort(key=lambda one: not isinstance(one[1], _Body))

    async def call(request: Request, body: bytes) -> Any:
        return await of(**{name: await reading(request, body) for name, reading in known})

    return call


def _reading_of(asked: Parameter) -> _Reading | None:
    if asked.annotation is Request:
        return _the_request
    if isinstance(asked.annotation, type) and issubclass(asked.annotation, BaseModel):
        return _Body(asked.annotation)
    if get_origin(asked.annotation) is not Annotated:
        return None
    kind, how = get_args(asked.annotation)[:2]
    if isinstance(how, Depends):
        return None if how.dependency is None else _arguments_read(how.dependency)
    return _Header(asked, how) if isinstance(how, Header) and kind is str else None


async def _the_request(request: Request, _body: bytes) -> Request:
    return request


class _Body:
    def __init__(self, model: type[BaseModel]) -> None:
        self._model = model

    async def __call__(self, _request: Request, body: bytes) -> BaseModel:
        try:
            return self._model.model_validate_json(body)
        except ValidationError as error:
            raise _NotPlain from error


class _Header:
    def __init__(self, asked: Parameter, header: Header) -> None:
        self._name = header.alias or asked.name.replace("_", "-")
        self._default = asked.default
        self._type = _text_of(*header.metadata)

    async def __call__(self, request: Request, _body: bytes) -> Any:
        value = request.headers.get(self._name, self._default)
        if value is Parameter.empty:
            raise _NotPlain
        try:
            return self._type.validate_python(value)
        except ValidationError as error:
            raise _NotPlain from error


@cache
def _text_of(*limits: Any) -> TypeAdapter[str]:
    return TypeAdapter(Annotated[str, *limits] if limits else str)
