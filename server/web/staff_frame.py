"""The frame of staff's pages: the bar with who one is, and the way to every other page the role may open."""

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from server.house import House
from server.web.access.staff_session import LoggedInStaff, home_of, staff_of_request
from server.web.navigation import places_of
from server.web.page_language import language_of
from server.web.refusal_log import note_refusal
from server.web.roles import ROLE_NAMES, may
from server.web.templating import page


def who_may_open(request: Request, house: House) -> LoggedInStaff | Response:
    """The member of staff who asks for a page, or what to answer instead: the login, or that it is not for the role.

    Raises:
        PasswordMustChange: the password is somebody else's.
    """
    who = staff_of_request(request)
    if who is None:
        return RedirectResponse("/console/login", 303)
    request.state.asker = who.principal
    path = getattr(request.scope.get("route"), "path", request.url.path)
    if may(who.staff.role, request.method, path):
        return who
    return no_entry(request, house, who)


def no_entry(request: Request, house: House, who: LoggedInStaff) -> HTMLResponse:
    """That the page is not for the role, with the way to those that are."""
    role = who.staff.role
    note_refusal(request, "wrong_role")
    return framed("no_entry.html", request, house, who, 403, home=home_of(role), role_name=ROLE_NAMES.get(role, role))


def framed(
    template: str, request: Request, house: House, who: LoggedInStaff, status: int = 200, **values: object
) -> HTMLResponse:
    """A page inside the frame."""
    centre = house.centre()
    in_english = language_of(request) == "en" and centre.name_en
    return page(
        template,
        status,
        is_sample=centre.is_sample,
        request=request,
        centre_name=centre.name_en if in_english else centre.name,
        who=who.staff,
        role_name_of_me=ROLE_NAMES.get(who.staff.role, who.staff.role),
        places=places_of(who.staff.role, request.url.path),
        is_told_of_alarms=may(who.staff.role, "GET", "/api/v1/floor/alarms") and request.url.path != "/floor",
        csrf_token=who.session.csrf_token,
        **values,
    )
