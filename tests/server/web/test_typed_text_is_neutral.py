"""Whatever a person types is words and nothing else: in the database, in pages, in answers, on paper, in spreadsheets.

Every field in which staff may write freely gets the worst of each trade. A new field is added to `type_everywhere`.
"""

import csv
import io
import json
import sqlite3
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from staff_pages import Behind, RunningServer, StaffClient

from hardware.printer.escpos_bytes import slip_bytes
from hardware.printer.simulated_paper import PaperDecoder
from look.return_slip import ReturnSlipFacts, draw_return_slip
from look.slip_text import clean
from procedures.model import Procedure
from procedures.writing import as_csv
from server.domain.comments import cleaned
from server.domain.typed_text import lines, one_line
from server.web.reports.files import harmless

LogIn = Callable[[str], StaffClient]

WORST = {
    "a printer is begun anew and cuts": "Hai từ \x1b@\x1dV\x00 khác nhau",
    "a drawer opens": "Hai từ \x10\x14\x01\x00\x05 khác nhau",
    "a page runs a script": "Hai từ <script>window.wasHere=1</script> khác nhau",
    "an attribute ends": 'Hai từ "><img src=x onerror=alert(1)> khác nhau',
    "a spreadsheet runs a program": "=cmd|' /C calc'!A0 hai từ khác",
    "a spreadsheet asks elsewhere": '+HYPERLINK("http://evil.example") hai từ khác',
    "the direction of writing turns": "Hai từ \u202egpj.exe\u2066 khác nhau",
    "letters without width": "Hai\u200b từ\ufeff khác\u2060 nhau",
    "a header is added": "Hai từ khác\r\nSet-Cookie: bocso_session=x",
    "a line of a log is forged": "Hai từ khác\n2026-11-23 INFO server: all is well",
    "a terminal obeys": "Hai từ \x1b]0;x\x07 \x9b2J khác nhau",
    "a template reckons": "Hai từ {{7*7}} ${7*7} %s %n khác nhau",
    "a query ends": "Hai từ '); DROP TABLE journal;-- khác nhau",
    "a text ends early": "Hai từ \x00 khác nhau",
    "half a letter": "Hai từ \ud800 khác nhau",
}
BAD_IN_PAGES = ("<script>window.wasHere", "<img src=x onerror")


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}


class Typist:
    """Types a text into every field there is, as whoever has the field."""

    def __init__(self, server: RunningServer, log_in: LogIn) -> None:
        self.server = server
        self.officer, self.head, self.greeter = log_in("cb01"), log_in("gd01"), log_in("hd01")
        self.officer.do("sign-on", {"counter_id": "Q1"})

    def type_everywhere(self, text: str) -> dict[str, int]:
        """The status of each field's answer."""
        number = self.server.centre.number("A")
        answers = {
            "note": self.console("note", number=number, text=text),
            "reason of a priority": self.console("change-priority", number=number, group="elderly", reason=text),
            "reason of a named call": self.console("call-number", number=number, reason=text),
        }
        self.console("start")
        answers["what is missing"] = self.console("finish", outcome="supplement", missing=text)
        number = self.server.centre.number("A")
        self.console("next")
        self.console("start")
        answers["dossier"] = self.console("finish", outcome="done", dossier=text)
        self.console("finish", outcome="done")
        answers["reason of a quick serve"] = self.console("quick-serve", service="A", reason=text)
        answers["notice"] = self.floor("post-notice", text=text[:160], text_en=text[:160])
        turn = self.server.centre.turn(number).turn_id
        answers["reason of the head"] = self.floor("revive", turn_id=turn, reason=text)
        changed = {"display_name": text[:64], "role": "officer", "is_active": "1"}
        answers["name of a person"] = self.form("/people/CB02/change", **changed)
        answers["name of a new person"] = self.form(
            "/people/add", display_name=text[:64], role="officer", staff_id=f"CB{number}", login=f"x{number.lower()}"
        )
        answers["a login that is none"] = self.head.client.post(
            "/console/login", data={"login": encodable(text[:64]), "password": "x"}, headers={"Cookie": ""}
        ).status_code
        answers["name of a device"] = self.post(
            self.head, "/api/v1/setup/devices/change", device_id="board-1", name=text[:80], counter_id=None, zone=None
        )
        answers["centre"] = self.rename_the_centre(text)
        answers["words of a correction"] = self.post(
            self.head, "/api/v1/corrections", words=text, deed="set_aside", scheme_id="five-levels-1"
        )
        return answers

    def rename_the_centre(self, text: str) -> int:
        revision = self.server.centre.one("SELECT revision FROM set_up")["revision"]
        values = {"centre.name": text[:200], "centre.name_en": text[:200]}
        return self.post(self.head, "/api/v1/setup/change", page="centre", revision=revision, values=values)

    def console(self, deed: str, **body: Any) -> int:
        return self.post(self.officer, f"/api/v1/console/{deed}", **body)

    def floor(self, deed: str, **body: Any) -> int:
        return self.post(self.head, f"/api/v1/floor/{deed}", **body)

    def post(self, who: StaffClient, address: str, **body: Any) -> int:
        headers = key() | {"X-CSRF-Token": who.csrf, "Content-Type": "application/json"}
        return who.client.post(address, content=json.dumps(body), headers=headers).status_code

    def form(self, address: str, **fields: str) -> int:
        values = {name: encodable(value) for name, value in fields.items()}
        return self.head.client.post(
            address, data=values | {"csrf_token": self.head.csrf, "intent": uuid.uuid4().hex}
        ).status_code


def encodable(text: str) -> str:
    """A form is sent as bytes: half a letter cannot be in one."""
    return text.encode(errors="replace").decode()


@pytest.fixture
def typist(server: RunningServer, log_in: LogIn) -> Typist:
    return Typist(server, log_in)


def texts_kept(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Every text of every table, with where it is."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return [
        (f"{table}.{column}", value)
        for table in tables
        for row in connection.execute(f"SELECT * FROM {table}").fetchall()
        for column, value in dict(row).items()
        if isinstance(value, str)
    ]


def obeyed(text: str) -> list[str]:
    """The letters that some machine would obey, and lines' ends apart, what nobody sees."""
    kinds = ((letter, unicodedata.category(letter)) for letter in text if letter != "\n")
    return [f"U+{ord(letter):04X}" for letter, kind in kinds if kind.startswith("C")]


def test_nothing_that_a_machine_obeys_is_kept(typist: Typist, behind: Behind) -> None:
    taken: dict[str, int] = {}
    for text in WORST.values():
        for field, status in typist.type_everywhere(text).items():
            assert status < 500, f"{field}: {text!r}"
            taken[field] = taken.get(field, 0) + (status < 400)
    kept = texts_kept(behind.read())
    assert {where: found for where, text in kept if (found := obeyed(text))} == {}
    in_journal = [text for where, text in kept if where == "journal.body"]
    assert not any("\\u00" in text or "\\ud8" in text or "\\u20" in text for text in in_journal)
    # The fields were really written to: what is refused whatever it is would prove nothing.
    never = {field for field, count in taken.items() if count == 0}
    assert never <= {"dossier", "a login that is none", "words of a correction"}, taken


def test_no_page_and_no_answer_holds_it_as_anything_but_words(typist: Typist) -> None:
    texts = [WORST[name] for name in ("a page runs a script", "an attribute ends", "a template reckons")]
    for text in texts:
        typist.type_everywhere(text)
    pages = ("/console", "/floor", "/people", "/slips", "/tickets/new", "/scores", "/setup", "/setup/devices")
    pages += ("/setup/history", "/security", "/account", "/reports")
    shown: dict[str, list[str]] = {text: [] for text in texts}
    for address in pages:
        page = typist.head.client.get(address)
        if "html" not in page.headers.get("content-type", ""):
            continue
        assert not any(bad in page.text for bad in BAD_IN_PAGES), address
        assert "Hai từ 49" not in page.text, f"no template reckons with it: {address}"
        for text in texts:
            shown[text] += [address] * (str(escape(text)) in page.text)
    assert all(shown.values()), f"each was shown somewhere as it was typed: {shown}"
    told: dict[str, list[str]] = {text: [] for text in texts}
    day = "since=2026-11-23&until=2026-11-23"
    for address in ("/api/v1/console/view", "/api/v1/floor/view", "/api/v1/floor/deeds", f"/api/v1/deeds?{day}"):
        answer = typist.head.client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["content-type"].startswith("application/json"), address
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "Hai từ 49" not in answer.text, address
        for text in texts:
            told[text] += [address] * (text in texts_in(answer.json()))
    assert all(told.values()), f"each was told somewhere as it was typed: {told}"


def texts_in(told: Any) -> Iterator[str]:
    """Every text of a JSON answer."""
    if isinstance(told, dict):
        told = list(told.values())
    if isinstance(told, list):
        for part in told:
            yield from texts_in(part)
    elif isinstance(told, str):
        yield told


def test_no_answer_gets_a_header_from_what_was_typed(typist: Typist, anybody: httpx.Client) -> None:
    header = WORST["a header is added"]
    answers = [
        anybody.post("/console/login", data={"login": header[:64], "password": "x"}),
        anybody.post("/language", data={"language": "en", "back": "/console\r\nSet-Cookie: bocso_session=x"}),
        anybody.get("/people", params={"done": header}),
    ]
    for answer in answers:
        assert not any("bocso_session=x" in value for value in answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize("text", WORST.values(), ids=WORST.keys())
@pytest.mark.parametrize("width", [576, 384])
def test_a_slip_with_the_worst_of_words_is_one_slip_and_one_cut(text: str, width: int) -> None:
    """Words go to paper as a picture: the printer is sent the very commands of any other slip."""
    at = datetime(2026, 11, 23, 8, 15, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    slip = ReturnSlipFacts(
        centre_name=text,
        service_name=text,
        number="A001",
        counter_number=1,
        missing=text,
        valid_until=date(2026, 12, 5),
        code="004217",
        people_before=0,
        asked_at_local=at,
        language="vi",
    )
    picture = draw_return_slip(slip, width)
    pieces = PaperDecoder(width).take(slip_bytes(picture))
    assert [piece.image.size for piece in pieces] == [picture.size]
    assert pieces[0].image.convert("1").tobytes() == picture.tobytes()


ANY = st.text(st.characters(), max_size=120) | st.sampled_from(sorted(WORST.values()))


@given(ANY)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_text_is_cleaned_once_and_for_all(text: str) -> None:
    for cleaner in (one_line, lines, clean, cleaned):
        kept = cleaner(text)
        assert obeyed(kept) == [] and unicodedata.is_normalized("NFC", kept)
        assert cleaner(kept) == kept
    assert "\n" not in one_line(text)


@given(ANY)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_cell_of_a_spreadsheet_begins_a_formula(text: str) -> None:
    name = one_line(text) or "x"
    day = date(2026, 1, 1)
    procedure = Procedure(name=name, source=name, as_of=day, effective_from=day, submit=(name, name))
    for cell in list(csv.reader(io.StringIO(as_csv([procedure]))))[1]:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not str(harmless(name)).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
