"""Citizens' own words beside a rating: the head decides which ones staff may read; nobody reads them too early."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from server.actions.moderate_comment import CommentState, moderate_comment
from server.db.queries.comments import Comment, readable_comments
from server.db.queries.people import all_staff
from server.db.work import Work
from server.errors import ActionRefused
from server.house import House
from server.web.navigation import score_places
from server.web.page_language import in_language, language_of, name_in
from server.web.plumbing import HouseDep
from server.web.posted_forms import number_in, posted_form, run_once, text_in
from server.web.roles import may
from server.web.score_report import written
from server.web.staff_frame import framed, who_may_open
from server.web.staff_session import LoggedInStaff

router = APIRouter(include_in_schema=False)

MOST_SHOWN = 400
STATES = {
    CommentState.NEW: "chưa duyệt",
    CommentState.SHOWN: "cán bộ được đọc",
    CommentState.HIDDEN: "đã ẩn",
}
TONES = {"low": "đi cùng một đánh giá chưa hài lòng", "high": "đi cùng một đánh giá hài lòng"}


@dataclass(frozen=True, slots=True)
class DayOfService:
    """The words of one service on one day."""

    title: str
    people: int
    comments: list["CommentRow"]


@dataclass(frozen=True, slots=True)
class CommentRow:
    comment_id: int
    text: str
    tone: str
    state: str
    state_words: str
    decided_by: str


@router.get("/scores/comments")
async def get_comments(request: Request, house: HouseDep, done: str = "") -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    return await run_in_threadpool(_page, request, house, who, said="Đã lưu." if done else "")


@router.post("/scores/comments/{comment_id}/moderate")
async def post_moderate(
    request: Request,
    house: HouseDep,
    comment_id: str,
    csrf_header: Annotated[str, Header(alias="X-CSRF-Token")] = "",
) -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    form = await posted_form(request, who, csrf_header)

    def action(work: Work) -> None:
        moderate_comment(
            work, comment_id=number_in(comment_id), state=text_in(form, "state"), moderator=who.staff.staff_id
        )

    try:
        await run_once(request, house, who, form, action)
    except ActionRefused as refusal:
        return await run_in_threadpool(_page, request, house, who, refusal=refusal)
    return RedirectResponse(f"/scores/comments?done=1#comment-{number_in(comment_id)}", 303)


def _page(
    request: Request, house: House, who: LoggedInStaff, *, said: str = "", refusal: ActionRefused | None = None
) -> Response:
    language, role = language_of(request), who.staff.role
    found = readable_comments(house.read(), at_most=MOST_SHOWN)
    if role == "officer":
        found = [comment for comment in found if comment.state == CommentState.SHOWN]
    return framed(
        "comments.html",
        request,
        house,
        who,
        200 if refusal is None else refusal.status,
        score_places=score_places(role, "/scores/comments"),
        days=_by_day(house, found, language),
        new=sum(comment.state == CommentState.NEW for comment in found),
        may_moderate=may(role, "POST", "/scores/comments/{comment_id}/moderate"),
        sees_all=role != "officer",
        keep_days=house.settings.keep_comments_days,
        said=in_language(language, said),
        fault="" if refusal is None else in_language(language, refusal.detail or refusal.title),
        new_intent=lambda: uuid.uuid4().hex,
    )


def _by_day(house: House, found: Sequence[Comment], language: str) -> list[DayOfService]:
    services = {service.code: name_in(language, service) for service in house.centre().services}
    names = {member.staff_id: member.display_name for member in all_staff(house.read())}

    def row(comment: Comment) -> CommentRow:
        return CommentRow(
            comment.comment_id,
            comment.text,
            in_language(language, TONES[comment.tone]),
            comment.state,
            in_language(language, STATES[CommentState(comment.state)]),
            "" if comment.moderated_by is None else names.get(comment.moderated_by, comment.moderated_by),
        )

    days = []
    for (day, service, people), comments in groupby(found, key=lambda one: (one.day, one.service, one.people)):
        title = f"{written(day)} · {service} · {services.get(service, service)}"
        days.append(DayOfService(title, people, [row(comment) for comment in comments]))
    return days
