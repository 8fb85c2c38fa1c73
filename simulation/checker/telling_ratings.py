"""Rating windows, presses and undoing, told from their events."""

from simulation.checker.rules import PRESS_GRACE_MS, UNDO_MS, WINDOW_LOOK_BACK_MS
from simulation.checker.story import Row, Story

_FORGOTTEN = frozenset({"touched_seq", "overtaken", "first_overtaken_at"})
"""Columns that change without the turn being touched, or by every touch: an undo says them as they were."""


def window_opened(story: Story, body: Row) -> None:
    turn = story.turns[body["turn_id"]]
    story.expect("windows", "the turn whose window opens", body["turn_id"], story.owed_window)
    story.owed_window = None
    _, counter, officer = story.served[body["turn_id"]][-1]
    story.expect("windows", "the window's counter", body["counter_id"], counter)
    story.expect("windows", "the window's officer", body["officer_id"], officer)
    is_forgotten = story.open_day is None and body["closes_at"] == story.at
    if not is_forgotten:
        lasts_ms = story.known_rules().window_ms if story.is_owed_at_the_desk else 0
        story.expect("windows", "how long the window lasts", body["closes_at"], story.at + lasts_ms)
    story.expect("windows", "the window's scheme", body["scheme_id"], story.known_rules().scheme_id)
    story.windows[story.seq] = {
        "window_id": story.seq,
        "turn_id": body["turn_id"],
        "day": turn["day"],
        "counter_id": body["counter_id"],
        "officer_id": body["officer_id"],
        "service": turn["service"],
        "scheme_id": body["scheme_id"],
        "opened_at": story.at,
        "closes_at": body["closes_at"],
        "closed_at": None,
        "undone": 0,
    }


def window_shortened(story: Story, body: Row) -> None:
    window = story.windows[body["window_id"]]
    wanted = story.owed_shortening.pop(body["window_id"], None)
    story.expect("windows", f"until when window {body['window_id']} is cut", body["closes_at"], wanted)
    if body["closes_at"] < window["opened_at"] + story.known_rules().shortest_window_ms:
        story.broken("windows", f"window {body['window_id']} is cut below its shortest")
    window["closes_at"] = body["closes_at"]


def window_closed(story: Story, body: Row) -> None:
    window = story.windows[body["window_id"]]
    if story.at < window["closes_at"] or window["closed_at"] is not None:
        story.broken("windows", f"window {body['window_id']} closes before its time, or twice")
    if window["closed_at"] is None:
        window["closed_at"] = window["closes_at"]


def press_recorded(story: Story, body: Row) -> None:
    rules = story.known_rules()
    if body["press_id"] in story.presses:
        story.broken("once", f"press {body['press_id']} is recorded a second time")
    place = (body["boot_id"], body["n"])
    if place in story.press_places:
        story.broken("once", f"press {body['n']} of boot {body['boot_id']} is recorded a second time")
    story.press_places.add(place)
    device = story.devices.get(body["device_id"])
    is_pad = device is not None and (device["kind"], device["counter_id"]) == ("pad", body["counter_id"])
    if not is_pad:
        story.broken("attribution", f"{body['device_id']} is no pad of {body['counter_id']}")
    story.expect("actors", "who reports a press", story.actor, f"device:{body['device_id']}")
    if body["level"] not in rules.levels:
        story.broken("attribution", f"there is no level {body['level']}")
    story.expect("attribution", "the window of a press", body["window_id"], _window_of(story, body))
    story.presses[body["press_id"]] = {
        "press_id": body["press_id"],
        "seq": story.seq,
        "device_id": body["device_id"],
        "counter_id": body["counter_id"],
        "boot_id": body["boot_id"],
        "n": body["n"],
        "level": body["level"],
        "window_seen": body["window_seen"],
        "age_ms": body["age_ms"],
        "received_at": story.at,
        "window_id": body["window_id"],
    }


def _window_of(story: Story, body: Row) -> int | None:
    """The window a press belongs to: the one it saw, if it was open then; else the newest open then."""
    age_ms = body["age_ms"]
    pressed_at = None if age_ms is None else story.at - age_ms
    if pressed_at is not None and any(jump["at"] > pressed_at for jump in story.jumps.values()):
        story.broken("attribution", "the age of a press reaches across a clock jump")
    here = [w for w in story.windows.values() if w["counter_id"] == body["counter_id"] and not w["undone"]]
    if body["window_seen"] is not None:
        seen = next((w for w in here if w["window_id"] == body["window_seen"]), None)
        if seen is None:
            return None
        first, last = seen["opened_at"] - PRESS_GRACE_MS, seen["closes_at"] + PRESS_GRACE_MS
        return int(seen["window_id"]) if pressed_at is None or first <= pressed_at <= last else None
    if pressed_at is None:
        return None
    near = (w for w in here if w["opened_at"] >= pressed_at - WINDOW_LOOK_BACK_MS)
    open_then = [int(w["window_id"]) for w in near if w["opened_at"] <= pressed_at < w["closes_at"]]
    return max(open_then, default=None)


def action_undone(story: Story, body: Row) -> None:
    first, last = body["first_seq"], body["last_seq"]
    if story.at - story.stamps[last] >= UNDO_MS:
        story.broken("undo", "more than ten seconds have passed")
    _take_back(story, first, last)
    for was in body["turns"]:
        turn = story.turns[was["turn_id"]]
        if turn["touched_seq"] > last:
            story.broken("undo", f"{story.name_of(turn)} was touched since")
        before = {name: value for name, value in _before(story, turn, first).items() if name not in _FORGOTTEN}
        said = {name: _plain(value) for name, value in was.items() if name not in _FORGOTTEN}
        story.expect("undo", f"what {story.name_of(turn)} was before", said, before)
        state_before = turn["state"]
        turn.update({name: _plain(value) for name, value in was.items()})
        if turn["state"] != state_before:
            story.note_move(turn, state_before)
        story.keep(turn)
    for overtaken in body["overtaken"]:
        turn = story.turns[overtaken]
        turn["overtaken"] -= 1
        if turn["overtaken"] == 0:
            turn["first_overtaken_at"] = None


def _before(story: Story, turn: Row, first: int) -> Row:
    """The turn before row `first`. A quick serve was nothing before: its number stays, cancelled at once."""
    versions = story.versions[turn["turn_id"]]
    earlier = [version for seq, version in versions if seq < first]
    if earlier or turn["origin"] != "quick_serve":
        return earlier[-1]
    never = {"counter_id": None, "officer_id": None, "arrived_at": None, "ended_at": story.stamps[first]}
    return versions[0][1] | never | {"state": "cancelled"}


def _take_back(story: Story, first: int, last: int) -> None:
    """What the events from `first` to `last` added is no more; what they ended goes on."""
    for call in story.calls.values():
        if first <= call["call_id"] <= last:
            call["undone"] = 1
    for window in story.windows.values():
        if first <= window["window_id"] <= last:
            window["undone"] = 1
            window["closed_at"] = story.at if window["closed_at"] is None else window["closed_at"]
            window["closes_at"] = min(window["closes_at"], story.at)
    for supplement in story.supplements.values():
        if first <= supplement["supplement_id"] <= last:
            supplement["undone"] = 1
    for job in story.jobs.values():
        if first <= job["job_id"] <= last and job["ended_at"] is None:
            job["ended_at"], job["outcome"] = story.at, "withdrawn"
    for added in [turn for turn in story.turns.values() if first <= turn["turn_id"] <= last]:
        if added["touched_seq"] > last:
            story.broken("undo", f"{story.name_of(added)} was added and touched since")
        if added["origin"] == "quick_serve":
            continue
        del story.turns[added["turn_id"]]
        story.moves = [move for move in story.moves if move["turn_id"] != added["turn_id"]]
    for hold_id in [hold_id for hold_id in story.holds if first <= hold_id <= last]:
        del story.holds[hold_id]
    for hold in story.holds.values():
        if hold["ended_seq"] is not None and first <= hold["ended_seq"] <= last:
            hold["ended_at"], hold["ended_seq"] = None, None
    for served in story.served.values():
        served[:] = [one for one in served if not first <= one[0] <= last]


def _plain(value: object) -> object:
    return int(value) if isinstance(value, bool) else value
