"""Reserved places (Số đặt trước): a time on a later working day, claimed with a code when one is there."""

from enum import StrEnum


class PlaceState(StrEnum):
    RESERVED = "reserved"
    CLAIMED = "claimed"
    """A ticket was issued for it."""
    WITHDRAWN = "withdrawn"
    """Given back, or taken back by staff."""
    MISSED = "missed"
    """Its day closed and nobody had claimed it."""
