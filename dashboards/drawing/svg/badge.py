"""Badges for READMEs: a verdict or a star count, one small file, no script, right in light and dark."""

from __future__ import annotations

from dashboards.drawing.svg.markup import escaped, shape, tag
from dashboards.drawing.theme import SANS, STATES

LABEL, VALUE = "#41474f", "#1b1f24"


def _wide(text: str) -> float:
    """About how wide text of 11 px is: narrow and wide letters differ."""
    return sum(3.6 if c in "ilj.,:;|! '" else 9.2 if c in "mwMW%" else 6.7 for c in text)


def badge(label: str, value: str, state: str | None = None) -> str:
    """Two fields side by side; the shape of the state stands before its word."""
    icon = 16.0 if state else 0.0
    first, second = _wide(label) + 14, _wide(value) + 14 + icon
    width = first + second
    colour = STATES[state].colour if state else "#2b7bd0"
    parts = [
        f"<title>{escaped(f'{label}: {value}')}</title>",
        tag("rect", width=width, height="22", rx="4", fill=VALUE),
        tag("rect", width=first, height="22", rx="4", fill=LABEL),
        tag("rect", x=first - 4, width="4", height="22", fill=LABEL),
        tag("rect", x=first, y="19", width=second, height="3", fill=colour),
        tag("circle", cx=first + 13, cy="10.5", r="7.5", fill="#fcfcfa") + shape(state, 11, first + 13, 10.5)
        if state
        else "",
        _text(label, first / 2),
        _text(value, first + icon + (second - icon) / 2),
    ]
    return tag(
        "svg", *parts, xmlns="http://www.w3.org/2000/svg", role="img", width=width, height="22",
        viewBox=f"0 0 {width:.1f} 22", aria_label=f"{label}: {value}",
    )  # fmt: skip


def _text(text: str, x: float) -> str:
    return tag(
        "text",
        escaped(text),
        x=x,
        y="15",
        text_anchor="middle",
        fill="#ffffff",
        font_size="11",
        font_family=SANS,
    )
