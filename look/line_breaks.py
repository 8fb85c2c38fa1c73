"""Where a text is best broken into lines: at punctuation, never inside a Vietnamese compound word if it can be helped.

Paper and screens share it; each brings its own measure of width. Pure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

_SENTENCE_ENDS, _PAUSES = (".", "!", "?", "…"), (",", ";", ":", ")", "–")
_AT_SENTENCE_END, _AT_PAUSE, _BETWEEN_WORDS, _IN_COMPOUND = 0.0, 0.03, 0.25, 4.0
"""What a break costs, beside the squared shares by which the lines miss the same length."""

# Vietnamese writes the syllables of one word apart; these are the words of counters, services and notices.
_COMPOUNDS = frozenset(
    tuple(word.split())
    for word in (
        "an toàn",
        "bảo hiểm",
        "bảo trợ",
        "bổ sung",
        "chính sách",
        "chậm trễ",
        "chỗ ngồi",
        "chứng thực",
        "cách mạng",
        "công an",
        "công chứng",
        "công dân",
        "cơ sở",
        "cư trú",
        "di chuyển",
        "doanh nghiệp",
        "du lịch",
        "dân sự",
        "dịch vụ",
        "ghi lại",
        "giao thông",
        "giáo dục",
        "giây lát",
        "giúp đỡ",
        "giấy phép",
        "giấy tờ",
        "giới thiệu",
        "góp ý",
        "hoạt động",
        "hài lòng",
        "hàng hóa",
        "hành chính",
        "hòa giải",
        "hướng dẫn",
        "hồ sơ",
        "hộ gia đình",
        "hộ tịch",
        "khai sinh",
        "khai tử",
        "khuyết tật",
        "khó khăn",
        "khởi động",
        "kinh doanh",
        "kinh tế",
        "kết hôn",
        "kết nối",
        "kết quả",
        "lao động",
        "liên thông",
        "làm việc",
        "lý do",
        "lĩnh vực",
        "lệ phí",
        "mai táng",
        "mang thai",
        "môi trường",
        "nghề nghiệp",
        "người có công",
        "nhà ở",
        "nông nghiệp",
        "nông thôn",
        "phía trước",
        "phù hợp",
        "phụ nữ",
        "phục vụ",
        "quay lại",
        "quy hoạch",
        "quá trình",
        "quản lý",
        "quốc tịch",
        "sáng kiến",
        "sắp xếp",
        "sự cố",
        "thanh toán",
        "thuộc diện",
        "thái độ",
        "thông tin",
        "thương mại",
        "thường trú",
        "thể thao",
        "thời gian",
        "thủ tục",
        "thứ tự",
        "thực phẩm",
        "tiếp theo",
        "tiếp tục",
        "trang đầu",
        "trung tâm",
        "trẻ em",
        "trẻ nhỏ",
        "trễ hẹn",
        "tài chính",
        "tài nguyên",
        "tư pháp",
        "tạm dừng",
        "tạm trú",
        "tạm vắng",
        "tổ chức",
        "tổng hợp",
        "việc làm",
        "vui lòng",
        "văn hoá",
        "văn hóa",
        "văn phòng",
        "vượt quá",
        "vật chất",
        "xây dựng",
        "xã hội",
        "xử lý",
        "y tế",
        "yêu cầu",
        "đi lại",
        "đánh giá",
        "đăng ký",
        "đất đai",
        "đầu tư",
        "ưu tiên",
    )
)


@dataclass(frozen=True, slots=True)
class Broken:
    """The lines of a text; `splits_a_word` when no other break fitted."""

    lines: tuple[str, ...]
    splits_a_word: bool


def best_lines(text: str, count: int, width: float, width_of: Callable[[str], float]) -> Broken | None:
    """`text` in `count` lines of at most `width`, alike in length and broken where one would pause.

    `width_of` measures one line in the unit of `width`. None when it does not fit so.
    """
    words = text.split(" ")
    if not 1 <= count <= len(words):
        return None
    costs = [_cost_after(words, at) for at in range(1, len(words))]
    ideal = max(1.0, width_of(text) / count)
    widths: dict[tuple[int, int], float] = {}

    def unevenness(begin: int, end: int) -> float:
        if (begin, end) not in widths:
            widths[begin, end] = width_of(" ".join(words[begin:end]))
        line = widths[begin, end]
        return inf if line > width else (line / ideal - 1) ** 2

    # best[end] is the cheapest way to set the first `end` words in the lines so far, with where they break.
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for line in range(1, count + 1):
        longer: dict[int, tuple[float, tuple[int, ...]]] = {}
        ends = (len(words),) if line == count else range(line, len(words))
        for end in ends:
            for begin, (cost, breaks) in best.items():
                if begin >= end:
                    continue
                whole = cost + unevenness(begin, end) + (costs[begin - 1] if begin else 0)
                if whole < longer.get(end, (inf, ()))[0]:
                    longer[end] = (whole, (*breaks, begin))
        best = longer
    if len(words) not in best:
        return None
    begins = best[len(words)][1]
    lines = [" ".join(words[begin:end]) for begin, end in zip(begins, (*begins[1:], len(words)), strict=True)]
    return Broken(tuple(lines), any(costs[begin - 1] >= _IN_COMPOUND for begin in begins if begin))


def _cost_after(words: Sequence[str], at: int) -> float:
    """What it costs to break before word `at`."""
    before, after = words[at - 1], words[at]
    if before.endswith(_SENTENCE_ENDS):
        return _AT_SENTENCE_END
    if before.endswith(_PAUSES) or after.startswith(("(", "–")):
        return _AT_PAUSE
    for begin in range(max(0, at - 2), at):
        for end in (at + 1, at + 2):
            if tuple(word.lower().strip("(),.;:…") for word in words[begin:end]) in _COMPOUNDS:
                return _IN_COMPOUND
    return _BETWEEN_WORDS
