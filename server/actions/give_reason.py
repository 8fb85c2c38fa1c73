"""Keep what a low rating was about, once for each turn and series; after three minutes nobody is asked any more."""

from collections.abc import Sequence

from server.db.queries.ratings import has_reasons, presses_in_window, scheme_of_window, window_of_known_press
from server.db.work import Work
from server.domain.press_flags import series_of
from server.domain.rating_window import REASONS_MS
from server.errors import Unprocessable
from server.journal.events import RatingReasonGiven


def give_reason_of_press(
    work: Work, *, press_id: str, channel: str, reasons: Sequence[str], after_ms: int | None = None
) -> bool:
    """As `give_reason`, for the window of a press; False also when the press belongs to none.

    Raises:
        Unprocessable: the scheme has no such reason.
    """
    window_id = window_of_known_press(work.connection, press_id)
    return window_id is not None and give_reason(
        work, window_id=window_id, channel=channel, reasons=reasons, after_ms=after_ms
    )


def give_reason(
    work: Work, *, window_id: int, channel: str, reasons: Sequence[str], after_ms: int | None = None
) -> bool:
    """Whether the reasons were kept: they were not given before, the rating is there and low, and it is not too late.

    `after_ms` is the time from the rating to its reasons by the clock of a device that was cut off; None: by receipt.

    Raises:
        Unprocessable: the scheme has no such reason.
    """
    scheme = scheme_of_window(work.connection, window_id) or work.centre.scheme
    known = {reason.reason for reason in (*scheme.reasons, *work.centre.scheme.reasons)}
    unknown = next((reason for reason in reasons if reason not in known), None)
    if unknown is not None:
        raise Unprocessable("unknown_reason", f"Không có lý do \u201c{unknown}\u201d.")
    series = series_of(channel)
    given = presses_in_window(work.connection, window_id, series)
    if not given or not reasons or has_reasons(work.connection, window_id, series):
        return False
    is_low = any(one.press.level not in scheme.satisfied_values for one in given)
    if after_ms is None:
        after_ms = work.now - min(one.press.received_at for one in given)
    if not is_low or after_ms > REASONS_MS:
        return False
    work.record(RatingReasonGiven(window_id=window_id, channel=channel, reasons=sorted(set(reasons))))
    return True
