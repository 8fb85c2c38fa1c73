"""What befalls the centre and when: a plan that follows from the seed alone, about ten faults to a history. Pure."""

import random
from dataclasses import dataclass
from enum import StrEnum

from messaging.failpoints import NAMES

FAULTS_PER_HISTORY = 10

BROKER, SERVER = "mosquitto", "server"
KIOSKS = ("kiosk-1", "kiosk-2")
PAD = "pad-Q1"
WITH_A_DISK = (SERVER, KIOSKS[0], PAD)
"""Programs whose data lie on a disk of their own, which can be filled, break and lose its power."""

KIOSK_LINE, SECOND_KIOSK_LINE, PAD_LINE, DESKS_LINE = (
    "kiosk-1 - server",
    "kiosk-2 - server",
    "pad - server",
    "desks - server",
)
SERVER_BROKER_LINE, BOARDS_LINE, PAPER_LINE = "server - broker", "boards - broker", "kiosk-1 - printer"
KIOSK_BROKER_LINE = "kiosk-1 - broker"
TO_SERVER = (KIOSK_LINE, SECOND_KIOSK_LINE, PAD_LINE, DESKS_LINE)
TO_BROKER = (SERVER_BROKER_LINE, BOARDS_LINE, KIOSK_BROKER_LINE)


class Kind(StrEnum):
    """What can go wrong; `Fault.amount` where it says so."""

    KILL = "kill"
    """kill -9, and a start when it is over."""
    KILL_AT = "kill-at"
    """kill -9 at a named place between two steps (messaging/failpoints.py)."""
    FREEZE = "freeze"
    """SIGSTOP, and SIGCONT when it is over."""
    WIPE = "wipe"
    """The broker is killed and begins anew with nothing."""
    CUT = "cut"
    """Every connection of a line breaks; what is on its way is lost."""
    DOWN = "down"
    """Nobody gets through any more, and everybody is told."""
    SILENT = "silent"
    """Nobody gets through any more, and nobody is told."""
    NO_ANSWERS = "no-answers"
    """What is asked arrives; what is answered is lost with the connections when it is over."""
    HALF_OPEN = "half-open"
    """Every connection breaks, and new ones are taken by nobody: the line reads and says nothing."""
    SLOW = "slow"
    """Everything comes `amount` seconds late."""
    DRIP = "drip"
    """A few bytes at a time."""
    DOUBLED = "doubled"
    """What is asked arrives twice, what is published is heard again later; `amount` seconds later."""
    DISK_FULL = "disk-full"
    DISK_READ_ONLY = "disk-read-only"
    """The file system gives up and takes nothing any more; the program is started again when it is mended."""
    POWER_CUT = "power-cut"
    """What was not brought to the disk is gone, and the program with it."""
    CLOCK = "clock"
    """The server's wall clock is `amount` seconds off."""
    PAPER = "paper"
    """The printer fails in the way that `words` says."""


@dataclass(frozen=True, slots=True)
class Fault:
    number: int
    """Of all faults of a seed, from 1."""
    kind: Kind
    target: str
    """A program, or a line between two."""
    begins_s: float
    """After the beginning of the history."""
    lasts_s: float
    amount: float = 0.0
    words: str = ""

    def __str__(self) -> str:
        more = self.words or (f"{self.amount:g} s" if self.amount else "")
        return f"{self.number} {self.kind.value} {self.target}{' ' + more if more else ''}"


_TARGETS: dict[Kind, tuple[str, ...]] = {
    Kind.KILL: (SERVER, SERVER, *KIOSKS, PAD),
    Kind.KILL_AT: (SERVER,),
    Kind.FREEZE: (SERVER, BROKER, *KIOSKS, PAD),
    Kind.WIPE: (BROKER,),
    Kind.CUT: (*TO_SERVER, *TO_BROKER, PAPER_LINE),
    Kind.DOWN: (*TO_SERVER, *TO_BROKER, PAPER_LINE),
    Kind.SILENT: (*TO_SERVER, *TO_BROKER, PAPER_LINE),
    Kind.NO_ANSWERS: TO_SERVER,
    Kind.HALF_OPEN: (*TO_SERVER, BOARDS_LINE),
    Kind.SLOW: (*TO_SERVER, *TO_BROKER),
    Kind.DRIP: (*TO_SERVER, SERVER_BROKER_LINE, PAPER_LINE),
    Kind.DOUBLED: (*TO_SERVER, *TO_BROKER),
    Kind.DISK_FULL: WITH_A_DISK,
    Kind.DISK_READ_ONLY: WITH_A_DISK,
    Kind.POWER_CUT: (SERVER, *WITH_A_DISK),
    Kind.CLOCK: (SERVER,),
    Kind.PAPER: ("printer",),
}
_CLOCK_STEPS_S = (-400 * 86400.0, -3600.0, -40.0, 7.0, 120.0, 3600.0)
"""A Pi that boots into last year, a clock that is put right, one that leaps."""
_PAPER_FAULTS = ("no_paper", "silent", "deaf", "closes", "off", "slow 9000", "dies_after 3000", "cutter", "garbage")
_MENDED_BY_HAND = frozenset({"no_paper", "cutter"})
_NEW_ROLL_S = 6.0
"""Nobody puts a new roll in, or frees a knife, faster than the kiosk waits for its slip (5 s)."""
_PLACES = tuple(name for name in NAMES if name.startswith("server."))
_FIRST_S = 2.0
"""Everybody is logged in by then, and the first numbers are called."""
_GAP_S = (0.5, 1.5)
_LASTS_S = (0.3, 3.5)
_SHORT_S = (0.1, 0.8)
"""While the server is dead little happens that could break."""


def plan_of(seed: int, history: int) -> list[Fault]:
    """The faults of a history (from 0), in the order of their beginnings. The same until this file changes."""
    chance = random.Random(f"{seed}/{history}")
    faults: list[Fault] = []
    begins_s = _FIRST_S
    for place in range(FAULTS_PER_HISTORY):
        kind = chance.choice(list(Kind))
        target = chance.choice(_TARGETS[kind])
        words = _words(kind, chance)
        is_death = target == SERVER and kind in (Kind.KILL, Kind.POWER_CUT, Kind.DISK_READ_ONLY)
        lasting = _SHORT_S if is_death else _LASTS_S
        fault = Fault(
            number=history * FAULTS_PER_HISTORY + place + 1,
            kind=kind,
            target=target,
            begins_s=round(begins_s, 2),
            lasts_s=_NEW_ROLL_S if words in _MENDED_BY_HAND else round(chance.uniform(*lasting), 2),
            amount=_amount(kind, chance),
            words=words,
        )
        faults.append(fault)
        begins_s += chance.uniform(*_GAP_S)
    return faults


def _amount(kind: Kind, chance: random.Random) -> float:
    if kind is Kind.CLOCK:
        return chance.choice(_CLOCK_STEPS_S)
    if kind in (Kind.SLOW, Kind.DOUBLED):
        return round(chance.uniform(0.05, 1.5), 2)
    return 0.0


def _words(kind: Kind, chance: random.Random) -> str:
    if kind is Kind.PAPER:
        return chance.choice(_PAPER_FAULTS)
    return chance.choice(_PLACES) if kind is Kind.KILL_AT else ""
