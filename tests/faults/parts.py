"""The kinds of trouble, each run in a process of its own, so that its peak of memory is its own."""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parents[2]
# Each is a module here with `run(folder, many, seed) -> Figures`; its docstring is the report's text.
PARTS = ("answers", "requests", "storms", "clones", "bombs", "kills", "outages", "upgrades",
         "clocks", "sealed", "together", "handles")  # fmt: skip


@dataclass
class Figures:
    """What came of one part: `tried` inputs, and how often what should never be was."""

    tried: int = 0
    counted: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)  # other figures, which are neither good nor bad

    def add(self, what: str, many: int = 1, example: str = "") -> None:
        """Count `many` of `what`; the first example of each is kept."""
        self.counted[what] = self.counted.get(what, 0) + many
        if many and example:
            self.examples.setdefault(what, example[:600])

    def bad(self) -> Mapping[str, str]:
        """What should not have been, with an example each."""
        return {what: self.examples.get(what, str(many)) for what, many in self.counted.items() if many}


def module(part: str):
    """Where a part lives."""
    return importlib.import_module(f"tests.faults.{part}")


def run_alone(part: str, many: int, seed: int) -> Figures:
    """A part in a child process."""
    words = [sys.executable, "-m", "tests.faults.parts", part, str(many), str(seed)]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return Figures(**json.loads(done.stdout.splitlines()[-1]))


def main(part: str, many: int, seed: int) -> None:
    """Run a part here; its figures as JSON in the last line."""
    with tempfile.TemporaryDirectory() as folder:
        figures: Figures = module(part).run(Path(folder), many, seed)
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    figures.notes["peak memory, MB"] = f"{max(own.ru_maxrss, children.ru_maxrss) // 1024:,}"
    spent = process_time() + children.ru_utime + children.ru_stime
    figures.notes["processor time, s"] = f"{spent:,.0f}"
    print(json.dumps(vars(figures)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
