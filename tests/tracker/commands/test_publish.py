"""`tracker publish`: a folder of pages, made again without harm, and nobody else's folder touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tracker.commands.shell import Shell


@pytest.mark.slow
def test_the_pages_of_every_repository_are_written_and_the_count_is_said(filled: Shell) -> None:
    answer = filled("publish", "site", "--json")
    assert answer.code == 0
    found = json.loads(answer.out)
    site = Path("site")
    assert found["files"] == sum(1 for p in site.rglob("*") if p.is_file()) - 1  # the list of them is no page
    assert (site / "repositories" / "Theano" / "Theano" / "index.html").is_file()
    assert "Theano" in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_second_run_writes_the_same_files(filled: Shell) -> None:
    filled("publish", "site")
    before = {p: p.read_bytes() for p in Path("site").rglob("*") if p.is_file()}
    assert filled("publish", "site").code == 0
    assert {p: p.read_bytes() for p in Path("site").rglob("*") if p.is_file()} == before


def test_a_folder_with_somebodys_files_is_refused_and_left_alone(filled: Shell) -> None:
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("years of work")
    answer = filled("publish", "mine")
    assert answer.code == 2
    assert "holds files that are not of this site" in answer.err
    assert [p.name for p in Path("mine").iterdir()] == ["thesis.txt"]


def test_a_release_of_the_data_is_a_folder_of_its_own(filled: Shell) -> None:
    answer = filled("publish", "releases", "--release", "2026.06", "--json")
    assert answer.code == 0, answer.err
    told = json.loads(answer.out)
    assert told["until"] == "2026-06-30"
    assert (Path("releases/2026.06/data/history.parquet")).is_file()
    assert told["files"]["data/verdicts.csv"]["rows"] == 2
    again = filled("publish", "releases", "--release", "2026.06")
    assert again.code == 2
    assert "never changes" in again.err
    assert filled("publish", "releases", "--release", "next").code == 2


def test_an_address_is_one_of_the_web_and_of_a_site(filled: Shell) -> None:
    for told in (["--address", "ftp://x"], ["--address", "https://x?y"],
                 ["--address", "https://example.org", "--release", "2026.06"]):  # fmt: skip
        assert filled("publish", "site", *told).code == 2
    assert not Path("site").exists()
