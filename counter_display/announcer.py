"""Which call is spoken next: one at a time, in order, never one that is over."""

from collections.abc import Iterable

from messaging.snapshots import BoardCall, CallState

MOST_WAITING = 12
"""About a minute and a half of speech; when more wait, the oldest have long been read on the board."""


class Announcer:
    """The queue in front of the voice, which takes one call, speaks it, says `finished` and takes the next."""

    def __init__(self) -> None:
        self._waiting: list[BoardCall] = []
        self._speaking: BoardCall | None = None

    @property
    def speaking(self) -> BoardCall | None:
        return self._speaking

    @property
    def waiting(self) -> tuple[BoardCall, ...]:
        return tuple(self._waiting)

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

    def take_next(self) -> BoardCall | None:
        """The call to speak now, or None while one is being spoken or none waits."""
        if self._speaking is None and self._waiting:
            self._speaking = self._waiting.pop(0)
            return self._speaking
        return None

    def finished(self) -> None:
        """The call taken last was spoken, or could not be."""
        self._speaking = None
