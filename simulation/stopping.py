"""How the demo is asked to stop, and how it speaks: to a terminal that may be gone."""

import signal
import sys
from types import FrameType

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_AGAIN_AFTER_S = 0.05


class StopAsked(BaseException):
    """Ctrl-C, a kill, or the terminal closed; raised wherever the main thread stands."""


def stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise StopAsked

    for number in (*_STOP_SIGNALS, signal.SIGALRM):
        signal.signal(number, stop)
    told_before = sys.unraisablehook

    def ask_again(unraisable: "sys.UnraisableHookArgs") -> None:
        # Where Python can raise nothing, as in what it runs around a fork, it drops the exception and goes on.
        if unraisable.exc_type is StopAsked:
            signal.setitimer(signal.ITIMER_REAL, _AGAIN_AFTER_S)
        else:
            told_before(unraisable)

    sys.unraisablehook = ask_again


def ignore_signals() -> None:
    """While everything is being ended, which takes a few seconds at most, a second Ctrl-C changes nothing."""
    for number in (*_STOP_SIGNALS, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)


def say(line: str, *, to_errors: bool = False) -> None:
    try:
        print(line, file=sys.stderr if to_errors else sys.stdout, flush=True)
    except OSError:
        return  # nobody reads any more; what was started is ended all the same
