"""The links between staff's pages: each role sees those that the table of roles opens to it."""

from dataclasses import dataclass

from server.web.roles import may

_PAGES = (
    ("/console", "Bàn gọi số"),
    ("/floor", "Toàn cảnh"),
    ("/tickets/new", "Lấy số hộ"),
    ("/slips", "Phiếu đã cấp"),
    ("/people", "Nhân sự"),
    ("/setup", "Thiết lập"),
    ("/security", "Bảo mật"),
    ("/scores", "Đánh giá"),
    ("/reports", "Báo cáo"),
)

_SCORE_PAGES = (
    ("/scores", "Điểm đánh giá"),
    ("/scores/findings", "Dấu hiệu cần xem"),
    ("/scores/comments", "Lời góp ý"),
    ("/scores/corrections", "Loại khối đánh giá"),
    ("/scores/looks", "Ai đã xem"),
)
"""The pages within that of scores."""


@dataclass(frozen=True, slots=True)
class Place:
    address: str
    name: str
    """In Vietnamese; the template translates it."""
    is_here: bool


def places_of(role: str, here: str) -> list[Place]:
    """The pages that somebody in this role may open, with the one that is at the address `here` marked."""
    return [
        Place(path, name, here == path or here.startswith(f"{path}/"))
        for path, name in _PAGES
        if may(role, "GET", path)
    ]


def score_places(role: str, here: str) -> list[Place]:
    """The pages of scores and what belongs to them, as `places_of`."""
    return [Place(path, name, here == path) for path, name in _SCORE_PAGES if may(role, "GET", path)]
