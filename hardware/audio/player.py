"""Makes a call heard: through the sound card, or, simulated, as kept files, or not at all."""

import logging
import re
import shutil
import subprocess
import tempfile
import threading
import time
import wave
from array import array
from pathlib import Path
from typing import Protocol

from hardware.audio.clips import SAMPLE_RATE_HZ, write_wav
from hardware.errors import HardwareError

_log = logging.getLogger(__name__)

_APLAY_GRACE_S = 5.0  # longer than the sound itself: opening a sleeping sound card takes a moment
_LOOK_S = 0.03  # how soon a sound gives way: unnoticed by a finger
_KEPT_RECORDINGS = 500  # a demo that runs for weeks must not fill the disk


class NoSound(HardwareError):
    """Nothing can be heard: no sound device, no aplay, or the device is taken."""


class Player(Protocol):
    """Blocking; call it from a thread of its own."""

    def play(self, wav_path: Path) -> None:
        """Return when the sound has been heard.

        Raises:
            NoSound: it was not heard.
        """
        ...

    def check(self) -> None:
        """Find out, unheard, whether sound would come.

        Raises:
            NoSound: it would not.
        """
        ...

    def stop(self) -> None:
        """End what is playing; from any thread. Nothing plays afterwards."""
        ...


class PlayerCutShort(Player, Protocol):
    """A player whose sound gives way to a newer one."""

    def play(self, wav_path: Path, *, cut: threading.Event | None = None) -> None:
        """As `Player.play`; returns soon after `cut` is set, from any thread, and at once when it is already."""
        ...


class AplayPlayer:
    """ALSA's own player, one process per call, so that a stuck driver never sticks to us."""

    def __init__(self, device: str = "default") -> None:
        self._device = device
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def play(self, wav_path: Path, *, cut: threading.Event | None = None) -> None:
        timeout_s = _length_s(wav_path) + _APLAY_GRACE_S
        command = ["aplay", "--quiet", "--device", self._device, str(wav_path)]
        with self._lock:
            if self._is_stopped or (cut is not None and cut.is_set()):
                return
            try:
                process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
                )
            except OSError as error:
                raise NoSound(f"aplay cannot be started ({error}); install alsa-utils") from error
            self._process = process
        try:
            if cut is not None and _is_cut_short(process, cut, timeout_s):
                return
            _, complaint = process.communicate(timeout=timeout_s if cut is None else _APLAY_GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise NoSound(f"aplay did not end within {timeout_s:.0f} s on '{self._device}'") from None
        finally:
            with self._lock:
                self._process = None
        if process.returncode != 0 and not self._is_stopped:
            reason = complaint.decode(errors="replace").strip().splitlines() or ["no reason given"]
            raise NoSound(f"aplay cannot play on '{self._device}': {reason[0]}")

    def check(self) -> None:
        with tempfile.TemporaryDirectory(prefix="bocso-sound-") as folder:
            silence = Path(folder) / "silence.wav"
            write_wav(silence, array("h", bytes(2 * (SAMPLE_RATE_HZ // 20))))
            self.play(silence)

    def stop(self) -> None:
        with self._lock:
            self._is_stopped = True
            if self._process is not None:
                self._process.terminate()


class RecordingPlayer:
    """Simulated: keeps each call as a WAV file in `folder`, under the name it was played with.

    It blocks as long as the sound lasts times `pace` (1.0 real time, 0 not at all). It does not imitate a
    missing, busy or stuck device.
    """

    def __init__(self, folder: Path, *, pace: float = 1.0) -> None:
        self._folder = folder
        self._pace = pace
        self._stopped = threading.Event()

    def play(self, wav_path: Path, *, cut: threading.Event | None = None) -> None:
        if self._stopped.is_set() or (cut is not None and cut.is_set()):
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = self._folder / f".{wav_path.name}.part"
            shutil.copyfile(wav_path, unfinished)
            unfinished.replace(self._folder / wav_path.name)
            self._forget_oldest()
        except OSError as error:
            raise NoSound(f"{self._folder}: the call cannot be kept ({error})") from error
        until_s = time.monotonic() + _length_s(wav_path) * self._pace
        while (left_s := until_s - time.monotonic()) > 0 and not (cut is not None and cut.is_set()):
            if self._stopped.wait(left_s if cut is None else min(left_s, _LOOK_S)):
                return

    def check(self) -> None:
        """A folder is always there to be made."""

    def stop(self) -> None:
        self._stopped.set()

    def _forget_oldest(self) -> None:
        recordings = sorted(self._folder.glob("*.wav"), key=lambda path: path.stat().st_mtime)
        for path in recordings[:-_KEPT_RECORDINGS]:
            path.unlink(missing_ok=True)


class SilentPlayer:
    """A board that is not meant to speak."""

    def play(self, wav_path: Path) -> None:
        """Nothing is heard, as wanted."""

    def check(self) -> None:
        """Silence needs no device."""

    def stop(self) -> None:
        """Nothing plays."""


def recording_name(
    call_id: int, number: str, counter_number: int, *, is_recall: bool = False, to_seat: bool = False
) -> str:
    """The file name of a spoken call: `call-000123-A025-quay-3.wav`; sorts by call.

    After the counter stands what was said otherwise: `-goi-lai` in a recall, `-tai-cho` for who stays seated.
    """
    safe = re.sub(r"[^A-Za-z0-9-]", "_", number)
    said = f"{'-goi-lai' if is_recall else ''}{'-tai-cho' if to_seat else ''}"
    return f"call-{call_id:06d}-{safe}-quay-{counter_number}{said}.wav"


def _is_cut_short(process: subprocess.Popen[bytes], cut: threading.Event, timeout_s: float) -> bool:
    """Wait for the end of what plays, or end it when `cut` is set; False when it ended by itself, or never does."""
    until_s = time.monotonic() + timeout_s
    while process.poll() is None and time.monotonic() < until_s:
        if cut.wait(_LOOK_S):
            process.terminate()
            try:
                process.communicate(timeout=_APLAY_GRACE_S)
            except subprocess.TimeoutExpired:
                process.kill()  # a stuck driver
                process.communicate()
            return True
    return False


def _length_s(wav_path: Path) -> float:
    try:
        with wave.open(str(wav_path), "rb") as file:
            return file.getnframes() / file.getframerate()
    except (OSError, EOFError, wave.Error) as error:
        raise NoSound(f"{wav_path}: cannot be played ({error})") from error
