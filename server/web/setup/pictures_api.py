"""Pictures between calls: boards fetch them, staff add them and take them away."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from messaging.requests import LARGEST_INTEGER
from server.actions.board_pictures import CheckedPicture, add_picture, remove_picture
from server.db.queries.pictures import PictureFile, picture_file, picture_shown
from server.db.work import Work
from server.errors import NotFound
from server.house import House
from server.web.access.staff_session import LoggedInStaff, acting_as, in_role
from server.web.devices.session import DeviceDep, require_kind
from server.web.plumbing import HouseDep, IdempotencyKey, act_once

router = APIRouter()

PictureId = Annotated[int, Path(ge=1, le=LARGEST_INTEGER)]
Acting = Annotated[LoggedInStaff, Depends(acting_as())]


class OnePicture(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    picture_id: Annotated[int, Field(ge=1, le=LARGEST_INTEGER)]


class PictureSaid(BaseModel):
    message: str


@router.get("/api/v1/pictures/{picture_id}", tags=["devices"], response_class=Response)
async def get_picture(house: HouseDep, picture_id: PictureId, device: DeviceDep) -> Response:
    """The bytes of a picture that boards show now."""
    require_kind(device, "board")
    return _answer(await run_in_threadpool(_file, house, picture_id))


@router.get("/setup/pictures/{picture_id}", include_in_schema=False)
async def get_picture_for_staff(
    house: HouseDep, picture_id: PictureId, _who: Annotated[LoggedInStaff, Depends(in_role())]
) -> Response:
    return _answer(await run_in_threadpool(_file, house, picture_id))


@router.post("/api/v1/setup/pictures", include_in_schema=False)
async def post_picture(request: Request, who: Acting, key: IdempotencyKey) -> Response:
    """Show one more picture on the boards. The body is the file's bytes, PNG or JPEG."""
    uploaded = await request.body()

    def check() -> CheckedPicture:
        from server.web.setup.board_picture import checked_picture  # Pillow, for this request alone

        return checked_picture(uploaded)

    picture = await run_in_threadpool(check)

    def action(work: Work) -> PictureSaid:
        add_picture(work, picture=picture)
        return PictureSaid(message="Đã thêm. Các bảng chiếu ảnh này giữa các lượt gọi.")

    return await act_once(request, principal=who.principal, key=key, action=action, same=picture.sha256.encode())


@router.post("/api/v1/setup/pictures/remove", include_in_schema=False)
async def post_remove_picture(request: Request, who: Acting, key: IdempotencyKey, body: OnePicture) -> Response:
    """Show a picture no more."""

    def action(work: Work) -> PictureSaid:
        remove_picture(work, picture_id=body.picture_id)
        return PictureSaid(message="Đã gỡ ảnh.")

    return await act_once(request, principal=who.principal, key=key, action=action)


def _file(house: House, picture_id: int) -> PictureFile:
    picture = picture_shown(house.read(), picture_id)
    file = None if picture is None else picture_file(house.read(), picture.sha256)
    if file is None:  # removed, or the tables were rebuilt from the journal, which holds no pictures
        raise NotFound("picture", "Ảnh này không còn.")
    return file


def _answer(file: PictureFile) -> Response:
    headers = {"Cache-Control": "private, max-age=86400, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(file.content, media_type=file.media_type, headers=headers)
