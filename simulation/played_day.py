"""One day of simulated people through the real programs of a centre, and what was seen of it on the way.

Real are server, broker, kiosk, hall board, the displays and pads of counters 1 and 2, the printer's port, and
every request. A few citizens touch the kiosk's screen; the others take their number at a second kiosk of which
only the requests are real. All officers work through the console's HTTP. Ratings at counters 1 and 2 go through
the pads' pins, at the other counters through the pads' API. The board is not spoken: its calls would outlast the day.
"""

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image

from messaging import topics
from messaging.clock import real_monotonic_s
from server.journal.verify import verify
from simulation.centre_folder import BOARD, DISPLAYS, KIOSK, PEOPLES_KIOSK, SAMPLE_CENTRE, CentreFolder
from simulation.checker import Broken, Sighting, Story, check_database
from simulation.officer import Officer
from simulation.people.acting_outside import OutsideHands, StandIn
from simulation.people.engine import hands_for, opening_of, stand_in, stand_in_pads, words_of
from simulation.people.planning import Citizen, Coming, plan_day
from simulation.people.play import Play
from simulation.people.sample_day import Profile
from simulation.ports import free_ports
from simulation.sample_centre import SampleCentre, StartOptions, set_up
from simulation.screen_room import WindowSizes
from simulation.slip_reading import shows_number
from simulation.supervisor import Supervisor

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
START_PATIENCE_S = 60.0
SEEN_PATIENCE_S = 20.0
"""A machine that is busy with other things; for what boards and snapshots should show within a tenth of a second."""
REST_S = 0.25
"""The server's rounds look every quarter of a second; whatever was due is then done."""
AT_THE_SCREEN = 5
"""How many citizens touch the kiosk's screen: each takes two or three real seconds."""
SMALL_SCREENS = WindowSizes(720, 720)
"""Kiosk 405 x 720, board 720 x 405: drawn in a quarter of the time, and still read and touched by their texts."""
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
START_BEFORE_MS = 2 * MINUTE_MS
"""The centre is up that long before the first number can be had."""
AFTER_CLOSING_MS = 90 * MINUTE_MS
"""Whoever is at a desk at closing is served to the end."""
WINDOWS_MS = 2 * MINUTE_MS
"""After the last end every rating window has closed, and every rating has settled."""


class NotAsPromised(Exception):
    """Something that should have been seen was not."""


class PlayedDay:
    """One day, from the empty folder to the closed database. Used from the main thread."""

    def __init__(
        self,
        folder: CentreFolder,
        supervisor: Supervisor,
        of: Profile,
        *,
        seed: str,
        tell: Callable[[str, str], None],
        hands_of: Callable[..., OutsideHands] = OutsideHands,
    ) -> None:
        """`folder` is held; `tell` gets the name of a step and what was seen; `hands_of` makes everybody's hands."""
        self._folder = folder
        self._supervisor = supervisor
        self.centre: SampleCentre | None = None
        self._profile = of
        self._seed = seed
        self._tell = tell
        self._hands_of = hands_of
        self._sightings: list[Sighting] = []
        self._reports: list[dict[str, Any]] = []
        self._hands: OutsideHands | None = None
        self._stand_ins: list[StandIn] = []

    # --- morning --------------------------------------------------------------------------------------

    def open(self) -> None:
        """Set the centre up on the day's morning and start its programs."""
        self._folder.keep_centre_file(centre_of_profile(self._profile))
        self._midnight = self._coming_midnight()
        self.date = self._midnight.date().isoformat()
        wanted = self._midnight + timedelta(milliseconds=opening_of(self._folder).tickets_from - START_BEFORE_MS)
        self._folder.keep_lead((wanted - datetime.now(wanted.tzinfo)).total_seconds())
        began_s = real_monotonic_s()
        set_up(self._folder, START_PATIENCE_S, with_people=True, with_voice=False)
        options = StartOptions(
            port=free_ports(1)[0],  # chosen as late as can be: it is only free until somebody takes it
            keeps_hours=True,
            has_voice=False,
            forgives_crashes=False,
            drawn_within=SMALL_SCREENS,
        )
        self.centre = SampleCentre(self._folder, self._supervisor, options)
        self._centre.start()
        self._centre.start_desks()
        self._words = words_of(self._folder)
        self._plan = plan_day(
            self._seed,
            self._profile.day,
            opening=self._words.opening,
            staff=self._words.officers,
            services_of=self._words.services_of,
            officers_seed=self._seed,
        )
        self._eyes = stand_in(self._centre, PEOPLES_KIOSK)
        self._eyes.follow(self._words.services_of)
        pads = stand_in_pads(self._centre)
        self._stand_ins = [self._eyes, *pads.values()]
        self._hands = hands_for(
            self._centre,
            self._words,
            second_kiosk=self._eyes,
            other_pads=pads,
            who_touches=_at_the_screen(self._plan.citizens, self._seed),
            kind=self._hands_of,
        )
        self._play = Play(self._plan)
        self._centre.wait_until_open(START_PATIENCE_S)
        self._eyes.start()
        self._busy_hands.log_in(self._words.officers.values())
        self._centre.wait_until_complete(START_PATIENCE_S)
        took_s = real_monotonic_s() - began_s
        self._tell(
            "open",
            f"{self._profile.name}: {self._profile.day.tickets} people, {len(self._plan.desks)} counters, "
            f"{self._midnight:%d/%m/%Y}, all programs up after {took_s:.1f} s",
        )

    def _coming_midnight(self) -> datetime:
        """Local midnight of the next day on which the centre opens: the clock only runs ahead."""
        centre = json.loads(self._folder.centre_file.read_text(encoding="utf-8"))["centre"]
        zone = ZoneInfo(centre["timezone"])
        on = datetime.now(zone).date() + timedelta(days=1)
        while not centre["hours"][WEEK[on.weekday()]]:
            on += timedelta(days=1)
        return datetime.combine(on, time(), zone)

    # --- the day --------------------------------------------------------------------------------------

    def live(self) -> None:
        """Let everybody do what they mean to, as fast as the programs follow."""
        opening = self._words.opening
        closes = opening.spans[-1][1]
        phases = [(opening.tickets_from, "open"), (opening.tickets_until, "tickets_stopped"), (closes, "closed")]
        looks = [at for at in range(0, closes, HOUR_MS) if at > opening.tickets_from]
        while True:
            self._supervisor.tend(0)
            if self._supervisor.crashes:
                raise NotAsPromised(self._supervisor.crashes[0])
            stops = [(phases[0][0], "phase")] if phases else []
            stops += [(looks[0], "look")] if looks else []
            next_stop = min(stops, default=None)
            next_deed = self._play.next_at()
            if next_stop is not None and (next_deed is None or next_stop[0] <= next_deed):
                self._go_to(next_stop[0])
                if next_stop[1] == "phase":
                    self._await_phase(phases.pop(0)[1])
                else:
                    self._look(looks.pop(0))
            elif next_deed is None or next_deed > closes + AFTER_CLOSING_MS:
                break
            else:
                self._go_to(next_deed)
                self._do_what_is_due()
        self._go_to(self._now_ms() + WINDOWS_MS)
        self._look(None)

    @property
    def _centre(self) -> SampleCentre:
        if self.centre is None:
            raise NotAsPromised("the centre does not stand")
        return self.centre

    @property
    def _busy_hands(self) -> OutsideHands:
        if self._hands is None:
            raise NotAsPromised("the day has not begun")
        return self._hands

    def _now_ms(self) -> int:
        return round((self._centre.clock.now() - self._midnight).total_seconds() * 1000)

    def _go_to(self, at_ms: int) -> None:
        ahead_ms = at_ms - self._now_ms()
        if ahead_ms > 0:
            self._centre.step(ahead_ms / 1000)

    def _do_what_is_due(self) -> None:
        hands = self._busy_hands
        while (deed := self._play.next_deed(self._now_ms())) is not None:
            hands.wait_for_kiosk(deed, SEEN_PATIENCE_S)
            self._play.note(deed, hands.do(deed), self._now_ms())

    def _await_phase(self, state: str) -> None:
        """Opening, the last ticket and closing come from the server's own schedule."""
        if state == "closed":
            self._play.notice_end_of_day()

        def is_so() -> bool:
            board = self._eyes.board()
            return board is not None and board.day.value == state

        self._centre.wait_until(is_so, f"the day is not {state}", SEEN_PATIENCE_S, log="server")

    def _look(self, at_ms: int | None) -> None:
        """Let the centre come to rest, and keep what every board shows then; at_ms None: after the day."""
        seq, snapshots = self._at_rest()
        self._sightings.append(Sighting(seq, snapshots))
        if at_ms is None:
            return
        calls = snapshots["board"]["calls"]
        if calls:
            self._see_on_screen(calls)
        tally = self._play.tally
        self._tell(
            f"{at_ms // HOUR_MS:02d}:00",
            f"came {tally.came}, waiting {len(tally.waiting)}, served {tally.served}, "
            f"not there {tally.absent}, rated {tally.rated}",
        )

    def _at_rest(self) -> tuple[int, dict[str, dict[str, Any]]]:
        """The last sequence and the newest snapshots, once neither changes any more."""
        officer = next(iter(self._words.officers.values()))
        give_up_s = real_monotonic_s() + SEEN_PATIENCE_S
        before: tuple[int, dict[str, dict[str, Any]]] | None = None
        while True:
            now = (self._busy_hands.revision(officer), self._snapshots())
            if now == before and len(now[1]) == 2 + len(self._words.services_of):
                return now
            if real_monotonic_s() > give_up_s:
                raise NotAsPromised("the centre does not come to rest")
            before = now
            self._supervisor.tend(REST_S)

    def _snapshots(self) -> dict[str, dict[str, Any]]:
        root = f"{topics.ROOT}/{self._centre.code}/"
        return {topic.removeprefix(root): json.loads(snapshot) for topic, snapshot in self._eyes.newest().items()}

    def _see_on_screen(self, calls: list[dict[str, Any]]) -> None:
        """The hall board shows the newest call; the displays show who is at their counter."""
        newest = next((call for call in calls if call["state"] != "over"), None)
        if newest is None:
            return
        self._wait_for_text(BOARD.device_id, newest["number"])
        for display in DISPLAYS:
            here = next((c for c in calls if c["counter_id"] == display.counter_id and c["state"] != "over"), None)
            if here is not None:
                self._wait_for_text(display.device_id, here["number"])

    def _wait_for_text(self, device_id: str, text: str) -> None:
        device = next(one for one in (BOARD, *DISPLAYS) if one.device_id == device_id)
        screen = self._centre.control(device)
        self._centre.wait_until(
            lambda: any(shown.text == text for shown in screen.texts()),
            f"{device_id} does not show {text}",
            SEEN_PATIENCE_S,
            log=device_id,
        )

    # --- evening --------------------------------------------------------------------------------------

    def close(self) -> None:
        """Read the scores as those who may, look at the slips, and end the programs."""
        head = next(login for login in self._folder.logins() if login.role == "head")
        hands = self._busy_hands
        address = f"/api/v1/scores?from={self.date}&to={self.date}"
        with closing(Officer(self._centre.address, head)) as browser:
            self._reports.append(browser.read(address))
        for officer in self._words.officers.values():
            self._reports.append(hands.read(officer, address))
        touched, jobs = hands.touched, self._jobs_printed()
        slips = sorted(self._folder.slips.glob("*.png"))
        if len(slips) != len(touched) + jobs:
            raise NotAsPromised(
                f"{len(touched)} numbers were taken at the kiosk and {jobs} slips ordered, {len(slips)} came out"
            )
        self._find_on_slips(touched, slips)
        self._tell(
            "hands",
            f"{len(touched)} numbers by touch on the kiosk, {self._play.tally.came - len(touched)} by a greeter or at "
            f"a second kiosk's API; {jobs} slips ordered by staff; {sum(hands.pressed.values())} presses by the pads' "
            "pins, the others by pads' API",
        )
        self.part()

    def _jobs_printed(self) -> int:
        """Return slips and the like that the kiosk with the printer was asked for, once they are out."""
        with closing(sqlite3.connect(f"file:{self._folder.database}?mode=ro", uri=True)) as database:

            def counts() -> dict[str, int]:
                asked = "SELECT coalesce(outcome, 'open'), count(*) FROM jobs WHERE device_id = ? GROUP BY 1"
                return dict(database.execute(asked, (KIOSK.device_id,)).fetchall())

            self._centre.wait_until(lambda: "open" not in counts(), "the kiosk's jobs do not end", SEEN_PATIENCE_S)
            return counts().get("done", 0)

    def _find_on_slips(self, numbers: list[str], slips: list[Path]) -> None:
        """Each number has a slip of its own, in their order; other slips may lie between."""
        left = iter(slips)
        for number in numbers:
            if not any(_shows(slip, number) for slip in left):
                raise NotAsPromised(f"no slip shows {number}")

    def part(self) -> None:
        """Let go of broker, console and API, and end all programs; a repeat is harmless."""
        if self._hands is not None:
            self._hands.close()
            self._hands = None
        for stand_in_device in self._stand_ins:
            stand_in_device.stop()
        self._stand_ins = []
        if self.centre is not None:
            self.centre.stop()

    def check(self) -> tuple[Story, list[Broken]]:
        """Hold everything that was seen and stored against the journal."""
        _close_database(self._folder.database)
        with closing(sqlite3.connect(self._folder.database)) as connection:
            story, broken = check_database(connection, sightings=self._sightings, reports=self._reports)
        verdict = verify(self._folder.database)
        if verdict.fault is not None:
            broken.append(Broken("verify", verdict.bad_seq, verdict.fault))
        of_day = sum(ticket["day"] == self.date for ticket in story.tickets.values())
        if of_day != self._profile.day.tickets:
            broken.append(Broken("people", None, f"{self._profile.day.tickets} wanted a number, {of_day} have one"))
        return story, broken


def centre_of_profile(of: Profile) -> dict[str, Any]:
    """The sample centre with the counters and the officers that a profile needs."""
    centre: dict[str, Any] = json.loads(SAMPLE_CENTRE.read_text(encoding="utf-8"))
    if of.counters is None:
        return centre
    names = {service["code"]: service["name"].split(" (")[0].split(",")[0] for service in centre["services"]}
    for service in centre["services"]:
        del service["counters"]  # those of the sample centre
    centre["counters"] = [
        {
            "id": f"Q{number}",
            "number": number,
            "name": f"Quầy số {number} – {', '.join(names[code] for code in services)}",
            "services": list(services),
        }
        for number, services in enumerate(of.counters, start=1)
    ]
    if not any(centre["help_service"] in counter["services"] for counter in centre["counters"]):
        centre["counters"][-1]["second_services"] = [centre["help_service"]]
    others = [officer for officer in centre["officers"] if officer["role"] not in ("officer", "greeter")]
    others += [{"role": "greeter"}] * (1 if of.day.doors is None else of.day.doors.greeters)
    officers = [{"role": "officer"} for _ in of.counters] + others
    centre["officers"] = [
        {"id": f"CB{number:02d}", "display_name": f"Cán bộ {number:02d}", "role": officer["role"]}
        for number, officer in enumerate(officers, start=1)
    ]
    return centre


def _at_the_screen(citizens: tuple[Citizen, ...], seed: str) -> list[Citizen]:
    """Who touches the kiosk's screen: a few, spread over the day."""
    able = [citizen for citizen in citizens if citizen.language == "vi" and citizen.coming is not Coming.GONE]
    chosen = random.Random(f"{seed}/screen").sample(able, min(AT_THE_SCREEN, len(able)))
    return sorted(chosen, key=lambda citizen: citizen.arrives_ms)


def _close_database(database: Path) -> None:
    """Fold the write-ahead log into the file, so that the file alone is everything."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")


def _shows(slip: Path, number: str) -> bool:
    with Image.open(slip) as paper:
        return shows_number(paper, number)
