"""The hall's Wi-Fi and the three digits on a slip: in words, and as a code that a phone can join by."""

from pathlib import Path

import pytest
from test_slip_layout import a_slip, differing_rows, ink_box, scanned

from look.slip_layout import draw_slip
from look.slip_wifi import wifi_code


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


def test_without_wifi_and_address_the_slip_does_not_pretend(tmp_path: Path) -> None:
    bare = draw_slip(a_slip(url=None), 576)
    assert scanned(bare, tmp_path) == []
    assert scanned(draw_slip(a_slip(url=None, wifi_name="TTHCC"), 576), tmp_path) == ["WIFI:T:nopass;S:TTHCC;;"]
    assert draw_slip(a_slip(), 576).height < draw_slip(a_slip(wifi_name="TTHCC"), 576).height


@pytest.mark.parametrize("width", [576, 384])
def test_the_three_digits_stand_at_the_foot(width: int) -> None:
    one, other = draw_slip(a_slip(check="042"), width), draw_slip(a_slip(check="043"), width)
    assert differing_rows(one, other)[0] > one.height - 60
    assert draw_slip(a_slip(check="042"), width).height <= 740
