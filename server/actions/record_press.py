"""Keep a press of a rating pad, say to which window it belongs, and what is odd about it."""

from server.db.queries.days import jumped_since, was_restored_before
from server.db.queries.device_places import counters_since
from server.db.queries.ratings import (
    counter_and_opening,
    earlier_of_device,
    highest_of_boot,
    press_is_known,
    presses_in_window,
    windows_around,
)
from server.db.work import Work
from server.domain.press_flags import ArrivingPress, Channel, Series, flags_of_press
from server.domain.rating_window import window_of_press
from server.errors import NotAllowed, Unprocessable
from server.journal.events import PressRecorded


def record_press(
    work: Work,
    *,
    press_id: str,
    device_id: str,
    counter_id: str | None,
    boot_id: str,
    n: int,
    level: int,
    window_seen: int | None,
    age_ms: int | None,
    channel: str = Channel.PAD.value,
) -> None:
    """Record one press, once: a repeat of its id changes nothing. Every press is kept, counted or not.

    `counter_id` is where the pad stands now; a press that was made before it was moved belongs to where it stood.

    Raises:
        Unprocessable: the scheme has no such level.
        NotAllowed: the pad stands at no counter, and stood at none when it was pressed.
    """
    if press_is_known(work.connection, press_id):
        return
    if level not in {known.value for known in work.centre.scheme.levels}:
        raise Unprocessable("unknown_level", f"Thang đánh giá không có mức {level}.")
    if age_ms is not None and jumped_since(work.connection, work.now - age_ms):
        age_ms = None  # an age across a clock jump says nothing (design part 4)
    press = ArrivingPress(boot_id, n, age_ms, work.now)
    counter_id = _counter_of_press(work, press, device_id=device_id, stands_at=counter_id, window_seen=window_seen)
    if counter_id is None:
        raise NotAllowed("pad_without_counter", "Bộ nút này chưa được gắn với quầy nào.")
    windows = windows_around(work.connection, counter_id, window_seen, press.pressed_at)
    if age_ms is None and window_seen is not None and was_restored_before(work.connection, window_seen):
        windows = []  # after a restore another window has the id of a lost one, and nothing says when this was pressed
    window_id = window_of_press(windows, window_seen, age_ms, work.now)
    flags = flags_of_press(
        press,
        window=next((known for known in windows if known.window_id == window_id), None),
        window_seen=next((known for known in windows if known.window_id == window_seen), None),
        is_rated=window_id is not None and bool(presses_in_window(work.connection, window_id, Series.DESK)),
        highest_n=highest_of_boot(work.connection, device_id, boot_id),
        earlier=earlier_of_device(work.connection, device_id),
    )
    work.record(
        PressRecorded(
            press_id=press_id,
            device_id=device_id,
            counter_id=counter_id,
            boot_id=boot_id,
            n=n,
            level=level,
            window_seen=window_seen,
            age_ms=age_ms,
            window_id=window_id,
            channel=channel,
            flags=list(flags),
        )
    )


def _counter_of_press(
    work: Work, press: ArrivingPress, *, device_id: str, stands_at: str | None, window_seen: int | None
) -> str | None:
    """The counter at which a press was made: that of the window its pad showed, if the pad has stood there since.

    A pad that showed no window stood where the set-up had it at that moment; nobody knows more.
    """
    if window_seen is not None:
        opened = counter_and_opening(work.connection, window_seen)
        if opened is None or opened[0] == stands_at:
            return stands_at
        places = counters_since(work.connection, device_id, opened[1], stands_at=stands_at)
        return opened[0] if opened[0] in places else stands_at
    if press.pressed_at is None:
        return stands_at
    return counters_since(work.connection, device_id, press.pressed_at, stands_at=stands_at)[-1]
