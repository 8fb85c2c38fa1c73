"""Scores reach back as far as the centre says: older ratings leave the figures, and old looks at them the log.

Nothing of it is journalled: settled ratings follow from windows and presses, whose sealed lines stay and name nobody.
"""

from datetime import timedelta

from server.db.queries.score_views import forget_looks
from server.db.queries.settled_ratings import forget_old_blocks
from server.db.work import Work
from server.domain.instant import MINUTE_MS, local_date

DAY_MS = 24 * 60 * MINUTE_MS


def forget_scores(work: Work, *, keep_ratings_days: int, keep_looks_days: int) -> int:
    """Forget the settled ratings of months that ended more than `keep_ratings_days` days ago, and older looks; how many
    ratings that were.

    A block is forgotten whole, when its last rating is old enough; the newest of an officer at a counter stays, for
    the next one's number follows from it.
    """
    today = local_date(work.now, work.centre.timezone)
    month = (today - timedelta(days=keep_ratings_days)).replace(day=1)
    forget_looks(work.connection, before=work.now - keep_looks_days * DAY_MS)
    return forget_old_blocks(work.connection, before=month.isoformat())
