"""What the deeds at a desk share over HTTP: who may, at which counter, run once, and how they answer."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from server.actions.web_sessions import note_whence, stay_logged_in
from server.db.queries.desks import session_of_officer
from server.db.queries.queue import Turn
from server.db.work import Work
from server.domain.centre import Counter
from server.errors import Conflict, NotFound
from server.web.access.staff_session import AT_DESKS, LoggedInStaff, acting_as
from server.web.plumbing import act_once

AtDesk = Annotated[LoggedInStaff, Depends(acting_as(*AT_DESKS))]

NumberText = Annotated[str, Field(min_length=1, max_length=16)]
Identifier = Annotated[str, Field(min_length=1, max_length=64)]


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Nothing(Body):
    """For deeds that need no words."""


class DeskAnswer(BaseModel):
    """What a deed did. `message` says it to the officer in Vietnamese."""

    message: str
    number: str | None = None
    """The number the deed was about; None when nobody waits."""
    state: str | None = None
    """The state of its turn afterwards."""
    counter_id: str | None = None
    finished: str | None = None
    """The number that Next finished on the way."""
    is_same_call: bool = False
    """Next was pressed again within ten seconds of the call: nothing new happened."""
    turn_id: int | None = None
    """The turn the deed was about, or that it added."""


async def run_deed(request: Request, who: LoggedInStaff, key: str, action: Callable[[Work], DeskAnswer]) -> Response:
    """Run a deed once; it also keeps the session from idling away."""

    def deed(work: Work) -> DeskAnswer:
        answer = action(work)
        stay_logged_in(work, session=who.session.token_hash)
        note_whence(work, address=request.client.host if request.client else "")
        return answer

    return await act_once(request, principal=who.principal, key=key, action=deed)


async def run_at_turn(request: Request, who: LoggedInStaff, key: str, deed: Callable[..., Turn], said: str) -> Response:
    """A deed on the turn that is at the officer's counter; `said` has gaps for {number} and {counter}."""

    def action(work: Work) -> DeskAnswer:
        counter = counter_of(work, who)
        turn = deed(work, counter_id=counter.counter_id, officer_id=who.staff.staff_id)
        return about(turn, counter, said.format(number=turn.number, counter=counter.number))

    return await run_deed(request, who, key, action)


def counter_of(work: Work, who: LoggedInStaff) -> Counter:
    """The counter of the officer's desk session.

    Raises:
        Conflict: the officer is signed on nowhere.
        NotFound: the counter is no longer there.
    """
    session = session_of_officer(work.connection, who.staff.staff_id)
    if session is None:
        raise Conflict("not_at_counter", "Ông/Bà chưa vào quầy nào. Vui lòng chọn quầy trước.")
    counter = work.centre.counter(session.counter_id)
    if counter is None:
        raise NotFound("counter", f"Không còn quầy '{session.counter_id}'.")
    return counter


def about(
    turn: Turn, counter: Counter, message: str, *, finished: str | None = None, is_same_call: bool = False
) -> DeskAnswer:
    return DeskAnswer(
        message=message,
        number=turn.number,
        state=turn.state.value,
        counter_id=counter.counter_id,
        finished=finished,
        is_same_call=is_same_call,
        turn_id=turn.turn_id,
    )
