"""The links between staff's pages: each role sees those that the table of roles opens to it."""

from dataclasses import dataclass

from server.web.roles import may

_PAGES = (
    ("/console", "Bàn gọi số"),
    ("/floor", "Toàn cảnh"),
    ("/tickets/new", "Lấy số hộ"),
    ("/people", "Nhân sự"),
    ("/setup", "Thiết lập"),
    ("/scores", "Đánh giá"),
)


@dataclass(frozen=True, slots=True)
class Place:
    address: str
    name: str
    """In Vietnamese; the template translates it."""
    is_here: bool


def links_of(role: str) -> list[tuple[str, str]]:
    """(address, Vietnamese name) of the pages that somebody in this role may open."""
    return [(path, name) for path, name in _PAGES if may(role, "GET", path)]


def places_of(role: str, here: str) -> list[Place]:
    """The same, with the page one is on marked."""
    return [Place(path, name, here == path or here.startswith(f"{path}/")) for path, name in links_of(role)]
