"""What an event of the journal may hold, by kind and version: anything else could name somebody."""

from collections.abc import Mapping
from typing import Any

FIELDS: dict[str, str] = {
    "set_up_changed": "centre",
    "device_added": "device_id device_kind counter_id zone name",
    "device_changed": "device_id counter_id zone name",
    "device_retired": "device_id",
    "staff_added": "staff_id role languages expires_on",
    "staff_changed": "staff_id role languages is_active expires_on",
    "alarm_acknowledged": "device_id fault staff_id until_at",
    "day_opened": "day is_reopened date_confirmed_by_staff phase",
    "tickets_stopped": "day",
    "day_closed": "day",
    "day_extended": "day closes_at",
    "service_closed": "day service",
    "service_reopened": "day service",
    "notice_posted": "until_at",
    "notice_withdrawn": "notice_id",
    "clock_jumped": "jump_ms",
    "ticket_issued": "intent_id day prefix number shown service priority_group rate language device_id print_due_at"
    " origin helped_by ranked_at not_before for_officer place_id supplement_id",
    "print_reported": "ticket_id outcome",
    "intent_cancelled": "intent_id device_id",
    "place_reserved": "day service at priority_group language reason from_ticket",
    "place_ended": "place_id state",
    "supplement_asked": "turn_id officer_id valid_until",
    "job_ordered": "device_id job_kind subject_id",
    "job_ended": "job_id outcome",
    "turn_cancelled": "turn_id",
    "turn_voided": "turn_id reason",
    "turn_restored": "turn_id",
    "turn_called": "turn_id counter_id officer_id call_kind reason overtaken to_seat",
    "turn_recalled": "turn_id counter_id officer_id to_seat absent_due_at",
    "turn_started": "turn_id officer_id is_inferred",
    "turn_finished": "turn_id outcome is_inferred ticks",
    "turn_marked_absent": "turn_id grace_until",
    "grace_ended": "turn_id",
    "turn_returned": "turn_id cool_down_until",
    "cool_down_ended": "turn_id",
    "turn_held": "turn_id held_until",
    "turn_released": "turn_id reason",
    "turn_transferred": "turn_id",
    "turn_added": "ticket_id from_turn origin service rate ranked_at arrival for_counter for_officer",
    "quick_served": "intent_id day number shown service counter_id officer_id passed",
    "priority_changed": "ticket_id turn_id priority_group rate counter_id officer_id passed",
    "turn_revived": "turn_id",
    "turn_expired": "turn_id",
    "desk_signed_on": "counter_id officer_id",
    "desk_signed_off": "session_id reason",
    "desk_paused": "session_id reason",
    "desk_resumed": "session_id",
    "window_opened": "turn_id counter_id officer_id scheme_id closes_at",
    "window_shortened": "window_id closes_at",
    "window_closed": "window_id",
    "press_recorded": "press_id device_id counter_id boot_id n level window_seen age_ms window_id",
    "action_undone": "counter_id first_seq last_seq turns overtaken",
}
SINCE_VERSION_2: dict[str, dict[str, Any]] = {
    "device_added": {"name": ""},
    "staff_added": {"languages": [], "expires_on": None},
    "ticket_issued": {
        "origin": "kiosk",
        "helped_by": None,
        "ranked_at": None,
        "not_before": None,
        "for_officer": None,
        "place_id": None,
        "supplement_id": None,
    },
    "turn_called": {"to_seat": False},
    "turn_recalled": {"to_seat": False, "absent_due_at": None},
    "turn_finished": {"ticks": []},
    "action_undone": {},
}
"""Fields that the second version brought, and what they mean in an event of the first."""
TURN_SINCE_VERSION_2: dict[str, Any] = {
    "origin": "issued",
    "from_turn": None,
    "for_counter": None,
    "for_officer": None,
    "held_until": None,
    "absent_due_at": None,
    "ticks": "[]",
}
"""The same for the turns inside an undo."""


def is_known(kind: str, version: int) -> bool:
    return kind in FIELDS and 1 <= version <= (2 if kind in SINCE_VERSION_2 else 1)


def fields_of(kind: str, version: int) -> set[str]:
    """The names that an event of this version has to hold, no more and no fewer."""
    added = SINCE_VERSION_2.get(kind, {}) if version < 2 else {}
    return set(FIELDS[kind].split()) - set(added)


def as_newest(kind: str, version: int, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with the fields that a later version brought."""
    if version > 1:
        return dict(body)
    newest = SINCE_VERSION_2.get(kind, {}) | dict(body)
    if kind == "action_undone":
        newest["turns"] = [TURN_SINCE_VERSION_2 | turn for turn in body["turns"]]
    return newest
