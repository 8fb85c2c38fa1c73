"""The scores of a period: per officer and per counter, from stored ratings, in whole blocks of ten.

Percentages and distributions advance by whole blocks, fixed in order of rating, whoever looks: nobody can
take two successive views and learn what one citizen pressed. An officer's own view has closed days only.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from pydantic import BaseModel

from look.language import SOURCE_LANGUAGE
from server.db.queries.days import closed_days
from server.db.queries.people import all_staff
from server.db.queries.ratings import RatedTurn, all_schemes, rated_turns
from server.domain.centre import RatingScheme
from server.domain.scores import BLOCK, Rating, Score, score, whole_blocks
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
    days: list[DayFigures]


class SchemeScores(BaseModel):
    """One rating scheme: a series of its own, never mixed with another's."""

    scheme_id: str
    question: str
    levels: list[LevelName]
    summary: str
    officers: list[ScoreRow]
    counters: list[ScoreRow]


class ScoreReport(BaseModel):
    first_day: str
    last_day: str
    is_own: bool
    """An officer's view of the own scores: closed days only."""
    schemes: list[SchemeScores]


@dataclass(frozen=True, slots=True)
class Period:
    first_day: str
    """ISO dates of service days, both inside."""
    last_day: str

    def holds(self, day: str) -> bool:
        return self.first_day <= day <= self.last_day


def score_report(at: Moment, period: Period, *, of_officer: str | None, language: str = SOURCE_LANGUAGE) -> ScoreReport:
    """The scores of a period; `of_officer` limits them to what that officer may see of the own work."""
    is_open_to = _closed_only(at) if of_officer is not None else lambda _day: True
    section_of = partial(_section, at, period=period, is_open_to=is_open_to, language=language)
    sections = []
    for scheme in all_schemes(at.connection):
        turns = rated_turns(at.connection, scheme.scheme_id, at.now)
        if of_officer is not None:
            turns = [turn for turn in turns if turn.officer_id == of_officer]
        is_current = scheme.scheme_id == at.centre.scheme.scheme_id
        if is_current or any(period.holds(turn.day) and is_open_to(turn.day) for turn in turns):
            sections.append(section_of(scheme, turns, with_counters=of_officer is None))
    # The scheme in force first.
    sections.sort(key=lambda section: section.scheme_id != at.centre.scheme.scheme_id)
    return ScoreReport(
        first_day=period.first_day,
        last_day=period.last_day,
        is_own=of_officer is not None,
        schemes=sections,
    )


def _closed_only(at: Moment) -> Callable[[str], bool]:
    closed = frozenset(closed_days(at.connection))
    return lambda day: day in closed


def _section(
    at: Moment,
    scheme: RatingScheme,
    turns: list[RatedTurn],
    *,
    period: Period,
    is_open_to: Callable[[str], bool],
    language: str,
    with_counters: bool,
) -> SchemeScores:
    in_english = language == "en"
    names = {member.staff_id: member.display_name for member in all_staff(at.connection)}
    by_officer = _grouped(turns, lambda turn: turn.officer_id)
    officers = [
        _row(officer, names.get(officer, officer), own, scheme, period, is_open_to)
        for officer, own in sorted(by_officer.items(), key=lambda item: (names.get(item[0], item[0]), item[0]))
    ]
    counters = []
    if with_counters:
        by_counter = _grouped(turns, lambda turn: turn.counter_id)
        order = {counter.counter_id: counter.number for counter in at.centre.counters}
        for counter_id in sorted(by_counter, key=lambda known: (order.get(known, 100), known)):
            counter = at.centre.counter(counter_id)
            name = counter_id if counter is None else name_in(language, counter)
            counters.append(_row(counter_id, name, by_counter[counter_id], scheme, period, is_open_to))
    officers = [row for row in officers if row.windows]
    return SchemeScores(
        scheme_id=scheme.scheme_id,
        question=(in_english and scheme.question_en) or scheme.question,
        levels=[
            LevelName(
                value=level.value,
                name=(in_english and level.name_en) or level.name,
                satisfied=level.satisfied,
            )
            for level in scheme.levels
        ],
        summary=in_language(language, summary(period, officers)),
        officers=officers,
        counters=[row for row in counters if row.windows],
    )


def _row(
    row_id: str,
    name: str,
    turns: list[RatedTurn],
    scheme: RatingScheme,
    period: Period,
    is_open_to: Callable[[str], bool],
) -> ScoreRow:
    """`turns` is the whole history of the officer or counter under the scheme: blocks need all of it."""
    blocks = _published_blocks(turns, is_open_to)
    published = _inside(blocks, period)
    in_period = [turn for turn in turns if period.holds(turn.day) and is_open_to(turn.day)]
    rated = sum(turn.rating is not None for turn in in_period)
    return ScoreRow(
        id=row_id,
        name=name,
        windows=len(in_period),
        rated=rated,
        coverage=rated / len(in_period) if in_period else None,
        published=len(published),
        score=_figures(published, scheme),
        days=[
            DayFigures(
                day=day,
                windows=len(on_day),
                rated=sum(turn.rating is not None for turn in on_day),
                score=_figures(_inside(blocks, Period(day, day)), scheme),
            )
            for day, on_day in sorted(_grouped(in_period, lambda turn: turn.day).items())
        ],
    )


def _published_blocks(turns: Iterable[RatedTurn], is_open_to: Callable[[str], bool]) -> list[list[Rating]]:
    """The whole blocks of ten that nothing can change any more and that the viewer may see."""
    settled = [turn.rating for turn in turns if turn.rating is not None]
    in_blocks = whole_blocks(settled, "", "9999-12-31")
    blocks = [in_blocks[start : start + BLOCK] for start in range(0, len(in_blocks), BLOCK)]
    return [block for block in blocks if all(is_open_to(rating.day) for rating in block)]


def _inside(blocks: Iterable[list[Rating]], period: Period) -> list[Rating]:
    return [rating for block in blocks if all(period.holds(r.day) for r in block) for rating in block]


def _figures(ratings: Sequence[Rating], scheme: RatingScheme) -> ScoreFigures | None:
    found: Score | None = score(ratings, [level.value for level in scheme.levels], scheme.satisfied_values)
    if found is None:
        return None
    return ScoreFigures(
        n=found.n,
        distribution=found.distribution,
        satisfied=found.satisfied,
        share=found.share,
        low=found.low,
        high=found.high,
    )


def _grouped(turns: Iterable[RatedTurn], key: Callable[[RatedTurn], str]) -> dict[str, list[RatedTurn]]:
    groups: dict[str, list[RatedTurn]] = defaultdict(list)
    for turn in turns:
        groups[key(turn)].append(turn)
    return groups


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
