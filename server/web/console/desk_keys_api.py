"""The keys of a desk's number pad, `POST /api/v1/desk-keys`, from the counter display that they are plugged into.

A key does for the officer who is signed on at the display's counter what the console's button does.
"""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from messaging.requests import DeskKey, DeskKeyDone, DeskKeyPress
from server.actions.call_next import call_next
from server.actions.finish import finish
from server.actions.mark_absent import mark_absent
from server.actions.recall import recall
from server.actions.start import start
from server.db.queries.desks import session_of_counter
from server.db.queries.queue import Turn
from server.db.work import Work
from server.domain.centre import Counter
from server.errors import Conflict, NotAllowed, NotFound, Unprocessable
from server.web.devices.api import DeviceDep
from server.web.plumbing import IdempotencyKey, act_once

router = APIRouter(prefix="/api/v1", tags=["devices"])

OLDEST_PRESS_MS = 5_000
"""An officer whose key did nothing for this long has looked elsewhere; doing it then would surprise everybody."""

_AT_TURN: dict[DeskKey, tuple[Callable[..., Turn], str]] = {
    DeskKey.RECALL: (recall, "Gọi lại {number} đến Quầy {counter}"),
    DeskKey.CAME: (start, "Đang phục vụ {number}"),
    DeskKey.ABSENT: (mark_absent, "Đã ghi {number} vắng mặt"),
    DeskKey.FINISH: (finish, "Đã hoàn tất {number}"),
}


@router.post("/desk-keys", response_model=DeskKeyDone)
async def post_desk_key(
    request: Request, body: DeskKeyPress, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Do what the key means at the display's own counter; a repeat of the press does nothing more."""
    if device.kind != "counter":
        raise NotAllowed("wrong_device_kind", f"Thiết bị loại '{device.kind}' không được gửi yêu cầu này.")
    if idempotency_key != str(body.press_id):
        raise Unprocessable("key_differs", "Idempotency-Key phải trùng với mã trong nội dung.")
    counter_id = device.counter_id
    if counter_id is None:
        raise NotAllowed("display_without_counter", "Màn hình này chưa được gắn với quầy nào.")

    def action(work: Work) -> DeskKeyDone:
        # Only now: a press that was done in time and is asked about again gets the answer it had.
        if body.age_ms > OLDEST_PRESS_MS:
            raise Conflict("too_old", "Lệnh đến máy chủ quá muộn nên không thực hiện. Vui lòng bấm lại.")
        return _pressed(work, body.key, counter_id)

    # A press that is sent again is older by then, and the same press all the same.
    same = body.model_dump_json(exclude={"age_ms"}).encode()
    return await act_once(
        request, principal=f"device:{device.device_id}", key=idempotency_key, action=action, same=same
    )


def _pressed(work: Work, key: DeskKey, counter_id: str) -> DeskKeyDone:
    """
    Raises:
        NotFound: the display's counter is no longer there.
        Conflict: nobody is signed on there, or the deed makes no sense now.
    """
    counter = work.centre.counter(counter_id)
    if counter is None:
        raise NotFound("counter", f"Không còn quầy '{counter_id}'.")
    session = session_of_counter(work.connection, counter_id)
    if session is None:
        raise Conflict("nobody_signed_on", f"Chưa có cán bộ vào {counter.name}. Vui lòng vào quầy trên máy tính trước.")
    if key is DeskKey.NEXT:
        return _next(work, counter, session.officer_id)
    deed, said = _AT_TURN[key]
    turn = deed(work, counter_id=counter_id, officer_id=session.officer_id)
    return DeskKeyDone(message=said.format(number=turn.number, counter=counter.number), number=turn.number)


def _next(work: Work, counter: Counter, officer_id: str) -> DeskKeyDone:
    called = call_next(work, counter_id=counter.counter_id, officer_id=officer_id)
    if called.turn is None:
        done = "" if called.finished is None else f"Đã hoàn tất {called.finished}. "
        return DeskKeyDone(message=f"{done}Không còn ai chờ", number=None)
    return DeskKeyDone(
        message=f"Đang gọi {called.turn.number} đến Quầy {counter.number}",
        number=called.turn.number,
    )
