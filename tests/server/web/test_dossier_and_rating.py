"""A dossier code and a rating never stand side by side: in no row, event, page, answer, message or export.

A dossier names a citizen in the case system; whoever found it beside a rating would know who pressed what.
"""

import contextlib
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from held_clock import HeldClock
from staff_pages import STAFF, Behind, RunningServer, StaffClient

from bocso.export import export
from bocso.journal import write_journal
from server.mqtt.snapshots import everything, moment
from server.public_pages.number_view import view_of_number
from server.web.roles import OPERATIONS

LogIn = Callable[[str], StaffClient]

DOSSIER = re.compile(r"H15\.99\.08-261121-\d{4}")
RATING_NAMES = frozenset({"level", "rating", "score", "satisfied", "press_id", "window_id", "levels"})
RATING_WORDS = ("Rất hài lòng", "Không hài lòng", "Very satisfied", "press-of-")
SERVED = 13
"""More than ten, so that scores show more than their number."""


@pytest.fixture
def rated(log_in: LogIn, behind: Behind, clock: HeldClock) -> StaffClient:
    """An officer at counter 1 who served many, each with a dossier and a press, some by every way out."""
    officer = log_in("cb01")
    officer.do("sign-on", {"counter_id": "Q1"})
    for n in range(SERVED):
        behind.number("A")
        officer.do("next")
        officer.do("start")
        outcome = {"outcome": "supplement", "missing": "Giấy khai sinh"} if n % 5 == 4 else {"outcome": "done"}
        number = officer.do("finish", {**outcome, "ticks": ["digitised"], "dossier": f"H15.99.08-261121-{n:04d}"})[
            "number"
        ]
        behind.press(1 + n % 5, behind.window_of(number), press_id=f"press-of-{number}-0000")
        clock.pass_s(70)
    behind.number("A")
    officer.do("next")
    officer.do("start")
    officer.do("note", {"number": "A001", "text": "Đã trả bản chính"})
    return officer


def names_dossier(what: object) -> bool:
    return DOSSIER.search(str(what)) is not None


def names_rating(name: str, what: object) -> bool:
    return (name in RATING_NAMES and what is not None) or any(word in str(what) for word in RATING_WORDS)


def stands_side_by_side(row: dict[str, object]) -> bool:
    """Whether one record names a dossier in one field and a rating in that or another."""
    return any(names_dossier(what) for what in row.values()) and any(names_rating(*field) for field in row.items())


def records_in(said: Any) -> Iterator[dict[str, object]]:
    """Every object of a JSON answer, the outermost too: an answer is read as a whole."""
    if isinstance(said, dict):
        yield said
        for value in said.values():
            yield from records_in(value)
    elif isinstance(said, list):
        for value in said:
            yield from records_in(value)


def test_the_search_finds_a_pair() -> None:
    code = "H15.99.08-261121-0001"
    assert stands_side_by_side({"dossier": code, "level": 5})
    assert stands_side_by_side({"note": f"{code}: Rất hài lòng"})
    assert not stands_side_by_side({"dossier": code, "outcome": "done", "level": None})
    assert [stands_side_by_side(record) for record in records_in([{"a": {"x": code, "window_id": 3}}])].count(True) > 0


@pytest.mark.usefixtures("rated")
def test_no_row_of_any_table_has_both(behind: Behind) -> None:
    connection = sqlite3.connect(behind.database)
    connection.row_factory = sqlite3.Row
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    with_dossier, with_rating = set(), set()
    for table in tables:
        for row in connection.execute(f"SELECT * FROM {table}"):
            assert not stands_side_by_side(dict(row)), (table, dict(row))
            with_dossier |= {table} if any(names_dossier(what) for what in row) else set()
            with_rating |= {table} if any(names_rating(*field) for field in dict(row).items()) else set()
    connection.close()
    assert with_dossier == {"dossier_codes"}, "kept in one place, so that it can be forgotten in one place"
    assert "presses" in with_rating, "the search saw the ratings"
    columns = {row[1] for row in behind.rows("PRAGMA table_info(dossier_codes)")}
    assert columns == {"turn_id", "code"}


@pytest.mark.usefixtures("rated")
def test_no_event_names_a_dossier(behind: Behind) -> None:
    assert not [row[0] for row in behind.rows("SELECT body FROM journal") if names_dossier(row[0])]


def test_no_page_and_no_answer_has_both(
    rated: StaffClient, log_in: LogIn, anybody: httpx.Client, behind: Behind, server: RunningServer
) -> None:
    """Every address that can be read, as everybody who may."""
    token = behind.one("SELECT token FROM ticket_links")[0]
    filled = {"token": token, "staff_id": "CB01", "device_id": "kiosk-1", "day": "2026-11-23", "service": "A"}
    readers: dict[str, httpx.Client] = {"nobody": anybody, "cb01": rated.client}
    readers |= {login: log_in(login).client for _, login, _ in STAFF.values() if login != "cb01"}
    read, with_rating = 0, set()
    for route in sorted(route for operation in OPERATIONS for route in operation.routes if route.startswith("GET ")):
        path = re.sub(r"\{(\w+)[^}]*\}", lambda gap: filled.get(gap.group(1), "1"), route.removeprefix("GET "))
        for reader, client in readers.items():
            text = first_words(client, path)
            if text is None:
                continue
            read += 1
            rating = any(word in text for word in RATING_WORDS)
            with_rating |= {path} if rating else set()
            assert not (names_dossier(text) and rating), f"{path} as {reader}"
            with contextlib.suppress(ValueError):
                for record in records_in(json.loads(text)):
                    assert not stands_side_by_side(record), f"{path} as {reader}: {record}"
    assert read > 20, "who may read at all"
    assert "/scores" in with_rating, "the search saw the ratings"


def first_words(client: httpx.Client, path: str) -> str | None:
    """What a GET answers; of a stream the first event; None when it is refused."""
    with client.stream("GET", path) as answer:
        if answer.status_code != 200:
            return None
        if "event-stream" not in answer.headers.get("content-type", ""):
            return answer.read().decode(errors="replace")
        said = ""
        for line in answer.iter_lines():
            said += line + "\n"
            if not line and "data:" in said:
                break
        return said


@pytest.mark.usefixtures("rated")
def test_no_phone_reads_a_dossier(behind: Behind) -> None:
    """The pages for phones, where the holder of a number rates, are drawn from this."""
    tokens = [row[0] for row in behind.rows("SELECT token FROM ticket_links")]
    with moment(behind.read(), behind.writer.now()) as at:
        views = [view_of_number(at, token, language) for token in tokens for language in ("vi", "en")]
    said = [repr(view) for view in views if view is not None]
    assert len(said) >= 2 * SERVED
    assert any(word in one for one in said for word in RATING_WORDS), "the search saw the ratings"
    assert not [one for one in said if names_dossier(one)]


@pytest.mark.usefixtures("rated")
def test_no_message_to_a_device_names_a_dossier(behind: Behind) -> None:
    with moment(behind.read(), behind.writer.now()) as at:
        said = [repr(sayable) for sayable in everything(at)]
    assert len(said) > 3
    assert not [one for one in said if names_dossier(one)]


@pytest.mark.usefixtures("rated")
def test_no_export_has_both(behind: Behind, capsys: pytest.CaptureFixture[str]) -> None:
    write_journal(behind.database, 0)
    journal = capsys.readouterr().out
    assert len(journal.splitlines()) > SERVED
    assert not names_dossier(journal)
    target = behind.database.parent / "centre.json"
    with contextlib.redirect_stdout(io.StringIO()):
        export(behind.database, target)
    assert not names_dossier(target.read_text(encoding="utf-8"))
