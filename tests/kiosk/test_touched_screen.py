"""What visitors' touches lead to: help, rush, purposes, a language, the voice, ease of use, a hand that takes many."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made_up_language import MARK, make_language

from kiosk.ease import Ease
from look.language import FOLDER_SETTING

HERE = Path(__file__).parent
ENDS, GOES_ON = 0, 1
"""What Kivy is told after a fault."""
RUSH_LANE_S = 8.0


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("touched")
    make_language(folder / "languages")
    ended = subprocess.run(
        [sys.executable, "-W", "error", str(HERE / "touched_screen.py"), str(folder)],
        env=os.environ
        | {"PYTHONPATH": f"{HERE.parents[1]}{os.pathsep}{HERE}", FOLDER_SETTING: str(folder / "languages")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads((folder / "seen.json").read_text())


def test_the_fewest_touches_lead_to_the_right_wish(seen: Any) -> None:
    assert seen["wishes"] == [
        ["L", None, None, "vi"],  # help, from a question
        ["A", None, None, "vi"],  # rush
        ["A", "disabled", None, "vi"],  # rush, with priority
        ["A", "elderly", "submit", "vi"],  # a purpose, with priority on the same page
        ["A", None, None, "rad"],  # a language without screens of its own
        ["A", None, None, "zzz"],  # one with them
    ]
    assert (seen["help"], seen["purpose"]) == ("help", "purpose")


def test_a_language_whose_folder_is_whole_is_shown_on_the_screens(seen: Any) -> None:
    texts = seen["made_up"]
    assert f"{MARK}Tôi cần hướng dẫn" in texts
    assert f"{MARK}Ông/Bà cần làm việc gì?" in texts
    assert not [text for text in texts if "sẽ được mời phục vụ" in text], "nothing of an officer who speaks it"


def test_with_sound_on_the_first_touch_says_the_name_and_the_second_does_it(seen: Any) -> None:
    assert (seen["named"], seen["done"]) == ("home", "priority")
    assert seen["said"][:3] == ["vi: Chứng thực", "vi: Ông/Bà có thuộc diện ưu tiên không?", "en: English"]


def test_ease_of_use_is_for_this_visit_only(seen: Any) -> None:
    assert "LARGE" in seen["eased"] and "is_contrasty=True, is_low=True, is_loud=True" in seen["eased"]
    assert seen["next"] == str(Ease())


def test_after_a_quiet_minute_it_rests_until_a_touch(seen: Any) -> None:
    assert (seen["rests"], seen["wakes"]) == ("idle", "home")


def test_help_a_language_and_larger_letters_are_one_touch_away_also_when_nobody_was_there(seen: Any) -> None:
    assert seen["help_from_rest"] == ["asking", "L"]
    assert seen["english_from_rest"] == ["home", "en"]
    assert seen["letters_from_rest"] == ["home", "Letters.LARGE"]


def test_what_needs_no_paper_and_no_disk_is_offered_without_them(seen: Any) -> None:
    both = ["Số của tôi", "Đánh giá phục vụ"]
    assert seen["without_numbers"] == {
        "no_paper": both,
        "printer_fault": both,
        "storage_fault": both[:1],
        "closed": both[1:],
    }
    assert seen["own_without_paper"] == "own"
    assert "Người hướng dẫn đứng gần máy này, hoặc ở bàn hướng dẫn." in seen["help_without_paper"]


def test_a_hand_that_takes_many_waits(seen: Any) -> None:
    assert (seen["hand"], seen["hand_wishes"]) == ("too_many", 0)


def test_with_sound_on_a_face_says_its_name_before_it_rates(seen: Any) -> None:
    assert (seen["rated_by_one_touch"], seen["rated"]) == (None, 5)
    assert seen["said_of_rating"] == [
        "vi: Rất không hài lòng",
        "vi: Rất hài lòng",
        "vi: Cảm ơn Ông/Bà đã đánh giá",
    ]


def test_the_resting_page_leads_to_the_rating(seen: Any) -> None:
    assert seen["rating_from_rest"] == "FacesPage"


def test_in_a_rush_a_number_stands_two_seconds_whatever_its_printer_or_a_finger_does(seen: Any) -> None:
    assert seen["rush_left_s"] == [[2.0, 0.8, 0.5], [2.0, 1.9, 1.6]]


def test_in_a_rush_a_priority_that_was_touched_does_not_wait_for_the_next_person(seen: Any) -> None:
    assert seen["lane_left_s"] == RUSH_LANE_S


def test_what_is_not_translated_is_read_in_vietnamese(seen: Any) -> None:
    assert "Chiều nay nghỉ." in seen["in_english"]
    assert "ƯU TIÊN: Người khuyết tật" in seen["in_english"], "no line in two languages"


def test_reserved_places_are_counted_by_the_hand_too(seen: Any) -> None:
    assert seen["hand_of_places"] == "too_many"


def test_a_touch_that_fails_leads_home_and_the_kiosk_goes_on(seen: Any) -> None:
    assert seen["fault"] == [1, "home", True]


def test_a_fault_takes_no_number_off_the_screen_but_one_that_cannot_be_shown(seen: Any) -> None:
    assert seen["fault_beside_a_number"] == [GOES_ON, "number"]
    assert seen["number_that_cannot_be_shown"] == ["home", "HomePage"]


def test_a_screen_that_fails_in_each_frame_is_started_anew(seen: Any) -> None:
    assert seen["ends"] == [GOES_ON, ENDS, ENDS]


def test_the_notice_that_nothing_was_printed_holds_its_words_in_the_largest_letters(seen: Any) -> None:
    assert seen["beyond_their_notice"] == []
