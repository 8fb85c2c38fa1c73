"""Which version of the devices' calls a program speaks, and what is said when the other side speaks another.

Fields are only ever added within a version, and receivers tolerate new ones. A number here changes when that is not
enough; then old and new programs tell each other so in plain words and lose nothing: what waits on a device's disk goes
on waiting until one of the two is updated.
"""

HEADER = "Bocso-Version"
SPOKEN = 1
"""By this program."""
OLDEST_UNDERSTOOD = 1
"""By this server; a device that says nothing speaks 1."""

DEVICE_NEEDS_UPDATE, SERVER_NEEDS_UPDATE = "needs_update", "server_needs_update"
"""Problem codes, and faults that a device reports."""
