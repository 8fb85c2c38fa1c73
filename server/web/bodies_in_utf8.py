"""What is sent to us is UTF-8 in one piece: nobody may name another encoding, and no form comes in parts.

The library that reads forms decodes a form in parts (`multipart/form-data`) with whatever encoding its sender names, on
the event loop. One of Python's encodings takes a second for 60 kilobytes, some make halves of letters that no page can
be written with, and Python keeps each name that it does not know for ever. Our pages send plain forms, JSON, and files
as they are.
"""

import re

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from server.web.page_language import in_language, language_of
from server.web.plumbing import problem

LONGEST_CONTENT_TYPE = 200
"""Letters. Browsers and our programs send fifty; what is longer is only there to be taken apart slowly."""
# A list of what is taken: a refused encoding can be written in many ways (in quotes, in pieces, as `charset*=`).
_TAKEN = re.compile(
    r'(?!multipart/)[\w!#$&^.+/-]*[ \t]*(;[ \t]*charset[ \t]*=[ \t]*("?)utf-8\2[ \t]*)?;?[ \t]*',
    re.IGNORECASE | re.ASCII,
)


class BodiesInUtf8:
    """Refuses every other body before anything of it is read. Pure ASGI: it leaves live streams alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not all(
            is_taken(value.decode("latin-1")) for name, value in scope["headers"] if name == b"content-type"
        ):
            language = language_of(Request(scope))
            refusal = problem(
                415,
                "body_kind",
                in_language(language, "Không nhận nội dung kiểu này"),
                in_language(language, "Máy chủ chỉ nhận nội dung UTF-8 và không nhận biểu mẫu chia phần (multipart)."),
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def is_taken(content_type: str) -> bool:
    """Whether a Content-Type names no encoding but UTF-8, no parts, and nothing besides."""
    return len(content_type) <= LONGEST_CONTENT_TYPE and _TAKEN.fullmatch(content_type) is not None
