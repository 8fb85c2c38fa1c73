"""How simulated people go on: played against a paper centre that knows only who waits and who is where."""

from collections import deque
from dataclasses import replace

from simulation.people.deeds import Deed, DeedKind, Happened, Outcome, Refused, Seen
from simulation.people.planning import Citizen, Coming, DayPlan, Opening, plan_day
from simulation.people.play import Play
from simulation.people.sample_day import sample_day

HOUR_MS = 3_600_000
MINUTE_MS = 60_000
OPENING = Opening(spans=((8 * HOUR_MS, 12 * HOUR_MS),), tickets_from=8 * HOUR_MS, tickets_until=11 * HOUR_MS)
SERVICES = {"Q1": ("A", "K"), "Q2": ("B", "C", "E", "G", "H")}


class PaperCentre:
    """First come, first served; every number is the service's letter and a count."""

    def __init__(self) -> None:
        self.queues: dict[str, deque[str]] = {}
        self.here: dict[str, tuple[str, bool]] = {}
        self.at_desk: dict[str, str] = {}
        self.called: list[str] = []
        self.finished: list[str] = []
        self.absent: list[str] = []
        self.rated: list[tuple[str, int]] = []
        self.on_hold: list[str] = []
        self.second: dict[str, str] = {}
        self.recalls: dict[str, int] = {}
        self.deeds: list[Deed] = []
        self.refuse: dict[DeedKind, str] = {}
        self._given = 0

    def do(self, deed: Deed) -> Outcome:
        self.deeds.append(deed)
        if deed.kind in self.refuse:
            return Refused(self.refuse[deed.kind])
        if deed.kind is DeedKind.TAKE_TICKET:
            assert deed.citizen is not None
            return Happened(number=self.give(deed.citizen.service), ticket_id=self._given)
        if deed.kind is DeedKind.RATE:
            self.rated.append((deed.counter_id, deed.level))
            return Happened()
        if deed.kind is DeedKind.LET_BACK:
            assert deed.number in self.absent
            self.absent.remove(deed.number)
            self.queues.setdefault(deed.number[0], deque()).appendleft(deed.number)
            return Happened(number=deed.number)
        if deed.kind is DeedKind.SAY_PRINTED:
            return Happened()
        return self._at_desk(deed)

    def give(self, service: str) -> str:
        self._given += 1
        number = f"{service}{self._given:03d}"
        self.queues.setdefault(service, deque()).append(number)
        return number

    def _at_desk(self, deed: Deed) -> Outcome:
        counter = deed.counter_id
        if deed.kind is DeedKind.SIGN_ON:
            self.at_desk[counter] = deed.officer_id
            return Happened()
        if deed.kind is DeedKind.LOOK:
            number, is_serving = self.here.get(counter, (None, False))
            if number is not None and self.recalls.pop(number, 0) >= 3:  # called often enough
                del self.here[counter]
                self.absent.append(number)
                number = None
            is_at_desk = self.at_desk.get(counter) == deed.officer_id
            return Seen(is_at_desk=is_at_desk, is_day_open=True, number=number, is_serving=is_serving)
        if self.at_desk.get(counter) != deed.officer_id:
            return Refused("not_at_counter")
        if deed.kind is DeedKind.SIGN_OFF:
            assert counter not in self.here, "an officer leaves over an open turn"
            del self.at_desk[counter]
            return Happened()
        if deed.kind is DeedKind.CALL_NEXT:
            finished = self.here.pop(counter, (None, False))[0]
            if finished is not None:
                self._end(finished)
            waiting = [self.queues[service] for service in SERVICES[counter] if self.queues.get(service)]
            if not waiting:
                return Happened(finished=finished)
            number = waiting[0].popleft()
            self.called.append(number)
            self.here[counter] = (number, False)
            return Happened(number=number, finished=finished)
        if deed.kind is DeedKind.PAUSE:
            assert counter not in self.here, "an officer pauses over an open turn"
            return Happened()
        if deed.kind is DeedKind.RESUME:
            assert counter not in self.here, "somebody who is back has to wait for the one at the desk"
            assert deed.number is not None
            self.on_hold.remove(deed.number)
            self.here[counter] = (deed.number, False)
            return Happened(number=deed.number)
        if counter not in self.here:
            return Refused("nobody_here")
        number, is_serving = self.here[counter]
        if deed.kind is DeedKind.CAME:
            self.here[counter] = (number, True)
        elif deed.kind is DeedKind.RECALL:
            self.recalls[number] = self.recalls.get(number, 0) + 1
        elif deed.kind is DeedKind.HOLD:
            del self.here[counter]
            self.on_hold.append(number)
        elif deed.kind is DeedKind.TRANSFER:
            del self.here[counter]
            self.queues.setdefault(deed.service, deque()).append(number)
        elif deed.kind is DeedKind.ADD_SERVICE:
            self.second[number] = deed.service
        elif deed.kind is DeedKind.FINISH:
            del self.here[counter]
            self._end(number)
        elif deed.kind is DeedKind.DID_NOT_COME:
            assert not is_serving
            del self.here[counter]
            self.absent.append(number)
        return Happened(number=number)

    def _end(self, number: str) -> None:
        self.finished.append(number)
        second = self.second.pop(number, None)
        if second is not None:
            self.queues.setdefault(second, deque()).append(number)


def planned(**changes: object) -> DayPlan:
    day = replace(sample_day(), tickets=30, arrivals=((8 * HOUR_MS, 1.0),), **changes)  # type: ignore[arg-type]  # fields of a dataclass
    return plan_day("play", day, opening=OPENING, staff={"Q1": "CB01", "Q2": "CB02"}, services_of=SERVICES)


def play_out(play: Play, centre: PaperCentre, until_ms: int = 24 * HOUR_MS) -> int:
    """Play until nothing is meant any more, or a time; when the last deed was done."""
    now = 0
    while (at := play.next_at()) is not None and at <= until_ms:
        now = max(now, at)
        deed = play.next_deed(now)
        assert deed is not None
        play.note(deed, centre.do(deed), now)
    return now


def test_everybody_who_came_is_served_or_missed() -> None:
    centre, plan = PaperCentre(), planned()
    play = Play(plan)
    play_out(play, centre)

    gone = sum(citizen.coming is Coming.GONE for citizen in plan.citizens)
    assert play.tally.came == 30
    assert len(centre.finished) == play.tally.served == 30 - gone
    assert len(centre.absent) == play.tally.absent == gone
    assert not play.tally.waiting
    assert not centre.at_desk, "officers go home"


def test_who_rates_presses_once_and_never_before_being_served() -> None:
    centre, plan = PaperCentre(), planned(no_show_rate=0.0, late_rate=0.0, second_thought_rate=0.0)
    play = Play(plan)
    play_out(play, centre)

    assert len(centre.rated) == play.tally.rated == sum(citizen.rates for citizen in plan.citizens)


def test_second_thoughts_are_pressed_too() -> None:
    centre, plan = PaperCentre(), planned(second_thought_rate=1.0, no_show_rate=0.0)
    play_out(Play(plan), centre)

    assert len(centre.rated) == 2 * sum(citizen.rates for citizen in plan.citizens)


def test_who_is_late_comes_back_and_is_served() -> None:
    centre, plan = PaperCentre(), planned(no_show_rate=0.0, late_rate=0.2)
    play = Play(plan)
    play_out(play, centre)

    late = sum(citizen.coming is Coming.LATE for citizen in plan.citizens)
    assert late == 6
    assert len([deed for deed in centre.deeds if deed.kind is DeedKind.LET_BACK]) == late
    assert not centre.absent
    assert len(centre.finished) == 30


def test_absent_people_are_recalled_before_they_are_given_up() -> None:
    centre = PaperCentre()
    play_out(Play(planned(no_show_rate=0.3)), centre)

    kinds = [deed.kind for deed in centre.deeds]
    assert kinds.count(DeedKind.DID_NOT_COME) >= 9
    assert kinds.count(DeedKind.RECALL) >= kinds.count(DeedKind.DID_NOT_COME)


def test_an_officer_whose_turn_somebody_else_has_ended_goes_on() -> None:
    centre = PaperCentre()
    play = Play(planned(no_show_rate=0.0))
    play_out(play, centre, until_ms=8 * HOUR_MS + 10 * MINUTE_MS)
    served_here = centre.here.pop("Q1")[0]  # a real person pressed Finish at that console

    play_out(play, centre)

    assert served_here not in centre.finished
    assert len(centre.finished) == 29


def test_after_the_day_was_closed_officers_sign_on_again() -> None:
    centre = PaperCentre()
    play = Play(planned(no_show_rate=0.0))
    play_out(play, centre, until_ms=8 * HOUR_MS + 10 * MINUTE_MS)
    centre.here.clear()
    centre.at_desk.clear()
    centre.queues.clear()  # midnight: everybody who waited has expired, all desks are free
    play.notice_end_of_day()

    play_out(play, centre, until_ms=8 * HOUR_MS + 40 * MINUTE_MS)

    assert set(centre.at_desk) == {"Q1", "Q2"}
    assert centre.here or centre.finished


def test_a_counter_that_somebody_holds_is_left_alone() -> None:
    centre = PaperCentre()
    centre.refuse[DeedKind.SIGN_ON] = "counter_taken"
    play = Play(planned())
    play_out(play, centre)

    assert not centre.called
    assert {deed.kind for deed in centre.deeds} == {DeedKind.TAKE_TICKET, DeedKind.SAY_PRINTED, DeedKind.SIGN_ON}


def test_an_idle_officer_notices_a_stranger_and_serves_them() -> None:
    centre = PaperCentre()
    plan = replace(planned(), citizens=())
    play = Play(plan)
    now = play_out(play, centre, until_ms=8 * HOUR_MS + MINUTE_MS)
    assert not centre.called

    number = centre.give("A")  # a real person has touched the kiosk
    play.notice_waiting({"A"}, now)
    play_out(play, centre)

    assert centre.finished == [number]
    assert not centre.rated, "whether to rate is theirs"


def test_a_centre_that_refuses_everything_stops_nobody_from_trying() -> None:
    centre = PaperCentre()
    for kind in DeedKind:
        centre.refuse[kind] = "unreachable"
    play = Play(planned())
    play_out(play, centre)
    assert play.tally.turned_away == 30
    assert play.tally.came == 0


def test_officers_are_away_over_lunch_and_come_back() -> None:
    morning, afternoon = (8 * HOUR_MS, 9 * HOUR_MS), (10 * HOUR_MS, 16 * HOUR_MS)
    plan = planned(no_show_rate=0.0)
    plan = replace(plan, desks=tuple(replace(desk, on_duty_ms=(morning, afternoon)) for desk in plan.desks))
    centre = PaperCentre()
    play = Play(plan)

    play_out(play, centre, until_ms=afternoon[0] - 10 * MINUTE_MS)
    assert not centre.at_desk
    assert any(centre.queues.values()), "people wait over lunch"
    calls = [deed.at_ms for deed in centre.deeds if deed.kind is DeedKind.CALL_NEXT]
    assert all(morning[0] <= at < morning[1] for at in calls)

    play_out(play, centre)
    assert len(centre.finished) == 30


def test_the_same_plan_is_played_the_same_way() -> None:
    first, second = PaperCentre(), PaperCentre()
    play_out(Play(planned()), first)
    play_out(Play(planned()), second)
    assert first.deeds == second.deeds


def test_a_play_is_over_when_nobody_is_left() -> None:
    centre, play = PaperCentre(), Play(planned(no_show_rate=0.0))
    assert not play.is_over
    play_out(play, centre, until_ms=12 * HOUR_MS - MINUTE_MS)
    assert play.is_over
    assert isinstance(play.next_at(), int), "officers are still at their desks"


def test_a_citizen_is_a_plain_value() -> None:
    citizen: Citizen = planned().citizens[0]
    assert hash(citizen) == hash(replace(citizen))
