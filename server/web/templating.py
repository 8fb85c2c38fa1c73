"""HTML pages from templates; everything that goes in is escaped."""

from functools import cache
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined


def page(
    template: str,
    status: int = 200,
    headers: dict[str, str] | None = None,
    /,
    *,
    is_sample: bool,
    **values: object,
) -> HTMLResponse:
    """An HTML answer; `is_sample` marks the page of a sample centre as such."""
    content = _templates().get_template(template).render(values | {"is_sample": is_sample})
    return HTMLResponse(content, status_code=status, headers=headers)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
