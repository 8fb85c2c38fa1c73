"""Whether the system's clock can be believed: a Pi without a clock battery boots into the past."""

import ctypes
from typing import Literal

CLOCK_UNSURE = "clock_unsure"
"""A fault of the server: nobody confirms its clock, so it opens no new date by itself and deletes nothing by age."""
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
