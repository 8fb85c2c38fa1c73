"""What the tests of the kiosk share."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from clip_pack_fixture import clip_pack as clip_pack
from kiosk_stub import Kiosk, TicketDesk


@pytest.fixture
def desk() -> Iterator[TicketDesk]:
    desk = TicketDesk()
    desk.server.start()
    yield desk
    desk.server.stop()


@pytest.fixture
def start_kiosk(tmp_path: Path, desk: TicketDesk) -> Iterator[Callable[..., Kiosk]]:
    """Start a kiosk on the test's folder; a second call is a restart of the same one."""
    started: list[Kiosk] = []

    def start(**options: Any) -> Kiosk:
        if started:
            started.pop().stop()
        kiosk = Kiosk(tmp_path / "kiosk", desk, **options)
        started.append(kiosk)
        return kiosk.start()

    yield start
    for kiosk in started:
        kiosk.stop()
