"""The notebooks are three, valid, listed, and kept without outputs; test_demo.py runs them over the demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.libraries import library

nbformat = library("nbformat")

NOTEBOOKS = Path("docs/notebooks")
NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))


def test_there_are_three_and_each_is_listed() -> None:
    listed = Path("docs/notebooks.md").read_text(encoding="utf-8")
    assert len(NAMES) == 3
    assert all(name in listed for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_valid_and_kept_without_outputs(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)
