"""The scores of a period: per officer and per counter, from settled ratings, in whole blocks of ten.

Every figure of an officer or a counter is a union of whole blocks of that officer at that counter, whoever looks:
nobody can take two views, or two filters, and learn what one citizen pressed. An officer's own view has closed days
only. The ratings of the desk are the figure; those given away from it stand beside, and a difference is a finding.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from look.language import SOURCE_LANGUAGE
from server.db.queries.days import open_day
from server.db.queries.people import all_staff
from server.db.queries.ratings import all_schemes
from server.db.queries.report_ratings import asked_by_hour, asked_by_service, asked_together
from server.db.queries.settled_ratings import (
    AskedTurns,
    Atom,
    EndingCoverage,
    FlaggedPresses,
    ReasonedRating,
    StratumCount,
    asked_turns,
    atoms,
    coverage_by_ending,
    flagged_presses,
    flagged_presses_of_no_turn,
    kept_since,
    published,
    reasoned_ratings,
    shared_blocks,
    strata,
)
from server.domain.cells import cell_levels
from server.domain.centre import RatingScheme
from server.domain.instant import instant
from server.domain.press_flags import CHANNELS_OF, UNCOUNTED, Flag, Series
from server.domain.rating_window import REASONS_MS
from server.domain.scores import (
    BLOCK,
    FEWEST_TO_COMPARE,
    Score,
    added_up,
    periods_until,
    score,
    standing,
    wilson_interval,
    without,
)
from server.domain.standardisation import Counted, difference_interval, standardised
from server.mqtt.snapshots import Moment
from server.web.page_language import in_language, name_in


class LevelName(BaseModel):
    value: int
    """1 is the worst."""
    name: str
    satisfied: bool | None


class ScoreFigures(BaseModel):
    """The figures of some whole blocks; `share` is satisfied / n, `low` and `high` its 95 % Wilson interval."""

    n: int
    distribution: dict[int, int]
    satisfied: int
    share: float
    low: float
    high: float
    mean: float
    """0 to 100: the worst level is 0, the best 100."""


class ShareFigures(BaseModel):
    """As ScoreFigures, without the levels: less the score it is of a few ratings, whose levels are not to be seen."""

    n: int
    satisfied: int
    share: float
    low: float
    high: float


class AdjustedFigures(BaseModel):
    """The share as it would be with the centre's mix of services and hours, and its 95 % interval; all to 0.01, for the
    weights move while the own ratings stand still, and many exact views would tell what lies in a stratum."""

    share: float
    low: float
    high: float
    covered: float
    """Of the centre's ratings, those in services and hours of which this row has any."""


class Difference(BaseModel):
    """The share at the desk minus the share away from it, and its 95 % interval (Newcombe 1998)."""

    share: float
    low: float
    high: float
    is_finding: bool
    """There are 30 ratings of each, and the interval leaves out 0: they differ, whatever the cause."""


class AwayFigures(BaseModel):
    """The ratings that were given away from the desk: a series of its own."""

    published: int
    score: ScoreFigures | None
    difference: Difference | None
    """None where one of the two has fewer than ten published ratings."""


class EndingFigures(BaseModel):
    """How many turns that ended in one way asked for a rating, and got one at the desk."""

    ending: str
    """Id of an outcome, or `transferred`, `no_show`, `on_hold`, `inferred`, `undone`, ..."""
    name: str
    windows: int
    rated: int


class FlagCount(BaseModel):
    flag: str
    name: str
    is_counted: bool
    """The ratings that carry it are in the scores all the same."""
    presses: int


class CellRow(BaseModel):
    """One service or one hour of the whole centre."""

    id: str
    name: str
    score: ScoreFigures | None
    """None: withheld, for something small could be subtracted, or it would be nearly one officer's figure."""
    windows: int
    """Turns that opened a rating window; by hour, those that ended in it."""
    rated: int
    """Of them, with a settled rating of the desk, published or not."""
    coverage: float | None


class ReasonCount(BaseModel):
    reason: str
    name: str
    is_outside: bool
    """Outside the officer's hands."""
    count: int


class DayFigures(BaseModel):
    day: str
    windows: int
    rated: int
    score: ScoreFigures | None


class ScoreRow(BaseModel):
    """One officer or one counter in the period."""

    id: str
    name: str
    windows: int
    """Turns that asked for a rating."""
    rated: int
    """Settled ratings, published or not."""
    coverage: float | None
    """rated / windows; None when nobody was asked."""
    published: int
    """Ratings in the whole blocks of ten that lie inside the period."""
    score: ScoreFigures | None
    """None below ten published ratings."""
    set_aside: int
    """Blocks of the period that two people took out of the figures."""
    standing: str
    """`above` or `below` where the interval does not meet the centre's; empty: no clear difference."""
    adjusted: AdjustedFigures | None
    without_outside: ShareFigures | None
    """The same without the ratings that were not satisfied and name only reasons outside the officer's hands."""
    reasons: list[ReasonCount]
    """Of the blocks that are three minutes old: until then reasons may still come."""
    endings: list[EndingFigures]
    flags: list[FlagCount]
    """Presses at the desk with a flag; a press may carry several."""
    shortest_from: str | None
    """First day of the shortest period up to the last day that has ten published ratings; None: none has."""
    away: AwayFigures
    days: list[DayFigures]
    """Empty where they were not asked for."""


class SchemeScores(BaseModel):
    """One rating scheme: a series of its own, never mixed with another's."""

    scheme_id: str
    question: str
    levels: list[LevelName]
    summary: str
    centre: ScoreFigures | None
    """All that is published of the rows, together."""
    away: ScoreFigures | None
    total: ScoreRow | None
    """All rows together, as if they were one; None where there is none."""
    officers: list[ScoreRow]
    counters: list[ScoreRow]
    services: list[CellRow]
    """Of the whole centre: empty in an officer's own view and in that of one officer or counter."""
    hours: list[CellRow]


class ScoreReport(BaseModel):
    first_day: str
    last_day: str
    is_own: bool
    """An officer's view of the own scores: closed days only."""
    kept_since: str | None
    """Before this day ratings are forgotten: the part of the period before it has no figure and no coverage. None: it
    has no such part."""
    schemes: list[SchemeScores]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose scores are asked for; nothing set: everybody's. Never of an officer and a counter at once."""

    officer_id: str | None = None
    counter_id: str | None = None
    is_own: bool = False
    """The officer asks: closed days only."""

    @property
    def is_everybody(self) -> bool:
        return self.officer_id is None and self.counter_id is None


EVERYBODY = Whose()


@dataclass(frozen=True, slots=True)
class Period:
    first_day: str
    """ISO dates of service days, both inside."""
    last_day: str

    def holds(self, day: str) -> bool:
        return self.first_day <= day <= self.last_day


def score_report(
    at: Moment, period: Period, whose: Whose = EVERYBODY, *, language: str = SOURCE_LANGUAGE, by_day: bool = True
) -> ScoreReport:
    """The scores of a period, of everybody, of one officer or of one counter."""
    open_to = _closed_part(at, period) if whose.is_own else period
    sections = []
    for scheme in all_schemes(at.connection):
        section = _Section(at, scheme, open_to, language, by_day=by_day).told(whose)
        is_current = scheme.scheme_id == at.centre.scheme.scheme_id
        if is_current or section.officers or section.counters:
            sections.append(section)
    # The scheme in force first.
    sections.sort(key=lambda section: section.scheme_id != at.centre.scheme.scheme_id)
    since = kept_since(at.connection)
    return ScoreReport(
        kept_since=since if period.first_day < since else None,
        first_day=period.first_day,
        last_day=period.last_day,
        is_own=whose.is_own,
        schemes=sections,
    )


def _closed_part(at: Moment, period: Period) -> Period:
    """The days of a period before the one that is still open: days open one after the other."""
    still_open = open_day(at.connection)
    if still_open is None or still_open.day > period.last_day:
        return period
    before = date.fromisoformat(still_open.day) - timedelta(days=1)
    return Period(period.first_day, before.isoformat())


class _Section:
    """One scheme in one period, read once."""

    def __init__(self, at: Moment, scheme: RatingScheme, period: Period, language: str, *, by_day: bool) -> None:
        self._at = at
        self._scheme = scheme
        self._period = period
        self._language = language
        self._has_days = by_day
        self._levels = [level.value for level in scheme.levels]
        days, of_scheme = (period.first_day, period.last_day), (at.connection, scheme.scheme_id)
        self._desk = atoms(*of_scheme)
        self._away = atoms(*of_scheme, Series.AWAY.value)
        self._endings = coverage_by_ending(*of_scheme, *days)
        # The same turns are counted by their ends already; only who wants to see each day has them counted again.
        self._asked = asked_turns(*of_scheme, *days) if by_day else _without_days(self._endings)
        self._flagged = [*flagged_presses(*of_scheme, *days), *self._flagged_of_no_turn()]
        whole = published(self._desk, *days)
        self._of_all = self._score(whole)
        self._strata = strata(*of_scheme, whole)
        weights = _by_stratum(self._strata)
        self._weights = {stratum: counted.n for stratum, counted in weights.items()}
        self._reasoned: dict[tuple[str, str, int], list[ReasonedRating]] = defaultdict(list)
        for one in reasoned_ratings(*of_scheme, *days):
            self._reasoned[one.officer_id, one.counter_id, one.block].append(one)
        self._names = {member.staff_id: member.display_name for member in all_staff(at.connection)}

    def _flagged_of_no_turn(self) -> list[FlaggedPresses]:
        """They name no scheme: they stand under the one in force."""
        if self._scheme.scheme_id != self._at.centre.scheme.scheme_id:
            return []
        zone = ZoneInfo(self._at.centre.timezone)
        first, last = (date.fromisoformat(day) for day in self._days())
        since, before = (instant(datetime.combine(day, time.min, zone)) for day in (first, last + timedelta(days=1)))
        return flagged_presses_of_no_turn(self._at.connection, since, before)

    def told(self, whose: Whose) -> SchemeScores:
        in_english = self._language == "en"
        officers = [] if whose.counter_id else self._officers(self._by(lambda of: of.officer_id or ""), whose)
        counters = [] if whose.officer_id else self._counters(self._by(lambda of: of.counter_id), whose)
        rows = counters if whose.counter_id else officers
        shown = self._everything(whose)
        services, hours = self._cells() if whose.is_everybody else ([], [])
        total = self._row("", "", shown) if shown.asked else None
        return SchemeScores(
            scheme_id=self._scheme.scheme_id,
            question=(in_english and self._scheme.question_en) or self._scheme.question,
            levels=[
                LevelName(
                    value=level.value,
                    name=(in_english and level.name_en) or level.name,
                    satisfied=level.satisfied,
                )
                for level in self._scheme.levels
            ],
            summary=in_language(self._language, summary(self._period, rows)),
            centre=None if total is None else total.score,
            away=None if total is None else total.away.score,
            total=total,
            officers=officers,
            counters=counters,
            services=services,
            hours=hours,
        )

    def _everything(self, whose: Whose) -> "_Its":
        """What was read of everybody, or of whom alone is asked for."""
        if whose.officer_id is not None:
            return self._by(lambda of: of.officer_id or "").get(whose.officer_id, _Its())
        if whose.counter_id is not None:
            return self._by(lambda of: of.counter_id).get(whose.counter_id, _Its())
        return self._by(lambda _of: "")[""]

    def _cells(self) -> tuple[list[CellRow], list[CellRow]]:
        """Of the whole centre: by service, and by hour."""
        centre, language = self._at.centre, self._language
        by_service, by_hour = shared_blocks(self._at.connection, self._scheme.scheme_id, self._desk, *self._days())
        names = {service.code: name_in(language, service) for service in centre.services}
        of_scheme = (self._at.connection, self._scheme.scheme_id, *self._days())
        services = asked_together((code, counts) for (_, code), counts in asked_by_service(*of_scheme).items())
        in_hours = asked_by_hour(*of_scheme, centre.timezone).items()
        hours = asked_together((hour, counts) for (_, hour), counts in in_hours)
        of_service, of_hour = cell_levels(by_service), cell_levels(by_hour)

        def row(key: str | int, name: str, levels: Mapping[int, int] | None, counts: tuple[int, int]) -> CellRow:
            windows, rated = counts
            score = _figures(self._scored(levels or {}))
            coverage = rated / windows if windows else None
            return CellRow(id=str(key), name=name, score=score, windows=windows, rated=rated, coverage=coverage)

        return (
            [
                row(code, names.get(code, code), of_service.get(code), services.get(code, (0, 0)))
                for code in sorted({*of_service, *services})
            ],
            [
                row(hour, f"{hour}:00–{hour + 1}:00", of_hour.get(hour), hours.get(hour, (0, 0)))
                for hour in sorted({*of_hour, *hours})
            ],
        )

    def _by(
        self, key: "Callable[[Atom | AskedTurns | StratumCount | EndingCoverage | FlaggedPresses], str]"
    ) -> "dict[str, _Its]":
        """Everything that was read, told apart by officer or by counter."""
        its: dict[str, _Its] = defaultdict(_Its)
        for atom in self._desk:
            its[key(atom)].desk.append(atom)
        for atom in self._away:
            its[key(atom)].away.append(atom)
        for turn in self._asked:
            its[key(turn)].asked.append(turn)
        for count in self._strata:
            its[key(count)].strata.append(count)
        for ending in self._endings:
            its[key(ending)].endings.append(ending)
        for flagged in self._flagged:
            its[key(flagged)].flagged.append(flagged)
        return its

    def _officers(self, whose_is: "dict[str, _Its]", whose: Whose) -> list[ScoreRow]:
        ids = (known for known, its in whose_is.items() if its.asked and whose.officer_id in (None, known))
        in_order = sorted(ids, key=lambda known: (self._names.get(known, known), known))
        return [self._row(known, self._names.get(known, known), whose_is[known]) for known in in_order]

    def _counters(self, whose_is: "dict[str, _Its]", whose: Whose) -> list[ScoreRow]:
        order = {counter.counter_id: counter.number for counter in self._at.centre.counters}
        asked = (known for known, its in whose_is.items() if its.asked and whose.counter_id in (None, known))
        ids = sorted(asked, key=lambda known: (order.get(known, 100), known))
        rows = []
        for known in ids:
            counter = self._at.centre.counter(known)
            name = known if counter is None else name_in(self._language, counter)
            rows.append(self._row(known, name, whose_is[known]))
        return rows

    def _row(self, row_id: str, name: str, its: "_Its") -> ScoreRow:
        whole = self._published(its.desk)
        own, of_all = self._score(whole), self._of_all
        windows, rated = sum(turn.windows for turn in its.asked), sum(turn.rated for turn in its.asked)
        settled = [atom for atom in whole if atom.settled_at + REASONS_MS <= self._at.now]
        inside = [atom for atom in its.desk if atom.is_inside(*self._days())]
        return ScoreRow(
            id=row_id,
            name=name,
            windows=windows,
            rated=rated,
            coverage=rated / windows if windows else None,
            published=sum(sum(atom.levels.values()) for atom in whole),
            score=_figures(own),
            set_aside=sum(atom.set_aside_by is not None for atom in inside),
            standing="" if own is None or of_all is None else standing(own, of_all),
            adjusted=None if own is None else self._adjusted(its.strata),
            without_outside=_share_figures(self._without_outside(settled)),
            reasons=self._reasons(settled),
            endings=self._by_ending(its.endings),
            flags=self._by_flag(its.flagged),
            shortest_from=self._shortest_from(its.desk),
            away=self._away_of(its.away, own),
            days=self._by_day(its.asked, whole) if self._has_days else [],
        )

    def _by_ending(self, endings: Iterable[EndingCoverage]) -> list[EndingFigures]:
        windows: Counter[str] = Counter()
        rated: Counter[str] = Counter()
        for one in endings:
            windows[one.ending] += one.windows
            rated[one.ending] += one.rated
        in_order = sorted(windows, key=lambda ending: (-windows[ending], ending))
        return [
            EndingFigures(ending=ending, name=self._ending_name(ending), windows=windows[ending], rated=rated[ending])
            for ending in in_order
        ]

    def _ending_name(self, ending: str) -> str:
        outcome = self._at.centre.outcome(ending)
        if outcome is not None:
            return name_in(self._language, outcome)
        return in_language(self._language, ENDINGS.get(ending, ending))

    def _by_flag(self, flagged: Iterable[FlaggedPresses]) -> list[FlagCount]:
        of_desk = {channel.value for channel in CHANNELS_OF[Series.DESK]}
        presses: Counter[str] = Counter()
        for one in flagged:
            for flag in one.flags if one.channel in of_desk else ():
                presses[flag] += one.count
        return [
            FlagCount(
                flag=flag.value,
                name=in_language(self._language, FLAGS[flag]),
                is_counted=flag not in UNCOUNTED,
                presses=presses[flag],
            )
            for flag in Flag
            if presses[flag]
        ]

    def _by_day(self, asked: Sequence[AskedTurns], whole: Sequence[Atom]) -> list[DayFigures]:
        of_days: dict[str, list[AskedTurns]] = defaultdict(list)
        for turn in asked:
            of_days[turn.day].append(turn)
        within: dict[str, list[Atom]] = defaultdict(list)
        for atom in whole:
            if atom.first_day == atom.last_day:
                within[atom.first_day].append(atom)
        return [
            DayFigures(
                day=day,
                windows=sum(turn.windows for turn in on_day),
                rated=sum(turn.rated for turn in on_day),
                score=_figures(self._score(within[day])),
            )
            for day, on_day in sorted(of_days.items())
        ]

    def _away_of(self, its: Sequence[Atom], desk: Score | None) -> AwayFigures:
        away = self._score(self._published(its))
        return AwayFigures(
            published=0 if away is None else away.n, score=_figures(away), difference=_difference(desk, away)
        )

    def _adjusted(self, counts: Sequence[StratumCount]) -> AdjustedFigures | None:
        found = standardised(_by_stratum(counts), self._weights)
        if found is None:
            return None
        share, low, high, covered = (round(part, 2) for part in (found.share, found.low, found.high, found.covered))
        return AdjustedFigures(share=share, low=low, high=high, covered=covered)

    def _without_outside(self, whole: Sequence[Atom]) -> Score | None:
        outside = self._scheme.outside_reasons | self._at.centre.scheme.outside_reasons
        taken = Counter(one.level for one in self._reasons_in(whole) if one.reasons <= outside)
        return self._scored(without(added_up(atom.levels for atom in whole), taken))

    def _reasons(self, whole: Sequence[Atom]) -> list[ReasonCount]:
        counted = Counter(reason for one in self._reasons_in(whole) for reason in one.reasons)
        known = {one.reason: one for one in (*self._at.centre.scheme.reasons, *self._scheme.reasons)}
        return [
            ReasonCount(
                reason=reason,
                name=name_in(self._language, known[reason]),
                is_outside=known[reason].is_outside,
                count=counted[reason],
            )
            for reason in known
            if counted[reason]
        ]

    def _reasons_in(self, whole: Iterable[Atom]) -> list[ReasonedRating]:
        return [one for atom in whole for one in self._reasoned[atom.officer_id, atom.counter_id, atom.block]]

    def _shortest_from(self, its: Sequence[Atom]) -> str | None:
        last_day = self._period.last_day
        return next((first for first in periods_until(last_day) if published(its, first, last_day)), None)

    def _published(self, its: Iterable[Atom]) -> list[Atom]:
        return published(its, *self._days())

    def _score(self, whole: Iterable[Atom]) -> Score | None:
        return self._scored(added_up(atom.levels for atom in whole))

    def _scored(self, counted: Mapping[int, int]) -> Score | None:
        return score(counted, self._levels, self._scheme.satisfied_values)

    def _days(self) -> tuple[str, str]:
        return self._period.first_day, self._period.last_day


@dataclass(frozen=True, slots=True)
class _Its:
    """What was read of one officer, or one counter."""

    desk: list[Atom] = field(default_factory=list)
    away: list[Atom] = field(default_factory=list)
    asked: list[AskedTurns] = field(default_factory=list)
    strata: list[StratumCount] = field(default_factory=list)
    endings: list[EndingCoverage] = field(default_factory=list)
    flagged: list[FlaggedPresses] = field(default_factory=list)


ENDINGS = {
    "transferred": "Đã chuyển quầy",
    "no_show": "Vắng mặt",
    "on_hold": "Đang tạm chờ",
    "cancelled": "Công dân hủy",
    "voided": "Phiếu bị hủy",
    "expired": "Hết ngày",
    "inferred": "Hệ thống suy ra (gọi số tiếp theo)",
    "undone": "Đã hoàn tác sau khi có đánh giá",
    "": "Không ghi kết quả",
}
"""What became of a turn, but for the centre's own outcomes."""

FLAGS = {
    Flag.REPEAT: "bấm lại trong cùng lượt",
    Flag.BURST: "bấm dồn dập (từ lần thứ tư trong 3 giây)",
    Flag.EARLY: "trong giây đầu tiên",
    Flag.IMPOSSIBLE: "thời gian hoặc thứ tự không thể có",
    Flag.NO_WINDOW: "không thuộc lượt nào",
    Flag.STAFF_ADDRESS: "từ địa chỉ máy của cán bộ",
    Flag.SAME_BROWSER: "trình duyệt đã đánh giá phiếu khác hôm đó",
}


def _without_days(endings: Iterable[EndingCoverage]) -> list[AskedTurns]:
    return [AskedTurns(one.officer_id, one.counter_id, "", one.windows, one.rated) for one in endings]


def _by_stratum(counts: Iterable[StratumCount]) -> dict[tuple[str, int], Counted]:
    n: dict[tuple[str, int], int] = defaultdict(int)
    yes: dict[tuple[str, int], int] = defaultdict(int)
    for count in counts:
        n[count.service, count.band] += count.n
        yes[count.service, count.band] += count.yes
    return {stratum: Counted(n[stratum], yes[stratum]) for stratum in n}


def _difference(desk: Score | None, away: Score | None) -> Difference | None:
    if desk is None or away is None:
        return None
    low, high = difference_interval(
        desk.satisfied,
        desk.n,
        wilson_interval(desk.satisfied, desk.n),
        away.satisfied,
        away.n,
        wilson_interval(away.satisfied, away.n),
    )
    are_enough = min(desk.n, away.n) >= FEWEST_TO_COMPARE
    return Difference(share=desk.share - away.share, low=low, high=high, is_finding=are_enough and not low <= 0 <= high)


def _figures(found: Score | None) -> ScoreFigures | None:
    if found is None:
        return None
    return ScoreFigures(
        n=found.n,
        distribution=found.distribution,
        satisfied=found.satisfied,
        share=found.share,
        low=found.low,
        high=found.high,
        mean=found.mean,
    )


def _share_figures(found: Score | None) -> ShareFigures | None:
    if found is None:
        return None
    return ShareFigures(n=found.n, satisfied=found.satisfied, share=found.share, low=found.low, high=found.high)


def summary(period: Period, officers: Sequence[ScoreRow]) -> str:
    """What happened, in a sentence. The total adds up what is published of each officer, and nothing else:
    a total with blocks of its own would give away, by subtraction, what those left out pressed."""
    windows = sum(row.windows for row in officers)
    rated = sum(row.rated for row in officers)
    when = f"Ngày {written(period.first_day)}"
    if period.first_day != period.last_day:
        when = f"Từ {written(period.first_day)} đến {written(period.last_day)}"
    if not windows:
        return f"{when}, chưa có lượt nào mời đánh giá."
    said = f"{when}, {rated} trong {windows} lượt được đánh giá ({percent(rated / windows)})"
    published = [row.score for row in officers if row.score is not None]
    n = sum(figures.n for figures in published)
    if not n:
        return f"{said}; chưa cán bộ nào đủ {BLOCK} đánh giá."
    satisfied = sum(figures.satisfied for figures in published)
    return f"{said}; {percent(satisfied / n)} hài lòng trong {n} đánh giá đã công bố."


def written(day: str) -> str:
    """dd/MM/yyyy of an ISO date."""
    return date.fromisoformat(day).strftime("%d/%m/%Y")


def percent(share: float) -> str:
    return f"{share * 100:.0f}\u00a0%"
