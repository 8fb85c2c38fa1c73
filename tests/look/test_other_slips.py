"""The slips beside a number's: what a phone reads from them, what stands on them, and that it all fits."""

import re
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageChops

from look import day_slip, place_slip, printer_test_slip, return_slip
from look.day_slip import DaySlipFacts, DaySlipLine, draw_day_slip
from look.language import translator
from look.place_slip import PlaceSlipFacts, draw_place_slip
from look.printer_test_slip import PrinterTestFacts, draw_printer_test, vietnamese_letters
from look.return_slip import ReturnSlipFacts, draw_return_slip
from look.slip_layout import COPY_MARK
from look.slip_parts import Paper

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CENTRE = "Trung tâm Phục vụ hành chính công xã Mẫu"
MORNING = datetime(2026, 11, 23, 8, 15, tzinfo=ZONE)
LINE = DaySlipLine(
    service="A",
    name="Chứng thực",
    issued=45,
    served=40,
    no_show=2,
    expired=0,
    moved=2,
    being_served=0,
    other=1,
    wait_median_min=12,
    wait_p90_min=31,
)
PLACE = PlaceSlipFacts(
    centre_name=CENTRE, service_name="Chứng thực", at_local=MORNING, code="482913", language="vi", late_minutes=15
)
RETURN = ReturnSlipFacts(
    centre_name=CENTRE,
    service_name="Đất đai, xây dựng, môi trường",
    number="E012",
    counter_number=4,
    missing="Bản sao có chứng thực",
    valid_until=date(2026, 12, 5),
    code="004217",
    people_before=2,
    asked_at_local=MORNING,
    language="vi",
)
DAY = DaySlipFacts(
    centre_name=CENTRE,
    day=date(2026, 11, 21),
    closed_at_local=MORNING,
    lines=[LINE],
    head_seq=10423,
    head_hash="3f2a 91bc 00d4 77e1 aa10 5c3e 9b22 f00d 1234 5678 9abc def0 0a1b 2c3d 4e5f 6789",
)
TEST = PrinterTestFacts(centre_name=CENTRE, device_name="Máy lấy số", asked_at_local=MORNING)
Drawing = Callable[[Any, int], Image.Image]
SLIPS: list[tuple[Drawing, Any]] = [
    (draw_place_slip, PLACE),
    (draw_return_slip, RETURN),
    (draw_day_slip, DAY),
    (draw_printer_test, TEST),
]
WIDTHS = (576, 384)


def scanned(picture: Image.Image, folder: Path) -> list[str]:
    path = folder / "slip.png"
    picture.save(path)
    found = subprocess.run(["zbarimg", "--quiet", "--raw", str(path)], capture_output=True, text=True, check=False)
    return found.stdout.splitlines()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("draw", "facts"), SLIPS)
def test_it_is_black_and_white_as_wide_as_the_head_and_inside_the_margins(
    draw: Drawing, facts: Any, language: str, width: int
) -> None:
    long = "Chính sách xã hội, người có công với cách mạng, bảo trợ xã hội và giảm nghèo bền vững"
    names = {"centre_name": long} | ({"service_name": long} if hasattr(facts, "service_name") else {})
    for said in (replace(facts, language=language), replace(facts, language=language, **names)):
        picture = draw(said, width)
        assert (picture.mode, picture.width) == ("1", width)
        box = ImageChops.invert(picture.convert("L")).getbbox()
        assert box is not None
        edge = 0 if facts is TEST else 12
        assert box[0] >= edge
        assert box[2] <= width - edge
        assert box[3] < picture.height


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_phone_reads_the_code(width: int, language: str, tmp_path: Path) -> None:
    assert scanned(draw_place_slip(replace(PLACE, language=language), width), tmp_path) == ["482913"]
    assert scanned(draw_return_slip(replace(RETURN, language=language), width), tmp_path) == ["004217"]
    assert scanned(draw_printer_test(TEST, width), tmp_path) == ["BOCSO 0123456789"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("draw", "facts", "changes"),
    [
        (
            draw_place_slip,
            PLACE,
            [
                {"code": "482914"},
                {"at_local": datetime(2026, 11, 24, 8, 15, tzinfo=ZONE)},
                {"at_local": datetime(2026, 11, 23, 9, 15, tzinfo=ZONE)},
                {"late_minutes": None},
                {"from_number": "B045"},
                {"copy_mark": COPY_MARK},
                {"language": "en"},
            ],
        ),
        (
            draw_return_slip,
            RETURN,
            [
                {"code": "004218"},
                {"missing": "Bản sao có chứng thực\nẢnh 3x4 nền trắng"},
                {"valid_until": date(2026, 12, 6)},
                {"people_before": 0},
                {"counter_number": None},
                {"number": "E013"},
                {"copy_mark": COPY_MARK},
                {"language": "en"},
            ],
        ),
        (
            draw_day_slip,
            DAY,
            [
                {"head_seq": 10424},
                {"head_hash": DAY.head_hash.replace("6789", "678a")},
                {"lines": [replace(LINE, served=39, expired=1)]},
                {"lines": [replace(LINE, wait_p90_min=None)]},
                {"lines": []},
                {"day": date(2026, 11, 22)},
                {"copy_mark": COPY_MARK},
                {"language": "en"},
            ],
        ),
    ],
)
def test_each_fact_changes_the_paper(draw: Drawing, facts: Any, changes: list[dict[str, Any]], width: int) -> None:
    pictures = {draw(replace(facts, **change), width).tobytes() for change in [{}, *changes]}
    assert len(pictures) == len(changes) + 1


def test_a_long_list_of_papers_stays_a_slip() -> None:
    assert draw_return_slip(replace(RETURN, missing="Giấy tờ\n" * 500), 384).height < 2600
    assert draw_return_slip(replace(RETURN, missing="\n \n"), 384).height < draw_return_slip(RETURN, 384).height


def test_the_test_slip_has_every_letter_of_the_language() -> None:
    letters = "".join(vietnamese_letters())
    assert len(set(letters)) == len(letters) == 29 + 12 * 5
    assert all(unicodedata.is_normalized("NFC", letter) and len(letter) == 1 for letter in letters)
    assert {"Đ", "Ẫ", "Ặ", "Ệ", "Ộ", "Ữ", "Ỵ"} <= set(letters)


def test_no_slip_of_ours_is_called_what_another_paper_is() -> None:
    for module in (place_slip, return_slip):
        said = Path(module.__file__ or "").read_text(encoding="utf-8")
        words = said.replace("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "")
        assert "giấy hẹn" not in words.lower()
        assert "biên lai" not in words.lower()
        assert "Phiếu này không thay cho" in said


def test_every_word_has_its_english() -> None:
    said = []
    for module in (place_slip, return_slip, day_slip, printer_test_slip):
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        said += re.findall(r'(?:say|band)\(\s*"([^"]+)"', source) + re.findall(r'"([^"]*\{count\}[^"]*)"', source)
    assert len(said) > 20
    english = translator("en")
    assert [words for words in said if english(words) == words] == []


def test_nobody_waits_less_than_nought_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    draw = day_slip.Paper.text

    def text(paper: Paper, words: str, *how: Any, **more: Any) -> None:
        said.append(words)
        draw(paper, words, *how, **more)

    monkeypatch.setattr(day_slip.Paper, "text", text)
    draw_day_slip(
        replace(DAY, lines=[replace(LINE, without_number=1, joined=3, passed_on=2, wait_median_min=0, wait_p90_min=0)]),
        576,
    )
    assert "Chờ: một nửa dưới 1 phút, 9/10 dưới 1 phút" in said
    assert (
        "cấp 45, không lấy số 1, nhận từ lĩnh vực khác 3, phục vụ 40, vắng 2, chuyển lĩnh vực khác 2, "
        "chuyển hôm sau 2, hủy 1" in said
    )
