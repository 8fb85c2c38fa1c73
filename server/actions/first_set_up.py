"""The first set-up of a new database: the centre and its first people, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.actions.change_set_up import record_set_up
from server.actions.set_up import add_staff
from server.centre_file import CentreFile
from server.db.work import Work
from server.errors import Conflict


@dataclass(frozen=True, slots=True)
class FirstPerson:
    staff_id: str
    role: str
    login: str
    display_name: str
    password_hash: str


def first_set_up(work: Work, *, file: CentreFile, people: Sequence[FirstPerson]) -> None:
    """Make the centre, and the people who can log in to it from then on.

    Raises:
        Conflict: there is a centre already, or two people of one login.
        SetUpRefused: the file does not hold.
    """
    if work.centre_or_none is not None:
        raise Conflict("centre_exists", "Trung tâm đã được thiết lập. Vui lòng đăng nhập.")
    record_set_up(work, file)
    for person in people:
        add_staff(
            work,
            staff_id=person.staff_id,
            role=person.role,
            login=person.login,
            display_name=person.display_name,
            password_hash=person.password_hash,
        )
