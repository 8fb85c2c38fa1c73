"""The life of a turn: its states, the deeds that move it, and the one table of what may follow what."""

from enum import StrEnum


class TurnState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    FINISHED = "finished"
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


TRANSITIONS: dict[tuple[TurnState, Deed], TurnState] = {
    (TurnState.WAITING, Deed.CALL): TurnState.CALLED,
    (TurnState.WAITING, Deed.CANCEL): TurnState.CANCELLED,
    (TurnState.WAITING, Deed.VOID): TurnState.VOIDED,
    (TurnState.WAITING, Deed.EXPIRE): TurnState.EXPIRED,
    (TurnState.CALLED, Deed.RECALL): TurnState.CALLED,
    (TurnState.CALLED, Deed.START): TurnState.SERVING,
    (TurnState.CALLED, Deed.MARK_ABSENT): TurnState.NO_SHOW,
    (TurnState.CALLED, Deed.RETURN): TurnState.WAITING,
    (TurnState.CALLED, Deed.EXPIRE): TurnState.EXPIRED,
    (TurnState.SERVING, Deed.FINISH): TurnState.FINISHED,
    (TurnState.NO_SHOW, Deed.RETURN): TurnState.WAITING,
    (TurnState.VOIDED, Deed.RESTORE): TurnState.WAITING,
}


class DeedNotPossible(Exception):
    """The turn is in a state from which this deed does not lead anywhere."""

    def __init__(self, state: TurnState, deed: Deed) -> None:
        super().__init__(f"a turn that is {state} cannot {deed}")
        self.state = state
        self.deed = deed


def state_after(state: TurnState, deed: Deed) -> TurnState:
    """The state to which `deed` leads.

    Raises:
        DeedNotPossible: the table has no such step.
    """
    try:
        return TRANSITIONS[state, deed]
    except KeyError:
        raise DeedNotPossible(state, deed) from None
