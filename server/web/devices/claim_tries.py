"""How often one device may be wrong about a code or the digits of a slip: nobody may try them all out."""

from collections.abc import Coroutine
from typing import Any, TypeVar

from messaging.clock import real_monotonic_s
from server.errors import ActionRefused, Conflict

T = TypeVar("T")

WRONG_AT_MOST = 8
"""Wrong codes within the time below. Several people in a row may each mistype once or twice."""
WITHIN_S = 600.0
"""At this rate trying out a hundredth of all codes takes one kiosk a month of working days."""

GUESSES = frozenset({"code_not_found", "code_used"})
"""Refusals that tell whether a code exists: only who has a slip is to learn that."""
WRONG_DIGITS = frozenset({"own_number_not_found"})


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


async def without_guessing(
    tries: ClaimTries, asker: str, answer: Coroutine[Any, Any, T], *, guesses: frozenset[str], refusal: str
) -> T:
    """The answer, which is not waited for when the asker was wrong too often.

    Args:
        guesses: the codes of those refusals that say that the asker was wrong.
        refusal: what the asker is told instead of an answer.

    Raises:
        Conflict: `too_many_tries`.
    """
    began_s = real_monotonic_s()
    if not tries.enter(asker, began_s):
        answer.close()
        raise Conflict("too_many_tries", refusal)
    try:
        found = await answer
    except ActionRefused as refused:
        if refused.code not in guesses:
            tries.was_no_guess(asker, began_s)
        raise
    tries.was_no_guess(asker, began_s)
    return found
