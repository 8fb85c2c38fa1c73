"""An officer answers a finding about the own work: that there is an answer is journalled, its words stand beside it."""

from sqlalchemy import bindparam, insert

from server.db import tables as t
from server.db.statements import Statement
from server.db.work import Work
from server.domain.typed_text import lines
from server.errors import Unprocessable
from server.journal.events import FindingAnswered

LONGEST_ANSWER = 2000
KEEP_ANSWER = Statement(insert(t.finding_answers).values(seq=bindparam("seq"), text=bindparam("text")))


def answer_finding(work: Work, *, finding_key: str, officer_id: str, text: str) -> int:
    """Keep an answer; its sequence. An officer may answer again, and all answers are shown.

    Raises:
        Unprocessable: there are no words, or too many.
    """
    text = lines(text)
    if not text or len(text) > LONGEST_ANSWER:
        raise Unprocessable("answer_needed", f"Vui lòng viết câu trả lời, dài tối đa {LONGEST_ANSWER} ký tự.")
    seq = work.record(FindingAnswered(finding_key=finding_key, officer_id=officer_id))
    KEEP_ANSWER.run(work.connection, seq=seq, text=text)
    return seq
