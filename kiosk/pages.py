"""Which page the kiosk shows, and how services are laid out on it. Pure."""

from dataclasses import dataclass
from enum import Enum
from math import ceil

from kiosk.issuing import IssuingView, Stage
from kiosk.standing import Standing

MOST_TILES = 9
"""More services than this are spread over pages: nobody scrolls, and tiles stay easy to hit."""


class Page(Enum):
    HOME = "home"
    IDLE = "idle"
    """Nobody is here: hours, notices, the wireless network. Any touch leaves it."""
    PRIORITY = "priority"
    PURPOSE = "purpose"
    """What the citizen comes for, with priority on the same page."""
    HELP = "help"
    """No number of a help desk can be given: whom to ask."""
    OWN = "own"
    """The number and the three digits from a slip; then how it stands, and what its holder may say."""
    TOO_MANY = "too_many"
    """A hand that has taken many numbers waits a little."""
    OFFER = "offer"
    """Today is unlikely or impossible: a reserved place is offered before anything is printed."""
    CODE = "code"
    """The number pad for a code from a slip."""
    CODE_HELP = "code_help"
    """Three wrong codes: a person helps now."""
    LOOK_UP = "look_up"
    """Procedures, searched and read; also while no number can be given."""
    ASKING = "asking"
    SLOW = "slow"
    NUMBER = "number"
    """The number with its slip, printing or printed."""
    NOT_PRINTED = "not_printed"
    REFUSED = "refused"
    GAVE_UP = "gave_up"
    STARTING = "starting"
    NO_CONNECTION = "no_connection"
    CLOSED = "closed"
    TICKETS_STOPPED = "tickets_stopped"
    NO_PAPER = "no_paper"
    PRINTER_FAULT = "printer_fault"
    STORAGE_FAULT = "storage_fault"


_OF_STAGE = {
    Stage.STOPPING: Page.ASKING,
    Stage.PRINTING: Page.NUMBER,
    Stage.PRINTED: Page.NUMBER,
    Stage.UNCONFIRMED: Page.NUMBER,
    Stage.NOT_PRINTED: Page.NOT_PRINTED,
    Stage.REFUSED: Page.REFUSED,
    Stage.GAVE_UP: Page.GAVE_UP,
}

_OF_STANDING = {
    Standing.STARTING: Page.STARTING,
    Standing.NO_CONNECTION: Page.NO_CONNECTION,
    Standing.CLOSED: Page.CLOSED,
    Standing.TICKETS_STOPPED: Page.TICKETS_STOPPED,
    Standing.NO_PAPER: Page.NO_PAPER,
    Standing.PRINTER_FAULT: Page.PRINTER_FAULT,
    Standing.STORAGE_FAULT: Page.STORAGE_FAULT,
}

WITHOUT_NUMBERS = frozenset(_OF_STANDING.values()) - {Page.STARTING}
"""No number is given, and procedures can be looked up all the same."""


def page_for(view: IssuingView, now: Standing, *, asks: Page | None, now_s: float, offers_places: bool = False) -> Page:
    """A citizen in the middle of something is not interrupted by what happens around them.

    `now_s` is `real_monotonic_s`; `asks` is the question that is open (PRIORITY, OFFER, CODE, CODE_HELP);
    `offers_places` tells that some service gives places on a later day, also when today's numbers have ended.
    """
    if view.stage is Stage.STOPPING and asks in (Page.CODE, Page.CODE_HELP):
        return asks  # a refused code is forgotten behind the pad that is touched already
    if view.stage is Stage.ASKING:
        return Page.SLOW if view.is_slow(now_s) else Page.ASKING
    if view.stage in _OF_STAGE:
        return _OF_STAGE[view.stage]
    if asks in (Page.LOOK_UP, Page.HELP, Page.OWN):
        return asks
    if now is not Standing.ISSUING and not (now is Standing.TICKETS_STOPPED and offers_places):
        return _OF_STANDING[now]
    return asks or Page.HOME


@dataclass(frozen=True, slots=True)
class Grid:
    """How many tiles stand beside and below each other on one page, and how many pages there are."""

    columns: int
    rows: int
    pages: int


def grid_for(count: int, *, is_portrait: bool, most_rows: int = 7, most_columns: int = 4) -> Grid:
    """Tiles of equal size for `count` services: upright one column of broad ones while `most_rows` are tall enough."""
    most_rows = max(1, most_rows)
    most_columns = min(2 if is_portrait else 4, most_columns)
    pages = max(1, ceil(count / min(MOST_TILES, most_rows * most_columns)))
    on_page = max(1, ceil(count / pages))
    if is_portrait:
        columns = 1 if on_page <= min(7, most_rows) else most_columns
    else:
        usual = {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4, 9: 3}[on_page]
        columns = max(min(usual, most_columns), ceil(on_page / most_rows))
    return Grid(columns, ceil(on_page / columns), pages)


def tiles_on(page: int, count: int, grid: Grid) -> range:
    """The positions, in the centre's order, of the services on page `page` (0 is the first)."""
    on_page = ceil(count / grid.pages) if count else 0
    return range(page * on_page, min(count, (page + 1) * on_page))
