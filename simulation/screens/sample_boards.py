"""Snapshots as a server would send them, for the tests of the boards."""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from messaging.snapshots import (
    BoardCall,
    BoardSnapshot,
    CounterSnapshot,
    OpenWindow,
    RatingLevel,
    ServerPresence,
    ServiceWaiting,
)

AT = datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
"""08:42 in Vietnam."""

SERVICES = (
    ("A", "Chứng thực"),
    ("B", "Hộ tịch (khai sinh, kết hôn, khai tử…)"),
    ("C", "Chính sách xã hội, người có công, bảo trợ"),
    ("E", "Đất đai, xây dựng, môi trường"),
    ("G", "Đăng ký kinh doanh, văn hóa, giáo dục"),
    ("H", "Cư trú (Công an xã)"),
    ("K", "Nhận kết quả"),
)

LEVELS = (
    RatingLevel(value=5, name="Rất hài lòng", name_en="Very satisfied"),
    RatingLevel(value=4, name="Hài lòng", name_en="Satisfied"),
    RatingLevel(value=3, name="Bình thường", name_en="Neutral"),
    RatingLevel(value=2, name="Không hài lòng", name_en="Dissatisfied"),
    RatingLevel(value=1, name="Rất không hài lòng", name_en="Very dissatisfied"),
)


def call(call_id: int, number: str = "A025", counter: int = 3, **changed: Any) -> BoardCall:
    values: dict[str, Any] = {
        "call_id": call_id,
        "seq": call_id * 10,
        "number": number,
        "service": number[0],
        "counter_id": f"Q{counter}",
        "counter_number": counter,
        "state": "called",
        "is_recall": False,
        "language": "vi",
        "called_at": AT,
    }
    return BoardCall(**values | changed)


def board(*calls: BoardCall, revision: int = 1, **changed: Any) -> BoardSnapshot:
    values: dict[str, Any] = {
        "epoch": 1,
        "revision": revision,
        "centre_name": "Trung tâm Phục vụ hành chính công xã Mẫu",
        "day": "open",
        "calls": sorted(calls, key=lambda one: -one.call_id),
        "waiting": [
            ServiceWaiting(service=service, name=name, name_en=name, waiting=at * 7 % 23)
            for at, (service, name) in enumerate(SERVICES)
        ],
        "notice": "",
        "notice_en": "",
        "timezone": "Asia/Ho_Chi_Minh",
    }
    return BoardSnapshot(**values | changed)


def counter(state: str = "free", number: str | None = None, **changed: Any) -> CounterSnapshot:
    values: dict[str, Any] = {
        "epoch": 1,
        "revision": 1,
        "counter_id": "Q3",
        "counter_number": 3,
        "counter_name": "Quầy số 3 – Chính sách xã hội",
        "state": state,
        "officer_name": "Cán bộ Ĕa Mẫu 03",
        "number": number,
        "service_name": "Chính sách xã hội, người có công, bảo trợ" if number else None,
        "service_name_en": "Social policy" if number else None,
        "call_id": 7 if number else None,
        "language": "vi",
        "question": "Ông/Bà có hài lòng với sự phục vụ của cán bộ tại quầy không?",
        "question_en": "Are you satisfied with the service at this counter?",
        "levels": list(LEVELS),
        "window": None,
        "sent_at": AT,
        "timezone": "Asia/Ho_Chi_Minh",
    }
    return CounterSnapshot(**values | changed)


def window(window_id: int = 1, remaining_ms: int = 60_000, language: Literal["vi", "en"] = "vi") -> OpenWindow:
    return OpenWindow(
        window_id=window_id,
        opened_at=AT,
        closes_at=AT + timedelta(milliseconds=remaining_ms),
        remaining_ms=remaining_ms,
        language=language,
    )


def presence(*, online: bool = True) -> ServerPresence:
    """As the server says it now; `at` is a minute that the tests know."""
    return ServerPresence(online=online, epoch=1, revision=1, at=AT if online else None)
