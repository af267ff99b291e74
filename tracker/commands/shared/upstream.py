"""The demo's upstream in a process of its own, so that playing back and collecting share two processors.

Run as a module it is that process: it makes its half of the git histories, says so, waits until the other
half is made, serves, says where, and ends with its parent (when its standard input ends).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

TOKEN = "played-back"  # noqa: S105 - the replay takes any; with one, it answers GraphQL
PLENTY = 1_000_000  # requests an hour: the demo shows figures, not waiting


class UpstreamFailed(Exception):
    """The replay did not start; the message is the last it said."""


@contextmanager
def upstream(
    day: date, git_home: Path, on_history: Callable[[str, int, int], None]
) -> Iterator[tuple[str, str]]:
    """Start it, make the other half of the histories meanwhile, and yield (API address, git address)."""
    git_home.mkdir(parents=True, exist_ok=True)
    command = (sys.executable, "-m", __name__, day.isoformat(), str(git_home))
    with subprocess.Popen(  # noqa: S603 - this very program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        try:
            make_histories(day, git_home, halves()[0], on_history)
            _line(child)  # its half is made
            child.stdin.write("go\n")
            child.stdin.flush()
            yield _line(child), _line(child)
        finally:
            child.kill()  # it keeps nothing that could be lost


def _line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    assert child.stderr is not None
    if line := child.stdout.readline().strip():
        return line
    said = child.stderr.read().strip().splitlines()
    raise UpstreamFailed(f"the replay did not start ({said[-1] if said else 'it said nothing'})")


def halves() -> tuple[list[str], list[str]]:
    """The demo's repositories in two parts that take about as long: by commits, the largest dealt first."""
    from tracker.replay.figures import quarters

    sizes = {name: sum(q.commits or 0 for q in rows) for name, rows in quarters().items()}
    parts: tuple[list[str], list[str]] = ([], [])
    weights = [0, 0]
    for name in sorted(sizes, key=lambda n: -sizes[n]):
        lighter = weights.index(min(weights))
        parts[lighter].append(name)
        weights[lighter] += sizes[name]
    return parts


def make_histories(
    day: date, git_home: Path, names: Sequence[str], on_history: Callable[[str, int, int], None] | None = None
) -> None:
    """The bare repositories of these names, up to a day; at once when an earlier demo has made them."""
    from tracker.replay.server import ReplayServer

    server = ReplayServer(clock=day, git_home=git_home)
    try:
        server.ensure_git(names, on_history)
    finally:
        server.close()


def main(day: date, git_home: Path) -> None:
    """The child's life."""
    from tracker.replay.limits import Limits
    from tracker.replay.server import ReplayServer

    make_histories(day, git_home, halves()[1])
    _say("made")
    if not sys.stdin.readline():
        return
    limits = Limits(core=PLENTY, graphql=PLENTY, search=PLENTY)
    with ReplayServer(clock=day, token=TOKEN, limits=limits, git_home=git_home) as server:
        server.ensure_git()  # nothing is left to be made: it only learns their names
        _say(server.url)
        _say(server.git_url)
        sys.stdin.read()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]), Path(sys.argv[2]))
