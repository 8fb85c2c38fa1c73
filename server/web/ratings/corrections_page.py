"""Setting whole blocks of ratings aside, or putting them back: one person asks, another decides, all is shown."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from server.actions.correct_ratings import (
    CorrectionDeed,
    CorrectionReason,
    agree_to_correction,
    ask_correction,
    decline_correction,
)
from server.db.queries.corrections import Correction, all_corrections
from server.db.queries.people import all_staff
from server.db.queries.ratings import all_schemes
from server.db.queries.settled_ratings import Atom, atoms
from server.db.work import Work
from server.domain.instant import Instant, as_datetime
from server.domain.press_flags import Series
from server.errors import ActionRefused, Unprocessable
from server.house import House
from server.web.access.staff_session import LoggedInStaff
from server.web.navigation import score_places
from server.web.page_language import in_language, language_of, name_in
from server.web.plumbing import HouseDep
from server.web.posted_forms import number_in, posted_form, run_once, text_in
from server.web.ratings.looks import note_look
from server.web.ratings.score_report import written
from server.web.staff_frame import framed, who_may_open

router = APIRouter(include_in_schema=False)

CsrfHeader = Annotated[str, Header(alias="X-CSRF-Token")]

BLOCKS_SHOWN = 60
"""The newest of one officer: a quarter of a year of a busy desk."""
WORDS_LIMIT = 500
APART = "|"

DEEDS = {CorrectionDeed.SET_ASIDE: "Loại khối khỏi số liệu", CorrectionDeed.PUT_BACK: "Đưa khối trở lại số liệu"}
REASONS = {
    CorrectionReason.TEST_PRESSES: "Bấm thử thiết bị",
    CorrectionReason.FAULTY_DEVICE: "Thiết bị hỏng hoặc đặt nhầm quầy",
    CorrectionReason.WRONG_OFFICER: "Người ngồi quầy khác người đăng nhập",
    CorrectionReason.TAMPERING: "Người bấm không phải công dân",
    CorrectionReason.MISTAKE: "Đã loại nhầm",
    CorrectionReason.OTHER: "Lý do khác, xem lời giải thích",
}
STATES = {"asked": "chờ người thứ hai", "agreed": "đã thực hiện", "declined": "không đồng ý"}
SERIES = {Series.DESK: "tại quầy", Series.AWAY: "ngoài quầy"}


class _Done(BaseModel):
    correction_id: int


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    correction_id: int
    deed: str
    state: str
    state_words: str
    block: str
    """Whose and which block, in words."""
    reason: str
    words: str
    asked: str
    """By whom and when."""
    decided: str
    may_agree: bool
    may_refuse: bool


@dataclass(frozen=True, slots=True)
class BlockRow:
    value: str
    """What the form sends."""
    words: str
    days: str
    is_set_aside: bool


@router.get("/scores/corrections")
async def get_corrections_page(request: Request, house: HouseDep, done: str = "", officer: str = "") -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    await note_look(house, who, "corrections")
    said = {"ask": "Đã gửi yêu cầu; cần một người khác đồng ý.", "agree": "Đã thực hiện.", "refuse": "Đã từ chối."}
    return await run_in_threadpool(_page, request, house, who, said=said.get(done, ""), officer=officer)


@router.post("/scores/corrections/ask")
async def post_ask(request: Request, house: HouseDep, csrf_header: CsrfHeader = "") -> Response:
    def prepare(who: LoggedInStaff, form: FormData) -> Callable[[Work], _Done]:
        parts = text_in(form, "block").split(APART, 5)
        if len(parts) != 6 or not number_in(parts[2]):
            raise Unprocessable("malformed", "Vui lòng chọn một khối.")
        deed, series, block, counter_id, officer_id, scheme_id = parts

        def action(work: Work) -> _Done:
            return _Done(
                correction_id=ask_correction(
                    work,
                    deed=deed,
                    scheme_id=scheme_id,
                    series=series,
                    officer_id=officer_id,
                    counter_id=counter_id,
                    block=number_in(block),
                    reason=text_in(form, "reason"),
                    words=text_in(form, "words"),
                    asked_by=who.staff.staff_id,
                )
            )

        return action

    return await _deed(request, house, csrf_header, prepare, "ask")


@router.post("/scores/corrections/{correction_id}/agree")
async def post_agree(request: Request, house: HouseDep, correction_id: str, csrf_header: CsrfHeader = "") -> Response:
    number = number_in(correction_id)

    def prepare(who: LoggedInStaff, _form: FormData) -> Callable[[Work], _Done]:
        def action(work: Work) -> _Done:
            agree_to_correction(work, correction_id=number, agreed_by=who.staff.staff_id)
            return _Done(correction_id=number)

        return action

    return await _deed(request, house, csrf_header, prepare, "agree")


@router.post("/scores/corrections/{correction_id}/refuse")
async def post_refuse(request: Request, house: HouseDep, correction_id: str, csrf_header: CsrfHeader = "") -> Response:
    number = number_in(correction_id)

    def prepare(who: LoggedInStaff, _form: FormData) -> Callable[[Work], _Done]:
        def action(work: Work) -> _Done:
            decline_correction(work, correction_id=number, declined_by=who.staff.staff_id)
            return _Done(correction_id=number)

        return action

    return await _deed(request, house, csrf_header, prepare, "refuse")


async def _deed(
    request: Request,
    house: House,
    csrf_header: str,
    prepare: Callable[[LoggedInStaff, FormData], Callable[[Work], _Done]],
    done: str,
) -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    form = await posted_form(request, who, csrf_header)
    officer = text_in(form, "officer")
    try:
        await run_once(request, house, who, form, prepare(who, form))
    except ActionRefused as refusal:
        await note_look(house, who, "corrections")  # the page that says so names officers and their blocks
        return await run_in_threadpool(
            _page, request, house, who, refusal=refusal, officer=officer, typed=text_in(form, "words")
        )
    return RedirectResponse(f"/scores/corrections?done={done}", 303)


def _page(
    request: Request,
    house: House,
    who: LoggedInStaff,
    *,
    said: str = "",
    refusal: ActionRefused | None = None,
    officer: str = "",
    typed: str = "",
) -> Response:
    language = language_of(request)
    shown = _Words(house, language)
    corrections = all_corrections(house.read())
    staff = [member for member in all_staff(house.read()) if member.role in ("officer", "head")]
    of_officer = officer if officer != who.staff.staff_id else ""
    return framed(
        "corrections.html",
        request,
        house,
        who,
        200 if refusal is None else refusal.status,
        score_places=score_places(who.staff.role, "/scores/corrections"),
        said=in_language(language, said),
        fault="" if refusal is None else in_language(language, refusal.detail or refusal.title),
        corrections=[shown.correction(one, who.staff.staff_id) for one in corrections],
        officers=[(member.staff_id, member.display_name) for member in staff if member.staff_id != who.staff.staff_id],
        officer=of_officer,
        blocks=shown.blocks(of_officer) if of_officer else [],
        blocks_shown=BLOCKS_SHOWN,
        reasons=[(reason.value, in_language(language, words)) for reason, words in REASONS.items()],
        typed=typed,
        words_limit=WORDS_LIMIT,
        new_intent=lambda: uuid.uuid4().hex,
    )


class _Words:
    """Says corrections and blocks in one language and the centre's time."""

    def __init__(self, house: House, language: str) -> None:
        self._connection = house.read()
        self._centre = house.centre()
        self._language = language
        self._zone = ZoneInfo(self._centre.timezone)
        self._names = {member.staff_id: member.display_name for member in all_staff(self._connection)}

    def correction(self, one: Correction, reader_id: str) -> CorrectionRow:
        is_open, is_own = one.state == "asked", reader_id == one.officer_id
        decided = "" if one.decided_by is None or one.decided_at is None else self._by(one.decided_by, one.decided_at)
        return CorrectionRow(
            correction_id=one.correction_id,
            deed=self._say(DEEDS[CorrectionDeed(one.deed)]),
            state=one.state,
            state_words=self._say(STATES[one.state]),
            block=" · ".join(
                (
                    self._name(one.officer_id),
                    self._counter(one.counter_id),
                    self._say(SERIES[Series(one.series)]),
                    self._say("khối {number}").format(number=one.block),
                )
            ),
            reason=self._say(REASONS[CorrectionReason(one.reason)]),
            words=one.words or "",
            asked=self._by(one.asked_by, one.asked_at),
            decided=decided,
            may_agree=is_open and not is_own and reader_id != one.asked_by,
            may_refuse=is_open and not is_own,
        )

    def blocks(self, officer_id: str) -> list[BlockRow]:
        """The newest whole blocks of an officer, of all schemes and both series; no word of what is in them."""
        known: list[tuple[Atom, str, str]] = []
        for scheme in all_schemes(self._connection):
            for series in Series:
                of_series = atoms(self._connection, scheme.scheme_id, series.value)
                known += [(atom, scheme.scheme_id, series.value) for atom in of_series if atom.officer_id == officer_id]
        known.sort(key=lambda one: (one[0].last_day, one[0].settled_at), reverse=True)
        return [self._block(*one) for one in known[:BLOCKS_SHOWN]]

    def _block(self, atom: Atom, scheme_id: str, series: str) -> BlockRow:
        is_set_aside = atom.set_aside_by is not None
        deed = CorrectionDeed.PUT_BACK if is_set_aside else CorrectionDeed.SET_ASIDE
        value = (deed.value, series, str(atom.block), atom.counter_id, atom.officer_id, scheme_id)
        days = written(atom.first_day)
        if atom.last_day != atom.first_day:
            days = f"{days} – {written(atom.last_day)}"
        number = self._say("khối {number}").format(number=atom.block)
        words = f"{self._counter(atom.counter_id)} · {self._say(SERIES[Series(series)])} · {number}"
        return BlockRow(APART.join(value), words, days, is_set_aside)

    def _by(self, staff_id: str, at: Instant) -> str:
        when: datetime = as_datetime(at).astimezone(self._zone)
        return f"{self._name(staff_id)}, {when:%d/%m/%Y %H:%M}"

    def _name(self, staff_id: str) -> str:
        return self._names.get(staff_id, staff_id)

    def _counter(self, counter_id: str) -> str:
        counter = self._centre.counter(counter_id)
        return counter_id if counter is None else name_in(self._language, counter)

    def _say(self, words: str) -> str:
        return in_language(self._language, words)
