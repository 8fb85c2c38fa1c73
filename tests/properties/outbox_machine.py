"""The pad's outbox and its delivery against a list: what was kept arrives, once and in order, whatever is cut when.

The server is a dictionary here; lines lose requests and answers, and power goes at any named place of the product.
"""

import shutil
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as some
from hypothesis.stateful import precondition, rule
from real_centre_machine import Stepping, folder_in_memory

from messaging import failpoints
from messaging.clock import SystemClock
from messaging.outbox import Outbox
from messaging.requests import PressReceipt, PressReport, RatingReasons, ReasonsReceipt
from messaging.server_client import RequestRefused, ServerUnreachable
from rating_pad.delivery import Delivery, StoredPress

BOOT = UUID(int=77)
PLACES = ("outbox.appending", "outbox.appended", "outbox.removing", "outbox.removed")
LINES = ("well", "well", "request lost", "answer lost", "refused", "no admission")


class PowerCut(BaseException):
    """The program is gone from this very place on."""


class CutAt:
    """A plan for the product's named places: power goes when one is reached for the n-th time."""

    def __init__(self) -> None:
        self.place: str | None = None
        self.left = 0

    def __call__(self, name: str, _about: object) -> None:
        if name == self.place:
            self.left -= 1
            if self.left <= 0:
                self.place = None
                raise PowerCut(name)

    def at(self, place: str | None, nth: int = 1) -> None:
        self.place, self.left = place, nth


class OutboxMachine(Stepping):
    folder_of_all: Path | None = None

    def __init__(self) -> None:
        super().__init__()
        if OutboxMachine.folder_of_all is None:
            OutboxMachine.folder_of_all = folder_in_memory("bocso-outbox-")
        self.folder = Path(tempfile.mkdtemp(dir=self.folder_of_all))
        self.ids = count(1)
        self.waiting: list[str] = []
        """Kept by the pad, in order; what the outbox must hold."""
        self.perhaps: str | None = None
        """Power went before the pad knew whether this one was kept."""
        self.refused: list[str] = []
        self.server: dict[str, int] = {}
        """Press to its level, in the order of arrival."""
        self.line: list[str] = []
        """What becomes of the next requests; then all is well."""
        self.made: dict[str, int] = {}
        self.cut = CutAt()
        failpoints.install(self.cut)
        self.switch_on()

    def switch_on(self) -> None:
        self.outbox = Outbox(self.folder / "presses.db")
        self.delivery = Delivery(self.outbox, self, boot_id=BOOT, clock=SystemClock())
        if self.perhaps is not None:
            # Not thanked for: it may be there, as the last one, or not.
            if self.perhaps in {entry.key for entry in self.outbox.oldest(10_000)}:
                self.waiting.append(self.perhaps)
            self.perhaps = None

    def until_power_goes(self, deed: Callable[[], Any]) -> bool:
        """Whether the deed came to its end; else the pad was off and is on again."""
        try:
            deed()
        except PowerCut:
            self.outbox.close()  # as the kernel does with the files of who is gone; nothing is written by it
            self.switch_on()
            return False
        return True

    # --- the server, as the delivery sees it ----------------------------------------------------------------

    def report_press(self, press: PressReport) -> PressReceipt:
        key = str(press.press_id)
        assert key == self.waiting[0], "sent out of order"
        fate = self.line.pop(0) if self.line else "well"
        if fate == "request lost":
            raise ServerUnreachable("lost")
        if fate == "no admission":
            raise RequestRefused(status=401, code="not_signed_in", detail="")
        if fate == "refused":
            self.waiting.pop(0)
            self.refused.append(key)
            raise RequestRefused(status=422, code="unknown_level", detail="")
        self.server.setdefault(key, press.level)
        if fate == "answer lost":
            raise ServerUnreachable("lost")
        self.waiting.pop(0)
        return PressReceipt.model_construct()

    def report_reasons(self, reasons: RatingReasons) -> ReasonsReceipt:
        raise AssertionError("nobody was asked why")

    # --- at the pad -----------------------------------------------------------------------------------------

    @rule(level=some.integers(1, 5), cut=some.sampled_from([None, None, None, None, *PLACES[:2]]))
    def press(self, level: int, cut: str | None) -> None:
        press = StoredPress(press_id=UUID(int=next(self.ids)), boot_id=BOOT, n=1, level=level, window_id=7, pressed_s=0)
        self.made[press.key] = level
        self.cut.at(cut)
        self.perhaps = press.key
        if self.until_power_goes(lambda: self.outbox.append(press.key, press.model_dump_json())):
            self.perhaps = None
            self.waiting.append(press.key)
        else:
            assert (press.key in self.waiting) == (cut == "outbox.appended"), cut
        self.cut.at(None)

    @precondition(lambda self: self.waiting)
    @rule(which=some.integers(0, 99))
    def the_same_press_is_kept_again(self, which: int) -> None:
        key = self.waiting[which % len(self.waiting)]
        self.outbox.append(key, "another body")

    @rule(
        line=some.lists(some.sampled_from(LINES), max_size=4),
        cut=some.sampled_from([None, None, *PLACES[2:]]),
        nth=some.integers(1, 3),
    )
    def the_delivery_tries(self, line: list[str], cut: str | None, nth: int) -> None:
        """One go of its thread: until all is sent, or it is better to wait."""
        self.line = list(line)
        self.cut.at(cut, nth)
        before = self.waiting[0] if self.waiting else None
        # What its thread does at each turn; the thread itself only waits in between.
        finished = self.until_power_goes(self.delivery._send_what_waits)
        self.cut.at(None)
        if not finished and cut == "outbox.removing":
            # The server has it, the pad does not know: it lies there still, and is sent again.
            first = self.outbox.oldest(1)[0].key
            assert first in self.server
            self.waiting.insert(0, first)
        trouble = [fate for fate in line if fate not in ("well", "refused")]
        assert not finished or trouble or before is None or not self.waiting, "all was well, and something was left"
        self.line = []

    @rule()
    def power(self) -> None:
        self.outbox.close()
        self.switch_on()

    # --- what must always be true ---------------------------------------------------------------------------

    def check(self) -> None:
        assert [entry.key for entry in self.outbox.oldest(10_000)] == self.waiting, "I13: what waits"
        assert len(self.outbox) == len(self.waiting)
        refused = [entry.key for entry in self.outbox.refused(10_000)]
        assert sorted(refused) == sorted(self.refused), "what was refused is kept"
        assert all(self.made[key] == level for key, level in self.server.items()), "nothing is made up"
        assert list(self.server) == sorted(self.server), "I22: first arrivals are in the order in which they were made"

    def teardown(self) -> None:
        try:
            self.cut.at(None)
            self.line = []
            assert self.delivery._send_what_waits()
            assert not self.waiting
            assert len(self.outbox) == 0
        finally:
            failpoints.install(lambda _name, _about: None)
            self.outbox.close()
            shutil.rmtree(self.folder)
