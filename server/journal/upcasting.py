"""Old versions of events, read as the newest. Fields of the event itself have defaults; this is for what is nested."""

from typing import Any

_TURN_COLUMNS_SINCE_2: dict[str, Any] = {
    "origin": "issued",
    "from_turn": None,
    "for_counter": None,
    "for_officer": None,
    "held_until": None,
    "absent_due_at": None,
    "ticks": "[]",
}


def upcast(kind: str, version: int, body: dict[str, Any]) -> dict[str, Any]:
    """The body of an event of `version` as its newest version would have it."""
    if kind == "action_undone" and version < 2:
        return body | {"turns": [_TURN_COLUMNS_SINCE_2 | turn for turn in body["turns"]]}
    return body
