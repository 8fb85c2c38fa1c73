"""Finish the turn at the counter without calling anybody: outcome, ticks, the dossier, what is missing."""

import re
from collections.abc import Sequence

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.sqlite import insert as upsert

from server.actions.ask_supplement import ask_supplement
from server.actions.at_desk import desk, turn_here
from server.actions.serving import finish_turn, turn_after
from server.actions.undoing import keep_undo_point
from server.db import tables as t
from server.db.queries.queue import Turn
from server.db.statements import Statement
from server.db.work import Work
from server.domain.centre import Outcome, OutcomeKind
from server.domain.turns import TurnState
from server.errors import Conflict, Unprocessable

DOSSIER_CODE = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9./_-]{1,64}")
"""Whatever the case system calls its dossiers, as H01.12-241122-0001. No name of a person passes: no space, no letter
with a mark, and one digit at least."""
KEEP_DOSSIER = Statement(
    upsert(t.dossier_codes)
    .values(turn_id=bindparam("turn_id"), code=bindparam("code"))
    .on_conflict_do_update(index_elements=["turn_id"], set_={"code": bindparam("code")})
)
FORGET_DOSSIER = Statement(delete(t.dossier_codes).where(t.dossier_codes.c.turn_id == bindparam("of_turn")))


def finish(
    work: Work,
    *,
    counter_id: str,
    officer_id: str,
    outcome: str | None = None,
    ticks: Sequence[str] = (),
    dossier: str | None = None,
    missing: str | None = None,
    turn_id: int | None = None,
) -> Turn:
    """End the turn with an outcome of the centre (its default when none is named) and open its rating window.

    `dossier` is kept beside the journal, away from every rating. `missing` is asked by an outcome of the kind
    supplement, which prints a return slip. `turn_id` is the turn that the officer saw: another device of theirs may
    have called the next one meanwhile.

    Raises:
        Conflict: nobody is at the counter, or somebody else than the officer saw.
        Unprocessable: no such outcome or tick, a dossier code that is none, or what is missing is not said.
    """
    turn = turn_here(work, desk(work, counter_id, officer_id))
    if turn_id is not None and turn.turn_id != turn_id:
        raise Conflict("changed_since", "Lượt này đã được xử lý ở nơi khác.")
    chosen = _outcome(work, outcome)
    known_ticks = {known.tick for known in work.centre.ticks}
    for tick in ticks:
        if tick not in known_ticks:
            raise Unprocessable("unknown_tick", f"Không có mục đánh dấu '{tick}'.")
    code = _dossier(dossier)
    is_supplement = chosen.kind is OutcomeKind.SUPPLEMENT
    if missing is not None and missing.strip() and not is_supplement:
        raise Unprocessable("no_supplement", f"Kết quả '{chosen.name}' không yêu cầu bổ sung giấy tờ.")
    first_seq = work.head.seq + 1
    finish_turn(
        work,
        turn,
        officer_id,
        chosen.outcome,
        is_inferred=turn.state is TurnState.CALLED,
        ticks=list(dict.fromkeys(ticks)),
    )
    if is_supplement:
        ask_supplement(work, turn=turn, officer_id=turn.officer_id or officer_id, missing=missing or "")
    if code is not None:
        KEEP_DOSSIER.run(work.connection, turn_id=turn.turn_id, code=code)
    keep_undo_point(work, counter_id, first_seq, [turn])
    return turn_after(work, turn.turn_id)


def forget_dossier(work: Work, turn_id: int) -> None:
    """The finish that named the dossier was undone."""
    FORGET_DOSSIER.run(work.connection, of_turn=turn_id)


def _outcome(work: Work, outcome: str | None) -> Outcome:
    known = work.centre.outcome(outcome or work.centre.default_outcome)
    if known is None:
        raise Unprocessable("unknown_outcome", f"Không có kết quả phục vụ '{outcome}'.")
    return known


def _dossier(dossier: str | None) -> str | None:
    code = "" if dossier is None else dossier.strip()
    if code and DOSSIER_CODE.fullmatch(code) is None:
        raise Unprocessable(
            "dossier_code",
            "Mã hồ sơ chỉ gồm chữ không dấu, số và . - / _ (không có dấu cách), có ít nhất một chữ số, tối đa 64 ký tự."
            " Không ghi họ tên.",
        )
    return code or None
