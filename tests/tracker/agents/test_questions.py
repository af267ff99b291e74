"""An agent's questions over the real protocol, read out of the text that comes back and of nothing else."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from tests.dashboards import sample
from tests.tracker.agents.questions import FURTHER, QUESTIONS
from tracker.store.session import connect, sqlite_url, upgrade

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose live database holds the sample world."""
    folder = tmp_path_factory.mktemp("agents")
    engine = connect(sqlite_url(folder / "live.db"))
    upgrade(engine)
    sample.fill(engine)
    engine.dispose()
    return folder


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TRACKER_", "GH_", "GITHUB_"))}
    return kept | {
        "TRACKER_HOME": str(home),
        "TRACKER_DATABASE_URL": f"sqlite:///{home}/live.db",
        "TRACKER_CLOCK": "2026-06-30T12:00:00Z",
    }


def child(home: Path) -> StdioServerParameters:
    arguments = ["-m", "tracker", "mcp", "--offline"]
    return StdioServerParameters(command=sys.executable, args=arguments, env=environment(home), cwd=ROOT)


def size(result: Any) -> int:
    """Bytes of a result as it goes over the wire."""
    whole = result.model_dump(by_alias=True, exclude_none=True, mode="json")
    return len(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode())


@pytest.fixture(scope="module")
def asked(home: Path) -> dict[str, Any]:
    """The tools, and every question's result, from one child process."""

    async def ask() -> dict[str, Any]:
        async with Client(child(home)) as client:
            found: dict[str, Any] = {"tools": await client.list_tools()}
            for question in QUESTIONS + FURTHER:
                found[question.words] = await client.call_tool(question.tool, question.arguments)
            found["wrong"] = [
                await client.call_tool(tool, arguments)
                for tool, arguments in (
                    ("check_packages", {"packages": []}),
                    ("check_packages", {"packages": ["x"], "as_of": "yesterday"}),
                    ("check_packages", {"packages": ["pkg:npm/left-pad"]}),
                    ("check_packages", {"packages": ["x"] * 26}),
                    ("history", {"repository": "torch", "metric": "happiness"}),
                    ("choose", {"group": "no such thing"}),
                    ("choose", {"groups": "frameworks"}),
                    ("audit", {"content": "{", "filename": "../../x.json"}),
                    ("audit", {"content": "import theano", "filename": "train.py"}),
                    ("check_packages", {"packages": ["theano torch", "🤖"]}),
                    ("check_packages", {"packages": ["torch"], "as_of": "2030-01-01"}),
                    ("choose", {"group": "frameworks", "limit": 0}),
                    ("choose", {"group": "frameworks", "min_verdict": "good"}),
                )
            ]
            return found

    return asyncio.run(ask())


@pytest.mark.slow
def test_all_50_questions_are_answered_by_the_text_alone(asked: dict[str, Any]) -> None:
    assert len(QUESTIONS) == len({q.words + str(q.arguments) for q in QUESTIONS}) == 50
    missed = [
        (question.words, asked[question.words].content[0].text)
        for question in QUESTIONS
        if not question.answered_by(asked[question.words].content[0].text)
    ]
    assert not missed


def test_names_days_and_files_are_read_as_they_are_pasted(asked: dict[str, Any]) -> None:
    said = [(question, asked[question.words].content[0].text) for question in FURTHER]
    assert [(q.words, text) for q, text in said if not q.answered_by(text)] == []


def test_the_list_of_tools_and_a_verdict_are_small(asked: dict[str, Any]) -> None:
    tools = asked["tools"].tools
    assert {tool.name for tool in tools} == {"check_packages", "choose", "replacement", "history", "audit"}
    assert all(tool.annotations.read_only_hint and tool.output_schema for tool in tools)
    assert size(asked["tools"]) <= 2_500
    verdicts = [
        q for q in QUESTIONS + FURTHER if q.tool == "check_packages" and len(q.arguments["packages"]) == 1
    ]
    assert max(size(asked[q.words]) for q in verdicts) <= 1_200
    assert max(len(asked[q.words].content[0].text) for q in verdicts) <= 480  # about 120 tokens


def test_data_says_the_same_as_text(asked: dict[str, Any]) -> None:
    (row,) = asked["since when is CNTK archived?"].structured_content["verdicts"]
    assert (row["repository"], row["headline"], row["since"]) == ("microsoft/CNTK", "archived", "2023-11-17")
    assert row["url"].startswith("https://github.com/")


def test_a_mistake_is_told_in_words_and_is_no_crash(asked: dict[str, Any]) -> None:
    words = (
        "at least one",
        "no day",
        "npm",
        "at most 25",
        "no metric 'happiness'",
        "Groups are",
        "not groups",
        "x.json",
        "train.py names no package",
        "no name of a package",
        "still to come",
        "1 or more",
        "one of active, slow",
    )
    for result, word in zip(asked["wrong"], words, strict=True):
        assert result.is_error
        assert word in result.content[0].text


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    arguments = [sys.executable, "-m", "tracker", "mcp", "--http", "--port", "0", "--offline"]
    process = subprocess.Popen(arguments, cwd=ROOT, env=environment(home), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = process.stderr.readline()
    found = re.search(r"http://[\d.:]+/mcp", said)
    assert found, said
    yield found[0]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 0


@pytest.mark.slow
def test_the_same_answers_come_over_http(home: Path, address: str, asked: dict[str, Any]) -> None:
    async def ask() -> list[str]:
        async with Client(address) as client:
            results = [await client.call_tool(q.tool, q.arguments) for q in QUESTIONS[:3]]
            return [result.content[0].text for result in results]

    assert asyncio.run(ask()) == [asked[q.words].content[0].text for q in QUESTIONS[:3]]


@pytest.mark.slow
def test_without_a_database_it_is_said_what_to_do(tmp_path: Path) -> None:
    async def ask() -> str:
        told = child(tmp_path)
        async with Client(told) as client:
            result = await client.call_tool("check_packages", {"packages": ["torch"]})
            assert result.is_error
            return str(result.content[0].text)

    assert "tracker demo" in asyncio.run(ask())
