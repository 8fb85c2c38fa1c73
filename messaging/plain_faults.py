"""Says what a checked file got wrong in words for whoever wrote it: the place, and what should stand there."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

WHOLE_FILE = "(file)"
"""The place of a fault between several keys."""
_WORDS = {
    "model_type": "should be an object with keys",
    "model_attributes_type": "should be an object with keys",
    "dict_type": "should be an object with keys",
    "path_type": "should be a path, in quotes",
}


def plain_faults(error: ValidationError) -> list[str]:
    """One `place: what is wrong` for each fault, in the order in which they were found."""
    return [f"{_place(fault['loc'])}: {_words(fault)}" for fault in error.errors()]


def parts_of_faults(error: ValidationError) -> list[tuple[str, str, str, Mapping[str, object]]]:
    """Place, pydantic's type or our own, words and values of each fault, for who says it in words of their own."""
    return [(_place(fault["loc"]), fault["type"], _words(fault), fault.get("ctx", {})) for fault in error.errors()]


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc) or WHOLE_FILE


def _words(fault: Mapping[str, Any]) -> str:
    return _WORDS.get(fault["type"]) or str(fault["msg"]).removeprefix("Value error, ")
