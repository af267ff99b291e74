"""What is missing is named with the command that brings it, and nothing else needs it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tracker.extras import EXTRA_OF, missing

ROOT = Path(__file__).parent.parent.parent
# A Python in which pyarrow cannot be imported, as after a plain installation.
WITHOUT = "import sys; sys.modules['pyarrow'] = None; "


def test_every_extra_that_is_named_is_one_that_can_be_installed() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(EXTRA_OF.values()) <= set(declared)


@pytest.mark.parametrize(("module", "extra"), [("pyarrow.parquet", "parquet"), ("mcp.server", "mcp")])
def test_a_missing_library_is_told_with_the_command(module: str, extra: str) -> None:
    said = missing(ModuleNotFoundError("no", name=module))
    assert said == f"this needs the extra {extra}: pip install 'framework-tracker[{extra}]'"


def test_any_other_error_is_no_missing_extra() -> None:
    assert missing(ModuleNotFoundError("no", name="tracker.nowhere")) is None
    assert missing(ValueError("pyarrow")) is None


@pytest.mark.slow
def test_pages_and_exports_as_text_and_excel_need_no_parquet() -> None:
    used = "import dashboards.http.app, tracker.exports.csv, tracker.exports.json, tracker.exports.xlsx"
    used += ", tracker.imports, tracker.commands.export, dashboards.api.series, jobs.schedule"
    subprocess.run([sys.executable, "-c", WITHOUT + used], check=True, timeout=120)


@pytest.mark.slow
@pytest.mark.parametrize("how", [("--format", "parquet"), ("--partitioned", "lake")])
def test_parquet_without_its_library_is_refused_in_a_sentence(how: tuple[str, str], tmp_path: Path) -> None:
    code = WITHOUT + "from tracker.__main__ import main; main()"
    made = [sys.executable, "-c", code, "watch", "add", "Theano/Theano"]
    at = {"TRACKER_HOME": str(tmp_path / "home"), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    subprocess.run(made, env=at, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    asked = [sys.executable, "-c", code, "export", *how]
    told = subprocess.run(
        asked, env=at, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.strip().endswith(
        "this needs the extra parquet: pip install 'framework-tracker[parquet]'"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
