"""docs/messages.md against the code: topics, fields, values, codes, addresses, faults."""

import enum
import inspect
import re
import types
import typing
from datetime import date
from itertools import product
from uuid import UUID

import pytest
from documents import ROOT, code, section, sections
from pydantic import AwareDatetime, BaseModel
from server_source import addresses, problem_codes, texts_added_in

from counter_display.desk_keys import CREDENTIAL_REFUSED, KEYPAD_MISSING
from counter_display.speaking import NO_SOUND
from hardware.printer.printer import Paper, PrinterStatus, Readiness
from kiosk.intents import DAMAGED
from kiosk.reporting import REFUSED_NUMBERS
from kiosk.standing import faults as kiosk_faults
from kiosk.storage import UNWRITABLE as STORAGE_UNWRITABLE
from messaging import requests, slips, snapshots, topics
from messaging.device_jobs import UNWRITABLE
from messaging.spoken_version import DEVICE_NEEDS_UPDATE, SERVER_NEEDS_UPDATE
from rating_pad.delivery import DeliveryFault
from server.web.console import api as console_api
from server.web.console import desk_api
from server.web.console import view as console_view
from server.web.ratings import score_report

MESSAGES = "docs/messages.md"

_BASES = (snapshots.Message, snapshots.Versioned, requests.Request)
WIRE_MODELS = [
    kind
    for module in (snapshots, requests, slips)
    for kind in vars(module).values()
    if inspect.isclass(kind)
    and issubclass(kind, snapshots.Message)
    and kind.__module__ == module.__name__
    and kind not in _BASES
]
STAFF_MODELS = [
    console_api.SignOn,
    console_api.CallNumber,
    console_api.Finish,
    console_api.BackToQueue,
    console_api.OpenDay,
    console_api.CloseDay,
    desk_api.Hold,
    desk_api.Numbered,
    desk_api.Transfer,
    desk_api.SecondService,
    desk_api.QuickServe,
    desk_api.Pause,
    desk_api.ChangePriority,
    desk_api.Note,
    console_api.DeskAnswer,
    console_api.MeAnswer,
    console_view.ConsoleView,
    score_report.ScoreReport,
    score_report.SchemeScores,
    score_report.ScoreRow,
    score_report.ScoreFigures,
]
STATES = [
    kind
    for module in (snapshots, requests)
    for kind in vars(module).values()
    if inspect.isclass(kind) and issubclass(kind, enum.StrEnum) and kind is not enum.StrEnum
]


@pytest.mark.parametrize("model", WIRE_MODELS + STAFF_MODELS, ids=lambda model: model.__name__)
def test_every_field_of_a_message_has_its_row_and_no_row_is_left_over(model: type[BaseModel]) -> None:
    rows = section(MESSAGES, model.__name__).rows()

    assert [code(row[0]) for row in rows] == list(model.model_fields)


@pytest.mark.parametrize("model", WIRE_MODELS + STAFF_MODELS, ids=lambda model: model.__name__)
def test_a_row_says_null_where_the_field_may_be_null(model: type[BaseModel]) -> None:
    said = {code(row[0]): "or null" in row[1] for row in section(MESSAGES, model.__name__).rows()}

    assert said == {name: _may_be_null(field.annotation) for name, field in model.model_fields.items()}


@pytest.mark.parametrize("model", WIRE_MODELS, ids=lambda model: model.__name__)
def test_a_row_says_what_kind_of_value_the_field_takes(model: type[BaseModel]) -> None:
    for row in section(MESSAGES, model.__name__).rows():
        field = model.model_fields[code(row[0])]
        wanted = _kind_in_words(field.annotation)
        assert wanted in row[1], f"{model.__name__}.{code(row[0])} is a '{row[1]}', in the code a '{wanted}'"


@pytest.mark.parametrize("states", STATES, ids=lambda states: states.__name__)
def test_every_value_of_a_state_has_its_row(states: type[enum.StrEnum]) -> None:
    rows = section(MESSAGES, states.__name__).rows()

    assert sorted(code(row[0]) for row in rows) == sorted(state.value for state in states)


def test_every_topic_has_its_row() -> None:
    rows = [row for row in section(MESSAGES, "Topics").rows() if row[0].startswith("`bocso")]
    described = {code(row[0]): (row[1], row[2], row[3].partition("](")[0].lstrip("[")) for row in rows}

    assert described == {
        f"{topics.ROOT}/{topic.pattern}": (topic.publisher.value, ", ".join(topic.listeners), topic.payload)
        for topic in topics.ALL_TOPICS
    }


def test_all_topics_are_as_the_document_says_of_all() -> None:
    assert "All messages are QoS 1 and retained." in " ".join(section(MESSAGES, "MQTT").lines)
    assert all(topic.qos == 1 and topic.retain for topic in topics.ALL_TOPICS)


def test_every_problem_code_has_its_row_with_its_status() -> None:
    made = problem_codes()
    rows = {_filled_in(code(row[0])): row[1] for row in section(MESSAGES, "Problem codes").rows()}
    of_the_device_itself = {"no_credential"}

    assert set(rows) - of_the_device_itself == set(made)
    for name, statuses in made.items():
        assert all(str(status) == rows[name] for status in statuses), f"{name}: {rows[name]}, in the code {statuses}"


def test_every_address_has_its_row() -> None:
    described = {code(row[0]) for row in section(MESSAGES, "Addresses").rows()}

    assert described == addresses()


def test_every_device_fault_has_its_row() -> None:
    reported = {
        DEVICE_NEEDS_UPDATE,
        SERVER_NEEDS_UPDATE,
        NO_SOUND,
        KEYPAD_MISSING,
        CREDENTIAL_REFUSED,
        UNWRITABLE,
        REFUSED_NUMBERS,
        DAMAGED,
        STORAGE_UNWRITABLE,
    } | {fault.value for fault in DeliveryFault}
    for readiness, paper in product(Readiness, Paper):
        for slips_left in (None, 40):
            found = kiosk_faults(PrinterStatus(readiness, paper), slips_left=slips_left)
            reported |= {fault.replace("40", "{…}") for fault in found}
    for part in ("button_pad", "keeping"):
        reported |= texts_added_in(ROOT / f"rating_pad/{part}.py", "_faults")

    assert {_filled_in(code(row[0])) for row in section(MESSAGES, "Device faults").rows()} == reported


def test_every_code_that_a_section_says_it_refuses_with_is_a_known_one() -> None:
    known = {code(row[0]) for row in section(MESSAGES, "Problem codes").rows()}
    for one in sections(MESSAGES):
        for line in re.findall(r"Refused with ([^.]*)\.", " ".join(one.lines)):
            assert set(re.findall(r"`(\w+)`", line)) <= known, f"{one.title}: {line}"


def _filled_in(name: str) -> str:
    """A code as the source has it: what is filled in, capitals in the documents, stands there as {…}."""
    return re.sub("[A-Z]+", "{…}", name)


def _may_be_null(annotation: object) -> bool:
    return type(None) in typing.get_args(annotation)


def _kind_in_words(annotation: typing.Any) -> str:
    """The words that the type column must contain."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (types.UnionType, typing.Union):
        return _kind_in_words(next(part for part in inner if part is not type(None)))
    if origin is typing.Annotated:
        return _kind_in_words(inner[0])
    if origin is typing.Literal:
        return "`" + "`".join(inner).replace("`", "` or `") + "`" if len(inner) == 2 else _literal(inner)
    if origin is list:
        return f"list of {_plural(_kind_in_words(inner[0]))}"
    if origin is dict:
        return "object"
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel | enum.Enum):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return _WORDS[annotation]


_WORDS = {
    int: "integer",
    float: "number",
    str: "text",
    bool: "boolean",
    UUID: "UUID",
    AwareDatetime: "time",
    date: "date",
}


def _plural(words: str) -> str:
    return words if words.startswith("[") else f"{words}s"


def _literal(values: tuple[object, ...]) -> str:
    if values == (True,):
        return "true"
    *first, last = (f"`{value}`" if value else "empty" for value in values)
    return f"{', '.join(first)} or {last}"
