"""The whole centre as one file: set-up, devices without credentials, staff without passwords."""

import sqlite3

from server.centre_file import CentreFile, DevicePart, OfficerPart
from server.db.queries.devices_in_use import devices_in_use
from server.db.queries.people import all_staff
from server.db.queries.set_up import current_set_up
from server.db.work import CentreNotSetUp


def whole_centre(connection: sqlite3.Connection) -> CentreFile:
    """The file from which `import_centre` makes the same centre again.

    Raises:
        CentreNotSetUp: there is no centre yet.
    """
    set_up = current_set_up(connection)
    if set_up is None:
        raise CentreNotSetUp
    devices = [
        DevicePart.model_validate(
            {
                "id": one.device_id,
                "kind": one.kind,
                "counter": one.counter_id,
                "zone": one.zone,
                "name": one.name,
                "speaks": one.speaks if one.kind == "board" else None,
            }
        )
        for one in sorted(devices_in_use(connection), key=lambda device: device.device_id)
    ]
    officers = [
        OfficerPart.model_validate(
            {
                "id": one.staff_id,
                "display_name": one.display_name,
                "role": one.role,
                "languages": list(one.languages),
                "expires_on": one.expires_on,
                "login": one.login,
                "active": one.is_active,
            }
        )
        for one in all_staff(connection)
    ]
    return CentreFile.model_validate(
        set_up.values
        | {
            "devices": [device.model_dump(mode="json") for device in devices],
            "officers": [officer.model_dump(mode="json") for officer in officers],
        }
    )
