"""Anaconda's counts: added up by day, one channel, the main package of what is followed, months refused."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tracker.imports.conda import METRIC
from tracker.imports.options import BadImport, ImportOptions
from tracker.imports.values import Given, opened, values

HOURS = [datetime(2019, 5, 1, hour) for hour in (0, 7, 23)]


def write(path: Path, rows: list[tuple[object, str, str, int]]) -> Path:
    names = ("time", "data_source", "pkg_name", "counts")
    table = {name: [row[n] for row in rows] for n, name in enumerate(names)}
    more = {name: ["x"] * len(rows) for name in ("pkg_version", "pkg_platform", "pkg_python")}
    pq.write_table(pa.table(table | more), path, compression="snappy")
    return path


def read(path: Path, **wishes: str) -> list[Given]:
    return list(values(opened(path, ImportOptions(**wishes))))  # type: ignore[arg-type]


def test_hours_versions_and_platforms_of_a_day_are_added_up(tmp_path: Path) -> None:
    rows = [(hour, "conda-forge", "theano", 5) for hour in HOURS for _ in range(2)]
    (one,) = read(write(tmp_path / "2019-05-01.parquet", rows))
    assert (one.repository, one.metric, str(one.day), one.value) == (
        "Theano/Theano",
        METRIC,
        "2019-05-01",
        30,
    )
    assert one.source == "import:conda-forge"


def test_several_channels_are_never_added_up(tmp_path: Path) -> None:
    rows = [(HOURS[0], "anaconda", "theano", 5), (HOURS[0], "conda-forge", "theano", 7)]
    path = write(tmp_path / "day.parquet", rows)
    with pytest.raises(
        BadImport, match=r"several channels \(anaconda, conda-forge\): choose one with --channel"
    ):
        read(path)
    assert [one.value for one in read(path, channel="anaconda")] == [5]
    with pytest.raises(BadImport, match="no channel 'bioconda'"):
        read(path, channel="bioconda")


def test_other_packages_are_passed_over(tmp_path: Path) -> None:
    rows = [(HOURS[0], "other", "some-tool-nobody-knows", 5), (HOURS[0], "conda-forge", "theano", 7)]
    assert len(read(write(tmp_path / "day.parquet", rows))) == 1


def test_a_months_sum_is_no_days_and_the_right_files_are_named(tmp_path: Path) -> None:
    path = write(tmp_path / "2019-05.parquet", [("2019-05", "conda-forge", "theano", 7)])
    with pytest.raises(BadImport, match=r"row 1: '2019-05' is a month: take the hourly files"):
        read(path)


@pytest.mark.parametrize("many", [-1, float("nan")])
def test_what_is_no_number_of_downloads_is_refused_by_row(tmp_path: Path, many: float) -> None:
    path = write(tmp_path / "day.parquet", [(HOURS[0], "conda-forge", "theano", many)])  # type: ignore[list-item]
    with pytest.raises(BadImport, match=r"row 1: .* is no number of downloads"):
        read(path)
