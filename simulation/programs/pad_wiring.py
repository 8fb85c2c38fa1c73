"""Draws how a button pad is wired: `python -m simulation.programs.pad_wiring` writes docs/pictures/pad-wiring.svg.

Pins are those of the demo and of docs/wiring.md; the names of the header's other pins are gpiozero's own.
"""

from pathlib import Path
from xml.sax.saxutils import escape

from gpiozero.pins.mock import MockFactory

from look import colours
from look.faces import face_marks, mood_of
from simulation.centre_folder import BUTTON_PINS, LIGHT_PINS

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "pad-wiring.svg"
BUZZER_PIN = 16

_WIDE, _HIGH = 1180, 820
_TOP, _PITCH = 118, 33
_LEFT, _RIGHT = 562, 618
"""The two columns of the header."""


def main() -> None:
    PICTURE.write_text(wiring_picture(), encoding="utf-8")


def wiring_picture() -> str:
    """The drawing as an SVG document."""
    parts = [
        _text(_WIDE / 2, 46, "Đấu dây bộ nút đánh giá với Raspberry Pi", size=28, weight=700),
        _text(
            _WIDE / 2, 78, "Tắt nguồn và rút điện trước khi chạm vào chân cắm. Switch off and unplug first.", size=18
        ),
        (
            f'<rect x="{_LEFT - 34}" y="{_TOP - 24}" width="{_RIGHT - _LEFT + 68}" height="{_PITCH * 20 + 14}" rx="10" '
            f'fill="{colours.MIST}" stroke="{colours.LINE}" stroke-width="2"/>'
        ),
    ]
    names = {number: pin.name for number, pin in MockFactory().board_info.headers["J8"].pins.items()}
    used = {name: number for number, name in names.items()}
    buttons = {used[f"GPIO{pin}"]: place for place, pin in enumerate(BUTTON_PINS)}
    lights = {used[f"GPIO{pin}"]: place for place, pin in enumerate(LIGHT_PINS)}
    buzzer = used[f"GPIO{BUZZER_PIN}"]
    taken = {*buttons, *lights, buzzer, 14, 30}
    for number, name in names.items():
        parts += _pin(number, name, is_used=number in taken)
    for number, place in buttons.items():
        parts += _button(number, place, len(buttons))
    for number, place in lights.items():
        parts += _light(number, place)
    parts += _buzzer(buzzer)
    parts += _ground(14, "GND chung của các nút (all buttons)")
    parts += _ground(30, "GND chung của các đèn (all lights)")
    parts.append(
        _text(
            _WIDE / 2,
            _HIGH - 20,
            "Chân 1 có ô hàn vuông, ở phía khe thẻ nhớ. Pin 1 has the square pad, at the end of the SD card.",
            size=17,
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" '
        f'font-family="\'Noto Sans\', sans-serif" fill="{colours.INK}">\n'
        "<title>Đấu dây bộ nút đánh giá</title>\n"
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="{colours.PAPER}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _place(number: int) -> tuple[float, float, int]:
    """Middle of a pin, and to which side its wire leaves."""
    y = _TOP + (number - 1) // 2 * _PITCH
    return (_LEFT, y, -1) if number % 2 else (_RIGHT, y, 1)


def _pin(number: int, name: str, *, is_used: bool) -> list[str]:
    x, y, side = _place(number)
    fill, ink = (colours.BLUE, colours.PAPER) if is_used else (colours.PAPER, colours.INK)
    shape = (
        f'<rect x="{x - 13}" y="{y - 13}" width="26" height="26" fill="{fill}" stroke="{colours.INK}"/>'
        if number == 1
        else f'<circle cx="{x}" cy="{y}" r="13" fill="{fill}" stroke="{colours.INK}"/>'
    )
    words = _text(x + side * 44, y + 5, name, size=15, weight=700 if is_used else 400, anchor=_anchor(side))
    return [f'<g class="pin" id="pin-{number}">{shape}{_text(x, y + 5, str(number), size=13, colour=ink)}{words}</g>']


def _button(number: int, place: int, count: int) -> list[str]:
    """A switch that closes to ground, with the face that stands at it."""
    x, y, side = _place(number)
    begin, switch, end = x + side * 118, x + side * 214, x + side * 300
    face = x + side * 338
    return [
        (
            f'<g class="button" id="button-{place + 1}" stroke="{colours.INK}" stroke-width="2.4" fill="none">'
            f'<path d="M {begin} {y} H {switch - side * 22}"/>'
            f'<circle cx="{switch - side * 18}" cy="{y}" r="4"/><circle cx="{switch + side * 18}" cy="{y}" r="4"/>'
            f'<path d="M {switch - side * 16} {y - 12} H {switch + side * 16} M {switch} {y - 12} V {y - 18}"/>'
            f'<path d="M {switch + side * 22} {y} H {end}"/>{_earth(end, y)}</g>'
        ),
        f'<g transform="translate({face} {y}) scale(15)">{face_marks(mood_of(place, count))}</g>',
        _text(x + side * 362, y + 6, f"Nút {place + 1}", size=17, weight=700, anchor=_anchor(side)),
    ]


def _light(number: int, place: int) -> list[str]:
    """A resistor, then a LED to ground, its long leg towards the resistor."""
    x, y, side = _place(number)
    begin, resistor, led, end = x + side * 118, x + side * 176, x + side * 258, x + side * 308
    return [
        (
            f'<g class="light" id="light-{place + 1}" stroke="{colours.INK}" stroke-width="2.4" fill="none">'
            f'<path d="M {begin} {y} H {resistor - side * 28}"/>'
            f'<rect x="{resistor - 28}" y="{y - 9}" width="56" height="18" fill="{colours.PAPER}"/>'
            f'<path d="M {resistor + side * 28} {y} H {led - side * 11}"/>'
            f'<path d="M {led - side * 11} {y - 10} V {y + 10} L {led + side * 9} {y} Z" fill="{colours.CALL}"/>'
            f'<path d="M {led + side * 9} {y - 10} V {y + 10} M {led + side * 9} {y} H {end}"/>{_earth(end, y)}</g>'
        ),
        _text(resistor, y + 5, "330 Ω", size=13),
        _text(x + side * 330, y + 6, f"Đèn {place + 1}", size=17, weight=700, anchor=_anchor(side)),
    ]


def _buzzer(number: int) -> list[str]:
    """Through a transistor: a pin of the Pi gives too little for it."""
    x, y, side = _place(number)
    return [
        (
            f'<g id="buzzer" stroke="{colours.INK}" stroke-width="2.4" fill="none">'
            f'<path d="M {x + side * 118} {y} H {x + side * 148}"/>'
            f'<rect x="{x + 148}" y="{y - 13}" width="150" height="26" rx="5" fill="{colours.PAPER}"/>'
            f'<path d="M {x + side * 298} {y} H {x + side * 330}"/>'
            f'<circle cx="{x + side * 344}" cy="{y}" r="13" fill="{colours.PAPER}"/>'
            f'<circle cx="{x + side * 344}" cy="{y}" r="3" fill="{colours.INK}"/></g>'
        ),
        _text(x + 223, y + 5, "1 kΩ → NPN BC337", size=14),
        _text(x + side * 366, y + 6, "Còi 5 V (chân 2)", size=17, weight=700, anchor=_anchor(side)),
    ]


def _ground(number: int, words: str) -> list[str]:
    x, y, side = _place(number)
    end = x + side * 146
    return [
        (
            f'<g stroke="{colours.INK}" stroke-width="2.4" fill="none">'
            f'<path d="M {x + side * 92} {y} H {end}"/>{_earth(end, y)}</g>'
        ),
        _text(x + side * 168, y + 6, words, size=17, weight=700, anchor=_anchor(side)),
    ]


def _earth(x: float, y: float) -> str:
    """The sign of a wire to ground."""
    return f'<path d="M {x} {y} v 5 m -10 0 h 20 m -16 4 h 12 m -8 4 h 4"/>'


def _anchor(side: int) -> str:
    return "end" if side < 0 else "start"


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: float,
    weight: int = 400,
    anchor: str = "middle",
    colour: str = colours.INK,
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{colour}" stroke="none">{escape(words)}</text>'
    )


if __name__ == "__main__":
    main()
