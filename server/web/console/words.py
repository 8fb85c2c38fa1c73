"""What the console says to staff, in Vietnamese: reasons, results, states, faults. Pure."""

from collections.abc import Callable

from server.domain.turns import TurnState

DEVICE_KINDS = {"kiosk": "Máy lấy số", "board": "Bảng gọi số", "counter": "Màn hình quầy", "pad": "Bộ nút đánh giá"}

_FAULTS = {
    "paper_out": "hết giấy",
    "paper_near_end": "sắp hết giấy",
    "printer_silent": "máy in không trả lời",
    "printer_offline": "máy in mất kết nối",
    "printer_cover_open": "nắp máy in đang mở",
    "printer_fault": "máy in báo lỗi",
    "no_sound": "không phát được tiếng",
    "keypad_missing": "bàn phím số chưa cắm",
    "jobs_unwritable": "không lưu được việc được giao",
    "button_stuck": "nút bị kẹt",
    "buttons_mismatch": "số nút khác thang đánh giá",
    "credential_refused": "khóa truy cập bị từ chối",
    "presses_refused": "có lần bấm bị từ chối",
    "emergency_refused": "có phiếu tạm bị từ chối",
    "outbox_unwritable": "không ghi được bộ nhớ",
    "outbox_damaged": "bộ nhớ bị hỏng",
    "storage_unwritable": "bộ nhớ đầy hoặc bị khóa, không cấp số",
    "intents_damaged": "bộ nhớ các số đã cấp bị hỏng",
}

_UNDONE_KINDS = (  # the first that is found names the whole deed
    ("quick_served", "phục vụ nhanh"),
    ("turn_transferred", "chuyển"),
    ("turn_added", "thêm lĩnh vực"),
    ("turn_held", "tạm chờ"),
    ("priority_changed", "đổi ưu tiên"),
    ("turn_called", "gọi"),
    ("turn_finished", "hoàn tất"),
    ("turn_marked_absent", "ghi vắng mặt"),
    ("turn_returned", "đưa về hàng chờ"),
    ("turn_started", "bắt đầu phục vụ"),
)


def fault(code: str, say: Callable[[str], str] = str) -> str:
    """A device's fault in the words of a language; a code of a newer device stays readable."""
    name, _, where = code.partition(":")
    words = _FAULTS.get(name)
    if words is None:
        return say(f"lỗi {code}")
    return f"{say(words)} ({where})" if where else say(words)


def counters_in_words(numbers: list[int]) -> str:
    """Which counters may call somebody."""
    if not numbers:
        return "Chưa có quầy nào"
    return f"Quầy {', '.join(map(str, numbers))}"


def what_was_done(kinds: set[str], number: str) -> str:
    """A deed that can be undone, such as `gọi A005`."""
    verb = next((words for kind, words in _UNDONE_KINDS if kind in kinds), "thao tác")
    return f"{verb} {number}"


def print_trouble(number: str, outcome: str | None, state: TurnState) -> str:
    """What staff should know of a slip: that it is doubtful, or that its number was cancelled, and why."""
    if state is not TurnState.VOIDED:
        return f"Số {number}: chưa rõ đã in phiếu"
    if outcome == "not_printed":
        return f"Số {number}: không in được phiếu, đã hủy số"
    return f"Số {number}: không rõ đã in, đã hủy số"


def return_slip_trouble(number: str, outcome: str | None) -> str:
    """What staff should know of a return slip that may not have come out; None: the printer has not told."""
    why = {"failed": "không in được", "unknown": "chưa rõ đã in"}.get(outcome or "", "máy in chưa in")
    return f"Phiếu bổ sung của {number}: {why}"
