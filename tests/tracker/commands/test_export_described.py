"""What stands beside an export: a data package that its own community's validator accepts, file by file."""

from __future__ import annotations

import json
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.tracker.commands.shell import Shell
from tracker.exports import FORMATS
from tracker.exports.descriptor import NAME, QUALITY, paths

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of the validator's own libraries
    import frictionless


def validated(place: Path) -> frictionless.Report:
    """The report of the Frictionless validator: metadata, header, every cell, size and checksum."""
    with frictionless.system.use_context(trusted=True), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return frictionless.validate(str(place), type="package")


def document(place: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(
    "more",
    [
        ("--metric", "stars,forks"),
        ("--metric", "all", "--every", "month"),
        ("--shape", "wide", "--metric", "stars,forks"),
        ("--axis", "age"),
        ("--at", "2026-06-25"),
        ("--from", "1999-01-01", "--to", "1999-02-01"),
        ("--repo", "nobody/nothing"),
    ],
)
def test_the_validator_of_data_packages_finds_nothing_wrong(filled: Shell, more: tuple[str, ...]) -> None:
    assert filled("export", *more, "-o", "a.csv").code == 0
    report = validated(filled.home / NAME)
    assert report.valid, report.flatten(["note", "message"])
    (task,) = report.tasks
    assert task.stats.get("rows", 0) == document(filled.home / NAME)["resources"][0]["counts"]["rows"]


def test_it_finds_what_was_changed_afterwards(filled: Shell) -> None:
    filled("export", "-o", "a.csv")
    text = (filled.home / "a.csv").read_text()
    (filled.home / "a.csv").write_text(text.replace(",40,", ",4O,", 1))
    kinds = {kind for (kind,) in validated(filled.home / NAME).flatten(["type"])}
    assert {"hash-count", "type-error"} & kinds


def test_a_folder_of_every_format_is_one_valid_package(filled: Shell) -> None:
    for kind in FORMATS:
        filled("export", "-o", f"a.{kind}")
    filled("export", "--partition-by", "metric", "-o", "parts")
    found = document(filled.home / NAME)
    frictionless.Package.from_descriptor(found)  # raises what its profile objects to
    assert found["profile"] == "data-package"
    assert [r["path"] for r in found["resources"]][-1] == ["parts/metric=stars/part-0.parquet"]


READ = {
    "csv": pd.read_csv, "json": pd.read_json, "parquet": pd.read_parquet, "xlsx": pd.read_excel,
    "jsonl": lambda place: pd.read_json(place, lines=True),
}  # fmt: skip
IS = {
    "string": lambda cell: isinstance(cell, str),
    "integer": lambda cell: float(cell).is_integer(),
    "number": lambda cell: isinstance(float(cell), float),
    "date": lambda cell: isinstance(pd.Timestamp(cell).date(), date),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("more", [(), ("--axis", "age"), ("--shape", "wide", "--metric", "stars,forks")])
def test_every_format_holds_the_fields_that_are_promised(
    filled: Shell, kind: str, more: tuple[str, ...]
) -> None:
    filled("export", *more, "-o", f"a.{kind}")
    (resource,) = document(filled.home / NAME)["resources"]
    frame = READ[kind](filled.home / f"a.{kind}")
    fields = resource["schema"]["fields"]
    assert [field["name"] for field in fields] == list(frame.columns)
    assert len(frame) == resource["counts"]["rows"] > 0
    for field in fields:
        assert all(map(IS[field["type"]], frame[field["name"]].dropna())), field
        assert field["description"]
    if resource["shape"] == "long":
        assert set(frame["quality"]) <= set(QUALITY) == set(resource["quality"])
        assert set(frame["metric"]) <= {card["name"] for card in resource["metrics"]}


def test_the_same_question_makes_the_same_descriptor(filled: Shell) -> None:
    found = []
    for _ in range(2):
        filled("export", "--metric", "all", "-o", "a.parquet")
        found.append((filled.home / NAME).read_bytes())
    assert found[0] == found[1]


def test_a_package_says_the_sources_of_all_its_files(filled: Shell) -> None:
    filled("export", "--metric", "stars", "-o", "a.csv")
    filled("export", "--metric", "commits", "-o", "b.csv")
    titles = {source["title"] for source in document(filled.home / NAME)["sources"]}
    resources = document(filled.home / NAME)["resources"]
    assert titles == {card["source"] for one in resources for card in one["metrics"]}
    assert [paths(one) for one in resources] == [["a.csv"], ["b.csv"]]
