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
from server.db.queries.comments import Comment, count_readable, readable_comments
from server.db.queries.people import all_staff
from server.db.work import Work
from server.errors import ActionRefused
from server.house import House
from server.web.access.staff_session import LoggedInStaff
from server.web.navigation import score_places
from server.web.page_language import in_language, language_of, name_in
from server.web.plumbing import HouseDep
from server.web.posted_forms import number_in, posted_form, run_once, text_in
from server.web.ratings.score_report import written
from server.web.roles import may
from server.web.staff_frame import framed, who_may_open

router = APIRouter(include_in_schema=False)

SHOWN_AT_ONCE = 200
"""Words on one page; older ones follow on further pages."""
MOST_PAGES = 100_000
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
async def get_comments(request: Request, house: HouseDep, done: str = "", page: str = "") -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    return await run_in_threadpool(_page, request, house, who, page=page, said="Đã lưu." if done else "")


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
        return await run_in_threadpool(_page, request, house, who, page=text_in(form, "page"), refusal=refusal)
    page = _number_of_page(text_in(form, "page"))
    return RedirectResponse(f"/scores/comments?done=1&page={page}#comment-{number_in(comment_id)}", 303)


def _number_of_page(text: str) -> int:
    return min(max(1, number_in(text)), MOST_PAGES)


def _page(
    request: Request,
    house: House,
    who: LoggedInStaff,
    *,
    page: str,
    said: str = "",
    refusal: ActionRefused | None = None,
) -> Response:
    language, role, number = language_of(request), who.staff.role, _number_of_page(page)
    found = readable_comments(
        house.read(),
        at_most=SHOWN_AT_ONCE + 1,
        after=(number - 1) * SHOWN_AT_ONCE,
        state=CommentState.SHOWN.value if role == "officer" else "",
    )
    return framed(
        "comments.html",
        request,
        house,
        who,
        200 if refusal is None else refusal.status,
        score_places=score_places(role, "/scores/comments"),
        days=_by_day(house, found[:SHOWN_AT_ONCE], language),
        new=count_readable(house.read(), CommentState.NEW.value) if role != "officer" else 0,
        page=number,
        has_older=len(found) > SHOWN_AT_ONCE,
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
