"""The house as a whole: small rooms, each with its caption, families equal to their lists."""

from __future__ import annotations

import ast
import importlib
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(p for room in ("tracker", "jobs", "dashboards") for p in (ROOT / room).rglob("*.py"))
LARGEST = 260
# Rooms that are larger, and why nobody has split them.
LARGE = {
    "tracker/store/models.py": "the tables are read together",
    "tracker/series/history.py": "the one facade of all numbers",
    "tracker/github/client.py": "one request's life from token to answer",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_room_has_a_caption_and_a_size_a_person_can_hold(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    if tree.body:
        assert ast.get_docstring(tree), f"{name_of(path)} does not say what it is for"
    if name_of(path) not in LARGE:
        assert len(text.splitlines()) <= LARGEST


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_is_printed_and_no_work_is_left_open(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    calls = [n.func for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)]
    assert not [c for c in calls if isinstance(c, ast.Name) and c.id == "print"]
    assert not [word for word in ("TODO", "FIXME", "NotImplementedError") if word in text]


def test_there_is_no_alembic_package_that_would_hide_the_library() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_every_metric_stands_in_its_list() -> None:
    members = importlib.import_module("tracker.metrics").METRICS
    files = {p.stem for p in (ROOT / "tracker" / "metrics").glob("*.py")} - {"__init__", "base"}
    assert files == set(members)


def test_every_collector_stands_in_its_list() -> None:
    names = set(importlib.import_module("tracker.collectors").NAMES)
    folder = {p.stem for p in (ROOT / "tracker" / "collectors").glob("*.py")}
    assert folder - {"__init__", "base", "runner", "plan"} == names


def test_no_tracked_file_names_a_place_on_somebodys_machine() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    strange = []
    for name in filter(None, tracked.decode().split("\0")):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".yml", ".html", ".css", ".js", ".txt"} and path.is_file():
            text = path.read_text(encoding="utf-8")
            strange += [name for mark in ("/ho" + "me/", "/ro" + "ot/", "/wo" + "rk/") if mark in text]
    assert not strange
