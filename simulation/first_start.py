"""The first start of a sample centre: `python -m simulation.first_start DIR` makes its database, devices and staff.

A process of its own, so that the demo itself never loads the server. It calls what `bocso centre load`,
`bocso device add` and `bocso staff add` call.
"""

import secrets
import shutil
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

from messaging.clock import SteppedClock
from server.actions.set_up import add_device, add_staff, load_centre
from server.centre_file import CentreFile, read_centre_file
from server.db.schema import prepare_database
from server.db.writer import Writer
from server.passwords import hash_password
from server.web.device_api import credential_hash
from simulation.centre_folder import COUNTERS, DEVICES, SAMPLE_CENTRE, CentreFolder, Login, write_private

ACTOR = "set-up"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another when read from a screen


def set_up_centre(folder: CentreFolder) -> None:
    """Make everything; in a centre that stands already, only bring its set-up to the sample file as it is now."""
    file = read_centre_file(SAMPLE_CENTRE)
    is_new = not folder.has_paper
    if is_new:  # what an interrupted attempt left has passwords that nobody knows
        shutil.rmtree(folder.server_data, ignore_errors=True)
    logins = _logins(file) if is_new else folder.logins()
    folder.server_data.mkdir(parents=True, exist_ok=True, mode=0o700)
    prepare_database(folder.database)
    writer = Writer(folder.database, SteppedClock(timedelta(seconds=folder.lead_s())))
    writer.start()
    try:
        writer.submit(partial(load_centre, file=file), actor=ACTOR).result()
        if is_new:
            _add_devices(writer, folder)
            _add_staff(writer, logins)
    finally:
        writer.stop()
    folder.keep_paper(logins)


def _add_devices(writer: Writer, folder: CentreFolder) -> None:
    for device in DEVICES:
        credential = secrets.token_urlsafe(32)
        write_private(folder.credential_file(device), credential)
        added = partial(
            add_device,
            device_id=device.device_id,
            kind=device.kind,
            counter_id=device.counter_id,
            credential_hash=credential_hash(credential),
        )
        writer.submit(added, actor=ACTOR).result()


def _add_staff(writer: Writer, logins: list[Login]) -> None:
    for login in logins:
        joined = partial(
            add_staff,
            staff_id=login.staff_id,
            role=login.role,
            login=login.login,
            display_name=login.display_name,
            password_hash=hash_password(login.password),
        )
        writer.submit(joined, actor=ACTOR).result()


def _logins(file: CentreFile) -> list[Login]:
    """One login for each desk that stands here, and one for each other role of the sample centre."""
    counters = iter(COUNTERS)
    logins = []
    roles_taken: set[str] = set()
    for officer in file.officers:
        counter = next(counters, None) if officer.role == "officer" else None
        if officer.role == "officer" and counter is None:
            continue
        if officer.role != "officer" and officer.role in roles_taken:
            continue
        roles_taken.add(officer.role)
        logins.append(Login(officer.id.lower(), _password(), officer.role, officer.display_name, officer.id, counter))
    return logins


def _password() -> str:
    """Twelve signs in three groups: read from one screen, typed into another."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


if __name__ == "__main__":
    set_up_centre(CentreFolder(Path(sys.argv[1])))
