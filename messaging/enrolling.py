"""How a device is paired: the code that was read to it, the centre's certificate, the trade for a credential."""

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from errno import EACCES, ENOSPC, EPERM, EROFS
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpcore
from pydantic import BaseModel, ValidationError

from messaging.bounded_network import BoundedNetwork, NameNotFoundInTime
from messaging.requests import DeviceAccess, DeviceKind, EnrolmentRequest, Problem
from messaging.server_addresses import USUAL_SECURE_PORT, bracketed, doors_of
from messaging.spoken_version import HEADER, SPOKEN
from messaging.trust import DIGITS_COMPARED, fingerprint_of, in_fours, one_certificate, trusting

CA_PATH = "/trust/ca.pem"
SECURE_PORT_HEADER = "bocso-secure-port"
"""With the centre's certificate comes the port of the encrypted door."""
NO_CERTIFICATE = "none"
"""In a fingerprint's place: of a centre whose server encrypts nothing."""

_ANSWER_WITHIN_S = 45.0  # who has mistyped often waits half a minute
_CONNECT_WITHIN_S = 5.0
_LONGEST_ANSWER = 100_000
_NOT_FOUND = 404
_NOT_OURS = "địa chỉ này không phải máy chủ Bốc Số"
_NOT_AS_IN_CODE = "Chứng chỉ của máy chủ không khớp mã ghép: có thể đây không phải máy chủ thật. Chưa ghép."
_NOT_AS_IN_SETTINGS = (
    "Chưa ghép: chứng chỉ của máy chủ không khớp cài đặt của thiết bị này, có thể là máy chủ giả. "
    "Nếu trung tâm đã đổi chứng chỉ: chạy lại lệnh cài trên trang Thiết bị."
)
_WHY: dict[type[Exception], str] = {
    ssl.SSLError: "sai cổng, hoặc máy ấy không mã hóa",
    socket.gaierror: "không có máy nào tên này trong mạng",
    NameNotFoundInTime: "chưa tìm được máy tên này trong mạng; xem lại tên, hoặc nhập địa chỉ bằng số như 10.0.0.2",
    ConnectionRefusedError: "máy ấy từ chối; sai cổng, hoặc chương trình máy chủ chưa chạy",
    ConnectionResetError: "máy ấy ngắt giữa chừng; có thể sai cổng",
    httpcore.ReadTimeout: "máy ấy không trả lời",
    httpcore.ProtocolError: "máy ấy không trả lời như máy chủ Bốc Số; có thể sai cổng",
}
_WHY_NOT_BELIEVED = {  # X509_V_ERR_ of OpenSSL's x509_vfy.h
    9: "chứng chỉ của máy ấy chưa đến ngày có hiệu lực; xem đồng hồ của hai máy",
    10: "chứng chỉ của máy ấy đã hết hạn; xem đồng hồ của hai máy",
    62: "chứng chỉ của máy ấy là của tên khác",
    64: "chứng chỉ của máy ấy là của địa chỉ khác",
}
_WHY_NOT_WRITTEN = {
    ENOSPC: "hết chỗ trên thẻ nhớ",
    EROFS: "thẻ nhớ chỉ cho đọc",
    EACCES: "chương trình không được phép ghi",
    EPERM: "chương trình không được phép ghi",
}
_CA_HEADERS: dict[bytes | str, bytes | str] = {"Accept": "application/x-pem-file"}


class NotEnrolled(Exception):
    """The device has not been paired; the message says in Vietnamese what to do."""


class NotReached(NotEnrolled):
    """Nobody answers there, or not as a server does."""


@dataclass(frozen=True, slots=True)
class ServerInSettings:
    """What the settings of a device that is still to be paired say of the server."""

    url: str = ""
    fingerprint: str = ""
    """Of the one at `url`; it says nothing of another."""

    def is_at(self, address: str) -> bool:
        """Whether an address is this server's, whatever its port, encrypted or not."""
        try:
            return urlsplit(doors_of(self.url)[0]).hostname == urlsplit(address).hostname
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a person typed or scanned."""

    code: str
    server_url: str
    fingerprint: str = ""
    """The first digits of the SHA-256 of the centre's certificate, or `NO_CERTIFICATE`; empty: a person compares."""
    is_pinned: bool = False
    """The fingerprint stands in the device's settings: whoever holds the code right in hand cannot mend it."""
    encrypted_url: str = ""
    """Asked when nobody is reached at `server_url`; empty: whoever typed the address has named how to ask."""


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who answered at the address. It has been told nothing yet."""

    url: str
    """Where to go on."""
    ca_pem: str | None
    """The certificate it calls the centre's; None: it has none."""
    is_known: bool
    """It is the one that the invitation means; else a person has to compare its digits."""

    @property
    def fingerprint(self) -> str:
        """Of its certificate, whole; or `NO_CERTIFICATE`."""
        return NO_CERTIFICATE if self.ca_pem is None else fingerprint_of(self.ca_pem)

    @property
    def digits(self) -> str:
        """What a person compares with the page of devices, in groups of four; empty: it encrypts nothing."""
        return "" if self.ca_pem is None else in_fours(self.fingerprint[:DIGITS_COMPARED])


def read_invitation(
    typed: str, *, server_url: str = "", fingerprint: str = "", settings: ServerInSettings | None = None
) -> Invitation:
    """A code with the server's address beside it, or the text of a QR, which has both.

    Args:
        server_url, fingerprint: what was typed beside the code, or compared.
        settings: where the device's settings say that the server is.

    Raises:
        NotEnrolled: the address is missing or none, or the text is of something else.
    """
    known = settings or ServerInSettings()
    code, unsaid = typed.strip(), ""
    if code.lower().startswith("bocso:"):
        said = parse_qs(urlsplit(code).query)
        if said.get("v") != ["1"] or "c" not in said:
            raise NotEnrolled("Mã QR này không dùng để ghép thiết bị.")
        code = said["c"][0]
        server_url = said.get("u", [server_url])[0]
        fingerprint = said.get("f", [fingerprint])[0]
        unsaid = NO_CERTIFICATE  # the page leaves it out for a centre without a certificate
    address, *encrypted = _checked_doors(server_url or known.url)
    is_pinned = not fingerprint and bool(known.fingerprint) and known.is_at(address)
    expected = known.fingerprint if is_pinned else fingerprint or unsaid
    return Invitation(code, address, _checked_fingerprint(expected), is_pinned, encrypted[0] if encrypted else "")


def meet(invitation: Invitation) -> Answerer:
    """Who answers at the address, before it is told anything. Whoever says so may be anybody: see `Answerer.is_known`.

    Raises:
        NotEnrolled: nobody answers there, or it is not the server that is meant.
    """
    try:
        return _meet_at(invitation.server_url, invitation)
    except NotReached:
        if invitation.encrypted_url:
            with suppress(NotReached):
                return _meet_at(invitation.encrypted_url, invitation)
        raise


def enrol(code: str, server: Answerer, *, kind: DeviceKind, attempt_id: UUID) -> DeviceAccess:
    """Trade the code for what the device needs. Repeated with the same `attempt_id` it has the same answer.

    Args:
        server: known, or compared by a person.

    Raises:
        NotEnrolled: nobody answers any more, somebody else does, or the code is refused.
    """
    context = None if server.ca_pem is None else trusting(server.ca_pem)
    request = EnrolmentRequest(code=code, kind=kind, attempt_id=attempt_id)
    status, content, _headers = _ask(context, "POST", f"{server.url}/api/v1/enrolment", request)
    if status != 200:
        raise NotEnrolled(_refusal(status, content))
    try:
        access = DeviceAccess.model_validate_json(content)
    except ValidationError:
        raise NotEnrolled(f"{server.url}: {_NOT_OURS}.") from None
    if access.ca_pem != server.ca_pem and server.ca_pem is not None:
        return access.model_copy(update={"ca_pem": server.ca_pem})
    return access


def not_kept(folder: Path, error: OSError) -> str:
    """What to say of a device whose disk did not take what it was given."""
    return f"{folder}: không ghi được ({_WHY_NOT_WRITTEN.get(error.errno or 0, 'xem thẻ nhớ')}). Chưa ghép."


def _meet_at(url: str, invitation: Invitation) -> Answerer:
    expected = invitation.fingerprint
    # Not believed by its own word: only a certificate with the right fingerprint is, and then only that one.
    status, content, headers = _ask(_believing_nobody_yet(), "GET", url + CA_PATH, None)
    if status == _NOT_FOUND:
        if expected not in ("", NO_CERTIFICATE):
            raise NotEnrolled(
                _NOT_AS_IN_SETTINGS
                if invitation.is_pinned
                else f"{url}: máy chủ không có chứng chỉ của trung tâm; có thể đây không phải máy chủ thật."
            )
        return Answerer(url, None, is_known=bool(expected))
    try:
        ca_pem = one_certificate(_plain(content))
    except (ValueError, ssl.SSLError):
        raise NotEnrolled(f"{url}: {_NOT_OURS}.") from None
    if not fingerprint_of(ca_pem).startswith(expected):
        raise NotEnrolled(_NOT_AS_IN_SETTINGS if invitation.is_pinned else _NOT_AS_IN_CODE)
    return Answerer(_encrypted(url, headers), ca_pem, is_known=bool(expected))


def _encrypted(url: str, headers: dict[str, str]) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https":
        return url
    port = headers.get(SECURE_PORT_HEADER, "")
    return f"https://{bracketed(parts.hostname or '')}:{port if port.isdigit() else USUAL_SECURE_PORT}"


def _ask(
    context: ssl.SSLContext | None, method: str, url: str, body: BaseModel | None
) -> tuple[int, bytes, dict[str, str]]:
    network = BoundedNetwork()
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
                    raise NotEnrolled(f"{_server_of(url)}: {_NOT_OURS}.")
            return response.status, answer, {_plain(name).lower(): _plain(value) for name, value in response.headers}
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
        raise NotReached(f"Không liên lạc được máy chủ {_server_of(url)}: {_why(error)}.") from None


def _why(error: Exception) -> str:
    """In words for who stands at the device; what the system says of it is English."""
    reasons: list[BaseException] = [error]
    while (before := reasons[-1].__context__) is not None:  # httpcore takes the cause away, `from None`
        reasons.append(before)
    for reason in reversed(reasons):
        if isinstance(reason, ssl.SSLCertVerificationError):
            return _WHY_NOT_BELIEVED.get(reason.verify_code, "chứng chỉ của máy ấy không do trung tâm cấp")
        for kind, words in _WHY.items():
            if isinstance(reason, kind):
                return words
    return "không tới được máy ấy; xem dây mạng, Wi-Fi và địa chỉ"


def _plain(text: bytes) -> str:
    return text.decode("ascii", "replace")


def _server_of(url: str) -> str:
    return url.removesuffix(CA_PATH).removesuffix("/api/v1/enrolment")


def _refusal(status: int, content: bytes) -> str:
    try:
        problem = Problem.model_validate_json(content)
    except ValidationError:
        return f"Máy chủ trả lời {status}: {_NOT_OURS}."
    return problem.detail or problem.title


def _checked_doors(typed: str) -> tuple[str, ...]:
    try:
        return doors_of(typed)
    except ValueError:
        raise NotEnrolled("Thiếu địa chỉ máy chủ, ví dụ 10.0.0.2.") from None


def _checked_fingerprint(typed: str) -> str:
    digits = "".join(typed.replace(":", "").split()).lower()
    if digits not in ("", NO_CERTIFICATE) and (len(digits) < DIGITS_COMPARED or set(digits) - set("0123456789abcdef")):
        raise NotEnrolled("Dấu vân tay của chứng chỉ gồm ít nhất 16 chữ số 0-9, a-f.")
    return digits


def _believing_nobody_yet() -> ssl.SSLContext:
    """For fetching the certificate alone: nothing secret is said, and what comes is held against the fingerprint."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
