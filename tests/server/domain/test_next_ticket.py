"""Who is next: one readable case per rule."""

from server.domain.call_order import call_order
from server.domain.centre import QueueRules
from server.domain.instant import MINUTE_MS
from server.domain.next_ticket import Choice, Rule, Waiting, next_ticket, passed_by

RULES = QueueRules(rates={"ordinary": 1, "priority": 3})
NOON = 1_800_000_000_000


def waits(
    turn_id: int,
    minutes: float,
    group: str = "ordinary",
    service: str = "A",
    *,
    overtaken: int = 0,
    first_overtaken_min: float | None = None,
    arrival: int | None = None,
    is_second: bool = False,
) -> Waiting:
    """Somebody who has waited `minutes` at noon."""
    first = None if first_overtaken_min is None else NOON - round(first_overtaken_min * MINUTE_MS)
    return Waiting(
        turn_id, service, group, NOON - round(minutes * MINUTE_MS), arrival or turn_id, overtaken, first, is_second
    )


def all_time(start: int, end: int) -> int:
    """A centre that never has lunch."""
    return max(0, end - start)


def choose(*waiting: Waiting, rules: QueueRules = RULES, now: int = NOON, open_ms: object = all_time) -> Choice:
    choice = next_ticket(waiting, now, rules, open_ms)  # type: ignore[arg-type]  # all tests pass a function
    assert choice is not None
    return choice


def test_nobody_waits() -> None:
    assert next_ticket([], NOON, RULES, all_time) is None


def test_one_line_is_first_come_first_served() -> None:
    choice = choose(waits(2, 5), waits(1, 9), waits(3, 1))
    assert (choice.turn_id, choice.rule, choice.overtakes) == (1, Rule.ONLY_GROUP, ())


def test_rank_decides_and_not_the_number() -> None:
    assert choose(waits(1, 5), waits(7, 9)).turn_id == 7


def test_the_same_rank_goes_by_arrival() -> None:
    assert choose(waits(8, 5, arrival=8), waits(4, 5, arrival=4)).turn_id == 4


def test_between_groups_the_heavier_wait_wins() -> None:
    choice = choose(waits(1, 10), waits(2, 4, "priority"))
    assert (choice.turn_id, choice.rule) == (2, Rule.LONGEST_WEIGHTED_WAIT)
    assert choice.weights_ms == {"A/ordinary": 10 * MINUTE_MS, "A/priority": 12 * MINUTE_MS}
    assert choice.overtakes == (1,)


def test_priority_is_no_pass_to_the_front() -> None:
    assert choose(waits(1, 10), waits(2, 3, "priority")).turn_id == 1


def test_equal_weight_goes_to_whoever_came_first() -> None:
    assert choose(waits(1, 9), waits(2, 3, "priority")).turn_id == 1
    assert choose(waits(5, 9, arrival=5), waits(2, 3, "priority", arrival=2)).turn_id == 2


def test_groups_of_two_services_are_two_lines() -> None:
    choice = choose(waits(1, 5, service="A"), waits(2, 7, service="B"), waits(3, 9, service="B"))
    assert (choice.turn_id, set(choice.weights_ms)) == (3, {"A/ordinary", "B/ordinary"})


def test_a_group_with_somebody_overtaken_five_times_sends_its_head() -> None:
    choice = choose(waits(1, 9), waits(2, 8, overtaken=5), waits(3, 8.5, "priority"))
    assert (choice.turn_id, choice.rule, choice.overtakes) == (1, Rule.OVERTAKEN_TOO_OFTEN, ())


def test_overtaken_four_times_is_not_yet_too_often() -> None:
    assert choose(waits(1, 9, overtaken=4), waits(3, 8.5, "priority")).turn_id == 3


def test_a_group_first_overtaken_twenty_minutes_ago_sends_its_head() -> None:
    choice = choose(waits(1, 30, overtaken=1, first_overtaken_min=20), waits(3, 29, "priority"))
    assert (choice.turn_id, choice.rule) == (1, Rule.OVERTAKEN_TOO_LONG)


def test_a_moment_less_than_twenty_minutes_is_not_too_long() -> None:
    choice = choose(waits(1, 30, overtaken=1, first_overtaken_min=20), waits(3, 29, "priority"), now=NOON - 1)
    assert choice.turn_id == 3


def test_lunch_does_not_count_for_the_twenty_minutes() -> None:
    def half(start: int, end: int) -> int:
        return max(0, end - start) // 2

    line = (waits(1, 40, overtaken=1, first_overtaken_min=39), waits(3, 35, "priority"))
    assert choose(*line, open_ms=half).turn_id == 3
    assert choose(*line, open_ms=half, now=NOON + MINUTE_MS).turn_id == 1


def test_of_two_groups_at_their_bound_the_older_head_goes_first() -> None:
    choice = choose(
        waits(1, 12, service="A", overtaken=1, first_overtaken_min=25),
        waits(2, 15, service="B", overtaken=5),
        waits(3, 14.5, "priority", "B"),
    )
    assert (choice.turn_id, choice.rule) == (2, Rule.OVERTAKEN_TOO_OFTEN)


def test_both_bounds_are_settings() -> None:
    line = (waits(1, 9, overtaken=2, first_overtaken_min=3), waits(3, 8, "priority"))
    assert choose(*line).turn_id == 3
    often = QueueRules(rates=RULES.rates, overtaken_at_most=2)
    assert choose(*line, rules=often).rule is Rule.OVERTAKEN_TOO_OFTEN
    soon = QueueRules(rates=RULES.rates, overtaken_for_at_most_ms=3 * MINUTE_MS)
    assert choose(*line, rules=soon).rule is Rule.OVERTAKEN_TOO_LONG


def test_a_named_call_passes_everybody_who_ranks_earlier() -> None:
    line = [waits(1, 9), waits(2, 7, "priority"), waits(3, 8), waits(4, 1)]
    assert passed_by(line[1], line) == (1, 3)
    assert passed_by(line[0], line) == ()


def test_the_list_shows_whom_next_would_call_one_after_another() -> None:
    line = [waits(1, 9), waits(2, 8), waits(3, 5, "priority"), waits(4, 4, "priority")]
    order = call_order(line, NOON, RULES, all_time, at_most=10)
    assert [choice.turn_id for choice in order] == [3, 4, 1, 2]
    assert [choice.turn_id for choice in call_order(line, NOON, RULES, all_time, at_most=2)] == [3, 4]


def test_the_list_counts_the_overtaking_on_its_way() -> None:
    rules = QueueRules(rates=RULES.rates, overtaken_at_most=2)
    line = [waits(1, 9), *(waits(n, 8, "priority") for n in range(2, 7))]
    order = call_order(line, NOON, rules, all_time, at_most=10)
    assert [choice.turn_id for choice in order] == [2, 3, 1, 4, 5, 6]


def test_second_services_wait_until_nobody_waits_for_the_first() -> None:
    second = waits(1, 30, service="B", is_second=True)
    choice = choose(second, waits(2, 1))
    assert (choice.turn_id, choice.rule, choice.overtakes) == (2, Rule.ONLY_GROUP, (1,))
    assert choice.weights_ms == {"A/ordinary": MINUTE_MS, "B/ordinary/second": 30 * MINUTE_MS}
    alone = choose(second)
    assert (alone.turn_id, alone.rule, alone.line) == (1, Rule.ONLY_GROUP, "B/ordinary/second")


def test_a_second_service_at_its_bound_goes_before_the_first_ones() -> None:
    line = (waits(1, 9, service="B", is_second=True, overtaken=5), waits(2, 8), waits(3, 7, "priority"))
    choice = choose(*line)
    assert (choice.turn_id, choice.rule, choice.line) == (1, Rule.OVERTAKEN_TOO_OFTEN, "B/ordinary/second")
    long_ago = choose(waits(1, 30, service="B", is_second=True, overtaken=1, first_overtaken_min=20), waits(2, 8))
    assert (long_ago.turn_id, long_ago.rule) == (1, Rule.OVERTAKEN_TOO_LONG)


def test_second_services_among_themselves_go_by_weight() -> None:
    line = (waits(1, 9, service="B", is_second=True), waits(2, 4, "priority", "C", is_second=True))
    assert choose(*line).turn_id == 2


def test_the_list_takes_second_services_last() -> None:
    line = [waits(1, 9, service="B", is_second=True), waits(2, 3), waits(3, 2)]
    assert [choice.turn_id for choice in call_order(line, NOON, RULES, all_time, at_most=10)] == [2, 3, 1]
