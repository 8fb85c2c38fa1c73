"""What may follow what in the life of a turn."""

from itertools import product

import pytest

from server.domain.turns import TRANSITIONS, Deed, DeedNotPossible, TurnState, state_after

S, D = TurnState, Deed

THE_DIAGRAM = {
    (S.WAITING, D.CALL): S.CALLED,
    (S.WAITING, D.CANCEL): S.CANCELLED,
    (S.WAITING, D.VOID): S.VOIDED,
    (S.WAITING, D.EXPIRE): S.EXPIRED,
    (S.CALLED, D.RECALL): S.CALLED,
    (S.CALLED, D.START): S.SERVING,
    (S.CALLED, D.MARK_ABSENT): S.NO_SHOW,
    (S.CALLED, D.RETURN): S.WAITING,
    (S.CALLED, D.EXPIRE): S.EXPIRED,
    (S.SERVING, D.FINISH): S.FINISHED,
    (S.NO_SHOW, D.RETURN): S.WAITING,
    (S.VOIDED, D.RESTORE): S.WAITING,
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


def test_a_called_or_served_turn_is_never_voided() -> None:
    for state in (S.CALLED, S.SERVING):
        with pytest.raises(DeedNotPossible):
            state_after(state, D.VOID)


def test_what_is_finished_cancelled_or_expired_is_final() -> None:
    assert not [state for state, _ in TRANSITIONS if state in (S.FINISHED, S.CANCELLED, S.EXPIRED)]
