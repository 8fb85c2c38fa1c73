"""Ratings over the wire: at the kiosk with the slip's digits, away by phone from staff's address, reasons of a pad."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from held_clock import HeldClock
from served_centre import ServedCentre, make_served_database

from messaging.requests import IssuedTicket
from server.actions.web_sessions import note_whence
from server.public_secret import read_public_secret
from server.web.devices.claim_tries import WRONG_AT_MOST


@pytest.fixture
def served(folder: Path, empty_database: Path) -> Iterator[ServedCentre]:
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, folder / "served.db", clock), clock)
    yield centre
    centre.stop()


@pytest.fixture
def ticket(served: ServedCentre) -> IssuedTicket:
    """Of somebody who was served."""
    ticket = IssuedTicket.model_validate(served.ask_ticket(service="A").json())
    served.report(ticket.ticket_id, "printed")
    served.counters().serve("Q1")
    return ticket


def rate(served: ServedCentre, ticket: IssuedTicket, level: int = 5, **more: Any) -> httpx.Response:
    body = {"rating_id": str(uuid.uuid4()), "number": ticket.number, "check": ticket.check, "level": level, **more}
    return served.post("/api/v1/own-ratings", body, device="kiosk-1", key=body["rating_id"])


def by_phone(served: ServedCentre, ticket: IssuedTicket, *, visitor: str = "", secret: str = "") -> httpx.Response:
    rating_id = str(uuid.uuid4())
    known = secret or read_public_secret(Path(f"{served.database}.public-secret"))
    assert ticket.url is not None
    return served.http.post(
        f"/api/v1/public/tickets/{ticket.url.rsplit('/', 1)[-1]}/ratings",
        json={"rating_id": rating_id, "level": 5},
        headers={"Authorization": f"Bearer {known}", "Idempotency-Key": rating_id, "Bocso-Visitor": visitor},
    )


def test_at_the_kiosk_once(served: ServedCentre, ticket: IssuedTicket) -> None:
    answer = rate(served, ticket, 2, reasons=["wait"])
    assert answer.status_code == 200, answer.text
    again = rate(served, ticket)
    assert (again.status_code, again.json()["code"]) == (409, "already_rated")
    assert served.rows("SELECT channel, device_id, level FROM presses") == [("kiosk", "kiosk-1", 2)]


def test_an_own_number_says_whether_it_may_be_rated(served: ServedCentre, ticket: IssuedTicket) -> None:
    def may_rate() -> bool:
        body = {"word_id": str(uuid.uuid4()), "number": ticket.number, "check": ticket.check}
        told = served.post("/api/v1/own-numbers", body, device="kiosk-1", key=body["word_id"])
        return bool(told.json()["may_rate"])

    assert may_rate()
    rate(served, ticket)
    assert not may_rate()


def test_the_last_ones_out_rate_after_the_day_has_closed(served: ServedCentre, ticket: IssuedTicket) -> None:
    served.counters().close_day()

    def ask(word: str | None) -> httpx.Response:
        body = {"word_id": str(uuid.uuid4()), "number": ticket.number, "check": ticket.check, "word": word}
        return served.post("/api/v1/own-numbers", body, device="kiosk-1", key=body["word_id"])

    assert ask(None).json()["may_rate"] is True
    assert ask("late").json()["code"] == "day_closed"
    assert rate(served, ticket, 4).status_code == 200
    assert ask(None).json()["may_rate"] is False
    served.clock.pass_s(24 * 3600)
    assert ask(None).json()["code"] == "own_number_not_found"


def test_wrong_digits_are_limited(served: ServedCentre, ticket: IssuedTicket) -> None:
    wrong = f"{(int(ticket.check) + 1) % 1000:03d}"
    answers = [rate(served, ticket, check=wrong).json()["code"] for _ in range(WRONG_AT_MOST)]
    assert set(answers) == {"own_number_not_found"}
    assert rate(served, ticket).json()["code"] == "too_many_tries"


def test_a_rating_that_was_kept_over_night_counts_for_the_day_of_its_number(
    served: ServedCentre, ticket: IssuedTicket
) -> None:
    body = {"word_id": str(uuid.uuid4()), "number": ticket.number, "check": ticket.check}
    day = served.post("/api/v1/own-numbers", body, device="kiosk-1", key=body["word_id"]).json()["day"]
    served.counters().close_day()
    served.clock.pass_s(24 * 3600)
    assert rate(served, ticket, 2).json()["code"] == "own_number_not_found", "without its day it is one of today"
    answer = rate(served, ticket, 2, day=day, reasons=["wait"])
    assert answer.status_code == 200, answer.text
    rated = served.rows("SELECT w.day, p.level, p.flags FROM presses p JOIN windows w USING (window_id)")
    assert rated == [(day, 2, "")]
    assert served.rows("SELECT reason FROM rating_reasons") == [("wait",)]
    assert rate(served, ticket, 5, day=day).json()["code"] == "already_rated"


def test_a_kept_rating_is_no_guess_however_late_it_comes(served: ServedCentre, ticket: IssuedTicket) -> None:
    long_ago = "2020-02-29"
    codes = {rate(served, ticket, day=long_ago).json()["code"] for _ in range(WRONG_AT_MOST + 1)}
    assert codes == {"day_over"}
    assert rate(served, ticket).status_code == 200, "nobody who types right digits has to wait for it"


def test_digits_of_a_former_day_cannot_be_tried_out_either(served: ServedCentre, ticket: IssuedTicket) -> None:
    body = {"word_id": str(uuid.uuid4()), "number": ticket.number, "check": ticket.check}
    day = served.post("/api/v1/own-numbers", body, device="kiosk-1", key=body["word_id"]).json()["day"]
    served.counters().close_day()
    served.clock.pass_s(24 * 3600)
    wrong = f"{(int(ticket.check) + 1) % 1000:03d}"
    answers = [rate(served, ticket, check=wrong, day=day).json()["code"] for _ in range(WRONG_AT_MOST + 1)]
    assert answers == ["own_number_not_found"] * WRONG_AT_MOST + ["too_many_tries"]


def test_the_address_of_the_phone_is_believed_from_our_own_program_alone(
    served: ServedCentre, ticket: IssuedTicket
) -> None:
    served.counters().act(note_whence, address="10.1.2.3")
    assert by_phone(served, ticket, visitor="10.1.2.3", secret="guessed").status_code == 401
    assert by_phone(served, ticket, visitor="10.1.2.3").status_code == 200
    assert by_phone(served, ticket, visitor="10.9.9.9").status_code == 200
    flags = [row[0] for row in served.rows("SELECT flags FROM presses ORDER BY seq")]
    assert flags == ["staff_address", "repeat"]


def reasons_of(served: ServedCentre, press_id: str, reasons: list[str], *, after_ms: int = 4000) -> httpx.Response:
    body = {"answer_id": str(uuid.uuid4()), "press_id": press_id, "reasons": reasons, "after_ms": after_ms}
    return served.post("/api/v1/rating-reasons", body, device="pad-Q1", key=str(body["answer_id"]))


def test_a_touch_pads_reasons_follow_their_press(served: ServedCentre, ticket: IssuedTicket) -> None:
    press_id = str(uuid.uuid4())
    served.press(level=2, press_id=press_id, channel="touch", window_id=None)
    assert reasons_of(served, press_id, ["weather"]).json()["code"] == "unknown_reason"
    assert reasons_of(served, press_id, ["wait"], after_ms=181_000).status_code == 200
    assert served.rows("SELECT * FROM rating_reasons") == []
    for reasons in (["wait", "attitude"], ["fee"]):
        assert reasons_of(served, press_id, reasons).status_code == 200
    assert reasons_of(served, str(uuid.uuid4()), ["fee"]).status_code == 200, (
        "a press that nobody knows: kept by nobody"
    )
    assert served.rows("SELECT series, reason FROM rating_reasons ORDER BY reason") == [
        ("desk", "attitude"),
        ("desk", "wait"),
    ]
    assert served.rows("SELECT channel FROM presses") == [("touch",)]
