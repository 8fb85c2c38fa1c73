"""The language of staff's pages, vi or en: chosen per browser, the same in templates, scripts and answers.

How a page gets its texts (Vietnamese is the source; `look/catalogues/<program>.en.po` has the English):

- route: `page("mine.html", request=request, is_sample=..., ...)`. That puts into the template `_` (the translator),
  `language` ("vi" or "en"), `here` (the page's address, for the switch) and `script_words`.
- template: `<html lang="{{ language }}">`, `{{ _("Đăng nhập") }}`, filled: `{{ _("Còn {n} người").format(n=3) }}`;
  `{% include "language_switch.html" %}` is the button in the bar, `{% include "words.html" %}` (with
  `{% set scripts = ["floor.js"] %}` before it) the words of its scripts.
- script (an ES module): `import { t } from "./words.js"`; `t("Còn {n} người", { n: 3 })`. Only literals: the words
  are gathered from the `t("...")` calls of the named files. What came from the server is shown as it came.
- what the server answers a deed with, and its refusals, leave in the browser's language by themselves
  (`in_language`): write them in Vietnamese as ever and put `Đã vào {name}` into your .po, with the braces standing
  for whatever is filled in. A view that holds sentences takes `language_of(request)` and uses the same `in_language`.
- tests: `tests/server/web/test_page_language.py` fails when a template or script says what no catalogue has.
"""

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from look.language import SOURCE_LANGUAGE, catalogue, translator
from server.domain.centre import Named
from server.web.browser_rules import refuse_other_sites

router = APIRouter(include_in_schema=False)

LANGUAGES = ("vi", "en")
COOKIE = "bocso_language"
KEPT_S = 365 * 24 * 3600
STATIC = Path(__file__).parent / "static"

OwnNames = tuple[tuple[str, str], ...]
"""Vietnamese and English names of the centre's own: `Centre.english_names`."""

_SAID_IN_SCRIPT = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')
_GAP = re.compile(r"\\\{[a-z_]+\\\}")
_COUNTS = frozenset({"count", "minutes", "more", "seconds", "waiting"})
"""Gaps that hold a whole number and nothing else: `{minutes} phút` is no half of a longer sentence."""
_OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")


def language_of(request: Request) -> str:
    """The language that this browser has chosen; Vietnamese before it chose."""
    chosen = request.cookies.get(COOKIE)
    return chosen if chosen in LANGUAGES else SOURCE_LANGUAGE


@router.post("/language")
async def post_language(
    request: Request,
    language: Annotated[str, Form(max_length=8)] = SOURCE_LANGUAGE,
    back: Annotated[str, Form(max_length=512)] = "/",
) -> Response:
    """Remember the language in this browser, and go back to the page."""
    refuse_other_sites(request)
    answer = RedirectResponse(back if _OWN_PATH.fullmatch(back) else "/", 303)
    if language in LANGUAGES:
        answer.set_cookie(
            COOKIE,
            language,
            max_age=KEPT_S,
            path="/",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
    return answer


def name_in(language: str, known: Named) -> str:
    """A name of the centre's own in `language`: the Vietnamese one where the centre gave no other."""
    return known.name_en if language == "en" and known.name_en else in_language(language, known.name)


@lru_cache(maxsize=2048)  # a page says the same few sentences again and again
def in_language(language: str, sentence: str, own: OwnNames = ()) -> str:
    """A Vietnamese sentence in `language`, also one whose gaps are filled already; an unknown one stays as it is.

    `own` are the centre's names that may fill its gaps.
    """
    if language == SOURCE_LANGUAGE or not sentence:
        return sentence
    named = next((english for name, english in own if name == sentence), None)
    if named is not None:
        return named
    known = translator(language)(sentence)
    return known if known != sentence else _by_pattern(language, sentence, own)


def answer_in_language(language: str, body: str | bytes, own: OwnNames = ()) -> str | bytes:
    """The JSON of a deed's answer with its `message` in `language`; anything else as it is."""
    if language == SOURCE_LANGUAGE:
        return body
    said = json.loads(body)
    if not isinstance(said, dict) or not isinstance(said.get("message"), str):
        return body
    return json.dumps(said | {"message": in_language(language, said["message"], own)}, ensure_ascii=False)


def script_words(language: str, scripts: list[str]) -> dict[str, str]:
    """What the scripts say, in `language`: {Vietnamese: translation}; nothing for the source language."""
    if language == SOURCE_LANGUAGE:
        return {}
    say = translator(language)
    return {text: say(text) for script in scripts for text in said_in_script(script)}


@cache
def said_in_script(script: str) -> tuple[str, ...]:
    """The texts of a script's `t("...")` calls, in their order."""
    source = (STATIC / script).read_text(encoding="utf-8")
    return tuple(dict.fromkeys(json.loads(f'"{found}"') for found in _SAID_IN_SCRIPT.findall(source)))


def _by_pattern(language: str, sentence: str, own: OwnNames) -> str:
    for pattern, translation in _patterns(language):
        found = pattern.fullmatch(sentence)
        if found is not None:
            # What fills a gap may be a name or a sentence with words of its own.
            filled = {name: in_language(language, value, own) for name, value in found.groupdict().items()}
            return translation.format(**filled)
    return sentence


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Sentences with gaps, the longest fixed text first: the most particular one recognises its own."""
    with_gaps = [(said, words) for said, words in catalogue(language).items() if _is_a_sentence(said)]
    with_gaps.sort(key=lambda pair: _fixed_letters(pair[0]), reverse=True)
    patterns = []
    for source, words in with_gaps:
        seen: set[str] = set()

        def gap(found: re.Match[str], seen: set[str] = seen) -> str:
            name = found.group()[2:-2]
            if name in seen:
                return f"(?P={name})"
            seen.add(name)
            return f"(?P<{name}>{'[0-9]+' if name in _COUNTS else '.+?'})"

        patterns.append((re.compile(_GAP.sub(gap, re.escape(source)), re.DOTALL), words))
    return tuple(patterns)


def _is_a_sentence(source: str) -> bool:
    """Whether a text with gaps says enough to be recognised; `{low}–{high} phút` is a label and would be in many."""
    if "{" not in source:
        return False
    first = re.match(r"\{([a-z_]+)\}", source)
    begins_openly = first is not None and first.group(1) not in _COUNTS
    return _fixed_letters(source) >= (8 if begins_openly else 3)


def _fixed_letters(source: str) -> int:
    return sum(letter.isalpha() for letter in re.sub(r"\{[a-z_]+\}", "", source))
