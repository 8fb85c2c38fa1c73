"""Letters that are misheard for each other are named in pairs."""

import pytest

from server.domain.letters import letters_alike
from server.domain.numbering import SERVICE_LETTERS


@pytest.mark.parametrize(
    ("letters", "pairs"),
    [
        ("BP", [("B", "P")]),
        ("NM", [("M", "N")]),
        ("S", [("S", "X")]),
        ("ABCEGHK", []),
        ("", []),
        ("A", []),
        ("BPT", [("B", "P"), ("P", "T")]),
    ],
)
def test_pairs_that_sound_alike(letters: str, pairs: list[tuple[str, str]]) -> None:
    assert letters_alike(letters) == pairs


def test_a_letter_given_twice_makes_no_pair_with_itself() -> None:
    assert letters_alike("AA") == []


def test_all_letters_together_name_each_pair_once() -> None:
    found = letters_alike(SERVICE_LETTERS)
    assert len(found) == len(set(found)) == 5
