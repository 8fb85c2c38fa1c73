"""The head's floor over HTTP: what it shows, its deeds once each, what staff did, alarms and who sees to them."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from held_clock import HeldClock
from staff_pages import Behind, RunningServer, SessionClient, StaffClient

from messaging.clock import real_monotonic_s
from messaging.snapshots import DevicePresence
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


def says(server: RunningServer, device_id: str, *faults: str, online: bool = True) -> None:
    presence = DevicePresence(device_id=device_id, online=online, boot_id="b", version="1", faults=list(faults))
    server.house.presences.hear(presence)
    server.house.changes.announce()


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
    other.do("call-number", {"number": number, "reason": "lý do"})

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

    silent_for(9 * 60)
    assert ("pad-Q1", "silent") not in alarms(head)
    silent_for(10 * 60 + 1)
    assert ("pad-Q1", "silent") in alarms(head)
    assert ("kiosk-1", "silent") not in alarms(head), "never heard, but the server has not listened for so long"
    presences.listening_since_s -= 601
    assert ("kiosk-1", "silent") in alarms(head)
    behind.close_day()
    assert alarms(head) == []


def test_without_the_broker_it_says_that_and_not_that_all_are_silent(server: RunningServer, head: StaffClient) -> None:
    server.house.presences.listening_since_s -= 601

    assert [alarm["fault"] for alarm in view(head)["alarms"]] == ["broker_away"]


@pytest.mark.parametrize("fault", ["button_stuck:3", "a_fault_of_tomorrow"])
def test_every_fault_is_said_in_words(server: RunningServer, head: StaffClient, fault: str) -> None:
    says(server, "pad-Q1", fault)

    (alarm,) = [alarm for alarm in view(head)["alarms"] if alarm["device_id"]]
    assert "{" not in alarm["sentence"] and alarm["steps"]
