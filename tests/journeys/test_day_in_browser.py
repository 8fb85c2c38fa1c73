"""A whole day whose officers work at the console's pages in Chromium; the outside checker agrees at its end."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
from browser_hands import BrowserHands, Sent
from playwright.sync_api import expect, sync_playwright

from simulation.centre_folder import CentreFolder
from simulation.checker import Broken, Story, rows_of
from simulation.people.deeds import DeedKind
from simulation.people.sample_day import profile
from simulation.played_day import PlayedDay
from simulation.supervisor import Supervisor
from simulation.wall.monkey import CHROMIUM, CHROMIUM_OPTIONS

pytestmark = pytest.mark.exhaustive

MAY_BE_GONE = {DeedKind.SIGN_OFF, DeedKind.RECALL, DeedKind.LET_BACK}
"""The clock may be faster than the officer: closing signs off, the last recall runs out, as does the time to return."""
DEEDS = (
    "sign-on",
    "pause",
    "recall",
    "absent",
    "back-to-queue",
    "hold",
    "resume",
    "transfer",
    "second-service",
)
SEEDS = {"small": "2", "medium": "1"}
"""On these days everything that can turn up at a desk does, and officers say themselves that somebody did not come."""
HOUR = re.compile(r"\d\d:00")

expect.set_options(timeout=30_000)


@dataclass(frozen=True)
class DayAtPages:
    """What is left of a day that was played."""

    told: list[tuple[str, str]]
    hands: BrowserHands
    story: Story
    broken: list[Broken]
    events: list[dict[str, Any]]

    def done(self, key: str) -> list[Sent]:
        """What pages sent of one deed, and the centre did."""
        return [sent for sent in self.hands.answered if sent.key == key and sent.is_done]

    def by_staff(self, kind: str, **values: object) -> list[dict[str, Any]]:
        """Events of a kind that somebody at a page made, with these values."""
        return [
            event
            for event in self.events
            if event["kind"] == kind
            and event["actor"].startswith("staff:")
            and all(event["body"].get(name) == value for name, value in values.items())
        ]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[DayAtPages]:
    folder = CentreFolder(tmp_path_factory.mktemp("day"))
    made: list[BrowserHands] = []
    told: list[tuple[str, str]] = []
    supervisor = Supervisor(lambda line: told.append(("supervisor", line)))

    def hands_of(*given: Any, **named: Any) -> BrowserHands:
        made.append(BrowserHands(*given, browser=browser, **named))
        return made[0]

    def tell(step: str, seen: str) -> None:
        told.append((step, seen))
        if HOUR.fullmatch(step):
            made[0].look_at_floor()

    with sync_playwright() as playwright, folder.held():
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        of = profile(request.config.getoption("--day-profile"))
        played = PlayedDay(folder, supervisor, of, seed=SEEDS[of.name], tell=tell, hands_of=hands_of)
        try:
            played.open()
            played.live()
            played.close()
            story, broken = played.check()
        finally:
            played.part()
            supervisor.close()
        browser.close()
    with closing(sqlite3.connect(folder.database)) as database:
        events = [{**row, "body": json.loads(row["body"])} for row in rows_of(database)[0]]
    yield DayAtPages(told, made[0], story, broken, events)


def test_the_outside_checker_agrees(day: DayAtPages) -> None:
    assert day.broken == []
    assert day.hands.faults == []


def test_every_post_of_a_page_was_meant_and_answered_once(day: DayAtPages) -> None:
    assert day.hands.requested == len(day.hands.answered) > 100
    assert [sent for sent in day.hands.answered if not sent.is_done] == []
    assert {deed.kind for deed in day.hands.not_offered} <= MAY_BE_GONE, day.hands.not_offered


def test_what_the_pages_did_is_what_the_journal_holds(day: DayAtPages) -> None:
    sent = Counter(sent.key for sent in day.hands.answered if sent.is_done)
    on_the_way = [sent for sent in (*day.done("next"), *day.done("resume")) if sent.answer["finished"] is not None]
    called = sum(sent.answer["number"] is not None for sent in day.done("next"))
    assert {
        "sign-on": len(day.by_staff("desk_signed_on")),
        "pause": len(day.by_staff("desk_paused", reason="break")),
        "recall": len(day.by_staff("turn_recalled")),
        "absent": len(day.by_staff("turn_marked_absent")),
        "back-to-queue": len(day.by_staff("turn_returned")),
        "hold": len(day.by_staff("turn_held", held_until=None)),
        "resume": len(day.by_staff("turn_released", reason="resumed")),
        "transfer": len(day.by_staff("turn_transferred")),
        "second-service": len(day.by_staff("turn_added", origin="second_service")),
    } == {key: sent[key] for key in DEEDS}
    assert len(day.by_staff("turn_called")) == called + sent["resume"]
    assert len(day.by_staff("turn_finished")) == sent["finish"] + len(on_the_way)
    assert len(day.by_staff("desk_signed_off", reason="officer")) <= sent["sign-off"]  # a repeat is harmless
    lacking = [sent for sent in day.done("finish") if sent.body["missing"]]
    assert len(day.by_staff("supplement_asked")) == len(lacking)


def test_breaks_transfers_holds_and_no_shows_happened_at_pages(day: DayAtPages) -> None:
    for key in ("pause", "transfer", "hold", "resume", "second-service", "recall", "absent", "back-to-queue"):
        assert day.done(key), key
    paused = {event["body"]["session_id"] for event in day.by_staff("desk_paused")}
    resumed = {event["body"]["session_id"] for event in day.by_staff("desk_resumed")}
    assert resumed == paused, "whoever took a break came back with Next"


def test_the_floor_page_showed_the_newest_call(day: DayAtPages) -> None:
    assert len(day.hands.calls_on_floor) >= 3
