"""A damaged file of wishes: set aside, carried over as far as it can be read, and never a number twice."""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from broker_fixture import RunningBroker, wait_for
from damaged_disk import LIMITS, damage_an_index, each_power_cut, start_on_a_full_disk
from kiosk_stub import TicketDesk
from running_kiosk import RunningKiosk

from kiosk.errors import IntentsUnusable
from kiosk.intents import EmergencyFacts, Intent, IntentStore, Moment, Wish
from messaging.requests import PrintOutcome

WISH = Wish("A", None, "vi")
NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)
FACTS = EmergencyFacts(
    kiosk_number=2,
    service_name="Chứng thực",
    service_name_en="Certification",
    priority_name=None,
    priority_name_en=None,
    counters=[1],
    centre_name="Trung tâm",
    timezone="Asia/Ho_Chi_Minh",
    at=None,
    server_at=None,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "intents.db"


def born(at_s: float = 0) -> Moment:
    return Moment(NOON + timedelta(seconds=at_s), "boot", at_s)


def give(store: IntentStore, times: int = 1) -> list[str]:
    given = []
    for _ in range(times):
        intent = store.want(WISH, born())
        given.append(store.give_emergency(intent.intent_id, WISH, FACTS, born()).shown)
    return given


def used(path: Path, times: int) -> None:
    store = IntentStore(path)
    give(store, times)
    store.close()


def garbage_all_over(path: Path) -> None:
    path.write_bytes(b"\xa5" * path.stat().st_size)


def garbage_in_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(4096, len(content), 8192):
        content[at : at + 2048] = bytes(2048)
    path.write_bytes(content)


def another_programs_file(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as rows:
        rows.execute("CREATE TABLE intent (something TEXT)")
        rows.execute("CREATE INDEX one ON intent (something)")
    rows.close()


Damage = Callable[[Path], None]


@pytest.mark.parametrize("damage", [garbage_all_over, garbage_in_the_middle, another_programs_file])
def test_the_kiosk_goes_on_and_its_series_does_not_go_back(path: Path, damage: Damage) -> None:
    used(path, 7)
    damage(path)
    store = IntentStore(path)
    assert give(store, 2) == ["X2-008", "X2-009"]
    assert store.faults == {"intents_damaged"}
    store.close()


def test_the_damaged_file_stays_beside_it_and_the_fault_until_it_is_taken_away(path: Path) -> None:
    used(path, 1)
    garbage_all_over(path)
    damaged = path.read_bytes()
    IntentStore(path).close()
    (aside,) = path.parent.glob("intents.db.damaged-*")
    assert aside.read_bytes() == damaged
    again = IntentStore(path)
    assert again.faults == {"intents_damaged"}
    again.close()
    aside.unlink()
    well = IntentStore(path)
    assert well.faults == frozenset()
    well.close()


def test_a_sound_file_is_no_fault(path: Path) -> None:
    used(path, 1)
    store = IntentStore(path)
    assert store.faults == frozenset()
    assert list(path.parent.glob("*damaged*")) == []
    store.close()


def test_without_the_series_own_file_the_highest_that_stands_anywhere_is_passed(path: Path) -> None:
    """As an older program left it."""
    used(path, 7)
    (path.parent / "emergency-series.txt").unlink()
    content = bytearray(path.read_bytes())
    content[:100] = bytes(100)  # the header: no table can be read, the rows still stand there
    path.write_bytes(content)
    store = IntentStore(path)
    assert give(store) == ["X2-008"]
    store.close()


@pytest.mark.parametrize("damage", [garbage_all_over, Path.unlink])
def test_after_999_the_series_goes_round_and_not_back(path: Path, damage: Damage) -> None:
    store = IntentStore(path)
    give(store)
    store._rows.execute("UPDATE emergency_series SET last = 997")
    (path.parent / "emergency-series.txt").write_text("997\n", encoding="ascii")
    assert give(store, 4) == ["X2-998", "X2-999", "X2-001", "X2-002"]
    store.close()
    damage(path)
    again = IntentStore(path)
    assert give(again) == ["X2-003"]
    again.close()


@pytest.mark.parametrize("words", ["", "no number", "3000", "-4"])
def test_a_series_file_without_a_number_is_not_believed(path: Path, words: str) -> None:
    used(path, 3)
    (path.parent / "emergency-series.txt").write_text(words, encoding="ascii")
    store = IntentStore(path)
    assert give(store) == ["X2-004"]
    store.close()


def test_a_series_file_that_stayed_behind_does_not_lead_back(path: Path) -> None:
    used(path, 3)
    (path.parent / "emergency-series.txt").write_text("2\n", encoding="ascii")
    store = IntentStore(path)
    assert give(store) == ["X2-004"]
    store.close()


def test_what_can_be_read_is_carried_over(path: Path) -> None:
    """An index is damaged; the rows are there."""
    store = IntentStore(path)
    wishes = [store.want(WISH, born(at)) for at in range(3)]
    owed = store.cancel(wishes[0].intent_id)
    store.remember("centre", "what the server said")
    store.close()
    rows = sqlite3.connect(path)
    (page,) = rows.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_intent_1'").fetchone()
    (size,) = rows.execute("PRAGMA page_size").fetchone()
    rows.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = bytes(size)
    path.write_bytes(content)
    again = IntentStore(path)
    assert again.faults == {"intents_damaged"}
    assert again.unfinished() == wishes[1:]
    assert [intent.message_id for intent in again.owed()] == [owed]
    assert again.remembered("centre") == "what the server said"
    again.close()


@pytest.fixture
def owing(path: Path) -> tuple[Path, list[Intent]]:
    """A damaged file with numbers that were printed and of which the server does not know."""
    store = IntentStore(path)
    for _ in range(20):
        intent = store.want(WISH, born())
        store.give_emergency(intent.intent_id, WISH, FACTS, born())
        store.settle(intent.intent_id, PrintOutcome.PRINTED)
    owed = store.owed()
    store.close()
    damage_an_index(path)
    return path, owed


def owed_in(path: Path) -> list[Intent]:
    store = IntentStore(path)
    try:
        assert store.faults == {"intents_damaged"}
        return store.owed()
    finally:
        store.close()


def test_no_owed_number_is_lost_wherever_the_power_goes(owing: tuple[Path, list[Intent]]) -> None:
    damaged, owed = owing
    path = damaged

    def begin(step: int) -> Callable[[], None]:
        nonlocal path
        path = Path(shutil.copytree(damaged.parent, damaged.parent / f"cut {step}")) / damaged.name
        return lambda: IntentStore(path).close()

    for step in each_power_cut(begin):
        with contextlib.suppress(IntentsUnusable):  # `--highest-numbers`, in between
            IntentStore(path, sets_aside=False).close()
        assert owed_in(path) == owed, f"cut before step {step}"
        store = IntentStore(path)
        assert give(store) == ["X2-021"]
        store.close()


@pytest.mark.parametrize("limit", LIMITS)
def test_no_owed_number_is_lost_on_a_disk_that_takes_nothing(owing: tuple[Path, list[Intent]], limit: int) -> None:
    code = """
from kiosk.errors import IntentsUnusable
from kiosk.intents import IntentStore
try:
    IntentStore(path)
except IntentsUnusable as fault:
    print(fault)
"""
    path, owed = owing
    said = start_on_a_full_disk(code, path, limit)
    assert owed_in(path) == owed, said
    if limit < 20_000:
        assert said


def test_damage_that_shows_while_it_runs_costs_one_touch(path: Path) -> None:
    store = IntentStore(path)
    give(store, 2)
    store._rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store._rows.execute("PRAGMA cache_size = 0")
    for part in (path, path.with_name("intents.db-wal")):
        part.write_bytes(b"\xa5" * part.stat().st_size)
    with pytest.raises(IntentsUnusable):
        for _ in range(3):  # pages that SQLite still holds may serve once
            store.want(WISH, born())
            store._rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            garbage_all_over(path)
            store.unfinished()
    assert give(store) == ["X2-003"]
    assert store.faults == {"intents_damaged"}
    store.close()


def test_a_wish_with_damaged_words_keeps_nobody_from_going_on(path: Path) -> None:
    store = IntentStore(path)
    first, second = (store.want(WISH, born(at)) for at in range(2))
    store._rows.execute("UPDATE intent SET ticket = '{broken' WHERE intent_id = ?", (str(first.intent_id),))
    assert store.unfinished() == [second]
    store.close()


def test_whoever_only_looks_sets_nothing_aside(path: Path) -> None:
    used(path, 1)
    garbage_all_over(path)
    with pytest.raises(IntentsUnusable):
        IntentStore(path, sets_aside=False)
    assert list(path.parent.glob("*damaged*")) == []


def test_a_disk_that_does_not_take_it_is_no_damage(path: Path) -> None:
    used(path, 1)
    store = IntentStore(path)
    pages = store._rows.execute("PRAGMA page_count").fetchone()[0]
    store._rows.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(IntentsUnusable, match="disk"):
        give(store, 500)
    assert store.faults == frozenset()
    store.close()


def test_the_program_starts_with_a_damaged_file_gives_numbers_and_tells_staff(
    tmp_path: Path, broker: RunningBroker, desk: TicketDesk
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "intents.db").write_bytes(b"\xa5" * 40_000)
    kiosk = RunningKiosk(tmp_path, broker, desk)
    kiosk.start_server()
    kiosk.say(is_rush=True)
    kiosk.start()
    try:
        kiosk.wait_for("Chạm một ô là có số ngay")
        kiosk.touch("Chứng thực", then="A001")
        wait_for(lambda: desk.outcomes == [(1, "printed")], what="the outcome to be reported")
        wait_for(lambda: kiosk.faults() == ["intents_damaged"], what="the fault")
    finally:
        kiosk.stop()
