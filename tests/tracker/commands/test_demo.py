"""The main job, end to end: one cold demo, and everything that is asked of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tracker.commands.children import run

pytestmark = pytest.mark.component


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def summary(home: Path) -> dict[str, Any]:
    ended = run(home, "demo", "--once", "--json")
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_the_summary_says_what_was_done(summary: dict[str, Any], home: Path) -> None:
    assert summary["repositories"] == 28
    assert summary["observations"] > 300_000
    assert 0 < summary["requests"] < 4000
    assert summary["points"] > 0
    assert sum(summary["verdicts"].values()) == 28
    assert summary["as_of"] == "2026-06-30"
    assert summary["database"] == f"sqlite:///{home}/demo.db"
    assert summary["missing"] == []


def test_april_2018_has_its_order_and_size(summary: dict[str, Any], home: Path) -> None:
    names = ("tensorflow/tensorflow", "Theano/Theano", "microsoft/CNTK", "keras-team/keras")
    said = run(home, "compare", *names, "--as-of", "2018-04-28", "--json")
    assert "No live database yet; showing the demo's." in said.stderr
    rows = json.loads(said.stdout)["repositories"]
    assert [r["repository"] for r in rows] == [
        "tensorflow/tensorflow", "keras-team/keras", "microsoft/CNTK", "Theano/Theano",
    ]  # fmt: skip
    for row, low, high in zip(
        rows, (95_000, 28_000, 13_900, 7_500), (100_000, 29_300, 14_500, 8_300), strict=True
    ):
        assert low < row["value"] < high, row
        assert (row["quality"], row["source"], row["exact"]) == ("spread", "replay", False)


def test_the_living_and_the_dead_are_told_apart_with_evidence(summary: dict[str, Any], home: Path) -> None:
    found = json.loads(run(home, "status", "--json").stdout)
    assert found["as_of"] == "2026-06-30"
    rows = {r["repository"]: r for r in found["repositories"]}
    for name in (
        "microsoft/CNTK",
        "BVLC/caffe",
        "torch/torch7",
        "chainer/chainer",
        "apache/mxnet",
        "Theano/Theano",
    ):
        assert rows[name]["headline"] in ("archived", "end-of-life", "maintenance-only", "dormant"), name
    for name in ("tensorflow/tensorflow", "pytorch/pytorch", "jax-ml/jax", "numpy/numpy", "keras-team/keras"):
        assert rows[name]["headline"] == "active", name
    for row in rows.values():
        raised = [e for e in row["evidence"] if e["outcome"] == "raised"]
        assert all(e["sentence"].endswith(".") and e["url"].startswith("https://github.com/") for e in raised)


def test_theano_is_over_since_october_2017_and_was_not_before(summary: dict[str, Any], home: Path) -> None:
    now = json.loads(run(home, "explain", "Theano/Theano", "--json").stdout)
    assert (now["headline"], now["since"]) == ("end-of-life", "2017-10-06")
    then = json.loads(run(home, "explain", "theano", "--as-of", "2017-06-30", "--json").stdout)
    assert (then["headline"], then["declared"]) == ("active", "none")
    assert "“MILA will stop developing Theano”" in run(home, "explain", "theano").stdout


def test_what_nobody_recorded_is_left_out_and_the_reason_is_given(
    summary: dict[str, Any], home: Path
) -> None:
    said = json.loads(run(home, "compare", "theano", "--metric", "watchers", "--json").stdout)[
        "repositories"
    ][0]
    assert said["value"] is None
    assert "not recorded" in said["reason"]
    rows = run(
        home, "export", "--metric", "commits", "--repo", "tensorflow/tensorflow", "--from", "2025-09-29"
    )
    assert [line.split(",")[3] for line in rows.stdout.splitlines()[1:]] == ["2025-09-29", "2025-09-30"]


def test_a_warm_demo_asks_nothing_again(summary: dict[str, Any], home: Path) -> None:
    again = json.loads(run(home, "demo", "--once", "--json").stdout)
    assert (again["collected"], again["requests"], again["observations"]) == (False, 0, 0)
    assert again["verdicts"] == summary["verdicts"]
    assert again["seconds"] < summary["seconds"]


def test_demo_and_live_are_never_mixed(summary: dict[str, Any], home: Path) -> None:
    played = {
        "TRACKER_DATABASE_URL": f"sqlite:///{home}/demo.db",
        "TRACKER_GITHUB_API_URL": "http://127.0.0.1:9",
    }
    for command in (["sync"], ["watch", "add", "a/b"], ["up", "--port", "0"], ["schedule"]):
        refused = run(home, *command, more=played)
        assert refused.returncode == 1, command
        assert "never mixed" in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1
    live = {"TRACKER_DATABASE_URL": f"sqlite:///{home}/live.db"}
    assert run(home, "watch", "add", "a/b", more=live).returncode == 0
    refused = run(home, "demo", "--once", more=live)
    assert refused.returncode == 2
    assert "never mixed" in refused.stderr


def test_a_demo_cannot_go_back_nor_beyond_its_figures(summary: dict[str, Any], home: Path) -> None:
    played = {"TRACKER_DATABASE_URL": f"sqlite:///{home}/demo.db"}
    back = run(home, "demo", "--once", "--date", "2018-01-01", more=played)
    assert back.returncode == 2
    assert "cannot go back to 2018-01-01" in back.stderr
    beyond = run(home, "demo", "--once", "--date", "2030-01-01")
    assert beyond.returncode == 2
    assert "2026-06-30" in beyond.stderr
