"""Why somebody is called, in plain words: the rule, what was compared, whom it passed. Pure; for staff and citizens.

`reason` is what the call stores (`calls.reason`): `rule`; of Next also `line`, `weights_ms` and `passed`, of a named
call `passed`. Every sentence takes the translator of the reader's language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from look.language import Translate
from server.domain.centre import ORDINARY, Centre, QueueRules
from server.domain.instant import MINUTE_MS, SECOND_MS
from server.domain.next_ticket import Choice, Rule

NUMBERS_SHOWN = 4
"""Of those who were passed; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Stood:
    """How somebody stood in the queue at the moment of a call."""

    rate: str
    """The queueing group."""
    waited_ms: int
    """How long the wait counts for."""
    by_place: bool = False
    """It counts from a place that was given, not from when the citizen came."""


def why_next(choice: Choice, stood: Stood, *, rules: QueueRules, say: Translate) -> str:
    """Why somebody is the one to call."""
    why = _by_rule(choice.rule, stood, rules, say)
    if _is_second(choice.line):
        return say("{why} (lĩnh vực phụ của quầy)").format(why=why)
    if _is_first_of_first_ones(choice):
        return say("{why} (lĩnh vực chính của quầy)").format(why=why)
    return why


def why_called(reason: Mapping[str, Any], stood: Stood, *, rules: QueueRules, say: Translate) -> str:
    """The same from a stored reason, also of calls that were no Next; empty when it says nothing."""
    rule = reason.get("rule")
    if rule == "named":
        return say("Cán bộ gọi đích danh, có ghi lý do")
    if rule == "resumed":
        return say("Trở lại sau khi tạm chờ")
    if rule not in set(Rule):
        return ""
    passed = tuple(reason.get("passed") or ())
    choice = Choice(0, Rule(rule), reason.get("weights_ms") or {}, passed, str(reason.get("line", "")))
    return why_next(choice, stood, rules=rules, say=say)


def _is_second(line: str) -> bool:
    return line.endswith("/second")


def _is_first_of_first_ones(choice: Choice) -> bool:
    """Whether somebody of a second service came earlier, or weighed more, and was not compared: of the counter's first
    services alone this one came first."""
    if choice.rule is Rule.ONLY_GROUP:
        return bool(choice.overtakes)
    if choice.rule is not Rule.LONGEST_WEIGHTED_WAIT:
        return False
    own_ms = choice.weights_ms.get(choice.line, 0)
    return any(weight_ms > own_ms for line, weight_ms in choice.weights_ms.items() if _is_second(line))


def what_was_compared(reason: Mapping[str, Any], centre: Centre, language: str, say: Translate) -> list[str]:
    """Each line whose first was weighed, the heaviest first, such as `Hộ tịch, ưu tiên: 4 phút × 3 = 12 phút`."""
    weights: Mapping[str, int] = reason.get("weights_ms") or {}
    return [
        _weighed(line, weight_ms, centre, language, say)
        for line, weight_ms in sorted(weights.items(), key=lambda one: -one[1])
    ]


def whom_it_passed(numbers: Sequence[str], say: Translate) -> str:
    """The numbers that came earlier and are called later; empty when there are none."""
    if not numbers:
        return ""
    more = len(numbers) - NUMBERS_SHOWN
    if more == 1:  # its number is shorter than "and 1 more"
        more = 0
    shown = ", ".join(numbers[: len(numbers) - more])
    if more > 0:
        return say("Gọi trước {numbers} và {count} số khác đến sớm hơn").format(numbers=shown, count=more)
    return say("Gọi trước {numbers}, đến sớm hơn").format(numbers=shown)


def in_minutes(duration_ms: int, say: Translate) -> str:
    """A duration as people say it."""
    if duration_ms < MINUTE_MS:
        return say("{count} giây").format(count=max(0, duration_ms) // SECOND_MS)
    return say("{count} phút").format(count=duration_ms // MINUTE_MS)


def _by_rule(rule: Rule, stood: Stood, rules: QueueRules, say: Translate) -> str:
    if rule is Rule.OVERTAKEN_TOO_OFTEN:
        return say("Hàng này có người bị vượt {count} lượt, không để vượt nữa").format(count=rules.overtaken_at_most)
    if rule is Rule.OVERTAKEN_TOO_LONG:
        minutes = rules.overtaken_for_at_most_ms // MINUTE_MS
        return say("Hàng này có người bị vượt đã {count} phút, không để chờ nữa").format(count=minutes)
    wait = in_minutes(stood.waited_ms, say)
    rate = rules.rates.get(stood.rate, 1)
    if stood.rate != ORDINARY and rate != 1:
        if stood.by_place:
            return say("Ưu tiên: xếp như đã chờ {wait}, tính gấp {rate}").format(wait=wait, rate=_number(rate))
        return say("Ưu tiên: chờ {wait}, tính gấp {rate}").format(wait=wait, rate=_number(rate))
    if rule is Rule.ONLY_GROUP:
        return say("Đến trước")
    if stood.by_place:
        return say("Xếp như đã chờ {wait}, lâu nhất").format(wait=wait)
    return say("Chờ {wait}, lâu nhất").format(wait=wait)


def _weighed(line: str, weight_ms: int, centre: Centre, language: str, say: Translate) -> str:
    code, rate_name, *_ = line.split("/")
    service = centre.service(code)
    name = code if service is None else service.name_en if language == "en" else service.name
    rate = centre.queue.rates.get(rate_name, 1)
    wait = in_minutes(round(weight_ms / rate) if rate else 0, say)
    if rate_name != ORDINARY and rate != 1:
        weighed = say("{service}, ưu tiên: {wait} × {rate} = {weight}").format(
            service=name, wait=wait, rate=_number(rate), weight=in_minutes(weight_ms, say)
        )
    else:
        weighed = f"{name}: {wait}"
    return say("{why} (lĩnh vực phụ của quầy)").format(why=weighed) if _is_second(line) else weighed


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")
