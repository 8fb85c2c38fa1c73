"""Jobs of devices: in the snapshot until the device has reported, once."""

import pytest
from centre_under_test import CentreUnderTest
from coming_back import add_kiosks, jobs, report, send_home

from messaging.snapshots import JobKind
from server.actions.devices import retire_device
from server.actions.order_job import order_job
from server.actions.reprint import reprint_slip
from server.actions.set_up import add_device
from server.errors import Conflict, NotAllowed, NotFound

SLIP = {"slip": "{}", "language": "vi"}


def test_a_job_is_in_the_devices_snapshot_until_it_is_reported(centre: CentreUnderTest) -> None:
    add_kiosks(centre, "kiosk-1", "kiosk-2")
    job_id = centre.act(order_job, device_id="kiosk-1", kind="test_slip", payload=SLIP)
    assert [(job.job_id, job.kind, job.payload) for job in jobs(centre)] == [(str(job_id), "test_slip", SLIP)]
    assert jobs(centre, "kiosk-2") == []
    report(centre, jobs(centre)[0])
    assert jobs(centre) == []
    assert centre.one("SELECT outcome FROM jobs")[0] == "done"


def test_a_job_reported_twice_ends_as_it_ended_first(centre: CentreUnderTest) -> None:
    add_kiosks(centre)
    centre.act(order_job, device_id="kiosk-1", kind="test_slip", payload=SLIP)
    job = jobs(centre)[0]
    report(centre, job, "unknown")
    report(centre, job, "failed")
    assert centre.one("SELECT outcome FROM jobs")[0] == "unknown"
    assert centre.kinds().count("job_ended") == 1


def test_a_device_reports_its_own_jobs_alone(centre: CentreUnderTest) -> None:
    add_kiosks(centre, "kiosk-1", "kiosk-2")
    centre.act(order_job, device_id="kiosk-1", kind="test_slip", payload=SLIP)
    with pytest.raises(NotAllowed):
        report(centre, jobs(centre)[0], device_id="kiosk-2")


def test_a_job_is_given_to_a_device_that_can_do_it(centre: CentreUnderTest) -> None:
    add_kiosks(centre)
    centre.act(add_device, device_id="pad-Q1", kind="pad", counter_id="Q1", credential_hash="pad")
    centre.act(add_device, device_id="board-1", kind="board", counter_id=None, credential_hash="board")
    for device_id, kind in (("pad-Q1", "test_slip"), ("board-1", "test_slip"), ("kiosk-1", "test_sound")):
        with pytest.raises(Conflict):
            centre.act(order_job, device_id=device_id, kind=kind, payload={})
    with pytest.raises(NotFound):
        centre.act(order_job, device_id="kiosk-9", kind="test_slip", payload=SLIP)
    centre.act(order_job, device_id="board-1", kind="test_sound", payload={})


def test_a_kiosk_retired_with_jobs_open_leaves_them_to_be_printed_elsewhere(centre: CentreUnderTest) -> None:
    add_kiosks(centre, "kiosk-1", "kiosk-2")
    centre.number("A")
    code = send_home(centre)
    assert [job.kind for job in jobs(centre, "kiosk-1")] == ["return_slip"]
    centre.act(retire_device, device_id="kiosk-1")
    assert centre.one("SELECT outcome FROM jobs")[0] == "withdrawn"
    supplement_id = int(centre.one("SELECT supplement_id FROM supplements")[0])
    centre.act(reprint_slip, kind=JobKind.RETURN_SLIP, subject_id=supplement_id)
    again = jobs(centre, "kiosk-2")[0]
    assert code in again.payload["slip"] and '"is_copy":true' in again.payload["slip"]


def test_the_next_return_slip_comes_out_of_a_kiosk_that_is_in_use(centre: CentreUnderTest) -> None:
    add_kiosks(centre, "kiosk-1", "kiosk-2")
    centre.number("A")  # of kiosk-1
    centre.act(retire_device, device_id="kiosk-1")
    send_home(centre)
    assert [job.kind for job in jobs(centre, "kiosk-2")] == ["return_slip"]


def test_the_payload_is_not_in_the_journal(centre: CentreUnderTest) -> None:
    add_kiosks(centre)
    centre.act(order_job, device_id="kiosk-1", kind="test_slip", payload={"slip": "lời của cán bộ", "language": "vi"})
    assert centre.rows("SELECT 1 FROM journal WHERE body LIKE '%lời của%'") == []
