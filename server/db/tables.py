"""Every table. The journalled ones are changed by `journal/apply.py` alone and can be rebuilt from the journal.

Columns `*_at` are UTC milliseconds (`server/domain/instant.py`), `*_ms` durations. Types are portable.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
    text,
)

metadata = MetaData()

# --- the journal ------------------------------------------------------------------------------------------

journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),  # RFC 3339, so that a reader of an export needs no table of units
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

SET_UP_KINDS = (
    "kind IN ('set_up_changed', 'device_added', 'device_changed', 'device_retired', 'device_invited',"
    " 'device_enrolled', 'device_rotation_asked', 'device_rotated', 'device_revoked')"
)
"""As SQL, word for word in index and query: only so does SQLite see that the index holds what is asked."""
# Who changed the set-up, found among millions of events of people who came and went.
Index("journal_of_set_up", journal.c.seq, sqlite_where=text(SET_UP_KINDS))
DEED_KINDS = "kind IN ('quick_served', 'priority_changed')"
"""The few deeds of officers that have no table of their own, for counting them per officer."""
Index("journal_deeds", journal.c.seq, sqlite_where=text(DEED_KINDS))

journal_head = Table(
    "journal_head",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)

# --- journalled tables -------------------------------------------------------------------------------------

set_up = Table(
    "set_up",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("centre", Text, nullable=False),  # the centre file as it was checked, JSON
)

schemes = Table(
    "schemes",
    metadata,
    Column("scheme_id", Text, primary_key=True),
    Column("body", Text, nullable=False),  # question and levels, JSON: old ratings keep their meaning
)

devices = Table(
    "devices",
    metadata,
    Column("device_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("counter_id", Text),
    Column("zone", Text),
    Column("settings_revision", Integer, nullable=False),
    Column("name", Text, nullable=False),  # what people call it; empty: its kind and place say enough
    Column("retired_at", BigInteger),
    Column("speaks", Boolean, nullable=False),  # whether it calls by voice
    Column("kiosk_number", Integer),  # of a kiosk: the 2 of its emergency numbers X2-001; never given again
    Column("generation", Integer, nullable=False),  # from 1; raised whenever what it proves itself with changes
    Column("rotation_asked", Boolean, nullable=False),  # somebody wants it to take another credential
)

staff = Table(
    "staff",
    metadata,
    Column("staff_id", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("languages", Text, nullable=False),  # JSON list of tags: what the officer speaks beside Vietnamese
    Column("is_active", Boolean, nullable=False),
    Column("expires_on", Text),  # last local date on which the account works: volunteers
)

service_days = Table(
    "service_days",
    metadata,
    Column("day", Text, primary_key=True),  # local date, ISO 8601
    Column("state", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Column("phase_at_opening", Integer, nullable=False),  # DayPhase: the schedule acts only on later ones
    Column("extended_to", BigInteger),  # when it closes instead of what the hours say
    Column("rush", Text),  # on, off; NULL: nobody and no rule has switched it that day
    Column("rush_by", Text),  # head, rule
)

closed_services = Table(
    "closed_services",
    metadata,
    Column("day", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("closed_at", BigInteger, nullable=False),  # no more numbers of it today; who has one is still served
)

series = Table(
    "series",
    metadata,
    Column("day", Text, primary_key=True),
    Column("prefix", Text, primary_key=True),
    Column("last_number", Integer, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("ticket_id", Integer, primary_key=True, autoincrement=False),  # the sequence of its issue
    Column("intent_id", Text, nullable=False, unique=True),
    Column("day", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("shown", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("priority_group", Text),
    Column("language", Text, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("origin", Text, nullable=False),  # TicketOrigin: kiosk, greeter, place, supplement, quick_serve
    Column("helped_by", Text),  # the member of staff who took it for the citizen
    Column("print_outcome", Text),
    Column("print_due_at", BigInteger),  # when a missing outcome voids the turn; NULL once it is known
    Column("purpose", Text),  # what the citizen came for, one of the centre's purposes
    Column("confirmed_at", BigInteger),  # when the citizen last said to be in the hall; NULL again with "late"
    Column("postponed_until", BigInteger),  # "I come later"; holds while a turn's cool_down_until is the same
    Column("procedure", Text),  # code of the procedure that was looked up and taken the number for
    UniqueConstraint("day", "prefix", "number"),
)
Index("tickets_for_procedures", tickets.c.day, sqlite_where=tickets.c.procedure.is_not(None))

superseded_numbers = Table(
    "superseded_numbers",
    metadata,
    Column("day", Text, primary_key=True),
    Column("shown", Text, primary_key=True),  # given by the server, seen by nobody: the kiosk had printed another
    Column("ticket_id", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("turn_id", Integer, primary_key=True, autoincrement=False),  # the sequence of the event that added it
    Column("ticket_id", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("rate", Text, nullable=False),  # queueing group: ordinary, priority
    Column("state", Text, nullable=False),
    Column("ranked_at", BigInteger, nullable=False),
    Column("arrival", Integer, nullable=False),
    Column("waiting_since", BigInteger, nullable=False),
    Column("overtaken", Integer, nullable=False),
    Column("first_overtaken_at", BigInteger),
    Column("cool_down_until", BigInteger),
    Column("grace_until", BigInteger),
    Column("counter_id", Text),
    Column("officer_id", Text),
    Column("call_id", Integer),  # of the last call or recall
    Column("called_first_at", BigInteger),
    Column("called_last_at", BigInteger),
    Column("call_count", Integer, nullable=False),
    Column("arrived_at", BigInteger),
    Column("arrival_inferred", Boolean, nullable=False),
    Column("ended_at", BigInteger),
    Column("end_inferred", Boolean, nullable=False),
    Column("outcome", Text),
    Column("origin", Text, nullable=False),  # TurnOrigin: issued, transferred, second_service, quick_serve
    Column("from_turn", Integer),  # the turn that was transferred, or that asked for this second service
    Column("for_counter", Text),  # only this counter may call it
    Column("for_officer", Text),  # only this officer, while signed on somewhere
    Column("held_until", BigInteger),  # on hold with a timer; on hold and NULL: until released
    Column("absent_due_at", BigInteger),  # called often enough: when it becomes a no-show by itself
    Column("ticks", Text, nullable=False),  # JSON list of what the officer ticked at the end
    Column("touched_seq", Integer, nullable=False),  # the last event that changed it; an undo looks here
)
# The queue itself, each line in its order: few rows are open at a time, however many years lie behind them.
Index(
    "turns_in_line",
    turns.c.state,
    turns.c.day,
    turns.c.service,
    turns.c.rate,
    turns.c.ranked_at,
    turns.c.arrival,
    sqlite_where=turns.c.ended_at.is_(None),
)
Index(
    "turns_at_counter",
    turns.c.counter_id,
    sqlite_where=and_(turns.c.ended_at.is_(None), turns.c.counter_id.is_not(None)),
)
Index("turns_of_ticket", turns.c.ticket_id)
Index("turns_grace", turns.c.grace_until, sqlite_where=turns.c.grace_until.is_not(None))
Index("turns_cool_down", turns.c.cool_down_until, sqlite_where=turns.c.cool_down_until.is_not(None))
Index("turns_held", turns.c.held_until, sqlite_where=turns.c.held_until.is_not(None))
Index("turns_absent_due", turns.c.absent_due_at, sqlite_where=turns.c.absent_due_at.is_not(None))
# A ticket with a turn at a counter or on hold: its other turns are no candidates meanwhile.
Index("turns_busy", turns.c.ticket_id, sqlite_where=and_(turns.c.ended_at.is_(None), turns.c.counter_id.is_not(None)))
Index("tickets_by_shown", tickets.c.day, tickets.c.shown)  # staff name a number as it is shown
Index("tickets_print_due", tickets.c.print_due_at, sqlite_where=tickets.c.print_due_at.is_not(None))

calls = Table(
    "calls",
    metadata,
    Column("call_id", Integer, primary_key=True, autoincrement=False),  # the sequence of the call or recall
    Column("turn_id", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("counter_id", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("kind", Text, nullable=False),  # next, named, resumed, recall
    Column("to_seat", Boolean, nullable=False),  # the officer comes to where the citizen sits
    Column("reason", Text, nullable=False),  # JSON: the rule, what was compared, whom it passed
    Column("called_at", BigInteger, nullable=False),
    Column("undone", Boolean, nullable=False),
)
Index("calls_of_turn", calls.c.turn_id)
Index("calls_of_day", calls.c.day, calls.c.call_id)

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("session_id", Integer, primary_key=True, autoincrement=False),
    Column("counter_id", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("signed_on_at", BigInteger, nullable=False),
    Column("signed_off_at", BigInteger),
)
# One officer at a counter, one counter to an officer: the rule behind the rule.
_OPEN_SESSION = desk_sessions.c.signed_off_at.is_(None)
Index("desk_open_counter", desk_sessions.c.counter_id, unique=True, sqlite_where=_OPEN_SESSION)
Index("desk_open_officer", desk_sessions.c.officer_id, unique=True, sqlite_where=_OPEN_SESSION)

desk_pauses = Table(
    "desk_pauses",
    metadata,
    Column("pause_id", Integer, primary_key=True, autoincrement=False),
    Column("session_id", Integer, nullable=False),
    Column("counter_id", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("reason", Text, nullable=False),  # id of one of the centre's pause reasons
    Column("paused_at", BigInteger, nullable=False),
    Column("resumed_at", BigInteger),
)
Index("desk_pause_open", desk_pauses.c.session_id, unique=True, sqlite_where=desk_pauses.c.resumed_at.is_(None))

holds = Table(
    "holds",
    metadata,
    Column("hold_id", Integer, primary_key=True, autoincrement=False),
    Column("turn_id", Integer, nullable=False),
    Column("counter_id", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("held_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),  # the next start, or the turn's end: until then nobody serves
    Column("ended_seq", Integer),
)
Index("holds_of_turn", holds.c.turn_id)

supplements = Table(
    "supplements",
    metadata,
    Column("supplement_id", Integer, primary_key=True, autoincrement=False),
    Column("turn_id", Integer, nullable=False),
    Column("ticket_id", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("valid_until", Text, nullable=False),  # local date, included
    Column("returned_ticket", Integer),  # the ticket of the next visit
    Column("undone", Boolean, nullable=False),
)
Index("supplements_of_turn", supplements.c.turn_id)
Index("supplements_returned", supplements.c.returned_ticket)

reserved_places = Table(
    "reserved_places",
    metadata,
    Column("place_id", Integer, primary_key=True, autoincrement=False),
    Column("day", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("priority_group", Text),
    Column("language", Text, nullable=False),
    Column("reason", Text, nullable=False),  # end_of_day, quota, closing, asked
    Column("from_ticket", Integer),
    Column("state", Text, nullable=False),  # PlaceState: reserved, claimed, withdrawn, missed
    Column("ticket_id", Integer),
    Column("made_at", BigInteger, nullable=False),
)
Index("places_of_day", reserved_places.c.day, reserved_places.c.service, reserved_places.c.at)

jobs = Table(
    "jobs",
    metadata,
    Column("job_id", Integer, primary_key=True, autoincrement=False),
    Column("device_id", Text, nullable=False),
    Column("kind", Text, nullable=False),  # JobKind
    Column("subject_id", Integer),  # the ticket, supplement or place that is printed
    Column("ordered_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("outcome", Text),  # done, unknown, failed, withdrawn
)
Index("jobs_open", jobs.c.device_id, jobs.c.job_id, sqlite_where=jobs.c.ended_at.is_(None))

notices = Table(
    "notices",
    metadata,
    Column("notice_id", Integer, primary_key=True, autoincrement=False),
    Column("posted_at", BigInteger, nullable=False),
    Column("until_at", BigInteger),
    Column("withdrawn_at", BigInteger),
)

pictures = Table(
    "pictures",
    metadata,
    Column("picture_id", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Text, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("removed_at", BigInteger),
)

procedure_imports = Table(
    "procedure_imports",
    metadata,
    Column("import_id", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("as_of", Text, nullable=False),  # local date of the data
    Column("imported_at", BigInteger, nullable=False),
)

acknowledged_alarms = Table(
    "acknowledged_alarms",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("device_id", Text, nullable=False),
    Column("fault", Text, nullable=False),  # a device's fault, or `silent`
    Column("staff_id", Text, nullable=False),
    Column("acknowledged_at", BigInteger, nullable=False),
    Column("until_at", BigInteger, nullable=False),  # quiet until then
)
Index("alarms_quiet", acknowledged_alarms.c.until_at)

windows = Table(
    "windows",
    metadata,
    Column("window_id", Integer, primary_key=True, autoincrement=False),
    Column("turn_id", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("counter_id", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("scheme_id", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("closes_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Column("undone", Boolean, nullable=False),
    Column("undone_at", BigInteger),  # a rating that had settled before stands all the same
)
Index("windows_of_counter", windows.c.counter_id, windows.c.opened_at)
Index("windows_open", windows.c.closes_at, sqlite_where=windows.c.closed_at.is_(None))
Index("windows_open_at_counter", windows.c.counter_id, windows.c.window_id, sqlite_where=windows.c.closed_at.is_(None))
Index("windows_of_turn", windows.c.turn_id)
Index("windows_of_officer", windows.c.officer_id, windows.c.scheme_id)
# Coverage of a period: counted without a look at the table.
Index(
    "windows_in_days",
    windows.c.scheme_id,
    windows.c.undone,
    windows.c.day,
    windows.c.officer_id,
    windows.c.counter_id,
    windows.c.service,
)

presses = Table(
    "presses",
    metadata,
    Column("press_id", Text, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("device_id", Text, nullable=False),
    Column("counter_id", Text, nullable=False),
    Column("boot_id", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("level", Integer, nullable=False),
    Column("window_seen", Integer),
    Column("age_ms", BigInteger),
    Column("received_at", BigInteger, nullable=False),
    Column("window_id", Integer),  # the window it belongs to; NULL: kept, uncounted
    Column("channel", Text, nullable=False),  # Channel: pad, touch, page, kiosk
    Column("flags", Text, nullable=False),  # Flags between spaces, in the order of the alphabet
)
Index("presses_of_window", presses.c.window_id)
Index("presses_of_device", presses.c.device_id, presses.c.seq)
Index("presses_of_boot", presses.c.device_id, presses.c.boot_id, presses.c.n)
IS_FLAGGED = "flags != ''"
"""As SQL, word for word in index and query."""
Index(
    "presses_flagged",
    presses.c.window_id,
    presses.c.channel,
    presses.c.flags,
    presses.c.counter_id,
    presses.c.received_at,
    sqlite_where=text(IS_FLAGGED),
)

rating_reasons = Table(
    "rating_reasons",
    metadata,
    Column("window_id", Integer, primary_key=True, autoincrement=False),
    Column("series", Text, primary_key=True),  # desk, away
    Column("reason", Text, primary_key=True),  # one of the scheme's reasons
    Column("seq", Integer, nullable=False),
    Column("given_at", BigInteger, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", Integer, primary_key=True, autoincrement=False),
    Column("deed", Text, nullable=False),  # set_aside, put_back
    Column("scheme_id", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("counter_id", Text, nullable=False),
    Column("block", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("state", Text, nullable=False),  # asked, agreed, declined
    Column("decided_by", Text),
    Column("decided_at", BigInteger),
)

blocks_set_aside = Table(
    "blocks_set_aside",
    metadata,
    Column("correction_id", Integer, primary_key=True, autoincrement=False),  # that set it aside
    Column("scheme_id", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("counter_id", Text, nullable=False),
    Column("block", Integer, nullable=False),
    Column("put_back_by", Integer),  # the correction that put it back; NULL: it is in no figure
)
Index(
    "block_set_aside_once",
    blocks_set_aside.c.scheme_id,
    blocks_set_aside.c.series,
    blocks_set_aside.c.officer_id,
    blocks_set_aside.c.counter_id,
    blocks_set_aside.c.block,
    unique=True,
    sqlite_where=blocks_set_aside.c.put_back_by.is_(None),
)

answered_findings = Table(
    "answered_findings",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("finding_key", Text, nullable=False),
    Column("officer_id", Text, nullable=False),
    Column("answered_at", BigInteger, nullable=False),
)
Index("answers_of_finding", answered_findings.c.finding_key)

cancelled_intents = Table(
    "cancelled_intents",
    metadata,
    Column("intent_id", Text, primary_key=True),
    Column("device_id", Text, nullable=False),
    Column("cancelled_at", BigInteger, nullable=False),
)

clock_jumps = Table(
    "clock_jumps",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("jump_ms", BigInteger, nullable=False),
)

JOURNALLED: tuple[Table, ...] = (
    set_up,
    schemes,
    devices,
    staff,
    service_days,
    series,
    tickets,
    superseded_numbers,
    turns,
    calls,
    closed_services,
    desk_sessions,
    desk_pauses,
    holds,
    supplements,
    reserved_places,
    jobs,
    notices,
    pictures,
    procedure_imports,
    acknowledged_alarms,
    windows,
    presses,
    rating_reasons,
    corrections,
    blocks_set_aside,
    answered_findings,
    cancelled_intents,
    clock_jumps,
)

# --- not journalled: secrets, names, and what only speeds up or protects ---------------------------------------

centre_identity = Table(
    "centre_identity",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("epoch", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

ticket_links = Table(
    "ticket_links",
    metadata,
    Column("ticket_id", Integer, primary_key=True, autoincrement=False),
    Column("token", Text, nullable=False, unique=True),  # 128 random bits: the address of the ticket's page
)

staff_profiles = Table(
    "staff_profiles",
    metadata,
    Column("staff_id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("display_name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
)

temporary_passwords = Table(
    "temporary_passwords",
    metadata,
    Column("staff_id", Text, primary_key=True),  # whose password somebody else has seen: the next login changes it
    Column("set_at", BigInteger, nullable=False),
)

device_credentials = Table(
    "device_credentials",
    metadata,
    Column("credential_hash", Text, primary_key=True),
    Column("device_id", Text, nullable=False),  # two rows of one while a rotation overlaps
    Column("given_at", BigInteger, nullable=False),  # 0: before that was kept
    Column("by_hand", Boolean, nullable=False),  # carried there as a file: the device cannot change it by itself
    Column("valid_until", BigInteger),  # NULL: the newest one
)
Index("credentials_of_device", device_credentials.c.device_id)

enrolments = Table(
    "enrolments",
    metadata,
    Column("device_id", Text, primary_key=True),  # a device has one code, the newest
    Column("half_hash", Text, nullable=False),  # keyed hash of the code's first half, by which it is found
    Column("code_hash", Text, nullable=False),  # keyed hash of the whole code
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("tries", Integer, nullable=False),  # wrong second halves
    Column("used_at", BigInteger),
)
Index("enrolments_by_half", enrolments.c.half_hash)

web_sessions = Table(
    "web_sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("staff_id", Text, nullable=False),
    Column("csrf_token", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("address", Text),  # whence its login came; NULL: from before that was kept
    Column("browser", Text),  # what kind of browser and system, as it says itself
)

known_browsers = Table(
    "known_browsers",
    metadata,
    Column("browser_hash", Text, primary_key=True),  # of the token in its cookie
    Column("staff_id", Text, primary_key=True),  # who has logged in there with the right password
    Column("seen_at", BigInteger, nullable=False),
)

second_factors = Table(
    "second_factors",
    metadata,
    Column("staff_id", Text, primary_key=True),
    Column("secret", Text, nullable=False),  # RFC 6238, base32: it has to be read, so it cannot be hashed
    Column("confirmed_at", BigInteger),  # NULL: shown, and not asked for yet
    Column("last_step", Integer, nullable=False),  # the newest code that was taken: none is good twice
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("staff_id", Text, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),  # its first digit, so that one hash is checked
    Column("code_hash", Text, nullable=False),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("principal", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("route", Text, nullable=False),
    Column("body_sha256", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)
Index("idempotency_age", idempotency.c.created_at)

deed_reasons = Table(
    "deed_reasons",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),  # the event it explains
    Column("reason", Text, nullable=False),  # free text of staff: never in the journal
)

ticket_notes = Table(
    "ticket_notes",
    metadata,
    Column("note_id", Integer, primary_key=True),
    Column("ticket_id", Integer, nullable=False),
    Column("staff_id", Text, nullable=False),
    Column("noted_at", BigInteger, nullable=False),
    Column("note", Text, nullable=False),
)
Index("notes_of_ticket", ticket_notes.c.ticket_id)

dossier_codes = Table(
    "dossier_codes",
    metadata,
    Column("turn_id", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),  # opaque; never beside a rating
)

supplement_texts = Table(
    "supplement_texts",
    metadata,
    Column("supplement_id", Integer, primary_key=True, autoincrement=False),
    Column("missing", Text, nullable=False),  # what the citizen has to bring
)

claim_codes = Table(
    "claim_codes",
    metadata,
    Column("code", Text, primary_key=True),  # six digits, on the return slip or the slip of a reserved place
    Column("kind", Text, nullable=False),  # supplement, place
    Column("ref_id", Integer, nullable=False),
    Column("valid_until", Text, nullable=False),
)
Index("claim_codes_of", claim_codes.c.kind, claim_codes.c.ref_id, unique=True)

job_payloads = Table(
    "job_payloads",
    metadata,
    Column("job_id", Integer, primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),  # JSON object of texts; may hold words of staff
)

notice_texts = Table(
    "notice_texts",
    metadata,
    Column("notice_id", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("text_en", Text, nullable=False),
)

picture_files = Table(
    "picture_files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

procedures = Table(
    "procedures",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),  # its place in the imported list, from 1
    Column("code", Text, nullable=False),  # of the national list; several cases may share one
    Column("service", Text),  # the queue it is received in; NULL: nobody here
    Column("effective_from", Text, nullable=False),  # local dates; a case that changes has two rows
    Column("effective_to", Text),
    Column("body", Text, nullable=False),  # JSON of the whole procedure as it was checked
)

device_sightings = Table(
    "device_sightings",
    metadata,
    Column("device_id", Text, primary_key=True),
    Column("heard_at", BigInteger, nullable=False),  # when its presence was heard last; a device never heard has no row
)

undo_points = Table(
    "undo_points",
    metadata,
    Column("counter_id", Text, primary_key=True),
    Column("first_seq", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("before", Text, nullable=False),  # JSON: the turns as they were
)

settled_ratings = Table(
    "settled_ratings",
    metadata,
    Column("window_id", Integer, primary_key=True, autoincrement=False),
    Column("series", Text, primary_key=True),  # desk, away
    Column("level", Integer, nullable=False),
    Column("satisfied", Text, nullable=False),  # yes, neutral, no
    Column("order_seq", Integer, nullable=False),  # order of rating: the sequence of its first counted press
    Column("settled_at", BigInteger, nullable=False),
    Column("day", Text, nullable=False),
    Column("hour", Integer, nullable=False),  # 0 to 23, local, when the turn ended
    Column("weekday", Integer, nullable=False),  # 0 is Monday
    Column("officer_id", Text, nullable=False),
    Column("counter_id", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("scheme_id", Text, nullable=False),
    Column("block", Integer, nullable=False),  # number of its block of ten, from 1; of fewer than ten: not published
)
# The blocks of an officer at a counter, with what is counted of them: read without a look at the table.
Index(
    "settled_in_blocks",
    settled_ratings.c.scheme_id,
    settled_ratings.c.series,
    settled_ratings.c.officer_id,
    settled_ratings.c.counter_id,
    settled_ratings.c.block,
    settled_ratings.c.day,
    settled_ratings.c.level,
    settled_ratings.c.satisfied,
    settled_ratings.c.service,
    settled_ratings.c.hour,
    settled_ratings.c.settled_at,
)
Index(
    "settled_in_order",
    settled_ratings.c.scheme_id,
    settled_ratings.c.series,
    settled_ratings.c.order_seq,
    settled_ratings.c.service,
    settled_ratings.c.weekday,
    settled_ratings.c.hour,
    settled_ratings.c.day,
    settled_ratings.c.officer_id,
    settled_ratings.c.level,
)

settled_until = Table(
    "settled_until",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),  # every press up to here is in settled_ratings or never will be
    Column("kept_since", Text, nullable=False, server_default=""),  # ratings of days before it are forgotten
)

comments = Table(
    "comments",
    metadata,
    Column("comment_id", Integer, primary_key=True),
    Column("day", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("tone", Text, nullable=False),  # low, high: which side of the scheme the rating beside it was on
    Column("text", Text, nullable=False),  # free text of a citizen, cleaned; beside no turn and no officer
    Column("state", Text, nullable=False),  # new, shown, hidden
    Column("received_at", BigInteger, nullable=False),
    Column("moderated_by", Text),  # who last decided whether staff may read it
    Column("moderated_at", BigInteger),
)
Index("comments_of_day", comments.c.day, comments.c.service)

rating_browsers = Table(
    "rating_browsers",
    metadata,
    Column("day", Text, primary_key=True),
    Column("browser", Text, primary_key=True),  # keyed hash, another each day
    Column("turn_id", Integer, primary_key=True, autoincrement=False),
)

staff_addresses = Table(
    "staff_addresses",
    metadata,
    Column("address", Text, primary_key=True),  # from which staff used the pages
    Column("seen_at", BigInteger, nullable=False),
)

finding_answers = Table(
    "finding_answers",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),  # the event that says that there is one
    Column("text", Text, nullable=False),
)

score_views = Table(
    "score_views",
    metadata,
    Column("view_id", Integer, primary_key=True),
    Column("staff_id", Text, nullable=False),
    Column("what", Text, nullable=False),  # whose scores, which period: officers' scores are personal data
    Column("viewed_at", BigInteger, nullable=False),
)
Index("score_views_in_time", score_views.c.viewed_at)

health_probe = Table(
    "health_probe",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("probed_at", BigInteger, nullable=False),  # /health proves that a commit works by making one
)
