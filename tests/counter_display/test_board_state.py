"""What the hall board shows, and what it announces after a start, a reconnect, an outage and a restore."""

from datetime import timedelta

import pytest

from counter_display.board_state import ROWS, BoardState, BoardView, RowKind, pulse_at
from messaging.snapshots import BoardSnapshot
from simulation.screens.sample_boards import AT, board, call


class Watched:
    """A board on a wall with a hand-driven clock."""

    def __init__(self) -> None:
        self.state = BoardState()
        self.now_s = 1000.0
        self.lost_s: float | None = None

    def live(self, for_s: float = 5.0) -> None:
        """The link lives for a while, looked at ten times a second."""
        self.lost_s = None
        for _ in range(round(for_s * 10)):
            self._look()

    def lost(self, for_s: float) -> None:
        self.lost_s = self.now_s
        for _ in range(round(for_s * 10)):
            self._look()

    def hear(self, snapshot: BoardSnapshot, *, retained: bool = False) -> list[int]:
        announced = self.state.hear_snapshot(snapshot, received_s=self.now_s, retained=retained)
        return [one.call_id for one in announced]

    def view(self) -> BoardView:
        return self.state.view(now_s=self.now_s, server_now=AT)

    def _look(self) -> None:
        self.state.hear_link(not_live_since_s=self.lost_s, now_s=self.now_s, server_now=AT)
        self.now_s += 0.1


@pytest.fixture
def watched() -> Watched:
    watched = Watched()
    watched.live()
    return watched


def test_before_anything_came_it_waits() -> None:
    view = BoardState().view(now_s=0, server_now=None)
    assert view.is_connecting
    assert (view.message, view.message_en) == ("Đang chờ kết nối", "Waiting for a connection")


def test_first_snapshot_is_shown_and_not_spoken(watched: Watched) -> None:
    assert watched.hear(board(call(1), call(2, "B001")), retained=True) == []
    assert [row.number for row in watched.view().rows] == ["B001", "A025"]
    assert watched.view().pulsing == ()


def test_call_right_after_the_first_snapshot_is_spoken(watched: Watched) -> None:
    watched.hear(board(call(1)), retained=True)
    assert watched.hear(board(call(1), call(2, "B001"), revision=2)) == [2]


def test_two_calls_in_one_snapshot_are_spoken_in_order(watched: Watched) -> None:
    watched.hear(board())
    assert watched.hear(board(call(5, "B001"), call(4), revision=2)) == [4, 5]


def test_recall_is_spoken_and_shown_once(watched: Watched) -> None:
    watched.hear(board(call(1)))
    watched.live()
    assert watched.hear(board(call(1), call(2, is_recall=True), revision=2)) == [2]
    assert [(row.call_id, row.number) for row in watched.view().rows] == [(2, "A025")]


def test_same_snapshot_again_speaks_nothing(watched: Watched) -> None:
    watched.hear(board())
    assert watched.hear(board(call(1), revision=2)) == [1]
    assert watched.hear(board(call(1), revision=2), retained=True) == []


def test_older_snapshot_changes_nothing(watched: Watched) -> None:
    watched.hear(board(call(2, "B001"), revision=5))
    assert watched.hear(board(call(9, "C001"), revision=4)) == []
    assert [row.number for row in watched.view().rows] == ["B001"]


@pytest.mark.parametrize("live_first", [True, False], ids=["presence first", "snapshot first"])
def test_after_a_short_outage_unseen_calls_still_called_are_spoken(watched: Watched, live_first: bool) -> None:
    watched.hear(board(call(1)))
    watched.live()
    watched.lost(29.0)
    if live_first:
        watched.live(0.5)
    missed = board(call(1), call(2, "B001", state="serving"), call(3, "C001"), call(4, "E001"), revision=9)
    assert watched.hear(missed, retained=True) == [3, 4]


@pytest.mark.parametrize("live_first", [True, False], ids=["presence first", "snapshot first"])
def test_after_a_long_outage_unseen_calls_are_only_shown(watched: Watched, live_first: bool) -> None:
    watched.hear(board(call(1)))
    watched.live()
    watched.lost(31.0)
    if live_first:
        watched.live(0.5)
    assert watched.hear(board(call(1), call(2, "B001"), revision=9), retained=True) == []
    assert watched.view().rows[0].number == "B001"
    watched.live(0.3)
    assert watched.hear(board(call(2, "B001"), call(3, "C001"), revision=10)) == [3], "the outage is over"


def test_server_that_comes_back_late_has_its_missed_calls_only_shown(watched: Watched) -> None:
    """The broker stayed, the server was cut off from it: what it then publishes is not marked as kept."""
    watched.hear(board(call(1)))
    watched.live()
    watched.lost(300.0)
    assert watched.hear(board(call(1), call(2, "B001"), revision=9)) == []
    assert watched.hear(board(call(2, "B001"), call(3, "C001"), revision=10)) == [3]


def test_kept_snapshot_while_the_server_is_away_does_not_end_the_outage(watched: Watched) -> None:
    watched.hear(board(call(1)))
    watched.live()
    watched.lost(25.0)
    watched.hear(board(call(1)), retained=True)
    watched.lost(20.0)
    assert watched.hear(board(call(1), call(2, "B001"), revision=9)) == []


def test_outage_without_any_news_is_forgotten_once_the_link_has_lived(watched: Watched) -> None:
    watched.hear(board(call(1)))
    watched.live()
    watched.lost(120.0)
    watched.live(3.0)
    assert watched.hear(board(call(1), call(2, "B001"), revision=9)) == [2]


def test_restore_from_backup_is_shown_and_not_spoken(watched: Watched) -> None:
    watched.hear(board(call(50), revision=900))
    restored = board(call(7, "B001"), revision=300, epoch=2)
    assert watched.hear(restored) == []
    assert [row.number for row in watched.view().rows] == ["B001"]
    assert watched.hear(board(call(7, "B001"), call(8, "C001"), revision=301, epoch=2)) == [8]


def test_new_call_pulses_three_times_in_three_seconds_and_rests(watched: Watched) -> None:
    watched.hear(board())
    watched.hear(board(call(1), revision=2))
    assert watched.view().pulsing == (1,)
    watched.live(2.9)
    assert watched.view().pulsing == (1,)
    watched.live(0.3)
    assert watched.view().pulsing == ()
    assert watched.state.pulse(1, watched.now_s) == 0
    brightness = [pulse_at(step / 100) for step in range(300)]
    peaks = [at for at in range(1, 299) if brightness[at - 1] < brightness[at] >= brightness[at + 1]]
    assert len(peaks) == 3
    assert pulse_at(0) == 0
    assert pulse_at(3.0) == 0


def test_lost_connection_is_said_with_the_time_of_the_numbers(watched: Watched) -> None:
    watched.hear(board(call(1)))
    watched.live()
    assert watched.view().warning == ""
    watched.lost(1.0)
    view = watched.view()
    assert view.warning == "Chưa kết nối – đang hiển thị số lúc 08:42"
    assert view.warning_en == "No connection – numbers as of 08:42"
    assert [row.number for row in view.rows] == ["A025"]
    watched.live(0.2)
    assert watched.view().warning == ""


def test_kept_snapshot_of_a_server_never_heard_may_be_old() -> None:
    state = BoardState()
    state.hear_link(not_live_since_s=0.0, now_s=1.0, server_now=None)
    state.hear_snapshot(board(call(1)), received_s=1.0, retained=True)
    view = state.view(now_s=1.0, server_now=None)
    assert view.warning == "Chưa kết nối – số đang hiển thị có thể đã cũ"
    assert view.clock == ""


def test_people_sent_somewhere_come_before_those_who_are_done(watched: Watched) -> None:
    watched.hear(
        board(
            call(1),
            call(2, "B001", state="over"),
            call(3, "C001", state="serving"),
            call(4, "E001", state="over"),
        )
    )
    assert [(row.number, row.kind) for row in watched.view().rows] == [
        ("C001", RowKind.SERVING),
        ("A025", RowKind.CALLED),
        ("E001", RowKind.PAST),
        ("B001", RowKind.PAST),
    ]


def test_nobody_still_called_is_pushed_off_by_those_at_a_desk(watched: Watched) -> None:
    desks = [call(10 + at, f"B{at:03d}", 1 + at, state="serving") for at in range(8)]
    watched.hear(board(call(1), *desks))
    rows = watched.view().rows
    assert len(rows) == ROWS
    assert "A025" in [row.number for row in rows]


def test_more_calls_than_rows_take_turns_below_the_newest(watched: Watched) -> None:
    numbers = [f"B{at:03d}" for at in range(9)]
    watched.hear(board(*(call(10 + at, number, 1 + at) for at, number in enumerate(numbers))))
    seen = set()
    for _ in range(5):
        rows = watched.view().rows
        assert len(rows) == ROWS
        assert rows[0].number == "B008"
        seen |= {row.number for row in rows}
        watched.live(6.0)
    assert seen == set(numbers)


def test_closed_day_says_so_and_sends_nobody_anywhere(watched: Watched) -> None:
    watched.hear(board(call(1), day="closed"))
    view = watched.view()
    assert view.rows == ()
    assert (view.message, view.message_en) == ("Ngoài giờ làm việc", "Closed now")


def test_open_day_without_calls_says_so(watched: Watched) -> None:
    watched.hear(board())
    assert watched.view().message == "Chưa có số nào được gọi"


def test_stopped_tickets_are_announced_before_the_notice(watched: Watched) -> None:
    watched.hear(board(call(1), day="tickets_stopped", notice="Gần dân"))
    view = watched.view()
    assert view.notice == "Đã ngừng cấp số mới. Công dân đã có số vẫn được phục vụ · Gần dân"
    assert view.notice_en.startswith("No more tickets today.")


LUNCH_ENDS = AT + timedelta(hours=4, minutes=48)


def test_at_lunch_the_board_says_when_calling_goes_on(watched: Watched) -> None:
    watched.hear(board(call(1, state="over"), resumes_at=LUNCH_ENDS, notice="Gần dân"))
    view = watched.view()
    assert view.rows == (), "who was called before lunch is of no use now"
    assert (view.message, view.message_en) == ("Gọi số trở lại lúc 13:30", "Calling resumes at 13:30")
    assert view.notice == "Gần dân"


def test_at_lunch_whoever_is_still_served_stays_on_the_board(watched: Watched) -> None:
    watched.hear(board(call(1, state="over"), call(2, "B001", 2, state="serving"), resumes_at=LUNCH_ENDS))
    view = watched.view()
    assert [row.number for row in view.rows] == ["B001"]
    assert view.message == "Gọi số trở lại lúc 13:30"


def test_at_lunch_with_many_at_the_desks_the_notice_says_it(watched: Watched) -> None:
    calls = [call(at, f"A00{at}", at, state="serving") for at in range(1, 4)]
    watched.hear(board(*calls, resumes_at=LUNCH_ENDS, notice="Gần dân"))
    view = watched.view()
    assert len(view.rows) == 3
    assert (view.message, view.notice) == ("", "Gọi số trở lại lúc 13:30 · Gần dân")
    assert view.notice_en == "Calling resumes at 13:30"


def test_a_rest_that_is_over_is_said_no_more(watched: Watched) -> None:
    """The server may be away when it ends."""
    watched.hear(board(call(1, state="over"), resumes_at=AT))
    view = watched.view()
    assert [row.number for row in view.rows] == ["A025"]
    assert view.message == ""


def test_after_closing_no_time_is_promised(watched: Watched) -> None:
    watched.hear(board(call(1, state="over"), day="closed", resumes_at=LUNCH_ENDS))
    assert watched.view().message == "Ngoài giờ làm việc"


def test_a_citizen_who_cannot_walk_is_told_to_stay(watched: Watched) -> None:
    watched.hear(board(call(1, to_seat=True), call(2, "B001", 2)))
    assert [(row.number, row.to_seat) for row in watched.view().rows] == [("B001", False), ("A025", True)]


def test_a_closed_service_is_marked(watched: Watched) -> None:
    closed = [one.model_copy(update={"is_closed": one.service == "B"}) for one in board().waiting]
    watched.hear(board(waiting=closed))
    assert [row.service for row in watched.view().waiting if row.is_closed] == ["B"]


def test_short_notices_stand_together_and_long_ones_take_turns(watched: Watched) -> None:
    called = call(1)  # somebody is called: no slide takes a notice out of the line
    watched.hear(board(called, notice="Gần dân · Hôm nay nghỉ sớm"))
    assert watched.view().notice == "Gần dân · Hôm nay nghỉ sớm"
    long = [f"Thông báo {number}: " + "x" * 100 for number in range(3)]
    watched.hear(board(called, revision=2, notice=" · ".join(long), notice_en="A · B", day="tickets_stopped"))
    seen = set()
    for _ in range(40):
        view = watched.view()
        seen.add(view.notice)
        assert view.notice_en == "No more tickets today. Everyone with a ticket will still be served · A · B"
        watched.live(1.0)
    assert seen == {*long, "Đã ngừng cấp số mới. Công dân đã có số vẫn được phục vụ"}


def test_clock_is_the_servers_in_the_centres_zone(watched: Watched) -> None:
    watched.hear(board(call(1)))
    assert watched.view().clock == "23/11/2026 08:42"
    late = AT + timedelta(hours=16)
    assert watched.state.view(now_s=watched.now_s, server_now=late).clock == "24/11/2026 00:42"


def test_unknown_zone_does_not_stop_the_board(watched: Watched) -> None:
    watched.hear(board(call(1), timezone="Mars/Olympus"))
    assert watched.view().clock == "23/11/2026 01:42"


def test_nothing_new_gives_an_equal_view(watched: Watched) -> None:
    watched.hear(board(call(1)))
    before = watched.view()
    watched.live(1.0)
    assert watched.view() == before
