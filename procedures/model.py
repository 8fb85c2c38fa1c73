"""What a procedure is: its papers and how each is needed, time limit, fee, who is exempt, where all that is from."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

KEY_DIGITS = 10
"""Of a key, hexadecimal: 40 bits keep some thousand procedures apart, and the address on a slip short."""


class PaperMark(StrEnum):
    """What becomes of a paper at the desk."""

    SUBMIT = "submit"
    """Handed in and kept with the dossier (nộp)."""
    SHOW = "show"
    """Shown and taken home again (xuất trình)."""
    NOT_NEEDED = "not_needed"
    """Often asked for, and not needed: the officer looks it up (không cần)."""


@dataclass(frozen=True, slots=True)
class Paper:
    name: str
    mark: PaperMark


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One case of a procedure, as a citizen has to know it. Several cases may share a code, and one that changes
    has a row for each time."""

    name: str
    code: str = ""
    """Of the national list, such as `1.001193`; empty: not known."""
    name_en: str = ""
    everyday: tuple[str, ...] = ()
    """What people call it: "sổ đỏ", "giấy độc thân"."""
    service: str = ""
    """The letter of the queue it is received in; empty: not received here."""
    submit: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    not_needed: tuple[str, ...] = ()
    time_limit: str = ""
    fee: str = ""
    exempt: tuple[str, ...] = ()
    """Who does not pay the fee, or pays less."""
    portal_only: bool = False
    """The fee can be paid on the national portal only, not at the desk."""
    written_for: bool = False
    """Staff may fill the form in for the citizen."""
    legal_basis: str = ""
    source: str
    """Where these data are from, such as the number of the province's decision."""
    as_of: date
    """The date of the data."""
    effective_from: date
    effective_to: date | None = None
    """The last day, included."""
    is_sample: bool = False
    """Made up for trying the product out: to be checked against the province's decision."""

    @property
    def key(self) -> str:
        """What addresses name it by. It stays the same from one list to the next while code and name do."""
        named = f"{self.code}\0{self.name}".encode()
        return hashlib.sha256(named).hexdigest()[:KEY_DIGITS]

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Those to hand in first, then those to show, then those that are not needed."""
        return tuple(Paper(name, mark) for mark in PaperMark for name in getattr(self, mark.value))

    def is_in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


FIELDS = tuple(field.name for field in fields(Procedure))


@dataclass(frozen=True, slots=True)
class ProcedureList:
    """Procedures in the order of their file, which is the order of the list on the screen."""

    procedures: tuple[Procedure, ...]

    @property
    def as_of(self) -> date:
        """The newest date of the data.

        Raises:
            ValueError: the list is empty.
        """
        return max(procedure.as_of for procedure in self.procedures)


def in_force(procedures: Iterable[Procedure], on: date) -> tuple[Procedure, ...]:
    """Those that hold on a day."""
    return tuple(procedure for procedure in procedures if procedure.is_in_force(on))
