"""Tab: the shell offers what is followed, metrics, collectors, jobs and lists, and never complains."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tracker.commands.shell import Shell


def offered(shell: Shell, monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """What is offered for the last of some words."""
    monkeypatch.setenv("_TRACKER_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(("tracker", *words)))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    answer = shell()
    assert answer.err == ""
    return [line.split(",", 1)[1] for line in answer.out.splitlines() if line]


@pytest.mark.parametrize(("words", "found"), [
    (("compare", "ker"), ["keras-team/keras"]),
    (("explain", "KER"), ["keras-team/keras"]),
    (("sync", "keras-team/keras", "ker"), []),
    (("compare", "--metric", "fork"), ["forks"]),
    (("export", "--metric", "stars,fork"), ["stars,forks"]),
    (("export", "--repo", "keras-team/"), ["keras-team/keras"]),
    (("sync", "--only", "counters,sta"), ["counters,stars"]),
    (("jobs", "run", "eval"), ["evaluate"]),
    (("forecast", "keras", "--metric", "sta"), ["stars"]),
    (("compare", "whoever"), []),
])  # fmt: skip
def test_what_is_followed_and_what_is_measured_is_offered(
    filled: Shell, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], found: list[str]
) -> None:
    assert offered(filled, monkeypatch, *words) == found


def test_by_the_short_name_where_the_full_one_begins_otherwise(
    filled: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled("watch", "add", "BVLC/caffe")
    assert offered(filled, monkeypatch, "explain", "caf") == ["caffe"]


def test_without_a_database_nothing_is_offered_and_nothing_is_said(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert offered(shell, monkeypatch, "explain", "k") == []
    assert not list(shell.home.glob("*.db"))


def in_a_real(shell: str, script: str) -> subprocess.CompletedProcess[str]:
    """What a shell says to a script."""
    return subprocess.run([shell, "-c", script], capture_output=True, text=True, timeout=60, check=True)


@pytest.fixture
def on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This tracker, where a shell finds it by its name."""
    program = tmp_path / "tracker"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tracker "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.usefixtures("filled", "on_the_path")
def test_in_a_real_bash() -> None:
    answer = in_a_real(
        "bash",
        'eval "$(_TRACKER_COMPLETE=bash_source tracker)"; COMP_WORDS=(tracker explain ker); COMP_CWORD=2; '
        '_tracker_completion tracker; echo "${COMPREPLY[@]}"',
    )
    assert answer.stdout.strip() == "keras-team/keras"
    assert answer.stderr == ""


@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")
@pytest.mark.usefixtures("on_the_path")
def test_in_a_real_fish_a_list_goes_on() -> None:
    answer = in_a_real(
        "fish",
        "_TRACKER_COMPLETE=fish_source tracker | source; complete -C 'tracker export --metric stars,fork'",
    )
    assert answer.stdout.strip() == "stars,forks"
