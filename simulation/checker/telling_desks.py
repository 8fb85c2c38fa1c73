"""Desks, their pauses, and the service at them, told from their events."""

import json

from simulation.checker.story import Row, Story
from simulation.checker.telling_tickets import cut_short


def turn_started(story: Story, body: Row) -> None:
    turn = story.move(body["turn_id"], "turn_started")
    turn["officer_id"], turn["absent_due_at"] = body["officer_id"], None
    if turn["arrived_at"] is None:  # back from hold: the service began when it first began
        turn["arrived_at"], turn["arrival_inferred"] = story.at, int(body["is_inferred"])
    story.end_hold(turn)
    story.keep(turn)
    story.served.setdefault(turn["turn_id"], []).append((story.seq, turn["counter_id"], body["officer_id"]))
    cut_short(story, turn["counter_id"])


def turn_finished(story: Story, body: Row) -> None:
    rules, turn = story.known_rules(), story.move(body["turn_id"], "turn_finished")
    if body["outcome"] not in rules.outcomes:
        story.broken("serving", f"the outcome '{body['outcome']}' is none of this centre's")
    for tick in body["ticks"]:
        if tick not in rules.ticks:
            story.broken("serving", f"the tick '{tick}' is none of this centre's")
    turn["ended_at"], turn["outcome"] = story.at, body["outcome"]
    turn["end_inferred"], turn["ticks"] = int(body["is_inferred"]), json.dumps(body["ticks"], ensure_ascii=False)
    story.keep(turn)
    story.owe_window(turn, is_at_the_desk=True)


def desk_signed_on(story: Story, body: Row) -> None:
    for session in story.open_sessions():
        for what in ("counter_id", "officer_id"):
            if session[what] == body[what]:
                story.broken("places", f"{body[what]} has a desk session already")
    if not story.known_rules().has_counter(body["counter_id"]):
        story.broken("places", f"there is no counter {body['counter_id']}")
    story.see_to_a_successor(body["counter_id"])
    if story.role_of_actor() != "head":
        story.expect("actors", "who signs on", story.actor, f"staff:{body['officer_id']}")
    story.sessions[story.seq] = {
        "session_id": story.seq,
        "counter_id": body["counter_id"],
        "officer_id": body["officer_id"],
        "signed_on_at": story.at,
        "signed_off_at": None,
    }


def desk_signed_off(story: Story, body: Row) -> None:
    session = story.sessions[body["session_id"]]
    if session["signed_off_at"] is not None:
        story.broken("places", f"{session['officer_id']} leaves {session['counter_id']} a second time")
    here = story.turn_at(session["counter_id"])
    if here is not None and body["reason"] in ("officer", "moved"):
        story.broken("places", f"{session['officer_id']} leaves {session['counter_id']} over an open turn")
    if here is not None and body["reason"] == "head" and here["state"] == "called":
        story.owed_successor = session["counter_id"], session["officer_id"]
    _resume(story, session)
    session["signed_off_at"] = story.at


def desk_paused(story: Story, body: Row) -> None:
    session = story.sessions[body["session_id"]]
    if session["signed_off_at"] is not None or story.pause_of(session) is not None:
        story.broken("places", f"{session['counter_id']} pauses twice, or while nobody sits there")
    if story.turn_at(session["counter_id"]) is not None:
        story.broken("places", f"{session['counter_id']} pauses over an open turn")
    if body["reason"] not in story.known_rules().pause_reasons:
        story.broken("places", f"the reason '{body['reason']}' is none of this centre's")
    story.pauses[story.seq] = {
        "pause_id": story.seq,
        "session_id": session["session_id"],
        "counter_id": session["counter_id"],
        "officer_id": session["officer_id"],
        "reason": body["reason"],
        "paused_at": story.at,
        "resumed_at": None,
    }


def desk_resumed(story: Story, body: Row) -> None:
    session = story.sessions[body["session_id"]]
    if story.pause_of(session) is None:
        story.broken("places", f"{session['counter_id']} goes on and did not pause")
    _resume(story, session)


def _resume(story: Story, session: Row) -> None:
    pause = story.pause_of(session)
    if pause is not None:
        pause["resumed_at"] = story.at
