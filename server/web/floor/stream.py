"""The floor's live stream: the view whenever something was committed or a device spoke, else a beat."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from server.house import House
from server.web.access.staff_session import LoggedInStaff, in_role, staff_of_session
from server.web.floor.view import PriorityTally, floor_view
from server.web.live_stream import stream_of
from server.web.page_language import language_of
from server.web.plumbing import HouseDep
from server.web.roles import may

router = APIRouter(prefix="/api/v1/floor", tags=["floor"])


@router.get("/stream")
async def get_stream(request: Request, house: HouseDep, who: Annotated[LoggedInStaff, Depends(in_role())]) -> Response:
    """Server-sent events: `view` with a FloorView, `beat` with nothing, `over` when the session has ended."""
    return stream_of(request, house, who.session.token_hash, view_json)


def view_json(request: Request, house: House, session: str) -> str | None:
    """The view as JSON, or None when the session is over or the role was taken away."""
    who = staff_of_session(request, session)
    if who is None or not may(who.staff.role, "GET", "/api/v1/floor/stream"):
        return None
    priorities: PriorityTally = request.app.state.priority_tally
    return floor_view(house, who, priorities, language_of(request)).model_dump_json()
