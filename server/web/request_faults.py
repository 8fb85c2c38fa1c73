"""What is wrong with a request, in the words of staff's pages: which field, and how to put it right. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.centre_faults import Fault, fault_of
from server.web.page_language import in_language

FIELDS = {
    "at": "Giờ",
    "closes_at": "Giờ đóng",
    "code": "Mã",
    "counter_id": "Quầy",
    "day": "Ngày",
    "device_id": "Mã thiết bị",
    "for_minutes": "Thời gian",
    "display_name": "Tên hiển thị",
    "dossier": "Mã hồ sơ",
    "group": "Diện ưu tiên",
    "kind": "Loại",
    "language": "Ngôn ngữ",
    "login": "Tên đăng nhập",
    "minutes": "Thời gian",
    "missing": "Cần bổ sung những gì",
    "name": "Tên",
    "number": "Số",
    "officer_id": "Cán bộ",
    "outcome": "Kết quả",
    "password": "Mật khẩu",
    "priority_group": "Diện ưu tiên",
    "reason": "Lý do",
    "role": "Vai trò",
    "service": "Lĩnh vực",
    "since": "Từ ngày",
    "staff_id": "Mã nhân sự",
    "target": "Nơi chuyển đến",
    "text": "Nội dung",
    "text_en": "Nội dung tiếng Anh",
    "ticks": "Đánh dấu",
    "until": "Đến ngày",
    "zone": "Khu",
}
"""What the fields of staff's requests are called; the others are of the programs and keep their own names."""


@dataclass(frozen=True, slots=True)
class RequestFault:
    where: str
    """The field as the programs name it, `body.reason`."""
    label: str
    """The field as the page names it."""
    what: str
    """What is wrong, as a sentence."""


def faults_in_words(errors: Sequence[Mapping[str, Any]], language: str) -> list[RequestFault]:
    """The faults that were found in a request, in `language`."""
    return [_fault(found, language) for found in errors]


def _fault(found: Mapping[str, Any], language: str) -> RequestFault:
    steps = [str(step) for step in found["loc"]]
    where = ".".join(steps)
    if found["type"] == "json_invalid":
        said = in_language(language, f"Không phải JSON, sai ở ký tự thứ {int(steps[-1]) + 1}.")
        return RequestFault(steps[0], in_language(language, "Nội dung gửi"), said)
    fault = fault_of(tuple(found["loc"]), found)
    if fault.kind == "other":  # the checker's own words are in English and for programmers
        fault = Fault(fault.place, "pattern")
    known = next((FIELDS[step] for step in reversed(steps[1:]) if step in FIELDS), None)
    return RequestFault(where, where if known is None else in_language(language, known), fault.sentence(language))
