"""All pages for staff: console, scores, floor, set-up, and their static files. Phones have a program of their own."""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.staticfiles import StaticFiles

from server.errors import PasswordMustChange
from server.web import (
    access_page,
    account_page,
    comments_page,
    console_api,
    console_page,
    console_stream,
    corrections_api,
    corrections_page,
    deeds_api,
    desk_api,
    findings_page,
    floor_api,
    floor_page,
    floor_stream,
    greeter_api,
    greeter_page,
    greeter_slips_api,
    login_page,
    looks_page,
    own_data,
    page_language,
    people_page,
    pictures_api,
    scores_page,
    security_page,
    setup_api,
    setup_pages,
    setup_pairing,
    setup_procedures,
    setup_start,
    trust_page,
    what_if_page,
)
from server.web.browser_rules import BrowserRules
from server.web.first_start import LedToFirstStart
from server.web.floor_view import PriorityTally
from server.web.live_stream import OpenStreams
from server.web.login_desk import LoginDesk
from server.web.page_language import in_language, language_of
from server.web.plumbing import problem
from server.web.reports import downloads as report_downloads
from server.web.reports import pages as report_pages
from server.web.staff_session import CHANGE_IT_AT, is_staff
from server.web.view_thread import one_at_a_time
from server.web.what_if_page import WhatIfDesk


def add_staff_pages(app: FastAPI) -> None:
    """Mount the pages, their API and their static files. `app.state.house` is set by the caller."""
    app.state.login_desk = LoginDesk()
    app.state.open_streams = OpenStreams()
    app.state.priority_tally = PriorityTally()
    app.state.view_thread = one_at_a_time()
    app.state.what_if_desk = WhatIfDesk()
    app.state.is_staff = is_staff
    # Routes are tried in this order: first what is asked most.
    for part in (
        console_api,
        desk_api,
        console_stream,
        login_page,
        console_page,
        page_language,
        scores_page,
        setup_start,
        setup_api,
        setup_procedures,
        pictures_api,
        setup_pages,
        setup_pairing,
        floor_api,
        floor_stream,
        greeter_api,
        greeter_slips_api,
        deeds_api,
        corrections_api,
        corrections_page,
        findings_page,
        comments_page,
        looks_page,
        own_data,
        floor_page,
        greeter_page,
        people_page,
        account_page,
        access_page,
        security_page,
        trust_page,
        what_if_page,
        report_pages,
        report_downloads,
    ):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    if not app.state.house.has_centre:
        app.add_middleware(LedToFirstStart, house=app.state.house)
    app.add_middleware(BrowserRules)

    @app.exception_handler(PasswordMustChange)
    async def _change_it_first(request: Request, refusal: PasswordMustChange) -> Response:
        if request.url.path.startswith("/api/"):
            language = language_of(request)
            words = in_language(language, refusal.title), in_language(language, refusal.detail)
            return problem(refusal.status, refusal.code, *words)
        return RedirectResponse(CHANGE_IT_AT, 303)
