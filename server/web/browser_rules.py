"""What browsers are told about our pages, and how a request forged by another site is recognised."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.errors import NotAllowed

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
FOR_EVERY_ANSWER = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),  # for browsers that do not know frame-ancestors
    # No page of another site keeps a hand on ours, or shows a part of it as its own.
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-embedder-policy", b"require-corp"),
    (
        b"permissions-policy",
        b"camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), payment=(), serial=(), usb=()",
    ),
)
"""What no page of ours does, whoever it is for."""
OVER_TLS = (b"strict-transport-security", b"max-age=0")
"""Never HSTS, and a browser that has it is freed: it holds for the whole host and keeps the port (RFC 6797, 8.3), so
the doors of the same name that speak no TLS, the phones' pages and the way here, would not be found any more. The
redirect and the cookies' `__Host-` do its work."""
_HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"cache-control", b"no-store"),
    # Addresses of ours go to no other site. Not `no-referrer`: with it browsers send `Origin: null` with each form, and
    # over plain HTTP nothing else tells our own forms from forged ones (Fetch, "append a request Origin header").
    (b"referrer-policy", b"same-origin"),
    *FOR_EVERY_ANSWER,
)


class BrowserRules:
    """Adds the headers to every answer that does not set them itself. Pure ASGI: it leaves live streams alone."""

    def __init__(self, app: ASGIApp, headers: tuple[tuple[bytes, bytes], ...] = _HEADERS) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_rules(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                rules = (*self._headers, OVER_TLS) if scope["scheme"] == "https" else self._headers
                message["headers"] = [*message["headers"], *(rule for rule in rules if rule[0] not in own)]
            await send(message)

        await self._app(scope, receive, send_with_rules)


def refuse_other_sites(request: Request) -> None:
    """Let a POST pass only when no browser says that it comes from elsewhere.

    Programs that are no browsers send neither header; the CSRF token stands behind this check.

    Raises:
        NotAllowed: the browser names another site as the origin.
    """
    if _comes_from_elsewhere(request.headers):
        raise NotAllowed("other_site", "Yêu cầu không đến từ trang của Bốc Số.")


def _comes_from_elsewhere(headers: Headers) -> bool:
    # Browsers send Sec-Fetch-Site only over HTTPS or to the machine itself; Origin with every POST.
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")
