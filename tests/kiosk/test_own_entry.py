"""What the keys of the own number make, and what its holder is told."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from broker_fixture import wait_for

from kiosk.own_numbers import OwnNumbers, OwnStage, OwnView
from kiosk.screens.own import CLEAR, ERASE, Entry
from kiosk.screens.own_flow import MOST_WRONG_PAIRS, OwnFlow, standing_of
from look.language import translator
from messaging.requests import OwnNumber, OwnNumberTold, OwnWord
from messaging.server_client import RequestRefused, ServerUnreachable

TR = translator("vi")


def typed(*keys: str) -> Entry:
    entry = Entry()
    for key in keys:
        entry = entry.typed(key)
    return entry


@pytest.mark.parametrize(
    ("keys", "number", "is_whole"),
    [
        (("A", "0", "2", "5"), "A025", True),
        (("A", "0", "2"), "A02", False),
        (("0", "2", "5"), "025", False),
        (("0", "2", "5", "B"), "B025", True),
        (("A", "1", "0", "0", "3"), "A1003", True),
        (("X", "2", "0", "0", "1"), "X2-001", True),
        (("X", "2", "0", "0"), "X200", False),
        (("A", "0", "2", "5", ERASE), "A02", False),
        (("A", "0", CLEAR), "", False),
    ],
)
def test_letters_and_digits_become_a_number(*, keys: tuple[str, ...], number: str, is_whole: bool) -> None:
    entry = typed(*keys)
    assert (entry.number, entry.is_whole) == (number, is_whole)


def told(state: str = "waiting", **changes: object) -> OwnNumberTold:
    values = {"number": "A025", "state": state, "service_name": "Chứng thực", "service_name_en": "", "people_ahead": 2}
    return OwnNumberTold.model_validate(values | changes)


@pytest.mark.parametrize(
    ("view", "fact", "note"),
    [
        (OwnView(OwnStage.TOLD, told()), "Còn 2 người phía trước", ""),
        (
            OwnView(OwnStage.TOLD, told(is_confirmed=True), OwnWord.PRESENT),
            "Còn 2 người phía trước",
            "Đã ghi nhận: Ông/Bà đang có mặt.",
        ),
        (
            OwnView(OwnStage.TOLD, told(postponed_until=datetime(2026, 11, 22, 2, 15, tzinfo=UTC)), OwnWord.LATE),
            "Còn 2 người phía trước",
            "Đã ghi nhận: Ông/Bà đến lúc 09:15. Giữ nguyên thứ tự.",
        ),
        (OwnView(OwnStage.TOLD, told("called", counter_number=3)), "Mời Ông/Bà đến quầy số 3", ""),
        (OwnView(OwnStage.TOLD, told("cancelled"), OwnWord.GIVE_BACK), "Số này đã được trả lại.", ""),
        (OwnView(OwnStage.TOLD, told("finished")), "Số này đã xong", ""),
        (
            OwnView(OwnStage.REFUSED, told(), OwnWord.GIVE_BACK, "too_late"),
            "Còn 2 người phía trước",
            "Số này đã được gọi hoặc đã xong, không thay đổi được nữa.",
        ),
    ],
)
def test_its_holder_is_told_how_it_stands(view: OwnView, fact: str, note: str) -> None:
    assert view.told is not None
    standing = standing_of(view.told, view, "vi", TR)
    assert (standing.fact, standing.note) == (fact, note)


class Server:
    """Knows A025 with 042."""

    def __init__(self) -> None:
        self.said: list[OwnNumber] = []
        self.away = 0

    def own_number(self, said: OwnNumber) -> OwnNumberTold:
        self.said.append(said)
        if self.away:
            self.away -= 1
            raise ServerUnreachable("away")
        if (said.number, said.check) != ("A025", "042"):
            raise RequestRefused(status=404, code="own_number_not_found", detail="")
        return told()


def answered(server: Server, number: str, check: str) -> OwnView:
    """The view after the question has been answered."""
    numbers = OwnNumbers(server, on_change=lambda: None)
    assert numbers.ask(number, check)
    assert not numbers.ask(number, check), "one question at a time"
    numbers.start()
    numbers.stop()
    return numbers.view


def test_a_lost_answer_is_asked_for_again_with_the_same_id() -> None:
    server = Server()
    server.away = 1
    assert answered(server, "A025", "042").stage is OwnStage.TOLD
    assert server.said[0].word_id == server.said[1].word_id
    server.away = 2
    assert answered(server, "A025", "042").stage is OwnStage.NO_ANSWER


def test_after_three_wrong_pairs_a_person_helps() -> None:
    class Desk:
        view = OwnView(OwnStage.IDLE)
        asked = 0

        def ask(self, number: str, check: str, word: OwnWord | None = None) -> bool:
            self.asked += 1
            self.view = OwnView(OwnStage.REFUSED, problem="own_number_not_found")
            return True

        def forget(self) -> None:
            self.view = OwnView(OwnStage.IDLE)

    desk = Desk()
    flow = OwnFlow(desk, on_change=lambda: None, on_home=lambda: None)
    for _ in range(MOST_WRONG_PAIRS + 2):
        flow.entry = Entry("A", "025", "999", asks_check=True)
        flow._send()
        flow.heed()
    assert desk.asked == MOST_WRONG_PAIRS
    assert flow.words(TR) == "Đã nhập sai nhiều lần. Mời Ông/Bà gặp người hướng dẫn."
    flow.forget()
    assert flow.words(TR) == ""


class SlowServer(Server):
    """Answers when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = threading.Event()

    def own_number(self, said: OwnNumber) -> OwnNumberTold:
        self.may_answer.wait(10)
        return super().own_number(said)


@pytest.fixture
def slow() -> Iterator[tuple[SlowServer, OwnNumbers, OwnFlow]]:
    """A025 with 042 is typed and sent, and the server has not answered yet."""
    server = SlowServer()
    numbers = OwnNumbers(server, on_change=lambda: None)
    numbers.start()
    flow = OwnFlow(numbers, on_change=lambda: None, on_home=lambda: None)
    for key in "A025":
        flow._type(key)
    flow._send()
    for key in "042":
        flow._type(key)
    flow._send()
    assert numbers.view.stage is OwnStage.ASKING
    yield server, numbers, flow
    server.may_answer.set()
    numbers.stop()


def test_keys_do_nothing_while_the_server_is_asked(slow: tuple[SlowServer, OwnNumbers, OwnFlow]) -> None:
    server, numbers, flow = slow
    for key in (ERASE, CLEAR, "7"):
        flow._type(key)
    assert flow.entry.check == "042"
    server.may_answer.set()
    wait_for(lambda: numbers.view.stage is OwnStage.TOLD, what="the answer")
    flow._say(OwnWord.PRESENT)
    wait_for(lambda: numbers.view.word is OwnWord.PRESENT and numbers.view.stage is OwnStage.TOLD, what="the word")
    assert [(said.number, said.check, said.word) for said in server.said] == [
        ("A025", "042", None),
        ("A025", "042", OwnWord.PRESENT),
    ]


def test_who_goes_back_while_the_server_is_asked_is_told_nothing_and_types_on(
    slow: tuple[SlowServer, OwnNumbers, OwnFlow],
) -> None:
    server, numbers, flow = slow
    flow._back()
    assert (flow.entry.number, flow.entry.check, numbers.view.stage) == ("A025", "", OwnStage.IDLE)
    server.may_answer.set()
    numbers.stop()
    assert flow.told is None, "an answer that nobody waits for is not shown"
    flow._say(OwnWord.PRESENT)
    assert [said.word for said in server.said] == [None]


def test_a_word_goes_to_the_number_that_was_told_whatever_is_typed(
    slow: tuple[SlowServer, OwnNumbers, OwnFlow],
) -> None:
    server, numbers, flow = slow
    server.may_answer.set()
    wait_for(lambda: numbers.view.stage is OwnStage.TOLD, what="the answer")
    flow.entry = Entry("B", "001", "7", asks_check=True)
    flow._say(OwnWord.PRESENT)
    wait_for(lambda: len(server.said) == 2, what="the word")
    assert (server.said[1].number, server.said[1].check) == ("A025", "042")
