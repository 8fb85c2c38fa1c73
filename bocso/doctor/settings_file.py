"""A settings file that cannot be used: which key, and what is wrong with it, in the reader's language."""

from pathlib import Path

from bocso.doctor.findings import Finding, wrong
from messaging.settings import (
    IN_ENVIRONMENT,
    NO_FILE,
    NO_TOML,
    NO_USE,
    UNREADABLE,
    InvalidSettings,
    SettingFault,
)

_SPELLING = "Xem lại chính tả và bảng [...] của dòng đó theo docs/settings.md rồi khởi động lại."
_VALUE = "Sửa dòng đó theo docs/settings.md rồi khởi động lại."
_KINDS: dict[str, tuple[str, str]] = {
    "extra_forbidden": ("Tệp cài đặt sai: {file}: không có khóa nào tên {place}", _SPELLING),
    "missing": ("Tệp cài đặt sai: {file}: thiếu {place}", "Thêm dòng đó theo docs/settings.md rồi khởi động lại."),
    NO_TOML: (
        "Tệp cài đặt sai: {file}: viết sai ở dòng {place}",
        "Xem dấu ngoặc, dấu nháy và dấu = ở dòng đó và dòng trước; mẫu trong docs/settings.md.",
    ),
    NO_FILE: ("Tệp cài đặt sai: {file}: không có tệp này", "Chạy lại bộ cài: sudo deploy/install.sh"),
    UNREADABLE: (
        "Tệp cài đặt sai: {file}: không đọc được",
        "Gõ bằng sudo; vẫn không đọc được thì chép lại tệp từ bản sao, hoặc thay thẻ nhớ.",
    ),
    IN_ENVIRONMENT: (
        "Tệp cài đặt sai: {file}: một biến môi trường BOCSO_… đặt giá trị không dùng được",
        "Xem Environment= trong tệp dịch vụ: sudo systemctl cat 'bocso-*'; bỏ biến đó rồi khởi động lại.",
    ),
    NO_USE: ("Tệp cài đặt sai: {file}: {place} nêu một tệp hay địa chỉ không dùng được", _VALUE),
}
_OTHER_VALUE = ("Tệp cài đặt sai: {file}: giá trị của {place} không dùng được", _VALUE)


def broken(file: Path, fault: InvalidSettings) -> list[Finding]:
    """A finding for each fault; what is not known in detail is one as well."""
    found = fault.faults or (SettingFault("[server]", NO_USE),)
    return [
        wrong(what, deed, file=file, place=one.place)
        for one in found
        for what, deed in [_KINDS.get(one.kind, _OTHER_VALUE)]
    ]
