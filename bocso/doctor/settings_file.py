"""A settings file that cannot be used: which key, and what is wrong with it, in the reader's language."""

from pathlib import Path

from bocso.doctor.findings import Finding, wrong
from messaging.plain_faults import WHOLE_FILE
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
    NO_FILE: ("Tệp cài đặt sai: {file}: không có tệp này", "Chạy lại bộ cài: sudo bash ~/bocso/deploy/install.sh"),
    UNREADABLE: (
        "Tệp cài đặt sai: {file}: không đọc được",
        "Gõ bằng sudo; vẫn không đọc được thì chép lại tệp từ bản sao, hoặc thay thẻ nhớ.",
    ),
    IN_ENVIRONMENT: (
        "Tệp cài đặt sai: {file}: một biến môi trường BOCSO_… đặt giá trị không dùng được",
        "Xem Environment= trong tệp dịch vụ: sudo systemctl cat 'bocso-*'; bỏ biến đó rồi khởi động lại.",
    ),
    NO_USE: ("Tệp cài đặt sai: {file}: {place} nêu một tệp hay địa chỉ không dùng được", _VALUE),
    # The programs' own rules, between keys or on one.
    "clips_dir_missing": (
        "Tệp cài đặt sai: {file}: bảng [audio] thiếu clips_dir",
        'Ghi clips_dir, thư mục giọng đọc, hoặc kind = "none" nếu máy không đọc số, rồi khởi động lại.',
    ),
    "record_dir_missing": ('Tệp cài đặt sai: {file}: bảng [audio] có kind = "record" mà thiếu record_dir', _VALUE),
    "keypad_path_missing": (
        "Tệp cài đặt sai: {file}: bảng [keypad] thiếu path",
        'Ghi path của bàn phím số, hoặc kind = "none" nếu quầy không có, rồi khởi động lại.',
    ),
    "counter_id_missing": (
        'Tệp cài đặt sai: {file}: mode = "counter" mà không có counter_id',
        'Ghi counter_id là mã của quầy, hoặc mode = "hall" nếu là bảng chung, rồi khởi động lại.',
    ),
    "keypad_in_hall": (
        'Tệp cài đặt sai: {file}: mode = "hall" mà có bàn phím số',
        'Ghi kind = "none" trong bảng [keypad]: bàn phím số chỉ dùng ở quầy. Rồi khởi động lại.',
    ),
    "tls_incomplete": (
        "Tệp cài đặt sai: {file}: tls_certificate, tls_key và tls_ca phải có đủ cả ba",
        "Ghi đủ ba khóa theo docs/settings.md rồi khởi động lại; bocso certificates make tạo chứng chỉ.",
    ),
    "printer_host": (
        "Tệp cài đặt sai: {file}: máy in: {host} không phải địa chỉ IP",
        "Ghi địa chỉ IP của máy in, như 192.168.1.50, rồi khởi động lại.",
    ),
    "printer_slow": (
        "Tệp cài đặt sai: {file}: baud = {baud} quá chậm, mỗi phiếu mất {slip_s} giây",
        "Đặt cả máy in và baud ở 115200, ít nhất 38400, rồi khởi động lại.",
    ),
    "printer_path_missing": (
        'Tệp cài đặt sai: {file}: máy in có kind = "device" mà thiếu path',
        'Ghi path, như "/dev/usb/lp0", rồi khởi động lại.',
    ),
    "too_few_buttons": (
        "Tệp cài đặt sai: {file}: button_pins có {buttons} chân, bộ nút cần 3 đến 5",
        'Ghi một chân cho mỗi mức đánh giá; bộ có màn hình cảm ứng: screen = "touch". Rồi khởi động lại.',
    ),
    "lights_not_as_buttons": (
        "Tệp cài đặt sai: {file}: light_pins có {lights} chân mà button_pins có {buttons}",
        "Ghi một đèn cho mỗi nút, theo docs/wiring.md, rồi khởi động lại.",
    ),
    "pin_twice": (
        "Tệp cài đặt sai: {file}: chân {pin} được dùng hai lần",
        "Mỗi nút, đèn và còi có một chân riêng, theo docs/wiring.md. Sửa rồi khởi động lại.",
    ),
}
_OTHER_RULE = ("Tệp cài đặt sai: {file}: {words}", _VALUE)
_OTHER_RULE_OF_KEY = ("Tệp cài đặt sai: {file}: giá trị của {place} không dùng được: {words}", _VALUE)
_OTHER_VALUE = ("Tệp cài đặt sai: {file}: giá trị của {place} không dùng được", _VALUE)


def broken(file: Path, fault: InvalidSettings) -> list[Finding]:
    """A finding for each fault; what is not known in detail is one as well."""
    found = fault.faults or (SettingFault("[server]", NO_USE),)
    return [
        wrong(what, deed, **{**one.values, "file": file, "place": one.place, "words": one.words})
        for one in found
        for what, deed in [_said_of(one)]
    ]


def _said_of(fault: SettingFault) -> tuple[str, str]:
    if fault.kind in _KINDS:
        return _KINDS[fault.kind]
    if fault.place == WHOLE_FILE:
        return _OTHER_RULE
    return _OTHER_RULE_OF_KEY if fault.kind == "value_error" else _OTHER_VALUE
