"""All pages for staff: console, scores, floor, set-up, and their static files. Phones have a program of their own."""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.staticfiles import StaticFiles

from server.errors import PasswordMustChange
from server.web import page_language, trust_page
from server.web.access import login_page, own_data, people_page, security_page
from server.web.access import own_page as access_page
from server.web.access import password_page as account_page
from server.web.access.login_desk import LoginDesk
from server.web.access.staff_session import CHANGE_IT_AT, is_staff
from server.web.browser_rules import BrowserRules
from server.web.console import api as console_api
from server.web.console import desk_api
from server.web.console import page as console_page
from server.web.console import stream as console_stream
from server.web.floor import api as floor_api
from server.web.floor import page as floor_page
from server.web.floor import stream as floor_stream
from server.web.floor.view import PriorityTally
from server.web.greeter import api as greeter_api
from server.web.greeter import page as greeter_page
from server.web.greeter import slips_api as greeter_slips_api
from server.web.live_stream import OpenStreams
from server.web.page_language import in_language, language_of
from server.web.plumbing import problem
from server.web.ratings import comments_page, corrections_api, corrections_page, findings_page, looks_page, scores_page
from server.web.reports import deeds_api, what_if_page
from server.web.reports import downloads as report_downloads
from server.web.reports import pages as report_pages
from server.web.reports.what_if_page import WhatIfDesk
from server.web.setup import api as setup_api
from server.web.setup import pages as setup_pages
from server.web.setup import pairing as setup_pairing
from server.web.setup import pictures_api
from server.web.setup import procedures as setup_procedures
from server.web.setup import start as setup_start
from server.web.setup.first_start import LedToFirstStart
from server.web.view_thread import one_at_a_time


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
