"""The look: colours that can be seen by everybody, and a shape for every state."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from dashboards.drawing.spec import Chart, Line
from dashboards.drawing.svg.lines import draw
from dashboards.drawing.svg.markup import SHAPES
from dashboards.drawing.theme import DARK, LABELS, LIGHT, LINES, STATES, line_colour, line_dash
from tracker.health import HEADLINES
from tracker.records import Quality

CSS = (Path(__file__).parents[3] / "dashboards" / "assets" / "app.css").read_text()


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("paper", [LIGHT["paper"], DARK["paper"]])
@pytest.mark.parametrize("colour", [*LINES, *(state.colour for state in STATES.values())])
def test_lines_and_shapes_are_seen_on_both_papers(colour: str, paper: str) -> None:
    assert contrast(colour, paper) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("ink", ["ink", "mute", "accent"])
def test_text_is_read_on_both_papers(theme: dict[str, str], ink: str) -> None:
    assert contrast(theme[ink], theme["paper"]) >= 4.5


def test_every_headline_has_a_word_a_shape_of_its_own_and_a_colour() -> None:
    assert set(STATES) == set(HEADLINES)
    assert len({state.shape for state in STATES.values()}) == len(STATES)
    assert {state.shape for state in STATES.values()} == set(SHAPES)


def test_every_trust_label_is_explained() -> None:
    assert set(LABELS) == {quality.value for quality in Quality}


def test_the_style_sheet_and_the_theme_agree() -> None:
    for theme in (LIGHT, DARK):
        for name in ("paper", "ink", "mute", "accent"):
            assert f"--{name}: {theme[name]}" in CSS
    assert re.findall(r"--c\d: (#\w+)", CSS) == list(LINES)


def test_no_two_of_twenty_five_lines_look_alike() -> None:
    looks = [(line_colour(n), line_dash(n)) for n in range(25)]
    assert len(set(looks)) == 25
    lines = tuple(Line(f"a/b{n}", c, (date(2026, 1, 1), date(2026, 2, 1)), (1.0, n + 2.0), dash=d)
                  for n, (c, d) in enumerate(looks))  # fmt: skip
    drawn = draw(Chart("t", "s", "stars", lines))
    paths = re.findall(r'<path d="[^"]*" fill="none"([^>]*) class="line"', drawn)
    assert len(set(paths)) == len(paths) == 25
