"""The wall's only wiring: its page, its live stream, and one address for each thing a visitor can do."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse, ServerSentEvent

import server.web
from simulation.centre_folder import CentreFolder
from simulation.control_client import ControlRefused, NoControl
from simulation.wall.doorkeeping import Doorkeeper
from simulation.wall.errors import NotPossible
from simulation.wall.wall import Wall

STATIC = Path(__file__).parent / "static"
PALETTE = Path(server.web.__file__).parent / "static" / "colours.css"
SHORTEST_INTERVAL_S = 0.1
COMMENT_EVERY_S = 15
SEND_TIMEOUT_S = 10.0
"""A browser that takes nothing for so long is gone."""
STREAMS_AT_MOST = 30
_KEPT_FILE = re.compile(r"[\w-]{1,80}\.(png|wav)")

Id = Annotated[str, Field(min_length=1, max_length=64)]
Share = Annotated[float, Field(ge=0, le=1)]


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Touch(Body):
    device: Id
    finger: Id
    """The browser's own name for it."""
    phase: Literal["down", "move", "up"]
    x: Share
    """Of the picture's width, from the left."""
    y: Share
    """Of its height, from the top."""


class Pin(Body):
    device: Id
    button: Annotated[int, Field(ge=0, le=9)]
    is_low: bool


class DeskDeed(Body):
    counter_id: Id
    deed: Literal["next", "start", "finish", "absent"]


class Key(Body):
    device: Id
    key: Literal["next", "recall", "came", "absent", "finish"]


class Speed(Body):
    speed: Annotated[float, Field(ge=0, le=60)]
    """Times real time; 0 sends everybody home."""


class Fault(Body):
    fault: Id
    is_on: bool


def create_app(
    folder: CentreFolder, *, server_address: str, names: set[str] | None = None, key: str | None = None
) -> FastAPI:
    """The application; `names` are those besides loopback that browsers may call us by.

    Raises:
        FolderFault: the folder is no sample centre.
    """
    wall: Wall | None = None

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        nonlocal wall
        wall = Wall(folder, server_address)
        yield
        await wall.close()

    def the_wall() -> Wall:
        assert wall is not None  # requests come between start and end of the lifespan only
        return wall

    app = FastAPI(title="Bốc Số, the wall", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Doorkeeper, names=names or set(), key=key)
    _add_refusals(app)
    app.state.wall = the_wall

    @app.get("/")
    async def get_page() -> Response:
        return FileResponse(STATIC / "wall.html")

    @app.get("/static/colours.css")
    async def get_palette() -> Response:
        return FileResponse(PALETTE)

    @app.get("/api/about")
    def get_about() -> dict[str, Any]:
        """What does not change: the centre's name, its devices, the logins of this demo."""
        phones = (folder.running() or {}).get("phones", "")
        return the_wall().about() | {"server_port": _port_of(server_address), "phones_port": _port_of(phones)}

    @app.get("/api/stream")
    async def get_stream() -> Response:
        """Server-sent events: `state` with the sections that changed, all of them at first."""
        if the_wall().live.watchers >= STREAMS_AT_MOST:
            return JSONResponse({"said": "Quá nhiều trang đang mở."}, 429)
        return EventSourceResponse(_changes(the_wall()), ping=COMMENT_EVERY_S, send_timeout=SEND_TIMEOUT_S)

    @app.get("/screens/{device}.png")
    async def get_screen(device: str) -> Response:
        """The newest picture of a screen; the address carries the frame, so that each is fetched once."""
        screen = the_wall().screens.get(device)
        if screen is None or screen.picture is None:
            return Response(status_code=404)
        return Response(screen.picture.png, media_type="image/png", headers={"Cache-Control": "no-store"})

    @app.get("/slips/{name}")
    async def get_slip(name: str) -> Response:
        return _kept(folder.slips, name)

    @app.get("/calls/{name}")
    async def get_call(name: str) -> Response:
        return _kept(folder.calls, name)

    @app.post("/api/touch")
    async def post_touch(touch: Touch) -> dict[str, str]:
        await the_wall().touch(touch.device, touch.finger, touch.phase, touch.x, touch.y)
        return {}

    @app.post("/api/pin")
    async def post_pin(pin: Pin) -> dict[str, str]:
        await the_wall().pin(pin.device, pin.button, is_low=pin.is_low)
        return {}

    @app.post("/api/desk")
    async def post_desk(deed: DeskDeed) -> dict[str, str]:
        return {"said": await the_wall().press_desk(deed.counter_id, deed.deed)}

    @app.post("/api/key")
    async def post_key(pushed: Key) -> dict[str, str]:
        await the_wall().push_key(pushed.device, pushed.key)
        return {}

    @app.post("/api/fault")
    async def post_fault(fault: Fault) -> dict[str, str]:
        await the_wall().turn_fault(fault.fault, is_on=fault.is_on)
        return {}

    @app.post("/api/people")
    async def post_people(asked: Speed) -> dict[str, str]:
        await the_wall().let_people_come(asked.speed)
        return {}

    app.mount("/static", StaticFiles(directory=STATIC))
    return app


def _port_of(address: str) -> str:
    return address.rsplit(":", 1)[-1]


async def _changes(wall: Wall) -> AsyncIterator[ServerSentEvent]:
    # Counted here and not in the route: a stream that never began has nothing to leave.
    wall.live.enter()
    try:
        version = 0
        while not wall.live.is_over:
            version, sections = wall.live.since(version)
            if sections:
                yield ServerSentEvent(event="state", data=json.dumps(sections, ensure_ascii=False))
                await asyncio.sleep(SHORTEST_INTERVAL_S)
            await wall.live.wait_beyond(version)
    finally:
        wall.live.leave()


def _kept(folder: Path, name: str) -> Response:
    path = folder / name
    if not _KEPT_FILE.fullmatch(name) or not path.is_file():
        return Response(status_code=404)
    return FileResponse(path)


def _add_refusals(app: FastAPI) -> None:
    @app.exception_handler(NotPossible)
    async def _not_possible(_request: Request, refusal: NotPossible) -> Response:
        return JSONResponse({"said": str(refusal)}, 409)

    @app.exception_handler(ControlRefused)
    async def _refused(_request: Request, refusal: ControlRefused) -> Response:
        return JSONResponse({"said": f"Thiết bị không làm được: {refusal}"}, 409)

    @app.exception_handler(NoControl)
    async def _nobody(_request: Request, _fault: NoControl) -> Response:
        return JSONResponse({"said": "Thiết bị không trả lời."}, 503)
