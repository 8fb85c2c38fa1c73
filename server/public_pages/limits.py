"""What one address may ask of the phones' program: a crowd passes, a flood not.

All phones of a hall may come from one address (the access point's), so the limits of an address are those of a crowd;
what one person may say is limited by the number's own address.
"""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from messaging.clock import real_monotonic_s
from server.connection_limits import network_of

BURST_S = 4
"""So many seconds' worth of requests may come at once: a whole hall opens the page when the day begins."""
KEPT_AT_MOST = 5000
"""Of addresses and numbers that were counted lately; then counting begins anew."""
LONGEST_REQUEST_BYTES = 64 * 1024
"""Of one connection at a time; a word has eight kilobytes (`ticket_page.LONGEST_BODY`)."""


class Allowance:
    """So many a second on average and so many at once, of each who asks. Times are real monotonic seconds."""

    def __init__(self, a_second: float, at_once: float) -> None:
        self._a_second = a_second
        self._at_once = at_once
        self._left: dict[str, tuple[float, float]] = {}
        """Who asked: how much was left, and when."""

    def takes(self, who: str, now_s: float) -> bool:
        """Take one; False when nothing is left."""
        left, then_s = self._left.get(who, (self._at_once, now_s))
        left = min(self._at_once, left + (now_s - then_s) * self._a_second)
        if who not in self._left and len(self._left) >= KEPT_AT_MOST:
            self._left.clear()
        self._left[who] = (max(0.0, left - 1), now_s)
        return left >= 1


class CrowdLimit:
    """Refuses what one address asks beyond its allowance. Pure ASGI."""

    def __init__(self, app: ASGIApp, requests_a_second: int) -> None:
        self._app = app
        self._allowance = Allowance(requests_a_second, requests_a_second * BURST_S)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._allowance.takes(address_of(scope), real_monotonic_s()):
            refusal = PlainTextResponse("429", 429, {"Retry-After": "5"})
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def address_of(scope: Scope) -> str:
    """Of whom a request comes; an IPv6 network of one household or hall counts as one."""
    client = scope.get("client")
    return "" if not client else network_of(str(client[0]))
