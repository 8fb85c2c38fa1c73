"""From a pushed key to the server's answer on the display: through the pipe of a simulated keypad and real HTTP."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stub_server import Asked, StubHandler, StubServer, hang, refuse

from counter_display import desk_keys
from counter_display.desk_keys import DeskKeys
from counter_display.key_words import WordKind
from hardware.keypad.keypad import PadKey
from hardware.keypad.press_rules import DOUBLE_S
from hardware.keypad.simulated_keypad import PipeKeypad, let_go, plug_in, push, unplug
from messaging.server_client import ServerClient
from messaging.settings import ServerAddress

PATIENCE_S = 15.0


def until(is_so: Callable[[], object]) -> None:
    give_up_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < give_up_s, "it did not happen"
        time.sleep(0.005)


def do_once(handler: StubHandler, asked: Asked) -> None:
    """What our server does: a press that is new and not too old is done; a repeat gets the answer it had."""
    press_id = asked.body["press_id"]
    if press_id not in handler.stub.kept:
        if asked.body["age_ms"] > 5000:
            refuse(409, "too_old")(handler, asked)
            return
        handler.stub.kept[press_id] = asked.body
    handler.answer(200, {"message": f"Đã làm {handler.stub.kept[press_id]['key']}", "number": "A001"})


def do_and_lose_the_answer(handler: StubHandler, asked: Asked) -> None:
    handler.stub.kept.setdefault(asked.body["press_id"], asked.body)
    handler.close_connection = True


class Desk:
    """A keypad, the display's sender and a server."""

    def __init__(self, folder: Path) -> None:
        self.server = StubServer(do_once)
        self.server.start()
        self.pipe = folder / "keypad"
        (folder / "credential").write_text("secret")
        self.client = ServerClient(
            ServerAddress(url=self.server.url, credential_file=folder / "credential"), timeout_s=0.5
        )
        self.keys = DeskKeys(PipeKeypad(self.pipe), self.client.press_desk_key)
        self.keys.start()
        until(lambda: self.keys.keypad.is_there)

    def press(self, key: PadKey) -> None:
        push(self.pipe, key)
        let_go(self.pipe, key)

    def done(self) -> list[str]:
        """The keys of the presses that the server did, in order."""
        return [body["key"] for body in self.server.kept.values()]

    def asked(self) -> list[str]:
        return [one.body["press_id"] for one in self.server.asked]

    def shows(self, kind: WordKind, text: str = "") -> bool:
        word = self.keys.word()
        return word is not None and word.kind is kind and text in word.text

    def stop(self) -> None:
        self.server.release.set()
        self.keys.stop()
        self.client.close()
        self.server.stop()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.stop()


def test_each_key_does_its_deed_and_the_answer_is_shown(desk: Desk) -> None:
    keys = {
        PadKey.ENTER: "next",
        PadKey.PLUS: "recall",
        PadKey.ONE: "came",
        PadKey.ZERO: "absent",
        PadKey.DOT: "finish",
    }
    for key, deed in keys.items():
        desk.press(key)
        until(lambda deed=deed: desk.shows(WordKind.DONE, f"Đã làm {deed}"))
    assert desk.done() == list(keys.values())
    sent = desk.server.asked[0]
    assert sent.headers["idempotency-key"] == sent.body["press_id"]
    assert sent.headers["authorization"] == "Bearer secret"
    assert 0 <= sent.body["age_ms"] < 5000


def test_the_word_goes_after_some_seconds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_keys, "_DONE_SHOWN_S", 0.05)
    desk.press(PadKey.ENTER)
    until(lambda: desk.done() == ["next"])
    until(lambda: desk.keys.word() is None)


def test_a_doubled_press_is_sent_once(desk: Desk) -> None:
    for _ in range(5):
        desk.press(PadKey.ENTER)
    until(lambda: desk.shows(WordKind.DONE))
    desk.press(PadKey.ONE)
    until(lambda: desk.done() == ["next", "came"])
    assert len(set(desk.asked())) == 2


def test_the_same_key_while_its_answer_is_awaited_is_the_same_press(desk: Desk) -> None:
    desk.server.behave = hang
    desk.press(PadKey.ENTER)
    until(lambda: desk.asked())
    time.sleep(DOUBLE_S)  # a press of its own for the keypad, and none for the desk
    desk.press(PadKey.ENTER)
    time.sleep(0.1)  # else it is a hand on two keys
    desk.press(PadKey.PLUS)
    desk.server.behave = do_once
    until(lambda: desk.done() == ["next", "recall"])
    assert len(set(desk.asked())) == 2


def test_a_refusal_is_shown_in_the_servers_words_and_nothing_is_sent_again(desk: Desk) -> None:
    desk.server.behave = refuse(409, "nobody_signed_on")
    desk.press(PadKey.ENTER)
    until(lambda: desk.shows(WordKind.REFUSED, "no"))
    desk.server.behave = do_once
    desk.press(PadKey.ONE)
    until(lambda: desk.shows(WordKind.DONE))
    assert desk.done() == ["came"]


def test_a_lost_answer_is_asked_for_again_and_the_deed_done_once(desk: Desk) -> None:
    desk.server.behave = do_and_lose_the_answer
    desk.press(PadKey.ENTER)
    until(lambda: len(desk.asked()) >= 2)
    desk.server.behave = do_once
    until(lambda: desk.shows(WordKind.DONE, "Đã làm next"))
    assert desk.done() == ["next"]
    assert len(set(desk.asked())) == 1


def test_while_the_server_is_away_it_is_said_and_the_press_is_done_when_it_is_back_in_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_keys, "_SLOW_S", 0.1)
    desk.server.stop()
    desk.press(PadKey.ENTER)
    until(lambda: desk.shows(WordKind.NO_CONNECTION, "Gọi tiếp – chưa nối được máy chủ"))
    desk.server.start()
    until(lambda: desk.shows(WordKind.DONE, "Đã làm next"))
    assert desk.done() == ["next"]


def test_a_press_that_comes_too_late_is_not_done_and_the_officer_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_keys, "TOO_OLD_S", 0.5)
    desk.server.stop()
    desk.press(PadKey.ENTER)
    until(lambda: desk.shows(WordKind.NO_CONNECTION))
    refused = threading.Event()

    def too_old(handler: StubHandler, asked: Asked) -> None:
        refuse(409, "too_old")(handler, asked)
        refused.set()

    desk.server.behave = too_old
    desk.server.start()
    until(refused.is_set)
    until(lambda: desk.shows(WordKind.REFUSED))
    assert desk.done() == []


def test_nobody_waits_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_keys, "GIVE_UP_S", 0.6)
    desk.server.stop()
    desk.press(PadKey.DOT)
    until(lambda: desk.shows(WordKind.NO_CONNECTION, "Hoàn tất – mất kết nối, chưa rõ đã thực hiện chưa"))
    desk.server.start()
    desk.press(PadKey.ENTER)
    until(lambda: desk.shows(WordKind.DONE, "Đã làm next"))
    assert desk.done() == ["next"], "what was given up is never sent again"


def test_a_hammering_hand_fills_no_queue(desk: Desk) -> None:
    desk.server.behave = hang
    for key in (PadKey.ENTER, PadKey.PLUS, PadKey.ONE, PadKey.ZERO, PadKey.DOT):
        desk.press(key)
        time.sleep(0.1)  # else it is a hand on several keys
    until(lambda: desk.shows(WordKind.NO_CONNECTION, "Chưa nhận phím"))
    desk.server.behave = do_once
    desk.server.release.set()
    until(lambda: len(desk.done()) == desk_keys.LONGEST_LINE)
    assert desk.done() == ["next", "recall", "came"]


def test_a_keypad_that_is_pulled_out_is_a_fault_and_said(desk: Desk) -> None:
    until(lambda: desk.keys.faults == frozenset())
    unplug(desk.pipe)
    until(lambda: desk.keys.faults == {"keypad_missing"})
    until(lambda: desk.shows(WordKind.NO_CONNECTION, "Bàn phím số đã bị rút ra"))
    plug_in(desk.pipe)
    until(lambda: desk.keys.faults == frozenset())
    until(lambda: desk.shows(WordKind.DONE, "Bàn phím số đã sẵn sàng"))
    desk.press(PadKey.ENTER)
    until(lambda: desk.done() == ["next"])


def test_a_refused_credential_is_a_fault_until_it_is_put_right(desk: Desk) -> None:
    desk.server.behave = refuse(401, "not_signed_in")
    desk.press(PadKey.ENTER)
    until(lambda: desk.keys.faults == {"credential_refused"})
    until(lambda: desk.shows(WordKind.REFUSED, "Máy chủ chưa nhận màn hình này"))
    desk.server.behave = do_once
    desk.press(PadKey.ONE)
    until(lambda: desk.done() == ["came"])
    until(lambda: desk.keys.faults == frozenset())


def test_an_answer_that_is_none_is_no_answer(desk: Desk) -> None:
    """Something else answers in the server's place."""

    def portal(handler: StubHandler, asked: Asked) -> None:
        handler.answer(200, b"<html>Please log in</html>", "text/html")

    desk.server.behave = portal
    desk.press(PadKey.ENTER)
    until(lambda: len(desk.asked()) >= 2)
    desk.server.behave = do_once
    until(lambda: desk.shows(WordKind.DONE))
    assert desk.done() == ["next"]


def test_every_key_of_the_pad_has_one_meaning() -> None:
    assert set(desk_keys.MEANINGS) == set(PadKey)
    assert len(set(desk_keys.MEANINGS.values())) == len(PadKey)
