"""docs/journal.md against the code: kinds, fields, tables, actors, and the very bytes of the chain."""

import dataclasses
import hashlib
import json
import re
from dataclasses import MISSING

import pytest
from documents import ROOT, code, code_block, read, section
from server_source import called_with

from server.db.tables import JOURNALLED, metadata
from server.journal.chain import GENESIS, SEALED, seal
from server.journal.events import EVENTS, Event, read_event

JOURNAL = "docs/journal.md"


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS.keys())
def test_every_kind_of_event_has_its_section_with_every_field(kind: type[Event]) -> None:
    rows = section(JOURNAL, kind.kind).rows()

    assert [code(row[0]) for row in rows] == [field.name for field in dataclasses.fields(kind)]


def test_no_kind_is_described_that_there_is_not() -> None:
    described = set(re.findall(r"^#### `(\w+)`$", read(JOURNAL), re.MULTILINE))

    assert described == set(EVENTS)


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS.keys())
def test_a_kind_has_the_version_that_its_section_says_or_else_1(kind: type[Event]) -> None:
    said = [line for line in section(JOURNAL, kind.kind).lines if line.startswith("Version ")]

    assert "Kinds have version 1 unless their section says otherwise" in " ".join(
        section(JOURNAL, "Kinds of events").lines
    )
    assert [int(line.split()[1].rstrip(";.")) for line in said] == ([] if kind.version == 1 else [kind.version])


@pytest.mark.parametrize("kind", [kind for kind in EVENTS.values() if kind.version > 1], ids=lambda kind: kind.kind)
def test_a_section_names_every_field_that_later_versions_brought(kind: type[Event]) -> None:
    """Those have a value in the program: the document says which, or names the last field of version 1."""
    lines = section(JOURNAL, kind.kind).lines
    said = " ".join(line for line in lines if not line.startswith("|"))
    fields = dataclasses.fields(kind)
    brought = [one.name for one in fields if one.default is not MISSING or one.default_factory is not MISSING]
    last_of_version_1 = fields[len(fields) - len(brought) - 1].name

    assert all(f"`{name}`" in said for name in brought) or f"ended with `{last_of_version_1}`" in said


def test_the_bytes_under_the_first_hash_are_those_of_the_document() -> None:
    first = json.loads(code_block(JOURNAL, "chain-rows"))[0]

    assert hashlib.sha256(code_block(JOURNAL, "chain-bytes").encode()).hexdigest() == first["hash"]


def test_the_documents_rule_makes_the_hashes_of_its_rows() -> None:
    before = "0" * 64
    for row in json.loads(code_block(JOURNAL, "chain-rows")):
        columns = [before, str(row["seq"]), row["at"], row["kind"], str(row["version"]), row["actor"], row["body"]]
        sealed = b"".join(b"%d:%b" % (len(column.encode()), column.encode()) for column in columns)
        assert hashlib.sha256(sealed).hexdigest() == row["hash"]
        before = row["hash"]


def test_the_server_seals_the_documents_rows_alike() -> None:
    before = GENESIS
    for row in json.loads(code_block(JOURNAL, "chain-rows")):
        assert read_event(row["kind"], row["version"], row["body"]).body() == row["body"]
        before = seal(before, *(row[name] for name in SEALED))
        assert before == row["hash"]


def test_the_order_of_the_sealed_columns_is_the_documents() -> None:
    assert f"    hash before, {', '.join(SEALED)}" in read(JOURNAL).splitlines()


def test_an_exported_body_written_as_the_document_says_is_the_sealed_one() -> None:
    for row in json.loads(code_block(JOURNAL, "chain-rows")):
        again = json.dumps(json.loads(row["body"]), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        assert again == row["body"]


def test_every_table_is_named_as_journalled_or_not() -> None:
    one = section(JOURNAL, "Journalled and not")
    beside = {name for row in one.rows() for name in re.findall(r"`(\w+)`", row[0])}
    text = " ".join(line for line in one.lines if not line.startswith("|"))
    journalled = set(re.findall(r"`(\w+)`", text.partition("These are not")[0]))

    assert journalled == {table.name for table in JOURNALLED}
    assert beside == set(metadata.tables) - journalled


def test_every_actor_has_its_row() -> None:
    described = {code(row[0]) for row in section(JOURNAL, "A row").rows() if row[0].startswith("`")}
    by_principal = {"device:ID", "staff:ID"}
    acting = called_with(ROOT / "server", "actor") | called_with(ROOT / "bocso", "actor")
    acting = {actor.replace("{…}", "ID") for actor in acting}

    assert acting | by_principal <= described
