"""Every block of code in the documents is run, or read by what reads its kind, or is here with the reason.

Python is run in tests/test_documentation.py, commands.md is made from the commands themselves.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import duckdb
import pytest
import yaml
from sqlalchemy import Engine

from tests.dashboards import sample
from tests.docs import DOCS
from tests.tracker.commands.shell import Shell
from tracker.__main__ import cli
from tracker.config import load
from tracker.lake.write import update
from tracker.series import History
from tracker.store.session import connect, sqlite_url, upgrade
from tracker.store.store import Store

ROOT = DOCS.parent
PAGES = [
    p for p in (*ROOT.glob("*.md"), *DOCS.rglob("*.md")) if p.name not in ("commands.md", "CHANGELOG.md")
]
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
BLOCKS = [(page.name, *found) for page in PAGES for found in FENCED.findall(page.read_text(encoding="utf-8"))]

# What is run over a small database; others are held to their commands' own options, for the reason given.
RUN = ("compare", "explain", "export", "forecast", "jobs list", "publish", "status", "alerts list",
       "db check", "db backup", "db prune", "sync --plan --simulate")  # fmt: skip
READ = {
    "audit": "asks GitHub", "sync": "asks GitHub", "watch": "asks GitHub", "doctor": "asks GitHub",
    "demo": "takes minutes, and has its own tests", "up": "stays", "serve": "stays", "schedule": "stays",
    "mcp": "stays", "import": "reads a file of yours", "jobs": "asks, or wants a PostgreSQL",
    "alerts": "sends, or wants your settings", "db": "wants another database", "backtest": "takes minutes",
    "config": "shows your settings",
}  # fmt: skip
# Programs of others
OTHERS = "pip make jupyter duckdb frictionless eval pre-commit python git tracker source"
# What is to be filled in; and what costs seconds, differs from another by a word, and has its own tests.
LEFT_OUT = re.compile(r"…|NAME|publish site|--delta|06\.29")
SHOWN = re.compile(r"^(20\d\d-\d\d-\d\d|As of 20|\{|kind|A daily|quiet|active|busy)")  # what is printed


def commands(body: str) -> list[str]:
    """The commands of a block, a line each, without prompts, comments and what is said beside them."""
    lines = (re.sub(r"^\$ ", "", line) for line in body.splitlines())
    plain = (
        re.split(r"\s{2,}(?!-)|\s+# |^# ", line)[0] for line in lines if line[:1] not in ("", " ", "✗", "#")
    )
    parts = (part.strip() for line in plain for part in re.split(r" && | \| ", line))
    return [re.sub(r"^(?:[A-Z_]+=\S* )+", "", part) for part in parts if part and not SHOWN.match(part)]


SHELL = [
    (page, line) for page, kind, body in BLOCKS if kind in ("", "sh", "console") for line in commands(body)
]
TRACKER = sorted({line for _, line in SHELL if line.startswith("tracker ")})


def test_every_block_is_of_a_kind_that_is_run_or_read() -> None:
    assert {kind for _, kind, _ in BLOCKS} <= {
        "", "sh", "console", "python", "toml", "yaml", "json", "sql", "mermaid", "bibtex",
    }  # fmt: skip


def test_other_programs_are_known_ones_and_name_what_there_is() -> None:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    for page, line in SHELL:
        if line.startswith("tracker "):
            continue
        words = line.split()
        assert words[0] in OTHERS.split(), (page, line)
        if words[0] == "make" and "benchmark" not in line:
            assert words[1].rstrip(",") in targets, (page, line)
        if words[:2] == ["python", "-m"] and words[2] != "pytest":
            assert importlib.util.find_spec(words[2]), (page, line)


def asked(line: str) -> list[str]:
    """The arguments of a line, placeholders filled in."""
    told = (
        line.removeprefix("tracker ")
        .replace("OWNER/NAME", "Theano/Theano")
        .replace("[--shards N]", "--shards 4")
    )
    return [word for word in shlex.split(told) if word != "…"]


@pytest.mark.parametrize("line", TRACKER)
def test_a_command_has_the_options_that_the_documents_give_it(line: str) -> None:
    at: click.Command = cli
    words, context = asked(line), click.Context(cli, info_name="tracker")
    while isinstance(at, click.Group):
        found = at.get_command(context, words[0])
        assert found, line
        at, context, words = found, click.Context(found, parent=context, info_name=words[0]), words[1:]
    at.make_parser(context).parse_args(list(words))
    told = line.removeprefix("tracker ")
    assert told.startswith((*RUN, *READ)), f"run it, or say why not: {line}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database that holds the repositories that the documents name."""
    engine = connect(sqlite_url(tmp_path_factory.mktemp("examples") / "sample.db"))
    upgrade(engine)
    named = ("Theano", "keras-team", "pytorch", "tensorflow")
    sample.fill(engine, tuple(life for life in sample.LIVES if life.owner in named))
    Store(engine).meta.set("kind", "live")
    yield engine
    engine.dispose()


COMPLETE = [line for line in TRACKER if not LEFT_OUT.search(line)]
RUNS = [line for line in COMPLETE if line.removeprefix("tracker ").startswith(RUN)]


@pytest.mark.slow
@pytest.mark.parametrize("line", RUNS)
def test_an_example_is_run_as_it_stands(
    line: str,
    world: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKER_HOME", str(tmp_path))
    monkeypatch.setenv("TRACKER_DATABASE_URL", world.url.render_as_string(hide_password=False))
    monkeypatch.setenv("TRACKER_CLOCK", "2026-07-02T12:00:00Z")
    answer = Shell(tmp_path, monkeypatch, capsys)(*asked(line))
    assert answer.code == 0, answer.err


@pytest.mark.parametrize("body", [body for _, kind, body in BLOCKS if kind == "toml"])
def test_settings_are_settings(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tomllib.loads(body)
    assert told
    if "tool" in told:
        return  # pyproject.toml: read by `tracker audit`, whose tests have it
    monkeypatch.setenv("TRACKER_HOME", str(tmp_path))
    (tmp_path / "tracker.toml").write_text(body, encoding="utf-8")
    load()


@pytest.mark.parametrize("body", [body for _, kind, body in BLOCKS if kind in ("yaml", "json")])
def test_documents_of_others_are_well_formed(body: str) -> None:
    assert yaml.safe_load(body)
    if body.lstrip().startswith("{"):
        assert json.loads(body)


def test_questions_to_a_lake_are_answered(
    world: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    history = History(Store(world), date(2026, 6, 30))
    update(history, tmp_path / "lake", ["star_arrivals"], "folder")
    (question,) = [body for _, kind, body in BLOCKS if kind == "sql"]
    assert len(duckdb.sql(question).fetchall()) > 3
