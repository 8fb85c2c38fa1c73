"""The set-up over HTTP: who may, what is refused and in which words, devices and their credentials."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from staff_pages import RunningServer, StaffClient, says, wait_until

from look.language import translator
from server.web.setup.fields import PAGES
from server.web.setup.show import who_changed

LogIn = Callable[[str], StaffClient]


def send(who: StaffClient, deed: str, body: dict[str, Any], *, key: str | None = None) -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid.uuid4().hex, "X-CSRF-Token": who.csrf}
    return who.client.post(f"/api/v1/setup/{deed}", json=body, headers=headers)


def revision(server: RunningServer) -> int:
    return int(server.centre.one("SELECT revision FROM set_up")[0])


def values(server: RunningServer) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(server.centre.one("SELECT centre FROM set_up")[0])
    return stored


def change(server: RunningServer, who: StaffClient, page: str, seen: int | None = None, **more: Any) -> httpx.Response:
    by_path = more.pop("values", {})
    body = {"page": page, "revision": revision(server) if seen is None else seen, "values": by_path} | more
    return send(who, "change", body)


def test_every_page_is_drawn_in_both_languages(log_in: LogIn) -> None:
    who = log_in("kt01")
    for language in ("vi", "en"):
        who.client.cookies.set("bocso_language", language)
        for page in PAGES:
            answer = who.client.get(page.address)
            assert answer.status_code == 200, page.slug
            assert f'<html lang="{language}">' in answer.text
            assert {"vi": "Trung tâm Thử nghiệm", "en": "Test Centre"}[language] in answer.text


@pytest.mark.parametrize(
    ("login", "status"), [("gd01", 200), ("kt01", 200), ("cb01", 403), ("hd01", 403), ("ks01", 403)]
)
def test_head_and_technician_set_up_and_nobody_else(
    server: RunningServer, log_in: LogIn, login: str, status: int
) -> None:
    who = log_in(login)
    assert who.client.get("/setup/services").status_code == status
    assert who.client.get("/setup/slip.png").status_code == status
    assert change(server, who, "calling", values={"ticketing.recall_limit": 4}).status_code == status
    assert values(server)["ticketing"]["recall_limit"] == (4 if status == 200 else 3)


def test_who_is_not_logged_in_is_led_to_the_door(anybody: httpx.Client) -> None:
    assert anybody.get("/setup/services").headers["location"] == "/console/login"
    assert anybody.post("/api/v1/setup/change", json={}).status_code in (401, 422)


def test_a_change_needs_the_sessions_token(server: RunningServer, log_in: LogIn) -> None:
    who = log_in("kt01")
    who.csrf = "of another page"
    assert change(server, who, "calling", values={"ticketing.recall_limit": 4}).status_code == 403


def test_a_change_is_done_once_and_says_so(server: RunningServer, log_in: LogIn) -> None:
    who, key = log_in("kt01"), uuid.uuid4().hex
    body = {"page": "centre", "revision": revision(server), "values": {"centre.name": "Trung tâm Đổi tên"}}
    first, again = send(who, "change", body, key=key), send(who, "change", body, key=key)
    assert first.json() == again.json()
    assert first.json()["revision"] == revision(server)
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(("language", "words"), [("vi", "Vui lòng điền mục này."), ("en", "This must not be empty.")])
def test_a_refusal_explains_each_field_in_the_pages_language(
    server: RunningServer, log_in: LogIn, language: str, words: str
) -> None:
    who = log_in("kt01")
    who.client.cookies.set("bocso_language", language)
    services = values(server)["services"]
    services[1]["name"] = ""
    services[2]["code"] = "A"
    answer = change(server, who, "services", values={"services": services})
    assert answer.status_code == 422
    said = {error["where"]: error for error in answer.json()["errors"]}
    assert said["services.1.name"]["what"] == words
    assert said["services.1.name"]["label"].endswith("2 · Tên" if language == "vi" else "2 · Name")
    assert "services.2.code" in said
    assert values(server)["services"][1]["name"] == "Hộ tịch"


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("centre", {"centre.name": ""}, "centre.name"),
    ("centre", {"centre.name": "x" * 201}, "centre.name"),
    ("centre", {"centre.name": None}, "centre.name"),
    ("centre", {"centre.name": "hai\ndòng"}, "centre.name"),
    ("hours", {"centre.hours": {"mon": [["07:30", "12:00"], ["11:00", "17:00"]]}}, "centre.hours.mon"),
    ("hours", {"centre.hours": {"mon": [["7 giờ", "12:00"]]}}, "centre.hours.mon"),
    ("hours", {"centre.holidays": ["30/02/2027"]}, "centre.holidays.0"),
    (
        "hours",
        {"centre.holidays": ["2027-01-01"], "centre.swap_days": {"2027-01-01": "mon"}},
        "centre.swap_days.2027-01-01",
    ),
    ("calling", {"ticketing.recall_limit": "ba"}, "ticketing.recall_limit"),
    ("calling", {"ticketing.recall_limit": 10**30}, "ticketing.recall_limit"),
    ("calling", {"supplements.days_valid": -1}, "supplements.days_valid"),
    ("priority", {"ticketing.priority_rule.rates": {}}, "ticketing.priority_rule.rates"),
    ("priority", {"ticketing.priority_rule.rates": {"ordinary": 1}}, "priority_groups.0.rate"),
    ("services", {"services": []}, "services"),
    ("services", {"services": "A"}, "services"),
    ("special-days", {"special_days": [{"weekday": "tue"}]}, "special_days.0.kind"),
    ("outcomes", {"outcomes": []}, "outcomes"),
]


def test_bad_input_is_refused_with_its_place_and_changes_nothing(server: RunningServer, log_in: LogIn) -> None:
    before, who = revision(server), log_in("kt01")
    for page, by_path, where in BAD:
        answer = change(server, who, page, values=by_path)
        assert answer.status_code == 422, answer.text
        assert where in [error["where"] for error in answer.json()["errors"]], answer.text
    assert revision(server) == before


def test_a_page_changes_only_its_own_parts(server: RunningServer, log_in: LogIn) -> None:
    who = log_in("kt01")
    for page, by_path in (
        ("calling", {"centre.code": "X"}),
        ("centre", {"centre.code": "X"}),
        ("hours", {"rating": {}}),
    ):
        assert change(server, who, page, values=by_path).json()["code"] == "set_up_place"
    assert change(server, who, "nowhere", values={}).status_code == 404


def test_the_second_of_two_is_told_who_was_first(server: RunningServer, log_in: LogIn) -> None:
    one, other, seen = log_in("kt01"), log_in("gd01"), revision(server)
    assert change(server, one, "centre", seen, values={"centre.name": "Một"}).status_code == 200
    answer = change(server, other, "centre", seen, values={"centre.name": "Hai"})
    assert (answer.status_code, answer.json()["code"]) == (409, "set_up_moved")
    assert answer.json()["errors"][0]["what"] == "Kỹ thuật 01"
    assert values(server)["centre"]["name"] == "Một"


def test_letters_that_sound_alike_are_a_warning_and_no_refusal(server: RunningServer, log_in: LogIn) -> None:
    services = values(server)["services"]
    services[2]["code"] = "P"
    counters = {"A": {"Q1": "first"}, "B": {"Q2": "first"}, "P": {"Q3": "first"}}
    answer = change(server, log_in("kt01"), "services", values={"services": services}, serving=counters)
    assert answer.status_code == 200, answer.text
    assert any("B" in words and "P" in words for words in answer.json()["warnings"])


def test_whom_a_removal_would_strand_is_said(server: RunningServer, log_in: LogIn) -> None:
    number = server.centre.number("C")
    services = [row for row in values(server)["services"] if row["code"] != "C"]
    serving = {"A": {"Q1": "first"}, "B": {"Q2": "first", "Q3": "first"}}
    answer = change(server, log_in("kt01"), "services", values={"services": services}, serving=serving)
    assert answer.status_code == 422
    assert any(number in error["what"] and "1 người" in error["what"] for error in answer.json()["errors"])


def test_the_history_says_who_and_what_before_and_after(server: RunningServer, log_in: LogIn) -> None:
    who, before = log_in("kt01"), revision(server)
    change(server, who, "centre", values={"centre.name": "Trung tâm Sau"})
    page = who.client.get(f"/setup/history?from={before}&to={revision(server)}").text
    for words in ("Kỹ thuật 01", "Trung tâm Thử nghiệm", "Trung tâm Sau", "Tên trung tâm"):
        assert words in page
    assert (
        "Máy chủ" in who.client.get("/setup/history").text
    )  # the centre's first set-up, which nobody of the staff did


def test_the_history_names_rows_days_and_dates_as_people_do(server: RunningServer, log_in: LogIn) -> None:
    who, stands = log_in("kt01"), values(server)
    change(server, who, "hours", values={"centre.swap_days": {"2027-01-02": "mon"}})
    counters = [row | {"name": "Quầy Mới"} if row["id"] == "Q1" else row for row in stands["counters"]]
    change(server, who, "counters", values={"counters": counters})
    page = who.client.get("/setup/history").text
    for words in ("Ngày làm bù, hoán đổi · 02/01/2027", "Quầy: Quầy Mới · Tên"):
        assert words in page
    for inner in ("2027-01-02", "Quầy Q1"):
        assert inner not in page


def test_the_history_says_what_a_device_was_before(server: RunningServer, log_in: LogIn) -> None:
    who = log_in("kt01")
    body = {"device_id": "pad-Q1", "name": "Nút mới", "counter_id": "Q2", "zone": None}
    assert send(who, "devices/change", body).status_code == 200
    page = who.client.get("/setup/history").text
    names = {row["id"]: row["name"] for row in values(server)["counters"]}
    assert f"Tên gọi: – → Nút mới; Quầy: {names['Q1']} → {names['Q2']}" in page


@pytest.mark.parametrize(
    ("actor", "name", "words"),
    [
        ("set-up", None, "Lần thiết lập đầu"),
        ("first-start", None, "Lần khởi động đầu tiên"),
        ("command-line", None, "Dòng lệnh trên máy chủ"),
        ("schedule", None, "Theo lịch"),
        ("something-new", None, "Máy chủ"),
        ("staff:KT01", "Kỹ thuật 01", "Kỹ thuật 01"),
        ("staff:KT09", None, "KT09"),
    ],
)
def test_whoever_changed_the_set_up_is_named_in_words(actor: str, name: str | None, words: str) -> None:
    assert who_changed(actor, name, translator("vi")) == words
    english = who_changed(actor, name, translator("en"))
    assert english.isascii() or english == name


def test_strange_moments_of_the_history_are_refused(log_in: LogIn) -> None:
    who = log_in("kt01")
    assert who.client.get("/setup/history?from=1&to=2").status_code in (200, 404)
    assert who.client.get("/setup/history?from=abc&to=2").status_code == 422


def test_the_preview_is_the_printers_own_picture(log_in: LogIn) -> None:
    who = log_in("kt01")
    plain = who.client.get("/setup/slip.png")
    fuller = who.client.get("/setup/slip.png?shows_people_ahead=1&footer=Xin+c%E1%BA%A3m+%C6%A1n")
    assert plain.headers["content-type"] == "image/png"
    assert plain.content.startswith(b"\x89PNG")
    assert plain.content != fuller.content
    assert who.client.get("/setup/slip.png?width=9999").status_code == 422
    assert who.client.get("/setup/icons/stamp.png").content.startswith(b"\x89PNG")
    assert who.client.get("/setup/icons/no-such-thing.png").status_code == 200


def test_the_rounds_take_up_a_scheme_whose_date_has_come(server: RunningServer, log_in: LogIn) -> None:
    rating = values(server)["rating"]
    today = server.centre.one("SELECT day FROM service_days")[0]
    coming = rating | {"policy_id": "five-levels-2", "question": "Ông/Bà thấy thế nào?", "starts_on": today}
    assert change(server, log_in("kt01"), "rating", values={"coming_ratings": [coming]}).status_code == 200
    wait_until(lambda: values(server)["rating"]["policy_id"] == "five-levels-2", "the new scheme begins")
    actor = server.centre.one("SELECT actor FROM journal WHERE seq = ?", revision(server))[0]
    assert actor == "schedule"


# --- devices -----------------------------------------------------------------------------------------------------


def lets_in(server: RunningServer, credential: str) -> bool:
    answer = httpx.post(
        f"{server.address}/api/v1/tickets",
        json={"intent_id": str(uuid.uuid4()), "service": "A"},
        headers={"Authorization": f"Bearer {credential}", "Idempotency-Key": uuid.uuid4().hex},
    )
    return answer.status_code != 401


def test_a_device_is_added_replaced_and_retired(server: RunningServer, log_in: LogIn) -> None:
    who = log_in("kt01")
    added = send(who, "devices/add", {"device_id": "kiosk-9", "kind": "kiosk", "name": "Cửa sau"})
    assert added.status_code == 200, added.text
    first = added.json()["credential"]
    assert lets_in(server, first)
    assert 'device_id = "kiosk-9"' in added.json()["settings"]
    assert "Cửa sau" in who.client.get("/setup/devices").text
    assert first not in who.client.get("/setup/devices").text

    second = send(who, "devices/renew", {"device_id": "kiosk-9"}).json()["credential"]
    assert (lets_in(server, first), lets_in(server, second)) == (False, True)

    assert send(who, "devices/retire", {"device_id": "kiosk-9"}).status_code == 200
    assert not lets_in(server, second)
    assert "kiosk-9" not in who.client.get("/setup/devices").text
    assert send(who, "devices/add", {"device_id": "kiosk-9", "kind": "kiosk"}).status_code == 409


def test_the_settings_of_a_device_name_the_server_and_not_where_phones_reach(
    server: RunningServer, log_in: LogIn
) -> None:
    who = log_in("kt01")
    who.client.headers["Host"] = "10.0.0.7:8081"
    settings = send(who, "devices/add", {"device_id": "kiosk-9", "kind": "kiosk"}).json()["settings"]
    assert 'url = "http://10.0.0.7:8081"' in settings
    assert 'host = "10.0.0.7"' in settings
    who.client.headers["Host"] = "localhost:8081"
    on_the_server = send(who, "devices/add", {"device_id": "kiosk-10", "kind": "kiosk"}).json()["settings"]
    assert "localhost" not in on_the_server, "another machine would look for it on itself"


def test_no_credential_is_kept_where_answers_are(server: RunningServer, log_in: LogIn) -> None:
    shown = send(log_in("kt01"), "devices/add", {"device_id": "kiosk-9", "kind": "kiosk"}).json()["credential"]
    for table in ("idempotency", "journal", "device_credentials"):
        assert shown not in str([tuple(row) for row in server.centre.rows(f"SELECT * FROM {table}")])


BAD_DEVICES: list[tuple[dict[str, Any], int]] = [
    ({"device_id": "kiosk 9", "kind": "kiosk"}, 422),
    ({"device_id": "", "kind": "kiosk"}, 422),
    ({"device_id": "x" * 65, "kind": "kiosk"}, 422),
    ({"device_id": "k/9", "kind": "kiosk"}, 422),
    ({"device_id": "pad-9", "kind": "pad"}, 422),
    ({"device_id": "pad-9", "kind": "pad", "counter_id": "Q9"}, 422),
    ({"device_id": "board-9", "kind": "board", "zone": "nowhere"}, 422),
    ({"device_id": "d", "kind": "drone"}, 422),
    ({"device_id": "kiosk-1", "kind": "kiosk"}, 409),
]


def test_a_bad_device_is_refused_in_words(log_in: LogIn) -> None:
    who = log_in("kt01")
    for body, status in BAD_DEVICES:
        answer = send(who, "devices/add", body)
        assert answer.status_code == status, answer.text
        assert answer.json()["detail"] or answer.json()["errors"]


def test_a_device_is_bound_elsewhere(server: RunningServer, log_in: LogIn) -> None:
    who = log_in("kt01")
    moved = {"device_id": "pad-Q1", "counter_id": "Q2", "name": "Bộ nút mới"}
    assert send(who, "devices/change", moved).status_code == 200
    row = server.centre.one("SELECT counter_id, name FROM devices WHERE device_id = 'pad-Q1'")
    assert tuple(row) == ("Q2", "Bộ nút mới")
    assert send(who, "devices/change", {"device_id": "pad-Q1", "counter_id": None}).status_code == 422
    assert send(who, "devices/change", {"device_id": "nobody"}).status_code == 404


def test_only_what_a_device_can_do_is_offered(log_in: LogIn) -> None:
    page = log_in("kt01").client.get("/setup/devices").text
    assert (page.count('data-deed="test-print"'), page.count('data-deed="test-sound"')) == (1, 1), "kiosk and board"


def test_a_test_print_and_a_test_sound_become_jobs(server: RunningServer, log_in: LogIn) -> None:
    who = log_in("kt01")
    unheard = send(who, "devices/test-print", {"device_id": "kiosk-1"})
    assert "không trả lời" in unheard.json()["message"], "nobody waits for a slip that does not come"
    says(server, "kiosk-1")
    assert "phiếu sẽ ra" in send(who, "devices/test-print", {"device_id": "kiosk-1"}).json()["message"]
    assert send(who, "devices/test-sound", {"device_id": "board-1"}).status_code == 200
    assert send(who, "devices/test-print", {"device_id": "board-1"}).status_code == 409
    jobs = [tuple(row) for row in server.centre.rows("SELECT device_id, kind FROM jobs ORDER BY job_id")]
    assert jobs == [("kiosk-1", "test_slip"), ("kiosk-1", "test_slip"), ("board-1", "test_sound")]
