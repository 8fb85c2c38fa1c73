"""The head decides whether staff may read a citizen's words. Not journalled, as the words are not."""

from enum import StrEnum

from server.db.queries.comments import readable_comment, set_comment_state
from server.db.work import Work
from server.errors import NotFound, Unprocessable


class CommentState(StrEnum):
    NEW = "new"
    """Nobody has decided yet: head and auditor alone read it."""
    SHOWN = "shown"
    """All who see scores may read it."""
    HIDDEN = "hidden"
    """It names somebody, or insults: head and auditor alone read it."""


def moderate_comment(work: Work, *, comment_id: int, state: str, moderator: str) -> None:
    """Show words to staff, or hide them; what was decided can be decided anew.

    Raises:
        NotFound: there is no such comment, its day is open, or fewer than ten people rated there.
        Unprocessable: no such state.
    """
    if state not in (CommentState.SHOWN, CommentState.HIDDEN):
        raise Unprocessable("unknown_state", "Chỉ có thể cho xem hoặc ẩn lời góp ý.")
    if readable_comment(work.connection, comment_id) is None:
        raise NotFound("comment", "Không có lời góp ý này, hoặc chưa được phép đọc.")
    set_comment_state(work.connection, comment_id, state=state, moderator=moderator, now=work.now)
