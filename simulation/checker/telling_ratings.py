"""Rating windows, presses and undoing, told from their events."""

from simulation.checker.rules import PRESS_GRACE_MS, RESTORED_WITHIN, SECOND_MS, UNDO_MS, WINDOW_LOOK_BACK_MS
from simulation.checker.story import Row, Story

AT_THE_DESK = ("pad", "touch")
AWAY = ("page", "kiosk")
_BURST_MS = 3 * SECOND_MS
_SLOW_MS = 30 * SECOND_MS
_OF_WHERE = frozenset({"staff_address", "same_browser"})
"""Flags that rest on what no journal holds: who asked from where."""

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
        "undone_at": None,
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
    if body["press_id"] in story.presses:
        story.broken("once", f"press {body['press_id']} is recorded a second time")
    if body["level"] not in story.known_rules().levels:
        story.broken("attribution", f"there is no level {body['level']}")
    if body["flags"] != sorted(set(body["flags"])):
        story.broken("ratings", "the flags of a press are not in order")
    if body["channel"] in AT_THE_DESK:
        _pressed_at_the_desk(story, body)
    elif body["channel"] in AWAY:
        _answered_away(story, body)
    else:
        story.broken("ratings", f"there is no channel {body['channel']}")
    press = {
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
        "channel": body["channel"],
        "flags": " ".join(body["flags"]),
    }
    story.presses[body["press_id"]] = press
    story.presses_of_device.setdefault(body["device_id"], []).append(press)
    if body["window_id"] is not None:
        story.presses_of_window.setdefault(body["window_id"], []).append(press)


def _pressed_at_the_desk(story: Story, body: Row) -> None:
    device = story.devices.get(body["device_id"])
    is_pad = device is not None and device["kind"] == "pad" and body["counter_id"] in story.stood_at[body["device_id"]]
    if not is_pad:
        story.broken("attribution", f"{body['device_id']} was never a pad of {body['counter_id']}")
    story.expect("actors", "who reports a press", story.actor, f"device:{body['device_id']}")
    place = (body["boot_id"], body["n"])
    if place in story.press_places and "impossible" not in body["flags"]:
        story.broken("once", f"press {body['n']} of boot {body['boot_id']} is recorded a second time")
    story.press_places.add(place)
    story.expect("attribution", "the window of a press", body["window_id"], _window_of(story, body))
    if story.version > 1:  # nothing odd was noted of presses before
        story.expect("ratings", "the flags of a press", set(body["flags"]), _flags_of_press(story, body))
    boot = (body["device_id"], body["boot_id"])
    story.press_counts[boot] = max(body["n"], story.press_counts.get(boot, body["n"]))


def _flags_of_press(story: Story, body: Row) -> set[str]:
    """Reckoned once more, from the journal alone."""
    flags = set()
    pressed_at = None if body["age_ms"] is None else story.at - body["age_ms"]
    window = story.windows.get(body["window_id"]) if body["window_id"] is not None else None
    if window is None:
        flags.add("no_window")
    else:
        if _of_series(story, body["window_id"], AT_THE_DESK):
            flags.add("repeat")
        if pressed_at is not None and pressed_at - window["opened_at"] < SECOND_MS:
            flags.add("early")
    last_three = story.presses_of_device.get(body["device_id"], [])[-3:]
    of_boot = [press for press in last_three if press["boot_id"] == body["boot_id"]]
    if pressed_at is not None and len(of_boot) == 3:
        ages = [None if press["age_ms"] is None else pressed_at - _pressed_at(press) for press in of_boot]
        if all(age is not None and 0 <= age <= _BURST_MS for age in ages):
            flags.add("burst")
    if _cannot_be(story, body, pressed_at, last_three):
        flags.add("impossible")
    return flags


def _cannot_be(story: Story, body: Row, pressed_at: int | None, last_three: list[Row]) -> bool:
    counted = story.press_counts.get((body["device_id"], body["boot_id"]))
    if counted is not None and counted >= body["n"]:
        return True
    of_boot = [press["boot_id"] == body["boot_id"] for press in last_three]
    if pressed_at is None:
        return False
    if any(of_boot) and not of_boot[-1]:
        return True
    seen = story.windows.get(body["window_seen"]) if body["window_seen"] is not None else None
    if seen is not None and (seen["undone"] or seen["counter_id"] != body["counter_id"]):
        seen = None
    if seen is not None and seen["opened_at"] - pressed_at > PRESS_GRACE_MS:
        return True
    known = (press for press in last_three if press["age_ms"] is not None)
    return any(_pressed_at(press) - pressed_at > _SLOW_MS for press in known)


def _pressed_at(press: Row) -> int:
    return int(press["received_at"] - (press["age_ms"] or 0))


def _of_series(story: Story, window_id: int, channels: tuple[str, ...]) -> list[Row]:
    """The presses of a window that came by some channels, in order of arrival."""
    return [press for press in story.presses_of_window.get(window_id, ()) if press["channel"] in channels]


def _answered_away(story: Story, body: Row) -> None:
    window = story.windows.get(body["window_id"])
    if window is None or window["undone"]:
        story.broken("attribution", "an answer away from the desk belongs to no window that stands")
        return
    story.expect("attribution", "the counter of an answer", body["counter_id"], window["counter_id"])
    story.expect("attribution", "the window an answer saw", body["window_seen"], window["window_id"])
    story.expect("attribution", "the day of an answer", window["day"], story.local_day())
    before = _of_series(story, body["window_id"], AWAY)
    if any(_is_counted(press) for press in before):
        story.broken("once", f"window {body['window_id']} is answered a second time")
    wanted = {"repeat"} if before else set()
    story.expect("ratings", "the flags of an answer", set(body["flags"]) - _OF_WHERE, wanted)
    if body["channel"] == "page":
        story.expect("actors", "who passes an answer on", story.actor, "phones")
    else:
        story.expect("actors", "who reports an answer", story.actor, f"device:{body['device_id']}")


def _is_counted(press: Row) -> bool:
    return not {"impossible", "no_window", "staff_address", "same_browser"} & set(press["flags"].split())


def rating_reason_given(story: Story, body: Row) -> None:
    series, channels = ("desk", AT_THE_DESK) if body["channel"] in AT_THE_DESK else ("away", AWAY)
    rated = _of_series(story, body["window_id"], channels)
    if not rated:
        story.broken("ratings", "a reason without a rating")
    if any((window, of) == (body["window_id"], series) for window, of, _ in story.reasons):
        story.broken("once", f"reasons of window {body['window_id']} are given a second time")
    for reason in body["reasons"]:
        story.reasons[body["window_id"], series, reason] = {
            "window_id": body["window_id"],
            "series": series,
            "reason": reason,
            "seq": story.seq,
            "given_at": story.at,
        }


def correction_asked(story: Story, body: Row) -> None:
    story.corrections[story.seq] = {
        "correction_id": story.seq,
        **{name: body[name] for name in ("deed", *_BLOCK, "reason", "asked_by")},
        "asked_at": story.at,
        "state": "asked",
        "decided_by": None,
        "decided_at": None,
    }
    story.expect("actors", "who asks for a correction", story.actor, f"staff:{body['asked_by']}")


_BLOCK = ("scheme_id", "series", "officer_id", "counter_id", "block")


def correction_declined(story: Story, body: Row) -> None:
    _decide(story, body["correction_id"], "declined", body["declined_by"])


def block_set_aside(story: Story, body: Row) -> None:
    _agreed(story, body, "set_aside")
    block = {name: body[name] for name in _BLOCK}
    story.set_aside[body["correction_id"]] = {"correction_id": body["correction_id"], **block, "put_back_by": None}


def block_put_back(story: Story, body: Row) -> None:
    _agreed(story, body, "put_back")
    for aside in story.set_aside.values():
        if aside["put_back_by"] is None and all(aside[name] == body[name] for name in _BLOCK):
            aside["put_back_by"] = body["correction_id"]
            return
    story.broken("ratings", "a block is put back that was not set aside")


def _agreed(story: Story, body: Row, deed: str) -> None:
    asked = story.corrections[body["correction_id"]]
    for name in (*_BLOCK, "reason", "asked_by"):
        story.expect("ratings", f"the {name} of a correction", body[name], asked[name])
    story.expect("ratings", "what was agreed to", deed, asked["deed"])
    if body["agreed_by"] in (body["asked_by"], body["officer_id"]) or body["asked_by"] == body["officer_id"]:
        story.broken("ratings", "a correction was not made by two people, neither of them the officer")
    _decide(story, body["correction_id"], "agreed", body["agreed_by"])


def _decide(story: Story, correction_id: int, state: str, by: str) -> None:
    asked = story.corrections[correction_id]
    story.expect("ratings", "the state of a correction that is decided", asked["state"], "asked")
    story.expect("actors", "who decides a correction", story.actor, f"staff:{by}")
    asked.update(state=state, decided_by=by, decided_at=story.at)


def finding_answered(story: Story, body: Row) -> None:
    story.expect("actors", "who answers a finding", story.actor, f"staff:{body['officer_id']}")
    story.answered[story.seq] = {
        "seq": story.seq,
        "finding_key": body["finding_key"],
        "officer_id": body["officer_id"],
        "answered_at": story.at,
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
        if seen is None or seen["closes_at"] <= seen["opened_at"]:
            return None  # one that closed as it opened asks nobody: no citizen stood there
        window_id = int(seen["window_id"])
        if pressed_at is None and any(window_id - RESTORED_WITHIN < at < window_id for at in story.restored):
            return None  # its id may have been that of a lost window
        first, last = seen["opened_at"] - PRESS_GRACE_MS, seen["closes_at"] + PRESS_GRACE_MS
        return int(seen["window_id"]) if pressed_at is None or first <= pressed_at <= last else None
    if pressed_at is None:
        return None
    near = (w for w in here if w["opened_at"] >= pressed_at - WINDOW_LOOK_BACK_MS)
    open_then = [int(w["window_id"]) for w in near if w["opened_at"] <= pressed_at < w["closes_at"]]
    return max(open_then, default=None)


def action_undone(story: Story, body: Row) -> None:
    first, last = body["first_seq"], body["last_seq"]
    # Without a turn to put back it is the head's: a second service that nobody has called for is taken back.
    if body["turns"] and story.at - story.stamps[last] >= UNDO_MS:
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
            window["undone_at"] = story.at if window["undone_at"] is None else window["undone_at"]
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
