"""What the data pages of docs/ tell people to type works when it is typed, and what they say is true."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

from tests.docs import DOCS
from tests.tracker.commands.shell import Shell
from tests.tracker.imports.test_conda import HOURS
from tests.tracker.imports.test_conda import write as conda_file
from tracker import __version__, open_history
from tracker.exports.descriptor import LICENCE, QUALITY
from tracker.records import Quality

PAGES = ("data.md", "research.md")
BLOCK = re.compile(r"```\w*\n(.*?)```", re.DOTALL)


def typed(page: str) -> Iterator[list[str]]:
    """Every `tracker …` line of a page, without the words beside it (two spaces and more before them)."""
    for block in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("tracker "):
                yield shlex.split(re.split(r"\s{2,}", line)[0])[1:]


LINES = [
    pytest.param(line, id=" ".join(line))
    for page in PAGES
    for line in typed(page)
    if not {"postgresql://…", "hypertable"} & set(line)  # tests/tracker/store/ has a real PostgreSQL
]


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_pages_does_what_it_says(filled: Shell, line: list[str]) -> None:
    if line[:2] == ["db", "restore"]:
        filled("db", "backup", line[2])
        line = [*line, "--replace"]
    if line[0] == "import" and "--channel" in line:
        conda_file(filled.home / line[1], [(HOURS[0], line[-1], "theano", 5)])
    answer = filled(*line)
    assert answer.code == 0, answer.err
    if "-o" in line:
        assert (filled.home / line[line.index("-o") + 1]).exists()


def test_the_pages_have_lines_of_every_command_they_are_about() -> None:
    told = {" ".join(p.values[0][:2]) for p in LINES if p.values[0][0] == "db"}  # type: ignore[index]
    assert told >= {"db backup", "db restore", "db check", "db prune"}
    assert sum(p.values[0][0] == "export" for p in LINES) >= 6  # type: ignore[index]


def test_the_line_for_a_notebook_gives_a_frame(filled: Shell) -> None:
    line = re.search(r"\| a notebook.*\| `(.+?)` \|", (DOCS / "data.md").read_text(encoding="utf-8"))
    assert line
    statements, _, last = line[1].rpartition("; ")
    names: dict[str, object] = {"open_history": open_history}
    exec(statements, names)  # the line of our own page
    frame = eval(last, names)
    assert isinstance(frame, pd.DataFrame)
    assert frame["keras-team/keras"].dropna().iloc[-1] == 90


def test_the_imports_of_the_page_are_taken(filled: Shell) -> None:
    text = (DOCS / "data.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"`(tracker import theirs\.csv[^`]+)`", text)
    (filled.home / "theirs.csv").write_text("project,date,count\nkeras-team/keras,2026-06-02,3\n")
    answer = filled(*shlex.split(line)[1:])
    assert answer.code == 0, answer.err
    assert "1 new or changed" in answer.err


def test_duckdb_reads_the_folder_as_the_page_says(filled: Shell) -> None:
    text = (DOCS / "research.md").read_text(encoding="utf-8")
    (query,) = re.findall(r'duckdb -c "(.+?)"', text)
    filled("export", "--metric", "stars,commits", "--partition-by", "metric", "-o", "history")
    found = dict(duckdb.sql(query.replace("history/", f"{filled.home}/history/")).fetchall())
    assert found == {"Theano/Theano": 40, "keras-team/keras": 90}


def test_the_researchers_page_knows_every_label_licence_and_version() -> None:
    text = (DOCS / "research.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert told == set(QUALITY) - {"unknown"} == {str(q) for q in Quality} - {"unknown"}
    assert f"framework-tracker {__version__}" in text
    assert LICENCE["name"].startswith("CC0")
    assert "CC0" in text
