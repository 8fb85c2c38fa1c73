"""Does the deeds of simulated people on a running centre, from outside: touches, pins, the console, the device API.

Citizens touch the kiosk through its control socket while it is free; the others take their number at a second
kiosk, of which only the requests are real. Officers press the console's keys as its page does (HTTP, session,
CSRF token). Ratings go through the pins of the pads that run; a counter without a running pad has one of
which only the requests are real.
"""

import contextlib
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx

from messaging import topics
from messaging.broker import Arrival, BrokerConnection
from messaging.clock import real_monotonic_s
from messaging.requests import PressReport, PrintOutcome, PrintReport, TicketRequest
from messaging.server_client import RequestRefused, ServerClient, ServerUnreachable
from messaging.settings import BrokerSettings, ServerAddress
from messaging.snapshots import BoardSnapshot, CounterSnapshot, DevicePresence
from simulation.centre_folder import Login
from simulation.control_client import ControlRefused, NoControl
from simulation.officer import ConsoleRefused, Officer
from simulation.people.at_the_kiosk import AtTheKiosk, KioskNotFree
from simulation.people.at_the_pad import AtThePad
from simulation.people.at_the_touch_pad import AtTheTouchPad
from simulation.people.deeds import Deed, DeedKind, Happened, Outcome, Refused, Seen
from simulation.people.play import LACKING, PAUSE_REASON

VERSION = "simulation"


class StandIn:
    """A device of which only the requests are real: it is there for the broker, and sees what the boards show."""

    def __init__(
        self, device_id: str, *, centre: str, server: ServerAddress, broker: BrokerSettings, eyes: BrokerSettings
    ) -> None:
        """`broker` lets the device say that it is there, `eyes` lets somebody see what the boards show."""
        self.device_id = device_id
        self.client = ServerClient(server)
        self._boot_id = uuid.uuid4()
        self._centre = centre
        self._topic = topics.device_presence(centre, device_id)
        self._newest: dict[str, bytes] = {}
        """By topic. Read when somebody looks: on a busy day most of it is seen by nobody."""
        self._connection = BrokerConnection(
            broker,
            client_id=f"{centre}-{device_id}",
            on_arrival=_hear_nothing,
            on_link=self._when_link_changed,
            will=(self._topic, self._presence(is_online=False)),
        )
        self._eyes = BrokerConnection(
            eyes, client_id=f"eyes-of-{device_id}", on_arrival=self._keep, on_link=lambda _is_up: None
        )
        self._looks = False
        self._presses = 0

    def follow(self, counters: Iterable[str]) -> None:
        """Look at the hall board, the kiosks' snapshot and the displays of these counters."""
        self._looks = True
        for topic in (topics.board(self._centre), topics.kiosk(self._centre)):
            self._eyes.follow(topic)
        for counter in counters:
            self._eyes.follow(topics.counter(self._centre, counter))

    def start(self) -> None:
        self._connection.start()
        if self._looks:
            self._eyes.start()

    def stop(self) -> None:
        self._connection.stop()
        self._eyes.stop()
        self.client.close()

    def newest(self) -> dict[str, bytes]:
        """The newest snapshot of each topic that is followed, as it came."""
        return dict(self._newest)

    def board(self) -> BoardSnapshot | None:
        """The hall board as it shows now; None before it was heard."""
        seen = self._newest.get(topics.board(self._centre))
        return None if seen is None else BoardSnapshot.model_validate_json(seen)

    def window_at(self, counter_id: str) -> int | None:
        """The rating window that a counter's display shows as open."""
        seen = self._newest.get(topics.counter(self._centre, counter_id))
        window = None if seen is None else CounterSnapshot.model_validate_json(seen).window
        return None if window is None else window.window_id

    def press(self, level: int, window_id: int | None) -> None:
        """Report a press of this pad, made just now at the window that is shown.

        Raises:
            ServerUnreachable, RequestRefused: as the client says.
        """
        self._presses += 1
        report = PressReport(
            press_id=uuid.uuid4(),
            boot_id=self._boot_id,
            n=self._presses,
            level=level,
            window_id=window_id,
            age_ms=0,
        )
        self.client.report_press(report)

    def _keep(self, arrival: Arrival) -> None:
        self._newest[arrival.topic] = arrival.payload

    def _when_link_changed(self, is_up: bool) -> None:
        if is_up:
            self._connection.publish(self._topic, self._presence(is_online=True))

    def _presence(self, *, is_online: bool) -> bytes:
        presence = DevicePresence(
            device_id=self.device_id, online=is_online, boot_id=self._boot_id.hex, version=VERSION, faults=[]
        )
        return presence.model_dump_json().encode()


def _hear_nothing(_arrival: Arrival) -> None:
    """The device itself listens to nothing; it has eyes for that."""


class OutsideHands:
    """Hands on screens and pins need real seconds; `in_background` lets everybody else go on meanwhile.

    `second_kiosk` is also the eyes of all who use a stand-in: it follows the board and the counters.
    """

    def __init__(
        self,
        address: str,
        *,
        logins: Mapping[str, Login],
        second_kiosk: StandIn,
        kiosk: AtTheKiosk | None,
        pads: Mapping[str, AtThePad | AtTheTouchPad],
        stand_in_pads: Mapping[str, StandIn],
    ) -> None:
        """`logins` by officer; `pads` and `stand_in_pads` by counter."""
        self._address = address
        self._logins = logins
        self._second_kiosk = second_kiosk
        self._kiosk = kiosk
        self._pads = pads
        self._stand_in_pads = stand_in_pads
        self._officers: dict[str, Officer] = {}
        self._kiosk_is_taken = threading.Lock()
        self._kiosk_rests_until_s = 0.0
        self.kiosk_rest_s = 0.0
        """Real seconds between two citizens at the kiosk's screen: hands there hold the centre's clock."""
        self._helpers = ThreadPoolExecutor(max_workers=3, thread_name_prefix="people")
        self.touched: list[str] = []
        """Numbers taken at the kiosk's screen."""
        self.pressed: dict[str, int] = {}
        """Presses made with a pin, by counter."""

    def close(self) -> None:
        self._helpers.shutdown(cancel_futures=True)
        for officer in self._officers.values():
            officer.close()

    def log_in(self, officer_ids: Iterable[str]) -> None:
        """Log officers in before the day begins; otherwise each logs in when first needed.

        Raises:
            ConsoleRefused: login and password do not fit.
        """
        for officer_id in officer_ids:
            self._officer(officer_id)

    def do(self, deed: Deed) -> Outcome:
        try:
            return _WAYS[deed.kind](self, deed)
        except (ConsoleRefused, RequestRefused) as refusal:
            return Refused(refusal.code)
        except (ServerUnreachable, httpx.HTTPError, NoControl, ControlRefused):
            return Refused("unreachable")

    def is_slow(self, deed: Deed) -> bool:
        """Whether a screen or a pin is needed, which takes real seconds."""
        if deed.kind is DeedKind.RATE:
            return deed.counter_id in self._pads
        return deed.kind is DeedKind.TAKE_TICKET and self._may_touch(deed)

    def wait_for_kiosk(self, deed: Deed, patience_s: float) -> None:
        """Where clocks leap, minutes pass sooner than the one before has turned away from the screen: let that end."""
        is_meant = self._kiosk is not None and deed.citizen is not None and self._kiosk.can_take(deed.citizen)
        if is_meant and self._kiosk_is_taken.acquire(timeout=patience_s):
            self._kiosk_is_taken.release()

    def in_background(self, deed: Deed, then: Callable[[Deed, Outcome], None]) -> None:
        """Do it on another thread; `then` is called there."""

        def done(future: "Future[Outcome]") -> None:
            if not future.cancelled():
                fault = future.exception()
                then(deed, Refused("fault") if fault is not None else future.result())

        self._helpers.submit(self.do, deed).add_done_callback(done)

    def read(self, officer_id: str, path: str) -> dict[str, Any]:
        """What an address of the API says to an officer."""
        return self._officer(officer_id).read(path)

    def revision(self, officer_id: str) -> int:
        """The journal's last sequence, as an officer's console shows it."""
        return int(self.read(officer_id, "/api/v1/console/view")["revision"])

    # --- citizens -------------------------------------------------------------------------------------

    def _may_touch(self, deed: Deed) -> bool:
        return (
            self._kiosk is not None
            and deed.citizen is not None
            and self._kiosk.can_take(deed.citizen)
            and not self._kiosk_is_taken.locked()
            and real_monotonic_s() >= self._kiosk_rests_until_s
        )

    def _take_ticket(self, deed: Deed) -> Outcome:
        citizen = deed.citizen
        assert citizen is not None
        if self._kiosk is not None and self._may_touch(deed) and self._kiosk_is_taken.acquire(blocking=False):
            try:
                number = self._kiosk.take_number(citizen)
                self.touched.append(number)
                return Happened(number=number)
            except KioskNotFree:
                pass  # then at the other one
            finally:
                with contextlib.suppress(RuntimeError):  # everybody is being sent home
                    self._helpers.submit(self._leave_kiosk, self._kiosk)
        greeters = [who for who, login in self._logins.items() if login.role == "greeter"]
        if citizen.is_helped and greeters:
            greeter = self._officer(greeters[citizen.greeter % len(greeters)])
            return Happened(
                number=greeter.take_number(
                    service=citizen.service, priority_group=citizen.priority_group, language=citizen.language
                )
            )
        issued = self._second_kiosk.client.issue_ticket(
            TicketRequest(
                intent_id=uuid.uuid4(),
                service=citizen.service,
                priority_group=citizen.priority_group,
                language="en" if citizen.language == "en" else "vi",
                procedure=citizen.procedure,
            )
        )
        return Happened(number=issued.number, ticket_id=issued.ticket_id)

    def _leave_kiosk(self, kiosk: AtTheKiosk) -> None:
        """The slip is in the hand; nobody has to wait while its owner turns away."""
        try:
            kiosk.leave()
        finally:
            self._kiosk_rests_until_s = real_monotonic_s() + self.kiosk_rest_s
            self._kiosk_is_taken.release()

    def _say_printed(self, deed: Deed) -> Outcome:
        assert deed.ticket_id is not None
        printed = PrintReport(report_id=uuid.uuid4(), outcome=PrintOutcome.PRINTED)
        self._second_kiosk.client.report_print(deed.ticket_id, printed)
        return Happened()

    def _rate(self, deed: Deed) -> Outcome:
        pad = self._pads.get(deed.counter_id)
        if pad is not None:
            pad.press(deed.level)
            self.pressed[deed.counter_id] = self.pressed.get(deed.counter_id, 0) + 1
            return Happened()
        stand_in = self._stand_in_pads.get(deed.counter_id)
        if stand_in is None:
            return Refused("no_pad")
        stand_in.press(deed.level, self._second_kiosk.window_at(deed.counter_id))
        return Happened()

    # --- officers -------------------------------------------------------------------------------------

    def _officer(self, officer_id: str) -> Officer:
        officer = self._officers.get(officer_id)
        if officer is None:
            officer = self._officers[officer_id] = Officer(self._address, self._logins[officer_id])
        return officer

    def _act(self, deed: Deed, key: str, **body: Any) -> Outcome:
        try:
            answer = self._officer(deed.officer_id).act(key, **body)
        except ConsoleRefused as refusal:
            if refusal.code in ("not_signed_in", "csrf"):  # the session has ended, by time or by log-out
                with contextlib.suppress(KeyError):
                    self._officers.pop(deed.officer_id).close()
            raise
        return Happened(number=answer.get("number"), finished=answer.get("finished"))

    def _finish(self, deed: Deed) -> Outcome:
        if deed.missing:
            return self._act(deed, "finish", outcome=LACKING, missing=deed.missing)
        return self._act(deed, "finish")

    def _look(self, deed: Deed) -> Outcome:
        view = self._officer(deed.officer_id).read("/api/v1/console/view")
        counter, turn = view["counter"], view["turn"]
        return Seen(
            is_at_desk=counter is not None and counter["counter_id"] == deed.counter_id,
            is_day_open=view["day"]["state"] != "closed",
            number=None if turn is None else turn["number"],
            is_serving=turn is not None and turn["state"] == "serving",
        )


def _console(key: str) -> Callable[[OutsideHands, Deed], Outcome]:
    return lambda hands, deed: hands._act(deed, key)


_WAYS: dict[DeedKind, Callable[[OutsideHands, Deed], Outcome]] = {
    DeedKind.TAKE_TICKET: OutsideHands._take_ticket,
    DeedKind.SAY_PRINTED: OutsideHands._say_printed,
    DeedKind.RATE: OutsideHands._rate,
    DeedKind.SIGN_ON: lambda hands, deed: hands._act(deed, "sign-on", counter_id=deed.counter_id),
    DeedKind.SIGN_OFF: _console("sign-off"),
    DeedKind.CALL_NEXT: _console("next"),
    DeedKind.RECALL: _console("recall"),
    DeedKind.CAME: _console("start"),
    DeedKind.FINISH: OutsideHands._finish,
    DeedKind.HOLD: lambda hands, deed: hands._act(deed, "hold", minutes=None),
    DeedKind.RESUME: lambda hands, deed: hands._act(deed, "resume", number=deed.number or ""),
    DeedKind.TRANSFER: lambda hands, deed: hands._act(deed, "transfer", to="service", target=deed.service),
    DeedKind.ADD_SERVICE: lambda hands, deed: hands._act(deed, "second-service", service=deed.service),
    DeedKind.PAUSE: lambda hands, deed: hands._act(deed, "pause", reason=PAUSE_REASON),
    DeedKind.DID_NOT_COME: _console("absent"),
    DeedKind.LET_BACK: lambda hands, deed: hands._act(deed, "back-to-queue", number=deed.number or ""),
    DeedKind.LOOK: OutsideHands._look,
}
