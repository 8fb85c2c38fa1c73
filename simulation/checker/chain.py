"""Recomputes the journal's hash chain as docs/journal.md describes it."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from simulation.checker.findings import Findings

BEFORE_THE_FIRST = "0" * 64


def check_chain(rows: Sequence[Mapping[str, Any]], head: tuple[int, str] | None, findings: Findings) -> None:
    """Every row sealed over the one before, no gap, no time that goes back, and the head at the end."""
    previous, last_seq, last_at = BEFORE_THE_FIRST, 0, ""
    for row in rows:
        seq = row["seq"]
        if seq != last_seq + 1:
            findings.broken("chain", last_seq + 1, f"sequence {last_seq + 1} is missing, {seq} follows")
        if row["at"] < last_at:
            findings.broken("time", seq, f"stamped {row['at']}, after {last_at}")
        if row["hash"] != sealed(previous, row):
            findings.broken("chain", seq, "the row does not carry the seal of its content and of the row before")
        previous, last_seq, last_at = row["hash"], seq, row["at"]
    if head is not None and head != (last_seq, previous):
        findings.broken("chain", last_seq, f"journal_head says {head[0]} {head[1][:12]}…, which is not the last row")


def sealed(previous: str, row: Mapping[str, Any]) -> str:
    """The hash that a row after `previous` has to carry."""
    columns = (previous, *(str(row[name]) for name in ("seq", "at", "kind", "version", "actor", "body")))
    parts = [column.encode() for column in columns]
    return hashlib.sha256(b"".join(b"%d:%s" % (len(part), part) for part in parts)).hexdigest()
