"""Give a device its credential, on the record: who was let in as what is in the journal, the credential nowhere."""

from server.db.queries.enrolments import put_credential
from server.db.work import Work
from server.journal.events import DeviceEnrolled


def give_credential(work: Work, *, device_id: str, credential_hash: str, by: str) -> None:
    """The only credential of a device from now on; former ones end at once. `by`: `code` or `hand`."""
    put_credential(work.connection, device_id, credential_hash, work.now, by_hand=by == "hand")
    work.record(DeviceEnrolled(device_id=device_id, by=by))
