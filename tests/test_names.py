"""One meaning a class name, everywhere in the program."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
# The API's answers are a contract of their own: their names stand in OpenAPI, and in a room apart.
CONTRACT = ROOT / "dashboards" / "api" / "models.py"


def defined() -> Counter[str]:
    """How often each class name is defined in the program's own rooms."""
    paths = [path for room in ("tracker", "jobs", "dashboards") for path in (ROOT / room).rglob("*.py")]
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in paths if path != CONTRACT)
    return Counter(node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def test_no_class_name_has_a_second_meaning() -> None:
    more = {name: many for name, many in defined().items() if many > 1}
    assert not more, f"find another name: {more}"


def test_the_api_names_each_answer_once() -> None:
    tree = ast.parse(CONTRACT.read_text(encoding="utf-8"))
    names = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    assert len(names) == len(set(names)) > 5
