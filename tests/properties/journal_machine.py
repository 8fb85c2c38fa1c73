"""The journal of any day: its chain, the tables built anew from it, its export, and every kind of tampering with them.

The chain is reckoned by the checker's own seal; what a tampering must lead to is said before it is looked for.
"""

import copy
import json
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from itertools import count
from typing import Any

from centre_under_test import CentreUnderTest
from hypothesis import strategies as some
from hypothesis.stateful import rule
from real_centre_machine import DESKS, CentreMachine

from messaging.requests import OwnWord, PrintOutcome
from server.actions.call_next import call_next
from server.actions.call_number import call_number
from server.actions.close_into_places import close_into_places
from server.actions.desk_session import sign_on
from server.actions.expire_due import expire_due
from server.actions.finish import finish
from server.actions.hold import hold
from server.actions.issue_ticket import issue_ticket
from server.actions.mark_absent import mark_absent
from server.actions.own_number import Said, say_with_token
from server.actions.quick_serve import quick_serve
from server.actions.record_press import record_press
from server.actions.report_print import report_print
from server.actions.second_service import second_service
from server.actions.service_day import close_service_day, open_service_day
from server.actions.set_up import add_staff
from server.actions.start import start
from server.actions.undo import undo
from server.db.tables import JOURNALLED
from server.errors import ActionRefused
from server.journal.export import PrintedHead, line_of, verify_export
from server.journal.replay import replay_database
from server.journal.verify import verify
from simulation.checker.chain import BEFORE_THE_FIRST, sealed

COUNTERS = some.sampled_from(sorted(DESKS))
WHICH = some.integers(0, 9_999)
NAME = "Trịnh Thử Nghiệm"
SPOKEN = "Bà cụ đau chân"
DOSSIER = "H15-2026-0042"
PAPER = "Bản sao giấy khai tử"

Row = dict[str, Any]


class JournalMachine(CentreMachine):
    def __init__(self) -> None:
        super().__init__()
        self.ids = count(1)
        self.heads: list[tuple[int, str]] = []
        """Printed on day slips: nobody can call them back."""
        self.sealed = (0, BEFORE_THE_FIRST)

    @classmethod
    def change(cls, values: Row) -> None:
        values["centre"]["hours"] = {day: [["00:00", "23:59"]] for day in ("mon", "tue", "wed", "thu", "fri")}

    @classmethod
    def prepare(cls, centre: CentreUnderTest) -> None:
        centre.act(
            add_staff, staff_id="c7f3", role="officer", login="thu-nghiem", display_name=NAME, password_hash="bí mật"
        )

    def attempt(self, action: Callable[..., Any], actor: str, **arguments: Any) -> Any:
        """What the rules say to it is the other machines' matter."""
        try:
            return self.centre.act(action, actor=actor, **arguments)
        except ActionRefused:
            return None

    def at(self, counter: str) -> dict[str, str]:
        officer = DESKS[counter]
        return {"actor": f"staff:{officer}", "counter_id": counter, "officer_id": officer}

    def id(self) -> str:
        return str(uuid.UUID(int=next(self.ids)))

    # --- something happens ----------------------------------------------------------------------------------

    @rule(service=some.sampled_from("AABC"), group=some.sampled_from([None, "elderly"]), printed=some.booleans())
    def a_citizen_comes(self, service: str, group: str | None, printed: bool) -> None:
        asked = {"intent_id": self.id(), "service": service, "priority_group": group, "language": "vi"}
        issued = self.attempt(issue_ticket, "device:kiosk-1", device_id="kiosk-1", **asked)
        if issued is not None and printed:
            slip = {"ticket_id": issued.ticket.ticket_id, "outcome": PrintOutcome.PRINTED, "device_id": "kiosk-1"}
            self.attempt(report_print, "device:kiosk-1", **slip)

    @rule(
        counter=COUNTERS,
        deeds=some.lists(
            some.sampled_from(
                ["next", "next", "start", "finish", "supplement", "absent", "hold", "second", "quick", "named", "undo"]
            ),
            min_size=1,
            max_size=4,
        ),
        level=some.integers(1, 5),
    )
    def at_a_desk(self, counter: str, deeds: list[str], level: int) -> None:
        ways: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
            "next": (call_next, {}),
            "start": (start, {}),
            "finish": (finish, {"dossier": DOSSIER}),
            "supplement": (finish, {"outcome": "supplement", "missing": PAPER}),
            "absent": (mark_absent, {}),
            "hold": (hold, {"minutes": 5}),
            "second": (second_service, {"service": "C"}),
            "quick": (quick_serve, {"service": "B", "intent_id": self.id(), "reason": SPOKEN}),
            "named": (call_number, {"number": "A001", "reason": SPOKEN}),
            "undo": (undo, {}),
        }
        for deed in deeds:
            action, arguments = ways[deed]
            self.attempt(action, **self.at(counter), **arguments)
            self.tick()
        window = self.centre.one("SELECT max(window_id) FROM windows")[0]
        pressed = {"device_id": f"pad-{counter}", "counter_id": counter, "boot_id": "b1", "n": next(self.ids)}
        seen = {"press_id": self.id(), "level": level, "window_seen": window, "age_ms": 0}
        self.attempt(record_press, f"device:pad-{counter}", **pressed, **seen)

    @rule(which=WHICH, word=some.sampled_from(OwnWord))
    def a_holder_speaks(self, which: int, word: OwnWord) -> None:
        tokens = [row[0] for row in self.centre.rows("SELECT token FROM ticket_links ORDER BY ticket_id")]
        if tokens:
            said = Said(word, 5 if word is OwnWord.LATE else None, "kiosk")
            self.attempt(say_with_token, "device:kiosk-1", token=tokens[which % len(tokens)], said=said)

    @rule(deed=some.sampled_from(["close", "places", "open"]), pause_min=some.sampled_from([1, 10, 60, 1440]))
    def the_day_goes_on(self, deed: str, pause_min: int) -> None:
        self.centre.clock.pass_ms(pause_min * 60_000)
        self.attempt(expire_due, "schedule")
        if deed == "close":
            self.attempt(close_service_day, "staff:GD01", moves_waiting=True)
        elif deed == "places":
            self.attempt(close_into_places, "staff:GD01", service="B")
        self.tick()
        self.attempt(open_service_day, "staff:GD01", clock_is_trusted=True)
        for counter, officer in DESKS.items():
            self.attempt(sign_on, f"staff:{officer}", counter_id=counter, officer_id=officer)

    @rule()
    def power(self) -> None:
        self.centre.restart()

    @rule()
    def a_head_is_printed(self) -> None:
        self.heads.append(self.sealed)

    # --- what the journal promises --------------------------------------------------------------------------

    def the_tables_are_built_again(self) -> None:
        """I16: from the journal alone, row by row what they are."""
        again = self.folder / f"again-{next(self.ids)}.db"
        replay_database(self.centre.database, again)
        assert verify(again) == verify(self.centre.database)
        with closing(sqlite3.connect(again)) as rebuilt:
            for table in JOURNALLED:
                asked = f"SELECT * FROM {table.name} ORDER BY {', '.join(c.name for c in table.primary_key)}"
                assert rebuilt.execute(asked).fetchall() == [tuple(row) for row in self.centre.rows(asked)], table.name
        again.unlink()

    @rule()
    def the_export_names_nobody(self) -> None:
        """I26, I29: names, tokens, codes and free words stay out; and it is checked away from the centre."""
        lines = self.lines()
        checked = verify_export(lines, [PrintedHead(seq, digits) for seq, digits in self.heads])
        assert (checked.fault, checked.last.seq, checked.last.hash) == (None, *self.sealed)
        text = b"".join(lines).decode()
        secrets = [NAME, "thu-nghiem", "bí mật", SPOKEN, DOSSIER, PAPER]
        secrets += [row[0] for row in self.centre.rows("SELECT token FROM ticket_links")]
        secrets += [f'"{row[0]}"' for row in self.centre.rows("SELECT code FROM claim_codes")]
        assert [secret for secret in secrets if secret in text] == []

    def lines(self) -> list[bytes]:
        return [f"{line_of(row)}\n".encode() for row in self.journal()]

    # --- what nobody may do ---------------------------------------------------------------------------------

    @rule(
        which=WHICH,
        how=some.sampled_from(["edit", "remove", "swap", "double", "add", "cut", "actor", "sealed anew"]),
    )
    def somebody_tampers_with_the_export(self, which: int, how: str) -> None:
        rows = copy.deepcopy(self.journal())
        at = which % (len(rows) - 1)
        bad_line = at + 1
        if how in ("edit", "sealed anew"):
            rows[at]["body"] = rows[at]["body"][:-1] + (',"x":1}' if rows[at]["body"] != "{}" else '"x":1}')
        elif how == "actor":
            rows[at]["actor"] += "x"
        elif how == "remove":
            del rows[at]
        elif how == "swap":
            rows[at], rows[at + 1] = rows[at + 1], rows[at]
        elif how == "double":
            rows.insert(at, rows[at])
            bad_line = at + 2
        elif how == "add":
            rows.append(rows[-1] | {"seq": rows[-1]["seq"] + 1})
            bad_line = len(rows)
        elif how == "cut":
            del rows[at + 1 :]
        if how == "sealed anew":
            previous = rows[at - 1]["hash"] if at else BEFORE_THE_FIRST
            for row in rows[at:]:
                row["hash"] = previous = sealed(previous, row)
        heads = [PrintedHead(seq, digits) for seq, digits in self.heads]
        checked = verify_export([f"{line_of(row)}\n".encode() for row in rows], heads)
        if how in ("cut", "sealed anew"):
            # A chain that ends early, or was made anew, holds in itself: only a head that was printed later tells.
            first_gone = at + 2 if how == "cut" else at + 1
            is_told = any(seq >= first_gone for seq, _ in self.heads)
            assert (checked.fault is not None) == is_told, f"{how} at {at + 1} of {self.heads}: {checked}"
        else:
            assert checked.fault is not None, f"{how} of line {at + 1} is not found"
            assert checked.bad_line == bad_line, f"{how} of line {at + 1}: {checked}"

    @rule(
        which=WHICH,
        how=some.sampled_from(["edit", "remove", "swap", "cut", "head", "table", "table", "table", "not at all"]),
    )
    def the_whole_database_is_verified(self, which: int, how: str) -> None:
        """After somebody has tampered with it; one rule, for it takes as long as twenty others."""
        if how == "not at all":
            self.the_tables_are_built_again()
            return
        file = self.folder / f"tampered-{next(self.ids)}.db"
        with closing(sqlite3.connect(file)) as copied:
            self.centre.read().backup(copied)
            at, bad = self.tamper(copied, which, how)
            copied.commit()
        verdict = verify(file)
        file.unlink()
        assert verdict.fault is not None, f"{how} {at} is not found"
        assert bad is None or verdict.bad_seq == bad, f"{how} {at}: {verdict}"

    def tamper(self, copied: sqlite3.Connection, which: int, how: str) -> tuple[object, int | None]:
        """What was done, and the first sequence at which it shows, where one can be said."""
        last = self.sealed[0]
        at = which % (last - 1) + 1
        if how == "edit":
            copied.execute("UPDATE journal SET body = body || ' ' WHERE seq = ?", (at,))
        elif how == "remove":
            copied.execute("DELETE FROM journal WHERE seq = ?", (at,))
        elif how == "swap":
            copied.execute("UPDATE journal SET seq = -1 WHERE seq = ?", (at,))
            copied.execute("UPDATE journal SET seq = ? WHERE seq = ?", (at, at + 1))
            copied.execute("UPDATE journal SET seq = ? WHERE seq = -1", (at + 1,))
        elif how == "cut":
            copied.execute("DELETE FROM journal WHERE seq > ?", (at,))
            return at, at + 1
        elif how == "head":
            copied.execute("UPDATE journal_head SET hash = ?", ("0" * 64,))
            return at, last
        else:
            return self.tamper_with_a_table(copied, which), None
        return at, at

    def tamper_with_a_table(self, copied: sqlite3.Connection, which: int) -> object:
        """Any value of any row of any journalled table."""
        filled = [t for t in JOURNALLED if copied.execute(f"SELECT 1 FROM {t.name} LIMIT 1").fetchone()]
        table = filled[which % len(filled)]
        columns = [c for c in table.columns if not c.primary_key and not c.foreign_keys] or list(table.columns)
        column = columns[which % len(columns)].name
        rows = copied.execute(f"SELECT rowid FROM {table.name}").fetchall()
        (row,) = rows[which % len(rows)]
        copied.execute("PRAGMA ignore_check_constraints = ON")
        copied.execute(f"UPDATE {table.name} SET {column} = coalesce({column}, '') || '7' WHERE rowid = ?", (row,))
        return table.name, column, row

    # --- what must always be true ---------------------------------------------------------------------------

    def check(self) -> None:
        """I21, I22: appended only, without a gap, each row sealed over the one before, and the head at the end."""
        seq, seal = self.sealed
        found = self.centre.rows(
            "SELECT seq, at, kind, version, actor, body, hash FROM journal WHERE seq > ? ORDER BY seq", seq
        )
        for row in found:
            assert row["seq"] == seq + 1, f"I22: {row['seq']} follows {seq}"
            assert row["hash"] == sealed(seal, dict(row)), f"I21: {row['seq']}"
            json.loads(row["body"])
            seq, seal = row["seq"], row["hash"]
        self.sealed = (seq, seal)
        assert tuple(self.centre.one("SELECT seq, hash FROM journal_head")) == self.sealed
        super().check()
