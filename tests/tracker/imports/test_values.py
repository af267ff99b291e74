"""What others hand in is read or refused in one sentence, whatever it is; nothing of it is run or held."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracker.exports.chunks import chunk, rows, wild
from tracker.exports import csv, jsonl, parquet
from tracker.exports.base import Chunk
from tracker.exports.files import CountedStream
from tracker.imports.kinds import table_of
from tracker.imports.layouts import owner_in, recognise
from tracker.imports.numbers import MOST
from tracker.imports.options import BadImport, ImportOptions
from tracker.imports.values import Given, opened, values

PROPERTY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SUFFIXES = [".csv", ".csv.gz", ".jsonl", ".parquet"]


def taken(path: Path, metric: str | None = None, **mapping: str) -> list[Given]:
    return list(values(opened(path, ImportOptions(mapping, metric)), "a/b"))


@PROPERTY
@given(st.binary(max_size=400), st.sampled_from(SUFFIXES))
def test_any_bytes_are_refused_in_one_sentence(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(content)
    with pytest.raises(BadImport, match="x") as refused:
        taken(path, "stars")
    assert "\n" not in str(refused.value).strip() or suffix == ".csv"


@PROPERTY
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path: Path, data: st.DataObject) -> None:
    module, suffix = data.draw(st.sampled_from([(csv, ".csv"), (jsonl, ".jsonl"), (parquet, ".parquet")]))
    stream = io.BytesIO()
    module.write(iter([chunk([1, 2, 3] * 20)]), CountedStream(stream))
    damaged = bytearray(stream.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / f"x{suffix}"
    path.write_bytes(damaged[: data.draw(st.integers(1, len(damaged)))])
    try:
        found = taken(path)
    except BadImport:
        return
    assert all(0 <= one.value <= MOST for one in found)


def test_a_day_beyond_every_calendar_is_refused_with_the_file(tmp_path: Path) -> None:
    table = pa.table({"day": pa.array([10**8], pa.int32()).cast(pa.date32()), "stars": [1]})
    pq.write_table(table, tmp_path / "x.parquet")
    with pytest.raises(BadImport, match=r"x\.parquet cannot be read as Parquet: date value out of range"):
        taken(tmp_path / "x.parquet", "stars")


@PROPERTY
@given(wild(), st.sampled_from([(csv, ".csv"), (jsonl, ".jsonl"), (parquet, ".parquet")]))
def test_what_the_tracker_writes_it_reads_back_alike(
    tmp_path: Path, chunks: list[Chunk], kind: tuple[Any, str]
) -> None:
    module, suffix = kind
    possible = [c for c in chunks if ((c.values >= 0) & (c.values <= MOST)).all()]
    stream = io.BytesIO()
    module.write(iter(possible), CountedStream(stream))
    path = tmp_path / f"x{suffix}"
    path.write_bytes(stream.getvalue())
    wanted = [row for row in rows(possible) if row[0].strip() == row[0]]
    if suffix == ".jsonl" and not wanted:
        return  # an empty file has no header to be known by
    found = [(g.repository, g.github_id, g.metric, g.day, g.value, g.source, g.quality) for g in taken(path)]
    assert [row for row in found if row[0] in {w[0] for w in wanted}] == wanted


@pytest.mark.parametrize(
    ("days", "numbers"),
    [
        (
            pa.array([datetime(2026, 6, 1, 12, tzinfo=UTC)], pa.timestamp("us", "UTC")),
            pa.array([5], pa.int8()),
        ),
        (pa.array([datetime(2026, 6, 1, 12)], pa.timestamp("s")), pa.array([Decimal("5.0")])),
        (pa.array([date(2026, 6, 1)], pa.date64()), pa.array(["5"])),
        (pa.array(["2026-06-01"]).dictionary_encode(), pa.array([5.0], pa.float32())),
        (pa.array(["2026-06-01T23:00:00-03:00"]), pa.array([5], pa.uint64())),
        (pa.array([1780315200000000001], pa.timestamp("ns")), pa.array([5])),
    ],
)
def test_parquet_of_any_maker_gives_its_days_and_numbers(
    tmp_path: Path, days: pa.Array, numbers: pa.Array
) -> None:
    pq.write_table(pa.table({"wann": days, "wieviel": numbers}), tmp_path / "x.parquet")
    (found,) = taken(tmp_path / "x.parquet", "forks", day="wann", value="wieviel")
    assert found.day in (date(2026, 6, 1), date(2026, 6, 2))
    assert found.value == 5


@pytest.mark.parametrize(
    ("days", "numbers", "named"),
    [
        (pa.array([["2026-06-01"]]), pa.array([5]), "no day"),
        (pa.array([None], pa.date32()), pa.array([5]), "no day"),
        (pa.array([date(2026, 6, 1)]), pa.array([True]), "cannot be a value"),
        (pa.array([date(2026, 6, 1)]), pa.array([{"n": 5}]), "no number"),
        (pa.array([2**40], pa.int64()), pa.array([5]), "no day"),
    ],
)
def test_parquet_of_strange_kinds_is_refused_with_the_row(
    tmp_path: Path, days: pa.Array, numbers: pa.Array, named: str
) -> None:
    pq.write_table(pa.table({"day": days, "value": numbers}), tmp_path / "x.parquet")
    with pytest.raises(BadImport, match=f"row 1: .*{named}"):
        taken(tmp_path / "x.parquet", "forks")


def test_a_bomb_of_one_endless_line_is_refused_unread(tmp_path: Path) -> None:
    import tracemalloc

    with gzip.open(tmp_path / "x.csv.gz", "wb", 1) as stream:
        stream.write(b"day,value\n2026-06-01,")
        for _ in range(100):
            stream.write(b"1" * 1_000_000)
    tracemalloc.start()
    with pytest.raises(BadImport, match="a line of over"):
        taken(tmp_path / "x.csv.gz", "stars")
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert held < 20e6


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('{"day": "2026-06-01", "value": 1}\n[1]\n', "row 2: it is no JSON object"),
        ('{"day": "2026-06-01", "value": 1}\n{"day"\n', "row 2: it is no JSON"),
        ("[" * 100_000 + "\n", "row 1: it is no JSON"),
        ('{"value": 1}\n', "which column is the day"),
    ],
)
def test_bad_json_lines_name_the_row(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "x.jsonl").write_text(text)
    with pytest.raises(BadImport, match=named):
        taken(tmp_path / "x.jsonl", "stars")


def test_a_folder_of_different_tables_is_refused(tmp_path: Path) -> None:
    for n, names in enumerate((["day", "value"], ["day", "wert"])):
        table = pa.table(dict(zip(names, (["2026-06-01"], [1]), strict=True)))
        pq.write_table(table, tmp_path / f"{n}.parquet")
    with pytest.raises(BadImport, match="other columns"):
        taken(tmp_path, "stars")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadImport, match="no Parquet file"):
        taken(tmp_path / "empty", "stars")


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("keras-team_keras-stars-history.csv", "keras-team/keras"),
        ("a_b_c.d-stars-history.csv", "a/b_c.d"),
        ("stars-history.csv", None),
        ("../x_y-stars-history.csv", None),
    ],
)
def test_the_first_underscore_parts_owner_and_name(name: str, whose: str | None) -> None:
    assert owner_in(name) == whose


def test_the_reader_of_a_file_is_chosen_by_its_name(tmp_path: Path) -> None:
    for name in ("x.JSONL", "x.ndjson"):
        (tmp_path / name).write_text('{"day": "2026-06-01", "value": 1}\n')
        assert [row for _, row in table_of(tmp_path / name, ImportOptions()).rows] == [
            ["day", "value"],
            ["2026-06-01", 1],
        ]
    assert recognise(["Day", "VALUE", "metric"], ImportOptions()).name == "mapped"
