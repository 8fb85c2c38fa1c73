"""Notices of the head on the boards: posted in both languages until a time, withdrawn before it."""

from sqlalchemy import bindparam, insert

from server.db import tables as t
from server.db.queries.notices import notice_by_id
from server.db.statements import Statement
from server.db.work import Work
from server.domain.instant import MINUTE_MS
from server.domain.typed_text import one_line
from server.errors import NotFound, Unprocessable
from server.journal.events import NoticePosted, NoticeWithdrawn

NOTICE_LIMIT = 160
"""More does not fit a board's line in a size that is read from the back row."""
LONGEST_MIN = 31 * 24 * 60

KEEP_TEXT = Statement(
    insert(t.notice_texts).values(
        notice_id=bindparam("notice_id"), text=bindparam("text"), text_en=bindparam("text_en")
    )
)


def post_notice(work: Work, *, text: str, text_en: str, for_minutes: int | None) -> int:
    """Show a notice on the boards for so many minutes (None: until it is withdrawn); its id.

    Raises:
        Unprocessable: no text in Vietnamese, too long, or a duration that is none.
    """
    text, text_en = one_line(text), one_line(text_en)
    if not text or max(len(text), len(text_en)) > NOTICE_LIMIT:
        raise Unprocessable("bad_notice", f"Thông báo cần có nội dung, tối đa {NOTICE_LIMIT} ký tự.")
    if for_minutes is not None and not 1 <= for_minutes <= LONGEST_MIN:
        raise Unprocessable("bad_duration", "Thời gian hiển thị chưa đúng.")
    until_at = None if for_minutes is None else work.now + for_minutes * MINUTE_MS
    notice_id = work.record(NoticePosted(until_at=until_at))
    KEEP_TEXT.run(work.connection, notice_id=notice_id, text=text, text_en=text_en)
    return notice_id


def withdraw_notice(work: Work, *, notice_id: int) -> None:
    """Take a notice off the boards; a repeat is harmless.

    Raises:
        NotFound: no such notice.
    """
    notice = notice_by_id(work.connection, notice_id)
    if notice is None:
        raise NotFound("notice", "Không có thông báo này.")
    if notice.withdrawn_at is None:
        work.record(NoticeWithdrawn(notice_id=notice_id))
