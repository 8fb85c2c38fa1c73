"""The desk's other deeds over HTTP: each does what its action does, once, for who sits at a counter and nobody else."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from held_clock import HeldClock
from staff_pages import Behind, StaffClient

LogIn = Callable[[str], StaffClient]


@pytest.fixture
def officer(log_in: LogIn) -> StaffClient:
    """CB01 at counter Q1, which serves A."""
    officer = log_in("cb01")
    officer.do("sign-on", {"counter_id": "Q1"})
    return officer


@pytest.fixture
def other(log_in: LogIn) -> StaffClient:
    """CB02 at counter Q3, which serves B and C."""
    other = log_in("cb02")
    other.do("sign-on", {"counter_id": "Q3"})
    return other


def serving(officer: StaffClient, behind: Behind) -> str:
    behind.number("A")
    number = officer.do("next")["number"]
    officer.do("start")
    return str(number)


def test_hold_says_for_how_long(officer: StaffClient, behind: Behind, clock: HeldClock) -> None:
    serving(officer, behind)
    assert officer.do("hold", {"minutes": 5})["message"] == "A001 tạm chờ 5 phút"
    assert officer.do("resume", {"number": "a001"})["message"] == "Đang gọi A001 → Quầy 1"
    officer.do("start")
    answer = officer.do("hold", {"minutes": None})
    assert (answer["message"], answer["state"]) == ("A001 tạm chờ đến khi gọi tiếp", "on_hold")
    assert officer.do("release", {"number": "A001"})["state"] == "waiting"
    officer.do("next")
    assert officer.do("hold")["message"] == "A001 tạm chờ 60 phút", "as long as the centre has set"
    clock.pass_s(60 * 60)
    assert behind.wait(0) >= 1
    assert behind.turn("A001").state == "waiting"


def test_transfer_second_service_and_their_answers(officer: StaffClient, other: StaffClient, behind: Behind) -> None:
    serving(officer, behind)
    second = officer.do("second-service", {"service": "B"})
    assert second["message"] == "A001 có thêm lượt cho lĩnh vực B"
    assert (second["state"], behind.turn_by_id(second["turn_id"]).service) == ("waiting", "B")
    moved = officer.do("transfer", {"to": "counter", "target": "Q3", "service": "C"})
    assert moved["message"] == "Đã chuyển A001"
    added = behind.turn_by_id(moved["turn_id"])
    assert (added.for_counter, added.service, added.origin) == ("Q3", "C", "transferred")
    assert other.do("next")["number"] == "A001"
    refused = officer.post("transfer", {"to": "service", "target": "B", "number": "A001"})
    assert (refused.status_code, refused.json()["code"]) == (409, "at_another_counter")
    taken = officer.post("transfer", {"to": "service", "target": "B", "number": "A001", "turn_id": 1})
    assert (taken.status_code, taken.json()["code"]) == (409, "changed_since")


def test_a_transfer_to_an_officer_follows_the_officer(officer: StaffClient, other: StaffClient, behind: Behind) -> None:
    serving(officer, behind)
    officer.do("transfer", {"to": "officer", "target": "CB02"})
    assert other.do("next")["number"] == "A001"
    assert officer.post("transfer", {"to": "officer", "target": "KS01"}).status_code in (404, 409)


def test_quick_serve_pause_priority_and_note(officer: StaffClient, behind: Behind) -> None:
    behind.number("A")
    behind.number("A")
    assert officer.do("pause", {"reason": "meeting"})["message"] == "Quầy 1 tạm nghỉ"
    assert officer.do("resume-desk")["message"] == "Quầy 1 phục vụ tiếp"
    assert officer.do("quick-serve", {"service": "A", "reason": "Đóng dấu"})["message"] == "Đang phục vụ nhanh +001"
    officer.do("finish")
    changed = officer.do("change-priority", {"number": "A002", "group": "elderly", "reason": "Có thẻ"})
    assert changed["message"] == "Đã đổi diện ưu tiên của A002"
    assert behind.turn("A002").rate == "priority"
    officer.do("change-priority", {"number": "A002", "group": None, "reason": "Chọn nhầm"})
    assert behind.turn("A002").rate == "ordinary"
    assert officer.do("note", {"number": "A002", "text": "Chờ bản sao"})["message"] == "Đã ghi chú cho A002"
    assert behind.one("SELECT staff_id, note FROM ticket_notes")[0:2] == ("CB01", "Chờ bản sao")


def test_calling_to_the_seat_and_a_named_call_without_a_reason_of_ones_own_held_number(
    officer: StaffClient, behind: Behind
) -> None:
    serving(officer, behind)
    officer.do("hold", {"minutes": None})
    assert officer.do("call-number", {"number": "A001"})["state"] == "called"
    assert officer.do("call-to-seat")["message"] == "Mời A001 ngồi tại chỗ, cán bộ đến"
    assert behind.one("SELECT to_seat FROM calls ORDER BY call_id DESC")[0] == 1
    officer.do("start")
    behind.number("A")
    refused = officer.post("call-number", {"number": "A002"})
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_needed")
    officer.do("call-number", {"number": "A002", "reason": "Không đi lại được", "to_seat": True})
    assert behind.one("SELECT to_seat, kind FROM calls ORDER BY call_id DESC")[0:2] == (1, "named")


def test_finish_takes_outcome_ticks_dossier_and_what_is_missing(officer: StaffClient, behind: Behind) -> None:
    serving(officer, behind)
    officer.do("finish", {"outcome": "done", "ticks": ["written"], "dossier": "H15.99-0042"})
    assert behind.turn("A001").ticks == '["written"]'
    assert behind.one("SELECT code FROM dossier_codes")[0] == "H15.99-0042"
    serving(officer, behind)
    refused = officer.post("finish", {"outcome": "supplement"})
    assert refused.status_code == 422
    officer.do("finish", {"outcome": "supplement", "missing": "Giấy khai sinh"})
    assert behind.one("SELECT missing FROM supplement_texts")[0] == "Giấy khai sinh"
    assert officer.do("undo")["message"] == "Đã hoàn tác: A002"


def test_leaving_the_desk_names_who_is_still_away(officer: StaffClient, behind: Behind) -> None:
    serving(officer, behind)
    officer.do("hold", {"minutes": None})
    assert officer.do("sign-off")["message"] == "Đã rời quầy. Còn tạm chờ: A001"


DEEDS: list[tuple[str, dict[str, Any]]] = [
    ("hold", {"minutes": 5}),
    ("release", {"number": "A002"}),
    ("resume", {"number": "A002"}),
    ("transfer", {"to": "service", "target": "B"}),
    ("second-service", {"service": "B"}),
    ("call-to-seat", {}),
    ("finish", {"outcome": "supplement", "missing": "Giấy khai sinh"}),
    ("change-priority", {"number": "A003", "group": "elderly", "reason": "Có thẻ"}),
    ("note", {"number": "A003", "text": "Chờ bản sao"}),
    ("undo", {}),
]
WITH_A_FREE_DESK: list[tuple[str, dict[str, Any]]] = [
    ("quick-serve", {"service": "A", "reason": "Đóng dấu"}),
    ("pause", {"reason": "break"}),
    ("resume-desk", {}),
]


@pytest.mark.parametrize(
    ("deed", "body"), DEEDS + WITH_A_FREE_DESK, ids=lambda said: said if isinstance(said, str) else ""
)
def test_a_repeat_of_each_intent_does_nothing_and_says_the_same(
    officer: StaffClient, behind: Behind, deed: str, body: dict[str, Any]
) -> None:
    """A002 is on hold, A003 waits; A001 is called, but for the deeds of a free desk."""
    for _ in range(3):
        behind.number("A")
    officer.do("call-number", {"number": "A002", "reason": "Gọi trước"})
    officer.do("start")
    officer.do("hold", {"minutes": None})
    if (deed, body) in DEEDS:
        officer.do("next")
    if deed == "resume":
        officer.do("start")  # whoever was just called is not finished by it
    if deed == "resume-desk":
        officer.do("pause", {"reason": "break"})
    first = officer.post(deed, body, key="the-very-same-intent")
    assert first.status_code == 200, first.text
    kinds, notes = behind.kinds(), behind.one("SELECT count(*) FROM ticket_notes")[0]
    again = [officer.post(deed, body, key="the-very-same-intent") for _ in range(2)]
    assert {answer.text for answer in again} == {first.text}
    assert {answer.headers["idempotency-replayed"] for answer in again} == {"true"}
    assert behind.kinds() == kinds
    assert behind.one("SELECT count(*) FROM ticket_notes")[0] == notes
    changed = officer.post(deed, {**body, "number": "A009"} if "number" in body else body, key="the-very-same-intent")
    assert changed.status_code == (422 if "number" in body else 200)
    assert behind.verdict().fault is None


def test_two_officers_transfer_one_waiting_number_at_once(
    officer: StaffClient, other: StaffClient, behind: Behind
) -> None:
    """Each saw the same turn: one of them moves it, the other is told."""
    ready, got = threading.Barrier(2), []

    def send(who: StaffClient, target: str, number: str, seen: int) -> None:
        ready.wait()
        body = {"to": "service", "target": target, "number": number, "turn_id": seen}
        got.append(who.post("transfer", body).status_code)

    for _ in range(5):
        number = behind.number("A")
        seen = behind.turn(number).turn_id
        hands = [
            threading.Thread(target=send, args=(who, target, number, seen))
            for who, target in ((officer, "B"), (other, "C"))
        ]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
    assert sorted(got) == [200] * 5 + [409] * 5
    assert behind.verdict().fault is None


MISFITS: list[tuple[str, dict[str, Any]]] = [
    ("hold", {"minutes": 0}),
    ("hold", {"minutes": "five"}),
    ("hold", {"minutes": 5, "more": 1}),
    ("transfer", {"to": "heaven", "target": "B"}),
    ("transfer", {"to": "service"}),
    ("second-service", {}),
    ("quick-serve", {"service": "A"}),
    ("quick-serve", {"service": "A", "reason": "x" * 201}),
    ("pause", {}),
    ("change-priority", {"number": "A001", "reason": "x"}),
    ("note", {"number": "A001", "text": "x" * 301}),
    ("release", {}),
    ("finish", {"ticks": "written"}),
]


def test_a_body_that_does_not_fit_is_refused(officer: StaffClient, behind: Behind) -> None:
    serving(officer, behind)
    kinds = behind.kinds()
    for deed, body in MISFITS:
        assert officer.post(deed, body).status_code == 422, (deed, body)
    assert behind.kinds() == kinds


def test_only_who_may_serve_and_sits_at_a_counter_does_any_of_it(log_in: LogIn, behind: Behind) -> None:
    standing, others = log_in("cb01"), [log_in(login) for login in ("hd01", "kt01", "ks01")]
    kinds = behind.kinds()
    for deed, body in DEEDS + WITH_A_FREE_DESK:
        refused = standing.post(deed, body)
        assert (refused.status_code, refused.json()["code"]) == (409, "not_at_counter"), deed
        assert {other.post(deed, body).status_code for other in others} == {403}, deed
        without_token = standing.client.post(
            f"/api/v1/console/{deed}", json=body, headers={"Idempotency-Key": "0123456789"}
        )
        assert without_token.status_code == 403, deed
    assert behind.kinds() == kinds


def test_a_quick_serve_is_offered_for_undo_and_counts_for_nobody_then(
    officer: StaffClient, log_in: LogIn, behind: Behind
) -> None:
    officer.do("quick-serve", {"service": "A", "reason": "Đóng dấu"})
    offered = officer.client.get("/api/v1/console/view").json()["undo"]
    assert offered["what"] == "phục vụ nhanh +001"
    assert officer.do("undo")["message"] == "Đã hoàn tác: +001"
    view = officer.client.get("/api/v1/console/view").json()
    assert (view["turn"], view["undo"]) == (None, None)
    period = {"since": "2026-11-23", "until": "2026-11-23"}
    assert log_in("ks01").client.get("/api/v1/deeds", params=period).json() == {"officers": [], "deeds": []}
    told = log_in("gd01").client.get("/api/v1/floor/deeds").json()["deeds"]
    assert [deed["what"].endswith("(đã hoàn tác)") for deed in told if "phục vụ nhanh +001" in deed["what"]] == [True]
    floor = log_in("gd01").client.get("/api/v1/floor/view").json()
    person = next(one for one in floor["people"] if one["staff_id"] == "CB01")
    assert (person["quick_serves"], person["finished"]) == (0, 0)
    assert behind.turn("+001").state == "cancelled"


def test_a_second_key_soon_after_a_call_is_refused_with_what_to_do(officer: StaffClient, behind: Behind) -> None:
    for _ in range(2):
        behind.number("A")
    officer.do("next")
    refused = officer.post("call-number", {"number": "A002", "reason": "Không đi lại được"})
    assert (refused.status_code, refused.json()["code"]) == (409, "just_called")
    assert "Hoàn tác" in refused.json()["detail"]
    officer.client.cookies.set("bocso_language", "en")
    refused = officer.post("call-number", {"number": "A002", "reason": "Không đi lại được"})
    assert refused.json()["detail"].startswith("A001 was called just now and nobody has come yet.")
    assert "wait 10 s" in refused.json()["detail"]
    behind.number("C")
    officer.do("start")
    refused = officer.post("change-priority", {"number": "C001", "group": "elderly", "reason": "Có thẻ"})
    assert (refused.status_code, refused.json()["code"]) == (409, "service_not_here")
    assert refused.json()["detail"].startswith("C001 waits for ")
    refused = officer.post("call-number", {"number": "A002", "reason": "x"})
    assert refused.json()["detail"].startswith("Please give the reason in at least two different words")


def test_head_and_auditor_read_what_was_done_outside_the_order(
    officer: StaffClient, log_in: LogIn, behind: Behind
) -> None:
    behind.number("A")
    behind.number("A")
    officer.do("call-number", {"number": "A002", "reason": "Không đi lại được"})
    officer.do("finish")
    officer.do("quick-serve", {"service": "A", "reason": "Đóng dấu"})
    period = {"since": "2026-11-23", "until": "2026-11-23"}
    for login in ("gd01", "ks01"):
        answer = log_in(login).client.get("/api/v1/deeds", params=period)
        assert answer.status_code == 200, answer.text
        assert answer.json()["officers"] == [
            {"officer_id": "CB01", "named_calls": 1, "quick_serves": 1, "priority_changes": 0, "passed": 2}
        ]
        told = [(deed["kind"], deed["number"], deed["passed"], deed["reason"]) for deed in answer.json()["deeds"]]
        assert told == [
            ("named_call", "A002", ["A001"], "Không đi lại được"),
            ("quick_serve", "+001", ["A001"], "Đóng dấu"),
        ]
    assert officer.client.get("/api/v1/deeds", params=period).status_code == 403
    auditor = log_in("ks01").client
    for since, until in (("2026-11-24", "2026-11-23"), ("2020-01-01", "2026-11-23"), ("today", "2026-11-23")):
        assert auditor.get("/api/v1/deeds", params={"since": since, "until": until}).status_code == 422
