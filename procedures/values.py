"""A procedure as JSON values and back: how programs keep it and send it to each other."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from procedures.model import FIELDS, Procedure

_DATES = ("as_of", "effective_from", "effective_to")


def as_values(procedure: Procedure) -> dict[str, Any]:
    """As JSON values, without what is empty."""
    values: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(procedure, name)
        if value is None or value is False or value in ("", ()):
            continue
        if isinstance(value, date):
            value = value.isoformat()
        values[name] = list(value) if isinstance(value, tuple) else value
    return values


def from_values(values: Mapping[str, Any]) -> Procedure:
    """What `as_values` made; a file from outside goes through `reading` instead. Fields it does not know are left out.

    Raises:
        ValueError, TypeError, KeyError: the values are no procedure.
    """
    known: dict[str, Any] = {}
    for name in FIELDS:
        if name not in values:
            continue
        value = values[name]
        if name in _DATES:
            value = date.fromisoformat(value)
        known[name] = tuple(map(str, value)) if isinstance(value, list) else value
    return Procedure(**known)
