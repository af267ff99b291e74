"""`tracker export`: rows for other programs, safe, whole, with their source."""

from __future__ import annotations

import csv
import io

import pytest

from tests.tracker.commands.shell import Shell
from tracker.exports import csv as csv_format


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_rows_carry_identity_day_value_and_source(filled: Shell) -> None:
    answer = filled("export", "--repo", "theano", "--from", "2026-06-29")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "repository,github_id,metric,day,value,source",
        "Theano/Theano,1,stars,2026-06-29,40,github-history",
        "Theano/Theano,1,stars,2026-06-30,40,github",
    ]


def test_all_repositories_and_several_metrics_by_default_every_day(filled: Shell) -> None:
    found = rows(filled("export", "--metric", "stars,forks").out)
    assert {r["repository"] for r in found} == {"Theano/Theano", "keras-team/keras"}
    assert [r["value"] for r in found if r["metric"] == "forks"] == ["7", "7"]


def test_a_week_carries_its_first_day_and_the_source_of_its_last_value(filled: Shell) -> None:
    found = rows(filled("export", "--repo", "theano", "--every", "week").out)
    assert [(r["day"], r["value"], r["source"]) for r in found] == [
        ("2026-06-14", "4", "github-history"),
        ("2026-06-21", "32", "github-history"),
        ("2026-06-28", "40", "github"),
    ]


def test_a_file_is_written_whole_or_not_at_all(filled: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled("export", "-o", "stars.csv").code == 0
    before = (filled.home / "stars.csv").read_text()
    assert before.startswith("repository,")

    def die(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(csv_format, "cell", die)
    answer = filled("export", "-o", "stars.csv")
    assert answer.code == 1
    assert "the disk is full" in answer.err
    assert (filled.home / "stars.csv").read_text() == before
    assert not [p for p in filled.home.iterdir() if p.name.startswith(".stars")]


def test_bad_input_is_code_2_and_leaves_no_file(filled: Shell) -> None:
    for arguments, named in (
        (["--metric", "starz"], "starz"),
        (["--from", "2026-07-01", "--to", "2026-06-01"], "2026-07-01"),
        (["--format", "docx"], "docx"),
        (["--repo", "no/such"], "no/such"),
        (["-o", "nowhere/x.csv"], "nowhere"),
    ):
        answer = filled("export", "-o", "x.csv", *arguments)
        assert answer.code == 2, arguments
        assert named in answer.err
        assert not (filled.home / "x.csv").exists()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("@x", "'@x"),
        ("plain", "plain"),
        (-3.0, -3),
        (2.5, 2.5),
    ],
)
def test_cells_cannot_become_formulas_and_counts_have_no_decimal_point(value: object, cell: object) -> None:
    assert csv_format.cell(value) == cell
