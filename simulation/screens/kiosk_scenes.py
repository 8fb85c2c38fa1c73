"""Every state of the kiosk that a citizen can meet, as data: no Kivy here, so that a test can count them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from kiosk.intents import EmergencyNumber, Wish
from kiosk.issuing import IDLE, SLOW_S, IssuingView, Stage
from kiosk.lookup import ChecklistStage
from kiosk.own_numbers import OwnStage, OwnView
from kiosk.own_ratings import NO_RATING, RatingStage, RatingView
from kiosk.pages import Page, page_for
from kiosk.standing import Standing
from look.language import translator
from messaging.requests import IssuedTicket, OwnNumberTold, OwnWord, ReservedPlace
from messaging.snapshots import KioskSnapshot
from procedures.model import Procedure
from simulation.screens.sample_kiosk import CENTRE, GROUPS, RATING, SERVICES, kiosk_snapshot

MORNING = datetime(2026, 11, 21, 8, 15, tzinfo=timezone(timedelta(hours=7)))
MONDAY = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
NOW_S = 1_000_000.0
"""The moment of `real_monotonic_s` at which a scene is looked at; its waits are told apart from it."""
LUNCH_ENDS = "2026-11-21T06:30:00Z"
SPECIAL = "Ngày thứ Ba không viết: hôm nay cán bộ viết giúp Ông/Bà tờ khai."
SPECIAL_EN = "No-writing Tuesday: today our staff fill in the forms for you."
NOTICE = "Thứ Bảy 28/11 trung tâm làm việc buổi sáng, Ông/Bà vui lòng sắp xếp thời gian phù hợp."
NOTICE_EN = "On Saturday 28/11 the centre is open in the morning only; please plan your visit accordingly."
WRONG_CODE = "Mã không đúng hoặc đã hết hạn. Mời Ông/Bà kiểm tra lại trên phiếu."
REFUSALS = (
    *("day_closed", "quota_used", "outside_hours", "service_closed", "tickets_stopped", "no_place", "place_later"),
    "too_many_tries",
)
PURPOSES = [
    {"purpose": "submit", "name": "Nộp hồ sơ", "name_en": "Hand in a dossier", "icon": "hand-in"},
    {"purpose": "more", "name": "Bổ sung hồ sơ", "name_en": "Bring what was missing", "icon": "bring-more"},
    {"purpose": "result", "name": "Nhận kết quả", "name_en": "Collect a result", "icon": "folder-check"},
    {"purpose": "ask", "name": "Hỏi thủ tục", "name_en": "Ask about a procedure", "icon": "help"},
]
TONGUES = [{"tag": "vi", "name": "Tiếng Việt"}, {"tag": "en", "name": "English"}, {"tag": "rad", "name": "Êđê"}]
WIFI = {"name": "TTPVHCC xã Mẫu", "password": "motcuacongkhai"}
LONGEST = Procedure(
    name="Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường hợp chuyển đổi, "
    "chuyển nhượng, thừa kế, tặng cho, góp vốn của hộ gia đình, cá nhân, cộng đồng dân cư",
    code="1.099999",
    service="E",
    everyday=("thử dài nhất",),
    submit=tuple(f"Giấy tờ thứ {at} phải nộp, bản chính kèm bản sao có chứng thực còn hạn 06 tháng" for at in range(9)),
    show=("Thẻ căn cước hoặc VNeID của người nộp hồ sơ", "Văn bản ủy quyền, nếu nộp thay"),
    not_needed=("Giấy chứng nhận kết hôn, khi cán bộ tra được trên cơ sở dữ liệu hộ tịch điện tử",) * 1,
    time_limit="Không quá 10 ngày làm việc; xã miền núi, vùng đặc biệt khó khăn: không quá 20 ngày làm việc",
    fee="Theo nghị quyết của HĐND tỉnh; ngoài ra có lệ phí trước bạ và thuế thu nhập cá nhân do cơ quan thuế thông báo",
    exempt=("Người có công với cách mạng", "Hộ nghèo", "Người khuyết tật", "Người cao tuổi"),
    portal_only=True,
    written_for=True,
    legal_basis="Luật Đất đai 2024 và các nghị định hướng dẫn; cần đối chiếu văn bản đang có hiệu lực",
    source="Dữ liệu mẫu của Bốc Số, không phải quyết định công bố",
    as_of=date(2026, 11, 21),
    effective_from=date(2026, 1, 1),
    is_sample=True,
)
"""A procedure with more papers than fit on one page."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a citizen did in the look-up. `opened`: the first of the list is opened, at this page of its papers."""

    typed: str = ""
    turned: int = 0
    opened: int | None = None
    checklist: ChecklistStage = ChecklistStage.IDLE


NOTHING_ASKED = OwnView(OwnStage.IDLE)


@dataclass(frozen=True, slots=True)
class Own:
    """What a citizen typed of a number of their own, and what the server told of it."""

    keys: str = ""
    asks_check: bool = False
    view: OwnView = NOTHING_ASKED
    asks_whether: bool = False
    """They are asked whether they mean it."""
    wants_to_rate: bool = False
    rating: RatingView = NO_RATING
    reasons: tuple[str, ...] = ()
    """Touched already, of what a low rating was about."""


RATES = {"rate": 3.0, "least_rate": 1.5, "overtaken_at_most": 12, "extra_wait_at_most_minutes": 120}
"""Of groups that are preferred each in its own measure."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One state of the kiosk: the world around it, how far a number has come, and what touches have left."""

    snapshot: KioskSnapshot | None
    standing: Standing = Standing.ISSUING
    view: IssuingView = IDLE
    asks: Page | None = None
    chosen: str | None = None
    group: str | None = None
    home_page: int = 0
    tag: str | None = None
    """The ticket's language, where the screens have none of it."""
    code: str = ""
    code_words: str = ""
    is_without_server: bool = False
    has_look_up: bool = True
    own: Own | None = None
    looked_up: LookedUp | None = None

    @property
    def page(self) -> Page:
        """What the kiosk shows then."""
        services = self.snapshot.services if self.snapshot else []
        has_places = any(service.next_place_at is not None for service in services)
        return page_for(self.view, self.standing, asks=self.asks, now_s=NOW_S, offers_places=has_places)


def scenes(language: str) -> dict[str, Scene]:
    """All of them by name, as a citizen sees them who chose `language`."""
    return {
        **_homes(),
        **_questions(language),
        **_numbers(language),
        **_own_numbers(),
        **_own_ratings(),
        **_look_ups(),
        **_notices(language),
    }


def _homes() -> dict[str, Scene]:
    day: dict[str, Any] = {"special": full_day(), "special_day": SPECIAL, "special_day_en": SPECIAL_EN}
    notice = {"notice": NOTICE, "notice_en": NOTICE_EN}
    rush = kiosk_snapshot(count=7, is_rush=True)
    return {
        **{f"home_{count}": _centre(count=count, closed=("E",)) for count in range(1, 10)},
        "home_9_notice": _centre(count=9, **notice),
        "home_12": _centre(count=12),
        "home_12_second": replace(_centre(count=12), home_page=1),
        **{f"home_{n}_full_day": _centre(count=n, **day, **notice, resumes_at=LUNCH_ENDS) for n in (7, 9)},
        "home_6_ranges": _centre(count=6, special={"A": full_day()["M"], "H": full_day()["H"]}),
        "home_stopped": replace(_centre(count=5, special=full_day()), standing=Standing.TICKETS_STOPPED),
        "home_rad": replace(_centre(count=6, languages=TONGUES), tag="rad"),
        "home_without_look_up": replace(_centre(count=6), has_look_up=False),
        "without_server": replace(_centre(count=6), is_without_server=True),
        "rush": Scene(rush),
        "rush_lane": Scene(rush, group="pregnant"),
        "rush_9": _centre(count=9, is_rush=True, **notice),
        "idle": replace(_centre(special=full_day()), asks=Page.IDLE),
        "idle_wifi": replace(_centre(**day, **notice, wifi=WIFI, has_phone_page=True), asks=Page.IDLE),
    }


def _centre(**changes: Any) -> Scene:
    """The open sample centre; `changes` are those of `kiosk_snapshot`."""
    return Scene(kiosk_snapshot(**changes))


def _questions(language: str) -> dict[str, Scene]:
    day = kiosk_snapshot(special=full_day())
    purposes = kiosk_snapshot(purposes=PURPOSES)
    alone = kiosk_snapshot(purposes=PURPOSES, priority_groups=[])
    code = Scene(day, asks=Page.CODE)
    return {
        "priority": Scene(kiosk_snapshot(), asks=Page.PRIORITY, chosen="C"),
        "priority_rates": Scene(kiosk_snapshot(priority_rule=RATES), asks=Page.PRIORITY, chosen="C"),
        "purpose": Scene(purposes, asks=Page.PURPOSE, chosen="C"),
        "purpose_lane": Scene(purposes, asks=Page.PURPOSE, chosen="C", group="pregnant"),
        "purpose_alone": Scene(alone, asks=Page.PURPOSE, chosen="A"),
        "offer": Scene(day, asks=Page.OFFER, chosen="C"),
        "offer_no_place": Scene(day, asks=Page.OFFER, chosen="A"),
        "offer_quota": Scene(day, asks=Page.OFFER, chosen="B"),
        "offer_stopped": Scene(day, Standing.TICKETS_STOPPED, asks=Page.OFFER, chosen="C"),
        "code": code,
        "code_typed": replace(code, code="4829"),
        "code_whole": replace(code, code="482913"),
        "code_wrong": replace(code, code_words=translator(language)(WRONG_CODE)),
        "code_help": replace(code, asks=Page.CODE_HELP),
        "help": Scene(day, asks=Page.HELP),
        "help_closed": Scene(kiosk_snapshot(), Standing.CLOSED, asks=Page.HELP),
        "too_many": Scene(day, asks=Page.TOO_MANY),
    }


def _numbers(language: str) -> dict[str, Scene]:
    def ticket(number: str, at: int, **changes: Any) -> IssuedTicket:
        return sample_ticket(number, at, language, **changes)

    wish = Wish("A", None, language)
    longest = max(GROUPS, key=lambda group: len(group[2]))
    of_group = {"priority_group": longest[0], "priority_name": longest[1], "priority_name_en": longest[2]}
    many = {"people_ahead": 128, "counters": [1, 2, 3, 12], **of_group}
    early = {"not_before": MONDAY.isoformat(), "wait_low_min": 10, "wait_high_min": 25}
    place = ReservedPlace(
        place_id=7,
        code="482913",
        service="C",
        service_name=SERVICES[2][1],
        service_name_en=SERVICES[2][2],
        at=MONDAY,
        timezone="Asia/Ho_Chi_Minh",
        centre_name=CENTRE,
        language=language,
    )
    views = {
        "asking": IssuingView(Stage.ASKING, wish, asked_s=NOW_S),
        "slow": IssuingView(Stage.ASKING, wish, asked_s=NOW_S - SLOW_S - 1),
        "stopping": IssuingView(Stage.STOPPING, wish),
        "printing": IssuingView(Stage.PRINTING, wish, ticket("A025", 0)),
        "printing_again": IssuingView(Stage.PRINTING, wish, ticket("A025", 0), is_copy=True),
        "printed": IssuingView(Stage.PRINTED, wish, ticket("C1003", 2, **many)),
        "next_in_turn": IssuingView(Stage.PRINTED, wish, ticket("B001", 1, people_ahead=0, counters=[3])),
        "claimed_early": IssuingView(Stage.PRINTED, wish, ticket("B012", 1, **early)),
        "with_range": IssuingView(Stage.PRINTED, wish, ticket("H044", 5, wait_low_min=10, wait_high_min=25)),
        "today_unlikely": IssuingView(Stage.PRINTED, wish, ticket("A121", 7, people_ahead=43, today_unlikely=True)),
        "unconfirmed": IssuingView(Stage.UNCONFIRMED, wish, ticket("A025", 0)),
        "not_printed": IssuingView(Stage.NOT_PRINTED, wish, ticket("G007", 4)),
        "place_printing": IssuingView(Stage.PRINTING, wish, place=place),
        "place_printed": IssuingView(Stage.PRINTED, wish, place=place),
        "place_not_printed": IssuingView(Stage.NOT_PRINTED, wish, place=place),
        "emergency_printing": IssuingView(Stage.PRINTING, wish, emergency=emergency_number(language)),
        "emergency_printed": IssuingView(Stage.PRINTED, wish, emergency=emergency_number(language, priority=longest)),
        "emergency_not_printed": IssuingView(Stage.NOT_PRINTED, wish, emergency=emergency_number(language)),
        "gave_up": IssuingView(Stage.GAVE_UP, wish, problem="timeout"),
    }
    told = {name: Scene(kiosk_snapshot(), view=view) for name, view in views.items()}
    for name in ("emergency_printing", "emergency_printed", "emergency_not_printed"):
        told[name] = replace(told[name], is_without_server=True)
    return told


def _own_numbers() -> dict[str, Scene]:
    told = OwnNumberTold(
        number="C1003",
        state="waiting",
        service_name=SERVICES[2][1],
        service_name_en=SERVICES[2][2],
        people_ahead=12,
        wait_low_min=20,
        wait_high_min=35,
    )

    def standing(word: OwnWord | None = None, **changes: Any) -> OwnView:
        return OwnView(OwnStage.TOLD, told.model_copy(update=changes), word)

    temporary: dict[str, Any] = {"number": "X2-001", "people_ahead": 0, "wait_low_min": None, "wait_high_min": None}
    said = {
        "own": Own(),
        "own_typed": Own("C1003"),
        "own_typed_temporary": Own("X2001"),
        "own_check": Own("04", asks_check=True),
        "own_check_whole": Own("042", asks_check=True),
        "own_asking": Own("042", asks_check=True, view=OwnView(OwnStage.ASKING)),
        "own_wrong": Own(view=OwnView(OwnStage.REFUSED, problem="own_number_not_found")),
        "own_no_answer": Own(view=OwnView(OwnStage.NO_ANSWER)),
        "own_waiting": Own(view=standing()),
        "own_next": Own(view=standing(people_ahead=0, wait_low_min=0, wait_high_min=5)),
        "own_temporary": Own(view=standing(**temporary)),
        "own_present": Own(view=standing(OwnWord.PRESENT, is_confirmed=True)),
        "own_late": Own(view=standing(OwnWord.LATE, postponed_until=MONDAY)),
        "own_too_late": Own(view=OwnView(OwnStage.REFUSED, told, OwnWord.GIVE_BACK, "too_late")),
        "own_sure": Own(view=standing(), asks_whether=True),
        "own_given_back": Own(view=standing(OwnWord.GIVE_BACK, state="cancelled")),
        "own_called": Own(view=standing(state="called", counter_number=12)),
        "own_serving": Own(view=standing(state="serving")),
        "own_over": Own(view=standing(state="finished")),
    }
    return {name: Scene(kiosk_snapshot(special=full_day()), asks=Page.OWN, own=own) for name, own in said.items()}


def _own_ratings() -> dict[str, Scene]:
    """On the way out: the faces, what a low rating was about, and what became of it."""
    told = OwnNumberTold(
        number="C1003",
        state="finished",
        service_name=SERVICES[2][1],
        service_name_en=SERVICES[2][2],
        people_ahead=0,
        may_rate=True,
    )

    def standing(**changes: Any) -> OwnView:
        return OwnView(OwnStage.TOLD, told.model_copy(update=changes))

    def rated(stage: RatingStage, level: int = 2, **changes: Any) -> Own:
        return Own(view=standing(), wants_to_rate=True, rating=replace(RatingView(stage, level), **changes))

    given = {
        "rate": Own(wants_to_rate=True),
        "rate_check": Own("04", asks_check=True, wants_to_rate=True),
        "rate_question": Own(view=standing(), wants_to_rate=True),
        "rate_keeping": rated(RatingStage.KEEPING, 4),
        "rate_reasons": rated(RatingStage.KEPT),
        "rate_reasons_chosen": replace(rated(RatingStage.KEPT, 1), reasons=("wait", "extra_docs")),
        "rate_sending": replace(rated(RatingStage.SENDING, 1), reasons=("wait",)),
        "rate_thanks": rated(RatingStage.TAKEN, 5),
        "rate_thanks_reason": rated(RatingStage.TAKEN, gave_reason=True),
        "rate_later": rated(RatingStage.LATER, 4),
        "rate_already": rated(RatingStage.REFUSED, problem="already_rated"),
        "rate_refused": rated(RatingStage.REFUSED, problem="unknown_level"),
        "rate_not_kept": rated(RatingStage.NOT_KEPT),
        "rate_not_served": Own(view=standing(state="waiting", may_rate=False, people_ahead=3), wants_to_rate=True),
        "rate_again": Own(view=standing(may_rate=False), wants_to_rate=True),
        "rate_absent": Own(view=standing(state="no_show", may_rate=False), wants_to_rate=True),
        "own_may_rate": Own(view=standing()),
        "own_may_rate_waiting": Own(view=standing(state="waiting", people_ahead=3)),
    }
    few = kiosk_snapshot(rating={**RATING, "levels": RATING["levels"][1:4], "reasons": RATING["reasons"][:4]})
    told_scenes = {name: Scene(kiosk_snapshot(), asks=Page.OWN, own=own) for name, own in given.items()}
    return told_scenes | {
        "rate_question_3": replace(told_scenes["rate_question"], snapshot=few),
        "rate_reasons_4": replace(told_scenes["rate_reasons"], snapshot=few),
    }


def _look_ups() -> dict[str, Scene]:
    done = {
        "search": LookedUp(),
        "search_land": LookedUp("so do"),
        "search_second": LookedUp("khai sinh", turned=1),
        "search_nothing": LookedUp("zzz"),
        "search_longest": LookedUp("thu dai nhat"),
        "procedure": LookedUp("giay doc than", opened=0),
        "procedure_longest": LookedUp("thu dai nhat", opened=0),
        "procedure_longest_2": LookedUp("thu dai nhat", opened=1),
        "procedure_printing": LookedUp("con nuoi", opened=0, checklist=ChecklistStage.PRINTING),
        "procedure_printed": LookedUp("con nuoi", opened=0, checklist=ChecklistStage.PRINTED),
        "procedure_unconfirmed": LookedUp("con nuoi", opened=0, checklist=ChecklistStage.UNCONFIRMED),
        "procedure_not_printed": LookedUp("con nuoi", opened=0, checklist=ChecklistStage.NOT_PRINTED),
    }
    told = {name: Scene(kiosk_snapshot(), asks=Page.LOOK_UP, looked_up=one) for name, one in done.items()}
    alone = Scene(kiosk_snapshot(), Standing.NO_CONNECTION, asks=Page.LOOK_UP)
    return told | {"procedure_alone": replace(alone, looked_up=LookedUp("con nuoi", opened=0))}


def _notices(language: str) -> dict[str, Scene]:
    wish = Wish("A", None, language)
    without = [standing for standing in Standing if standing is not Standing.ISSUING]
    refused = {
        f"refused_{problem}": Scene(
            kiosk_snapshot(),
            view=IssuingView(Stage.REFUSED, wish, problem=problem, detail="… ngày 23/11/2026."),
        )
        for problem in REFUSALS
    }
    return {
        **refused,
        "starting": Scene(None, Standing.STARTING),
        **{one.value: Scene(kiosk_snapshot(), one) for one in without if one is not Standing.STARTING},
        "day_off": Scene(kiosk_snapshot(hours_today=[]), Standing.CLOSED),
        "closed_without_look_up": Scene(kiosk_snapshot(), Standing.CLOSED, has_look_up=False),
    }


def full_day() -> dict[str, dict[str, Any]]:
    """What is special about some services of a day on which everything happens."""
    wait = {"wait_low_min": 10, "wait_high_min": 25}
    return {
        "A": {"today_unlikely": True, "wait_low_min": 120, "wait_high_min": 150},
        "B": {"is_open": False, "closed_reason": "quota", "next_place_at": MONDAY.isoformat()},
        "C": {"today_unlikely": True, "next_place_at": MONDAY.isoformat()},
        "E": {"is_open": False, "closed_reason": "hours"},
        "G": {"is_open": False, "closed_reason": "closed", "next_place_at": MONDAY.isoformat()},
        "H": {**wait, "waiting": 128},
        "K": {"wait_low_min": 0, "wait_high_min": 5, "waiting": 1},
        "L": {"is_open": False, "closed_reason": "no_counter"},
        "M": wait,
    }


def sample_ticket(number: str, at: int, language: str, **changes: Any) -> IssuedTicket:
    """A number of the sample centre's service `at`; `changes` replaces what else is told of it."""
    letter, name, name_en, _, _ = SERVICES[at]
    values: Mapping[str, Any] = {
        "ticket_id": 1,
        "number": number,
        "service": letter,
        "service_name": name,
        "service_name_en": name_en,
        "people_ahead": 3,
        "counters": [1, 6],
        "priority_group": None,
        "priority_name": None,
        "priority_name_en": None,
        "issued_at": datetime(2026, 11, 21, 1, 15, tzinfo=UTC),
        "timezone": "Asia/Ho_Chi_Minh",
        "centre_name": CENTRE,
        "url": None,
        "language": language,
    }
    return IssuedTicket.model_validate({**values, **changes})


def emergency_number(language: str, *, priority: tuple[str, str, str, str] | None = None) -> EmergencyNumber:
    """A number that the kiosk gives by itself."""
    letter, name, name_en, _, _ = SERVICES[2]
    return EmergencyNumber(
        kiosk_number=2,
        number=1,
        shown="X2-001",
        service=letter,
        service_name=name,
        service_name_en=name_en,
        priority_name=priority[1] if priority else None,
        priority_name_en=priority[2] if priority else None,
        counters=[1, 2, 12],
        centre_name=CENTRE,
        timezone="Asia/Ho_Chi_Minh",
        at=datetime(2026, 11, 21, 1, 15, tzinfo=UTC),
        server_at=None,
        check="042",
        language=language,
    )
