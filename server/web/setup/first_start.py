"""The key of the first start: whoever sets up a new centre proves that they can read the server's log.

docs/decisions/0007 says why an address alone, even the machine's own, is no proof.
"""

import asyncio
import logging
import secrets
from collections import Counter

from starlette.datastructures import URL
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from server.errors import ActionRefused, NotAllowed
from server.house import House

log = logging.getLogger(__name__)

START_PAGE = "/setup/start"
CODE_DIGITS = 8
TRIES_PER_CODE = 1000
"""Of everybody together: whoever floods from the network needs a quarter of an hour for them, in which a code is read
in the log and typed. Fewer would keep the technician out, and make no guess less lucky."""
WRONG_TRY_COSTS_S = 1.0
"""A hundred million codes, one try a second: in a day one of a thousand such floods finds it."""
WAITING_OF_ADDRESS_AT_MOST = 2
WAITING_IN_ALL_AT_MOST = 20
"""Who waits for wrong codes of others waits so many seconds at most."""

_LED_THERE = ("/", "/console", "/floor", "/scores", "/people", "/tickets", "/setup")


class FirstStart:
    """The one-time code: made at the start of a server without a centre, worth nothing once there is one."""

    def __init__(self, *, is_needed: bool) -> None:
        self._code = _new_code() if is_needed else None
        self._wrong = 0
        self._one_at_a_time = asyncio.Lock()
        self._waiting: Counter[str] = Counter()

    def announce(self, address: str) -> None:
        """Say in the log where the wizard is and what opens it."""
        if self._code is not None:
            log.warning("no centre yet: open %s%s and enter the code %s", address, START_PAGE, _readable(self._code))

    async def require(self, given: str, address: str) -> None:
        """Let whoever has the code pass; `address` as tries are counted.

        Raises:
            NotAllowed: another code. After a thousand of them a new one stands in the log.
            ActionRefused: 429, too many codes of the address, or of all, wait to be looked at.
        """
        if self._waiting[address] >= WAITING_OF_ADDRESS_AT_MOST or self._waiting.total() >= WAITING_IN_ALL_AT_MOST:
            words = "Đang có nhiều mã chờ kiểm tra. Vui lòng đợi vài giây rồi thử lại."
            raise ActionRefused(429, "too_many_codes", "Chưa thực hiện được", words)
        self._waiting[address] += 1
        try:
            await self._look_at(given)
        finally:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address]

    async def _look_at(self, given: str) -> None:
        typed = "".join(letter for letter in given if letter.isdigit())
        async with self._one_at_a_time:
            if self._code is not None and secrets.compare_digest(typed.encode(), self._code.encode()):
                return
            await asyncio.sleep(WRONG_TRY_COSTS_S)
            self._count_wrong()
        raise NotAllowed("first_start_code", "Mã chưa đúng. Mã mới nhất nằm ở dòng cuối nhật ký của máy chủ.")

    def end(self) -> None:
        self._code = None

    def _count_wrong(self) -> None:
        self._wrong += 1
        if self._code is not None and self._wrong % TRIES_PER_CODE == 0:
            self._code = _new_code()
            log.warning("too many wrong codes: enter the code %s from now on", _readable(self._code))


class LedToFirstStart:
    """Leads every page of staff to the wizard while there is no centre. Pure ASGI."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app = app
        self._house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_page(scope) and not self._house.has_centre:
            await RedirectResponse(START_PAGE, 303)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_page(scope: Scope) -> bool:
    path = URL(scope=scope).path
    if scope["method"] not in ("GET", "HEAD") or path == START_PAGE:
        return False
    return any(path == page or path.startswith(f"{page}/") for page in _LED_THERE if page != "/") or path == "/"


def _new_code() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))


def _readable(code: str) -> str:
    return f"{code[:4]} {code[4:]}"
