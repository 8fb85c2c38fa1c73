"""What an officer did in a period, as the detectors read it: turns with their raw stamps, and presses at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.domain.instant import Instant


class TurnEnd(StrEnum):
    """How a turn ended, as far as it matters here."""

    FINISHED = "finished"
    TRANSFERRED = "transferred"
    NO_SHOW = "no_show"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRecord:
    """One turn that an officer called or served, with its raw stamps."""

    turn_id: int
    half_day: str
    """Its service day and whether it was morning or afternoon: `2026-11-23 1`. Sorts by time."""
    end: TurnEnd
    ended_at: Instant
    is_quick_serve: bool = False
    waiting_since: Instant = 0
    called_first_at: Instant | None = None
    """None: a quick serve, which is never called."""
    called_last_at: Instant | None = None
    arrived_at: Instant | None = None
    arrival_inferred: bool = False
    """Nobody pressed Came: the stamp says nothing."""
    was_taken_up: bool = True
    """Of a transferred turn: whether the citizen was served under the turn that followed it."""
    window_at: Instant | None = None
    """When its rating window opened; None: none did, or one that took no press."""


@dataclass(frozen=True, slots=True)
class PressRecord:
    """One press at the desk that belongs to a turn's window. Its level is left out: no rule needs it."""

    turn_id: int
    pressed_at: Instant | None
    """None: the pad could not say when."""
    boot_id: str
    """Which start of the pad it came from."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What one officer did in the period."""

    officer_id: str
    turns: Sequence[TurnRecord]
    presses: Sequence[PressRecord]
