"""Reads what the kiosks' printers cut off: the number on each piece, and whether it says that it is a copy."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from kiosk.intents import EmergencyNumber
from kiosk.slips import emergency_slip_of, slip_of
from look.slip_layout import Slip, draw_slip
from messaging.requests import IssuedTicket
from messaging.snapshots import SlipOptions
from simulation.slip_reading import number_among
from simulation.torture.verdict import Piece

_NUMBER = re.compile(r"([A-Z]|X\d{1,2}-)(\d{3,})")


_BEYOND = 20
"""How many numbers after the last known one of a series are looked for on paper that nobody wished for."""


def read_paper(
    pictures: Sequence[Path],
    wishes: Sequence[Mapping[str, Any]],
    options: SlipOptions,
    others: Iterable[str] = (),
) -> list[Piece]:
    """One kiosk's paper. `options`: how the centre wants slips; `others`: numbers that may be on it although none of
    the kiosk's wishes knows them, for they must not be taken for a piece that broke off."""
    slips: dict[str, Slip] = {}
    for wish in wishes:
        slip = _copy_of(wish, options)
        if slip is not None:
            slips[slip.number] = slip
    numbers = list(slips)
    strange = [number for number in others if number not in slips]
    pieces = []
    at = 0
    for path in pictures:
        with Image.open(path) as paper:
            paper.load()
            # Slips come in the order of the wishes: the number is most likely near the one before.
            likely = sorted(range(len(numbers)), key=lambda place: abs(place - at))
            seen = number_among(paper, [numbers[place] for place in likely])
            if seen is None:
                pieces.append(Piece(path.name, number_among(paper, strange)))
                continue
            at = numbers.index(seen) + 1
            is_second = any(piece.number == seen for piece in pieces)
            is_copy = is_second and _ink(paper) == _ink(draw_slip(slips[seen], paper.width))
            pieces.append(Piece(path.name, seen, is_copy))
    return pieces


def numbers_given(shown: Iterable[str]) -> list[str]:
    """These and some after the last of each series: what may have been printed and forgotten."""
    last: dict[str, tuple[int, int]] = {}
    known = list(shown)
    for number in known:
        place = _NUMBER.fullmatch(number)
        if place:
            digits = place[2]
            last[place[1]] = max(last.get(place[1], (0, len(digits))), (int(digits), len(digits)))
    after = [
        f"{series}{number:0{width}d}"
        for series, (highest, width) in last.items()
        for number in range(highest + 1, highest + 1 + _BEYOND)
    ]
    return list(dict.fromkeys((*known, *after)))


def _copy_of(wish: Mapping[str, Any], options: SlipOptions) -> Slip | None:
    """The slip of a wish as a copy of it is drawn."""
    if wish["emergency"] is not None:
        number = EmergencyNumber.model_validate_json(wish["emergency"])
        return emergency_slip_of(number, is_copy=True, options=options)
    if wish["ticket"] is None or "number" not in json.loads(wish["ticket"]):
        return None
    return slip_of(IssuedTicket.model_validate_json(wish["ticket"]), is_copy=True, options=options)


def _ink(paper: Image.Image) -> tuple[tuple[int, int], bytes]:
    """The dots without the white around them."""
    grey = paper.convert("L").point(lambda light: 0 if light < 128 else 255)
    black = grey.crop(ImageChops.invert(grey).getbbox())
    return black.size, black.tobytes()
