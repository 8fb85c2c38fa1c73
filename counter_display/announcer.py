"""Which call is spoken next: one at a time, in order, never one that is over; shorter when many wait."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from messaging.snapshots import BoardCall, CallState

MOST_WAITING = 12
"""About a minute and a half of speech; when more wait, the oldest have long been read on the board."""

LONG_BACKLOG_S = 20.0
"""With more speech than this waiting, repeats are left out and the short form is spoken."""

_SENTENCE_S = 5.5
"""One call in one language with its pauses, as the machine's voice says it; a person takes as long."""
_CHIME_S = 1.0
_REMEMBERED = 200
"""Numbers whose first call was spoken: more than are called in any hour."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A call to be spoken now."""

    call: BoardCall
    is_short: bool


class Announcer:
    """The queue in front of the voice, which takes one call, speaks it, says `finished` and takes the next."""

    def __init__(self) -> None:
        self._waiting: list[BoardCall] = []
        self._speaking: BoardCall | None = None
        self._spoken: deque[str] = deque(maxlen=_REMEMBERED)
        self._day: date | None = None

    @property
    def speaking(self) -> BoardCall | None:
        return self._speaking

    @property
    def waiting(self) -> tuple[BoardCall, ...]:
        return tuple(self._waiting)

    def note_day(self, day: date) -> None:
        """The local date of the newest call: the numbers of another day begin anew, and none of them was heard."""
        if day != self._day:
            self._spoken.clear()
        self._day = day

    def add(self, calls: Iterable[BoardCall]) -> None:
        """Queue calls, oldest first; one that is already queued or being spoken is not queued twice."""
        known = {call.call_id for call in self._waiting}
        if self._speaking is not None:
            known.add(self._speaking.call_id)
        self._waiting += [call for call in calls if call.call_id not in known]
        del self._waiting[:-MOST_WAITING]

    def drop_over(self, calls: Iterable[BoardCall]) -> None:
        """Forget what need not be said any more: `calls` are the newest known, in any state.

        A call that is not among them any more has left the last 20 and is forgotten too.
        """
        still_called = {call.call_id for call in calls if call.state is CallState.CALLED}
        self._waiting = [call for call in self._waiting if call.call_id in still_called]

    def take_next(self) -> Announcement | None:
        """The call to speak now, or None while one is being spoken or none waits."""
        if self._speaking is not None:
            return None
        is_short = backlog_s(self._waiting) > LONG_BACKLOG_S
        if is_short:
            self._leave_out_repeats()
        if not self._waiting:
            return None
        self._speaking = self._waiting.pop(0)
        self._spoken.append(self._speaking.number)
        return Announcement(self._speaking, is_short)

    def finished(self) -> None:
        """The call taken last was spoken, or could not be."""
        self._speaking = None

    def _leave_out_repeats(self) -> None:
        """A number that was heard, or will be, is not said again; one that was never heard is no repeat."""
        heard = set(self._spoken)
        kept = []
        for call in self._waiting:
            if call.is_recall and call.number in heard:
                continue
            heard.add(call.number)
            kept.append(call)
        self._waiting = kept


def backlog_s(calls: Iterable[BoardCall]) -> float:
    """How long it takes to say them all in full, about."""
    return sum(_CHIME_S + _SENTENCE_S * (1 if call.language == "vi" else 2) for call in calls)
