"""How simulated people go on from what happens, pure: deeds out when they are due, outcomes in.

It never knows more than people would: whom Next called stands in the answer, and whoever presses among
them (a real person at a console, a kiosk) only makes an officer look again.
"""

import heapq
import random
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import count

from simulation.people.deeds import Deed, DeedKind, Happened, Outcome, Refused, Seen
from simulation.people.planning import Citizen, Coming, DayPlan, Desk, level_pressed
from simulation.people.sample_day import Errand

SECOND_MS = 1000
SLIP_MS = 3 * SECOND_MS
"""From the number to the slip in the hand."""
SECOND_THOUGHT_MS = 2 * SECOND_MS
LOOK_AGAIN_MS = 5 * SECOND_MS
TAKEN_COUNTER_MS = 60 * SECOND_MS
"""Somebody else sits there; an officer asks again after so long."""
FIRST_PART = 0.4
"""So much of the service has passed when it turns out that somebody has to fetch something or is in the wrong place."""
WHAT_IS_MISSING = "Bản sao trích lục khai sinh có chứng thực"
LACKING = "supplement"
"""The sample centre's outcome for who has to come again."""
PAUSE_REASON = "break"
"""One of the sample centre's."""
AUTOMATIC_ABSENCE_MS = 45 * SECOND_MS
"""After the last recall the centre allows, it ends by itself: 40 s, and a look at the console."""
STRANGER_WALK_MS = 20 * SECOND_MS
"""Who took a number without being planned is given so long to come to the desk."""


RECALLS_ALLOWED = 3
"""Of the sample centre."""
_TURNS_UP = frozenset({Errand.FETCHES, Errand.ELSEWHERE, Errand.TWO_MATTERS})


class Doing(Enum):
    OFF = auto()
    PAUSING = auto()
    """Free, with something to do before the next call."""
    IDLE = auto()
    """Nobody waits; a new ticket of a service of this counter is noticed."""
    CALLING = auto()
    SERVING = auto()


@dataclass(slots=True)
class Tally:
    """What has become of the people so far."""

    came: int = 0
    turned_away: int = 0
    served: int = 0
    absent: int = 0
    rated: int = 0
    held: int = 0
    sent_on: int = 0
    """Transferred, or with a second matter."""
    waiting: set[str] = field(default_factory=set)
    """Numbers of these people that were not called yet."""


@dataclass(slots=True)
class _AtDesk:
    desk: Desk
    doing: Doing = Doing.OFF
    number: str | None = None
    recalls_left: int = 0
    away: list[tuple[int, str]] = field(default_factory=list)
    """(when back, number) of those on hold."""
    breaks_left: list[tuple[int, int]] = field(default_factory=list)
    break_ms: int = 0
    """How long the break lasts that is taken now."""
    stint: int = 0
    """Grows with everything that happens here: what was meant before is then no longer done."""


@dataclass(frozen=True, slots=True, order=True)
class _Meant:
    at_ms: int
    order: int
    deed: Deed = field(compare=False)
    stint: int | None = field(compare=False)
    """None: done whatever happens at the desk."""
    if_free: bool = field(compare=False)


class Play:
    """Ask `next_deed` until it is None, do each, `note` what came of it. Times are on the plan's clock."""

    def __init__(self, plan: DayPlan) -> None:
        self.tally = Tally()
        self._plan = plan
        self._chance = random.Random(f"{plan.seed}/play")
        self._order = count()
        self._meant: list[_Meant] = []
        self._desks = {desk.counter_id: _AtDesk(desk) for desk in plan.desks}
        self._holders: dict[str, Citizen] = {}
        self._is_back: set[str] = set()
        """Numbers of the late who have returned: next time they come."""
        for citizen in plan.citizens:
            self._mean(Deed(DeedKind.TAKE_TICKET, citizen.arrives_ms, citizen=citizen))
        self._has_gone_on: set[str] = set()
        """Numbers whose errand has turned up already."""
        for at in self._desks.values():
            at.breaks_left = sorted(at.desk.breaks_ms)
            self._await_duty(at, 0)

    def next_at(self) -> int | None:
        """When the next deed is due; None when nothing is meant any more."""
        while self._meant and not self._is_still_meant(self._meant[0]):
            heapq.heappop(self._meant)
        return self._meant[0].at_ms if self._meant else None

    @property
    def is_over(self) -> bool:
        """Nobody of the plan is to come or waits to press a button, and every officer is idle or gone."""
        has_citizens = any(meant.stint is None and not meant.if_free for meant in self._meant)
        return not has_citizens and all(at.doing in (Doing.OFF, Doing.IDLE) for at in self._desks.values())

    def next_deed(self, now_ms: int) -> Deed | None:
        """A deed that is due, taken out; None when none is."""
        at = self.next_at()
        if at is None or at > now_ms:
            return None
        return heapq.heappop(self._meant).deed

    def note(self, deed: Deed, outcome: Outcome, now_ms: int) -> None:
        """Go on from what came of a deed."""
        if deed.kind is DeedKind.TAKE_TICKET:
            self._note_ticket(deed, outcome, now_ms)
        elif deed.kind is DeedKind.RATE:
            self._note_rating(deed, outcome, now_ms)
        elif deed.kind is DeedKind.LET_BACK:
            self._note_back(deed, outcome, now_ms)
        elif deed.kind is not DeedKind.SAY_PRINTED:
            self._note_desk(self._desks[deed.counter_id], deed, outcome, now_ms)

    def notice_waiting(self, services: set[str], now_ms: int) -> None:
        """People wait for these services; idle officers who serve them look up."""
        for at in self._desks.values():
            if at.doing is Doing.IDLE and services.intersection(at.desk.services):
                at.doing = Doing.PAUSING
                self._go_on(at, now_ms, self._about(2 * SECOND_MS, 12 * SECOND_MS))

    def notice_end_of_day(self) -> None:
        """The service day was closed: whoever waited has gone."""
        self.tally.waiting.clear()
        for at in self._desks.values():
            at.away.clear()

    # --- citizens -------------------------------------------------------------------------------------

    def _note_ticket(self, deed: Deed, outcome: Outcome, now_ms: int) -> None:
        if not isinstance(outcome, Happened) or outcome.number is None or deed.citizen is None:
            self.tally.turned_away += 1
            return
        self.tally.came += 1
        self.tally.waiting.add(outcome.number)
        self._holders[outcome.number] = deed.citizen
        self._is_back.discard(outcome.number)
        if outcome.ticket_id is not None:
            self._mean(Deed(DeedKind.SAY_PRINTED, now_ms + SLIP_MS, ticket_id=outcome.ticket_id))
        self.notice_waiting({deed.citizen.service}, now_ms)

    def _note_rating(self, deed: Deed, outcome: Outcome, now_ms: int) -> None:
        if not isinstance(outcome, Happened):
            return
        if deed.citizen is None:  # a second thought
            return
        self.tally.rated += 1
        if deed.citizen.second_mood is not None:
            level = self._level(deed.citizen.second_mood, deed.counter_id)
            again = now_ms + SECOND_THOUGHT_MS
            self._mean(Deed(DeedKind.RATE, again, counter_id=deed.counter_id, level=level))

    def _note_back(self, deed: Deed, outcome: Outcome, now_ms: int) -> None:
        if not isinstance(outcome, Happened) or deed.number is None or deed.citizen is None:
            return
        self._is_back.add(deed.number)
        self.tally.absent -= 1
        self.tally.waiting.add(deed.number)
        self.notice_waiting({deed.citizen.service}, now_ms)

    # --- officers -------------------------------------------------------------------------------------

    def _note_desk(self, at: _AtDesk, deed: Deed, outcome: Outcome, now_ms: int) -> None:
        at.stint += 1
        if isinstance(outcome, Refused):
            self._note_refusal(at, deed, outcome, now_ms)
            return
        if isinstance(outcome, Seen):
            self._note_look(at, outcome, now_ms)
            return
        kind = deed.kind
        if kind is DeedKind.SIGN_ON:
            at.doing = Doing.PAUSING
            self._mean_off_at_the_end(at, now_ms)
            self._go_on(at, now_ms, self._about(SECOND_MS, 20 * SECOND_MS))
        elif kind is DeedKind.SIGN_OFF:
            at.doing = Doing.OFF
            self._await_duty(at, now_ms)
        elif kind is DeedKind.CALL_NEXT:
            if outcome.finished is not None:
                self._note_end(at, outcome.finished, now_ms)
            self._note_call(at, outcome.number, now_ms)
        elif kind is DeedKind.RECALL:
            at.recalls_left -= 1
            self._wait_for_citizen(at, now_ms)
        elif kind is DeedKind.CAME:
            self._serve(at, now_ms, 0)
        elif kind is DeedKind.FINISH:
            self._note_end(at, outcome.number, now_ms)
            self._be_free(at, now_ms, at.desk.habits.pause_ms)
        elif kind is DeedKind.HOLD:
            self._note_hold(at, now_ms)
        elif kind is DeedKind.RESUME:
            at.away = [(back, number) for back, number in at.away if number != outcome.number]
            if outcome.finished is not None:
                self._note_end(at, outcome.finished, now_ms)
            self._note_call(at, outcome.number, now_ms)
        elif kind is DeedKind.TRANSFER:
            self._note_sent_on(deed.number or "", deed.service, now_ms)
            self._be_free(at, now_ms, at.desk.habits.pause_ms)
        elif kind is DeedKind.ADD_SERVICE:
            self._serve(at, now_ms, 0)
        elif kind is DeedKind.PAUSE:
            at.doing = Doing.PAUSING
            self._go_on(at, now_ms, at.break_ms)
        elif kind is DeedKind.DID_NOT_COME:
            self._note_absence(at, now_ms)
            self._be_free(at, now_ms, self._about(3 * SECOND_MS, 10 * SECOND_MS))

    def _note_refusal(self, at: _AtDesk, deed: Deed, refused: Refused, now_ms: int) -> None:
        """Look what is the matter; a counter that is somebody else's is left alone for a while."""
        if deed.kind is DeedKind.RESUME and refused.code != "just_called":  # released, or called by somebody else
            at.away = [(back, number) for back, number in at.away if number != deed.number]
        after_ms = TAKEN_COUNTER_MS if refused.code == "counter_taken" else LOOK_AGAIN_MS
        at.doing = Doing.OFF if deed.kind is DeedKind.SIGN_ON else Doing.PAUSING
        again = DeedKind.SIGN_ON if deed.kind is DeedKind.SIGN_ON else DeedKind.LOOK
        self._mean_at(at, again, now_ms + after_ms)

    def _note_look(self, at: _AtDesk, seen: Seen, now_ms: int) -> None:
        if not seen.is_at_desk:
            at.doing, at.number = Doing.OFF, None
            self._await_duty(at, now_ms if seen.is_day_open else now_ms + TAKEN_COUNTER_MS)
        elif seen.number is None:
            if at.doing is Doing.CALLING:  # nobody came, and the centre's limit has ended the call
                self._note_absence(at, now_ms)
            self._be_free(at, now_ms, LOOK_AGAIN_MS)
        elif not seen.is_serving:
            self._note_call(at, seen.number, now_ms)
        else:
            at.number = seen.number
            self._serve(at, now_ms, 0)

    def _note_call(self, at: _AtDesk, number: str | None, now_ms: int) -> None:
        at.number = number
        if number is None:
            at.doing = Doing.IDLE
            if at.away:
                back, away = min(at.away)
                self._mean_at(at, DeedKind.RESUME, max(now_ms + SECOND_MS, back), number=away)
            elif not self._is_on_duty(at, now_ms):
                self._be_free(at, now_ms, SECOND_MS)
            return
        self.tally.waiting.discard(number)
        at.doing = Doing.CALLING
        citizen = self._holders.get(number)
        if citizen is not None and citizen.coming is not Coming.COMES and number not in self._is_back:
            at.recalls_left = at.desk.habits.recalls
            self._wait_for_citizen(at, now_ms)
            return
        walk_ms = STRANGER_WALK_MS if citizen is None else citizen.walk_ms
        if self._chance.random() < at.desk.habits.came_rate:
            self._mean_at(at, DeedKind.CAME, now_ms + walk_ms + self._about(SECOND_MS, 4 * SECOND_MS))
        else:
            self._serve(at, now_ms, walk_ms)

    def _wait_for_citizen(self, at: _AtDesk, now_ms: int) -> None:
        if at.recalls_left > 0:
            self._mean_at(at, DeedKind.RECALL, now_ms + at.desk.habits.patience_ms)
        elif at.desk.habits.recalls >= RECALLS_ALLOWED:
            self._mean_at(at, DeedKind.LOOK, now_ms + AUTOMATIC_ABSENCE_MS)
        else:
            self._mean_at(at, DeedKind.DID_NOT_COME, now_ms + at.desk.habits.patience_ms)

    def _serve(self, at: _AtDesk, now_ms: int, walk_ms: int) -> None:
        at.doing = Doing.SERVING
        citizen = self._holders.get(at.number or "")
        service_ms = self._about(90 * SECOND_MS, 240 * SECOND_MS) if citizen is None else citizen.service_ms
        service_ms = round(service_ms * at.desk.habits.pace)
        errand = Errand.PLAIN if citizen is None else citizen.errand
        if errand in _TURNS_UP and (at.number or "") not in self._has_gone_on:
            self._turn_up(at, errand, now_ms + walk_ms + round(FIRST_PART * service_ms))
            return
        end = now_ms + walk_ms + service_ms
        if errand is Errand.LACKS:
            self._mean_at(at, DeedKind.FINISH, end, missing=WHAT_IS_MISSING)
            return
        is_break_due = bool(at.breaks_left) and at.breaks_left[0][0] <= end
        is_awaited = any(back <= end for back, _ in at.away)
        goes_on = self._is_on_duty(at, end) and not is_break_due and not is_awaited
        goes_on = goes_on and self._chance.random() < at.desk.habits.next_alone_rate
        self._mean_at(at, DeedKind.CALL_NEXT if goes_on else DeedKind.FINISH, end)

    def _turn_up(self, at: _AtDesk, errand: Errand, at_ms: int) -> None:
        """Came was pressed, or is inferred by what is done now: it stands in the table of steps."""
        number = at.number or ""
        self._has_gone_on.add(number)
        citizen = self._holders[number]
        if errand is Errand.FETCHES:
            self._mean_at(at, DeedKind.HOLD, at_ms)
        elif errand is Errand.ELSEWHERE:
            self._mean_at(at, DeedKind.TRANSFER, at_ms, service=citizen.other_service)
        else:
            self._mean_at(at, DeedKind.ADD_SERVICE, at_ms, service=citizen.other_service)

    def _note_hold(self, at: _AtDesk, now_ms: int) -> None:
        number = at.number or ""
        self.tally.held += 1
        self._is_back.add(number)
        at.away.append((now_ms + self._holders[number].away_ms, number))
        self._be_free(at, now_ms, at.desk.habits.pause_ms)

    def _note_sent_on(self, number: str, service: str, now_ms: int) -> None:
        """The same number waits for another service."""
        self.tally.sent_on += 1
        self.tally.waiting.add(number)
        self._holders[number] = replace(self._holders[number], service=service, errand=Errand.PLAIN)
        self.notice_waiting({service}, now_ms)

    def _note_end(self, at: _AtDesk, number: str | None, now_ms: int) -> None:
        self.tally.served += 1
        citizen = self._holders.pop(number or "", None)
        if citizen is not None and citizen.errand is Errand.TWO_MATTERS and number in self._has_gone_on:
            self._holders[number or ""] = citizen
            self._note_sent_on(number or "", citizen.other_service, now_ms)
        if citizen is not None and citizen.rates:
            self._mean(
                Deed(
                    DeedKind.RATE,
                    now_ms + citizen.press_after_ms,
                    counter_id=at.desk.counter_id,
                    citizen=citizen,
                    level=self._level(citizen.mood, at.desk.counter_id),
                )
            )

    def _note_absence(self, at: _AtDesk, now_ms: int) -> None:
        self.tally.absent += 1
        number = at.number or ""
        citizen = self._holders.get(number)
        if citizen is not None and citizen.coming is Coming.LATE:
            back = now_ms + citizen.back_after_ms
            self._mean(
                Deed(
                    DeedKind.LET_BACK,
                    back,
                    counter_id=at.desk.counter_id,
                    officer_id=at.desk.officer_id,
                    citizen=citizen,
                    number=number,
                )
            )

    def _be_free(self, at: _AtDesk, now_ms: int, after_ms: int) -> None:
        at.doing, at.number = Doing.PAUSING, None
        self._go_on(at, now_ms, after_ms)

    def _go_on(self, at: _AtDesk, now_ms: int, after_ms: int) -> None:
        """Call the next one, not before calling begins; when the shift is over, leave."""
        later = now_ms + after_ms
        early_ms = at.desk.early_ms
        span = next(((start, end) for start, end in at.desk.on_duty_ms if start - early_ms <= later < end), None)
        if span is None:
            self._mean_at(at, DeedKind.SIGN_OFF, later)
        elif at.breaks_left and span[0] <= at.breaks_left[0][0] <= later:
            _, at.break_ms = at.breaks_left.pop(0)
            self._mean_at(at, DeedKind.PAUSE, later)
        elif back := [number for back_ms, number in sorted(at.away) if back_ms <= later]:
            self._mean_at(at, DeedKind.RESUME, max(later, span[0]), number=back[0])
        else:
            self._mean_at(at, DeedKind.CALL_NEXT, max(later, span[0]))

    # --- shifts ---------------------------------------------------------------------------------------

    def _await_duty(self, at: _AtDesk, now_ms: int) -> None:
        """Sign on a little before the next span of duty, or at once inside one."""
        span = next((span for span in at.desk.on_duty_ms if now_ms < span[1]), None)
        if span is not None:
            self._mean_at(at, DeedKind.SIGN_ON, max(now_ms, span[0] - at.desk.early_ms))

    def _mean_off_at_the_end(self, at: _AtDesk, now_ms: int) -> None:
        end = next((end for start, end in at.desk.on_duty_ms if now_ms < end), None)
        if end is not None:
            deed = Deed(DeedKind.SIGN_OFF, end, counter_id=at.desk.counter_id, officer_id=at.desk.officer_id)
            heapq.heappush(self._meant, _Meant(end, next(self._order), deed, None, if_free=True))

    def _is_on_duty(self, at: _AtDesk, at_ms: int) -> bool:
        return any(start <= at_ms < end for start, end in at.desk.on_duty_ms)

    # --- what is meant --------------------------------------------------------------------------------

    def _mean(self, deed: Deed) -> None:
        heapq.heappush(self._meant, _Meant(deed.at_ms, next(self._order), deed, None, if_free=False))

    def _mean_at(
        self,
        at: _AtDesk,
        kind: DeedKind,
        at_ms: int,
        *,
        number: str | None = None,
        service: str = "",
        missing: str = "",
    ) -> None:
        """The desk's next step; whatever was meant there before is not any more."""
        at.stint += 1
        deed = Deed(
            kind,
            at_ms,
            counter_id=at.desk.counter_id,
            officer_id=at.desk.officer_id,
            number=number or at.number,
            service=service,
            missing=missing,
        )
        heapq.heappush(self._meant, _Meant(at_ms, next(self._order), deed, at.stint, if_free=False))

    def _is_still_meant(self, meant: _Meant) -> bool:
        if meant.if_free:
            return self._desks[meant.deed.counter_id].doing in (Doing.IDLE, Doing.PAUSING)
        return meant.stint is None or meant.stint == self._desks[meant.deed.counter_id].stint

    def _level(self, mood: float, counter_id: str) -> int:
        return level_pressed(mood, self._desks[counter_id].desk.habits.charm, self._plan.rating_distribution)

    def _about(self, shortest_ms: int, longest_ms: int) -> int:
        return self._chance.randrange(shortest_ms, longest_ms)
