"""The floor's live stream: the view whenever something was committed or a device spoke, else a beat."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from messaging.clock import real_monotonic_s
from server.house import House
from server.web.console_stream import (
    BEAT_EVERY_S,
    COMMENT_EVERY_S,
    REFRESH_EVERY_S,
    SEND_TIMEOUT_S,
    SHORTEST_INTERVAL_S,
    OpenStreams,
)
from server.web.floor_view import PriorityTally, floor_view
from server.web.page_language import language_of
from server.web.plumbing import HouseDep, problem
from server.web.roles import may
from server.web.staff_session import LoggedInStaff, in_role, staff_of_session
from server.web.view_thread import on_view_thread

router = APIRouter(prefix="/api/v1/floor", tags=["floor"])


@router.get("/stream")
async def get_stream(request: Request, house: HouseDep, who: Annotated[LoggedInStaff, Depends(in_role())]) -> Response:
    """Server-sent events: `view` with a FloorView, `beat` with nothing, `over` when the session has ended."""
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


def view_json(request: Request, house: House, session: str) -> str | None:
    """The view as JSON, or None when the session is over or the role was taken away."""
    who = staff_of_session(request, session)
    if who is None or not may(who.staff.role, "GET", "/api/v1/floor/stream"):
        return None
    priorities: PriorityTally = request.app.state.priority_tally
    return floor_view(house, who, priorities, language_of(request)).model_dump_json()
