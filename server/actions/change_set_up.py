"""Change the centre's set-up: parts of it from a page, the whole of it from a file, the next rating scheme by date.

Whoever changes says which revision they saw. What somebody else has changed there since is never overwritten
unseen; a change that would strand people is refused and says whom.
"""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from server.centre_faults import Fault
from server.centre_file import CentreFile, ComingRatingPart, InvalidCentreFile, RatingPart, centre_of, check_centre
from server.centre_file import scheme_of as scheme_in
from server.db.queries.ratings import scheme_by_id
from server.db.queries.set_up import SetUp, any_window_open, current_set_up, in_use, rated_on, set_up_at
from server.db.work import CentreNotSetUp, Work
from server.domain.centre import RatingLevel, RatingScheme
from server.domain.instant import local_date
from server.domain.stranding import stranded
from server.errors import ActionRefused
from server.journal.events import SetUpChanged

FIRST, SECOND = "first", "second"
REASONS = "rating.reasons"
Serving = Mapping[str, Mapping[str, str]]
"""By service and counter: served first or second."""


class SetUpRefused(ActionRefused):
    """The set-up would not hold, or would strand somebody. `faults` say what and where."""

    def __init__(self, faults: list[Fault]) -> None:
        detail = "Chưa lưu được: vui lòng xem các mục được đánh dấu."
        super().__init__(422, "set_up_refused", "Thiết lập chưa đúng", detail)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(str(fault).removesuffix(".") for fault in self.faults)


class SetUpMoved(ActionRefused):
    """Somebody else has changed the same parts since the asker looked."""

    def __init__(self, revision: int) -> None:
        detail = "Người khác vừa thay đổi chính mục này. Nội dung của Ông/Bà chưa được lưu."
        super().__init__(409, "set_up_moved", "Chưa thực hiện được", detail)
        self.revision = revision
        """The event that came between."""


@dataclass(frozen=True, slots=True)
class Changed:
    revision: int
    is_new: bool
    """False: it stood so already."""


def change_set_up(work: Work, *, seen: int, changes: Mapping[str, Any], serving: Serving | None = None) -> Changed:
    """Put new values in place of parts of the set-up, by their dotted path (`centre.hours`, `services`).

    `serving` says for each service which counters serve it, in place of what the counters say.

    Raises:
        CentreNotSetUp: there is no centre.
        SetUpMoved: one of these parts was changed after revision `seen`.
        SetUpRefused: with every fault.
    """
    current = current_set_up(work.connection)
    if current is None:
        raise CentreNotSetUp
    touched = [*changes, *(["counters"] if serving is not None else [])]
    _refuse_unseen(work, current, seen, touched)
    values = copy.deepcopy(current.values)
    for path, value in changes.items():
        _put(values, path, value)
    if REASONS in changes:
        _follow(values["coming_ratings"], current.values["rating"]["reasons"], changes[REASONS])
    if serving is not None:
        values["counters"] = [_served(counter, serving) for counter in values["counters"]]
    return record_set_up(work, _checked(values))


def record_set_up(work: Work, file: CentreFile) -> Changed:
    """Make a checked file the set-up, unless it is already or something now leans on what it takes away.

    Raises:
        SetUpRefused: with every fault.
    """
    current = current_set_up(work.connection)
    if current is not None and current.values == file.set_up():
        return Changed(current.revision, is_new=False)
    faults = _schemes_hold(work, file, current)
    if current is not None:
        if file.centre.code != current.values["centre"]["code"]:
            faults.append(Fault(("centre", "code"), "centre_code"))
        today = local_date(work.now, work.centre.timezone)
        faults += [
            Fault(tuple(left.part.split(".")), left.kind, left.gaps)
            for left in stranded(work.centre, centre_of(file), in_use(work.connection, today))
        ]
    if faults:
        raise SetUpRefused(faults)
    return Changed(work.record(SetUpChanged(centre=file.set_up())), is_new=True)


def coming_rating_is_due(current: SetUp | None, today: date) -> bool:
    return _due(current, today) is not None


def take_up_coming_rating(work: Work) -> bool:
    """Let the scheme whose date has come take the place of the present one; not while a turn is being rated."""
    current = current_set_up(work.connection)
    due = _due(current, local_date(work.now, work.centre.timezone))
    if current is None or due is None or any_window_open(work.connection):
        return False
    values = copy.deepcopy(current.values)
    values["coming_ratings"] = [row for row in values["coming_ratings"] if row["starts_on"] > due["starts_on"]]
    values["rating"] = {key: value for key, value in due.items() if key != "starts_on"}
    # Parts of a set-up that stands; a rule that came after it must not keep the scheme from its day.
    work.record(SetUpChanged(centre=CentreFile.model_validate(values).set_up()))
    return True


def _due(current: SetUp | None, today: date) -> dict[str, Any] | None:
    """The newest scheme whose date has come."""
    rows = [] if current is None else current.values["coming_ratings"]
    due = [row for row in rows if row["starts_on"] <= today.isoformat()]
    return max(due, key=lambda row: str(row["starts_on"]), default=None)


def _refuse_unseen(work: Work, current: SetUp, seen: int, touched: list[str]) -> None:
    if seen == current.revision:
        return
    before = set_up_at(work.connection, seen)
    if before is None or any(_at(before.values, path) != _at(current.values, path) for path in touched):
        raise SetUpMoved(current.revision)


def _checked(values: dict[str, Any]) -> CentreFile:
    try:
        return check_centre(values)
    except InvalidCentreFile as error:
        raise SetUpRefused(list(error.faults)) from None


def _follow(coming: Any, before: Any, after: Any) -> None:
    """Schemes to come that asked the reasons of the present one go on doing so."""
    for row in coming if isinstance(coming, list) else ():
        if isinstance(row, dict) and row.get("reasons") == before:
            row["reasons"] = after


def _served(counter: dict[str, Any], serving: Serving) -> dict[str, Any]:
    """The counter with what `serving` says of it."""
    here = {service: counters.get(counter["id"]) for service, counters in serving.items()}
    first = [service for service, how in here.items() if how == FIRST]
    second = [service for service, how in here.items() if how == SECOND]
    return counter | {"services": first, "second_services": second}


def _schemes_hold(work: Work, file: CentreFile, current: SetUp | None) -> list[Fault]:
    """A known scheme keeps its meaning; a new one begins on a day that was not rated under another."""
    faults = [] if _means_the_same(work, file.rating) else [_altered(("rating", "policy_id"), file.rating)]
    known = [] if current is None else current.values["coming_ratings"]
    for at, coming in enumerate(file.coming_ratings):
        if not _means_the_same(work, coming):
            faults.append(_altered(("coming_ratings", at, "policy_id"), coming))
        if work.centre_or_none is None or coming.model_dump(mode="json") in known:
            continue
        today = local_date(work.now, work.centre_or_none.timezone)
        first = today + timedelta(days=1) if rated_on(work.connection, today) else today
        if coming.starts_on < first:
            gaps = {"first": f"{first:%d/%m/%Y}"}
            faults.append(Fault(("coming_ratings", at, "starts_on"), "scheme_too_early", gaps))
    return faults


def _means_the_same(work: Work, rating: RatingPart | ComingRatingPart) -> bool:
    known = scheme_by_id(work.connection, rating.policy_id)
    return known is None or _asks(known) == _asks(scheme_in(rating))


def _altered(place: tuple[str | int, ...], rating: RatingPart) -> Fault:
    return Fault(place, "scheme_altered", {"scheme": rating.policy_id})


def _asks(scheme: RatingScheme) -> tuple[str, str, tuple[RatingLevel, ...]]:
    """What gives a rating its meaning; how long its window stays open does not."""
    return scheme.question, scheme.question_en, scheme.levels


def _at(values: dict[str, Any], path: str) -> str:
    """What stands at a path, as text that can be compared."""
    inner: Any = values
    for step in path.split("."):
        inner = inner.get(step) if isinstance(inner, dict) else None
    return json.dumps(inner, sort_keys=True)


def _put(values: dict[str, Any], path: str, value: Any) -> None:
    *way, last = path.split(".")
    inner = values
    for step in way:
        inner = inner.setdefault(step, {})
    inner[last] = value
