"""Whether Next ever said that nobody waits while somebody did: such an answer leaves no row in the journal. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulation.checker import Findings, Story
from simulation.checker.telling import tell
from simulation.checker.whose_turn import may_be_called
from simulation.torture.happenings import Deed, Outcome


@dataclass(slots=True)
class _Idle:
    """A Next that found nobody, and between which rows of the journal it was decided."""

    deed: Deed
    first: int
    last: int
    is_right: bool = False
    waited: str = ""


def check_idle_desks(
    deeds: Sequence[Deed], placed: Mapping[str, int], rows: Iterable[Mapping[str, Any]], findings: Findings
) -> int:
    """Find such an answer; how many were looked at. `placed`: the sequence of deeds, by key, where it is sure.

    An answer is right when at any moment in which it may have been decided nobody waited for that counter.
    """
    rows = list(rows)
    idle = [_between(deed, deeds, placed, len(rows)) for deed in deeds if _found_nobody(deed)]
    story = Story(Findings())
    for row in rows:
        _look(story, [one for one in idle if one.first <= story.seq <= one.last])
        tell(story, row)
    _look(story, [one for one in idle if one.last >= story.seq])
    for one in idle:
        if not one.is_right:
            words = f"{one.deed.who} was told that nobody waits, and {one.waited} did all the time"
            findings.broken("work", one.first, words)
    return len(idle)


def _found_nobody(deed: Deed) -> bool:
    return deed.what == "next" and deed.outcome is Outcome.OK and deed.answer.get("number") is None


def _between(deed: Deed, deeds: Iterable[Deed], placed: Mapping[str, int], last_seq: int) -> _Idle:
    """Behind what was answered before it was begun, before what was begun after it was answered."""
    known = [one for one in deeds if one.key in placed and one.outcome is Outcome.OK]
    first = max((placed[one.key] for one in known if one.ended_s <= deed.invoked_s), default=0)
    last = min((placed[one.key] - 1 for one in known if one.invoked_s >= deed.ended_s), default=last_seq)
    return _Idle(deed, first, max(first, last))


def _look(story: Story, idle: Iterable[_Idle]) -> None:
    for one in idle:
        if one.is_right:
            continue
        officer = one.deed.who.removeprefix("staff:")
        desk = next((session for session in story.open_sessions() if session["officer_id"] == officer), None)
        waiting = [] if desk is None else may_be_called(story, desk["counter_id"])
        one.is_right = not waiting
        one.waited = ", ".join(story.name_of(turn) for turn in waiting[:3])
