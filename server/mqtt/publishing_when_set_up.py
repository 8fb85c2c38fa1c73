"""Publishing from the moment when the centre has a code: a first start has none until the wizard is through."""

import logging
import threading
from collections.abc import Callable

from server.mqtt.publishing import Publishing

log = logging.getLogger(__name__)


class PublishingWhenSetUp:
    """Passes everything on to a `Publishing`, which is made and started as soon as there is a centre.

    `find_code` gives the centre's code, or None while there is none.
    """

    def __init__(self, make: Callable[[str], Publishing], find_code: Callable[[], str | None]) -> None:
        self._make = make
        self._find_code = find_code
        self._is_running = False
        self._beginning = threading.Lock()
        code = find_code()
        self._publishing = None if code is None else make(code)

    @property
    def is_connected(self) -> bool:
        return self._publishing is not None and self._publishing.is_connected

    @property
    def idle_s(self) -> float:
        """How long ago the publishing thread last turned, in real seconds; 0 while there is none."""
        return 0.0 if self._publishing is None else self._publishing.idle_s

    def start(self) -> None:
        self._is_running = True
        if self._publishing is not None:
            self._publishing.start()

    def stop(self) -> None:
        self._is_running = False
        if self._publishing is not None:
            self._publishing.stop()

    def committed(self) -> None:
        """Something was committed; called on the writer's thread."""
        self.look()
        if self._publishing is not None:
            self._publishing.committed()

    def look(self) -> None:
        """Begin if there is a centre by now: `bocso centre load` makes one without this program's doing."""
        if self._publishing is None:
            with self._beginning:
                if self._publishing is None:
                    self._begin()

    def clock_stepped(self) -> None:
        if self._publishing is not None:
            self._publishing.clock_stepped()

    def _begin(self) -> None:
        """Once in a centre's life. Both its threads only begin here; nothing is waited for."""
        code = self._find_code() if self._is_running else None
        if code is None:
            return
        log.info("the centre %s is set up: publishing begins", code)
        publishing = self._make(code)
        publishing.start()
        self._publishing = publishing
