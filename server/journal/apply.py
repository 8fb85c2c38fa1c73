"""The only code that changes the journalled tables, live and in replay: one event in, its rows changed."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import BindParameter, bindparam, case, delete, exists, func, insert, literal, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from server.db import tables as t
from server.db.statements import Statement
from server.domain.centre import ORDINARY
from server.domain.instant import Instant
from server.domain.places import PlaceState
from server.domain.press_flags import series_of
from server.domain.service_day import DayState
from server.domain.turns import Deed, TicketOrigin, TurnOrigin, TurnState, can, state_after
from server.journal import events as e

_TURN: BindParameter[int] = bindparam("of_turn")
_this_turn = t.turns.c.turn_id == _TURN

TURN_STATE = Statement(select(t.turns.c.state).where(_this_turn))
DAY_OF_TURN = Statement(select(t.turns.c.day).where(_this_turn))


def _change_turn(**values: Any) -> Statement:
    """An update of one turn. `of_turn` names it; `touched_seq` is always set."""
    return Statement(update(t.turns).where(_this_turn).values(touched_seq=bindparam("seq"), **values))


PRINTED = "printed"
"""The print outcome of a number that a kiosk gave by itself: it gave it on paper."""

PUT_SET_UP = Statement(
    upsert(t.set_up)
    .values(id=1, revision=bindparam("seq"), centre=bindparam("centre"))
    .on_conflict_do_update(index_elements=["id"], set_={"revision": bindparam("seq"), "centre": bindparam("centre")})
)
PUT_SCHEME = Statement(
    upsert(t.schemes)
    .values(scheme_id=bindparam("scheme_id"), body=bindparam("body"))
    .on_conflict_do_nothing(index_elements=["scheme_id"])
)
_ever = t.devices.alias("ever")
# One more than any kiosk ever had: a retired one's numbers may still be in somebody's hand.
_NEXT_KIOSK_NUMBER = func.coalesce(select(func.max(_ever.c.kiosk_number)).scalar_subquery(), 0) + 1
ADD_DEVICE = Statement(
    insert(t.devices).values(
        device_id=bindparam("device_id"),
        kind=bindparam("kind"),
        counter_id=bindparam("counter_id"),
        zone=bindparam("zone"),
        settings_revision=bindparam("seq"),
        name=bindparam("name"),
        retired_at=None,
        speaks=bindparam("speaks"),
        kiosk_number=case((bindparam("kind") == "kiosk", _NEXT_KIOSK_NUMBER)),
        generation=1,
        rotation_asked=literal(0),
    )
)
_this_device = t.devices.c.device_id == bindparam("of_device")
CHANGE_DEVICE = Statement(
    update(t.devices)
    .where(_this_device)
    .values(
        counter_id=bindparam("counter_id"),
        zone=bindparam("zone"),
        name=bindparam("name"),
        speaks=bindparam("speaks"),
        settings_revision=bindparam("seq"),
    )
)
RETIRE_DEVICE = Statement(update(t.devices).where(_this_device).values(retired_at=bindparam("at")))
BEGIN_GENERATION = Statement(
    update(t.devices).where(_this_device).values(generation=t.devices.c.generation + 1, rotation_asked=literal(0))
)
ASK_ROTATION = Statement(update(t.devices).where(_this_device).values(rotation_asked=literal(1)))
ADD_STAFF = Statement(
    insert(t.staff).values(
        staff_id=bindparam("staff_id"),
        role=bindparam("role"),
        languages=bindparam("languages"),
        is_active=literal(1),
        expires_on=bindparam("expires_on"),
    )
)
CHANGE_STAFF = Statement(
    update(t.staff)
    .where(t.staff.c.staff_id == bindparam("of_staff"))
    .values(
        role=bindparam("role"),
        languages=bindparam("languages"),
        is_active=bindparam("is_active"),
        expires_on=bindparam("expires_on"),
    )
)
OPEN_DAY = Statement(
    upsert(t.service_days)
    .values(
        day=bindparam("day"),
        state=DayState.OPEN.value,
        opened_at=bindparam("at"),
        closed_at=None,
        phase_at_opening=bindparam("phase"),
    )
    .on_conflict_do_update(
        index_elements=["day"],
        set_={
            "state": DayState.OPEN.value,
            "closed_at": None,
            "phase_at_opening": bindparam("phase"),
            "extended_to": None,
            "rush": None,
            "rush_by": None,
        },
    )
)
_this_day = t.service_days.c.day == bindparam("of_day")
STOP_TICKETS = Statement(update(t.service_days).where(_this_day).values(state=DayState.TICKETS_STOPPED.value))
CLOSE_DAY = Statement(
    update(t.service_days).where(_this_day).values(state=DayState.CLOSED.value, closed_at=bindparam("at"))
)
EXTEND_DAY = Statement(
    update(t.service_days).where(_this_day).values(state=DayState.OPEN.value, extended_to=bindparam("closes_at"))
)
SWITCH_RUSH = Statement(
    update(t.service_days).where(_this_day).values(rush=bindparam("rush"), rush_by=bindparam("rush_by"))
)
ADD_PICTURE = Statement(
    insert(t.pictures).values(
        picture_id=bindparam("seq"), sha256=bindparam("sha256"), added_at=bindparam("at"), removed_at=None
    )
)
REMOVE_PICTURE = Statement(
    update(t.pictures).where(t.pictures.c.picture_id == bindparam("of_picture")).values(removed_at=bindparam("at"))
)
NOTE_PROCEDURES = Statement(
    insert(t.procedure_imports).values(
        import_id=bindparam("seq"),
        sha256=bindparam("sha256"),
        count=bindparam("count"),
        as_of=bindparam("as_of"),
        imported_at=bindparam("at"),
    )
)
CLOSE_SERVICE = Statement(
    upsert(t.closed_services)
    .values(day=bindparam("day"), service=bindparam("service"), closed_at=bindparam("at"))
    .on_conflict_do_nothing(index_elements=["day", "service"])
)
REOPEN_SERVICE = Statement(
    delete(t.closed_services).where(
        t.closed_services.c.day == bindparam("of_day"), t.closed_services.c.service == bindparam("of_service")
    )
)
POST_NOTICE = Statement(
    insert(t.notices).values(
        notice_id=bindparam("seq"), posted_at=bindparam("at"), until_at=bindparam("until_at"), withdrawn_at=None
    )
)
WITHDRAW_NOTICE = Statement(
    update(t.notices).where(t.notices.c.notice_id == bindparam("of_notice")).values(withdrawn_at=bindparam("at"))
)
ACKNOWLEDGE_ALARM = Statement(
    insert(t.acknowledged_alarms).values(
        seq=bindparam("seq"),
        device_id=bindparam("device_id"),
        fault=bindparam("fault"),
        staff_id=bindparam("staff_id"),
        acknowledged_at=bindparam("at"),
        until_at=bindparam("until_at"),
    )
)
NOTE_CLOCK_JUMP = Statement(
    insert(t.clock_jumps).values(seq=bindparam("seq"), at=bindparam("at"), jump_ms=bindparam("jump_ms"))
)
RAISE_SERIES = Statement(
    upsert(t.series)
    .values(day=bindparam("day"), prefix=bindparam("prefix"), last_number=bindparam("number"))
    .on_conflict_do_update(index_elements=["day", "prefix"], set_={"last_number": bindparam("number")})
)
ADD_TICKET = Statement(
    insert(t.tickets).values(
        ticket_id=bindparam("seq"),
        intent_id=bindparam("intent_id"),
        day=bindparam("day"),
        prefix=bindparam("prefix"),
        number=bindparam("number"),
        shown=bindparam("shown"),
        service=bindparam("service"),
        priority_group=bindparam("priority_group"),
        language=bindparam("language"),
        device_id=bindparam("device_id"),
        issued_at=bindparam("at"),
        origin=bindparam("origin"),
        helped_by=bindparam("helped_by"),
        print_outcome=bindparam("print_outcome"),
        print_due_at=bindparam("print_due_at"),
        purpose=bindparam("purpose"),
        procedure=bindparam("procedure"),
        confirmed_at=None,
        postponed_until=None,
    )
)
TAKE_EMERGENCY_NUMBER = Statement(
    update(t.tickets)
    .where(t.tickets.c.ticket_id == bindparam("of_ticket"))
    .values(
        prefix=bindparam("prefix"),
        number=bindparam("number"),
        shown=bindparam("shown"),
        print_outcome=PRINTED,
        print_due_at=None,
    )
)
SUPERSEDE_NUMBER = Statement(
    insert(t.superseded_numbers).values(
        day=bindparam("day"), shown=bindparam("superseded"), ticket_id=bindparam("of_ticket"), seq=bindparam("seq")
    )
)
CONFIRM_PRESENCE = Statement(
    update(t.tickets).where(t.tickets.c.ticket_id == bindparam("of_ticket")).values(confirmed_at=bindparam("at"))
)
ADD_TURN = Statement(
    insert(t.turns).values(
        turn_id=bindparam("seq"),
        ticket_id=bindparam("ticket_id"),
        day=bindparam("day"),
        service=bindparam("service"),
        rate=bindparam("rate"),
        state=bindparam("state"),
        ranked_at=bindparam("ranked_at"),
        arrival=bindparam("arrival"),
        waiting_since=bindparam("waiting_since"),
        cool_down_until=bindparam("cool_down_until"),
        counter_id=bindparam("counter_id"),
        officer_id=bindparam("officer_id"),
        arrived_at=bindparam("arrived_at"),
        origin=bindparam("origin"),
        from_turn=bindparam("from_turn"),
        for_counter=bindparam("for_counter"),
        for_officer=bindparam("for_officer"),
        overtaken=0,
        call_count=0,
        arrival_inferred=literal(0),
        end_inferred=literal(0),
        ticks="[]",
        touched_seq=bindparam("seq"),
    )
)
CLAIM_PLACE = Statement(
    update(t.reserved_places)
    .where(t.reserved_places.c.place_id == bindparam("of_place"))
    .values(state=PlaceState.CLAIMED.value, ticket_id=bindparam("seq"))
)
BRING_SUPPLEMENT = Statement(
    update(t.supplements)
    .where(t.supplements.c.supplement_id == bindparam("of_supplement"))
    .values(returned_ticket=bindparam("seq"))
)
SET_PRINT_OUTCOME = Statement(
    update(t.tickets)
    .where(t.tickets.c.ticket_id == bindparam("of_ticket"))
    .values(print_outcome=bindparam("outcome"), print_due_at=None)
)
CANCEL_INTENT = Statement(
    insert(t.cancelled_intents).values(
        intent_id=bindparam("intent_id"), device_id=bindparam("device_id"), cancelled_at=bindparam("at")
    )
)
CLEAR_PRINT_DUE = Statement(
    update(t.tickets)
    .where(t.tickets.c.ticket_id == select(t.turns.c.ticket_id).where(_this_turn).scalar_subquery())
    .values(print_due_at=None)
)
END_TURN = _change_turn(
    state=bindparam("state"),
    ended_at=bindparam("at"),
    cool_down_until=None,
    grace_until=None,
    held_until=None,
    absent_due_at=None,
)
RESTORE_TURN = _change_turn(state=bindparam("state"), ended_at=None)
ADD_CALL = Statement(
    insert(t.calls).values(
        call_id=bindparam("seq"),
        turn_id=bindparam("of_turn"),
        day=select(t.turns.c.day).where(_this_turn).scalar_subquery(),
        counter_id=bindparam("counter_id"),
        officer_id=bindparam("officer_id"),
        kind=bindparam("kind"),
        to_seat=bindparam("to_seat"),
        reason=bindparam("reason"),
        called_at=bindparam("at"),
        undone=literal(0),
    )
)
CALL_TURN = _change_turn(
    state=bindparam("state"),
    cool_down_until=None,
    counter_id=bindparam("counter_id"),
    officer_id=bindparam("officer_id"),
    call_id=bindparam("seq"),
    called_first_at=case((t.turns.c.called_first_at.is_(None), bindparam("at")), else_=t.turns.c.called_first_at),
    called_last_at=bindparam("at"),
    call_count=t.turns.c.call_count + 1,
    absent_due_at=bindparam("absent_due_at"),
)
OVERTAKE = Statement(
    update(t.turns)
    .where(_this_turn)
    .values(
        overtaken=t.turns.c.overtaken + 1,
        first_overtaken_at=case(
            (t.turns.c.first_overtaken_at.is_(None), bindparam("at")), else_=t.turns.c.first_overtaken_at
        ),
    )
)
TAKE_BACK_OVERTAKING = Statement(
    update(t.turns)
    .where(_this_turn, t.turns.c.overtaken > 0)
    .values(
        overtaken=t.turns.c.overtaken - 1,
        first_overtaken_at=case((t.turns.c.overtaken == 1, None), else_=t.turns.c.first_overtaken_at),
    )
)
START_TURN = _change_turn(
    state=bindparam("state"),
    officer_id=bindparam("officer_id"),
    # Back from hold: the service began when it first began.
    arrived_at=case((t.turns.c.arrived_at.is_(None), bindparam("at")), else_=t.turns.c.arrived_at),
    arrival_inferred=case((t.turns.c.arrived_at.is_(None), bindparam("is_inferred")), else_=t.turns.c.arrival_inferred),
    absent_due_at=None,
)
FINISH_TURN = _change_turn(
    state=bindparam("state"),
    ended_at=bindparam("at"),
    outcome=bindparam("outcome"),
    end_inferred=bindparam("is_inferred"),
    ticks=bindparam("ticks"),
)
HOLD_TURN = _change_turn(state=bindparam("state"), held_until=bindparam("held_until"), absent_due_at=None)
ADD_HOLD = Statement(
    insert(t.holds).values(
        hold_id=bindparam("seq"),
        turn_id=bindparam("of_turn"),
        counter_id=select(t.turns.c.counter_id).where(_this_turn).scalar_subquery(),
        officer_id=select(t.turns.c.officer_id).where(_this_turn).scalar_subquery(),
        held_at=bindparam("at"),
        ended_at=None,
        ended_seq=None,
    )
)
END_HOLD = Statement(
    update(t.holds)
    .where(t.holds.c.turn_id == _TURN, t.holds.c.ended_at.is_(None))
    .values(ended_at=bindparam("at"), ended_seq=bindparam("seq"))
)
RELEASE_TURN = _change_turn(state=bindparam("state"), counter_id=None, officer_id=None, held_until=None)
MARK_ABSENT = _change_turn(
    state=bindparam("state"), ended_at=bindparam("at"), grace_until=bindparam("grace_until"), absent_due_at=None
)
REVIVE_TURN = _change_turn(
    state=bindparam("state"),
    counter_id=None,
    officer_id=None,
    ended_at=None,
    end_inferred=literal(0),
    grace_until=None,
    cool_down_until=None,
    outcome=None,
    ticks="[]",
)
UNDO_WINDOWS_OF_TURN = Statement(
    update(t.windows)
    .where(t.windows.c.turn_id == _TURN)
    .values(
        undone=literal(1),
        undone_at=func.coalesce(t.windows.c.undone_at, bindparam("at")),
        closed_at=case((t.windows.c.closed_at.is_(None), bindparam("at")), else_=t.windows.c.closed_at),
        closes_at=case((t.windows.c.closes_at > bindparam("at"), bindparam("at")), else_=t.windows.c.closes_at),
    )
)
SET_PRIORITY_GROUP = Statement(
    update(t.tickets)
    .where(t.tickets.c.ticket_id == bindparam("of_ticket"))
    .values(priority_group=bindparam("priority_group"))
)
SET_RATE = _change_turn(rate=bindparam("rate"))
ASK_SUPPLEMENT = Statement(
    insert(t.supplements).from_select(
        [c.name for c in t.supplements.columns],
        select(
            bindparam("seq"),
            t.turns.c.turn_id,
            t.turns.c.ticket_id,
            t.turns.c.day,
            t.turns.c.service,
            bindparam("officer_id"),
            bindparam("valid_until"),
            literal(None),
            literal(0),
        ).where(_this_turn),
    )
)
RESERVE_PLACE = Statement(
    insert(t.reserved_places).values(
        place_id=bindparam("seq"),
        day=bindparam("day"),
        service=bindparam("service"),
        at=bindparam("appointed_at"),
        priority_group=bindparam("priority_group"),
        language=bindparam("language"),
        reason=bindparam("reason"),
        from_ticket=bindparam("from_ticket"),
        state=PlaceState.RESERVED.value,
        ticket_id=None,
        made_at=bindparam("at"),
    )
)
END_PLACE = Statement(
    update(t.reserved_places)
    .where(t.reserved_places.c.place_id == bindparam("of_place"))
    .values(state=bindparam("state"))
)
ORDER_JOB = Statement(
    insert(t.jobs).values(
        job_id=bindparam("seq"),
        device_id=bindparam("device_id"),
        kind=bindparam("kind"),
        subject_id=bindparam("subject_id"),
        ordered_at=bindparam("at"),
        ended_at=None,
        outcome=None,
    )
)
END_JOB = Statement(
    update(t.jobs)
    .where(t.jobs.c.job_id == bindparam("of_job"), t.jobs.c.ended_at.is_(None))
    .values(ended_at=bindparam("at"), outcome=bindparam("outcome"))
)
END_GRACE = _change_turn(grace_until=None)
RETURN_TURN = _change_turn(
    state=bindparam("state"),
    counter_id=None,
    officer_id=None,
    ended_at=None,
    grace_until=None,
    absent_due_at=None,
    cool_down_until=bindparam("cool_down_until"),
)
# Absent and back in time, or voided and there after all: whoever was served before is still away, as during the hold
# that the end ended.
HOLD_ON_AGAIN = Statement(
    update(t.holds)
    .where(
        t.holds.c.turn_id == _TURN,
        t.holds.c.ended_at == select(t.turns.c.ended_at).where(_this_turn).scalar_subquery(),
    )
    .values(ended_at=None, ended_seq=None)
)
# Put back after its end: whoever was served was away from then until somebody serves again.
AWAY_SINCE_ITS_END = Statement(
    insert(t.holds).from_select(
        [c.name for c in t.holds.columns],
        select(
            bindparam("seq"),
            t.turns.c.turn_id,
            t.turns.c.counter_id,
            t.turns.c.officer_id,
            t.turns.c.ended_at,
            literal(None),
            literal(None),
        ).where(
            _this_turn,
            t.turns.c.arrived_at.is_not(None),
            t.turns.c.counter_id.is_not(None),
            ~exists().where(t.holds.c.turn_id == t.turns.c.turn_id, t.holds.c.ended_at.is_(None)),
        ),
    )
)
END_COOL_DOWN = _change_turn(cool_down_until=None)
POSTPONE_TURN = _change_turn(cool_down_until=bindparam("until_at"))
POSTPONE_TICKET = Statement(
    update(t.tickets)
    .where(t.tickets.c.ticket_id == select(t.turns.c.ticket_id).where(_this_turn).scalar_subquery())
    .values(postponed_until=bindparam("until_at"), confirmed_at=None)
)
# Called, absent or voided under the number that nobody saw: whoever holds the other waits, with the rank there was.
WAIT_AGAIN = _change_turn(
    state=bindparam("state"),
    counter_id=None,
    officer_id=None,
    ended_at=None,
    grace_until=None,
    cool_down_until=None,
    absent_due_at=None,
)
SIGN_ON = Statement(
    insert(t.desk_sessions).values(
        session_id=bindparam("seq"),
        counter_id=bindparam("counter_id"),
        officer_id=bindparam("officer_id"),
        signed_on_at=bindparam("at"),
        signed_off_at=None,
    )
)
SIGN_OFF = Statement(
    update(t.desk_sessions)
    .where(t.desk_sessions.c.session_id == bindparam("of_session"))
    .values(signed_off_at=bindparam("at"))
)
PAUSE = Statement(
    insert(t.desk_pauses).from_select(
        [c.name for c in t.desk_pauses.columns],
        select(
            bindparam("seq"),
            t.desk_sessions.c.session_id,
            t.desk_sessions.c.counter_id,
            t.desk_sessions.c.officer_id,
            bindparam("reason"),
            bindparam("at"),
            literal(None),
        ).where(t.desk_sessions.c.session_id == bindparam("of_session")),
    )
)
RESUME = Statement(
    update(t.desk_pauses)
    .where(t.desk_pauses.c.session_id == bindparam("of_session"), t.desk_pauses.c.resumed_at.is_(None))
    .values(resumed_at=bindparam("at"))
)
OPEN_WINDOW = Statement(
    insert(t.windows).values(
        window_id=bindparam("seq"),
        turn_id=bindparam("of_turn"),
        day=select(t.turns.c.day).where(_this_turn).scalar_subquery(),
        counter_id=bindparam("counter_id"),
        officer_id=bindparam("officer_id"),
        service=select(t.turns.c.service).where(_this_turn).scalar_subquery(),
        scheme_id=bindparam("scheme_id"),
        opened_at=bindparam("at"),
        closes_at=bindparam("closes_at"),
        closed_at=None,
        undone=literal(0),
        undone_at=None,
    )
)
_this_window = t.windows.c.window_id == bindparam("of_window")
SHORTEN_WINDOW = Statement(update(t.windows).where(_this_window).values(closes_at=bindparam("closes_at")))
CLOSE_WINDOW = Statement(
    update(t.windows).where(_this_window, t.windows.c.closed_at.is_(None)).values(closed_at=t.windows.c.closes_at)
)
RECORD_PRESS = Statement(
    insert(t.presses).values(
        press_id=bindparam("press_id"),
        seq=bindparam("seq"),
        device_id=bindparam("device_id"),
        counter_id=bindparam("counter_id"),
        boot_id=bindparam("boot_id"),
        n=bindparam("n"),
        level=bindparam("level"),
        window_seen=bindparam("window_seen"),
        age_ms=bindparam("age_ms"),
        received_at=bindparam("at"),
        window_id=bindparam("window_id"),
        channel=bindparam("channel"),
        flags=bindparam("flags"),
    )
)
GIVE_REASON = Statement(
    insert(t.rating_reasons).values(
        window_id=bindparam("of_window"),
        series=bindparam("series"),
        reason=bindparam("reason"),
        seq=bindparam("seq"),
        given_at=bindparam("at"),
    )
)
ASK_CORRECTION = Statement(
    insert(t.corrections).values(
        correction_id=bindparam("seq"),
        deed=bindparam("deed"),
        scheme_id=bindparam("scheme_id"),
        series=bindparam("series"),
        officer_id=bindparam("officer_id"),
        counter_id=bindparam("counter_id"),
        block=bindparam("block"),
        reason=bindparam("reason"),
        asked_by=bindparam("asked_by"),
        asked_at=bindparam("at"),
        state="asked",
        decided_by=None,
        decided_at=None,
    )
)
DECIDE_CORRECTION = Statement(
    update(t.corrections)
    .where(t.corrections.c.correction_id == bindparam("of_correction"))
    .values(state=bindparam("decided"), decided_by=bindparam("by"), decided_at=bindparam("at"))
)
SET_BLOCK_ASIDE = Statement(
    insert(t.blocks_set_aside).values(
        correction_id=bindparam("of_correction"),
        scheme_id=bindparam("scheme_id"),
        series=bindparam("series"),
        officer_id=bindparam("officer_id"),
        counter_id=bindparam("counter_id"),
        block=bindparam("block"),
        put_back_by=None,
    )
)
PUT_BLOCK_BACK = Statement(
    update(t.blocks_set_aside)
    .where(
        t.blocks_set_aside.c.scheme_id == bindparam("of_scheme"),
        t.blocks_set_aside.c.series == bindparam("of_series"),
        t.blocks_set_aside.c.officer_id == bindparam("of_officer"),
        t.blocks_set_aside.c.counter_id == bindparam("of_counter"),
        t.blocks_set_aside.c.block == bindparam("of_block"),
        t.blocks_set_aside.c.put_back_by.is_(None),
    )
    .values(put_back_by=bindparam("of_correction"))
)
ANSWER_FINDING = Statement(
    insert(t.answered_findings).values(
        seq=bindparam("seq"),
        finding_key=bindparam("finding_key"),
        officer_id=bindparam("officer_id"),
        answered_at=bindparam("at"),
    )
)
_undone_range: tuple[BindParameter[int], BindParameter[int]] = (bindparam("first_seq"), bindparam("last_seq"))
UNDO_CALLS = Statement(update(t.calls).where(t.calls.c.call_id.between(*_undone_range)).values(undone=literal(1)))
UNDO_WINDOWS = Statement(
    update(t.windows)
    .where(t.windows.c.window_id.between(*_undone_range))
    .values(
        undone=literal(1),
        undone_at=func.coalesce(t.windows.c.undone_at, bindparam("at")),
        closed_at=case((t.windows.c.closed_at.is_(None), bindparam("at")), else_=t.windows.c.closed_at),
        closes_at=case((t.windows.c.closes_at > bindparam("at"), bindparam("at")), else_=t.windows.c.closes_at),
    )
)
# The turn of a quick serve is its number's only one: it is put back as cancelled.
REMOVE_ADDED_TURNS = Statement(
    delete(t.turns).where(t.turns.c.turn_id.between(*_undone_range), t.turns.c.origin != TurnOrigin.QUICK_SERVE.value)
)
REMOVE_HOLDS = Statement(delete(t.holds).where(t.holds.c.hold_id.between(*_undone_range)))
HOLD_ON = Statement(
    update(t.holds)
    .where(t.holds.c.turn_id == _TURN, t.holds.c.ended_seq.between(*_undone_range))
    .values(ended_at=None, ended_seq=None)
)
WITHDRAW_SUPPLEMENT = Statement(
    update(t.supplements).where(t.supplements.c.supplement_id == bindparam("of_supplement")).values(undone=literal(1))
)
UNDO_SUPPLEMENTS = Statement(
    update(t.supplements).where(t.supplements.c.supplement_id.between(*_undone_range)).values(undone=literal(1))
)
WITHDRAW_JOBS = Statement(
    update(t.jobs)
    .where(t.jobs.c.job_id.between(*_undone_range), t.jobs.c.ended_at.is_(None))
    .values(ended_at=bindparam("at"), outcome="withdrawn")
)
_TURN_COLUMNS = [c.name for c in t.turns.columns]
PUT_TURN_BACK = Statement(
    update(t.turns)
    .where(_this_turn)
    .values({name: bindparam(f"was_{name}") for name in _TURN_COLUMNS if name not in ("turn_id", "touched_seq")})
    .values(touched_seq=bindparam("seq"))
)

QUICK_PREFIX = "+"
"""The series of those who are served at once: no letter of a service, for nobody is called by it."""
_NEW_TURN: dict[str, Any] = {
    "state": TurnState.WAITING.value,
    "cool_down_until": None,
    "counter_id": None,
    "officer_id": None,
    "arrived_at": None,
    "from_turn": None,
    "for_counter": None,
    "for_officer": None,
}

E = TypeVar("E", bound=e.Event)


class Applied:
    """One event on its way into the tables: its place in the journal, and the connection."""

    __slots__ = ("at", "connection", "seq")

    def __init__(self, connection: sqlite3.Connection, seq: int, at: Instant) -> None:
        self.connection = connection
        self.seq = seq
        self.at = at

    def run(self, statement: Statement, **values: Any) -> None:
        statement.run(self.connection, **values)

    def move(self, turn_id: int, deed: Deed, statement: Statement, **values: Any) -> None:
        """Move a turn along the table of transitions and set what the deed sets."""
        state = TurnState(TURN_STATE.value(self.connection, of_turn=turn_id))
        self.run(statement, of_turn=turn_id, seq=self.seq, state=state_after(state, deed).value, **values)

    def add_turn(self, **values: Any) -> None:
        """Add a turn with this event's sequence as its id; what is not told is empty, and it waits."""
        self.run(ADD_TURN, seq=self.seq, **(_NEW_TURN | values))

    def end_turn(self, turn_id: int, deed: Deed) -> None:
        """Let a turn end otherwise than at the desk; whoever was away from it is away no more."""
        self.move(turn_id, deed, END_TURN, at=self.at)
        self.end_hold(turn_id)

    def end_hold(self, turn_id: int) -> None:
        self.run(END_HOLD, of_turn=turn_id, seq=self.seq, at=self.at)


def apply(connection: sqlite3.Connection, event: e.Event, seq: int, at: Instant) -> None:
    """Change the journalled tables as `event`, journal row `seq` stamped `at`, says.

    Raises:
        DeedNotPossible: the event does not fit the state of its turn.
    """
    _CHANGES[type(event)](Applied(connection, seq, at), event)


_CHANGES: dict[type[e.Event], Callable[[Applied, Any], None]] = {}


def _of(kind: type[E]) -> Callable[[Callable[[Applied, E], None]], Callable[[Applied, E], None]]:
    def remember(change: Callable[[Applied, E], None]) -> Callable[[Applied, E], None]:
        _CHANGES[kind] = change
        return change

    return remember


@_of(e.SetUpChanged)
def _set_up_changed(to: Applied, event: e.SetUpChanged) -> None:
    to.run(PUT_SET_UP, seq=to.seq, centre=json.dumps(event.centre, ensure_ascii=False, sort_keys=True))
    rating = event.centre["rating"]
    to.run(PUT_SCHEME, scheme_id=rating["policy_id"], body=json.dumps(rating, ensure_ascii=False, sort_keys=True))


@_of(e.DeviceAdded)
def _device_added(to: Applied, event: e.DeviceAdded) -> None:
    to.run(
        ADD_DEVICE,
        seq=to.seq,
        device_id=event.device_id,
        kind=event.device_kind,
        counter_id=event.counter_id,
        zone=event.zone,
        name=event.name,
        speaks=int(event.speaks),
    )


@_of(e.DeviceChanged)
def _device_changed(to: Applied, event: e.DeviceChanged) -> None:
    to.run(
        CHANGE_DEVICE,
        seq=to.seq,
        of_device=event.device_id,
        counter_id=event.counter_id,
        zone=event.zone,
        name=event.name,
        speaks=int(event.speaks),
    )


@_of(e.DeviceRetired)
def _device_retired(to: Applied, event: e.DeviceRetired) -> None:
    to.run(RETIRE_DEVICE, of_device=event.device_id, at=to.at)


@_of(e.DeviceInvited)
def _device_invited(_to: Applied, _event: e.DeviceInvited) -> None:
    """The code's hash is beside the journal: that there is one is all that stands in it."""


@_of(e.DeviceEnrolled)
def _device_enrolled(to: Applied, event: e.DeviceEnrolled) -> None:
    to.run(BEGIN_GENERATION, of_device=event.device_id)


@_of(e.DeviceRotationAsked)
def _device_rotation_asked(to: Applied, event: e.DeviceRotationAsked) -> None:
    to.run(ASK_ROTATION, of_device=event.device_id)


@_of(e.DeviceRotated)
def _device_rotated(to: Applied, event: e.DeviceRotated) -> None:
    to.run(BEGIN_GENERATION, of_device=event.device_id)


@_of(e.DeviceRevoked)
def _device_revoked(to: Applied, event: e.DeviceRevoked) -> None:
    to.run(BEGIN_GENERATION, of_device=event.device_id)


@_of(e.StaffAdded)
def _staff_added(to: Applied, event: e.StaffAdded) -> None:
    to.run(
        ADD_STAFF,
        staff_id=event.staff_id,
        role=event.role,
        languages=_as_json(event.languages),
        expires_on=event.expires_on,
    )


@_of(e.StaffChanged)
def _staff_changed(to: Applied, event: e.StaffChanged) -> None:
    to.run(
        CHANGE_STAFF,
        of_staff=event.staff_id,
        role=event.role,
        languages=_as_json(event.languages),
        is_active=int(event.is_active),
        expires_on=event.expires_on,
    )


@_of(e.AccessChanged)
def _access_changed(_to: Applied, _event: e.AccessChanged) -> None:
    """Sessions and secrets are beside the journal: that somebody touched them is all that stands in it."""


@_of(e.DayOpened)
def _day_opened(to: Applied, event: e.DayOpened) -> None:
    to.run(OPEN_DAY, day=event.day, at=to.at, phase=event.phase)


@_of(e.TicketsStopped)
def _tickets_stopped(to: Applied, event: e.TicketsStopped) -> None:
    to.run(STOP_TICKETS, of_day=event.day)


@_of(e.DayClosed)
def _day_closed(to: Applied, event: e.DayClosed) -> None:
    to.run(CLOSE_DAY, of_day=event.day, at=to.at)


@_of(e.DayExtended)
def _day_extended(to: Applied, event: e.DayExtended) -> None:
    to.run(EXTEND_DAY, of_day=event.day, closes_at=event.closes_at)


@_of(e.ServiceClosed)
def _service_closed(to: Applied, event: e.ServiceClosed) -> None:
    to.run(CLOSE_SERVICE, day=event.day, service=event.service, at=to.at)


@_of(e.ServiceReopened)
def _service_reopened(to: Applied, event: e.ServiceReopened) -> None:
    to.run(REOPEN_SERVICE, of_day=event.day, of_service=event.service)


@_of(e.NoticePosted)
def _notice_posted(to: Applied, event: e.NoticePosted) -> None:
    to.run(POST_NOTICE, seq=to.seq, at=to.at, until_at=event.until_at)


@_of(e.NoticeWithdrawn)
def _notice_withdrawn(to: Applied, event: e.NoticeWithdrawn) -> None:
    to.run(WITHDRAW_NOTICE, of_notice=event.notice_id, at=to.at)


@_of(e.AlarmAcknowledged)
def _alarm_acknowledged(to: Applied, event: e.AlarmAcknowledged) -> None:
    to.run(
        ACKNOWLEDGE_ALARM,
        seq=to.seq,
        at=to.at,
        device_id=event.device_id,
        fault=event.fault,
        staff_id=event.staff_id,
        until_at=event.until_at,
    )


@_of(e.RushSwitched)
def _rush_switched(to: Applied, event: e.RushSwitched) -> None:
    to.run(SWITCH_RUSH, of_day=event.day, rush="on" if event.is_on else "off", rush_by=event.by)


@_of(e.PictureAdded)
def _picture_added(to: Applied, event: e.PictureAdded) -> None:
    to.run(ADD_PICTURE, seq=to.seq, at=to.at, sha256=event.sha256)


@_of(e.PictureRemoved)
def _picture_removed(to: Applied, event: e.PictureRemoved) -> None:
    to.run(REMOVE_PICTURE, of_picture=event.picture_id, at=to.at)


@_of(e.ProceduresImported)
def _procedures_imported(to: Applied, event: e.ProceduresImported) -> None:
    to.run(NOTE_PROCEDURES, seq=to.seq, at=to.at, sha256=event.sha256, count=event.count, as_of=event.as_of)


@_of(e.DatabaseRestored)
def _database_restored(_to: Applied, _event: e.DatabaseRestored) -> None:
    """The epoch stands beside the journal: no table tells of it."""


@_of(e.LostInRestore)
def _lost_in_restore(to: Applied, event: e.LostInRestore) -> None:
    to.run(RAISE_SERIES, day=event.day, prefix=event.prefix, number=event.last)


@_of(e.ClockJumped)
def _clock_jumped(to: Applied, event: e.ClockJumped) -> None:
    to.run(NOTE_CLOCK_JUMP, seq=to.seq, at=to.at, jump_ms=event.jump_ms)


@_of(e.TicketIssued)
def _ticket_issued(to: Applied, event: e.TicketIssued) -> None:
    to.run(RAISE_SERIES, day=event.day, prefix=event.prefix, number=event.number)
    to.run(
        ADD_TICKET,
        seq=to.seq,
        at=to.at,
        intent_id=event.intent_id,
        day=event.day,
        prefix=event.prefix,
        number=event.number,
        shown=event.shown,
        service=event.service,
        priority_group=event.priority_group,
        language=event.language,
        device_id=event.device_id,
        print_outcome=None,
        print_due_at=event.print_due_at,
        origin=event.origin,
        helped_by=event.helped_by,
        purpose=event.purpose,
        procedure=event.procedure,
    )
    has_to_wait = event.not_before is not None and event.not_before > to.at
    to.add_turn(
        ticket_id=to.seq,
        arrival=to.seq,
        day=event.day,
        service=event.service,
        rate=event.rate,
        ranked_at=to.at if event.ranked_at is None else event.ranked_at,
        waiting_since=event.not_before if has_to_wait else to.at,
        cool_down_until=event.not_before if has_to_wait else None,
        for_officer=event.for_officer,
        origin=TurnOrigin.ISSUED.value,
    )
    if event.place_id is not None:
        to.run(CLAIM_PLACE, of_place=event.place_id, seq=to.seq)
    if event.supplement_id is not None:
        to.run(BRING_SUPPLEMENT, of_supplement=event.supplement_id, seq=to.seq)


@_of(e.EmergencyMerged)
def _emergency_merged(to: Applied, event: e.EmergencyMerged) -> None:
    if event.ticket_id is not None:
        _take_printed_number(to, event, event.ticket_id)
        return
    to.run(
        ADD_TICKET,
        seq=to.seq,
        at=to.at,
        intent_id=event.intent_id,
        day=event.day,
        prefix=event.prefix,
        number=event.number,
        shown=event.shown,
        service=event.service,
        priority_group=event.priority_group,
        language=event.language,
        device_id=event.device_id,
        print_outcome=PRINTED,
        print_due_at=None,
        origin=TicketOrigin.EMERGENCY.value,
        helped_by=None,
        purpose=event.purpose,
        procedure=event.procedure,
    )
    to.add_turn(
        ticket_id=to.seq,
        arrival=to.seq,
        day=event.day,
        service=event.service,
        rate=event.rate,
        ranked_at=event.ranked_at,
        waiting_since=event.ranked_at,
        origin=TurnOrigin.ISSUED.value,
    )


def _take_printed_number(to: Applied, event: e.EmergencyMerged, ticket_id: int) -> None:
    to.run(TAKE_EMERGENCY_NUMBER, of_ticket=ticket_id, prefix=event.prefix, number=event.number, shown=event.shown)
    if event.superseded is not None:
        to.run(SUPERSEDE_NUMBER, of_ticket=ticket_id, day=event.day, superseded=event.superseded, seq=to.seq)
    # The first turn of a ticket has the ticket's own id.
    state = TurnState(TURN_STATE.value(to.connection, of_turn=ticket_id))
    if can(state, Deed.MERGE):
        to.move(ticket_id, Deed.MERGE, WAIT_AGAIN)


@_of(e.PrintReported)
def _print_reported(to: Applied, event: e.PrintReported) -> None:
    to.run(SET_PRINT_OUTCOME, of_ticket=event.ticket_id, outcome=event.outcome)


@_of(e.IntentCancelled)
def _intent_cancelled(to: Applied, event: e.IntentCancelled) -> None:
    to.run(CANCEL_INTENT, intent_id=event.intent_id, device_id=event.device_id, at=to.at)


@_of(e.TurnCancelled)
def _turn_cancelled(to: Applied, event: e.TurnCancelled) -> None:
    to.end_turn(event.turn_id, Deed.CANCEL)
    to.run(CLEAR_PRINT_DUE, of_turn=event.turn_id)


@_of(e.PresenceConfirmed)
def _presence_confirmed(to: Applied, event: e.PresenceConfirmed) -> None:
    to.run(CONFIRM_PRESENCE, of_ticket=event.ticket_id, at=to.at)


@_of(e.TurnPostponed)
def _turn_postponed(to: Applied, event: e.TurnPostponed) -> None:
    to.run(POSTPONE_TURN, of_turn=event.turn_id, seq=to.seq, until_at=event.until_at)
    to.run(POSTPONE_TICKET, of_turn=event.turn_id, until_at=event.until_at)


@_of(e.TurnVoided)
def _turn_voided(to: Applied, event: e.TurnVoided) -> None:
    to.end_turn(event.turn_id, Deed.VOID)
    to.run(CLEAR_PRINT_DUE, of_turn=event.turn_id)


@_of(e.TurnRestored)
def _turn_restored(to: Applied, event: e.TurnRestored) -> None:
    to.run(HOLD_ON_AGAIN, of_turn=event.turn_id)
    to.move(event.turn_id, Deed.RESTORE, RESTORE_TURN)


@_of(e.TurnCalled)
def _turn_called(to: Applied, event: e.TurnCalled) -> None:
    to.run(
        ADD_CALL,
        seq=to.seq,
        at=to.at,
        of_turn=event.turn_id,
        counter_id=event.counter_id,
        officer_id=event.officer_id,
        kind=event.call_kind,
        to_seat=int(event.to_seat),
        reason=json.dumps(event.reason, ensure_ascii=False, sort_keys=True),
    )
    to.move(
        event.turn_id,
        Deed.CALL,
        CALL_TURN,
        at=to.at,
        counter_id=event.counter_id,
        officer_id=event.officer_id,
        absent_due_at=None,
    )
    to.run(CLEAR_PRINT_DUE, of_turn=event.turn_id)  # a called turn is never voided
    for overtaken in event.overtaken:
        to.run(OVERTAKE, of_turn=overtaken, at=to.at)


@_of(e.TurnRecalled)
def _turn_recalled(to: Applied, event: e.TurnRecalled) -> None:
    to.run(
        ADD_CALL,
        seq=to.seq,
        at=to.at,
        of_turn=event.turn_id,
        counter_id=event.counter_id,
        officer_id=event.officer_id,
        kind="recall",
        to_seat=int(event.to_seat),
        reason="{}",
    )
    to.move(
        event.turn_id,
        Deed.RECALL,
        CALL_TURN,
        at=to.at,
        counter_id=event.counter_id,
        officer_id=event.officer_id,
        absent_due_at=event.absent_due_at,
    )


@_of(e.TurnStarted)
def _turn_started(to: Applied, event: e.TurnStarted) -> None:
    to.move(
        event.turn_id,
        Deed.START,
        START_TURN,
        at=to.at,
        officer_id=event.officer_id,
        is_inferred=int(event.is_inferred),
    )
    to.end_hold(event.turn_id)


@_of(e.TurnFinished)
def _turn_finished(to: Applied, event: e.TurnFinished) -> None:
    to.move(
        event.turn_id,
        Deed.FINISH,
        FINISH_TURN,
        at=to.at,
        outcome=event.outcome,
        is_inferred=int(event.is_inferred),
        ticks=_as_json(event.ticks),
    )


@_of(e.TurnHeld)
def _turn_held(to: Applied, event: e.TurnHeld) -> None:
    to.end_hold(event.turn_id)  # held again, before anybody served: one hold after the other
    to.run(ADD_HOLD, of_turn=event.turn_id, seq=to.seq, at=to.at)
    to.move(event.turn_id, Deed.HOLD, HOLD_TURN, held_until=event.held_until)


@_of(e.TurnReleased)
def _turn_released(to: Applied, event: e.TurnReleased) -> None:
    to.move(event.turn_id, Deed.RELEASE, RELEASE_TURN)


@_of(e.TurnTransferred)
def _turn_transferred(to: Applied, event: e.TurnTransferred) -> None:
    to.end_turn(event.turn_id, Deed.TRANSFER)


@_of(e.TurnAdded)
def _turn_added(to: Applied, event: e.TurnAdded) -> None:
    to.add_turn(
        ticket_id=event.ticket_id,
        arrival=event.arrival,
        day=str(DAY_OF_TURN.value(to.connection, of_turn=event.from_turn)),
        service=event.service,
        rate=event.rate,
        ranked_at=event.ranked_at,
        waiting_since=to.at,
        for_counter=event.for_counter,
        for_officer=event.for_officer,
        origin=event.origin,
        from_turn=event.from_turn,
    )


@_of(e.QuickServed)
def _quick_served(to: Applied, event: e.QuickServed) -> None:
    to.run(RAISE_SERIES, day=event.day, prefix=QUICK_PREFIX, number=event.number)
    to.run(
        ADD_TICKET,
        seq=to.seq,
        at=to.at,
        intent_id=event.intent_id,
        day=event.day,
        prefix=QUICK_PREFIX,
        number=event.number,
        shown=event.shown,
        service=event.service,
        priority_group=None,
        language="vi",
        device_id="",
        print_outcome=None,
        print_due_at=None,
        origin=TicketOrigin.QUICK_SERVE.value,
        helped_by=None,
        purpose=None,
        procedure=None,
    )
    to.add_turn(
        ticket_id=to.seq,
        arrival=to.seq,
        day=event.day,
        service=event.service,
        rate=ORDINARY,
        state=TurnState.SERVING.value,
        ranked_at=to.at,
        waiting_since=to.at,
        counter_id=event.counter_id,
        officer_id=event.officer_id,
        arrived_at=to.at,
        origin=TurnOrigin.QUICK_SERVE.value,
    )


@_of(e.PriorityChanged)
def _priority_changed(to: Applied, event: e.PriorityChanged) -> None:
    to.run(SET_PRIORITY_GROUP, of_ticket=event.ticket_id, priority_group=event.priority_group)
    to.run(SET_RATE, of_turn=event.turn_id, seq=to.seq, rate=event.rate)


@_of(e.TurnRevived)
def _turn_revived(to: Applied, event: e.TurnRevived) -> None:
    to.run(HOLD_ON_AGAIN, of_turn=event.turn_id)
    to.run(AWAY_SINCE_ITS_END, of_turn=event.turn_id, seq=to.seq)
    to.move(event.turn_id, Deed.REVIVE, REVIVE_TURN)
    to.run(UNDO_WINDOWS_OF_TURN, of_turn=event.turn_id, at=to.at)
    to.run(CLEAR_PRINT_DUE, of_turn=event.turn_id)


@_of(e.SupplementAsked)
def _supplement_asked(to: Applied, event: e.SupplementAsked) -> None:
    to.run(
        ASK_SUPPLEMENT,
        seq=to.seq,
        of_turn=event.turn_id,
        officer_id=event.officer_id,
        valid_until=event.valid_until,
    )


@_of(e.SupplementWithdrawn)
def _supplement_withdrawn(to: Applied, event: e.SupplementWithdrawn) -> None:
    to.run(WITHDRAW_SUPPLEMENT, of_supplement=event.supplement_id)


@_of(e.PlaceReserved)
def _place_reserved(to: Applied, event: e.PlaceReserved) -> None:
    to.run(
        RESERVE_PLACE,
        seq=to.seq,
        at=to.at,
        day=event.day,
        service=event.service,
        appointed_at=event.at,
        priority_group=event.priority_group,
        language=event.language,
        reason=event.reason,
        from_ticket=event.from_ticket,
    )


@_of(e.PlaceEnded)
def _place_ended(to: Applied, event: e.PlaceEnded) -> None:
    to.run(END_PLACE, of_place=event.place_id, state=event.state)


@_of(e.JobOrdered)
def _job_ordered(to: Applied, event: e.JobOrdered) -> None:
    to.run(
        ORDER_JOB,
        seq=to.seq,
        at=to.at,
        device_id=event.device_id,
        kind=event.job_kind,
        subject_id=event.subject_id,
    )


@_of(e.JobEnded)
def _job_ended(to: Applied, event: e.JobEnded) -> None:
    to.run(END_JOB, of_job=event.job_id, at=to.at, outcome=event.outcome)


@_of(e.TurnMarkedAbsent)
def _turn_marked_absent(to: Applied, event: e.TurnMarkedAbsent) -> None:
    to.move(event.turn_id, Deed.MARK_ABSENT, MARK_ABSENT, at=to.at, grace_until=event.grace_until)
    to.end_hold(event.turn_id)


@_of(e.GraceEnded)
def _grace_ended(to: Applied, event: e.GraceEnded) -> None:
    to.run(END_GRACE, of_turn=event.turn_id, seq=to.seq)


@_of(e.TurnReturned)
def _turn_returned(to: Applied, event: e.TurnReturned) -> None:
    to.run(HOLD_ON_AGAIN, of_turn=event.turn_id)
    to.move(event.turn_id, Deed.RETURN, RETURN_TURN, cool_down_until=event.cool_down_until)


@_of(e.CoolDownEnded)
def _cool_down_ended(to: Applied, event: e.CoolDownEnded) -> None:
    to.run(END_COOL_DOWN, of_turn=event.turn_id, seq=to.seq)


@_of(e.TurnExpired)
def _turn_expired(to: Applied, event: e.TurnExpired) -> None:
    to.end_turn(event.turn_id, Deed.EXPIRE)
    to.run(CLEAR_PRINT_DUE, of_turn=event.turn_id)


@_of(e.DeskSignedOn)
def _desk_signed_on(to: Applied, event: e.DeskSignedOn) -> None:
    to.run(SIGN_ON, seq=to.seq, at=to.at, counter_id=event.counter_id, officer_id=event.officer_id)


@_of(e.DeskSignedOff)
def _desk_signed_off(to: Applied, event: e.DeskSignedOff) -> None:
    to.run(RESUME, at=to.at, of_session=event.session_id)
    to.run(SIGN_OFF, at=to.at, of_session=event.session_id)


@_of(e.DeskPaused)
def _desk_paused(to: Applied, event: e.DeskPaused) -> None:
    to.run(PAUSE, seq=to.seq, at=to.at, of_session=event.session_id, reason=event.reason)


@_of(e.DeskResumed)
def _desk_resumed(to: Applied, event: e.DeskResumed) -> None:
    to.run(RESUME, at=to.at, of_session=event.session_id)


@_of(e.WindowOpened)
def _window_opened(to: Applied, event: e.WindowOpened) -> None:
    to.run(
        OPEN_WINDOW,
        seq=to.seq,
        at=to.at,
        of_turn=event.turn_id,
        counter_id=event.counter_id,
        officer_id=event.officer_id,
        scheme_id=event.scheme_id,
        closes_at=event.closes_at,
    )


@_of(e.WindowShortened)
def _window_shortened(to: Applied, event: e.WindowShortened) -> None:
    to.run(SHORTEN_WINDOW, of_window=event.window_id, closes_at=event.closes_at)


@_of(e.WindowClosed)
def _window_closed(to: Applied, event: e.WindowClosed) -> None:
    to.run(CLOSE_WINDOW, of_window=event.window_id)


@_of(e.PressRecorded)
def _press_recorded(to: Applied, event: e.PressRecorded) -> None:
    to.run(
        RECORD_PRESS,
        seq=to.seq,
        at=to.at,
        press_id=event.press_id,
        device_id=event.device_id,
        counter_id=event.counter_id,
        boot_id=event.boot_id,
        n=event.n,
        level=event.level,
        window_seen=event.window_seen,
        age_ms=event.age_ms,
        window_id=event.window_id,
        channel=event.channel,
        flags=" ".join(event.flags),
    )


@_of(e.RatingReasonGiven)
def _rating_reason_given(to: Applied, event: e.RatingReasonGiven) -> None:
    series = series_of(event.channel)
    for reason in event.reasons:
        to.run(GIVE_REASON, seq=to.seq, at=to.at, of_window=event.window_id, series=series, reason=reason)


@_of(e.CorrectionAsked)
def _correction_asked(to: Applied, event: e.CorrectionAsked) -> None:
    to.run(
        ASK_CORRECTION,
        seq=to.seq,
        at=to.at,
        deed=event.deed,
        reason=event.reason,
        asked_by=event.asked_by,
        **_block_of(event),
    )


@_of(e.CorrectionDeclined)
def _correction_declined(to: Applied, event: e.CorrectionDeclined) -> None:
    to.run(DECIDE_CORRECTION, of_correction=event.correction_id, decided="declined", by=event.declined_by, at=to.at)


@_of(e.BlockSetAside)
def _block_set_aside(to: Applied, event: e.BlockSetAside) -> None:
    to.run(DECIDE_CORRECTION, of_correction=event.correction_id, decided="agreed", by=event.agreed_by, at=to.at)
    to.run(SET_BLOCK_ASIDE, of_correction=event.correction_id, **_block_of(event))


@_of(e.BlockPutBack)
def _block_put_back(to: Applied, event: e.BlockPutBack) -> None:
    to.run(DECIDE_CORRECTION, of_correction=event.correction_id, decided="agreed", by=event.agreed_by, at=to.at)
    to.run(
        PUT_BLOCK_BACK,
        of_correction=event.correction_id,
        of_scheme=event.scheme_id,
        of_series=event.series,
        of_officer=event.officer_id,
        of_counter=event.counter_id,
        of_block=event.block,
    )


def _block_of(event: e.CorrectionAsked | e.BlockSetAside) -> dict[str, str | int]:
    return {
        "scheme_id": event.scheme_id,
        "series": event.series,
        "officer_id": event.officer_id,
        "counter_id": event.counter_id,
        "block": event.block,
    }


@_of(e.FindingAnswered)
def _finding_answered(to: Applied, event: e.FindingAnswered) -> None:
    to.run(ANSWER_FINDING, seq=to.seq, at=to.at, finding_key=event.finding_key, officer_id=event.officer_id)


@_of(e.ActionUndone)
def _action_undone(to: Applied, event: e.ActionUndone) -> None:
    span = {"first_seq": event.first_seq, "last_seq": event.last_seq}
    to.run(UNDO_CALLS, **span)
    to.run(UNDO_WINDOWS, at=to.at, **span)
    to.run(UNDO_SUPPLEMENTS, **span)
    to.run(WITHDRAW_JOBS, at=to.at, **span)
    to.run(REMOVE_ADDED_TURNS, **span)
    to.run(REMOVE_HOLDS, **span)
    for turn in event.turns:
        to.run(HOLD_ON, of_turn=turn["turn_id"], **span)
        was = {f"was_{name}": turn[name] for name in _TURN_COLUMNS if name not in ("turn_id", "touched_seq")}
        to.run(PUT_TURN_BACK, seq=to.seq, of_turn=turn["turn_id"], **was)
    for overtaken in event.overtaken:
        to.run(TAKE_BACK_OVERTAKING, of_turn=overtaken)


def _as_json(words: list[str]) -> str:
    return json.dumps(words, ensure_ascii=False)
