"""A citizen's rating on the way out: on the disk with the touch, and sent from there until the server has it.

A low rating waits a moment for what it was about, which may be skipped; whoever walks away instead has rated all the
same. What the server has taken, or will never take, is forgotten here.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from queue import SimpleQueue
from typing import Protocol
from uuid import UUID, uuid4

from pydantic import ValidationError

from kiosk.errors import IntentsUnusable
from kiosk.intents import IntentStore
from messaging.outbox import Outbox, OutboxUnavailable
from messaging.requests import OwnRating, RatingTaken
from messaging.server_client import RequestRefused, ServerUnreachable

_PAUSES_S = (0.5, 1.0, 2.0, 5.0)
_UNFINISHED = "own_rating"
"""Under this name the store keeps a rating whose reasons are still asked for."""
_TAKEN_LATER = frozenset({"too_many_tries"})
_NO_CREDENTIAL = 401
"""These refusals pass: others mistyped their digits, or somebody has to set a credential right."""

log = logging.getLogger(__name__)


class RatingStage(Enum):
    NONE = "none"
    KEEPING = "keeping"
    """A face was touched; its rating is not on the disk yet."""
    KEPT = "kept"
    """On the disk. It goes to the server with what it was about, or without once its citizen has gone."""
    SENDING = "sending"
    TAKEN = "taken"
    LATER = "later"
    """The server does not answer; it gets the rating as soon as it does."""
    REFUSED = "refused"
    """`RatingView.problem` is the server's code."""
    NOT_KEPT = "not_kept"
    """The disk takes nothing: the rating would be lost."""


@dataclass(frozen=True, slots=True)
class RatingView:
    stage: RatingStage
    level: int | None = None
    gave_reason: bool = False
    problem: str = ""


NO_RATING = RatingView(RatingStage.NONE)


class TakesOwnRatings(Protocol):
    """The part of messaging.server_client.ServerClient that is needed here."""

    def rate_own_number(self, rating: OwnRating) -> RatingTaken: ...


class OwnRatings:
    """One citizen at a time. `rate`, `explain` and `forget` come from the screen and return at once."""

    def __init__(
        self, server: TakesOwnRatings, *, store: IntentStore, outbox: Outbox, on_change: Callable[[], None]
    ) -> None:
        self._server = server
        self._store = store
        self._outbox = outbox
        self._on_change = on_change
        self._view = NO_RATING
        self._rating_id: UUID | None = None
        """Of the citizen who stands here; what is answered for one who has left is not shown to the next."""
        self._unfinished: OwnRating | None = None
        """As the store has it; only the keeping thread touches it."""
        self._lock = threading.Lock()
        self._deeds: SimpleQueue[tuple[UUID | None, Callable[[], None]] | None] = SimpleQueue()
        self._more = threading.Event()
        self._is_stopping = threading.Event()
        self._keeping = threading.Thread(target=self._keep, name="own-ratings", daemon=True)
        self._sending = threading.Thread(target=self._send, name="own-ratings-out", daemon=True)

    @property
    def view(self) -> RatingView:
        return self._view

    def start(self) -> None:
        """What a power cut has interrupted goes out as it was given."""
        self._deeds.put((None, self._take_up))
        self._keeping.start()
        self._sending.start()

    def stop(self) -> None:
        self._deeds.put(None)
        self._is_stopping.set()
        self._more.set()
        for thread in (self._keeping, self._sending):
            if thread.is_alive():
                thread.join(timeout=10)  # a call has its own deadline below this

    def rate(self, number: str, check: str, level: int, *, may_explain: bool, day: date | None = None) -> bool:
        """Keep a rating. One that may still be explained can be changed until then; False: it is too late for that.

        Args:
            day: of the number, as the server told it: the rating may arrive on a later one.
        """
        with self._lock:
            if self._view.stage not in (RatingStage.NONE, RatingStage.KEPT, RatingStage.NOT_KEPT):
                return False
            self._rating_id = self._rating_id or uuid4()
            rating = OwnRating(rating_id=self._rating_id, number=number, check=check, level=level, day=day)
            self._view = RatingView(RatingStage.KEEPING, level)
            self._deeds.put((rating.rating_id, partial(self._keep_rating, rating, may_explain=may_explain)))
        return True

    def explain(self, reasons: Sequence[str]) -> bool:
        """What the low rating was about; with no reasons the question was skipped. False: nothing is asked any more."""
        with self._lock:
            if self._view.stage is not RatingStage.KEPT or self._rating_id is None:
                return False
            self._view = RatingView(RatingStage.SENDING, self._view.level, gave_reason=bool(reasons))
            self._deeds.put((self._rating_id, partial(self._finish, self._rating_id, list(reasons))))
        return True

    def forget(self) -> None:
        """For the next citizen. A rating that was given stays given."""
        with self._lock:
            if self._rating_id is not None:
                self._deeds.put((self._rating_id, partial(self._finish, self._rating_id, [])))
            self._rating_id, self._view = None, NO_RATING

    # On the keeping thread.

    def _keep(self) -> None:
        while (next_one := self._deeds.get()) is not None:
            rating_id, deed = next_one
            try:
                deed()
            except (IntentsUnusable, OutboxUnavailable):
                log.exception("a rating cannot be kept")
                self._show(rating_id, RatingStage.NOT_KEPT)
            self._on_change()

    def _take_up(self) -> None:
        words = self._store.remembered(_UNFINISHED)
        if words:
            try:
                self._unfinished = OwnRating.model_validate_json(words)
            except ValidationError:
                log.exception("the rating of before the restart was written by another version")
                self._store.remember(_UNFINISHED, "")
                return
            self._hand_over(self._unfinished)

    def _keep_rating(self, rating: OwnRating, *, may_explain: bool) -> None:
        if self._unfinished is not None and self._unfinished.rating_id != rating.rating_id:
            self._hand_over(self._unfinished)  # the disk did not take it when its citizen went
        if may_explain:
            self._store.remember(_UNFINISHED, rating.model_dump_json())
            self._unfinished = rating
            self._show(rating.rating_id, RatingStage.KEPT)
        else:
            self._hand_over(rating)  # first: "later" is told of what is on the disk, and of nothing else
            self._show(rating.rating_id, RatingStage.SENDING, only_from=RatingStage.KEEPING)

    def _finish(self, rating_id: UUID, reasons: list[str]) -> None:
        if self._unfinished is not None and self._unfinished.rating_id == rating_id:
            self._hand_over(self._unfinished.model_copy(update={"reasons": reasons}))

    def _hand_over(self, rating: OwnRating) -> None:
        """Interrupted anywhere it is done again at the next start: the same id and words, taken once."""
        self._outbox.append(str(rating.rating_id), rating.model_dump_json())
        if self._unfinished is not None:
            self._store.remember(_UNFINISHED, "")
            self._unfinished = None
        self._more.set()

    # On the sending thread.

    def _send(self) -> None:
        failures = 0
        while not self._is_stopping.is_set():
            self._more.clear()
            try:
                while not self._is_stopping.is_set() and self._send_oldest():
                    failures = 0
            except Exception as fault:
                if not isinstance(fault, ServerUnreachable) and failures == 0:
                    log.exception("a rating could not be sent; trying again until it is")
                self._show(self._rating_id, RatingStage.LATER, only_from=RatingStage.SENDING)
                self._on_change()
                self._is_stopping.wait(_PAUSES_S[min(failures, len(_PAUSES_S) - 1)])
                failures += 1
                continue
            failures = 0
            self._more.wait()

    def _send_oldest(self) -> bool:
        """False when there is none. Raises what keeps it from being taken for now; it stays."""
        waiting = self._outbox.oldest(1)
        if not waiting:
            return False
        key = waiting[0].key
        stage, problem = RatingStage.TAKEN, ""
        try:
            self._server.rate_own_number(OwnRating.model_validate_json(waiting[0].body))
        except RequestRefused as refusal:
            if refusal.status == _NO_CREDENTIAL or refusal.code in _TAKEN_LATER:
                raise
            # Nothing of it is kept: a rating that is in no figure is nobody's business.
            log.warning("the server does not take a rating: %s", refusal.code)
            stage, problem = RatingStage.REFUSED, refusal.code
        except ValidationError:
            log.exception("a rating was written by another version and is dropped")
            stage = RatingStage.NOT_KEPT
        self._outbox.remove(key)
        self._show(UUID(key), stage, problem=problem)
        self._on_change()
        return True

    def _show(
        self, rating_id: UUID | None, stage: RatingStage, *, problem: str = "", only_from: RatingStage | None = None
    ) -> None:
        """What became of a rating, while its citizen is here."""
        with self._lock:
            is_shown = rating_id is not None and rating_id == self._rating_id
            if is_shown and only_from in (None, self._view.stage):
                self._view = RatingView(stage, self._view.level, self._view.gave_reason, problem)
