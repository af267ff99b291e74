"""The main job, end to end: one cold demo, and everything that is asked of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.notebooks.running import outputs
from tests.tracker.commands.children import run
from tests.tracker.commands.shell import Shell

pytestmark = pytest.mark.component
NOTEBOOKS = sorted((Path(__file__).parents[3] / "docs" / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def summary(played: Path) -> dict[str, Any]:
    """What the cold demo said, in a process of its own; everything else is asked in this one."""
    ended = run(played, "demo", "--once", "--json")
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


@pytest.fixture
def home(
    shell: Shell, played: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """A shell where the demo was played."""
    monkeypatch.setenv("TRACKER_HOME", str(played))
    monkeypatch.chdir(played)
    return Shell(played, monkeypatch, capsys)


def test_the_summary_says_what_was_done(summary: dict[str, Any], home: Shell) -> None:
    assert summary["repositories"] == 29
    assert summary["observations"] > 300_000
    assert 0 < summary["requests"] < 4000
    assert summary["points"] > 0
    assert sum(summary["verdicts"].values()) == 29
    assert summary["as_of"] == "2026-06-30"
    assert summary["database"] == f"sqlite:///{home.home}/demo.db"
    assert summary["missing"] == []


def test_april_2018_has_its_order_and_size(summary: dict[str, Any], home: Shell) -> None:
    names = ("tensorflow/tensorflow", "Theano/Theano", "microsoft/CNTK", "keras-team/keras")
    said = home("compare", *names, "--as-of", "2018-04-28", "--json")
    assert "No live database yet; showing the demo's." in said.err
    rows = json.loads(said.out)["repositories"]
    assert [r["repository"] for r in rows] == [
        "tensorflow/tensorflow", "keras-team/keras", "microsoft/CNTK", "Theano/Theano",
    ]  # fmt: skip
    for row, low, high in zip(
        rows, (95_000, 28_000, 13_900, 7_500), (100_000, 29_300, 14_500, 8_300), strict=True
    ):
        assert low < row["value"] < high, row
        assert (row["quality"], row["source"], row["exact"]) == ("spread", "replay", False)


def test_all_systems_asked_about_have_april_2018_or_the_reason_why_not(
    summary: dict[str, Any], home: Shell
) -> None:
    names = ("deeplearning4j/deeplearning4j", "torch/torch7", "BVLC/caffe", "caffe2/caffe2")
    rows = json.loads(home("compare", *names, "--as-of", "2018-04-28", "--json").out)["repositories"]
    found = {row["repository"]: row for row in rows}
    assert 8_700 < found["deeplearning4j/deeplearning4j"]["value"] < 8_900  # 8,602 recorded on 31 Mar 2018
    assert 23_502 < found["BVLC/caffe"]["value"] < 24_886
    assert found["torch/torch7"]["quality"] == "spread"
    assert found["caffe2/caffe2"]["value"] is None
    assert "not recorded by the public lists" in found["caffe2/caffe2"]["reason"]
    states = {r["repository"]: r for r in json.loads(home("status", "--json").out)["repositories"]}
    assert states["deeplearning4j/deeplearning4j"]["headline"] == "unknown"  # nobody counted its commits


def test_the_living_and_the_dead_are_told_apart_with_evidence(summary: dict[str, Any], home: Shell) -> None:
    found = json.loads(home("status", "--json").out)
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


def test_theano_is_over_since_october_2017_and_was_not_before(summary: dict[str, Any], home: Shell) -> None:
    now = json.loads(home("explain", "Theano/Theano", "--json").out)
    assert (now["headline"], now["since"]) == ("end-of-life", "2017-10-06")
    then = json.loads(home("explain", "theano", "--as-of", "2017-06-30", "--json").out)
    assert (then["headline"], then["declared"]) == ("active", "none")
    assert "“MILA will stop developing Theano”" in home("explain", "theano").out


def test_what_nobody_recorded_is_left_out_and_the_reason_is_given(
    summary: dict[str, Any], home: Shell
) -> None:
    said = json.loads(home("compare", "theano", "--metric", "watchers", "--json").out)["repositories"][0]
    assert said["value"] is None
    assert "not recorded" in said["reason"]
    rows = home("export", "--metric", "commits", "--repo", "tensorflow/tensorflow", "--from", "2025-09-29")
    assert [line.split(",")[3] for line in rows.out.splitlines()[1:]] == ["2025-09-29", "2025-09-30"]


@pytest.mark.filterwarnings("ignore")  # of the kernel's own libraries
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_over_it_and_ends_in_an_answer(
    notebook: Path, summary: dict[str, Any], home: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    shown = outputs(notebook, tmp_path)
    assert not [output for output in shown if output.output_type == "error"]
    assert any("Theano" in str(output) for output in shown)


def test_a_warm_demo_asks_nothing_again(summary: dict[str, Any], home: Shell) -> None:
    again = json.loads(home("demo", "--once", "--json").out)
    assert (again["collected"], again["requests"], again["observations"]) == (False, 0, 0)
    assert again["verdicts"] == summary["verdicts"]
    assert again["seconds"] < summary["seconds"]


def test_demo_and_live_are_never_mixed(
    summary: dict[str, Any], home: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{home.home}/demo.db")
    monkeypatch.setenv("TRACKER_GITHUB_API_URL", "http://127.0.0.1:9")
    for command in (["sync"], ["watch", "add", "a/b"], ["up", "--port", "0"], ["schedule"]):
        refused = home(*command)
        assert refused.code == 1, command
        assert "never mixed" in refused.err
        assert len(refused.err.strip().splitlines()) == 1
    monkeypatch.delenv("TRACKER_GITHUB_API_URL")
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{home.home}/live.db")
    assert home("watch", "add", "a/b").code == 0
    refused = home("demo", "--once")
    assert refused.code == 2
    assert "never mixed" in refused.err


def test_a_demo_cannot_go_back_nor_beyond_its_figures(
    summary: dict[str, Any], home: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{home.home}/demo.db")
    back = home("demo", "--once", "--date", "2018-01-01")
    assert back.code == 2
    assert "cannot go back to 2018-01-01" in back.err
    monkeypatch.delenv("TRACKER_DATABASE_URL")
    beyond = home("demo", "--once", "--date", "2030-01-01")
    assert beyond.code == 2
    assert "2026-06-30" in beyond.err
