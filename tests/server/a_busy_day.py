"""A day in which everything happens at least once: something to verify, replay and tamper with."""

from contextlib import suppress
from datetime import timedelta

from centre_under_test import CentreUnderTest, small_centre

from messaging.requests import PrintOutcome
from server.actions.service_day import stop_tickets
from server.actions.set_up import add_device, add_staff
from server.errors import ActionRefused


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
    centre.act(stop_tickets, actor="schedule")
    with suppress(ActionRefused):
        centre.issue("A")
    centre.sign_off("CB03")
    centre.close_day()
    centre.set_up(small_centre(lambda values: values["centre"].update(notice="Nghỉ lễ")))
