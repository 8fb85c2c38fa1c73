"""After how long a session of staff is over. Pure."""

from dataclasses import dataclass

from server.domain.instant import MINUTE_MS, Instant


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """Durations in ms."""

    idle_ms: int = 12 * 60 * MINUTE_MS
    """Without an action; a working day."""
    longest_ms: int = 24 * 60 * MINUTE_MS
    """However busy: everybody logs in once a day."""

    def are_over(self, created_at: Instant, seen_at: Instant, now: Instant) -> bool:
        return now - created_at >= self.longest_ms or now - seen_at >= self.idle_ms


USUAL_LIMITS = SessionLimits()
