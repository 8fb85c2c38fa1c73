"""Reads what the kiosks' printers cut off: the number on each piece, and whether it says that it is a copy."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from kiosk.intents import EmergencyNumber
from kiosk.slips import emergency_slip_of, slip_of
from look.slip_layout import Slip, draw_slip
from messaging.requests import IssuedTicket
from messaging.snapshots import SlipOptions
from simulation.slip_reading import shows_number
from simulation.torture.verdict import Piece


def read_paper(pictures: Sequence[Path], wishes: Sequence[Mapping[str, Any]], options: SlipOptions) -> list[Piece]:
    """One kiosk's paper; a number that its wishes do not know is not found. `options`: how the centre wants slips."""
    slips: dict[str, Slip] = {}
    for wish in wishes:
        slip = _copy_of(wish, options)
        if slip is not None:
            slips[slip.number] = slip
    numbers = list(slips)
    pieces = []
    at = 0
    for path in pictures:
        with Image.open(path) as paper:
            paper.load()
            # Slips come in the order of the wishes: the number is most likely near the one before.
            likely = sorted(range(len(numbers)), key=lambda place: abs(place - at))
            found = next((place for place in likely if shows_number(paper, numbers[place])), None)
            if found is None:
                pieces.append(Piece(path.name, None))
                continue
            at = found + 1
            number = numbers[found]
            is_second = any(piece.number == number for piece in pieces)
            is_copy = is_second and _ink(paper) == _ink(draw_slip(slips[number], paper.width))
            pieces.append(Piece(path.name, number, is_copy))
    return pieces


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
