"""The life of a turn: its states, the deeds that move it, and the one table of what may follow what."""

from enum import StrEnum

from server.domain.instant import Instant


class TurnState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    ON_HOLD = "on_hold"
    """Away for a while with the officer's leave: no candidate until released, resumed or the timer ends."""
    FINISHED = "finished"
    TRANSFERRED = "transferred"
    """Goes on as another turn of the same ticket."""
    NO_SHOW = "no_show"
    """Did not come; may return until the grace ends, then it is final."""
    CANCELLED = "cancelled"
    """Given up by the citizen or by a kiosk that never got its answer."""
    VOIDED = "voided"
    """Never reached the citizen's hand, as far as we know; a late "printed" restores it."""
    EXPIRED = "expired"
    """Open when the service day closed."""


AT_THE_COUNTER = frozenset({TurnState.CALLED, TurnState.SERVING})
"""A counter, and a ticket, has at most one turn in these."""


BUSY = AT_THE_COUNTER | {TurnState.ON_HOLD}
"""A ticket has at most one turn in these; its other turns are no candidates meanwhile."""


class TurnOrigin(StrEnum):
    """How a turn came to be."""

    ISSUED = "issued"
    TRANSFERRED = "transferred"
    SECOND_SERVICE = "second_service"
    QUICK_SERVE = "quick_serve"


class TicketOrigin(StrEnum):
    """Where a ticket came from."""

    KIOSK = "kiosk"
    GREETER = "greeter"
    """Taken by staff for the citizen."""
    PLACE = "place"
    """A reserved place, claimed."""
    SUPPLEMENT = "supplement"
    """Back with what was missing."""
    QUICK_SERVE = "quick_serve"
    """Served at once, without a number."""
    EMERGENCY = "emergency"
    """Given by a kiosk by itself while it could not reach the server."""


def ranks_by_place(origin: str, ranked_at: Instant, waiting_since: Instant) -> bool:
    """Whether a turn ranks by a place that its ticket was given, a reserved one or that of a return with what was
    missing, and not by when its holder came."""
    return origin in (TicketOrigin.PLACE, TicketOrigin.SUPPLEMENT) and ranked_at < waiting_since


class Deed(StrEnum):
    CALL = "call"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    MARK_ABSENT = "mark_absent"
    RETURN = "return"
    CANCEL = "cancel"
    VOID = "void"
    RESTORE = "restore"
    EXPIRE = "expire"
    HOLD = "hold"
    RELEASE = "release"
    TRANSFER = "transfer"
    REVIVE = "revive"
    """The head puts an ended turn of today back into the queue."""
    MERGE = "merge"
    """It stood, or was cancelled, under a number that nobody saw; whoever holds the printed one waits."""


TRANSITIONS: dict[tuple[TurnState, Deed], TurnState] = {
    (TurnState.WAITING, Deed.CALL): TurnState.CALLED,
    (TurnState.WAITING, Deed.CANCEL): TurnState.CANCELLED,
    (TurnState.WAITING, Deed.VOID): TurnState.VOIDED,
    (TurnState.WAITING, Deed.EXPIRE): TurnState.EXPIRED,
    (TurnState.WAITING, Deed.TRANSFER): TurnState.TRANSFERRED,
    (TurnState.CALLED, Deed.RECALL): TurnState.CALLED,
    (TurnState.CALLED, Deed.START): TurnState.SERVING,
    (TurnState.CALLED, Deed.MARK_ABSENT): TurnState.NO_SHOW,
    (TurnState.CALLED, Deed.RETURN): TurnState.WAITING,
    (TurnState.CALLED, Deed.HOLD): TurnState.ON_HOLD,
    (TurnState.CALLED, Deed.TRANSFER): TurnState.TRANSFERRED,
    (TurnState.CALLED, Deed.EXPIRE): TurnState.EXPIRED,
    (TurnState.SERVING, Deed.FINISH): TurnState.FINISHED,
    (TurnState.SERVING, Deed.HOLD): TurnState.ON_HOLD,
    (TurnState.SERVING, Deed.TRANSFER): TurnState.TRANSFERRED,
    (TurnState.ON_HOLD, Deed.RELEASE): TurnState.WAITING,
    (TurnState.ON_HOLD, Deed.TRANSFER): TurnState.TRANSFERRED,
    (TurnState.ON_HOLD, Deed.EXPIRE): TurnState.EXPIRED,
    (TurnState.NO_SHOW, Deed.RETURN): TurnState.WAITING,
    (TurnState.VOIDED, Deed.RESTORE): TurnState.WAITING,
    (TurnState.FINISHED, Deed.REVIVE): TurnState.WAITING,
    (TurnState.NO_SHOW, Deed.REVIVE): TurnState.WAITING,
    (TurnState.CANCELLED, Deed.REVIVE): TurnState.WAITING,
    (TurnState.VOIDED, Deed.REVIVE): TurnState.WAITING,
    (TurnState.EXPIRED, Deed.REVIVE): TurnState.WAITING,
    (TurnState.CALLED, Deed.MERGE): TurnState.WAITING,
    (TurnState.NO_SHOW, Deed.MERGE): TurnState.WAITING,
    (TurnState.VOIDED, Deed.MERGE): TurnState.WAITING,
    (TurnState.CANCELLED, Deed.MERGE): TurnState.WAITING,
}


class DeedNotPossible(Exception):
    """The turn is in a state from which this deed does not lead anywhere."""

    def __init__(self, state: TurnState, deed: Deed) -> None:
        super().__init__(f"a turn that is {state} cannot {deed}")
        self.state = state
        self.deed = deed


def can(state: TurnState, deed: Deed) -> bool:
    """Whether the table has such a step."""
    return (state, deed) in TRANSITIONS


def state_after(state: TurnState, deed: Deed) -> TurnState:
    """The state to which `deed` leads.

    Raises:
        DeedNotPossible: the table has no such step.
    """
    try:
        return TRANSITIONS[state, deed]
    except KeyError:
        raise DeedNotPossible(state, deed) from None
