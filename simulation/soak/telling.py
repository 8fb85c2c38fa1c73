"""The verdicts as a table for people."""

from collections.abc import Iterable

from simulation.soak.judging import Course, Verdict


def table(verdicts: Iterable[Verdict]) -> str:
    """One row for each program: where each figure began after the warm-up, where it ended, and the line's rise."""
    return "\n".join(
        [
            "after the warm-up: first, last (rise of the line)",
            f"{'program':<12}{'memory MB':>22}{'handles':>18}{'threads':>16}  verdict",
            *(_row(one) for one in verdicts),
        ]
    )


def _row(one: Verdict) -> str:
    figures = f"{_course(one.memory_mb, 1):>22}{_course(one.handles, 0):>18}{_course(one.threads, 0):>16}"
    return f"{one.program:<12}{figures}  {'NOT flat: ' + ', '.join(one.grew) if one.grew else 'flat'}"


def _course(of: Course, digits: int) -> str:
    return f"{of.first:.{digits}f}, {of.last:.{digits}f} ({of.rise:+.1f})"
