"""Desk sessions, and setting the centre up."""

import json

import pytest
from centre_under_test import CentreUnderTest, small_centre

from server.actions.finish import finish
from server.actions.set_up import add_device, add_staff
from server.db.work import CentreNotSetUp
from server.errors import Conflict, NotFound, Unprocessable


def sessions(centre: CentreUnderTest) -> dict[str, str]:
    """Officer by counter, of the open sessions."""
    return dict(
        tuple(row)
        for row in centre.rows("SELECT counter_id, officer_id FROM desk_sessions WHERE signed_off_at IS NULL")
    )


def test_an_officer_takes_a_counter_and_leaves_it(closed_centre: CentreUnderTest) -> None:
    c = closed_centre
    session = c.sign_on("Q1", "CB01")
    assert c.sign_on("Q1", "CB01") == session, "twice is once"
    assert sessions(c) == {"Q1": "CB01"}
    c.sign_off("CB01")
    c.sign_off("CB01")
    assert sessions(c) == {}


def test_signing_on_elsewhere_leaves_the_counter_before(closed_centre: CentreUnderTest) -> None:
    closed_centre.sign_on("Q1", "CB01")
    closed_centre.sign_on("Q2", "CB01")
    assert sessions(closed_centre) == {"Q2": "CB01"}


def test_a_taken_counter_is_taken_unless_taken_over(closed_centre: CentreUnderTest) -> None:
    c = closed_centre
    c.sign_on("Q1", "CB01")
    with pytest.raises(Conflict) as error:
        c.sign_on("Q1", "CB02")
    assert error.value.code == "counter_taken"
    c.sign_on("Q1", "CB02", take_over=True)
    assert sessions(c) == {"Q1": "CB02"}
    with pytest.raises(NotFound):
        c.sign_on("Q9", "CB02")


def test_nobody_walks_away_from_an_open_turn(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    for leave in (lambda: centre.sign_off("CB01"), lambda: centre.sign_on("Q2", "CB01", take_over=True)):
        with pytest.raises(Conflict) as error:
            leave()
        assert error.value.code == "turn_open"
    assert sessions(centre)["Q1"] == "CB01"


def test_whoever_takes_over_finds_the_turn_and_its_officer(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.sign_on("Q1", "CB08", take_over=True)
    centre.act(finish, counter_id="Q1", officer_id="CB08")
    assert centre.one("SELECT officer_id FROM windows")[0] == "CB01", "the rating is of who served"


def test_the_centre_can_be_loaded_again_and_changed(bare: CentreUnderTest) -> None:
    assert bare.set_up()
    assert not bare.set_up(), "nothing changed, nothing recorded"
    assert bare.set_up(small_centre(lambda values: values["centre"].update(notice="Nghỉ lễ")))
    assert bare.kinds() == ["set_up_changed", "set_up_changed"]


def test_a_database_belongs_to_one_centre(closed_centre: CentreUnderTest) -> None:
    with pytest.raises(Conflict) as error:
        closed_centre.set_up(small_centre(lambda values: values["centre"].update(code="OTHER")))
    assert error.value.code == "another_centre"


def test_without_a_centre_nothing_works_and_it_is_said_so(bare: CentreUnderTest) -> None:
    with pytest.raises(CentreNotSetUp, match="bocso centre load"):
        bare.open_day()
    bare.set_up()
    assert bare.open_day()


def test_the_names_of_staff_stay_out_of_the_journal(closed_centre: CentreUnderTest) -> None:
    c = closed_centre
    c.act(add_staff, staff_id="CB01", role="officer", login="an", display_name="Nguyễn An", password_hash="$hash$")
    row = json.loads(c.rows("SELECT body FROM journal WHERE kind = 'staff_added'")[0][0])
    assert row == {"staff_id": "CB01", "role": "officer", "languages": [], "expires_on": None}
    assert c.one("SELECT display_name FROM staff_profiles")[0] == "Nguyễn An"
    names = small_centre(
        lambda values: values.update(officers=[{"id": "CB05", "display_name": "Trần Bình", "role": "head"}])
    )
    c.set_up(names)
    assert not c.rows("SELECT 1 FROM journal WHERE body LIKE '%Trần%' OR body LIKE '%CB05%'")


def test_staff_are_added_once(closed_centre: CentreUnderTest) -> None:
    c = closed_centre

    def add(staff_id: str, login: str, role: str = "officer") -> None:
        c.act(add_staff, staff_id=staff_id, role=role, login=login, display_name="An", password_hash="x")

    add("CB01", "an")
    for arguments, code in (
        (("CB01", "binh"), "staff_taken"),
        (("CB02", "an"), "login_taken"),
        (("CB03", "chi", "king"), "unknown_role"),
        (("Nguyễn An", "chi"), "bad_staff_id"),
    ):
        with pytest.raises((Conflict, Unprocessable)) as error:
            add(*arguments)
        assert error.value.code == code
    assert c.one("SELECT count(*) FROM staff_profiles")[0] == c.one("SELECT count(*) FROM staff")[0] == 1


def test_a_device_added_again_gets_a_new_credential_and_the_old_one_ends(closed_centre: CentreUnderTest) -> None:
    c = closed_centre

    def add(device_id: str, kind: str, counter_id: str | None, credential_hash: str = "h1") -> None:
        c.act(add_device, device_id=device_id, kind=kind, counter_id=counter_id, credential_hash=credential_hash)

    add("pad-1", "pad", "Q1")
    add("pad-1", "pad", "Q1", "h2")
    assert [row[0] for row in c.rows("SELECT credential_hash FROM device_credentials")] == ["h2"]
    assert c.kinds().count("device_added") == 1
    for arguments, code in (
        (("pad-1", "kiosk", None), "device_taken"),
        (("pad-1", "pad", "Q2"), "device_taken"),
        (("pad-2", "toaster", None), "unknown_device_kind"),
        (("pad-2", "pad", None), "device_binding"),
        (("kiosk-2", "kiosk", "Q1"), "device_binding"),
        (("pad-2", "pad", "Q99"), "unknown_counter"),
        (("pad/2", "pad", "Q1"), "bad_device_id"),
        (("pad+", "pad", "Q1"), "bad_device_id"),
        (("", "pad", "Q1"), "bad_device_id"),
    ):
        with pytest.raises((Conflict, Unprocessable)) as error:
            add(*arguments)
        assert error.value.code == code
    assert c.kinds().count("device_added") == 1
