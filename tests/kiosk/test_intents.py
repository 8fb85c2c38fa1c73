"""How old a wish is, with and without a clock battery; and what its file keeps."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.errors import IntentsUnusable
from kiosk.intents import KEPT_FINISHED, IntentStore, Moment, Wish

WISH = Wish("A", None, "vi")
NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)


def moment(boot: str, *, wall_s: float = 0, monotonic_s: float = 0) -> Moment:
    return Moment(NOON + timedelta(seconds=wall_s), boot, monotonic_s)


@pytest.mark.parametrize(
    ("now", "age_s"),
    [
        (moment("a", wall_s=30, monotonic_s=1030), 30),
        # the wall clock was set while the machine ran: the monotonic clock is right
        (moment("a", wall_s=86400, monotonic_s=1030), 30),
        (moment("a", wall_s=-86400, monotonic_s=1030), 30),
        (moment("a", monotonic_s=900), None),
        # after a reboot only the wall clock is left, and the uptime is the least it can be
        (moment("b", wall_s=40, monotonic_s=20), 40),
        (moment("b", wall_s=10, monotonic_s=200), 200),
        (moment("b", wall_s=-1, monotonic_s=20), None),
    ],
)
def test_age(now: Moment, age_s: float | None) -> None:
    assert moment("a", monotonic_s=1000).age_s(now) == age_s


def test_each_wish_has_an_id_of_its_own_and_is_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "intents.db"
    store = IntentStore(path)
    wishes = [store.want(Wish(service, "elderly", "en"), moment("a")) for service in "AAB"]
    store.close()
    again = IntentStore(path)
    assert again.unfinished() == wishes
    assert len({wish.intent_id for wish in wishes}) == 3
    again.close()


def test_every_row_reaches_the_disk_before_the_call_returns(tmp_path: Path) -> None:
    store = IntentStore(tmp_path / "intents.db")
    assert store._rows.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert store._rows.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
    store.close()


def test_a_full_disk_takes_no_wish_and_says_so(tmp_path: Path) -> None:
    store = IntentStore(tmp_path / "intents.db")
    pages = store._rows.execute("PRAGMA page_count").fetchone()[0]
    store._rows.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(IntentsUnusable, match="disk"):
        for _ in range(1000):
            store.want(WISH, moment("a"))
    kept = len(store.unfinished())
    with pytest.raises(IntentsUnusable):
        store.want(WISH, moment("a"))
    assert len(store.unfinished()) == kept
    store.close()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(IntentsUnusable, match="file"):
        IntentStore(tmp_path / "file" / "intents.db")


def test_old_finished_wishes_are_forgotten_and_unfinished_ones_never(tmp_path: Path) -> None:
    store = IntentStore(tmp_path / "intents.db")
    store._rows.execute("PRAGMA synchronous = OFF")  # only for the speed of this test
    open_one = store.want(WISH, moment("a"))
    owed = store.want(WISH, moment("a"))
    store.cancel(owed.intent_id)
    for _ in range(KEPT_FINISHED + 50):
        store.refuse(store.want(WISH, moment("a")).intent_id)
    assert store.unfinished() == [open_one]
    assert [intent.intent_id for intent in store.owed()] == [owed.intent_id]
    rows = store._rows.execute("SELECT count(*) FROM intent").fetchone()[0]
    assert rows <= KEPT_FINISHED + 3
    store.close()


def test_purpose_procedure_and_a_language_without_screens_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "intents.db"
    store = IntentStore(path)
    wish = Wish("A", None, "rad", purpose="fetch", procedure="2.000815")
    store.want(wish, moment("a"))
    store.close()
    again = IntentStore(path)
    assert [intent.wish for intent in again.unfinished()] == [wish]
    again.close()


def test_the_file_of_a_program_that_knew_no_procedures_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "intents.db"
    store = IntentStore(path)
    former = store.want(WISH, moment("a"))
    store._rows.execute("ALTER TABLE intent DROP COLUMN procedure")
    store.close()
    again = IntentStore(path)
    newer = again.want(Wish("B", None, "vi", procedure="1.001193"), moment("a"))
    assert again.unfinished() == [former, newer]
    again.close()


def test_what_was_heard_is_kept_under_its_name_until_it_is_replaced(tmp_path: Path) -> None:
    store = IntentStore(tmp_path / "intents.db")
    assert store.remembered("centre") is None
    for words in ("one", "two"):
        store.remember("centre", words)
    store.close()
    again = IntentStore(tmp_path / "intents.db")
    assert again.remembered("centre") == "two"
    again.close()
