"""The pages' colours are those of look/colours.py, with enough contrast, and nothing comes from elsewhere."""

import re
from pathlib import Path

import pytest

from look import colours

WEB = Path(__file__).parents[3] / "server" / "web"


def custom_properties() -> dict[str, str]:
    css = (WEB / "static" / "colours.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6});", css))


def test_the_palette_is_the_one_of_look() -> None:
    names = {name.lower().replace("_", "-"): value for name, value in vars(colours).items() if name.isupper()}
    assert custom_properties() == names


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in colours.rgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


MUTED, DISABLED = "#475A72", "#64748B"


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        # What a citizen reads on the ticket page: 7:1.
        (colours.INK, colours.PAPER, 7),
        (colours.INK, colours.MIST, 7),
        (colours.INK, colours.BLUE_SOFT, 7),
        (colours.INK, colours.CALL, 7),
        (colours.INK, colours.GOOD_SOFT, 7),
        # Staff: 4.5:1.
        (colours.PAPER, colours.BLUE, 4.5),
        (colours.BLUE, colours.BLUE_SOFT, 4.5),
        (colours.GOOD, colours.GOOD_SOFT, 4.5),
        (colours.GOOD, colours.MIST, 4.5),
        (colours.WARN, colours.WARN_SOFT, 4.5),
        (colours.BAD, colours.BAD_SOFT, 4.5),
        (colours.BAD, colours.MIST, 4.5),
        (colours.PAPER, colours.BAD, 4.5),
        (MUTED, colours.PAPER, 4.5),
        (MUTED, colours.MIST, 4.5),
        (MUTED, colours.BLUE_SOFT, 4.5),
        (DISABLED, colours.MIST, 4),  # a control that cannot be used now may be fainter
    ],
)
def test_text_can_be_read(text: str, ground: str, least: float) -> None:
    assert contrast(text, ground) >= least


def test_other_greys_are_only_the_two_that_were_checked() -> None:
    css = (WEB / "static" / "staff.css").read_text(encoding="utf-8")
    used = set(re.findall(r"(?<!-)\bcolor: (#[0-9A-Fa-f]{6})", css))
    assert used <= {MUTED, DISABLED}


def test_pages_load_nothing_from_elsewhere_and_hold_no_inline_code() -> None:
    for path in [*(WEB / "templates").iterdir(), *(WEB / "static").iterdir()]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|url\(", text), path.name
        if path.suffix == ".html":
            assert not re.search(r"\sstyle=|\son[a-z]+=|<script>|<style|\|\s*safe", text), path.name
    script = (WEB / "static" / "console.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script)
