"""Ratings of the centre that are one person's, for nobody else was rated, are looked at on record as named ones are."""

from server.db.queries.score_views import looks_by, note_view
from server.db.work import Work
from server.domain.instant import MINUTE_MS
from server.house import House
from server.web.access.staff_session import LoggedInStaff
from server.web.reports.figures import Days

AGAIN_AFTER_MS = 60 * MINUTE_MS
"""A wall asks every half minute; the log would hold nothing else."""
_MOST_LOOKS = 1000


async def note_report(house: House, who: LoggedInStaff, days: Days) -> None:
    """Put a look at a report of some days on record, once an hour."""
    staff_id, what = who.staff.staff_id, f"report {'..'.join(days.names)}"

    def note(work: Work) -> None:
        since = work.now - AGAIN_AFTER_MS
        looks = looks_by(work.connection, staff_id, since, work.now + 1, at_most=_MOST_LOOKS)
        if all(look.what != what for look in looks):
            note_view(work.connection, staff_id=staff_id, what=what, viewed_at=work.now)

    await house.write(note, actor=who.principal)
