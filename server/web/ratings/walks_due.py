"""Which pads are to be walked over by hand, from the ratings of the whole weeks before this one.

It is said by weeks and without the level, so that it tells nobody what was pressed lately, or how a desk was rated.
"""

from datetime import timedelta
from threading import Lock
from weakref import WeakKeyDictionary

from server.db.queries.pad_ratings import ratings_by_pad
from server.domain.quiet_buttons import suspect_pads
from server.house import House
from server.mqtt.snapshots import Moment

WEEKS = 8
_Key = tuple[int, str, str]

_lock = Lock()
_known: WeakKeyDictionary[House, tuple[_Key, tuple[str, ...]]] = WeakKeyDictionary()
"""Counted once a week: the answer stands until Monday."""


def walks_due(at: Moment, house: House) -> tuple[str, ...]:
    """The pads' ids, in order."""
    scheme = at.centre.scheme
    monday = at.today - timedelta(days=at.today.weekday())
    key = (at.epoch, scheme.scheme_id, monday.isoformat())
    with _lock:
        known = _known.get(house)
    if known is not None and known[0] == key:
        return known[1]
    ratings = ratings_by_pad(at.connection, scheme.scheme_id, monday - timedelta(weeks=WEEKS), monday)
    found = suspect_pads(ratings, tuple(level.value for level in scheme.levels))
    with _lock:
        _known[house] = (key, found)
    return found
