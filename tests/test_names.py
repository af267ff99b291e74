"""One meaning a class name: what is defined twice stands in a list that only gets shorter."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
# How often a class of this name is defined in the program. Take out what has become one; never add.
TWICE = {
    "BadFile": 2,
    "Block": 2,
    "Bucket": 2,
    "Change": 2,
    "Commits": 2,
    "Context": 2,
    "Cost": 2,
    "Counted": 2,
    "Judged": 2,
    "Kind": 2,
    "Line": 2,
    "Links": 2,
    "Look": 3,
    "Missed": 3,
    "Numbers": 2,
    "Outcome": 3,
    "Page": 3,
    "People": 2,
    "Place": 2,
    "Progress": 2,
    "Reading": 2,
    "Report": 4,
    "Repositories": 2,
    "Result": 2,
    "Revision": 2,
    "Root": 2,
    "Row": 2,
    "Runs": 2,
    "Series": 2,
    "Standing": 3,
    "Stream": 2,
    "Summary": 2,
    "Turn": 2,
    "Verdict": 2,
    "Verdicts": 2,
    "View": 4,
    "Walk": 3,
    "Wanted": 4,
}


def defined() -> Counter[str]:
    """How often each class name is defined in the program's own rooms."""
    paths = (path for room in ("tracker", "jobs", "dashboards") for path in (ROOT / room).rglob("*.py"))
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in paths)
    return Counter(node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def test_no_further_class_name_gets_a_second_meaning() -> None:
    more = {name: many for name, many in defined().items() if many > TWICE.get(name, 1)}
    assert not more, f"find another name: {more}"


def test_the_list_of_names_with_two_meanings_only_gets_shorter() -> None:
    found = defined()
    fewer = {name: found[name] for name, many in TWICE.items() if found[name] < many}
    assert not fewer, f"say so in TWICE: {fewer}"
