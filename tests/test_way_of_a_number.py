"""A number is walked from GitHub to the database and on to a chart, in twelve files or fewer each."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MOST = 12  # files of one walk
WALKS = ("From GitHub into the database", "From the database into a chart")


def walk(beginning: str) -> list[Path]:
    """The files that docs/architecture.md names on one of its two walks, in order, each once."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = text.split(beginning, 1)[1].split("\n\n", 1)[0]
    named = dict.fromkeys(re.findall(r"`([a-z_/]+\.py)`", told))
    rooms = (ROOT / "tracker", ROOT / "dashboards", ROOT)
    return [next(room / name for room in rooms if (room / name).is_file()) for name in named]


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imported(path: Path) -> set[str]:
    """The modules, and the names in them, that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("beginning", WALKS)
def test_a_number_is_walked_in_twelve_files_or_fewer(beginning: str) -> None:
    assert 5 <= len(walk(beginning)) <= MOST


@pytest.mark.parametrize("beginning", WALKS)
def test_each_file_of_a_walk_knows_another_of_it(beginning: str) -> None:
    files = walk(beginning)
    names = {module(path): path for path in files}
    pairs = {(one, other) for one in names for other in imported(names[one]) & names.keys()}
    alone = names.keys() - {name for pair in pairs for name in pair}
    assert not alone, f"no file of this walk imports them or is imported by them: {sorted(alone)}"
