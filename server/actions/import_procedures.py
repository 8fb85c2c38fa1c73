"""Replace the centre's list of procedures by a file's, whole, in the transaction that journals it."""

from dataclasses import dataclass

from procedures.model import ProcedureList
from server.db.queries.procedures import procedures_listed, replace_procedures
from server.db.work import Work
from server.journal.events import ProceduresImported


@dataclass(frozen=True, slots=True)
class ImportedProcedures:
    count: int
    is_new: bool
    """False: the list stood so already, and nothing was journalled."""


def import_procedures(work: Work, *, procedures: ProcedureList, sha256: str) -> ImportedProcedures:
    """Make these the centre's procedures. `sha256` is of the file they were read from.

    Raises:
        CentreNotSetUp: there is no centre whose procedures they could be.
    """
    _ = work.centre.code  # before the first set-up nobody could be sent to a queue
    count = len(procedures.procedures)
    if procedures_listed(work.connection) == procedures.procedures:
        return ImportedProcedures(count, is_new=False)
    work.record(ProceduresImported(sha256=sha256, count=count, as_of=procedures.as_of.isoformat()))
    replace_procedures(work.connection, procedures.procedures)
    return ImportedProcedures(count, is_new=True)
