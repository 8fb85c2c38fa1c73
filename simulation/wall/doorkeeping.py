"""Who may come in: by the name a browser calls us, by the page a change comes from, and, with --lan, by a key."""

import hmac
import ipaddress
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "bocso_wall"
_LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the key may stand in the address
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Doorkeeper:
    """Pure ASGI: it leaves live streams alone.

    Everyone must call us by a name that is ours: a page of another site whose name was made to point here
    (DNS rebinding) does not. A change must come from our own page. With a `key`, it must be shown once, in
    the address; then a cookie stands for it.
    """

    def __init__(self, app: ASGIApp, *, names: set[str], key: str | None) -> None:
        self._app = app
        self._names = _LOOPBACK_NAMES | names
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_rules(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(Request(scope))
        await (refusal or self._app)(scope, receive, send_with_rules)

    def _refusal(self, request: Request) -> Response | None:
        headers = request.headers
        if host_name(headers.get("host", "")) not in self._names:
            return PlainTextResponse("This is not the name of this machine.\n", 421)
        if request.method not in ("GET", "HEAD") and not _comes_from_our_page(headers):
            return PlainTextResponse("Changes are taken from the wall's own page only.\n", 403)
        return None if self._key is None else self._refusal_for_key(request, self._key)

    def _refusal_for_key(self, request: Request, key: str) -> Response | None:
        if hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), key.encode()):
            return None
        shown = dict(parse_qsl(request.url.query)).get("key", "")
        if request.method == "GET" and hmac.compare_digest(shown.encode(), key.encode()):
            answer = RedirectResponse(request.url.path, 303)
            answer.set_cookie(COOKIE, key, httponly=True, samesite="strict", path="/")
            return answer
        words = "Thiếu khoá. Ông/Bà vui lòng mở đúng địa chỉ mà scripts/demo đã in ra.\n"
        return PlainTextResponse(words + "The key is missing: open the whole address that scripts/demo printed.\n", 403)


def host_name(host: str) -> str:
    """The name in a Host header, without the port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _comes_from_our_page(headers: Headers) -> bool:
    """Browsers send Origin with every POST; a program has to say it as well."""
    origin = headers.get("origin")
    if origin is None or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    return urlsplit(origin).netloc == headers.get("host", "")
