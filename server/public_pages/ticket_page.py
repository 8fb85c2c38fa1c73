"""The page behind the slip's QR: follows one number, and takes what its holder says. No cookie, no script needed.

The token in the address is the only key: it is in no log, and a wrong one gets the same page as an old one. The page is
one part that is swapped as a whole when it has changed; the script asks for the part, a browser without script for the
page.
"""

import hashlib
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from messaging.clock import real_monotonic_s
from messaging.requests import AwayRating, AwayWords, OwnWord
from server.public_pages.hall import Hall, NotReadable
from server.public_pages.limits import Allowance
from server.public_pages.number_view import LANGUAGES, OVER, NumberView, Stage
from server.public_pages.rendering import rendered
from server.public_pages.server_link import Fate, ServerLink, Word

ASKED_EVERY_S = {
    Stage.CALLED: 3,
    Stage.NEAR: 3,
    Stage.UNPRINTED: 3,
    **dict.fromkeys(OVER, 60),
}
"""How soon the page asks again; the usual is below."""
USUALLY_EVERY_S = 5
REFRESHED_EVERY_S = 20
"""A browser without script."""
LONGEST_BODY = 8192
"""Five hundred letters, each of which may be nine when it is sent."""
MOST_FIELDS = 20
"""A word, its id, and a reason or two."""
RATED, EXPLAINED = "rated", "explained"
"""What the page says after a rating, and after what it was about."""
LATE_MINUTES = (15, 30, 60)
ASKS = ("late", "give_back")
WORDS_AT_ONCE, WORDS_A_SECOND = 6, 0.1
"""What is passed on of one number."""

SAID = frozenset({*OwnWord, *Fate, RATED, EXPLAINED} - {Fate.DONE})

REASON = "reason-"
"""Begins the name of a reason's field in the form."""
Passing = Coroutine[None, None, Fate]

Get = Callable[[str], str | None]
"""Of a query or a form: the value of a name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page's address says beside the number."""

    language: str | None
    ask: str
    """What the holder is about to say: `late` or `give_back`; else empty."""
    said: str
    """What became of what was said last; else empty."""


class TicketPage:
    """The routes of one number."""

    def __init__(self, hall: Hall, link: ServerLink) -> None:
        self._hall = hall
        self._link = link
        self._words = Allowance(WORDS_A_SECOND, WORDS_AT_ONCE)

    async def get_page(self, request: Request) -> Response:
        asked = _asked(request.query_params.get)
        view = await self._view(request, asked.language)
        if isinstance(view, Response):
            return view
        return Response(_page(view, asked, is_away=not self._link.answers), media_type="text/html")

    async def get_part(self, request: Request) -> Response:
        """What of the page changes, with an ETag: asked for every few seconds."""
        asked = _asked(request.query_params.get)
        view = await self._view(request, asked.language)
        if isinstance(view, Response):
            return view
        return self._part(request, view, asked)

    async def post_word(self, request: Request) -> Response:
        """`word` (present, late, give_back), `late_minutes`, and `word_id` that makes saying it twice harmless."""
        token = request.path_params["token"]
        form = await _form(request)
        if form is None:
            return Response("", 413)
        asked = _asked(form.get)
        view = await self._view(request, asked.language)
        if isinstance(view, Response):
            return view
        deed = self._deed(request, token, form)
        if deed is None:
            return Response("", 422)
        done, pass_on = deed
        fate = await pass_on() if self._words.takes(token, real_monotonic_s()) else Fate.TOO_OFTEN
        said = done if fate is Fate.DONE else fate.value
        fresh = await self._view(request, asked.language, is_news=True)
        if isinstance(fresh, Response):
            return fresh
        if "x-part" not in request.headers:
            return RedirectResponse(f"?lang={fresh.language}&said={said}", 303)
        return self._part(request, fresh, Asked(asked.language, "", said))

    def _deed(self, request: Request, token: str, form: dict[str, str]) -> tuple[str, Callable[[], Passing]] | None:
        """What is said once it is done, and how it is passed on; None: it is nothing that the page can have sent."""
        visitor = request.client.host if request.client else ""
        try:
            if form.get("word") == "rate":
                rating = AwayRating(
                    rating_id=_id_in(form), level=int(form.get("level", "")), browser=form.get("browser") or None
                )
                return RATED, lambda: self._link.rate(token, rating, visitor=visitor)
            if form.get("word") == "explain":
                reasons = [name.removeprefix(REASON) for name in form if name.startswith(REASON)]
                words = AwayWords(answer_id=_id_in(form), reasons=reasons, words=form.get("words", ""))
                return EXPLAINED, lambda: self._link.explain(token, words)
        except ValueError:  # pydantic's is one
            return None
        word = _word(form)
        return None if word is None else (word.word.value, lambda: self._link.pass_on(token, word))

    def _part(self, request: Request, view: NumberView, asked: Asked) -> Response:
        text, etag = _part(view, asked, is_away=not self._link.answers)
        headers = {"ETag": etag, "X-Next-S": str(ASKED_EVERY_S.get(view.stage, USUALLY_EVERY_S)), "X-Said": asked.said}
        if request.headers.get("if-none-match") == etag:
            return Response(None, 304, headers)
        return Response(text, 200, headers, media_type="text/html")

    async def _view(self, request: Request, language: str | None, *, is_news: bool = False) -> NumberView | Response:
        """The number as it stands, or what is said instead of it."""
        token = request.path_params["token"]
        self._link.look_after()
        try:
            view = await self._hall.ask(lambda hall: hall.number(token, language, is_news=is_news))
            if view is not None:
                return view
            is_sample = await self._hall.ask(lambda hall: hall.moment().centre.is_sample)
        except NotReadable:
            return Response(_not_ready(), 503, {"Retry-After": "5"}, media_type="text/html")
        return Response(_no_ticket(is_sample=is_sample), 404, media_type="text/html")


@lru_cache(maxsize=2)
def _no_ticket(*, is_sample: bool) -> str:
    """The same for every address that leads to no number: it tells nothing about which there are."""
    return rendered("no_ticket.html", "vi", is_sample=is_sample)


@lru_cache(maxsize=1)
def _not_ready() -> str:
    return rendered("not_ready.html", "vi")


def _page(view: NumberView, asked: Asked, *, is_away: bool) -> str:
    part, etag = _part(view, asked, is_away=is_away)
    next_s = ASKED_EVERY_S.get(view.stage, USUALLY_EVERY_S)
    return rendered(
        "ticket.html",
        view.language,
        view=view,
        part=part,
        etag=etag,
        next_s=next_s,
        refresh_s=REFRESHED_EVERY_S,
        is_asking=bool(asked.ask),
    )


@lru_cache(maxsize=512)  # more than phones at once; nearly every phone gets again what it had
def _part(view: NumberView, asked: Asked, *, is_away: bool) -> tuple[str, str]:
    """The part and its ETag."""
    text = rendered(
        "ticket_part.html",
        view.language,
        view=view,
        ask=asked.ask,
        said=asked.said,
        is_away=is_away,
        late_minutes=LATE_MINUTES,
        other="vi" if view.language == "en" else "en",
    )
    return text, f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'


def _asked(get: Get) -> Asked:
    language, ask, said = get("lang"), get("ask") or "", get("said") or ""
    return Asked(
        language if language in LANGUAGES else None,
        ask if ask in ASKS else "",
        said if said in SAID else "",
    )


async def _form(request: Request) -> dict[str, str] | None:
    """The few fields of a word, read as UTF-8 whatever its sender calls it; None: it is more than any word."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BODY:
            return None
    try:
        fields = parse_qs(body.decode(errors="replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    return {name: values[0] for name, values in fields.items()}


def _word(form: dict[str, str]) -> Word | None:
    """None: it is none that the page can have sent."""
    try:
        word = OwnWord(form.get("word", ""))
        word_id = _id_in(form)
        minutes = int(form["late_minutes"]) if "late_minutes" in form else None
    except ValueError:
        return None
    if minutes is not None and not 5 <= minutes <= 120:
        return None
    return Word(word_id, word, minutes if word is OwnWord.LATE else None)


def _id_in(form: dict[str, str]) -> uuid.UUID:
    """The id with which saying it twice is harmless; a browser without script has none.

    Raises:
        ValueError: what stands there is no id.
    """
    return uuid.UUID(form["word_id"]) if "word_id" in form else uuid.uuid4()
