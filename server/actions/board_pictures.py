"""Pictures that boards show between calls: added and removed."""

from dataclasses import dataclass

from server.db.queries.pictures import forget_picture_files, keep_picture_file, picture_shown, pictures_shown
from server.db.work import Work
from server.errors import Conflict, NotFound
from server.journal.events import PictureAdded, PictureRemoved

UPLOAD_LIMIT_BYTES = 4 * 1024 * 1024
PICTURES_AT_MOST = 20
KEPT_REMOVED_MS = 30 * 24 * 3600 * 1000
"""A removed picture's content is kept for a month, should somebody ask what hung there; then only its hash."""


@dataclass(frozen=True, slots=True)
class CheckedPicture:
    """As `server/web/setup/board_picture.py` has drawn it anew."""

    sha256: str
    media_type: str
    content: bytes


def add_picture(work: Work, *, picture: CheckedPicture) -> int:
    """Show it from now on, after the others; the picture's id. One that is shown already stays as it is.

    Raises:
        Conflict: there are as many as boards show.
    """
    shown = pictures_shown(work.connection)
    known = next((one.picture_id for one in shown if one.sha256 == picture.sha256), None)
    if known is not None:
        return known
    if len(shown) >= PICTURES_AT_MOST:
        raise Conflict("too_many_pictures", f"Bảng chiếu nhiều nhất {PICTURES_AT_MOST} ảnh. Vui lòng gỡ bớt trước.")
    keep_picture_file(work.connection, sha256=picture.sha256, media_type=picture.media_type, content=picture.content)
    return work.record(PictureAdded(sha256=picture.sha256))


def remove_picture(work: Work, *, picture_id: int) -> None:
    """Show it no more.

    Raises:
        NotFound: there is none.
    """
    if picture_shown(work.connection, picture_id) is None:
        raise NotFound("picture", "Ảnh này không còn.")
    work.record(PictureRemoved(picture_id=picture_id))


def forget_removed_pictures(work: Work) -> None:
    forget_picture_files(work.connection, removed_before=work.now - KEPT_REMOVED_MS)
