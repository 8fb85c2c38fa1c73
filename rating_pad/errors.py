"""What can keep the pad from starting, in words for the technician."""


class PadError(Exception):
    """The rating pad cannot work; the message says what to do."""


class PadCannotStore(PadError):
    """The folder for the presses cannot be written."""
