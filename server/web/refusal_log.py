"""Says in the log who tried what is not for them. What is only not possible just now is said to the asker alone."""

import logging

from starlette.requests import Request

from messaging.clock import real_monotonic_s

log = logging.getLogger(__name__)

AGAIN_AFTER_S = 60.0
"""The same of the same asker is said once in so long: a device that was shut out asks every few seconds."""
KEPT_AT_MOST = 1000
"""Askers and deeds that were said lately; then it begins anew."""
NOBODY = "somebody unknown"


class RefusalLog:
    """In memory. Times are real monotonic seconds; views and the event loop may both call it."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, ...], float] = {}

    def note(self, request: Request, code: str) -> None:
        """A request was refused for who asked, or for what it proved itself with."""
        asker = getattr(request.state, "asker", NOBODY)
        address = request.client.host if request.client else ""
        # The route and not the address: what stands there may be a secret.
        route = getattr(request.scope.get("route"), "path", "")
        what, now_s = (asker, address, code, request.method, route), real_monotonic_s()
        if now_s - self._said.get(what, -AGAIN_AFTER_S) < AGAIN_AFTER_S:
            return
        if len(self._said) >= KEPT_AT_MOST:
            self._said.clear()
        self._said[what] = now_s
        log.warning("%s at %s was refused (%s): %s %s", asker, address, code, request.method, route)


def note_refusal(request: Request, code: str) -> None:
    refusals: RefusalLog = request.app.state.refusal_log
    refusals.note(request, code)
