"""Who was heard is known again after a restart, and who never was stays unknown."""

from centre_under_test import CentreUnderTest

from messaging.clock import real_monotonic_s
from messaging.snapshots import DevicePresence
from server.db.queries.sightings import last_heard
from server.jobs.sightings import Sightings
from server.mqtt.presences import Presences


def says(presences: Presences, device_id: str, *, online: bool = True) -> None:
    presences.hear(DevicePresence(device_id=device_id, online=online, boot_id="b", version="1", faults=[]))


def keep(centre: CentreUnderTest, sightings: Sightings) -> bool:
    due = sightings.to_keep()
    if due is not None:
        centre.act(lambda work: due(work))
    return due is not None


def test_a_device_is_kept_at_its_first_word_and_not_at_every_look(centre: CentreUnderTest) -> None:
    presences = Presences()
    sightings = Sightings(presences)
    sightings.recall(centre.read(), centre.writer.now())
    assert not keep(centre, sightings), "nobody was heard"
    says(presences, "pad-Q1")
    assert keep(centre, sightings)
    assert not keep(centre, sightings)
    assert set(last_heard(centre.read())) == {"pad-Q1"}
    assert centre.verdict().fault is None


def test_after_a_restart_the_server_knows_how_long_a_device_has_been_away(centre: CentreUnderTest) -> None:
    before = Presences()
    says(before, "pad-Q1")
    keep(centre, Sightings(before))
    centre.clock.pass_s(700)
    after = Presences()
    sightings = Sightings(after)
    sightings.recall(centre.read(), centre.writer.now())

    since_s = after.silent_since_s("pad-Q1")
    assert since_s is not None and 700 <= real_monotonic_s() - since_s < 760
    assert after.silent_since_s("kiosk-1") is None
    says(after, "pad-Q1")
    assert after.silent_since_s("pad-Q1") is None
