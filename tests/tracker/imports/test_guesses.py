"""What a file leaves open is asked for, never guessed: cells too many, months, counts, marks of thousands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.tracker.imports.test_kinds import pairs, refusal


def written(folder: Path, text: str) -> Path:
    (folder / "x.csv").write_text(text, encoding="utf-8")
    return folder / "x.csv"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # a mark of thousands that parts cells too: never 1
        ("date,stars\n2016-01-05,1,234\n2016-01-06,1,240\n", "more cells (3) than the header (2)"),
        ("date;stars\n2016-01-05;1.000;5\n", "more cells"),
        # R's write.table: a name of each row, and none above it
        ('"date" "stars"\n"1" "2016-01-05" 3\n"2" "2016-01-06" 4\n', "more cells"),
        # a German export with tabs, or one saved with commas: no repository has a thousandth of a star
        ("date\tstars\n2016-01-05\t1.234\n", "two ways"),
        ('date,stars\n2016-01-05,"1.234"\n', "two ways"),
        # counted already: not one star a row
        ("starred_at,count\n2016-01-05,17\n", "which column is the day"),
        ("starred_at,stars\n2016-01-05,17\n", "which column is the day"),
        # the first of a month in a column of months stands for all of it
        ("month,stars\n2016-01-01,5\n2016-02-01,6\n", "--month-on"),
        # two orders in one column: one of them is a mistake
        ("date,stars\n13/01/2016,1\n01/14/2016,2\n", "mixes"),
        ("date,stars\n2016-01-05,3\n13/14/2016,2\n", "no day"),
        ("date stars\n2016-01-05 12:00 3\n", "more cells"),
    ],
)
def test_what_could_be_read_wrong_is_refused_by_kind_and_row(text: str, told: str, tmp_path: Path) -> None:
    said = refusal(written(tmp_path, text), metric=None)
    assert told in said
    assert "CSV in UTF-8 with a" in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date,stars,\n2016-01-05,3,\n", 3.0),  # a sign after the last cell
        ("date,stars\n2016-01-05,3,,\n", 3.0),
        ("date stars\n2016-01-05 3\n2016-01-06 4\n", 3.0),  # spaces, where nothing else parts cells
        ('"date" "stars"\n"2016-01-05" 3\n', 3.0),
        ("date,stars\n2016-01-05,1234.0\n", 1234.0),  # as pandas writes
        ("date,stars\n05/05/2016,3\n13/05/2016,4\n", 3.0),
    ],
)
def test_what_can_be_read_one_way_is(text: str, expected: float, tmp_path: Path) -> None:
    assert pairs(written(tmp_path, text), metric=None)[0][1] == expected


@pytest.mark.parametrize(("on", "day"), [("first", date(2016, 2, 1)), ("last", date(2016, 2, 29))])
def test_a_column_of_months_stands_where_somebody_says(on: str, day: date, tmp_path: Path) -> None:
    path = written(tmp_path, "month,stars\n2016-02-01,6\n")
    assert pairs(path, metric=None, month_on=on) == [(day, 6.0)]
