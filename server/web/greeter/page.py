"""The pages on which staff take a number for a citizen, and see to slips: frames that the scripts fill."""

from fastapi import APIRouter, Request, Response

from server.web.plumbing import HouseDep
from server.web.staff_frame import framed, who_may_open

router = APIRouter(include_in_schema=False)


@router.get("/tickets/new")
def get_greeter(request: Request, house: HouseDep) -> Response:
    who = who_may_open(request, house)
    return who if isinstance(who, Response) else framed("greeter.html", request, house, who)


@router.get("/slips")
def get_slips(request: Request, house: HouseDep) -> Response:
    who = who_may_open(request, house)
    return who if isinstance(who, Response) else framed("greeter_slips.html", request, house, who)
