"""The look: one palette for pages, SVG and Plotly, and how every state is written, coloured and shaped.

All colours of lines and shapes reach 3:1 against both backgrounds (light #fcfcfa, dark #14171b), so that a
chart need not be redrawn when the theme changes; only ink and grid do. Tests measure it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LIGHT = {"paper": "#fcfcfa", "ink": "#1b1f24", "mute": "#5b626b", "grid": "#e4e4de", "accent": "#1d5fb8"}
DARK = {"paper": "#14171b", "ink": "#e8eaed", "mute": "#a2a9b3", "grid": "#2c3138", "accent": "#8ab8f5"}
# Told apart by the colour-blind too, in this order; lines carry their names at their ends besides.
LINES = ("#2b7bd0", "#d2590e", "#14946b", "#c65a9f", "#a97b12", "#8270e3", "#1793a3", "#94776a")
SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif'


@dataclass(frozen=True, slots=True)
class HeadlineStyle:
    """A headline as people see it: a word, a shape, a colour, and one sentence for the legend."""

    name: str
    word: str
    shape: str
    colour: str
    meaning: str

    @property
    def symbol(self) -> str:
        """The nearest to its shape that plotly.js can draw."""
        return SYMBOLS[self.shape]


# No two alike: what became of a project is told apart in the interactive chart too.
SYMBOLS = {
    "disc": "circle", "half": "circle-dot", "ring": "circle-open", "bar": "line-ew-open", "wrench": "diamond",
    "arrow": "triangle-right", "cross": "x", "box": "square", "dots": "circle-open-dot",
}  # fmt: skip
STATES: dict[str, HeadlineStyle] = {
    state.name: state
    for state in (
        HeadlineStyle("active", "Active", "disc", "#1a8f5a", "Substantive commits keep coming."),
        HeadlineStyle("slow", "Slow", "half", "#4d8a2f", "Some work, well below its own best pace."),
        HeadlineStyle("fading", "Fading", "ring", "#b87503", "Far below its own pace and still falling."),
        HeadlineStyle(
            "dormant",
            "Dormant",
            "bar",
            "#b4652f",
            "Silent for longer than its past explains; nobody said why.",
        ),
        HeadlineStyle(
            "maintenance-only", "Maintenance only", "wrench", "#8270e3", "It says that only upkeep is done."
        ),
        HeadlineStyle("moved", "Moved", "arrow", "#2b7bd0", "It says that development goes on elsewhere."),
        HeadlineStyle("end-of-life", "End of life", "cross", "#d5433f", "It says itself that it is over."),
        HeadlineStyle("archived", "Archived", "box", "#7a7f87", "Its owners have closed it on GitHub."),
        HeadlineStyle(
            "unknown", "Unknown", "dots", "#868b93", "Too little is known to say; that is not a bad sign."
        ),
    )
}
GRAVITY = tuple(STATES)  # from well to over

LABELS = {
    "exact": "read on that day by this tracker",
    "retained": "today's stargazers by the day they starred; lies below the true count of that day",
    "derived": "computed from other numbers",
    "spread": "demo: days made from quarterly public figures, or made up altogether",
    "imported": "from somebody else's file, which is named",
    "provisional": "today and yesterday; may still move",
    "degraded": "the source broke its contract; the last good value is kept",
    "unknown": "there is no value; the reason stands beside it where there is one",
}


def line_colour(index: int) -> str:
    """The colour of the index-th line; they come round again after eight, then with another dash."""
    return LINES[index % len(LINES)]


# As Plotly calls them, and in pixels; short dots are left to what came after a project's end.
DASHES = {"solid": "", "dash": "8 4", "dashdot": "9 3 2 3", "longdash": "16 5"}


def line_dash(index: int) -> str:
    """How the index-th line is drawn, so that no two of the first 32 look alike."""
    return tuple(DASHES)[index // len(LINES) % len(DASHES)]


def layout(**more: Any) -> dict[str, Any]:
    """The Plotly layout every chart starts from. Ink and grid come from the page, which knows the theme."""
    axis = {"showline": False, "zeroline": False, "ticks": "", "automargin": True, "fixedrange": False}
    base: dict[str, Any] = {
        "font": {"family": SANS, "size": 13},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 12, "b": 8},
        "hovermode": "x unified",  # one card with every line's value, anywhere over the chart
        "showlegend": False,
        "dragmode": "zoom",
        "xaxis": {**axis, "showgrid": False},
        "yaxis": {**axis, "showgrid": True, "rangemode": "tozero"},
    }
    return {**base, **more}
