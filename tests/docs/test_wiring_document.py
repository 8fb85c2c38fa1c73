"""docs/wiring.md against the code and the header of a real Pi."""

import re
import tomllib

from documents import code_block, code_blocks, read, section
from gpiozero.pins.mock import MockFactory

from counter_display.desk_keys import MEANINGS
from look import colours
from simulation.centre_folder import BUTTON_PINS, LIGHT_PINS
from simulation.programs.pad_wiring import wiring_picture

WIRING = "docs/wiring.md"


def _header() -> dict[int, str]:
    """Name by position on the 40-pin header, as gpiozero knows the board."""
    return {number: pin.name for number, pin in MockFactory().board_info.headers["J8"].pins.items()}


def test_each_part_is_on_the_header_pin_that_carries_its_number() -> None:
    header = _header()
    rows = section(WIRING, "Pins").rows()

    assert len(rows) == 13
    for part, bcm, pin in rows:
        assert header[int(pin)] == bcm, f"{part}: pin {pin} is {header[int(pin)]}, not {bcm}"


def test_the_drawing_shows_the_whole_header() -> None:
    header = _header()
    drawn = {}
    for line in code_block(WIRING, "header").splitlines():
        if found := re.search(r"(\w+) +\((\d+)\) \((\d+)\) +(\w+)", line):
            drawn[int(found[2])], drawn[int(found[3])] = found[1], found[4]

    assert drawn == header


def test_the_drawing_names_the_parts_as_the_table_does() -> None:
    drawing = code_block(WIRING, "header")
    for part, bcm, pin in section(WIRING, "Pins").rows():
        name = part.partition(",")[0]
        if not name.startswith("ground"):
            (line,) = [line for line in drawing.splitlines() if name in line]
            assert f"({pin})" in line and bcm in line


def test_the_keys_of_the_number_pad_are_those_of_the_program() -> None:
    """What stands in the table, on the labels and in the code is the same deed."""
    deeds = {
        "next": ("Next", "GỌI TIẾP"),
        "recall": ("Call the same number again", "GỌI LẠI"),
        "came": ("Came", "ĐÃ ĐẾN"),
        "absent": ("Did not come", "VẮNG MẶT"),
        "finish": ("Finish", "HOÀN TẤT"),
    }
    rows = {row[0].split("`")[1]: (row[1], row[2].strip("*")) for row in section(WIRING, "The number pad").rows()}
    assert set(rows) == {key.value for key in MEANINGS}
    for key, meaning in MEANINGS.items():
        words, label = rows[key.value]
        assert (words.startswith(deeds[meaning.value][0]), label) == (True, deeds[meaning.value][1])
        assert label in code_block(WIRING, "labels")


def test_the_pins_are_those_of_the_demo_and_of_the_example() -> None:
    rows = {row[0].partition(",")[0]: int(row[1].removeprefix("GPIO")) for row in section(WIRING, "Pins").rows()[:11]}
    buttons = [rows[f"button {number}"] for number in range(1, 6)]
    lights = [rows[f"light {number}"] for number in range(1, 6)]
    example = next(block.text for block in code_blocks("docs/settings.md") if block.label == "PadSettings")

    assert (buttons, lights) == (list(BUTTON_PINS), list(LIGHT_PINS))
    values = tomllib.loads(example)
    assert (values["button_pins"], values["light_pins"], values["buzzer_pin"]) == (buttons, lights, rows["buzzer"])


def test_the_picture_of_the_pad_is_the_one_that_the_code_draws() -> None:
    """`python -m simulation.programs.pad_wiring` draws it anew."""
    assert read("docs/pictures/pad-wiring.svg") == wiring_picture()


def test_the_picture_of_the_pad_shows_each_part_at_the_pin_of_the_table() -> None:
    picture = wiring_picture()
    for part, bcm, pin in section(WIRING, "Pins").rows():
        at_pin = re.search(rf'<g class="pin" id="pin-{pin}">.*?</g>', picture)
        assert at_pin is not None and bcm in at_pin[0] and colours.BLUE in at_pin[0], part
    assert len(re.findall(rf'<circle [^>]*fill="{colours.BLUE}"', picture)) == 13


def test_the_pages_of_the_installation_name_the_same_pins() -> None:
    pins = [pin for part, _, pin in section(WIRING, "Pins").rows() if not part.startswith("ground")]
    for page, row in (("docs/install/install.md", "pin"), ("docs/install/cai-dat.md", "chân")):
        (told,) = [line for line in read(page).splitlines() if line.startswith(f"| {row} | 11 |")]
        assert [cell.strip() for cell in told.strip("|").split("|")][1:-1] == pins, page
        assert [cell.strip() for cell in told.strip("|").split("|")][-1] == "14, 30, 34"
