"""How long the pad shows a rating window as open, and what it says of the moments before and after."""

from datetime import UTC, datetime, timedelta

from messaging.snapshots import OpenWindow
from rating_pad.rating_window import RatingWindow

OPENED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def window(window_id: int = 7, *, left_s: float = 60, length_s: float = 60) -> OpenWindow:
    return OpenWindow(
        window_id=window_id,
        opened_at=OPENED,
        closes_at=OPENED + timedelta(seconds=length_s),
        remaining_ms=int(left_s * 1000),
    )


def open_id(rating: RatingWindow, at_s: float) -> int | None:
    shown = rating.open_at(at_s)
    return None if shown is None else shown.window_id


def test_a_live_window_runs_down_on_the_pads_own_clock() -> None:
    rating = RatingWindow()
    assert open_id(rating, 100) is None
    rating.take(window(), was_retained=False, received_s=100, server_now=None)
    assert open_id(rating, 99.9) is None  # nobody saw it open before it came
    assert open_id(rating, 100) == 7
    assert open_id(rating, 159.9) == 7
    assert open_id(rating, 160) is None


def test_the_server_may_shorten_it_and_close_it() -> None:
    rating = RatingWindow()
    rating.take(window(), was_retained=False, received_s=100, server_now=None)
    rating.take(window(left_s=20), was_retained=False, received_s=105, server_now=None)
    assert open_id(rating, 101) == 7  # it was shown since then
    assert open_id(rating, 124) == 7
    assert open_id(rating, 125) is None
    rating.take(None, was_retained=False, received_s=110, server_now=None)
    assert open_id(rating, 111) is None


def test_a_retained_window_opens_with_what_is_left_of_it() -> None:
    rating = RatingWindow()
    rating.take(window(), was_retained=True, received_s=100, server_now=OPENED + timedelta(seconds=50))
    assert open_id(rating, 109) == 7
    assert open_id(rating, 110) is None


def test_a_retained_window_waits_for_the_servers_time() -> None:
    rating = RatingWindow()
    rating.take(window(), was_retained=True, received_s=100, server_now=None)
    assert rating.waits_for_server_time
    assert open_id(rating, 100) is None
    rating.learn_server_time(OPENED + timedelta(seconds=45), now_s=104)
    assert not rating.waits_for_server_time
    assert open_id(rating, 118) == 7
    assert open_id(rating, 119) is None


def test_a_retained_window_that_is_over_never_opens() -> None:
    rating = RatingWindow()
    rating.take(window(), was_retained=True, received_s=100, server_now=OPENED + timedelta(hours=3))
    assert open_id(rating, 100) is None


def test_no_clock_makes_a_window_longer_than_it_was_when_it_was_sent() -> None:
    rating = RatingWindow()
    rating.take(window(left_s=30), was_retained=True, received_s=100, server_now=OPENED - timedelta(days=9))
    assert open_id(rating, 129) == 7
    assert open_id(rating, 130) is None


def test_a_window_that_is_known_runs_on_when_it_comes_again_retained_without_a_time() -> None:
    rating = RatingWindow()
    rating.take(window(), was_retained=False, received_s=100, server_now=None)
    rating.take(window(), was_retained=True, received_s=120, server_now=None)
    assert open_id(rating, 159) == 7
    assert open_id(rating, 160) is None
    rating.take(window(8), was_retained=True, received_s=130, server_now=None)
    assert open_id(rating, 131) is None
    rating.take(None, was_retained=True, received_s=132, server_now=None)
    assert not rating.waits_for_server_time
