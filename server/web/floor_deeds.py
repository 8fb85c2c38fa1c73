"""What staff did today, as a list one can read: from the journal, with names and reasons joined at view time."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel
from sqlalchemy import bindparam, select

from look.language import translator
from server.db import tables as t
from server.db.queries.days import closed_services_of
from server.db.queries.floor import first_seq_since
from server.db.queries.notices import standing_notices
from server.db.queries.people import all_staff
from server.db.queries.queue import Turn, turn_by_id
from server.db.statements import Statement, is_one_of
from server.domain.turns import TRANSITIONS as MAY_FOLLOW
from server.domain.turns import Deed, TurnOrigin, TurnState
from server.house import House
from server.mqtt.snapshots import Moment, moment

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
    "desk_signed_on",
    "desk_signed_off",
    "desk_paused",
    "desk_resumed",
    "day_opened",
    "tickets_stopped",
    "day_closed",
    "day_extended",
    "service_closed",
    "service_reopened",
    "notice_posted",
    "notice_withdrawn",
    "alarm_acknowledged",
    "staff_added",
    "staff_changed",
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
NOTICE_TEXT = Statement(select(t.notice_texts.c.text).where(t.notice_texts.c.notice_id == bindparam("of_notice")))


class Remedy(BaseModel):
    """How the head takes a deed back: the request of `/api/v1/floor/`, and what it is about."""

    deed: str
    turn_id: int | None = None
    service: str | None = None
    notice_id: int | None = None
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
        self.actor = ""
        self.undone: set[int] = set()
        self.newer: set[int] = set()
        """Turns of which something newer is shown already: only the newest deed is taken back."""

    def view(self, before: int | None, officer: str | None, only_reasons: bool) -> DeedsView:
        if self.at.day is None:
            return DeedsView(deeds=[], more_before=None)
        statement = WITH_REASONS if only_reasons else ALL_KINDS
        since = first_seq_since(self.connection, self.at.day.opened_at)
        found: list[DeedRow] = []
        for row in statement.each(self.connection, before=before or self.at.revision + 1, since=since):
            body = json.loads(row["body"])
            if row["kind"] == "action_undone":
                self.undone.update(range(body["first_seq"], body["last_seq"] + 1))
            staff_id = row["actor"].partition(":")[2]
            if officer is not None and staff_id != officer:
                continue
            self.actor = staff_id
            said = self._said(row["kind"], body)
            if said is None:
                continue
            if len(found) == ROWS_AT_ONCE:
                return DeedsView(deeds=found, more_before=found[-1].seq)
            is_undone = row["seq"] in self.undone
            found.append(
                DeedRow(
                    seq=row["seq"],
                    at=row["at"],
                    who=self.names.get(staff_id, staff_id),
                    staff_id=staff_id,
                    what=self.say("{what} (đã hoàn tác)").format(what=said) if is_undone else said,
                    reason=row["reason"],
                    remedy=None if is_undone else self._remedy(row["kind"], row["seq"], body),
                )
            )
        return DeedsView(deeds=found, more_before=None)

    def _said(self, kind: str, body: dict[str, Any]) -> str | None:
        """The deed in one line; None for what is no news: the call of whoever was next, a number without help."""
        words = _WORDS.get(kind)
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
        return (counter_id or "") if counter is None else counter.name

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

    def notice(self, notice_id: int) -> str:
        return NOTICE_TEXT.value(self.connection, of_notice=notice_id) or ""

    # --- how it is taken back -------------------------------------------------------------------------------

    def _remedy(self, kind: str, seq: int, body: dict[str, Any]) -> Remedy | None:
        if kind == "service_closed" and body["service"] in self.closed and body["day"] == self.at.open_day:
            words = self.say("Mở lại lĩnh vực")
            return Remedy(deed="reopen-service", service=body["service"], words=words, asks_reason=False)
        if kind == "notice_posted" and seq in self.notices:
            return Remedy(deed="withdraw-notice", notice_id=seq, words=self.say("Gỡ thông báo"), asks_reason=False)
        turn_id = seq if kind == "quick_served" else body.get("turn_id")
        turn = None if turn_id is None else self.turn(turn_id)
        if turn is None or turn.day != self.at.open_day or turn.turn_id in self.newer:
            return None
        self.newer.add(turn.turn_id)
        for kinds, state, deed, words in _REMEDIES:
            if kind in kinds and turn.state is state:
                if deed == "revive" and turn.origin == TurnOrigin.QUICK_SERVE:
                    return None
                return Remedy(deed=deed, turn_id=turn.turn_id, words=self.say(words), asks_reason=True)
        return None


_REVIVED = tuple(state for state, deed in MAY_FOLLOW if deed is Deed.REVIVE)
_ENDS = ("turn_finished", "turn_marked_absent", "turn_cancelled")
_REMEDIES: tuple[tuple[tuple[str, ...], TurnState, str, str], ...] = (
    (("turn_called",), TurnState.CALLED, "send-back", "Đưa về hàng chờ"),
    (("turn_held",), TurnState.ON_HOLD, "release-hold", "Cho vào hàng chờ"),
    (("priority_changed",), TurnState.WAITING, "reset-priority", "Trả lại diện ưu tiên cũ"),
    (("quick_served",), TurnState.SERVING, "end-turn", "Kết thúc lượt"),
    *((_ENDS, state, "revive", "Cho chờ lại") for state in _REVIVED),
)


def _of_turn(words: str) -> Callable[[_Deeds, dict[str, Any]], str]:
    return lambda of, body: of.say(words).format(number=of.number(body["turn_id"]))


def _finished(of: _Deeds, body: dict[str, Any]) -> str:
    outcome = of.at.centre.outcome(body["outcome"])
    name = body["outcome"] if outcome is None else of.say(outcome.name)
    return of.say("hoàn tất {number}: {outcome}").format(number=of.number(body["turn_id"]), outcome=name)


def _added(of: _Deeds, body: dict[str, Any]) -> str | None:
    words = {
        TurnOrigin.TRANSFERRED: "chuyển {number} sang {service}",
        TurnOrigin.SECOND_SERVICE: "thêm lượt {service} cho {number}",
    }[TurnOrigin(body["origin"])]
    return of.say(words).format(number=of.number(body["from_turn"]), service=of.service(body["service"]))


def _priority(of: _Deeds, body: dict[str, Any]) -> str:
    group = of.at.centre.priority_group(body["priority_group"])
    number = of.number(body["turn_id"])
    if group is None:
        return of.say("bỏ diện ưu tiên của {number}").format(number=number)
    name = group.name_en if of.language == "en" and group.name_en else group.name
    return of.say("đổi diện ưu tiên của {number} thành {group}").format(number=number, group=name)


def _paused(of: _Deeds, body: dict[str, Any]) -> str:
    reasons = {reason.reason: reason.name for reason in of.at.centre.pause_reasons}
    reason = of.say(reasons.get(body["reason"], body["reason"]))
    return of.say("tạm nghỉ tại {counter}: {reason}").format(counter=of.session(body["session_id"])[0], reason=reason)


def _signed_on(of: _Deeds, body: dict[str, Any]) -> str:
    words = "vào {counter}" if of.actor == body["officer_id"] else "xếp {person} vào {counter}"
    return of.say(words).format(counter=of.counter(body["counter_id"]), person=of.person(body["officer_id"]))


def _signed_off(of: _Deeds, body: dict[str, Any]) -> str:
    counter, person = of.session(body["session_id"])
    words = "cho {person} rời {counter}" if body["reason"] == "head" else "rời {counter}"
    return of.say(words).format(counter=counter, person=person)


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
    "action_undone": lambda of, body: of.say("hoàn tác thao tác cuối tại {counter}").format(
        counter=of.counter(body["counter_id"])
    ),
    "ticket_issued": lambda of, body: of.say("lấy số {number} giúp công dân").format(number=body["shown"]),
    "supplement_asked": _of_turn("yêu cầu {number} bổ sung giấy tờ"),
    "desk_signed_on": _signed_on,
    "desk_signed_off": _signed_off,
    "desk_paused": _paused,
    "desk_resumed": lambda of, body: of.say("làm việc lại tại {counter}").format(
        counter=of.session(body["session_id"])[0]
    ),
    "day_opened": _day("mở ngày làm việc"),
    "tickets_stopped": _day("ngừng cấp số"),
    "day_closed": _day("đóng ngày làm việc"),
    "day_extended": _day("kéo dài ngày làm việc"),
    "service_closed": lambda of, body: of.say("ngừng cấp số {service}").format(service=of.service(body["service"])),
    "service_reopened": lambda of, body: of.say("cấp số trở lại {service}").format(service=of.service(body["service"])),
    "notice_posted": _day("đăng thông báo lên bảng"),
    "notice_withdrawn": lambda of, body: of.say("gỡ thông báo: {text}").format(text=of.notice(body["notice_id"])),
    "alarm_acknowledged": lambda of, body: of.say("nhận xử lý báo động của {device}").format(device=body["device_id"]),
    "staff_added": lambda of, body: of.say("thêm tài khoản {person}").format(person=of.person(body["staff_id"])),
    "staff_changed": lambda of, body: of.say("sửa tài khoản {person}").format(person=of.person(body["staff_id"])),
    "set_up_changed": _day("sửa thiết lập của trung tâm"),
}
