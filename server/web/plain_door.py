"""What still answers without encryption once there is a certificate: the way to the encrypted door, and little else.

Programs on the same machine are not asked to encrypt what nobody else hears.
"""

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from server.errors import NotAllowed
from server.web.browser_rules import BrowserRules
from server.web.plumbing import problem

_OPEN = frozenset({"/health", "/trust", "/trust/ca.pem", "/trust/bocso.crt", "/language"})
_ASSETS = "/static/"
_OF_DEVICES = "/api/"
_OWN = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})


class PlainDoor:
    """`tls_port` is where the encrypted door is; `for_devices` lets devices in that were never told of it."""

    def __init__(self, app: ASGIApp, *, tls_port: int, for_devices: bool) -> None:
        self._app = app
        self._tls_port = tls_port
        self._for_devices = for_devices

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["scheme"] == "https" or self._may_pass(scope):
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        if scope["method"] in ("GET", "HEAD") and not path.startswith(_OF_DEVICES):
            await BrowserRules(RedirectResponse(self._encrypted(scope), 307))(scope, receive, send)
            return
        refusal = NotAllowed("tls_required", f"Máy chủ chỉ nhận yêu cầu này qua https, cổng {self._tls_port}.")
        answer = problem(refusal.status, refusal.code, refusal.title, refusal.detail)
        await BrowserRules(answer)(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        path, client = scope["path"], scope.get("client")
        if path in _OPEN or path.startswith(_ASSETS) or (client is not None and client[0] in _OWN):
            return True
        if not (self._for_devices and path.startswith(_OF_DEVICES)):
            return False
        return Headers(scope=scope).get("authorization", "").startswith("Bearer ")

    def _encrypted(self, scope: Scope) -> str:
        host = Headers(scope=scope).get("host", "")
        name = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]
        query = scope["query_string"].decode("ascii", "replace")
        path = scope["raw_path"].decode("ascii", "replace") if scope.get("raw_path") else scope["path"]
        return f"https://{name}:{self._tls_port}{path}" + (f"?{query}" if query else "")
