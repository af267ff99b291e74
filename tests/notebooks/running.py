"""A notebook is run from its first cell to its last, in a kernel of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.libraries import library


def outputs(notebook: Path, folder: Path) -> list[Any]:
    """What its cells show, run with the settings of this process. Raises for a cell that fails."""
    nbformat, nbclient = library("nbformat"), library("nbclient")
    library("ipykernel")
    read = nbformat.read(notebook, as_version=4)
    place = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(read, timeout=120, kernel_name="python3", resources=place).execute()
    return [output for cell in read.cells for output in cell.get("outputs", [])]
