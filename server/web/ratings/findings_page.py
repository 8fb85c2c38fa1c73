"""Signs that figures may be gamed, for the head and the auditor; to each officer the own ones, with a place to answer.

Findings are reckoned anew at each look, for fixed fortnights: so a finding keeps its key, and its answers.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from server.actions.answer_finding import LONGEST_ANSWER, answer_finding
from server.db.queries.findings import FindingAnswer, TurnOfFinding, answers_of_period, turns_of_finding
from server.db.queries.people import all_staff
from server.db.queries.worked import PERIOD_DAYS, findings_of_period
from server.db.work import Work
from server.domain.detectors import Finding, FindingKind
from server.domain.instant import Instant, as_datetime
from server.errors import ActionRefused, NotFound
from server.house import House
from server.web.access.staff_session import LoggedInStaff
from server.web.navigation import score_places
from server.web.page_language import in_language, language_of, name_in
from server.web.plumbing import HouseDep
from server.web.posted_forms import posted_form, run_once, text_in
from server.web.ratings.looks import note_look
from server.web.ratings.score_report import written
from server.web.reports.asked_period import today_of, typed_date
from server.web.staff_frame import framed, who_may_open

router = APIRouter(include_in_schema=False)

FORTNIGHTS_OFFERED = 26
"""A year of them."""
TURNS_SHOWN = 60

KINDS = {
    FindingKind.SELF_PRESSING: "Có thể cán bộ tự bấm đánh giá",
    FindingKind.SUPPRESSION: "Có thể công dân bị cản trở đánh giá",
    FindingKind.PADDING: "Có thể có lượt không có thật",
}


class _Answered(BaseModel):
    seq: int


@dataclass(frozen=True, slots=True)
class Case:
    """A finding as it is shown."""

    key: str
    name: str
    officer: str
    evidence: list[str]
    turns: list[str]
    more_turns: int
    answers: list[tuple[str, str]]
    """(when, words)."""
    may_answer: bool


def fortnight_of(day: date) -> tuple[date, date]:
    """The fixed two weeks, from a Monday to a Sunday, in which a day lies."""
    first = date.fromordinal((day.toordinal() - 1) // PERIOD_DAYS * PERIOD_DAYS + 1)
    return first, first + timedelta(days=PERIOD_DAYS - 1)


@router.get("/scores/findings")
async def get_findings(request: Request, house: HouseDep, done: str = "") -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    first, last = await run_in_threadpool(_asked, request, house)
    await note_look(house, who, f"{'own_findings' if _is_own(who) else 'findings'} {first}..{last}")
    said = "Đã gửi giải trình." if done else ""
    return await run_in_threadpool(_page, request, house, who, first, last, said=said)


@router.post("/scores/findings/answers")
async def post_answer(
    request: Request, house: HouseDep, csrf_header: Annotated[str, Header(alias="X-CSRF-Token")] = ""
) -> Response:
    """Answer a finding about the own work."""
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    form = await posted_form(request, who, csrf_header)
    key, words, own_id = text_in(form, "key"), text_in(form, "words"), who.staff.staff_id
    first, last = await run_in_threadpool(_asked, request, house, text_in(form, "from"))
    try:
        own = await run_in_threadpool(_findings, house, first, last, own_id)
        if key not in {finding.key for finding in own}:
            raise NotFound("finding", "Dấu hiệu này không còn, hoặc không phải của Ông/Bà.")

        def action(work: Work) -> _Answered:
            return _Answered(seq=answer_finding(work, finding_key=key, officer_id=own_id, text=words))

        await run_once(request, house, who, form, action)
    except ActionRefused as refusal:
        return await run_in_threadpool(
            _page, request, house, who, first, last, refusal=refusal, typed_key=key, typed=words
        )
    return RedirectResponse(f"/scores/findings?from={first}&done=1", 303)


def _asked(request: Request, house: House, text: str | None = None) -> tuple[date, date]:
    """The fortnight of the date in the address; without one, or with what is none, that of today."""
    text = text or request.query_params.get("from") or ""
    try:
        return fortnight_of(typed_date(text))
    except ValueError:
        return fortnight_of(today_of(house))


def _is_own(who: LoggedInStaff) -> bool:
    return who.staff.role == "officer"


def _findings(house: House, first: date, last: date, of_officer: str | None) -> list[Finding]:
    found = findings_of_period(house.read(), house.centre(), first.isoformat(), last.isoformat(), house.now())
    return [finding for finding in found if of_officer in (None, finding.officer_id)]


def _page(
    request: Request,
    house: House,
    who: LoggedInStaff,
    first: date,
    last: date,
    *,
    said: str = "",
    refusal: ActionRefused | None = None,
    typed_key: str = "",
    typed: str = "",
) -> Response:
    language, of_officer = language_of(request), who.staff.staff_id if _is_own(who) else None
    found = _findings(house, first, last, of_officer)
    answers = [
        answer
        for answer in answers_of_period(house.read(), first.isoformat(), last.isoformat())
        if of_officer in (None, answer.officer_id)
    ]
    names = {member.staff_id: member.display_name for member in all_staff(house.read())}
    shown = _Words(house, language)
    keys = {finding.key for finding in found}
    begins = [fortnight_of(today_of(house))[0] - timedelta(days=PERIOD_DAYS * n) for n in range(FORTNIGHTS_OFFERED)]
    return framed(
        "findings.html",
        request,
        house,
        who,
        200 if refusal is None else refusal.status,
        score_places=score_places(who.staff.role, "/scores/findings"),
        is_own=of_officer is not None,
        cases=[
            shown.case(
                finding,
                officer=names.get(finding.officer_id, finding.officer_id),
                answers=[answer for answer in answers if answer.finding_key == finding.key],
                may_answer=finding.officer_id == who.staff.staff_id,
            )
            for finding in found
        ],
        gone=[
            (names.get(answer.officer_id, answer.officer_id), *shown.answer(answer))
            for answer in answers
            if answer.finding_key not in keys
        ],
        first=first,
        begins=begins if first in begins else [*begins, first],
        days=PERIOD_DAYS,
        said=in_language(language, said),
        fault="" if refusal is None else in_language(language, refusal.detail or refusal.title),
        typed_key=typed_key,
        typed=typed,
        longest=LONGEST_ANSWER,
        written=written,
        ends=timedelta(days=PERIOD_DAYS - 1),
        new_intent=lambda: uuid.uuid4().hex,
    )


class _Words:
    """Says findings, their turns and answers in one language and the centre's time."""

    def __init__(self, house: House, language: str) -> None:
        self._connection = house.read()
        self._centre = house.centre()
        self._language = language
        self._zone = ZoneInfo(self._centre.timezone)

    def case(self, finding: Finding, *, officer: str, answers: list[FindingAnswer], may_answer: bool) -> Case:
        turns = turns_of_finding(self._connection, finding.turns[:TURNS_SHOWN])
        return Case(
            key=finding.key,
            name=in_language(self._language, KINDS[finding.kind]),
            officer=officer,
            evidence=[evidence.said(self._language) for evidence in finding.evidence],
            turns=[self._turn(turn) for turn in turns],
            more_turns=max(0, len(finding.turns) - TURNS_SHOWN),
            answers=[self.answer(answer) for answer in answers],
            may_answer=may_answer,
        )

    def answer(self, answer: FindingAnswer) -> tuple[str, str]:
        when = f"{self._local(answer.answered_at):%d/%m/%Y %H:%M}"
        return when, answer.text or in_language(self._language, "(không còn lưu lời giải trình)")

    def _turn(self, turn: TurnOfFinding) -> str:
        counter = self._centre.counter(turn.counter_id)
        where = turn.counter_id if counter is None else name_in(self._language, counter)
        began, ended = self._local(turn.began_at), self._local(turn.ended_at)
        return f"{began:%d/%m} {began:%H:%M:%S}–{ended:%H:%M:%S} · {where}"

    def _local(self, at: Instant) -> datetime:
        return as_datetime(at).astimezone(self._zone)
