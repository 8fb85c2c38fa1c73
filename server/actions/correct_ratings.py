"""Take a whole block of ten ratings out of all figures, or put it back: one person asks, another agrees.

Nothing is deleted: presses and journal stay, and the figures say that a block was set aside, and why.
"""

from enum import StrEnum

from server.actions.reasons import checked_reason, keep_reason
from server.db.queries.corrections import Correction, block_exists, correction_by_id, is_set_aside, open_correction_of
from server.db.work import Work
from server.errors import Conflict, NotAllowed, NotFound, Unprocessable
from server.journal.events import BlockPutBack, BlockSetAside, CorrectionAsked, CorrectionDeclined


class CorrectionDeed(StrEnum):
    SET_ASIDE = "set_aside"
    PUT_BACK = "put_back"


class CorrectionReason(StrEnum):
    TEST_PRESSES = "test_presses"
    """Somebody tried the device out."""
    FAULTY_DEVICE = "faulty_device"
    """A stuck button, a pad at the wrong desk."""
    WRONG_OFFICER = "wrong_officer"
    """Another officer sat there than was signed on."""
    TAMPERING = "tampering"
    """Somebody else than the citizens pressed."""
    MISTAKE = "mistake"
    """It was set aside by mistake."""
    OTHER = "other"


def ask_correction(
    work: Work,
    *,
    deed: str,
    scheme_id: str,
    series: str,
    officer_id: str,
    counter_id: str,
    block: int,
    reason: str,
    words: str,
    asked_by: str,
) -> int:
    """Ask that a block be set aside or put back; the correction's id. Nothing changes before somebody else agrees.

    Raises:
        NotAllowed: they are the own ratings of whoever asks.
        NotFound: there is no such block, or it has not ten ratings yet.
        Conflict: it is so already, or was asked for already.
        Unprocessable: no such deed or reason, or the words say nothing.
    """
    words = checked_reason(words)
    if deed not in set(CorrectionDeed) or reason not in set(CorrectionReason):
        raise Unprocessable("unknown_correction", "Yêu cầu chỉnh sửa không hợp lệ.")
    if asked_by == officer_id:
        raise NotAllowed("own_ratings", "Không được tự yêu cầu chỉnh sửa đánh giá của chính mình.")
    which = (scheme_id, series, officer_id, counter_id, block)
    if not block_exists(work.connection, *which):
        raise NotFound("block", "Không có khối đánh giá này, hoặc khối chưa đủ mười đánh giá.")
    if open_correction_of(work.connection, *which) is not None:
        raise Conflict("correction_open", "Khối này đang có yêu cầu chờ người thứ hai đồng ý.")
    if is_set_aside(work.connection, *which) == (deed == CorrectionDeed.SET_ASIDE):
        raise Conflict("correction_made", "Khối này đã ở trạng thái được yêu cầu.")
    seq = work.record(
        CorrectionAsked(
            deed=deed,
            scheme_id=scheme_id,
            series=series,
            officer_id=officer_id,
            counter_id=counter_id,
            block=block,
            reason=reason,
            asked_by=asked_by,
        )
    )
    keep_reason(work, seq, words)
    return seq


def agree_to_correction(work: Work, *, correction_id: int, agreed_by: str) -> None:
    """Make a correction that somebody else has asked for.

    Raises:
        NotFound: there is no such correction.
        NotAllowed: whoever agrees asked for it, or it is about the own ratings.
        Conflict: it was decided already.
    """
    asked = _open(work, correction_id)
    if agreed_by == asked.asked_by:
        raise NotAllowed("second_person", "Cần một người khác với người yêu cầu đồng ý.")
    if agreed_by == asked.officer_id:
        raise NotAllowed("own_ratings", "Không được tự đồng ý chỉnh sửa đánh giá của chính mình.")
    kind = BlockSetAside if asked.deed == CorrectionDeed.SET_ASIDE else BlockPutBack
    work.record(
        kind(
            correction_id=correction_id,
            scheme_id=asked.scheme_id,
            series=asked.series,
            officer_id=asked.officer_id,
            counter_id=asked.counter_id,
            block=asked.block,
            reason=asked.reason,
            asked_by=asked.asked_by,
            agreed_by=agreed_by,
        )
    )


def decline_correction(work: Work, *, correction_id: int, declined_by: str) -> None:
    """Leave everything as it is; whoever asked may take it back so.

    Raises:
        NotFound: there is no such correction.
        NotAllowed: it is about the own ratings.
        Conflict: it was decided already.
    """
    asked = _open(work, correction_id)
    if declined_by == asked.officer_id:
        raise NotAllowed("own_ratings", "Không được tự quyết định về đánh giá của chính mình.")
    work.record(CorrectionDeclined(correction_id=correction_id, declined_by=declined_by))


def _open(work: Work, correction_id: int) -> Correction:
    asked = correction_by_id(work.connection, correction_id)
    if asked is None:
        raise NotFound("correction", "Không có yêu cầu chỉnh sửa này.")
    if asked.state != "asked":
        raise Conflict("correction_decided", "Yêu cầu này đã được quyết định.")
    return asked
