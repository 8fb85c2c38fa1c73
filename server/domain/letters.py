"""Which service letters sound alike when a number is called through a hall."""

from collections.abc import Iterable
from itertools import combinations

EMERGENCY = "X"
"""Every kiosk's emergency series begins with it: it is always in use."""

_ALIKE = frozenset(
    frozenset(pair)
    for pair in (
        "BP",  # bê, pê
        "PT",  # pê, tê
        "MN",  # em-mờ, en-nờ
        "LN",  # many people say one for the other
        "SX",  # ét-xì, ích-xì
    )
)


def pairs_alike() -> list[str]:
    """Every pair of letters that is easily misheard, `BP`, for pages that warn while somebody chooses."""
    return sorted("".join(sorted(pair)) for pair in _ALIKE)


def letters_alike(letters: Iterable[str]) -> list[tuple[str, str]]:
    """The pairs among a centre's letters, and with the emergency series' X, that are easily misheard."""
    used = sorted({*letters, EMERGENCY})
    return [(one, other) for one, other in combinations(used, 2) if frozenset((one, other)) in _ALIKE]
