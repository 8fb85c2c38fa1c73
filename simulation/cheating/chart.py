"""The curve of found cheats as an SVG: one line for each cheat, over the share of touched turns."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from look.colours import INK, PAPER

_WIDTH, _HEIGHT = 860, 470
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 250, 46, 56
_COLOURS = ("#1565c0", "#c62828", "#2e7d32", "#6a1b9a", "#ef6c00", "#00838f", "#5d4037", "#ad1457", "#37474f")
_DASHES = ("", "7 4", "2 3", "10 3 2 3")


def curve_svg(found: Mapping[str, Sequence[float]], shares: Sequence[float], title: str) -> str:
    """`found` holds, by cheat, the share of officers found at each of the `shares` of touched turns."""
    width, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def x(share: float) -> float:
        return _LEFT + width * share / max(shares)

    def y(share: float) -> float:
        return _TOP + height * (1 - share)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<g font-family="sans-serif" font-size="13" fill="{INK}">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{PAPER}"/>',
        f'<text x="{_LEFT}" y="26" font-size="16" font-weight="bold">{escape(title)}</text>',
    ]
    for tenth in range(0, 11, 2):
        at = y(tenth / 10)
        parts.append(f'<path d="M{_LEFT} {at:.1f}H{_LEFT + width}" stroke="#d5d9de"/>')
        parts.append(f'<text x="{_LEFT - 10}" y="{at + 4:.1f}" text-anchor="end">{tenth * 10}%</text>')
    below = _HEIGHT - _BOTTOM + 20
    parts += [f'<text x="{x(share):.1f}" y="{below}" text-anchor="middle">{share:.0%}</text>' for share in shares]
    parts.append(f'<text x="{_LEFT + width / 2:.0f}" y="{_HEIGHT - 12}" text-anchor="middle">turns touched</text>')
    for n, (cheat, at_shares) in enumerate(found.items()):
        colour, dash = _COLOURS[n % len(_COLOURS)], _DASHES[n // 2 % len(_DASHES)]
        points = " ".join(f"{x(share):.1f},{y(value):.1f}" for share, value in zip(shares, at_shares, strict=True))
        line = f'fill="none" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dash}"'
        key = _TOP + 14 + 26 * n
        parts.append(f'<polyline points="{points}" {line}/>')
        parts.append(f'<path d="M{_WIDTH - _RIGHT + 18} {key}h34" {line}/>')
        parts.append(f'<text x="{_WIDTH - _RIGHT + 60}" y="{key + 4}">{escape(cheat.replace("_", " "))}</text>')
    return "\n".join([*parts, "</g>", "</svg>"]) + "\n"
