"""Which kiosk prints when nobody chose one: rather the citizen's own, but none that is not there while another is."""

import pytest
from centre_under_test import CentreUnderTest

from server.actions.order_job import printing_kiosk
from server.actions.set_up import add_device
from server.db.queries.sightings import put_heard


@pytest.fixture
def hall(closed_centre: CentreUnderTest) -> CentreUnderTest:
    """A centre with three kiosks, none of them installed yet."""
    for number in (1, 2, 3):
        device_id = f"kiosk-{number}"
        closed_centre.act(add_device, device_id=device_id, kind="kiosk", counter_id=None, credential_hash=device_id)
    return closed_centre


def hear(hall: CentreUnderTest, *device_ids: str) -> None:
    hall.clock.pass_s(60)
    hall.act(lambda work: put_heard(work.connection, device_ids, work.now))


def test_before_any_is_installed_every_one_may_print(hall: CentreUnderTest) -> None:
    assert printing_kiosk(hall.read()) == "kiosk-1"
    assert printing_kiosk(hall.read(), rather="kiosk-3") == "kiosk-3"


def test_one_that_is_not_there_prints_only_when_it_was_chosen(hall: CentreUnderTest) -> None:
    hear(hall, "kiosk-2", "kiosk-3")
    hear(hall, "kiosk-3")

    for gone in ("kiosk-1", "kiosk-2", None):
        assert printing_kiosk(hall.read(), rather=gone) == "kiosk-3"
    assert printing_kiosk(hall.read(), chosen="kiosk-1", rather="kiosk-3") == "kiosk-1"
    assert printing_kiosk(hall.read(), chosen="kiosk-9", rather="kiosk-3") == "kiosk-3", "no longer in use"


def test_the_citizens_own_prints_while_it_is_there(hall: CentreUnderTest) -> None:
    hear(hall, "kiosk-1", "kiosk-2")
    assert printing_kiosk(hall.read(), rather="kiosk-2") == "kiosk-2"
