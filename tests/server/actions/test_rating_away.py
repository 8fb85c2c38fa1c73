"""Ratings away from the desk: one answer for each served turn, until the end of the day, and what is odd about some."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from centre_under_test import CentreUnderTest

from server.actions.own_number import Said, say_with_check
from server.actions.rate_away import (
    LATE_DAYS,
    Answer,
    forget_of_ratings,
    rate_with_check,
    rate_with_token,
    say_why_with_token,
)
from server.actions.web_sessions import note_whence
from server.db.queries.settled_ratings import atoms
from server.domain.press_flags import Channel
from server.errors import Conflict, NotFound, Unprocessable
from server.ticket_told import check_of

SCHEME = "five-levels-1"


def served_with_token(centre: CentreUnderTest) -> str:
    """Somebody is served; the address of the slip."""
    issued = centre.issue("A")
    centre.serve("Q1")
    return issued.token


def rate(centre: CentreUnderTest, token: str, level: int = 5, **more: Any) -> bool:
    answer = Answer(str(uuid.uuid4()), level, Channel.PAGE, **more)
    return centre.act(rate_with_token, token=token, answer=answer, actor="phones")


def flags(centre: CentreUnderTest) -> list[str]:
    return [row[0] for row in centre.rows("SELECT flags FROM presses ORDER BY seq")]


def test_an_answer_is_a_rating_of_its_own_series(centre: CentreUnderTest) -> None:
    token = served_with_token(centre)
    centre.press(2, centre.window_of("A001"))
    assert rate(centre, token, 5) is False
    centre.clock.pass_s(11)
    centre.settle()
    rows = [tuple(row) for row in centre.rows("SELECT series, level FROM settled_ratings ORDER BY series")]
    assert rows == [("away", 5), ("desk", 2)]
    assert flags(centre) == ["early", ""]
    assert centre.verdict().fault is None


def test_one_answer_for_each_turn(centre: CentreUnderTest) -> None:
    token = served_with_token(centre)
    rate(centre, token)
    with pytest.raises(Conflict) as refused:
        rate(centre, token)
    assert refused.value.code == "already_rated"
    assert len(flags(centre)) == 1


def test_the_same_answer_sent_again_is_the_same(centre: CentreUnderTest) -> None:
    token = served_with_token(centre)
    answer = Answer(str(uuid.uuid4()), 2, Channel.PAGE)
    assert [centre.act(rate_with_token, token=token, answer=answer) for _ in range(2)] == [True, True]
    assert len(flags(centre)) == 1


def test_nobody_rates_before_being_served_nor_on_the_next_day(centre: CentreUnderTest) -> None:
    issued = centre.issue("A")
    with pytest.raises(Conflict) as refused:
        rate(centre, issued.token)
    assert refused.value.code == "not_served"
    centre.serve("Q1")
    centre.close_day()
    centre.clock.set_wall(centre.clock.now() + timedelta(days=1))
    with pytest.raises(NotFound):
        rate(centre, issued.token)
    with pytest.raises(NotFound):
        rate(centre, "x" * 22)


def test_the_evening_of_a_closed_day_is_still_the_day(centre: CentreUnderTest) -> None:
    token = served_with_token(centre)
    centre.close_day()
    centre.clock.pass_s(3 * 3600)
    rate(centre, token)
    assert flags(centre) == [""]


def test_a_level_that_there_is_not_is_refused(centre: CentreUnderTest) -> None:
    token = served_with_token(centre)

    with pytest.raises(Unprocessable):
        rate(centre, token, 6)


def test_from_where_staff_work_it_is_kept_uncounted_and_uses_nothing_up(centre: CentreUnderTest) -> None:
    token = served_with_token(centre)
    centre.act(note_whence, address="10.1.2.3")
    rate(centre, token, 5, address="10.1.2.3")
    rate(centre, token, 1, address="10.9.9.9")
    assert flags(centre) == ["staff_address", "repeat"]
    centre.wait(11)
    assert [row[0] for row in centre.rows("SELECT level FROM settled_ratings")] == [1]


def test_an_address_is_of_staff_for_twelve_hours(centre: CentreUnderTest) -> None:
    token = served_with_token(centre)
    centre.act(note_whence, address="10.1.2.3")
    centre.clock.pass_s(12 * 3600)
    rate(centre, token, address="10.1.2.3")
    assert flags(centre) == [""]
    centre.act(forget_of_ratings, keep_comments_days=90)
    assert centre.rows("SELECT * FROM staff_addresses") == []


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "", "testclient"])
def test_the_machines_own_address_is_nobodys(centre: CentreUnderTest, address: str) -> None:
    token = served_with_token(centre)
    centre.act(note_whence, address=address)
    rate(centre, token, address=address or None)
    assert flags(centre) == [""]
    assert centre.rows("SELECT * FROM staff_addresses") == []


def test_one_browser_rates_for_one_ticket(centre: CentreUnderTest) -> None:
    first, second = served_with_token(centre), served_with_token(centre)
    rate(centre, first, browser="hashed")
    rate(centre, second, browser="hashed")
    rate(centre, second, browser="another")
    assert flags(centre) == ["", "same_browser", "repeat"]
    centre.clock.set_wall(centre.clock.now() + timedelta(days=1))
    centre.act(forget_of_ratings, keep_comments_days=90)
    assert centre.rows("SELECT * FROM rating_browsers") == []


def test_a_citizen_with_two_turns_rates_both(centre: CentreUnderTest) -> None:
    issued = centre.issue("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.transfer("counter", "Q2")
    centre.next("Q2")
    centre.start("Q2")
    centre.finish("Q2")
    for level in (5, 4):
        rate(centre, issued.token, level, browser="hashed")
    rows = [tuple(row) for row in centre.rows("SELECT counter_id, level, flags FROM presses ORDER BY seq")]
    assert rows == [("Q2", 5, ""), ("Q1", 4, "")]
    with pytest.raises(Conflict):
        rate(centre, issued.token, browser="hashed")


def test_at_a_kiosk_with_the_digits_of_the_slip_and_the_reasons_with_it(centre: CentreUnderTest) -> None:
    token = served_with_token(centre)
    answer = Answer(str(uuid.uuid4()), 2, Channel.KIOSK, device_id="kiosk-1")
    wrong = f"{(int(check_of(token)) + 1) % 1000:03d}"
    with pytest.raises(NotFound):
        centre.act(rate_with_check, number="a001", check=wrong, answer=answer, reasons=[])
    centre.act(rate_with_check, number="a001", check=check_of(token), answer=answer, reasons=["wait", "fee"])
    assert centre.one("SELECT channel, device_id, flags FROM presses")[:] == ("kiosk", "kiosk-1", "")
    assert [row[0] for row in centre.rows("SELECT reason FROM rating_reasons ORDER BY reason")] == ["fee", "wait"]
    assert centre.verdict().fault is None


def test_past_midnight_a_number_is_still_one_of_the_open_day(centre: CentreUnderTest) -> None:
    token = served_with_token(centre)
    centre.clock.set_wall(centre.clock.now() + timedelta(hours=18))
    answer = Answer(str(uuid.uuid4()), 5, Channel.KIOSK, device_id="kiosk-1")
    told = centre.act(say_with_check, number="A001", check=check_of(token), said=Said(None, None, "kiosk"))
    centre.act(rate_with_check, number="A001", check=check_of(token), answer=answer, reasons=[])
    assert told.may_rate
    assert flags(centre) == [""]


def test_a_rating_that_a_kiosk_kept_counts_for_its_day_and_is_settled(centre: CentreUnderTest) -> None:
    token = served_with_token(centre)
    told = centre.act(say_with_check, number="A001", check=check_of(token), said=Said(None, None, "kiosk"))
    centre.close_day()
    centre.clock.set_wall(centre.clock.now() + timedelta(days=3))
    answer = Answer(str(uuid.uuid4()), 2, Channel.KIOSK, device_id="kiosk-1")
    kept = {"number": "A001", "check": check_of(token), "answer": answer, "day": told.day}
    for _ in range(2):
        centre.act(rate_with_check, reasons=["wait"], **kept)
    centre.clock.pass_s(11)
    centre.settle()
    rows = [tuple(row) for row in centre.rows("SELECT series, level, day FROM settled_ratings")]
    assert rows == [("away", 2, told.day.isoformat())]
    assert centre.verdict().fault is None
    centre.clock.set_wall(centre.clock.now() + timedelta(days=LATE_DAYS))
    with pytest.raises(Conflict) as refused:
        centre.act(rate_with_check, reasons=[], **kept)
    assert refused.value.code == "day_over"


def test_a_reason_once_for_a_low_rating_and_not_for_ever(centre: CentreUnderTest) -> None:
    low, late, high = (served_with_token(centre) for _ in range(3))
    rate(centre, low, 1)
    for reasons in (["wait"], ["attitude"]):
        centre.act(say_why_with_token, token=low, reasons=reasons, words="")
    rate(centre, high, 5)
    centre.act(say_why_with_token, token=high, reasons=["wait"], words="")
    rate(centre, late, 1)
    centre.clock.pass_s(181)
    centre.act(say_why_with_token, token=late, reasons=["wait"], words="")
    assert [tuple(row) for row in centre.rows("SELECT series, reason FROM rating_reasons")] == [("away", "wait")]
    rate_again = served_with_token(centre)
    rate(centre, rate_again, 2)
    with pytest.raises(Unprocessable):
        centre.act(say_why_with_token, token=rate_again, reasons=["weather"], words="")


def test_words_are_kept_beside_no_turn_and_only_of_what_counts(centre: CentreUnderTest) -> None:
    token = served_with_token(centre)
    centre.act(note_whence, address="10.1.2.3")
    rate(centre, token, 5, address="10.1.2.3")
    centre.act(say_why_with_token, token=token, reasons=[], words="Tuyệt vời")
    assert centre.rows("SELECT * FROM comments") == []
    rate(centre, token, 1)
    centre.act(say_why_with_token, token=token, reasons=[], words="Chờ lâu, gọi 0912345678")
    comment = dict(centre.one("SELECT * FROM comments"))
    assert (comment["tone"], comment["text"], comment["state"]) == ("low", "Chờ lâu, gọi •••", "new")
    moderation = {"moderated_by", "moderated_at"}
    assert set(comment) == {"comment_id", "day", "service", "tone", "text", "state", "received_at"} | moderation
    assert comment["received_at"] % 3_600_000 == 0
    for days, left in ((90, 1), (1, 0)):
        centre.clock.set_wall(centre.clock.now() + timedelta(days=days))
        centre.act(forget_of_ratings, keep_comments_days=90)
        assert len(centre.rows("SELECT * FROM comments")) == left
    assert not [row for row in centre.rows("SELECT body FROM journal") if "gọi" in row[0] or "0912" in row[0]]


def test_ten_answers_are_a_block_of_their_own(centre: CentreUnderTest) -> None:
    for n in range(10):
        rate(centre, served_with_token(centre), 5 - n % 2)
    centre.wait(11)
    assert atoms(centre.read(), SCHEME) == []
    (block,) = atoms(centre.read(), SCHEME, "away")
    assert (block.levels, block.counter_id) == ({4: 5, 5: 5}, "Q1")
