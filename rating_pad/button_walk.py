"""A walk over the buttons by hand: each is lit in turn and has to be pressed. Silence alone never proves a dead button.

A pad cannot tell a dead button from one that nobody wants to press. What it can do: ask for each press, and say which
button never answered, which answered in another's place (crossed wires), and which hangs.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from hardware.gpio.pad_board import PadBoard
from messaging.clock import real_monotonic_s
from rating_pad.button_pad import open_board
from rating_pad.errors import PadError
from rating_pad.lights import DARK, FULL
from rating_pad.press_rules import STUCK_S, PressRules
from rating_pad.settings import PadSettings

PATIENCE_S = 20.0
"""Time enough to read which one is lit and to press it."""
_LOOK_EVERY_S = 0.02


class NoButtons(PadError):
    """A touch pad has none to walk over."""


class Found(Enum):
    GOOD = "good"
    DEAD = "dead"
    """Nobody's press arrived while it was lit."""
    CROSSED = "crossed"
    """Another one answered: the wires of two buttons, or of two lights, are exchanged; or the wrong one was pressed."""
    STUCK = "stuck"
    """It is down and stays down."""


@dataclass(frozen=True, slots=True)
class Finding:
    button: int
    """Its place, 0 is the best level."""
    found: Found
    answered: int | None = None
    """The other button that was pressed in its place."""


def walk_buttons(settings: PadSettings, *, say: Callable[[str], None]) -> int:
    """Walk over the pad of these settings; 0 when all is well, else 1.

    Raises:
        NoButtons: it is a touch pad.
        PadBoardUnusable: the pins cannot be opened, or the pad's program holds them.
    """
    if settings.screen == "touch":
        raise NoButtons("a touch pad has no buttons to walk over")
    board = open_board(settings)
    try:
        findings = walk(board, say=say)
    finally:
        board.close()
    return 0 if all(finding.found is Found.GOOD for finding in findings) else 1


def walk(board: PadBoard, *, say: Callable[[str], None], patience_s: float = PATIENCE_S) -> list[Finding]:
    """Light each button until it is pressed, or for `patience_s`; what was found, in the order of the buttons."""
    rules = PressRules(board.buttons_down(), now_s=real_monotonic_s())
    findings = []
    for button in range(board.button_count):
        say(f"Button {button + 1} of {board.button_count} is lit: press it.")
        finding = ask_for(button, board, rules, patience_s=patience_s)
        findings.append(finding)
        say(f"  {words_of(finding)}")
    bad = [finding for finding in findings if finding.found is not Found.GOOD]
    say("All buttons answer." if not bad else f"{len(bad)} of {len(findings)} buttons do not answer as they should.")
    return findings


def words_of(finding: Finding) -> str:
    """What was found, and what to do about it."""
    name = f"button {finding.button + 1}"
    match finding.found:
        case Found.GOOD:
            return f"{name}: good."
        case Found.DEAD:
            return f"{name}: no press arrived. Check its two wires and the switch."
        case Found.STUCK:
            return f"{name}: it hangs. Clean around it, or replace the switch."
        case Found.CROSSED:
            other = "" if finding.answered is None else f"button {finding.answered + 1} answered"
            return f"{name}: {other} instead. Press the lit one; if you did, its wires or its light's are exchanged."


def ask_for(button: int, board: PadBoard, rules: PressRules, *, patience_s: float = PATIENCE_S) -> Finding:
    """Light one button and wait for its press; `rules` stay the same for the whole walk."""
    board.show([FULL if place == button else DARK for place in range(board.button_count)], buzzer=False)
    began_s = real_monotonic_s()
    # One that hangs from the start is known after the time that makes it hang, however short the patience.
    is_down = board.buttons_down()[button]
    until_s = began_s + (max(patience_s, STUCK_S + 1) if is_down else patience_s)
    try:
        while (now_s := real_monotonic_s()) < until_s:
            for edge in board.take_edges():
                rules.report(edge.button, is_down=edge.is_down, at_s=edge.at_s)
            for place, down in enumerate(board.buttons_down()):
                rules.report(place, is_down=down, at_s=now_s)
            pressed = rules.presses(now_s)
            if pressed:
                answered = pressed[0].button
                is_good = answered == button
                return Finding(button, Found.GOOD if is_good else Found.CROSSED, None if is_good else answered)
            if button in rules.stuck():
                return Finding(button, Found.STUCK)
            time.sleep(_LOOK_EVERY_S)
    finally:
        board.show([DARK] * board.button_count, buzzer=False)
    return Finding(button, Found.DEAD)
