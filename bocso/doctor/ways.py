"""A device's ways to the centre: the server, the broker, what the set-up says of this device, whose clock is right."""

import socket
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from pydantic import ValidationError

from bocso.doctor.findings import Finding, watch, well, wrong
from bocso.doctor.line import Line, listen
from bocso.doctor.settings_file import broken
from counter_display.settings import DisplaySettings
from messaging import topics
from messaging.clock import SystemClock
from messaging.server_client import RequestRefused, ServerClient, ServerUnreachable, SpeaksOtherwise
from messaging.settings import DeviceSettings, InvalidSettings
from messaging.snapshots import DeviceSnapshot, ServerPresence
from messaging.spoken_version import DEVICE_NEEDS_UPDATE
from rating_pad.settings import PadSettings

_ANSWERS_WITHIN_S = 3.0
_CONNECT_ANEW = "Lấy mã ghép mới ở trang Thiết bị rồi ghép lại: docs/install/cai-dat.md, mục 'Từng thiết bị'."
_CLOCK_MAY_DIFFER = timedelta(minutes=2)


def way_to_server(settings: DeviceSettings, file: Path) -> list[Finding]:
    """A job that there is not is asked for: only who is let in is told that there is none."""
    try:
        client = ServerClient(settings.server)
    except InvalidSettings as fault:
        return broken(file, fault)
    try:
        client.job(f"doctor-{uuid4()}")
    except SpeaksOtherwise:
        if DEVICE_NEEDS_UPDATE in client.faults:
            return [
                wrong(
                    "{device}: chương trình của máy này quá cũ so với máy chủ",
                    "Cập nhật máy này: docs/install/cai-dat.md, mục 'Nâng cấp'.",
                    device=settings.device_id,
                )
            ]
        return [
            wrong(
                "{device}: chương trình của máy chủ quá cũ so với máy này",
                "Cập nhật máy trung tâm: docs/install/cai-dat.md, mục 'Nâng cấp'.",
                device=settings.device_id,
            )
        ]
    except ServerUnreachable:
        return [_why_unreachable(settings)]
    except RequestRefused as refusal:
        if refusal.status in {401, 403}:
            return [
                wrong(
                    "{device}: máy chủ không nhận khóa của thiết bị",
                    _CONNECT_ANEW,
                    device=settings.device_id,
                )
            ]
    finally:
        client.close()
    return [well("{device}: máy chủ nhận", device=settings.device_id)]


def _why_unreachable(settings: DeviceSettings) -> Finding:
    address = urlsplit(settings.server.url)
    host, port = address.hostname or "", address.port or (443 if address.scheme == "https" else 80)
    try:
        socket.create_connection((host, port), timeout=_ANSWERS_WITHIN_S).close()
    except ConnectionRefusedError:
        return wrong(
            "{device}: máy {host} có bật nhưng chương trình máy chủ không chạy ở cổng {port}",
            "Trên máy trung tâm gõ: sudo bocso doctor. Địa chỉ không phải của máy trung tâm: sửa url trong [server].",
            device=settings.device_id,
            host=host,
            port=port,
        )
    except socket.gaierror:
        return wrong(
            "{device}: không biết máy tên {host} ở đâu",
            "Ghi địa chỉ bằng số, ví dụ http://10.0.0.2:8080, vào url trong [server] của tệp cài đặt.",
            device=settings.device_id,
            host=host,
        )
    except OSError:
        return wrong(
            "{device}: không tới được máy chủ {url}",
            "Xem dây mạng hoặc Wi-Fi của máy này, máy trung tâm có bật không, địa chỉ của nó có đổi không.",
            device=settings.device_id,
            url=settings.server.url,
        )
    return wrong(
        "{device}: ở {url} có máy trả lời nhưng không phải máy chủ Bốc Số, hoặc nó đang treo",
        "Xem địa chỉ trong [server]; trên máy trung tâm gõ: sudo bocso doctor",
        device=settings.device_id,
        url=settings.server.url,
    )


def way_to_broker(settings: DeviceSettings) -> list[Finding]:
    """Whether the broker lets it in, whether the server speaks there, and what it says of this device."""
    presence, own = topics.server_presence(settings.centre), topics.device(settings.centre, settings.device_id)
    line = listen(settings.broker, [presence, own], client_id=f"doctor-{settings.device_id}")
    if line.refusal is not None:
        return [
            wrong(
                "{device}: máy trao đổi ở {host} không nhận mật khẩu của thiết bị",
                _CONNECT_ANEW,
                device=settings.device_id,
                host=settings.broker.host,
            )
        ]
    if not line.is_connected:
        return [
            wrong(
                "{device}: không tới được máy trao đổi ở {host}:{port}",
                "Xem dây mạng, địa chỉ trong [broker]; trên máy trung tâm gõ: sudo systemctl restart mosquitto",
                device=settings.device_id,
                host=settings.broker.host,
                port=settings.broker.port,
            )
        ]
    return [*_server_at_broker(settings, line, presence), *_binding(settings, line.heard.get(own, []))]


def _server_at_broker(settings: DeviceSettings, line: Line, topic: str) -> list[Finding]:
    words = [_presence(payload) for payload in line.heard.get(topic, [])]
    newest = next((word for word in reversed(words) if word is not None), None)
    if newest is None:
        return [
            wrong(
                "{device}: máy trao đổi không có tin của máy chủ",
                "Xem mã trung tâm (centre) trong tệp cài đặt có đúng là {centre} không, và máy chủ có chạy không.",
                device=settings.device_id,
                centre=settings.centre,
            )
        ]
    if not newest.online or newest.at is None:
        return [
            wrong(
                "{device}: máy chủ đã ngừng nói với máy trao đổi",
                "Trên máy trung tâm gõ: sudo bocso doctor",
                device=settings.device_id,
            )
        ]
    off = SystemClock().now() - newest.at
    findings = [well("{device}: nghe được máy chủ", device=settings.device_id)]
    if abs(off) > _CLOCK_MAY_DIFFER:
        findings.append(
            watch(
                "{device}: đồng hồ máy này lệch {minutes} phút so với máy chủ",
                "Số và giờ trên màn hình vẫn theo máy chủ. Cho máy này vào internet, hoặc đặt giờ: sudo date -s '…'",
                device=settings.device_id,
                minutes=round(abs(off) / timedelta(minutes=1)),
            )
        )
    return findings


def _presence(payload: bytes) -> ServerPresence | None:
    try:
        return ServerPresence.model_validate_json(payload)
    except ValidationError:
        return None


def _binding(settings: DeviceSettings, heard: list[bytes]) -> list[Finding]:
    """What the set-up says of this device. A counter's display follows it; a pad goes by its own file."""
    try:
        device = DeviceSnapshot.model_validate_json(heard[-1])
    except (IndexError, ValidationError):
        return [
            wrong(
                "{device}: trung tâm không có thiết bị này",
                "Thêm thiết bị ở trang Thiết bị, hoặc xem device_id và centre trong tệp cài đặt.",
                device=settings.device_id,
            )
        ]
    kind = _kind_of(settings)
    if device.kind != kind:
        return [
            wrong(
                "{device}: trung tâm khai báo thiết bị này là loại khác ({there}, máy này là {here})",
                "Xem device_id trong tệp cài đặt, hoặc thêm thiết bị đúng loại ở trang Thiết bị.",
                device=settings.device_id,
                there=device.kind,
                here=kind,
            )
        ]
    if kind in {"counter", "pad"} and not device.counter_id:
        return [
            wrong(
                "{device}: chưa được gắn với quầy nào",
                "Ở trang Thiết bị chọn quầy cho thiết bị này.",
                device=settings.device_id,
            )
        ]
    if isinstance(settings, PadSettings) and device.counter_id != settings.counter_id:
        return [
            wrong(
                "{device}: tệp cài đặt ghi quầy {here}, trung tâm ghi quầy {there}: đánh giá sẽ không được nhận",
                "Sửa counter_id trong tệp cài đặt hoặc chọn lại quầy ở trang Thiết bị; rồi khởi động lại chương trình.",
                device=settings.device_id,
                here=settings.counter_id,
                there=device.counter_id,
            )
        ]
    return [well("{device}: khai báo ở trung tâm khớp", device=settings.device_id)]


def _kind_of(settings: DeviceSettings) -> str:
    if isinstance(settings, PadSettings):
        return "pad"
    if isinstance(settings, DisplaySettings):
        return "board" if settings.mode == "hall" else "counter"
    return "kiosk"
