"""`tracker export`: rows for other programs, safe, whole, with their source."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.tracker.commands.shell import Shell
from tracker.exports import csv as csv_format


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_rows_carry_identity_day_value_source_and_label(filled: Shell) -> None:
    answer = filled("export", "--repo", "theano", "--from", "2026-06-29")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "repository,github_id,metric,day,value,source,quality",
        "Theano/Theano,1,stars,2026-06-29,40,github-history,provisional",
        "Theano/Theano,1,stars,2026-06-30,40,github,exact",
    ]


def test_all_repositories_and_several_metrics_by_default_every_day(filled: Shell) -> None:
    found = rows(filled("export", "--metric", "stars,forks").out)
    assert {r["repository"] for r in found} == {"Theano/Theano", "keras-team/keras"}
    assert [r["value"] for r in found if r["metric"] == "forks"] == ["7", "7"]


def test_a_week_carries_its_first_day_and_the_source_of_its_last_value(filled: Shell) -> None:
    found = rows(filled("export", "--repo", "theano", "--every", "week").out)
    assert [(r["day"], r["value"], r["source"], r["quality"]) for r in found] == [
        ("2026-06-14", "4", "github-history", "retained"),
        ("2026-06-21", "32", "github-history", "retained"),
        ("2026-06-28", "40", "github", "provisional"),
    ]


def test_json_rows_have_the_designed_keys(filled: Shell) -> None:
    found = json.loads(filled("export", "--repo", "keras", "--from", "2026-06-30", "--format", "json").out)
    assert found == [
        {"repository": "keras-team/keras", "github_id": 2, "metric": "stars", "day": "2026-06-30",
         "value": 90, "source": "github", "quality": "exact"}
    ]  # fmt: skip


def test_by_age_each_row_says_how_old_the_repository_was(filled: Shell) -> None:
    found = rows(filled("export", "--repo", "theano", "--axis", "age", "--from", "2026-06-30").out)
    assert [(r["day"], r["age"]) for r in found] == [("2026-06-30", "29")]


def test_wide_has_one_column_a_repository(filled: Shell) -> None:
    answer = filled("export", "--shape", "wide", "--from", "2026-06-29", "--format", "jsonl")
    assert [json.loads(line) for line in answer.out.splitlines()] == [
        {"day": "2026-06-29", "keras-team/keras": 90, "Theano/Theano": 40},
        {"day": "2026-06-30", "keras-team/keras": 90, "Theano/Theano": 40},
    ]
    both = filled("export", "--shape", "wide", "--metric", "stars,forks").out.splitlines()
    assert (
        both[0] == "day,keras-team/keras stars,Theano/Theano stars,keras-team/keras forks,Theano/Theano forks"
    )
    assert both[-1] == "2026-06-30,90,40,7,7"
    assert both[1].endswith(",,")  # unknown, not zero


def test_at_a_day_there_is_one_value_a_series_and_it_says_of_which_day(filled: Shell) -> None:
    found = rows(filled("export", "--metric", "stars,forks", "--at", "2026-06-25").out)
    assert [(r["repository"], r["metric"], r["day"]) for r in found] == [
        ("keras-team/keras", "stars", "2026-06-25"),
        ("Theano/Theano", "stars", "2026-06-25"),
    ]


def test_before_anything_was_known_an_export_is_empty(filled: Shell) -> None:
    assert rows(filled("export", "--as-of", "2026-06-29").out) == []
    assert rows(filled("export", "--as-of", "2026-06-30").out) == rows(filled("export").out)


def test_a_group_is_all_repositories_of_a_category(filled: Shell) -> None:
    assert rows(filled("export", "--group", "frameworks").out) == rows(filled("export").out)
    answer = filled("export", "--group", "databases")
    assert answer.code == 2
    assert "frameworks" in answer.err


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "parquet", "xlsx"])
def test_a_file_comes_with_a_descriptor_that_fits_it(filled: Shell, kind: str) -> None:
    path = filled.home / f"stars.{kind}"
    answer = filled("export", "--metric", "stars,forks", "-o", path.name)
    assert answer.code == 0, answer.err
    document = json.loads((filled.home / "datapackage.json").read_text())
    (resource,) = document["resources"]
    frame = read(path)
    assert resource["path"] == path.name
    assert resource["format"] == kind
    assert resource["bytes"] == path.stat().st_size
    assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    assert resource["counts"] == {"rows": len(frame), "series": 4}
    assert [f["name"] for f in resource["schema"]["fields"]] == list(frame.columns)
    assert [m["name"] for m in resource["metrics"]] == ["stars", "forks"]
    assert resource["query"]["repositories"] == ["keras-team/keras", "nobody/nothing", "Theano/Theano"]
    assert "nobody/nothing" in resource["notes"][0]
    assert document["licenses"][0]["name"] == "CC0-1.0"
    assert set(frame["quality"]) <= set(resource["quality"])


def read(path: Path) -> pd.DataFrame:
    readers = {
        "csv": pd.read_csv, "json": pd.read_json, "parquet": pd.read_parquet, "xlsx": pd.read_excel,
        "jsonl": lambda p: pd.read_json(p, lines=True),
    }  # fmt: skip
    frame: pd.DataFrame = readers[path.suffix[1:]](path)
    return frame


def test_stdout_has_a_descriptor_where_one_is_asked_for(filled: Shell) -> None:
    out = filled("export", "--descriptor", "about.json").out
    (resource,) = json.loads((filled.home / "about.json").read_text())["resources"]
    assert resource["hash"] == f"sha256:{hashlib.sha256(out.encode()).hexdigest()}"


def test_the_same_question_makes_the_same_bytes(filled: Shell) -> None:
    for kind in ("xlsx", "parquet"):
        for name in ("a", "b"):
            filled("export", "-o", f"{name}.{kind}")
        assert (filled.home / f"a.{kind}").read_bytes() == (filled.home / f"b.{kind}").read_bytes()


@pytest.mark.slow
def test_partitions_go_into_a_new_folder(filled: Shell) -> None:
    arguments = ("export", "--metric", "stars,forks", "--partition-by", "metric", "-o", "parts")
    assert filled(*arguments).code == 0
    frame = pd.read_parquet(filled.home / "parts")
    assert sorted(frame["metric"].unique()) == ["forks", "stars"]
    (resource,) = json.loads((filled.home / "datapackage.json").read_text())["resources"]
    assert [f["path"] for f in resource["files"]] == [
        "metric=forks/part-0.parquet",
        "metric=stars/part-0.parquet",
    ]
    again = filled(*arguments)
    assert again.code == 2
    assert "new folder" in again.err


def test_a_file_is_written_whole_or_not_at_all(filled: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled("export", "-o", "stars.csv").code == 0
    before = (filled.home / "stars.csv").read_text()
    assert before.startswith("repository,")

    def die(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(csv_format, "safe", die)
    answer = filled("export", "-o", "stars.csv")
    assert answer.code == 1
    assert "the disk is full" in answer.err
    assert (filled.home / "stars.csv").read_text() == before
    assert not [p for p in filled.home.iterdir() if p.name.startswith(".stars")]


def test_bad_input_is_code_2_and_leaves_no_file(filled: Shell) -> None:
    for arguments, named in (
        (["--metric", "starz"], "starz"),
        (["--metric", ","], "--metric"),
        (["--from", "2026-07-01", "--to", "2026-06-01"], "2026-07-01"),
        (["--format", "docx"], "docx"),
        (["--repo", "no/such"], "no/such"),
        (["-o", "nowhere/x.csv"], "nowhere"),
        (["--at", "2026-06-01", "--every", "week"], "--at"),
        (["--as-of", "2027-01-01"], "--as-of"),
        (["--partition-by", "year", "--format", "csv"], "--partition-by"),
    ):
        answer = filled("export", "-o", "x.csv", *arguments)
        assert answer.code == 2, arguments
        assert named in answer.err
        assert not (filled.home / "x.csv").exists()


@pytest.mark.parametrize(
    ("value", "cell"), [("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("@x", "'@x"), ("plain", "plain"), ("'=", "'=")]
)
def test_cells_cannot_become_formulas(value: str, cell: str) -> None:
    assert csv_format.safe(value) == cell


def test_a_lake_is_of_everything_that_is_followed(filled: Shell) -> None:
    first = filled("export", "--partitioned", "lake")
    assert first.code == 0, first.err
    assert "files written, 0 as they were" in first.err
    frame = pd.read_parquet(filled.home / "lake")
    assert set(frame["repository"]) == {"Theano/Theano", "keras-team/keras"}
    assert {"stars", "forks", "star_arrivals"} <= set(frame["metric"])
    assert " 0 files written" in filled("export", "--partitioned", "lake").err


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (("--from", "2026-06-01"), "--from"),
        (("--repo", "keras"), "--repo"),
        (("-o", "x.csv"), "-o"),
        (("--delta", "other"), "one or the other"),
        (("--metric", "starz"), "starz"),
    ],
)
def test_what_fits_no_lake_is_refused_before_anything_is_made(
    filled: Shell, more: tuple[str, ...], named: str
) -> None:
    answer = filled("export", "--partitioned", "lake", *more)
    assert answer.code == 2
    assert named in answer.err
    assert not (filled.home / "lake").exists()


def test_without_the_extra_a_delta_table_says_what_to_install(
    filled: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "deltalake", None)
    monkeypatch.delitem(sys.modules, "tracker.lake.delta", raising=False)
    answer = filled("export", "--delta", "lake")
    assert answer.code == 2
    assert "framework-tracker[lake]" in answer.err
