"""The one table of who may do what: each operation with its roles and its routes.

`docs/roles.md` shows it, the routes ask it, and a test walks every route of the program with every role and with
nobody and compares. A route that is in no row here is refused to everybody, and fails that test.
"""

from dataclasses import dataclass
from functools import cache

ROLE_NAMES = {
    "officer": "cán bộ",
    "head": "Giám đốc Trung tâm",
    "technician": "cán bộ kỹ thuật",
    "greeter": "người hướng dẫn",
    "auditor": "cán bộ kiểm tra",
}
ROLES = tuple(ROLE_NAMES)

ANYBODY = "anybody"
"""No login is asked."""
DEVICE = "device"
"""A device with its own credential; staff's sessions count for nothing there."""

HEAD = ("head",)
STAFF = ROLES
AT_DESKS = ("officer", "head")
"""Who may sign on at a counter and serve."""
MAY_LOOK = ("officer", "head", "greeter", "technician")
"""Who sees the console."""
OF_THE_DAY = ("head", "technician")
"""Who opens and closes the service day, and sees to devices."""
OF_SCORES = ("officer", "head", "auditor")
"""Who sees scores: officers their own, the others all."""
OF_FLOOR = ("head", "technician", "auditor")
"""Who sees the whole hall live."""
OF_DEEDS = ("head", "auditor")
"""Who sees what staff did, by name."""
TAKES_TICKETS = ("greeter", "officer", "head")
"""Who takes a number for a citizen."""
AT_THE_ENTRANCE = ("greeter", "head")
"""Who takes a reserved place back for a citizen."""
SETS_UP = ("head", "technician")


@dataclass(frozen=True, slots=True)
class Operation:
    """Something people do, who may, and the routes it has. `METHOD /path/{name}` as the program declares them."""

    name: str
    who: tuple[str, ...]
    routes: tuple[str, ...]


def _console(*deeds: str) -> tuple[str, ...]:
    return tuple(f"POST /api/v1/console/{deed}" for deed in deeds)


def _floor(*deeds: str) -> tuple[str, ...]:
    return tuple(f"POST /api/v1/floor/{deed}" for deed in deeds)


OPERATIONS: tuple[Operation, ...] = (
    # --- nobody asks who it is ---
    Operation(
        "Log in and out",
        (ANYBODY,),
        ("GET /console/login", "POST /console/login", "POST /console/login/code", "POST /console/logout"),
    ),
    Operation("Be led to the page to begin with", (ANYBODY,), ("GET /",)),
    Operation("Ask whether the server works; its details only for staff", (ANYBODY,), ("GET /health",)),
    Operation("Read the description of the API", (ANYBODY,), ("GET /openapi.json",)),
    Operation(
        "Read how to trust the centre's certificate, and take it",
        (ANYBODY,),
        ("GET /trust", "GET /trust/ca.pem", "GET /trust/bocso.crt"),
    ),
    Operation("Choose the language of staff's pages", (ANYBODY,), ("POST /language",)),
    Operation(
        "Trade a pairing code for a device's credential, once, within ten minutes",
        (ANYBODY,),
        ("POST /api/v1/enrolment",),
    ),
    # --- devices ---
    Operation(
        "What devices send: tickets, print outcomes, ratings, places, claims, words of citizens, jobs, desk keys",
        (DEVICE,),
        (
            "POST /api/v1/tickets",
            "POST /api/v1/tickets/{ticket_id}/print-outcomes",
            "POST /api/v1/intents/{intent_id}/cancellation",
            "POST /api/v1/known-numbers",
            "POST /api/v1/presses",
            "POST /api/v1/rating-reasons",
            "POST /api/v1/places",
            "POST /api/v1/claims",
            "POST /api/v1/own-numbers",
            "POST /api/v1/own-ratings",
            "POST /api/v1/emergency-tickets",
            "GET /api/v1/jobs/{job_id}",
            "POST /api/v1/jobs/{job_id}/outcome",
            "POST /api/v1/desk-keys",
        ),
    ),
    Operation(
        "Pass on what citizens say on the phone (the program that serves phones)",
        (DEVICE,),
        (
            "POST /api/v1/public/tickets/{token}/words",
            "POST /api/v1/public/tickets/{token}/ratings",
            "POST /api/v1/public/tickets/{token}/rating-words",
        ),
    ),
    Operation("Fetch the pictures that boards show", (DEVICE,), ("GET /api/v1/pictures/{picture_id}",)),
    Operation("Fetch the list of procedures", (DEVICE,), ("GET /api/v1/procedures",)),
    Operation("Take another credential", (DEVICE,), ("POST /api/v1/device/rotate",)),
    # --- everybody on the staff ---
    Operation(
        "Change one's own password",
        STAFF,
        ("GET /account/password", "POST /account/password"),
    ),
    Operation(
        "See where one is logged in, log oneself out elsewhere, renew or end one's own second factor",
        STAFF,
        (
            "GET /account",
            "POST /account/sessions/end",
            "POST /account/second-factor/renew",
            "POST /account/second-factor/end",
        ),
    ),
    Operation(
        "Have a second factor",
        SETS_UP,
        ("POST /account/second-factor/begin", "POST /account/second-factor/confirm"),
    ),
    Operation(
        "See who is logged in where, log somebody out everywhere",
        SETS_UP,
        ("GET /security", "POST /security/end-sessions"),
    ),
    Operation("Take the second factor of somebody else away", HEAD, ("POST /security/reset-second-factor",)),
    Operation("Know who one is", STAFF, ("GET /api/v1/console/me",)),
    # --- at the counter ---
    Operation(
        "See the console",
        MAY_LOOK,
        ("GET /console", "GET /api/v1/console/view", "GET /api/v1/console/stream"),
    ),
    Operation(
        "Take a counter and serve there",
        AT_DESKS,
        _console(
            "sign-on",
            "sign-off",
            "next",
            "call-number",
            "recall",
            "start",
            "finish",
            "absent",
            "back-to-queue",
            "undo",
            "hold",
            "release",
            "resume",
            "transfer",
            "second-service",
            "quick-serve",
            "call-to-seat",
            "pause",
            "resume-desk",
            "change-priority",
            "note",
            "reprint",
        ),
    ),
    # --- the day ---
    Operation("Open the day, stop tickets, close it", OF_THE_DAY, _console("open-day", "stop-tickets", "close-day")),
    Operation(
        "See the floor: counters, queues, devices, alarms",
        OF_FLOOR,
        ("GET /floor", "GET /api/v1/floor/view", "GET /api/v1/floor/stream"),
    ),
    Operation("See how many trips cases took", OF_FLOOR, ("GET /api/v1/floor/trips", "GET /api/v1/trips")),
    Operation("See what staff did today", OF_DEEDS, ("GET /api/v1/floor/deeds", "GET /api/v1/deeds")),
    Operation("Be told of alarms on every page", OF_THE_DAY, ("GET /api/v1/floor/alarms",)),
    Operation("Acknowledge the alarm of a device", OF_THE_DAY, _floor("acknowledge-alarm")),
    Operation(
        "Run the day: extend it, switch rush, close and reopen a service",
        HEAD,
        _floor("extend-day", "switch-rush", "close-service", "reopen-service", "close-into-places"),
    ),
    Operation("Post and withdraw notices on the boards", HEAD, _floor("post-notice", "withdraw-notice")),
    Operation("Move or sign off an officer", HEAD, _floor("move-officer", "sign-off-officer")),
    Operation(
        "Undo what staff did, with a reason",
        HEAD,
        _floor(
            "revive",
            "send-back",
            "end-turn",
            "release-hold",
            "reset-priority",
            "transfer-back",
            "take-back-second",
            "end-pause",
            "withdraw-supplement",
        ),
    ),
    # --- tickets for people ---
    Operation(
        "Take a number or a reserved place for a citizen",
        TAKES_TICKETS,
        (
            "GET /tickets/new",
            "GET /api/v1/greeter/view",
            "POST /api/v1/greeter/tickets",
            "POST /api/v1/greeter/claims",
            "POST /api/v1/greeter/places",
        ),
    ),
    Operation(
        "See the numbers of a day and the reserved places to come, print a slip again",
        TAKES_TICKETS,
        (
            "GET /slips",
            "GET /api/v1/greeter/slips/view",
            "GET /api/v1/greeter/free-places",
            "POST /api/v1/greeter/reprint",
        ),
    ),
    Operation("Withdraw a reserved place", AT_THE_ENTRANCE, ("POST /api/v1/greeter/places/withdraw",)),
    # --- people ---
    Operation(
        "Add people, change them, reset their passwords",
        HEAD,
        (
            "GET /people",
            "POST /people/add",
            "POST /people/{staff_id}/change",
            "POST /people/{staff_id}/reset-password",
        ),
    ),
    # --- the set-up ---
    Operation(
        "Set up a server without a centre, with the code in its log",
        (ANYBODY,),
        (
            "GET /setup/start",
            "POST /api/v1/setup/start",
            "POST /api/v1/setup/start/code",
            "POST /api/v1/setup/start/step",
        ),
    ),
    Operation(
        "Set the centre up: every page and change of it, its history",
        SETS_UP,
        (
            "GET /setup",
            "GET /setup/{slug}",
            "GET /setup/devices",
            "GET /setup/history",
            "GET /setup/slip.png",
            "GET /setup/icons/{name}.png",
            "POST /api/v1/setup/change",
        ),
    ),
    Operation(
        "Import the list of procedures and take it home as a file",
        SETS_UP,
        ("GET /setup/procedures", "GET /setup/procedures/{name}.{kind}", "POST /api/v1/setup/procedures"),
    ),
    Operation(
        "Add and remove the pictures that boards show",
        SETS_UP,
        ("GET /setup/pictures/{picture_id}", "POST /api/v1/setup/pictures", "POST /api/v1/setup/pictures/remove"),
    ),
    Operation(
        "Add, rename, bind, replace, test and retire devices",
        SETS_UP,
        tuple(
            f"POST /api/v1/setup/devices/{deed}"
            for deed in ("add", "change", "renew", "retire", "test-print", "test-sound")
        ),
    ),
    Operation(
        "Pair devices with a code, have them take another credential, shut them out",
        SETS_UP,
        (
            "GET /api/v1/setup/devices/pairing",
            *(f"POST /api/v1/setup/devices/{deed}" for deed in ("invite", "rotate", "revoke")),
        ),
    ),
    # --- reports ---
    Operation(
        "See reports: the dashboard, its figures by service, counter, officer and hour, the turns behind them",
        OF_DEEDS,
        (
            "GET /reports",
            "GET /reports/today",
            "GET /reports/by/{by}",
            "GET /reports/turns",
            "GET /reports/print",
            "GET /reports/chart/{name}.svg",
            "GET /reports/daily.txt",
            "GET /api/v1/reports/today",
            "GET /api/v1/reports/period",
            "GET /api/v1/reports/by/{by}",
            "GET /api/v1/reports/province",
        ),
    ),
    Operation("Take reports home as files", OF_DEEDS, ("GET /reports/export.xlsx", "GET /reports/export/{name}.csv")),
    Operation(
        "Play a past day again with other desks or rules",
        OF_DEEDS,
        ("GET /reports/what-if", "GET /reports/what-if/chart.svg", "POST /api/v1/reports/what-if"),
    ),
    # --- scores ---
    Operation("See scores: officers their own, head and auditor all", OF_SCORES, ("GET /scores", "GET /api/v1/scores")),
    Operation(
        "See signs of gamed ratings: officers their own, head and auditor all", OF_SCORES, ("GET /scores/findings",)
    ),
    Operation("Answer a sign about one's own work", AT_DESKS, ("POST /scores/findings/answers",)),
    Operation("Read citizens' own words: officers those that the head lets them", OF_SCORES, ("GET /scores/comments",)),
    Operation(
        "Decide which of citizens' own words officers may read",
        HEAD,
        ("POST /scores/comments/{comment_id}/moderate",),
    ),
    Operation(
        "See who looked at scores: officers at their own, head and auditor at all", OF_SCORES, ("GET /scores/looks",)
    ),
    Operation("Take home everything that is held about oneself", STAFF, ("GET /scores/own-data.json",)),
    Operation(
        "Correct ratings, two people together",
        OF_DEEDS,
        (
            "GET /scores/corrections",
            "POST /scores/corrections/ask",
            "POST /scores/corrections/{correction_id}/agree",
            "POST /scores/corrections/{correction_id}/refuse",
            "GET /api/v1/corrections",
            "POST /api/v1/corrections",
            "POST /api/v1/corrections/{correction_id}/agreement",
            "POST /api/v1/corrections/{correction_id}/refusal",
        ),
    ),
)


@cache
def _by_route() -> dict[str, Operation]:
    return {route: operation for operation in OPERATIONS for route in operation.routes}


def operation_of(method: str, path: str) -> Operation | None:
    """The table's row of a route; None when the table does not know it."""
    return _by_route().get(f"{'GET' if method == 'HEAD' else method} {path}")


def may(role: str, method: str, path: str) -> bool:
    """Whether the table lets a role use a route."""
    operation = operation_of(method, path)
    return operation is not None and (role in operation.who or ANYBODY in operation.who)
