"""Every sentence with which the server refuses a citizen, or whoever helps one, has its English."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.web.page_language import in_language

SERVER = Path(__file__).parents[3] / "server"
CITIZENS_SIDE = (
    *("actions/cancel_intent.py", "actions/claim.py", "actions/claim_codes.py", "actions/issue_ticket.py"),
    *("actions/may_issue.py", "actions/merge_emergency.py", "actions/own_number.py", "actions/reprint.py"),
    *("actions/reserve_place.py", "db/answers.py", "web/devices/claim_tries.py", "web/devices/session.py"),
    *("web/greeter/api.py", "web/greeter/slips_api.py", "web/devices/kiosk_api.py", "web/devices/public_words_api.py"),
)
KINDS = frozenset({"Conflict", "Gone", "NotAllowed", "NotFound", "NotSignedIn", "Unavailable", "Unprocessable"})


def sentences(file: str) -> Iterator[str]:
    """What the refusals of a file say; its gaps are filled with a 7."""
    for call in ast.walk(ast.parse((SERVER / file).read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        said = [given.value for given in call.keywords if given.arg in ("detail", "refusal")]
        if isinstance(call.func, ast.Name) and call.func.id in KINDS:
            said += call.args[-1:]
        yield from (words for part in said for words in _filled(part))


def _filled(said: ast.expr) -> Iterator[str]:
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        yield said.value
    elif isinstance(said, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in said.values)
    elif isinstance(said, ast.IfExp):
        yield from (*_filled(said.body), *_filled(said.orelse))


@pytest.mark.parametrize("file", CITIZENS_SIDE)
def test_every_refusal_has_its_english(file: str) -> None:
    assert [words for words in sentences(file) if in_language("en", words) == words] == []


def test_the_refusals_are_found() -> None:
    found = {words for file in CITIZENS_SIDE for words in sentences(file)}
    assert "Số 7 đã được gọi. Vui lòng đến quầy." in found
    assert len(found) > 30
