"""The centre file: each fault is named with its place, and a file with a fault changes nothing."""

import json
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from centre_under_test import SMALL_CENTRE, CentreUnderTest, small_centre
from hypothesis import given
from hypothesis import strategies as some

from server.centre_faults import Fault
from server.centre_file import CentreFile, InvalidCentreFile, centre_of, check_centre, read_centre_file
from server.domain.centre import ORDINARY
from server.journal.events import SetUpChanged

SAMPLE = Path(__file__).parents[2] / "server" / "sample_centre.json"
Change = Callable[[dict[str, Any]], object]


def fault_of(change: Change) -> str:
    with pytest.raises(InvalidCentreFile) as fault:
        small_centre(change)
    return str(fault.value)


def _officer(officer_id: str, **more: str) -> dict[str, Any]:
    return {"id": officer_id, "display_name": "Cán bộ", "role": "officer", **more}


FAULTS: list[tuple[str, Change, str]] = [
    ("no services", lambda v: v.pop("services"), "services: this is missing"),
    ("empty services", lambda v: v.update(services=[]), "services: "),
    ("an English name in two lines", lambda v: v["counters"][0].update(name_en="One\nTwo"), "counters.0.name_en: "),
    ("an English name too long", lambda v: v["outcomes"][1].update(name_en="x" * 201), "outcomes.1.name_en: "),
    ("an English name of another kind", lambda v: v["finish_ticks"][0].update(name_en=5), "finish_ticks.0.name_en: "),
    ("no English name", lambda v: v["pause_reasons"][1].update(name_en=None), "pause_reasons.1.name_en: "),
    ("a strange letter", lambda v: v["services"][0].update(code="D"), "services.0.code: 'D' is no service letter"),
    ("the emergency letter", lambda v: v["services"][2].update(code="X"), "services.2.code: 'X'"),
    ("a letter twice", lambda v: v["services"][1].update(code="A"), "services.1.code: 'A' stands there twice"),
    ("a service without a name", lambda v: v["services"][1].update(name=""), "services.1.name: "),
    ("a name of another kind", lambda v: v["services"][1].update(name=5), "services.1.name: "),
    ("a colour by name", lambda v: v["services"][0].update(colour="blue"), "services.0.colour: "),
    ("no counters", lambda v: v.update(counters=[]), "counters: "),
    ("a counter twice", lambda v: v["counters"][1].update(id="Q1"), "counters.1.id: 'Q1' stands there twice"),
    ("a number twice", lambda v: v["counters"][1].update(number=1), "counters.1.number: '1' stands there twice"),
    ("counter 100", lambda v: v["counters"][0].update(number=100), "counters.0.number: "),
    ("an id that no topic can carry", lambda v: v["counters"][0].update(id="Q/1"), "counters.0.id: "),
    ("an id with a newline", lambda v: v["counters"][0].update(id="Q1\n"), "counters.0.id: "),
    ("a counter without services", lambda v: v["counters"][0].update(services=[]), "counters.0.services: "),
    ("an unknown service", lambda v: v["counters"][2].update(services=["T"]), "counters.2.services: Q3 serves 'T'"),
    ("an unknown zone", lambda v: v["centre"].update(timezone="Asia/Atlantis"), "centre.timezone: unknown time zone"),
    ("a zone that climbs out", lambda v: v["centre"].update(timezone="../../etc/passwd"), "centre.timezone: unknown"),
    ("no zone", lambda v: v["centre"].update(timezone=""), "centre.timezone: "),
    ("a code with a plus", lambda v: v["centre"].update(code="A+"), "centre.code: "),
    ("25 o'clock", lambda v: v["centre"]["hours"].update(mon=[["07:30", "25:00"]]), "centre.hours.mon: '25:00' is no"),
    ("hours that fall", lambda v: v["centre"]["hours"].update(tue=[["09:00", "08:00"]]), "centre.hours.tue: opening"),
    (
        "spans that overlap",
        lambda v: v["centre"]["hours"].update(wed=[["07:00", "12:00"], ["11:00", "17:00"]]),
        "centre.hours.wed: opening and closing times must rise",
    ),
    ("half a span", lambda v: v["centre"]["hours"].update(thu=[["07:30", ""]]), "centre.hours.thu: an opening time"),
    ("a notice of a page", lambda v: v["centre"].update(notice="x" * 201), "centre.notice: is longer than 200"),
    ("a footer of a page", lambda v: v.update(slip={"footer": "x" * 201}), "slip.footer: is longer than 200"),
    ("no Vietnamese", lambda v: v["centre"].update(languages=["en"]), "centre.languages: Vietnamese, vi, has to"),
    ("a language twice", lambda v: v["centre"].update(languages=["vi", "vi"]), "centre.languages.1: 'vi' stands"),
    ("a Wi-Fi password of four", lambda v: v.update(wifi={"name": "n", "password": "1234"}), "wifi.password: a Wi-Fi"),
    (
        "a Wi-Fi password with accents",
        lambda v: v.update(wifi={"name": "n", "password": "mật khẩu 1"}),
        "wifi.password",
    ),
    (
        "a Wi-Fi name of 60 bytes",
        lambda v: v.update(wifi={"name": "ậ" * 20}),
        "wifi.name: the network's name is longer",
    ),
    (
        "a window shorter than its shortest",
        lambda v: v["rating"].update(window_seconds=30, never_shorter_than_seconds=90),
        "rating.never_shorter_than_seconds: what is left",
    ),
    ("second services alone", lambda v: v["counters"][0].update(services=[], second_services=["A"]), "first service"),
    (
        "a login of two people",
        lambda v: v.update(officers=[_officer("CB1", login="lan"), _officer("CB2", login="lan")]),
        "officers.1.login: 'lan' stands there twice",
    ),
    (
        "a login that is somebody's id in small letters",
        lambda v: v.update(officers=[_officer("CB1"), _officer("CB2", login="cb1")]),
        "officers.1.login: 'cb1' stands there twice",
    ),
    ("a login with accents", lambda v: v.update(officers=[_officer("CB1", login="Tình")]), "officers.0.login: a login"),
    (
        "a name for two lines",
        lambda v: v.update(officers=[_officer("CB1", display_name="x" * 65)]),
        "officers.0.display_name: is longer than 64",
    ),
    ("a day of its own", lambda v: v["centre"]["hours"].update(holiday=[]), "centre.hours.holiday"),
    ("half a span", lambda v: v["centre"]["hours"].update(mon=[["07:30"]]), "centre.hours.mon.0"),
    ("no ordinary rate", lambda v: v["ticketing"]["priority_rule"].update(rates={"x": 1}), "the rate 'ordinary' is"),
    (
        "a rate of nothing",
        lambda v: v["ticketing"]["priority_rule"]["rates"].update(ordinary=0),
        "ticketing.priority_rule",
    ),
    (
        "an endless rate",
        lambda v: v["ticketing"]["priority_rule"]["rates"].update(priority=float("inf")),
        "rates.priority",
    ),
    ("no bound", lambda v: v["ticketing"]["priority_rule"].update(overtaken_at_most=0), "overtaken_at_most: "),
    (
        "a negative grace",
        lambda v: v["ticketing"].update(no_show_grace_minutes=-1),
        "ticketing.no_show_grace_minutes: ",
    ),
    (
        "a group of no rate",
        lambda v: v["priority_groups"][0].update(rate="vip"),
        "priority_groups.0.rate: elderly has rate 'vip'",
    ),
    (
        "a group twice",
        lambda v: v["priority_groups"][1].update(id="elderly"),
        "priority_groups.1.id: 'elderly' stands there",
    ),
    ("two levels", lambda v: v["rating"].update(levels=v["rating"]["levels"][:2]), "rating.levels: "),
    ("levels with a gap", lambda v: v["rating"]["levels"].pop(2), "rating.levels: levels go from the best down to 1"),
    ("levels upside down", lambda v: v["rating"]["levels"].reverse(), "rating.levels: levels go from the best"),
    ("a window too short", lambda v: v["rating"].update(window_seconds=19), "rating.window_seconds: "),
    (
        "shortened too far",
        lambda v: v["rating"].update(never_shorter_than_seconds=19),
        "rating.never_shorter_than_seconds",
    ),
    ("a misspelt key", lambda v: v["centre"].update(notcie="x"), "centre.notcie: "),
    ("a misspelt part", lambda v: v.update(priority_group=[]), "priority_group: "),
    (
        "a bell in a name",
        lambda v: v["services"][1].update(name="Đất\x07"),
        "services.1.name: the control character U+0007",
    ),
    (
        "a notice of two lines",
        lambda v: v["centre"].update(notice="a\nb"),
        "centre.notice: the control character U+000A",
    ),
    ("half a letter", lambda v: v["rating"].update(question_en="\ud800"), "rating.question_en: "),
    (
        "a dangling counter",
        lambda v: v["services"][0].update(counters=["Q1", "Q2", "Q9"]),
        "services.0.counters: A names 'Q9'",
    ),
    (
        "a counter that does not serve it",
        lambda v: v["services"][0].update(counters=["Q1", "Q2", "Q3"]),
        "Q3 does not serve A",
    ),
    (
        "a counter left out",
        lambda v: v["services"][0].update(counters=["Q1"]),
        "services.0.counters: A does not name Q2",
    ),
    ("no outcomes", lambda v: v.update(outcomes=[]), "outcomes: "),
    ("an officer twice", lambda v: v.update(officers=[OFFICER, OFFICER]), "officers.1.id: 'CB01' stands there twice"),
    (
        "a service open when the centre is not",
        lambda v: v["services"][0].update(hours={"mon": [["06:00", "08:00"]]}),
        "services.0.hours.mon: mon: 06:00–08:00 lies outside the centre's hours",
    ),
    (
        "a holiday that is worked",
        lambda v: v["centre"].update(holidays=["2027-01-01"], swap_days={"2027-01-01": "mon"}),
        "centre.swap_days.2027-01-01: 2027-01-01 is a holiday and a swap day",
    ),
    (
        "no such date",
        lambda v: v["centre"].update(holidays=["2027-02-30"]),
        "centre.holidays.0: '2027-02-30' is no date",
    ),
    (
        "two defaults",
        lambda v: v["outcomes"][1].update(default=True),
        "outcomes.1.default: only one outcome can be the default",
    ),
    (
        "a coming scheme of a known name",
        lambda v: v.update(coming_ratings=[{**v["rating"], "starts_on": "2027-01-01"}]),
        "coming_ratings.0.policy_id: 'five-levels-1' stands there twice",
    ),
    (
        "a pad of no counter",
        lambda v: v.update(devices=[{"id": "pad-1", "kind": "pad"}]),
        "devices.0.counter: pad-1 needs the counter",
    ),
    (
        "a kiosk at a counter",
        lambda v: v.update(devices=[{"id": "kiosk-1", "kind": "kiosk", "counter": "Q1"}]),
        "devices.0.counter: kiosk-1 belongs to no counter",
    ),
    (
        "served first and second",
        lambda v: v["counters"][0].update(second_services=["A"]),
        "counters.0.second_services: Q1 serves 'A' first and second",
    ),
    (
        "a hundred counters",
        lambda v: v.update(counters=[{"id": f"Q{n}", "number": 1, "name": "Q", "services": ["A"]} for n in range(100)]),
        "counters: at most 99 may stand here, not 100",
    ),
    ("a help desk of no service", lambda v: v.update(help_service="T"), "help_service: the help desk is T"),
    (
        "a help desk that nobody keeps",
        lambda v: (v["counters"].__delitem__(2), v.update(help_service="C")),
        "help_service: the help desk is C, which no counter serves",
    ),
    (
        "a counter kept for nothing known",
        lambda v: v["counters"][0].update(purposes=["collect"]),
        "counters.0.purposes: Q1 is kept for 'collect', which is not in the purposes",
    ),
    (
        "a purpose that nobody takes",
        lambda v: (
            v.update(purposes=[{"id": "submit", "name": "Nộp"}, {"id": "collect", "name": "Nhận"}]),
            v["counters"][2].update(purposes=["submit"]),
        ),
        "purposes.1.id: no counter of C takes 'collect'",
    ),
    (
        "a rush that never ends",
        lambda v: v.update(rush={"starts_at": 20, "ends_below": 20}),
        "rush.ends_below: rush that starts at 20 must end below that",
    ),
    (
        "volumes one over the other",
        lambda v: v.update(voice={"volumes": [["06:00", "08:00", 40], ["07:30", "09:00", 60]]}),
        "voice.volumes.1: the spans must follow each other, found 07:30–09:00",
    ),
    (
        "a volume at no time",
        lambda v: v.update(voice={"volumes": [["6h", "08:00", 40]]}),
        "'6h' is no time of day",
    ),
    (
        "two boards that speak in the hall",
        lambda v: v.update(devices=[{"id": name, "kind": "board", "speaks": True} for name in ("b1", "b2")]),
        "devices.1.speaks: boards 'b1' and 'b2' both speak in one room",
    ),
    (
        "two boards that speak in a room of two zones",
        lambda v: v.update(
            zones=[{"id": zone, "name": zone, "room": "upstairs"} for zone in ("z1", "z2")],
            devices=[{"id": f"b{zone}", "kind": "board", "zone": zone, "speaks": True} for zone in ("z1", "z2")],
        ),
        "devices.1.speaks: boards 'bz1' and 'bz2' both speak in one room",
    ),
    ("a strange role", lambda v: v.update(officers=[{**OFFICER, "role": "king"}]), "officers.0.role: "),
]
OFFICER = {"id": "CB01", "display_name": "An", "role": "officer"}


@pytest.mark.parametrize(("change", "words"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_fault_is_named_with_its_place(change: Change, words: str) -> None:
    assert words in fault_of(change)


def test_a_bad_field_hides_no_fault_between_the_parts() -> None:
    def several(values: dict[str, Any]) -> None:
        values["services"][0]["name"] = ""
        values["counters"][1]["id"] = "Q1"

    said = fault_of(several)
    assert "services.0.name: this must not be empty" in said
    assert "counters.1.id: 'Q1' stands there twice" in said


def test_every_fault_is_named_not_only_the_first() -> None:
    def several(values: dict[str, Any]) -> None:
        values["services"][0]["code"] = "D"
        values["counters"][1]["number"] = 0
        del values["rating"]["question"]

    said = fault_of(several)
    for place in ("services.0.code", "counters.1.number", "rating.question"):
        assert place in said


@pytest.mark.parametrize("values", [None, [], "text", 5, {}, {"centre": None}, {"centre": []}])
def test_what_is_no_centre_at_all_is_refused(values: object) -> None:
    with pytest.raises(InvalidCentreFile):
        check_centre(values)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{\n  "centre": {,\n}', "line 2, column 14"),
        (b"", "line 1, column 1"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"centre": ' + b"9" * 5000 + b"}", "cannot be read"),
    ],
    ids=["a slip of the pen", "empty", "no text", "an abyss", "a number without end"],
)
def test_a_file_that_cannot_be_read_is_named_with_its_place(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "centre.json"
    file.write_bytes(content)
    with pytest.raises(InvalidCentreFile) as fault:
        read_centre_file(file)
    assert str(file) in str(fault.value)
    assert words in str(fault.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidCentreFile, match="no such file"):
        read_centre_file(tmp_path / "none.json")
    with pytest.raises(InvalidCentreFile, match="cannot be read"):
        read_centre_file(tmp_path)


def test_a_good_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "centre.json"
    for mark in ("", "\ufeff"):
        file.write_text(mark + json.dumps(SMALL_CENTRE), encoding="utf-8")
        assert read_centre_file(file) == small_centre()


def test_known_notes_beside_ours_are_left_alone() -> None:
    def noted(values: dict[str, Any]) -> None:
        values["status"] = "a draft"
        values["centre"]["motto"] = "Gần dân"

    assert small_centre(noted) == small_centre()


def test_the_rules_see_what_the_file_says() -> None:
    centre = centre_of(small_centre(lambda v: v["services"][0].update(order=9)))
    assert [service.code for service in centre.services] == ["B", "C", "A"]
    assert [counter.number for counter in centre.counters_of("B")] == [2, 3]
    assert (centre.rate_of("elderly"), centre.rate_of("guide"), centre.rate_of(None)) == (
        "priority",
        ORDINARY,
        ORDINARY,
    )
    assert centre.queue.rates == {"ordinary": 1, "priority": 3}
    assert (centre.queue.overtaken_at_most, centre.queue.overtaken_for_at_most_ms) == (5, 20 * 60_000)
    assert (centre.queue.no_show_grace_ms, centre.queue.cool_down_ms) == (30 * 60_000, 300_000)
    assert centre.hours.week[0][0].opens == time(7, 30)
    assert centre.hours.week[5:] == ((), ())
    assert centre.default_outcome == "done"
    assert centre.scheme.satisfied_values == {4, 5}
    assert (centre.scheme.window_ms, centre.scheme.shortest_window_ms) == (60_000, 20_000)


def test_the_file_survives_being_stored() -> None:
    file = small_centre()
    assert CentreFile.model_validate(json.loads(json.dumps(file.model_dump(mode="json")))) == file


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PLACES = [(part,) for part in SMALL_CENTRE] + [
    (part, key) for part, values in SMALL_CENTRE.items() if isinstance(values, dict) for key in values
]


@given(place=some.sampled_from(PLACES), value=JSON)
def test_whatever_stands_anywhere_the_answer_is_a_centre_or_a_fault(place: tuple[str, ...], value: object) -> None:
    def change(values: dict[str, Any]) -> None:
        for step in place[:-1]:
            values = values[step]
        values[place[-1]] = value

    try:
        centre_of(small_centre(change))
    except InvalidCentreFile as fault:
        assert str(fault)


def test_counters_told_twice_that_agree_change_nothing() -> None:
    twice = small_centre(lambda values: values["services"][0].update(counters=["Q2", "Q1"]))
    assert twice.model_dump() == small_centre().model_dump()


@pytest.mark.parametrize("values", [[], "text"])
def test_no_message_speaks_of_our_classes(values: object) -> None:
    with pytest.raises(InvalidCentreFile, match="should be an object with keys"):
        check_centre(values)


NAMED_IN_BOTH = ("counters", "outcomes", "finish_ticks", "pause_reasons")


def test_english_names_are_kept_and_may_be_left_out() -> None:
    file = small_centre(
        lambda values: [values[part][0].update(name_en=f"The first of {part}") for part in NAMED_IN_BOTH]
    )
    centre = centre_of(check_centre(file.model_dump(mode="json")))
    named = (centre.counters, centre.outcomes, centre.ticks, centre.pause_reasons)
    assert [row[0].name_en for row in named] == [f"The first of {part}" for part in NAMED_IN_BOTH]
    assert [row[1].name_en for row in named] == ["", "", "", ""]
    assert ("Quầy số 1", "The first of counters") in centre.english_names
    assert not any(name == "Quầy số 2" for name, _english in centre.english_names)


def test_the_sample_centre_is_whole_in_english() -> None:
    centre = centre_of(read_centre_file(SAMPLE))
    for known in (*centre.counters, *centre.outcomes, *centre.ticks, *centre.pause_reasons, *centre.special_days):
        assert known.name_en and known.name_en.replace("–", "").isascii(), known.name


def test_a_set_up_that_was_journalled_without_english_names_is_still_read(bare: CentreUnderTest) -> None:
    """As centres have it that were set up before these names could be given."""
    former = small_centre().set_up()
    for part in NAMED_IN_BOTH:
        for row in former[part]:
            del row["name_en"]
    bare.act(lambda work: work.record(SetUpChanged(centre=former)))
    bare.restart()
    bare.open_day()
    bare.sign_on("Q1")
    assert bare.next("Q1") is not None
    with_names = small_centre(lambda values: values["counters"][0].update(name_en="Counter 1"))
    assert bare.set_up(with_names)
    assert bare.verdict().fault is None


def test_every_wrong_day_is_named_and_not_the_first_alone() -> None:
    def four_days(values: dict[str, Any]) -> None:
        values["centre"]["hours"] |= {
            "mon": [["07:30", "25:00"]],
            "tue": [["09:00", "07:30"]],
            "wed": [["07:30", ""]],
            "thu": [["07:30", "11:30"], ["11:00", "17:00"]],
        }
        values["services"][0]["hours"] = {"fri": [["8", "9"]]}

    with pytest.raises(InvalidCentreFile) as refused:
        small_centre(four_days)
    places = [fault.where for fault in refused.value.faults]
    assert sorted(places) == [*(f"centre.hours.{day}" for day in ("mon", "thu", "tue", "wed")), "services.0.hours.fri"]


def test_a_key_that_stands_twice_in_the_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "centre.json"
    text = SAMPLE.read_text(encoding="utf-8")
    file.write_text(text.replace('"name": "Chứng thực"', '"name": "Một", "name": "Hai"', 1), encoding="utf-8")
    with pytest.raises(InvalidCentreFile, match=r"services\.0\.name: 'name' stands there twice"):
        read_centre_file(file)


def test_pages_say_days_and_dates_as_people_do_and_files_as_they_write_them() -> None:
    outside = Fault(("services", 0, "hours", "mon"), "hours_outside", {"day": "mon", "span": "06:00–07:00"})
    assert outside.sentence("vi").startswith("Thứ Hai: 06:00–07:00")
    assert outside.sentence("en").startswith("Monday: 06:00–07:00")
    both = Fault(("centre", "swap_days", "2027-01-02"), "holiday_and_swap", {"day": "2027-01-02"})
    assert both.sentence("vi").startswith("02/01/2027 vừa là")
    assert "2027-01-02 is a holiday" in str(both)
