"""What an officer is told whose counter somebody else changed or took: by whom, and what became of the open turn."""

import sqlite3
import threading
from collections.abc import Callable
from weakref import WeakKeyDictionary

from pydantic import BaseModel

from server.db.queries.console import numbers_of
from server.db.queries.desks import (
    DeskSession,
    EndedSession,
    SignedOff,
    last_ended_session,
    signed_off,
    who_signed_on,
)
from server.db.queries.queue import turn_at_counter
from server.domain.centre import Centre
from server.domain.instant import local_date
from server.domain.turns import TurnState
from server.house import House
from server.mqtt.snapshots import Moment

OWN_DOING = ("officer", "moved")


class Displaced(BaseModel):
    """The officer's last change of counter was somebody else's deed, today."""

    key: int
    """The event that did it: another key is another change."""
    reason: str
    """`moved_by_head`, `taken_over`, `head` or `day_closed`."""
    says: str
    """Who did what, and what became of the turn that was open."""


_ends: WeakKeyDictionary[House, dict[int, SignedOff | None]] = WeakKeyDictionary()
"""How sessions of a house ended; that never changes, and finding it reads the journal."""
_lock = threading.Lock()


class Displacing:
    """Tells of one officer's last change of counter."""

    def __init__(
        self,
        house: House,
        at: Moment,
        *,
        staff_names: dict[str, str],
        counter_name: Callable[[str], str],
        say: Callable[[str], str],
    ) -> None:
        self._house = house
        self._at = at
        self._staff_names = staff_names
        self._counter_name = counter_name
        self._say = say

    @property
    def _centre(self) -> Centre:
        return self._at.centre

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._at.connection

    def of(self, officer_id: str, session: DeskSession | None) -> Displaced | None:
        """None: the officer's counter is as the officer wanted it, or the change was not today."""
        if session is not None:
            return self._moved(officer_id, session)
        ended = last_ended_session(self._connection, officer_id)
        if ended is None or not self._is_today(ended.ended_at):
            return None
        end = self._end_of(ended)
        if end is None or end.reason in OWN_DOING or end.actor == _actor(officer_id):
            return None
        return Displaced(key=end.seq, reason=end.reason, says=f"{self._why(ended, end)}{self._fate(ended, end)}")

    def _moved(self, officer_id: str, session: DeskSession) -> Displaced | None:
        actor = who_signed_on(self._connection, session.session_id) or ""
        if not actor.startswith("staff:") or actor == _actor(officer_id):
            return None
        words = self._say("Giám đốc đã chuyển Ông/Bà sang {counter}.")
        says = words.format(counter=self._counter_name(session.counter_id))
        before = last_ended_session(self._connection, officer_id)
        if before is not None and before.ended_at == session.signed_on_at:
            end = self._end_of(before)
            says += "" if end is None else self._fate(before, end)
        return Displaced(key=session.session_id, reason="moved_by_head", says=says)

    def _why(self, ended: EndedSession, end: SignedOff) -> str:
        counter = self._counter_name(ended.counter_id)
        officer = "" if end.successor is None else self._staff_names.get(end.successor, end.successor)
        if end.reason == "day_closed":
            return self._say("Ngày làm việc đã đóng. Ông/Bà đã rời {counter}.").format(counter=counter)
        if end.reason == "taken_over":
            return self._say("{officer} đã nhận {counter}.").format(officer=officer, counter=counter)
        if officer:
            words = self._say("Giám đốc đã xếp {officer} vào {counter} thay Ông/Bà.")
            return words.format(officer=officer, counter=counter)
        return self._say("Giám đốc đã cho Ông/Bà rời {counter}.").format(counter=counter)

    def _fate(self, ended: EndedSession, end: SignedOff) -> str:
        """What became of the turn that was open there; nothing when none was."""
        if end.returned_turn is not None:
            [number] = numbers_of(self._connection, (end.returned_turn,))
            return " " + self._say("Số {number} đã trở lại hàng chờ, giữ thứ tự.").format(number=number)
        turn = turn_at_counter(self._connection, ended.counter_id)
        if turn is None or turn.officer_id != ended.officer_id:
            return ""
        words = (
            self._say("Lượt {number} còn mở ở {counter} và vẫn ghi cho Ông/Bà.")
            if turn.state is TurnState.SERVING
            else self._say("Số {number} đang được gọi, ở lại {counter}.")
        )
        return " " + words.format(number=turn.number, counter=self._counter_name(ended.counter_id))

    def _end_of(self, ended: EndedSession) -> SignedOff | None:
        with _lock:
            known = _ends.setdefault(self._house, {})
        if ended.session_id not in known:
            known[ended.session_id] = signed_off(self._connection, ended)
        return known[ended.session_id]

    def _is_today(self, when: int) -> bool:
        zone = self._centre.timezone
        return local_date(when, zone) == local_date(self._at.now, zone)


def _actor(staff_id: str) -> str:
    return f"staff:{staff_id}"
