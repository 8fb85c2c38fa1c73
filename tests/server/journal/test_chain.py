"""The chain, recomputed by somebody who has only its description."""

import hashlib
from collections.abc import Iterable

from centre_under_test import CentreUnderTest
from hypothesis import given
from hypothesis import strategies as some

from server.journal.chain import GENESIS, seal


def hash_by_the_book(previous: str, columns: Iterable[object]) -> str:
    """SHA-256 over the previous hash and each column as stored: length in bytes, a colon, the bytes."""
    digest = hashlib.sha256()
    for column in (previous, *columns):
        stored = str(column).encode()
        digest.update(str(len(stored)).encode() + b":" + stored)
    return digest.hexdigest()


def test_the_chain_of_a_real_day_can_be_recomputed_from_its_description(centre: CentreUnderTest) -> None:
    centre.number()
    centre.serve()
    previous = "0" * 64
    rows = centre.rows("SELECT seq, at, kind, version, actor, body, hash FROM journal ORDER BY seq")
    for *columns, sealed in (tuple(row) for row in rows):
        previous = hash_by_the_book(previous, columns)
        assert sealed == previous
    assert tuple(centre.one("SELECT seq, hash FROM journal_head")) == (len(rows), previous)


def test_the_first_row_stands_on_the_genesis() -> None:
    assert seal(GENESIS, 1, "", "", 1, "", "") == hash_by_the_book("0" * 64, (1, "", "", 1, "", ""))


ROWS = some.tuples(some.integers(1, 2**62), some.text(), some.text(), some.integers(1, 9), some.text(), some.text())


@given(one=ROWS, other=ROWS)
def test_two_different_rows_never_share_a_seal(
    one: tuple[int, str, str, int, str, str], other: tuple[int, str, str, int, str, str]
) -> None:
    """Letters moved over the border of two columns included: lengths are sealed too."""
    assert (seal(GENESIS, *one) == seal(GENESIS, *other)) == (one == other)
    shifted = (one[0], one[1] + one[2], "", one[3], one[4], one[5])
    assert (seal(GENESIS, *one) == seal(GENESIS, *shifted)) == (one == shifted)
