"""The drawn boards: every text in its box, the number the largest thing, yellow only for "now calling"."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from look import colours

_HERE = Path(__file__).parent
_HALL = [("hall", (1920, 1080)), ("hall", (1280, 720)), ("hall", (1366, 768))]
_UPRIGHT_HALL = [("hall", (1080, 1920))]
_COUNTER = [("counter", (1280, 800)), ("counter", (800, 480))]

_FURTHER = {("hall", (1366, 768)), ("hall", (1280, 720)), ("counter", (800, 480))}
"""Each takes as long as its twin of every day."""


def _each(boards: list[tuple[str, tuple[int, int]]]) -> list[Any]:
    return [pytest.param(board, marks=pytest.mark.exhaustive) if board in _FURTHER else board for board in boards]


Seen = dict[str, list[dict[str, Any]]]


def _drawn(kind: str, size: tuple[int, int], folder: Path) -> tuple[Path, Seen]:
    environment = os.environ | {"PYTHONPATH": str(_HERE.parents[1])}
    program = [sys.executable, "-W", "error", "-m", "simulation.screens.board_drawing"]
    finished = subprocess.run(
        [*program, kind, f"{size[0]}x{size[1]}", str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert finished.returncode == 0, finished.stderr
    return folder, json.loads((folder / "seen.json").read_text())


@pytest.fixture(scope="module")
def draw(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Path, Seen]]:
    """Draw once, however many tests look."""
    done: dict[object, tuple[Path, Seen]] = {}

    def once(kind: str, size: tuple[int, int]) -> tuple[Path, Seen]:
        if (kind, size) not in done:
            done[kind, size] = _drawn(kind, size, tmp_path_factory.mktemp("pictures"))
        return done[kind, size]

    return once


@pytest.fixture(params=_each(_HALL + _UPRIGHT_HALL + _COUNTER), ids=str)
def drawn(request: pytest.FixtureRequest, draw: Any) -> Any:
    """Kind, size, folder of the pictures, what was seen: of each board in each size."""
    return *request.param, *draw(*request.param)


@pytest.fixture(params=_each(_HALL), ids=str)
def hall(request: pytest.FixtureRequest, draw: Any) -> Any:
    return request.param[1], *draw(*request.param)


@pytest.fixture(params=_each(_HALL + _UPRIGHT_HALL), ids=str)
def any_hall(request: pytest.FixtureRequest, draw: Any) -> Any:
    return request.param[1], *draw(*request.param)


@pytest.fixture(params=_each(_COUNTER), ids=str)
def counter_display(request: pytest.FixtureRequest, draw: Any) -> Any:
    return request.param[1], *draw(*request.param)


def _texts(seen: Seen, state: str) -> set[str]:
    return {shown["text"] for shown in seen[state]}


def _share(picture: Path, colour: str) -> float:
    with Image.open(picture) as image:
        pixels = Counter(image.resize((320, 180), Image.Resampling.NEAREST).get_flattened_data())
    wanted = colours.rgb(colour)
    near = sum(
        count
        for pixel, count in pixels.items()
        if all(abs(one - other) < 12 for one, other in zip(pixel, wanted, strict=True))
    )
    return near / (320 * 180)


def test_every_text_fits_its_box_and_the_screen(drawn: Any) -> None:
    _, (width, height), _, seen = drawn
    for state, texts in seen.items():
        assert texts, state
        for shown in texts:
            left, bottom, right, top = shown["box"]
            assert shown["fits"], (state, shown)
            assert left >= 0, (state, shown)
            assert bottom >= 0, (state, shown)
            assert right <= width, (state, shown)
            assert top <= height, (state, shown)
            assert shown["font_px"] >= 9, (state, shown)


def test_texts_do_not_lie_on_each_other(drawn: Any) -> None:
    kind, _, _, seen = drawn
    for state, texts in seen.items():
        for at, one in enumerate(texts):
            for other in texts[at + 1 :]:
                assert not _overlap(one["box"], other["box"]), (kind, state, one["text"], other["text"])


def _overlap(one: list[float], other: list[float]) -> bool:
    """Line boxes may touch by the empty part above the letters."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    upwards = min(one[3], other[3]) - max(one[1], other[1])
    lower = min(one[3] - one[1], other[3] - other[1])
    return across > 2 and upwards > 0.15 * lower


def test_yellow_means_now_calling_and_nothing_else(drawn: Any) -> None:
    kind, _, folder, seen = drawn
    calling = {
        "hall": {"mixed", "wide", "long", "all_called", "to_seat", "zone", "five", "other_languages"},
        "counter": {"calling", "calling_en", "rating_next", "key_done"},
    }[kind]
    for state in seen:
        share = _share(folder / f"{state}.png", colours.CALL)
        assert (share > 0.05) == (state in calling), (state, share)


def test_hall_shows_numbers_counters_and_those_waiting(hall: Any) -> None:
    (_, height), _, seen = hall
    assert {"A025", "3", "B012", "2", "C007", "12", "A024"} <= _texts(seen, "mixed")
    assert {"Chứng thực", "Hộ tịch (khai sinh, kết hôn, khai tử…)", "Số người đang chờ"} <= _texts(seen, "mixed")
    assert {"23/11/2026 08:42", "Gần dân – Sát dân – Phục vụ dân"} <= _texts(seen, "mixed")
    numbers = {"A025", "B012", "C007", "A024", "A1000", "X2-001", "H1234", "X2-002"}
    for state in ("mixed", "wide"):
        called = [shown for shown in seen[state] if shown["text"] in numbers]
        assert len(called) == 4
        for shown in called:
            assert shown["digit_px"] >= height / 9, shown
    newest = max(seen["mixed"], key=lambda shown: shown["font_px"])
    assert newest["text"] in ("A025", "3")
    assert "A025" not in _texts(seen, "closed")
    assert "Ngoài giờ làm việc" in _texts(seen, "closed")


def test_hall_tells_those_who_stay_seated_and_what_is_closed(hall: Any) -> None:
    _, _, seen = hall
    words = {" ".join(text.split()) for text in _texts(seen, "to_seat")}
    assert {"B013", "Mời ngồi tại chỗ, cán bộ sẽ đến", "Please stay seated, an officer is coming to you"} <= words
    assert {"Đã ngừng nhận số", "No more tickets"} <= words
    assert "2" not in words, "nobody is sent to a counter"
    assert "Gọi số trở lại lúc 13:30" in _texts(seen, "lunch")
    assert {"C007", "Gọi số trở lại lúc 13:30"} <= _texts(seen, "lunch_serving")


def test_counter_tells_pauses_rests_and_what_became_of_a_key(counter_display: Any) -> None:
    _, folder, seen = counter_display
    assert "Paused – please wait" in _texts(seen, "paused")
    assert {"Quầy tạm nghỉ", "Gọi số trở lại lúc 13:30", "Calling resumes at 13:30"} <= _texts(seen, "lunch")
    assert {"A025", "Đang gọi A025 đến Quầy 3"} <= _texts(seen, "key_done")
    assert "Cán bộ Ĕa Mẫu 03" not in _texts(seen, "key_done"), "the word stands in its place"
    for state, colour in (
        ("key_sending", colours.MIST),
        ("key_done", colours.GOOD_SOFT),
        ("key_refused", colours.BAD_SOFT),
        ("key_lost", colours.WARN_SOFT),
    ):
        assert _share(folder / f"{state}.png", colour) > 0.05, state


def test_english_beside_the_question_is_read_from_the_chair(counter_display: Any) -> None:
    """At most one step of the scale (1.25) smaller than the Vietnamese it stands under."""
    _, _, seen = counter_display
    sizes = {" ".join(shown["text"].split()): shown["font_px"] for shown in seen["rating_en"]}
    question = sizes["Ông/Bà có hài lòng với sự phục vụ của cán bộ tại quầy không?"]
    assert sizes["Are you satisfied with the service at this counter?"] >= question / 1.25
    assert sizes["Please rate our service"] >= sizes["Mời Ông/Bà đánh giá"] / 1.6


def test_a_board_of_a_zone_has_its_name_on_top_and_its_calls_alone(any_hall: Any) -> None:
    (_, height), _, seen = any_hall
    words = {" ".join(text.split()) for text in _texts(seen, "zone")}
    assert {"Khu A – Đất đai, xây dựng", "Area A – Land and construction", "E025", "E024", "Nhận kết quả"} <= words
    assert not {"B012", "Chứng thực"} & words, "of another zone"
    boxes = {" ".join(shown["text"].split()): shown["box"] for shown in seen["zone"]}
    assert boxes["Khu A – Đất đai, xây dựng"][1] > boxes["E025"][3], "above the calls"
    assert boxes["Khu A – Đất đai, xây dựng"][1] > 0.85 * height


def test_an_upright_board_has_room_for_five_calls(draw: Any) -> None:
    _, upright = draw(*_UPRIGHT_HALL[0])
    _, wide = draw(*_HALL[0])
    numbers = {f"A10{40 + at}" for at in range(5)}
    assert numbers <= _texts(upright, "five")
    assert len(numbers & _texts(wide, "five")) == 4


def test_the_figures_slide_says_all_that_belongs_to_a_share(any_hall: Any) -> None:
    _, _, seen = any_hall
    words = {" ".join(text.split()) for text in _texts(seen, "slide_figures")}
    assert {
        "92,4 %",
        "hài lòng với sự phục vụ",
        "Khoảng tin cậy 95 %: 90,6 % – 93,9 %",
        "95 % confidence interval: 90.6 % – 93.9 %",
        "1.240 lượt đánh giá; 38,2 % số lượt phục vụ được đánh giá",
        "1,240 ratings; 38.2 % of all services were rated",
        "Một nửa số người chờ không quá 12 phút, 9 trong 10 người không quá 35 phút",
        "Từ 24/10/2026 đến 20/11/2026 · From 24/10/2026 to 20/11/2026",
    } <= words
    assert "A024" not in words
    without = {" ".join(text.split()) for text in _texts(seen, "slide_figures_without_waits")}
    assert "100,0 %" in without
    assert not any(text.startswith("Một nửa") for text in without)


def test_a_picture_is_shown_whole_and_upright(any_hall: Any) -> None:
    (width, height), folder, seen = any_hall
    assert "C007" not in _texts(seen, "slide_picture")
    with Image.open(folder / "slide_picture.png") as image:
        blue = colours.rgb(colours.BLUE)
        marked = [
            (x, y)
            for x in range(0, width, 2)
            for y in range(0, height, 2)
            if all(abs(one - other) < 8 for one, other in zip(image.getpixel((x, y)), blue, strict=True))
        ]
    left, right = min(x for x, _ in marked), max(x for x, _ in marked)
    top, bottom = min(y for _, y in marked), max(y for _, y in marked)
    assert (right - left) / (bottom - top) == pytest.approx(16 / 9, rel=0.02), "its frame is whole, and not stretched"
    upper = sum(1 for _, y in marked if y < (top + bottom) / 2)
    assert upper > 0.7 * len(marked), "the broad bar is above"


def test_a_notice_fills_the_board_and_is_not_said_twice(any_hall: Any) -> None:
    _, _, seen = any_hall
    texts = [" ".join(shown["text"].split()) for shown in seen["slide_notice"]]
    assert sum(text.startswith("Hôm nay là Ngày thứ Ba không viết") for text in texts) == 1
    assert "Officers fill in your forms today, please ask at the entrance" in texts


def test_hall_without_connection_says_so(hall: Any) -> None:
    _, folder, seen = hall
    assert {"Chưa kết nối – đang hiển thị số lúc 08:42", "No connection – numbers as of 08:42"} <= _texts(seen, "stale")
    assert "A025" in _texts(seen, "stale")
    assert _share(folder / "stale.png", colours.WARN_SOFT) > 0.05
    assert _texts(seen, "connecting") == {"Đang chờ kết nối", "Waiting for a connection"}


def test_counter_shows_number_officer_and_state(counter_display: Any) -> None:
    (width, _), _, seen = counter_display
    assert {"A025", "Mời công dân có số", "Cán bộ Ĕa Mẫu 03", "3"} <= _texts(seen, "calling")
    number = next(shown for shown in seen["calling"] if shown["text"] == "A025")
    assert number["box"][2] - number["box"][0] > 0.85 * width
    assert {"Now calling ticket", "Social policy"} <= _texts(seen, "calling_en")
    assert "Sẵn sàng phục vụ" in _texts(seen, "free")
    assert "Quầy tạm nghỉ" in _texts(seen, "unstaffed")
    assert "Chưa kết nối – đang hiển thị số lúc 08:42" in _texts(seen, "stale")


def test_rating_shows_faces_words_and_question_in_the_pads_order(counter_display: Any) -> None:
    _, folder, seen = counter_display
    for state in ("rating", "rating_en", "rating_next"):
        words = [" ".join(shown["text"].split()) for shown in sorted(seen[state], key=lambda one: one["box"][0])]
        order = ["Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng", "Rất không hài lòng"]
        assert [word for word in words if word in order] == order
        # Below the next number there is room for the question and the faces alone.
        assert ("Mời Ông/Bà đánh giá" in words) == (state != "rating_next")
        assert _share(folder / f"{state}.png", colours.PAPER) > 0.2
    assert {"Please rate our service", "Very satisfied"} <= _texts(seen, "rating_en")
    assert {"C008", "Mời công dân có số"} <= _texts(seen, "rating_next")
    sizes = {shown["font_px"] for shown in seen["rating"] if "hài" in shown["text"] and "Ông" not in shown["text"]}
    assert len(sizes) == 1, "the words beneath the faces are of one size"
