"""Speaks the names of what is touched: short clips of espeak-ng, made once and kept, played off the screen's thread."""

import hashlib
import logging
import shutil
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from hardware.audio.clips import ClipPackFault, read_wav, write_wav
from hardware.audio.evening import levelled, trimmed
from hardware.audio.make_clips import VOICES
from hardware.audio.player import NoSound, PlayerCutShort

MOST_KEPT = 800
"""Clips: all names of two languages are some hundred; numbers and counts that are spoken once make room again."""
_WORDS_PER_MINUTE = 150
_ESPEAK_TIMEOUT_S = 10.0

log = logging.getLogger(__name__)

Make = Callable[[str, str, Path], None]
"""Words, language and the file that is to hold them."""


class CannotSpeak(Exception):
    """espeak-ng is not installed, or does not say this."""


class Speaker:
    """`say` and `prepare` return at once, from the screen's thread. The newest words win: what waits is forgotten, and
    what is being said is cut short.

    `is_there` is False until a sound could be played: a kiosk without a loudspeaker offers no voice.
    """

    def __init__(self, folder: Path, player: PlayerCutShort, *, make: Make | None = None) -> None:
        self._folder = folder
        self._player = player
        self._make = make or speak_to_file
        self._is_there = False
        self._wanted: tuple[str, str] | None = None
        self._prepared: set[tuple[str, str]] = set()
        self._to_prepare: deque[tuple[str, str]] = deque()
        self._woken = threading.Condition()
        self._cut = threading.Event()
        """Of what is being said, or was said last."""
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="speaking", daemon=True)

    @property
    def is_there(self) -> bool:
        return self._is_there

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._woken:
            self._is_stopping = True
            self._cut.set()
            self._woken.notify()
        self._player.stop()
        if self._thread.is_alive():
            self._thread.join(timeout=_ESPEAK_TIMEOUT_S + 1)

    def say(self, words: str, language: str) -> None:
        with self._woken:
            self._wanted = (words, _voice_language(language))
            self._cut.set()
            self._woken.notify()

    def prepare(self, phrases: Iterable[str], language: str) -> None:
        """Make these clips while nothing is to be said, so that the first touch is answered at once."""
        with self._woken:
            for words in phrases:
                phrase = (words, _voice_language(language))
                if words and phrase not in self._prepared:
                    self._prepared.add(phrase)
                    self._to_prepare.append(phrase)
            self._woken.notify()

    def _run(self) -> None:
        try:
            self._player.check()
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._make is speak_to_file:
                require_espeak()
        except (NoSound, CannotSpeak, OSError) as fault:
            log.info("the kiosk offers no voice: %s", fault)
            return
        self._is_there = True
        while True:
            with self._woken:
                while self._wanted is None and not self._to_prepare and not self._is_stopping:
                    self._woken.wait()
                if self._is_stopping:
                    return
                is_said = self._wanted is not None
                words, language = self._wanted or self._to_prepare.popleft()
                self._wanted = None
                if is_said:
                    self._cut = threading.Event()
                cut = self._cut if is_said else None
            self._speak(words, language, cut)

    def _speak(self, words: str, language: str, cut: threading.Event | None) -> None:
        """Make the clip, and say it unless `cut` is None."""
        try:
            clip = self._clip(words, language)
            if cut is not None:
                self._player.play(clip, cut=cut)
        except (CannotSpeak, NoSound, OSError) as fault:
            log.warning("the kiosk could not say something: %s", fault)

    def _clip(self, words: str, language: str) -> Path:
        """The file that holds these words; made now when it is not there yet.

        Raises:
            CannotSpeak: it cannot be made.
        """
        key = hashlib.sha256(f"{language}\0{words}".encode()).hexdigest()[:24]
        clip = self._folder / f"{language}-{key}.wav"
        if clip.exists():
            clip.touch()
            return clip
        unfinished = clip.with_suffix(".part")
        self._make(words, language, unfinished)
        unfinished.replace(clip)
        self._forget_oldest()
        return clip

    def _forget_oldest(self) -> None:
        clips = sorted(self._folder.glob("*.wav"), key=lambda path: path.stat().st_mtime)
        for path in clips[:-MOST_KEPT]:
            path.unlink(missing_ok=True)


def require_espeak() -> str:
    """Where espeak-ng is.

    Raises:
        CannotSpeak: it is not installed.
    """
    espeak = shutil.which("espeak-ng")
    if espeak is None:
        raise CannotSpeak("espeak-ng is missing; install it: sudo apt-get install espeak-ng")
    return espeak


def speak_to_file(words: str, language: str, target: Path) -> None:
    """Let espeak-ng say `words` into `target`, evened out as the boards' clips are.

    Raises:
        CannotSpeak: it is not there, fails, or takes too long.
    """
    voice = VOICES["en" if language == "en" else "vi"]
    command = [require_espeak(), "-v", voice, "-s", str(_WORDS_PER_MINUTE), "-w", str(target), "--", words]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_ESPEAK_TIMEOUT_S)
        write_wav(target, levelled(trimmed(read_wav(target))))
    except (OSError, subprocess.SubprocessError, ClipPackFault) as error:
        raise CannotSpeak(f"espeak-ng could not speak: {error}") from error


def _voice_language(language: str) -> str:
    return "en" if language == "en" else "vi"
