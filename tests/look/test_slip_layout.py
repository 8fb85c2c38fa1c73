"""The slip as a person with a ruler and a phone would find it."""

import re
import subprocess
import unicodedata
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont

from look import queue_words, slip_layout
from look.fonts import bold
from look.language import translator
from look.slip_layout import COPY_MARK, Slip, draw_slip

WIDTHS = (576, 384)
SAMPLE_SERVICES = (
    "Chứng thực",
    "Hộ tịch (khai sinh, kết hôn, khai tử…)",
    "Chính sách xã hội, người có công, bảo trợ",
    "Đất đai, xây dựng, môi trường",
    "Đăng ký kinh doanh, văn hóa, giáo dục",
    "Cư trú (Công an xã)",
    "Nhận kết quả",
)
VIETNAMESE = (
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
)
WHITE_MARGIN = 12
"""Columns at each side on which nothing may stand."""


def a_slip(**changes: object) -> Slip:
    words: dict[str, object] = {
        "centre_name": "Trung tâm Phục vụ hành chính công xã Mẫu",
        "service_name": "Chứng thực",
        "number": "A025",
        "issued_at_local": datetime(2026, 11, 21, 7, 45, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
        "people_ahead": 7,
        "counters": [1, 6],
        "priority_label": None,
        "url": "http://192.168.1.10:8080/t/Zx3kQ9vT0aYb7LmN2pRs4w",
        "language": "vi",
    }
    return Slip(**(words | changes))  # type: ignore[arg-type]  # each test gives the fields it is about


def ink_box(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box is not None
    return box


def differing_rows(one: Image.Image, other: Image.Image) -> tuple[int, int]:
    box = ImageChops.difference(one.convert("L"), other.convert("L")).getbbox()
    assert box is not None
    return box[1], box[3]


def longest_upright(picture: Image.Image) -> int:
    """Rows of the longest unbroken black column: the stem of a digit 1 in the large number."""
    columns = picture.convert("L").transpose(Image.Transpose.TRANSPOSE)
    content = columns.tobytes()
    lines = [content[at : at + columns.width] for at in range(0, len(content), columns.width)]
    return max(len(run) for line in lines for run in line.split(b"\xff"))


def scanned(picture: Image.Image, folder: Path) -> list[str]:
    path = folder / "slip.png"
    picture.save(path)
    found = subprocess.run(["zbarimg", "--quiet", "--raw", str(path)], capture_output=True, text=True, check=False)
    return found.stdout.split()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_slip_is_black_and_white_and_as_wide_as_the_head(width: int) -> None:
    picture = draw_slip(a_slip(), width)
    assert picture.mode == "1"
    assert picture.width == width


@pytest.mark.parametrize("service", SAMPLE_SERVICES)
def test_an_ordinary_slip_needs_at_most_nine_centimetres(service: str) -> None:
    assert draw_slip(a_slip(service_name=service), 576).height <= 720
    with_priority = a_slip(service_name=service, priority_label="Phụ nữ mang thai, người đi cùng trẻ nhỏ")
    assert draw_slip(with_priority, 576).height <= 720


def test_a_narrow_slip_needs_at_most_nine_centimetres_with_a_short_service_name() -> None:
    assert draw_slip(a_slip(), 384).height <= 720
    assert all(draw_slip(a_slip(service_name=service), 384).height <= 800 for service in SAMPLE_SERVICES)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_numbers_digits_are_eighteen_millimetres_high(width: int) -> None:
    assert longest_upright(draw_slip(a_slip(number="A111", url=None), width)) >= 18 * 8 - 1


@pytest.mark.parametrize("number", ["A1000", "X2-001", "M888", "G1888"])
@pytest.mark.parametrize("width", WIDTHS)
def test_long_and_wide_numbers_stay_large_and_inside_the_margins(number: str, width: int) -> None:
    picture = draw_slip(a_slip(number=number, url=None), width)
    left, _, right, _ = ink_box(picture)
    assert left >= WHITE_MARGIN
    assert right <= width - WHITE_MARGIN
    assert longest_upright(picture) >= 70


@pytest.mark.parametrize("width", WIDTHS)
def test_the_number_stands_first_and_last(width: int) -> None:
    one, other = draw_slip(a_slip(), width), draw_slip(a_slip(number="A026"), width)
    first, last = differing_rows(one, other)
    assert first < 200
    assert last > one.height - 50


@pytest.mark.parametrize("start", range(0, len(VIETNAMESE), 12))
def test_every_vietnamese_letter_is_printed_whole(start: int) -> None:
    line = " ".join(VIETNAMESE[start : start + 12])
    picture = draw_slip(a_slip(service_name=line, url=None), 576).convert("L")
    assert is_printed(line, picture)
    other = line.replace(line[0], "o")
    assert not is_printed(other, picture)


def is_printed(line: str, picture: Image.Image) -> bool:
    """Whether the line, drawn apart from the slip, is found in its middle: black where surely black, white
    where surely white."""
    for size in (36, 34, 32, 30):
        font = ImageFont.truetype(str(bold()), size)
        alone = Image.new("L", (picture.width, size * 2), 255)
        ImageDraw.Draw(alone).text((20, size * 1.5), line, fill=0, font=font, anchor="ls")
        alone = alone.crop(ink_box(alone))
        surely_black = alone.point(lambda level: 255 if level < 60 else 0)
        surely_white = alone.point(lambda level: 255 if level > 220 else 0)
        middle = (picture.width - alone.width) // 2
        for left in range(middle - 4, middle + 5):
            for top in range(30, 110):
                part = picture.crop((left, top, left + alone.width, top + alone.height))
                missing = ImageChops.darker(surely_black, part)
                extra = ImageChops.darker(surely_white, ImageChops.invert(part))
                if missing.getbbox() is None and extra.getbbox() is None:
                    return True
    return False


names = st.one_of(
    st.text(alphabet=VIETNAMESE + "abcĐđ ,.()–/…", max_size=120),
    st.text(max_size=60),
    st.text(alphabet="ỘWM", min_size=30, max_size=100),
)


@settings(max_examples=25, deadline=None)
@given(centre=names, service=names, group=st.one_of(st.none(), names), width=st.sampled_from(WIDTHS))
def test_nothing_is_drawn_outside_the_margins_whatever_the_names(
    centre: str, service: str, group: str | None, width: int
) -> None:
    slip = a_slip(centre_name=centre, service_name=service, priority_label=group, counters=range(1, 30))
    left, top, right, bottom = ink_box(draw_slip(slip, width))
    assert left >= WHITE_MARGIN
    assert right <= width - WHITE_MARGIN
    assert top >= 1
    assert bottom < draw_slip(slip, width).height


@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_name_gets_more_lines_and_loses_no_word(width: int) -> None:
    words = "Chính sách xã hội, người có công với cách mạng, bảo trợ xã hội và giảm nghèo bền vững"
    shorter = words.rsplit(" ", 1)[0]
    assert draw_slip(a_slip(service_name=words), width).height > draw_slip(a_slip(), width).height
    assert (
        draw_slip(a_slip(service_name=words), width).tobytes()
        != draw_slip(a_slip(service_name=shorter), width).tobytes()
    )


def test_a_name_without_end_does_not_print_metres() -> None:
    assert draw_slip(a_slip(service_name="Đ" * 10_000, centre_name="Ộ " * 5_000), 384).height < 3000


def test_decomposed_letters_print_as_composed_ones() -> None:
    name = "Nguyễn Thị Mẫu Ẩn – Đắk Lắk"
    decomposed = unicodedata.normalize("NFD", name)
    assert decomposed != name
    assert draw_slip(a_slip(service_name=decomposed), 576) == draw_slip(a_slip(service_name=name), 576)


def test_control_characters_are_not_printed() -> None:
    dirty = "\x1b@Chứng\x00 \x1dV\x42thực\u202e\u200b\n"
    clean = "@Chứng VBthực"
    assert draw_slip(a_slip(service_name=dirty), 576) == draw_slip(a_slip(service_name=clean), 576)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.10:8080/t/Zx3kQ9vT0aYb7LmN2pRs4w",
        "https://trungtamphucvuhanhchinhcong.phuong-mau.example.gov.vn/t/Zx3kQ9vT0aYb7LmN2pRs4w",
    ],
)
def test_a_phone_reads_the_code_which_is_22_mm_or_more(url: str, width: int, tmp_path: Path) -> None:
    picture = draw_slip(a_slip(url=url), width)
    assert scanned(picture, tmp_path) == [url]
    left, top, right, bottom = code_box(picture)
    assert right - left >= 22 * 8
    assert bottom - top == right - left
    quiet = 4 * (finder_row(picture, left, top) // 7)
    assert min(left, width - right) >= quiet
    around = picture.crop((left - quiet, top - quiet, right + quiet, bottom + quiet))
    size = right - left
    ImageDraw.Draw(around).rectangle((quiet, quiet, quiet + size - 1, quiet + size - 1), fill=1)
    assert ImageChops.invert(around.convert("L")).getbbox() is None, "something stands in the quiet zone"


def finder_row(picture: Image.Image, left: int, top: int) -> int:
    row = picture.convert("L").crop((left, top, picture.width, top + 1)).tobytes()
    return len(row) - len(row.lstrip(b"\x00"))


def code_box(picture: Image.Image) -> tuple[int, int, int, int]:
    """Where the code is, found by its corner squares: 7 modules of black above 1 black, 1 white, 3 black, 1
    white, 1 black."""
    grey = picture.convert("L")
    lines = [grey.crop((0, top, grey.width, top + 1)).tobytes() for top in range(grey.height)]
    for top, line in enumerate(lines):
        corners = [
            (found.start(), found.end())
            for found in re.finditer(rb"\x00+", line)
            if is_corner(lines, top, found.start(), found.end())
        ]
        if len(corners) == 2:
            left, right = corners[0][0], corners[1][1]
            assert is_corner(lines, top + right - left - (corners[0][1] - left), left, corners[0][1])
            return left, top, right, top + right - left
    raise AssertionError("no code found")


def is_corner(lines: list[bytes], top: int, left: int, right: int) -> bool:
    module, rest = divmod(right - left, 7)
    if rest or not module or top + 3 * module >= len(lines):
        return False
    black, white = b"\x00" * module, b"\xff" * module
    return lines[top + 3 * module][left:right] == black + white + 3 * black + white + black


def test_without_an_address_the_slip_has_no_code_and_is_shorter(tmp_path: Path) -> None:
    picture = draw_slip(a_slip(url=None), 576)
    assert scanned(picture, tmp_path) == []
    assert picture.height < draw_slip(a_slip(), 576).height - 50


def test_an_address_too_long_to_scan_is_left_out(tmp_path: Path) -> None:
    assert scanned(draw_slip(a_slip(url="https://example.gov.vn/" + "x" * 5000), 384), tmp_path) == []


@pytest.mark.parametrize("changes", [{"is_test": True}, {"copy_mark": COPY_MARK}])
@pytest.mark.parametrize("width", WIDTHS)
def test_test_prints_and_copies_begin_with_a_black_band(changes: dict[str, object], width: int) -> None:
    band = draw_slip(a_slip(**changes), width).convert("L").crop((0, 10, width, 16))
    assert band.histogram()[0] > 0.85 * band.width * band.height


@pytest.mark.parametrize("width", WIDTHS)
def test_each_fact_changes_the_paper(width: int) -> None:
    pictures = [
        draw_slip(a_slip(**changes), width).tobytes()
        for changes in (
            {},
            {"people_ahead": 0},
            {"people_ahead": 1},
            {"people_ahead": None},
            {"people_ahead": None, "counters": [], "turn_now": ("called", 1)},
            {"people_ahead": None, "counters": [], "turn_now": ("serving", 1)},
            {"people_ahead": None, "counters": [], "turn_now": ("on_hold", 1)},
            {"people_ahead": None, "counters": [], "turn_now": ("absent", 1)},
            {"people_ahead": None, "counters": [], "turn_now": ("absent", None)},
            {"counters": [3]},
            {"counters": []},
            {"priority_label": ""},
            {"priority_label": "Người từ 60 tuổi"},
            {"language": "en"},
            {"language": "en", "people_ahead": 1},
            {"issued_at_local": datetime(2026, 11, 21, 17, 45, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))},
            {"is_test": True},
            {"copy_mark": COPY_MARK},
            {"wait_min": (10, 25)},
            {"wait_min": (0, 25)},
            {"wait_min": (25, 25)},
            {"not_before_local": datetime(2026, 11, 23, 8, 15, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))},
            {"special_day": "Hôm nay cán bộ viết giúp Ông/Bà tờ khai."},
            {"today_unlikely": True},
            {"footer": "Đường dây nóng: 1022"},
        )
    ]
    assert len(set(pictures)) == len(pictures)


def test_every_word_of_the_slip_has_its_english() -> None:
    source = "".join(Path(part.__file__).read_text(encoding="utf-8") for part in (slip_layout, queue_words))
    said = [*re.findall(r'(?:say|_both_languages)\(\s*"([^"]+)"', source), "IN THỬ", COPY_MARK]
    said += [words for pair in queue_words.TURN_NOW.values() for words in pair]
    assert len(said) >= 8
    english = translator("en")
    assert [words for words in said if english(words) == words] == []


def test_the_singular_is_used_for_one_person_and_one_counter() -> None:
    english = translator("en")
    assert english("Còn 1 người phía trước") == "1 person ahead of you"
    assert english("Quầy số {number}") == "Counter {number}"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        a_slip(issued_at_local=datetime(2026, 11, 21, 7, 45))  # noqa: DTZ001  # the mistake under test


@pytest.mark.parametrize(
    ("ahead", "low_min", "said"),
    [
        (0, None, "Sắp đến lượt Ông/Bà"),
        (0, 5, "Sắp đến lượt Ông/Bà"),
        (0, 6, "Không có ai cùng lĩnh vực phía trước"),
        (1, 0, "Còn 1 người phía trước"),
        (12, 19, "Còn 12 người phía trước"),
    ],
)
def test_nobody_is_next_who_still_waits_long(ahead: int, low_min: int | None, said: str) -> None:
    assert queue_words.people_ahead(ahead, str, wait_low_min=low_min) == said


def test_the_slip_of_who_waits_long_behind_other_services_is_another_than_of_who_is_next() -> None:
    long_wait = a_slip(people_ahead=0, wait_low_min=19)
    assert draw_slip(long_wait, 576).tobytes() != draw_slip(a_slip(people_ahead=0), 576).tobytes()
