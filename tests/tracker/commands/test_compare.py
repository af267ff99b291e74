"""`tracker compare`: values as of a day, the largest first, unknown said with its reason."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.tracker.commands.shell import Shell
from tracker.records import Quality
from tracker.series import History, Sample


def test_the_largest_comes_first_and_says_whether_it_is_exact(filled: Shell) -> None:
    answer = filled("compare", "theano", "keras-team/keras", "--metric", "stars", "--json")
    assert answer.code == 0
    found = json.loads(answer.out)
    assert (found["metric"], found["as_of"]) == ("stars", "2026-06-30")
    rows = [(r["repository"], r["value"], r["source"], r["exact"]) for r in found["repositories"]]
    assert rows == [("keras-team/keras", 90, "github", True), ("Theano/Theano", 40, "github", True)]


def test_an_earlier_day_shows_what_was_known_of_it(filled: Shell) -> None:
    found = json.loads(filled("compare", "theano", "--as-of", "2026-06-22", "--json").out)
    assert found["repositories"][0] == {
        "repository": "Theano/Theano",
        "value": 12,
        "source": "github-history",
        "exact": False,
        "quality": "retained",
        "day": "2026-06-22",
        "reason": None,
    }


def test_a_day_before_any_data_is_unknown_and_says_so(filled: Shell) -> None:
    answer = filled("compare", "theano", "--as-of", "2001-01-01", "--json")
    assert answer.code == 0
    assert json.loads(answer.out)["repositories"][0]["value"] is None
    assert "stars: nothing is known of these repositories on or before 2001-01-01" in answer.err


def test_a_repository_never_resolved_is_unknown_with_the_reason_and_comes_last(filled: Shell) -> None:
    found = json.loads(filled("compare", "nobody/nothing", "theano", "--json").out)["repositories"]
    assert found[1]["value"] is None
    assert found[1]["reason"] == "GitHub knows no such repository"


def test_bad_input_is_code_2_and_named(filled: Shell) -> None:
    for arguments, named in (
        (["theano", "--as-of", "2018-02-30"], "2018-02-30"),
        (["theano", "--as-of", "yesterday"], "yesterday"),
        (["theano", "--as-of", "2031-01-01"], "still to come"),
        (["theano", "--metric", "starz"], "starz"),
        (["Theano/Teano"], "Theano/Theano"),
        ([], "REPO"),
    ):
        answer = filled("compare", *arguments)
        assert answer.code == 2, arguments
        assert named in answer.err
        assert len(answer.err.strip().splitlines()) == 1
        assert answer.out == ""


def test_the_table_for_people_carries_trust_and_source(filled: Shell) -> None:
    lines = filled("compare", "theano", "keras", "--metric", "stars").out.splitlines()
    assert lines[0] == "stars as of 2026-06-30"
    assert lines[2].split() == ["keras-team/keras", "90", "exact", "2026-06-30", "github"]


def test_a_metric_says_what_it_counts_and_a_time_is_written_as_one(
    filled: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled("compare", "keras", "--metric", "commits").out.startswith("commits, commits a day, as of ")
    whole = Sample(4924.9, date(2026, 6, 30), "github", Quality.EXACT)
    monkeypatch.setattr(History, "points", lambda *_: {("keras-team/keras", "time_to_close"): whole})
    lines = filled("compare", "keras", "--metric", "time_to_close").out.splitlines()
    assert lines[0] == "time_to_close as of 2026-06-30"
    assert lines[2].split()[1:3] == ["13.5", "y"]


def test_without_any_database_the_first_step_is_named(shell: Shell) -> None:
    answer = shell("compare", "theano")
    assert answer.code == 1
    assert "tracker demo" in answer.err


def test_without_a_metric_all_that_a_choice_rests_on_stands_side_by_side(filled: Shell) -> None:
    found = json.loads(filled("compare", "theano", "keras", "--json").out)
    assert [r["repository"] for r in found["repositories"]] == ["keras-team/keras", "Theano/Theano"]
    rows = {row["row"]: row for row in found["rows"]}
    stars = {cell["repository"]: cell for cell in rows["stars"]["cells"]}
    assert stars["keras-team/keras"]["better"]
    assert (stars["Theano/Theano"]["value"], stars["Theano/Theano"]["better"]) == (40, False)
    assert rows["licence"]["better_is"] is None
    assert all(c["value"] is not None or c["reason"] for row in rows.values() for c in row["cells"])
    assert found["sentence"].endswith(".")


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_table_fits_the_terminal_and_leaves_no_word_out(
    filled: Shell, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    said = filled("compare", "theano", "keras", "nobody/nothing").out
    assert max(map(len, said.splitlines())) <= columns
    assert "GitHub knows no such repository" in " ".join(filled("compare", "nobody/nothing").out.split())
    together = "".join(said.split())
    for name in ("Theano/Theano", "keras-team/keras", "nobody/nothing"):
        assert together.count(name) >= 1


def test_colours_come_where_they_are_asked_for_and_nowhere_else(
    filled: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b[" not in filled("compare", "theano").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[" in filled("compare", "theano").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in filled("compare", "theano").out
