"""The devices' side of their jobs: what exactly is to be done, and what became of it."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from messaging.requests import LARGEST_INTEGER, JobReport
from messaging.slips import TicketSlip
from messaging.snapshots import Job, JobKind
from server.actions.report_job import report_job
from server.db.queries.jobs import Job as OrderedJob
from server.db.queries.jobs import job_by_id
from server.db.queries.tickets import token_of
from server.db.work import Work
from server.errors import NotFound
from server.ticket_told import check_of, page_address
from server.web.devices.session import DeviceDep, principal, require_key
from server.web.plumbing import HouseDep, IdempotencyKey, act_once

router = APIRouter(prefix="/api/v1", tags=["devices"])

JobId = Annotated[int, Path(ge=1, le=LARGEST_INTEGER)]


@router.get("/jobs/{job_id}", response_model=Job)
async def get_job(house: HouseDep, job_id: JobId, device: DeviceDep) -> Job:
    """An open job of the calling device, with what no snapshot carries: the address of a ticket's page."""
    job = job_by_id(house.read(), job_id)
    if job is None or job.device_id != device.device_id or job.ended_at is not None:
        raise NotFound("job", f"Không có việc {job_id}.")
    payload = dict(job.payload)
    slip = _with_address(payload.get("slip"), house.settings.public_url, token=_token(house, job))
    return Job(job_id=str(job_id), kind=job.kind, payload=payload if slip is None else payload | {"slip": slip})


@router.post("/jobs/{job_id}/outcome", status_code=204)
async def post_job_outcome(
    request: Request, job_id: JobId, body: JobReport, device: DeviceDep, idempotency_key: IdempotencyKey
) -> Response:
    """Say what became of a job."""
    require_key(idempotency_key, body.report_id)

    def action(work: Work) -> None:
        report_job(work, job_id=job_id, outcome=body.outcome, device_id=device.device_id)

    await act_once(request, principal=principal(device), key=idempotency_key, action=action)
    return Response(status_code=204)


def _token(house: HouseDep, job: OrderedJob) -> str | None:
    if job.kind != JobKind.TICKET_SLIP or job.subject_id is None:
        return None
    return token_of(house.read(), job.subject_id)


def _with_address(slip: str | None, public_url: str | None, *, token: str | None) -> str | None:
    """The slip of a ticket with the address of its page and its three digits; None where there is nothing to add."""
    if slip is None or token is None:
        return None
    of = TicketSlip.model_validate_json(slip)
    with_url = of.ticket.model_copy(update={"url": page_address(public_url, token), "check": check_of(token)})
    return of.model_copy(update={"ticket": with_url}).model_dump_json()
