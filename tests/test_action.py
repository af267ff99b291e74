"""The action's own steps, run here as a runner would: inputs by the environment, code and files out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from tests.tracker.commands.github import TODAY, environment, small_world
from tracker.replay.server import ReplayServer

ROOT = Path(__file__).parent.parent


def steps() -> dict[str, Any]:
    whole = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert whole["runs"]["using"] == "composite"
    return {step["name"]: step for step in whole["runs"]["steps"]}


def test_nothing_of_a_users_is_pasted_into_a_script() -> None:
    assert not [name for name, step in steps().items() if "${{" in step.get("run", "")]


@pytest.mark.component
def test_the_audit_step_annotates_summarises_and_fails_with_its_own_code(tmp_path: Path) -> None:
    (tmp_path / "tracker-venv" / "bin").mkdir(parents=True)
    program = tmp_path / "tracker-venv" / "bin" / "tracker"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tracker "$@"\n')
    program.chmod(0o755)
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "requirements.txt").write_text("ended @ git+https://github.com/acme/ended\n")
    with ReplayServer(TODAY, repositories=small_world()) as server:
        env = {
            "PATH": os.environ["PATH"], "RUNNER_TEMP": str(tmp_path), "PYTHONPATH": str(ROOT),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "TRACKER_HOME": str(tmp_path / "home"),
            "FILES": "", "FAIL_ON": "end-of-life", "DIRECT_ONLY": "false", "BASELINE": "",
            "SARIF_FILE": "audit.sarif", **environment(server),
        }  # fmt: skip
        script = ["bash", "-e", "-o", "pipefail", "-c", steps()["Audit"]["run"]]
        done = subprocess.run(script, cwd=folder, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 5, done.stderr
    assert done.stdout.startswith("::error file=requirements.txt,line=1,title=ended%3A end-of-life::")
    assert "| ❌ | [ended](https://github.com/acme/ended) |" in (tmp_path / "summary.md").read_text()
    Sarif.model_validate_json((folder / "audit.sarif").read_text())


def test_the_hook_names_a_command_that_there_is() -> None:
    hook = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]
    program, command, *options = hook["entry"].split()
    from tracker.commands.audit import command as audit

    known = {option for parameter in audit.params for option in parameter.opts}
    assert (program, command) == ("tracker", "audit")
    assert {o for o in options if o.startswith("--")} <= known
