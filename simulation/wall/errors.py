"""What can go wrong at the wall, in words for the person in front of it."""


class NotPossible(Exception):
    """What was asked for cannot be done now; the message says why, in Vietnamese."""
