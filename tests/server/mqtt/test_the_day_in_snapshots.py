"""The centre's day as boards, displays and kiosks are told it: closed services, breaks, notices, warnings, places."""

from typing import Any

import pytest
from centre_under_test import CentreUnderTest, small_centre
from coming_back import add_kiosks, at, device, jobs, kiosk, local, local_time, offered, reserve

from messaging.snapshots import BoardSnapshot, CounterSnapshot, CounterState
from server.actions.head_day import close_service, extend_day
from server.actions.notices import post_notice, withdraw_notice
from server.actions.order_job import order_job
from server.actions.pause import pause_desk
from server.actions.recall import recall
from server.actions.service_day import stop_tickets
from server.domain.instant import instant
from server.mqtt import snapshots


def board(centre: CentreUnderTest) -> BoardSnapshot:
    with snapshots.moment(centre.read(), centre.writer.now()) as moment:
        return snapshots.board(moment)


def counter(centre: CentreUnderTest, counter_id: str = "Q1") -> CounterSnapshot:
    with snapshots.moment(centre.read(), centre.writer.now()) as moment:
        of = moment.centre.counter(counter_id)
        assert of is not None
        return snapshots.counter(moment, of)


def hall_time(centre: CentreUnderTest, of: Any) -> str:
    return "" if of is None else local_time(centre, instant(of))


def closed_on_board(centre: CentreUnderTest) -> list[str]:
    return [of.service for of in board(centre).waiting if of.is_closed]


def test_an_open_service_offers_numbers_and_no_place(centre: CentreUnderTest) -> None:
    of = offered(centre)
    assert (of.is_open, of.closed_reason, of.today_unlikely, of.next_place_at) == (True, "", False, None)


def test_a_service_closed_by_the_head_says_so_and_offers_a_place(centre: CentreUnderTest) -> None:
    centre.act(close_service, service="A", reason="Cán bộ đi họp")
    of = offered(centre)
    assert (of.is_open, of.closed_reason) == (False, "closed")
    assert hall_time(centre, of.next_place_at) == "24/11 07:30"
    assert closed_on_board(centre) == ["A"]


def test_a_used_quota_says_so_and_the_place_offered_is_the_next_free_one(centre: CentreUnderTest) -> None:
    centre.set_up(small_centre(lambda values: values["services"][0].update(daily_quota=1)))
    centre.number("A")
    assert offered(centre).closed_reason == "quota"
    assert closed_on_board(centre) == ["A"]
    reserve(centre)
    reserve(centre)
    assert hall_time(centre, offered(centre).next_place_at) == "24/11 07:45"


def test_a_service_out_of_its_hours_says_so_and_opens_by_itself(centre: CentreUnderTest) -> None:
    hours = {day: [["09:00", "11:00"]] for day in ("mon", "wed")}
    centre.set_up(small_centre(lambda values: values["services"][0].update(hours=hours)))
    assert offered(centre).closed_reason == "hours"
    assert hall_time(centre, offered(centre).next_place_at) == "25/11 09:00"
    at(centre, local(23, 8, 30))
    assert offered(centre).is_open


def test_a_service_without_a_counter_offers_nothing(centre: CentreUnderTest) -> None:
    centre.set_up(small_centre(lambda values: values["counters"][2].update(services=["B"])))
    of = offered(centre, "C")
    assert (of.closed_reason, of.next_place_at) == ("no_counter", None)


def test_when_tickets_are_stopped_a_place_is_offered(centre: CentreUnderTest) -> None:
    centre.act(stop_tickets)
    assert hall_time(centre, offered(centre).next_place_at) == "24/11 07:30"
    centre.close_day()
    assert offered(centre).next_place_at is None, "a closed centre offers nothing"


def test_a_long_queue_late_in_the_day_warns_that_today_is_unlikely(centre: CentreUnderTest) -> None:
    for _ in range(30):
        centre.number("C")
    at(centre, local(23, 16, 30))
    assert offered(centre, "C").today_unlikely
    assert hall_time(centre, offered(centre, "C").next_place_at) == "24/11 07:30"
    assert not offered(centre, "A").today_unlikely


@pytest.mark.parametrize(("minute", "resumes"), [(29, ""), (30, "23/11 13:30")])
def test_at_lunch_everybody_is_told_when_calling_goes_on(centre: CentreUnderTest, minute: int, resumes: str) -> None:
    at(centre, local(23, 11, minute))
    told = (board(centre).resumes_at, counter(centre).resumes_at, kiosk(centre).resumes_at)
    assert [hall_time(centre, of) for of in told] == [resumes] * 3


def test_who_calls_on_through_lunch_is_believed(centre: CentreUnderTest) -> None:
    centre.number("A")
    at(centre, local(23, 11, 40))
    centre.next("Q1")
    assert board(centre).resumes_at is None
    at(centre, local(23, 11, 51))
    assert hall_time(centre, board(centre).resumes_at) == "23/11 13:30"


def test_an_extended_day_shows_its_new_end(centre: CentreUnderTest) -> None:
    centre.act(extend_day, closes_at="18:30")
    assert [(span.opens, span.closes) for span in kiosk(centre).hours_today] == [("07:30", "11:30"), ("13:30", "18:30")]


def test_posted_notices_stand_behind_the_centres_own_until_their_time(centre: CentreUnderTest) -> None:
    centre.set_up(small_centre(lambda values: values["centre"].update(notice="Xin giữ trật tự")))
    first = centre.act(post_notice, text="Mất điện lúc 15 giờ", text_en="Power cut at 3 pm", for_minutes=30)
    centre.act(post_notice, text="Quầy 2 chuyển sang phòng B", text_en="", for_minutes=None)
    assert board(centre).notice == "Xin giữ trật tự · Mất điện lúc 15 giờ · Quầy 2 chuyển sang phòng B"
    assert board(centre).notice_en == "Power cut at 3 pm"
    centre.wait(30 * 60)
    assert "Mất điện" not in board(centre).notice
    second = int(centre.one("SELECT max(notice_id) FROM notices")[0])
    assert first != second
    centre.act(withdraw_notice, notice_id=second)
    assert board(centre).notice == "Xin giữ trật tự"


def test_a_notice_without_english_is_read_in_vietnamese_at_the_kiosk(centre: CentreUnderTest) -> None:
    """It shows one language at a time; the board shows both, and would say the same twice."""
    centre.set_up(small_centre(lambda values: values["centre"].update(notice="Xin giữ trật tự")))
    centre.act(post_notice, text="Mất điện lúc 15 giờ", text_en="Power cut at 3 pm", for_minutes=30)
    centre.act(post_notice, text="Quầy 2 chuyển sang phòng B", text_en="", for_minutes=None)
    assert kiosk(centre).notice_en == "Xin giữ trật tự · Power cut at 3 pm · Quầy 2 chuyển sang phòng B"
    assert kiosk(centre).notice == board(centre).notice
    centre.set_up(small_centre(lambda values: values["centre"].update(notice="Xin trật tự", notice_en="Be quiet")))
    assert kiosk(centre).notice_en.startswith("Be quiet · ")


def test_a_paused_counter_is_not_free(centre: CentreUnderTest) -> None:
    centre.act(pause_desk, counter_id="Q1", officer_id="CB01", reason="break")
    assert counter(centre).state is CounterState.PAUSED
    assert counter(centre, "Q2").state is CounterState.FREE


def test_a_call_to_the_seat_says_that_nobody_has_to_walk(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    assert not board(centre).calls[0].to_seat
    centre.act(recall, counter_id="Q1", officer_id="CB01", to_seat=True)
    assert [call.to_seat for call in board(centre).calls] == [True, False]


def test_a_special_day_and_the_slips_options_reach_the_kiosk(centre: CentreUnderTest) -> None:
    def change(values: dict[str, Any]) -> None:
        values["special_days"] = [
            {
                "weekday": "mon",
                "kind": "write_for",
                "tick": "written",
                "name": "Ngày thứ Hai không viết",
                "sentence": "Hôm nay cán bộ viết giúp Ông/Bà tờ khai.",
                "sentence_en": "Today officers fill in your form.",
            }
        ]
        values["slip"] = {"shows_counters": False, "footer": "Cảm ơn Ông/Bà"}

    centre.set_up(small_centre(change))
    told = kiosk(centre)
    assert (told.special_day, told.special_day_en) == (
        "Hôm nay cán bộ viết giúp Ông/Bà tờ khai.",
        "Today officers fill in your form.",
    )
    assert (told.slip.shows_counters, told.slip.shows_people_ahead, told.slip.footer) == (False, True, "Cảm ơn Ông/Bà")
    at(centre, local(24, 8))
    assert kiosk(centre).special_day == ""


def test_an_open_job_is_in_its_devices_snapshot_and_changes_only_that(centre: CentreUnderTest) -> None:
    add_kiosks(centre, "kiosk-1", "kiosk-2")

    def made_from() -> dict[str, tuple[object, ...]]:
        with snapshots.moment(centre.read(), centre.writer.now()) as moment:
            return {sayable.topic: sayable.made_from for sayable in snapshots.everything(moment)}

    before = made_from()
    centre.act(order_job, device_id="kiosk-2", kind="test_slip", payload={"slip": "{}", "language": "vi"})
    after = made_from()
    assert [topic.rsplit("/", 1)[1] for topic in after if after[topic] != before[topic]] == ["kiosk-2"]
    assert [job.kind for job in jobs(centre, "kiosk-2")] == ["test_slip"]
    assert device(centre, "kiosk-1").jobs == []
