"""When the kiosks give numbers with one touch, without any further page: by the head's word, or by the rule. Pure."""

from server.domain.centre import RushRules
from server.domain.instant import MINUTE_MS

RUSH_SPAN_MS = 10 * MINUTE_MS
"""So far back numbers are counted."""

BY_HEAD = "head"
BY_RULE = "rule"


def rush_by_rule(rules: RushRules, *, is_rush: bool, switched_by: str | None, numbers_lately: int) -> bool | None:
    """What the rule switches to; None: it leaves things as they are.

    Args:
        switched_by: who switched last that day; what the head chose holds for the rest of it.
        numbers_lately: numbers that people took within `RUSH_SPAN_MS`.
    """
    if switched_by == BY_HEAD:
        return None
    if not rules.by_rule:
        return False if is_rush else None
    if not is_rush and numbers_lately >= rules.starts_at:
        return True
    return False if is_rush and numbers_lately < rules.ends_below else None
