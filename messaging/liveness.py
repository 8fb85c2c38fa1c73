"""Whether the link to the server lives: a rule over what was heard and when, pure.

All times are seconds of real monotonic time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from messaging.snapshots import ServerPresence

SILENCE_LIMIT_S = 12.0
"""The server speaks every 5 s; who has not heard it for this long has no connection (design part 5)."""


@dataclass(frozen=True, slots=True)
class LinkState:
    is_live: bool
    """The broker is connected and the server was heard within `SILENCE_LIMIT_S`."""
    not_live_since_s: float | None
    """The moment of the loss: the end of the connection, the server's last will, or, when it fell
    silent, the last word heard from it. None while live."""


class Liveness:
    """What is known of the server's life."""

    def __init__(self, *, start_s: float) -> None:
        self._connection_lost_s: float | None = start_s
        self._heard_s: float | None = None
        self._silent_since_s = start_s
        self._last_words: ServerPresence | None = None
        self._time_told: tuple[datetime, float] | None = None
        self._not_live_since_s: float | None = start_s

    def note_connection(self, *, is_up: bool, at_s: float) -> None:
        self.state(at_s)
        self._connection_lost_s = None if is_up else at_s
        self.state(at_s)

    def hear(self, presence: ServerPresence, *, retained: bool, at_s: float) -> None:
        """Take in one presence message received at `at_s`.

        A retained word counts as heard once, and so for at most the limit: nobody knows how old it is.
        The same one again, after a reconnect, is no sign of life.
        """
        self.state(at_s)
        is_repeated = retained and presence == self._last_words
        self._last_words = presence
        if not presence.online:
            if self._heard_s is not None:
                self._silent_since_s = at_s
            self._heard_s = None
        elif not is_repeated:
            self._heard_s = at_s
        if presence.online and not retained and presence.at is not None:
            self._time_told = (presence.at, at_s)
        self.state(at_s)

    def state(self, now_s: float) -> LinkState:
        if self._heard_s is not None and now_s - self._heard_s >= SILENCE_LIMIT_S:
            self._silent_since_s = self._heard_s
            self._heard_s = None
        if self._connection_lost_s is None and self._heard_s is not None:
            self._not_live_since_s = None
        elif self._not_live_since_s is None:
            self._not_live_since_s = (
                self._silent_since_s if self._connection_lost_s is None else self._connection_lost_s
            )
        return LinkState(is_live=self._not_live_since_s is None, not_live_since_s=self._not_live_since_s)

    def server_time(self, now_s: float) -> datetime | None:
        """The server's time, from what it said last; None before it said one.

        A retained presence tells no time: nobody knows how long the broker had it.
        """
        if self._time_told is None:
            return None
        told, told_s = self._time_told
        return told + timedelta(seconds=now_s - told_s)
