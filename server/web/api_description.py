"""What `/openapi.json` says of every operation: who may, and how it refuses. The rest is read from the routes."""

from typing import Any

from fastapi import FastAPI

from messaging.requests import Problem
from server.web.roles import ANYBODY, DEVICE, ROLES, operation_of

_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_REFUSED = {"description": "Refused, in words for the person standing there (RFC 9457)", "content": _PROBLEM}
_NOT_NOW = {"description": "Nothing was committed: the same request may be sent again", "content": _PROBLEM}
_STREAM = {"text/event-stream": {"schema": {"type": "string"}}}
_PICTURE = {"image/png": {"schema": {"type": "string", "format": "binary"}}}
_OF_FASTAPI = ("HTTPValidationError", "ValidationError")

_SCHEMES: dict[str, Any] = {
    "session": {"type": "apiKey", "in": "cookie", "name": "bocso_session", "description": "Staff, after the login"},
    "credential": {"type": "http", "scheme": "bearer", "description": "A device, or the program that serves phones"},
}


class DescribedApp(FastAPI):
    """FastAPI would describe refusals of its own, which nobody gets."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            self.openapi_schema = _described(super().openapi())
        return self.openapi_schema


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    components = schema.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _OF_FASTAPI:
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components["securitySchemes"] = _SCHEMES
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            _describe(operation, method.upper(), path)
    return schema


def _describe(operation: dict[str, Any], method: str, path: str) -> None:
    answers = operation["responses"]
    answers.pop("422", None)
    answers["4XX"] = _REFUSED
    answers["503"] = answers.get("503", _NOT_NOW)
    if path.endswith("/stream"):
        answers["200"]["content"] = _STREAM
    if path.startswith("/api/v1/pictures/"):
        answers["200"]["content"] = _PICTURE
    row = operation_of(method, path)
    who = () if row is None else row.who
    operation["x-who"] = list(who)
    if DEVICE in who:
        operation["security"] = [{"credential": []}]
    elif ANYBODY not in who and any(role in who for role in ROLES):
        operation["security"] = [{"session": []}]
