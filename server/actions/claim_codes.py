"""Make the code that a citizen enters on return: no order in it, none given twice while it holds."""

import secrets

from server.db.queries.claims import add_code, claimed_by, forget_past_codes
from server.db.work import Work
from server.domain.instant import local_date
from server.errors import Conflict

CODES = 1_000_000  # six digits: what somebody types from a slip without a mistake
TRIES = 1_000
"""Even with nine of ten codes in use this fails once in 10^45."""


def make_code(work: Work, kind: str, ref_id: int, valid_until: str) -> str:
    """A code for a supplement or a place, kept beside the journal.

    Raises:
        Conflict: nearly every code is in use.
    """
    forget_past_codes(work.connection, local_date(work.now, work.centre.timezone).isoformat())
    for _ in range(TRIES):
        code = f"{secrets.randbelow(CODES):06d}"
        if claimed_by(work.connection, code) is None:
            add_code(work.connection, code, kind, ref_id, valid_until)
            return code
    raise Conflict("no_code", "Tạm hết mã. Vui lòng báo cán bộ kỹ thuật.")
