"""Asks the server about a number that somebody holds already, off the screen's thread, and passes on what they say."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from queue import SimpleQueue
from typing import Protocol
from uuid import uuid4

from messaging.requests import OwnNumber, OwnNumberTold, OwnWord
from messaging.server_client import RequestRefused, ServerUnreachable

_TRIES = 2
"""Nobody waits longer in front of a kiosk; each takes up to three seconds."""

log = logging.getLogger(__name__)


class OwnStage(Enum):
    IDLE = "idle"
    ASKING = "asking"
    TOLD = "told"
    REFUSED = "refused"
    """`OwnView.problem` is the server's code."""
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class OwnView:
    """`told` stays while a later word is refused; `word` is the last one, of the slip with `number` and `check`."""

    stage: OwnStage
    told: OwnNumberTold | None = None
    word: OwnWord | None = None
    problem: str = ""
    number: str = ""
    check: str = ""


NOBODY = OwnView(OwnStage.IDLE)


class TellsOwnNumber(Protocol):
    """The part of messaging.server_client.ServerClient that is needed here."""

    def own_number(self, said: OwnNumber) -> OwnNumberTold: ...


class OwnNumbers:
    """One holder at a time. `ask` and `forget` come from the screen and return at once."""

    def __init__(self, server: TellsOwnNumber, *, on_change: Callable[[], None]) -> None:
        self._server = server
        self._on_change = on_change
        self._view = NOBODY
        self._nth = 0
        """Which question counts; what is answered after its holder has left is not shown to the next one."""
        self._lock = threading.Lock()
        self._questions: SimpleQueue[tuple[int, OwnNumber] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="own-numbers", daemon=True)

    @property
    def view(self) -> OwnView:
        return self._view

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._questions.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout=10)  # a call has its own deadline below this

    def ask(self, number: str, check: str, word: OwnWord | None = None) -> bool:
        """Ask how the number stands, or say a word of its holder; False while another one is under way."""
        with self._lock:
            if self._view.stage is OwnStage.ASKING:
                return False
            self._nth += 1
            self._view = OwnView(OwnStage.ASKING, self._view.told, word, number=number, check=check)
            self._questions.put((self._nth, OwnNumber(word_id=uuid4(), number=number, check=check, word=word)))
        return True

    def forget(self) -> None:
        """For the next citizen."""
        with self._lock:
            self._nth += 1
            self._view = NOBODY

    def _run(self) -> None:
        while (question := self._questions.get()) is not None:
            nth, said = question
            asked = OwnView(OwnStage.NO_ANSWER, self._view.told, said.word, number=said.number, check=said.check)
            try:
                view = replace(asked, stage=OwnStage.TOLD, told=self._answer_to(said))
            except RequestRefused as refusal:
                view = replace(asked, stage=OwnStage.REFUSED, problem=refusal.code)
            except ServerUnreachable:
                view = asked
            except Exception:
                log.exception("asking about a number failed")
                view = asked
            with self._lock:
                if nth == self._nth:
                    self._view = view
            self._on_change()

    def _answer_to(self, said: OwnNumber) -> OwnNumberTold:
        for _ in range(_TRIES - 1):
            try:
                return self._server.own_number(said)
            except ServerUnreachable:
                pass  # once more with the same id: the server tells a repeat what it told before
        return self._server.own_number(said)
