"""`tracker backtest` and `tracker explain --history`: the rules measured, a verdict through the months."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest

from tests.tracker.commands.shell import Shell
from tracker.backtest.monthly import MonthRow
from tracker.signals.meter import months

TRUTH = """repo,status,eol_announced,eol_what,last_substantive_commit,backtest_label
example/over,unmaintained,2020-02-10,README: over,2020-01-01,dead_announced
example/quiet,unmaintained,,,2019-01-01,dead_silent
example/busy,maintained,,,2022-01-01,alive
"""


@pytest.fixture
def tables(tmp_path: Path) -> tuple[str, str]:
    """A truth table, and monthly figures of one announced, one silent and one living repository."""
    truth, figures = tmp_path / "truth.csv", tmp_path / "monthly.csv"
    truth.write_text(TRUTH, encoding="utf-8")
    with figures.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, list(MonthRow.__dataclass_fields__))
        rows.writeheader()
        for day in months(date(2018, 1, 1), date(2022, 1, 1)):
            quiet = day > date(2019, 6, 1)
            busy = MonthRow("", day, 30, 120, 30, 60, 120, 1, 1, None, 120, 0, 0, 900)
            still = replace(busy, all90=0, all365=0, sub90=0, sub180=0, sub365=0, dlast=400, dsub=400)
            told = replace(busy, repo="example/over", strong=int(day >= date(2020, 3, 1)))
            rows.writerow(asdict(told))
            rows.writerow(asdict(replace(still if quiet else busy, repo="example/quiet")))
            rows.writerow(asdict(replace(busy, repo="example/busy")))
    return str(truth), str(figures)


def test_a_table_of_figures_is_measured_and_told_as_one_document(
    shell: Shell, tables: tuple[str, str]
) -> None:
    answer = shell("backtest", tables[0], "--figures", tables[1], "--no-forest", "--json")
    assert answer.code == 0
    found = json.loads(answer.out)["rules"]["tracker"]
    assert (found["announced_found"], found["announced"], found["median_delay_days"]) == (1, 1, 20)
    assert (found["silent_found"], found["silent"]) == (1, 1)
    assert (found["false_alarms_per_repo_year"], found["flaps"]) == (0, 0)


def test_in_text_every_rule_has_a_line(shell: Shell, tables: tuple[str, str]) -> None:
    answer = shell("backtest", tables[0], "--figures", tables[1], "--no-forest")
    assert "the tracker: declared or dormant" in answer.out
    assert "no commit for 12 months" in answer.out


def test_a_missing_or_wrong_table_is_bad_input(shell: Shell, tables: tuple[str, str], tmp_path: Path) -> None:
    assert shell("backtest", str(tmp_path / "nowhere.csv")).code == 2
    (tmp_path / "wrong.csv").write_text("a,b\n1,2\n")
    answer = shell("backtest", str(tmp_path / "wrong.csv"), "--figures", tables[1])
    assert answer.code == 2
    assert "lacks the column 'repo'" in answer.err


def test_the_databases_own_figures_are_used_when_no_table_is_named(
    filled: Shell, tables: tuple[str, str]
) -> None:
    answer = filled("backtest", tables[0], "--no-forest")
    assert answer.code == 2
    assert "has figures for none of its repositories" in answer.err


def test_a_verdicts_history_is_told_by_its_changes_and_in_json_by_its_months(filled: Shell) -> None:
    answer = filled("explain", "theano", "--history")
    assert answer.code == 0
    assert answer.out.strip()
    found = json.loads(filled("explain", "theano", "--history", "--json").out)
    assert found["repository"] == "Theano/Theano"
    assert all({"as_of", "headline", "observed"} <= set(month) for month in found["months"])
