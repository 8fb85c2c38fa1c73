"""HTML for phones from templates, small and escaped; static files under names that change with what is in them."""

import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from look.language import translator

HERE = Path(__file__).parent
STATIC = HERE / "static"
SHARED = HERE.parent / "web" / "static"
"""The palette and the picture of the tab are staff's as well."""
FILES = {
    "colours.css": (SHARED / "colours.css", "text/css; charset=utf-8"),
    "icon.svg": (SHARED / "icon.svg", "image/svg+xml"),
    "phone.css": (STATIC / "phone.css", "text/css; charset=utf-8"),
    "phone.js": (STATIC / "phone.js", "text/javascript; charset=utf-8"),
    "procedures.css": (STATIC / "procedures.css", "text/css; charset=utf-8"),
    "procedures.js": (STATIC / "procedures.js", "text/javascript; charset=utf-8"),
}


def rendered(template: str, language: str, **values: object) -> str:
    """A template's text in `language`, white space at the beginning of lines left out."""
    shared = {"language": language, "_": translator(language), "static": static_address}
    text = _templates().get_template(template).render(shared | values)
    return "\n".join(line for line in map(str.lstrip, text.splitlines()) if line)


def static_address(name: str) -> str:
    """Where browsers find a static file, and may keep it for ever."""
    return f"/static/{name}?v={hashlib.sha256(static_file(name)[0]).hexdigest()[:10]}"


@cache
def static_file(name: str) -> tuple[bytes, str]:
    """A file's content and media type.

    Raises:
        KeyError: phones need no such file.
    """
    path, media_type = FILES[name]
    return path.read_bytes(), media_type


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["whole_end"] = _whole_end
    return environment


def _whole_end(sentence: str) -> str:
    """The last three words stay on one line: `quầy số 3` is never broken."""
    return "\u00a0".join(sentence.rsplit(" ", 2))
