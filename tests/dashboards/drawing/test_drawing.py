"""Drawing: peaks survive thinning, gaps stay gaps, ends are dotted, words do not collide."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.drawing.figures.compact import CONFIG, compact
from dashboards.drawing.figures.lines import figure
from dashboards.drawing.plot import LABELLED, naming
from dashboards.drawing.spec import Chart, Line, Mark
from dashboards.drawing.svg.badge import badge
from dashboards.drawing.svg.lines import draw
from dashboards.drawing.svg.markup import path, shape
from dashboards.drawing.svg.scale import Scale, day_ticks, nice, spread_out, value_ticks
from dashboards.drawing.svg.spark import spark
from dashboards.drawing.svg.strip import bar
from dashboards.drawing.theme import STATES
from dashboards.drawing.thin import keep
from tracker.readmodel.spans import Span

FIRST = date(2020, 1, 1)
HOSTILE = '"><script>alert(1)</script>%{x}\x00'


def line(values: list[float | None], name: str = "a/b", **more: object) -> Line:
    days = tuple(FIRST + timedelta(days=n) for n in range(len(values)))
    return Line(name, "#2b7bd0", days, tuple(values), **more)  # type: ignore[arg-type]


def chart(*lines: Line, **more: object) -> Chart:
    return Chart("A title", "a subtitle", "stars", lines, **more)  # type: ignore[arg-type]


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=3000), st.integers(10, 200))
def test_thinning_keeps_ends_highest_and_lowest(values: list[float | None], most: int) -> None:
    kept = keep(values, most)
    assert kept == sorted(set(kept))
    assert {0, len(values) - 1} <= set(kept)
    known = [v for v in values if v is not None]
    if known:
        shown = [values[i] for i in kept if values[i] is not None]
        assert max(shown) == max(known)  # type: ignore[type-var]
        assert min(shown) == min(known)  # type: ignore[type-var]


def test_of_more_lines_than_have_names_beside_them_it_is_said_which_have() -> None:
    lines = [line([1.0, float(n)], f"a/{n}") for n in range(25)]
    assert naming(chart(*lines[:LABELLED])) == ""
    for focus, said in (
        ("", "The 12 highest of 25"),
        ("a/0", "The one brought forward and the 11 highest of 25"),
    ):
        drawn = chart(*lines, line([None, None], "a/unknown"), focus=focus)
        assert naming(drawn) == f"{said} are named"
        assert draw(drawn).count('class="name"') == LABELLED


def test_thinning_keeps_the_edges_of_gaps() -> None:
    values: list[float | None] = [float(n) for n in range(1000)]
    values[400:600] = [None] * 200
    kept = keep(values, 20)
    assert {399, 400, 599, 600} <= set(kept)


def test_a_gap_lifts_the_pen_and_a_lone_point_is_a_dot() -> None:
    assert path([(0, 0), (1, 1), None, (3, 3)]) == "M0 0L1 1M3 3h.1"


def test_after_its_end_a_line_is_drawn_apart() -> None:
    svg = draw(chart(line([1.0, 2, 3, 4, 5], ended=FIRST + timedelta(days=2), end_note="end of life 2020")))
    assert 'class="line"' in svg
    assert 'class="over"' in svg
    assert "end of life 2020" in svg


def test_a_chart_without_values_says_so() -> None:
    assert "nothing to draw" in draw(chart(line([None, None])))
    assert json.loads(compact(figure(chart(line([None])))))["data"] == []


@pytest.mark.parametrize("log", [False, True])
def test_hostile_names_are_only_text(log: bool) -> None:
    mark = Mark(FIRST, HOSTILE, "end-of-life")
    drawn = chart(line([1.0, 0, 3], name=f"evil/{HOSTILE}", marks=(mark,)), log=log)
    svg = draw(drawn)
    ET.fromstring(svg)
    assert "<script" not in svg
    assert "<script" not in compact(figure(drawn))


def test_charts_are_never_uploaded_anywhere() -> None:
    config = json.loads(compact(figure(chart(line([1.0, 2])))))["config"]
    assert config["showSendToCloud"] is False
    assert config["plotlyServerURL"] == ""
    assert "sendDataToCloud" in CONFIG["modeBarButtonsToRemove"]


def test_a_plotly_chart_has_no_template_and_keeps_gaps() -> None:
    document = json.loads(compact(figure(chart(line([1.0, None, 3])))))
    assert "template" not in document["layout"]
    assert document["data"][0]["y"] == [1, None, 3]
    assert document["data"][0]["connectgaps"] is False


def test_a_log_chart_draws_no_nought() -> None:
    assert json.loads(compact(figure(chart(line([0.0, 10, 100]), log=True))))["data"][0]["y"] == [
        None,
        10,
        100,
    ]


@pytest.mark.parametrize("log", [False, True])
def test_nothing_but_noughts_is_drawn_under_an_axis_to_one(log: bool) -> None:
    labels = re.findall(r"<text[^>]*>([\d.]+)</text>", draw(chart(line([0.0, 0.0]), log=log)))
    assert "1" in labels
    assert len(labels) == len(set(labels))


def test_hover_tells_the_label_of_each_value() -> None:
    same = json.loads(compact(figure(chart(line([1.0, 2], labels=("exact", "exact"))))))["data"][0]
    mixed = json.loads(compact(figure(chart(line([1.0, 2], labels=("retained", "exact"))))))["data"][0]
    assert "exact" in same["hovertemplate"]
    assert "text" not in same
    assert mixed["text"] == ["retained", "exact"]


@given(st.lists(st.floats(0, 400), min_size=1, max_size=20))
def test_labels_keep_their_distance(wanted: list[float]) -> None:
    placed = sorted(spread_out(wanted, 17, 0, 400))
    assert all(b - a >= 17 - 1e-6 for a, b in pairwise(placed))
    assert placed[-1] <= 400 + 1e-6


@given(st.floats(0.001, 1e9))
def test_ticks_are_round_and_few(high: float) -> None:
    assert nice(high) * 5 >= high * 0.999
    assert 1 <= len(value_ticks(0, high, False)) <= 7


def test_a_tick_says_its_own_value_or_is_left_out() -> None:
    assert [label for _, label in value_ticks(0, 1, log=False)] == ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    assert value_ticks(0, 1.25, log=False) == [(0.0, "0"), (0.5, "0.5"), (1.0, "1")]
    assert [label for _, label in value_ticks(0, 0.1, log=False)] == ["0", "0.1"]


@given(st.dates(date(2008, 1, 1), date(2026, 1, 1)), st.integers(1, 8000))
def test_time_has_ticks_within_its_range(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    ticks = [day for day, _ in day_ticks(first, last)]
    assert ticks
    assert all(first <= day <= last for day in ticks)


@pytest.mark.parametrize("state", STATES)
def test_every_shape_and_badge_is_well_formed(state: str) -> None:
    ET.fromstring(shape(state))
    svg = badge("maintained", HOSTILE, state)
    assert "<script" not in svg
    assert ET.fromstring(svg).get("aria-label")


def test_a_sparkline_leaves_unknown_months_empty() -> None:
    svg = spark([1.0, float("nan"), 3.0], "t")
    assert len(re.findall("M", svg)) == 2
    assert spark([float("nan")] * 3, "t") == ""


def test_a_long_history_is_a_small_document() -> None:
    rng = np.random.default_rng(1)
    lines = [line([float(v) for v in rng.integers(0, 1e5, 4400)], name=f"a/{i}") for i in range(10)]
    assert len(draw(chart(*lines))) < 60_000
    assert len(compact(figure(chart(*lines)))) < 260_000


def test_how_well_a_project_lives_is_told_without_colour() -> None:
    begun = date(2020, 1, 1)
    x = Scale(begun.toordinal(), begun.toordinal() + 1000, 0, 400)
    bars = [
        bar(Span(state, begun, begun + timedelta(900), ""), x, 0, 20, named=False)
        for state in ("active", "slow", "fading")
    ]
    bare = {re.sub("#[0-9a-f]{6}|<title>.*?</title>|span [a-z]+", "", drawn) for drawn in bars}
    assert len(bare) == 3
