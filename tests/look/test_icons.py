"""The pictures of services and groups."""

import pytest

from look.icons import ALIASES, icon_mask, is_known

NAMES = [
    "stamp",
    "family",
    "heart-hands",
    "house",
    "shop",
    "id-card",
    "folder-check",
    "help",
    "elderly",
    "wheelchair",
    "pregnant",
    "medal",
    "ill",
    "no-paper",
    "printer",
    "no-link",
    "no-ticket",
    "staff",
    "pencil",
    "search",
    "hand-in",
    "eye",
    "not-needed",
    "erase",
    "clock",
    "people",
    "arrow-left",
    "arrow-right",
    "check",
    "letters",
    "contrast",
    "lower",
    "speaker",
    "ticket",
    "bring-more",
    "wifi",
    "speech",
    "trips",
    "calendar",
    "coin",
    "chair",
    "dots",
]


@pytest.mark.parametrize("name", NAMES)
def test_each_icon_has_ink_and_is_not_cut_at_its_edge(name: str) -> None:
    mask = icon_mask(name, 120)
    assert mask.size == (120, 120)
    box = mask.point(lambda grey: 255 if grey > 128 else 0).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert left >= 1 and top >= 1 and right <= 119 and bottom <= 119
    assert max(right - left, bottom - top) >= 60


def test_no_two_icons_are_alike() -> None:
    assert len({icon_mask(name, 64).tobytes() for name in [*NAMES, "neutral"]}) == len(NAMES) + 1


@pytest.mark.parametrize("name", ["", "no such icon", "A"])
def test_an_unknown_name_gets_the_neutral_picture(name: str) -> None:
    assert not is_known(name)
    assert icon_mask(name, 64).tobytes() == icon_mask("neutral", 64).tobytes()


@pytest.mark.parametrize(("other", "name"), ALIASES.items())
def test_other_words_lead_to_the_same_picture(other: str, name: str) -> None:
    assert icon_mask(other, 32).tobytes() == icon_mask(name, 32).tobytes()
