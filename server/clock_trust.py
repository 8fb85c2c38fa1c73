"""Whether the system's clock can be believed: a Pi without a clock battery boots into the past."""

import ctypes
from typing import Literal

from server.domain.instant import MINUTE_MS
from server.journal.stamps import FAR_MS

HOUR_MS = 60 * MINUTE_MS

CLOCK_UNSURE = "clock_unsure"
"""A fault of the server: nobody confirms its clock, so it opens no new date by itself and deletes nothing by age."""
CLOCK_LEAPT = "clock_leapt"
"""With the hours behind a colon: the wall clock leapt by so much in working time, and the journal does not follow."""
JOURNAL_AHEAD = "journal_ahead"
"""With the hours behind a colon: the journal's time is ahead of the wall clock, and so is every date it gives."""
TIME_ERROR = 5  # adjtimex(2): the clock is not synchronised


def clock_is_trusted(trust: Literal["auto", "always"]) -> bool:
    """True when the settings say so, or the kernel reports a synchronised clock.

    Asks adjtimex(2), which every time service (systemd-timesyncd, chrony, ntpd) keeps up to date.
    """
    if trust == "always":
        return True
    libc = ctypes.CDLL(None, use_errno=True)
    timex = ctypes.create_string_buffer(512)  # struct timex is 208 bytes; zeroed modes only read
    return bool(libc.adjtimex(timex) not in (TIME_ERROR, -1))


def is_date_believed(trust: Literal["auto", "always"], *, ahead_ms: int) -> bool:
    """Whether the journal's date is today's: something vouches for the wall clock, and the journal is not far ahead.

    Args:
        ahead_ms: how far the journal's time is ahead of the wall clock.
    """
    return ahead_ms <= FAR_MS and clock_is_trusted(trust)


def is_date_disproved(trust: Literal["auto", "always"], *, ahead_ms: int) -> bool:
    """Whether a wall clock that something vouches for says that the journal's date is still to come."""
    return ahead_ms > FAR_MS and clock_is_trusted(trust)


def faults_of_time(*, ahead_ms: int, unfollowed_ms: int) -> list[str]:
    """What head and technician have to know of a clock that leapt, as codes with the whole hours."""
    faults = []
    if unfollowed_ms:
        faults.append(f"{CLOCK_LEAPT}:{unfollowed_ms // HOUR_MS}")
    if ahead_ms > FAR_MS:
        faults.append(f"{JOURNAL_AHEAD}:{ahead_ms // HOUR_MS}")
    return faults
