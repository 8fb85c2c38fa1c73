"""The words with which somebody explains a deed: asked, checked, kept beside the journal."""

from sqlalchemy import bindparam, insert

from server.db import tables as t
from server.db.statements import Statement
from server.db.work import Work
from server.domain.reasons import says_something
from server.domain.typed_text import one_line
from server.errors import Unprocessable

REASON_LIMIT = 200
KEEP_REASON = Statement(insert(t.deed_reasons).values(seq=bindparam("seq"), reason=bindparam("reason")))


def checked_reason(reason: str) -> str:
    """The reason on one line, nothing in it that a printer or a page would obey.

    Raises:
        Unprocessable: there is none, it says nothing (`says_something`), or it is too long.
    """
    reason = one_line(reason)
    if len(reason) > REASON_LIMIT:
        raise Unprocessable("reason_needed", f"Lý do dài tối đa {REASON_LIMIT} ký tự.")
    if not says_something(reason):
        raise Unprocessable(
            "reason_needed", "Vui lòng ghi rõ lý do bằng ít nhất hai từ khác nhau, ví dụ: đi lại khó, có con nhỏ."
        )
    return reason


def keep_reason(work: Work, seq: int, reason: str) -> None:
    """Keep the words for the event `seq`. They are free text of staff and stay out of the journal."""
    KEEP_REASON.run(work.connection, seq=seq, reason=reason)
