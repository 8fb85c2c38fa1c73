"""A note of staff on a ticket, for the colleagues who serve it later: kept beside the journal, never printed."""

from sqlalchemy import bindparam, insert

from server.actions.at_desk import day_in_service, turns_named
from server.db import tables as t
from server.db.queries.queue import Turn
from server.db.statements import Statement
from server.db.work import Work
from server.domain.typed_text import one_line
from server.errors import Unprocessable

NOTE_LIMIT = 300
ADD_NOTE = Statement(
    insert(t.ticket_notes).values(
        ticket_id=bindparam("ticket_id"),
        staff_id=bindparam("staff_id"),
        noted_at=bindparam("noted_at"),
        note=bindparam("note"),
    )
)


def add_note(work: Work, *, staff_id: str, number: str, text: str) -> Turn:
    """Keep a note on a number of today; the turn that the number means.

    Raises:
        NotFound: no such number today.
        Unprocessable: nothing was written, or too much.
    """
    note = one_line(text)
    if not note or len(note) > NOTE_LIMIT:
        raise Unprocessable("note_text", f"Vui lòng ghi nội dung ghi chú (tối đa {NOTE_LIMIT} ký tự).")
    turn = turns_named(work, day_in_service(work), number)[0]
    ADD_NOTE.run(work.connection, ticket_id=turn.ticket_id, staff_id=staff_id, noted_at=work.now, note=note)
    return turn
