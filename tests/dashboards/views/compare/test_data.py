"""A number does not depend on what else is shown; a sum never guesses; a label is its period's own."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from dashboards.data.snapshot import Snapshot
from tracker.metrics import METRICS

Rows = dict[str, list[tuple[str, str, str]]]
KERAS = "keras-team/keras"
TOGETHER = ("BVLC/caffe", "Theano/Theano", "google/jax")


def rows(client: TestClient, names: tuple[str, ...], more: str) -> Rows:
    answer = client.get(f"/download/compare.csv?repos={','.join(names)}&{more}")
    assert answer.status_code == 200, answer.text
    found: Rows = {}
    for row in csv.DictReader(io.StringIO(answer.text)):
        found.setdefault(row["repository"], []).append((row["day"], row["value"], row["quality"]))
    return found


@pytest.mark.parametrize("every", ["week", "month", "quarter"])
@pytest.mark.parametrize("metric", ["commits", "releases", "stars"])
def test_a_repository_beside_others_is_what_it_is_alone(client: TestClient, metric: str, every: str) -> None:
    more = f"metric={metric}&every={every}"
    together = rows(client, TOGETHER, more)
    for name in TOGETHER:
        assert together.get(name) == rows(client, (name,), more).get(name)


def test_the_first_quarter_of_a_life_is_there_beside_an_older_repository(client: TestClient) -> None:
    found = rows(client, ("BVLC/caffe", "Theano/Theano"), "metric=commits&every=quarter")
    assert found["BVLC/caffe"][0][0] == "2013-07-01"  # it was created on 12 September


def test_the_page_the_file_the_api_and_the_export_show_the_same_values_and_labels(client: TestClient) -> None:
    compared = 0
    for metric in METRICS:
        shown = rows(client, ("keras-team/keras",), f"metric={metric}&every=month").get(
            "keras-team/keras", []
        )
        answer = client.get(f"/api/v1/repositories/keras-team/keras/series/{metric}?every=month").json()[
            "data"
        ]
        assert [(d, round(float(v), 6), q) for d, v, q in shown] == [
            (row["day"], round(row["value"], 6), row["quality"]) for row in answer
        ]
        compared += len(shown)
    assert compared > 500


def test_a_sum_is_known_where_every_member_is_and_carries_its_label(client: TestClient) -> None:
    for metric in ("commits", "stars"):
        found = rows(client, TOGETHER, f"metric={metric}&every=quarter&sum=1")
        members = [{day: float(value) for day, value, _ in found[name]} for name in TOGETHER]
        shared = set.intersection(*(set(member) for member in members))
        assert {day: float(value) for day, value, _ in found["Sum of these"]} == {
            day: sum(member[day] for member in members) for day in shared
        }
        assert all(label for _, _, label in found["Sum of these"])
        days = [day for day, _, _ in found["Sum of these"]]
        assert all(a < b for a, b in pairwise(days))


def test_a_chart_says_of_each_value_what_the_file_says(client: TestClient, snapshot: Snapshot) -> None:
    from dashboards.data.query import QueryString
    from dashboards.views.compare.comparison import read
    from dashboards.views.compare.data import chart

    asked = {"repos": [",".join(TOGETHER)], "metric": ["commits"], "every": ["quarter"], "sum": ["1"]}
    drawn = chart(snapshot, read(snapshot, QueryString(asked)), labelled=True)
    found = rows(client, TOGETHER, "metric=commits&every=quarter&sum=1")
    for line in drawn.lines:
        triples = zip(line.x, line.y, line.labels, strict=True)
        told = [(str(x), y, label) for x, y, label in triples if y is not None]
        assert told == [(day, float(value), label) for day, value, label in found[line.name]]
