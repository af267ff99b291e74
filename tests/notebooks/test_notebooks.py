"""Every notebook runs from its first cell to its last, in a kernel of its own, and ends in an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.dashboards.conftest import world
from tests.libraries import library

nbformat, nbclient = library("nbformat"), library("nbclient")
library("ipykernel")

NOTEBOOKS = Path("docs/notebooks")
NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
__all__ = ["world"]  # the fixture


def test_there_are_three_and_each_is_listed() -> None:
    listed = Path("docs/notebooks.md").read_text(encoding="utf-8")
    assert len(NAMES) == 3
    assert all(name in listed for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_valid_and_kept_without_outputs(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.component
@pytest.mark.filterwarnings("ignore")  # of the kernel's own libraries
@pytest.mark.parametrize("name", NAMES)
def test_it_runs_to_its_end_over_a_database(
    world: Engine, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", world.url.render_as_string(hide_password=False))
    monkeypatch.setenv("TRACKER_CLOCK", "2026-06-30")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    client = nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert shown
    assert not [output for output in shown if output.output_type == "error"]
    assert any("Theano" in str(output) for output in shown)
