"""What stands in pyproject.toml is what the code needs: dependencies, types, the version and its section."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = ("tracker", "jobs", "dashboards")


def imported() -> set[str]:
    """Every top-level name that the three packages import, also inside functions."""
    found = set()
    for room in OURS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - set(OURS) - {"msvcrt"}


@pytest.mark.slow
def test_every_import_is_a_declared_dependency() -> None:
    listed = [
        *PROJECT["dependencies"],
        *(r for many in PROJECT["optional-dependencies"].values() for r in many),
    ]
    declared = {canonicalize_name(Requirement(one).name) for one in listed}
    made_by = packages_distributions()
    missing = {
        name: made_by.get(name)
        for name in imported()
        if not {canonicalize_name(one) for one in made_by.get(name, [name])} & declared
    }
    assert not missing


@pytest.mark.parametrize("room", OURS)
def test_each_package_says_that_it_is_typed(room: str) -> None:
    assert (ROOT / room / "py.typed").exists()


def test_the_version_has_its_section_in_the_changelog() -> None:
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = [line.split("]")[0][4:] for line in log.splitlines() if line.startswith("## [")]
    released = [name for name in sections if name != "Unreleased"]
    assert released[0] == PROJECT["version"]
