"""Events as they are stored: every kind can be written, read and applied."""

import dataclasses
import json

import pytest

from server.journal.apply import _CHANGES  # what `apply` knows is not public, and the point of a test here
from server.journal.events import EVENTS, ActionUndone, TicketIssued, TurnStarted, UnreadableEvent, read_event


def test_every_kind_of_event_has_its_change() -> None:
    assert set(EVENTS.values()) == set(_CHANGES)
    assert all(kind == event.kind for kind, event in EVENTS.items())


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_an_event_comes_back_as_it_was_written(kind: str) -> None:
    fields = [field.name for field in dataclasses.fields(EVENTS[kind])]
    written = EVENTS[kind](**{name: f"giá trị {name}" for name in fields})  # the types do not matter to the text
    assert read_event(kind, written.version, written.body()) == written


def test_what_a_later_version_brought_is_empty_in_the_events_before_it() -> None:
    """Version 1, word for word as the program before wrote it."""
    issued = read_event(
        "ticket_issued",
        1,
        '{"day":"2026-11-23","device_id":"kiosk-1","intent_id":"i","language":"vi","number":1,"prefix":"A",'
        '"print_due_at":5,"priority_group":null,"rate":"ordinary","service":"A","shown":"A001"}',
    )
    assert isinstance(issued, TicketIssued)
    assert (issued.origin, issued.helped_by, issued.not_before, issued.supplement_id) == ("kiosk", None, None, None)
    undone = read_event(
        "action_undone",
        1,
        '{"counter_id":"Q1","first_seq":3,"last_seq":4,"overtaken":[],"turns":[{"state":"waiting","turn_id":2}]}',
    )
    assert isinstance(undone, ActionUndone)
    was = {"state": "waiting", "turn_id": 2, "origin": "issued", "from_turn": None, "for_counter": None}
    assert undone.turns == [was | {"for_officer": None, "held_until": None, "absent_due_at": None, "ticks": "[]"}]


def test_the_body_is_compact_sorted_and_keeps_its_letters() -> None:
    event = TurnStarted(turn_id=3, officer_id="Đỗ", is_inferred=False)
    assert event.body() == '{"is_inferred":false,"officer_id":"Đỗ","turn_id":3}'


@pytest.mark.parametrize(
    ("kind", "version", "body"),
    [
        ("no_such_event", 1, "{}"),
        ("turn_started", 2, '{"is_inferred":false,"officer_id":"a","turn_id":3}'),
        ("turn_started", 1, "{}"),
        ("turn_started", 1, '{"is_inferred":false,"officer_id":"a","turn_id":3,"more":1}'),
        ("turn_started", 1, "[1]"),
        ("turn_started", 1, "nonsense"),
        ("turn_started", 1, "null"),
    ],
)
def test_what_does_not_fit_is_unreadable(kind: str, version: int, body: str) -> None:
    with pytest.raises(UnreadableEvent):
        read_event(kind, version, body)


NAMES_A_PERSON = ("name", "login", "phone", "dossier", "note", "password", "token", "credential")


def test_no_event_has_a_field_that_names_anybody_or_holds_a_secret() -> None:
    """A device's `name` is the one name there is: it says where a thing stands."""
    fields = {
        f"{event.kind}.{field.name}"
        for event in EVENTS.values()
        for field in dataclasses.fields(event)
        for word in NAMES_A_PERSON
        if word in field.name
    }
    assert fields == {"device_added.name", "device_changed.name"}


def test_a_press_names_no_ticket() -> None:
    """Rating and citizen meet in no event: the window is the only link, and it is the server's own number."""
    press = {field.name for field in dataclasses.fields(EVENTS["press_recorded"])}
    assert not press & {"ticket_id", "turn_id", "intent_id", "number", "shown"}
    assert "intent_id" in {field.name for field in dataclasses.fields(TicketIssued)}
    assert (
        json.loads(ActionUndone(counter_id="Q1", first_seq=1, last_seq=2, turns=[], overtaken=[]).body())["turns"] == []
    )
