"""The look-up of procedures on a phone: as one types, or with a form where no script runs. No login, no cookie."""

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from look.language import translator
from procedures.checklist import checklist_of
from procedures.model import Procedure, in_force
from procedures.search import LONGEST_QUERY, Index
from server.db.queries.procedures import procedures_listed
from server.domain.instant import local_date
from server.public_pages.hall import Hall, NotReadable
from server.public_pages.rendering import rendered

SHOWN = 20
"""Who finds more types another word."""
LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The list as it holds on a day, ready for being searched."""

    revision: int
    day: date
    index: Index
    by_key: dict[str, Procedure]


@dataclass(frozen=True, slots=True)
class _Told:
    """What of the centre the pages say."""

    shelf: _Shelf
    centre_name: str
    services: dict[str, str]
    is_sample: bool


class ProceduresPage:
    """The routes `/thu-tuc`, `/thu-tuc/found` and `/thu-tuc/{key}`."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._shelf: _Shelf | None = None

    async def get_page(self, request: Request) -> Response:
        """The field to type in, and what was found for `q`; without it the list from its beginning."""
        language, typed = _asked(request)
        told = await self._told(language)
        if isinstance(told, Response):
            return told
        status, found = _found(told, typed, language)
        text = rendered(
            "procedures.html",
            language,
            is_sample=told.is_sample,
            centre_name=told.centre_name,
            typed=typed,
            status=status,
            found=found,
            other=_other(language),
        )
        return Response(text, media_type="text/html")

    async def get_found(self, request: Request) -> Response:
        """What was found for `q`, for the page's script: `{"status": …, "found": [{"key", "name", "service"}]}`."""
        language, typed = _asked(request)
        told = await self._told(language)
        if isinstance(told, Response):
            return told
        status, found = _found(told, typed, language)
        return JSONResponse({"status": status, "found": found})

    async def get_procedure(self, request: Request) -> Response:
        """One procedure with its papers; a key of a former list leads to the look-up."""
        language, typed = _asked(request)
        told = await self._told(language)
        if isinstance(told, Response):
            return told
        procedure = told.shelf.by_key.get(request.path_params["key"])
        text = rendered(
            "procedure.html",
            language,
            is_sample=told.is_sample,
            centre_name=told.centre_name,
            told=None if procedure is None else checklist_of(procedure, language, translator(language)),
            service="" if procedure is None else told.services.get(procedure.service, ""),
            typed=typed,
            other=_other(language),
        )
        return Response(text, 404 if procedure is None else 200, media_type="text/html")

    async def _told(self, language: str) -> _Told | Response:
        try:
            return await self._hall.ask(lambda hall: self._read(hall, language))
        except NotReadable:
            return Response(rendered("not_ready.html", "vi"), 503, {"Retry-After": "5"}, media_type="text/html")

    def _read(self, hall: Hall, language: str) -> _Told:
        at = hall.moment()
        centre, today = at.centre, local_date(at.now, at.centre.timezone)
        shelf = self._shelf
        if shelf is None or (shelf.revision, shelf.day) != (at.procedures_revision, today):
            holding = in_force(procedures_listed(at.connection), today)
            by_key = {procedure.key: procedure for procedure in holding}
            shelf = self._shelf = _Shelf(at.procedures_revision, today, Index(holding), by_key)
        is_english = language == "en"
        names = {one.code: (one.name_en if is_english else "") or one.name for one in centre.services}
        return _Told(shelf, (centre.name_en if is_english else "") or centre.name, names, centre.is_sample)


def _asked(request: Request) -> tuple[str, str]:
    language = request.query_params.get("lang", "vi")
    return language if language in LANGUAGES else "vi", request.query_params.get("q", "").strip()[:LONGEST_QUERY]


def _other(language: str) -> str:
    return "vi" if language == "en" else "en"


def _found(told: _Told, typed: str, language: str) -> tuple[str, list[dict[str, str]]]:
    """How many there are in words, and the first of them."""
    say = translator(language)
    if not typed:
        whole, procedures = True, told.shelf.index.procedures
        status = say("{n} thủ tục").format(n=len(procedures))
    else:
        hits = told.shelf.index.search(typed)
        whole, procedures = bool(hits) and hits[0].holds_all, tuple(hit.procedure for hit in hits)
        status = say("{n} thủ tục phù hợp").format(n=len(procedures))
    if not procedures:
        status = say("Không thấy thủ tục nào. Vui lòng thử ít chữ hơn, hoặc hỏi người hướng dẫn.")
    elif not whole:
        status = say("Không có thủ tục đủ các chữ này; gần nhất:")
    return status, [
        {
            "key": procedure.key,
            "name": (procedure.name_en if language == "en" else "") or procedure.name,
            "service": told.services.get(procedure.service, ""),
        }
        for procedure in procedures[:SHOWN]
    ]
