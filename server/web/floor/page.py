"""The head's page of the hall: the frame that `static/floor.js` fills."""

from fastapi import APIRouter, Request, Response

from server.web.plumbing import HouseDep
from server.web.staff_frame import framed, who_may_open

router = APIRouter(include_in_schema=False)


@router.get("/floor")
def get_floor(request: Request, house: HouseDep) -> Response:
    who = who_may_open(request, house)
    return who if isinstance(who, Response) else framed("floor.html", request, house, who)
