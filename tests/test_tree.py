"""The house as a whole: small rooms, each with its caption, families equal to their lists."""

from __future__ import annotations

import ast
import importlib
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(p for room in ("tracker", "jobs", "dashboards") for p in (ROOT / room).rglob("*.py"))
LARGEST = 220  # two hundred, and a little
# Rooms that are larger, and why nobody has split them.
LARGE = {
    "tracker/github/client.py": "one request's life from token to answer",
}
# Files beside a family's members that are no members.
BESIDE = {
    "tracker/metrics": {"base"},
    "tracker/collectors": {
        "base",
        "edge",
        "runner",
        "plan",
        "positions",
        "costs",
        "forecast",
        "simulation",
        "times",
        "quota",
        "readme_history",
        "summary",
        "by_package",
        "changes",
        "glance",
        "pulls",
    },
    "tracker/channels": {"base", "wire"},
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


def test_what_is_excused_from_being_small_is_still_there_and_still_large() -> None:
    lines = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in LARGE}
    assert all(many > LARGEST for many in lines.values()), lines


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_is_printed_and_no_work_is_left_open(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    calls = [n.func for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)]
    assert not [c for c in calls if isinstance(c, ast.Name) and c.id == "print"]
    assert not [word for word in ("TODO", "FIXME", "NotImplementedError") if word in text]


def test_there_is_no_alembic_package_that_would_hide_the_library() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def members(folder: str) -> set[str]:
    """The files of a family's folder that ought to stand in its list."""
    files = {p.stem for p in (ROOT / folder).glob("*.py")} - {"__init__"} - BESIDE.get(folder, set())
    return {name.rstrip("_") for name in files}  # import_.py is the member "import"


@pytest.mark.parametrize(
    ("folder", "listed"),
    [
        ("tracker/metrics", lambda: set(of("tracker.metrics").METRICS)),
        ("tracker/collectors", lambda: set(of("tracker.collectors").NAMES)),
        ("tracker/commands", lambda: set(of("tracker.commands").COMMANDS)),
        (
            "tracker/channels",
            lambda: {m.rpartition(".")[2] for m in of("tracker.channels").CHANNELS.values()},
        ),
    ],
)
def test_a_family_is_the_files_of_its_folder(folder: str, listed: Callable[[], set[str]]) -> None:
    assert members(folder) == listed()


def test_a_view_is_a_folder_with_its_page_and_its_template() -> None:
    views = ROOT / "dashboards" / "views"
    names = {page.name for page in of("dashboards.views").PAGES}
    assert {path.parent.name for path in views.glob("*/page.py")} == names
    assert {path.stem for path in views.glob("*/*.html")} == names


def of(module: str) -> Any:
    return importlib.import_module(module)


def test_every_job_and_every_format_has_the_module_its_line_names() -> None:
    jobs = [(job.module, "run") for job in of("jobs.schedule").JOBS]
    formats = [(form.module, "write") for form in of("tracker.exports").FORMATS.values()]
    for module, function in jobs + formats:
        assert callable(getattr(of(module), function, None)), f"{module} has no {function}"


def surroundings(source: str) -> set[str]:
    """What a module asks of the environment and the working folder, however it imports it."""
    asked = {"environ", "environb", "getenv", "getenvb", "getcwd", "getcwdb", "cwd"}
    found = set()
    of_files = "from pathlib import" in source  # FastAPI has a Path of its own
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in asked:
            found.add(node.attr)
        if isinstance(node, ast.ImportFrom) and node.module in ("os", "posix"):
            found |= {name.name for name in node.names} & asked
        if (
            of_files
            and isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Path"
        ):
            here = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if not node.args or here == ["."]:
                found.add("Path()")
    return found


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.environ['A']",
        "from os import getenv",
        "Path.cwd()",
        "from pathlib import Path\nPath()",
        "from pathlib import Path\nPath('.')",
        "os.getcwd()",
    ],
)
def test_asking_for_the_surroundings_is_seen_in_every_way_of_writing_it(source: str) -> None:
    assert surroundings(source)


def test_only_the_settings_ask_for_the_environment_and_the_working_folder() -> None:
    askers = {name_of(p).rpartition("/")[0] for p in SOURCES if surroundings(p.read_text(encoding="utf-8"))}
    assert askers == {"tracker/config"}


def test_no_tracked_file_names_a_place_on_somebodys_machine() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    strange = []
    for name in filter(None, tracked.decode().split("\0")):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".yml", ".html", ".css", ".js", ".txt"} and path.is_file():
            text = path.read_text(encoding="utf-8")
            strange += [name for mark in ("/ho" + "me/", "/ro" + "ot/", "/wo" + "rk/") if mark in text]
    assert not strange
