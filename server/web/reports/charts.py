"""Charts drawn at the server: lines and bars as SVG in our colours and Noto Sans, without any script.

A page shows one as `<img src="...svg" alt="...">` and gives the same figures in a table beside it:

    drawing = bar_chart(["07:30", "08:00"], [Series("Thực tế", [4, 9]), Series("Mục tiêu", [5, 5])], y_title="phút")
    return svg_answer(drawing)
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import pygal
from fastapi import Response
from pygal.style import Style

from look import colours

# pygal 3 leaves a finder for its map plugins behind, without `find_spec`: Python 3.11 would warn at every later import
# of a module that is not there. We draw no maps.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]

COLOURS = (colours.BLUE, colours.WARN, colours.GOOD, colours.INK, colours.BAD)
"""One for each series, in their order; none is `CALL`, which says only that somebody is called."""
DASHES = ("", "7, 4", "2, 3", "10, 3, 2, 3", "1, 5")
"""Lines differ in more than their colour."""
CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A drawing carries its own style sheet and may do nothing else."""
WIDTH, HEIGHT = 960, 380
MOST_LABELS = 14
_NOT_DRAWN = re.compile(rb"<script.*?</script>|<script[^>]*/>|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: Sequence[float | None]
    """One for each label; None: nothing is known there, and nothing is drawn."""


def bar_chart(labels: Sequence[str], series: Sequence[Series], *, y_title: str, x_title: str = "") -> bytes:
    """Bars beside each other, one group for each label; an SVG picture."""
    return _drawn(pygal.Bar, labels, series, y_title=y_title, x_title=x_title)


def line_chart(labels: Sequence[str], series: Sequence[Series], *, y_title: str, x_title: str = "") -> bytes:
    """Lines over the labels, with a gap where a value is missing; an SVG picture."""
    return _drawn(pygal.Line, labels, series, y_title=y_title, x_title=x_title)


def svg_answer(drawing: bytes) -> Response:
    """The picture with a policy of its own: that of pages allows no style sheet inside it."""
    return Response(drawing, media_type="image/svg+xml", headers={"Content-Security-Policy": CHART_POLICY})


def _drawn(kind: type, labels: Sequence[str], series: Sequence[Series], *, y_title: str, x_title: str) -> bytes:
    chart = kind(
        style=_style(),
        width=WIDTH,
        height=HEIGHT,
        js=(),
        disable_xml_declaration=False,
        legend_at_bottom=True,
        legend_at_bottom_columns=max(1, len(series)),
        legend_box_size=16,
        truncate_legend=-1,
        truncate_label=-1,
        # Upright labels only: of many, every second or third one.
        x_labels_major_every=-(-len(labels) // MOST_LABELS) or 1,
        show_minor_x_labels=False,
        x_title=x_title or None,
        y_title=y_title,
        range=None if any(value for one in series for value in one.values) else (0, 1),
        include_x_axis=True,
        zero=0,
        print_values=False,
        allow_interruptions=True,
        dots_size=3,
        margin=12,
        margin_bottom=24,
        tooltip_fancy_mode=False,
    )
    chart.x_labels = list(labels)
    for place, one in enumerate(series):
        dash = DASHES[place % len(DASHES)] if kind is pygal.Line else ""
        stroke = {"width": 3, **({"dasharray": dash} if dash else {})}
        chart.add(one.name, list(one.values), stroke_style=stroke)
    drawing: bytes = chart.render()
    return _NOT_DRAWN.sub(b"", drawing)


def _style() -> Style:
    letters = '"Noto Sans", system-ui, sans-serif'
    return Style(
        background=colours.PAPER,
        plot_background=colours.PAPER,
        foreground=colours.INK,
        foreground_strong=colours.INK,
        foreground_subtle=colours.LINE,
        guide_stroke_color=colours.LINE,
        major_guide_stroke_color=colours.LINE,
        guide_stroke_dasharray="1, 0",
        major_guide_stroke_dasharray="1, 0",
        colors=COLOURS,
        opacity="1",
        opacity_hover="1",
        stroke_opacity="1",
        stroke_width="3",
        transition="0s",
        font_family=letters,
        label_font_family=letters,
        major_label_font_family=letters,
        value_font_family=letters,
        value_label_font_family=letters,
        tooltip_font_family=letters,
        title_font_family=letters,
        legend_font_family=letters,
        no_data_font_family=letters,
        label_font_size=15,
        major_label_font_size=15,
        title_font_size=16,
        legend_font_size=16,
        tooltip_font_size=14,
    )
