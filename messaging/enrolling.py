"""How a device is paired: the code that was read to it, the centre's certificate, the trade for a credential."""

import hashlib
import ssl
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpcore
from pydantic import BaseModel, ValidationError

from messaging.bounded_network import BoundedNetwork
from messaging.requests import DeviceAccess, DeviceKind, EnrolmentRequest, Problem
from messaging.spoken_version import HEADER, SPOKEN

CA_PATH = "/trust/ca.pem"
SECURE_PORT_HEADER = "bocso-secure-port"
"""With the centre's certificate comes the port of the encrypted door."""

_USUAL_SECURE_PORT = 8443
_ANSWER_WITHIN_S = 45.0  # who has mistyped often waits half a minute
_CONNECT_WITHIN_S = 5.0
_LONGEST_ANSWER = 100_000
_FEWEST_DIGITS = 16  # 64 bits of a fingerprint
_NOT_FOUND = 404
_CA_HEADERS: dict[bytes | str, bytes | str] = {"Accept": "application/x-pem-file"}


class NotEnrolled(Exception):
    """The device has not been paired; the message says in Vietnamese what to do."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a person typed or scanned."""

    code: str
    server_url: str
    fingerprint: str = ""
    """The first digits of the SHA-256 of the centre's certificate; empty: whoever answers first is believed."""


def read_invitation(typed: str, *, server_url: str = "", fingerprint: str = "") -> Invitation:
    """A code with the server's address beside it, or the text of a QR, which has both.

    Raises:
        NotEnrolled: the address is missing or none, or the text is of something else.
    """
    code = typed.strip()
    if code.lower().startswith("bocso:"):
        said = parse_qs(urlsplit(code).query)
        if said.get("v") != ["1"] or "c" not in said:
            raise NotEnrolled("Mã QR này không dùng để ghép thiết bị.")
        code = said["c"][0]
        server_url = said.get("u", [server_url])[0]
        fingerprint = said.get("f", [fingerprint])[0]
    return Invitation(code, _checked_address(server_url), _checked_fingerprint(fingerprint))


def enrol(invitation: Invitation, *, kind: DeviceKind, attempt_id: UUID) -> DeviceAccess:
    """Trade the code for what the device needs. Repeated with the same `attempt_id` it has the same answer.

    Raises:
        NotEnrolled: nobody answers there, it is not the server that is meant, or the code is refused.
    """
    network = BoundedNetwork()
    ca_pem, url = _trusted(network, invitation)
    context = None if ca_pem is None else _trusting(ca_pem)
    request = EnrolmentRequest(code=invitation.code, kind=kind, attempt_id=attempt_id)
    status, content, _headers = _ask(network, context, "POST", f"{url}/api/v1/enrolment", request)
    if status != 200:
        raise NotEnrolled(_refusal(status, content))
    try:
        access = DeviceAccess.model_validate_json(content)
    except ValidationError:
        raise NotEnrolled(f"{url}: địa chỉ này không phải máy chủ Bốc Số.") from None
    if access.ca_pem != ca_pem and ca_pem is not None:
        return access.model_copy(update={"ca_pem": ca_pem})
    return access


def _trusted(network: BoundedNetwork, invitation: Invitation) -> tuple[str | None, str]:
    """The centre's certificate, None when it has none, and the address to go on with."""
    url = invitation.server_url
    # Not believed by its own word: only a certificate with the right fingerprint is, and then only that one.
    status, content, headers = _ask(network, _believing_nobody_yet(), "GET", url + CA_PATH, None)
    if status == _NOT_FOUND:
        if invitation.fingerprint:
            raise NotEnrolled(f"{url}: máy chủ không có chứng thư của trung tâm; có thể đây không phải máy chủ thật.")
        return None, url
    ca_pem = content.decode("ascii", "replace")
    try:
        found = hashlib.sha256(ssl.PEM_cert_to_DER_cert(ca_pem)).hexdigest()
        _trusting(ca_pem)
    except (ValueError, ssl.SSLError):
        raise NotEnrolled(f"{url}: địa chỉ này không phải máy chủ Bốc Số.") from None
    if not found.startswith(invitation.fingerprint):
        raise NotEnrolled("Chứng thư của máy chủ không khớp mã ghép: có thể đây không phải máy chủ thật. Chưa ghép.")
    parts = urlsplit(url)
    if parts.scheme == "https":
        return ca_pem, url
    port = headers.get(SECURE_PORT_HEADER, "")
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return ca_pem, f"https://{host}:{port if port.isdigit() else _USUAL_SECURE_PORT}"


def _ask(
    network: BoundedNetwork, context: ssl.SSLContext | None, method: str, url: str, body: BaseModel | None
) -> tuple[int, bytes, dict[str, str]]:
    headers: dict[bytes | str, bytes | str] = {HEADER: str(SPOKEN), "Content-Type": "application/json"}
    timeouts = {"connect": _CONNECT_WITHIN_S, "read": _ANSWER_WITHIN_S, "write": _CONNECT_WITHIN_S, "pool": 1.0}
    content = b"" if body is None else body.model_dump_json().encode()
    try:
        with (
            network.deadline(_ANSWER_WITHIN_S),
            httpcore.ConnectionPool(ssl_context=context, network_backend=network, retries=0) as pool,
            pool.stream(
                method,
                url,
                headers=headers if body else _CA_HEADERS,
                content=content,
                extensions={"timeout": timeouts},
            ) as response,
        ):
            answer = b""
            for part in response.iter_stream():
                answer += part
                if len(answer) > _LONGEST_ANSWER:
                    raise NotEnrolled(f"{url}: địa chỉ này không phải máy chủ Bốc Số.")
            return response.status, answer, {_plain(name).lower(): _plain(value) for name, value in response.headers}
    except ssl.SSLCertVerificationError as error:
        raise NotEnrolled(f"Chứng thư của máy chủ không hợp lệ ({error.verify_message}). Chưa ghép.") from None
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
        reason = str(error) or type(error).__name__
        raise NotEnrolled(f"Không liên lạc được máy chủ {_server_of(url)} ({reason}).") from None


def _plain(text: bytes) -> str:
    return text.decode("ascii", "replace")


def _server_of(url: str) -> str:
    return url.removesuffix(CA_PATH).removesuffix("/api/v1/enrolment")


def _refusal(status: int, content: bytes) -> str:
    try:
        problem = Problem.model_validate_json(content)
    except ValidationError:
        return f"Máy chủ trả lời {status}: địa chỉ này không phải máy chủ Bốc Số."
    return problem.detail or problem.title


def _checked_address(typed: str) -> str:
    address = typed.strip().rstrip("/")
    if address and "://" not in address:
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
        has_server = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        has_server = False
    if not has_server:
        raise NotEnrolled("Thiếu địa chỉ máy chủ, ví dụ http://10.0.0.2:8080.")
    return f"{parts.scheme}://{parts.netloc}"


def _checked_fingerprint(typed: str) -> str:
    digits = "".join(typed.replace(":", "").split()).lower()
    if digits and (len(digits) < _FEWEST_DIGITS or set(digits) - set("0123456789abcdef")):
        raise NotEnrolled("Dấu vân tay của chứng thư gồm ít nhất 16 chữ số 0-9, a-f.")
    return digits


def _trusting(ca_pem: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks names, and believes nobody yet
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cadata=ca_pem)
    return context


def _believing_nobody_yet() -> ssl.SSLContext:
    """For fetching the certificate alone: nothing secret is said, and what comes is held against the fingerprint."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
