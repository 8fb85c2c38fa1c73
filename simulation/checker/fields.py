"""What an event of the journal may hold, by kind and version: anything else could name somebody."""

from collections.abc import Mapping
from typing import Any

FIELDS: dict[str, str] = {
    "set_up_changed": "centre",
    "device_added": "device_id device_kind counter_id zone name speaks",
    "device_changed": "device_id counter_id zone name speaks",
    "device_retired": "device_id",
    "device_invited": "device_id",
    "device_enrolled": "device_id by",
    "device_rotation_asked": "device_id",
    "device_rotated": "device_id",
    "device_revoked": "device_id",
    "staff_added": "staff_id role languages expires_on",
    "staff_changed": "staff_id role languages is_active expires_on",
    "access_changed": "staff_id deed",
    "alarm_acknowledged": "device_id fault staff_id until_at",
    "day_opened": "day is_reopened date_confirmed_by_staff phase",
    "tickets_stopped": "day",
    "day_closed": "day",
    "day_extended": "day closes_at",
    "service_closed": "day service",
    "service_reopened": "day service",
    "notice_posted": "until_at",
    "notice_withdrawn": "notice_id",
    "rush_switched": "day is_on by",
    "picture_added": "sha256",
    "picture_removed": "picture_id",
    "procedures_imported": "sha256 count as_of",
    "database_restored": "epoch",
    "lost_in_restore": "day prefix first last",
    "clock_jumped": "jump_ms",
    "ticket_issued": "intent_id day prefix number shown service priority_group rate language device_id print_due_at"
    " origin helped_by ranked_at not_before for_officer place_id supplement_id purpose procedure",
    "emergency_merged": "intent_id day prefix number shown service priority_group purpose rate language device_id"
    " ranked_at is_rank_sure ticket_id superseded procedure",
    "print_reported": "ticket_id outcome",
    "intent_cancelled": "intent_id device_id emergency",
    "place_reserved": "day service at priority_group language reason from_ticket",
    "place_ended": "place_id state",
    "supplement_asked": "turn_id officer_id valid_until",
    "supplement_withdrawn": "supplement_id",
    "job_ordered": "device_id job_kind subject_id",
    "job_ended": "job_id outcome",
    "turn_cancelled": "turn_id reason",
    "presence_confirmed": "ticket_id channel",
    "turn_postponed": "turn_id until_at channel",
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
    "press_recorded": "press_id device_id counter_id boot_id n level window_seen age_ms window_id channel flags",
    "rating_reason_given": "window_id channel reasons",
    "correction_asked": "deed scheme_id series officer_id counter_id block reason asked_by",
    "correction_declined": "correction_id declined_by",
    "block_set_aside": "correction_id scheme_id series officer_id counter_id block reason asked_by agreed_by",
    "block_put_back": "correction_id scheme_id series officer_id counter_id block reason asked_by agreed_by",
    "finding_answered": "finding_key officer_id",
    "action_undone": "counter_id first_seq last_seq turns overtaken",
}
ADDED: dict[str, dict[int, dict[str, Any]]] = {
    "device_added": {2: {"name": ""}, 3: {"speaks": True}},
    "device_changed": {2: {"speaks": True}},
    "staff_added": {2: {"languages": [], "expires_on": None}},
    "ticket_issued": {
        2: {
            "origin": "kiosk",
            "helped_by": None,
            "ranked_at": None,
            "not_before": None,
            "for_officer": None,
            "place_id": None,
            "supplement_id": None,
        },
        3: {"purpose": None},
        4: {"procedure": None},
    },
    "emergency_merged": {2: {"procedure": None}},
    "intent_cancelled": {2: {"emergency": None}},
    "turn_cancelled": {2: {"reason": "intent"}},
    "turn_called": {2: {"to_seat": False}},
    "turn_recalled": {2: {"to_seat": False, "absent_due_at": None}},
    "turn_finished": {2: {"ticks": []}},
    "press_recorded": {2: {"channel": "pad", "flags": []}},
    "action_undone": {2: {}},
}
"""Fields that each later version brought, and what they mean in an event from before it."""
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
    return kind in FIELDS and 1 <= version <= max(ADDED.get(kind, {1: {}}))


def fields_of(kind: str, version: int) -> set[str]:
    """The names that an event of this version has to hold, no more and no fewer."""
    return set(FIELDS[kind].split()) - set(_came_after(kind, version))


def as_newest(kind: str, version: int, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with the fields that later versions brought."""
    newest = _came_after(kind, version) | dict(body)
    if kind == "action_undone" and version < 2:
        newest["turns"] = [TURN_SINCE_VERSION_2 | turn for turn in body["turns"]]
    return newest


def _came_after(kind: str, version: int) -> dict[str, Any]:
    later = (fields for since, fields in ADDED.get(kind, {}).items() if since > version)
    return {name: value for fields in later for name, value in fields.items()}
