"""What the provincial system gets: satisfaction per procedure and day, ten ratings at least, nobody's own figure."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from server.db.queries.procedures import procedures_listed
from server.db.queries.ratings import all_schemes
from server.db.queries.settled_ratings import Atom, atoms, shared_blocks
from server.domain.cells import days_of_cells
from server.domain.centre import RatingScheme
from server.domain.scores import score
from server.house import House
from server.mqtt.snapshots import moment
from server.web.page_language import name_in
from server.web.reports.figures import Days


class ProvinceRow(BaseModel):
    """Ratings of a procedure that were published on a day: given then, or in the days before it.

    Without a procedure: those of the service for which none was looked up, or one of which there were too few.
    """

    day: str
    service: str
    name: str
    procedure: str | None
    """Its code."""
    procedure_name: str
    """Of the first case that the centre's list has with the code; empty: none, or none any more."""
    n: int
    levels: dict[int, int]
    satisfied: int
    share: float
    low: float
    high: float
    scheme_id: str
    """Under which they were given: what the levels mean."""


def province_rows(house: House, days: Days, language: str) -> list[ProvinceRow]:
    """By day, service and procedure, those of each scheme by themselves: levels of two have no meaning in common."""
    rows = []
    with moment(house.read(), house.now()) as at:
        names = _Names(
            {service.code: name_in(language, service) for service in at.centre.services},
            _procedure_names(at.connection, language),
        )
        for scheme in all_schemes(at.connection):
            # Batches are cut from the beginning of a month: all of it is read, whatever part of it is asked for.
            within = [atom for atom in atoms(at.connection, scheme.scheme_id) if _touches(atom, days)]
            by_service, _ = shared_blocks(
                at.connection, scheme.scheme_id, within, str(date.min), str(date.max), with_procedures=True
            )
            rows += _of_scheme(scheme, days_of_cells(by_service), days, names)
    return sorted(rows, key=lambda row: (row.day, row.service, row.procedure or "", row.scheme_id))


@dataclass(frozen=True, slots=True)
class _Names:
    services: Mapping[str, str]
    procedures: Mapping[tuple[str, str], str]
    """By service and code."""


def _procedure_names(connection: sqlite3.Connection, language: str) -> dict[tuple[str, str], str]:
    names: dict[tuple[str, str], str] = {}
    for known in procedures_listed(connection):
        name = (known.name_en if language == "en" else "") or known.name
        names.setdefault((known.service, known.code), name)
    return names


def _of_scheme(
    scheme: RatingScheme, found: Mapping[tuple[str, str, str], dict[int, int]], days: Days, names: _Names
) -> list[ProvinceRow]:
    rows = []
    for (day, service, code), levels in found.items():
        told = score(levels, [level.value for level in scheme.levels], scheme.satisfied_values)
        if told is None or not days.first <= date.fromisoformat(day) <= days.last:
            continue
        rows.append(
            ProvinceRow(
                day=day,
                service=service,
                name=names.services.get(service, service),
                procedure=code or None,
                procedure_name=names.procedures.get((service, code), "") if code else "",
                n=told.n,
                levels=told.distribution,
                satisfied=told.satisfied,
                share=told.share,
                low=told.low,
                high=told.high,
                scheme_id=scheme.scheme_id,
            )
        )
    return rows


def _touches(atom: Atom, days: Days) -> bool:
    return f"{days.first:%Y-%m}" <= atom.last_day[:7] <= f"{days.last:%Y-%m}"
