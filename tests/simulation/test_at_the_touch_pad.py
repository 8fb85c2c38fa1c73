"""A simulated citizen at a pad with a touch screen: one press, no reason, and no waiting for what is not asked."""

from pathlib import Path

import pytest

from messaging.clock import real_monotonic_s
from simulation.centre_clock import CentreClock
from simulation.centre_folder import CentreFolder
from simulation.control_client import ControlClient, ControlRefused, ShownText
from simulation.people import at_the_touch_pad
from simulation.people.at_the_touch_pad import AtTheTouchPad

BEST, WORST, SKIP, THANKS = "Rất hài lòng", "Rất không hài lòng", "Bỏ qua", "Cảm ơn Ông/Bà đã đánh giá"
NAMES = {5: (BEST, "Very satisfied"), 1: (WORST, "Very dissatisfied")}


class Pad(ControlClient):
    """Shows words one below the other, and goes on when one is touched."""

    def __init__(self, *shown: str, deaf_for: int = 0, is_busy_for: int = 0) -> None:
        super().__init__(Path("/nowhere"))
        self.shown, self.deaf_for, self.is_busy_for = list(shown), deaf_for, is_busy_for
        self.touched: list[str] = []

    def texts(self) -> list[ShownText]:
        if self.is_busy_for:
            self.is_busy_for -= 1
            raise ControlRefused("the screen's thread was too busy to answer")
        return [ShownText(text, 0, 100 * at, 100, 100) for at, text in enumerate(self.shown)]

    def touch(self, x: float, y: float, phase: str = "tap", finger: int = 0) -> None:
        del x, phase, finger
        if self.deaf_for:
            self.deaf_for -= 1  # it has just changed
            return
        words = self.shown[int(y // 100)]
        self.touched.append(words)
        self.shown = ["Chờ đợi lâu", SKIP] if words == WORST else [THANKS, BEST, WORST]


@pytest.fixture
def clock(tmp_path: Path) -> CentreClock:
    return CentreClock(CentreFolder(tmp_path), ())


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_the_touch_pad, "TOUCH_AGAIN_S", 0.02)
    monkeypatch.setattr(at_the_touch_pad, "LOOK_EVERY_S", 0.005)


@pytest.mark.parametrize("pad", [Pad(BEST, WORST), Pad(BEST, WORST, deaf_for=2), Pad(BEST, WORST, is_busy_for=3)])
def test_a_face_is_touched_once(clock: CentreClock, pad: Pad) -> None:
    AtTheTouchPad(pad, clock, names=NAMES).press(5)
    assert pad.touched == [BEST]


def test_after_a_low_rating_the_reason_is_skipped(clock: CentreClock) -> None:
    pad = Pad(BEST, WORST)
    AtTheTouchPad(pad, clock, names=NAMES).press(1)
    assert pad.touched == [WORST, SKIP]


def test_who_was_served_in_english_finds_the_english_face(clock: CentreClock) -> None:
    pad = Pad("Very satisfied", "Very dissatisfied")
    AtTheTouchPad(pad, clock, names=NAMES).press(5)
    assert pad.touched == ["Very satisfied"]


def test_who_is_not_asked_goes(clock: CentreClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_the_touch_pad, "PATIENCE_S", 0.1)
    pad, began_s = Pad("Quầy số 2"), real_monotonic_s()
    AtTheTouchPad(pad, clock, names=NAMES).press(5)
    assert pad.touched == []
    assert real_monotonic_s() - began_s < 10
