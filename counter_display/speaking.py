"""The voice's own thread: splices a call from clips and plays it, while the screen goes on."""

import logging
import queue
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from counter_display.errors import UnspeakableCall
from counter_display.phrases import announcement
from hardware.audio.clips import ClipPack, ClipPackFault
from hardware.audio.player import NoSound, Player, recording_name
from hardware.audio.splice import splice
from messaging.clock import real_monotonic_s
from messaging.snapshots import BoardCall

_log = logging.getLogger(__name__)

NO_SOUND = "no_sound"

_CHECK_AGAIN_S = 60.0  # a loudspeaker that was plugged in is found without waiting for the next call
_STOP_TIMEOUT_S = 3.0  # the player ends at once when told to; a stuck driver must not hold the program


class Voice:
    """Speaks one call at a time: `speak` only when `is_idle`."""

    def __init__(self, player: Player, clips_dir: Path) -> None:
        self._player = player
        self._clips_dir = clips_dir
        self._pack: ClipPack | None = None
        self._calls: queue.SimpleQueue[BoardCall | None] = queue.SimpleQueue()
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

    def speak(self, call: BoardCall) -> None:
        """Begin to speak; returns at once."""
        self._is_idle.clear()
        self._calls.put(call)

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
            self._try(partial(self._say, call))
            self._is_idle.set()

    def _try(self, work: Callable[[], None]) -> None:
        """Do it; a missing sound is told once, and its return once."""
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

    def _check(self) -> None:
        self._opened_pack()
        self._player.check()

    def _say(self, call: BoardCall) -> None:
        sentences = announcement(call.number, call.counter_number, call.language, is_recall=call.is_recall)
        with tempfile.TemporaryDirectory(prefix="bocso-call-") as folder:
            sound = Path(folder) / recording_name(call.call_id, call.number, call.counter_number)
            splice(self._opened_pack(), sentences, sound)
            self._player.play(sound)

    def _opened_pack(self) -> ClipPack:
        if self._pack is None:
            self._pack = ClipPack(self._clips_dir)
        return self._pack
