"""Everything that is held about oneself, as a file to take home: for whoever asks, about nobody else."""

import json

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from server.db.queries.days import open_day
from server.db.queries.own_data import held_about
from server.db.queries.ratings import all_schemes
from server.db.queries.score_views import looks_at
from server.db.queries.settled_ratings import atoms
from server.domain.instant import rfc3339
from server.domain.press_flags import Series
from server.house import House
from server.mqtt.snapshots import Moment, moment
from server.web.page_language import language_of
from server.web.plumbing import HouseDep
from server.web.ratings.looks import note_look
from server.web.ratings.score_report import Period, Whose, score_report
from server.web.reports.asked_period import LONGEST, today_of
from server.web.staff_frame import who_may_open

router = APIRouter(include_in_schema=False)

MOST_LOOKS = 100_000


@router.get("/scores/own-data.json")
async def get_own_data(request: Request, house: HouseDep) -> Response:
    who = await run_in_threadpool(who_may_open, request, house)
    if isinstance(who, Response):
        return who
    await note_look(house, who, "own_data")
    staff_id = who.staff.staff_id
    text = await run_in_threadpool(_held, house, staff_id, language_of(request))
    name = f"{staff_id}-{await run_in_threadpool(today_of, house)}.json"
    return Response(
        text,
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{_plain(name)}"'},
    )


def _plain(name: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-.") else "_" for letter in name)


def _held(house: House, staff_id: str, language: str) -> str:
    """The file: five years of it take long to write, so not on the event loop."""
    today = today_of(house)
    period = Period((today - LONGEST).isoformat(), today.isoformat())
    with moment(house.read(), house.now()) as at:
        own = Whose(officer_id=staff_id, is_own=True)
        held: dict[str, object] = {
            "made_at": rfc3339(at.now),
            "centre": at.centre.code,
            **held_about(at.connection, staff_id),
            "looks_of_others": [
                {"who": look.staff_id, "what": look.what, "viewed_at": rfc3339(look.viewed_at)}
                for look in looks_at(at.connection, staff_id, 0, at.now + 1, at_most=MOST_LOOKS)
            ],
            "blocks_of_ten": _blocks(at, staff_id),
            "scores": score_report(at, period, own, language=language).model_dump(mode="json"),
        }
    return json.dumps(held, ensure_ascii=False, indent=1)


def _blocks(at: Moment, staff_id: str) -> list[dict[str, object]]:
    """The ratings, in the whole blocks of closed days: what the own page is made of."""
    still_open = open_day(at.connection)
    return [
        {
            "scheme_id": scheme.scheme_id,
            "series": series.value,
            "counter_id": atom.counter_id,
            "block": atom.block,
            "first_day": atom.first_day,
            "last_day": atom.last_day,
            "levels": atom.levels,
            "set_aside_by": atom.set_aside_by,
        }
        for scheme in all_schemes(at.connection)
        for series in Series
        for atom in atoms(at.connection, scheme.scheme_id, series.value)
        if atom.officer_id == staff_id and (still_open is None or atom.last_day < still_open.day)
    ]
