"""The centre's set-up, its devices, their jobs and its staff, told from their events."""

import json

from simulation.checker.rules import rules_of
from simulation.checker.story import Row, Story


def set_up_changed(story: Story, body: Row) -> None:
    story.rules = rules_of(body["centre"])


def device_added(story: Story, body: Row) -> None:
    if body["device_id"] in story.devices:
        story.broken("set-up", f"device {body['device_id']} is added a second time")
    story.stood_at[body["device_id"]] = {body["counter_id"]}
    story.devices[body["device_id"]] = {
        "device_id": body["device_id"],
        "kind": body["device_kind"],
        "counter_id": body["counter_id"],
        "zone": body["zone"],
        "settings_revision": story.seq,
        "name": body["name"],
        "retired_at": None,
        "speaks": int(body["speaks"]),
        "kiosk_number": 1 + sum(known["kind"] == "kiosk" for known in story.devices.values())
        if body["device_kind"] == "kiosk"
        else None,
        "generation": 1,
        "rotation_asked": 0,
    }


def device_changed(story: Story, body: Row) -> None:
    device = story.devices[body["device_id"]]
    if device["retired_at"] is not None:
        story.broken("set-up", f"device {body['device_id']} is changed after it was retired")
    device.update(counter_id=body["counter_id"], zone=body["zone"], name=body["name"], settings_revision=story.seq)
    device["speaks"] = int(body["speaks"])
    story.stood_at[body["device_id"]].add(body["counter_id"])


def device_retired(story: Story, body: Row) -> None:
    device = story.devices[body["device_id"]]
    if device["retired_at"] is not None:
        story.broken("set-up", f"device {body['device_id']} is retired a second time")
    device["retired_at"] = story.at
    if any(job["device_id"] == body["device_id"] and job["ended_at"] is None for job in story.jobs.values()):
        story.broken("set-up", f"device {body['device_id']} is retired over open jobs")


def device_enrolled(story: Story, body: Row) -> None:
    _of_device_in_use(story, body)["generation"] += 1
    _of_device_in_use(story, body)["rotation_asked"] = 0


device_rotated = device_revoked = device_enrolled
"""All three change what it proves itself with."""


def device_rotation_asked(story: Story, body: Row) -> None:
    _of_device_in_use(story, body)["rotation_asked"] = 1


def device_invited(story: Story, body: Row) -> None:
    _of_device_in_use(story, body)


def _of_device_in_use(story: Story, body: Row) -> Row:
    device = story.devices[body["device_id"]]
    if device["retired_at"] is not None:
        story.broken("set-up", f"device {body['device_id']} is paired or shut out after it was retired")
    return device


def alarm_acknowledged(story: Story, body: Row) -> None:
    story.expect("actors", "who sees to an alarm", story.actor, f"staff:{body['staff_id']}")
    if body["until_at"] <= story.at:
        story.broken("set-up", f"the alarm of {body['device_id']} is put off into the past")


def picture_added(story: Story, body: Row) -> None:
    story.pictures[story.seq] = {
        "picture_id": story.seq,
        "sha256": body["sha256"],
        "added_at": story.at,
        "removed_at": None,
    }


def picture_removed(story: Story, body: Row) -> None:
    picture = story.pictures[body["picture_id"]]
    if picture["removed_at"] is not None:
        story.broken("once", f"picture {body['picture_id']} is removed a second time")
    picture["removed_at"] = story.at


def procedures_imported(story: Story, body: Row) -> None:
    story.imports[story.seq] = {
        "import_id": story.seq,
        "sha256": body["sha256"],
        "count": body["count"],
        "as_of": body["as_of"],
        "imported_at": story.at,
    }


def staff_added(story: Story, body: Row) -> None:
    if body["staff_id"] in story.staff:
        story.broken("set-up", f"{body['staff_id']} is added a second time")
    story.staff[body["staff_id"]] = {
        "staff_id": body["staff_id"],
        "role": body["role"],
        "languages": json.dumps(body["languages"], ensure_ascii=False),
        "is_active": 1,
        "expires_on": body["expires_on"],
    }


def staff_changed(story: Story, body: Row) -> None:
    story.staff[body["staff_id"]].update(
        role=body["role"],
        languages=json.dumps(body["languages"], ensure_ascii=False),
        is_active=int(body["is_active"]),
        expires_on=body["expires_on"],
    )


def access_changed(story: Story, body: Row) -> None:
    if body["staff_id"] not in story.staff:
        story.broken("set-up", f"the access of {body['staff_id']} is changed, who was never added")


def job_ordered(story: Story, body: Row) -> None:
    device = story.devices[body["device_id"]]
    if device["retired_at"] is not None:
        story.broken("set-up", f"{body['device_id']} gets a job after it was retired")
    story.jobs[story.seq] = {
        "job_id": story.seq,
        "device_id": body["device_id"],
        "kind": body["job_kind"],
        "subject_id": body["subject_id"],
        "ordered_at": story.at,
        "ended_at": None,
        "outcome": None,
    }


def job_ended(story: Story, body: Row) -> None:
    job = story.jobs[body["job_id"]]
    if job["ended_at"] is not None:
        story.broken("once", f"job {body['job_id']} ends a second time")
    if body["outcome"] != "withdrawn":
        story.expect("actors", "who ends a job", story.actor, f"device:{job['device_id']}")
    job["ended_at"], job["outcome"] = story.at, body["outcome"]
