"""From the desk's number pad to the server: each press once, in order, and what became of it for the display.

A press is born with an id and kept in memory only: one that a restart interrupts is too old to be meant. It is sent
again under the same id until the server says whether it was done; the server does none that is older than 5 s.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from counter_display.key_words import KeyWord, WordKind
from hardware.keypad.keypad import Keypad, PadKey
from hardware.keypad.press_rules import KeyPress, KeyRules
from look.language import translator
from messaging.clock import real_monotonic_s
from messaging.requests import DeskKey, DeskKeyDone, DeskKeyPress
from messaging.server_client import RequestRefused, ServerUnreachable

_log = logging.getLogger(__name__)

KEYPAD_MISSING = "keypad_missing"
CREDENTIAL_REFUSED = "credential_refused"

MEANINGS: dict[PadKey, DeskKey] = {
    PadKey.ENTER: DeskKey.NEXT,
    PadKey.PLUS: DeskKey.RECALL,
    PadKey.ONE: DeskKey.CAME,
    PadKey.ZERO: DeskKey.ABSENT,
    PadKey.DOT: DeskKey.FINISH,
}
"""The largest key for what is done most; 1 and 0 as yes and no; the dot ends, as it ends a sentence."""

TOO_OLD_S = 5.0
"""The server does no press that is older; a second press of the key is then meant anew."""
GIVE_UP_S = 20.0
"""By now the officer has looked at the screen and gone on, by the console or on paper."""
LONGEST_LINE = 3
"""Presses that wait for an answer; more are a hammering hand."""

_JUDGE_S = 0.02
_LOOK_S = 1.0  # a keypad that was pulled out is noticed without a key
_TRY_AGAIN_S = 0.3
_SLOW_S = 1.5
"""An answer usually takes some milliseconds; after this time somebody wonders whether the key was felt."""
_DONE_SHOWN_S = 4.0
_REFUSED_SHOWN_S = 7.0  # there is more to read, and to decide
_STOP_TIMEOUT_S = 4.0  # a try ends within 3 s

_vi = translator("vi")

_NAMES = {
    DeskKey.NEXT: "Gọi tiếp",
    DeskKey.RECALL: "Gọi lại",
    DeskKey.CAME: "Đã đến",
    DeskKey.ABSENT: "Vắng mặt",
    DeskKey.FINISH: "Hoàn tất",
}


@dataclass(slots=True)
class _Press:
    press_id: UUID
    key: DeskKey
    at_s: float
    is_slow: bool = False


class DeskKeys:
    """Two threads: one judges the keys, one sends; neither ever waits for the screen, nor the screen for them.

    `send` is `ServerClient.press_desk_key`. `word` is what to show now. All times are real monotonic ones.
    """

    def __init__(self, keypad: Keypad, send: Callable[[DeskKeyPress], DeskKeyDone]) -> None:
        self.keypad = keypad
        self._send = send
        self._rules = KeyRules()
        self._lock = threading.Lock()
        self._line: deque[_Press] = deque()
        self._word: KeyWord | None = None
        self._word_ends_s: float | None = None
        self._was_there: bool | None = None
        self._is_credential_refused = False
        self._key_moved = threading.Event()
        self._line_moved = threading.Event()
        self._stopping = threading.Event()
        self._judging = threading.Thread(target=self._judge, name="desk keys", daemon=True)
        self._sending = threading.Thread(target=self._send_line, name="desk key sending", daemon=True)
        keypad.when_changed(self._key_moved.set)

    def start(self) -> None:
        self.keypad.start()
        self._judging.start()
        self._sending.start()

    def stop(self) -> None:
        """End; a press that is under way is not sent again, by us or by the next start."""
        self._stopping.set()
        self._key_moved.set()
        self._line_moved.set()
        for thread in (self._judging, self._sending):
            if thread.is_alive():
                thread.join(_STOP_TIMEOUT_S)
        self.keypad.close()

    @property
    def faults(self) -> frozenset[str]:
        """What to report of the device (codes of docs/messages.md)."""
        missing = frozenset() if self.keypad.is_there else frozenset({KEYPAD_MISSING})
        return missing | (frozenset({CREDENTIAL_REFUSED}) if self._is_credential_refused else frozenset())

    def word(self) -> KeyWord | None:
        """What the display shows at its lower edge now; None: nothing."""
        now_s = real_monotonic_s()
        with self._lock:
            if self._word_ends_s is not None and now_s >= self._word_ends_s:
                self._word, self._word_ends_s = None, None
            return self._word

    def _judge(self) -> None:
        while not self._stopping.is_set():
            self._key_moved.clear()
            try:
                for change in self.keypad.take():
                    self._rules.report(change)
                for press in self._rules.presses(real_monotonic_s()):
                    self._queue(press)
                self._watch_plug()
            except Exception:  # the loop's edge
                _log.exception("a key of the number pad could not be judged")
            self._key_moved.wait(_JUDGE_S if self._rules.is_judging else _LOOK_S)

    def _watch_plug(self) -> None:
        is_there = self.keypad.is_there
        if self._was_there is True and not is_there:
            self._say(WordKind.NO_CONNECTION, _vi("Bàn phím số đã bị rút ra"), _REFUSED_SHOWN_S)
        elif self._was_there is False and is_there:
            self._say(WordKind.DONE, _vi("Bàn phím số đã sẵn sàng"), _DONE_SHOWN_S)
        if is_there or self._was_there is not None:
            self._was_there = is_there

    def _queue(self, pressed: KeyPress) -> None:
        """Give a press its id and its place in the line, unless it is the same one in another's place."""
        key = MEANINGS[pressed.key]
        with self._lock:
            if any(one.key is key and pressed.at_s - one.at_s < TOO_OLD_S for one in self._line):
                return
            is_full = len(self._line) >= LONGEST_LINE
            if not is_full:
                self._line.append(_Press(uuid4(), key, pressed.at_s))
            is_first = len(self._line) == 1
        if is_full:
            self._say(WordKind.NO_CONNECTION, _vi("Chưa nhận phím: còn chờ máy chủ trả lời"), None)
            return
        if is_first:
            self._say(WordKind.SENDING, _vi("{key} – đang gửi…").format(key=_vi(_NAMES[key])), None)
        self._line_moved.set()

    def _send_line(self) -> None:
        while not self._stopping.is_set():
            with self._lock:
                press = self._line[0] if self._line else None
            if press is None:
                self._line_moved.wait()
                self._line_moved.clear()
                continue
            try:
                is_settled = self._try(press)
            except Exception:  # the loop's edge: a strange answer must not end the keys
                _log.exception("a press of the number pad could not be sent")
                self._lose(press)
                is_settled = True
            if not is_settled:
                self._stopping.wait(_TRY_AGAIN_S)
                continue
            with self._lock:
                self._line.popleft()

    def _try(self, press: _Press) -> bool:
        """Send a press once; True when its end is known, or nobody waits for it any more."""
        age_s = max(0.0, real_monotonic_s() - press.at_s)
        if age_s >= GIVE_UP_S:
            self._lose(press)
            return True
        try:
            done = self._send(DeskKeyPress(press_id=press.press_id, key=press.key, age_ms=round(age_s * 1000)))
        except ServerUnreachable:
            if real_monotonic_s() - press.at_s >= _SLOW_S and not press.is_slow:
                press.is_slow = True
                words = _vi("{key} – chưa nối được máy chủ, đang thử lại…").format(key=_vi(_NAMES[press.key]))
                self._say(WordKind.NO_CONNECTION, words, None)
            return False
        except RequestRefused as refusal:
            self._is_credential_refused = refusal.status == 401
            # The details of a credential are for the log, not for a screen in the hall.
            words = (
                _vi("Máy chủ chưa nhận màn hình này. Báo cán bộ kỹ thuật") if refusal.status == 401 else refusal.detail
            )
            self._say(WordKind.REFUSED, words, _REFUSED_SHOWN_S)
            return True
        self._is_credential_refused = False
        self._say(WordKind.DONE, done.message, _DONE_SHOWN_S)
        return True

    def _lose(self, press: _Press) -> None:
        words = _vi("{key} – mất kết nối, chưa rõ đã thực hiện chưa. Xem số trên màn hình rồi bấm lại")
        self._say(WordKind.NO_CONNECTION, words.format(key=_vi(_NAMES[press.key])), _REFUSED_SHOWN_S)

    def _say(self, kind: WordKind, text: str, shown_s: float | None) -> None:
        """Show a word for so long; None: until the next."""
        with self._lock:
            self._word = KeyWord(kind, text)
            self._word_ends_s = None if shown_s is None else real_monotonic_s() + shown_s
