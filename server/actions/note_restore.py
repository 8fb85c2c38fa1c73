"""Put on record that a copy took the database's place: no number that may be in a hand is given again, and nobody who
was shut out since is let in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.actions.enrol import revoke_device
from server.db.queries.days import last_day
from server.db.queries.devices_in_use import device_in_use
from server.db.queries.identity import epoch_of, set_epoch
from server.db.queries.sessions import forget_all_sessions
from server.db.queries.tickets import last_number, prefixes_of
from server.db.work import Work
from server.domain.service_day import DayState
from server.journal.events import DatabaseRestored, LostInRestore

LEAST_SKIPPED = 200
"""Numbers of each series; the busiest service of a large centre gives fewer between two copies."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Numbers that are not given again."""

    day: str
    prefix: str
    first: int
    last: int


def note_restore(
    work: Work,
    *,
    epoch: int,
    today: str | None,
    known: Mapping[tuple[str, str], int],
    changed_devices: Iterable[str] = (),
) -> list[Skipped]:
    """Raise the epoch, end all web sessions, and skip what may have been given; what was skipped.

    Args:
        epoch: higher than any that a device may have heard.
        today: the local date, on which numbers may have been given although the copy knows nothing of it; None: none
            were, or the date is not known.
        known: the highest number that a kiosk or staff name, by day and prefix.
        changed_devices: those that were shut out or given another credential after the copy: what it lets them in with
            was ended, and one of them may have been stolen. They are shut out until they are paired again.

    Raises:
        ValueError: the epoch is not higher.
    """
    if epoch <= epoch_of(work.connection):
        raise ValueError(f"epoch {epoch} is not above {epoch_of(work.connection)}")
    set_epoch(work.connection, epoch)
    # One that was ended after the copy was made must not live again.
    forget_all_sessions(work.connection)
    work.record(DatabaseRestored(epoch=epoch))
    for device_id in changed_devices:
        if device_in_use(work.connection, device_id) is not None:
            revoke_device(work, device_id=device_id)
    if work.centre_or_none is None:
        return []
    days = _days_to_skip_in(work, today)
    skipped = []
    for day in sorted(days | {day for day, _prefix in known}):
        for prefix in _prefixes_of(work, day, known):
            had = last_number(work.connection, day, prefix)
            past = max(known.get((day, prefix), 0), had + LEAST_SKIPPED if day in days else 0)
            if (of_series := raise_series(work, day=day, prefix=prefix, past=past)) is not None:
                skipped.append(of_series)
    return skipped


def _prefixes_of(work: Work, day: str, known: Mapping[tuple[str, str], int]) -> list[str]:
    """Not the services alone: one of them may have been added after the copy was made, or be gone since that day, and
    who is served at once has a series of their own."""
    of_copy = {service.code for service in work.centre.services} | set(prefixes_of(work.connection, day))
    return sorted(of_copy | {prefix for of_day, prefix in known if of_day == day})


def raise_series(work: Work, *, day: str, prefix: str, past: int) -> Skipped | None:
    """Give no number up to `past` any more; None when the series is past it already."""
    had = last_number(work.connection, day, prefix)
    if past <= had:
        return None
    work.record(LostInRestore(day=day, prefix=prefix, first=had + 1, last=past))
    return Skipped(day, prefix, had + 1, past)


def _days_to_skip_in(work: Work, today: str | None) -> set[str]:
    """The day that is open in the copy, and today: it may have begun after the copy was made."""
    last = last_day(work.connection)
    days = set() if last is None or last.state is DayState.CLOSED else {last.day}
    if today is not None and (last is None or today >= last.day):
        days.add(today)
    return days
