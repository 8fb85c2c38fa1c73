"""What counts as a reason: words that tell head and auditor something. Pure."""

import unicodedata

FEWEST_LETTERS = 5
"""As in "Có thẻ", about the shortest that still says something."""
FEWEST_DIFFERENT = 4
"""Fewer are a few keys, over and over."""
LONG_WORD = 8
"""Letters of a word that stands alone: "wheelchair", but not "abcde". Vietnamese words are short and come in twos."""


def says_something(reason: str) -> bool:
    """Whether a text has words enough to be a reason: "x", "12345", "aaaaaa", "abcde" and "test test" say nothing.

    Letters count without their marks and in one case, so that "ầ" and "A" are the same. A word may come again in a
    sentence ("nhà ở xa, nhà neo người"), but counts once.
    """
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", reason).casefold() if not unicodedata.combining(letter)
    )
    words = {"".join(filter(str.isalpha, word)) for word in plain.split()} - {""}
    letters = "".join(words)
    if len(letters) < FEWEST_LETTERS or len(set(letters)) < FEWEST_DIFFERENT:
        return False
    return len(words) > 1 or len(letters) >= LONG_WORD
