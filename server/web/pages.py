"""All pages for people: staff's console and scores, the citizen's ticket page, and their static files."""

from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from server.web import console_api, console_page, console_stream, login_page, scores_page, ticket_page
from server.web.browser_rules import BrowserRules
from server.web.console_stream import OpenStreams
from server.web.login_page import LoginDesk
from server.web.staff_session import staff_of_request


def add_staff_pages(app: FastAPI) -> None:
    """Mount the pages, their API and their static files. `app.state.house` is set by the caller."""
    app.state.login_desk = LoginDesk()
    app.state.open_streams = OpenStreams()
    app.state.is_staff = lambda request: staff_of_request(request) is not None
    # Routes are tried in this order: first what is asked most.
    for part in (console_api, console_stream, login_page, console_page, scores_page, ticket_page):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.add_middleware(BrowserRules)
