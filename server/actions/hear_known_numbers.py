"""A kiosk says which numbers it has seen: those that a restored database does not know are never given again."""

import logging
from collections.abc import Mapping

from server.actions.note_restore import raise_series
from server.db.queries.days import last_day, lost_in_restores, was_restored_before
from server.db.queries.tickets import last_number
from server.db.work import Work
from server.domain.instant import local_date

MOST_PASSED_OVER = 5000
"""Numbers of one series that are believed lost on a day, all words of kiosks together: four times a large centre's
day. More is a mistake, or a lie: word by word a kiosk could use up the whole series."""

_log = logging.getLogger(__name__)


def hear_known_numbers(work: Work, known: Mapping[tuple[str, str], int]) -> int:
    """Raise the series of the last day on record, and of today, past what the kiosk has seen; how many were skipped.

    While no copy was put back there is nothing that could be lost, whatever a kiosk says.

    Args:
        known: the highest number by local date (`YYYY-MM-DD`) and letter. Days before the last are over.
    """
    last = last_day(work.connection)
    if last is None or not was_restored_before(work.connection, work.head.seq + 1):
        return 0
    on = {last.day, max(last.day, local_date(work.now, work.centre.timezone).isoformat())}
    skipped = 0
    for (day, prefix), highest in sorted(known.items()):
        if day not in on:
            continue
        more = highest - last_number(work.connection, day, prefix)
        if more > 0 and more + lost_in_restores(work.connection, day, prefix, work.head.seq) > MOST_PASSED_OVER:
            _log.error("%s says it has seen %s%d of %s, which cannot be", work.actor, prefix, highest, day)
            continue
        lost = raise_series(work, day=day, prefix=prefix, past=highest)
        if lost is not None:
            skipped += lost.last - lost.first + 1
    return skipped
