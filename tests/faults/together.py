"""Several processes at once.

Two or three commands over one home at the same moment: syncs, evaluations, exports, backups, publishes and
checks. Each ends well, or says who is at it; then the facts are those of a home where one came after another.
"""

from __future__ import annotations

import random
from pathlib import Path

from tests.faults.inside import compare, facts, judge, prepared, tracker
from tests.faults.kills import aged, halves
from tests.faults.parts import Figures
from tests.tracker.commands.children import Child
from tests.tracker.commands.github import TODAY, TOKEN, environment, small_world
from tracker.replay.server import ReplayServer

INPUTS = "commands at once"
FIGURES = ("runs lost", "tracebacks", "rows lost", "rows too many", "halves left", "flaws")
WORDS = (
    "sync", "sync --full", "jobs run evaluate", "export -o all.csv", "db backup saved.db", "publish site",
    "db check", "watch add acme/rocket", "alerts mute acme/ended", "db rebuild", "jobs run notify",
)  # fmt: skip
BUSY = "another process"


def run(folder: Path, many: int, seed: int = 1) -> Figures:
    """Begin `many` commands, two or three at a time."""
    figures, chance = Figures(counted=dict.fromkeys(FIGURES, 0)), random.Random(seed)
    with ReplayServer(TODAY, token=TOKEN, repositories=small_world(), git_home=folder / "up") as server:
        server.ensure_git()
        more, homes, refused = environment(server), [folder / "calm", folder / "rough"], 0
        prepared(homes, more, figures)
        while figures.tried < many:
            begun = [chance.choice(WORDS) for _ in range(chance.choice((2, 3)))]
            children = [Child(homes[1], *words.split(), more=more) for words in begun]
            figures.tried += len(children)
            for words, child in zip(begun, children, strict=True):
                with child:
                    child.process.wait(600)
                    child._reader.join()
                told = "".join(child.said)
                refused += BUSY in told
                judge(figures, " + ".join(begun), child.process.returncode, told, None)
                fine = child.process.returncode in (0, 3) or BUSY in told
                figures.add("runs lost", int(not fine), f"{words} of {begun}: {told[-400:]}")
        aged(homes[1])
        more["TRACKER_HOME"] = str(homes[1])
        for words in ("sync --full", "export -o all.csv", "db backup saved.db"):
            tracker(words, more)
        checked = tracker("db check", more)
        figures.add("flaws", int(checked.code != 0), checked.out + checked.err)
        compare(figures, facts(homes[0]), homes[1], "at once")
        figures.add("halves left", len(left := halves(homes[1])), ", ".join(left[:5]))
    figures.notes["commands that said another was at it"] = f"{refused:,}"
    return figures
