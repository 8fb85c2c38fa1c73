"""How values of the centre file are shown on the pages of the set-up: what can be chosen, dates, rows, warnings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from look.language import Translate
from server.domain.letters import EMERGENCY, letters_alike
from server.domain.numbering import SERVICE_LETTERS
from server.web.page_language import in_language
from server.web.setup.fields import SATISFIED, SERVING, WEEKDAYS, Block, Choices, Field, written

ICONS: Choices = (
    ("stamp", "Con dấu"),
    ("family", "Gia đình"),
    ("heart-hands", "Bàn tay, trái tim"),
    ("house", "Nhà, đất"),
    ("shop", "Cửa hàng"),
    ("id-card", "Thẻ căn cước"),
    ("folder-check", "Hồ sơ đã xong"),
    ("help", "Hỏi đáp"),
    ("elderly", "Người cao tuổi"),
    ("wheelchair", "Xe lăn"),
    ("pregnant", "Mang thai, trẻ nhỏ"),
    ("medal", "Huân chương"),
    ("ill", "Người ốm"),
    ("people", "Nhiều người"),
)

_FIVE = (
    ("Rất hài lòng", "Very satisfied", True),
    ("Hài lòng", "Satisfied", True),
    ("Bình thường", "Neutral", None),
    ("Không hài lòng", "Dissatisfied", False),
    ("Rất không hài lòng", "Very dissatisfied", False),
)
_PRESETS = {5: _FIVE, 4: _FIVE[:4], 3: _FIVE[1:4]}


def level_preset(count: int) -> list[dict[str, Any]]:
    """The usual levels of a scheme of 3, 4 or 5, best first."""
    return [
        {"value": count - at, "name": name, "en": english, "satisfied": satisfied}
        for at, (name, english, satisfied) in enumerate(_PRESETS[count])
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """The set-up's values for a template, with all that can be chosen."""

    values: dict[str, Any]
    fresh_rating: dict[str, Any]
    language: str = "vi"
    weekdays: Choices = WEEKDAYS
    serving: Choices = SERVING
    satisfied: Choices = SATISFIED
    icons: Choices = ICONS
    letters: str = SERVICE_LETTERS

    @property
    def level_presets(self) -> dict[int, list[dict[str, Any]]]:
        return {count: level_preset(count) for count in _PRESETS}

    @property
    def centre_hours(self) -> dict[str, Any]:
        hours: dict[str, Any] = self.values["centre"]["hours"]
        return hours

    def at(self, path: str) -> Any:
        inner: Any = self.values
        for step in path.split(".") if path else ():
            inner = inner[step]
        return inner

    def fresh(self, block: Block) -> dict[str, Any]:
        """What a new row begins with."""
        if block.path == "coming_ratings":
            return self.fresh_rating
        fresh = dict(block.fresh)
        if block.path == "special_days" and self.values["finish_ticks"]:
            fresh["tick"] = self.values["finish_ticks"][0]["id"]
        return fresh

    def value(self, of: Field, values: dict[str, Any]) -> Any:
        """What a field shows of its row or object."""
        if of.kind == "serving":
            return values.get("code", "")
        if of.kind == "served":
            return values
        return values.get(of.key, "")

    def choices(self, of: str) -> list[tuple[str, str]]:
        if of == "rates":
            return [(rate, rate) for rate in self.at("ticketing.priority_rule.rates")]
        if of == "services":
            return [(row["code"], f"{row['code']} · {self.name(row)}") for row in self.values["services"]]
        return [(row["id"], self.name(row)) for row in self.values[of]] if of else []

    def name(self, row: dict[str, Any]) -> str:
        """A row's name in the language of the page: the English one where the centre gave it."""
        english: str = row.get("name_en") or "" if self.language == "en" else ""
        return english or in_language(self.language, row["name"])

    def counters_of(self, service: str) -> list[tuple[str, str, str]]:
        """(counter, its name, how it serves the service)."""
        counters = sorted(self.values["counters"], key=lambda row: int(row["number"]))
        return [(row["id"], self.name(row), _how(row, service)) for row in counters]

    def services_of(self, counter: dict[str, Any]) -> list[tuple[str, str, str]]:
        """(service, its letter and name, how the counter serves it)."""
        services = sorted(self.values["services"], key=lambda row: (row["order"], row["code"]))
        return [(row["code"], f"{row['code']} · {self.name(row)}", _how(counter, row["code"])) for row in services]

    def sub_rows(self, of: Field, value: Any) -> list[dict[str, Any]]:
        if of.shape == "dates":
            return [{"on": self.written(day)} for day in sorted(value)]
        if of.shape == "swaps":
            return [{"on": self.written(day), "as": value[day]} for day in sorted(value)]
        if of.shape == "volumes":
            return [{"opens": opens, "closes": closes, "percent": percent} for opens, closes, percent in value]
        if of.shape == "network":
            return [] if value is None else [value]
        return [{"name": name, "rate": f"{rate:g}"} for name, rate in value.items()]

    def written(self, day: str) -> str:
        return written(day)


def _how(counter: dict[str, Any], service: str) -> str:
    if service in counter["services"]:
        return "first"
    return "second" if service in counter["second_services"] else ""


_ACTORS = {
    "command-line": "Dòng lệnh trên máy chủ",
    "first-start": "Lần khởi động đầu tiên",
    "set-up": "Lần thiết lập đầu",
    "schedule": "Theo lịch",
    "enrolment": "Mã ghép",
}


def who_changed(actor: str, name: str | None, say: Translate) -> str:
    """Who stands behind a change: the person by name, else what it was in words. `name` is that of the staff id."""
    kind, _, staff_id = actor.partition(":")
    if kind == "device":
        return staff_id
    return name or staff_id if kind == "staff" else say(_ACTORS.get(actor, "Máy chủ"))


def warnings_of(values: dict[str, Any], say: Translate) -> list[tuple[str, str]]:
    """(what may be wrong though it is allowed, the page where it can be changed)."""
    return [*_letters(values, say), *_unserved(values, say), *_unnamed(values, say)]


def _letters(values: dict[str, Any], say: Translate) -> Iterable[tuple[str, str]]:
    for one, other in letters_alike(row["code"] for row in values["services"]):
        words = (
            say("Chữ {one} nghe giống chữ {other} của phiếu tạm.")
            if EMERGENCY in (one, other)
            else say("Hai chữ {one} và {other} nghe giống nhau khi gọi.")
        )
        yield words.format(one=one, other=other), "/setup/services"


def _unserved(values: dict[str, Any], say: Translate) -> Iterable[tuple[str, str]]:
    served = {code for row in values["counters"] for code in (*row["services"], *row["second_services"])}
    for row in values["services"]:
        if row["code"] not in served:
            yield (
                say("Lĩnh vực {service} chưa có quầy phục vụ: máy lấy số không cho chọn.").format(service=row["code"]),
                "/setup/services",
            )


def _unnamed(values: dict[str, Any], say: Translate) -> Iterable[tuple[str, str]]:
    if not values["centre"]["name_en"]:
        yield say("Chưa có tên tiếng Anh của trung tâm."), "/setup/centre"
    if not values["centre"]["holidays"]:
        yield say("Chưa nhập ngày nghỉ lễ nào."), "/setup/hours"
