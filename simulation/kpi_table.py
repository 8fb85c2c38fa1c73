"""A day's figures from the story that its journal tells, by the definitions of `server.domain.waiting_time`."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from server.domain.waiting_time import (
    Span,
    TurnStamps,
    idle_while_waiting_ms,
    no_show_rate,
    percentile,
    service_level,
    service_ms,
    time_in_centre_ms,
    waiting_ms,
    walk_ms,
)
from simulation.checker.scores import asked_under
from simulation.checker.story import Row, Story

MINUTE_MS = 60_000
TARGET_MIN = 15
"""Called within so many minutes is in time; the sample centre's own choice."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Half of the people had at most `p50_min`, nine of ten at most `p90_min`; minutes."""

    n: int
    p50_min: float | None
    p90_min: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a day came to. Shares are 0 to 1; None where nothing is behind them."""

    tickets: int
    issuing_min: float
    """From the first number to the last."""
    turns: int
    """A ticket has one for each service and each transfer."""
    finished: int
    no_shows: int
    expired: int
    transferred: int
    other_ends: int
    """Voided or cancelled."""
    waiting: Spread
    walk: Spread
    service: Spread
    in_centre: Spread
    waiting_by_service: dict[str, Spread]
    no_show_rate: float | None
    service_level: float | None
    target_min: int
    idle_while_waiting_min: float
    open_counter_min: float
    coverage: float | None
    rated: int
    satisfied: float | None

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def figures_of(story: Story, day: str) -> Figures:
    """The figures of one service day."""
    rows = [turn for turn in story.turns.values() if turn["day"] == day]
    turns = [_stamps(story, row) for row in rows]
    by_service = {
        service: _spread(
            waiting_ms(stamps) for row, stamps in zip(rows, turns, strict=True) if row["service"] == service
        )
        for service in sorted({row["service"] for row in rows})
    }
    rules = story.rules
    assert rules is not None
    asked = [one for one in asked_under(story, rules.scheme_id) if one.day == day]
    levels = [one.level for one in asked if one.level is not None]
    idle_ms, open_ms = _idle(story, day)
    states = [row["state"] for row in rows]
    return Figures(
        tickets=sum(ticket["day"] == day for ticket in story.tickets.values()),
        issuing_min=_issuing_min(story, day),
        turns=len(rows),
        finished=states.count("finished"),
        no_shows=states.count("no_show"),
        expired=states.count("expired"),
        transferred=states.count("transferred"),
        other_ends=states.count("voided") + states.count("cancelled"),
        waiting=_spread(waiting_ms(turn) for turn in turns),
        walk=_spread(walk_ms(turn) for turn in turns),
        service=_spread(service_ms(turn) for turn in turns),
        in_centre=_spread(_in_centre(story, day)),
        waiting_by_service=by_service,
        no_show_rate=no_show_rate(turns),
        service_level=service_level(turns, TARGET_MIN * MINUTE_MS),
        target_min=TARGET_MIN,
        idle_while_waiting_min=round(idle_ms / MINUTE_MS, 1),
        open_counter_min=round(open_ms / MINUTE_MS, 1),
        coverage=len(levels) / len(asked) if asked else None,
        rated=len(levels),
        satisfied=sum(level in rules.satisfied for level in levels) / len(levels) if levels else None,
    )


def table(figures: Figures) -> str:
    """The figures as people read them."""
    idle_share = figures.idle_while_waiting_min / figures.open_counter_min if figures.open_counter_min else None
    idle = (
        f"minutes of all counters, {_percent(idle_share)} of the {figures.open_counter_min / 60:.1f} h they were open"
    )
    ends = f"finished {figures.finished}, no-show {figures.no_shows}, expired at closing {figures.expired}"
    if figures.transferred:
        ends += f", transferred {figures.transferred}"
    if figures.other_ends:
        ends += f", voided or cancelled {figures.other_ends}"
    lines = [
        f"{'tickets':<28}{figures.tickets:>8}    {ends}",
        f"{'first to last number':<28}{figures.issuing_min:>8.1f}    minutes; {figures.turns} turns in all",
        f"{'':<28}{'p50':>8}{'p90':>8}  minutes",
        _line("waiting time", figures.waiting),
        _line("walk to the desk", figures.walk),
        _line("service", figures.service),
        _line("time in centre", figures.in_centre),
        *(_line(f"  waiting, service {service}", spread) for service, spread in figures.waiting_by_service.items()),
        f"{'no-show rate':<28}{_percent(figures.no_show_rate):>8}",
        f"{f'called within {figures.target_min} min':<28}{_percent(figures.service_level):>8}",
        f"{'idle while people wait':<28}{figures.idle_while_waiting_min:>8.1f}    {idle}",
        f"{'rated (coverage)':<28}{_percent(figures.coverage):>8}    {figures.rated} ratings",
        f"{'satisfied':<28}{_percent(figures.satisfied):>8}",
    ]
    return "\n".join(lines)


def _stamps(story: Story, row: Row) -> TurnStamps:
    return TurnStamps(
        issued_at=story.tickets[row["ticket_id"]]["issued_at"],
        waiting_since=row["waiting_since"],
        called_first_at=row["called_first_at"],
        called_last_at=row["called_last_at"],
        arrived_at=row["arrived_at"],
        arrival_inferred=bool(row["arrival_inferred"]),
        ended_at=row["ended_at"],
        end_inferred=bool(row["end_inferred"]),
        is_finished=row["state"] == "finished",
        is_no_show=row["state"] == "no_show",
        held_ms=sum(
            (hold["ended_at"] or story.at) - hold["held_at"]
            for hold in story.holds.values()
            if hold["turn_id"] == row["turn_id"]
        ),
    )


def _issuing_min(story: Story, day: str) -> float:
    issued = [ticket["issued_at"] for ticket in story.tickets.values() if ticket["day"] == day]
    return round((max(issued) - min(issued)) / MINUTE_MS, 1) if issued else 0.0


def _in_centre(story: Story, day: str) -> Iterable[int | None]:
    """Of each ticket, from its number to the last end; a transfer is no end."""
    by_ticket: dict[int, list[TurnStamps]] = {}
    for row in story.turns.values():
        if row["day"] == day and row["state"] != "transferred":
            by_ticket.setdefault(row["ticket_id"], []).append(_stamps(story, row))
    return (time_in_centre_ms(turns) for turns in by_ticket.values())


def _idle(story: Story, day: str) -> tuple[int, int]:
    """For how long counters were free while somebody waited for them, and how long they were open; milliseconds."""
    rules = story.rules
    assert rules is not None
    moves: dict[int, list[Row]] = {}
    for move in story.moves:
        if story.turns[move["turn_id"]]["day"] == day:
            moves.setdefault(move["turn_id"], []).append(move)
    called_to = {(call["turn_id"], call["called_at"]): call["counter_id"] for call in story.calls.values()}
    waiting: dict[str, list[Span]] = {}
    busy: dict[str, list[Span]] = {}
    for turn_id, own in moves.items():
        service = story.turns[turn_id]["service"]
        for at, move in enumerate(own):
            end = own[at + 1]["at"] if at + 1 < len(own) else story.at
            if move["is"] == "waiting":
                start = move["at"] + (rules.cool_down_ms if move["was"] == "called" else 0)
                if move["was"] == "" and story.turns[turn_id]["origin"] == "second_service":
                    start = max(start, story.turns[story.turns[turn_id]["from_turn"]]["ended_at"] or story.at)
                waiting.setdefault(service, []).append(Span(start, max(start, end)))
            elif move["is"] == "called":
                counter = called_to.get((turn_id, move["at"]))
                last = next((later["at"] for later in own[at + 1 :] if later["is"] not in ("called", "serving")), end)
                if counter is not None:
                    busy.setdefault(counter, []).append(Span(move["at"], last))
    opened_at = story.days[day]["opened_at"]
    free: dict[str, list[Span]] = {}
    open_ms = 0
    for session in story.sessions.values():
        if session["signed_on_at"] < opened_at:
            continue
        span = Span(session["signed_on_at"], session["signed_off_at"] or story.at)
        open_ms += span.end - span.start
        pauses = [
            Span(pause["paused_at"], pause["resumed_at"] or story.at)
            for pause in story.pauses.values()
            if pause["session_id"] == session["session_id"]
        ]
        open_ms -= sum(pause.end - pause.start for pause in pauses)  # a paused counter is not open
        taken = [*busy.get(session["counter_id"], []), *pauses]
        free.setdefault(session["counter_id"], []).extend(_without(span, taken))
    serves = {counter: rules.services_at(counter) for counter in rules.first_services}
    return idle_while_waiting_ms(free, serves, waiting), open_ms


def _without(span: Span, taken: Iterable[Span]) -> list[Span]:
    """What is left of a span without the others."""
    left = []
    start = span.start
    for one in sorted(taken, key=lambda other: other.start):
        if one.end <= start or one.start >= span.end:
            continue
        if one.start > start:
            left.append(Span(start, one.start))
        start = max(start, one.end)
    if start < span.end:
        left.append(Span(start, span.end))
    return left


def _spread(values: Iterable[int | None]) -> Spread:
    known = [value for value in values if value is not None]
    return Spread(len(known), _minutes(percentile(known, 0.5)), _minutes(percentile(known, 0.9)))


def _minutes(value: int | None) -> float | None:
    return None if value is None else round(value / MINUTE_MS, 1)


def _line(name: str, spread: Spread) -> str:
    return f"{name:<28}{_number(spread.p50_min):>8}{_number(spread.p90_min):>8}  n = {spread.n}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"
