"""One live stream of a page of staff: the view whenever something was committed, and a beat while nothing was."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from functools import partial

from fastapi import Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from messaging.clock import real_monotonic_s
from server.house import House
from server.web.plumbing import problem
from server.web.view_thread import on_view_thread

ViewJson = Callable[[Request, House, str], str | None]
"""The view of a session as JSON, or None when the session is over or the role was taken away."""

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


def stream_of(request: Request, house: House, session: str, view_json: ViewJson) -> Response:
    """Server-sent events: `view` with what `view_json` says, `beat` with nothing, `over` when it says None."""
    streams: OpenStreams = request.app.state.open_streams
    if not streams.has_room(session):
        return problem(429, "too_many_streams", "Quá nhiều trang đang mở", "Trang này sẽ tự cập nhật mỗi 3 giây.")
    views = _views(request, house, session, streams, view_json)
    return EventSourceResponse(views, ping=COMMENT_EVERY_S, send_timeout=SEND_TIMEOUT_S)


async def _views(
    request: Request, house: House, session: str, streams: OpenStreams, view_json: ViewJson
) -> AsyncIterator[ServerSentEvent]:
    # Counted here and not in the route: a stream that never began has nothing to leave.
    streams.enter(session)
    try:
        seen, sent_s = -1, -REFRESH_EVERY_S
        while not house.changes.is_over:
            count = house.changes.count
            if count > seen or real_monotonic_s() - sent_s >= REFRESH_EVERY_S:
                seen, sent_s = count, real_monotonic_s()
                view = await on_view_thread(request, partial(view_json, request, house, session))
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
