"""Every word of the set-up pages that stands in Python has its English, and every fault both its sentences."""

from collections.abc import Iterator
from string import Formatter

import pytest

from look.language import catalogue
from server.centre_faults import SENTENCES
from server.web.setup import fields as setup_fields
from server.web.setup import show as setup_show
from server.web.setup import start as setup_start
from server.web.setup.fields import PAGES, Block, Field, fault_label


def words_of_field(field: Field) -> Iterator[str]:
    yield from (field.label, field.hint, field.unit)
    yield from (words for _, words in field.choices)
    for column in field.rows:
        yield from words_of_field(column)


def words_of_block(block: Block) -> Iterator[str]:
    yield from (block.title, block.intro, block.add, block.row)
    for field in block.fields:
        yield from words_of_field(field)


def all_words() -> Iterator[str]:
    for page in PAGES:
        yield from (page.title, page.intro)
        for block in page.blocks:
            yield from words_of_block(block)
    for _, title, blocks in setup_start.STEPS:
        yield title
        for block in blocks:
            yield from words_of_block(block)
    for choices in (setup_start.ROLE_CHOICES, setup_show.ICONS, setup_fields.DEVICE_KINDS, setup_fields.SATISFIED):
        yield from (words for _, words in choices)


def test_every_word_has_its_english() -> None:
    known = catalogue("en")
    assert sorted({words for words in all_words() if words and words not in known}) == []


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_both_sentences_of_a_fault_are_filled_by_the_same_gaps(kind: str) -> None:
    vietnamese, english = SENTENCES[kind]
    gaps = {name for _, name, _, _ in Formatter().parse(vietnamese) if name}
    assert {name for _, name, _, _ in Formatter().parse(english) if name} <= gaps | {"service", "counter", "weekday"}
    assert vietnamese.endswith(".") or kind == "other"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("services", 2, "name"), "Lĩnh vực 3 · Tên"),
        (("services", "A", "name"), "Lĩnh vực A · Tên"),
        (("centre", "hours", "mon"), "Giờ làm việc · Thứ Hai"),
        (("counters",), "Các quầy"),
        (("ticketing", "recall_limit"), "Gọi lại nhiều nhất"),
        (("something", "new"), "something · new"),
    ],
)
def test_a_place_is_named_as_on_the_page(place: tuple[str | int, ...], words: str) -> None:
    assert fault_label(place, str) == words
