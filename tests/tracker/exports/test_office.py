"""LibreOffice opens a workbook and finds in it what was written; where there is no LibreOffice, skipped."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tracker.exports.chunks import chunk
from tracker.exports import xlsx
from tracker.exports.files import CountedStream

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.component
@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice here")
def test_libreoffice_reads_the_workbook(tmp_path: Path) -> None:
    with (tmp_path / "x.xlsx").open("wb") as stream:
        xlsx.write(iter([chunk([40, 2.5], "=ünï/code")]), CountedStream(stream))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "x.xlsx")], check=True, capture_output=True, timeout=120)
    header, *rows = csv.reader((tmp_path / "x.csv").open(encoding="utf-8"))
    assert header[0] == "repository"
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("=ünï/code", "2026-01-01", "40"), ("=ünï/code", "2026-01-02", "2.5")
    ]  # fmt: skip
