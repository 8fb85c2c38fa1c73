"""Each sign of the detectors in one officer's turns, and what is no sign."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from server.domain.detectors import FEWEST_OF, RULES, Finding, FindingKind, findings
from server.domain.finding_words import WORDS
from server.domain.instant import MINUTE_MS, SECOND_MS
from server.domain.worked import PressRecord, TurnEnd, TurnRecord, Worked

TURNS = 60
A_TURN_MS = 15 * MINUTE_MS
PERIOD = ("2026-11-09", "2026-11-20")

Change = Callable[[TurnRecord], TurnRecord]


def honest_turn(n: int) -> TurnRecord:
    """The n-th turn of an officer: called while waiting, came after 15 s, was served for 6 minutes."""
    called_at = (n + 1) * A_TURN_MS
    ended_at = called_at + 6 * MINUTE_MS + 15 * SECOND_MS
    return TurnRecord(
        turn_id=n + 1,
        half_day=f"2026-11-{9 + n // 6:02d} {n // 3 % 2}",
        end=TurnEnd.FINISHED,
        ended_at=ended_at,
        waiting_since=called_at - 20 * MINUTE_MS,
        called_first_at=called_at,
        called_last_at=called_at,
        arrived_at=called_at + 15 * SECOND_MS,
        window_at=ended_at,
    )


def worked(
    officer_id: str,
    change: Change = lambda turn: turn,
    *,
    every: int = 3,
    presses_after_s: float | None = 9,
    pressed: Callable[[TurnRecord], bool] = lambda turn: turn.turn_id % 2 == 0,
) -> Worked:
    """An officer who does something else in each third turn, and is rated in each second."""
    turns = [honest_turn(n) for n in range(TURNS)]
    turns = [change(turn) if turn.turn_id % every == 0 else turn for turn in turns]
    presses = [
        PressRecord(turn.turn_id, turn.window_at + round(1000 * presses_after_s), "boot")
        for turn in turns
        if turn.window_at is not None and presses_after_s is not None and pressed(turn)
    ]
    return Worked(officer_id, turns, presses)


def found_beside_two_honest(one: Worked) -> list[Finding]:
    return findings([one, worked("CB02"), worked("CB03")], *PERIOD)


def only(found: list[Finding]) -> Finding:
    (one,) = found
    assert one.officer_id == "CB01"
    assert one.strength >= 1
    return one


def called_sooner(turns: list[TurnRecord], which: Callable[[int], bool], gap_ms: int) -> list[TurnRecord]:
    """The turn after each of those is called so long after its end."""
    moved = list(turns)
    for at in range(1, len(moved)):
        if which(moved[at - 1].turn_id):
            called_at = moved[at - 1].ended_at + gap_ms
            moved[at] = replace(
                moved[at],
                half_day=moved[at - 1].half_day,
                called_first_at=called_at,
                called_last_at=called_at,
                waiting_since=called_at - 30 * MINUTE_MS,
            )
    return moved


def test_honest_officers_are_not_found() -> None:
    assert found_beside_two_honest(worked("CB01")) == []


def quick_hand() -> Worked:
    return worked("CB01", presses_after_s=2, pressed=lambda turn: turn.turn_id % 4 != 0)


def test_presses_before_a_citizen_can_press_are_found() -> None:
    finding = only(found_beside_two_honest(quick_hand()))
    assert finding.kind is FindingKind.SELF_PRESSING
    assert finding.evidence[0].figures == {"count": 45, "of": 45, "percent": 100, "others_percent": 0}
    assert finding.turns == tuple(turn for turn in range(1, 61) if turn % 4)


def test_late_presses_with_a_call_right_after_are_found_and_late_ones_alone_are_not() -> None:
    slow = worked("CB01", presses_after_s=20)
    assert found_beside_two_honest(slow) == [], "an elders' desk"
    hasty = replace(slow, turns=called_sooner(list(slow.turns), lambda turn_id: turn_id % 2 == 0, 23 * SECOND_MS))
    assert only(found_beside_two_honest(hasty)).kind is FindingKind.SELF_PRESSING


def test_a_start_before_anybody_can_have_come_is_found() -> None:
    honest = worked("CB01")
    turns = called_sooner(list(honest.turns), lambda turn_id: turn_id % 3 == 0, 2 * SECOND_MS)
    curt = replace(honest, turns=[replace(t, arrived_at=(t.called_last_at or 0) + 12 * SECOND_MS) for t in turns])
    assert found_beside_two_honest(curt) == [], "who calls at once lets people walk"
    cut = replace(
        honest,
        turns=[
            replace(t, arrived_at=(t.called_last_at or 0) + 2 * SECOND_MS) if t.turn_id % 3 == 1 else t for t in turns
        ],
    )
    finding = only(found_beside_two_honest(cut))
    assert finding.kind is FindingKind.SUPPRESSION
    assert finding.evidence[0].figures["count"] == 19


@pytest.mark.parametrize("inferred", [True, False])
def test_an_inferred_start_cuts_nothing(inferred: bool) -> None:
    honest = worked("CB01")
    turns = called_sooner(list(honest.turns), lambda turn_id: True, 2 * SECOND_MS)
    turns = [replace(t, arrived_at=(t.called_last_at or 0) + SECOND_MS, arrival_inferred=inferred) for t in turns]
    assert bool(found_beside_two_honest(replace(honest, turns=turns))) is not inferred


def test_one_that_came_back_from_a_hold_cuts_nothing() -> None:
    """It was called again long after it had first come: nobody walked in less than no time."""
    honest = worked("CB01")
    turns = called_sooner(list(honest.turns), lambda turn_id: True, 2 * SECOND_MS)
    held = [replace(t, arrived_at=(t.called_last_at or 0) - 5 * MINUTE_MS) for t in turns]
    assert found_beside_two_honest(replace(honest, turns=held)) == []


def test_nobody_is_judged_beside_too_few_others() -> None:
    for one in (quick_hand(), worked("CB01", absent_after(6 * MINUTE_MS), every=5)):
        assert findings([one], *PERIOD) == [], "alone in the hall: there is nothing to stand out from"
        few = worked("CB02")
        assert findings([one, Worked("CB02", few.turns[: FEWEST_OF // 4], few.presses)], *PERIOD) == []


def test_a_silent_pad_is_judged_by_itself_and_says_nothing_of_others_that_are_not_there() -> None:
    put_away = silent_in({"2026-11-09 1", "2026-11-11 0", "2026-11-13 1", "2026-11-15 0"})
    finding = only(findings([put_away], *PERIOD))
    assert [evidence.said("en") for evidence in finding.evidence][1] == "Coverage: 59 of 100 turns were rated (59 %)"


def absent_after(wait_ms: int) -> Change:
    def change(turn: TurnRecord) -> TurnRecord:
        ended_at = (turn.called_first_at or 0) + wait_ms
        return replace(turn, end=TurnEnd.NO_SHOW, ended_at=ended_at, arrived_at=None, window_at=None)

    return change


def test_no_shows_put_on_people_who_were_served_are_found() -> None:
    finding = only(found_beside_two_honest(worked("CB01", absent_after(6 * MINUTE_MS), every=5)))
    assert finding.kind is FindingKind.SUPPRESSION
    assert "vắng mặt" in finding.evidence[0].said()
    often = only(found_beside_two_honest(worked("CB01", absent_after(60 * SECOND_MS), every=3)))
    assert often.evidence[0].figures["count"] == 20
    assert found_beside_two_honest(worked("CB01", absent_after(60 * SECOND_MS), every=10)) == [], "people do stay away"


def test_transfers_that_nobody_takes_up_are_found() -> None:
    def passed_on(*, taken_up: bool) -> Change:
        return lambda turn: replace(
            turn, end=TurnEnd.TRANSFERRED, was_taken_up=taken_up, arrived_at=None, window_at=None
        )

    finding = only(found_beside_two_honest(worked("CB01", passed_on(taken_up=False), every=5)))
    assert finding.kind is FindingKind.SUPPRESSION
    assert finding.turns == tuple(range(5, 61, 5))
    assert found_beside_two_honest(worked("CB01", passed_on(taken_up=True), every=3)) == [], (
        "a newcomer asks colleagues"
    )


def test_quick_serves_and_turns_for_nobody_are_found() -> None:
    def quick(turn: TurnRecord) -> TurnRecord:
        came_at = turn.called_first_at or 0
        return replace(
            turn,
            is_quick_serve=True,
            called_first_at=None,
            called_last_at=None,
            arrived_at=came_at,
            ended_at=came_at + 20 * SECOND_MS,
        )

    def short(turn: TurnRecord) -> TurnRecord:
        return replace(turn, ended_at=(turn.called_first_at or 0) + 30 * SECOND_MS)

    assert only(found_beside_two_honest(worked("CB01", quick, presses_after_s=None))).kind is FindingKind.PADDING
    assert only(found_beside_two_honest(worked("CB01", short, presses_after_s=None))).kind is FindingKind.PADDING


def silent_in(half_days: set[str], boots: Callable[[str], str] = lambda _half_day: "boot") -> Worked:
    turns = [replace(honest_turn(n), half_day=f"2026-11-{9 + n // 10:02d} {n // 5 % 2}") for n in range(100)]
    presses = [
        PressRecord(turn.turn_id, (turn.window_at or 0) + 9000, boots(turn.half_day))
        for turn in turns
        if turn.half_day not in half_days and turn.turn_id % 4
    ]
    return Worked("CB01", turns, presses)


def test_a_pad_that_is_put_away_again_and_again_is_found_and_a_dead_one_is_not() -> None:
    put_away = silent_in({"2026-11-09 1", "2026-11-11 0", "2026-11-13 1", "2026-11-15 0"})
    finding = only(found_beside_two_honest(put_away))
    assert finding.kind is FindingKind.SUPPRESSION
    assert finding.evidence[0].figures == {"count": 4, "of": 20, "stretches": 4, "percent": 74}
    dead = {f"2026-11-{day:02d} {half}" for day in (11, 12, 16) for half in (0, 1)}
    assert found_beside_two_honest(silent_in(dead)) == [], "it died twice"
    mended = silent_in(
        {"2026-11-09 1", "2026-11-11 0", "2026-11-13 1", "2026-11-15 0"}, boots=lambda half_day: half_day
    )
    assert found_beside_two_honest(mended) == [], "each time it came back it had started anew"


def half_day_of(n: int) -> str:
    """Five turns in each of twenty half days."""
    return f"2026-11-{9 + n // 10:02d} {n // 5 % 2}"


def rated_in_turn(
    officer_id: str, rated: Callable[[int], bool], boots: Callable[[str], str] = lambda _half_day: "boot"
) -> Worked:
    """A hundred turns; the n-th, from 0, is rated or not."""
    turns = [replace(honest_turn(n), half_day=half_day_of(n)) for n in range(100)]
    presses = [
        PressRecord(turn.turn_id, (turn.window_at or 0) + 9000, boots(turn.half_day))
        for n, turn in enumerate(turns)
        if rated(n)
    ]
    return Worked(officer_id, turns, presses)


def beside_two_who_are_rated(one: Worked, rated: Callable[[int], bool] = lambda n: n % 2 == 0) -> list[Finding]:
    return findings([one, rated_in_turn("CB02", rated), rated_in_turn("CB03", rated)], *PERIOD)


def fallen(n: int) -> bool:
    """Each second one is rated, and from the second week on one in ten."""
    return n % 2 == 0 if n < 50 else n % 10 == 0


def test_coverage_that_falls_is_found_though_the_pad_is_never_silent_for_long() -> None:
    finding = only(beside_two_who_are_rated(rated_in_turn("CB01", fallen)))
    assert (finding.kind, finding.officer_id) == (FindingKind.SUPPRESSION, "CB01")
    assert finding.evidence[0].figures["count"] <= 6 and 48 <= finding.evidence[0].figures["others_percent"] <= 52
    assert finding.evidence[0].said().startswith("trong 10 buổi gần đây 5/")
    assert "other officers went from 5" in finding.evidence[0].said("en")
    assert min(finding.turns) > 45, "the turns of the half days in which it had fallen"


def test_coverage_that_falls_in_the_whole_hall_or_a_little_is_no_finding() -> None:
    assert beside_two_who_are_rated(rated_in_turn("CB01", fallen), fallen) == []
    assert beside_two_who_are_rated(rated_in_turn("CB01", lambda n: n % 2 == 0 if n < 50 else n % 3 == 0)) == []
    assert findings([rated_in_turn("CB01", fallen)], *PERIOD) == [], "beside nobody"


def test_a_pad_that_died_and_came_back_is_no_fall() -> None:
    for first, last in ((50, 80), (60, 100), (0, 40)):
        dead = rated_in_turn("CB01", lambda n, first=first, last=last: n % 2 == 0 and not first <= n < last)
        assert beside_two_who_are_rated(dead) == []


def test_few_turns_are_never_judged() -> None:
    one = quick_hand()
    few = Worked("CB01", one.turns[: FEWEST_OF // 2], one.presses)
    assert found_beside_two_honest(few) == []


def test_what_all_officers_of_a_centre_do_is_no_finding() -> None:
    """A hall in which people stand at the desk: everybody's windows are cut."""
    hall = []
    for officer_id in ("CB01", "CB02", "CB03"):
        one = worked(officer_id)
        turns = called_sooner(list(one.turns), lambda turn_id: turn_id % 3 == 0, 2 * SECOND_MS)
        hall.append(replace(one, turns=[replace(t, arrived_at=(t.called_last_at or 0) + 2 * SECOND_MS) for t in turns]))
    assert findings(hall, *PERIOD) == []


def test_a_finding_says_its_figures_in_two_languages_and_has_a_name_of_its_own() -> None:
    finding = only(found_beside_two_honest(quick_hand()))
    assert finding.key == "self_pressing.CB01.2026-11-09.2026-11-20"
    assert finding.evidence[0].said() == (
        "45/45 lượt có đánh giá được bấm trong vòng 3 giây sau khi hoàn tất, trước khi công dân kịp bấm "
        "(100 %; các cán bộ khác 0 %)"
    )
    assert finding.evidence[1].said("en") == "Coverage: 45 of 60 turns were rated (75 %; other officers 50 %)"


def test_no_rule_and_no_word_knows_what_was_pressed() -> None:
    assert set(PressRecord.__dataclass_fields__) == {"turn_id", "pressed_at", "boot_id"}
    assert set(RULES) == set(WORDS)
    for words, words_en in WORDS.values():
        assert "mức" not in words
        assert "level" not in words_en
