"""What the provincial system gets: satisfaction per service and day, ten ratings at least, nobody's own figure."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel

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
    """Ratings of a service that were published on a day: given then, or in the days before it."""

    day: str
    service: str
    name: str
    n: int
    levels: dict[int, int]
    satisfied: int
    share: float
    low: float
    high: float
    scheme_id: str
    """Under which they were given: what the levels mean."""


def province_rows(house: House, days: Days, language: str) -> list[ProvinceRow]:
    """By day and service, those of each scheme by themselves: levels of two have no meaning in common."""
    rows = []
    with moment(house.read(), house.now()) as at:
        names = {service.code: name_in(language, service) for service in at.centre.services}
        for scheme in all_schemes(at.connection):
            # Batches are cut from the beginning of a month: all of it is read, whatever part of it is asked for.
            within = [atom for atom in atoms(at.connection, scheme.scheme_id) if _touches(atom, days)]
            by_service, _ = shared_blocks(at.connection, scheme.scheme_id, within, str(date.min), str(date.max))
            rows += _of_scheme(scheme, days_of_cells(by_service), days, names)
    return sorted(rows, key=lambda row: (row.day, row.service, row.scheme_id))


def _of_scheme(
    scheme: RatingScheme, found: Mapping[tuple[str, str], dict[int, int]], days: Days, names: Mapping[str, str]
) -> list[ProvinceRow]:
    rows = []
    for (day, service), levels in found.items():
        told = score(levels, [level.value for level in scheme.levels], scheme.satisfied_values)
        if told is None or not days.first <= date.fromisoformat(day) <= days.last:
            continue
        rows.append(
            ProvinceRow(
                day=day,
                service=service,
                name=names.get(service, service),
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
