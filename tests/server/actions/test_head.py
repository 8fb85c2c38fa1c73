"""What the head does: the day, services, notices, officers, and putting right what was done, each on record."""

from collections.abc import Callable
from datetime import date

import pytest
from centre_under_test import CentreUnderTest

from messaging.requests import PrintOutcome
from server.actions.acknowledge_alarm import acknowledge_alarm
from server.actions.change_priority import change_priority
from server.actions.claim import claim
from server.actions.head_day import close_service, extend_day, reopen_service
from server.actions.hold import hold
from server.actions.move_officer import move_officer, resume_officer, sign_off_officer
from server.actions.notices import post_notice, withdraw_notice
from server.actions.people import add_person, change_own_password, change_person, reset_password
from server.actions.reprint import reprint_return, reprint_ticket
from server.actions.revive import end_turn, release_hold, reset_priority, revive, send_back, transfer_back
from server.actions.set_up import add_device, add_staff
from server.actions.web_sessions import log_in
from server.actions.withdraw_supplement import withdraw_supplement
from server.db.queries.desks import session_of_counter, session_of_officer
from server.db.queries.floor import first_seq_since, quiet_alarms
from server.db.queries.notices import standing_notices
from server.db.queries.people import MATCHES_NOTHING, staff_by_login, staff_member
from server.db.queries.sessions import sessions_of
from server.domain.turns import TurnState
from server.errors import ActionRefused, Conflict, NotFound, Unprocessable

WHY = "Công dân đã quay lại"


def refused(code: str, action: Callable[[], object], kind: type[ActionRefused] = Conflict) -> None:
    with pytest.raises(kind) as refusal:
        action()
    assert refusal.value.code == code


@pytest.fixture
def staffed(centre: CentreUnderTest) -> CentreUnderTest:
    """The centre with people who have accounts: three officers, a head, a volunteer."""
    for staff_id, role in (("CB01", "officer"), ("CB02", "officer"), ("CB03", "officer"), ("GD01", "head")):
        centre.act(
            add_staff,
            staff_id=staff_id,
            role=role,
            login=staff_id.lower(),
            display_name=f"Cán bộ {staff_id}",
            password_hash="no hash",
        )
    return centre


# --- the day ---------------------------------------------------------------------------------------------------


def test_an_extended_day_stays_open_until_then_and_closes_by_itself(centre: CentreUnderTest) -> None:
    centre.act(extend_day, closes_at="23:30")

    (until,) = centre.one("SELECT extended_to FROM service_days")
    assert until > centre.clock.now().timestamp() * 1000
    assert centre.kinds()[-1] == "day_extended"


@pytest.mark.parametrize(("said", "code"), [("25:00", "bad_time"), ("chiều", "bad_time"), ("00:01", "time_has_passed")])
def test_a_day_is_not_extended_to_a_time_that_is_none(centre: CentreUnderTest, said: str, code: str) -> None:
    refused(code, lambda: centre.act(extend_day, closes_at=said), Unprocessable)


def test_a_day_is_not_extended_to_before_its_usual_end(centre: CentreUnderTest) -> None:
    refused("before_closing", lambda: centre.act(extend_day, closes_at="16:30"), Unprocessable)
    centre.act(extend_day, closes_at="19:00")
    centre.act(extend_day, closes_at="17:00")  # back to what the hours say


def test_a_service_closed_early_gives_no_numbers_and_still_serves(centre: CentreUnderTest) -> None:
    number = centre.number("A")
    centre.act(close_service, service="A", reason="Hết hồ sơ mẫu")

    refused("service_closed", lambda: centre.issue("A"))
    assert centre.issue("B").ticket.shown == "B001"
    assert centre.next_number("Q1") == number
    (reason,) = centre.one("SELECT reason FROM deed_reasons")
    assert reason == "Hết hồ sơ mẫu"


def test_a_service_that_reopens_goes_on_with_its_numbers(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.act(close_service, service="A", reason=WHY)
    centre.act(close_service, service="A", reason=WHY)
    centre.act(reopen_service, service="A")
    centre.act(reopen_service, service="A")

    assert centre.number("A") == "A002"
    assert centre.kinds().count("service_closed") == centre.kinds().count("service_reopened") == 1


def test_closing_a_service_asks_why(centre: CentreUnderTest) -> None:
    refused("reason_needed", lambda: centre.act(close_service, service="A", reason="  "), Unprocessable)
    refused("service_not_found", lambda: centre.act(close_service, service="Z", reason=WHY), NotFound)


# --- notices -----------------------------------------------------------------------------------------------------


def test_a_notice_stands_until_its_time_or_until_it_is_withdrawn(centre: CentreUnderTest) -> None:
    def standing() -> list[str]:
        return [notice.text for notice in standing_notices(centre.read(), int(centre.clock.now().timestamp() * 1000))]

    centre.act(post_notice, text="Máy tra cứu tạm nghỉ", text_en="Look-up closed", for_minutes=30)
    second = centre.act(post_notice, text="  Mời lấy   số tại quầy 1 ", text_en="", for_minutes=None)
    assert standing() == ["Máy tra cứu tạm nghỉ", "Mời lấy số tại quầy 1"]

    centre.clock.pass_s(31 * 60)
    assert standing() == ["Mời lấy số tại quầy 1"]

    centre.act(withdraw_notice, notice_id=second)
    centre.act(withdraw_notice, notice_id=second)
    assert standing() == []
    assert centre.kinds().count("notice_withdrawn") == 1


def test_the_words_of_a_notice_stay_out_of_the_journal(centre: CentreUnderTest) -> None:
    centre.act(post_notice, text="Anh Tư ra quầy 2", text_en="", for_minutes=5)

    assert not centre.rows("SELECT 1 FROM journal WHERE body LIKE '%Anh Tư%'")
    refused("bad_notice", lambda: centre.act(post_notice, text=" ", text_en="x", for_minutes=5), Unprocessable)


# --- officers ----------------------------------------------------------------------------------------------------


def test_an_officer_is_moved_and_the_called_number_waits_again_in_its_place(staffed: CentreUnderTest) -> None:
    first, second = staffed.number("A"), staffed.number("A")
    assert staffed.next_number("Q1") == first

    staffed.act(sign_off_officer, officer_id="CB03")
    assert staffed.act(move_officer, officer_id="CB01", counter_id="Q3") == first

    here = session_of_officer(staffed.read(), "CB01")
    assert here is not None and here.counter_id == "Q3"
    assert session_of_counter(staffed.read(), "Q1") is None
    assert staffed.turn(first).state is TurnState.WAITING
    assert staffed.next_number("Q2") == first  # with its rank and without a cool-down: nobody was at fault
    assert staffed.turn(second).state is TurnState.WAITING


def test_a_turn_being_served_stays_at_the_counter_with_its_officer(staffed: CentreUnderTest) -> None:
    number = staffed.number("A")
    staffed.next_number("Q1")
    staffed.start("Q1")

    assert staffed.act(sign_off_officer, officer_id="CB01") is None

    turn = staffed.turn(number)
    assert (turn.state, turn.counter_id, turn.officer_id) == (TurnState.SERVING, "Q1", "CB01")
    staffed.act(move_officer, officer_id="CB02", counter_id="Q1")
    staffed.act(end_turn, turn_id=turn.turn_id, reason="Cán bộ nghỉ đột xuất")
    ended = staffed.turn(number)
    assert (ended.state, ended.end_inferred, ended.officer_id) == (TurnState.FINISHED, True, "CB01")


def test_whoever_sits_there_is_signed_off_only_when_the_head_says_so(staffed: CentreUnderTest) -> None:
    refused("counter_taken", lambda: staffed.act(move_officer, officer_id="CB01", counter_id="Q2"))

    staffed.act(move_officer, officer_id="CB01", counter_id="Q2", take_over=True)

    assert session_of_officer(staffed.read(), "CB02") is None
    here = session_of_counter(staffed.read(), "Q2")
    assert here is not None and here.officer_id == "CB01"


def test_signing_off_twice_is_harmless_and_only_officers_are_placed(staffed: CentreUnderTest) -> None:
    staffed.act(sign_off_officer, officer_id="CB01")
    assert staffed.act(sign_off_officer, officer_id="CB01") is None
    refused("staff_not_found", lambda: staffed.act(move_officer, officer_id="X9", counter_id="Q1"), NotFound)


# --- putting right -----------------------------------------------------------------------------------------------


def test_a_no_show_revived_by_the_head_is_next_again(centre: CentreUnderTest) -> None:
    number, _ = centre.number("A"), centre.number("A")
    centre.next_number("Q1")
    centre.absent("Q1")

    centre.act(revive, turn_id=centre.turn(number).turn_id, reason=WHY)

    assert centre.next_number("Q1") == number
    assert centre.verdict().fault is None


def test_reviving_a_finished_turn_closes_its_rating_window_and_keeps_its_presses_uncounted(
    centre: CentreUnderTest,
) -> None:
    number = centre.number("A")
    centre.serve("Q1")
    window = centre.window_of(number)
    centre.press(1, window)

    centre.act(revive, turn_id=centre.turn(number).turn_id, reason=WHY)

    (undone, closed_at) = centre.one("SELECT undone, closed_at FROM windows WHERE window_id = ?", window)
    assert undone and closed_at is not None
    assert centre.one("SELECT count(*) FROM presses")[0] == 1
    assert centre.turn(number).state is TurnState.WAITING


def test_a_waiting_turn_and_one_of_a_closed_day_are_not_revived(centre: CentreUnderTest) -> None:
    waiting, ended = centre.number("A"), centre.number("B")
    refused("cannot_revive", lambda: centre.act(revive, turn_id=centre.turn(waiting).turn_id, reason=WHY))
    refused("turn_not_found", lambda: centre.act(revive, turn_id=10**6, reason=WHY), NotFound)
    turn_id = centre.turn(ended).turn_id
    centre.close_day()
    refused("day_closed", lambda: centre.act(revive, turn_id=turn_id, reason=WHY))


def test_an_expired_turn_of_a_day_that_reopens_is_revived(centre: CentreUnderTest) -> None:
    number = centre.number("A")
    turn_id = centre.turn(number).turn_id
    centre.close_day()
    centre.open_day()
    centre.sign_on("Q1")

    centre.act(revive, turn_id=turn_id, reason=WHY)

    assert centre.next_number("Q1") == number
    assert centre.verdict().fault is None


def test_a_number_that_never_reached_a_hand_is_revived_and_not_voided_again(centre: CentreUnderTest) -> None:
    issued = centre.issue("A")
    centre.report_print(issued.ticket.ticket_id, PrintOutcome.NOT_PRINTED)
    centre.wait(120)
    assert centre.turn("A001").state is TurnState.VOIDED

    centre.act(revive, turn_id=centre.turn("A001").turn_id, reason="Công dân đã chụp số")

    centre.wait(300)
    assert centre.turn("A001").state is TurnState.WAITING


def test_an_officers_named_call_is_sent_back_to_its_place(centre: CentreUnderTest) -> None:
    first, second = centre.number("A"), centre.number("A")
    centre.call(second, "Q1", reason="Người quen")

    centre.act(send_back, turn_id=centre.turn(second).turn_id, reason="Gọi không đúng thứ tự")

    assert centre.next_number("Q1") == first
    assert centre.next_number("Q2") == second
    reasons = [row[0] for row in centre.rows("SELECT reason FROM deed_reasons ORDER BY seq")]
    assert reasons == ["Người quen", "Gọi không đúng thứ tự"]


def test_only_a_called_number_is_sent_back(centre: CentreUnderTest) -> None:
    number = centre.number("A")
    turn_id = centre.turn(number).turn_id
    refused("not_called", lambda: centre.act(send_back, turn_id=turn_id, reason=WHY))
    refused("not_serving", lambda: centre.act(end_turn, turn_id=turn_id, reason=WHY))
    refused("not_on_hold", lambda: centre.act(release_hold, turn_id=turn_id, reason=WHY))
    refused("reason_needed", lambda: centre.act(send_back, turn_id=turn_id, reason=""), Unprocessable)


def test_a_turn_that_an_officer_holds_is_let_go_by_the_head(centre: CentreUnderTest) -> None:
    number = centre.number("A")
    centre.next_number("Q1")
    centre.start("Q1")
    centre.act(hold, counter_id="Q1", officer_id="CB01", minutes=None)
    assert centre.turn(number).state is TurnState.ON_HOLD

    centre.act(release_hold, turn_id=centre.turn(number).turn_id, reason=WHY)

    assert centre.next_number("Q2") == number


def test_a_priority_given_at_a_desk_is_taken_back(centre: CentreUnderTest) -> None:
    number = centre.number("A")
    centre.act(change_priority, counter_id="Q1", officer_id="CB01", number=number, group="elderly", reason="Cao tuổi")
    turn = centre.turn(number)
    assert (turn.rate, turn.priority_group) == ("priority", "elderly")

    centre.act(reset_priority, turn_id=turn.turn_id, by="GD01", reason="Không đúng diện")

    turn = centre.turn(number)
    assert (turn.rate, turn.priority_group) == ("ordinary", None)
    refused(
        "priority_as_taken",
        lambda: centre.act(reset_priority, turn_id=turn.turn_id, by="GD01", reason=WHY),
    )
    assert centre.verdict().fault is None


def test_a_transferred_number_comes_back_to_who_served_it_with_its_rank(centre: CentreUnderTest) -> None:
    number, later = centre.number("A"), centre.number("A")
    centre.next_number("Q1")
    centre.start("Q1")
    sent = centre.transfer("service", "C")
    refused("not_transferred", lambda: back(centre, centre.turn(later).turn_id))

    again = back(centre, sent.turn_id)

    assert (again.service, again.for_officer, again.ranked_at) == ("A", "CB01", sent.ranked_at)
    assert centre.next_number("Q3") is None
    assert centre.next_number("Q1") == number
    refused("number_not_waiting", lambda: back(centre, sent.turn_id))
    assert centre.verdict().fault is None


def back(centre: CentreUnderTest, turn_id: int) -> object:
    return centre.act(transfer_back, turn_id=turn_id, by="GD01", reason=WHY)


def test_whoever_is_being_served_can_be_sent_back_to_the_queue_but_no_quick_serve(centre: CentreUnderTest) -> None:
    first, second = centre.number("A"), centre.number("A")
    centre.call(second, "Q1")
    centre.start("Q1")

    centre.act(send_back, turn_id=centre.turn(second).turn_id, reason=WHY)

    assert centre.turn(second).state is TurnState.WAITING
    assert [centre.next_number("Q1"), centre.next_number("Q2")] == [first, second]
    centre.absent("Q1")
    quick = centre.quick_serve("A")
    refused("cannot_revive", lambda: centre.act(send_back, turn_id=quick.turn_id, reason=WHY))
    assert centre.verdict().fault is None


def test_the_head_ends_a_pause_with_a_reason(centre: CentreUnderTest) -> None:
    centre.pause("Q1")

    centre.act(resume_officer, officer_id="CB01", reason="Đông người chờ")

    session = session_of_counter(centre.read(), "Q1")
    assert session is not None and not session.is_paused
    assert centre.one("SELECT reason FROM deed_reasons")[0] == "Đông người chờ"
    refused("not_paused", lambda: centre.act(resume_officer, officer_id="CB01", reason=WHY))


@pytest.mark.parametrize("by_reviving", [True, False])
def test_papers_that_are_asked_for_no_more_have_no_code_and_no_slip(centre: CentreUnderTest, by_reviving: bool) -> None:
    centre.act(add_device, device_id="kiosk-1", kind="kiosk", counter_id=None, credential_hash="x")
    number = centre.number("A")
    centre.next_number("Q1")
    centre.start("Q1")
    centre.finish("Q1", "supplement", missing="Giấy khai sinh")
    asked, code = centre.one("SELECT ref_id, code FROM claim_codes")

    if by_reviving:
        centre.act(revive, turn_id=centre.turn(number).turn_id, reason=WHY)
    else:
        centre.act(withdraw_supplement, supplement_id=asked, reason=WHY)

    assert centre.one("SELECT outcome FROM jobs")[0] == "withdrawn"
    come_back = {"intent_id": "back", "code": code, "language": "vi", "device_id": "kiosk-1"}
    refused("code_not_found", lambda: centre.act(claim, **come_back), NotFound)
    refused("supplement_withdrawn", lambda: centre.act(reprint_return, supplement_id=asked))
    refused("supplement_withdrawn", lambda: centre.act(withdraw_supplement, supplement_id=asked, reason=WHY))
    assert centre.verdict().fault is None


def test_the_slip_of_a_number_that_is_over_is_not_printed_again(centre: CentreUnderTest) -> None:
    centre.act(add_device, device_id="kiosk-1", kind="kiosk", counter_id=None, credential_hash="x")
    ticket_id = centre.issue("A").ticket.ticket_id

    assert centre.act(reprint_ticket, ticket_id=ticket_id).of == "A001"
    centre.serve("Q1")

    refused("ticket_over", lambda: centre.act(reprint_ticket, ticket_id=ticket_id))


# --- alarms ------------------------------------------------------------------------------------------------------


def test_who_sees_to_an_alarm_stands_on_record_until_it_rings_again(centre: CentreUnderTest) -> None:
    centre.act(add_device, device_id="kiosk-1", kind="kiosk", counter_id=None, credential_hash="x")
    until = centre.act(acknowledge_alarm, device_id="kiosk-1", fault="paper_out", staff_id="KT01", for_minutes=15)

    quiet = quiet_alarms(centre.read(), until - 1)
    assert quiet["kiosk-1", "paper_out"].staff_id == "KT01"
    assert ("kiosk-1", "silent") not in quiet
    assert quiet_alarms(centre.read(), until) == {}
    assert centre.kinds()[-1] == "alarm_acknowledged"
    refused(
        "bad_duration",
        lambda: centre.act(acknowledge_alarm, device_id="kiosk-1", fault="silent", staff_id="KT01", for_minutes=99999),
        Unprocessable,
    )


# --- people ------------------------------------------------------------------------------------------------------

SOMEBODY = {
    "staff_id": "TN01",
    "login": "tn01",
    "display_name": "Tình nguyện 01",
    "role": "greeter",
    "languages": ["rad"],
    "expires_on": None,
    "password_hash": "no hash",
}
AS_IS = {"display_name": "Giám đốc", "role": "head", "languages": [], "is_active": True, "expires_on": None}


def test_somebody_added_has_to_change_the_password(staffed: CentreUnderTest) -> None:
    staffed.act(add_person, **SOMEBODY)

    member = staff_member(staffed.read(), "TN01")
    assert member is not None
    assert (member.languages, member.must_change_password) == (("rad",), True)
    session = staffed.act(log_in, staff_id="TN01", former_token=None)
    assert session.token
    staffed.act(change_own_password, staff_id="TN01", password_hash="own", session="another")
    member = staff_member(staffed.read(), "TN01")
    assert member is not None and not member.must_change_password


@pytest.mark.parametrize(
    ("change", "code", "kind"),
    [
        ({"staff_id": "CB01"}, "staff_taken", Conflict),
        ({"login": "cb01"}, "login_taken", Conflict),
        ({"login": "Có Dấu"}, "bad_login", Unprocessable),
        ({"staff_id": "a/b"}, "bad_staff_id", Unprocessable),
        ({"role": "king"}, "unknown_role", Unprocessable),
        ({"display_name": " "}, "bad_name", Unprocessable),
        ({"languages": ["tiếng Êđê"]}, "bad_language", Unprocessable),
        ({"expires_on": date(2020, 1, 1)}, "expiry_has_passed", Unprocessable),
    ],
)
def test_nobody_is_added_with_what_is_none(
    staffed: CentreUnderTest, change: dict[str, object], code: str, kind: type[ActionRefused]
) -> None:
    refused(code, lambda: staffed.act(add_person, **(SOMEBODY | change)), kind)


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"role": "officer"}, {"expires_on": date(2099, 1, 1)}], ids=str
)
def test_the_last_head_stays(staffed: CentreUnderTest, change: dict[str, object]) -> None:
    refused("last_head", lambda: staffed.act(change_person, staff_id="GD01", **(AS_IS | change)))

    staffed.act(add_person, **(SOMEBODY | {"staff_id": "GD02", "login": "gd02", "role": "head"}))
    staffed.act(change_person, staff_id="GD01", **(AS_IS | change))
    refused("last_head", lambda: staffed.act(change_person, staff_id="GD02", **(AS_IS | change)))


def test_a_head_who_cannot_log_in_yet_takes_nobodys_place(staffed: CentreUnderTest) -> None:
    """One whom a centre's file only named has no password: with the last who has one gone, nobody could give it."""
    named = SOMEBODY | {"staff_id": "GD02", "login": "gd02", "role": "head", "password_hash": MATCHES_NOTHING}
    staffed.act(add_person, **named)
    leaves = AS_IS | {"is_active": False}

    refused("last_head", lambda: staffed.act(change_person, staff_id="GD01", **leaves))
    staffed.act(change_person, staff_id="GD02", **leaves)
    staffed.act(change_person, staff_id="GD02", **AS_IS)
    staffed.act(reset_password, staff_id="GD02", password_hash="own")
    staffed.act(change_person, staff_id="GD01", **leaves)


def test_whoever_loses_the_account_is_logged_out_but_not_from_a_counter(staffed: CentreUnderTest) -> None:
    staffed.act(log_in, staff_id="CB01", former_token=None)
    leaves = {"display_name": "Cán bộ 01", "role": "officer", "languages": [], "is_active": False, "expires_on": None}

    refused("still_at_counter", lambda: staffed.act(change_person, staff_id="CB01", **leaves))
    staffed.act(sign_off_officer, officer_id="CB01")
    staffed.act(change_person, staff_id="CB01", **leaves)

    assert sessions_of(staffed.read(), "CB01") == []
    refused("staff_not_found", lambda: staffed.act(move_officer, officer_id="CB01", counter_id="Q1"), NotFound)


def test_a_name_alone_is_no_news_for_the_journal(staffed: CentreUnderTest) -> None:
    before = staffed.kinds()
    staffed.act(change_person, staff_id="GD01", **(AS_IS | {"display_name": "Giám đốc mới"}))

    assert staffed.kinds() == before
    member = staff_member(staffed.read(), "GD01")
    assert member is not None and member.display_name == "Giám đốc mới"
    assert not staffed.rows("SELECT 1 FROM journal WHERE body LIKE '%Giám đốc%'")


def test_a_reset_password_ends_all_sessions(staffed: CentreUnderTest) -> None:
    for _ in range(2):
        staffed.act(log_in, staff_id="CB02", former_token=None)
    before = staffed.kinds()

    staffed.act(reset_password, staff_id="CB02", password_hash="fresh")

    known = staff_by_login(staffed.read(), "cb02")
    assert known is not None and known[1] == "fresh" and known[0].must_change_password
    assert sessions_of(staffed.read(), "CB02") == []
    assert staffed.kinds() == [*before, "access_changed"]


def test_the_first_event_since_a_time_is_found_by_halving(centre: CentreUnderTest) -> None:
    centre.clock.pass_s(60)
    after = int(centre.clock.now().timestamp() * 1000)
    first = len(centre.kinds()) + 1
    centre.number("A")

    assert first_seq_since(centre.read(), after) == first
    assert first_seq_since(centre.read(), 0) == 1
    assert first_seq_since(centre.read(), after + 10**9) == len(centre.kinds()) + 1
