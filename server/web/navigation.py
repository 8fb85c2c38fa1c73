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
    ("/scores", "Đánh giá"),
    ("/reports/what-if", "Thử phương án"),
)


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
