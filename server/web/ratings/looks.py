"""Every look at a named score is put on record before it is answered: who looked, at whose, when."""

from server.db.queries.score_views import note_view
from server.db.work import Work
from server.house import House
from server.web.access.staff_session import LoggedInStaff


async def note_look(house: House, who: LoggedInStaff, what: str) -> None:
    """`what`: its first word says what was looked at, then whose where it is one person's, then the period."""

    def note(work: Work) -> None:
        note_view(work.connection, staff_id=who.staff.staff_id, what=what, viewed_at=work.now)

    await house.write(note, actor=who.principal)
