"""What is shown between calls, and that a call always comes first."""

import pytest

from counter_display.board_state import BoardState, BoardView
from counter_display.slides import (
    BOARD_S,
    QUIET_S,
    SLIDE_S,
    FiguresSlide,
    NoticeSlide,
    PictureSlide,
    figures_slide,
    slide_at,
    slides_of,
)
from messaging.snapshots import BoardPicture, BoardSnapshot, CentreFigures
from simulation.screens.sample_boards import AT, board, call

FIGURES = CentreFigures(
    since="2026-10-24",
    until="2026-11-20",
    satisfied_percent=92.4,
    satisfied_low=90.6,
    satisfied_high=93.9,
    rated=1240,
    coverage_percent=38.2,
    wait_p50_min=12,
    wait_p90_min=35,
)
PICTURES = [BoardPicture(picture_id=1, sha256="one"), BoardPicture(picture_id=2, sha256="two")]
EVERYTHING = board(
    call(1, state="serving"),
    pictures=PICTURES,
    figures=FIGURES,
    notice="Gần dân · Mang theo căn cước",
    notice_en="Near you · Bring your card",
)


class _Board:
    """A board that hears snapshots and is looked at."""

    def __init__(self, snapshot: BoardSnapshot = EVERYTHING) -> None:
        self._state = BoardState()
        self._state.hear_link(not_live_since_s=None, now_s=0, server_now=AT)
        self.hear(snapshot, 0)

    def hear(self, snapshot: BoardSnapshot, at_s: float) -> None:
        self._state.hear_snapshot(snapshot, received_s=at_s, retained=False)

    def lose_link(self, at_s: float) -> None:
        self._state.hear_link(not_live_since_s=at_s, now_s=at_s, server_now=AT)

    def at(self, now_s: float, zone: str | None = None) -> BoardView:
        return self._state.view(now_s=now_s, server_now=AT, zone_id=zone, pictures_ready={"one", "two"})


def test_pictures_then_notices_then_figures() -> None:
    kinds = [type(slide) for slide in slides_of(EVERYTHING, {"one", "two"})]
    assert kinds == [PictureSlide, PictureSlide, NoticeSlide, NoticeSlide, FiguresSlide]
    assert slides_of(EVERYTHING, {"two"})[0] == PictureSlide(2, "two"), "one that is not here yet is left out"
    assert slides_of(EVERYTHING, ())[0] == NoticeSlide("Gần dân", "Near you")


def test_a_notice_gets_no_english_that_is_not_its_own() -> None:
    snapshot = board(notice="Một · Hai", notice_en="Two")
    assert slides_of(snapshot, ()) == (NoticeSlide("Một", ""), NoticeSlide("Hai", ""))


def test_slides_and_the_board_take_turns() -> None:
    slides = slides_of(EVERYTHING, {"one", "two"})
    assert slide_at(slides, QUIET_S - 0.1) is None, "whoever was called last finds the way first"
    for turn in range(12):
        began_s = QUIET_S + turn * (SLIDE_S + BOARD_S)
        assert slide_at(slides, began_s + 0.1) == slides[turn % len(slides)]
        assert slide_at(slides, began_s + SLIDE_S + 0.1) is None
    assert slide_at((), 100) is None


def test_a_new_call_always_interrupts() -> None:
    shown = _Board()
    assert shown.at(1).slide is None
    assert shown.at(1 + QUIET_S).slide == PictureSlide(1, "one")
    shown.hear(EVERYTHING.model_copy(update={"revision": 2, "calls": [call(2), *EVERYTHING.calls]}), 10)
    view = shown.at(10.1)
    assert view.slide is None
    assert view.rows[0].call_id == 2
    assert shown.at(1000).slide is None, "as long as somebody is called"
    shown.hear(EVERYTHING.model_copy(update={"revision": 3}), 1001)
    assert shown.at(1002).slide is None
    assert shown.at(1002 + QUIET_S).slide == PictureSlide(1, "one")


def test_a_call_of_another_zone_leaves_the_slide() -> None:
    shown = _Board(board(call(1, zone="right"), pictures=PICTURES))
    shown.at(1, zone="left")
    assert shown.at(1 + QUIET_S, zone="left").slide == PictureSlide(1, "one")


def test_without_connection_there_are_no_slides() -> None:
    shown = _Board()
    shown.at(1)
    shown.lose_link(5)
    assert shown.at(1 + QUIET_S).slide is None


def test_a_notice_is_not_said_twice() -> None:
    shown = _Board(board(notice="Gần dân", notice_en="Near you"))
    assert shown.at(1).notice == "Gần dân"
    view = shown.at(1 + QUIET_S)
    assert view.slide == NoticeSlide("Gần dân", "Near you")
    assert (view.notice, view.notice_en) == ("", "")


@pytest.mark.parametrize("lacking", ["wait_p50_min", "wait_p90_min"])
def test_waits_are_said_whole_or_not_at_all(lacking: str) -> None:
    slide = figures_slide(FIGURES.model_copy(update={lacking: None}))
    assert (slide.waits, slide.waits_en) == ("", "")
    assert slide.percent == "92,4 %"
