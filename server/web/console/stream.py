"""The console's live stream: the view whenever something was committed, and a beat while nothing was."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from server.house import House
from server.web.access.staff_session import MAY_LOOK, LoggedInStaff, in_role, staff_of_session
from server.web.console.view import console_view
from server.web.live_stream import stream_of
from server.web.page_language import language_of
from server.web.plumbing import HouseDep

router = APIRouter(prefix="/api/v1/console", tags=["console"])


@router.get("/stream")
async def get_stream(
    request: Request, house: HouseDep, who: Annotated[LoggedInStaff, Depends(in_role(*MAY_LOOK))]
) -> Response:
    """Server-sent events: `view` with a ConsoleView, `beat` with nothing, `over` when the session has ended."""
    return stream_of(request, house, who.session.token_hash, _view_json)


def _view_json(request: Request, house: House, session: str) -> str | None:
    """The view as JSON, or None when the session is over or the role was taken away."""
    who = staff_of_session(request, session)
    if who is None or who.staff.role not in MAY_LOOK:
        return None
    return console_view(house, who, language_of(request)).model_dump_json()
