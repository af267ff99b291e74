"""A repository's life as one strip: its states month by month, over a line of years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboards.drawing.svg.markup import escaped, n, shape, tag
from dashboards.drawing.svg.scale import Scale, day_ticks
from dashboards.drawing.theme import STATES
from tracker.readmodel.spans import Span
from tracker.writing import day, month


def strip(spans: Sequence[Span], as_of: date, width: float = 1120, height: float = 74) -> str:
    """The spans as bars that carry their words where they fit, and a shape where each begins."""
    if not spans:
        return ""
    first, last = spans[0].start, max(span.end for span in spans)
    x = Scale(first.toordinal(), max(last.toordinal(), first.toordinal() + 1), 8, width - 8)
    parts = [bar(span, x, 8, 34) for span in spans]
    for tick, label in day_ticks(first, last, 14):
        at = x(tick.toordinal())
        parts.append(tag("line", x1=at, x2=at, y1=42.0, y2=47.0, class_="grid"))
        anchor = "middle" if at < width - HALF_A_YEAR else "end"  # the last one stays within the picture
        parts.append(tag("text", escaped(label), x=at, y=62.0, text_anchor=anchor, class_="tick"))
    told = "; ".join(f"{STATES[s.headline].word} from {month(s.start)}" for s in spans)
    return tag(
        "svg", f"<title>{escaped(told)}</title>", *parts, xmlns="http://www.w3.org/2000/svg", role="img",
        class_="chart strip", viewBox=f"0 0 {width:g} {height:g}",
    )  # fmt: skip


HALF_A_YEAR = 16.0  # px: half of the widest label
STRIPES = {"slow": (9.0, 2.2), "fading": (5.0, 2.6)}  # pixels apart and wide: hue alone tells nobody apart


def _pattern(headline: str, left: float, top: float, wide: float, tall: float) -> str:
    """Slanted stripes of paper over a bar of work that wanes: wide apart when slow, close when fading."""
    if headline not in STRIPES:
        return ""
    apart, thick = STRIPES[headline]
    slant = tall / 2
    strokes = []
    at = left + apart / 2
    while at + slant < left + wide:
        strokes.append(f"M{n(at)} {n(top + tall)}L{n(at + slant)} {n(top)}")
        at += apart
    return (
        tag("path", d="".join(strokes), class_="stripes", fill="none", stroke_width=thick) if strokes else ""
    )


def bar(span: Span, x: Scale, top: float, tall: float, named: bool = True) -> str:
    """One span as a bar; the word stands in it where there is room."""
    state = STATES[span.headline]
    left, right = x(span.start.toordinal()), x(span.end.toordinal())
    wide = max(right - left - 1.5, 1.5)
    title = f"<title>{escaped(f'{state.word}, {day(span.start)} to {day(span.end)}. {span.because}')}</title>"
    drawn = tag(
        "rect",
        x=left,
        y=top,
        width=wide,
        height=tall,
        rx="2",
        fill=state.colour,
        class_=f"span {span.headline}",
    )
    drawn += _pattern(span.headline, left, top, wide, tall)
    middle = top + tall / 2
    if named and wide > 26:
        drawn += tag("circle", cx=left + 14, cy=middle, r=9.0, class_="halo") + shape(
            span.headline, 12, left + 14, middle
        )
    if named and wide > 34 + 7 * len(state.word):
        drawn += tag("text", escaped(state.word), x=left + 28, y=middle + 4.5, class_="on-bar")
    return tag("g", title, drawn, class_="hot")
