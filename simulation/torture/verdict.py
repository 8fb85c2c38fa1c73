"""Judges a history: what people did and were told, held against journal, tables, kiosks and paper at the end. Pure.

The rules are in docs/torture.md. Nothing here knows what befell the centre: whatever it was, they hold.
"""

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulation.checker import Broken, Findings
from simulation.torture.happenings import Deed, Happening, NumberSeen, Outcome, Press
from simulation.torture.idle_desks import check_idle_desks

EVENT_OF = {
    "sign-on": "desk_signed_on",
    "next": "turn_called",
    "start": "turn_started",
    "finish": "turn_finished",
    "recall": "turn_recalled",
    "absent": "turn_marked_absent",
    "back-to-queue": "turn_returned",
    "hold": "turn_held",
    "release": "turn_released",
    "transfer": "turn_transferred",
    "undo": "action_undone",
    "close-day": "day_closed",
    "open-day": "day_opened",
}
"""The event that each deed makes, once; a ticket's is told by its intent."""
_NAMES_ITS_TURN = frozenset({"next", "start", "finish", "absent", "back-to-queue", "hold", "release"})
"""Deeds whose answer names the very turn of their event."""
_MAY_BE_AN_ECHO = frozenset({"recall", "start", "sign-on", "open-day"})
"""Pressed again soon, or when it is so already, they answer well and do nothing."""
_IN_HAND = "printed"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of paper that a kiosk's printer cut off."""

    name: str
    number: str | None
    """What stands large on it; None: nothing, or not all of it."""
    is_copy: bool = False
    """It is, dot by dot, the slip that says it is a copy."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that is there at the end of a history."""

    happenings: Sequence[Happening]
    journal: Sequence[Mapping[str, Any]]
    """Its rows as stored; `body` is JSON."""
    tickets: Sequence[Mapping[str, Any]]
    """`ticket_id`, `intent_id`, `shown`, `day` of all tickets."""
    wishes: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    """What each kiosk has stored."""
    paper: Mapping[str, Sequence[Piece]] = field(default_factory=dict)
    """What each kiosk's printer cut off, oldest first."""
    doubled_s: Sequence[tuple[float, float]] = ()
    """When the desks' line said everything twice: a refusal is not stored, so the second of two may be granted."""


@dataclass(frozen=True, slots=True)
class _Event:
    seq: int
    kind: str
    actor: str
    body: Mapping[str, Any]


def judge(evidence: Evidence) -> list[Broken]:
    """What is broken; nothing, if all rules hold."""
    findings = Findings()
    events = _events(evidence)
    deeds = _deeds(evidence)
    _check_order(deeds, _placed(deeds, events, findings), findings)
    _check_presses([one for one in evidence.happenings if isinstance(one, Press)], events, findings)
    for kiosk, wishes in evidence.wishes.items():
        _check_kiosk(kiosk, wishes, evidence, events, findings)
        _check_paper(kiosk, wishes, evidence, findings)
    _check_seen([one for one in evidence.happenings if isinstance(one, NumberSeen)], events, findings)
    return findings.all


def idle(evidence: Evidence, findings: Findings) -> int:
    """Check each Next that found nobody (`check_idle_desks`), in whole rows of the journal; how many there were."""
    deeds = _deeds(evidence)
    return check_idle_desks(deeds, _placed(deeds, _events(evidence), Findings()), evidence.journal, findings)


def _events(evidence: Evidence) -> list[_Event]:
    return [_Event(row["seq"], row["kind"], row["actor"], json.loads(row["body"])) for row in evidence.journal]


def _deeds(evidence: Evidence) -> list[Deed]:
    return _with_doubts((one for one in evidence.happenings if isinstance(one, Deed)), evidence.doubled_s)


def _placed(deeds: Sequence[Deed], events: Sequence[_Event], findings: Findings) -> dict[str, int]:
    """The sequence of each deed, by its key, where it is sure."""
    return _check_tickets(deeds, events, findings) | _check_desks(deeds, events, findings)


def _with_doubts(deeds: Iterable[Deed], doubled_s: Sequence[tuple[float, float]]) -> list[Deed]:
    """Refused deeds whose double may have come later are unknown."""
    known = []
    for deed in deeds:
        was_doubled = any(begin_s <= deed.ended_s and deed.invoked_s <= end_s for begin_s, end_s in doubled_s)
        if was_doubled and deed.outcome is Outcome.FAILED:
            deed = Deed(deed.who, deed.what, deed.key, deed.invoked_s, deed.ended_s, Outcome.UNKNOWN)
        known.append(deed)
    return known


# --- tickets that were asked for at a console ---------------------------------------------------------------


def _check_tickets(deeds: Iterable[Deed], events: Iterable[_Event], findings: Findings) -> dict[str, int]:
    """The sequence of each ticket, by the key of its deed."""
    issued = defaultdict(list)
    for event in events:
        if event.kind == "ticket_issued":
            issued[event.body["intent_id"]].append(event)
    placed = {}
    for deed in deeds:
        if deed.what != "ticket":
            continue
        found = issued.get(deed.key, [])
        _check_count(deed, len(found), findings)
        for event in found[:1]:
            placed[deed.key] = event.seq
            if deed.outcome is Outcome.OK and deed.answer["ticket"]["number"] != event.body["shown"]:
                told = deed.answer["ticket"]["number"]
                findings.broken("tickets", event.seq, f"{deed.who} was told {told}, it is {event.body['shown']}")
    return placed


def _check_count(deed: Deed, count: int, findings: Findings) -> None:
    least = 1 if deed.outcome is Outcome.OK else 0
    most = 0 if deed.outcome is Outcome.FAILED else 1
    if not least <= count <= most:
        words = f"{deed.what} of {deed.who} ({deed.key}) is {deed.outcome.value} and stands there {count} times"
        findings.broken("once", None, words)


# --- what was done at desks -----------------------------------------------------------------------------------


def _check_desks(deeds: Sequence[Deed], events: Sequence[_Event], findings: Findings) -> dict[str, int]:
    """Each acknowledged deed has one event, each event one deed. The sequence by key, where it is sure."""
    done = defaultdict(list)
    for event in events:
        if not event.body.get("is_inferred") or event.kind != "turn_started":
            done[event.actor, event.kind].append(event)
    wanted = defaultdict(list)
    for deed in deeds:
        if deed.what in EVENT_OF:
            wanted[deed.who, EVENT_OF[deed.what]].append(deed)
    placed: dict[str, int] = {}
    finished_by_next = Counter(
        deed.who
        for deed in _all_of(wanted)
        if deed.what == "next" and (deed.outcome is Outcome.UNKNOWN or deed.answer.get("finished"))
    )
    for (who, kind), own in wanted.items():
        spare = finished_by_next[who] if kind == "turn_finished" else 0
        placed |= _match(own, done.get((who, kind), []), spare, findings)
    started = {event.body["turn_id"] for event in events if event.kind == "turn_started"}
    for deed in deeds:
        if deed.what == "start" and deed.outcome is Outcome.OK and deed.answer["turn_id"] not in started:
            findings.broken("once", None, f"start of {deed.who} at turn {deed.answer['turn_id']}: nobody was started")
    for who in {who for who, _ in wanted}:
        for kind in set(EVENT_OF.values()):
            if (who, kind) not in wanted and len(done.get((who, kind), [])) > (
                finished_by_next[who] if kind == "turn_finished" else 0
            ):
                findings.broken("once", done[who, kind][0].seq, f"{kind} of {who}, who did nothing of the kind")
    return placed


def _all_of(wanted: Mapping[tuple[str, str], Sequence[Deed]]) -> list[Deed]:
    return [deed for own in wanted.values() for deed in own]


def _match(deeds: Sequence[Deed], events: Sequence[_Event], spare: int, findings: Findings) -> dict[str, int]:
    """One person's deeds of one kind and their events. `spare`: events that other deeds of theirs may have made."""
    placed: dict[str, int] = {}
    left = list(events)
    acknowledged = [deed for deed in deeds if deed.outcome is Outcome.OK and _makes_event(deed)]
    echoes = [deed for deed in acknowledged if deed.what in _MAY_BE_AN_ECHO]
    certain = [deed for deed in acknowledged if deed.what not in _MAY_BE_AN_ECHO]
    for turn_id, own in _by_turn(certain).items():
        of_turn = [event for event in left if turn_id is None or event.body["turn_id"] == turn_id]
        if len(of_turn) < len(own):
            words = f"{own[0].what} of {own[0].who}{'' if turn_id is None else f' at turn {turn_id}'}"
            findings.broken("once", None, f"{words}: acknowledged {len(own)} times, there {len(of_turn)} times")
        if len(of_turn) == len(own):
            # One person waits for each answer before the next deed: the order is known.
            placed |= {deed.key: event.seq for deed, event in zip(own, of_turn, strict=True)}
        for event in of_turn[: len(own)]:
            left.remove(event)
    most = len(echoes) + spare + sum(deed.outcome is Outcome.UNKNOWN for deed in deeds)
    if len(left) > most:
        words = f"{left[0].kind} of {deeds[0].who}: {len(left)} more than acknowledged, at most {most} are unknown"
        findings.broken("once", left[-1].seq, words)
    return placed


def _makes_event(deed: Deed) -> bool:
    """Whether an acknowledged deed did anything: a Next may find nobody, or the call of a moment ago."""
    if deed.what == "next":
        return deed.answer.get("number") is not None and not deed.answer.get("is_same_call")
    return True


def _by_turn(deeds: Iterable[Deed]) -> dict[int | None, list[Deed]]:
    by_turn = defaultdict(list)
    for deed in deeds:
        by_turn[deed.answer.get("turn_id") if deed.what in _NAMES_ITS_TURN else None].append(deed)
    return by_turn


def _check_order(deeds: Iterable[Deed], placed: Mapping[str, int], findings: Findings) -> None:
    """Acknowledged before another was begun: it comes before it in the journal."""
    known = sorted(
        ((deed.ended_s, placed[deed.key], deed) for deed in deeds if deed.key in placed and deed.outcome is Outcome.OK),
        key=lambda one: one[0],
    )
    ends = [ended_s for ended_s, _, _ in known]
    furthest: list[tuple[int, Deed]] = []
    """Of those that ended by then, the one that stands last in the journal."""
    for _, seq, deed in known:
        former = furthest[-1] if furthest else (seq, deed)
        furthest.append(max(former, (seq, deed), key=lambda one: one[0]))
    for deed in deeds:
        before = bisect_left(ends, deed.invoked_s)
        if deed.key in placed and before:
            seq, former_deed = furthest[before - 1]
            if seq > placed[deed.key] and former_deed.key != deed.key:
                words = (
                    f"{deed.what} of {deed.who} was begun after {former_deed.what} of {former_deed.who} was answered"
                )
                findings.broken("real time", placed[deed.key], f"{words}, which stands at {seq}")


# --- pads -------------------------------------------------------------------------------------------------------


def _check_presses(presses: Sequence[Press], events: Iterable[_Event], findings: Findings) -> None:
    """Each press that was thanked for is there once, each other at most once, all in order."""
    kept = defaultdict(list)
    counted: dict[tuple[str, str], int] = {}
    for event in events:
        if event.kind != "press_recorded":
            continue
        kept[event.body["device_id"]].append(event)
        of_boot = event.body["device_id"], event.body["boot_id"]
        if event.body["n"] <= counted.get(of_boot, 0):
            findings.broken("presses", event.seq, f"press {event.body['n']} of a boot comes after {counted[of_boot]}")
        counted[of_boot] = event.body["n"]
    for pad in {press.pad for press in presses}:
        own = sorted((press for press in presses if press.pad == pad), key=lambda press: press.tried_s)
        levels = [event.body["level"] for event in kept[pad]]
        if not fits(own, levels):
            tried = " ".join(f"{press.level}{'' if press.is_thanked else '?'}" for press in own)
            findings.broken("presses", None, f"{pad} was pressed {tried}, recorded is {' '.join(map(str, levels))}")


def fits(tried: Sequence[Press], kept: Sequence[int]) -> bool:
    """Whether leaving out presses that were not thanked for gives what was kept."""
    reachable = {0}
    for press in tried:
        after = {at + 1 for at in reachable if at < len(kept) and kept[at] == press.level}
        reachable = after if press.is_thanked else after | reachable
    return len(kept) in reachable


# --- kiosks and paper -------------------------------------------------------------------------------------------


def _check_kiosk(
    kiosk: str,
    wishes: Sequence[Mapping[str, Any]],
    evidence: Evidence,
    events: Sequence[_Event],
    findings: Findings,
) -> None:
    """What a kiosk was told or gave is what the server has; each number of its own is taken over once, in order."""
    tickets = defaultdict(list)
    for ticket in evidence.tickets:
        tickets[ticket["intent_id"]].append(ticket)
    merged = [event for event in events if event.kind == "emergency_merged" and event.body["device_id"] == kiosk]
    merges = Counter(event.body["intent_id"] for event in merged)
    given = []
    for wish in wishes:
        intent_id, state = wish["intent_id"], wish["state"]
        found = tickets.get(intent_id, [])
        if len(found) > 1:
            findings.broken("once", None, f"{kiosk}: one touch ({intent_id}), {len(found)} tickets")
        if wish["emergency"] is not None and state == "settled":
            shown = json.loads(wish["emergency"])["shown"]
            given.append(shown)
            if merges[intent_id] != 1:
                findings.broken("emergency", None, f"{kiosk}: {shown} was taken over {merges[intent_id]} times")
            elif found[0]["shown"] != shown:
                findings.broken("emergency", None, f"{kiosk}: {shown} was given, {found[0]['shown']} is in the queue")
        elif wish["ticket"] is not None:
            told = json.loads(wish["ticket"])
            if not found or (told["ticket_id"], told["number"]) != (found[0]["ticket_id"], found[0]["shown"]):
                findings.broken("tickets", None, f"{kiosk} was told {told['number']}, the server has {found}")
        elif state == "refused" and found:
            findings.broken("once", None, f"{kiosk}: {intent_id} was refused and there is {found[0]['shown']}")
    known = {wish["intent_id"] for wish in wishes}
    for event in events:
        is_own = event.kind == "ticket_issued" and event.body["device_id"] == kiosk and not event.body["helped_by"]
        if is_own and event.body["intent_id"] not in known:
            findings.broken("tickets", event.seq, f"{event.body['shown']}: {kiosk} has not kept that it was asked for")
    in_order = [event.body["shown"] for event in merged if event.body["shown"] in given]
    if in_order != given:
        findings.broken("emergency", None, f"{kiosk} gave {' '.join(given)}, taken over {' '.join(in_order)}")


def _check_paper(kiosk: str, wishes: Sequence[Mapping[str, Any]], evidence: Evidence, findings: Findings) -> None:
    """Every number on paper is one ticket's; the second piece of a number says that it is a copy."""
    shown = Counter(ticket["shown"] for ticket in evidence.tickets)
    pieces = defaultdict(list)
    for piece in evidence.paper.get(kiosk, ()):
        if piece.number is not None:
            pieces[piece.number].append(piece)
    for number, own in pieces.items():
        if shown[number] != 1:
            findings.broken("paper", None, f"{own[0].name} of {kiosk} shows {number}: {shown[number]} tickets have it")
        originals = [piece.name for piece in own if not piece.is_copy]
        if len(originals) > 1:
            findings.broken("paper", None, f"{number} stands on {' and '.join(originals)}, none of them marked a copy")
    for wish in wishes:
        if wish["outcome"] == _IN_HAND and wish["kind"] != "place":
            words = wish["emergency"] or wish["ticket"]
            number = json.loads(words)["shown" if wish["emergency"] else "number"] if words else ""
            if number and number not in pieces:
                findings.broken("paper", None, f"{kiosk} says {number} was printed, and it is on no paper")


def _check_seen(seen: Iterable[NumberSeen], events: Iterable[_Event], findings: Findings) -> None:
    """Whatever a screen showed as somebody's number has a fate on record."""
    on_record = set()
    for event in events:
        if event.kind in ("ticket_issued", "emergency_merged"):
            on_record.add(event.body["shown"])
        elif event.kind == "intent_cancelled" and event.body.get("emergency"):
            on_record.add(event.body["emergency"])
    for one in seen:
        if one.number not in on_record:
            findings.broken("tickets", None, f"{one.kiosk} showed {one.number}, of which the journal knows nothing")
