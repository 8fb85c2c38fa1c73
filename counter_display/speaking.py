"""The voice's own thread: splices a call from clips and plays it, while the screen goes on."""

import logging
import queue
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from counter_display.errors import UnspeakableCall
from counter_display.phrases import ORDINARY, SOUND_TEST, Manner, announcement
from hardware.audio.clips import ClipPack, ClipPackFault, Sentence
from hardware.audio.player import NoSound, Player, recording_name
from hardware.audio.splice import splice
from messaging.clock import real_monotonic_s
from messaging.requests import JobOutcome
from messaging.snapshots import BoardCall

_log = logging.getLogger(__name__)

NO_SOUND = "no_sound"
SOUND_TEST_NAME = "sound-test.wav"
"""What a recording player keeps it as."""

_CHECK_AGAIN_S = 60.0  # a loudspeaker that was plugged in is found without waiting for the next call
_STOP_TIMEOUT_S = 3.0  # the player ends at once when told to; a stuck driver must not hold the program
_TEST_PATIENCE_S = 180.0  # the calls that wait are spoken first: at most a minute and a half
_TEST_LOOK_S = 0.2  # a program that ends waits no longer for a test


@dataclass(frozen=True, slots=True)
class Utterance:
    """One call as it is to be heard now."""

    call: BoardCall
    manner: Manner = ORDINARY
    percent: int = 100
    """How loud; 0 is not heard at all."""


class _SoundTest:
    """A technician asks whether anything is heard."""

    def __init__(self) -> None:
        self.outcome = JobOutcome.UNKNOWN
        self.is_over = threading.Event()


class Voice:
    """Speaks one call at a time: `speak` only when `is_idle`."""

    def __init__(self, player: Player, clips_dir: Path, *, further_packs: Iterable[Path] = ()) -> None:
        """`further_packs` are the folders of further languages' packs that do not lie in `clips_dir`."""
        self._player = player
        self._clips_dir = clips_dir
        self._further_packs = tuple(further_packs)
        self._pack: ClipPack | None = None
        self._calls: queue.SimpleQueue[Utterance | _SoundTest | None] = queue.SimpleQueue()
        self._is_idle = threading.Event()
        self._is_idle.set()
        self._is_stopping = threading.Event()
        self._silent_since_s: float | None = None
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the call that is being spoken, and the thread."""
        self._is_stopping.set()
        self._player.stop()
        self._calls.put(None)
        if self._thread.is_alive():
            self._thread.join(_STOP_TIMEOUT_S)

    @property
    def is_idle(self) -> bool:
        return self._is_idle.is_set()

    @property
    def faults(self) -> frozenset[str]:
        """What to report of the device: `no_sound`, or nothing."""
        return frozenset() if self._silent_since_s is None else frozenset({NO_SOUND})

    def speak(self, utterance: Utterance) -> None:
        """Begin to speak; returns at once."""
        self._is_idle.clear()
        self._calls.put(utterance)

    def test(self) -> JobOutcome:
        """Say the words of a sound test as soon as no call is being spoken; blocks, never on the screen's thread."""
        test = _SoundTest()
        self._calls.put(test)
        give_up_s = real_monotonic_s() + _TEST_PATIENCE_S
        while not (test.is_over.wait(_TEST_LOOK_S) or self._is_stopping.is_set()) and real_monotonic_s() < give_up_s:
            pass
        return test.outcome

    def _run(self) -> None:
        self._try(self._check)
        while not self._is_stopping.is_set():
            timeout_s = None if self._silent_since_s is None else _CHECK_AGAIN_S
            try:
                call = self._calls.get(timeout=timeout_s)
            except queue.Empty:
                self._try(self._check)
                continue
            if call is None:
                return
            if isinstance(call, _SoundTest):
                is_heard = self._try(self._say_test)
                if not self._is_stopping.is_set():
                    call.outcome = JobOutcome.DONE if is_heard else JobOutcome.FAILED
                call.is_over.set()
                continue
            self._try(partial(self._say, call))
            self._is_idle.set()

    def _try(self, work: Callable[[], None]) -> bool:
        """Do it; a missing sound is told once, and its return once. True when nothing was in the way."""
        try:
            work()
        except (NoSound, ClipPackFault) as fault:
            self._pack = None  # it may have been made anew when we look again
            if self._silent_since_s is None and not self._is_stopping.is_set():
                self._silent_since_s = real_monotonic_s()
                _log.warning("no sound: %s. Calls are shown and not spoken", fault)
        except UnspeakableCall as fault:
            _log.error("a call is shown and not spoken: %s", fault)
        except Exception:  # the loop's edge: a bug in one call must not silence the next
            _log.exception("a call could not be spoken")
        else:
            if self._silent_since_s is not None:
                _log.warning("sound again after %.0f s", real_monotonic_s() - self._silent_since_s)
                self._silent_since_s = None
            return True
        return False

    def _check(self) -> None:
        self._opened_pack()
        self._player.check()

    def _say(self, utterance: Utterance) -> None:
        call = utterance.call
        if utterance.percent == 0:
            return
        pack = self._opened_pack()
        # Whole or not at all: a language that lacks a word of it is not begun.
        language = call.language if pack.speaks(call.language, call.counter_number) else "vi"
        name = recording_name(
            call.call_id, call.number, call.counter_number, is_recall=call.is_recall, to_seat=call.to_seat
        )
        try:
            self._play(self._sentences(utterance, language, pack), name, percent=utterance.percent)
        except ClipPackFault as fault:
            if language == "vi":
                raise
            _log.warning("a call is said in Vietnamese alone: %s", fault)
            self._play(self._sentences(utterance, "vi", pack), name, percent=utterance.percent)

    def _sentences(self, utterance: Utterance, language: str, pack: ClipPack) -> Sequence[Sentence]:
        call = utterance.call
        return announcement(
            call.number,
            call.counter_number,
            language,
            is_recall=call.is_recall,
            to_seat=call.to_seat,
            manner=utterance.manner,
            order=pack.order,
        )

    def _say_test(self) -> None:
        self._play(SOUND_TEST, SOUND_TEST_NAME)

    def _play(self, sentences: Sequence[Sentence], name: str, *, percent: int = 100) -> None:
        with tempfile.TemporaryDirectory(prefix="bocso-call-") as folder:
            sound = Path(folder) / name
            splice(self._opened_pack(), sentences, sound, percent=percent)
            self._player.play(sound)

    def _opened_pack(self) -> ClipPack:
        if self._pack is None:
            self._pack = ClipPack(self._clips_dir, further=self._further_packs)
        return self._pack
