"""The sample list of procedures, which sample centres begin with."""

import hashlib
from collections.abc import Collection
from pathlib import Path

from procedures.errors import FaultyProcedures
from procedures.reading import read_procedures
from server.actions.import_procedures import import_procedures
from server.db.work import Work

SAMPLE_PROCEDURES = Path(__file__).with_suffix(".json")


def import_sample_procedures(work: Work, *, services: Collection[str]) -> None:
    """Give a new sample centre the sample list; one with other services than the sample's gets none."""
    content = SAMPLE_PROCEDURES.read_bytes()
    try:
        listed = read_procedures(content, services=services)
    except FaultyProcedures:
        return
    import_procedures(work, procedures=listed, sha256=hashlib.sha256(content).hexdigest())
