"""What may follow what in the life of a turn."""

from itertools import product

import pytest

from server.domain.turns import BUSY, TRANSITIONS, Deed, DeedNotPossible, TurnState, state_after

S, D = TurnState, Deed

THE_DIAGRAM = {
    (S.WAITING, D.CALL): S.CALLED,
    (S.WAITING, D.CANCEL): S.CANCELLED,
    (S.WAITING, D.VOID): S.VOIDED,
    (S.WAITING, D.EXPIRE): S.EXPIRED,
    (S.WAITING, D.TRANSFER): S.TRANSFERRED,
    (S.CALLED, D.RECALL): S.CALLED,
    (S.CALLED, D.START): S.SERVING,
    (S.CALLED, D.MARK_ABSENT): S.NO_SHOW,
    (S.CALLED, D.RETURN): S.WAITING,
    (S.CALLED, D.HOLD): S.ON_HOLD,
    (S.CALLED, D.TRANSFER): S.TRANSFERRED,
    (S.CALLED, D.EXPIRE): S.EXPIRED,
    (S.SERVING, D.FINISH): S.FINISHED,
    (S.SERVING, D.HOLD): S.ON_HOLD,
    (S.SERVING, D.TRANSFER): S.TRANSFERRED,
    (S.ON_HOLD, D.RELEASE): S.WAITING,
    (S.ON_HOLD, D.TRANSFER): S.TRANSFERRED,
    (S.ON_HOLD, D.EXPIRE): S.EXPIRED,
    (S.NO_SHOW, D.RETURN): S.WAITING,
    (S.VOIDED, D.RESTORE): S.WAITING,
    # The head's alone.
    (S.FINISHED, D.REVIVE): S.WAITING,
    (S.NO_SHOW, D.REVIVE): S.WAITING,
    (S.CANCELLED, D.REVIVE): S.WAITING,
    (S.VOIDED, D.REVIVE): S.WAITING,
    (S.EXPIRED, D.REVIVE): S.WAITING,
    # A kiosk's word that it had printed another number: nobody saw the one under which this came to pass.
    (S.CALLED, D.MERGE): S.WAITING,
    (S.NO_SHOW, D.MERGE): S.WAITING,
    (S.VOIDED, D.MERGE): S.WAITING,
    (S.CANCELLED, D.MERGE): S.WAITING,
}


def test_the_table_is_the_diagram() -> None:
    assert TRANSITIONS == THE_DIAGRAM


@pytest.mark.parametrize(("state", "deed"), sorted(product(TurnState, Deed)))
def test_every_state_and_deed(state: TurnState, deed: Deed) -> None:
    if (state, deed) in THE_DIAGRAM:
        assert state_after(state, deed) is THE_DIAGRAM[state, deed]
    else:
        with pytest.raises(DeedNotPossible) as refusal:
            state_after(state, deed)
        assert (refusal.value.state, refusal.value.deed) == (state, deed)


def test_a_turn_that_somebody_was_called_for_is_never_voided() -> None:
    for state in BUSY:
        with pytest.raises(DeedNotPossible):
            state_after(state, D.VOID)


def test_nothing_but_the_head_brings_back_what_has_ended_and_nobody_what_was_transferred() -> None:
    ended = (S.FINISHED, S.CANCELLED, S.EXPIRED, S.TRANSFERRED)
    of_the_head = {(state, deed) for state, deed in TRANSITIONS if state in ended and deed is not D.MERGE}
    assert {deed for _, deed in of_the_head} == {D.REVIVE}
    assert [state for state, deed in TRANSITIONS if state in ended and deed is D.MERGE] == [S.CANCELLED]
    assert not [state for state, _ in TRANSITIONS if state is S.TRANSFERRED]


def test_whoever_is_away_comes_back_through_the_queue_or_by_a_new_call() -> None:
    """Hold frees the counter: from it nobody is served without being called."""
    assert not [deed for state, deed in TRANSITIONS if state is S.ON_HOLD and deed in (D.START, D.FINISH, D.CALL)]
