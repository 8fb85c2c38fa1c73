"""Every page of the web, as data: staff's by role, the states of the console, the first start, pages for phones."""

from dataclasses import dataclass

from server.web.setup.fields import EDITABLE
from server.web.setup.start import STEPS

DESKTOP, PHONE = (1280, 800), (390, 844)
SIZES = (DESKTOP, PHONE)
LANGUAGES = ("vi", "en")
OFFICER, HEAD, TECHNICIAN, GREETER, AUDITOR = "officer", "head", "technician", "greeter", "auditor"


@dataclass(frozen=True, slots=True)
class WebPage:
    """One page that stands still. `route` is the application's own name of it; `role` None is nobody logged in."""

    name: str
    route: str
    path: str
    role: str | None
    filled: str = ""
    """What is there when the page's script has filled it."""


def staff_pages() -> tuple[WebPage, ...]:
    """Of the server; the console and the first start are walked through, below."""
    return (
        WebPage("login", "/console/login", "/console/login", None),
        WebPage("password", "/account/password", "/account/password", OFFICER),
        WebPage("account", "/account", "/account", HEAD),
        WebPage("security", "/security", "/security", HEAD),
        WebPage("no_entry", "/setup", "/setup", GREETER),
        WebPage("floor", "/floor", "/floor", HEAD, "#counters li"),
        WebPage("floor_technician", "/floor", "/floor", TECHNICIAN, "#counters li"),
        WebPage("tickets_new", "/tickets/new", "/tickets/new", GREETER, "#tiles li"),
        WebPage("slips", "/slips", "/slips", GREETER, "#tickets li"),
        WebPage("people", "/people", "/people", HEAD),
        WebPage("scores", "/scores", "/scores", HEAD),
        WebPage("scores_officer", "/scores", "/scores", OFFICER),
        WebPage("scores_auditor", "/scores", "/scores", AUDITOR),
        WebPage("findings", "/scores/findings", "/scores/findings", HEAD),
        WebPage("findings_officer", "/scores/findings", "/scores/findings", OFFICER),
        WebPage("corrections", "/scores/corrections", "/scores/corrections", HEAD),
        WebPage("comments", "/scores/comments", "/scores/comments", HEAD),
        WebPage("looks", "/scores/looks", "/scores/looks", AUDITOR),
        WebPage("looks_officer", "/scores/looks", "/scores/looks", OFFICER),
        WebPage("corrections_auditor", "/scores/corrections", "/scores/corrections", AUDITOR),
        WebPage("comments_officer", "/scores/comments", "/scores/comments", OFFICER),
        WebPage("reports", "/reports", "/reports", HEAD),
        WebPage("reports_auditor", "/reports", "/reports", AUDITOR),
        *(
            WebPage(f"report_by_{by}", "/reports/by/{by}", f"/reports/by/{by}", HEAD)
            for by in ("day", "service", "counter", "officer", "hour")
        ),
        WebPage("report_turns", "/reports/turns", "/reports/turns", HEAD),
        WebPage("report_print", "/reports/print", "/reports/print", HEAD),
        WebPage("what_if", "/reports/what-if", "/reports/what-if", HEAD),
        WebPage("setup", "/setup", "/setup", HEAD),
        WebPage("setup_technician", "/setup", "/setup", TECHNICIAN),
        WebPage("setup_devices", "/setup/devices", "/setup/devices", HEAD),
        WebPage("setup_procedures", "/setup/procedures", "/setup/procedures", HEAD),
        WebPage("setup_history", "/setup/history", "/setup/history", HEAD),
        *(WebPage(f"setup_{slug}", "/setup/{slug}", f"/setup/{slug}", HEAD) for slug in EDITABLE),
    )


CONSOLE_STATES = (
    *("console_choosing", "console_free", "console_named", "console_quick", "console_note", "console_break"),
    *("console_called", "console_serving", "console_hold", "console_transfer", "console_second", "console_finish"),
    *("console_missing", "console_all", "console_paused", "console_keys", "console_head"),
)
"""Of `/console`, in the order of a visit."""
START_STATES = ("start_code", "start_choice", *(f"start_{slug}" for slug, _, _ in STEPS))
"""Of `/setup/start`, on a server without a centre."""
TICKET_STATES = (
    *("ticket_waiting", "ticket_near", "ticket_ask_late", "ticket_ask_give_back", "ticket_present", "ticket_late"),
    *("ticket_called", "ticket_serving", "ticket_over", "ticket_given_back", "ticket_unprinted", "ticket_unknown"),
)
"""Of `/t/{token}`."""
PROCEDURE_STATES = ("procedures", "procedures_found", "procedures_none", "procedure", "procedure_unknown", "front")
"""Of `/thu-tuc` and `/`."""
PAIRING_STATES = ("setup_pairing", "setup_paired")
"""Of `/setup/devices`: the code that a device waits for, and what it looks like once it was used."""

WALKED_ROUTES = {"/console", "/setup/start"}
PHONE_ROUTES = {"/t/{token}", "/thu-tuc", "/thu-tuc/{key}", "/"}
NO_PAGES = {
    "/",  # leads to the console
    "/health",
    "/openapi.json",
    "/trust",  # of a server with a certificate; the demo has none
    "/trust/ca.pem",
    "/trust/bocso.crt",
    "/reports/chart/{name}.svg",
    "/reports/daily.txt",
    "/reports/today",  # a part of the page, fetched anew
    "/reports/export.xlsx",
    "/reports/export/{name}.csv",
    "/reports/what-if/chart.svg",
    "/scores/own-data.json",
    "/setup/slip.png",
    "/setup/icons/{name}.png",
    "/setup/pictures/{picture_id}",
    "/setup/procedures/{name}.{kind}",
    "/t/{token}/part",
    "/thu-tuc/found",
    "/static/{name}",
    "/static",
    "/robots.txt",
}
"""Addresses that answer with something else than a page of their own."""


def names() -> tuple[str, ...]:
    """Of all pictures of the web."""
    return (
        *(page.name for page in staff_pages()),
        *CONSOLE_STATES,
        *START_STATES,
        *TICKET_STATES,
        *PROCEDURE_STATES,
        *PAIRING_STATES,
    )
