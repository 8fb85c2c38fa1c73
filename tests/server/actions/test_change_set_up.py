"""Changing the set-up: checked as a whole, strands nobody, loses nothing of two people at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from centre_under_test import CentreUnderTest, small_centre

from server.actions.change_set_up import Changed, SetUpMoved, SetUpRefused, change_set_up, take_up_coming_rating
from server.actions.devices import change_device, retire_device
from server.actions.import_centre import import_centre
from server.actions.set_up import add_device, add_staff, set_password
from server.centre_export import whole_centre
from server.centre_file import check_centre
from server.db.connections import open_for_reading
from server.db.queries.ratings import all_schemes
from server.db.queries.set_up import current_set_up, finished_by_day, rules_in_force, set_up_at
from server.domain.instant import local_date
from server.domain.special_days import kept_promise
from server.errors import Conflict
from server.journal.events import SetUpChanged


def now(centre: CentreUnderTest) -> dict[str, Any]:
    """The set-up's values as they stand."""
    connection = open_for_reading(centre.database)
    try:
        set_up = current_set_up(connection)
        assert set_up is not None
        return set_up.values | {"revision": set_up.revision}
    finally:
        connection.close()


def change(centre: CentreUnderTest, seen: int | None = None, actor: str = "staff:KT01", **changes: Any) -> Changed:
    """Change parts by their path (a dot is two underscores)."""
    by_path = {path.replace("__", "."): value for path, value in changes.items()}
    revision = now(centre)["revision"] if seen is None else seen
    return centre.act(change_set_up, actor=actor, seen=revision, changes=by_path)


def faults(refused: pytest.ExceptionInfo[SetUpRefused]) -> list[tuple[str, str]]:
    return [(fault.where, fault.kind) for fault in refused.value.faults]


def without(rows: list[dict[str, Any]], key: str, name: str) -> list[dict[str, Any]]:
    return [row for row in rows if row[key] != name]


def test_a_change_is_journalled_whole_with_what_was_before(centre: CentreUnderTest) -> None:
    before = now(centre)
    done = change(centre, centre__name="Trung tâm Mới")
    assert done.is_new
    connection = open_for_reading(centre.database)
    row = connection.execute("SELECT actor FROM journal WHERE seq = ?", (done.revision,)).fetchone()
    assert row["actor"] == "staff:KT01"
    was, is_now = set_up_at(connection, before["revision"]), set_up_at(connection, done.revision)
    assert was is not None
    assert is_now is not None
    assert (was.values["centre"]["name"], is_now.values["centre"]["name"]) == ("Trung tâm Thử nghiệm", "Trung tâm Mới")
    connection.close()
    assert centre.verdict().fault is None
    assert not change(centre, centre__name="Trung tâm Mới").is_new


def test_the_second_of_two_is_told_and_nothing_is_lost(centre: CentreUnderTest) -> None:
    seen = now(centre)["revision"]
    first = change(centre, seen, centre__name="Của người thứ nhất")
    with pytest.raises(SetUpMoved) as moved:
        change(centre, seen, centre__name="Của người thứ hai")
    assert moved.value.revision == first.revision
    assert now(centre)["centre"]["name"] == "Của người thứ nhất"


def test_two_who_change_different_parts_both_keep_theirs(centre: CentreUnderTest) -> None:
    seen = now(centre)["revision"]
    change(centre, seen, centre__name="Tên mới")
    change(centre, seen, ticketing__recall_limit=5)
    kept = now(centre)
    assert (kept["centre"]["name"], kept["ticketing"]["recall_limit"]) == ("Tên mới", 5)


@pytest.mark.parametrize("seen", [0, 999_999])
def test_a_revision_that_never_was_is_refused(centre: CentreUnderTest, seen: int) -> None:
    with pytest.raises(SetUpMoved):
        change(centre, seen, centre__name="Ai đó")


def test_the_whole_centre_is_checked_and_every_fault_is_named(centre: CentreUnderTest) -> None:
    services = now(centre)["services"]
    services[0]["name"] = ""
    services[1]["code"] = "A"
    with pytest.raises(SetUpRefused) as refused:
        change(centre, services=services, ticketing__recall_limit=99)
    named = faults(refused)
    assert ("services.0.name", "empty") in named
    assert ("services.1.code", "twice") in named
    assert ("ticketing.recall_limit", "too_large") in named
    assert ("counters.1.services", "unknown_service") in named


def test_a_hundred_counters_are_too_many(centre: CentreUnderTest) -> None:
    counter = now(centre)["counters"][0]
    many = [counter | {"id": f"Q{n}", "number": min(n, 99), "name": f"Quầy {n}"} for n in range(1, 101)]
    with pytest.raises(SetUpRefused) as refused:
        change(centre, counters=many)
    assert ("counters", "too_many") in faults(refused)
    change(centre, counters=[*now(centre)["counters"], *many[3:99]])
    assert len(now(centre)["counters"]) == 99


def test_a_service_that_people_wait_for_cannot_go_and_it_says_who(centre: CentreUnderTest) -> None:
    numbers = [centre.number("C"), centre.number("C")]
    kept = now(centre)
    counters = [counter | {"services": [c for c in counter["services"] if c != "C"]} for counter in kept["counters"]]
    with pytest.raises(SetUpRefused) as refused:
        change(centre, services=without(kept["services"], "code", "C"), counters=counters)
    assert ("services", "people_wait") in faults(refused)
    assert "2 người" in refused.value.faults[0].said("vi")
    assert ", ".join(numbers) in refused.value.faults[0].said("vi")


def test_the_last_counter_of_a_service_that_people_wait_for_cannot_stop_serving_it(centre: CentreUnderTest) -> None:
    centre.number("C")
    counters = now(centre)["counters"]
    counters[2]["services"] = ["B"]
    with pytest.raises(SetUpRefused) as refused:
        change(centre, counters=counters)
    assert faults(refused) == [("counters", "no_counter_left")]


def test_a_counter_where_somebody_sits_or_a_device_stands_cannot_go(centre: CentreUnderTest) -> None:
    centre.act(add_device, device_id="pad-Q1", kind="pad", counter_id="Q1", credential_hash="x")
    centre.number("A")
    centre.next("Q1")
    with pytest.raises(SetUpRefused) as refused:
        change(centre, counters=without(now(centre)["counters"], "id", "Q1"))
    assert {kind for _, kind in faults(refused)} == {"officer_sits", "turn_at_counter", "device_at_counter"}
    assert "CB01" in str(refused.value)


def test_a_free_counter_goes_at_once(centre: CentreUnderTest) -> None:
    centre.sign_off("CB01")
    assert change(centre, counters=without(now(centre)["counters"], "id", "Q1")).is_new
    assert [counter["id"] for counter in now(centre)["counters"]] == ["Q2", "Q3"]


def test_a_rate_that_somebody_waits_at_cannot_go(centre: CentreUnderTest) -> None:
    centre.number("A", "elderly")
    groups = [group | {"rate": "ordinary"} for group in now(centre)["priority_groups"]]
    with pytest.raises(SetUpRefused) as refused:
        change(centre, priority_groups=groups, ticketing__priority_rule__rates={"ordinary": 1})
    assert faults(refused) == [("ticketing.priority_rule.rates", "rate_in_use")]


def test_which_counters_serve_a_service_can_be_said_from_the_service(centre: CentreUnderTest) -> None:
    serving = {"A": {"Q1": "first"}, "B": {"Q2": "first", "Q1": "second"}, "C": {"Q3": "first"}}
    centre.act(change_set_up, seen=now(centre)["revision"], changes={}, serving=serving)
    served = {row["id"]: (row["services"], row["second_services"]) for row in now(centre)["counters"]}
    assert served == {"Q1": (["A"], ["B"]), "Q2": (["B"], []), "Q3": (["C"], [])}


def test_the_code_of_a_centre_stays(centre: CentreUnderTest) -> None:
    with pytest.raises(SetUpRefused) as refused:
        change(centre, centre__code="TEST-2")
    assert faults(refused) == [("centre.code", "centre_code")]


# --- rating schemes by date -----------------------------------------------------------------------------------


def coming(centre: CentreUnderTest, starts_on: date, scheme: str = "three-1") -> dict[str, Any]:
    rating = now(centre)["rating"]
    levels = [level | {"value": value} for value, level in zip((3, 2, 1), rating["levels"][1:4], strict=True)]
    return rating | {"policy_id": scheme, "levels": levels, "starts_on": starts_on.isoformat()}


def today(centre: CentreUnderTest) -> date:
    return local_date(centre.clock.instant, "Asia/Ho_Chi_Minh")


def test_a_coming_scheme_asks_the_reasons_of_the_present_one(centre: CentreUnderTest) -> None:
    tomorrow = today(centre) + timedelta(days=1)
    own = {"id": "queue", "name": "Chờ lâu", "name_en": "", "icon": "", "outside": True}
    change(centre, rating__reasons=[own])
    change(centre, coming_ratings=[coming(centre, tomorrow)])
    other = own | {"id": "noise", "name": "Ồn ào"}
    change(centre, rating__reasons=[other])
    assert now(centre)["coming_ratings"][0]["reasons"] == [other]
    change(centre, coming_ratings=[coming(centre, tomorrow) | {"reasons": [own]}])
    change(centre, rating__reasons=[])
    assert now(centre)["coming_ratings"][0]["reasons"] == [own], "a scheme with reasons of its own keeps them"


def test_a_rule_that_came_later_keeps_no_scheme_from_its_day(centre: CentreUnderTest) -> None:
    change(centre, coming_ratings=[coming(centre, today(centre) + timedelta(days=1))])
    stands = now(centre)
    stands.pop("revision")
    stands["centre"] = stands["centre"] | {"languages": ["en"]}  # as it could stand before Vietnamese had to be there
    centre.act(lambda work: work.record(SetUpChanged(centre=stands)))
    centre.close_day()
    centre.wait(24 * 3600)
    assert centre.act(take_up_coming_rating, actor="schedule")


def test_a_coming_scheme_begins_on_its_date_and_past_ratings_keep_theirs(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.finish("Q1")
    tomorrow = today(centre) + timedelta(days=1)
    change(centre, coming_ratings=[coming(centre, tomorrow)])
    assert not centre.act(take_up_coming_rating, actor="schedule")
    assert now(centre)["rating"]["policy_id"] == "five-levels-1"

    centre.close_day()
    centre.wait(24 * 3600)
    assert centre.act(take_up_coming_rating, actor="schedule")
    kept = now(centre)
    assert (kept["rating"]["policy_id"], kept["coming_ratings"]) == ("three-1", [])
    connection = open_for_reading(centre.database)
    assert [scheme.scheme_id for scheme in all_schemes(connection)] == ["five-levels-1", "three-1"]
    assert connection.execute("SELECT DISTINCT scheme_id FROM windows").fetchone()[0] == "five-levels-1"
    connection.close()
    assert centre.verdict().fault is None


def test_a_scheme_waits_while_somebody_is_being_asked(centre: CentreUnderTest) -> None:
    change(centre, coming_ratings=[coming(centre, today(centre))])
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.finish("Q1")
    assert not centre.act(take_up_coming_rating)


def test_a_day_that_was_rated_under_one_scheme_is_not_given_another(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.finish("Q1")
    with pytest.raises(SetUpRefused) as refused:
        change(centre, coming_ratings=[coming(centre, today(centre))])
    assert faults(refused) == [("coming_ratings.0.starts_on", "scheme_too_early")]


def test_a_known_scheme_cannot_change_its_meaning(centre: CentreUnderTest) -> None:
    with pytest.raises(SetUpRefused) as refused:
        change(centre, rating__question="Ông/Bà thấy thế nào?")
    assert faults(refused) == [("rating.policy_id", "scheme_altered")]
    change(centre, rating__window_seconds=90)


# --- special days -----------------------------------------------------------------------------------------------


def test_of_the_turns_on_a_special_day_so_many_carry_the_tick(bare: CentreUnderTest) -> None:
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[today(bare).weekday()]

    def with_day(values: dict[str, Any]) -> None:
        values["finish_ticks"] = [{"id": "written_for", "name": "Viết hộ"}]
        values["special_days"] = [
            {
                "weekday": weekday,
                "kind": "write_for",
                "tick": "written_for",
                "name": "Ngày không viết",
                "sentence": "Hôm nay cán bộ viết giúp.",
            }
        ]

    bare.set_up(small_centre(with_day))
    bare.open_day()
    bare.staff_all()
    for ticks in (["written_for"], [], ["written_for"]):
        bare.number("A")
        bare.next("Q1")
        bare.start("Q1")
        bare.finish("Q1", ticks=ticks)
    connection = open_for_reading(bare.database)
    day = rules_in_force(connection)[-1].special_days[0]
    days = finished_by_day(connection, since=today(bare) - timedelta(days=7))
    promise = kept_promise(day, days, rules_in_force(connection))
    assert (promise.days, promise.promised, promise.kept) == (1, 3, 2)
    assert kept_promise(day, days, []).promised == 0, "before the rule stood nothing was promised"
    connection.close()


# --- the whole centre as a file -------------------------------------------------------------------------------------


def exported(centre: CentreUnderTest) -> dict[str, Any]:
    connection = open_for_reading(centre.database)
    try:
        return whole_centre(connection).model_dump(mode="json")
    finally:
        connection.close()


def test_a_centre_taken_over_is_the_same_centre(centre: CentreUnderTest, another_centre: Any) -> None:
    centre.act(add_device, device_id="kiosk-1", kind="kiosk", counter_id=None, credential_hash="secret-hash")
    centre.act(add_device, device_id="pad-Q1", kind="pad", counter_id="Q1", credential_hash="other-hash")
    centre.act(change_device, device_id="kiosk-1", name="Cửa chính", counter_id=None, zone=None)
    centre.act(
        add_staff, staff_id="GD01", role="head", login="gd", display_name="Giám đốc 01", password_hash="hash-of-it"
    )
    file = exported(centre)
    assert "hash" not in str(file)
    with another_centre() as other:
        other.act(import_centre, file=check_centre(file))
        assert exported(other) == file
        again = other.act(import_centre, file=check_centre(file))
        assert (again.set_up_changed, again.devices, again.people) == (False, 0, 0)
        assert other.verdict().fault is None


def test_a_retired_device_is_no_more(centre: CentreUnderTest) -> None:
    centre.act(add_device, device_id="kiosk-1", kind="kiosk", counter_id=None, credential_hash="x")
    centre.act(retire_device, device_id="kiosk-1")
    assert exported(centre)["devices"] == []
    with pytest.raises(Conflict, match="retired"):
        centre.act(add_device, device_id="kiosk-1", kind="kiosk", counter_id=None, credential_hash="y")


def test_a_file_leaves_whoever_sits_at_a_counter_their_account(centre: CentreUnderTest) -> None:
    centre.act(add_staff, staff_id="CB09", role="officer", login="cb09", display_name="Chín", password_hash="x")
    centre.sign_on("Q1", "CB09", take_over=True)
    connection = open_for_reading(centre.database)
    file = whole_centre(connection)
    connection.close()
    at = next(at for at, person in enumerate(file.officers) if person.id == "CB09")
    officers = [person.model_copy(update={"active": person.id != "CB09"}) for person in file.officers]
    with pytest.raises(SetUpRefused) as refused:
        centre.act(import_centre, file=file.model_copy(update={"officers": officers}))
    assert faults(refused) == [(f"officers.{at}", "still_at_counter")]


def test_a_head_who_cannot_log_in_is_not_the_one_who_stays(centre: CentreUnderTest) -> None:
    centre.act(add_staff, staff_id="GD01", role="head", login="gd01", display_name="Một", password_hash="hash-of-it")
    connection = open_for_reading(centre.database)
    file = whole_centre(connection)
    connection.close()
    head = next(person for person in file.officers if person.id == "GD01")
    gone, fresh = head.model_copy(update={"active": False}), head.model_copy(update={"id": "GD02", "login": "gd02"})
    others = [person for person in file.officers if person.id != "GD01"]
    changed = file.model_copy(update={"officers": [*others, gone, fresh]})
    for _ in range(2):
        with pytest.raises(SetUpRefused) as refused:
            centre.act(import_centre, file=changed)
        assert faults(refused) == [("officers", "last_head")]
        centre.act(import_centre, file=file.model_copy(update={"officers": [*file.officers, fresh]}))
    centre.act(set_password, login="gd02", password_hash="hash-of-another")
    assert centre.act(import_centre, file=changed).people == 1
