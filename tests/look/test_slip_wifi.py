"""The hall's Wi-Fi and the three digits on a slip: in words, and as a code that a phone can join by."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from test_slip_layout import a_slip, differing_rows, ink_box, scanned

from look.slip_layout import draw_slip
from look.slip_wifi import wifi_code


def scanned_whole(picture: Image.Image, folder: Path) -> list[str]:
    """Each code in one piece, spaces and all."""
    path = folder / "slip.png"
    picture.save(path)
    found = subprocess.run(["zbarimg", "--quiet", "--raw", str(path)], capture_output=True, text=True, check=False)
    return found.stdout.splitlines()


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("Trung tam", "chaomung", "WIFI:T:WPA;S:Trung tam;P:chaomung;;"),
        ("Khach", "", "WIFI:T:nopass;S:Khach;;"),
        ("a;b,c:d", 'p\\q"r', 'WIFI:T:WPA;S:a\\;b\\,c\\:d;P:p\\\\q\\"r;;'),
    ],
)
def test_the_code_is_of_the_common_form(name: str, password: str, said: str) -> None:
    assert wifi_code(name, password) == said


@pytest.mark.parametrize("width", [576, 384])
def test_a_slip_names_the_wifi_beside_the_number_s_own_code(width: int, tmp_path: Path) -> None:
    slip = a_slip(wifi_name="TTHCC-KHACH", wifi_password="xin;chao")
    picture = draw_slip(slip, width)
    assert sorted(scanned(picture, tmp_path)) == [
        "WIFI:T:WPA;S:TTHCC-KHACH;P:xin\\;chao;;",
        "http://192.168.1.10:8080/t/Zx3kQ9vT0aYb7LmN2pRs4w",
    ]
    left, _, right, _ = ink_box(picture)
    assert left >= 12 and right <= width - 12


@pytest.mark.parametrize("name", ["Trung tâm", "Êđê", "Ủy ban phường Ea Kao 5", "CAFÉ", "Phòng chờ – Đắk Lắk"])
def test_a_name_beyond_ascii_is_read_as_it_is_written(name: str, tmp_path: Path) -> None:
    password = "mật khẩu 1"
    picture = draw_slip(a_slip(wifi_name=name, wifi_password=password), 576)
    assert wifi_code(name, password) in scanned_whole(picture, tmp_path)


@pytest.mark.parametrize(
    ("width", "most", "most_in_english"),
    [(576, 720, 850), (384, 870, 960)],  # in English the key words stand there for staff in Vietnamese too
)
def test_with_wifi_a_slip_is_hardly_longer(width: int, most: int, most_in_english: int) -> None:
    slip = a_slip(
        wait_min=(15, 30), wait_low_min=15, check="042", wifi_name="TTPVHCC-KHACH", wifi_password="xinchao2026"
    )
    assert draw_slip(slip, width).height <= most
    assert draw_slip(replace(slip, language="en"), width).height <= most_in_english


def test_a_name_that_would_break_stands_over_the_whole_width(tmp_path: Path) -> None:
    name, password = "TRUNGTAMPHUCVUHANHCHINHCONG", "mat-khau-rat-dai-cua-trung-tam-2026"
    picture = draw_slip(a_slip(wifi_name=name, wifi_password=password), 576)
    assert wifi_code(name, password) in scanned(picture, tmp_path)
    left, _, right, _ = ink_box(picture)
    assert left >= 12 and right <= 576 - 12


def test_without_wifi_and_address_the_slip_does_not_pretend(tmp_path: Path) -> None:
    bare = draw_slip(a_slip(url=None), 576)
    assert scanned(bare, tmp_path) == []
    assert scanned(draw_slip(a_slip(url=None, wifi_name="TTHCC"), 576), tmp_path) == ["WIFI:T:nopass;S:TTHCC;;"]
    assert draw_slip(a_slip(), 576).height < draw_slip(a_slip(wifi_name="TTHCC"), 576).height


@pytest.mark.parametrize("width", [576, 384])
def test_the_three_digits_stand_at_the_foot(width: int) -> None:
    one, other = draw_slip(a_slip(check="042"), width), draw_slip(a_slip(check="043"), width)
    first, last = differing_rows(one, other)
    assert first > one.height - 75
    assert last <= one.height - 16, "2 mm of white for paper that is torn off too high"
    assert draw_slip(a_slip(check="042"), width).height <= 740
