"""Few file descriptors.

Commands that may open so few files that somewhere on their way none is left: each has to end, and with a
sentence; afterwards, with enough of them, the facts are those of an undisturbed home.
"""

from __future__ import annotations

import random
import resource
import subprocess
from pathlib import Path

from tests.faults.inside import compare, facts, judge, prepared, tracker
from tests.faults.parts import Figures
from tests.tracker.commands.children import COMMAND, variables
from tests.tracker.commands.github import TODAY, TOKEN, environment, small_world
from tracker.replay.server import ReplayServer

INPUTS = "commands with few descriptors"
FIGURES = ("runs lost", "tracebacks", "rows lost", "rows too many", "flaws")
WORDS = ("sync", "sync --full", "jobs run evaluate", "export -o all.csv", "db backup saved.db", "status",
         "publish site", "db check", "doctor", "jobs run notify")  # fmt: skip
FEWEST, MOST = 6, 20  # with fewer Python itself does not begin


def limited(home: Path, words: str, more: dict[str, str], most: int) -> subprocess.CompletedProcess[str]:
    """A command that may have so many files open."""
    return subprocess.run(
        [*COMMAND, *words.split()], env=variables(home, more), cwd=home, capture_output=True, text=True,
        timeout=300, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most)),
    )  # fmt: skip


def run(folder: Path, many: int, seed: int = 1) -> Figures:
    """Run `many` such commands."""
    figures, chance = Figures(counted=dict.fromkeys(FIGURES, 0)), random.Random(seed)
    failed = 0
    with ReplayServer(TODAY, token=TOKEN, repositories=small_world(), git_home=folder / "up") as server:
        server.ensure_git()
        more, homes = environment(server), [folder / "calm", folder / "rough"]
        prepared(homes, more, figures)
        for _ in range(many):
            words, most = chance.choice(WORDS), chance.randint(FEWEST, MOST)
            done = limited(homes[1], words, more, most)
            figures.tried += 1
            failed += done.returncode != 0
            judge(figures, f"{words} with {most}", done.returncode, done.stderr + done.stdout, None)
        more["TRACKER_HOME"] = str(homes[1])
        tracker("sync --full", more)
        checked = tracker("db check", more)
        figures.add("flaws", int(checked.code != 0), checked.out + checked.err)
        compare(figures, facts(homes[0]), homes[1], "few descriptors")
    figures.notes["commands that could not do it"] = f"{failed:,}"
    return figures
