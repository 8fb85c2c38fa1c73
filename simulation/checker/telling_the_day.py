"""The service day, its services, its notices and the clock, told from their events."""

from simulation.checker.story import OPEN, Row, Story


def day_opened(story: Story, body: Row) -> None:
    day = body["day"]
    if story.open_day not in (None, day):
        story.broken("day", f"{day} opens while {story.open_day} is open")
    if story.days and day < max(story.days):
        story.broken("day", f"{day} opens after {max(story.days)}")
    story.expect("day", f"is_reopened of {day}", body["is_reopened"], day in story.days)
    opened_at = story.days[day]["opened_at"] if day in story.days else story.at
    story.days[day] = {
        "day": day,
        "state": "open",
        "opened_at": opened_at,
        "closed_at": None,
        "phase_at_opening": body["phase"],
        "extended_to": None,
        "rush": None,
        "rush_by": None,
    }


def tickets_stopped(story: Story, body: Row) -> None:
    story.expect("day", "tickets stop in a day that", story.days[body["day"]]["state"], "open")
    story.days[body["day"]]["state"] = "tickets_stopped"


def day_extended(story: Story, body: Row) -> None:
    day = story.days[body["day"]]
    if day["state"] == "closed" or body["closes_at"] <= story.at:
        story.broken("day", f"{body['day']} is extended when it is over, or into the past")
    day["state"], day["extended_to"] = "open", body["closes_at"]


def day_closed(story: Story, body: Row) -> None:
    day = story.days[body["day"]]
    if day["state"] == "closed":
        story.broken("day", f"{body['day']} closes a second time")
    day["state"], day["closed_at"] = "closed", story.at
    story.expired_tickets.clear()
    for turn in story.turns.values():
        if turn["state"] in OPEN and turn["day"] == body["day"]:
            story.broken("conservation", f"{story.name_of(turn)} is still {turn['state']} when its day closes")
    for place in story.places.values():
        if place["state"] == "reserved" and place["day"] <= body["day"]:
            story.broken("conservation", f"place {place['place_id']} is still reserved when its day closes")
    for session in story.open_sessions():
        if story.turn_at(session["counter_id"]) is None:
            story.broken("day", f"{session['officer_id']} stays at {session['counter_id']} after closing")


def rush_switched(story: Story, body: Row) -> None:
    day, wanted = story.days[body["day"]], "on" if body["is_on"] else "off"
    if day["state"] == "closed":
        story.broken("day", f"rush is switched in {body['day']}, which is closed")
    if body["by"] == "rule":
        story.expect("actors", "who goes by the rule", story.actor, "schedule")
        if day["rush_by"] == "head":
            story.broken("day", "the rule switches rush, which the head has chosen for the day")
    else:
        story.expect("actors", "who switches rush", story.role_of_actor(), "head")
    day["rush"], day["rush_by"] = wanted, body["by"]


def service_closed(story: Story, body: Row) -> None:
    if story.state_of(body["day"]) not in ("open", "tickets_stopped"):
        story.broken("day", f"{body['service']} closes on {body['day']}, which is not open")
    story.closed_services.setdefault(
        (body["day"], body["service"]), {"day": body["day"], "service": body["service"], "closed_at": story.at}
    )


def service_reopened(story: Story, body: Row) -> None:
    if story.closed_services.pop((body["day"], body["service"]), None) is None:
        story.broken("day", f"{body['service']} reopens and was not closed")


def notice_posted(story: Story, body: Row) -> None:
    story.notices[story.seq] = {
        "notice_id": story.seq,
        "posted_at": story.at,
        "until_at": body["until_at"],
        "withdrawn_at": None,
    }


def notice_withdrawn(story: Story, body: Row) -> None:
    notice = story.notices[body["notice_id"]]
    if notice["withdrawn_at"] is not None:
        story.broken("day", f"notice {body['notice_id']} is withdrawn a second time")
    notice["withdrawn_at"] = story.at


def database_restored(story: Story, body: Row) -> None:
    story.expect("actors", "who restores", story.actor, "command-line")
    if body["epoch"] <= story.epoch:
        story.broken("order", f"restored in epoch {body['epoch']}, after epoch {story.epoch}")
    story.epoch = body["epoch"]
    story.restored.append(story.seq)


def lost_in_restore(story: Story, body: Row) -> None:
    """Numbers of a day that may be in somebody's hand: the next one given comes after them."""
    series = (body["day"], body["prefix"])
    story.expect("numbers", f"the first lost number of {body['prefix']}", body["first"], story.next_of(series))
    if body["last"] < body["first"] or not story.epoch:
        story.broken("numbers", f"numbers of {body['prefix']} are lost without a restore, or none are")
    story.series[series] = body["last"]


def clock_jumped(story: Story, body: Row) -> None:
    story.jumps[story.seq] = {"seq": story.seq, "at": story.at, "jump_ms": body["jump_ms"]}
