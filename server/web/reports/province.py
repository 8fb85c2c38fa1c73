"""What the provincial system gets: satisfaction per service and day, ten ratings at least, nobody's own figure."""

from datetime import date

from pydantic import BaseModel

from server.db.queries.settled_ratings import Atom, atoms, shared_blocks
from server.domain.cells import days_of_cells
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


def province_rows(house: House, days: Days, language: str) -> list[ProvinceRow]:
    """By day and service, under the scheme in force."""
    with moment(house.read(), house.now()) as at:
        scheme = at.centre.scheme
        # Batches are cut from the beginning of a month: all of it is read, whatever part of it is asked for.
        within = [atom for atom in atoms(at.connection, scheme.scheme_id) if _touches(atom, days)]
        by_service, _ = shared_blocks(at.connection, scheme.scheme_id, within, str(date.min), str(date.max))
        names = {service.code: name_in(language, service) for service in at.centre.services}
    rows = []
    for (day, service), levels in sorted(days_of_cells(by_service).items()):
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
            )
        )
    return rows


def _touches(atom: Atom, days: Days) -> bool:
    return f"{days.first:%Y-%m}" <= atom.last_day[:7] <= f"{days.last:%Y-%m}"
