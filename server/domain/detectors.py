"""Signs of gamed ratings in one officer's turns, beside those of the centre's others: documented rules, no verdict.

A sign is something that happens now and then to everybody and often only to who makes it happen. Each rule counts one
sign and becomes a finding when even the low end of its share lies above a fixed threshold and far above the others'.
No rule looks at what was pressed, only at whether and when. What each means, and how often it errs: docs/detectors.md.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from math import comb, exp

from server.domain.finding_words import ALONE, COMPARED, COVERAGE_WORDS, FALLEN_WORDS, SILENT_WORDS, WORDS, Sign
from server.domain.instant import MINUTE_MS, SECOND_MS, Instant
from server.domain.scores import wilson_interval
from server.domain.worked import PressRecord, TurnEnd, TurnRecord, Worked


class FindingKind(StrEnum):
    SELF_PRESSING = "self_pressing"
    """The officer seems to press in the citizens' place."""
    SUPPRESSION = "suppression"
    """Citizens seem to be kept from rating."""
    PADDING = "padding"
    """Turns seem to be made up."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When a sign becomes a finding."""

    kind: FindingKind
    least_share: float
    """Never below it, however rare the sign is with the others."""
    times_others: float
    """Never below this many times the others' share."""


PROMPT_PRESS_MS = 3 * SECOND_MS
"""Before a citizen has risen, found the pad and chosen."""
LATE_PRESS_MS = 14 * SECOND_MS
THEN_CALLS_MS = 6 * SECOND_MS
STARTS_MS = 5 * SECOND_MS
"""Nobody walks from the chairs to the desk in that time."""
STILL_OPEN_MS = 20 * SECOND_MS
"""A start within this time of the window's opening makes it as short as it can be."""
DESK_BUSY_MS = 4 * MINUTE_MS
"""Calling, calling again and waiting in vain takes less."""
SHORT_QUICK_SERVE_MS = 60 * SECOND_MS
SHORT_TURN_MS = 75 * SECOND_MS
"""From the call to the end: the walk to the desk alone takes a quarter of it."""
FEWEST = 6
"""A finding rests on at least so many turns."""
FEWEST_OF = 40
"""No share is judged below so many turns."""
FEWEST_OF_A_HALF_DAY = 4
FEWEST_STRETCHES = 3
"""A pad that dies is silent once, and again if it was mended badly."""
COUNTED_OF_A_STRETCH = 2
"""A stretch counts as so many half days at most: a pad that is dead for days is one mishap and not ten."""
BY_CHANCE = 0.003
"""So many half days without a press would come by chance less often than this."""
FALLEN_TO = 0.5
"""Of what it was, and of what became of the others' in the same half days."""
FALLEN_BY_CHANCE = 0.002
"""So much less than before would come by chance less often than this; it is asked at each half day of two weeks."""
Z_LOW = 1.645
"""The low end of a share is that of its 90 % Wilson interval."""

RULES: dict[Sign, Rule] = {
    Sign.PROMPT_PRESS: Rule(FindingKind.SELF_PRESSING, 0.18, 2.0),
    Sign.LATE_PRESS_THEN_CALL: Rule(FindingKind.SELF_PRESSING, 0.09, 2.5),
    Sign.CUT_WINDOW: Rule(FindingKind.SUPPRESSION, 0.24, 2.0),
    Sign.OFTEN_ABSENT: Rule(FindingKind.SUPPRESSION, 0.20, 2.5),
    Sign.ABSENT_AND_BUSY: Rule(FindingKind.SUPPRESSION, 0.07, 2.5),
    Sign.TRANSFER_NOT_TAKEN_UP: Rule(FindingKind.SUPPRESSION, 0.06, 2.5),
    Sign.SHORT_QUICK_SERVE: Rule(FindingKind.PADDING, 0.10, 2.5),
    Sign.SHORT_TURN: Rule(FindingKind.PADDING, 0.15, 2.5),
}
"""Set on seeds 1 to 300 of `simulation.cheating`, judged on others."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of figures: counts and comparisons, never what somebody pressed."""

    words: str
    words_en: str
    figures: Mapping[str, int]

    def said(self, language: str = "vi") -> str:
        return (self.words_en if language == "en" else self.words).format(**self.figures)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the head should look at, and the officer may answer. Not a verdict."""

    kind: FindingKind
    officer_id: str
    first_day: str
    last_day: str
    strength: float
    """How many times the threshold the strongest sign reaches; at least 1."""
    evidence: tuple[Evidence, ...]
    turns: tuple[int, ...]
    """The turns that carry the signs, in order; looking at one is no proof of anything."""

    @property
    def key(self) -> str:
        """Names this finding in answers: the same officer, kind and period, the same key."""
        return f"{self.kind}.{self.officer_id}.{self.first_day}.{self.last_day}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a sign was seen: the turns with it, among how many it could have been."""

    turns: tuple[int, ...]
    of: int


@dataclass(frozen=True, slots=True)
class HalfDay:
    """One half day of an officer: how many turns were rated, and by which starts of the pad."""

    name: str
    """The same for all officers; in the order of the alphabet that of time."""
    turns: tuple[int, ...]
    """Those whose window took presses."""
    rated: int
    boots: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tallies:
    """The counts of one officer's signs."""

    signs: Mapping[Sign, Tally]
    rated: int
    windows: int
    half_days: tuple[HalfDay, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """The others' counts of a sign, together."""

    count: int
    of: int

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Others:
    """The comparison: everybody else of the centre in the same period."""

    signs: Mapping[Sign, Share]
    coverage: Share
    half_days: Mapping[str, Share]
    """Their coverage in each half day."""


def findings(worked: Iterable[Worked], first_day: str, last_day: str) -> list[Finding]:
    """The findings of a centre's period, each officer beside all others; by officer, then kind."""
    counted = {one.officer_id: tallies(one) for one in worked}
    return [
        finding
        for officer_id, own in sorted(counted.items())
        for finding in judge(
            officer_id,
            own,
            others_of([other for its, other in counted.items() if its != officer_id]),
            first_day,
            last_day,
        )
    ]


def judge(officer_id: str, own: Tallies, others: Others, first_day: str, last_day: str) -> list[Finding]:
    """The findings about one officer, at most one of a kind."""
    shown: dict[FindingKind, list[tuple[float, Evidence, tuple[int, ...]]]] = defaultdict(list)
    for sign, rule in RULES.items():
        tally, of_others = own.signs[sign], others.signs[sign]
        strength = _strength(rule, tally, of_others)
        if strength >= 1:
            evidence = _evidence(WORDS[sign], Share(len(tally.turns), tally.of), of_others)
            shown[rule.kind].append((strength, evidence, tally.turns))
    for shown_by_coverage in (_silent_half_days(own), _fallen_coverage(own, others)):
        if shown_by_coverage is not None:
            shown[FindingKind.SUPPRESSION].append(shown_by_coverage)
    coverage = _evidence(COVERAGE_WORDS, Share(own.rated, own.windows), others.coverage)
    return [
        Finding(
            kind,
            officer_id,
            first_day,
            last_day,
            max(strength for strength, _, _ in shown[kind]),
            (*(evidence for _, evidence, _ in shown[kind]), *(() if kind is FindingKind.PADDING else (coverage,))),
            tuple(sorted({turn for _, _, turns in shown[kind] for turn in turns})),
        )
        for kind in FindingKind
        if shown[kind]
    ]


def others_of(tallied: Iterable[Tallies]) -> Others:
    """The counts of many officers together."""
    counts: dict[Sign, list[int]] = {sign: [0, 0] for sign in RULES}
    rated = windows = 0
    half_days: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in tallied:
        rated, windows = rated + one.rated, windows + one.windows
        for half_day in one.half_days:
            half_days[half_day.name][0] += half_day.rated
            half_days[half_day.name][1] += len(half_day.turns)
        for sign in RULES:
            counts[sign][0] += len(one.signs[sign].turns)
            counts[sign][1] += one.signs[sign].of
    return Others(
        {sign: Share(*count) for sign, count in counts.items()},
        Share(rated, windows),
        {name: Share(*count) for name, count in half_days.items()},
    )


def tallies(worked: Worked) -> Tallies:
    """Count the signs in what one officer did."""
    presses: dict[int, list[PressRecord]] = defaultdict(list)
    for press in worked.presses:
        presses[press.turn_id].append(press)
    in_order = sorted(worked.turns, key=lambda turn: (_begun_at(turn), turn.turn_id))
    begun = [_begun_at(turn) for turn in in_order]
    counting = _Counting()
    for turn in in_order:
        at = bisect_left(begun, max(turn.ended_at, _begun_at(turn) + 1))
        following = in_order[at] if at < len(in_order) and in_order[at].half_day == turn.half_day else None
        if following is not None and not _was_waiting(following, turn.ended_at):
            following = None
        _count_rating(counting, turn, following, presses.get(turn.turn_id, ()))
        _count_ending(counting, turn, following)
    half_days = _half_days(in_order, presses)
    return Tallies(
        {sign: Tally(tuple(counting.turns[sign]), counting.of[sign]) for sign in RULES},
        rated=sum(half_day.rated for half_day in half_days),
        windows=sum(len(half_day.turns) for half_day in half_days),
        half_days=half_days,
    )


class _Counting:
    def __init__(self) -> None:
        self.turns: dict[Sign, list[int]] = {sign: [] for sign in RULES}
        self.of = dict.fromkeys(RULES, 0)

    def count(self, sign: Sign, turn: TurnRecord, *, is_seen: bool) -> None:
        self.of[sign] += 1
        if is_seen:
            self.turns[sign].append(turn.turn_id)


def _count_rating(
    counting: _Counting, turn: TurnRecord, following: TurnRecord | None, presses: Sequence[PressRecord]
) -> None:
    """`following` is the next turn, if its citizen waited when this one ended."""
    if turn.window_at is None:
        return
    times = [press.pressed_at for press in presses if press.pressed_at is not None]
    first_press = min(times, default=None)
    if first_press is not None:
        counting.count(Sign.PROMPT_PRESS, turn, is_seen=first_press - turn.window_at < PROMPT_PRESS_MS)
    if following is None or following.called_first_at is None:
        return
    called_at = following.called_first_at
    is_late = first_press is not None and first_press - turn.window_at >= LATE_PRESS_MS
    is_called_then = first_press is not None and 0 <= called_at - first_press <= THEN_CALLS_MS
    counting.count(Sign.LATE_PRESS_THEN_CALL, turn, is_seen=is_late and is_called_then)
    starts_unseen = (
        following.arrived_at is not None
        and not following.arrival_inferred
        and following.called_last_at is not None
        # One that came back from a hold was called again after it had come.
        and 0 <= following.arrived_at - following.called_last_at <= STARTS_MS
        and following.arrived_at - turn.window_at <= STILL_OPEN_MS
    )
    counting.count(Sign.CUT_WINDOW, turn, is_seen=starts_unseen)


def _count_ending(counting: _Counting, turn: TurnRecord, following: TurnRecord | None) -> None:
    is_finished = turn.end is TurnEnd.FINISHED
    served_ms = None if turn.arrived_at is None else turn.ended_at - turn.arrived_at
    counting.count(
        Sign.SHORT_QUICK_SERVE,
        turn,
        is_seen=turn.is_quick_serve and is_finished and served_ms is not None and served_ms < SHORT_QUICK_SERVE_MS,
    )
    if turn.called_first_at is None:
        counting.count(Sign.SHORT_TURN, turn, is_seen=False)
        return
    with_desk_ms = turn.ended_at - turn.called_first_at
    counting.count(Sign.SHORT_TURN, turn, is_seen=is_finished and with_desk_ms <= SHORT_TURN_MS)
    is_absent = turn.end is TurnEnd.NO_SHOW
    idle_ms = 0 if following is None else (following.called_first_at or 0) - turn.ended_at
    counting.count(Sign.OFTEN_ABSENT, turn, is_seen=is_absent)
    counting.count(
        Sign.ABSENT_AND_BUSY, turn, is_seen=is_absent and (with_desk_ms >= DESK_BUSY_MS or idle_ms >= DESK_BUSY_MS)
    )
    counting.count(Sign.TRANSFER_NOT_TAKEN_UP, turn, is_seen=turn.end is TurnEnd.TRANSFERRED and not turn.was_taken_up)


def _was_waiting(turn: TurnRecord, at: Instant) -> bool:
    return turn.called_first_at is not None and turn.waiting_since <= at


def _half_days(in_order: Sequence[TurnRecord], presses: Mapping[int, Sequence[PressRecord]]) -> tuple[HalfDay, ...]:
    of: dict[str, list[TurnRecord]] = defaultdict(list)
    for turn in in_order:
        if turn.window_at is not None:
            of[turn.half_day].append(turn)
    return tuple(
        HalfDay(
            name,
            tuple(turn.turn_id for turn in turns),
            sum(turn.turn_id in presses for turn in turns),
            frozenset(press.boot_id for turn in turns for press in presses.get(turn.turn_id, ())),
        )
        for name, turns in sorted(of.items())
    )


def _silent_half_days(own: Tallies) -> tuple[float, Evidence, tuple[int, ...]] | None:
    """Half days without any press that chance does not explain, in stretches between which the same start of the pad
    was pressed: something lay over it, for a pad that died says so by starting anew or by staying dead."""
    judged = [half_day for half_day in own.half_days if len(half_day.turns) >= FEWEST_OF_A_HALF_DAY]
    silent = [half_day for half_day in judged if not half_day.rated]
    spoke = [half_day for half_day in judged if half_day.rated]
    if not spoke or own.windows < FEWEST_OF:
        return None
    stretches = _stretches(judged)
    if stretches < FEWEST_STRETCHES:
        return None
    coverage = _coverage_of_those_that_spoke(spoke)
    expected = sum((1 - coverage) ** len(half_day.turns) for half_day in judged)
    runs = (list(run) for is_silent, run in groupby(judged, lambda one: not one.rated) if is_silent)
    lengths = [min(COUNTED_OF_A_STRETCH, len(run)) for run in runs]
    if _as_many_by_chance(sum(lengths), expected) > BY_CHANCE:
        return None
    windows, rated = sum(len(half_day.turns) for half_day in spoke), sum(half_day.rated for half_day in spoke)
    figures = {
        "count": len(silent),
        "of": len(judged),
        "stretches": stretches,
        "percent": round(100 * rated / windows),
    }
    turns = tuple(turn for half_day in silent for turn in half_day.turns)
    return stretches / FEWEST_STRETCHES, Evidence(SILENT_WORDS[0], SILENT_WORDS[1], figures), turns


def _fallen_coverage(own: Tallies, others: Others) -> tuple[float, Evidence, tuple[int, ...]] | None:
    """From some half day on at most half of what was rated before, the others not, and that not by chance. A pad that
    died is silent too: silent half days count only where they come again and again, one of each row."""
    judged = _without_dead_stretches(own.half_days)
    found: tuple[float, int] | None = None
    for place in range(1, len(judged)):
        before, after = _coverage_in(judged[:place]), _coverage_in(judged[place:])
        if min(before.of, after.of) < FEWEST_OF or after.share > FALLEN_TO * before.share:
            continue
        chance = _as_few_by_chance(after, before)
        if chance <= FALLEN_BY_CHANCE and (found is None or chance < found[0]):
            found = chance, place
    if found is None:
        return None
    first, last = judged[: found[1]], judged[found[1] :]
    before, after = _coverage_in(first), _coverage_in(last)
    others_before, others_after = (_coverage_of(others, half_days) for half_days in (first, last))
    if min(others_before.of, others_after.of) < FEWEST_OF or not others_before.count:
        return None
    expected = before.share * min(1.0, others_after.share / others_before.share)
    if after.share > FALLEN_TO * expected:
        return None
    figures = {
        "half_days": sum(half_day.name >= last[0].name for half_day in own.half_days),
        "count": after.count,
        "of": after.of,
        "percent": round(100 * after.share),
        "before_count": before.count,
        "before_of": before.of,
        "before_percent": round(100 * before.share),
        "others_before": round(100 * others_before.share),
        "others_percent": round(100 * others_after.share),
    }
    turns = tuple(turn for half_day in last for turn in half_day.turns)
    strength = FALLEN_TO * expected / after.share  # its last half day was rated: it is above 0
    return strength, Evidence(FALLEN_WORDS[0], FALLEN_WORDS[1], figures), turns


def _without_dead_stretches(half_days: Sequence[HalfDay]) -> list[HalfDay]:
    spoke = [at for at, half_day in enumerate(half_days) if half_day.rated]
    if not spoke:
        return []
    inside = half_days[spoke[0] : spoke[-1] + 1]
    if _stretches(inside) < FEWEST_STRETCHES:
        return [one for one in inside if one.rated]
    return [*inside[:1], *(one for former, one in pairwise(inside) if one.rated or former.rated)]


def _coverage_in(half_days: Sequence[HalfDay]) -> Share:
    return Share(sum(one.rated for one in half_days), sum(len(one.turns) for one in half_days))


def _coverage_of(others: Others, half_days: Sequence[HalfDay]) -> Share:
    known = [others.half_days[one.name] for one in half_days if one.name in others.half_days]
    return Share(sum(one.count for one in known), sum(one.of for one in known))


def _as_few_by_chance(after: Share, before: Share) -> float:
    """The chance of so few after, or fewer, if all of them were alike (Fisher's exact test, one-sided)."""
    rated = after.count + before.count
    ways = sum(comb(after.of, few) * comb(before.of, rated - few) for few in range(after.count + 1))
    return ways / comb(after.of + before.of, rated)


def _stretches(half_days: Sequence[HalfDay]) -> int:
    """Runs of silent half days, those at the ends included, but for those that end with a new start of the pad."""
    spoke = [at for at, half_day in enumerate(half_days) if half_day.rated]
    between = sum(
        after - before > 1 and bool(half_days[before].boots & half_days[after].boots)
        for before, after in pairwise(spoke)
    )
    return between + (spoke[0] > 0) + (spoke[-1] < len(half_days) - 1)


def _coverage_of_those_that_spoke(spoke: Sequence[HalfDay]) -> float:
    """The chance of a rating that makes these half days likeliest, given that each had one at least (a binomial without
    its nought: the plain share is too high, for half days that were silent by chance are not among them)."""
    rated = sum(half_day.rated for half_day in spoke)
    low, high = 1e-6, 1 - 1e-6
    for _ in range(25):  # halves the interval each time
        chance = (low + high) / 2
        expected = sum(len(one.turns) * chance / (1 - (1 - chance) ** len(one.turns)) for one in spoke)
        low, high = (chance, high) if expected < rated else (low, chance)
    return low


def _as_many_by_chance(count: int, expected: float) -> float:
    """The chance of `count` or more where so many are expected (Poisson)."""
    below, term = 0.0, exp(-expected)
    for k in range(count):
        below += term
        term *= expected / (k + 1)
    return max(0.0, 1 - below)


def _begun_at(turn: TurnRecord) -> Instant:
    """When the officer turned to it: the first call, or the start of a quick serve."""
    if turn.called_first_at is not None:
        return turn.called_first_at
    return turn.ended_at if turn.arrived_at is None else turn.arrived_at


def _strength(rule: Rule, tally: Tally, others: Share) -> float:
    """How many times the threshold the low end of the share reaches; 0 where there is too little to judge, of one's own
    or of the others': beside nobody everybody stands out."""
    if len(tally.turns) < FEWEST or tally.of < FEWEST_OF or others.of < FEWEST_OF:
        return 0.0
    low, _ = wilson_interval(len(tally.turns), tally.of, Z_LOW)
    return low / max(rule.least_share, rule.times_others * others.share)


def _evidence(words: tuple[str, str], own: Share, others: Share) -> Evidence:
    """The own share beside the others', or alone where they are too few to be one."""
    compared = COMPARED if others.of >= FEWEST_OF else ALONE
    figures = {
        "count": own.count,
        "of": own.of,
        "percent": round(100 * own.share),
        "others_percent": round(100 * others.share),
    }
    return Evidence(words[0] + compared[0], words[1] + compared[1], figures)
