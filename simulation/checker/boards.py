"""Compares what the boards were last told with the story: nobody may see what is not so."""

from collections.abc import Mapping
from typing import Any

from simulation.checker.findings import Findings
from simulation.checker.rules import in_ms
from simulation.checker.story import Row, Story

CALLS_ON_A_BOARD = 20


def check_boards(snapshots: Mapping[str, Mapping[str, Any]], story: Story, findings: Findings) -> None:
    """`snapshots`: the newest payload of each topic, `board`, `kiosk`, `counter/Q1` ..."""
    for topic, seen in snapshots.items():
        if seen["revision"] > story.seq:
            findings.broken("boards", None, f"{topic} tells of sequence {seen['revision']}, the journal ends before")
        if topic == "board":
            wanted: dict[str, Any] = _board(story)
            got = {"day": seen["day"], "calls": [_call(call) for call in seen["calls"]], "waiting": _waiting(seen)}
        elif topic == "kiosk":
            wanted = {"day": _day(story), "waiting": _counts(story)}
            got = {"day": seen["day"], "waiting": {one["service"]: one["waiting"] for one in seen["services"]}}
            wanted["waiting"] = {service: wanted["waiting"].get(service, 0) for service in got["waiting"]}
        elif topic.startswith("counter/"):
            wanted = _counter(story, topic.removeprefix("counter/"))
            got = {
                "state": seen["state"],
                "number": seen["number"],
                "has_officer": seen["officer_name"] is not None,
                "window": None if seen["window"] is None else seen["window"]["window_id"],
            }
        else:
            continue
        if topic == "board":
            wanted["waiting"] = {service: wanted["waiting"].get(service, 0) for service in got["waiting"]}
        for name, value in wanted.items():
            findings.expect("boards", None, f"{topic}: {name}", got[name], value)


def _board(story: Story) -> dict[str, Any]:
    today = story.open_day
    calls = [call for call in story.calls.values() if call["day"] == today and not call["undone"]]
    newest = sorted(calls, key=lambda call: -int(call["call_id"]))[:CALLS_ON_A_BOARD]
    return {"day": _day(story), "calls": [_wanted_call(story, call) for call in newest], "waiting": _counts(story)}


def _wanted_call(story: Story, call: Row) -> dict[str, Any]:
    turn = story.turns[call["turn_id"]]
    is_newest = turn["call_id"] == call["call_id"]
    return {
        "call_id": call["call_id"],
        "number": story.shown(turn),
        "counter_id": call["counter_id"],
        "state": turn["state"] if is_newest and turn["state"] in ("called", "serving") else "over",
        "is_recall": call["kind"] == "recall",
        "called_at": call["called_at"],
    }


def _call(call: Mapping[str, Any]) -> dict[str, Any]:
    names = ("call_id", "number", "counter_id", "state", "is_recall")
    return {**{name: call[name] for name in names}, "called_at": in_ms(call["called_at"])}


def _counter(story: Story, counter_id: str) -> dict[str, Any]:
    turn = story.turn_at(counter_id)
    is_staffed = story.officer_at(counter_id) is not None
    windows = story.open_windows(counter_id)
    session = story.session_at(counter_id)
    if turn is None:
        is_paused = session is not None and story.pause_of(session) is not None
        state = "paused" if is_paused else "free" if is_staffed else "unstaffed"
    else:
        state = "calling" if turn["state"] == "called" else "serving"
    return {
        "state": state,
        "number": None if turn is None else story.shown(turn),
        "has_officer": is_staffed,
        "window": windows[0]["window_id"] if windows else None,
    }


def _counts(story: Story) -> dict[str, int]:
    counts: dict[str, int] = {}
    for turn in story.turns.values():
        is_there = turn["state"] == "waiting" and turn["day"] == story.open_day and turn["cool_down_until"] is None
        if is_there and not story.busy_turns_of(turn["ticket_id"]):
            counts[turn["service"]] = counts.get(turn["service"], 0) + 1
    return counts


def _waiting(seen: Mapping[str, Any]) -> dict[str, int]:
    return {line["service"]: line["waiting"] for line in seen["waiting"]}


def _day(story: Story) -> str:
    last = max(story.days, default=None)
    return "closed" if last is None else str(story.days[last]["state"])
