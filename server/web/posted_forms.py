"""Forms that pages post without a script: from our own page, with the session's token, each once."""

from collections.abc import Callable, Mapping

from fastapi import Request
from pydantic import BaseModel
from starlette.datastructures import FormData

from messaging.requests import LARGEST_INTEGER
from server.db.answers import Answer, Asked, answer_once
from server.db.work import Work
from server.errors import Unprocessable
from server.house import House
from server.web.access.staff_session import LoggedInStaff, require_csrf_token
from server.web.browser_rules import refuse_other_sites

MOST_FIELDS = 40


async def posted_form(request: Request, who: LoggedInStaff, csrf_header: str = "") -> FormData:
    """The form that came, when it is from our own page.

    Raises:
        NotAllowed: another site sent it, or the token is not the session's.
        Unprocessable: a field holds half a letter.
    """
    refuse_other_sites(request)
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    _refuse_half_letters(form)
    require_csrf_token(who, csrf_header or text_in(form, "csrf_token"))
    return form


def _refuse_half_letters(form: FormData) -> None:
    """What is typed is shown again when it is refused, and no page can be written with one (a lone surrogate)."""
    try:
        for name, value in form.multi_items():
            f"{name}{value}".encode()
    except UnicodeEncodeError:
        raise Unprocessable("malformed", "Có chữ không đọc được. Vui lòng gõ lại.") from None


def text_in(form: Mapping[str, object], name: str) -> str:
    """A field of the form without blanks around it; empty when it is missing."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


async def run_once(
    request: Request, house: House, who: LoggedInStaff, form: FormData, action: Callable[[Work], BaseModel | None]
) -> Answer:
    """Run the form's action unless this very form, by its field `intent`, was sent before.

    Raises:
        Unprocessable: the form carries no intent of ours, or the same one with other words.
    """
    key = text_in(form, "intent")
    if not 8 <= len(key) <= 64:
        raise Unprocessable("malformed", "Trang đã cũ. Vui lòng tải lại trang rồi thử lại.")
    said = repr(sorted((name, str(value)) for name, value in form.multi_items() if name != "csrf_token")).encode()
    asked = Asked(who.principal, key, request.url.path, said)
    return await house.write(lambda work: answer_once(work, asked, action), actor=who.principal)


def number_in(text: str) -> int:
    """A number that stands in an address; 0, which nothing has, when it is none. So who may ask is judged before it."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_INTEGER))
    return min(int(text), LARGEST_INTEGER) if is_number else 0
