"""Truth tables and monthly tables as people write them: read, or refused by line."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tracker.backtest import BacktestError, MonthlyTable, run
from tracker.backtest.contestants import judged
from tracker.backtest.truth import read_truth
from tracker.health import Rules
from tracker.signals.meter import months

HEAD = "repo,eol_announced,last_substantive_commit,backtest_label"
COLUMNS = ("repo", "as_of", "all90", "all365", "sub90", "sub180", "sub365", "dlast", "dsub", "drel",
           "peak", "strong", "maint", "age")  # fmt: skip
MONTHS = months(date(2018, 1, 1), date(2023, 12, 1))


def rows(repository: str, ends: date | None = None) -> list[dict[str, object]]:
    """A steady repository, every first of a month; silent from `ends` on."""
    table = []
    for month in MONTHS:
        silent = (month - ends).days if ends and month > ends else 0
        year = max(0, 120 - silent // 3)
        table.append(dict(zip(COLUMNS, (
            repository, month, max(0, 30 - silent // 3), year, max(0, 30 - silent // 3),
            max(0, 60 - silent // 3), year, silent + 2, silent + 2, silent + 40, 120, 0, 0,
            400 + (month - MONTHS[0]).days), strict=True)))  # fmt: skip
    return table


def written(path: Path, table: list[dict[str, object]], *, dialect: str = "unix", bom: str = "") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(bom)
        writer = csv.DictWriter(file, list(table[0]), dialect=dialect)
        writer.writeheader()
        writer.writerows(table)
    return path


def headlines(path: Path, repository: str = "a/ended") -> list[str]:
    [subject] = MonthlyTable(path).subjects([repository])
    return [v.headline for v in judged(subject, Rules()).verdicts]


@pytest.fixture
def figures() -> list[dict[str, object]]:
    return [*rows("a/ended", date(2020, 1, 1)), *rows("b/living")]


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    path = tmp_path / "truth.csv"
    path.write_text(f"{HEAD}\na/ended,,2020-01-01,dead_silent\nb/living,,,alive\n")
    return path


def test_the_steady_is_active_and_the_silent_ends_dormant(
    tmp_path: Path, truth: Path, figures: list[dict[str, object]]
) -> None:
    report = run(truth, MonthlyTable(written(tmp_path / "f.csv", figures)), forest=False)
    found = report.rules["tracker"]
    assert (found["silent_found"], found["false_alarms"], found["flaps"]) == (1, 0, 0)


def test_spreadsheets_marks_and_another_order_of_columns_change_nothing(
    tmp_path: Path, figures: list[dict[str, object]]
) -> None:
    plain = headlines(written(tmp_path / "plain.csv", figures))
    other = [dict(reversed([*row.items(), ("remark", "x")])) for row in reversed(figures)]
    assert headlines(written(tmp_path / "excel.csv", other, dialect="excel", bom="\ufeff")) == plain


@pytest.mark.parametrize("blank", ["", "nan", "NaN", "None", "inf"])
def test_a_blank_number_is_unknown_and_no_silence(
    tmp_path: Path, figures: list[dict[str, object]], blank: str
) -> None:
    for row in figures:
        if row["repo"] == "b/living":
            row.update(
                dict.fromkeys(("all90", "all365", "sub90", "sub180", "sub365", "dlast", "dsub"), blank)
            )
    assert set(headlines(written(tmp_path / "f.csv", figures), "b/living")) <= {"unknown", "active"}


def test_missing_months_are_unknown_and_the_verdict_is_held_over_them(
    tmp_path: Path, figures: list[dict[str, object]]
) -> None:
    gap = [r for r in figures if str(r["as_of"]) not in {"2019-03-01", "2019-04-01"}]
    seen = headlines(written(tmp_path / "gap.csv", gap))
    assert len(seen) == len(MONTHS) - 2
    assert seen[-1] == "dormant"
    assert seen.count("unknown") == headlines(written(tmp_path / "whole.csv", figures)).count("unknown")


def test_a_table_that_stops_early_says_nothing_of_an_end(tmp_path: Path, truth: Path) -> None:
    short = [r for r in rows("b/living") if str(r["as_of"]) < "2020"]
    figures = [*rows("a/ended", date(2020, 1, 1)), *short]
    report = run(truth, MonthlyTable(written(tmp_path / "f.csv", figures)), forest=False)
    assert report.rules["tracker"]["false_alarms"] == 0
    assert {r["repository"]: r["headline"] for r in report.repositories}["b/living"] == "active"


def test_flags_may_be_written_as_words_and_months_without_a_day(
    tmp_path: Path, figures: list[dict[str, object]]
) -> None:
    for row in figures:
        row["strong"] = str(row["as_of"]) >= "2020-02-01" and row["repo"] == "a/ended"
        row["as_of"] = str(row["as_of"])[:7]
    seen = headlines(written(tmp_path / "f.csv", figures))
    assert seen[-1] == "end-of-life"
    assert seen.index("end-of-life") == MONTHS.index(date(2020, 2, 1))


def test_a_baseline_keeps_silent_where_a_number_is_unknown(
    tmp_path: Path, truth: Path, figures: list[dict[str, object]]
) -> None:
    for row in figures:
        row.update(all90="", dlast="")
    report = run(truth, MonthlyTable(written(tmp_path / "f.csv", figures)), forest=False)
    assert report.rules["no_commit_12"]["silent_found"] == 0
    assert report.rules["scorecard_0"]["false_alarms"] == 0


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"as_of": "2018-01-31"}, "line 2: as_of: 2018-01-31 is not the first of a month"),
        ({"as_of": "soon"}, "line 2: as_of: 'soon' is not a date"),
        ({"sub365": "-4"}, "line 2: sub365: '-4' is not a whole number"),
        ({"drel": "99999999"}, "line 2: drel: '99999999' is not a whole number"),
        ({"peak": "many"}, "line 2: peak: 'many' is not a whole number"),
        ({"age": "1.5"}, "line 2: age: '1.5' is not a whole number"),
        ({"repo": " "}, "line 2: the column 'repo' is blank"),
        ({"as_of": "2018-02-01"}, "has two rows for 2018-02-01"),
    ],
)
def test_a_wrong_figure_is_refused_by_line(
    tmp_path: Path, figures: list[dict[str, object]], change: dict[str, object], complaint: str
) -> None:
    figures[0].update(change)
    with pytest.raises(BacktestError, match=complaint):
        MonthlyTable(written(tmp_path / "f.csv", figures))


def test_a_monthly_table_in_another_encoding_or_with_short_lines_is_refused(tmp_path: Path) -> None:
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(BacktestError, match="not a CSV file in UTF-8"):
        MonthlyTable(tmp_path / "binary.csv")
    (tmp_path / "short.csv").write_text(",".join(COLUMNS) + "\na/b\n")
    with pytest.raises(BacktestError, match="line 2: as_of"):
        MonthlyTable(tmp_path / "short.csv")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2017-09-28", date(2017, 9, 28)),
        ("2017-10", date(2017, 10, 1)),
        ("2017", date(2017, 1, 1)),
        ("2017-09-28T12:00:00Z", date(2017, 9, 28)),
        (" 2017-09-28 ", date(2017, 9, 28)),
        ("", None),
        ("unknown", None),
        ("NaT", None),
    ],
)
def test_a_day_may_be_known_to_the_month_or_not_at_all(tmp_path: Path, words: str, day: date | None) -> None:
    path = tmp_path / "truth.csv"
    path.write_text(f"{HEAD}\na/b,{words},,alive\n")
    assert read_truth(path)[0].announced == day


@pytest.mark.parametrize("words", ["2017/09/28", "28.9.2017", "2017-13", "2017-02-30", "autumn"])
def test_other_ways_to_write_a_day_are_refused(tmp_path: Path, words: str) -> None:
    path = tmp_path / "truth.csv"
    path.write_text(f"{HEAD}\na/b,{words},,alive\n")
    with pytest.raises(
        BacktestError, match=r"line 2: eol_announced: .* is not a date like 2017-09-28 or 2017-09"
    ):
        read_truth(path)


def test_a_repository_listed_twice_would_count_twice_and_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "truth.csv"
    path.write_text(f"{HEAD}\na/b,,,alive\nA/B,,,alive\n")
    with pytest.raises(BacktestError, match="A/B is there twice"):
        read_truth(path)


def test_labels_are_read_without_case_and_unknown_ones_are_named_in_the_report(
    tmp_path: Path, figures: list[dict[str, object]]
) -> None:
    path = tmp_path / "truth.csv"
    path.write_text(f"{HEAD}\na/ended,,2020-01-01, DEAD_SILENT\nb/living,,,zombie\n")
    report = run(path, MonthlyTable(written(tmp_path / "f.csv", figures)), forest=False)
    assert report.rules["tracker"]["silent_found"] == 1
    assert report.as_json()["unscored"] == {"zombie": 1}
