"""Why somebody is called, in plain words, Vietnamese and English."""

import pytest
from centre_under_test import small_centre

from look.language import translator
from server.centre_file import centre_of
from server.domain.centre import QueueRules
from server.domain.instant import MINUTE_MS
from server.domain.next_ticket import Rule
from server.web.console.call_reasons import Stood, what_was_compared, whom_it_passed, why_called

RULES = QueueRules(rates={"ordinary": 1, "priority": 3})
VI, EN = translator("vi"), translator("en")


@pytest.mark.parametrize(
    ("reason", "rate", "in_words", "in_english"),
    [
        ({"rule": "only_group"}, "ordinary", "Đến trước", "First come"),
        ({"rule": "longest_weighted_wait"}, "ordinary", "Chờ 12 phút, lâu nhất", "Waited 12 min, the longest"),
        (
            {"rule": "longest_weighted_wait"},
            "priority",
            "Ưu tiên: chờ 12 phút, tính gấp 3",
            "Priority: waited 12 min, counted 3 times",
        ),
        (
            {"rule": "only_group", "line": "B/ordinary/second"},
            "ordinary",
            "Đến trước (lĩnh vực phụ của quầy)",
            "First come (a second service of the counter)",
        ),
        (
            {"rule": "overtaken_too_often"},
            "ordinary",
            "Hàng này có người bị vượt 5 lượt, không để vượt nữa",
            "Somebody in this line was overtaken 5 times: no more",
        ),
        (
            {"rule": "overtaken_too_long"},
            "ordinary",
            "Hàng này có người bị vượt đã 20 phút, không để chờ nữa",
            "Somebody in this line was overtaken 20 min ago: no longer",
        ),
        ({"rule": "resumed"}, "ordinary", "Trở lại sau khi tạm chờ", "Back from hold"),
        ({"rule": "a newer program's"}, "ordinary", "", ""),
        ({}, "ordinary", "", ""),
    ],
)
def test_every_rule_in_words(reason: dict[str, str], rate: str, in_words: str, in_english: str) -> None:
    for say, expected in ((VI, in_words), (EN, in_english)):
        assert why_called(reason, Stood(rate, 12 * MINUTE_MS), rules=RULES, say=say) == expected


@pytest.mark.parametrize(
    ("reason", "in_words"),
    [
        ({"rule": "only_group", "line": "K/ordinary", "passed": [7]}, "Đến trước (lĩnh vực chính của quầy)"),
        (
            {
                "rule": "longest_weighted_wait",
                "line": "K/ordinary",
                "weights_ms": {"K/ordinary": 12, "A/ordinary": 9, "T/ordinary/second": 15},
                "passed": [7],
            },
            "Chờ 12 phút, lâu nhất (lĩnh vực chính của quầy)",
        ),
        (
            {
                "rule": "longest_weighted_wait",
                "line": "K/ordinary",
                "weights_ms": {"K/ordinary": 12, "A/ordinary": 9, "T/ordinary/second": 8},
            },
            "Chờ 12 phút, lâu nhất",
        ),
    ],
)
def test_who_came_first_of_the_first_services_alone_is_not_said_to_have_come_first_of_all(
    reason: dict[str, object], in_words: str
) -> None:
    assert why_called(reason, Stood("ordinary", 12 * MINUTE_MS), rules=RULES, say=VI) == in_words


def test_a_place_that_was_given_is_not_said_to_be_a_wait() -> None:
    reason = {"rule": "longest_weighted_wait"}
    for rate, in_words in (
        ("ordinary", "Xếp như đã chờ 12 phút, lâu nhất"),
        ("priority", "Ưu tiên: xếp như đã chờ 12 phút, tính gấp 3"),
    ):
        assert why_called(reason, Stood(rate, 12 * MINUTE_MS, by_place=True), rules=RULES, say=VI) == in_words


def test_every_rule_has_words() -> None:
    for rule in Rule:
        assert why_called({"rule": rule.value}, Stood("ordinary", 0), rules=RULES, say=VI)


def test_whom_a_call_passed() -> None:
    assert whom_it_passed([], VI) == ""
    assert whom_it_passed(["A001", "A002"], VI) == "Gọi trước A001, A002, đến sớm hơn"
    many = [f"A{n:03d}" for n in range(1, 8)]
    assert whom_it_passed(many, VI) == "Gọi trước A001, A002, A003, A004 và 3 số khác đến sớm hơn"
    assert whom_it_passed(many[:5], EN) == "Called before A001, A002, A003, A004, A005, who came earlier"
    assert whom_it_passed(many, EN) == "Called before A001, A002, A003, A004 and 3 others who came earlier"


def test_what_was_compared_is_told_the_heaviest_first() -> None:
    centre = centre_of(small_centre())
    weights = {
        "A/ordinary": 10 * MINUTE_MS,
        "A/priority": 12 * MINUTE_MS,
        "B/ordinary/second": 2 * MINUTE_MS,
    }
    assert what_was_compared({"weights_ms": weights}, centre, "vi", VI) == [
        "Chứng thực, ưu tiên: 4 phút × 3 = 12 phút",
        "Chứng thực: 10 phút",
        "Hộ tịch: 2 phút (lĩnh vực phụ của quầy)",
    ]
    assert (
        what_was_compared({"weights_ms": weights}, centre, "en", EN)[0] == "Certification, priority: 4 min × 3 = 12 min"
    )
    assert what_was_compared({}, centre, "vi", VI) == []
