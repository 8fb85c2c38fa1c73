"""The head's floor over HTTP: what it shows, its deeds once each, what staff did, alarms and who sees to them."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from held_clock import HeldClock
from staff_pages import Behind, RunningServer, SessionClient, StaffClient, says

from messaging.clock import real_monotonic_s
from messaging.requests import JobOutcome, OwnWord
from server.actions.claim import claim
from server.actions.desk_session import sign_on
from server.actions.own_number import Said, say_with_token
from server.actions.report_job import report_job
from server.actions.reprint import reprint_ticket
from server.db.queries.day_counts import counts_of_day
from server.domain.turns import TurnState
from server.mqtt.presences import Heard

LogIn = Callable[[str], StaffClient]
API = "/api/v1/floor/"


@pytest.fixture
def log_in(server: RunningServer) -> Iterator[LogIn]:
    """Each call is a browser of its own, logged in already."""
    clients: list[SessionClient] = []

    def enter(login: str) -> StaffClient:
        clients.append(SessionClient(server, login))
        return clients[-1]

    yield enter
    for who in clients:
        who.client.close()


def view(who: StaffClient) -> dict[str, Any]:
    answer = who.client.get(f"{API}view")
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


def post(who: StaffClient, deed: str, body: dict[str, Any], key: str | None = None) -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid.uuid4().hex, "X-CSRF-Token": who.csrf}
    return who.client.post(API + deed, json=body, headers=headers)


def deeds(who: StaffClient, **query: Any) -> list[dict[str, Any]]:
    answer = who.client.get(f"{API}deeds", params=query)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["deeds"]
    return rows


def counter(seen: dict[str, Any], counter_id: str) -> dict[str, Any]:
    return next(card for card in seen["counters"] if card["counter_id"] == counter_id)


@pytest.fixture
def head(log_in: LogIn) -> StaffClient:
    return log_in("gd01")


@pytest.fixture
def officer(log_in: LogIn) -> StaffClient:
    who = log_in("cb01")
    who.do("sign-on", {"counter_id": "Q2"})
    return who


def test_counters_queues_and_people_stand_as_they_are(
    head: StaffClient, officer: StaffClient, behind: Behind, clock: HeldClock
) -> None:
    behind.number("A")
    clock.pass_s(25 * 60)
    behind.number("B")
    officer.do("next")
    officer.do("start")

    seen = view(head)
    card = counter(seen, "Q2")
    assert (card["officer"], card["state"], card["shown"], card["target_ms"]) == (
        "Cán bộ 01",
        "serving",
        "A001",
        15 * 60_000,
    )
    assert counter(seen, "Q1")["state"] == "unstaffed"
    line = next(line for line in seen["services"] if line["service"] == "B")
    assert (line["waiting"], line["late"], line["open_counters"], line["issued"]) == (1, 0, 1, 1)
    clock.pass_s(21 * 60)
    line = next(line for line in view(head)["services"] if line["service"] == "B")
    assert (line["waiting"], line["late"]) == (1, 1)
    person = next(person for person in seen["people"] if person["staff_id"] == "CB01")
    assert (person["counter_number"], person["state"]) == (2, "at_desk")


def test_deeds_that_need_a_reason_are_counted_for_head_and_auditor_alone(
    head: StaffClient, officer: StaffClient, log_in: LogIn, behind: Behind
) -> None:
    behind.number("A")
    named, moved = behind.number("A"), behind.number("A")
    officer.do("change-priority", {"number": moved, "group": "elderly", "reason": "Cao tuổi"})
    officer.do("call-number", {"number": named, "reason": "Người nhà đang chờ"})

    def counted(who: StaffClient) -> tuple[Any, ...]:
        person = next(person for person in view(who)["people"] if person["staff_id"] == "CB01")
        return person["named_calls"], person["quick_serves"], person["priority_changes"]

    assert counted(head) == (1, 0, 1)
    assert counted(log_in("ks01")) == (1, 0, 1)
    assert counted(log_in("kt01")) == (None, None, None)
    officer.do("undo")
    assert counted(head)[0] == 0


def test_a_paused_officer_shows_why_and_since_when(head: StaffClient, officer: StaffClient, behind: Behind) -> None:
    reason = behind.writer.submit(lambda work: work.centre.pause_reasons[0], actor="test").result(20)
    officer.do("pause", {"reason": reason.reason})

    card = counter(view(head), "Q2")
    assert (card["state"], card["paused_for"]) == ("paused", reason.name)
    assert card["since"]


def test_a_deed_is_done_once_however_often_it_is_sent(head: StaffClient, behind: Behind) -> None:
    body = {"text": "Máy tra cứu tạm nghỉ", "text_en": "", "for_minutes": 30}
    key = uuid.uuid4().hex
    first, again = post(head, "post-notice", body, key), post(head, "post-notice", body, key)

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert len(view(head)["notices"]) == 1
    assert post(head, "post-notice", body | {"text": "khác"}, key).status_code == 422


def test_what_staff_did_is_readable_and_can_be_taken_back(
    head: StaffClient, officer: StaffClient, behind: Behind
) -> None:
    number = behind.number("A")
    officer.do("call-number", {"number": number, "reason": "Người nhà"})

    row = deeds(head)[0]
    assert (row["who"], row["what"], row["reason"]) == (
        "Cán bộ 01",
        f"gọi đích danh {number} đến Quầy số 2",
        "Người nhà",
    )
    remedy = row["remedy"]
    assert remedy["deed"] == "send-back" and remedy["asks_reason"]
    answer = post(head, remedy["deed"], {"turn_id": remedy["turn_id"], "reason": "Sai thứ tự"})
    assert answer.json()["message"] == f"Số {number} trở lại hàng chờ"

    officer.do("next")
    officer.do("absent")
    row = deeds(head)[0]
    assert row["remedy"]["deed"] == "revive"
    assert post(head, "revive", {"turn_id": row["remedy"]["turn_id"], "reason": "Đã đến"}).status_code == 200
    rows = deeds(head)
    assert rows[0]["who"] == "Giám đốc 01" and rows[0]["reason"] == "Đã đến"
    assert all(row["remedy"] is None for row in rows)


def test_what_was_undone_says_so_and_offers_nothing(head: StaffClient, officer: StaffClient, behind: Behind) -> None:
    behind.number("A")
    officer.do("next")
    officer.do("absent")
    officer.do("undo")

    marked = next(row for row in deeds(head) if "vắng mặt" in row["what"])
    assert marked["what"].endswith("(đã hoàn tác)")
    assert marked["remedy"] is None


def test_the_list_of_deeds_keeps_to_one_person_to_reasons_and_to_pages(
    head: StaffClient, officer: StaffClient, log_in: LogIn, behind: Behind
) -> None:
    other = log_in("cb02")
    other.do("sign-on", {"counter_id": "Q1"})
    number = behind.number("A")
    other.do("call-number", {"number": number, "reason": "Gọi lại người bị sót"})

    assert {row["staff_id"] for row in deeds(head, officer="CB01")} == {"CB01"}
    assert [row["what"] for row in deeds(head, only_reasons=True)] == [f"gọi đích danh {number} đến Quầy số 1"]
    newest = deeds(head)[0]
    older = deeds(head, before=newest["seq"])
    assert newest not in older and older


def test_nobody_but_head_and_auditor_reads_the_list(log_in: LogIn) -> None:
    for login in ("cb01", "kt01", "hd01"):
        assert log_in(login).client.get(f"{API}deeds").status_code == 403
    assert log_in("ks01").client.get(f"{API}deeds").status_code == 200


def test_the_view_speaks_the_browsers_language(head: StaffClient, behind: Behind) -> None:
    head.client.cookies.set("bocso_language", "en")

    seen = view(head)
    assert seen["centre_name"] == "Test Centre"
    assert seen["services"][0]["name"] == "Certification"
    assert post(head, "withdraw-notice", {"notice_id": 999}).json()["detail"] == "There is no such notice."


def offered(head: StaffClient, what: str) -> tuple[str | None, str | None]:
    """What the newest row of a deed offers: (deed, why there is none)."""
    row = next(row for row in deeds(head) if what in row["what"])
    return (None if row["remedy"] is None else row["remedy"]["deed"]), row["nothing_left"]


def take_back(head: StaffClient, what: str) -> str:
    """Do what the row offers; what the answer says."""
    remedy = next(row["remedy"] for row in deeds(head) if what in row["what"])
    ids = {name: remedy[name] for name in ("turn_id", "officer_id", "supplement_id") if remedy[name] is not None}
    answer = post(head, remedy["deed"], ids | {"reason": "Làm chưa đúng quy trình"})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["message"])


def test_closing_into_places_says_whom_it_moved_and_what_can_be_done(
    head: StaffClient, officer: StaffClient, behind: Behind
) -> None:
    held = behind.number("A")
    officer.do("next")
    officer.do("hold", {"minutes": None})
    absent = behind.number("A")
    officer.do("next")
    officer.do("absent")
    behind.number("A")
    assert post(head, "close-service", {"service": "A", "reason": "Mất điện"}).status_code == 200
    answer = post(head, "close-into-places", {"service": "A", "reason": "Cán bộ ốm"})
    assert answer.json()["message"] == (
        "Đã đóng sớm; 2 người nhận số đặt trước, trong đó 1 đang tạm chờ; 1 số vắng còn được quay lại hôm nay"
    )
    assert behind.turn(held).state is TurnState.EXPIRED
    assert behind.turn(absent).state is TurnState.NO_SHOW
    assert post(head, "close-into-places", {"service": "A", "reason": "Cán bộ ốm"}).status_code == 200, "harmless"
    rows = deeds(head)[:2]
    assert [(row["what"], row["reason"]) for row in rows] == [
        ("chuyển 2 người chờ Chứng thực sang ngày làm việc tới", "Cán bộ ốm"),
        ("ngừng cấp số Chứng thực", "Mất điện"),
    ]
    assert "hủy số đặt trước ở trang Phiếu đã cấp" in rows[0]["nothing_left"]


def test_closing_the_day_says_how_many_were_moved(head: StaffClient, behind: Behind) -> None:
    behind.number("A")
    behind.number("B")
    head.do("close-day", {"moves_waiting": True})
    rows = deeds(head)
    assert rows[0]["what"] == "đóng ngày làm việc; 2 người nhận số đặt trước, 0 hết lượt"
    assert rows[0]["nothing_left"]
    assert not [row for row in rows if "sang ngày làm việc tới" in row["what"]], "told once"


@pytest.mark.parametrize(
    ("language", "taken", "closed"),
    [
        ("vi", "vào thay tại Quầy số 2: Cán bộ 01 rời quầy", "cho Cán bộ 02 rời Quầy số 2 vì đóng ngày"),
        ("en", "took over Counter 2: Cán bộ 01 left it", "signed Cán bộ 02 off Counter 2, for the day closed"),
    ],
)
def test_who_is_made_to_leave_a_counter_is_named_with_the_why(
    head: StaffClient, behind: Behind, language: str, taken: str, closed: str
) -> None:
    head.client.cookies.set("bocso_language", language)
    for officer_id in ("CB01", "CB02"):
        behind.act(sign_on, actor=f"staff:{officer_id}", counter_id="Q2", officer_id=officer_id, take_over=True)
    head.do("close-day")
    said = [(row["staff_id"], row["what"]) for row in deeds(head)]
    assert ("CB02", taken) in said
    assert ("GD01", closed) in said


def test_what_a_closing_will_take_is_counted_before(head: StaffClient, behind: Behind) -> None:
    """As many as it says afterwards; of a service that closes early those who are called stay."""
    behind.staff_all()
    for _ in range(2):
        behind.number("A")
        behind.next("Q1")
        behind.start("Q1")
        behind.hold("Q1")
    behind.number("B")
    behind.next("Q2")
    behind.start("Q2")
    behind.number("A")
    behind.next("Q1")
    for service in "AAB":
        behind.number(service)
    seen = view(head)
    assert seen["day"]["still_open"] == {"waiting": 3, "called": 1, "on_hold": 2, "serving": 1}
    assert seen["services"][0]["still_open"] == {"waiting": 2, "called": 1, "on_hold": 2, "serving": 0}
    assert head.do("close-day", {"moves_waiting": True})["message"].startswith(
        "Đã đóng ngày làm việc 23/11/2026: 6 người nhận số đặt trước"
    )


def test_the_floor_gives_as_many_numbers_as_the_slip_of_the_day(
    head: StaffClient, officer: StaffClient, behind: Behind
) -> None:
    behind.sign_on("Q1")
    for _ in range(2):
        behind.quick_serve("A")
        behind.undo("Q1")
    behind.quick_serve("A")
    behind.finish("Q1")
    behind.number("A")
    seen = view(head)
    assert (seen["issued"], seen["services"][0]["issued"]) == (1, 1)
    of = counts_of_day(behind.read(), seen["day"]["date"])["A"]
    assert (of.issued, of.without_number, of.served, of.other, of.being_served) == (1, 1, 1, 0, 1)


def test_a_transfer_names_its_target_and_is_taken_back(head: StaffClient, officer: StaffClient, behind: Behind) -> None:
    number = behind.number("A")
    officer.do("next")
    officer.do("start")
    officer.do("transfer", {"to": "counter", "target": "Q3"})

    said = f"chuyển {number} đến Quầy số 3 (Chứng thực)"
    assert offered(head, said) == ("transfer-back", None)
    line = next(line for line in view(head)["services"] if line["service"] == "A")
    assert line["sent_to_nobody"] == [{"to": "Quầy số 3", "is_officer": False, "waiting": 1}]
    assert counter(view(head), "Q3")["sent_here"] == 1

    assert take_back(head, said) == f"Số {number} chờ ở nơi cũ, giữ thứ tự cũ"
    assert offered(head, said) == (None, "Đã có việc mới hơn với số này.")
    assert deeds(head)[0]["what"] == f"chuyển {number} cho Cán bộ 01 (Chứng thực)"
    officer.do("next")
    assert behind.turn(number).state == "called"


def test_a_second_service_is_taken_back_until_it_is_called(
    head: StaffClient, officer: StaffClient, behind: Behind
) -> None:
    number = behind.number("A")
    officer.do("next")
    officer.do("start")
    officer.do("second-service", {"service": "B"})
    behind.wait(60)
    officer.do("finish")

    said = f"thêm lượt Hộ tịch cho {number}"
    assert offered(head, said) == ("take-back-second", None)
    assert take_back(head, said) == f"Đã bỏ lượt thêm của số {number}"
    assert offered(head, f"{said} (đã hoàn tác)") == (None, None)
    assert deeds(head)[0]["what"] == "bỏ một lượt thêm tại Quầy số 2"
    assert [row[0] for row in behind.rows("SELECT state FROM turns")] == ["finished"]
    assert behind.verdict().fault is None

    behind.number("A")
    officer.do("next")
    officer.do("start")
    officer.do("second-service", {"service": "B"})
    officer.do("finish")
    behind.sign_on("Q3")
    behind.next("Q3")
    assert offered(head, "thêm lượt")[0] is None


def test_each_deed_at_a_desk_offers_what_can_still_be_done_or_says_why_nothing_can(
    head: StaffClient, officer: StaffClient, behind: Behind
) -> None:
    number = behind.number("A")
    officer.do("call-number", {"number": number, "reason": "Người nhà đang chờ"})
    officer.do("start")
    assert offered(head, f"gọi đích danh {number}") == ("send-back", None)
    assert take_back(head, f"gọi đích danh {number}") == f"Số {number} trở lại hàng chờ"
    officer.do("next")
    officer.do("start")
    officer.do("finish", {"outcome": "supplement", "missing": "Giấy khai sinh"})
    assert offered(head, "hoàn tất") == ("revive", None)
    assert offered(head, f"yêu cầu {number} bổ sung") == ("withdraw-supplement", None)
    assert take_back(head, f"yêu cầu {number} bổ sung") == f"Đã rút yêu cầu bổ sung của số {number}"
    assert offered(head, f"yêu cầu {number} bổ sung") == (None, "Yêu cầu bổ sung đã được rút.")

    officer.do("quick-serve", {"service": "A", "reason": "Chỉ đóng dấu"})
    assert offered(head, "phục vụ nhanh") == ("end-turn", None)
    take_back(head, "phục vụ nhanh")
    assert offered(head, "phục vụ nhanh") == (None, "Đã có việc mới hơn với số này.")
    assert offered(head, "hoàn tất")[1] == "Phục vụ nhanh đã xong; không có phiếu nên không thể chờ lại."

    officer.do("pause", {"reason": "break"})
    assert offered(head, "tạm nghỉ") == ("end-pause", None)
    assert take_back(head, "tạm nghỉ") == "Quầy của Cán bộ 01 làm việc lại"
    assert offered(head, "tạm nghỉ") == (None, "Đã làm việc lại.")
    assert counter(view(head), "Q2")["state"] == "free"
    assert behind.verdict().fault is None


def test_trips_per_case_are_told_with_their_denominator_and_no_mean_of_few(
    head: StaffClient, log_in: LogIn, behind: Behind
) -> None:
    behind.staff_all()
    for _ in range(9):
        behind.number("A")
        behind.serve("Q1")
    head.client.cookies.set("bocso_language", "en")

    def trips() -> dict[str, Any]:
        answer = head.client.get(f"{API}trips")
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        return said

    assert trips()["today"]["centre"] == {"cases": 9, "mean": None}
    behind.number("A")
    behind.next("Q1")
    behind.start("Q1")
    behind.finish("Q1", "supplement", missing="Giấy khai sinh")
    assert trips()["today"]["centre"]["cases"] == 9, "the tenth still lacks something"
    code = behind.one("SELECT code FROM claim_codes")[0]
    behind.act(claim, intent_id="back", code=code, language="vi", device_id="kiosk-1")
    behind.serve("Q1")
    told = trips()
    assert told["today"]["centre"] == told["month"]["centre"] == {"cases": 10, "mean": 1.1}
    certification, civil, _ = told["month"]["services"]
    assert (certification["name"], certification["mean"], civil["cases"]) == ("Certification", 1.1, 0)
    period = {"since": told["today"]["since"], "until": told["today"]["until"]}
    of_period = log_in("ks01").client.get("/api/v1/trips", params=period).json()
    assert of_period["centre"] == {"cases": 10, "mean": 1.1}
    assert head.client.get("/api/v1/trips", params={"since": "2026-01-01", "until": "2028-01-01"}).status_code == 422


def test_a_field_that_does_not_fit_is_named_in_the_pages_language(head: StaffClient) -> None:
    said = post(head, "post-notice", {"text": "x" * 161, "for_minutes": 5}).json()["detail"]
    assert said.startswith("Nội dung") and "160" in said and "String" not in said
    head.client.cookies.set("bocso_language", "en")
    said = post(head, "post-notice", {"text": "ok", "for_minutes": 0}).json()["detail"]
    assert "for_minutes" not in said and "Input" not in said


# --- alarms ------------------------------------------------------------------------------------------------------


def alarms(who: StaffClient) -> list[tuple[str, str]]:
    return [(alarm["device_id"], alarm["fault"]) for alarm in view(who)["alarms"] if alarm["device_id"]]


def test_a_printer_without_paper_alarms_head_and_technician_with_what_to_do(
    server: RunningServer, head: StaffClient, log_in: LogIn
) -> None:
    technician, officer = log_in("kt01"), log_in("cb01")
    says(server, "kiosk-1", "paper_out")

    for who in (head, technician):
        (alarm,) = [alarm for alarm in view(who)["alarms"] if alarm["device_id"]]
        assert alarm["sentence"] == "Máy lấy số kiosk-1 hết giấy, đang ngừng cấp số."
        assert alarm["is_alarm"] and len(alarm["steps"]) >= 2 and alarm["quiet_until"] is None
        assert [known["fault"] for known in who.view()["alarms"] if known["device_id"]] == ["paper_out"]
    assert officer.view()["alarms"] == []

    says(server, "kiosk-1")
    assert alarms(head) == []


def test_who_sees_to_an_alarm_is_named_until_it_rings_again(
    server: RunningServer, log_in: LogIn, clock: HeldClock
) -> None:
    technician = log_in("kt01")
    says(server, "kiosk-1", "paper_out")
    body = {"device_id": "kiosk-1", "fault": "paper_out", "for_minutes": 15}

    assert post(technician, "acknowledge-alarm", body).status_code == 200

    (alarm,) = [alarm for alarm in view(technician)["alarms"] if alarm["device_id"]]
    assert alarm["quiet_by"] == "Kỹ thuật 01" and alarm["quiet_until"] and alarm["quiet_at"]
    clock.pass_s(15 * 60 + 1)
    (alarm,) = [alarm for alarm in view(technician)["alarms"] if alarm["device_id"]]
    assert alarm["quiet_until"] is None


def test_a_device_that_is_silent_for_ten_minutes_alarms_while_the_day_is_open(
    server: RunningServer, head: StaffClient, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.house.House.broker_is_connected", True)
    presences = server.house.presences
    says(server, "pad-Q1", online=False)
    gone = presences.of("pad-Q1")
    assert gone is not None

    def silent_for(seconds: float) -> None:
        presences._heard["pad-Q1"] = Heard(gone.presence, real_monotonic_s() - seconds)

    silent_for(10 * 60 + 1)
    assert ("pad-Q1", "silent") not in alarms(head), "the server has just begun to listen"
    presences.listening_since_s -= 121
    silent_for(9 * 60)
    assert ("pad-Q1", "silent") not in alarms(head)
    silent_for(10 * 60 + 1)
    assert ("pad-Q1", "silent") in alarms(head)
    behind.close_day()
    assert alarms(head) == []


def test_a_device_that_was_never_heard_is_not_installed_and_no_alarm(
    server: RunningServer, head: StaffClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.house.House.broker_is_connected", True)
    presences = server.house.presences
    presences.listening_since_s -= 24 * 3600

    assert alarms(head) == []
    assert {device["state"] for device in view(head)["devices"]} == {"never_heard"}
    presences.remember({"pad-Q1": 601.0, "board-1": 599.0})
    assert alarms(head) == [("pad-Q1", "silent")]
    states = {device["device_id"]: device["state"] for device in view(head)["devices"]}
    assert (states["pad-Q1"], states["board-1"], states["kiosk-1"]) == ("offline", "offline", "never_heard")
    says(server, "pad-Q1", online=False)  # the broker tells once more what it retained
    assert alarms(head) == [("pad-Q1", "silent")]
    says(server, "pad-Q1")
    assert alarms(head) == []


def test_a_slip_that_no_kiosk_tells_of_alarms_until_it_does(
    server: RunningServer, head: StaffClient, behind: Behind
) -> None:
    says(server, "kiosk-1")
    ticket = behind.issue("A").ticket
    job = behind.act(reprint_ticket, ticket_id=ticket.ticket_id).job_id
    behind.wait(90)
    assert ("kiosk-1", "slips_wait") not in alarms(head)
    behind.wait(1)
    assert ("kiosk-1", "slips_wait") in alarms(head)
    (alarm,) = [alarm for alarm in view(head)["alarms"] if alarm["fault"] == "slips_wait"]
    assert alarm["sentence"] == "Máy lấy số kiosk-1 chưa in phiếu được giao từ lúc 08:00."
    assert head.view()["alarms"] == view(head)["alarms"], "the head sees it at the console too"
    slips = head.client.get("/api/v1/greeter/slips/view").json()["tickets"][0]["slips"]
    assert slips[0]["said"] == "bản in lại: máy chưa báo đã in"
    behind.act(report_job, job_id=job, outcome=JobOutcome.DONE, device_id="kiosk-1")
    assert ("kiosk-1", "slips_wait") not in alarms(head)


def test_without_the_broker_it_says_that_and_not_that_all_are_silent(server: RunningServer, head: StaffClient) -> None:
    server.house.presences.listening_since_s -= 601

    assert [alarm["fault"] for alarm in view(head)["alarms"]] == ["broker_away"]


@pytest.mark.parametrize("fault", ["button_stuck:3", "a_fault_of_tomorrow"])
def test_every_fault_is_said_in_words(server: RunningServer, head: StaffClient, fault: str) -> None:
    says(server, "pad-Q1", fault)

    (alarm,) = [alarm for alarm in view(head)["alarms"] if alarm["device_id"]]
    assert "{" not in alarm["sentence"] and alarm["steps"]


# --- the citizens' side -------------------------------------------------------------------------------------------


def test_the_head_switches_rush_for_the_rest_of_the_day(behind: Behind, log_in: LogIn) -> None:
    head = log_in("gd01")
    assert view(head)["day"]["is_rush"] is False
    assert post(head, "switch-rush", {"is_on": True}).json()["message"].startswith("Máy lấy số in phiếu ngay")
    assert view(head)["day"]["is_rush"] is True
    assert deeds(head)[0]["what"] == "bật giờ đông"
    post(head, "switch-rush", {"is_on": False})
    assert view(head)["day"]["is_rush"] is False
    assert post(log_in("kt01"), "switch-rush", {"is_on": True}).status_code == 403
    behind.close_day()
    assert post(head, "switch-rush", {"is_on": True}).json()["code"] == "day_closed"


def test_the_floor_counts_who_comes_later_apart(behind: Behind, log_in: LogIn) -> None:
    behind.number("A")
    late = behind.issue("A")
    said = Said(OwnWord.LATE, 20, "phone")
    behind.act(say_with_token, token=late.token, said=said, actor="phones")
    line = next(line for line in view(log_in("gd01"))["services"] if line["service"] == "A")
    assert (line["waiting"], line["coming_later"]) == (1, 1)
