"""Who may be called where, and who has to be called next, told once more: not the server's telling of the rules."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from simulation.checker.story import Story

Turn = Mapping[str, Any]


def rank(turn: Turn) -> tuple[int, int]:
    return turn["ranked_at"], turn["arrival"]


def line_of(story: Story, turn: Turn, counter_id: str) -> str:
    """Inside a line of people nobody passes anybody."""
    line = f"{turn['service']}/{turn['rate']}"
    return f"{line}/second" if is_second(story, turn, counter_id) else line


def is_second(story: Story, turn: Turn, counter_id: str) -> bool:
    """Called there only while nobody waits for the counter's first services, unless sent there."""
    is_first = turn["service"] in story.known_rules().first_services.get(counter_id, frozenset())
    return not is_first and _sent_to(story, turn) != counter_id


def may_be_called(story: Story, counter_id: str) -> list[Turn]:
    """Whoever waits today and may be called there, first come first: not on hold, not in cool-down, and with no
    other turn of the ticket at a counter or on hold."""
    waiting = (
        turn
        for turn in story.turns.values()
        if turn["state"] == "waiting"
        and turn["day"] == story.open_day
        and turn["cool_down_until"] is None
        and not story.busy_turns_of(turn["ticket_id"])
        and _may_call(story, turn, counter_id)
    )
    return sorted(waiting, key=rank)


def _may_call(story: Story, turn: Turn, counter_id: str) -> bool:
    if not may_serve(story, turn, counter_id):
        return False
    language = story.tickets[turn["ticket_id"]]["language"]
    if language == "vi":
        return True
    speakers = {
        session["counter_id"]
        for session in story.open_sessions()
        if language in _languages(story, session["officer_id"]) and may_serve(story, turn, session["counter_id"])
    }
    open_speakers = {
        session["counter_id"]
        for session in story.open_sessions()
        if session["counter_id"] in speakers and story.pause_of(session) is None
    }
    return not open_speakers or counter_id in speakers


def may_serve(story: Story, turn: Turn, counter_id: str) -> bool:
    """Whether the turn is for that counter at all, by its service and purpose or because it was sent there."""
    rules, sent_to = story.known_rules(), _sent_to(story, turn)
    if sent_to is not None:
        return sent_to == counter_id
    purpose = story.tickets[turn["ticket_id"]]["purpose"]
    return turn["service"] in rules.services_at(counter_id) and rules.takes(counter_id, purpose)


def _sent_to(story: Story, turn: Turn) -> str | None:
    """The one counter that may call it: where it was sent while somebody sits there, or where its officer sits."""
    if turn["for_counter"] is not None and story.session_at(turn["for_counter"]) is not None:
        counter: str = turn["for_counter"]
        return counter
    seats = {session["officer_id"]: session["counter_id"] for session in story.open_sessions()}
    return None if turn["for_officer"] is None else seats.get(turn["for_officer"])


def _languages(story: Story, officer_id: str) -> frozenset[str]:
    member = story.staff.get(officer_id)
    return frozenset() if member is None else frozenset(json.loads(member["languages"]))


def weights(story: Story, candidates: Iterable[Turn], counter_id: str) -> dict[str, int]:
    """Rate times waiting time of the first of each line."""
    found: dict[str, int] = {}
    for turn in candidates:
        rate = story.known_rules().rates.get(turn["rate"], 1)
        found.setdefault(line_of(story, turn, counter_id), round(rate * (story.at - turn["ranked_at"])))
    return found


def who_is_next(story: Story, candidates: list[Turn], counter_id: str) -> tuple[Turn, str]:
    """The turn to call, and the rule that says so; `candidates` in order of rank, at least one."""
    rules = story.known_rules()
    lines = {turn["turn_id"]: line_of(story, turn, counter_id) for turn in candidates}
    firsts: dict[str, Turn] = {}
    for turn in candidates:
        firsts.setdefault(lines[turn["turn_id"]], turn)
    too_often = {lines[t["turn_id"]] for t in candidates if t["overtaken"] >= rules.overtaken_at_most}
    too_long = {
        lines[t["turn_id"]]
        for t in candidates
        if t["first_overtaken_at"] is not None
        and rules.open_ms(t["first_overtaken_at"], story.at) >= rules.overtaken_for_at_most_ms
    }
    if too_often or too_long:
        chosen = min((firsts[line] for line in too_often | too_long), key=rank)
        return chosen, "overtaken_too_often" if lines[chosen["turn_id"]] in too_often else "overtaken_too_long"
    heads = [turn for line, turn in firsts.items() if not line.endswith("/second")] or list(firsts.values())
    if len(heads) == 1:
        return heads[0], "only_group"
    weighed = weights(story, candidates, counter_id)
    best = max(heads, key=lambda turn: (weighed[lines[turn["turn_id"]]], -turn["arrival"]))
    return best, "longest_weighted_wait"
