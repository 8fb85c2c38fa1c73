"""What stands on each page of the set-up: blocks of the centre file and their fields, in words. No HTTP, no HTML."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from look.language import Translate

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `kind` says how it is drawn and read; the words are the catalogue's."""

    key: str
    label: str
    kind: str = "text"
    hint: str = ""
    unit: str = ""
    choices: Choices = ()
    choices_of: str = ""
    """The list of the centre file whose rows can be chosen (by id, shown by name)."""
    may_be_empty: bool = False
    """An empty field is null, not an empty text."""
    is_more: bool = False
    """Behind "Thêm": seldom touched."""
    rows: tuple["Field", ...] = ()
    """Of kind `rows`: the columns."""
    shape: str = ""
    """Of kind `rows`: `dates`, `swaps`, `rates`, `volumes` or `network` (one row, or null)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Fields of one object of the centre file, or the rows of one list."""

    path: str
    """Empty: the file itself."""
    title: str
    fields: tuple[Field, ...]
    intro: str = ""
    is_list: bool = False
    fresh: Mapping[str, Any] = field(default_factory=dict)
    """A new row."""
    add: str = ""
    row: str = ""
    """What one row is called."""
    named_by: str = "name"
    id_key: str = "id"
    """The key by which the programs know a row; made once from its name, never shown."""

    @property
    def paths(self) -> tuple[str, ...]:
        """What this block may change."""
        if self.is_list:
            return (self.path,)
        return tuple(f"{self.path}.{field.key}" if self.path else field.key for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpPage:
    slug: str
    title: str
    intro: str
    blocks: tuple[Block, ...] = ()
    template: str = "setup_page.html"
    changes_serving: bool = False

    @property
    def address(self) -> str:
        return f"/setup/{self.slug}" if self.slug else "/setup"

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(path for block in self.blocks for path in block.paths)


WEEKDAYS: Choices = (
    ("mon", "Thứ Hai"),
    ("tue", "Thứ Ba"),
    ("wed", "Thứ Tư"),
    ("thu", "Thứ Năm"),
    ("fri", "Thứ Sáu"),
    ("sat", "Thứ Bảy"),
    ("sun", "Chủ nhật"),
)
SPECIAL_KINDS: Choices = (
    ("write_for", "Cán bộ viết hộ tờ khai"),
    ("same_day", "Hồ sơ đủ, trả kết quả trong ngày"),
)
OUTCOME_KINDS: Choices = (("plain", "Bình thường"), ("supplement", "Cần bổ sung: in phiếu bổ sung"))
SATISFIED: Choices = (("true", "Hài lòng"), ("null", "Trung tính"), ("false", "Không hài lòng"))
DEVICE_KINDS: Choices = (
    ("kiosk", "Máy lấy số"),
    ("board", "Bảng gọi số"),
    ("counter", "Màn hình quầy"),
    ("pad", "Bộ nút đánh giá"),
)
REASON_ICONS: Choices = (
    ("attitude", "Người phục vụ"),
    ("wait", "Đồng hồ"),
    ("explain", "Lời nói"),
    ("extra_docs", "Thêm giấy tờ"),
    ("return", "Đi lại"),
    ("late", "Lịch"),
    ("fee", "Tiền"),
    ("facility", "Ghế"),
    ("other", "Ba chấm"),
)
ZERO_WORDS: Choices = (("linh", "một trăm linh năm"), ("lẻ", "một trăm lẻ năm"))
SERVING: Choices = (("", "Không"), ("first", "Chính"), ("second", "Phụ"))

NAME = Field(key="name", label="Tên")
NAME_EN = Field(key="name_en", label="Tên tiếng Anh")

CENTRE = SetUpPage(
    slug="centre",
    title="Trung tâm",
    intro="Tên hiện trên máy lấy số, bảng gọi số và phiếu.",
    blocks=(
        Block(
            path="centre",
            title="Tên và thông báo",
            fields=(
                Field(key="name", label="Tên trung tâm"),
                Field(key="name_en", label="Tên tiếng Anh", hint="Để trống: dùng tên tiếng Việt."),
                Field(
                    key="parent",
                    label="Cơ quan chủ quản",
                    hint="Đứng trên tên trung tâm ở đầu báo cáo in. Để trống: không in.",
                ),
                Field(
                    key="notice",
                    label="Dòng thông báo trên bảng và máy lấy số",
                    hint="Một dòng, luôn hiện. Thông báo trong ngày do Giám đốc đăng ở trang Toàn cảnh.",
                ),
                Field(key="notice_en", label="Dòng thông báo bằng tiếng Anh"),
                Field(
                    key="languages",
                    label="Ngôn ngữ phục vụ",
                    kind="tags",
                    hint="Mã ngôn ngữ, cách nhau bằng dấu phẩy: vi, en, rad (Êđê), jra (Gia Rai).",
                ),
                Field(key="timezone", label="Múi giờ", is_more=True),
            ),
        ),
    ),
)

HOURS = SetUpPage(
    slug="hours",
    title="Giờ làm việc",
    intro="Nghỉ trưa là khoảng giữa hai buổi. Ngày để trống là ngày nghỉ.",
    blocks=(
        Block(
            path="centre",
            title="Giờ trong tuần",
            fields=(
                Field(key="hours", label="Giờ làm việc", kind="week"),
                Field(
                    key="ticket_open_minutes_before",
                    label="Bắt đầu cấp số trước giờ mở",
                    kind="number",
                    unit="phút",
                ),
                Field(
                    key="ticket_close_minutes_before",
                    label="Ngừng cấp số trước giờ đóng",
                    kind="number",
                    unit="phút",
                ),
                Field(
                    key="holidays",
                    label="Ngày nghỉ lễ",
                    kind="rows",
                    shape="dates",
                    rows=(Field(key="on", label="Ngày nghỉ", kind="date"),),
                ),
                Field(
                    key="swap_days",
                    label="Ngày làm bù, hoán đổi",
                    kind="rows",
                    shape="swaps",
                    hint="Ngày đó có giờ làm việc của một ngày khác trong tuần.",
                    rows=(
                        Field(key="on", label="Ngày làm bù", kind="date"),
                        Field(key="as", label="Theo giờ của", kind="choice", choices=WEEKDAYS),
                    ),
                ),
            ),
        ),
    ),
)

SERVICES = SetUpPage(
    slug="services",
    title="Các lĩnh vực",
    intro="Mỗi lĩnh vực có một chữ cái đứng đầu số, ví dụ A025. Thứ tự ở đây là thứ tự trên máy lấy số.",
    changes_serving=True,
    blocks=(
        Block(
            path="services",
            title="Các lĩnh vực",
            is_list=True,
            add="Thêm lĩnh vực",
            row="Lĩnh vực",
            id_key="code",
            fresh={
                "code": "",
                "name": "",
                "name_en": "",
                "colour": "#0B4F94",
                "icon": "",
                "order": 0,
                "daily_quota": None,
                "target_wait_minutes": 20,
                "target_service_minutes": 15,
                "hours": None,
            },
            fields=(
                Field(key="code", label="Chữ cái", kind="letter"),
                NAME,
                NAME_EN,
                Field(key="icon", label="Hình", kind="icon"),
                Field(key="colour", label="Màu", kind="colour"),
                Field(
                    key="serving",
                    label="Quầy phục vụ",
                    kind="serving",
                    hint="Chính: gọi trước. Phụ: gọi khi không còn ai chờ lĩnh vực chính.",
                ),
                Field(
                    key="target_wait_minutes",
                    label="Mục tiêu: gọi trong vòng",
                    kind="number",
                    unit="phút",
                    is_more=True,
                ),
                Field(
                    key="target_service_minutes",
                    label="Mục tiêu: một lượt mất",
                    kind="number",
                    unit="phút",
                    is_more=True,
                ),
                Field(
                    key="daily_quota",
                    label="Số lượt nhiều nhất mỗi ngày",
                    kind="number",
                    hint="Để trống: không giới hạn. Hết lượt, máy lấy số mời nhận Số đặt trước.",
                    may_be_empty=True,
                    is_more=True,
                ),
                Field(
                    key="hours",
                    label="Giờ riêng của lĩnh vực",
                    kind="own_week",
                    hint="Nằm trong giờ của trung tâm.",
                    is_more=True,
                ),
            ),
        ),
    ),
)

COUNTERS = SetUpPage(
    slug="counters",
    title="Quầy và khu",
    intro="Số quầy được hiện và đọc trên loa.",
    blocks=(
        Block(
            path="counters",
            title="Các quầy",
            is_list=True,
            add="Thêm quầy",
            row="Quầy",
            fresh={
                "id": "",
                "number": None,
                "name": "",
                "name_en": "",
                "services": [],
                "second_services": [],
                "zone": "",
                "purposes": [],
            },
            fields=(
                Field(key="number", label="Số quầy", kind="number"),
                NAME,
                NAME_EN,
                Field(key="zone", label="Khu", kind="choice", choices_of="zones", choices=(("", "Không chia khu"),)),
                Field(
                    key="services",
                    label="Lĩnh vực phục vụ",
                    kind="served",
                    hint="Chính: gọi trước. Phụ: gọi khi không còn ai chờ lĩnh vực chính.",
                ),
                Field(
                    key="purposes",
                    label="Chỉ nhận việc",
                    kind="checks",
                    choices_of="purposes",
                    hint="Không chọn: nhận mọi việc. Danh sách việc ở trang Máy lấy số.",
                    is_more=True,
                ),
            ),
        ),
        Block(
            path="zones",
            title="Các khu",
            intro="Chia khu khi trung tâm có nhiều phòng: mỗi bảng gọi số chỉ hiện khu của mình.",
            is_list=True,
            add="Thêm khu",
            row="Khu",
            fresh={"id": "", "name": "", "name_en": "", "room": ""},
            fields=(
                NAME,
                NAME_EN,
                Field(
                    key="room",
                    label="Phòng",
                    hint="Các khu cùng tên phòng nghe thấy nhau: chỉ một bảng ở đó đọc số. Để trống: phòng riêng.",
                    is_more=True,
                ),
            ),
        ),
    ),
)

KIOSK = SetUpPage(
    slug="kiosk",
    title="Máy lấy số",
    intro="Những gì công dân gặp ở máy lấy số, ngoài các lĩnh vực.",
    blocks=(
        Block(
            path="",
            title="Hướng dẫn và Wi-Fi",
            fields=(
                Field(
                    key="help_service",
                    label="Ô “Tôi cần hướng dẫn” cấp số của",
                    kind="choice",
                    choices_of="services",
                    choices=(("", "Không có ô này"),),
                    hint="Một lần chạm là có số, không hỏi gì thêm. Lĩnh vực này không có ô khác trên máy.",
                    may_be_empty=True,
                ),
                Field(
                    key="wifi",
                    label="Wi-Fi cho công dân",
                    kind="rows",
                    shape="network",
                    hint="In trên phiếu để theo dõi số trên điện thoại. Mật khẩu để trống: mạng mở. Bỏ dòng: không in.",
                    rows=(Field(key="name", label="Tên mạng"), Field(key="password", label="Mật khẩu")),
                ),
            ),
        ),
        Block(
            path="purposes",
            title="Ông/Bà đến để làm gì?",
            intro="Nhiều nhất 6 việc, ví dụ Nộp hồ sơ, Nhận kết quả. Để trống: máy không hỏi.",
            is_list=True,
            add="Thêm việc",
            row="Việc",
            fresh={"id": "", "name": "", "name_en": "", "icon": ""},
            fields=(NAME, NAME_EN, Field(key="icon", label="Hình", kind="icon")),
        ),
        Block(
            path="rush",
            title="Giờ đông",
            intro="Máy in phiếu ngay sau một lần chạm, không hỏi thêm. Giám đốc bật, tắt ở trang Toàn cảnh.",
            fields=(
                Field(key="by_rule", label="Tự bật khi đông", kind="check"),
                Field(key="starts_at", label="Bật khi trong 10 phút có từ", kind="number", unit="số"),
                Field(key="ends_below", label="Tắt khi trong 10 phút có dưới", kind="number", unit="số"),
            ),
        ),
    ),
)

BOARDS = SetUpPage(
    slug="boards",
    title="Bảng và giọng đọc",
    intro="Cách các bảng gọi số đọc, và những gì hiện giữa các lượt gọi.",
    template="setup_boards.html",
    blocks=(
        Block(
            path="voice",
            title="Giọng đọc",
            fields=(
                Field(
                    key="whole_numbers",
                    label="Đọc số phiếu liền (hai mươi lăm) thay vì từng chữ số (hai, năm)",
                    kind="check",
                ),
                Field(key="zero_word", label="Đọc 105 là", kind="choice", choices=ZERO_WORDS),
                Field(key="percent", label="Âm lượng", kind="number", unit="%"),
                Field(
                    key="volumes",
                    label="Âm lượng theo giờ",
                    kind="rows",
                    shape="volumes",
                    hint="Ngoài các khoảng này: âm lượng ở trên.",
                    rows=(
                        Field(key="opens", label="Từ (giờ:phút)"),
                        Field(key="closes", label="Đến (giờ:phút)"),
                        Field(key="percent", label="Âm lượng, %", kind="number"),
                    ),
                ),
            ),
        ),
        Block(
            path="",
            title="Giữa các lượt gọi",
            fields=(
                Field(
                    key="shows_figures",
                    label="Chiếu tỷ lệ hài lòng và thời gian chờ của cả trung tâm",
                    kind="check",
                    hint="Chỉ các ngày đã đóng, từ 10 đánh giá; không bao giờ của riêng cán bộ hay quầy nào.",
                ),
            ),
        ),
    ),
)

PRIORITY = SetUpPage(
    slug="priority",
    title="Ưu tiên và công bằng",
    intro="Đây là quy chế của trung tâm: công dân thấy các con số này trên máy lấy số.",
    blocks=(
        Block(
            path="priority_groups",
            title="Nhóm được ưu tiên",
            intro="Công dân tự chọn ở máy lấy số, không phải xuất trình giấy tờ.",
            is_list=True,
            add="Thêm nhóm",
            row="Nhóm",
            fresh={"id": "", "name": "", "name_en": "", "icon": "", "rate": "priority"},
            fields=(
                NAME,
                NAME_EN,
                Field(key="icon", label="Hình", kind="icon"),
                Field(key="rate", label="Hệ số chờ", kind="choice", choices_of="rates"),
            ),
        ),
        Block(
            path="ticketing.priority_rule",
            title="Hệ số và giới hạn",
            fields=(
                Field(
                    key="rates",
                    label="Hệ số chờ",
                    kind="rows",
                    shape="rates",
                    hint="Thời gian chờ nhân với hệ số; lớn nhất được gọi trước. ordinary là hàng thường.",
                    rows=(
                        Field(key="name", label="Tên hệ số"),
                        Field(key="rate", label="Hệ số", kind="number"),
                    ),
                ),
                Field(
                    key="overtaken_at_most",
                    label="Một người bị vượt nhiều nhất",
                    kind="number",
                    unit="lượt",
                ),
                Field(
                    key="extra_wait_at_most_minutes",
                    label="Sau khi bị vượt, chờ thêm nhiều nhất",
                    kind="number",
                    unit="phút",
                ),
            ),
        ),
    ),
)

CALLING = SetUpPage(
    slug="calling",
    title="Gọi số và vắng mặt",
    intro="Áp dụng cho mọi quầy.",
    blocks=(
        Block(
            path="ticketing",
            title="Gọi lại, vắng mặt, tạm chờ",
            fields=(
                Field(key="recall_limit", label="Gọi lại nhiều nhất", kind="number", unit="lần"),
                Field(
                    key="recall_gap_seconds",
                    label="Sau lần gọi cuối, tự ghi vắng mặt sau",
                    kind="number",
                    unit="giây",
                ),
                Field(
                    key="no_show_grace_minutes",
                    label="Người vắng mặt được trở lại trong",
                    kind="number",
                    unit="phút",
                ),
                Field(
                    key="cool_down_seconds",
                    label="Về hàng chờ thì chưa gọi lại trong",
                    kind="number",
                    unit="giây",
                ),
                Field(key="hold_expires_minutes", label="Tạm chờ nhiều nhất", kind="number", unit="phút"),
            ),
        ),
        Block(
            path="supplements",
            title="Trở lại bổ sung giấy tờ",
            fields=(
                Field(key="days_valid", label="Phiếu hẹn bổ sung có hạn", kind="number", unit="ngày"),
                Field(
                    key="people_before",
                    label="Khi trở lại, chờ sau nhiều nhất",
                    kind="number",
                    unit="người",
                ),
            ),
        ),
        Block(
            path="places",
            title="Số đặt trước",
            fields=(
                Field(key="slot_minutes", label="Mỗi khung giờ dài", kind="number", unit="phút"),
                Field(key="per_slot", label="Mỗi khung giờ, mỗi lĩnh vực có", kind="number", unit="chỗ"),
                Field(key="late_minutes", label="Đến muộn được giữ chỗ trong", kind="number", unit="phút"),
                Field(
                    key="moves_at_closing",
                    label="Hết giờ, người còn chờ tự nhận Số đặt trước ngày làm việc tới",
                    kind="check",
                    hint="Không chọn: số hết lượt khi ngày tự đóng. Giám đốc tự đóng ngày thì chọn lại lúc đó.",
                ),
            ),
        ),
    ),
)

SPECIAL_DAYS = SetUpPage(
    slug="special-days",
    title="Ngày đặc biệt",
    intro="Câu dưới đây hiện trên máy lấy số và in trên phiếu; ô đánh dấu hiện cho cán bộ khi hoàn tất.",
    template="setup_special_days.html",
    blocks=(
        Block(
            path="special_days",
            title="Các ngày đặc biệt",
            is_list=True,
            add="Thêm ngày đặc biệt",
            row="Lời hứa",
            id_key="",
            fresh={
                "weekday": "tue",
                "kind": "write_for",
                "tick": "",
                "name": "",
                "name_en": "",
                "sentence": "",
                "sentence_en": "",
            },
            fields=(
                Field(key="weekday", label="Ngày trong tuần", kind="choice", choices=WEEKDAYS),
                Field(key="kind", label="Lời hứa", kind="choice", choices=SPECIAL_KINDS),
                Field(key="tick", label="Ô đánh dấu khi giữ lời", kind="choice", choices_of="finish_ticks"),
                NAME,
                NAME_EN,
                Field(key="sentence", label="Câu trên máy lấy số và phiếu"),
                Field(key="sentence_en", label="Câu đó bằng tiếng Anh"),
            ),
        ),
    ),
)

OUTCOMES = SetUpPage(
    slug="outcomes",
    title="Kết quả, đánh dấu, tạm dừng",
    intro="Những gì cán bộ chọn khi hoàn tất một lượt hoặc tạm dừng quầy.",
    blocks=(
        Block(
            path="outcomes",
            title="Kết quả phục vụ",
            is_list=True,
            add="Thêm kết quả",
            row="Kết quả",
            fresh={"id": "", "name": "", "name_en": "", "default": False, "kind": "plain"},
            fields=(
                NAME,
                NAME_EN,
                Field(key="kind", label="Loại", kind="choice", choices=OUTCOME_KINDS),
                Field(key="default", label="Mặc định khi bấm Tiếp theo", kind="check"),
            ),
        ),
        Block(
            path="finish_ticks",
            title="Ô đánh dấu khi hoàn tất",
            is_list=True,
            add="Thêm ô đánh dấu",
            row="Ô đánh dấu",
            fresh={"id": "", "name": "", "name_en": ""},
            fields=(NAME, NAME_EN),
        ),
        Block(
            path="pause_reasons",
            title="Lý do tạm dừng quầy",
            is_list=True,
            add="Thêm lý do",
            row="Lý do",
            fresh={"id": "", "name": "", "name_en": ""},
            fields=(NAME, NAME_EN),
        ),
    ),
)

RATING = SetUpPage(
    slug="rating",
    title="Đánh giá",
    intro="Câu hỏi và các mức của bộ nút. Thang mới bắt đầu từ một ngày; các đánh giá đã có giữ thang của mình.",
    template="setup_rating.html",
    blocks=(
        Block(
            path="rating",
            title="Thời gian bấm",
            fields=(
                Field(key="window_seconds", label="Công dân được bấm trong", kind="number", unit="giây"),
                Field(
                    key="never_shorter_than_seconds",
                    label="Khi quầy gọi tiếp, vẫn còn ít nhất",
                    kind="number",
                    unit="giây",
                ),
            ),
        ),
        Block(
            path="rating.reasons",
            title="Lý do khi chưa hài lòng",
            intro="Hỏi sau một đánh giá chưa hài lòng, nhiều nhất 10; không có dòng nào: không hỏi.",
            is_list=True,
            add="Thêm lý do",
            row="Lý do",
            fresh={"id": "", "name": "", "name_en": "", "icon": "", "outside": False},
            fields=(
                NAME,
                NAME_EN,
                Field(key="icon", label="Hình", kind="icon", choices=REASON_ICONS),
                Field(
                    key="outside",
                    label="Không do cán bộ",
                    kind="check",
                    hint="Ví dụ chờ lâu: điểm của cán bộ được xem cả khi có và khi bỏ các đánh giá này.",
                ),
            ),
        ),
        Block(
            path="coming_ratings",
            title="Thang sắp áp dụng",
            is_list=True,
            add="Thêm thang mới",
            row="Thang mới",
            named_by="question",
            id_key="policy_id",
            fields=(
                Field(key="starts_on", label="Bắt đầu từ ngày", kind="date"),
                Field(key="question", label="Câu hỏi"),
                Field(key="question_en", label="Câu hỏi bằng tiếng Anh"),
                Field(key="levels", label="Các mức, tốt nhất trước", kind="levels"),
                Field(key="window_seconds", label="Công dân được bấm trong", kind="number", unit="giây", is_more=True),
                Field(
                    key="never_shorter_than_seconds",
                    label="Khi quầy gọi tiếp, vẫn còn ít nhất",
                    kind="number",
                    unit="giây",
                    is_more=True,
                ),
            ),
        ),
    ),
)

SLIP = SetUpPage(
    slug="slip",
    title="Phiếu in",
    intro="Bên dưới là phiếu đúng như máy in sẽ in.",
    template="setup_slip.html",
    blocks=(
        Block(
            path="slip",
            title="Nội dung phiếu",
            fields=(
                Field(key="shows_people_ahead", label="In số người phía trước", kind="check"),
                Field(key="shows_counters", label="In số quầy", kind="check"),
                Field(key="shows_waiting_time", label="In thời gian chờ dự kiến", kind="check"),
                Field(key="footer", label="Dòng cuối phiếu"),
                Field(key="footer_en", label="Dòng cuối bằng tiếng Anh"),
            ),
        ),
    ),
)

OVERVIEW = SetUpPage(slug="", title="Tổng quan", intro="", template="setup_overview.html")
DEVICES = SetUpPage(
    slug="devices",
    title="Thiết bị",
    intro="Ghép thiết bị bằng mã 8 chữ và số; thiết bị tự đổi khóa sau mỗi 90 ngày.",
    template="setup_devices.html",
)
PROCEDURES = SetUpPage(
    slug="procedures",
    title="Thủ tục hành chính",
    intro="Danh mục mà công dân tra cứu trên máy lấy số và điện thoại.",
    template="setup_procedures.html",
)
HISTORY = SetUpPage(
    slug="history",
    title="Lịch sử thay đổi",
    intro="Mỗi thay đổi được ghi vào nhật ký: ai, lúc nào, trước và sau.",
    template="setup_history.html",
)

PAGES: tuple[SetUpPage, ...] = (
    OVERVIEW,
    CENTRE,
    HOURS,
    SERVICES,
    COUNTERS,
    KIOSK,
    BOARDS,
    DEVICES,
    PRIORITY,
    CALLING,
    SPECIAL_DAYS,
    OUTCOMES,
    RATING,
    SLIP,
    PROCEDURES,
    HISTORY,
)
EDITABLE: dict[str, SetUpPage] = {page.slug: page for page in PAGES if page.blocks}


def fault_label(
    where: tuple[str | int, ...], say: Translate, named: Callable[[str, str], str | None] = lambda _part, _row: None
) -> str:
    """The place of a fault or a difference in the words of the pages: `Lĩnh vực 3 · Tên`.

    `named` gives what people call a row that the file knows by its own key: `Nhóm: Người có công · Hệ số chờ`.
    """
    steps = [str(step) for step in where]
    for page in PAGES:
        for block in page.blocks:
            path = block.path.split(".") if block.path else []
            if steps[: len(path)] != path:
                continue
            rest = steps[len(path) :]
            if not block.is_list:
                known = next((field for field in block.fields if rest and field.key == rest[0]), None)
                if known is not None:
                    return " · ".join([say(known.label), *_words(rest[1:], say)])
                continue
            if not rest:
                return say(block.title)
            name = named(block.path, rest[0])
            row = f"{say(block.row)} {int(rest[0]) + 1 if isinstance(where[len(path)], int) else rest[0]}"
            row = row if name is None else f"{say(block.row)}: {name}"
            known = next((field for field in block.fields if len(rest) > 1 and field.key == rest[1]), None)
            inner = [] if len(rest) < 2 else [rest[1] if known is None else say(known.label), *_words(rest[2:], say)]
            return " · ".join([row, *inner])
    return " · ".join(steps)


def _words(steps: list[str], say: Translate) -> list[str]:
    return [in_words(step, say) for step in steps]


def in_words(text: str, say: Translate) -> str:
    """A weekday by its name and a date day first; anything else as it is."""
    days = dict(WEEKDAYS)
    if text in days:
        return say(days[text])
    return written(text)


def written(day: str) -> str:
    """A date as people here write it; what is none stays as it is."""
    try:
        return f"{date.fromisoformat(day):%d/%m/%Y}" if len(day) == len("2027-01-31") else day
    except ValueError:
        return day
