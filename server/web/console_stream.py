"""The console's live stream: the view whenever something was committed, and a beat while nothing was."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from messaging.clock import real_monotonic_s
from server.house import House
from server.web.console_view import console_view
from server.web.page_language import language_of
from server.web.plumbing import HouseDep, problem
from server.web.staff_session import MAY_LOOK, LoggedInStaff, in_role, staff_of_session
from server.web.view_thread import on_view_thread

router = APIRouter(prefix="/api/v1/console", tags=["console"])

SHORTEST_INTERVAL_S = 0.1
"""A burst of commits makes one view."""
BEAT_EVERY_S = 5.0
"""A page that hears nothing for 12 s says so; comments are invisible to it, so the beat is an event."""
REFRESH_EVERY_S = 15.0
"""The order of calling and the devices' health change without a commit."""
COMMENT_EVERY_S = 15
"""For proxies and for noticing a browser that has gone."""
STREAMS_PER_SESSION = 3
"""A browser opens six connections to a host; the rest are for the deeds. Beyond it the page polls."""
STREAMS_AT_MOST = 300
SEND_TIMEOUT_S = 10.0
"""A browser that takes nothing for so long is gone."""


class OpenStreams:
    """How many streams are open, by session. Lives on the event loop."""

    def __init__(self) -> None:
        self._of_session: Counter[str] = Counter()

    def has_room(self, session: str) -> bool:
        return self._of_session[session] < STREAMS_PER_SESSION and self._of_session.total() < STREAMS_AT_MOST

    def enter(self, session: str) -> None:
        self._of_session[session] += 1

    def leave(self, session: str) -> None:
        self._of_session[session] -= 1
        if not self._of_session[session]:
            del self._of_session[session]


@router.get("/stream")
async def get_stream(
    request: Request, house: HouseDep, who: Annotated[LoggedInStaff, Depends(in_role(*MAY_LOOK))]
) -> Response:
    """Server-sent events: `view` with a ConsoleView, `beat` with nothing, `over` when the session has ended."""
    streams: OpenStreams = request.app.state.open_streams
    if not streams.has_room(who.session.token_hash):
        return problem(429, "too_many_streams", "Quá nhiều trang đang mở", "Trang này sẽ tự cập nhật mỗi 3 giây.")
    return EventSourceResponse(
        _views(request, house, who.session.token_hash, streams),
        ping=COMMENT_EVERY_S,
        send_timeout=SEND_TIMEOUT_S,
    )


async def _views(request: Request, house: House, session: str, streams: OpenStreams) -> AsyncIterator[ServerSentEvent]:
    # Counted here and not in the route: a stream that never began has nothing to leave.
    streams.enter(session)
    try:
        seen, sent_s = -1, -REFRESH_EVERY_S
        while not house.changes.is_over:
            count = house.changes.count
            if count > seen or real_monotonic_s() - sent_s >= REFRESH_EVERY_S:
                seen, sent_s = count, real_monotonic_s()
                view = await on_view_thread(request, partial(_view_json, request, house, session))
                if view is None:
                    yield ServerSentEvent(event="over", data="")
                    return
                yield ServerSentEvent(event="view", data=view)
                await asyncio.sleep(SHORTEST_INTERVAL_S)
            else:
                yield ServerSentEvent(event="beat", data="")
            await house.changes.wait_beyond(seen, BEAT_EVERY_S)
    finally:
        streams.leave(session)


def _view_json(request: Request, house: House, session: str) -> str | None:
    """The view as JSON, or None when the session is over or the role was taken away."""
    who = staff_of_session(request, session)
    if who is None or who.staff.role not in MAY_LOOK:
        return None
    return console_view(house, who, language_of(request)).model_dump_json()
