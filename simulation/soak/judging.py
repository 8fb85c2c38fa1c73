"""Whether a program stayed flat: pure, from the samples alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from simulation.soak.sample import Sample

WARM_SHARE = 0.25
"""Of the time: caches fill, every screen is drawn once, connections open. What grows in it is not counted."""
FLAT_MB, FLAT_HANDLES, FLAT_THREADS = 8.0, 3.0, 1.5
"""By so much the line through the samples may rise from the end of the warm-up to the end."""
FONTS_AT_MOST = 64
"""Kivy closes the one that was not used for longest before it opens another (kivy.core.text, SDL2)."""
WAL_AT_MOST_MB = 32.0
"""A checkpoint comes at 16 (server/db/connections.py), and a reader may hold it up for a while; not for ever."""
FEWEST = 4
"""Samples after the warm-up; fewer say nothing."""


@dataclass(frozen=True, slots=True)
class Course:
    """One figure of one program after the warm-up."""

    first: float
    last: float
    highest: float
    rise: float
    """Of the line through the samples, over their whole time. The line has the median of the slopes between any two of
    them: a peak or two, such as of an hourly copy, do not tilt it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one program."""

    program: str
    memory_mb: Course
    handles: Course
    threads: Course
    grew: tuple[str, ...]
    """What is not flat, in words; empty when all is."""


def verdicts(samples: Sequence[Sample]) -> list[Verdict]:
    """Of each program, in the order of their names.

    Raises:
        ValueError: there are too few samples to say.
    """
    warm = _warm(samples)
    return [_verdict(name, warm) for name in sorted(warm[0].programs)]


def faults_of_database(samples: Sequence[Sample]) -> list[str]:
    """What was wrong with the work itself, in words.

    Raises:
        ValueError: there are too few samples to say.
    """
    warm = _warm(samples)
    faults = []
    if warm[-1].database.journal <= warm[0].database.journal:
        faults.append("nothing was done any more: the journal stood still")
    wal_mb = max(sample.database.wal_mb for sample in warm)
    if wal_mb > WAL_AT_MOST_MB:
        faults.append(f"the write-ahead log grew to {wal_mb:.1f} MB")
    return faults


def _warm(samples: Sequence[Sample]) -> Sequence[Sample]:
    warm = samples[round(WARM_SHARE * len(samples)) :]
    if len(warm) < FEWEST:
        raise ValueError("too few samples to say whether anything grows")
    return warm


def _verdict(name: str, warm: Sequence[Sample]) -> Verdict:
    # A program that was started again has another course from then on; that it ended is a fault by itself.
    times = [sample.at_s for sample in warm if name in sample.programs]
    now = [sample.programs[name] for sample in warm if name in sample.programs]
    memory = course(times, [program.memory_mb for program in now])
    handles = course(times, [float(program.handles) for program in now])
    threads = course(times, [float(program.threads) for program in now])
    grew = []
    for what, of, bound in (
        ("memory", memory, FLAT_MB),
        ("file handles", handles, FLAT_HANDLES),
        ("threads", threads, FLAT_THREADS),
    ):
        if of.rise > bound:
            grew.append(f"{what} rose by {of.rise:.1f} (from {of.first:g} to {of.last:g})")
    fonts = max(program.fonts for program in now)
    if fonts > FONTS_AT_MOST:
        grew.append(f"{fonts} files of fonts are open, more than the {FONTS_AT_MOST} that are kept")
    return Verdict(name, memory, handles, threads, tuple(grew))


def course(times: Sequence[float], values: Sequence[float]) -> Course:
    slopes = [
        (later - earlier) / (later_s - earlier_s)
        for (earlier_s, earlier), (later_s, later) in combinations(zip(times, values, strict=True), 2)
    ]
    rise = median(slopes) * (times[-1] - times[0]) if slopes else 0.0
    return Course(values[0], values[-1], max(values), round(rise, 1))
