"""What is published about the server says what the server is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tracker import __version__
from tracker.agents.tools import TOOLS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]


def test_the_registry_entry_is_of_this_version_and_the_docs_name_every_tool() -> None:
    entry = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))
    assert {entry["version"], entry["packages"][0]["version"]} == {__version__}
    assert len(entry["description"]) <= 100  # the registry's limit
    docs = (ROOT / "docs" / "agents.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", docs, re.M) == list(TOOLS)
    skill = (ROOT / "docs" / "agents" / "SKILL.md").read_text(encoding="utf-8")
    assert skill.startswith("---\nname: framework-tracker\ndescription: ")
    assert set(re.findall(r"`(check_packages|choose|replacement|history|audit)\(", skill)) <= set(TOOLS)


def test_the_server_is_ready_without_pandas_or_the_database() -> None:
    told = "import sys, tracker.commands.shared.mcp_server; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT)
    assert {"pandas", "sqlalchemy", "plotly", "fastapi"} & set(said.stdout.split()) == set()
