"""Tickets, their slips, reserved places and supplements, told from their events."""

from simulation.checker.rules import PRINT_DUE_MS, QUICK
from simulation.checker.story import IN_HAND, MAY_BE_IN_HAND, OPEN, STEPS, Row, Story
from simulation.checker.whose_turn import may_be_called

REACHED_NOBODY = ("cancelled", "voided")


def ticket_issued(story: Story, body: Row) -> None:
    rules = story.known_rules()
    _one_more_number(story, body, body["prefix"], f"{body['prefix']}{body['number']:03d}")
    if not _gives_numbers(story, body):
        story.broken("day", f"{body['shown']} is given in a day that is {story.state_of(body['day'])}")
    story.expect("numbers", "the letter of a series", body["prefix"], body["service"])
    if not rules.counters_of(body["service"]):
        story.broken("numbers", f"nobody serves {body['service']}")
    if (body["day"], body["service"]) in story.closed_services:
        story.broken("day", f"a number of {body['service']} is given, which is closed today")
    story.expect("order", "the queueing group", body["rate"], rules.rate_of(body["priority_group"]))
    if body["purpose"] is not None and body["purpose"] not in rules.purposes:
        story.broken("order", f"{body['shown']} is given for {body['purpose']}, which the centre does not know")
    _expect_asker(story, body)
    ranked_at, not_before = _claimed(story, body)
    story.expect("order", f"when {body['shown']} is called at the earliest", body["not_before"], not_before)
    if body["supplement_id"] is None:
        story.expect("order", f"the rank of {body['shown']}", body["ranked_at"], ranked_at)
    elif body["ranked_at"] > story.at:
        story.broken("order", f"{body['shown']} comes back and ranks in the future")
    _keep_ticket(story, body, body["prefix"])
    has_to_wait = not_before is not None and not_before > story.at
    story.add_turn(
        ticket_id=story.seq,
        day=body["day"],
        service=body["service"],
        rate=body["rate"],
        ranked_at=story.at if body["ranked_at"] is None else body["ranked_at"],
        arrival=story.seq,
        waiting_since=not_before if has_to_wait else story.at,
        cool_down_until=not_before if has_to_wait else None,
        for_officer=body["for_officer"],
    )


def quick_served(story: Story, body: Row) -> None:
    counter = body["counter_id"]
    _one_more_number(story, body, QUICK, f"{QUICK}{body['number']:03d}")
    story.expect_at_desk(counter, body["officer_id"])
    if story.turn_at(counter) is not None:
        story.broken("places", f"{body['shown']} is served at {counter}, where somebody is")
    if body["service"] not in story.known_rules().services_at(counter):
        story.broken("order", f"{counter} serves {body['service']} quickly, and does not serve it")
    wanted = [turn["turn_id"] for turn in may_be_called(story, counter)]
    story.expect("order", f"whom {body['shown']} passes", body["passed"], wanted)
    _keep_ticket(
        story,
        body
        | {"priority_group": None, "language": "vi", "device_id": "", "print_due_at": None}
        | {"origin": "quick_serve", "helped_by": None, "purpose": None, "procedure": None},
        QUICK,
    )
    story.add_turn(
        ticket_id=story.seq,
        day=body["day"],
        service=body["service"],
        rate="ordinary",
        state="serving",
        ranked_at=story.at,
        arrival=story.seq,
        waiting_since=story.at,
        counter_id=counter,
        officer_id=body["officer_id"],
        arrived_at=story.at,
        origin="quick_serve",
    )
    story.served[story.seq] = [(story.seq, counter, body["officer_id"])]
    cut_short(story, counter)


def cut_short(story: Story, counter_id: str) -> None:
    """Somebody else sits at the counter now: earlier windows there may not last as long as they would have."""
    for window in story.open_windows(counter_id):
        shortest = max(story.at, window["opened_at"] + story.known_rules().shortest_window_ms)
        if shortest < window["closes_at"]:
            story.owed_shortening[window["window_id"]] = shortest


def print_reported(story: Story, body: Row) -> None:
    ticket = story.tickets[body["ticket_id"]]
    teller = f"staff:{ticket['helped_by']}" if ticket["helped_by"] and not ticket["device_id"] else None
    story.expect("actors", "who speaks of a slip", story.actor, teller or f"device:{ticket['device_id']}")
    if ticket["print_outcome"] in IN_HAND and body["outcome"] not in IN_HAND:
        story.broken("prints", f"{ticket['shown']} was {ticket['print_outcome']} and is said {body['outcome']}")
    ticket["print_outcome"], ticket["print_due_at"] = body["outcome"], None


def intent_cancelled(story: Story, body: Row) -> None:
    if body["intent_id"] in story.cancelled:
        story.broken("once", f"the wish {body['intent_id']} is cancelled a second time")
    story.cancelled[body["intent_id"]] = {
        "intent_id": body["intent_id"],
        "device_id": body["device_id"],
        "cancelled_at": story.at,
    }


def turn_cancelled(story: Story, body: Row) -> None:
    turn = story.move(body["turn_id"], "turn_cancelled")
    if body["reason"] == "given_back":
        _expect_citizen(story, f"who gives {story.name_of(turn)} back")
    elif story.tickets[turn["ticket_id"]]["intent_id"] not in story.cancelled:
        story.broken("conservation", f"{story.name_of(turn)} is cancelled and nobody cancelled it")
    story.end_turn(turn)
    story.clear_print_due(turn)


def turn_voided(story: Story, body: Row) -> None:
    turn = story.move(body["turn_id"], "turn_voided")
    ticket = story.tickets[turn["ticket_id"]]
    due_at = ticket["print_due_at"]
    is_due = body["reason"] == "no_outcome" and due_at is not None and story.at >= due_at
    if not is_due and not (body["reason"] == "not_printed" and ticket["print_outcome"] == "not_printed"):
        story.broken("prints", f"{story.name_of(turn)} is voided ({body['reason']}) without cause")
    story.end_turn(turn)
    story.clear_print_due(turn)


def turn_restored(story: Story, body: Row) -> None:
    turn = story.move(body["turn_id"], "turn_restored")
    if story.tickets[turn["ticket_id"]]["print_outcome"] not in MAY_BE_IN_HAND:
        # No slip is known of: then its holder spoke.
        _expect_citizen(story, f"who has {story.name_of(turn)} restored")
        story.owed_word = turn["ticket_id"]
    story.hold_on_again(turn)
    turn["ended_at"] = None
    story.keep(turn)


def presence_confirmed(story: Story, body: Row) -> None:
    ticket = story.tickets[body["ticket_id"]]
    _expect_citizen(story, f"who says that {ticket['shown']} is there")
    its = [turn for turn in story.turns.values() if turn["ticket_id"] == body["ticket_id"]]
    if not any(turn["state"] in (*OPEN, "serving") or turn["grace_until"] is not None for turn in its):
        story.broken("absence", f"{ticket['shown']} says to be there, and is over")
    ticket["confirmed_at"] = story.at


def turn_postponed(story: Story, body: Row) -> None:
    turn = story.turns[body["turn_id"]]
    _expect_citizen(story, f"who says that {story.name_of(turn)} comes later")
    if turn["state"] != "waiting" or body["until_at"] <= story.at:
        story.broken("absence", f"{story.name_of(turn)} comes later and is {turn['state']}, or into the past")
    if turn["waiting_since"] > body["until_at"]:
        story.broken("absence", f"{story.name_of(turn)} comes later than now and before its appointed time")
    turn["cool_down_until"] = body["until_at"]
    story.keep(turn)
    story.tickets[turn["ticket_id"]].update(postponed_until=body["until_at"], confirmed_at=None)


def emergency_merged(story: Story, body: Row) -> None:
    rules, ticket_id = story.known_rules(), body["ticket_id"]
    device = story.devices[body["device_id"]]
    shown = f"X{device['kiosk_number']}-{body['number']:03d}"
    story.expect("numbers", "an emergency number as it is shown", body["shown"], shown)
    story.expect("numbers", "its series", body["prefix"], f"X{device['kiosk_number']}")
    story.expect("actors", "who gave an emergency number", story.actor, f"device:{body['device_id']}")
    story.expect("order", "the queueing group", body["rate"], rules.rate_of(body["priority_group"]))
    if body["day"] not in story.days:
        story.broken("day", f"{shown} is taken into {body['day']}, which never opened")
    if any((known["day"], known["shown"]) == (body["day"], shown) for known in story.tickets.values()):
        story.broken("numbers", f"{shown} is taken a second time on {body['day']}")
    if body["ranked_at"] > story.at:
        story.broken("order", f"{shown} ranks in the future")
    if ticket_id is None:
        _take_emergency_number(story, body)
    else:
        _let_go_of_the_unseen(story, body, story.tickets[ticket_id])
    turn = story.turns[story.seq if ticket_id is None else ticket_id]
    story.merged = (turn["turn_id"], story.seq)
    if turn["state"] == "waiting" and story.state_of(body["day"]) == "closed":
        story.owed_expiry = turn["turn_id"]


def _take_emergency_number(story: Story, body: Row) -> None:
    if body["intent_id"] in story.intents:
        story.broken("once", f"the wish {body['intent_id']} has a number already")
    story.intents[body["intent_id"]] = story.seq
    _keep_ticket(story, body | {"origin": "emergency", "helped_by": None, "print_due_at": None}, body["prefix"])
    story.tickets[story.seq]["print_outcome"] = "printed"
    story.add_turn(
        ticket_id=story.seq,
        day=body["day"],
        service=body["service"],
        rate=body["rate"],
        ranked_at=body["ranked_at"],
        arrival=story.seq,
        waiting_since=body["ranked_at"],
    )


def _let_go_of_the_unseen(story: Story, body: Row, ticket: Row) -> None:
    """The ticket goes on under the printed number; whoever was served under the other stays served."""
    story.expect("once", "whose wish it was", body["intent_id"], ticket["intent_id"])
    story.expect("day", "the day of a number", body["day"], ticket["day"])
    story.expect("numbers", "the number that nobody saw", body["superseded"], ticket["shown"])
    story.superseded[body["day"], ticket["shown"]] = {
        "day": body["day"],
        "shown": ticket["shown"],
        "ticket_id": ticket["ticket_id"],
        "seq": story.seq,
    }
    ticket.update(prefix=body["prefix"], number=body["number"], shown=body["shown"])
    ticket.update(print_outcome="printed", print_due_at=None)
    turn = story.turns[ticket["ticket_id"]]
    if (turn["state"], "emergency_merged") in STEPS:
        story.move(turn["turn_id"], "emergency_merged")
        turn.update(counter_id=None, officer_id=None, ended_at=None, grace_until=None)
        turn.update(cool_down_until=None, absent_due_at=None)
        story.keep(turn)


def _expect_citizen(story: Story, what: str) -> None:
    if not story.is_by_a_citizen:
        story.broken("actors", f"{what} is {story.actor}")


def supplement_asked(story: Story, body: Row) -> None:
    turn = story.turns[body["turn_id"]]
    if turn["state"] != "finished":
        story.broken("supplements", f"something is asked of {story.name_of(turn)}, which is {turn['state']}")
    story.supplements[story.seq] = {
        "supplement_id": story.seq,
        "turn_id": turn["turn_id"],
        "ticket_id": turn["ticket_id"],
        "day": turn["day"],
        "service": turn["service"],
        "officer_id": body["officer_id"],
        "valid_until": body["valid_until"],
        "returned_ticket": None,
        "undone": 0,
    }


def supplement_withdrawn(story: Story, body: Row) -> None:
    supplement = story.supplements[body["supplement_id"]]
    if supplement["returned_ticket"] is not None or supplement["undone"]:
        story.broken("supplements", f"supplement {body['supplement_id']} is withdrawn after it was brought or undone")
    supplement["undone"] = 1


def place_reserved(story: Story, body: Row) -> None:
    if body["at"] <= story.at or body["day"] in story.days:
        story.broken("places", f"a place is reserved on {body['day']}, which has begun")
    rules = story.known_rules()
    same = [p for p in story.places.values() if (p["service"], p["at"]) == (body["service"], body["at"])]
    if sum(place["state"] in ("reserved", "claimed") for place in same) >= rules.places_in_a_slot:
        story.broken("places", f"more places of {body['service']} in one slot than the centre gives")
    if body["from_ticket"] is not None:
        story.expired_tickets.discard(body["from_ticket"])
    story.places[story.seq] = {
        "place_id": story.seq,
        "day": body["day"],
        "service": body["service"],
        "at": body["at"],
        "priority_group": body["priority_group"],
        "language": body["language"],
        "reason": body["reason"],
        "from_ticket": body["from_ticket"],
        "state": "reserved",
        "ticket_id": None,
        "made_at": story.at,
    }


def place_ended(story: Story, body: Row) -> None:
    place = story.places[body["place_id"]]
    if place["state"] != "reserved":
        story.broken("places", f"place {body['place_id']} ends when it is {place['state']}")
    place["state"] = body["state"]


def _one_more_number(story: Story, body: Row, prefix: str, shown: str) -> None:
    """The next one of its series, once for each wish."""
    series = (body["day"], prefix)
    story.expect("numbers", f"the next number of {prefix} on {series[0]}", body["number"], story.next_of(series))
    story.expect("numbers", "the number as it is shown", body["shown"], shown)
    if body["intent_id"] in story.intents or body["intent_id"] in story.cancelled:
        story.broken("once", f"the wish {body['intent_id']} has been answered or cancelled before")
    story.series[series] = max(story.next_of(series) - 1, body["number"])
    story.intents[body["intent_id"]] = story.seq


def _gives_numbers(story: Story, body: Row) -> bool:
    """A place that was reserved is honoured as long as the day lasts."""
    state = story.state_of(body["day"])
    return state == "open" or (state == "tickets_stopped" and body["place_id"] is not None)


def _expect_asker(story: Story, body: Row) -> None:
    """A kiosk asks and prints; or staff ask for the citizen, and it was printed or said."""
    if body["helped_by"] is None:
        story.expect("prints", "when an outcome is due", body["print_due_at"], story.at + PRINT_DUE_MS)
        story.expect("actors", "who gives a number", story.actor, f"device:{body['device_id']}")
        story.expect("actors", "what gives a number", story.kind_of(body["device_id"]), "kiosk")
        return
    story.expect("prints", "when an outcome is due", body["print_due_at"], None)
    story.expect("actors", "who helps", story.actor, f"staff:{body['helped_by']}")
    if body["device_id"]:
        story.expect("actors", "what prints", story.kind_of(body["device_id"]), "kiosk")


def _claimed(story: Story, body: Row) -> tuple[int | None, int | None]:
    """The rank and the earliest call that a reserved place gives; what is claimed is claimed once."""
    if body["supplement_id"] is not None:
        supplement = story.supplements[body["supplement_id"]]
        story.expect("order", "whom a return waits for", body["for_officer"], supplement["officer_id"])
        if supplement["undone"] or body["day"] > supplement["valid_until"]:
            story.broken("once", f"supplement {body['supplement_id']} is brought too late, or was never asked for")
        _expect_unclaimed(story, supplement["returned_ticket"])
        supplement["returned_ticket"] = story.seq
        return None, None
    if body["place_id"] is None:
        return None, None
    place = story.places[body["place_id"]]
    _expect_unclaimed(story, place["ticket_id"])
    if place["state"] not in ("reserved", "claimed"):
        story.broken("once", f"place {body['place_id']} is claimed when it is {place['state']}")
    place["state"], place["ticket_id"] = "claimed", story.seq
    if place["day"] < body["day"]:
        return story.days[body["day"]]["opened_at"], None
    if story.at > place["at"] + story.known_rules().late_ms:
        return story.at, None
    return place["at"], place["at"] if place["at"] > story.at else None


def _expect_unclaimed(story: Story, ticket_id: int | None) -> None:
    """A code is good for one number, unless that one reached nobody."""
    if ticket_id is None:
        return
    last = max((t for t in story.turns.values() if t["ticket_id"] == ticket_id), key=lambda turn: turn["turn_id"])
    if last["state"] not in REACHED_NOBODY:
        story.broken("once", f"what {story.name_of(last)} claimed is claimed a second time")


def _keep_ticket(story: Story, body: Row, prefix: str) -> None:
    story.tickets[story.seq] = {
        "ticket_id": story.seq,
        "intent_id": body["intent_id"],
        "day": body["day"],
        "prefix": prefix,
        "number": body["number"],
        "shown": body["shown"],
        "service": body["service"],
        "priority_group": body["priority_group"],
        "language": body["language"],
        "device_id": body["device_id"],
        "issued_at": story.at,
        "origin": body["origin"],
        "helped_by": body["helped_by"],
        "print_outcome": None,
        "print_due_at": body["print_due_at"],
        "purpose": body["purpose"],
        "procedure": body["procedure"],
        "confirmed_at": None,
        "postponed_until": None,
    }
