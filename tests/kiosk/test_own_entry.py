"""What the keys of the own number make, and what its holder is told."""

from datetime import UTC, datetime

import pytest

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
