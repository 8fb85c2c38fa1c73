"""The programs that died a short while ago, for who looks away for a moment."""

from collections.abc import Collection

TOLD_FOR_S = 60.0
"""Some programs are back half a second after they died."""


class RecentDeaths:
    """A death is told until the program has been back for `TOLD_FOR_S`: some take longer than that to come back."""

    def __init__(self) -> None:
        self._last_away_s: dict[str, float] = {}

    def note(self, program: str, *, now_s: float) -> None:
        """It has ended by itself."""
        self._last_away_s[program] = now_s

    def told(self, away: Collection[str], *, now_s: float) -> list[str]:
        """The programs to tell of, by name.

        Args:
            away: those that are not back yet.
        """
        since_s = now_s - TOLD_FOR_S
        self._last_away_s = {
            program: now_s if program in away else away_s
            for program, away_s in self._last_away_s.items()
            if program in away or away_s > since_s
        }
        return sorted(self._last_away_s)
