"""Every fault a device can report has its sentence and its steps, in both languages."""

import re
from pathlib import Path

import pytest

from look.language import translator
from server.web.devices.faults import CURES, UNKNOWN_FAULT, cure_of

MESSAGES = Path(__file__).resolve().parents[3] / "docs" / "messages.md"


def reported() -> list[str]:
    """The codes of docs/messages.md, which a test of its own holds against what the devices say."""
    text = MESSAGES.read_text(encoding="utf-8").split("\n## Device faults\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `([a-z_]+)", text, re.MULTILINE)


def test_every_fault_a_device_can_report_has_a_cure() -> None:
    assert reported()
    assert [code for code in reported() if code not in CURES] == []


@pytest.mark.parametrize("code", [*CURES, "unknown"])
def test_a_cure_is_said_in_english_too(code: str) -> None:
    cure, say = CURES.get(code, UNKNOWN_FAULT), translator("en")

    assert cure.steps
    assert [text for text in (cure.sentence, *cure.steps) if say(text) == text] == []


def test_a_code_of_tomorrow_is_named_as_it_came() -> None:
    assert cure_of("flux:7") == (UNKNOWN_FAULT, "flux:7")
    assert cure_of("button_stuck:3")[1] == "3"
