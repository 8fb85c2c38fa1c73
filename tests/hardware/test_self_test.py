"""A technician walks over simulated parts, some of them broken: what each step finds, and what nobody was asked."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from broker_fixture import wait_for

from hardware.audio.player import NoSound
from hardware.gpio.simulated_board import SimulatedPadBoard
from hardware.keypad.keypad import PadKey
from hardware.keypad.simulated_keypad import PipeKeypad, push, unplug
from hardware.printer import open_printer
from hardware.printer.settings import PrinterSettings
from hardware.printer.simulated_printer import SimulatedPrinter
from hardware.self_test import (
    Outcome,
    Step,
    Words,
    try_buzzer,
    try_keys,
    try_lights,
    try_printer,
    try_sound,
)
from look.printer_test_slip import PrinterTestFacts, draw_printer_test
from messaging.clock import SystemClock

PASSED, FAILED, NOT_ASKED = Outcome.PASSED, Outcome.FAILED, Outcome.NOT_ASKED
SLIP = draw_printer_test(
    PrinterTestFacts(centre_name="MAU", device_name="kiosk-1", asked_at_local=SystemClock().now().astimezone()), 576
)


class Person:
    """Looks, and answers what they see; None: nobody is there."""

    def __init__(self, sees: Callable[[str], bool | None]) -> None:
        self._sees = sees
        self.heard: list[str] = []

    def hear(self, said: Words) -> None:
        self.heard.append(said.said(str))

    def judge(self, question: Words) -> bool | None:
        self.heard.append(question.said(str))
        return self._sees(self.heard[-1])


PLEASED = Person(lambda _question: True)


def outcomes(steps: list[Step]) -> list[Outcome]:
    return [step.outcome for step in steps]


@pytest.fixture
def board() -> Iterator[SimulatedPadBoard]:
    board = SimulatedPadBoard(button_pins=[17, 27, 22], light_pins=[5, 6, 13], buzzer_pin=16)
    yield board
    board.close()


def test_each_light_is_lit_alone_while_it_is_asked_about(board: SimulatedPadBoard) -> None:
    shown = []

    def looks(_question: str) -> bool:
        shown.append(board.lights())
        return True

    assert outcomes(try_lights(board, Person(looks))) == [PASSED] * 3
    assert shown == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    assert board.lights() == (0, 0, 0)


def test_a_light_that_is_not_right_is_named_with_what_to_do(board: SimulatedPadBoard) -> None:
    steps = try_lights(board, Person(lambda question: "thứ 2" not in question))
    assert outcomes(steps) == [PASSED, FAILED, PASSED]
    assert steps[1].name.said(str) == "Đèn 2"
    assert steps[1].remark is not None
    assert "light_pins" in steps[1].remark.text


def test_where_nobody_answers_nothing_has_passed(board: SimulatedPadBoard) -> None:
    nobody = Person(lambda _question: None)
    assert outcomes(try_lights(board, nobody)) == [NOT_ASKED] * 3
    assert try_buzzer(board, nobody).outcome is NOT_ASKED
    assert try_sound(lambda: None, nobody).outcome is NOT_ASKED


def test_the_buzzer_sounds_before_it_is_asked_about_and_is_silent_then(board: SimulatedPadBoard) -> None:
    sounded = threading.Event()
    listening = threading.Thread(target=lambda: (wait_for(board.buzzes, what="the buzzer"), sounded.set()))
    listening.start()

    def heard(_question: str) -> bool:
        return sounded.is_set() and not board.buzzes()

    assert try_buzzer(board, Person(heard)).outcome is PASSED
    listening.join()


def test_a_sound_that_cannot_come_is_not_asked_about() -> None:
    def fails() -> None:
        raise NoSound("no card")

    person = Person(lambda _question: True)
    step = try_sound(fails, person)
    assert step.outcome is FAILED
    assert step.remark is not None
    assert "no card" in step.remark.said(str)
    assert len(person.heard) == 1  # told of the sentence, and asked nothing


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter(pictures=tmp_path / "slips")
    printer.start()
    yield printer
    printer.stop()


def steps_at(printer: SimulatedPrinter, person: Person) -> list[Step]:
    return try_printer(open_printer(PrinterSettings(port=printer.port)), SLIP, person)


def test_a_good_printer_says_so_and_its_slip_is_judged(printer: SimulatedPrinter, tmp_path: Path) -> None:
    steps = steps_at(printer, PLEASED)
    assert outcomes(steps) == [PASSED] * 4
    assert steps[0].remark is None
    assert len(printer.slips) == 1
    scanned = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(printer.slips[0].png)], capture_output=True, text=True, check=True
    )
    assert scanned.stdout.strip() == "BOCSO 0123456789"


@pytest.mark.parametrize(
    ("fault", "word"),
    [("no_paper", "Hết giấy"), ("cover_open", "Nắp đang mở"), ("cutter", "kẹt"), ("off", "Không tới được máy in")],
)
def test_a_printer_that_cannot_print_is_told_apart_and_nothing_is_asked(
    printer: SimulatedPrinter, fault: str, word: str
) -> None:
    printer.fail(fault)
    person = Person(lambda _question: True)
    steps = steps_at(printer, person)
    assert outcomes(steps) == [FAILED]
    assert steps[0].remark is not None
    assert word in steps[0].remark.said(str)
    assert not any("?" in heard for heard in person.heard)


@pytest.mark.parametrize(("fault", "word"), [("near_end", "Giấy sắp hết"), ("silent", "không báo trạng thái")])
def test_a_printer_that_prints_with_a_reserve_is_remarked_on(printer: SimulatedPrinter, fault: str, word: str) -> None:
    printer.fail(fault)
    steps = steps_at(printer, PLEASED)
    assert outcomes(steps) == [PASSED] * 4
    assert steps[0].remark is not None
    assert word in steps[0].remark.said(str)


def test_a_slip_with_wrong_letters_fails_by_the_person_s_word(printer: SimulatedPrinter) -> None:
    steps = steps_at(printer, Person(lambda question: "chữ cái" not in question))
    assert outcomes(steps) == [PASSED, FAILED, PASSED, PASSED]


class Hand(Person):
    """Presses on the number pad what is asked for, but for what is wrong with it."""

    def __init__(self, pipe: Path, wrong: dict[PadKey, PadKey]) -> None:
        super().__init__(lambda _question: True)
        self._pipe, self._wrong = pipe, wrong

    def hear(self, said: Words) -> None:
        super().hear(said)
        asked_for = PadKey(str(said.values["key"]))
        # Only after the step has thrown away what was pressed before.
        threading.Timer(0.3, lambda: push(self._pipe, self._wrong.get(asked_for, asked_for))).start()


@pytest.fixture
def keypad(tmp_path: Path) -> Iterator[PipeKeypad]:
    keypad = PipeKeypad(tmp_path / "keypad")
    keypad.start()
    wait_for(lambda: keypad.is_there, what="the number pad")
    yield keypad
    keypad.close()


def test_every_key_is_asked_for_and_a_wrong_one_is_named(keypad: PipeKeypad) -> None:
    steps = try_keys(keypad, Hand(keypad.pipe, {PadKey.ONE: PadKey.ZERO}))
    assert [step.outcome for step in steps if step.name.said(str) != "Phím 1"] == [PASSED] * 4
    crossed = next(step for step in steps if step.name.said(str) == "Phím 1")
    assert crossed.outcome is FAILED
    assert crossed.remark is not None
    assert crossed.remark.said(str) == "Phím 0 trả lời thay."


def test_a_number_pad_that_is_not_there_is_told_apart_from_a_dead_key(keypad: PipeKeypad) -> None:
    dead = try_keys(keypad, PLEASED, patience_s=0.1)
    assert outcomes(dead) == [FAILED] * 5
    assert dead[0].remark is not None
    assert "Không nhận được phím" in dead[0].remark.text
    unplug(keypad.pipe)
    wait_for(lambda: not keypad.is_there, what="the number pad to be missed")
    missing = try_keys(keypad, PLEASED, patience_s=0.1)
    assert missing[0].remark is not None
    assert "Không thấy bàn phím số" in missing[0].remark.text
