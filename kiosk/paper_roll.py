"""How many slips the roll still gives: counted since the sensor said that its end is near, and learned from each roll.

Where the sensor sits differs from printer to printer and with the core of the roll. What was printed between its word
and the end of one roll is what the next one has then.
"""

import logging
from typing import Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from hardware.printer.printer import Paper
from kiosk.errors import IntentsUnusable
from look.slip_parts import DOTS_PER_MM

log = logging.getLogger(__name__)

FIRST_GUESS_MM = 4000.0
"""Paper behind the sensor's word before any roll has ended here; less than most printers have."""
SHORTEST_MM = 300.0
"""A roll that ends sooner was torn or taken out: nothing is learned from it."""
USUAL_SLIP_MM = 80.0
_KEPT_AS = "paper roll"


class RollRecord(BaseModel):
    """As it is kept on disk; lengths are millimetres of paper."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    slips: int = 0
    used_mm: float = 0.0
    """On this roll."""
    near_end_at_mm: float | None = None
    """What had been used when the sensor spoke; None: it has not."""
    behind_sensor_mm: float = FIRST_GUESS_MM


class KeepsWords(Protocol):
    """The part of kiosk.intents.IntentStore that keeps it."""

    def remember(self, name: str, words: str) -> None: ...

    def remembered(self, name: str) -> str | None: ...


class PaperRoll:
    """Used on the printer's thread; `slips_left` may be read from any other."""

    def __init__(self, store: KeepsWords) -> None:
        self._store = store
        self._record = self._kept = _from_disk(store)
        self._paper = Paper.UNKNOWN

    @property
    def slips_left(self) -> int | None:
        """About how many the roll still gives, in whole tens; None while its end is not near."""
        record = self._record
        if record.near_end_at_mm is None:
            return None
        each_mm = record.used_mm / record.slips if record.slips else USUAL_SLIP_MM
        left_mm = record.behind_sensor_mm - (record.used_mm - record.near_end_at_mm)
        return max(0, int(left_mm / each_mm) // 10 * 10)

    def note_slip(self, rows: int) -> None:
        """A slip of so many dots has come out."""
        record = self._record
        self._record = record.model_copy(
            update={"slips": record.slips + 1, "used_mm": record.used_mm + rows / DOTS_PER_MM}
        )
        self._keep()

    def note_paper(self, paper: Paper) -> None:
        """What the sensor says now. A printer that does not say changes nothing."""
        if paper in (Paper.UNKNOWN, self._paper):
            return
        record, before, self._paper = self._record, self._paper, paper
        is_new_roll = before is Paper.OUT or (paper is Paper.PLENTY and record.near_end_at_mm is not None)
        if is_new_roll:
            record = RollRecord(behind_sensor_mm=record.behind_sensor_mm)
        if paper is Paper.NEAR_END and record.near_end_at_mm is None:
            record = record.model_copy(update={"near_end_at_mm": record.used_mm})
        if paper is Paper.OUT and record.near_end_at_mm is not None:
            behind_mm = record.used_mm - record.near_end_at_mm
            if behind_mm >= SHORTEST_MM:
                record = record.model_copy(update={"behind_sensor_mm": behind_mm})
        self._record = record
        self._keep()

    def _keep(self) -> None:
        """An estimate need not survive to the slip: a card is not worn out for it."""
        record, kept = self._record, self._kept
        has_turned = (record.near_end_at_mm, record.behind_sensor_mm) != (kept.near_end_at_mm, kept.behind_sensor_mm)
        if not has_turned and abs(record.slips - kept.slips) < (1 if record.near_end_at_mm is not None else 20):
            return
        try:
            self._store.remember(_KEPT_AS, record.model_dump_json())
        except IntentsUnusable:
            log.exception("the kiosk could not keep how much paper is used")
        self._kept = record


def _from_disk(store: KeepsWords) -> RollRecord:
    try:
        words = store.remembered(_KEPT_AS)
        return RollRecord() if words is None else RollRecord.model_validate_json(words)
    except (ValidationError, IntentsUnusable):
        log.exception("what the kiosk knew of its paper is not used")
        return RollRecord()
