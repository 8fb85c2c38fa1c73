"""The page on which staff take a number for a citizen: the frame that `static/greeter.js` fills."""

from fastapi import APIRouter, Request, Response

from server.web.plumbing import HouseDep
from server.web.staff_frame import framed, who_may_open

router = APIRouter(include_in_schema=False)


@router.get("/tickets/new")
def get_greeter(request: Request, house: HouseDep) -> Response:
    who = who_may_open(request, house)
    return who if isinstance(who, Response) else framed("greeter.html", request, house, who)
