"""A small cheat played with the real actions is the same to the detectors as on paper."""

from centre_under_test import CentreUnderTest

from server.db.queries.worked import SETTLED_MS, findings_of_period, worked_in_period
from server.domain.centre import Centre
from server.domain.detectors import Finding, FindingKind, findings
from server.domain.worked import PressRecord, TurnEnd, TurnRecord, Worked

DAY = "2026-11-23"
ROUNDS = 42


def the_centre(centre: CentreUnderTest) -> Centre:
    return centre.act(lambda work: work.centre)


def found(centre: CentreUnderTest) -> list[Finding]:
    centre.clock.pass_s(SETTLED_MS / 1000)
    return findings_of_period(centre.read(), the_centre(centre), DAY, DAY, centre.clock.instant)


def worked(centre: CentreUnderTest) -> dict[str, Worked]:
    centre.clock.pass_s(SETTLED_MS / 1000)
    every = worked_in_period(centre.read(), the_centre(centre), DAY, DAY, centre.clock.instant)
    return {one.officer_id: one for one in every}


class Paper:
    """What is written down beside the play, to be compared with what the database holds."""

    def __init__(self, centre: CentreUnderTest) -> None:
        self.centre = centre
        self.turns: dict[str, list[TurnRecord]] = {"CB01": [], "CB02": []}
        self.presses: dict[str, list[PressRecord]] = {"CB01": [], "CB02": []}

    def serve(self, counter_id: str, service: str, *, press_after_s: float) -> None:
        """One turn from the kiosk to the pad."""
        centre, officer_id = self.centre, {"Q1": "CB01", "Q2": "CB02"}[counter_id]
        number = centre.number(service)
        waiting_since = centre.clock.instant
        centre.clock.pass_s(3)
        centre.next(counter_id)
        called_at = centre.clock.instant
        centre.clock.pass_s(14)
        centre.start(counter_id)
        arrived_at = centre.clock.instant
        centre.clock.pass_s(150)
        centre.finish(counter_id)
        ended_at = centre.clock.instant
        turn_id = centre.turn(number).turn_id
        centre.clock.pass_s(press_after_s)
        centre.press(5, centre.window_of(number), counter_id=counter_id)
        self.presses[officer_id].append(PressRecord(turn_id, centre.clock.instant, "9f1a"))
        centre.wait(70)
        self.turns[officer_id].append(
            TurnRecord(
                turn_id=turn_id,
                half_day=f"{DAY} {int(called_at >= self.noon)}",
                end=TurnEnd.FINISHED,
                ended_at=ended_at,
                waiting_since=waiting_since,
                called_first_at=called_at,
                called_last_at=called_at,
                arrived_at=arrived_at,
                window_at=ended_at,
            )
        )

    @property
    def noon(self) -> int:
        return self.began + round(4.5 * 3600 * 1000)

    @property
    def began(self) -> int:
        """08:00, when the tests' clock begins."""
        return int(self.centre.one("SELECT opened_at FROM service_days")[0])

    def findings(self) -> list[Finding]:
        return findings(
            [Worked(officer, self.turns[officer], self.presses[officer]) for officer in self.turns], DAY, DAY
        )


def test_a_quick_hand_is_found_through_the_real_actions_as_on_paper(centre: CentreUnderTest) -> None:
    paper = Paper(centre)
    for _ in range(ROUNDS):
        paper.serve("Q1", "A", press_after_s=2)
        paper.serve("Q2", "B", press_after_s=9)
    real = found(centre)
    assert [(finding.officer_id, finding.kind) for finding in real] == [("CB01", FindingKind.SELF_PRESSING)]
    assert real == paper.findings()
    assert real[0].evidence[0].figures["count"] == ROUNDS
    assert {one.officer_id: list(one.turns) for one in worked(centre).values()} == paper.turns


def test_turns_for_nobody_are_found_through_the_real_actions(centre: CentreUnderTest) -> None:
    paper = Paper(centre)
    for n in range(ROUNDS):
        paper.serve("Q2", "B", press_after_s=9)
        if n % 2:
            paper.serve("Q1", "A", press_after_s=9)
        else:
            centre.quick_serve("A")
            centre.clock.pass_s(20)
            centre.finish("Q1")
            centre.wait(70)
    (finding,) = found(centre)
    assert (finding.officer_id, finding.kind) == ("CB01", FindingKind.PADDING)
    assert finding.evidence[0].figures == {"count": 21, "of": 42, "percent": 50, "others_percent": 0}


def test_absences_and_transfers_are_read_with_what_became_of_them(centre: CentreUnderTest) -> None:
    number = centre.number("A")
    centre.next("Q1")
    centre.clock.pass_s(400)
    centre.absent("Q1")
    away = centre.turn(number).turn_id
    sent, taken = centre.number("A"), centre.number("A")
    for _ in range(2):
        centre.next("Q1")
        centre.clock.pass_s(300)
        centre.transfer("counter", "Q2")
    moved = {
        row["turn_id"]: row["shown"]
        for row in centre.rows(
            "SELECT turn_id, shown FROM turns JOIN tickets USING (ticket_id) WHERE from_turn IS NULL"
        )
    }
    centre.next("Q2")
    centre.absent("Q2")
    centre.next("Q2")
    centre.start("Q2")
    centre.finish("Q2")
    turns = {turn.turn_id: turn for turn in worked(centre)["CB01"].turns}
    assert (turns[away].end, turns[away].window_at) == (TurnEnd.NO_SHOW, None)
    assert turns[away].ended_at - (turns[away].called_first_at or 0) == 400_000
    by_number = {moved[turn_id]: turn for turn_id, turn in turns.items() if turn_id != away}
    assert {turn.end for turn in by_number.values()} == {TurnEnd.TRANSFERRED}
    assert sorted(turn.was_taken_up for turn in by_number.values()) == [False, True]
    assert set(by_number) == {sent, taken}


def test_what_does_not_count_or_is_not_over_yet_is_left_out(centre: CentreUnderTest) -> None:
    number = centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.clock.pass_s(60)
    centre.finish("Q1")
    centre.press(5, centre.window_of(number))
    centre.press(1, None, age_ms=None)
    now = centre.clock.instant
    assert worked_in_period(centre.read(), the_centre(centre), DAY, DAY, now) == [], "it may still be rated"
    (one,) = worked(centre).values()
    assert (len(one.turns), len(one.presses)) == (1, 1)
    assert worked_in_period(centre.read(), the_centre(centre), "2026-11-24", "2026-11-30", centre.clock.instant) == []
