"""The real touch pad touched as a citizen does: what the screen says, what lies on the disk, what the server gets."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from broker_fixture import RunningBroker, wait_for
from pad_in_a_centre import stored_presses
from running_touch_pad import QUESTION, RunningTouchPad

HERE = Path(__file__).parent
IDLE = "Khi được phục vụ xong, mời Ông/Bà đánh giá tại đây"
THANKS = "Cảm ơn Ông/Bà đã đánh giá"
REASONS = "Theo Ông/Bà, điều gì cần làm tốt hơn?"
TOLD = "Cảm ơn Ông/Bà đã góp ý"
ENDED = "Đã hết thời gian đánh giá lượt này"
NO_COUNTER = "Máy đánh giá này chưa được gắn với quầy nào"
NO_CONNECTION = "Máy đánh giá đang mất kết nối"


@pytest.fixture
def pad(tmp_path: Path, broker: RunningBroker) -> Iterator[RunningTouchPad]:
    pad = RunningTouchPad(tmp_path, broker)
    pad.start()
    yield pad
    pad.stop()


def test_one_touch_rates_and_the_name_plate_comes_back(pad: RunningTouchPad) -> None:
    pad.wait_for(NO_CONNECTION)
    pad.say(None)
    pad.wait_for("Quầy số 1", "Mẫu Thị Hoa", IDLE)
    pad.say(7)
    pad.wait_for(QUESTION, "Quầy số 1", "Cán bộ Mẫu Thị Hoa", "Rất hài lòng", "Bình thường", "Rất không hài lòng")
    pad.touch("Hài lòng", THANKS)
    (press,) = pad.waits_for_kept(1)
    assert (press["level"], press["window_id"], press["channel"], press["n"]) == (4, 7, "touch", 1)
    assert 0 <= press["age_ms"] < 20_000
    pad.wait_for(IDLE)  # the window is open still, and this citizen is not asked twice
    assert len(pad.kept()) == 1


def test_a_moved_pad_is_its_new_counters_and_without_one_it_says_so(pad: RunningTouchPad) -> None:
    pad.say(None, counter_id="Q2", counter_name="Quầy số 2", officer_name="Mẫu Văn Ba")
    pad.say(7)
    pad.wait_for(QUESTION, "Cán bộ Mẫu Thị Hoa")
    pad.touch("Không hài lòng", REASONS)
    pad.bind("Q2")
    pad.wait_for("Quầy số 2", "Mẫu Văn Ba", IDLE)
    pad.say(8, counter_id="Q2", counter_name="Quầy số 2", officer_name="Mẫu Văn Ba")
    pad.wait_for(QUESTION, "Quầy số 2", "Cán bộ Mẫu Văn Ba")
    pad.touch("Hài lòng", THANKS)
    assert [press["window_id"] for press in pad.waits_for_kept(2)] == [7, 8]
    pad.bind(None)
    pad.wait_for(NO_COUNTER)
    pad.bind("Q1")
    pad.wait_for(QUESTION, "Quầy số 1")


def test_another_face_takes_the_place_of_the_first(pad: RunningTouchPad) -> None:
    pad.say(7)
    pad.wait_for(QUESTION)
    pad.touch("Hài lòng", THANKS)
    place = next(shown.centre for shown in pad.control.texts() if shown.text == "Rất hài lòng")

    def two() -> bool:
        pad.control.touch(*place)
        return len(pad.kept()) == 2

    wait_for(two, what="the second press")
    assert [press["level"] for press in pad.kept()] == [4, 5]


def test_a_low_face_is_asked_what_could_be_better_and_the_answer_follows_its_press(pad: RunningTouchPad) -> None:
    pad.say(7)
    pad.wait_for(QUESTION)
    pad.touch("Không hài lòng", REASONS)
    pad.touch("Chờ đợi lâu", TOLD)
    press, answer = pad.waits_for_kept(2)
    assert (press["level"], answer["press_id"], answer["reasons"]) == (2, press["press_id"], ["wait"])
    assert 0 < answer["after_ms"] < 20_000
    assert [asked.path for asked in pad.server.asked] == ["/api/v1/presses", "/api/v1/rating-reasons"]
    pad.wait_for(IDLE)


def test_the_question_for_a_reason_may_be_skipped(pad: RunningTouchPad) -> None:
    pad.say(7)
    pad.wait_for(QUESTION)
    pad.touch("Bình thường", REASONS)
    pad.touch("Bỏ qua", THANKS)
    pad.wait_for(IDLE)
    assert [kept["level"] for kept in pad.kept()] == [3]


def test_without_the_server_it_thanks_once_it_lies_on_the_disk_and_a_kill_loses_nothing(pad: RunningTouchPad) -> None:
    pad.server.stop()
    pad.say(7)
    pad.wait_for(QUESTION)
    pad.touch("Rất không hài lòng", REASONS)
    assert stored_presses(pad.folder / "data") == 1
    pad.touch("Lý do khác", TOLD)
    assert stored_presses(pad.folder / "data") == 2
    pad.kill()
    pad.server.start()
    pad.start()
    press, answer = pad.waits_for_kept(2)
    assert (press["level"], press["age_ms"], press["window_id"]) == (1, None, 7)
    assert (answer["press_id"], answer["reasons"]) == (press["press_id"], ["other"])
    wait_for(lambda: stored_presses(pad.folder / "data") == 0, what="the outbox to clear")


def test_it_speaks_the_language_of_the_citizen_who_is_asked(pad: RunningTouchPad) -> None:
    pad.say(7, language="en")
    pad.wait_for("Are you satisfied?", "Counter 1", "Officer Mẫu Thị Hoa", "Very satisfied", "Neutral")
    pad.touch("Very dissatisfied", "What should we do better?")
    pad.touch("Long wait", "Thank you for telling us")


def test_a_window_that_nobody_uses_ends_in_words(pad: RunningTouchPad) -> None:
    pad.say(7)
    pad.wait_for(QUESTION)
    pad.say(None)
    pad.wait_for(ENDED)
    pad.wait_for(IDLE)
    assert pad.kept() == []


def test_a_silent_server_is_said_when_no_window_is_open(pad: RunningTouchPad) -> None:
    pad.say(7)
    pad.wait_for(QUESTION)
    pad.be_silent()
    pad.control.step(timedelta(minutes=2).total_seconds())
    pad.wait_for(NO_CONNECTION, within_s=30)


def test_a_finger_of_the_former_page_neither_lights_nor_sets_off_anything_on_the_next(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(HERE / "resting_finger.py"), str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(HERE.parents[1])},
        check=True,
        timeout=60,
    )
    assert json.loads((tmp_path / "seen.json").read_text()) == {
        "landed": [1, []],
        "page changed": [0, []],
        "finger moved": [0, []],
        "another landed": [1, []],
        "first lifted": [1, []],
        "other lifted": [0, ["change"]],
    }


def test_no_key_leads_out_of_the_pad(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, str(HERE / "pad_keys.py"), str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads((tmp_path / "seen.json").read_text()) == {
        "is_same": True,
        "is_running": True,
        "modules": [],
        "has_settings": False,
    }
