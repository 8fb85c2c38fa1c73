"""What simulated people do, and what comes of it: the words between the play and whoever does it for them."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol, TypeAlias

from simulation.people.planning import Citizen


class DeedKind(Enum):
    # citizens
    TAKE_TICKET = auto()
    SAY_PRINTED = auto()
    """A kiosk without a program of its own says that the slip is out."""
    RATE = auto()
    # officers
    SIGN_ON = auto()
    SIGN_OFF = auto()
    CALL_NEXT = auto()
    RECALL = auto()
    CAME = auto()
    FINISH = auto()
    DID_NOT_COME = auto()
    HOLD = auto()
    """The citizen goes to fetch something; the counter is free."""
    RESUME = auto()
    """Whoever was away is back, and is called again."""
    TRANSFER = auto()
    ADD_SERVICE = auto()
    """The citizen has another matter."""
    PAUSE = auto()
    """A break; the next call ends it."""
    LET_BACK = auto()
    """A number that did not come is there after all."""
    LOOK = auto()
    """Read the console: something was not as expected."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing one person does now. Only what the kind needs is set."""

    kind: DeedKind
    at_ms: int
    """When it was meant to be done, on the plan's clock."""
    counter_id: str = ""
    officer_id: str = ""
    citizen: Citizen | None = None
    number: str | None = None
    ticket_id: int | None = None
    level: int = 0
    service: str = ""
    """Where a turn goes on."""
    missing: str = ""
    """What the citizen has to bring; the turn is finished with the outcome for it."""


@dataclass(frozen=True, slots=True)
class Happened:
    """It was done."""

    number: str | None = None
    """The ticket's number; or whom Next called, None when nobody waits."""
    finished: str | None = None
    """Whom Next finished on the way."""
    ticket_id: int | None = None
    """Set when the slip's outcome is still to be said."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The centre said no, or did not answer."""

    code: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the console shows."""

    is_at_desk: bool
    """This officer is signed on at this counter."""
    is_day_open: bool
    number: str | None
    """The number that is called to or served at the counter."""
    is_serving: bool


Outcome: TypeAlias = Happened | Refused | Seen


class Hands(Protocol):
    """Does the deeds, by whatever way into the centre."""

    def do(self, deed: Deed) -> Outcome:
        """Do it now and say what came of it; raises nothing for what a centre may answer."""
        ...
