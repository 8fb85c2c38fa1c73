"""How numbers are written."""

import pytest

from server.domain.numbering import SERVICE_LETTERS, shown_number


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, "A001"), (25, "A025"), (100, "A100"), (999, "A999"), (1000, "A1000"), (1001, "A1001"), (9999, "A9999")],
)
def test_three_digits_and_after_999_four(number: int, shown: str) -> None:
    assert shown_number("A", number) == shown


def test_letters_are_those_that_can_be_told_apart_and_not_the_emergency_one() -> None:
    assert set(SERVICE_LETTERS) == set("ABCEGHKLMNPRSTV")


@pytest.mark.parametrize("prefix", ["X", "D", "I", "O", "Q", "U", "a", "", "AB", "Đ", "1"])
def test_other_letters_are_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="service letter"):
        shown_number(prefix, 1)


@pytest.mark.parametrize("number", [0, -1])
def test_numbers_start_at_one(number: int) -> None:
    with pytest.raises(ValueError, match="start at 1"):
        shown_number("A", number)
