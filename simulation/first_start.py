"""The first start of a sample centre: `python -m simulation.first_start DIR` makes its database, devices and staff.

A process of its own, so that the demo itself never loads the server. It calls what `bocso centre load`,
`bocso device add` and `bocso staff add` call.
"""

import argparse
import secrets
import shutil
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from messaging.clock import SteppedClock
from server.actions.set_up import add_device, add_staff, load_centre
from server.centre_file import CentreFile, centre_of, read_centre_file
from server.db.schema import prepare_database
from server.db.writer import Writer
from server.sample_procedures import import_sample_procedures
from server.web.devices.api import credential_hash
from simulation.centre_folder import COUNTERS, DEVICES, CentreFolder, Device, Login, write_private
from simulation.history import History, days_before, open_in_haste, settle, start_of
from simulation.people.standing_clock import StandingClock

ACTOR = "set-up"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another when read from a screen


def set_up_centre(folder: CentreFolder, *, with_people: bool = False, with_history: bool = False) -> None:
    """Make everything; in a centre that stands already, only bring its set-up to the sample file as it is now.

    `with_people` adds all staff of the file, and the devices that only simulated people use; `with_history`
    the two weeks before today, in a new centre.
    """
    file = read_centre_file(folder.centre_file)
    is_new = not folder.has_paper
    if is_new:  # what an interrupted attempt left has passwords that nobody knows
        shutil.rmtree(folder.server_data, ignore_errors=True)
    logins = [] if is_new else folder.logins()
    added = _logins(file, everybody=with_people, but=logins)
    folder.server_data.mkdir(parents=True, exist_ok=True, mode=0o700)
    prepare_database(folder.database)
    if is_new and with_history:
        _set_up_long_ago(folder, file, added)
    else:
        writer = Writer(folder.database, SteppedClock(timedelta(seconds=folder.lead_s())))
        writer.start()
        try:
            _load(writer, folder, file, added, is_new=is_new, with_people=with_people)
        finally:
            writer.stop()
    folder.keep_paper([*logins, *added])


def _set_up_long_ago(folder: CentreFolder, file: CentreFile, logins: list[Login]) -> None:
    """The centre was set up two weeks ago, and people have come and gone since."""
    centre = centre_of(file)
    now = SteppedClock(timedelta(seconds=folder.lead_s())).now()
    days = days_before(now.astimezone(ZoneInfo(centre.timezone)).date(), centre)
    clock = StandingClock(start_of(days, centre))
    history = History(clock, file)
    writer = Writer(folder.database, clock, history.note, open_database=open_in_haste)
    writer.start()
    try:
        _load(writer, folder, file, logins, is_new=True, with_people=True)
        history.live_through(writer, days)
    finally:
        writer.stop()
    settle(folder.database)


def _load(
    writer: Writer, folder: CentreFolder, file: CentreFile, logins: list[Login], *, is_new: bool, with_people: bool
) -> None:
    writer.submit(partial(load_centre, file=file), actor=ACTOR).result()
    if is_new:
        services = {service.code for service in file.services}
        writer.submit(partial(import_sample_procedures, services=services), actor=ACTOR).result()
    devices = (*DEVICES, *(folder.stand_ins() if with_people else ()))
    missing = (device for device in devices if is_new or not folder.credential_file(device).exists())
    _add_devices(writer, folder, missing)
    _add_staff(writer, logins)


def _add_devices(writer: Writer, folder: CentreFolder, devices: Iterable[Device]) -> None:
    for device in devices:
        credential = secrets.token_urlsafe(32)
        added = partial(
            add_device,
            device_id=device.device_id,
            kind=device.kind,
            counter_id=device.counter_id,
            credential_hash=credential_hash(credential),
        )
        writer.submit(added, actor=ACTOR).result()
        write_private(folder.credential_file(device), credential)


def _add_staff(writer: Writer, logins: list[Login]) -> None:
    # A hash names its own cost. These passwords are printed, and kept in clear beside the hashes: a costly hash
    # would guard nothing, and each would take a fifth of a second, on a Pi a whole one.
    hasher = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
    for login in logins:
        joined = partial(
            add_staff,
            staff_id=login.staff_id,
            role=login.role,
            login=login.login,
            display_name=login.display_name,
            password_hash=hasher.hash(login.password),
        )
        writer.submit(joined, actor=ACTOR).result()


def _logins(file: CentreFile, *, everybody: bool, but: list[Login]) -> list[Login]:
    """One login for each desk that stands here, and one for each other role of the sample centre; or everybody's."""
    counters = iter([counter.id for counter in file.counters] if everybody else COUNTERS)
    known = {login.staff_id for login in but}
    logins = []
    roles_taken: set[str] = set()
    for officer in file.officers:
        counter = next(counters, None) if officer.role == "officer" else None
        if not everybody:
            if officer.role == "officer" and counter is None:
                continue
            if officer.role != "officer" and officer.role in roles_taken:
                continue
        roles_taken.add(officer.role)
        if officer.id not in known:
            logins.append(
                Login(officer.id.lower(), _password(), officer.role, officer.display_name, officer.id, counter)
            )
    return logins


def _password() -> str:
    """Twelve signs in three groups: read from one screen, typed into another."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulation.first_start")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", action="store_true", help="all staff, and the devices of simulated people")
    parser.add_argument("--history", action="store_true", help="two weeks of simulated people before today")
    arguments = parser.parse_args()
    set_up_centre(
        CentreFolder(arguments.folder),
        with_people=arguments.people or arguments.history,
        with_history=arguments.history,
    )


if __name__ == "__main__":
    main()
