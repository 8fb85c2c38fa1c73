"""`GET /health`: 200 when a commit works, else 503, with the parts and, for staff, their details."""

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import bindparam
from sqlalchemy.dialects.sqlite import insert as upsert
from starlette.concurrency import run_in_threadpool

from messaging.clock import real_monotonic_s
from server.db import tables as t
from server.db.queries.days import days_so_far
from server.db.queries.people import all_devices
from server.db.statements import Statement
from server.db.work import SET_UP, Work
from server.disk_room import days_left
from server.errors import ActionRefused
from server.house import House
from server.web.plumbing import HouseDep

router = APIRouter(tags=["health"])

PROBE = Statement(
    upsert(t.health_probe)
    .values(id=1, probed_at=bindparam("at"))
    .on_conflict_do_update(index_elements=["id"], set_={"probed_at": bindparam("at")})
)
PROBE_TIMEOUT_S = 3.0
"""A commit that takes longer serves nobody: a kiosk has given up by then."""

REMEMBERED_S = 1.0
"""Anybody may ask, and each probe is a real commit: not more than one a second."""


@dataclass(frozen=True, slots=True)
class _Probed:
    works: bool
    at_s: float


class CommitProbe:
    """Whether a commit works, asked of the writer and remembered for a second."""

    def __init__(self) -> None:
        self._last: _Probed | None = None
        self._lock = asyncio.Lock()

    async def works(self, house: House) -> bool:
        async with self._lock:
            if self._last is None or real_monotonic_s() - self._last.at_s > REMEMBERED_S:
                self._last = _Probed(await self._probe(house), real_monotonic_s())
            return self._last.works

    async def _probe(self, house: House) -> bool:
        def touch(work: Work) -> None:
            PROBE.run(work.connection, at=work.now)

        try:
            await asyncio.wait_for(house.write(touch, actor="health"), PROBE_TIMEOUT_S)
        except (ActionRefused, TimeoutError):
            return False
        return True


@router.get("/health")
async def get_health(request: Request, house: HouseDep) -> Response:
    """The parts of the centre; details only for staff who are logged in."""
    probe: CommitProbe = request.app.state.commit_probe
    works = await probe.works(house)
    parts = {
        "database": "ok" if works else "fails",
        "broker": "ok" if house.broker_is_connected else "away",
        "centre": "ok" if SET_UP.first(house.read()) else "not_set_up",
    }
    room = house.disk.room()
    is_low = house.disk.fault() is not None
    parts["disk"] = "ok" if not is_low else "low" if house.disk.has_room() else "full"
    answer: dict[str, object] = {"status": "ok" if works else "fails", "parts": parts}
    if works and request.app.state.is_staff(request):
        service_days = days_so_far(house.read())
        answer["disk"] = {
            "free_bytes": room.free_bytes,
            "total_bytes": room.total_bytes,
            "days_left": await run_in_threadpool(days_left, house.settings, room, service_days=service_days),
        }
        answer["backup"] = await run_in_threadpool(_backups, house)
        answer["devices"] = {
            device.device_id: _device_state(house, device.device_id) for device in all_devices(house.read())
        }
    return JSONResponse(answer, status_code=200 if works else 503)


def _backups(house: House) -> dict[str, object]:
    newest, outcome = house.back_ups.newest(), house.back_ups.outcome
    if outcome is None:
        first, second = "not_yet", "not_yet"
    else:
        first, second = outcome.fault or "ok", outcome.second_fault or "ok"
    has_second = house.settings.second_backup_folder is not None
    return {
        "newest_at": None if newest is None else f"{newest.at:%Y-%m-%dT%H:%M:%SZ}",
        "newest_seq": None if newest is None else newest.seq,
        "last_attempt": first,
        "second_place": second if has_second else "not_set",
    }


def _device_state(house: House, device_id: str) -> dict[str, object]:
    heard = house.presences.of(device_id)
    if heard is None:
        was_heard = house.presences.silent_since_s(device_id) is not None
        return {"state": "offline" if was_heard else "never_heard"}
    return {
        "state": "online" if heard.presence.online else "offline",
        "version": heard.presence.version,
        "faults": heard.presence.faults,
    }
