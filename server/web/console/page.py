"""The pages of staff that are filled by their script, and the way in."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from server.web.access.staff_session import MAY_LOOK, home_of, staff_of_request
from server.web.navigation import places_of
from server.web.plumbing import HouseDep
from server.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/")
def get_root() -> Response:
    return RedirectResponse("/console", 303)


@router.get("/console")
def get_console(request: Request, house: HouseDep) -> Response:
    who = staff_of_request(request)
    if who is None:
        return RedirectResponse("/console/login", 303)
    if who.staff.role not in MAY_LOOK:
        return RedirectResponse(home_of(who.staff.role), 303)
    places = places_of(who.staff.role, "/console")
    return page(
        "console.html",
        request=request,
        is_sample=house.is_sample,
        places=places,
        csrf_token=who.session.csrf_token,
    )
