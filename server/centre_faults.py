"""What is wrong with a centre file, each fault as a place and a sentence, in Vietnamese and in English. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where in the file, which kind of fault, and what fills its sentence."""

    place: Place
    kind: str
    gaps: Mapping[str, object] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """The place as people write it, `services.2.name`."""
        return ".".join(str(step) for step in self.place) or "(file)"

    def said(self, language: str = "en") -> str:
        """The fault as a sentence, in the words of the file."""
        return self._filled(language, self.gaps)

    def sentence(self, language: str) -> str:
        """The same, standing for itself beside a field: days and dates as people write them."""
        said = self._filled(language, {name: _as_read(gap, language) for name, gap in self.gaps.items()})
        return said[:1].upper() + said[1:]

    def _filled(self, language: str, gaps: Mapping[str, object]) -> str:
        vietnamese, english = SENTENCES.get(self.kind, SENTENCES["other"])
        return (vietnamese if language == "vi" else english).format(**gaps)

    def __str__(self) -> str:
        return f"{self.where}: {self.said()}"


_WEEKDAYS = {
    "mon": ("Thứ Hai", "Monday"),
    "tue": ("Thứ Ba", "Tuesday"),
    "wed": ("Thứ Tư", "Wednesday"),
    "thu": ("Thứ Năm", "Thursday"),
    "fri": ("Thứ Sáu", "Friday"),
    "sat": ("Thứ Bảy", "Saturday"),
    "sun": ("Chủ nhật", "Sunday"),
}
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def _as_read(gap: object, language: str) -> object:
    """A weekday by its name, a date day first, anything else as it is."""
    if not isinstance(gap, str):
        return gap
    if gap in _WEEKDAYS:
        vietnamese, english = _WEEKDAYS[gap]
        return vietnamese if language == "vi" else english
    found = _DATE.fullmatch(gap)
    return gap if found is None else "/".join(reversed(found.groups()))


SENTENCES: dict[str, tuple[str, str]] = {
    # --- one field alone -----------------------------------------------------------------------------------
    "missing": ("Mục này còn thiếu.", "this is missing."),
    "unknown_key": (
        "Không có mục tên này; có thể đã gõ sai.",
        "no such key is known; most likely it is misspelt.",
    ),
    "empty": ("Vui lòng điền mục này.", "this must not be empty."),
    "too_long": ("Dài quá {most} ký tự; vui lòng viết ngắn lại.", "is longer than {most} characters; shorten it."),
    "too_few": ("Cần ít nhất {least} mục.", "at least {least} must stand here."),
    "too_many": ("Nhiều nhất là {most} mục, hiện có {found}.", "at most {most} may stand here, not {found}."),
    "too_small": ("Số này phải từ {least} trở lên.", "should be {least} or more."),
    "above": ("Số này phải lớn hơn {least}.", "should be more than {least}."),
    "too_large": ("Số này nhiều nhất là {most}.", "should be {most} or less."),
    "not_whole": ("Vui lòng nhập một số nguyên.", "should be a whole number."),
    "no_number": ("Vui lòng nhập một số.", "should be a number."),
    "no_text": ("Ở đây phải là chữ.", "should be a text, in quotes."),
    "no_choice": ("Chỉ được chọn một trong: {known}.", "should be one of {known}."),
    "yes_or_no": ("Chỉ được là có hoặc không.", "should be true or false."),
    "no_date": (
        "'{found}' không phải là ngày; ví dụ {example}.",
        "'{found}' is no date; write it as {example}.",
    ),
    "no_object": ("Ở đây phải là một nhóm mục.", "should be an object with keys."),
    "no_list": ("Ở đây phải là một danh sách.", "should be a list."),
    "identifier": (
        "Mã chỉ gồm chữ không dấu, số, dấu chấm, gạch ngang, gạch dưới; nhiều nhất 64 ký tự.",
        "should be an identifier: letters without accents, digits, '.', '_' or '-', at most 64.",
    ),
    "colour": ("Màu viết dạng #1565C0.", "should be a colour such as #1565C0."),
    "language_tag": ("Mã ngôn ngữ gồm 2 hoặc 3 chữ thường, ví dụ vi, en, rad.", "should be a tag such as vi, en, rad."),
    "pattern": ("Cách viết chưa đúng.", "is not written as it should be."),
    "control_character": (
        "Có ký tự điều khiển {letter} ở vị trí {at}; vui lòng viết một dòng chữ thường.",
        "the control character {letter} stands at place {at}; write one line of text.",
    ),
    "no_time_of_day": (
        "'{found}' không phải là giờ, hãy viết dạng 07:30.",
        "'{found}' is no time of day, write HH:MM.",
    ),
    "half_span": (
        "Giờ mở và giờ đóng phải đi với nhau, hiện là {found}.",
        "an opening time needs its closing time, found {found}.",
    ),
    "no_time": ("'{found}' không phải là giờ, hãy viết dạng 07:30.", "'{found}' is no time of day, write HH:MM."),
    "falling_hours": (
        "Giờ mở và giờ đóng phải tăng dần, hiện là {found}.",
        "opening and closing times must rise, found {found}.",
    ),
    "unknown_zone": ("Không có múi giờ '{found}'.", "unknown time zone '{found}'."),
    "no_ordinary": ("Thiếu hệ số 'ordinary' của hàng thường.", "the rate 'ordinary' is missing."),
    "service_letter": (
        "'{found}' không dùng làm chữ cái đầu số được; hãy chọn một trong {known}.",
        "'{found}' is no service letter; use one of {known}.",
    ),
    "levels": (
        "Các mức xếp từ tốt nhất xuống 1, không bỏ số nào; hiện là {found}.",
        "levels go from the best down to 1 without a gap, found {found}.",
    ),
    # --- parts that do not fit each other -------------------------------------------------------------------
    "twice": ("'{name}' đã có ở trên.", "'{name}' stands there twice."),
    "unknown_counter": ("'{counter}' không phải là một quầy.", "{service} names '{counter}', which is no counter."),
    "counter_disagrees": (
        "{counter} được ghi ở lĩnh vực {service}, nhưng quầy này không phục vụ {service}.",
        "{service} names {counter}, but counters: {counter} does not serve {service}.",
    ),
    "counter_left_out": (
        "{counter} phục vụ {service} nhưng không được ghi ở lĩnh vực {service}.",
        "{service} does not name {counter}, but counters: {counter} serves {service}.",
    ),
    "unknown_service": (
        "{counter} phục vụ '{service}', nhưng không có lĩnh vực này.",
        "{counter} serves '{service}', which is no service of this centre.",
    ),
    "first_and_second": (
        "{counter} ghi lĩnh vực '{service}' vừa chính vừa phụ.",
        "{counter} serves '{service}' first and second.",
    ),
    "zone_of_counter": (
        "{counter} ở khu '{zone}', nhưng không có khu này.",
        "{counter} stands in zone '{zone}', which is not in the zones.",
    ),
    "unknown_rate": (
        "Nhóm {group} dùng hệ số '{rate}', nhưng không có hệ số này.",
        "{group} has rate '{rate}', which is not in the rates.",
    ),
    "unknown_tick": (
        "Không có ô đánh dấu '{tick}' cho ngày này.",
        "{weekday} names the tick '{tick}', which is not in finish_ticks.",
    ),
    "hours_outside": (
        "{day}: {span} nằm ngoài giờ làm việc của trung tâm.",
        "{day}: {span} lies outside the centre's hours.",
    ),
    "holiday_and_swap": (
        "{day} vừa là ngày nghỉ vừa là ngày làm bù.",
        "{day} is a holiday and a swap day.",
    ),
    "two_defaults": ("Chỉ một kết quả được là mặc định.", "only one outcome can be the default."),
    "unknown_help_service": (
        "Ô “Tôi cần hướng dẫn” cấp số lĩnh vực {service}, nhưng không có lĩnh vực này.",
        "the help desk is {service}, which is no service.",
    ),
    "help_not_served": (
        "Ô “Tôi cần hướng dẫn” cấp số lĩnh vực {service}, nhưng không quầy nào phục vụ.",
        "the help desk is {service}, which no counter serves.",
    ),
    "unknown_purpose": (
        "{counter} chỉ nhận việc '{purpose}', nhưng không có việc này.",
        "{counter} is kept for '{purpose}', which is not in the purposes.",
    ),
    "purpose_unserved": (
        "Không quầy nào của lĩnh vực {service} nhận việc '{purpose}'.",
        "no counter of {service} takes '{purpose}'.",
    ),
    "rush_never_ends": (
        "Giờ đông bắt đầu từ {starts} số thì phải thôi khi còn ít hơn số đó, hiện là {ends}.",
        "rush that starts at {starts} must end below that, not at {ends}.",
    ),
    "falling_volumes": (
        "Các khoảng giờ phải nối tiếp nhau, hiện có {found}.",
        "the spans must follow each other, found {found}.",
    ),
    "two_voices": (
        "Hai bảng '{other}' và '{device}' cùng đọc số trong một phòng. Mỗi phòng chỉ một bảng đọc.",
        "boards '{other}' and '{device}' both speak in one room; only one may.",
    ),
    "unknown_device_counter": (
        "Thiết bị {device} gắn với quầy '{counter}', nhưng không có quầy này.",
        "{device} belongs to counter '{counter}', which is no counter.",
    ),
    "unknown_device_zone": (
        "Thiết bị {device} ở khu '{zone}', nhưng không có khu này.",
        "{device} stands in zone '{zone}', which is not in the zones.",
    ),
    "device_needs_counter": (
        "Thiết bị {device} phải gắn với một quầy.",
        "{device} needs the counter that it belongs to.",
    ),
    "device_has_no_counter": (
        "Thiết bị {device} không gắn với quầy nào.",
        "{device} belongs to no counter.",
    ),
    "no_vietnamese": (
        "Tiếng Việt (vi) luôn phải có trong các ngôn ngữ phục vụ.",
        "Vietnamese, vi, has to be among the languages.",
    ),
    "wifi_name": (
        "Tên mạng Wi-Fi quá dài: nhiều nhất 32 byte, chữ có dấu chiếm 2 đến 3 byte.",
        "the network's name is longer than 32 bytes.",
    ),
    "wifi_password": (
        "Mật khẩu Wi-Fi có 8 đến 63 chữ không dấu, số hoặc ký hiệu; để trống nếu mạng mở.",
        "a Wi-Fi password has 8 to 63 letters without accents, digits or signs; empty for an open network.",
    ),
    "window_too_short": (
        "Thời gian còn lại khi quầy gọi tiếp ({least} giây) phải không dài hơn thời gian được bấm ({most} giây).",
        "what is left when the counter calls on ({least} s) must not be longer than the whole window ({most} s).",
    ),
    "no_first_service": (
        "Cần ít nhất một lĩnh vực chính cho quầy này.",
        "at least one first service must stand here.",
    ),
    # --- what today's centre does not allow -------------------------------------------------------------------
    "scheme_altered": (
        "Thang đánh giá '{scheme}' đã dùng với câu hỏi hoặc các mức khác; thang mới cần mã mới.",
        "'{scheme}' is known with another question or other levels; a new scheme needs a new id.",
    ),
    "scheme_too_early": (
        "Thang mới bắt đầu sớm nhất từ ngày {first}; hôm nay đang đánh giá theo thang cũ.",
        "a new scheme begins on {first} at the earliest; today is rated under the old one.",
    ),
    "people_wait": (
        "Chưa bỏ được lĩnh vực {service}: {count} người đang có số, ví dụ {numbers}. Hãy phục vụ xong trước.",
        "service {service} cannot go: {count} people hold its numbers, such as {numbers}. Serve them first.",
    ),
    "no_counter_left": (
        "Không còn quầy nào phục vụ lĩnh vực {service} mà {count} người đang chờ, ví dụ {numbers}.",
        "no counter would serve {service}, for which {count} people wait, such as {numbers}.",
    ),
    "no_counter_for_purpose": (
        "Không còn quầy nào của lĩnh vực {service} nhận việc '{purpose}' mà {count} người đang chờ, ví dụ {numbers}.",
        "no counter of {service} would take '{purpose}', for which {count} people wait, such as {numbers}.",
    ),
    "places_reserved": (
        "Chưa bỏ được lĩnh vực {service}: {count} người có Số đặt trước, muộn nhất ngày {until}.",
        "service {service} cannot go: {count} people hold reserved places, the last on {until}.",
    ),
    "supplements_open": (
        "Chưa bỏ được lĩnh vực {service}: {count} người đang giữ phiếu bổ sung, hạn đến {until}.",
        "service {service} cannot go: {count} people hold return slips, valid until {until}.",
    ),
    "officer_sits": (
        "Chưa bỏ được {counter}: {officer} đang trực ở đó. Vui lòng rời quầy trước.",
        "{counter} cannot go: {officer} is signed on there. Sign off first.",
    ),
    "turn_at_counter": (
        "Chưa bỏ được {counter}: {count} lượt còn ở đó, ví dụ {numbers}.",
        "{counter} cannot go: {count} turns are there, such as {numbers}.",
    ),
    "turn_for_counter": (
        "Chưa bỏ được {counter}: {count} người được chuyển riêng đến đó, ví dụ {numbers}.",
        "{counter} cannot go: {count} people were transferred to it, such as {numbers}.",
    ),
    "device_at_counter": (
        "Chưa bỏ được {counter}: thiết bị {device} còn gắn ở đó. Vui lòng gắn lại hoặc ngừng thiết bị trước.",
        "{counter} cannot go: device {device} belongs to it. Bind it elsewhere or retire it first.",
    ),
    "device_in_zone": (
        "Chưa bỏ được khu '{zone}': thiết bị {device} còn ở đó.",
        "zone '{zone}' cannot go: device {device} stands there.",
    ),
    "rate_in_use": (
        "Chưa bỏ được hệ số '{rate}': {count} người đang chờ theo hệ số này, ví dụ {numbers}.",
        "rate '{rate}' cannot go: {count} people wait at it, such as {numbers}.",
    ),
    "reason_in_use": (
        "Chưa bỏ được lý do '{reason}': {officer} đang tạm dừng với lý do này.",
        "reason '{reason}' cannot go: {officer} pauses with it.",
    ),
    "centre_code": (
        "Mã trung tâm đã nằm trong mọi thông báo tới thiết bị và không đổi được nữa.",
        "the centre's code stands in every topic and cannot be changed any more.",
    ),
    # --- the first people --------------------------------------------------------------------------------------
    "no_head": ("Cần ít nhất một Giám đốc Trung tâm.", "at least one head is needed."),
    "last_head": (
        "Phải còn ít nhất một Giám đốc Trung tâm đang hoạt động, không có ngày hết hạn.",
        "an active head without a last day has to stay.",
    ),
    "login_taken": ("Tên đăng nhập '{login}' là của {other}.", "the login '{login}' is taken by {other}."),
    "login_stays": (
        "Tên đăng nhập ở đây là '{login}' và không đổi được.",
        "the login is '{login}' here; a login is not changed.",
    ),
    "still_at_counter": (
        "{officer} đang ở quầy. Vui lòng cho rời quầy trước.",
        "{officer} is signed on at a counter. Sign off first.",
    ),
    "device_is_other": ("Thiết bị '{device}' đã là {kind}.", "'{device}' is already a {kind}."),
    "device_retired": (
        "Thiết bị '{device}' đã ngừng dùng; lịch sử giữ mã đó, vui lòng chọn mã khác.",
        "'{device}' is retired; its history keeps that id, take another one.",
    ),
    "login": (
        "Tên đăng nhập gồm 2 đến 64 chữ thường không dấu, số, dấu chấm hoặc gạch.",
        "a login has 2 to 64 small letters without accents, digits, dots or dashes.",
    ),
    "password_weak": ("Mật khẩu này quá dễ đoán.", "this password is guessed too easily."),
    "password": ("Mật khẩu có ít nhất {least} ký tự.", "a password has at least {least} characters."),
    "other": ("{words}", "{words}"),
}


class CentreFault(ValueError):
    """A fault that a validator of the file has found in its own field."""

    def __init__(self, kind: str, *under: str | int, **gaps: object) -> None:
        super().__init__(Fault(under, kind, gaps).said())
        self.kind = kind
        self.under = under
        """Steps below the field."""
        self.gaps = gaps


def faults_of(error: ValidationError) -> list[Fault]:
    """Every fault that the check of the fields has found, in their order."""
    return list(_faults(error))


def _faults(error: ValidationError) -> Iterable[Fault]:
    for found in error.errors():
        place: Place = tuple(found["loc"])
        cause = found.get("ctx", {}).get("error")
        if isinstance(cause, CentreFault):
            yield Fault((*place, *cause.under), cause.kind, cause.gaps)
            continue
        yield fault_of(place, found)


_KINDS = {
    "missing": "missing",
    "extra_forbidden": "unknown_key",
    "string_type": "no_text",
    "int_from_float": "not_whole",
    "int_parsing": "not_whole",
    "int_type": "not_whole",
    "int_parsing_size": "not_whole",
    "float_type": "no_number",
    "float_parsing": "no_number",
    "finite_number": "no_number",
    "bool_type": "yes_or_no",
    "bool_parsing": "yes_or_no",
    "model_type": "no_object",
    "model_attributes_type": "no_object",
    "dict_type": "no_object",
    "list_type": "no_list",
    "tuple_type": "no_list",
}

_PATTERNS = {"[A-Za-z0-9]": "identifier", "#": "colour", "[a-z]{2,3}": "language_tag"}


def fault_of(place: Place, found: Mapping[str, Any]) -> Fault:
    """The fault that pydantic tells as `found` (one of its `errors()`), at `place`."""
    kind, ctx = found["type"], found.get("ctx", {})
    if kind in _KINDS:
        return Fault(place, _KINDS[kind])
    if kind == "string_too_short":
        return Fault(place, "empty")
    if kind == "string_too_long":
        return Fault(place, "too_long", {"most": ctx["max_length"]})
    if kind == "too_short" and isinstance(found["input"], str):
        return Fault(place, "empty")
    if kind == "too_long" and isinstance(found["input"], str):
        return Fault(place, "too_long", {"most": ctx["max_length"]})
    if kind == "too_short":
        return Fault(place, "too_few", {"least": ctx["min_length"]})
    if kind == "too_long":
        return Fault(place, "too_many", {"most": ctx["max_length"], "found": ctx["actual_length"]})
    if kind in ("greater_than_equal", "greater_than"):
        bound = ctx["ge"] if kind == "greater_than_equal" else ctx["gt"]
        return Fault(place, "too_small" if kind == "greater_than_equal" else "above", {"least": _number(bound)})
    if kind == "less_than_equal":
        return Fault(place, "too_large", {"most": _number(ctx["le"])})
    if kind == "literal_error":
        return Fault(place, "no_choice", {"known": str(ctx["expected"]).replace("'", "")})
    if kind.startswith("date"):
        return Fault(place, "no_date", {"found": str(found["input"])[:40], "example": "2027-01-31"})
    if kind == "string_pattern_mismatch":
        pattern = str(ctx["pattern"])
        return Fault(place, next((known for part, known in _PATTERNS.items() if part in pattern), "pattern"))
    return Fault(place, "other", {"words": str(found["msg"]).removeprefix("Value error, ")})


def _number(value: float) -> str:
    return f"{value:g}"
