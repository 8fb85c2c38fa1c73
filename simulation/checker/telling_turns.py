"""Holds, transfers, second services, revivals and expiries, told from their events."""

from simulation.checker.story import Row, Story


def turn_held(story: Story, body: Row) -> None:
    turn = story.turns[body["turn_id"]]
    if body["held_until"] is not None and body["held_until"] <= story.at:
        story.broken("absence", f"{story.name_of(turn)} is held into the past")
    story.end_hold(turn)
    story.holds[story.seq] = {
        "hold_id": story.seq,
        "turn_id": turn["turn_id"],
        "counter_id": turn["counter_id"],
        "officer_id": turn["officer_id"],
        "held_at": story.at,
        "ended_at": None,
        "ended_seq": None,
    }
    story.move(body["turn_id"], "turn_held")
    turn["held_until"], turn["absent_due_at"] = body["held_until"], None
    story.keep(turn)


def turn_released(story: Story, body: Row) -> None:
    turn = story.turns[body["turn_id"]]
    if body["reason"] == "timer" and (turn["held_until"] is None or story.at < turn["held_until"]):
        story.broken("absence", f"{story.name_of(turn)} is released before its time")
    story.move(body["turn_id"], "turn_released")
    turn.update(counter_id=None, officer_id=None, held_until=None)
    story.keep(turn)
    if body["reason"] == "resumed":
        story.owed_call = turn["turn_id"]


def turn_transferred(story: Story, body: Row) -> None:
    turn = story.turns[body["turn_id"]]
    was_served = turn["state"] == "serving"
    story.move(body["turn_id"], "turn_transferred")
    story.end_turn(turn, is_at_the_desk=was_served)
    story.owed_addition = turn["turn_id"]


def turn_added(story: Story, body: Row) -> None:
    before = story.turns[body["from_turn"]]
    story.expect("conservation", "whose turn is added", body["ticket_id"], before["ticket_id"])
    story.expect("order", "the queueing group", body["rate"], before["rate"])
    if body["origin"] == "transferred":
        story.expect("conservation", "which turn goes on", body["from_turn"], story.owed_addition)
        kept = (before["ranked_at"], before["arrival"])
        story.expect("order", "the rank of a transfer", (body["ranked_at"], body["arrival"]), kept)
        story.owed_addition = None
    else:
        now = (story.at, story.seq)
        story.expect("order", "the rank of a second service", (body["ranked_at"], body["arrival"]), now)
    story.add_turn(
        ticket_id=body["ticket_id"],
        day=before["day"],
        service=body["service"],
        rate=body["rate"],
        ranked_at=body["ranked_at"],
        arrival=body["arrival"],
        waiting_since=story.at,
        origin=body["origin"],
        from_turn=body["from_turn"],
        for_counter=body["for_counter"],
        for_officer=body["for_officer"],
    )


def turn_revived(story: Story, body: Row) -> None:
    turn = story.move(body["turn_id"], "turn_revived")
    if story.role_of_actor() != "head":
        story.broken("actors", f"{story.name_of(turn)} is put back into the queue by {story.actor}")
    if story.open_day != turn["day"]:
        story.broken("day", f"{story.name_of(turn)} is put back into the queue of {turn['day']}")
    _away_since_its_end(story, turn)
    turn.update(counter_id=None, officer_id=None, ended_at=None, end_inferred=0, outcome=None, ticks="[]")
    turn.update(grace_until=None, cool_down_until=None)
    story.keep(turn)
    story.clear_print_due(turn)
    for window in story.windows.values():
        if window["turn_id"] == turn["turn_id"]:
            window["undone"] = 1
            window["undone_at"] = story.at if window["undone_at"] is None else window["undone_at"]
            window["closed_at"] = story.at if window["closed_at"] is None else window["closed_at"]
            window["closes_at"] = min(window["closes_at"], story.at)


def _away_since_its_end(story: Story, turn: Row) -> None:
    """Whoever was served is away until somebody serves again: by the hold that the end ended, or by one of its own."""
    story.hold_on_again(turn)
    is_away = any(hold["turn_id"] == turn["turn_id"] and hold["ended_at"] is None for hold in story.holds.values())
    if turn["arrived_at"] is not None and turn["counter_id"] is not None and not is_away:
        story.holds[story.seq] = {
            "hold_id": story.seq,
            "turn_id": turn["turn_id"],
            "counter_id": turn["counter_id"],
            "officer_id": turn["officer_id"],
            "held_at": turn["ended_at"],
            "ended_at": None,
            "ended_seq": None,
        }


def turn_expired(story: Story, body: Row) -> None:
    turn = story.move(body["turn_id"], "turn_expired")
    if story.merged != (turn["turn_id"], story.seq - 1):
        story.expired_tickets.add(turn["ticket_id"])
    story.owed_expiry = None
    story.end_turn(turn)
    story.clear_print_due(turn)
