"""How a ticket number is written: prefix letter and at least three digits, `A025`, after A999 `A1000`."""

from server.domain.letters import EMERGENCY

SERVICE_LETTERS = "ABCEGHKLMNPRSTV"
"""Letters that can be told apart by eye and ear; X belongs to the emergency series."""


def emergency_number(kiosk_number: int, number: int) -> str:
    """What a kiosk prints of the numbers that it gives by itself: `X2-001`."""
    return f"{EMERGENCY}{kiosk_number}-{number:03d}"


def shown_number(prefix: str, number: int) -> str:
    """The one string that is printed, shown and spoken.

    Raises:
        ValueError: a prefix outside `SERVICE_LETTERS`, or a number below 1.
    """
    if len(prefix) != 1 or prefix not in SERVICE_LETTERS:
        raise ValueError(f"'{prefix}' is no service letter; use one of {SERVICE_LETTERS}")
    if number < 1:
        raise ValueError(f"numbers start at 1, not {number}")
    return f"{prefix}{number:03d}"
