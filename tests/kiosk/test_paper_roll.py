"""How many slips the roll still gives, from the sensor's word on, and what a roll teaches about the next."""

from hardware.printer.printer import Paper
from kiosk.paper_roll import FIRST_GUESS_MM, PaperRoll

SLIP = 640
"""80 mm."""


class Words(dict[str, str]):
    def remember(self, name: str, words: str) -> None:
        self[name] = words

    def remembered(self, name: str) -> str | None:
        return self.get(name)


def used(roll: PaperRoll, slips: int) -> None:
    for _ in range(slips):
        roll.note_slip(SLIP)


def test_nothing_is_said_until_the_sensor_speaks() -> None:
    roll = PaperRoll(Words())
    roll.note_paper(Paper.PLENTY)
    used(roll, 200)
    assert roll.slips_left is None
    roll.note_paper(Paper.NEAR_END)
    assert roll.slips_left == FIRST_GUESS_MM / 80
    used(roll, 21)
    assert roll.slips_left == 20
    used(roll, 100)
    assert roll.slips_left == 0
    roll.note_paper(Paper.UNKNOWN)
    assert roll.slips_left == 0, "silence says nothing about the paper"


def test_a_roll_teaches_what_the_next_has_left() -> None:
    words = Words()
    roll = PaperRoll(words)
    for paper, slips in ((Paper.PLENTY, 10), (Paper.NEAR_END, 120), (Paper.OUT, 0), (Paper.PLENTY, 10)):
        roll.note_paper(paper)
        used(roll, slips)
    assert roll.slips_left is None, "a new roll"
    roll.note_paper(Paper.NEAR_END)
    assert roll.slips_left == 120
    used(roll, 30)
    roll = PaperRoll(words)
    assert roll.slips_left == 90, "a restart forgets nothing"


def test_a_roll_that_is_taken_out_early_teaches_nothing() -> None:
    roll = PaperRoll(Words())
    roll.note_paper(Paper.NEAR_END)
    used(roll, 1)
    roll.note_paper(Paper.OUT)
    roll.note_paper(Paper.NEAR_END)  # a roll that was begun before
    used(roll, 1)
    assert roll.slips_left == 40
