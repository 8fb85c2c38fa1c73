"""The phones' program beside a running server, on a port of its own, and words to look at its pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from centre_under_test import WITHOUT_TLS
from staff_pages import RunningServer, wait_until

from messaging.clock import Clock
from server.actions.issue_ticket import Issued
from server.public_app import PublicApp, build
from server.public_pages.settings import PhoneSettings


class Phones:
    """The program, and an anonymous client without a browser."""

    def __init__(self, database: Path, clock: Clock, server_url: str, **settings: Any) -> None:
        self._app: PublicApp = build(
            PhoneSettings(**({"listen_port": 0} | settings), database=database, server_url=server_url), clock=clock
        )
        self.port = self._app.port
        self.address = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._app.run, name="phones")
        self._thread.start()
        self.client = httpx.Client(base_url=self.address, timeout=20, verify=WITHOUT_TLS)

    def stop(self) -> None:
        self.client.close()
        self._app.stop()
        self._thread.join(30)
        assert not self._thread.is_alive(), "the phones' program does not stop"

    def page(self, issued: Issued, query: str = "") -> str:
        answer = self.client.get(f"/t/{issued.token}{query}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def sees(self, issued: Issued, *texts: str, query: str = "") -> str:
        """Wait until the page says all of this: what has changed is looked for twice a second."""
        wait_until(lambda: all(text in self.page(issued, query) for text in texts), f"the page says {texts}")
        return self.page(issued, query)

    def say(self, issued: Issued, word: str, **fields: str) -> httpx.Response:
        """Say a word as the page's script does."""
        return self.client.post(f"/t/{issued.token}", data={"word": word, **fields}, headers={"X-Part": "1"})


@contextmanager
def phones_beside(server: RunningServer, **settings: Any) -> Iterator[Phones]:
    database = server.house.settings.database
    phones = Phones(database, server.clock, settings.pop("server_url", server.address), **settings)
    try:
        yield phones
    finally:
        phones.stop()
