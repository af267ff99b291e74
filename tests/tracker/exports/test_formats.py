"""Every format says the same, to every reader."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from tests.tracker.exports.chunks import chunk, rows, wild
from tracker.exports import COLUMNS, FORMATS, columns, format_of, jsonl, parquet, partitioned, workbook, xlsx
from tracker.exports import csv as csv_format
from tracker.exports import json as json_format
from tracker.exports.base import Chunk, Wide
from tracker.exports.files import CountedStream


def written(module: ModuleType, chunks: list[Chunk], axis: str = "calendar") -> bytes:
    stream = io.BytesIO()
    count = module.write(iter(chunks), CountedStream(stream), axis)
    assert count == sum(len(c) for c in chunks)
    return stream.getvalue()


def day(text: str) -> date:
    return date.fromisoformat(text)


@settings(max_examples=60, deadline=None)
@given(wild())
def test_csv_holds_whatever_the_series_hold(chunks: list[Chunk]) -> None:
    text = written(csv_format, chunks).decode()
    header, *found = csv.reader(io.StringIO(text, newline=""))
    assert tuple(header) == COLUMNS
    bare = csv_format.bare
    assert [
        (bare(r), int(i), bare(m), day(d), float(v), bare(s), bare(q)) for r, i, m, d, v, s, q in found
    ] == rows(chunks)
    assert not any(
        cell.startswith(csv_format.FORMULA) for row in found for cell in (row[0], row[2], *row[5:])
    )


@settings(max_examples=60, deadline=None)
@given(wild())
def test_json_and_json_lines_hold_whatever_the_series_hold(chunks: list[Chunk]) -> None:
    whole = json.loads(written(json_format, chunks))
    lines = [json.loads(line) for line in written(jsonl, chunks).decode().split("\n") if line]
    assert whole == lines
    assert [(*list(row.values())[:3], day(row["day"]), *list(row.values())[4:]) for row in whole] == rows(
        chunks
    )
    assert all(tuple(row) == COLUMNS for row in whole)


@settings(max_examples=40, deadline=None)
@given(wild())
def test_parquet_holds_whatever_the_series_hold(chunks: list[Chunk]) -> None:
    table = pq.read_table(io.BytesIO(written(parquet, chunks)))
    assert tuple(table.column_names) == COLUMNS
    assert list(zip(*(table[name].to_pylist() for name in COLUMNS), strict=True)) == rows(chunks)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(wild())
def test_excel_holds_whatever_xml_can_hold(chunks: list[Chunk]) -> None:
    header, *found = sheets(written(xlsx, chunks))[0]
    assert header == COLUMNS

    def clean(value: Any) -> Any:
        return (
            workbook.UNWRITABLE.sub("\ufffd", value).replace("\r", "\n") if isinstance(value, str) else value
        )

    got = [
        tuple("" if v is None and n in (0, 2, 5, 6) else v.date() if n == 3 else v for n, v in enumerate(row))
        for row in found
    ]
    wanted = [tuple(clean(v) for v in row) for row in rows(chunks)]
    assert got == [(*row[:4], pytest.approx(row[4], rel=1e-12), *row[5:]) for row in wanted]


def sheets(book: bytes) -> list[list[tuple[Any, ...]]]:
    opened = openpyxl.load_workbook(io.BytesIO(book), read_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in opened.worksheets]


def test_pandas_and_polars_read_days_as_days_and_counts_as_numbers(tmp_path: Path) -> None:
    data = [chunk([1, 2.5, 3])]
    for name, module in (("csv", csv_format), ("parquet", parquet)):
        (tmp_path / name).write_bytes(written(module, data))
    frames = [
        pd.read_csv(tmp_path / "csv", parse_dates=["day"]),
        pd.read_parquet(tmp_path / "parquet"),
        pl.read_csv(tmp_path / "csv", try_parse_dates=True).to_pandas(),
        pl.read_parquet(tmp_path / "parquet").to_pandas(),
    ]
    for frame in frames:
        assert frame["value"].tolist() == [1, 2.5, 3]
        assert pd.to_datetime(frame["day"]).tolist() == list(pd.date_range("2026-01-01", periods=3))
        assert frame["repository"].tolist() == ["Theano/Theano"] * 3


def test_counts_have_no_decimal_point_and_others_read_back_alike() -> None:
    text = written(csv_format, [chunk([40, 0.1, -3, 1e300, 1 / 3])]).decode()
    assert [line.split(",")[4] for line in text.splitlines()[1:]] == [
        "40",
        "0.1",
        "-3",
        "1e+300",
        repr(1 / 3),
    ]


def test_age_is_a_column_before_the_value() -> None:
    aged = [chunk([5, 6], ages=np.array([-1, 0]))]
    assert written(csv_format, aged, "age").decode().splitlines()[0] == ",".join(columns("age"))
    assert written(csv_format, aged, "age").decode().splitlines()[1].split(",")[3:6] == [
        "2026-01-01",
        "-1",
        "5",
    ]
    assert [row["age"] for row in json.loads(written(json_format, aged, "age"))] == [-1, 0]
    assert pq.read_table(io.BytesIO(written(parquet, aged, "age")))["age"].to_pylist() == [-1, 0]
    assert [row[4] for row in sheets(written(xlsx, aged, "age"))[0][1:]] == [-1, 0]


def test_a_full_sheet_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (workbook, xlsx):
        monkeypatch.setattr(module, "FULL", 4)
    found = sheets(written(xlsx, [chunk([1, 2]), chunk([3, 4, 5, 6]), chunk([7])]))
    assert [[row[4] for row in sheet] for sheet in found] == [
        ["value", 1, 2, 3], ["value", 4, 5, 6], ["value", 7]
    ]  # fmt: skip


def wide() -> Wide:
    index = np.array(["2026-01-01", "2026-01-02"], dtype="datetime64[D]")
    return Wide("day", ("a/b", "=c/d"), iter([(index, np.array([[1.0, np.nan], [2.5, 4.0]]))]))


@pytest.mark.parametrize(
    ("module", "read"),
    [
        (csv_format, lambda b: [[c or None for c in row] for row in csv.reader(io.StringIO(b.decode()))][1:]),
        (json_format, lambda b: [list(row.values()) for row in json.loads(b)]),
        (jsonl, lambda b: [list(json.loads(line).values()) for line in b.splitlines()]),
        (parquet, lambda b: [list(row.values()) for row in pq.read_table(io.BytesIO(b)).to_pylist()]),
        (xlsx, lambda b: [[row[0].date(), *row[1:]] for row in sheets(b)[0][1:]]),
    ],
)
def test_wide_tables_leave_unknown_cells_empty(module: ModuleType, read: Any) -> None:
    stream = io.BytesIO()
    assert module.write_wide(wide(), CountedStream(stream)) == 2
    found = [
        [str(row[0]), *(None if v is None else float(v) for v in row[1:])] for row in read(stream.getvalue())
    ]
    assert found == [["2026-01-01", 1.0, None], ["2026-01-02", 2.5, 4.0]]


def test_a_wide_header_is_no_formula_either() -> None:
    stream = io.BytesIO()
    csv_format.write_wide(wide(), CountedStream(stream))
    assert stream.getvalue().splitlines()[0] == b"day,a/b,'=c/d"


def test_excel_says_when_there_are_too_many_columns() -> None:
    with pytest.raises(xlsx.TooWide, match="16,384"):
        xlsx.write_wide(Wide("day", tuple(map(str, range(16_384))), iter(())), CountedStream(io.BytesIO()))


@pytest.mark.parametrize("by", partitioned.BY)
def test_partitions_are_read_back_as_one_table(by: str, tmp_path: Path) -> None:
    data = [chunk([1, 2, 3], first=date(2025, 12, 31)), chunk([4], "ünï/=code", "forks")]
    assert partitioned.write(iter(data), tmp_path, by) == 4
    frame = pl.read_parquet(f"{tmp_path}/**/*.parquet", hive_partitioning=True)
    assert sorted(frame["value"].to_list()) == [1, 2, 3, 4]
    assert {"repository", "metric"} - {by} <= set(frame.columns)
    wanted = {
        "metric": {"stars", "forks"},
        "repository": {"Theano/Theano", "ünï/=code"},
        "year": {2025, 2026},
    }
    assert set(frame[by].to_list()) == wanted[by]


def test_every_format_has_its_file_and_every_file_is_a_format_or_a_helper() -> None:
    helpers = {
        "__init__",
        "base",
        "lines",
        "files",
        "descriptor",
        "partitioned",
        "workbook",
    }
    folder = Path(csv_format.__file__ or "").parent
    assert {p.stem for p in folder.glob("*.py")} - helpers == set(FORMATS)
    assert {kind.module.rpartition(".")[2] for kind in FORMATS.values()} == set(FORMATS)


def test_a_files_name_says_its_format() -> None:
    assert [format_of(n) for n in ("a.CSV", "b.jsonl", "c.json", "d.txt")] == ["csv", "jsonl", "json", None]
