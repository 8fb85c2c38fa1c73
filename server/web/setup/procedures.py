"""The set-up's page of procedures: what the list holds, a file in its place, the faults by line, the list as a file."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from look.language import Translate, translator
from messaging.snapshots import Message
from procedures.errors import Fault, FaultyProcedures
from procedures.model import Procedure, ProcedureList
from procedures.reading import read_procedures
from procedures.writing import as_csv, as_json
from server.actions.import_procedures import import_procedures
from server.db.queries.procedures import procedures_listed
from server.db.work import Work
from server.domain.centre import Centre
from server.errors import NotFound
from server.web.access.staff_session import LoggedInStaff, acting_as, in_role
from server.web.page_language import language_of
from server.web.plumbing import HouseDep, IdempotencyKey, act_once, problem

router = APIRouter(include_in_schema=False)

_EXAMPLE = Procedure(
    name="Đăng ký khai sinh",
    code="1.001193",
    name_en="Birth registration",
    everyday=("giấy khai sinh", "khai sanh"),
    service="B",
    submit=("Tờ khai đăng ký khai sinh", "Giấy chứng sinh (bản giấy, nếu chưa có dữ liệu điện tử)"),
    show=("Thẻ căn cước hoặc VNeID của người đi khai",),
    not_needed=("Giấy chứng nhận kết hôn của cha mẹ, khi cán bộ tra được trên cơ sở dữ liệu",),
    time_limit="Trong ngày; nhận sau 15 giờ thì trả ngày làm việc tiếp theo",
    fee="Theo nghị quyết của HĐND tỉnh",
    exempt=("Khai sinh đúng hạn",),
    written_for=True,
    legal_basis="Luật Hộ tịch 2014",
    source="Dòng ví dụ: xóa trước khi nhập",
    as_of=date(2026, 11, 1),
    effective_from=date(2026, 11, 1),
    is_sample=True,
)


class ProceduresTaken(Message):
    message: str
    count: int


@dataclass(frozen=True, slots=True)
class ShownProcedures:
    """The list as the page tells it."""

    count: int
    in_force: int
    coming: int
    """Those whose first day is still to come."""
    over: int
    as_of: str
    sources: list[str]
    """The most frequent first."""
    samples: int
    by_service: list[tuple[str, int]]


def shown_procedures(procedures: tuple[Procedure, ...], centre: Centre, today: date, say: Translate) -> ShownProcedures:
    """What stands in the list today."""
    in_force = [one for one in procedures if one.is_in_force(today)]
    by_letter = Counter(one.service for one in in_force)
    by_service = [(f"{one.code} · {one.name}", by_letter.pop(one.code, 0)) for one in centre.services]
    if rest := by_letter.pop("", 0):
        by_service.append((say("Không tiếp nhận ở đây"), rest))
    by_service += [
        (say("{letter}: không còn lĩnh vực này").format(letter=letter), n) for letter, n in by_letter.items()
    ]
    return ShownProcedures(
        count=len(procedures),
        in_force=len(in_force),
        coming=sum(one.effective_from > today for one in procedures),
        over=sum(one.effective_to is not None and one.effective_to < today for one in procedures),
        as_of=f"{ProcedureList(procedures).as_of:%d/%m/%Y}" if procedures else "",
        sources=[source for source, _ in Counter(one.source for one in procedures).most_common(3)],
        samples=sum(one.is_sample for one in procedures),
        by_service=[(name, n) for name, n in by_service if n or name],
    )


@router.post("/api/v1/setup/procedures")
async def post_procedures(
    request: Request,
    house: HouseDep,
    who: Annotated[LoggedInStaff, Depends(acting_as())],
    key: IdempotencyKey,
    only_check: Annotated[bool, Query()] = False,
) -> Response:
    """Take the list of procedures from a file, CSV or JSON, whole or not at all. The body is the file's bytes."""
    content = await request.body()
    say = translator(language_of(request))

    def read() -> ProcedureList:
        return read_procedures(content, services={service.code for service in house.centre().services})

    try:
        procedures = await run_in_threadpool(read)
    except FaultyProcedures as faulty:
        detail = say("Chưa nhập gì: tệp có {n} lỗi.").format(n=len(faulty.faults))
        errors = [_error(fault, say) for fault in faulty.faults]
        return problem(422, "procedures_faulty", say("Tệp chưa đúng"), detail, errors)
    count = len(procedures.procedures)
    if only_check:
        checked = ProceduresTaken(message="Tệp đúng, chưa nhập. Có thể bấm “Nhập”.", count=count)
        return JSONResponse(checked.model_dump() | {"message": say(checked.message)})
    sha256 = hashlib.sha256(content).hexdigest()

    def act(work: Work) -> ProceduresTaken:
        done = import_procedures(work, procedures=procedures, sha256=sha256)
        message = "Đã nhập. Máy lấy số và trang tra cứu nhận ngay." if done.is_new else "Không có gì thay đổi."
        return ProceduresTaken(message=message, count=done.count)

    return await act_once(request, principal=who.principal, key=key, action=act, same=sha256.encode())


def _error(fault: Fault, say: Translate) -> dict[str, str]:
    return {"where": str(fault.line), "label": fault.where(say), "what": fault.said(say)}


@router.get("/setup/procedures/{name}.{kind}")
async def get_procedures_file(
    name: str, kind: str, house: HouseDep, _who: Annotated[LoggedInStaff, Depends(in_role())]
) -> Response:
    """The list as it stands (`list`), or one line to begin with (`example`), as CSV or JSON."""
    known = {("list", "csv"), ("list", "json"), ("example", "csv")}
    if (name, kind) not in known:
        raise NotFound("page", "Không có trang này.")

    def write() -> str:
        procedures = procedures_listed(house.read()) if name == "list" else (_EXAMPLE,)
        return as_csv(procedures) if kind == "csv" else as_json(procedures)

    file_name = {"list": "thu-tuc", "example": "thu-tuc-mau"}[name]
    return Response(
        await run_in_threadpool(write),
        media_type={"csv": "text/csv; charset=utf-8", "json": "application/json"}[kind],
        headers={"Content-Disposition": f'attachment; filename="{file_name}.{kind}"'},
    )
