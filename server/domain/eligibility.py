"""Which counter may call whom: by service and purpose, by where somebody was sent, and by language. Pure.

A counter that the centre keeps for some purposes (to hand in, to fetch a result) calls numbers of these and numbers
without a purpose, and no others.

Somebody sent to a counter is called by that counter alone, and somebody who waits for an officer where that officer
sits; while nobody sits there, or the officer nowhere, by whoever has the service. A citizen of another language
than Vietnamese is left to the open counters whose officers speak it, when there are any among those that may
call at all; otherwise anybody serves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from server.domain.centre import Counter
from server.domain.instant import Instant

EVERYBODYS = "vi"
"""The language every officer speaks."""


class Wish(Protocol):
    """What of a waiting turn says who may call it."""

    @property
    def service(self) -> str: ...

    @property
    def language(self) -> str:
        """Of the citizen."""
        ...

    @property
    def for_counter(self) -> str | None:
        """Only this counter may call it, whatever its services, while somebody sits there."""
        ...

    @property
    def for_officer(self) -> str | None:
        """Only where this officer sits, while the officer sits anywhere."""
        ...

    @property
    def purpose(self) -> str | None:
        """What the citizen came for; None: nobody asked."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter at which an officer is signed on."""

    counter: Counter
    officer_id: str
    languages: frozenset[str] = frozenset()
    """What the officer speaks beside Vietnamese."""
    paused_since: Instant | None = None

    @property
    def is_paused(self) -> bool:
        return self.paused_since is not None


class Desks:
    """Every staffed counter at one moment."""

    def __init__(self, staffed: Iterable[Desk]) -> None:
        self.staffed = tuple(staffed)
        self._open_seats = frozenset(desk.counter.counter_id for desk in self.staffed)
        self._seats = {desk.officer_id: desk.counter.counter_id for desk in self.staffed}

    @property
    def open(self) -> tuple[Desk, ...]:
        """Those that are not paused."""
        return tuple(desk for desk in self.staffed if not desk.is_paused)

    def may_call(self, counter: Counter, wish: Wish) -> bool:
        """Whether an officer at `counter` may call this turn with Next; a pause of that officer does not matter.

        The turn is taken to wait: not held, not in cool-down, no other turn of its ticket at a counter.
        """
        if not self.may_serve(counter, wish):
            return False
        if wish.language == EVERYBODYS:
            return True
        speakers = [desk for desk in self.open if self._speaks(desk, wish) and self.may_serve(desk.counter, wish)]
        if not speakers:
            return True
        return any(desk.counter.counter_id == counter.counter_id and self._speaks(desk, wish) for desk in self.staffed)

    def may_serve(self, counter: Counter, wish: Wish) -> bool:
        """Whether the turn is for `counter` at all: it has the service and takes the purpose, or the turn was sent
        there. A language keeps nobody from calling a number by its name."""
        sent_to = self._sent_to(wish)
        if sent_to is not None:
            return sent_to == counter.counter_id
        return counter.serves(wish.service) and counter.takes(wish.purpose)

    def open_for(self, wish: Wish) -> tuple[Desk, ...]:
        """The counters that are not paused and may call this turn."""
        return tuple(desk for desk in self.open if self.may_call(desk.counter, wish))

    def is_second(self, counter: Counter, wish: Wish) -> bool:
        """Whether the turn is called there only when nobody waits for the counter's first services.

        Whoever was sent there is not: somebody expects them.
        """
        return not counter.serves_first(wish.service) and self._sent_to(wish) != counter.counter_id

    def expected_at(self, wish: Wish) -> Counter | None:
        """The staffed counter to which this turn was sent, if it was sent to one."""
        sent_to = self._sent_to(wish)
        return next((desk.counter for desk in self.staffed if desk.counter.counter_id == sent_to), None)

    def are_rivals(self, one: Wish, other: Wish) -> bool:
        """Whether the same open counter may call either, so that one waits while the other is called.

        Before any counter is open: whether they wait for the same service.
        """
        first = {desk.counter.counter_id for desk in self.open_for(one)}
        if not first:
            return one.service == other.service
        return any(desk.counter.counter_id in first for desk in self.open_for(other))

    def _sent_to(self, wish: Wish) -> str | None:
        """The one counter that this turn is for; None: any that has the service."""
        if wish.for_counter is not None and wish.for_counter in self._open_seats:
            return wish.for_counter
        return None if wish.for_officer is None else self._seats.get(wish.for_officer)

    @staticmethod
    def _speaks(desk: Desk, wish: Wish) -> bool:
        return wish.language in desk.languages


def is_plain(wish: Wish) -> bool:
    """Whether services alone say who may call it: nobody needs to know who sits where."""
    return (
        wish.language == EVERYBODYS and wish.for_counter is None and wish.for_officer is None and wish.purpose is None
    )
