"""The stored answer: a repeat gets it, another body does not, a refusal leaves none."""

import pytest
from centre_under_test import CentreUnderTest
from pydantic import BaseModel

from server.db.answers import KEPT_MS, Answer, Asked, answer_once, forget_old_answers
from server.db.work import Work
from server.errors import Conflict, Unprocessable
from server.journal.events import StaffAdded


class Said(BaseModel):
    word: str


class Speaker:
    """An action that counts how often it ran, and records an event each time."""

    def __init__(self, centre: CentreUnderTest) -> None:
        self.centre = centre
        self.ran = 0

    def ask(self, *, principal: str = "device:a", key: str = "key-1", route: str = "/r", body: bytes = b"{}") -> Answer:
        def action(work: Work) -> Said:
            self.ran += 1
            work.record(StaffAdded(staff_id=f"CB9{self.ran}", role="officer"))
            return Said(word=f"số {self.ran}")

        asked = Asked(principal, key, route, body)
        return self.centre.act(lambda work: answer_once(work, asked, action, status=201))


@pytest.fixture
def speaker(closed_centre: CentreUnderTest) -> Speaker:
    return Speaker(closed_centre)


def test_a_repeat_gets_the_stored_answer(speaker: Speaker) -> None:
    first = speaker.ask()
    again = speaker.ask()
    assert (first.status, first.body, first.is_repeat) == (201, '{"word":"số 1"}', False)
    assert (again.status, again.body, again.is_repeat) == (201, '{"word":"số 1"}', True)
    assert speaker.ran == 1


def test_it_is_there_after_a_restart(speaker: Speaker) -> None:
    first = speaker.ask()
    speaker.centre.restart()
    assert speaker.ask().body == first.body


@pytest.mark.parametrize("other", [{"body": b"{ }"}, {"route": "/other"}])
def test_the_same_key_for_something_else_is_refused(speaker: Speaker, other: dict[str, object]) -> None:
    speaker.ask()
    with pytest.raises(Unprocessable) as error:
        speaker.ask(**other)  # type: ignore[arg-type]  # a body or a route
    assert error.value.code == "key_reused"
    assert speaker.ran == 1


def test_the_key_of_somebody_else_is_another_key(speaker: Speaker) -> None:
    assert {speaker.ask(principal=who).body for who in ("device:a", "device:b")} == {
        '{"word":"số 1"}',
        '{"word":"số 2"}',
    }


def test_a_refusal_is_not_stored(speaker: Speaker) -> None:
    def refuse(_work: Work) -> Said:
        raise Conflict("not_yet", "")

    with pytest.raises(Conflict):
        speaker.centre.act(lambda work: answer_once(work, Asked("device:a", "key-1", "/r", b"{}"), refuse))
    assert not speaker.ask().is_repeat


def test_answer_and_action_are_committed_together_or_not_at_all(speaker: Speaker) -> None:
    def store_and_fail(work: Work) -> None:
        answer_once(work, Asked("device:a", "key-1", "/r", b"{}"), lambda _: Said(word="x"))
        raise Conflict("no", "")

    with pytest.raises(Conflict):
        speaker.centre.act(store_and_fail)
    assert not speaker.ask().is_repeat


def test_answers_are_kept_for_thirty_days(speaker: Speaker) -> None:
    speaker.ask()
    speaker.centre.clock.pass_ms(KEPT_MS)
    speaker.centre.act(forget_old_answers)
    assert speaker.ask().is_repeat
    speaker.centre.clock.pass_ms(1)
    speaker.centre.act(forget_old_answers)
    assert not speaker.ask().is_repeat
