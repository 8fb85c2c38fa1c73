"""The faults of a board or counter display."""


class DisplayError(Exception):
    """A board cannot do what was asked."""


class UnspeakableCall(DisplayError):
    """A number or counter that the clip pack has no words for; it is shown and not spoken."""
