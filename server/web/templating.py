"""HTML pages from templates, in the browser's language; everything that goes in is escaped."""

from functools import cache, partial
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from look.language import SOURCE_LANGUAGE, translator
from server.web.page_language import language_of, script_words


def page(
    template: str,
    status: int = 200,
    headers: dict[str, str] | None = None,
    /,
    *,
    is_sample: bool,
    request: Request | None = None,
    **values: object,
) -> HTMLResponse:
    """An HTML answer; `is_sample` marks the page of a sample centre as such.

    `request` tells the language and the page's own address; without it the page is in Vietnamese.
    """
    language = SOURCE_LANGUAGE if request is None else language_of(request)
    shared = {
        "is_sample": is_sample,
        "language": language,
        "here": "/" if request is None else _address(request),
        "_": translator(language),
        "script_words": partial(script_words, language),
    }
    content = _templates().get_template(template).render(shared | values)
    return HTMLResponse(content, status_code=status, headers=headers)


def _address(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
