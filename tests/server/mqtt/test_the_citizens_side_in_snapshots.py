"""What boards and kiosks are told for the citizens: rooms, voice, figures, pictures, purposes, Wi-Fi, rush."""

from typing import Any

import pytest
from centre_under_test import CentreUnderTest, small_centre
from coming_back import device, kiosk

from messaging.snapshots import BoardSnapshot
from server.actions.set_up import add_device
from server.db.work import Work
from server.journal.events import ProceduresImported, RushSwitched
from server.mqtt import snapshots


def board(centre: CentreUnderTest) -> BoardSnapshot:
    with snapshots.moment(centre.read(), centre.writer.now()) as moment:
        return snapshots.board(moment)


def with_all_of_it(values: dict[str, Any]) -> None:
    values["zones"] = [
        {"id": "left", "name": "Bên trái", "name_en": "Left", "room": "hall"},
        {"id": "upstairs", "name": "Tầng 2", "name_en": "Upstairs"},
    ]
    values["counters"][0]["zone"] = "left"
    values["voice"] = {"whole_numbers": True, "zero_word": "lẻ", "percent": 80, "volumes": [["06:00", "07:30", 40]]}
    values["purposes"] = [{"id": "collect", "name": "Nhận kết quả", "name_en": "Collect", "icon": "folder-check"}]
    values["wifi"] = {"name": "TTHCC", "password": "muoi-hai"}
    values["help_service"] = "C"
    values["centre"]["languages"] = ["vi", "en", "rad", "xyz"]


def test_a_board_knows_its_hall(centre: CentreUnderTest) -> None:
    centre.set_up(small_centre(with_all_of_it))
    centre.number("A")
    centre.next("Q1")
    centre.number("B")
    centre.next("Q3")
    told = board(centre)
    assert [(call.counter_id, call.zone) for call in told.calls] == [("Q3", ""), ("Q1", "left")]
    assert (told.zones, told.zones_en) == (
        {"left": "Bên trái", "upstairs": "Tầng 2"},
        {"left": "Left", "upstairs": "Upstairs"},
    )
    assert told.rooms == {"left": "hall"}, "a zone without a room is one"
    assert told.centre_name_en == "Test Centre"


def test_boards_and_kiosks_speak_as_the_centre_has_set(centre: CentreUnderTest) -> None:
    centre.set_up(small_centre(with_all_of_it))
    for voice in (board(centre).voice, kiosk(centre).voice):
        assert (voice.whole_numbers, voice.zero_word, voice.percent) == (True, "lẻ", 80)
        assert [(span.opens, span.closes, span.percent) for span in voice.volumes] == [("06:00", "07:30", 40)]


@pytest.mark.parametrize(
    ("rates", "of_groups", "told"),
    [
        ({"ordinary": 1, "high": 3}, ["high"], (3, None)),
        ({"ordinary": 1, "high": 3, "unused": 9}, ["high", "high"], (3, None)),
        ({"ordinary": 2, "some": 3, "high": 6}, ["high", "some"], (3, 1.5)),
        ({"ordinary": 1, "high": 3}, ["ordinary"], None),
        ({"ordinary": 1, "high": 3}, [], None),
    ],
)
def test_the_rule_names_the_rates_that_the_groups_have(
    centre: CentreUnderTest, rates: dict[str, float], of_groups: list[str], told: tuple[float, float | None] | None
) -> None:
    def change(values: dict[str, Any]) -> None:
        values["ticketing"]["priority_rule"]["rates"] = rates
        values["priority_groups"] = [
            {"id": f"group-{nth}", "name": "Nhóm", "name_en": "Group", "rate": rate}
            for nth, rate in enumerate(of_groups)
        ]

    centre.set_up(small_centre(change))
    rule = kiosk(centre).priority_rule
    assert (None if rule is None else (rule.rate, rule.least_rate)) == told


def test_a_kiosk_knows_what_people_come_for_and_what_helps_them(centre: CentreUnderTest) -> None:
    centre.set_up(small_centre(with_all_of_it))
    told = kiosk(centre)
    assert [(one.purpose, one.name, one.name_en, one.icon) for one in told.purposes] == [
        ("collect", "Nhận kết quả", "Collect", "folder-check")
    ]
    assert told.wifi is not None and (told.wifi.name, told.wifi.password) == ("TTHCC", "muoi-hai")
    assert told.help_service == "C"
    assert [(one.tag, one.name) for one in told.languages] == [
        ("vi", "Tiếng Việt"),
        ("en", "English"),
        ("rad", "Êđê"),
        ("xyz", "xyz"),
    ]


def test_a_centre_that_set_nothing_of_it_says_nothing_of_it(centre: CentreUnderTest) -> None:
    told = kiosk(centre)
    assert (told.purposes, told.wifi, told.help_service, told.is_rush, told.has_phone_page) == (
        [],
        None,
        None,
        False,
        False,
    )
    assert told.procedures_revision == 0
    assert (board(centre).zones, board(centre).figures, board(centre).pictures) == ({}, None, [])


def test_a_phone_page_is_promised_only_with_an_address(centre: CentreUnderTest) -> None:
    with snapshots.moment(centre.read(), centre.writer.now(), has_phone_page=True) as moment:
        assert snapshots.kiosk(moment).has_phone_page


def test_a_ticket_s_language_goes_with_its_call_and_its_window(centre: CentreUnderTest) -> None:
    centre.set_up(small_centre(with_all_of_it))
    centre.issue("A", language="rad")
    centre.next("Q1")
    assert board(centre).calls[0].language == "rad"


def switch_rush(centre: CentreUnderTest, *, is_on: bool) -> None:
    def switched(work: Work) -> None:
        day = work.connection.execute("SELECT max(day) FROM service_days").fetchone()[0]
        work.record(RushSwitched(day=day, is_on=is_on, by="head"))

    centre.act(switched)


def test_rush_lasts_as_long_as_its_day(centre: CentreUnderTest) -> None:
    switch_rush(centre, is_on=True)
    assert kiosk(centre).is_rush
    centre.close_day()
    assert not kiosk(centre).is_rush


def test_a_new_list_of_procedures_is_told(centre: CentreUnderTest) -> None:
    def imported(work: Work) -> int:
        return work.record(ProceduresImported(sha256="0" * 64, count=1, as_of="2026-11-01"))

    assert kiosk(centre).procedures_revision == 0
    seq = centre.act(imported)
    assert kiosk(centre).procedures_revision == seq


@pytest.mark.parametrize("speaks", [True, False])
def test_a_board_is_told_whether_it_speaks_and_a_kiosk_its_number(centre: CentreUnderTest, speaks: bool) -> None:
    for device_id, kind in (("board-9", "board"), ("kiosk-a", "kiosk"), ("kiosk-b", "kiosk")):
        centre.act(
            add_device, device_id=device_id, kind=kind, counter_id=None, credential_hash=device_id, speaks=speaks
        )
    assert (device(centre, "board-9").speaks, device(centre, "board-9").kiosk_number) == (speaks, None)
    assert [device(centre, name).kiosk_number for name in ("kiosk-a", "kiosk-b")] == [1, 2]


def rated_day(centre: CentreUnderTest, *, ratings: int) -> None:
    for _ in range(ratings):
        centre.number("A")
        number = centre.serve("Q1")
        centre.press(5, centre.window_of(number))
        centre.clock.pass_s(11)


def test_figures_are_of_days_that_are_over(centre: CentreUnderTest) -> None:
    rated_day(centre, ratings=12)
    assert board(centre).figures is None, "today is not over"
    centre.close_day()
    centre.clock.pass_s(24 * 3600)
    centre.settle()
    known = board(centre).figures
    assert known is not None
    assert (known.since, known.until) == ("2026-11-23", "2026-11-23")
    assert (known.rated, known.satisfied_percent, known.coverage_percent) == (10, 100.0, 100.0)
    assert known.satisfied_low < 100 and known.satisfied_high == 100.0
    assert (known.wait_p50_min, known.wait_p90_min) == (0, 0)


def test_a_centre_may_keep_its_figures_to_itself(centre: CentreUnderTest) -> None:
    rated_day(centre, ratings=10)
    centre.close_day()
    centre.clock.pass_s(24 * 3600)
    centre.set_up(small_centre(lambda values: values.update(shows_figures=False)))
    assert board(centre).figures is None
