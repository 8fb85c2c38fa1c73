"""Dossier codes are kept as long as the centre says, and then forgotten: nothing of ours needs them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete

from server.db import tables as t
from server.db.queries.floor import first_seq_since
from server.db.statements import Statement
from server.db.work import Work
from server.domain.instant import instant, local_date

FORGET = Statement(delete(t.dossier_codes).where(t.dossier_codes.c.turn_id < bindparam("first_kept")))


def forget_dossiers(work: Work, *, keep_days: int) -> int:
    """Forget the dossier codes of turns that began more than `keep_days` days ago; how many those were.

    The codes are beside the journal, so nothing is recorded and no chain breaks. A turn's id is its place in the
    journal: what lies before the first kept day is found without reading years of turns.
    """
    zone = ZoneInfo(work.centre.timezone)
    first_kept = local_date(work.now, work.centre.timezone) - timedelta(days=keep_days)
    midnight = instant(datetime.combine(first_kept, time.min, zone))
    return FORGET.run(work.connection, first_kept=first_seq_since(work.connection, midnight)).rowcount
