"""Which counter may call whom: one readable case per rule, then the properties."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as some

from server.domain.centre import Counter
from server.domain.eligibility import Desk, Desks, is_plain

Q1 = Counter("Q1", 1, "Quầy số 1", ("A",))
Q2 = Counter("Q2", 2, "Quầy số 2", ("A", "B"))
Q3 = Counter("Q3", 3, "Quầy số 3", ("B",), ("A",))
Q4 = Counter("Q4", 4, "Quầy số 4", ("A",), purposes=("collect",))
COUNTERS = {counter.counter_id: counter for counter in (Q1, Q2, Q3)}
WITH_A_LANE = {**COUNTERS, "Q4": Q4}


@dataclass(frozen=True)
class Wish:
    service: str = "A"
    language: str = "vi"
    for_counter: str | None = None
    for_officer: str | None = None
    purpose: str | None = None


def desks(*staffed: Desk) -> Desks:
    return Desks(staffed)


def who(desks: Desks, wish: Wish, among: dict[str, Counter] = COUNTERS) -> set[str]:
    return {counter.counter_id for counter in among.values() if desks.may_call(counter, wish)}


ALL = (Desk(Q1, "CB01"), Desk(Q2, "CB02"), Desk(Q3, "CB03"))


def test_first_and_second_services_are_both_served() -> None:
    assert who(desks(*ALL), Wish("A")) == {"Q1", "Q2", "Q3"}
    assert who(desks(*ALL), Wish("B")) == {"Q2", "Q3"}
    assert desks(*ALL).is_second(Q3, Wish("A")) and not desks(*ALL).is_second(Q3, Wish("B"))


def test_whoever_was_sent_to_a_counter_is_called_there_alone_whatever_its_services() -> None:
    sent = Wish("B", for_counter="Q1")
    assert who(desks(*ALL), sent) == {"Q1"}
    assert who(desks(), sent) == {"Q2", "Q3"}, "while nobody sits there, whoever has the service"
    assert not desks(*ALL).is_second(Q1, sent) and not desks(*ALL).is_second(Q3, Wish("A", for_counter="Q3"))


def test_a_counter_that_the_centre_no_longer_has_keeps_nobody_waiting() -> None:
    assert who(desks(*ALL), Wish("B", for_counter="Q9")) == {"Q2", "Q3"}


def test_whoever_waits_for_an_officer_is_called_where_that_officer_sits() -> None:
    assert who(desks(*ALL), Wish("B", for_officer="CB01")) == {"Q1"}
    assert who(desks(*ALL), Wish("B", for_officer="CB09")) == {"Q2", "Q3"}, "the officer is not there today"
    paused = (Desk(Q1, "CB01", paused_since=1), *ALL[1:])
    assert who(desks(*paused), Wish("B", for_officer="CB01")) == {"Q1"}, "and will be back"


def test_a_foreigner_is_left_to_those_who_speak_the_language() -> None:
    english = Wish("A", language="en")
    speaks = Desk(Q2, "CB02", frozenset({"en"}))
    assert who(desks(Desk(Q1, "CB01"), speaks), english) == {"Q2"}
    assert who(desks(Desk(Q1, "CB01")), english) == {"Q1", "Q2", "Q3"}, "nobody speaks it: anybody serves"
    assert who(desks(Desk(Q1, "CB01"), Desk(Q2, "CB02", frozenset({"rad"}))), english) == {"Q1", "Q2", "Q3"}


def test_a_speaker_who_pauses_or_may_not_serve_keeps_nobody_waiting() -> None:
    english = Wish("A", language="en")
    paused = Desk(Q2, "CB02", frozenset({"en"}), paused_since=1)
    assert who(desks(Desk(Q1, "CB01"), paused), english) == {"Q1", "Q2", "Q3"}
    elsewhere = Desk(Q1, "CB01", frozenset({"en"}))
    assert who(desks(elsewhere, Desk(Q2, "CB02")), Wish("B", language="en")) == {"Q2", "Q3"}


def test_a_speaker_whose_second_service_it_is_counts() -> None:
    speaks = Desk(Q3, "CB03", frozenset({"en"}))
    assert who(desks(Desk(Q1, "CB01"), speaks), Wish("A", language="en")) == {"Q3"}


def test_vietnamese_is_everybodys() -> None:
    speaks = Desk(Q2, "CB02", frozenset({"en"}))
    assert who(desks(Desk(Q1, "CB01"), speaks), Wish("A")) == {"Q1", "Q2", "Q3"}


def test_a_counter_kept_for_a_purpose_calls_those_and_whoever_was_asked_nothing() -> None:
    here = desks(*ALL, Desk(Q4, "CB04"))
    for purpose, called_there in (("collect", True), (None, True), ("submit", False)):
        assert ("Q4" in who(here, Wish("A", purpose=purpose), WITH_A_LANE)) is called_there
    assert who(here, Wish("A", purpose="submit"), WITH_A_LANE) == {"Q1", "Q2", "Q3"}, "others take every purpose"


def test_whoever_was_sent_there_is_called_there_whatever_the_purpose() -> None:
    here = desks(*ALL, Desk(Q4, "CB04"))
    assert who(here, Wish("A", for_counter="Q4", purpose="submit"), WITH_A_LANE) == {"Q4"}
    assert who(here, Wish("B", for_officer="CB04", purpose="submit"), WITH_A_LANE) == {"Q4"}


def test_a_speaker_who_does_not_take_the_purpose_keeps_nobody_waiting() -> None:
    here = desks(Desk(Q1, "CB01"), Desk(Q4, "CB04", frozenset({"rad"})))
    assert who(here, Wish("A", language="rad", purpose="submit"), WITH_A_LANE) == {"Q1", "Q2", "Q3"}
    assert who(here, Wish("A", language="rad", purpose="collect"), WITH_A_LANE) == {"Q4"}


def test_people_of_other_purposes_are_no_rivals_where_each_has_counters_of_its_own() -> None:
    submitting = Counter("Q5", 5, "Quầy số 5", ("A",), purposes=("submit",))
    here = desks(Desk(Q4, "CB04"), Desk(submitting, "CB05"))
    assert not here.are_rivals(Wish("A", purpose="collect"), Wish("A", purpose="submit"))
    assert here.are_rivals(Wish("A", purpose="collect"), Wish("A"))


def test_rivals_are_those_whom_the_same_open_counter_may_call() -> None:
    here = desks(*ALL)
    assert here.are_rivals(Wish("A"), Wish("A"))
    assert here.are_rivals(Wish("A", for_counter="Q1"), Wish("A"))
    assert not here.are_rivals(Wish("A", for_counter="Q1"), Wish("A", for_counter="Q2"))
    assert desks().are_rivals(Wish("A"), Wish("A")), "before anybody is there"


# --- properties -------------------------------------------------------------------------------------------------

LANGUAGES = ("en", "rad")
wishes = some.builds(
    Wish,
    service=some.sampled_from("ABC"),
    language=some.sampled_from(("vi", *LANGUAGES)),
    for_counter=some.none() | some.sampled_from(("Q1", "Q2", "Q3", "Q9")),
    for_officer=some.none() | some.sampled_from(("CB01", "CB02", "CB03", "CB09")),
    purpose=some.sampled_from((None, "collect", "submit")),
)


@some.composite
def staffed_desks(draw: some.DrawFn) -> Desks:
    return desks(
        *(
            Desk(
                counter,
                f"CB0{counter.number}",
                draw(some.frozensets(some.sampled_from(LANGUAGES))),
                draw(some.none() | some.just(1)),
            )
            for counter in WITH_A_LANE.values()
            if draw(some.booleans())
        )
    )


@given(here=staffed_desks(), wish=wishes)
def test_nobody_is_left_to_nobody(here: Desks, wish: Wish) -> None:
    """Whoever some open counter could serve by services and place, some open counter may call: a language alone
    makes nobody wait for a counter that is not there."""
    vietnamese = replace(wish, language="vi")
    assert bool(here.open_for(wish)) == bool(here.open_for(vietnamese))


@given(here=staffed_desks(), wish=wishes)
def test_a_counter_that_may_not_call_leaves_it_to_somebody_for_a_reason(here: Desks, wish: Wish) -> None:
    """The whole rule, told the other way round."""
    for counter in WITH_A_LANE.values():
        if here.may_call(counter, wish):
            continue
        seats = {desk.counter.counter_id for desk in here.staffed}
        sent_elsewhere = wish.for_counter in seats and wish.for_counter != counter.counter_id
        seat = next((d.counter.counter_id for d in here.staffed if d.officer_id == wish.for_officer), None)
        expected_elsewhere = wish.for_counter not in seats and seat not in (None, counter.counter_id)
        not_served = (
            not (counter.serves(wish.service) and counter.takes(wish.purpose))
            and (wish.for_counter not in seats or wish.for_counter != counter.counter_id)
            and (wish.for_counter in seats or seat != counter.counter_id)
        )
        left_to_speakers = wish.language != "vi" and any(
            wish.language in desk.languages and here.may_call(desk.counter, wish) for desk in here.open
        )
        assert sent_elsewhere or expected_elsewhere or not_served or left_to_speakers


@given(here=staffed_desks(), wish=wishes)
def test_if_anybody_open_who_may_call_speaks_the_language_all_who_may_call_do(here: Desks, wish: Wish) -> None:
    speaking = [wish.language == "vi" or wish.language in desk.languages for desk in here.open_for(wish)]
    assert all(speaking) or not any(speaking)


@given(here=staffed_desks(), service=some.sampled_from("ABC"))
def test_for_the_plain_services_alone_decide(here: Desks, service: str) -> None:
    wish = Wish(service)
    assert is_plain(wish)
    assert who(here, wish, WITH_A_LANE) == {name for name, one in WITH_A_LANE.items() if one.serves(service)}
