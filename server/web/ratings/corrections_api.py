"""Corrections of ratings: a head or auditor asks that a whole block be set aside or put back, another one decides."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from messaging.requests import LARGEST_INTEGER
from server.actions.correct_ratings import (
    CorrectionDeed,
    CorrectionReason,
    agree_to_correction,
    ask_correction,
    decline_correction,
)
from server.db.queries.corrections import all_corrections
from server.db.work import Work
from server.domain.instant import rfc3339
from server.domain.press_flags import Series
from server.house import House
from server.web.access.staff_session import LoggedInStaff, acting_as, in_role
from server.web.plumbing import HouseDep, IdempotencyKey, act_once
from server.web.ratings.looks import note_look

router = APIRouter(prefix="/api/v1/corrections", tags=["scores"])

Looking = Annotated[LoggedInStaff, Depends(in_role())]
Acting = Annotated[LoggedInStaff, Depends(acting_as())]
CorrectionId = Annotated[int, Path(ge=1, le=LARGEST_INTEGER)]


class AskedCorrection(BaseModel):
    """What somebody asks for."""

    model_config = ConfigDict(extra="forbid")

    deed: CorrectionDeed
    scheme_id: str = Field(max_length=64)
    series: Series
    officer_id: str = Field(max_length=64)
    counter_id: str = Field(max_length=64)
    block: int = Field(ge=1, le=LARGEST_INTEGER)
    reason: CorrectionReason
    words: str = Field(max_length=1000)


class CorrectionMade(BaseModel):
    correction_id: int


class KnownCorrection(BaseModel):
    correction_id: int
    deed: str
    scheme_id: str
    series: str
    officer_id: str
    counter_id: str
    block: int
    reason: str
    words: str | None
    asked_by: str
    asked_at: str
    state: str
    """`asked`, `agreed` or `declined`."""
    decided_by: str | None
    decided_at: str | None


@router.get("")
async def get_corrections(house: HouseDep, who: Looking) -> list[KnownCorrection]:
    """Every correction that was asked for, the newest first. The look is recorded: each names an officer."""

    await note_look(house, who, "corrections")
    return await run_in_threadpool(_known, house)


@router.post("", status_code=201, response_model=CorrectionMade)
async def post_correction(
    request: Request, body: AskedCorrection, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Ask that a whole block be set aside, or put back."""

    def action(work: Work) -> CorrectionMade:
        correction_id = ask_correction(
            work,
            deed=body.deed.value,
            scheme_id=body.scheme_id,
            series=body.series.value,
            officer_id=body.officer_id,
            counter_id=body.counter_id,
            block=body.block,
            reason=body.reason.value,
            words=body.words,
            asked_by=who.staff.staff_id,
        )
        return CorrectionMade(correction_id=correction_id)

    return await act_once(request, principal=who.principal, key=idempotency_key, action=action, status=201)


@router.post("/{correction_id}/agreement", response_model=CorrectionMade)
async def post_agreement(
    request: Request, correction_id: CorrectionId, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Agree to what somebody else has asked for."""

    def action(work: Work) -> CorrectionMade:
        agree_to_correction(work, correction_id=correction_id, agreed_by=who.staff.staff_id)
        return CorrectionMade(correction_id=correction_id)

    return await act_once(request, principal=who.principal, key=idempotency_key, action=action)


@router.post("/{correction_id}/refusal", response_model=CorrectionMade)
async def post_refusal(
    request: Request, correction_id: CorrectionId, who: Acting, idempotency_key: IdempotencyKey
) -> Response:
    """Leave everything as it is."""

    def action(work: Work) -> CorrectionMade:
        decline_correction(work, correction_id=correction_id, declined_by=who.staff.staff_id)
        return CorrectionMade(correction_id=correction_id)

    return await act_once(request, principal=who.principal, key=idempotency_key, action=action)


def _known(house: House) -> list[KnownCorrection]:
    return [
        KnownCorrection(
            correction_id=one.correction_id,
            deed=one.deed,
            scheme_id=one.scheme_id,
            series=one.series,
            officer_id=one.officer_id,
            counter_id=one.counter_id,
            block=one.block,
            reason=one.reason,
            words=one.words,
            asked_by=one.asked_by,
            asked_at=rfc3339(one.asked_at),
            state=one.state,
            decided_by=one.decided_by,
            decided_at=None if one.decided_at is None else rfc3339(one.decided_at),
        )
        for one in all_corrections(house.read())
    ]
