"""The faults of physical parts, each message the cure in words for the person standing there."""


class HardwareError(Exception):
    """A physical part cannot do what was asked."""
