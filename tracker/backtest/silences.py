"""`python -m tracker.backtest.silences CLONES`: how long a silence has to be, as a curve over real histories.

Silence alone is judged: commits by the shipped filter, tags, the monthly looks; no README. Each history is
known up to the day its copy was made. *Living*: at least six substantive commits or a final release in its
last year. *Ended*: nothing at all in it. What lies between is left out. Owners are split in two halves by a
hash of their names: thresholds are chosen on the first, and the second tells what came of it.
Below the curve: how the spells on the living ended (see `revivals`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median

from tracker.backtest import revivals
from tracker.backtest.clones import dossier_of
from tracker.backtest.histories import TWO_YEARS, SilentHistory, silent_history, spells
from tracker.github.gitrun import GitError
from tracker.github.local_clone import LocalClone
from tracker.signals.phrases import Project, find_notice
from tracker.signals.rules import Rules

MOST_COMMITS = 12_000  # longer histories live, and tell nothing for their time
PERCENTS = (0, 50, 75, 100, 125, 150, 200)
HEAD = (
    "histories", "percent of the silence", "repository-years of the living", "spells of dormancy on them",
    "of these, silent for less than two years", "right of called", "ended found", "a year on",
    "a year and a half on", "two years on", "median days", "taken back",
)  # fmt: skip


def row(name: str, histories: Sequence[SilentHistory], percent: int) -> str:
    """One row of the curve as Markdown."""
    rules = Rules(silence_percent=percent)
    called = {id(h): spells(h, rules) for h in histories}
    living = [h for h in histories if h.fate == "living"]
    ended = [h for h in histories if h.fate == "ended"]
    years = sum(len(h.views) for h in living) / 12
    false = [s for h in living for s in called[id(h)]]
    short = sum(s.silence < TWO_YEARS for s in false)
    right, wrong = (sum(bool(called[id(h)]) for h in group) for group in (ended, living))
    found = {id(h): (s[-1].start - h.worked).days for h in ended if (s := called[id(h)]) and not s[-1].over}
    delays = [found.get(id(h), 10**6) for h in ended if h.followed >= TWO_YEARS]
    cells = (
        name, f"{percent} %", f"{years:,.0f}", _rate(len(false), years), _rate(short, years),
        f"{right} of {right + wrong} ({right / max(right + wrong, 1):.2f})", f"{len(found)} of {len(ended)}",
        *(_within(ended, found, days) for days in (365, 548, TWO_YEARS)),
        f"{median(delays):.0f}" if delays else "–", sum(s.over for h in ended for s in called[id(h)]),
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def _rate(spells: int, years: float) -> str:
    return f"{spells} ({spells / years:.4f} a year)" if years else "–"


def _within(ended: Sequence[SilentHistory], found: dict[int, int], days: int) -> str:
    """The share called within so many days of their last real work, of those followed as long."""
    seen = [h for h in ended if h.followed >= days]
    return f"{sum(found.get(id(h), days + 1) <= days for h in seen) / len(seen):.0%}" if seen else "–"


def curve(histories: Sequence[SilentHistory], percents: Iterable[int] = PERCENTS) -> str:
    """The whole table: both halves at every percentage."""
    lines = [f"| {' | '.join(HEAD)} |", f"|{'---|' * 2}{'--:|' * (len(HEAD) - 2)}"]
    halves = [
        (name, [h for h in histories if h.half == half])
        for half, name in enumerate(("chosen on", "held out"))
    ]
    return "\n".join([*lines, *(row(name, part, p) for p in percents for name, part in halves)])


def clones(folder: Path) -> Iterator[tuple[str, LocalClone]]:
    """(OWNER/NAME, its clone) of a folder of OWNER/NAME.git or OWNER+NAME/repo, in order."""
    for head in sorted([*folder.glob("*/*/HEAD"), *folder.glob("*/*/.git/HEAD")]):
        place = head.parent.parent if head.parent.name == ".git" else head.parent
        name = (
            place.parent.name.replace("+", "/", 1)
            if place.name == "repo"
            else f"{place.parent.name}/{place.stem}"
        )
        yield name, LocalClone(head.parent)


def main(arguments: list[str]) -> int:
    """Exit code 0 when the curve was written, 2 on bad usage."""
    if len(arguments) != 1 or not (folder := Path(arguments[0])).is_dir():
        sys.stderr.write("usage: python -m tracker.backtest.silences CLONES, a folder of whole bare clones\n")
        return 2
    found = list(_read(folder))
    histories = [history for history, _ in found]
    over = frozenset(h.full_name for h, clone in found if _is_over(h, clone))
    sys.stdout.write(f"{curve(histories)}\n\n{revivals.table(histories, over, Rules())}\n")
    return 0


def _read(folder: Path) -> Iterator[tuple[SilentHistory, LocalClone]]:
    """Every history that can be judged, with the clone that it was read from."""
    for name, clone in clones(folder):
        until = datetime.fromtimestamp((clone.folder / "HEAD").stat().st_mtime, UTC).date()
        try:
            commits = list(islice(clone.commits(), MOST_COMMITS + 1))
            dossier = dossier_of(name, commits, clone.tags(), until) if len(commits) <= MOST_COMMITS else None
        except GitError as error:
            sys.stderr.write(f"{name} is left out: {error}\n")
            continue
        if dossier is not None and (made := silent_history(dossier, until, Rules())):
            yield made, clone


def _is_over(history: SilentHistory, clone: LocalClone) -> bool:
    """Whether one that seems to live says otherwise; only those with a spell are asked."""
    if history.fate != "living" or not spells(history, Rules()):
        return False
    text = clone.newest_readme()
    return bool(text and find_notice(text, Project(history.full_name)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
