"""What the console says to staff, in Vietnamese: reasons, results, states, faults. Pure."""

from typing import Any

from server.domain.centre import ORDINARY, QueueRules
from server.domain.instant import MINUTE_MS, SECOND_MS
from server.domain.next_ticket import Rule
from server.domain.turns import TurnState

TURN_STATES = {
    TurnState.WAITING: "đang chờ",
    TurnState.CALLED: "đang gọi",
    TurnState.SERVING: "đang phục vụ",
    TurnState.FINISHED: "đã xong",
    TurnState.NO_SHOW: "vắng mặt",
    TurnState.CANCELLED: "đã hủy",
    TurnState.VOIDED: "không in được",
    TurnState.EXPIRED: "hết ngày",
}

DEVICE_KINDS = {"kiosk": "Máy lấy số", "board": "Bảng gọi số", "counter": "Màn hình quầy", "pad": "Bộ nút đánh giá"}

_FAULTS = {
    "paper_out": "hết giấy",
    "paper_near_end": "sắp hết giấy",
    "printer_silent": "máy in không trả lời",
    "printer_offline": "máy in mất kết nối",
    "printer_cover_open": "nắp máy in đang mở",
    "printer_fault": "máy in báo lỗi",
    "no_sound": "không phát được tiếng",
    "button_stuck": "nút bị kẹt",
    "buttons_mismatch": "số nút khác thang đánh giá",
    "credential_refused": "khóa truy cập bị từ chối",
    "presses_refused": "có lần bấm bị từ chối",
    "outbox_unwritable": "không ghi được bộ nhớ",
    "outbox_damaged": "bộ nhớ bị hỏng",
}

_UNDONE_KINDS = (  # the first that is found names the whole deed
    ("turn_called", "gọi"),
    ("turn_finished", "hoàn tất"),
    ("turn_marked_absent", "ghi vắng mặt"),
    ("turn_returned", "đưa về hàng chờ"),
    ("turn_started", "bắt đầu phục vụ"),
)


def fault(code: str) -> str:
    """A device's fault in words; a code of a newer device stays readable."""
    name, _, where = code.partition(":")
    words = _FAULTS.get(name)
    if words is None:
        return f"lỗi {code}"
    return f"{words} ({where})" if where else words


def minutes(duration_ms: int) -> str:
    """How long, as staff say it."""
    if duration_ms < MINUTE_MS:
        return f"{max(0, duration_ms) // SECOND_MS} giây"
    return f"{duration_ms // MINUTE_MS} phút"


def why_next(rule: Rule, *, rate_name: str, waited_ms: int, overtaken: int, rules: QueueRules) -> str:
    """Why somebody is the next one (or the next after those before)."""
    if rule is Rule.OVERTAKEN_TOO_OFTEN:
        if overtaken >= rules.overtaken_at_most:
            return f"Đã bị vượt {overtaken} lượt"
        return f"Hàng này có người bị vượt {rules.overtaken_at_most} lượt"
    if rule is Rule.OVERTAKEN_TOO_LONG:
        return f"Bị vượt đã quá {rules.overtaken_for_at_most_ms // MINUTE_MS} phút"
    rate = rules.rates.get(rate_name, 1)
    if rate_name != ORDINARY and rate != 1:
        return f"Ưu tiên: chờ {minutes(waited_ms)} × {_number(rate)}"
    return "Đến trước" if rule is Rule.ONLY_GROUP else f"Chờ {minutes(waited_ms)}"


def why_called(reason: dict[str, Any] | None, said: str | None, *, in_words: str) -> str:
    """Why the number at the counter was called: the rule in words, or the officer's own reason."""
    if reason is None:
        return ""
    if reason.get("kind") == "named":
        return f"Gọi đích danh: {said}" if said else "Gọi đích danh"
    return in_words


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


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")
