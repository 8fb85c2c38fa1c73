"""What citizens say of their own numbers, at the kiosk and on the phone, over a real socket."""

import stat
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from held_clock import HeldClock
from served_centre import ServedCentre, make_served_database

from messaging.requests import IssuedTicket
from server.public_secret import make_public_secret, read_public_secret
from server.ticket_told import check_of
from server.web.devices.claim_tries import WRONG_AT_MOST

MINUTE_S = 60


@pytest.fixture
def served(folder: Path, empty_database: Path) -> Iterator[ServedCentre]:
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, folder / "served.db", clock), clock)
    yield centre
    centre.stop()


def taken(served: ServedCentre, service: str = "A") -> IssuedTicket:
    ticket = IssuedTicket.model_validate(served.ask_ticket(service=service).json())
    served.report(ticket.ticket_id, "printed")
    return ticket


def say(
    served: ServedCentre, ticket: IssuedTicket, word: str | None, *, device: str = "kiosk-1", **more: Any
) -> httpx.Response:
    body = {"word_id": str(uuid.uuid4()), "number": ticket.number, "check": ticket.check, "word": word, **more}
    return served.post("/api/v1/own-numbers", body, device=device, key=body["word_id"])


def say_by_phone(served: ServedCentre, token: str, word: str | None, *, secret: str | None = None) -> httpx.Response:
    word_id = str(uuid.uuid4())
    if secret is None:
        secret = read_public_secret(Path(f"{served.database}.public-secret"))
    return served.http.post(
        f"/api/v1/public/tickets/{token}/words",
        json={"word_id": word_id, "word": word},
        headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": word_id},
    )


def token_of(ticket: IssuedTicket) -> str:
    assert ticket.url is not None
    return ticket.url.rpartition("/")[2]


def the_next(served: ServedCentre, counter_id: str = "Q1") -> str | None:
    counters = served.counters()
    number = counters.next_number(counter_id)
    counters.stop()
    return number


def wait(served: ServedCentre, duration_s: float) -> None:
    counters = served.counters()
    counters.wait(duration_s)
    counters.stop()


def test_the_slip_carries_the_three_digits_of_its_address(served: ServedCentre) -> None:
    ticket = taken(served)
    assert len(ticket.check) == 3 and ticket.check.isdigit()
    assert ticket.check == check_of(token_of(ticket))


def test_asking_says_how_the_number_stands(served: ServedCentre) -> None:
    taken(served)
    told = say(served, taken(served), None).json()
    assert (told["number"], told["state"], told["people_ahead"]) == ("A002", "waiting", 1)
    assert (told["is_confirmed"], told["postponed_until"], told["counter_number"]) == (False, None, None)
    assert told["service_name"] == "Chứng thực"


def test_small_letters_and_spaces_do_not_matter(served: ServedCentre) -> None:
    ticket = taken(served)
    said = say(served, ticket.model_copy(update={"number": " a001"}), None)
    assert said.json()["number"] == "A001"


def test_a_number_that_is_given_back_is_nobody_s_turn(served: ServedCentre) -> None:
    first, second = taken(served), taken(served)
    assert say(served, first, "give_back").json()["state"] == "cancelled"
    assert say(served, second, None).json()["people_ahead"] == 0
    assert the_next(served) == "A002"
    assert say(served, first, "give_back").json()["code"] == "too_late"


def test_who_comes_later_is_passed_over_and_keeps_the_rank(served: ServedCentre) -> None:
    first, second, third = taken(served), taken(served), taken(served)
    told = say(served, first, "late", late_minutes=20).json()
    assert told["postponed_until"] is not None
    assert say(served, third, None).json()["people_ahead"] == 1, "who is late is not ahead of anybody"
    assert the_next(served) == second.number
    wait(served, 20 * MINUTE_S)
    assert say(served, third, None).json()["people_ahead"] == 1, "the rank is kept"
    assert the_next(served, "Q2") == first.number


def test_who_was_late_and_is_there_waits_again_at_once(served: ServedCentre) -> None:
    first, _ = taken(served), taken(served)
    say(served, first, "late")
    told = say(served, first, "present").json()
    assert (told["is_confirmed"], told["postponed_until"]) == (True, None)
    assert the_next(served) == first.number


def test_who_is_late_after_all_is_no_longer_taken_for_present(served: ServedCentre) -> None:
    ticket = taken(served)
    assert say(served, ticket, "present").json()["is_confirmed"]
    assert not say(served, ticket, "late").json()["is_confirmed"]


def test_who_is_called_may_say_to_be_there_and_nothing_else(served: ServedCentre) -> None:
    ticket = taken(served)
    the_next(served)
    told = say(served, ticket, "present").json()
    assert (told["state"], told["counter_number"], told["is_confirmed"]) == ("called", 1, True)
    for word in ("late", "give_back"):
        refused = say(served, ticket, word)
        assert (refused.status_code, refused.json()["code"]) == (409, "too_late")


def test_what_is_tapped_twice_is_on_record_once(served: ServedCentre) -> None:
    ticket = taken(served)
    for word in ("present", "present", "late", "late"):
        assert say(served, ticket, word).status_code == 200
    kinds = [row[0] for row in served.rows("SELECT kind FROM journal ORDER BY seq DESC LIMIT 2")]
    assert kinds == ["turn_postponed", "presence_confirmed"]


def test_a_repeat_of_a_word_gets_the_same_answer(served: ServedCentre) -> None:
    ticket = taken(served)
    body = {"word_id": str(uuid.uuid4()), "number": ticket.number, "check": ticket.check, "word": "give_back"}
    first = served.post("/api/v1/own-numbers", body, key=body["word_id"])
    again = served.post("/api/v1/own-numbers", body, key=body["word_id"])
    assert (first.status_code, again.json()) == (200, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_number_thought_lost_waits_again_when_its_holder_speaks(served: ServedCentre) -> None:
    ticket = IssuedTicket.model_validate(served.ask_ticket().json())
    wait(served, 91)
    assert served.rows("SELECT state FROM turns") == [("voided",)]
    assert say(served, ticket, "present").json()["state"] == "waiting"


def test_wrong_digits_are_tried_a_few_times_only(served: ServedCentre) -> None:
    ticket = taken(served)
    wrong = ticket.model_copy(update={"check": f"{(int(ticket.check) + 1) % 1000:03d}"})
    for _ in range(WRONG_AT_MOST):
        refused = say(served, wrong, "give_back")
        assert (refused.status_code, refused.json()["code"]) == (404, "own_number_not_found")
    assert say(served, ticket, "give_back").json()["code"] == "too_many_tries"
    assert say(served, ticket, None, device="kiosk-2").status_code == 200, "another kiosk is not to blame"


def test_right_digits_are_no_guesses(served: ServedCentre) -> None:
    ticket = taken(served)
    for _ in range(WRONG_AT_MOST + 2):
        assert say(served, ticket, None).status_code == 200


@pytest.mark.parametrize("device", ["board-1", "pad-Q1", "counter-Q1"])
def test_only_kiosks_pass_on_what_citizens_say(served: ServedCentre, device: str) -> None:
    assert say(served, taken(served), None, device=device).json()["code"] == "wrong_device_kind"


def test_the_phone_says_the_same(served: ServedCentre) -> None:
    first, second = taken(served), taken(served)
    assert say_by_phone(served, token_of(first), "late").json()["postponed_until"] is not None
    assert say_by_phone(served, token_of(second), None).json()["people_ahead"] == 0
    assert say_by_phone(served, token_of(first), "give_back").json()["state"] == "cancelled"
    channels = served.rows("SELECT body FROM journal WHERE kind = 'turn_postponed'")
    assert '"channel":"phone"' in channels[0][0]


def test_only_our_own_program_speaks_for_phones(served: ServedCentre) -> None:
    token = token_of(taken(served))
    for secret in ("-", "x" * 43):
        assert say_by_phone(served, token, "give_back", secret=secret).status_code == 401


def test_an_address_that_never_was_or_is_over_is_unknown(served: ServedCentre) -> None:
    token = token_of(taken(served))
    assert say_by_phone(served, "a" * 22, None).json()["code"] == "own_number_not_found"
    counters = served.counters()
    counters.close_day()
    counters.clock.pass_s(24 * 3600)
    counters.open_day(confirmed=True)
    counters.stop()
    assert say_by_phone(served, token, None).json()["code"] == "own_number_not_found"


def test_the_secret_is_a_file_for_nobody_else(folder: Path) -> None:
    file = folder / "secret"
    secret = make_public_secret(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert make_public_secret(file) == secret
    file.write_text("")
    assert len(make_public_secret(file)) == len(secret), "a file that was cut off lets nobody in"
