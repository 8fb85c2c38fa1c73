"""How often one device may be wrong about a code: a code has six digits, and nobody may try them out."""

WRONG_AT_MOST = 8
"""Wrong codes within the time below. Several people in a row may each mistype once or twice."""
WITHIN_S = 600.0
"""At this rate trying out a hundredth of all codes takes one kiosk a month of working days."""


class ClaimTries:
    """In memory, on the event loop. Times are real monotonic seconds."""

    def __init__(self) -> None:
        self._tries: dict[str, list[float]] = {}
        """By device, when each try began that was wrong or is not answered yet."""

    def enter(self, device_id: str, now_s: float) -> bool:
        """Begin a try; False: too many were wrong, this one is not looked at."""
        tries = [at for at in self._tries.get(device_id, ()) if now_s - at < WITHIN_S]
        self._tries[device_id] = tries
        if len(tries) >= WRONG_AT_MOST:
            return False
        tries.append(now_s)
        return True

    def was_no_guess(self, device_id: str, began_s: float) -> None:
        """The try that began then found something, or was refused for another reason."""
        self._tries[device_id].remove(began_s)
