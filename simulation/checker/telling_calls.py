"""Calls, absences and returns, told from their events and held against the order of calling."""

from simulation.checker.rules import FRESH_MS, Rules
from simulation.checker.story import Row, Story
from simulation.checker.whose_turn import line_of, may_be_called, may_serve, rank, weights, who_is_next


def turn_called(story: Story, body: Row) -> None:
    turn, counter = story.turns[body["turn_id"]], body["counter_id"]
    if story.open_day is None or turn["day"] != story.open_day:
        story.broken("day", f"{story.name_of(turn)} is called while {story.open_day} is open")
    here = story.turn_at(counter)
    if here is not None:
        story.broken("places", f"{story.name_of(turn)} is called to {counter}, where {story.name_of(here)} is")
    story.expect_at_desk(counter, body["officer_id"])
    _check_nobody_was_swept_away(story, counter)
    if body["call_kind"] == "next":
        _check_order(story, turn, body)
    else:
        story.expect("order", "whom a named call overtakes", body["overtaken"], [])
    if body["call_kind"] == "named":
        passed = body["reason"].get("passed")
        story.expect("order", "whom a named call passed", passed, _passed(story, turn, counter))
        if not may_serve(story, turn, counter):
            story.broken("order", f"{story.name_of(turn)} is called to {counter}, which may not serve it")
    if body["call_kind"] == "resumed":
        story.expect("steps", "who is called back from hold", turn["turn_id"], story.owed_call)
    story.owed_call = None
    story.move(turn["turn_id"], "turn_called")
    turn["cool_down_until"] = None
    _note_call(story, turn, body, body["call_kind"], None)
    story.clear_print_due(turn)
    for overtaken in body["overtaken"]:
        other = story.turns[overtaken]
        other["overtaken"] += 1
        if other["first_overtaken_at"] is None:
            other["first_overtaken_at"] = story.at


def _check_nobody_was_swept_away(story: Story, counter: str) -> None:
    """Finished by the same key that calls another, moments after the call and before anybody had come: a doubled
    key must not do that."""
    for gone in story.turns.values():
        if (gone["state"], gone["ended_at"], gone["counter_id"]) != ("finished", story.at, counter):
            continue
        came_before = not gone["arrival_inferred"] or gone["arrived_at"] < story.at
        if not came_before and story.at - gone["called_last_at"] < FRESH_MS:
            story.broken("serving", f"{story.name_of(gone)} was just called, and is finished unseen by another call")


def _check_order(story: Story, turn: Row, body: Row) -> None:
    """The one whom the rules choose, with whom that overtakes and why."""
    rules, counter = story.known_rules(), body["counter_id"]
    waiting = may_be_called(story, counter)
    if turn not in waiting:
        story.broken("order", f"{story.name_of(turn)} is called by Next, and does not wait for {counter}")
        return
    lines = {one["turn_id"]: line_of(story, one, counter) for one in waiting}
    chosen, rule = who_is_next(story, waiting, counter)
    story.expect("order", f"whom {counter} calls next", story.name_of(turn), story.name_of(chosen))
    story.expect("order", f"why {story.name_of(turn)} is called", body["reason"].get("rule"), rule)
    wanted = weights(story, waiting, counter)
    story.expect("order", "the weights compared", body["reason"].get("weights_ms"), wanted)
    for other in waiting:
        if lines[other["turn_id"]] == lines[turn["turn_id"]] and rank(other) < rank(turn):
            story.broken("order", f"{story.name_of(turn)} is called before {story.name_of(other)} of the same line")
    overtaken = [other["turn_id"] for other in waiting if rank(other) < rank(turn)]
    story.expect("overtaking", f"whom {story.name_of(turn)} overtakes", body["overtaken"], overtaken)
    _check_bound(story, overtaken, rules)


def _check_bound(story: Story, overtaken: list[int], rules: Rules) -> None:
    for other in overtaken:
        if story.turns[other]["overtaken"] >= rules.overtaken_at_most:
            times = story.turns[other]["overtaken"] + 1
            story.broken("overtaking", f"{story.name_of(story.turns[other])} is overtaken for the {times}th time")


def _passed(story: Story, turn: Row, counter: str) -> list[int]:
    return [other["turn_id"] for other in may_be_called(story, counter) if rank(other) < rank(turn)]


def turn_recalled(story: Story, body: Row) -> None:
    rules, turn = story.known_rules(), story.move(body["turn_id"], "turn_recalled")
    story.expect("places", "where a number is recalled", body["counter_id"], turn["counter_id"])
    story.expect_at_desk(body["counter_id"], body["officer_id"])
    absent_due_at = None
    if not body["to_seat"]:
        recalls = _recalls_of_this_call(story, turn) + 1
        if recalls > rules.recall_limit:
            story.broken("absence", f"{story.name_of(turn)} is recalled more often than the centre does")
        absent_due_at = story.at + rules.recall_gap_ms if recalls == rules.recall_limit else None
    story.expect("absence", "when a last recall ends", body["absent_due_at"], absent_due_at)
    _note_call(story, turn, body, "recall", body["absent_due_at"])


def _recalls_of_this_call(story: Story, turn: Row) -> int:
    of_turn = [call for call in story.calls.values() if call["turn_id"] == turn["turn_id"] and not call["undone"]]
    since = max((call["call_id"] for call in of_turn if call["kind"] != "recall"), default=0)
    return sum(call["kind"] == "recall" and not call["to_seat"] and call["call_id"] > since for call in of_turn)


def _note_call(story: Story, turn: Row, body: Row, kind: str, absent_due_at: int | None) -> None:
    story.calls[story.seq] = {
        "call_id": story.seq,
        "turn_id": turn["turn_id"],
        "day": turn["day"],
        "counter_id": body["counter_id"],
        "officer_id": body["officer_id"],
        "kind": kind,
        "to_seat": int(body["to_seat"]),
        "called_at": story.at,
        "undone": 0,
    }
    turn["counter_id"], turn["officer_id"], turn["call_id"] = body["counter_id"], body["officer_id"], story.seq
    turn["called_first_at"] = story.at if turn["called_first_at"] is None else turn["called_first_at"]
    turn["called_last_at"] = story.at
    turn["call_count"] += 1
    turn["absent_due_at"] = absent_due_at
    story.keep(turn)


def turn_marked_absent(story: Story, body: Row) -> None:
    turn = story.turns[body["turn_id"]]
    due_at = turn["absent_due_at"]
    if story.actor == "schedule" and (due_at is None or story.at < due_at):
        story.broken("absence", f"{story.name_of(turn)} is absent by itself before its time")
    story.move(body["turn_id"], "turn_marked_absent")
    story.expect("absence", "the grace", body["grace_until"], story.at + story.known_rules().grace_ms)
    turn["ended_at"], turn["grace_until"], turn["absent_due_at"] = story.at, body["grace_until"], None
    story.end_hold(turn)
    story.keep(turn)


def grace_ended(story: Story, body: Row) -> None:
    turn = story.turns[body["turn_id"]]
    if turn["grace_until"] is None or story.at < turn["grace_until"]:
        story.broken("absence", f"the grace of {story.name_of(turn)} ends before its time")
    turn["grace_until"] = None
    story.keep(turn)
    story.owe_window(turn, is_at_the_desk=False)


def turn_returned(story: Story, body: Row) -> None:
    turn = story.turns[body["turn_id"]]
    was_absent = turn["state"] == "no_show"
    if was_absent and turn["grace_until"] is None:
        story.broken("absence", f"{story.name_of(turn)} returns after its grace")
    cool_down_ms = story.known_rules().cool_down_ms
    is_by_the_head = story.role_of_actor() in ("head", "technician") and body["cool_down_until"] is None
    wanted = None if was_absent or is_by_the_head or not cool_down_ms else story.at + cool_down_ms
    story.expect("absence", f"the cool-down of {story.name_of(turn)}", body["cool_down_until"], wanted)
    story.move(body["turn_id"], "turn_returned")
    story.hold_on_again(turn)
    turn.update(counter_id=None, officer_id=None, ended_at=None, grace_until=None, absent_due_at=None)
    turn["cool_down_until"] = body["cool_down_until"]
    story.keep(turn)


def cool_down_ended(story: Story, body: Row) -> None:
    turn = story.turns[body["turn_id"]]
    is_there_after_all = story.is_postponed(turn) and story.is_by_a_citizen
    if turn["cool_down_until"] is None or (story.at < turn["cool_down_until"] and not is_there_after_all):
        story.broken("absence", f"the cool-down of {story.name_of(turn)} ends before its time")
    turn["cool_down_until"] = None
    story.keep(turn)


def priority_changed(story: Story, body: Row) -> None:
    """Another line, and whom that puts behind: that list is the order of calling played on, which is not told anew
    here; that it holds only those who wait is."""
    turn = story.turns[body["turn_id"]]
    if turn["state"] != "waiting" or turn["ticket_id"] != body["ticket_id"]:
        story.broken("order", f"{story.name_of(turn)} gets another priority and is {turn['state']}")
    story.expect("order", "the queueing group", body["rate"], story.known_rules().rate_of(body["priority_group"]))
    story.expect("actors", "who changes a priority", story.actor, f"staff:{body['officer_id']}")
    if body["counter_id"] is not None:
        waiting = (t for t in story.turns.values() if t["ticket_id"] == turn["ticket_id"] and t["state"] == "waiting")
        if not any(may_serve(story, one, body["counter_id"]) for one in waiting):
            story.broken("order", f"{body['counter_id']} changes {story.name_of(turn)}, which it may not serve")
    for passed in body["passed"]:
        if story.turns[passed]["state"] != "waiting" or passed == body["turn_id"]:
            story.broken(
                "order", f"{story.name_of(turn)} passes {story.name_of(story.turns[passed])}, who does not wait"
            )
    story.tickets[body["ticket_id"]]["priority_group"] = body["priority_group"]
    turn["rate"] = body["rate"]
    story.keep(turn)
