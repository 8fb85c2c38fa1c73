"""Whether the programs without a screen are there and answer: broker, server, pages for phones and printer."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from messaging.broker import Arrival, BrokerConnection
from messaging.settings import BrokerSettings
from simulation.broker_files import ONLOOKER_USER
from simulation.centre_folder import CentreFolder
from simulation.control_client import ControlRefused, NoControl
from simulation.ports import LOOPBACK
from simulation.wall.asking import NoAnswer, ask
from simulation.wall.standing import LIVE, STARTING, STARTS_AGAIN, standing_after

BROKER, PRINTER, SERVER, PHONES = "mosquitto", "printer", "server", "phones"
PROGRAMS = (SERVER, BROKER, PRINTER, PHONES)
ASK_EVERY_S = 1.0
PATIENCE_S = 3.0
"""A busy machine answers later than at once; a program that hangs never does."""
KEEPALIVE_S = 2
"""The broker is asked as any client asks it; its silence is noticed within twice that."""


class SignsOfLife:
    """How it stands with each of `PROGRAMS`, as one sees it from outside; lives on one event loop."""

    def __init__(self, folder: CentreFolder, server_address: str, on_change: Callable[[], None]) -> None:
        self.standings = dict.fromkeys(PROGRAMS, STARTING)
        self.printer_faults: set[str] = set()
        """What the printer said last; one that has died has forgotten it."""
        self._folder = folder
        self._addresses = {SERVER: server_address}
        self._on_change = on_change
        self._broker: BrokerConnection | None = None

    def follows(self) -> list[Coroutine[Any, Any, None]]:
        """What keeps the standings up to date, each until cancelled."""
        return [
            self._follow(SERVER, lambda: self._page_answers(SERVER, "/health")),
            self._follow(PHONES, lambda: self._page_answers(PHONES, "/")),
            self._follow(PRINTER, self.look_at_printer),
            self._follow(BROKER, self._broker_answers),
        ]

    async def look_at_printer(self) -> None:
        """
        Raises:
            NoControl, ControlRefused: it is not there, or does not answer.
        """
        try:
            state = await ask(self._folder.control_socket(PRINTER), "state", patience_s=PATIENCE_S)
        except NoAnswer:
            raise  # it hangs, and what was wrong with it still is
        except NoControl:
            self.printer_faults = set()
            raise
        self.printer_faults = set(state["faults"])

    def note_death(self, program: str) -> None:
        """The supervisor has seen it end by itself: it is not there until it answers again."""
        if program in self.standings:
            self.standings[program] = STARTS_AGAIN

    async def close(self) -> None:
        if self._broker is not None:
            await asyncio.to_thread(self._broker.stop)

    async def _follow(self, program: str, look: Callable[[], Coroutine[Any, Any, None]]) -> None:
        was_there = False
        while True:
            try:
                await look()
                self.standings[program] = LIVE
                was_there = True
            except (NoControl, ControlRefused) as fault:
                self.standings[program] = standing_after(fault, was_there=was_there)
            self._on_change()  # the same again is no change
            await asyncio.sleep(ASK_EVERY_S)

    async def _page_answers(self, program: str, path: str) -> None:
        """Whatever it answers: a page that is out of order says so itself."""
        address = self._addresses.get(program) or str(self._running().get(program, ""))
        where = urlsplit(address)
        try:
            async with asyncio.timeout(PATIENCE_S):
                reader, writer = await asyncio.open_connection(LOOPBACK, where.port)
                try:
                    writer.write(f"GET {path} HTTP/1.0\r\nHost: {where.netloc}\r\n\r\n".encode())
                    line = await reader.readline()
                finally:
                    writer.close()
        except TimeoutError:
            raise NoAnswer(f"{program}: no answer in {PATIENCE_S:g} s") from None
        except (OSError, ValueError) as error:
            raise NoControl(f"{program}: {error}") from None
        if not line:
            raise NoControl(f"{program}: ended without an answer")

    async def _broker_answers(self) -> None:
        if self._broker is None:
            port = self._running().get("broker_port")
            if port is None:
                raise NoControl("the centre is just starting or ending")
            password = self._folder.secret_file(f"{ONLOOKER_USER}.broker")
            self._broker = BrokerConnection(
                BrokerSettings(port=port, username=ONLOOKER_USER, password_file=password),
                client_id="wall",
                on_arrival=_hear_nothing,
                on_link=_do_nothing,
                keepalive_s=KEEPALIVE_S,
            )
            self._broker.start()
        if not self._broker.is_connected:
            await self._knock_at_broker()
            if self.standings[BROKER] in (STARTING, STARTS_AGAIN):
                raise NoControl("no link with the broker yet")
            raise NoAnswer("no link with the broker any more")

    async def _knock_at_broker(self) -> None:
        """
        Raises:
            NoControl: nobody is there. One that hangs is: the kernel opens the door for it.
        """
        try:
            async with asyncio.timeout(PATIENCE_S):
                _, writer = await asyncio.open_connection(LOOPBACK, self._running().get("broker_port"))
            writer.close()
        except TimeoutError:
            return
        except OSError as error:
            raise NoControl(f"{BROKER}: {error}") from None

    def _running(self) -> dict[str, Any]:
        return self._folder.running() or {}


def _hear_nothing(_arrival: Arrival) -> None:
    """Nothing is followed."""


def _do_nothing(_is_linked: bool) -> None:  # the state is read when somebody looks
    """Told of each change of the link."""
