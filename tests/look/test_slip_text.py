"""Cleaning and fitting of text for paper."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from look.fonts import bold
from look.slip_text import clean, fit, ink_width


@pytest.mark.parametrize(
    ("given_text", "printed"),
    [
        (unicodedata.normalize("NFD", "Nguyễn Thị Mẫu Ẩn"), "Nguyễn Thị Mẫu Ẩn"),
        ("A\x1b@B\x00\x10\x04\x01C", "A@BC"),
        ("một\r\nhai\tba  \u2028 bốn\u00a0", "một hai ba bốn"),
        ("Mời đến Quầy\u00a04", "Mời đến Quầy\u00a04"),
        ("trái\u202ephải\u200bgiữa\ufeff", "tráiphảigiữa"),
        ("\ud800lẻ", "lẻ"),
        ("", ""),
    ],
)
def test_cleaning(given_text: str, printed: str) -> None:
    assert clean(given_text) == printed


@given(st.text(max_size=80), st.integers(60, 544))
def test_every_letter_is_kept_and_every_line_fits(text: str, width: int) -> None:
    line = clean(text)
    fitted = fit(line, bold(), width_dots=width, sizes_dots=(34, 28, 22), max_lines=2)
    assert "".join(fitted.lines).replace(" ", "") == line.replace(" ", "")
    assert all(ink_width(part, fitted.font) <= width or len(part) == 1 for part in fitted.lines if part.isascii())


def test_a_text_is_shrunk_before_it_is_broken() -> None:
    one_line = fit("Đất đai, xây dựng, môi trường", bold(), width_dots=544, sizes_dots=(36, 30), max_lines=2)
    assert one_line.lines == ("Đất đai, xây dựng, môi trường",)
    assert one_line.font.size == 30


def test_lines_are_of_even_length() -> None:
    fitted = fit("Trung tâm Phục vụ hành chính công xã Mẫu", bold(), width_dots=352, sizes_dots=(24,), max_lines=1)
    assert fitted.lines == ("Trung tâm Phục vụ", "hành chính công xã Mẫu")


def test_a_letter_keeps_its_combining_marks_when_a_word_is_broken() -> None:
    e_with_both = "E\u0302\u0306"  # an Êđê letter that has no code point of its own
    fitted = fit(clean(e_with_both * 30), bold(), width_dots=200, sizes_dots=(30,), max_lines=2)
    assert len(fitted.lines) > 1
    assert not any(unicodedata.combining(line[0]) for line in fitted.lines)
