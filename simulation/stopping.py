"""How the demo is asked to stop, and how it speaks: to a terminal that may be gone."""

import signal
import sys
from types import FrameType

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAsked(BaseException):
    """Ctrl-C, a kill, or the terminal closed; raised wherever the main thread stands."""


def stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise StopAsked

    for number in _STOP_SIGNALS:
        signal.signal(number, stop)


def ignore_signals() -> None:
    """While everything is being ended, which takes a few seconds at most, a second Ctrl-C changes nothing."""
    for number in _STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def say(line: str, *, to_errors: bool = False) -> None:
    try:
        print(line, file=sys.stderr if to_errors else sys.stdout, flush=True)
    except OSError:
        return  # nobody reads any more; what was started is ended all the same
