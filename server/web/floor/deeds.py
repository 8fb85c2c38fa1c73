"""What staff did today, as a list one can read: from the journal, with names and reasons joined at view time."""

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy import bindparam, func, select

from look.language import translator
from messaging.snapshots import JobKind
from server.db import tables as t
from server.db.queries.days import closed_services_of
from server.db.queries.desks import open_sessions
from server.db.queries.devices_in_use import device_in_use
from server.db.queries.floor import first_seq_since
from server.db.queries.jobs import job_by_id
from server.db.queries.notices import standing_notices
from server.db.queries.people import all_staff
from server.db.queries.places import place_by_id
from server.db.queries.queue import Turn, turn_by_id
from server.db.queries.supplements import supplement_by_id
from server.db.queries.tickets import ticket_by_id
from server.db.statements import Statement, is_one_of
from server.domain.instant import as_datetime, instant
from server.domain.places import PlaceReason, PlaceState
from server.domain.turns import TRANSITIONS as MAY_FOLLOW
from server.domain.turns import Deed, TurnOrigin, TurnState
from server.house import House
from server.mqtt.snapshots import Moment, moment
from server.web.devices.alarms import device_name
from server.web.page_language import name_in

ROWS_AT_ONCE = 100

NEED_A_REASON = ("turn_called", "quick_served", "priority_changed")
"""Of the calls only the named ones."""
SHOWN = (
    *NEED_A_REASON,
    "turn_finished",
    "turn_marked_absent",
    "turn_returned",
    "turn_held",
    "turn_released",
    "turn_transferred",
    "turn_added",
    "turn_revived",
    "turn_cancelled",
    "action_undone",
    "ticket_issued",
    "supplement_asked",
    "supplement_withdrawn",
    "place_reserved",
    "place_ended",
    "job_ordered",
    "desk_signed_on",
    "desk_signed_off",
    "desk_paused",
    "desk_resumed",
    "day_opened",
    "tickets_stopped",
    "day_closed",
    "day_extended",
    "rush_switched",
    "service_closed",
    "service_reopened",
    "notice_posted",
    "notice_withdrawn",
    "alarm_acknowledged",
    "staff_added",
    "staff_changed",
    "access_changed",
    "set_up_changed",
)
_ROWS = (
    select(
        t.journal.c.seq, t.journal.c.at, t.journal.c.kind, t.journal.c.actor, t.journal.c.body, t.deed_reasons.c.reason
    )
    .outerjoin(t.deed_reasons, t.deed_reasons.c.seq == t.journal.c.seq)
    .where(
        t.journal.c.seq < bindparam("before"),
        t.journal.c.seq >= bindparam("since"),
        t.journal.c.actor.startswith("staff:"),
    )
    .order_by(t.journal.c.seq.desc())
)
ALL_KINDS = Statement(_ROWS.where(is_one_of(t.journal.c.kind, SHOWN)))
WITH_REASONS = Statement(_ROWS.where(is_one_of(t.journal.c.kind, NEED_A_REASON)))
SESSION = Statement(
    select(t.desk_sessions.c.counter_id, t.desk_sessions.c.officer_id).where(
        t.desk_sessions.c.session_id == bindparam("of_session")
    )
)
MOVED_AT = Statement(
    select(t.reserved_places.c.service)
    .where(t.reserved_places.c.reason == PlaceReason.CLOSING.value, t.reserved_places.c.made_at == bindparam("at"))
    .where(t.reserved_places.c.from_ticket.is_not(None), t.reserved_places.c.day > bindparam("of_day"))
)
EXPIRED_AT = Statement(
    select(func.count())
    .select_from(t.journal)
    .where(t.journal.c.kind == "turn_expired", t.journal.c.at == bindparam("at"), t.journal.c.seq >= bindparam("since"))
)
NOTICE_TEXT = Statement(select(t.notice_texts.c.text).where(t.notice_texts.c.notice_id == bindparam("of_notice")))


class Remedy(BaseModel):
    """How the head takes a deed back: the request of `/api/v1/floor/`, and what it is about."""

    deed: str
    turn_id: int | None = None
    service: str | None = None
    notice_id: int | None = None
    officer_id: str | None = None
    supplement_id: int | None = None
    words: str
    asks_reason: bool


class DeedRow(BaseModel):
    seq: int
    at: str
    who: str
    staff_id: str
    what: str
    reason: str | None
    remedy: Remedy | None
    nothing_left: str | None
    """Why there is nothing to take back, of deeds that could have been; None beside a remedy, and of other deeds."""


class DeedsView(BaseModel):
    deeds: list[DeedRow]
    """The newest first."""
    more_before: int | None
    """Ask again with `before` for what is older; None: there is no more today."""


def deeds_view(
    house: House, language: str, *, before: int | None, officer: str | None, only_reasons: bool
) -> DeedsView:
    """What staff did in the newest service day."""
    with moment(house.read(), house.now()) as at:
        return _Deeds(at, language).view(before, officer, only_reasons)


class _Deeds:
    def __init__(self, at: Moment, language: str) -> None:
        self.at, self.language, self.say = at, language, translator(language)
        self.connection: sqlite3.Connection = at.connection
        self.names = {member.staff_id: member.display_name for member in all_staff(at.connection)}
        self.turns: dict[int, Turn | None] = {}
        self.closed = frozenset[str]() if at.open_day is None else closed_services_of(at.connection, at.open_day)
        self.notices = {notice.notice_id for notice in standing_notices(at.connection, at.now)}
        self.sessions = open_sessions(at.connection)
        self.told_moves: set[tuple[str, str]] = set()
        """When people were moved, and of which service: all at once is one line. Without a service: of the day."""
        self.since = 0 if at.day is None else first_seq_since(at.connection, at.day.opened_at)
        self.last_pause: dict[int, int] = {}
        """The newest pause of each desk session: only that one can still go on."""
        self.actor = ""
        self.undone: set[int] = set()
        self.newer: set[int] = set()
        """Turns of which something newer is shown already: only the newest deed is taken back."""

    def view(self, before: int | None, officer: str | None, only_reasons: bool) -> DeedsView:
        if self.at.day is None:
            return DeedsView(deeds=[], more_before=None)
        statement = WITH_REASONS if only_reasons else ALL_KINDS
        found: list[DeedRow] = []
        for row in statement.each(self.connection, before=before or self.at.revision + 1, since=self.since):
            body = json.loads(row["body"])
            if row["kind"] == "action_undone":
                self.undone.update(range(body["first_seq"], body["last_seq"] + 1))
            staff_id = row["actor"].partition(":")[2]
            if officer is not None and staff_id != officer:
                continue
            self.actor = staff_id
            said = self._said(row["kind"], row["seq"], row["at"], body)
            if said is None:
                continue
            if len(found) == ROWS_AT_ONCE:
                return DeedsView(deeds=found, more_before=found[-1].seq)
            is_undone = row["seq"] in self.undone
            remedy = None if is_undone else self._remedy(row["kind"], row["seq"], body)
            found.append(
                DeedRow(
                    seq=row["seq"],
                    at=row["at"],
                    who=self.names.get(staff_id, staff_id),
                    staff_id=staff_id,
                    what=self.say("{what} (đã hoàn tác)").format(what=said) if is_undone else said,
                    reason=row["reason"],
                    remedy=remedy if isinstance(remedy, Remedy) else None,
                    nothing_left=remedy if isinstance(remedy, str) else None,
                )
            )
        return DeedsView(deeds=found, more_before=None)

    def _said(self, kind: str, seq: int, at: str, body: dict[str, Any]) -> str | None:
        """The deed in one line; None for what is no news: the call of whoever was next, a number without help."""
        words = _WORDS.get(kind)
        body = body | {"seq": seq, "made_at": at}
        if kind == "turn_called" and body["call_kind"] != "named":
            return None
        if kind == "ticket_issued" and body.get("helped_by") is None:
            return None
        return None if words is None else words(self, body)

    # --- what stands behind the ids ------------------------------------------------------------------------

    def turn(self, turn_id: int) -> Turn | None:
        if turn_id not in self.turns:
            self.turns[turn_id] = turn_by_id(self.connection, turn_id)
        return self.turns[turn_id]

    def number(self, turn_id: int) -> str:
        turn = self.turn(turn_id)
        return "?" if turn is None else turn.number

    def counter(self, counter_id: str | None) -> str:
        counter = None if counter_id is None else self.at.centre.counter(counter_id)
        return (counter_id or "") if counter is None else name_in(self.language, counter)

    def service(self, code: str) -> str:
        service = self.at.centre.service(code)
        if service is None:
            return code
        return service.name_en if self.language == "en" and service.name_en else service.name

    def person(self, staff_id: str) -> str:
        return self.names.get(staff_id, staff_id)

    def session(self, session_id: int) -> tuple[str, str]:
        row = SESSION.first(self.connection, of_session=session_id)
        return ("", "") if row is None else (self.counter(row[0]), self.person(row[1]))

    def moved_people(self, body: dict[str, Any]) -> str | None:
        """One line for all who were moved at once: the newest of their places tells it."""
        if (body["made_at"], "") in self.told_moves or (body["made_at"], body["service"]) in self.told_moves:
            return None
        self.told_moves.add((body["made_at"], body["service"]))
        moved = self._moved_at(body["made_at"]).count(body["service"])
        said = self.say("chuyển {n} người chờ {service} sang ngày làm việc tới")
        return said.format(n=moved, service=self.service(body["service"]))

    def day_closed(self, body: dict[str, Any]) -> str:
        """With what became of those who waited; their places are told no more."""
        self.told_moves.add((body["made_at"], ""))
        moved = len(self._moved_at(body["made_at"]))
        ended: int = EXPIRED_AT.value(self.connection, at=body["made_at"], since=self.since)
        if not ended:
            return self.say("đóng ngày làm việc")
        said = self.say("đóng ngày làm việc; {moved} người nhận số đặt trước, {expired} hết lượt")
        return said.format(moved=moved, expired=ended - moved)

    def access_changed(self, body: dict[str, Any]) -> str:
        """What somebody did to the way of getting in, of themselves or of somebody else."""
        says = {
            "second_factor_on": self.say("bật mã xác thực của {person}"),
            "second_factor_off": self.say("tắt mã xác thực của {person}"),
            "second_factor_reset": self.say("xoá mã xác thực của {person}"),
            "recovery_codes_renewed": self.say("làm mới mã dự phòng của {person}"),
            "recovery_code_used": self.say("đăng nhập bằng mã dự phòng của {person}"),
            "sessions_ended": self.say("đăng xuất {person}"),
            "password_reset": self.say("đặt lại mật khẩu của {person}"),
        }
        return says[body["deed"]].format(person=self.person(body["staff_id"]))

    def _moved_at(self, at: str) -> list[str]:
        """The services of the places that were given at that moment instead of a turn."""
        assert self.at.day is not None
        rows = MOVED_AT.all(self.connection, at=instant(datetime.fromisoformat(at)), of_day=self.at.day.day)
        return [row[0] for row in rows]

    def notice(self, notice_id: int) -> str:
        return NOTICE_TEXT.value(self.connection, of_notice=notice_id) or ""

    # --- how it is taken back -------------------------------------------------------------------------------

    def _remedy(self, kind: str, seq: int, body: dict[str, Any]) -> Remedy | str | None:
        """The remedy; or, in words, why none is left; None for a deed that nobody takes back."""
        if kind == "service_closed":
            if body["service"] not in self.closed or body["day"] != self.at.open_day:
                return self.say("Đã cấp số trở lại.")
            words = self.say("Mở lại lĩnh vực")
            return Remedy(deed="reopen-service", service=body["service"], words=words, asks_reason=False)
        if kind == "notice_posted":
            if seq not in self.notices:
                return self.say("Thông báo không còn trên bảng.")
            return Remedy(deed="withdraw-notice", notice_id=seq, words=self.say("Gỡ thông báo"), asks_reason=False)
        if kind == "desk_paused":
            return self._end_of_pause(body["session_id"], seq)
        if kind == "supplement_asked":
            return self._end_of_supplement(seq)
        if kind == "place_reserved" and body["from_ticket"] is not None:
            return self.say(
                "Số đặt trước không thu lại chung. Ai cần được phục vụ hôm nay: mở lại lĩnh vực, lấy số mới, rồi hủy "
                "số đặt trước ở trang Phiếu đã cấp."
            )
        if kind in _SAID_OF:
            return self.say(_SAID_OF[kind])
        turn_id = seq if kind in ("quick_served", "turn_added") else body.get("turn_id")
        turn = None if turn_id is None else self.turn(turn_id)
        if turn is None:
            return None
        if turn.day != self.at.open_day:
            return self.say("Ngày làm việc của số này đã đóng.")
        if turn.turn_id in self.newer:
            return self.say("Đã có việc mới hơn với số này.")
        self.newer |= {turn.turn_id} if kind != "turn_added" else {turn.turn_id, body["from_turn"]}
        return self._of_turn(kind, turn)

    def _of_turn(self, kind: str, turn: Turn) -> Remedy | str:
        for kinds, states, deed, words in _REMEDIES:
            if kind in kinds and turn.state in states and not (deed in _NEED_A_NUMBER and _has_no_number(turn)):
                if turn.origin != _OF_ORIGIN.get(deed, turn.origin) or (deed == "take-back-second" and turn.call_count):
                    continue
                return Remedy(deed=deed, turn_id=turn.turn_id, words=self.say(words), asks_reason=True)
        if _has_no_number(turn):
            return self.say("Phục vụ nhanh đã xong; không có phiếu nên không thể chờ lại.")
        at = self.counter(turn.counter_id)
        return self.say(_NOTHING_LEFT[turn.state]).format(counter=at)

    def _end_of_pause(self, session_id: int, seq: int) -> Remedy | str:
        session = next((open_one for open_one in self.sessions if open_one.session_id == session_id), None)
        if session is None:
            return self.say("Cán bộ đã rời quầy.")
        if not session.is_paused or seq != self.last_pause.setdefault(session_id, seq):
            return self.say("Đã làm việc lại.")
        words = self.say("Kết thúc tạm nghỉ")
        return Remedy(deed="end-pause", officer_id=session.officer_id, words=words, asks_reason=True)

    def _end_of_supplement(self, supplement_id: int) -> Remedy | str:
        supplement = supplement_by_id(self.connection, supplement_id)
        if supplement is None or supplement.undone:
            return self.say("Yêu cầu bổ sung đã được rút.")
        if supplement.returned_ticket is not None:
            return self.say("Công dân đã quay lại nộp bổ sung.")
        words = self.say("Rút yêu cầu bổ sung")
        return Remedy(deed="withdraw-supplement", supplement_id=supplement_id, words=words, asks_reason=True)


_SAID_OF = {
    "day_closed": "Mở lại ngày làm việc được; số đã hết lượt và số đặt trước đã phát giữ nguyên.",
    "ticket_issued": "Công dân tự trả lại số này ở máy lấy số hoặc trên điện thoại; ai không đến thì quầy ghi vắng.",
    "place_reserved": "Hủy được ở trang Phiếu đã cấp.",
}
"""What can be done about a deed that no button takes back."""
_REVIVED = tuple(state for state, deed in MAY_FOLLOW if deed is Deed.REVIVE)
_WITH_A_NUMBER = (
    "turn_called",
    "turn_finished",
    "turn_marked_absent",
    "turn_cancelled",
    "turn_returned",
    "turn_held",
    "turn_released",
    "turn_added",
    "turn_revived",
    "priority_changed",
    "quick_served",
)
_NEED_A_NUMBER = ("revive", "send-back")
_REMEDIES: tuple[tuple[tuple[str, ...], tuple[TurnState, ...], str, str], ...] = (
    (("turn_called",), (TurnState.CALLED, TurnState.SERVING), "send-back", "Đưa về hàng chờ"),
    (("turn_held",), (TurnState.ON_HOLD,), "release-hold", "Cho vào hàng chờ"),
    (("priority_changed",), (TurnState.WAITING,), "reset-priority", "Trả lại diện ưu tiên cũ"),
    (("turn_added",), (TurnState.WAITING,), "transfer-back", "Chuyển lại nơi cũ"),
    (("turn_added",), (TurnState.WAITING,), "take-back-second", "Bỏ lượt thêm"),
    (("quick_served",), (TurnState.SERVING,), "end-turn", "Kết thúc lượt"),
    (_WITH_A_NUMBER, _REVIVED, "revive", "Cho chờ lại"),
)
_OF_ORIGIN = {"transfer-back": TurnOrigin.TRANSFERRED, "take-back-second": TurnOrigin.SECOND_SERVICE}
_NOTHING_LEFT = {
    TurnState.WAITING: "Số này đang chờ; không còn gì để hoàn tác.",
    TurnState.CALLED: "Số này đang được gọi đến {counter}.",
    TurnState.SERVING: "Số này đang được phục vụ tại {counter}.",
    TurnState.ON_HOLD: "Số này đang tạm chờ tại {counter}.",
    TurnState.TRANSFERRED: "Số này đã được chuyển tiếp.",
}


def _has_no_number(turn: Turn) -> bool:
    return turn.origin == TurnOrigin.QUICK_SERVE


def _of_turn(words: str) -> Callable[[_Deeds, dict[str, Any]], str]:
    return lambda of, body: of.say(words).format(number=of.number(body["turn_id"]))


def _finished(of: _Deeds, body: dict[str, Any]) -> str:
    outcome = of.at.centre.outcome(body["outcome"])
    name = body["outcome"] if outcome is None else name_in(of.language, outcome)
    return of.say("hoàn tất {number}: {outcome}").format(number=of.number(body["turn_id"]), outcome=name)


def _added(of: _Deeds, body: dict[str, Any]) -> str | None:
    if body["origin"] == TurnOrigin.SECOND_SERVICE:
        words = "thêm lượt {service} cho {number}"
    elif body["for_counter"] is not None:
        words = "chuyển {number} đến {counter} ({service})"
    elif body["for_officer"] is not None:
        words = "chuyển {number} cho {person} ({service})"
    else:
        words = "chuyển {number} sang {service}"
    return of.say(words).format(
        number=of.number(body["from_turn"]),
        service=of.service(body["service"]),
        counter=of.counter(body["for_counter"]),
        person=of.person(body["for_officer"] or ""),
    )


def _priority(of: _Deeds, body: dict[str, Any]) -> str:
    group = of.at.centre.priority_group(body["priority_group"])
    number = of.number(body["turn_id"])
    if group is None:
        return of.say("bỏ diện ưu tiên của {number}").format(number=number)
    name = group.name_en if of.language == "en" and group.name_en else group.name
    return of.say("đổi diện ưu tiên của {number} thành {group}").format(number=number, group=name)


def _place_reserved(of: _Deeds, body: dict[str, Any]) -> str | None:
    if body["from_ticket"] is not None:
        return of.moved_people(body)
    at = as_datetime(body["at"]).astimezone(ZoneInfo(of.at.centre.timezone))
    said = of.say("giữ số đặt trước {service} lúc {at} cho công dân")
    return said.format(service=of.service(body["service"]), at=f"{at:%H:%M %d/%m}")


def _place_withdrawn(of: _Deeds, body: dict[str, Any]) -> str | None:
    place = place_by_id(of.connection, body["place_id"])
    if place is None or body["state"] != PlaceState.WITHDRAWN:
        return None
    at = as_datetime(place.at).astimezone(ZoneInfo(of.at.centre.timezone))
    return of.say("hủy số đặt trước {service} lúc {at}").format(
        service=of.service(place.service), at=f"{at:%H:%M %d/%m}"
    )


def _printed_again(of: _Deeds, body: dict[str, Any]) -> str | None:
    """Of the jobs only the second print of a slip, which somebody asked for."""
    job = job_by_id(of.connection, body["seq"])
    if job is None or body["subject_id"] is None or not json.loads(dict(job.payload).get("slip", "{}")).get("is_copy"):
        return None
    device = device_in_use(of.connection, body["device_id"])
    at = body["device_id"] if device is None else device_name(device, None, of.language)
    if body["job_kind"] == JobKind.PLACE_SLIP:
        return of.say("in lại phiếu số đặt trước tại {device}").format(device=at)
    words = "in lại phiếu bổ sung của {number} tại {device}"
    ticket_id = body["subject_id"]
    if body["job_kind"] == JobKind.RETURN_SLIP:
        supplement = supplement_by_id(of.connection, ticket_id)
        ticket_id = 0 if supplement is None else supplement.ticket_id
    else:
        words = "in lại phiếu {number} tại {device}"
    ticket = ticket_by_id(of.connection, ticket_id)
    return of.say(words).format(number="?" if ticket is None else ticket.shown, device=at)


def _supplement_withdrawn(of: _Deeds, body: dict[str, Any]) -> str:
    supplement = supplement_by_id(of.connection, body["supplement_id"])
    ticket = None if supplement is None else ticket_by_id(of.connection, supplement.ticket_id)
    return of.say("rút yêu cầu bổ sung của {number}").format(number="?" if ticket is None else ticket.shown)


def _paused(of: _Deeds, body: dict[str, Any]) -> str:
    reasons = {reason.reason: name_in(of.language, reason) for reason in of.at.centre.pause_reasons}
    reason = of.say(reasons.get(body["reason"], body["reason"]))
    return of.say("tạm nghỉ tại {counter}: {reason}").format(counter=of.session(body["session_id"])[0], reason=reason)


def _signed_on(of: _Deeds, body: dict[str, Any]) -> str:
    words = "vào {counter}" if of.actor == body["officer_id"] else "xếp {person} vào {counter}"
    return of.say(words).format(counter=of.counter(body["counter_id"]), person=of.person(body["officer_id"]))


_LEFT = {
    "head": "cho {person} rời {counter}",
    "taken_over": "vào thay tại {counter}: {person} rời quầy",
    "day_closed": "cho {person} rời {counter} vì đóng ngày",
}
"""Why somebody left, by the reason on record; of any other reason they left by themselves."""


def _signed_off(of: _Deeds, body: dict[str, Any]) -> str:
    """Who left is named wherever another's deed ended the session."""
    counter, person = of.session(body["session_id"])
    return of.say(_LEFT.get(body["reason"], "rời {counter}")).format(counter=counter, person=person)


def _day(words: str) -> Callable[[_Deeds, dict[str, Any]], str]:
    return lambda of, _body: of.say(words)


_WORDS: dict[str, Callable[[_Deeds, dict[str, Any]], str | None]] = {
    "turn_called": lambda of, body: of.say("gọi đích danh {number} đến {counter}").format(
        number=of.number(body["turn_id"]), counter=of.counter(body["counter_id"])
    ),
    "quick_served": lambda of, body: of.say("phục vụ nhanh {number} ({service})").format(
        number=body["shown"], service=of.service(body["service"])
    ),
    "priority_changed": _priority,
    "turn_finished": _finished,
    "turn_marked_absent": _of_turn("ghi {number} vắng mặt"),
    "turn_returned": _of_turn("đưa {number} về hàng chờ"),
    "turn_held": _of_turn("cho {number} tạm chờ"),
    "turn_released": _of_turn("cho {number} chờ lại sau tạm chờ"),
    "turn_added": _added,
    "turn_revived": _of_turn("cho {number} đã kết thúc chờ lại"),
    "turn_cancelled": _of_turn("hủy {number}"),
    "action_undone": lambda of, body: of.say(
        "hoàn tác thao tác cuối tại {counter}" if body["turns"] else "bỏ một lượt thêm tại {counter}"
    ).format(counter=of.counter(body["counter_id"])),
    "ticket_issued": lambda of, body: of.say("lấy số {number} giúp công dân").format(number=body["shown"]),
    "supplement_withdrawn": _supplement_withdrawn,
    "place_reserved": _place_reserved,
    "place_ended": _place_withdrawn,
    "job_ordered": _printed_again,
    "supplement_asked": _of_turn("yêu cầu {number} bổ sung giấy tờ"),
    "desk_signed_on": _signed_on,
    "desk_signed_off": _signed_off,
    "desk_paused": _paused,
    "desk_resumed": lambda of, body: of.say("làm việc lại tại {counter}").format(
        counter=of.session(body["session_id"])[0]
    ),
    "day_opened": _day("mở ngày làm việc"),
    "tickets_stopped": _day("ngừng cấp số"),
    "day_closed": lambda of, body: of.day_closed(body),
    "day_extended": lambda of, body: of.say("kéo dài ngày làm việc đến {time}").format(
        time=f"{as_datetime(body['closes_at']).astimezone(ZoneInfo(of.at.centre.timezone)):%H:%M}"
    ),
    "rush_switched": lambda of, body: of.say("bật giờ đông") if body["is_on"] else of.say("tắt giờ đông"),
    "service_closed": lambda of, body: of.say("ngừng cấp số {service}").format(service=of.service(body["service"])),
    "service_reopened": lambda of, body: of.say("cấp số trở lại {service}").format(service=of.service(body["service"])),
    "notice_posted": _day("đăng thông báo lên bảng"),
    "notice_withdrawn": lambda of, body: of.say("gỡ thông báo: {text}").format(text=of.notice(body["notice_id"])),
    "alarm_acknowledged": lambda of, body: of.say("nhận xử lý báo động của {device}").format(device=body["device_id"]),
    "staff_added": lambda of, body: of.say("thêm tài khoản {person}").format(person=of.person(body["staff_id"])),
    "staff_changed": lambda of, body: of.say("sửa tài khoản {person}").format(person=of.person(body["staff_id"])),
    "access_changed": lambda of, body: of.access_changed(body),
    "set_up_changed": _day("sửa thiết lập của trung tâm"),
}
