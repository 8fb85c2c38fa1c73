"""The only HTTP client of the devices: their credential, one bounded try per call, and what the answer means.

A call either returns what the server said after its commit, or raises one of two errors: the outcome is
unknown (try again with the same id), or the server refused (trying again gives the same).
"""

import logging
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import httpcore
from pydantic import BaseModel, ValidationError

from messaging.bounded_network import BoundedNetwork
from messaging.clock import real_monotonic_s
from messaging.failpoints import reach
from messaging.requests import (
    ClaimRequest,
    DeskKeyDone,
    DeskKeyPress,
    DeviceAccess,
    EmergencyTicket,
    EmergencyTicketTaken,
    IntentCancellation,
    IntentCancelled,
    IssuedTicket,
    JobReport,
    KnownNumbers,
    KnownNumbersTaken,
    OwnNumber,
    OwnNumberTold,
    OwnRating,
    PlaceRequest,
    PressReceipt,
    PressReport,
    PrintReport,
    Problem,
    Procedures,
    RatingReasons,
    RatingTaken,
    ReasonsReceipt,
    ReservedPlace,
    RotationRequest,
    TicketRequest,
)
from messaging.settings import NO_USE, InvalidSettings, ServerAddress, SettingFault
from messaging.snapshots import Job
from messaging.spoken_version import DEVICE_NEEDS_UPDATE, HEADER, SERVER_NEEDS_UPDATE, SPOKEN
from messaging.trust import trusting_only

_log = logging.getLogger(__name__)

_LONGEST_ANSWER = 1_000_000  # bytes; the longest answer to a device is a few hundred
_LONGEST_LIST = 16_000_000  # bytes; but for the list of procedures, whose file may have 4 MB
_LIST_TIMEOUT_S = 20.0  # such a list over a slow wireless network
_NOT_MODIFIED = 304  # RFC 9110 15.4.5
_IDLE_CONNECTION_S = 2.0  # shorter than the server's 5 s, so that it seldom hangs up as we begin to speak
_TRY_AGAIN = frozenset({408, 425, 429})  # RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4: later may be well
_UPGRADE_REQUIRED = 426  # RFC 9110 15.5.22
_NO_SUCH_ADDRESS = frozenset({404, 405})
_UNKNOWN_ADDRESS = frozenset({"http_404", "http_405"})
"""Of the server's own router, as against a ticket or code that is not found."""
_CREDENTIAL = re.compile(r"[\x21-\x7e]+")

M = TypeVar("M", bound=BaseModel)


class ServerUnreachable(Exception):
    """No answer in time, or none that makes sense: the outcome is unknown, try again with the same id."""


class SpeaksOtherwise(ServerUnreachable):
    """The server answers and speaks another version: nothing was done, and nothing will be before an update."""


class RequestRefused(Exception):
    """The server understood and said no (a 4xx problem): trying again gives the same."""

    def __init__(self, *, status: int, code: str, detail: str) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail


class ServerClient:
    """Blocking; safe to use from several threads. Each call ends within about `timeout_s` seconds.

    Every call raises ServerUnreachable or RequestRefused, and nothing else.
    """

    def __init__(self, address: ServerAddress, *, timeout_s: float = 3.0) -> None:
        url = urlsplit(address.url)
        if url.scheme not in ("http", "https") or not url.hostname:
            raise InvalidSettings(
                f"server.url: '{address.url}' is no http or https address, such as http://10.0.0.2:8080",
                SettingFault("server.url", NO_USE),
            )
        self._address = address
        self._base = address.url.rstrip("/")
        self._timeout_s = timeout_s
        self._network = BoundedNetwork()
        self._pool = httpcore.ConnectionPool(
            ssl_context=_context_for(address),
            network_backend=self._network,
            keepalive_expiry=_IDLE_CONNECTION_S,
            retries=0,
        )
        self._away_since_s: float | None = None
        self._version_fault: str | None = None

    @property
    def faults(self) -> frozenset[str]:
        """`needs_update` or `server_needs_update`, by the last answer."""
        return frozenset() if self._version_fault is None else frozenset({self._version_fault})

    @property
    def away_since_s(self) -> float | None:
        """Since when nobody has answered (`real_monotonic_s`); None when the last call had an answer."""
        return self._away_since_s

    def is_working(self) -> bool:
        """Whether somebody answers here and can commit; for when the broker says nothing. Raises nothing."""
        try:
            self._get("/health")
        except ServerUnreachable:
            return False
        except RequestRefused:
            pass  # it answers; what it says of a wish is said to the wish
        return True

    def issue_ticket(self, request: TicketRequest, *, within_s: float | None = None) -> IssuedTicket:
        """`within_s`: shorter than the usual time limit, where less is left."""
        answer = self._post("/api/v1/tickets", str(request.intent_id), request, within_s=within_s)
        return _parsed(IssuedTicket, answer)

    def merge_emergency(self, ticket: EmergencyTicket) -> EmergencyTicketTaken:
        taken = _parsed(
            EmergencyTicketTaken, self._post("/api/v1/emergency-tickets", f"emergency-{ticket.intent_id}", ticket)
        )
        if taken.number != ticket.shown:
            raise ServerUnreachable("the server answered for another number")
        return taken

    def report_print(self, ticket_id: int, report: PrintReport) -> None:
        answer = self._post(f"/api/v1/tickets/{ticket_id}/print-outcomes", str(report.report_id), report)
        if answer.strip():
            _parsed(_AnyObject, answer)

    def tell_known_numbers(self, numbers: KnownNumbers) -> KnownNumbersTaken:
        taken = _parsed(KnownNumbersTaken, self._post("/api/v1/known-numbers", str(numbers.report_id), numbers))
        if taken.report_id != numbers.report_id:
            raise ServerUnreachable("the server answered for another report")
        return taken

    def cancel_intent(self, intent_id: UUID, cancellation: IntentCancellation) -> IntentCancelled:
        answer = _parsed(
            IntentCancelled,
            self._post(f"/api/v1/intents/{intent_id}/cancellation", str(cancellation.cancellation_id), cancellation),
        )
        if answer.intent_id != intent_id:
            raise ServerUnreachable("the server answered for another intent")
        return answer

    def reserve_place(self, request: PlaceRequest) -> ReservedPlace:
        return _parsed(ReservedPlace, self._post("/api/v1/places", str(request.intent_id), request))

    def claim(self, request: ClaimRequest) -> IssuedTicket:
        return _parsed(IssuedTicket, self._post("/api/v1/claims", str(request.intent_id), request))

    def own_number(self, said: OwnNumber) -> OwnNumberTold:
        """How a number stands, for who knows the three digits of its slip; and their word about it."""
        return _parsed(OwnNumberTold, self._post("/api/v1/own-numbers", str(said.word_id), said))

    def rate_own_number(self, rating: OwnRating) -> RatingTaken:
        return _parsed(RatingTaken, self._post("/api/v1/own-ratings", str(rating.rating_id), rating))

    def procedures(self, known_etag: str) -> tuple[str, Procedures] | None:
        """The centre's list of procedures with its ETag; None when it is still the one of `known_etag`."""
        headers: dict[bytes | str, bytes | str] = {"If-None-Match": known_etag} if known_etag else {}
        answer = self._ask("GET", "/api/v1/procedures", headers, b"", longest=_LONGEST_LIST, timeout_s=_LIST_TIMEOUT_S)
        return None if answer.status == _NOT_MODIFIED else (answer.etag, _parsed(Procedures, answer.content))

    def picture(self, picture_id: int) -> bytes:
        """The bytes of a picture that boards show between calls."""
        path = f"/api/v1/pictures/{picture_id}"
        return self._ask(
            "GET", path, {"Accept": "image/*"}, b"", longest=_LONGEST_LIST, timeout_s=_LIST_TIMEOUT_S
        ).content

    def job(self, job_id: str) -> Job:
        """An open job of this device with all of its payload, secrets included that no snapshot carries."""
        job = _parsed(Job, self._get(f"/api/v1/jobs/{job_id}"))
        if job.job_id != job_id:
            raise ServerUnreachable("the server answered for another job")
        return job

    def report_job(self, job_id: str, report: JobReport) -> None:
        answer = self._post(f"/api/v1/jobs/{job_id}/outcome", str(report.report_id), report)
        if answer.strip():
            _parsed(_AnyObject, answer)

    def report_press(self, press: PressReport) -> PressReceipt:
        receipt = _parsed(PressReceipt, self._post("/api/v1/presses", str(press.press_id), press))
        if receipt.press_id != press.press_id:
            raise ServerUnreachable("the server answered for another press")
        return receipt

    def report_reasons(self, reasons: RatingReasons) -> ReasonsReceipt:
        receipt = _parsed(ReasonsReceipt, self._post("/api/v1/rating-reasons", str(reasons.answer_id), reasons))
        if receipt.answer_id != reasons.answer_id:
            raise ServerUnreachable("the server answered for another answer")
        return receipt

    def rotate(self, request: RotationRequest) -> DeviceAccess:
        """Another credential; the one in use holds for a day more."""
        return _parsed(DeviceAccess, self._post("/api/v1/device/rotate", str(request.attempt_id), request))

    def press_desk_key(self, press: DeskKeyPress) -> DeskKeyDone:
        return _parsed(DeskKeyDone, self._post("/api/v1/desk-keys", str(press.press_id), press))

    def close(self) -> None:
        self._pool.close()

    def _post(self, path: str, key: str, body: BaseModel, *, within_s: float | None = None) -> bytes:
        """The body of a 2xx answer."""
        headers: dict[bytes | str, bytes | str] = {"Content-Type": "application/json", "Idempotency-Key": key}
        timeout_s = self._timeout_s if within_s is None else min(within_s, self._timeout_s)
        return self._ask("POST", path, headers, body.model_dump_json().encode(), timeout_s=timeout_s).content

    def _get(self, path: str) -> bytes:
        return self._ask("GET", path, {}, b"").content

    def _ask(
        self,
        method: str,
        path: str,
        more_headers: Mapping[bytes | str, bytes | str],
        body: bytes,
        *,
        longest: int = _LONGEST_ANSWER,
        timeout_s: float | None = None,
    ) -> "_Answer":
        headers: dict[bytes | str, bytes | str] = {
            "Authorization": f"Bearer {self._credential()}",
            "Accept": "application/json, application/problem+json",
            HEADER: str(SPOKEN),
            **more_headers,
        }
        reach("client.sending", path)
        try:
            with self._network.deadline(timeout_s or self._timeout_s):
                answer = self._exchange(method, path, headers, body, longest)
        except (
            httpcore.NetworkError,
            httpcore.TimeoutException,
            httpcore.ProtocolError,
            httpcore.UnsupportedProtocol,
            ServerUnreachable,
            OSError,
        ) as error:
            reason = str(error) or type(error).__name__
            self._note_away(reason)
            raise ServerUnreachable(f"no answer from {self._base}: {reason}") from error
        reach("client.answered", path)
        self._note_answer()
        if path.startswith("/api/"):  # /health is for everybody, whatever they speak
            self._note_version(_version_fault_in(answer, method))
        if answer.status != _NOT_MODIFIED or "If-None-Match" not in more_headers:
            _require_success(answer)
        return answer

    def _exchange(
        self, method: str, path: str, headers: Mapping[bytes | str, bytes | str], body: bytes, longest: int
    ) -> "_Answer":
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self._timeout_s)
        with self._pool.stream(
            method, self._base + path, headers=headers, content=body, extensions={"timeout": timeouts}
        ) as response:
            content = b""
            for part in response.iter_stream():
                content += part
                if len(content) > longest:
                    raise ServerUnreachable("an answer without end")
            etag = next((value for name, value in response.headers if name.lower() == b"etag"), b"")
            return _Answer(response.status, content, etag.decode("ascii", "replace"))

    def _credential(self) -> str:
        """Read at each call, so that a technician can replace it while the device runs."""
        path = self._address.credential_file
        try:
            credential = self._address.credential()
        except (OSError, UnicodeDecodeError) as error:
            raise RequestRefused(status=401, code="no_credential", detail=f"{path} cannot be read: {error}") from None
        if not _CREDENTIAL.fullmatch(credential):
            raise RequestRefused(status=401, code="no_credential", detail=f"{path} holds no credential")
        return credential

    def _note_away(self, reason: str) -> None:
        if self._away_since_s is None:
            self._away_since_s = real_monotonic_s()
            _log.warning("no answer from the server at %s (%s)", self._base, reason)

    def _note_version(self, fault: str | None) -> None:
        """
        Raises:
            SpeaksOtherwise: there is a fault.
        """
        if fault is not None and fault != self._version_fault:
            _log.error("%s: this device and its server speak different versions; update the older one", fault)
        self._version_fault = fault
        if fault is not None:
            raise SpeaksOtherwise(f"{fault}: this device and its server speak different versions")

    def _note_answer(self) -> None:
        if self._away_since_s is not None:
            _log.warning("the server answers again after %.1f s", real_monotonic_s() - self._away_since_s)
            self._away_since_s = None


def _context_for(address: ServerAddress) -> ssl.SSLContext | None:
    """None: what the system trusts.

    Raises:
        InvalidSettings: the centre's certificate cannot be used.
    """
    if address.ca_file is None:
        return None
    try:
        return trusting_only(address.ca_file)
    except (OSError, UnicodeDecodeError) as error:
        fault = SettingFault("server.ca_file", NO_USE)
        raise InvalidSettings(f"server.ca_file: {address.ca_file} holds no certificate ({error})", fault) from None


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    content: bytes
    etag: str


class _AnyObject(BaseModel):
    """Some JSON object; what stands in it does not matter."""


def _version_fault_in(answer: _Answer, method: str) -> str | None:
    """A server that refuses the version, or that knows no such address to send something to."""
    if answer.status != _UPGRADE_REQUIRED and not (answer.status in _NO_SUCH_ADDRESS and method == "POST"):
        return None
    try:
        code = Problem.model_validate_json(answer.content).code
    except ValidationError:
        return None
    if code in (DEVICE_NEEDS_UPDATE, SERVER_NEEDS_UPDATE):
        return code
    return SERVER_NEEDS_UPDATE if code in _UNKNOWN_ADDRESS else None


def _require_success(answer: _Answer) -> None:
    status = answer.status
    if 200 <= status < 300:
        return
    if 400 <= status < 500 and status not in _TRY_AGAIN:
        problem = _parsed(Problem, answer.content)
        raise RequestRefused(status=status, code=problem.code, detail=problem.detail or problem.title)
    # A redirect is never followed: a device's credential goes to its own server only.
    raise ServerUnreachable(f"the server answered {status}")


def _parsed(kind: type[M], content: bytes) -> M:
    """Something else may have answered in the server's place (a proxy, a captive portal): not understood."""
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        raise ServerUnreachable(f"an answer that is no {kind.__name__.lstrip('_')}") from error
