"""A day in which everything happens at least once: something to verify, replay and tamper with."""

import uuid
from contextlib import suppress
from datetime import date, timedelta

from centre_under_test import CentreUnderTest, small_centre

from messaging.requests import EmergencyTicket, JobOutcome, OwnWord, PrintOutcome
from procedures.model import Procedure, ProcedureList
from server.actions.acknowledge_alarm import acknowledge_alarm
from server.actions.answer_finding import answer_finding
from server.actions.board_pictures import CheckedPicture, add_picture, remove_picture
from server.actions.claim import claim
from server.actions.correct_ratings import agree_to_correction, ask_correction, decline_correction
from server.actions.devices import change_device, renew_credential, retire_device
from server.actions.enrol import ask_rotation, invite, revoke_device, rotate, trade
from server.actions.give_reason import give_reason_of_press
from server.actions.head_day import close_service, extend_day, reopen_service
from server.actions.import_procedures import import_procedures
from server.actions.merge_emergency import merge_emergency
from server.actions.note_restore import note_restore
from server.actions.notices import post_notice, withdraw_notice
from server.actions.own_number import Said, say_with_token
from server.actions.people import change_person
from server.actions.report_job import report_job
from server.actions.reserve_place import reserve_place, withdraw_place
from server.actions.revive import revive
from server.actions.rush import switch_rush
from server.actions.service_day import stop_tickets
from server.actions.set_up import add_device, add_staff
from server.actions.web_sessions import end_sessions_of_other
from server.actions.withdraw_supplement import withdraw_supplement
from server.db.queries.people import device_by_id
from server.errors import ActionRefused
from server.journal.events import ProceduresImported

A_LIST = ProcedureList(
    (
        Procedure(
            name="Chứng thực bản sao",
            name_en="Certified copies",
            code="2.000815",
            service="A",
            source="thử",
            as_of=date(2026, 11, 1),
            effective_from=date(2026, 11, 1),
        ),
    )
)


def live_through_a_busy_day(centre: CentreUnderTest) -> None:
    """`centre` is bare; afterwards its journal holds every kind of event."""
    centre.set_up()
    centre.act(add_staff, staff_id="CB01", role="officer", login="an", display_name="An", password_hash="x")
    centre.act(add_device, device_id="kiosk-1", kind="kiosk", counter_id=None, credential_hash="y")
    centre.act(add_device, device_id="pad-Q1", kind="pad", counter_id="Q1", credential_hash="z")
    centre.open_day()
    centre.staff_all()
    for service, group in [("A", None), ("A", "elderly"), ("B", None), ("C", "guide"), ("A", None), ("A", None)]:
        centre.number(service, group)
        centre.clock.pass_s(20)
    centre.serve("Q1")
    window = centre.window_of(
        centre.rows("SELECT shown FROM tickets JOIN turns USING (ticket_id) WHERE state = 'finished'")[0][0]
    )
    centre.press(5, window)
    centre.clock.pass_s(2)
    centre.press(4, window, n=2)
    centre.press(1, None, age_ms=None, n=3)
    centre.next("Q1")
    centre.undo("Q1")
    centre.next("Q1")
    centre.recall("Q1")
    centre.start("Q1")  # shortens the window
    centre.finish("Q1", "more_papers")
    centre.undo("Q1")
    centre.finish("Q1")
    centre.next("Q1")
    absent = centre.absent("Q1").number
    centre.back("Q1", absent)
    centre.call("B001", "Q2")
    centre.back("Q2")
    centre.wait(5 * 60)
    unprinted = centre.issue("C")
    centre.wait(90)
    centre.report_print(unprinted.ticket.ticket_id, PrintOutcome.PRINTED)
    centre.report_print(centre.issue("C").ticket.ticket_id, PrintOutcome.NOT_PRINTED)
    cancelled = centre.issue("B")
    centre.cancel(cancelled.ticket.intent_id)
    centre.cancel("3d0f6d1e-0000-4000-8000-000000000000")
    centre.clock.set_wall(centre.clock.now() + timedelta(minutes=7))
    centre.next("Q3")
    centre.absent("Q3")
    centre.wait(31 * 60)
    live_through_the_desks_other_deeds(centre)
    live_through_what_the_head_does(centre)
    live_through_what_citizens_say(centre)
    live_through_what_becomes_of_ratings(centre)
    centre.act(import_procedures, procedures=A_LIST, sha256="2" * 64)
    centre.number("A", procedure="2.000815")
    centre.act(stop_tickets, actor="schedule")
    with suppress(ActionRefused):
        centre.issue("A")
    centre.sign_off("CB03")
    day = centre.close_day()
    centre.act(note_restore, epoch=4_000_000_000, today=None, known={(day, "A"): 500}, actor="command-line")
    centre.set_up(small_centre(lambda values: values["centre"].update(notice="Nghỉ lễ")))


def live_through_the_desks_other_deeds(centre: CentreUnderTest) -> None:
    """Holds, transfers, second services, quick serves, pauses, priorities, supplements, reserved places."""
    for service in "AABC":
        centre.number(service)
    centre.next("Q1")
    centre.start("Q1")
    held = centre.hold("Q1", minutes=10).number
    centre.next("Q1")
    centre.start("Q1")
    centre.second_service("C")
    centre.resume(held)
    centre.start("Q1")
    centre.transfer("counter", "Q3")
    centre.pause("Q1", "meeting")
    centre.clock.pass_s(120)
    centre.go_on("Q1")
    centre.quick_serve("A", reason="Chỉ đóng dấu")
    centre.finish("Q1", ticks=["digitised"], dossier="H15.99.08-261121-0042")
    waiting = centre.number("A")
    centre.change_priority(waiting, "elderly")
    centre.call(waiting, "Q1")
    centre.recall("Q1", to_seat=True)
    centre.start("Q1")
    centre.finish("Q1", "supplement", missing="Giấy khai sinh bản chính")
    job = centre.one("SELECT job_id FROM jobs WHERE ended_at IS NULL")[0]
    centre.act(report_job, job_id=job, outcome=JobOutcome.DONE, device_id="kiosk-1")
    code = centre.one("SELECT code FROM claim_codes WHERE kind = 'supplement'")[0]
    centre.act(claim, intent_id="back-with-it", code=code, language="vi", device_id="kiosk-1")
    centre.next("Q2")
    centre.start("Q2")
    centre.hold("Q2")
    for n in range(2):
        place = centre.act(
            reserve_place, intent_id=f"place-{n}", service="B", priority_group=None, language="vi"
        ).place.place_id
    centre.act(withdraw_place, place_id=place)


def live_through_what_the_head_does(centre: CentreUnderTest) -> None:
    """Longer hours, a service that closes early, notices, alarms, people and devices that change."""
    centre.act(close_service, service="B", reason="Cán bộ ốm")
    centre.act(reopen_service, service="B")
    centre.act(close_service, service="C", reason="Hết giấy tờ mẫu")
    centre.act(extend_day, closes_at="18:00")
    notice = centre.act(post_notice, text="Mất điện quầy 3", text_en="", for_minutes=30)
    centre.act(post_notice, text="Nghỉ trưa muộn", text_en="", for_minutes=None)
    centre.act(withdraw_notice, notice_id=notice)
    centre.act(acknowledge_alarm, device_id="kiosk-1", fault="silent", staff_id="CB01", for_minutes=30)
    centre.act(add_device, device_id="board-9", kind="board", counter_id=None, credential_hash="b")
    centre.act(change_device, device_id="board-9", name="Bảng cửa sau", counter_id=None, zone=None)
    centre.act(retire_device, device_id="board-9")
    live_through_pairing(centre)
    centre.act(end_sessions_of_other, staff_id="CB01")
    centre.act(
        change_person,
        staff_id="CB01",
        display_name="An",
        role="officer",
        languages=["en"],
        is_active=True,
        expires_on=None,
    )
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.finish("Q1", "supplement", missing="Sổ hộ khẩu")
    asked = centre.one("SELECT max(supplement_id) FROM supplements")[0]
    centre.act(withdraw_supplement, supplement_id=asked, reason="Giấy tờ đã có trong hồ sơ")
    ended = centre.one("SELECT turn_id FROM turns WHERE state = 'finished' AND from_turn IS NULL ORDER BY turn_id")[0]
    centre.act(revive, turn_id=ended, reason="Bấm nhầm hoàn tất")


def live_through_pairing(centre: CentreUnderTest) -> None:
    """A kiosk is paired with a code, takes another credential twice, is shut out and comes back by hand."""
    centre.act(invite, device_id="kiosk-1", half_hash="half of a code", code_hash="a whole code")
    centre.act(
        trade,
        half_hash="half of a code",
        code_hash="a whole code",
        kind="kiosk",
        credential_hash=lambda device_id: f"paired {device_id}",
    )
    centre.act(ask_rotation, device_id="kiosk-1")
    centre.act(rotate, device_id="kiosk-1", credential_hash="rotated kiosk-1", shown_hash="paired kiosk-1")
    centre.act(revoke_device, device_id="kiosk-1")
    centre.act(renew_credential, device_id="kiosk-1", credential_hash="carried to kiosk-1")
    centre.act(invite, device_id="pad-Q1", half_hash="half of another", code_hash="another whole code")


def live_through_what_citizens_say(centre: CentreUnderTest) -> None:
    """Late, there after all, given back; numbers that a kiosk printed by itself; rush, pictures, procedures."""
    token = centre.issue("A").token
    for word in (OwnWord.LATE, OwnWord.PRESENT, OwnWord.GIVE_BACK):
        said = Said(word, None, "phone")
        centre.act(say_with_token, token=token, said=said, actor="phones")
    unseen = centre.issue("B").ticket.intent_id
    kiosk = device_by_id(centre.read(), "kiosk-1")
    assert kiosk is not None
    for number, intent in ((1, uuid.UUID(unseen)), (2, uuid.uuid4())):
        asked = EmergencyTicket(intent_id=intent, number=number, shown=f"X1-00{number}", service="B", age_ms=5000)
        centre.act(merge_emergency, asked=asked, device=kiosk, actor="device:kiosk-1")
    centre.act(switch_rush, is_on=True)
    shown = centre.act(add_picture, picture=CheckedPicture("0" * 64, "image/png", b""))
    centre.act(remove_picture, picture_id=shown)
    centre.act(lambda work: work.record(ProceduresImported(sha256="1" * 64, count=500, as_of="2026-11-01")))


def live_through_what_becomes_of_ratings(centre: CentreUnderTest) -> None:
    """Ten ratings of one desk with a reason among them, a block set aside and put back, an answer to a finding."""
    for level in (5, 4, 5, 2, 5, 3, 4, 5, 1, 5):
        centre.quick_serve("A", "Q1")
        centre.clock.pass_s(40)
        centre.finish("Q1")
        centre.clock.pass_s(3)
        window = centre.one("SELECT max(window_id) FROM windows")[0]
        press_id = centre.press(level, window, channel="touch")
        centre.clock.pass_s(12)
        if level == 2:
            centre.act(give_reason_of_press, press_id=press_id, channel="touch", reasons=["wait", "attitude"])
    centre.settle()
    first = {"scheme_id": "five-levels-1", "series": "desk", "officer_id": "CB01", "counter_id": "Q1", "block": 1}
    asked = {**first, "reason": "test_presses", "words": "Kỹ thuật viên thử bộ nút"}
    for deed in ("set_aside", "put_back"):
        asking = centre.act(ask_correction, deed=deed, asked_by="GD01", actor="staff:GD01", **asked)
        centre.act(agree_to_correction, correction_id=asking, agreed_by="KS01", actor="staff:KS01")
    asking = centre.act(ask_correction, deed="set_aside", asked_by="GD01", actor="staff:GD01", **asked)
    centre.act(decline_correction, correction_id=asking, declined_by="KS01", actor="staff:KS01")
    centre.act(
        answer_finding,
        finding_key="self_pressing:CB01:2026-11-09",
        officer_id="CB01",
        text="Bộ nút bị kẹt hôm đó.",
        actor="staff:CB01",
    )
