"""Stretches of time as pairs of moments (start, end; the end not included), in lists of many. Pure.

Lists that functions here return are in order and do not overlap; so are those that they ask for.
"""

from collections.abc import Iterable, Sequence

from server.domain.instant import Instant

Stretch = tuple[Instant, Instant]


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time in order, without overlaps; empty and backward stretches are nothing."""
    whole: list[Stretch] = []
    last_start = last_end = 0
    is_open = False
    for start, end in sorted(stretches):
        if end <= start:
            continue
        if is_open and start <= last_end:
            if end > last_end:
                last_end = end
        else:
            if is_open:
                whole.append((last_start, last_end))
            last_start, last_end, is_open = start, end, True
    if is_open:
        whole.append((last_start, last_end))
    return whole


def cut_out(of: Sequence[Stretch], taken: Sequence[Stretch]) -> list[Stretch]:
    """What is left of `of` without `taken`."""
    left: list[Stretch] = []
    at, count = 0, len(taken)
    for start, end in of:
        while at < count and taken[at][1] <= start:
            at += 1
        here = at
        while here < count and taken[here][0] < end:
            if taken[here][0] > start:
                left.append((start, taken[here][0]))
            start = max(start, taken[here][1])
            here += 1
        if start < end:
            left.append((start, end))
    return left


def in_both_ms(one: Sequence[Stretch], other: Sequence[Stretch]) -> int:
    """How long both last."""
    total, at, count = 0, 0, len(other)
    for start, end in one:
        while at < count and other[at][1] <= start:
            at += 1
        here = at
        while here < count and other[here][0] < end:
            total += min(end, other[here][1]) - max(start, other[here][0])
            here += 1
    return total


def length_ms(stretches: Iterable[Stretch]) -> int:
    return sum(end - start for start, end in stretches)
