"""Feeds the service manager's watchdog from the server's real work: a commit, and a turn of the publishing thread.

What is told is that the server answers, not that all is well: a full disk refuses commits at once, and to start again
would only take away the pages that say so. A writer or a publishing thread that hangs is silent, and systemd starts the
server anew.
"""

import asyncio

from server.db.work import Work
from server.errors import ActionRefused
from server.house import House
from server.web.health import PROBE, PROBE_TIMEOUT_S

PUBLISHING_TURNS_WITHIN_S = 20.0
"""It says its presence every 5 s; a publish on a slow broker may take some of this."""


async def answers(house: House) -> bool:
    """Whether the writer answers a probe in time, be it with a commit or with a refusal, and publishing goes on."""

    def touch(work: Work) -> None:
        PROBE.run(work.connection, at=work.now)

    try:
        await asyncio.wait_for(house.write(touch, actor="life_probe"), PROBE_TIMEOUT_S)
    except ActionRefused:
        pass
    except TimeoutError:
        return False
    return house.publishing_idle_s < PUBLISHING_TURNS_WITHIN_S
