"""The console's HTTP: each deed once, the counter from the desk session, and a view that says what is true."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from centre_under_test import small_centre
from coming_back import come_back
from held_clock import HeldClock
from staff_pages import Behind, RunningServer, StaffClient, says, wait_until

from messaging.requests import OwnWord, PrintOutcome
from server.actions.own_number import Said, say_with_token
from server.domain.instant import as_datetime

LogIn = Callable[[str], StaffClient]


@pytest.fixture
def officer(log_in: LogIn) -> StaffClient:
    """CB01 at counter Q2, which serves A and B."""
    officer = log_in("cb01")
    officer.do("sign-on", {"counter_id": "Q2"})
    return officer


def test_next_finishes_calls_and_says_so(officer: StaffClient, behind: Behind, clock: HeldClock) -> None:
    behind.number("A")
    behind.number("A")
    first = officer.do("next")
    assert (first["message"], first["number"], first["state"]) == ("Đang gọi A001 → Quầy 2", "A001", "called")
    assert officer.do("start")["message"] == "Đang phục vụ A001"
    clock.pass_s(60)
    second = officer.do("next")
    assert (second["number"], second["finished"]) == ("A002", "A001")
    clock.pass_s(60)
    last = officer.do("next")
    assert (last["number"], last["message"]) == (None, "Đã hoàn tất A002. Không còn ai chờ")
    assert officer.do("next")["message"] == "Không còn ai chờ"


def test_a_deed_sent_again_with_its_id_is_done_once(officer: StaffClient, behind: Behind) -> None:
    for _ in range(3):
        behind.number("A")
    officer.do("next")
    officer.do("start")
    answers = [officer.post("next", key="the-same-intent") for _ in range(3)]
    assert {answer.text for answer in answers} == {answers[0].text}
    assert answers[0].json()["number"] == "A002"
    assert [answer.headers.get("idempotency-replayed") for answer in answers] == [None, "true", "true"]
    other = officer.post("recall", key="the-same-intent")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_two_officers_pressing_next_at_once_get_two_people(log_in: LogIn, behind: Behind) -> None:
    officers = [log_in("cb01"), log_in("cb02")]
    officers[0].do("sign-on", {"counter_id": "Q1"})
    officers[1].do("sign-on", {"counter_id": "Q2"})
    for _ in range(20):
        behind.number("A")
    ready, got = threading.Barrier(2), []

    def press(who: StaffClient) -> None:
        ready.wait()
        got.append(who.do("next")["number"])

    for _ in range(5):
        hands = [threading.Thread(target=press, args=(who,)) for who in officers]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        for who in officers:
            who.do("start")
    assert sorted(got) == [f"A{number:03d}" for number in range(1, 11)]


def test_next_again_within_ten_seconds_is_the_same_call(officer: StaffClient, behind: Behind) -> None:
    behind.number("A")
    behind.number("A")
    officer.do("next")
    again = officer.do("next")
    assert (again["number"], again["is_same_call"]) == ("A001", True)
    assert officer.view()["turn"]["call_count"] == 1


def test_the_whole_round_of_deeds(officer: StaffClient, behind: Behind, clock: HeldClock) -> None:
    for _ in range(3):
        behind.number("A")
    officer.do("next")
    assert officer.do("recall")["message"] == "Gọi lại A001 → Quầy 2"
    assert officer.do("absent")["state"] == "no_show"
    assert [row["number"] for row in officer.view()["absent"]] == ["A001"]
    assert officer.do("back-to-queue", {"number": "A001"})["state"] == "waiting"
    assert officer.do("next")["number"] == "A001"
    assert officer.do("back-to-queue")["number"] == "A001"
    cooling = officer.view()["queue"][-1]
    assert (cooling["number"], cooling["rank"], cooling["reason"]) == ("A001", None, "Vừa trở về hàng chờ, tạm lùi lại")
    officer.client.cookies.set("bocso_language", "en")
    assert officer.view()["queue"][-1]["reason"] == "Just back in the queue, moved back a little"
    officer.client.cookies.delete("bocso_language")
    officer.do("call-number", {"number": "a003", "reason": "Cần hỗ trợ ngay"})
    assert officer.view()["turn"]["reason"] == "Gọi đích danh: Cần hỗ trợ ngay"
    officer.do("start")
    clock.pass_s(30)
    assert officer.do("finish", {"outcome": "more_papers"})["state"] == "finished"
    assert officer.view()["undo"]["what"] == "hoàn tất A003"
    assert officer.do("undo")["message"] == "Đã hoàn tác: A003"
    assert officer.view()["turn"]["state"] == "serving"
    assert behind.verdict().fault is None


def test_undo_is_offered_for_ten_seconds_only(officer: StaffClient, behind: Behind, clock: HeldClock) -> None:
    behind.number("A")
    officer.do("next")
    assert officer.view()["undo"]["what"] == "gọi A001"
    clock.pass_s(10.001)
    assert officer.view()["undo"] is None
    assert officer.post("undo").json()["code"] == "too_late_to_undo"


def test_the_queue_is_shown_in_the_order_in_which_next_calls(
    officer: StaffClient, behind: Behind, clock: HeldClock
) -> None:
    for service, group in (("A", None), ("B", None), ("A", "elderly"), ("A", None), ("B", "elderly"), ("B", None)):
        behind.number(service, group)
        clock.pass_s(47)
    for _ in range(6):  # so many that somebody will have been overtaken too often
        behind.number("A", "elderly")
    clock.pass_s(400)
    rows = officer.view()["queue"]
    assert [row["rank"] for row in rows] == list(range(1, 13))
    told = [row["number"] for row in rows]
    called = []
    for _ in rows:
        called.append(officer.do("next")["number"])
        officer.do("start")
    assert called == told


def test_reasons_are_told_in_words(officer: StaffClient, behind: Behind, clock: HeldClock) -> None:
    behind.number("A")
    clock.pass_s(60)
    behind.number("A", "elderly")
    clock.pass_s(4 * 60)
    rows = {row["number"]: row for row in officer.view()["queue"]}
    assert rows["A002"]["reason"] == "Ưu tiên: chờ 4 phút, tính gấp 3"
    assert rows["A002"]["priority"] == "Người cao tuổi"
    assert rows["A001"]["reason"] == "Đến trước"
    officer.do("next")
    assert officer.view()["turn"]["reason"] == "Ưu tiên: chờ 4 phút, tính gấp 3"


def test_a_stated_place_is_not_told_as_a_wait(officer: StaffClient, behind: Behind, clock: HeldClock) -> None:
    """Who comes back with what was missing has just come, and stands as if having waited."""
    behind.number("A", "elderly")
    officer.do("next")
    officer.do("start")
    officer.do("finish", {"outcome": "supplement", "missing": "Giấy khai sinh"})
    for _ in range(4):
        clock.pass_s(60)
        behind.number("A")
    clock.pass_s(10 * 60)
    come_back(behind, behind.one("SELECT code FROM claim_codes")[0])
    first = officer.view()["queue"][0]
    assert (first["number"], first["reason"]) == ("A006", "Ưu tiên: xếp như đã chờ 11 phút, tính gấp 3")
    officer.do("next")
    assert officer.view()["turn"]["reason"] == "Ưu tiên: xếp như đã chờ 11 phút, tính gấp 3"


def test_a_used_up_quota_is_told(officer: StaffClient, behind: Behind) -> None:
    behind.set_up(small_centre(lambda values: values["services"][2].update(daily_quota=2)))

    def used_up() -> list[str]:
        return [service["service"] for service in officer.view()["services"] if service["is_used_up"]]

    behind.number("C")
    assert used_up() == []
    behind.number("C")
    assert used_up() == ["C"]


def test_whoever_was_overtaken_too_often_comes_first(officer: StaffClient, behind: Behind, clock: HeldClock) -> None:
    behind.number("A")
    for _ in range(6):
        behind.number("A", "elderly")
    clock.pass_s(60)
    for _ in range(5):
        officer.do("next")
        officer.do("start")
    first = officer.view()["queue"][0]
    assert (first["number"], first["reason"]) == ("A001", "Hàng này có người bị vượt 5 lượt, không để vượt nữa")


def test_the_counter_comes_from_the_desk_session(log_in: LogIn) -> None:
    officer = log_in("cb01")
    assert officer.post("next").json()["code"] == "not_at_counter"
    assert officer.post("next", {"counter_id": "Q1"}).json()["code"] == "malformed"
    assert officer.view()["counter"] is None


def test_a_taken_counter_is_given_over_only_when_asked(log_in: LogIn, officer: StaffClient) -> None:
    other = log_in("cb02")
    refused = other.post("sign-on", {"counter_id": "Q2"})
    assert (refused.status_code, refused.json()["code"]) == (409, "counter_taken")
    other.do("sign-on", {"counter_id": "Q2", "take_over": True})
    assert officer.view()["counter"] is None
    assert other.view()["counter"]["counter_id"] == "Q2"
    card = next(card for card in officer.view()["counters"] if card["counter_id"] == "Q2")
    assert (card["officer"], card["is_mine"], card["state"]) == ("Cán bộ 02", False, "free")


def test_the_head_runs_the_day(log_in: LogIn, officer: StaffClient, behind: Behind) -> None:
    head = log_in("gd01")
    behind.number("A")
    assert head.do("stop-tickets")["message"] == "Đã ngừng cấp số"
    assert head.view()["day"] == {"state": "tickets_stopped", "date": "2026-11-23"}
    closed = head.do("close-day")["message"]
    assert closed == "Đã đóng ngày làm việc 23/11/2026: 1 số hết lượt; phiếu cuối ngày đang in"
    assert officer.post("next").status_code == 409
    assert head.do("open-day", {"confirmed": False})["message"] == "Đã mở ngày làm việc 23/11/2026"
    assert head.view()["day"]["state"] == "open"


def test_devices_and_unsure_prints_are_told(
    officer: StaffClient, log_in: LogIn, behind: Behind, server: RunningServer
) -> None:
    says(server, "kiosk-1", "paper_near_end")
    says(server, "counter-Q1")
    says(server, "pad-Q1", "button_stuck:3", online=False)
    says(server, "board-1", "a_fault_of_tomorrow")
    issued = behind.issue("A")
    behind.report_print(issued.ticket.ticket_id, PrintOutcome.UNKNOWN)
    seen = log_in("hd01").view()
    told = {device["device_id"]: (device["state"], device["faults"]) for device in seen["devices"]}
    assert told == {
        "kiosk-1": ("online", ["sắp hết giấy"]),
        "counter-Q1": ("online", []),
        "pad-Q1": ("offline", []),
        "board-1": ("online", ["lỗi a_fault_of_tomorrow"]),
    }
    assert seen["prints"] == ["Số A001: chưa rõ đã in phiếu"]
    # An officer at Q2 has nothing of Q1's.
    assert {device["device_id"] for device in officer.view()["devices"]} == {"kiosk-1", "board-1"}


def test_numbers_cancelled_for_want_of_a_slip_are_told(officer: StaffClient, behind: Behind) -> None:
    silent, unprinted, unsure = behind.issue("A"), behind.issue("A"), behind.issue("A")
    behind.report_print(unprinted.ticket.ticket_id, PrintOutcome.NOT_PRINTED)
    behind.report_print(unsure.ticket.ticket_id, PrintOutcome.UNKNOWN)
    behind.wait(91)
    assert officer.view()["prints"] == [
        "Số A003: chưa rõ đã in phiếu",
        "Số A002: không in được phiếu, đã hủy số",
        "Số A001: không rõ đã in, đã hủy số",
    ]
    assert officer.do("next")["number"] == "A003"
    behind.report_print(silent.ticket.ticket_id, PrintOutcome.PRINTED)
    assert officer.view()["prints"] == ["Số A002: không in được phiếu, đã hủy số"]


def test_the_stream_tells_when_the_broker_goes_and_comes(
    officer: StaffClient, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishing = server.house._publishing
    assert publishing is not None
    with officer.client.stream("GET", "/api/v1/console/stream") as answer:
        views = (json.loads(data) for kind, data in events_of(answer) if kind == "view")
        assert next(views)["broker_is_connected"] is False
        for is_up in (True, False):
            monkeypatch.setattr(type(publishing), "is_connected", is_up)
            server.house.changes.announce()
            assert next(views)["broker_is_connected"] is is_up


@pytest.mark.parametrize(
    ("deed", "body"),
    [
        ("sign-on", {}),
        ("sign-on", {"counter_id": 3}),
        ("next", {"number": "A001"}),
        ("call-number", {"reason": "x"}),
        ("call-number", {"number": "A" * 17, "reason": "x"}),
        ("call-number", {"number": "A001", "reason": "x" * 201}),
        ("finish", {"outcome": 7}),
    ],
)
def test_malformed_deeds_say_what_is_wrong_and_change_nothing(
    officer: StaffClient, behind: Behind, deed: str, body: dict[str, object]
) -> None:
    before = behind.kinds()
    answer = officer.post(deed, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert answer.json()["errors"]
    assert behind.kinds() == before


@pytest.mark.parametrize(
    ("language", "deed", "body", "words"),
    [
        ("vi", "call-number", {"number": "A001", "reason": "x" * 201}, "Lý do: Dài quá 200 ký tự"),
        ("en", "call-number", {"number": "A001", "reason": "x" * 201}, "Reason: Is longer than 200 characters"),
        ("vi", "call-number", {"reason": "Đi lại khó"}, "Số: Mục này còn thiếu."),
        ("en", "call-number", {"reason": "Đi lại khó"}, "Number: This is missing."),
        ("vi", "finish", {"outcome": 7}, "Kết quả: Ở đây phải là chữ."),
        ("en", "hold", {"minutes": "soon"}, "Duration: Should be a whole number."),
        ("vi", "next", {"colour": "red"}, "body.colour: Không có mục tên này"),
    ],
)
def test_what_is_malformed_is_told_in_the_page_s_language_by_the_field_s_name(
    officer: StaffClient, language: str, deed: str, body: dict[str, object], words: str
) -> None:
    officer.client.cookies.set("bocso_language", language)
    said = officer.post(deed, body).json()
    assert words in said["detail"]
    assert said["title"] == {"vi": "Yêu cầu không đúng định dạng", "en": "The request is not as it should be"}[language]


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Không phải JSON, sai ở ký tự thứ 2."), ("en", "It is no JSON")]
)
def test_what_is_no_json_is_told_in_the_page_s_language(officer: StaffClient, language: str, words: str) -> None:
    officer.client.cookies.set("bocso_language", language)
    headers = {"X-CSRF-Token": officer.csrf, "Idempotency-Key": "k" * 20, "Content-Type": "application/json"}
    answer = officer.client.post("/api/v1/console/next", content=b'{"', headers=headers)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]


def test_the_centre_s_own_names_are_shown_in_english_where_it_gave_them(
    server: RunningServer, log_in: Callable[[str], StaffClient]
) -> None:
    def named(values: dict[str, Any]) -> None:
        for part in ("counters", "outcomes", "finish_ticks", "pause_reasons"):
            values[part][0]["name_en"] = f"English of {part}"

    server.centre.set_up(small_centre(named))
    officer = log_in("cb01")
    officer.client.cookies.set("bocso_language", "en")
    assert officer.do("sign-on", {"counter_id": "Q1"})["message"] == "Signed on at English of counters"
    officer.do("pause", {"reason": "break"})
    view = officer.view()
    assert view["counter"]["name"] == "English of counters"
    assert view["counter"]["pause"]["name"] == "English of pause_reasons"
    assert [card["name"] for card in view["counters"]][:2] == ["English of counters", "Counter 2"]
    assert [outcome["name"] for outcome in view["outcomes"]][:2] == ["English of outcomes", "Papers missing"]
    assert [tick["name"] for tick in view["ticks"]] == ["English of finish_ticks", "Digitised"]
    refused = log_in("cb02")
    refused.client.cookies.set("bocso_language", "en")
    assert (
        refused.post("sign-on", {"counter_id": "Q1"})
        .json()["detail"]
        .startswith("Another officer is at English of counters.")
    )
    head = log_in("gd01")
    head.client.cookies.set("bocso_language", "en")
    floor = head.client.get("/api/v1/floor/view").json()
    assert floor["counters"][0]["name"] == "English of counters"
    assert floor["counters"][0]["paused_for"] == "English of pause_reasons"
    head.client.cookies.set("bocso_language", "vi")
    assert head.client.get("/api/v1/floor/view").json()["counters"][0]["name"] == "Quầy số 1"


def test_a_deed_without_an_intent_id_is_refused(officer: StaffClient) -> None:
    answer = officer.client.post("/api/v1/console/next", json={}, headers={"X-CSRF-Token": officer.csrf})
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


# --- live ------------------------------------------------------------------------------------------------------


def events_of(answer: httpx.Response) -> Iterator[tuple[str, str]]:
    name, text = "", ""
    for line in answer.iter_lines():
        if line.startswith("event:"):
            name = line.removeprefix("event:").strip()
        elif line.startswith("data:"):
            text = line.removeprefix("data:").strip()
        elif not line and name:
            yield name, text
            name, text = "", ""


def test_the_stream_sends_the_view_when_something_was_committed(officer: StaffClient, behind: Behind) -> None:
    with officer.client.stream("GET", "/api/v1/console/stream") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = events_of(answer)
        name, text = next(events)
        assert name == "view" and '"waiting":0' in text
        behind.number("A")
        assert any(name == "view" and '"A001"' in text for name, text in events)


def test_the_stream_ends_when_the_session_does(officer: StaffClient, behind: Behind) -> None:
    with officer.client.stream("GET", "/api/v1/console/stream") as answer:
        events = events_of(answer)
        next(events)
        officer.client.post("/console/logout", data={"csrf_token": officer.csrf})
        behind.number("A")
        assert any(name == "over" for name, _ in events)


def test_streams_of_one_session_are_bounded_and_places_come_free(officer: StaffClient, server: RunningServer) -> None:
    open_streams = [officer.client.stream("GET", "/api/v1/console/stream") for _ in range(3)]
    listening = [events_of(stream.__enter__()) for stream in open_streams]
    for events in listening:
        next(events)
    with officer.client.stream("GET", "/api/v1/console/stream") as refused:
        assert refused.status_code == 429
    for stream in open_streams:
        stream.__exit__(None, None, None)

    def has_room() -> bool:
        with officer.client.stream("GET", "/api/v1/console/stream") as again:
            return again.status_code == 200

    wait_until(has_room, "a place came free")


# --- what citizens have said ---------------------------------------------------------------------------------------


def say(behind: Behind, token: str, word: OwnWord) -> None:
    said = Said(word, 20 if word is OwnWord.LATE else None, "phone")
    behind.act(say_with_token, token=token, said=said, actor="phones")


def test_the_queue_says_who_is_there_who_comes_later_and_for_what(officer: StaffClient, behind: Behind) -> None:
    behind.set_up(small_centre(lambda values: values.update(purposes=[{"id": "collect", "name": "Nhận kết quả"}])))
    there, late, gone = (behind.issue("A", purpose="collect", language="rad") for _ in range(3))
    say(behind, there.token, OwnWord.PRESENT)
    say(behind, late.token, OwnWord.LATE)
    say(behind, gone.token, OwnWord.GIVE_BACK)
    seen = officer.view()
    first, last = seen["queue"]
    assert (seen["waiting"], seen["hall_waiting"]) == (1, 1), "who comes later is not counted"
    assert [one["waiting"] for one in seen["services"] if one["service"] == "A"] == [1]
    now = as_datetime(behind.writer.now()).astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    assert (first["number"], first["marks"]) == ("A001", ["Nhận kết quả", "Êđê", f"Đã có mặt lúc {now:%H:%M}"])
    assert (last["number"], last["rank"], last["reason"]) == ("A002", None, "Công dân báo đến muộn")
    assert last["marks"][-1] == f"Đến muộn, lúc {now + timedelta(minutes=20):%H:%M}"
    assert last["back_at"] is not None


def test_who_did_not_come_and_is_there_now_is_marked(officer: StaffClient, behind: Behind, clock: HeldClock) -> None:
    ticket = behind.issue("A")
    say(behind, ticket.token, OwnWord.PRESENT)
    clock.pass_s(1)
    officer.do("next")
    officer.do("absent")
    assert [row["is_there"] for row in officer.view()["absent"]] == [False], "that was before the call"
    clock.pass_s(90)
    say(behind, ticket.token, OwnWord.PRESENT)
    assert [row["is_there"] for row in officer.view()["absent"]] == [True]


def test_who_is_at_a_desk_is_counted_as_waiting_nowhere(officer: StaffClient, log_in: LogIn, behind: Behind) -> None:
    def waiting_for_b() -> list[int]:
        """As the console, its line of services, the floor and the kiosks count."""
        greeter, head = log_in("hd01").client, log_in("gd01").client
        floor = head.get("/api/v1/floor/view").json()
        at_kiosks = greeter.get("/api/v1/greeter/view").json()["services"]
        seen = officer.view()
        lines = (seen["services"], floor["services"], at_kiosks)
        return [
            seen["hall_waiting"],
            floor["waiting"],
            *(line["waiting"] for services in lines for line in services if line["service"] == "B"),
        ]

    behind.number("A")
    officer.do("next")
    officer.do("start")
    officer.do("second-service", {"service": "B"})
    assert waiting_for_b() == [0, 0, 0, 0, 0]
    officer.do("finish")
    assert waiting_for_b() == [1, 1, 1, 1, 1]
